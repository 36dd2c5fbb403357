"""Which months of the year are strong, from purchases beside what a model of even rates expects.

The expectation takes out how many customers there were and how far they had left already, so that a growing shop is not taken for
one with a season. What months differ by is shrunk towards nothing, the more so the less the years agree (James and Stein 1961).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

LEAST_MONTHS = 6
"""Fewer months do not tell how much they differ."""
_TWO_YEARS = 24
"""With fewer months hardly one has been seen twice, and nothing tells a season from a change."""
_MONTHS = 12
_LEAST_EXPECTED = 1.0
"""A month with less to expect says nothing."""
_ROUGH = 0.01
"""The variance of a month's logarithm that is there with any number of customers."""


class MonthFactors(NamedTuple):
    """How strong each month of the year is, January first, 1 on average; taken: which share of the differences seen that is; spread:
    the variance of the logarithm of a factor: from how far years agree, or all of the differences where nothing tells what they are."""

    factors: np.ndarray
    taken: float
    spread: float


def month_factors(bought: np.ndarray, expected: np.ndarray, first: int) -> MonthFactors | None:
    """From the purchases of months in a row and those that an even rate makes expect; None where nothing can be told of them.

    The logarithm of their ratio by month of the year, weighted least squares, with a line over time beside it.

    Args:
        bought: purchases of each month.
        expected: what would have been expected of a month in which all days are alike.
        first: the month of the year of the first one, 0 to 11.
    """
    count = len(bought)
    month, time = (first + np.arange(count)) % _MONTHS, (np.arange(count) - (count - 1) / 2) / _MONTHS
    used = expected >= _LEAST_EXPECTED
    if used.sum() < LEAST_MONTHS:
        return None
    ratio = np.log((bought + 0.5) / (expected + 0.5))[used]
    chance = 1 / (expected[used] + 0.5)
    if used.sum() < _TWO_YEARS or len(np.unique(month[used])) < _MONTHS:
        return MonthFactors(np.ones(_MONTHS), 0.0, max(0.0, float(ratio.var(ddof=1) - chance.mean())))
    weight = 1 / (chance + _ROUGH)
    columns = np.column_stack([np.eye(_MONTHS)[month[used]], time[used]])
    normal = columns.T @ (weight[:, None] * columns)
    found = np.linalg.solve(normal, columns.T @ (weight * ratio))
    noise = float(weight @ np.square(ratio - columns @ found)) / (len(ratio) - columns.shape[1])
    logs = found[:_MONTHS] - found[:_MONTHS].mean()
    spread = noise * float(np.linalg.inv(normal).diagonal()[:_MONTHS].mean())
    apart = max(float(logs.var(ddof=1)) - spread, 0.0)
    taken = apart / (apart + spread) if apart else 0.0
    factors = np.exp(taken * logs)
    return MonthFactors(factors / factors.mean(), taken, taken * spread)
