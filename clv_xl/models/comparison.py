"""Did the change raise the mean? Two groups of skewed money with many zeros, compared by their means.

The statistic is Welch's t, carried through Hall's cubic transformation, which takes out the skewness that unequal groups leave in t:
H = t + g t^2 / 3 + g^2 t^3 / 27 + g / 6, where g is the skewness of the difference of means as the two samples estimate it. The cubic
rises everywhere, so that one statistic gives both the p-value and, turned round, the interval. Source: Peter Hall, "On the removal of
skewness by transformation", Journal of the Royal Statistical Society B 54 (1992), 221-228; for two samples: Xiao-Hua Zhou and Phillip
Dinh, "Nonparametric confidence intervals for the one- and two-sample problems", Biostatistics 6 (2005), 187-200.

H is judged not by the normal table but by its own distribution when all customers are dealt out to the two groups again at random: a
permutation test of a studentized statistic (Arnold Janssen, "Studentized permutation tests for non-i.i.d. hypotheses and the
generalized Behrens-Fisher problem", Statistics & Probability Letters 36 (1997), 9-21). False alarms are therefore as announced where
both groups follow one distribution, and nearly so where they differ. The deals are the same at every call, so the answer is too.
tests/benchmarks/ab_test.py measures how well this holds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

DEALS = 4_000
EXTREMES = 250  # in larger groups only so many values at either end are dealt one by one: sums over the rest are as good as normal
SEED = 20_260_101
GOAL = 0.8  # the power that "needed" and "detectable" promise


@dataclass(frozen=True)
class Comparison:
    """Two groups beside each other.

    difference is mean b less mean a, low to high its interval. power: the chance that a test of this size finds such a difference;
    needed: the customers of both groups together, at their present split, for a chance of 80%, None where the means are equal;
    detectable: the smallest difference found with that chance.
    """

    mean_a: float
    mean_b: float
    difference: float
    low: float
    high: float
    p_value: float
    power: float
    needed: float | None
    detectable: float

    def turned(self) -> Comparison:
        """The same with a and b exchanged."""
        exchanged = {"mean_a": self.mean_b, "mean_b": self.mean_a, "difference": -self.difference, "low": -self.high, "high": -self.low}
        return replace(self, **exchanged)


def compare_means(a: Any, b: Any, confidence: float = 0.95) -> Comparison:
    """Whether the means of two groups differ: Welch's t without its skewness (Hall 1992), judged by dealing out at random.

    p_value < 1 - confidence exactly where 0 lies outside the interval.

    Args:
        a, b: a value of each customer, arrays of any two lengths; money may be skewed, with many zeros.
        confidence: how sure the interval is to be, between 0 and 1.

    Raises:
        ValueError: confidence is out of bounds, a group has fewer than 2 finite values, or neither varies.
    """
    import numpy as np
    from scipy.special import ndtr, ndtri

    if not 0 < confidence < 1:
        raise ValueError("The confidence must lie between 0 and 1.")
    a, b = _sorted(a, "a"), _sorted(b, "b")
    if a[0] == a[-1] and b[0] == b[-1]:
        raise ValueError("Groups a and b have no variance: all values of a are equal, and so are all values of b.")

    # Within -1..1 squares and cubes stay in range; a power of 2 rounds nothing.
    exponent = int(np.frexp(max(-a[0], a[-1], -b[0], b[-1]))[1])
    a, b = np.ldexp(a, -exponent), np.ldexp(b, -exponent)
    mean_a, mean_b = math.fsum(a) / len(a), math.fsum(b) / len(b)
    difference = 0.0 if math.isclose(mean_a, mean_b, rel_tol=1e-15) else mean_b - mean_a
    pool = np.sort(np.concatenate([a, b]))
    center = math.fsum(pool) / len(pool)
    spread = max(center - pool[0], pool[-1] - center)
    _, error, g = _welch(power_sums((a - mean_a) / spread), len(a), power_sums((b - mean_b) / spread), len(b))
    error, g = float(error * spread), float(g)
    statistic = hall(difference / error, g)
    # z is the normal score of H among the deals; beyond them H counts as normal, which is what the transformation is for. The limit
    # keeps deals without variance from an endless interval; the sides keep the difference inside its interval (H is g / 6 where t = 0);
    # the 1e-6 lets the map rise through ties and puts a tied H nearest to p = 1.
    limit, scores = 1000.0, np.arange(-320, 321) / 100
    statistic = min(limit, max(-limit, statistic))  # so far apart, only the order of the deals counts, and no digits are left
    dealt = _dealt((pool - center) / spread, len(a), len(b))
    dealt = np.where(np.isclose(np.abs(dealt), abs(statistic), rtol=1e-5), np.sign(dealt) * abs(statistic), dealt)  # ties, but for rounding
    heights = np.quantile(dealt, ndtr(scores)).clip(-limit, limit) - g / 6
    heights = g / 6 + np.sign(scores) * (np.sign(scores) * heights).clip(0) + 1e-6 * scores
    heights, scores = (np.concatenate([[x[0] - 40], x, [x[-1] + 40]]) for x in (heights, scores))
    z = float(np.interp(statistic, heights, scores))
    bound = float(ndtri(0.5 + confidence / 2))
    low, high = (difference - unhall(float(np.interp(s, scores, heights)), g) * error for s in (bound, -bound))
    effect, reach = abs(difference) / error, bound + float(ndtri(GOAL))
    power = float(ndtr(effect - bound) + ndtr(-effect - bound))
    needed = len(pool) * (reach / effect) ** 2 if effect else None
    mean_a, mean_b, difference, low, high, least = (math.ldexp(x, exponent) for x in (mean_a, mean_b, difference, low, high, reach * error))
    return Comparison(mean_a, mean_b, difference, low, high, float(2 * ndtr(-abs(z))), power, needed, detectable=least)


def _sorted(values: Any, name: str) -> Any:
    import numpy as np

    array = np.sort(np.asarray(values, dtype=float).ravel())  # so the order of the rows cannot change the rounding
    if len(array) < 2 or not np.isfinite(array).all():
        raise ValueError(f"Group {name} needs at least 2 values, all of them finite numbers.")
    return array


def power_sums(x: Any) -> Any:
    """Sums of x, x^2 and x^3."""
    import numpy as np

    return np.array([x.sum(axis=-1), np.einsum("...i,...i->...", x, x), np.einsum("...i,...i,...i->...", x, x, x)])


def _welch(sums_a: Any, n_a: int, sums_b: Any, n_b: int) -> tuple[Any, Any, Any]:
    """Difference of means, its standard error and its skewness, from the sums of x, x^2 and x^3."""
    (mean_a, square_a, cube_a), (mean_b, square_b, cube_b) = sums_a / n_a, sums_b / n_b
    variance = (square_a - mean_a**2) / (n_a - 1) + (square_b - mean_b**2) / (n_b - 1)
    error = variance.clip(1e-16) ** 0.5  # a deal may leave no variance in either group
    third_a, third_b = cube_a - 3 * mean_a * square_a + 2 * mean_a**3, cube_b - 3 * mean_b * square_b + 2 * mean_b**3
    # In exact arithmetic the skewness never leaves -1..1, so the clip only catches rounding.
    return mean_b - mean_a, error, ((third_b / n_b**2 - third_a / n_a**2) / error**3).clip(-1, 1)


def hall(t: Any, g: Any) -> Any:
    """Hall's transformation of t with the skewness g."""
    return t + g * t**2 / 3 + g**2 * t**3 / 27 + g / 6


def unhall(height: float, g: float) -> float:
    """hall solved for t, without the division by g of the usual form."""
    root = math.cbrt(1 + g * (height - g / 6))
    return 3 * (height - g / 6) / (root**2 + root + 1)


def _dealt(pool: Any, n_a: int, n_b: int) -> Any:
    """H for DEALS random deals of the sorted pool into groups of n_a and n_b; swapping the sizes turns the sign."""
    import numpy as np

    few, many = sorted((n_a, n_b))
    sums = _hands(pool, few)
    difference, error, g = _welch(sums, few, power_sums(pool)[:, None] - sums, many)
    heights = hall(difference / error, g)
    if n_a == n_b:
        return np.concatenate([heights, -heights])  # once more with the hands exchanged
    return heights if n_a < n_b else -heights


def _hands(pool: Any, few: int) -> Any:
    """Sums of x, x^2 and x^3 over the `few` customers of each deal."""
    import numpy as np

    if few <= EXTREMES:
        return power_sums(pool[_few_of(len(pool), few)])
    middle, ends = pool[EXTREMES:-EXTREMES], np.concatenate([pool[:EXTREMES], pool[-EXTREMES:]])
    taken, normal, orders = _many_of(len(pool), few)
    # From the middle: normal draws with the mean and the covariance of sums over few - taken values without replacement.
    powers = np.array([middle, middle**2, middle**3])
    means, sizes = powers.mean(axis=1), powers.std(axis=1)
    scaled = (powers - means[:, None]) / np.where(sizes > 0, sizes, 1)[:, None]
    root = np.linalg.cholesky(scaled @ scaled.T / len(middle) + 1e-9 * np.eye(3)) * sizes[:, None]
    drawn = few - taken
    sums = np.outer(means, drawn) + root @ normal * np.sqrt(drawn * (1 - drawn / len(middle)))
    for block in np.split(np.arange(DEALS), 8):  # in blocks, for the memory
        sums[:, block] += power_sums(ends[orders[block]] * (np.arange(len(ends)) < taken[block, None]))
    return sums


# The deals themselves know nothing of the values: groups of the same sizes are dealt alike.


@lru_cache(maxsize=4)
def _few_of(count: int, few: int) -> Any:
    """The customers of each deal, by their place among all."""
    import numpy as np

    rng = np.random.default_rng(SEED)
    return np.array([rng.choice(count, few, replace=False, shuffle=False) for _ in range(DEALS)], dtype=np.int32)


@lru_cache(maxsize=4)
def _many_of(count: int, few: int) -> tuple[Any, Any, Any]:
    """How many of each deal are extremes, three normal draws for the others, and the extremes in the order in which they are dealt."""
    import numpy as np

    rng = np.random.default_rng(SEED)
    taken = rng.hypergeometric(2 * EXTREMES, count - 2 * EXTREMES, few, DEALS)
    normal = rng.standard_normal((3, DEALS))
    orders = rng.permuted(np.tile(np.arange(2 * EXTREMES, dtype=np.int16), (DEALS, 1)), axis=1)
    return taken, normal, orders
