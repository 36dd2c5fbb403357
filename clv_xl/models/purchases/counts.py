"""How many purchases, as probabilities: what models of purchases make them from."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from .latent_attrition import LatentAttrition

_NODES, _SHARES = np.polynomial.legendre.leggauss(12)
_SMALLEST = math.log(1e-18)
"""Before this share of the time nothing changes yet."""
_AT_ONCE = 500_000


def log_negative_binomial(n: np.ndarray, r: np.ndarray, time: np.ndarray) -> np.ndarray:
    """The logarithm of the probability of n purchases at a rate that varies as a gamma distribution (r, 1) in so much time, above 0."""
    from scipy.special import gammaln

    return gammaln(r + n) - gammaln(r) - gammaln(n + 1) + n * (np.log(time) - np.log1p(time)) - r * np.log1p(time)


def integral_over_moments(height: Callable[[np.ndarray], np.ndarray], end: np.ndarray, n: np.ndarray) -> np.ndarray:
    """The integral from 0 to the end, a row for each customer, of what changes as powers of the time do, the n-th at most.

    It is taken over the logarithm of the time, on which such a function is as wide as 1 / sqrt(n)."""
    panels = math.ceil(-_SMALLEST * math.sqrt(1 + float(n.max(initial=0.0)) / 4) / 1.5)
    edges = np.linspace(_SMALLEST, 0.0, panels + 1)
    width = edges[1] - edges[0]
    first = end[:, None] * math.exp(_SMALLEST)
    total = (height(first) * first)[:, 0]
    at_once = max(1, _AT_ONCE // (12 * max(1, len(end))))
    for begin in range(0, panels, at_once):
        position = (edges[begin : min(begin + at_once, panels), None] + width * (_NODES + 1) / 2).ravel()
        time = end[:, None] * np.exp(position)
        total += (height(time) * time) @ np.tile(_SHARES * width / 2, len(position) // 12)
    return total


class Frequencies(NamedTuple):
    """How many customers have made 0, 1, 2, ... repeat purchases, the last ones that many or more: real, and as a model expects it, with
    the standard deviation that chance alone makes."""

    actual: np.ndarray
    expected: np.ndarray
    spread: np.ndarray


def frequencies(model: LatentAttrition, frequency: np.ndarray, T: np.ndarray, highest: int) -> Frequencies:
    """Of customers, of whom each argument has a value each, by the model fitted to them."""
    ages, customers = np.unique(T, return_counts=True)
    each = model.probability_of_purchases(np.arange(highest)[:, None], ages)
    shares = np.concatenate([each, np.maximum(1 - each.sum(axis=0, keepdims=True), 0.0)])
    actual = np.bincount(np.minimum(frequency, highest).astype(int), minlength=highest + 1).astype(float)
    return Frequencies(actual, shares @ customers, np.sqrt((shares * (1 - shares)) @ customers))
