"""Who stayed and who left at each renewal: all that a model of subscribers needs to know of them."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from ..fitting import NotEnoughDataError


class Renewals(NamedTuple):
    """How many stayed, and how many left, at the first renewal, the second and so on."""

    stayed: np.ndarray
    left: np.ndarray


def renewals_of(survivors: Any) -> Renewals:
    """Who stayed and who left, of the customers left after 0, 1, 2, ... renewals; of several cohorts, a column each, all together.

    Raises:
        ValueError: the numbers rise, or are not numbers.
    """
    table = np.asarray(survivors, dtype=float)  # None becomes nan
    table = table if table.ndim == 2 else np.atleast_1d(table).reshape(-1, 1)
    cohorts = [_known(column) for column in table.T]
    if not any(len(counts) and counts[0] > 0 for counts in cohorts):
        raise NotEnoughDataError("There are no customers to begin with.")
    stayed, left = np.zeros((2, max(map(len, cohorts)) - 1))
    for counts in cohorts:
        gone = -np.diff(counts)
        if (gone < 0).any():
            at = int(np.argmax(gone < 0)) + 1
            raise ValueError(
                f"survivors rise from {counts[at - 1]:g} to {counts[at]:g} at renewal {at}. Customers who left must not come back."
            )
        stayed[: len(gone)] += counts[1:]
        left[: len(gone)] += gone
    return Renewals(stayed, left)


def _known(column: np.ndarray) -> np.ndarray:
    """A cohort without the renewals to come."""
    known = len(column)
    while known and math.isnan(column[known - 1]):
        known -= 1
    counts = column[:known]
    if not (np.isfinite(counts).all() and (counts >= 0).all()):
        raise ValueError("survivors must be numbers of 0 or more, without blanks between them.")
    return counts
