"""Pareto/NBD: while they are customers, people buy at random at a rate of their own; each leaves at a moment of their own, whether
they buy or not (Schmittlein, Morrison and Colombo 1987; Fader and Hardie 2005, "A note on deriving the Pareto/NBD model").

Rates of buying vary over customers as a gamma distribution (r, alpha), rates of leaving as a gamma distribution (s, beta). So
silence alone tells of leaving, of one-time buyers too.

That a customer left at a moment u between the last purchase and T weighs (alpha + u)^-(r + x) (beta + u)^-(s + 1). The published
likelihood writes the integral of it as a difference of two hypergeometric functions, which cancels or overflows for good
customers. Here it is integrated numerically, over the logarithm of the time, in which it is smooth for all parameters.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from ..reasons import Reason
from .counts import integral_over_moments, log_negative_binomial
from .distinct import Distinct
from .latent_attrition import LatentAttrition, Simulated, integral_over_time


@dataclass(frozen=True)
class ParetoNBD(LatentAttrition):
    """Pareto / negative binomial: leaving is possible at any moment.

    r and alpha: rates of buying vary as a gamma distribution, with the mean r / alpha per unit of time. s and beta: so do rates of
    leaving, with the mean s / beta. All are above 0, else ValueError. Schmittlein, Morrison and Colombo 1987.
    """

    r: float
    alpha: float
    s: float
    beta: float

    limits = {
        ("r", "low"): Reason("Hardly anybody buys again (r at its limit), so the data do not tell how customers differ."),
        ("r", "high"): Reason("All customers buy at the same rate (r at its limit)."),
        ("alpha", "low"): Reason("Purchases come faster than the unit of time can tell (alpha at its limit)."),
        ("alpha", "high"): Reason("All customers buy at the same rate, or hardly anybody buys again (alpha at its limit)."),
        ("s", "low"): Reason("Hardly anybody is seen to leave (s at its limit): forecasts take customers to stay."),
        ("s", "high"): Reason("All customers are equally likely to leave (s at its limit)."),
        ("beta", "low"): Reason("Customers leave at once or hardly ever (beta at its limit)."),
        ("beta", "high"): Reason("Hardly anybody is seen to leave, or all customers are equally likely to (beta at its limit)."),
    }

    @classmethod
    def _objective(cls, params: np.ndarray, rows: Distinct) -> tuple[float, np.ndarray]:
        from scipy.special import expit, gammaln, psi

        r, alpha, s, beta = params
        weights, (x, recency, age) = rows.weights, rows.columns
        level, code = rows.levels[0], rows.codes[0]
        power = r + x
        # Time is counted in units of alpha and beta, so that nothing large is subtracted where these are large.
        buying, leaving = np.log1p(age / alpha), np.log1p(age / beta)
        when = _moment_of_leaving(params, x, recency, age)
        left = expit(when.log_odds) * weights
        stayed = weights - left

        count = np.bincount(code, weights, len(level))
        of_x = gammaln(r + level) - gammaln(r) - level * math.log(alpha)
        value = count @ of_x + weights @ (np.logaddexp(0, when.log_odds) - power * buying - s * leaving)
        by_logs = [
            r * (count @ (psi(r + level) - psi(r)) - stayed @ buying - left @ when.buying),
            (stayed * power) @ (age / (alpha + age)) + (left * power) @ when.share_of_alpha - weights @ x,
            left.sum() - s * (stayed @ leaving + left @ when.leaving),
            s * (stayed @ (age / (beta + age))) + (s + 1) * (left @ when.share_of_beta) - left.sum(),
        ]
        return float(value), np.array(by_logs)

    @classmethod
    def _starts(cls, rate: float, age: float) -> list[list[float]]:
        return [[r, r / rate / 2, s, beta * age] for r, s, beta in ((0.5, 0.6, 0.4), (1.0, 0.3, 1.0), (3.0, 1.5, 1.0), (0.5, 0.05, 0.3))]

    @classmethod
    def _usual(cls, age: float) -> list[float]:
        return [0.5, 0.5 * age, 0.5, 0.5 * age]

    def _log_odds_of_having_left(self, frequency: np.ndarray, recency: np.ndarray, T: np.ndarray) -> np.ndarray:
        return _moment_of_leaving(np.array([self.r, self.alpha, self.s, self.beta]), frequency, recency, T).log_odds

    def _still_there(self, later: np.ndarray, frequency: np.ndarray, T: np.ndarray) -> np.ndarray:
        return np.exp(-self.s * np.log1p(later / (self.beta + T)))

    def _purchases_if_alive(self, discount_rate: float, horizon: np.ndarray, frequency: np.ndarray, T: np.ndarray) -> np.ndarray:
        rate, scale = (self.r + frequency) / (self.alpha + T), self.beta + T
        if discount_rate > 0:

            def still_there(time: np.ndarray) -> np.ndarray:
                return np.exp(-self.s * np.log1p(time / scale[:, None]))

            return rate * integral_over_time(still_there, discount_rate, horizon, scale, scale / self.s)
        return rate * scale * _mean_time(self.s - 1, np.log1p(horizon / scale))

    def _pairs_if_alive(self, t: np.ndarray, frequency: np.ndarray, T: np.ndarray) -> np.ndarray:
        # Two purchases at u < v are made, at a given rate l, with l^2 dv du where one is still there at v.
        power, scale, s = self.r + frequency, self.beta + T, self.s
        in_units = scale / (self.alpha + T)
        if np.isinf(t[0]):
            both = np.full_like(scale, 1 / ((s - 1) * (s - 2)) if s > 2 else np.inf)
        else:

            def still_there(time: np.ndarray) -> np.ndarray:
                share = time / scale[:, None]
                return share * np.exp(-s * np.log1p(share))

            both = integral_over_time(still_there, 0.0, t, scale, scale / s) / scale
        return 2 * power * (power + 1) * in_units**2 * both

    def _buys_if_alive(self, t: np.ndarray, frequency: np.ndarray, T: np.ndarray) -> np.ndarray:
        power, scale, longest = self.r + frequency, self.alpha + T, self.beta + T

        def first_at(time: np.ndarray) -> np.ndarray:
            rate = -(power + 1)[:, None] * np.log1p(time / scale[:, None]) - self.s * np.log1p(time / longest[:, None])
            return (power / scale)[:, None] * np.exp(rate)

        return np.minimum(integral_over_time(first_at, 0.0, t, scale, 1 / (power / scale + self.s / longest)), 1.0)

    def _probability_if_alive(self, n: np.ndarray, t: np.ndarray, frequency: np.ndarray, T: np.ndarray) -> np.ndarray:
        # They stay for all of the time, or leave at a moment within it; either way they buy up to then.
        power, longest = (self.r + frequency)[:, None], (self.beta + T)[:, None]
        scale = (self.alpha + T)[:, None]

        def up_to(time: np.ndarray) -> np.ndarray:
            return np.exp(log_negative_binomial(n[:, None], power, time / scale) - self.s * np.log1p(time / longest))

        def leaves_at(time: np.ndarray) -> np.ndarray:
            return self.s / (longest + time) * up_to(time)

        return up_to(t[:, None])[:, 0] + integral_over_moments(leaves_at, t, n)

    def simulate(self, T: Any, later: float = 0, seed: int | None = None) -> Simulated:
        """Customers of these ages, drawn from the model, as `LatentAttrition.simulate` says."""
        rng = np.random.default_rng(seed)
        age = np.atleast_1d(np.asarray(T, dtype=float))
        rate, leaving = rng.gamma(self.r, 1 / self.alpha, len(age)), rng.gamma(self.s, 1 / self.beta, len(age))
        with np.errstate(divide="ignore"):
            lifetime = rng.exponential(1, len(age)) / leaving
        seen = np.minimum(lifetime, age)
        frequency = rng.poisson(rate * seen).astype(float)
        # Purchases fall evenly on the time of a customer, and the last of x such moments is distributed as U^(1/x).
        recency = np.where(frequency > 0, seen * rng.random(len(age)) ** (1 / np.maximum(frequency, 1)), 0.0)
        after = rng.poisson(rate * (np.minimum(lifetime, age + later) - seen)).astype(float)
        return Simulated(frequency, recency, after)


def _mean_time(k: float, length: np.ndarray) -> np.ndarray:
    """The integral of exp(-k v) over v from 0 to a length, which may be infinite."""
    from scipy.special import exprel

    finite = np.isfinite(length)
    answer = np.full_like(length, 1 / k if k > 0 else np.inf)
    answer[finite] = length[finite] * exprel(-k * length[finite])
    return answer


class _Leaving(NamedTuple):
    """How likely customers have left, and for those who have, means over the moment u at which they may have."""

    log_odds: np.ndarray
    buying: np.ndarray
    """Of log(1 + u / alpha)."""
    leaving: np.ndarray
    """Of log(1 + u / beta)."""
    share_of_alpha: np.ndarray
    """Of u / (alpha + u)."""
    share_of_beta: np.ndarray
    """Of u / (beta + u)."""


_COUNTS = (6, 8, 10, 12, 16, 20, 24, 32, 128)
_LENGTHS = (0.7, 1.3, 1.8, 2.3, 3.2, 3.9, 4.7, 8.0)
"""Up to such a length on the logarithmic scale, so many nodes are exact to 12 digits; 128 nodes are for any length."""
_RULES = [((nodes + 1) / 2, shares / 2) for nodes, shares in map(np.polynomial.legendre.leggauss, _COUNTS)]
_AT_ONCE = 60_000
"""Nodes worked on together, few enough to stay in the processor's cache."""
_NEGLIGIBLE = 60.0


def _moment_of_leaving(params: np.ndarray, x: np.ndarray, recency: np.ndarray, age: np.ndarray) -> _Leaving:
    """Over w = u - recency the integrand is (1 + w / a)^-(r + x) (1 + w / b)^-(s + 1), with a = alpha + recency and b = beta + recency.

    It falls nowhere faster than `fastest`, so that over log(1 + fastest w) all of it has the width of about 1.
    """
    r, alpha, s, beta = params
    a, b, silent, power = alpha + recency, beta + recency, age - recency, r + x
    fastest = (power + 1) / a + (s + 1) / b
    # Beyond this the integrand is below exp(-60).
    reach = np.minimum(a * np.expm1(np.minimum(_NEGLIGIBLE / power, 600)), b * math.expm1(_NEGLIGIBLE / (s + 1)))
    length = np.log1p(fastest * np.minimum(silent, reach))
    rule = np.searchsorted(_LENGTHS, length)
    sums = np.zeros((5, len(x)))
    for i, (nodes, shares) in enumerate(_RULES):
        group = np.flatnonzero(rule == i)
        step = _AT_ONCE // len(nodes)
        for begin in range(0, len(group), step):
            of = group[begin : begin + step]
            more = np.expm1(length[of, None] * nodes)
            time = more / fastest[of, None]
            in_a, in_b = time / a[of, None], time / b[of, None]
            log_a, log_b = np.log1p(in_a), np.log1p(in_b)
            mass = np.exp(-power[of, None] * log_a - (s + 1) * log_b) * (1 + more) * shares
            sums[0, of] = mass.sum(axis=1)
            for j, values in enumerate((log_a, log_b, 1 / (1 + in_a), 1 / (1 + in_b)), 1):
                sums[j, of] = np.einsum("ij,ij->i", mass, values)
    total = sums[0] * length / fastest
    with np.errstate(divide="ignore"):  # nobody has left who bought on the last day
        log_odds = np.log(total) + math.log(s) - np.log(b) + power * np.log1p(silent / a) + s * np.log1p(silent / b)
    means = sums[1:] / sums[0]
    return _Leaving(
        log_odds,
        np.log1p(recency / alpha) + means[0],
        np.log1p(recency / beta) + means[1],
        1 - alpha / a * means[2],
        1 - beta / b * means[3],
    )
