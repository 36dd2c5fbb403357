"""BG/NBD and MBG/NBD: while they are customers, people buy at random at a rate of their own; after a purchase each leaves with a
probability of its own.

Rates vary over customers as a gamma distribution (r, alpha), probabilities of leaving as a beta distribution (a, b). Under BG/NBD
one can leave after each repeat purchase (Fader, Hardie and Lee 2005), under MBG/NBD also right after the first (Batislam,
Denizel and Filiztekin 2007). So the two differ only in how often a customer has been seen to stay: x times, or x + 1.

The mean over customers with p ~ Beta(a, b) of (1 + p y)^-n carries all expectations: with n = r + x the probability of being there
after the time y (alpha + T), with n = r + x + 1 the rate of buying then. No form of it divides by a - 1, as the published ones do.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np

from ..reasons import Reason
from .counts import log_negative_binomial
from .distinct import Distinct
from .latent_attrition import LatentAttrition, Simulated, integral_over_time


@dataclass(frozen=True)
class BGNBD(LatentAttrition):
    """Beta-geometric / negative binomial: leaving is possible after each repeat purchase, so a one-time buyer counts as there.

    r and alpha: rates of buying vary as a gamma distribution, with the mean r / alpha per unit of time. a and b: probabilities of
    leaving after a purchase vary as a beta distribution, with the mean a / (a + b). All are above 0, else ValueError.
    Fader, Hardie and Lee 2005, "Counting your customers the easy way".
    """

    r: float
    alpha: float
    a: float
    b: float

    chances_at_first: ClassVar[int] = 0
    """How often a customer can have left with the first purchase."""
    limits = {
        ("r", "low"): Reason("Hardly anybody buys again (r at its limit), so the data do not tell how customers differ."),
        ("r", "high"): Reason("All customers buy at the same rate (r at its limit)."),
        ("alpha", "low"): Reason("Purchases come faster than the unit of time can tell (alpha at its limit)."),
        ("alpha", "high"): Reason("All customers buy at the same rate, or hardly anybody buys again (alpha at its limit)."),
        ("a", "low"): Reason("Hardly anybody is seen to leave (a at its limit): forecasts take customers to stay."),
        ("a", "high"): Reason("All customers leave with the same probability after a purchase (a at its limit)."),
        ("b", "low"): Reason("Customers leave at once or never (b at its limit)."),
        ("b", "high"): Reason("Hardly anybody is seen to leave, or all customers are alike in it (b at its limit)."),
    }

    @classmethod
    def _objective(cls, params: np.ndarray, rows: Distinct) -> tuple[float, np.ndarray]:
        from scipy.special import betaln, gammaln, psi

        r, alpha, a, b = params
        weights, (x_code, recency_code, age_code) = rows.weights, rows.codes
        x, recency, age = rows.levels
        chances = x + cls.chances_at_first
        can_leave = chances > 0
        after = np.where(can_leave, b + chances - 1, 1.0)

        # Whatever depends on one figure alone is computed once for each of its values.
        log_age, log_recency = np.log(alpha + age)[age_code], np.log(alpha + recency)[recency_code]
        power = (r + x)[x_code]
        odds = np.where(can_leave, np.log(a) - np.log(after), -np.inf)[x_code] + power * (log_age - log_recency)
        # The logistic function and log(1 + exp(odds)) from one exp, several times as fast as the functions for them.
        small = np.exp(-np.abs(odds))
        left = np.where(odds > 0, 1.0, small) / (1 + small) * weights
        stayed = weights - left
        of_x = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + betaln(a, b + chances) - betaln(a, b)
        count = np.bincount(x_code, weights, len(x))
        value = count @ of_x + weights @ (np.maximum(odds, 0) + np.log(1 + small) - power * log_age)

        left_of_x = np.bincount(x_code, left, len(x))
        left_share = np.where(can_leave, left_of_x, 0.0)
        in_b = psi(b + chances) - psi(a + b + chances) - psi(b) + psi(a + b)
        in_a = psi(a + b) - psi(a + b + chances)
        gradient = np.array(
            [
                count @ (psi(r + x) - psi(r) + np.log(alpha)) - stayed @ log_age - left @ log_recency,
                weights.sum() * r / alpha
                - np.bincount(age_code, stayed * power, len(age)) @ (1 / (alpha + age))
                - np.bincount(recency_code, left * power, len(recency)) @ (1 / (alpha + recency)),
                count @ in_a + left_share.sum() / a,
                count @ in_b - left_share @ (1 / after),
            ]
        )
        return float(value), gradient * params

    @classmethod
    def _starts(cls, rate: float, age: float) -> list[list[float]]:
        return [[r, r / rate / 2, a, b] for r, a, b in ((0.3, 0.8, 2.5), (1.0, 0.3, 3.0), (3.0, 1.5, 1.5), (0.5, 0.05, 0.3))]

    @classmethod
    def _usual(cls, age: float) -> list[float]:
        return [0.5, 0.5 * age, 1.0, 1.0]

    def _chances(self, frequency: np.ndarray) -> np.ndarray:
        return frequency + self.chances_at_first

    def _log_odds_of_having_left(self, frequency: np.ndarray, recency: np.ndarray, T: np.ndarray) -> np.ndarray:
        chances = self._chances(frequency)
        after = np.where(chances > 0, self.b + chances - 1, 1.0)
        longer = np.log1p((T - recency) / (self.alpha + recency))
        return np.where(chances > 0, math.log(self.a) - np.log(after) + (self.r + frequency) * longer, -np.inf)

    def _still_there(self, later: np.ndarray, frequency: np.ndarray, T: np.ndarray) -> np.ndarray:
        return mean_power(self.a, self.b + self._chances(frequency), self.r + frequency, later / (self.alpha + T))

    def _purchases_if_alive(self, discount_rate: float, horizon: np.ndarray, frequency: np.ndarray, T: np.ndarray) -> np.ndarray:
        rate, scale = (self.r + frequency) / (self.alpha + T), self.alpha + T
        stays = self.b + self._chances(frequency)
        if discount_rate == 0 and np.isinf(horizon[0]):
            return (self.a + stays - 1) / (self.a - 1) if self.a > 1 else np.full_like(rate, np.inf)

        def rate_at(time: np.ndarray) -> np.ndarray:
            return rate[:, None] * mean_power(self.a, stays[:, None], self.r + frequency[:, None] + 1, time / scale[:, None])

        return integral_over_time(rate_at, discount_rate, horizon, scale, self._finest(frequency, T))

    def _pairs_if_alive(self, t: np.ndarray, frequency: np.ndarray, T: np.ndarray) -> np.ndarray:
        # Two purchases at u < v need one at u, staying then, and one at v: at given rate l and p, l exp(-l p v) l (1 - p) for any u.
        power, scale = self.r + frequency, self.alpha + T
        stays = self.b + self._chances(frequency)
        a, staying = self.a, stays / (self.a + stays)
        if np.isinf(t[0]):
            return 2 * stays * ((a + stays - 1) / ((a - 1) * (a - 2))) if a > 2 else np.full_like(power, np.inf)

        def rate_at(time: np.ndarray) -> np.ndarray:
            return time / scale[:, None] * mean_power(a, stays[:, None] + 1, power[:, None] + 2, time / scale[:, None])

        return 2 * staying * power * (power + 1) / scale * integral_over_time(rate_at, 0.0, t, scale, self._finest(frequency, T))

    def _buys_if_alive(self, t: np.ndarray, frequency: np.ndarray, T: np.ndarray) -> np.ndarray:
        return -np.expm1(-(self.r + frequency) * np.log1p(t / (self.alpha + T)))  # nobody leaves before a purchase

    def _probability_if_alive(self, n: np.ndarray, t: np.ndarray, frequency: np.ndarray, T: np.ndarray) -> np.ndarray:
        # Either they stay n times and would buy n times, or they leave after the n-th purchase and would buy n times or more.
        from scipy.special import betainc, betaln

        power, share, stays = self.r + frequency, t / (self.alpha + T + t), self.b + self._chances(frequency)
        again = np.maximum(n, 1.0)
        leaves = np.exp(betaln(self.a + 1, stays + again - 1) - betaln(self.a, stays)) * betainc(again, power, share)
        return np.exp(betaln(self.a, stays + n) - betaln(self.a, stays) + log_negative_binomial(n, power, t / (self.alpha + T))) + np.where(
            n > 0, leaves, 0.0
        )

    def _finest(self, frequency: np.ndarray, T: np.ndarray) -> np.ndarray:
        """A time in which few customers leave."""
        power, stays = self.r + frequency, self.b + self._chances(frequency)
        return (self.alpha + T) / (power * (1 + self.r)) * ((self.a + stays) / self.a)

    def simulate(self, T: Any, later: float = 0, seed: int | None = None) -> Simulated:
        """Customers of these ages, drawn from the model, as `LatentAttrition.simulate` says."""
        rng = np.random.default_rng(seed)
        age = np.atleast_1d(np.asarray(T, dtype=float))
        rate, leaving = rng.gamma(self.r, 1 / self.alpha, len(age)), rng.beta(self.a, self.b, len(age))
        frequency, recency, after = np.zeros(len(age)), np.zeros(len(age)), np.zeros(len(age))
        time = np.zeros(len(age))
        there = np.arange(len(age))
        if self.chances_at_first:
            there = there[rng.random(len(there)) >= leaving[there]]
        while len(there):
            with np.errstate(divide="ignore"):
                time[there] += rng.exponential(1, len(there)) / rate[there]
            there = there[time[there] <= age[there] + later]
            seen, ahead = there[time[there] <= age[there]], there[time[there] > age[there]]
            frequency[seen] += 1
            recency[seen] = time[seen]
            after[ahead] += 1
            there = there[rng.random(len(there)) >= leaving[there]]
        return Simulated(frequency, recency, after)


@dataclass(frozen=True)
class MBGNBD(BGNBD):
    """Modified BG/NBD: leaving is possible after the first purchase too, so one-time buyers may have left.

    The parameters are those of BGNBD. Batislam, Denizel and Filiztekin 2007.
    """

    chances_at_first: ClassVar[int] = 1


def mean_power(a: float, b: np.ndarray, n: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The mean of (1 + p y)^-n over p ~ Beta(a, b), for y of 0 or more.

    It is 2F1(n, a; a + b; -y), in the form of Pfaff, whose series has no cancellation to speak of while its parameters are moderate.
    Beyond that, while n y is moderate, the other form of Pfaff has a series of positive terms, and few; where it is not, Gauss-Jacobi
    quadrature over p needs few nodes, unless the power falls much faster than the density.
    """
    from scipy.special import hyp2f1

    a_, b, n, y = np.broadcast_arrays(a, b, n, y)
    answer = np.where(np.isinf(y), 0.0, np.nan)
    finite = np.isfinite(y)
    moderate = finite & (np.abs(a_ + b - n) <= _MODERATE) & (a <= _MODERATE_A)
    answer[moderate] = np.exp(-a * np.log1p(y[moderate])) * hyp2f1(
        (a + b - n)[moderate], a, (a + b)[moderate], y[moderate] / (1 + y[moderate])
    )
    rest = finite & ~((answer >= 0) & (answer <= 1 + 1e-9))
    slow = rest & (y <= _SMALL) & (n * y <= _SLOW)
    if slow.any():
        answer[slow] = mean_power_by_series(b[slow], a + b[slow], n[slow], y[slow])
    rest &= ~slow
    steep = rest & ((y > _STEEP) | (n * y > 5 * (a_ + b)))
    if steep.any():
        answer[steep] = mean_power_by_log_odds(a, b[steep], n[steep], y[steep])
    rest &= ~steep
    for stays in np.unique(b[rest]):
        of = rest & (b == stays)
        p, share = beta_nodes(a, float(stays))
        answer[of] = np.exp(-n[of][:, None] * np.log1p(p * y[of][:, None])) @ share
    return np.minimum(answer, 1.0)


def mean_power_by_series(b: np.ndarray, c: np.ndarray, n: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The same as (1 + y)^-n 2F1(n, b; c; y / (1 + y)), c being a + b: a term is at most (n + k) z / (k + 1) of the one before, so it takes
    some more than n y of them. Where a parameter is at its limit, such as rates that are all alike, that is nearly all of a forecast."""
    z = y / (1 + y)
    term = total = np.ones_like(z)
    k = 0
    while (term > 1e-17 * total).any():
        term = term * ((n + k) * (b + k) / ((c + k) * (k + 1)) * z)
        total = total + term
        k += 1
    return np.exp(-n * np.log1p(y)) * total


_MODERATE, _MODERATE_A, _STEEP = 60, 20, 30
_SMALL, _SLOW = 0.1, 100
_NODES, _SHARES = np.polynomial.legendre.leggauss(12)


def mean_power_by_log_odds(a: float, b: np.ndarray, n: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The same, for any size of the parameters, by integration over z, the log-odds of p.

    The integrand rises to one maximum and falls. Towards both ends it becomes exp(a z) and exp(-b z), whose integrals are known;
    in between it is smooth on a scale of 1, or of the width of its peak where that is narrower.
    """
    from scipy.special import betaln, expit

    def height(z: np.ndarray, of: slice = slice(None)) -> np.ndarray:
        above = np.logaddexp(0, z)
        column = (..., *[None] * (z.ndim - 1))
        return a * z - (a + b[of][column]) * above - n[of][column] * np.log1p(y[of][column] * expit(z))

    def between(low: np.ndarray, high: np.ndarray, is_low: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
        for _ in range(20):
            middle = (low + high) / 2
            up = is_low(middle)
            low, high = np.where(up, middle, low), np.where(up, high, middle)
        return (low + high) / 2

    def rises(z: np.ndarray) -> np.ndarray:
        p = expit(z)
        return a - (a + b) * p - n * y * p * (1 - p) / (1 + y * p) > 0

    lowest, highest = np.log(1e-8 / (1 + a + b + n * y)), np.log((1 + a + b + n) / 1e-8)
    peak = between(np.minimum(np.log(a / (a + b + n * y)), highest), np.minimum(np.log(a / b), highest), rises)
    negligible = height(peak) - 45
    left = between(np.minimum(lowest, peak), peak, lambda z: height(z) < negligible)
    right = between(peak, np.maximum(highest, peak), lambda z: height(z) > negligible)
    p = expit(peak)
    p_y = expit(peak + np.log1p(y))
    curvature = np.maximum((a + b - n) * p * (1 - p) + n * p_y * (1 - p_y), 1.0)
    panels = math.ceil(min(200.0, float(((right - left) * np.sqrt(curvature)).max()) / 2))
    nodes, shares = ((np.arange(panels)[:, None] + (_NODES + 1) / 2) / panels).ravel(), np.tile(_SHARES / 2 / panels, panels)
    middle = np.empty_like(b)
    rows = max(1, 60_000 // len(nodes))
    for begin in range(0, len(b), rows):
        of = slice(begin, begin + rows)
        width = right[of] - left[of]
        middle[of] = width * (np.exp(height(left[of, None] + width[:, None] * nodes, of) - negligible[of, None]) @ shares)
    before = np.exp(height(left) - negligible) / a * (1 + (a + b + n * y) * expit(left) / (a + 1))
    after = np.exp(height(right) - negligible) / b * (1 + (a + b) * expit(-right) / (b + 1))
    return np.exp(np.log(before + middle + after) + negligible - betaln(a, b))


@lru_cache(maxsize=1024)
def beta_nodes(a: float, b: float, count: int = 64) -> tuple[np.ndarray, np.ndarray]:
    """Nodes in 0 to 1 and shares, with which a mean over Beta(a, b) is a weighted sum (Golub and Welsch 1969, Jacobi polynomials)."""
    from scipy.linalg import eigh_tridiagonal

    i = np.arange(count, dtype=float)
    total = 2 * i + a + b
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = 0.5 * (1 + (a - 1 - (b - 1)) * (a + b - 2) / ((total - 2) * total))
        j = i[1:]
        s = 2 * j + a + b - 2
        beside = 0.25 * 4 * j * (j + a - 1) * (j + b - 1) * (j + a + b - 2) / (s * s * (s + 1) * (s - 1))
    centre[0] = a / (a + b)
    if count > 1:
        beside[0] = a * b / ((a + b) ** 2 * (a + b + 1))
    nodes, vectors = eigh_tridiagonal(centre, np.sqrt(beside))
    return np.clip(nodes, 0.0, 1.0), vectors[0] ** 2
