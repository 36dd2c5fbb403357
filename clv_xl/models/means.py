"""How sure a mean, or a ratio of means, of skewed money is.

The statistic is that of `comparison`: Student's t through Hall's cubic transformation, which takes its skewness out. Up to LARGE values
it is judged by its own distribution over samples drawn from the values again (Peter Hall, "On the removal of skewness by transformation",
Journal of the Royal Statistical Society B 54 (1992), 221-228); beyond that it is as good as normal. The samples are the same at every
call, so the answer is too. A ratio of means is the mean of its linearised values (Cochran, Sampling Techniques, 1977, section 6.3).
"""

from __future__ import annotations

from typing import Any

from .comparison import hall, power_sums, unhall
from .intervals import Interval

LARGE = 1_000
SAMPLES = 1_000
SEED = 19_920_221
_FARTHEST = 2.5
"""The normal score up to which the samples tell; beyond it the statistic counts as normal."""
_LIMIT = 20.0
"""Samples that hardly vary do not make a range endless."""


def mean_interval(values: Any, confidence: float) -> Interval | None:
    """Where the mean lies of which these are a sample; None where fewer than two values are there or all are alike.

    Args:
        values: a value of each customer; money may be skewed, with many zeros.
        confidence: how sure the interval is to be, between 0 and 1.
    """
    import numpy as np
    from scipy.special import ndtri

    values = np.sort(np.asarray(values, dtype=float).ravel())  # so the order of the rows cannot change the rounding
    if len(values) < 2 or values[0] == values[-1]:
        return None
    mean, size = values.mean(), float(values.std())
    _, error, g = _student(power_sums((values - mean) / size), len(values))
    bound = float(ndtri(0.5 + confidence / 2))
    highest, lowest = _heights((values - mean) / size, bound) if len(values) <= LARGE else (bound, -bound)
    low, high = (float(mean - unhall(height, float(g)) * float(error) * size) for height in (highest, lowest))
    return Interval(min(low, float(mean)), max(high, float(mean)))


def ratio_interval(values: Any, costs: Any, confidence: float) -> Interval | None:
    """Where sum(values) / sum(costs) lies, from both figures of each customer; None where the costs are 0 or the values do not vary."""
    import numpy as np

    values, costs = np.asarray(values, dtype=float), np.asarray(costs, dtype=float)
    if not costs.sum():
        return None
    ratio = values.sum() / costs.sum()
    return mean_interval(ratio + (values - ratio * costs) / costs.mean(), confidence)


def _student(sums: Any, count: int) -> tuple[Any, Any, Any]:
    """The mean, its standard error and its skewness, from the sums of x, x^2 and x^3."""
    mean, square, cube = sums / count
    error = ((square - mean**2) / (count - 1)).clip(1e-16) ** 0.5  # a sample may have no variance
    return mean, error, ((cube - 3 * mean * square + 2 * mean**3) / count**2 / error**3).clip(-1, 1)


def _heights(values: Any, bound: float) -> tuple[float, float]:
    """Between which heights the statistic lies in as many samples as a normal one lies within its bound."""
    import numpy as np
    from scipy.special import ndtr

    drawn = np.random.default_rng(SEED).integers(0, len(values), (SAMPLES, len(values)))
    mean, error, g = _student(power_sums(values[drawn]), len(values))
    score = min(bound, _FARTHEST)
    lowest, highest = np.quantile(hall(mean / error, g).clip(-_LIMIT, _LIMIT), [ndtr(-score), ndtr(score)])
    return float(highest) + bound - score, float(lowest) - bound + score
