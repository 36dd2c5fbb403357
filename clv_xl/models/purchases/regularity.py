"""Whether customers buy more regularly than chance: the models of purchases take the time between two purchases as exponential, k = 1.

Times between purchases that are Erlang of order k, or gamma of shape k, at a rate of each customer's own: the first of two such times is a
share of both that does not depend on the rate, with the mean 1/2 and the variance 1 / (4 (2 k + 1)). Wheat and Morrison 1990, "Estimating
purchase regularity with two interpurchase times".
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..fitting import NotEnoughDataError
from ..intervals import LEVEL, Interval, z_of
from ..reasons import Reason

LEAST_CUSTOMERS = 30


@dataclass(frozen=True)
class Regularity:
    """k with its interval: 1 is chance, 2 and more is regular, below 1 purchases come in clusters. customers: who has two such times."""

    k: float
    interval: Interval
    customers: int

    @property
    def reason(self) -> Reason:
        """What it says."""
        if self.interval.low > 1:
            return Reason("Customers buy more regularly than chance (k {1}).", (f"{self.k:.1f}",))
        if self.interval.high < 1:
            return Reason("Customers buy in clusters, less regularly than chance (k {1}).", (f"{self.k:.1f}",))
        return Reason("Customers buy neither more nor less regularly than chance, as far as can be told (k {1}).", (f"{self.k:.1f}",))


def regularity(earlier: Any, later: Any) -> Regularity:
    """From the last two times between purchases of each customer who has two, arrays of one length; which one came first is of no
    consequence.

    Raises:
        NotEnoughDataError: fewer than 30 customers have two.
        ValueError: the columns differ in length, or a time is not above 0.
    """
    one, other = (np.atleast_1d(np.asarray(column, dtype=float)).ravel() for column in (earlier, later))
    if len(one) != len(other):
        raise ValueError("earlier and later differ in length.")
    if not ((one > 0) & (other > 0) & np.isfinite(one + other)).all():
        raise ValueError("earlier and later must be times above 0.")
    if len(one) < LEAST_CUSTOMERS:
        raise NotEnoughDataError(f"Regularity needs {LEAST_CUSTOMERS} customers with three purchases; here are {len(one)}.")
    off = np.square(one / (one + other) - 0.5)
    mean, error = float(off.mean()), float(off.std() / math.sqrt(len(off)))
    reach = z_of(LEVEL) * error
    return Regularity(_k_of(mean), Interval(_k_of(mean + reach), _k_of(mean - reach)), len(one))


def _k_of(variance: float) -> float:
    """The k under which a share varies so much; infinite where it does not vary at all."""
    return max(0.0, (1 - 4 * variance) / (8 * variance)) if variance > 0 else math.inf
