"""Beta-discrete-Weibull: subscribers differ, and each of them grows likelier or less likely to leave the longer they have stayed.

A customer with probability p of leaving at the first renewal is still there after t renewals with probability (1 - p)^(t^c), and p varies
over customers as a beta distribution (alpha, beta). With c above 1 a customer is likelier to leave from one renewal to the next, with c
below 1 less so; with c = 1 it is the shifted beta-geometric model. So the retention of a cohort may fall before it rises. Fader, Hardie,
Liu, Davin and Steenburgh 2018, "'How to project customer retention' revisited: the role of duration dependence", which calls alpha and
beta gamma and delta.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from ..fitting import maximise
from ..reasons import Reason
from .curve import RetentionCurve, of_size_and_odds, turn_of, turned
from .renewals import Renewals

_LARGE = 1e3
"""From here on gamma functions are as good as their asymptotic forms."""
_ADDED_UP = 128
"""Payments that are added up one by one; the sum of the later ones is an integral."""
_NODES, _SHARES = np.polynomial.legendre.leggauss(12)
_PANEL = 0.5
_NEGLIGIBLE = 50.0
_LONGEST = 600.0
"""The logarithm of a lifetime that counts as infinite."""
_LARGEST = 700.0
"""The logarithm of the largest number."""
_AT_ONCE = 200_000
"""Terms worked on together."""


@dataclass(frozen=True)
class BetaDiscreteWeibull(RetentionCurve):
    """Retention at renewals, with customers that differ, and that change with the time that they have stayed.

    alpha and beta: probabilities of leaving at the first renewal vary as a beta distribution, with the mean alpha / (alpha + beta).
    c: above 1 each customer leaves more readily with every renewal, below 1 less readily. All are above 0, else ValueError.
    """

    alpha: float
    beta: float
    c: float

    least_renewals: ClassVar[int] = 3
    limits = {
        ("alpha", "low"): Reason("Customers leave early or hardly ever (alpha and beta at their limits)."),
        ("alpha", "high"): Reason("All customers are alike: time alone makes them stay or leave (alpha and beta at their limits)."),
        ("c", "low"): Reason("Customers leave at the first renewal or hardly ever (c at its limit)."),
        ("c", "high"): Reason("Customers stay up to a renewal, and leave then (c at its limit)."),
    }

    @classmethod
    def _most_likely(cls, rows: Renewals) -> Self:
        odds = (float(rows.left[0]) + 0.5) / (float(rows.stayed[0]) + 0.5)
        starts = [[size, odds, c] for size, c in ((0.5, 0.6), (0.5, 1.6), (3.0, 1.0), (50.0, 0.6), (50.0, 1.6))]

        def objective(logs: np.ndarray) -> tuple[float, np.ndarray]:
            value, gradient = cls._objective(np.exp(of_size_and_odds(logs)), rows)
            return value, gradient @ turn_of(logs)

        return cls.fitted(turned(maximise(objective, starts, [1.0, odds, 1.0], float(rows.stayed[0] + rows.left[0]))))

    @classmethod
    def _objective(cls, params: np.ndarray, rows: Renewals) -> tuple[float, np.ndarray]:
        from scipy.special import psi

        alpha, beta, c = params
        log_t = np.log(np.arange(1.0, len(rows.left) + 1))
        log_y = np.append(math.log(beta), np.logaddexp(math.log(beta), c * log_t))
        y = np.exp(np.minimum(log_y, _LARGEST))
        renews = np.minimum(np.diff(_log_beta(alpha, log_y)), -1e-200)
        leaves = -np.expm1(renews)
        value = rows.stayed @ renews + rows.left @ np.log(leaves)
        by_renews = rows.stayed - rows.left * (1 - leaves) / leaves
        falls = -_rise_of_psi(y, alpha)
        by_log_c = np.append(0.0, np.exp(np.minimum(c * log_t + np.log(np.maximum(c * log_t, 1e-300)), _LARGEST)))
        by_logs = np.array([-alpha * np.diff(psi(alpha + y)), beta * np.diff(falls), np.diff(falls * by_log_c)])
        return float(value), by_logs @ by_renews

    def survival(self, t: Any) -> Any:
        """The share of a cohort that is left after t renewals."""
        answer = np.exp(np.minimum(self._log_survival(np.asarray(t, dtype=float)), 0.0))
        return answer if answer.shape else float(answer)

    def retention(self, t: Any) -> Any:
        """The share of those left after t - 1 renewals that renews again; t is 1 or more."""
        t = np.asarray(t, dtype=float)
        answer = np.exp(np.minimum(self._log_survival(t) - self._log_survival(t - 1), 0.0))
        return answer if answer.shape else float(answer)

    def _log_survival(self, t: np.ndarray) -> np.ndarray:
        with np.errstate(divide="ignore"):
            log_y = np.logaddexp(math.log(self.beta), self.c * np.log(t))
        return _log_beta(self.alpha, log_y) - _log_beta(self.alpha, np.asarray(math.log(self.beta)))

    def _payments(self, renewals: np.ndarray, d: float) -> np.ndarray:
        rate = math.log1p(d)
        if d == 0:
            longest = (23 + 2 * math.log1p(self.alpha + self.beta)) / self.c  # from there on survival is a power of t
            if self.c * self.alpha <= 1 or longest > _LONGEST:
                return np.full(renewals.shape, np.inf)
            longest = max(longest, math.log(2 * _ADDED_UP + 2 * float(renewals.max())))
        else:
            longest = math.log(_NEGLIGIBLE / rate)
        made = renewals.ravel()
        answer = np.empty_like(made)
        panels = max(0, math.ceil((longest - math.log(_ADDED_UP)) / _PANEL))
        rows = max(1, _AT_ONCE // (_ADDED_UP + 12 * panels))
        for begin in range(0, len(made), rows):
            of = slice(begin, begin + rows)
            answer[of] = self._sum_of_survival(made[of, None], rate, longest, panels)
        return answer.reshape(renewals.shape)

    def _sum_of_survival(self, made: np.ndarray, rate: float, longest: float, panels: int) -> np.ndarray:
        """The first terms one by one, and the others by the formula of Euler and Maclaurin, integrated over the logarithm of t."""
        so_far = self._log_survival(made)

        def log_term(t: np.ndarray) -> np.ndarray:
            return np.minimum(self._log_survival(made + t) - so_far, 0.0) - rate * t

        terms = np.exp(log_term(np.arange(_ADDED_UP + 2.0)))
        total = terms[:, :_ADDED_UP].sum(axis=1) + terms[:, _ADDED_UP] / 2 - (terms[:, -1] - terms[:, -3]) / 24
        if not panels:
            return total
        first = math.log(_ADDED_UP)
        width = (longest - first) / panels
        log_t = (first + width * (np.arange(panels)[:, None] + (_NODES + 1) / 2)).ravel()
        total += np.exp(log_term(np.exp(log_t)) + log_t) @ np.tile(_SHARES * width / 2, panels)
        if rate == 0:
            end = math.exp(longest)
            total += np.exp(log_term(np.array([end])))[:, 0] * (end + made[:, 0]) / (self.c * self.alpha - 1)
        return total


def _log_beta(alpha: float, log_y: np.ndarray) -> np.ndarray:
    """The logarithm of B(alpha, y) for y of any size, by Stirling's formula where the difference of gamma functions would cancel."""
    from scipy.special import betaln, gammaln

    y, both = np.exp(np.minimum(log_y, _LARGEST)), np.logaddexp(log_y, math.log(alpha))
    ratio = alpha / np.maximum(y, _LARGE)
    corrections = (1 / np.maximum(y + alpha, _LARGE) - 1 / np.maximum(y, _LARGE)) / 12
    limit = gammaln(alpha) - ((np.maximum(y, _LARGE) - 0.5) * np.log1p(ratio) - alpha + alpha * both + corrections)
    return np.where(y > _LARGE, limit, betaln(alpha, np.minimum(y, _LARGE)))


def _rise_of_psi(y: np.ndarray, alpha: float) -> np.ndarray:
    """psi(y + alpha) - psi(y), without the cancellation where y is large (DLMF 5.11.2)."""
    from scipy.special import psi

    far = np.maximum(y, _LARGE)
    limit = np.log1p(alpha / far) + alpha / (far + alpha) / far * (0.5 + (2 + alpha / far) / (12 * (far + alpha)))
    return np.where(y > _LARGE, limit, psi(y + alpha) - psi(y))
