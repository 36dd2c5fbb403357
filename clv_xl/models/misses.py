"""How far forecasts of the same list missed before, and what that says of the next one.

Parameters and chance explain a part of each miss. What they leave is the model's own error: customers who do not quite live as it
says. It is told from few misses, so what shops usually show counts beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

_USUAL = 0.05
"""The scale of the error that is expected before any miss is seen."""
_FREEDOM = 3
"""Degrees of freedom of that expectation, a half-t (Gelman 2006): large errors stay possible."""
_SIZES = np.concatenate([[0.0], np.geomspace(0.002, 2.0, 80)])
"""Standard deviations of the logarithm that are weighed against each other."""
_STAND_FOR = np.gradient(_SIZES)
"""What each of them stands for, by the distance of its neighbours."""


class Miss(NamedTuple):
    """log: the logarithm of what came over what was foreseen; variance: that of it which parameters and chance make."""

    log: float
    variance: float


def model_error(misses: Sequence[Miss], count: float | None = None) -> float:
    """The variance of the logarithm that the model's own error adds: its mean, given the misses.

    count: how many misses they are worth, where they overlap and so tell less.
    """
    worth = 1.0 if count is None or not misses else min(1.0, count / len(misses))
    logs = np.log(_STAND_FOR) - (_FREEDOM + 1) / 2 * np.log1p((_SIZES / _USUAL) ** 2 / _FREEDOM)
    for miss in misses:
        total = miss.variance + _SIZES**2
        logs -= worth * (np.log(total) + miss.log**2 / total) / 2
    share = np.exp(logs - logs.max())
    return float(share @ _SIZES**2 / share.sum())
