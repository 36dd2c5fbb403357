"""How sure a figure is that follows from fitted parameters.

The delta method: the parameters' covariance times how the figure answers to each parameter. Figures above 0 are taken on the log scale
and probabilities on the logit scale, where they are nearer to normal. A bootstrap, which needs no such approximation, stands beside it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from .fitting import Model
from .purchases.distinct import Distinct
from .purchases.latent_attrition import LatentAttrition

LEVEL = 0.9
_STEP = 1e-4
_WIDE = 1.0


class Interval(NamedTuple):
    """From low to high; numbers or arrays."""

    low: Any
    high: Any


def z_of(level: float) -> float:
    """How many standard errors on each side hold this share of a normal distribution."""
    from statistics import NormalDist

    return NormalDist().inv_cdf(0.5 + level / 2)


def slopes(model: Model, figure: Callable[[Any], Any]) -> np.ndarray:
    """How a figure, or each figure of an array, changes with the logarithm of each parameter: a row for each parameter."""
    rows = []
    for i in range(len(model.params)):
        step = np.zeros(len(model.params))
        step[i] = _STEP
        rows.append((np.asarray(figure(model.moved(step))) - np.asarray(figure(model.moved(-step)))) / (2 * _STEP))
    return np.array(rows)


def variance(model: Model, slopes: np.ndarray) -> Any:
    """The variance of figures with these slopes that the uncertainty of the parameters makes."""
    assert model.log_covariance is not None
    return np.einsum("i...,ij,j...->...", slopes, model.log_covariance, slopes)


def log_interval(value: Any, log_variance: Any, level: float = LEVEL) -> Interval:
    """Around figures of 0 or more, with the variance of their logarithm."""
    reach = np.exp(z_of(level) * np.sqrt(log_variance))
    return Interval(value / reach, value * reach)


def interval_of(mean: float, variance: float, level: float = LEVEL) -> Interval:
    """Where a sum of money or orders lies that has this mean and variance, if it is log-normal. The mean is always in it.

    The upper quantile of a log-normal of a given mean falls again once the spread is very large, since nearly all of it lies at 0
    then. Doubt must not make the interval shorter, so beyond a standard deviation of _WIDE of the logarithm it rises as a line.
    """
    if not mean > 0:
        return Interval(0.0, 0.0)
    z, spread = z_of(level), math.sqrt(math.log1p(variance / mean**2))
    held = min(spread, _WIDE)
    up = z * held - held**2 / 2 + (z - _WIDE) * (spread - held)
    return Interval(mean * math.exp(-(spread**2) / 2 - z * spread), mean * math.exp(up))


def bootstrap(model: LatentAttrition, rows: Distinct, draws: int = 200, seed: int = 1) -> list[LatentAttrition]:
    """The model fitted anew to as many customers drawn from the same ones, draw after draw."""
    rng = np.random.default_rng(seed)
    count, shares = round(rows.weights.sum()), rows.weights / rows.weights.sum()
    return [type(model).fit_rows(rows.reweighted(rng.multinomial(count, shares).astype(float)), start=model) for _ in range(draws)]
