"""GGompertz/NBD: while they are customers, people buy at random at a rate of their own; each leaves at a moment of their own, and is the
likelier to leave the longer they have been there (Bemmaor and Glady 2012, "Modeling purchasing behavior with sudden 'death': a flexible
customer lifetime model").

A customer's lifetime has the Gompertz distribution, with survival exp(-e (exp(b t) - 1)), and e varies over customers as a gamma
distribution (s, beta); rates of buying vary as another (r, alpha). As b falls to 0 with beta / b held, it becomes the Pareto/NBD model.
All integrals are numerical, over the logarithm of the time.
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
class GGompertzNBD(LatentAttrition):
    """Gamma-Gompertz / negative binomial: leaving is possible at any moment, the more so the longer somebody has been a customer.

    r and alpha: rates of buying vary as a gamma distribution, with the mean r / alpha per unit of time. s, beta and b: the share
    (beta / (beta + exp(b t) - 1))^s is still there after the time t. All are above 0, else ValueError.
    """

    r: float
    alpha: float
    s: float
    beta: float
    b: float

    limits = {
        ("r", "low"): Reason("Hardly anybody buys again (r at its limit), so the data do not tell how customers differ."),
        ("r", "high"): Reason("All customers buy at the same rate (r at its limit)."),
        ("alpha", "low"): Reason("Purchases come faster than the unit of time can tell (alpha at its limit)."),
        ("alpha", "high"): Reason("All customers buy at the same rate, or hardly anybody buys again (alpha at its limit)."),
        ("b", "low"): Reason("Nothing shows that customers leave more readily with time: Pareto/NBD says the same (b at its limit)."),
        ("beta", "low"): Reason("Nothing shows that customers leave more readily with time: Pareto/NBD says the same (b at its limit)."),
    }

    @classmethod
    def _objective(cls, params: np.ndarray, rows: Distinct) -> tuple[float, np.ndarray]:
        from scipy.special import expit, gammaln, psi

        r, alpha, s, beta, b = params
        weights, (x, recency, age) = rows.weights, rows.columns
        power = r + x
        when = _moment_of_leaving(params, x, recency, age)
        left = expit(when.log_odds) * weights
        stayed = weights - left
        buying, growth = np.log(alpha + age), _log_growth(beta, b, age)
        value = weights @ (gammaln(power) - gammaln(r) + r * math.log(alpha) + np.logaddexp(0, when.log_odds) - power * buying)
        value += s * weights @ (math.log(beta) - growth)
        by_beta = stayed @ (s * -np.expm1(math.log(beta) - growth)) + left @ (s - (s + 1) * when.share_of_beta)
        by_logs = [
            r * (weights @ (psi(power) - psi(r) + math.log(alpha)) - stayed @ buying - left @ when.buying),
            r * weights.sum() - alpha * (stayed @ (power / (alpha + age)) + left @ (power * when.per_alpha)),
            s * (stayed + left) @ np.full(len(x), math.log(beta)) - s * (stayed @ growth + left @ when.growth) + left.sum(),
            by_beta,
            -s * b * (stayed @ (age * np.exp(b * age - growth))) + left @ (1 + b * when.moment - (s + 1) * b * when.weighted),
        ]
        return float(value), np.array(by_logs)

    @classmethod
    def _starts(cls, rate: float, age: float) -> list[list[float]]:
        shapes = ((0.5, 0.6, 0.4, 0.01), (0.5, 0.6, 0.4, 1.0), (1.0, 0.3, 1.0, 0.1), (3.0, 1.5, 1.0, 1.0))
        return [[r, r / rate / 2, s, ratio * b, b / age] for r, s, ratio, b in shapes]

    @classmethod
    def _usual(cls, age: float) -> list[float]:
        return [0.5, 0.5 * age, 0.5, 0.05, 0.1 / age]

    def _log_odds_of_having_left(self, frequency: np.ndarray, recency: np.ndarray, T: np.ndarray) -> np.ndarray:
        return _moment_of_leaving(np.array(list(self.params.values())), frequency, recency, T).log_odds

    def _still_there(self, later: np.ndarray, frequency: np.ndarray, T: np.ndarray) -> np.ndarray:
        return np.exp(self._log_staying(later, T))

    def _log_staying(self, later: np.ndarray, T: np.ndarray) -> np.ndarray:
        """The logarithm of the probability that one who is there at T is there so long after it."""
        return self.s * np.minimum(_log_growth(self.beta, self.b, T) - _log_growth(self.beta, self.b, T + later), 0.0)

    def _reach(self, T: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """A time in which few customers leave, and one after which hardly any are left."""
        now = self.s * self.b * np.exp(self.b * T - _log_growth(self.beta, self.b, T))
        return 1 / np.maximum(now, self.s * self.b), np.full_like(T, (60 / self.s + max(0.0, math.log(self.beta))) / self.b)

    def _purchases_if_alive(self, discount_rate: float, horizon: np.ndarray, frequency: np.ndarray, T: np.ndarray) -> np.ndarray:
        finest, longest = self._reach(T)

        def staying(time: np.ndarray) -> np.ndarray:
            return np.exp(self._log_staying(time, T[:, None]))

        time = integral_over_time(staying, discount_rate, np.minimum(horizon, longest), finest, finest)
        return (self.r + frequency) / (self.alpha + T) * time

    def _pairs_if_alive(self, t: np.ndarray, frequency: np.ndarray, T: np.ndarray) -> np.ndarray:
        # Two purchases at u < v are made, at a given rate l, with l^2 dv du where one is still there at v.
        (finest, longest), power = self._reach(T), self.r + frequency

        def both(time: np.ndarray) -> np.ndarray:
            return time * np.exp(self._log_staying(time, T[:, None]))

        return 2 * power * (power + 1) / (self.alpha + T) ** 2 * integral_over_time(both, 0.0, np.minimum(t, longest), finest, finest)

    def _buys_if_alive(self, t: np.ndarray, frequency: np.ndarray, T: np.ndarray) -> np.ndarray:
        (finest, longest), power, scale = self._reach(T), self.r + frequency, self.alpha + T

        def first_at(time: np.ndarray) -> np.ndarray:
            buying = -(power + 1)[:, None] * np.log1p(time / scale[:, None])
            return (power / scale)[:, None] * np.exp(buying + self._log_staying(time, T[:, None]))

        fastest = 1 / (power / scale + 1 / finest)
        return np.minimum(integral_over_time(first_at, 0.0, np.minimum(t, longest), scale, fastest), 1.0)

    def _probability_if_alive(self, n: np.ndarray, t: np.ndarray, frequency: np.ndarray, T: np.ndarray) -> np.ndarray:
        # They stay for all of the time, or leave at a moment within it; either way they buy up to then.
        power, scale, age = (self.r + frequency)[:, None], (self.alpha + T)[:, None], T[:, None]

        def up_to(time: np.ndarray) -> np.ndarray:
            return np.exp(log_negative_binomial(n[:, None], power, time / scale) + self._log_staying(time, age))

        def leaves_at(time: np.ndarray) -> np.ndarray:
            return self.s * self.b * np.exp(self.b * (age + time) - _log_growth(self.beta, self.b, age + time)) * up_to(time)

        return up_to(t[:, None])[:, 0] + integral_over_moments(leaves_at, t, n)

    def simulate(self, T: Any, later: float = 0, seed: int | None = None) -> Simulated:
        """Customers of these ages, drawn from the model, as `LatentAttrition.simulate` says."""
        rng = np.random.default_rng(seed)
        age = np.atleast_1d(np.asarray(T, dtype=float))
        rate, leaving = rng.gamma(self.r, 1 / self.alpha, len(age)), rng.gamma(self.s, 1 / self.beta, len(age))
        with np.errstate(divide="ignore"):
            lifetime = np.log1p(rng.exponential(1, len(age)) / leaving) / self.b
        seen = np.minimum(lifetime, age)
        frequency = rng.poisson(rate * seen).astype(float)
        recency = np.where(frequency > 0, seen * rng.random(len(age)) ** (1 / np.maximum(frequency, 1)), 0.0)
        after = rng.poisson(rate * (np.minimum(lifetime, age + later) - seen)).astype(float)
        return Simulated(frequency, recency, after)


def _log_growth(beta: float, b: float, t: np.ndarray) -> np.ndarray:
    """The logarithm of beta + exp(b t) - 1, for times of any size."""
    grown = b * t
    with np.errstate(divide="ignore"):
        return np.logaddexp(math.log(beta), grown + np.log(-np.expm1(-grown)))


class _Leaving(NamedTuple):
    """How likely customers have left, and for those who have, means over the moment u at which they may have."""

    log_odds: np.ndarray
    buying: np.ndarray
    """Of log(alpha + u)."""
    per_alpha: np.ndarray
    """Of 1 / (alpha + u)."""
    growth: np.ndarray
    """Of log(beta + exp(b u) - 1)."""
    share_of_beta: np.ndarray
    """Of beta / (beta + exp(b u) - 1)."""
    moment: np.ndarray
    """Of u."""
    weighted: np.ndarray
    """Of u exp(b u) / (beta + exp(b u) - 1)."""


_PANELS = 5
_NODES, _SHARES = (np.tile(one, _PANELS) for one in np.polynomial.legendre.leggauss(16))
_POSITIONS = (np.repeat(np.arange(_PANELS), 16) + (_NODES + 1) / 2) / _PANELS


def _moment_of_leaving(params: np.ndarray, x: np.ndarray, recency: np.ndarray, age: np.ndarray) -> _Leaving:
    """The integral over the moments between the last purchase and T, on a logarithmic scale whose unit is what changes fastest."""
    r, alpha, s, beta, b = params
    power, silent = r + x, age - recency
    rate = b * np.exp(b * recency - _log_growth(beta, b, recency))
    fastest = (power + 1) / (alpha + recency) + (s + 1) * np.maximum(rate, b)
    length = np.log1p(fastest * silent)
    more = np.expm1(length[:, None] * _POSITIONS)
    u = recency[:, None] + more / fastest[:, None]
    growth, buying = _log_growth(beta, b, u), np.log(alpha + u)
    grown = np.exp(b * u - growth)
    # Beside the chance of having stayed to T: what it takes to have left at u.
    stays = -power * np.log(alpha + age) - s * _log_growth(beta, b, age)
    logs = math.log(b * s) + b * u - power[:, None] * buying - (s + 1) * growth - stays[:, None]
    top = logs.max(axis=1, keepdims=True)
    mass = np.exp(logs - top) * (1 + more) * _SHARES
    total = mass.sum(axis=1)
    with np.errstate(divide="ignore"):  # nobody has left who bought on the last day
        log_odds = np.log(total * length / fastest / (2 * _PANELS)) + top[:, 0]
    means = [np.einsum("ij,ij->i", mass, one) / total for one in (buying, 1 / (alpha + u), growth, beta * np.exp(-growth), u, u * grown)]
    return _Leaving(log_odds, *means)
