"""Where a customer stands, judged by the customer's own rhythm of buying.

The usual gap of a customer is the average of the customer's own gaps, or of these and one gap like the base's median, whichever
is longer: two purchases in a week make nobody a weekly buyer. Someone who buys at random with that average gap stays silent for
more than 2 gaps 14% of the time, and for more than 4 gaps 2% of the time; hence the rules.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from enum import StrEnum

ACTIVE_GAPS = 2
"""Silent for at most this many usual gaps: active (or new, after one purchase)."""
DORMANT_GAPS = 4
"""Silent for more than this many usual gaps: dormant (or a one-time buyer)."""
GAP_WITHOUT_REPEATS = 30
"""Days; the base's median gap while nobody has come back yet."""


class Stage(StrEnum):
    """Where a customer stands; `stage_of` says how it is judged."""

    NEW = "New"
    ACTIVE = "Active"
    SLIPPING = "Slipping"
    DORMANT = "Dormant"
    ONE_TIME = "One-time"
    REFUNDED = "Refunded"


OVERDUE = (Stage.SLIPPING, Stage.DORMANT)
"""Silent for longer than their own rhythm explains."""


def median_gap(frequencies: Sequence[float], recencies: Sequence[float]) -> float:
    """The median of the repeat customers' average gaps, in days."""
    gaps = [recency / frequency for frequency, recency in zip(frequencies, recencies) if frequency > 0]
    return statistics.median(gaps) if gaps else GAP_WITHOUT_REPEATS


def usual_gap(frequency: float, recency: float, base_gap: float) -> float:
    """The days that usually lie between two purchases of a customer with `frequency` repeat purchases over `recency` days."""
    leaning = (recency + base_gap) / (frequency + 1)
    return max(recency / frequency, leaning) if frequency else leaning


def stage_of(frequency: int, recency: int, silent: int, base_gap: float) -> Stage:
    """The stage of a customer with `frequency` repeat purchases over `recency` days, silent for `silent` days."""
    gaps = silent / usual_gap(frequency, recency, base_gap)
    if frequency == 0:
        return Stage.NEW if gaps <= DORMANT_GAPS else Stage.ONE_TIME
    if gaps <= ACTIVE_GAPS:
        return Stage.ACTIVE
    return Stage.SLIPPING if gaps <= DORMANT_GAPS else Stage.DORMANT
