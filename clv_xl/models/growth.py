"""Whether revenue grows, beyond what chance makes of who happens to buy; and whether months of the year differ."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .intervals import Interval, log_interval

SURE = 0.95
"""A change whose interval of this level holds 0 is not told from chance: of twenty shops that do not change one is said to."""
LEAST_BUYERS = 10
"""Fewer customers in one of the two times do not tell how unsure their sum is."""

_NOTHING = 1e-18
"""A variance of logarithms that is only the last digits of sums."""


class Growth(NamedTuple):
    """By which share revenue changed; the interval is None where too few customers tell it."""

    change: float
    interval: Interval | None


def growth(now: np.ndarray, before: np.ndarray) -> Growth | None:
    """Revenue of each customer in two times of the same length, compared; None where a sum is not above 0.

    The logarithm of the ratio of the two sums has, by the delta method, the variance sum (n_i / N - b_i / B)^2 over customers: who buys
    in both times counts once, and a customer who brings half of it all makes it as unsure as it is.
    """
    total, earlier = float(now.sum()), float(before.sum())
    if total <= 0 or earlier <= 0:
        return None
    ratio = total / earlier
    known = min(np.count_nonzero(now), np.count_nonzero(before)) >= LEAST_BUYERS
    variance = float(np.square(now / total - before / earlier).sum())
    if not known or variance == 0:
        return Growth(ratio - 1, None)
    low, high = log_interval(ratio, variance, SURE)
    return Growth(ratio - 1, Interval(float(low) - 1, float(high) - 1))


class Seasons(NamedTuple):
    """p_value: how likely it is that months differ so much by chance. strongest: 0 for the first month of each year of the data; times: how
    often it brought what the average month of its year did."""

    p_value: float
    strongest: int
    times: float


def seasons(sums: np.ndarray) -> Seasons | None:
    """Whether the same months of each year are strong; sums of two or more whole years, month by month. None where a month has nothing.

    Analysis of variance of the logarithms by month (Fisher's F), once each year's own level and growth, a line, are taken out. A test of
    ranks would not see a shop whose year is flat but for December.
    """
    from scipy.special import fdtrc

    years = np.asarray(sums, float).reshape(-1, 12)
    if len(years) < 2 or not (years > 0).all():
        return None
    logs, time = np.log(years), np.arange(12) - 5.5
    logs -= logs.mean(axis=1, keepdims=True)
    slopes = logs @ time / (time @ time)
    left = logs - np.outer(slopes, time)
    month, free = left.mean(axis=0), 12 - 2
    between = len(years) * np.square(month).sum() / free
    within = np.square(left - month).sum() / (free * (len(years) - 1))
    p_value = 1.0 if between < _NOTHING else float(fdtrc(free, free * (len(years) - 1), between / max(within, _NOTHING)))
    strongest = int(month.argmax())
    return Seasons(p_value, strongest, float((years[:, strongest] / years.mean(axis=1)).mean()))
