"""Shifted beta-geometric: subscribers, whose leaving is seen, renew or leave at the end of each period.

Each leaves at every renewal with a probability of their own, which varies over customers as a beta distribution (alpha, beta). Those
likely to leave do so first, so that the retention of those left rises from one renewal to the next. Fader and Hardie 2007, "How to
project customer retention".

Of those who have renewed t - 1 times, the share (beta + t - 1) / (alpha + beta + t - 1) renews again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np

from ..fitting import SPAN, Maximum, Objective, maximise
from ..reasons import Reason
from .curve import RetentionCurve, of_size_and_odds, turn_of, turned
from .renewals import Renewals

_LEAST_DISCOUNT = 1e-6
"""A discount rate below this, and not 0, counts as this: the continued fraction would take too long."""
_MOST_TERMS = 200_000
_NO_BETTER = 1e-3
"""A likelihood higher by less than this says nothing of how customers differ."""


@dataclass(frozen=True)
class ShiftedBetaGeometric(RetentionCurve):
    """Retention at renewals, with customers that differ.

    alpha and beta: probabilities of leaving at a renewal vary as a beta distribution, with the mean alpha / (alpha + beta). Both are
    above 0, else ValueError. Fader and Hardie 2007, "How to project customer retention".
    """

    alpha: float
    beta: float

    limits = {
        ("alpha", "low"): Reason("Customers leave at the first renewal or hardly ever (alpha and beta at their limits)."),
        ("alpha", "high"): Reason(
            "All customers leave with the same probability, however long they have stayed (alpha and beta at their limits)."
        ),
    }

    @classmethod
    def _most_likely(cls, rows: Renewals) -> Self:
        odds = rows.left.sum() / rows.stayed.sum()
        before = np.arange(len(rows.left))
        found = None
        if before @ (rows.stayed * odds - rows.left) > 0:  # the slope of the likelihood where customers begin to differ
            weight = float(rows.stayed[0] + rows.left[0])
            starts = [[size, odds] for size in (0.5, 2.0, 20.0, 500.0)]
            found = maximise(lambda logs: cls._on_size_and_odds(logs, rows), starts, [1.0, odds], weight)
        logs = np.array([SPAN, math.log(odds)])
        alike = cls._on_size_and_odds(logs, rows)[0]
        if found is None or (not found.converged and found.log_likelihood < alike + _NO_BETTER):
            of_odds = (1 + odds) ** 2 / odds / (rows.stayed + rows.left).sum()
            found = Maximum(logs, alike, np.diag([0.0, of_odds]), True, [(0, "high")])
        found = turned(found)
        return cls.fitted(
            _exact(found, lambda logs: cls._objective(np.exp(logs), rows), rows) if found.converged and not found.at_limit else found
        )

    @classmethod
    def _on_size_and_odds(cls, logs: np.ndarray, rows: Renewals) -> tuple[float, np.ndarray]:
        value, gradient = cls._objective(np.exp(of_size_and_odds(logs)), rows)
        return value, gradient @ turn_of(logs)

    @classmethod
    def _objective(cls, params: np.ndarray, rows: Renewals) -> tuple[float, np.ndarray]:
        """The log-likelihood, and its gradient on the logarithms of the parameters."""
        alpha, beta = params
        before = np.arange(len(rows.left), dtype=float)
        stays, both = beta + before, alpha + beta + before
        value = rows.stayed @ -np.log1p(alpha / stays) + rows.left @ -np.log1p(stays / alpha)
        at_risk = (rows.stayed + rows.left) / both
        gradient = np.array([rows.left.sum() / alpha - at_risk.sum(), (rows.stayed / stays).sum() - at_risk.sum()])
        return float(value), gradient * params

    def survival(self, t: Any) -> Any:
        """The share of a cohort that is left after t renewals."""
        from scipy.special import betaln

        t = np.asarray(t, dtype=float)
        answer = np.exp(np.minimum(betaln(self.alpha, self.beta + t) - betaln(self.alpha, self.beta), 0.0))
        return answer if answer.shape else float(answer)

    def retention(self, t: Any) -> Any:
        """The share of those left after t - 1 renewals that renews again; t is 1 or more."""
        before = np.asarray(t, dtype=float) - 1
        answer = (self.beta + before) / (self.alpha + self.beta + before)
        return answer if answer.shape else float(answer)

    def _payments(self, renewals: np.ndarray, d: float) -> np.ndarray:
        """2F1(1, beta + renewals; alpha + beta + renewals; 1 / (1 + d)), the mean of (1 + d) / (d + p) over what is then known of the
        probability p of leaving; without discounting infinite where alpha is 1 or less."""
        stays = self.beta + renewals
        if d == 0:
            return 1 + stays / (self.alpha - 1) if self.alpha > 1 else np.full_like(stays, np.inf)
        return _sum_of_survival(self.alpha, stays, 1 / (1 + max(d, _LEAST_DISCOUNT)))


def _exact(found: Maximum, objective: Objective, rows: Renewals) -> Maximum:
    """A maximum taken to the last digits by Newton's steps, so that the same data give the same figures everywhere."""
    before, logs = np.arange(len(rows.left)), found.logs
    for _ in range(5):
        params = alpha, beta = np.exp(logs)
        value, gradient = objective(logs)
        both = ((rows.stayed + rows.left) / (alpha + beta + before) ** 2).sum()
        own = np.diag([rows.left.sum() / alpha**2, (rows.stayed / (beta + before) ** 2).sum()])
        curvature = (own - both) * np.outer(params, params) - np.diag(gradient)
        if np.linalg.eigvalsh(curvature)[0] <= 0:
            break  # rounding alone; what was found stands
        covariance = np.linalg.inv(curvature)
        found = replace(found, logs=logs, log_likelihood=value, log_covariance=covariance)
        logs = logs + np.clip(covariance @ gradient, -0.1, 0.1)
    return found


def _sum_of_survival(alpha: float, beta: np.ndarray, z: float) -> np.ndarray:
    """2F1(1, beta; alpha + beta; z) for 0 < z < 1 by the continued fraction of Gauss (DLMF 15.7.1), whose terms are all positive: it
    neither overflows nor cancels, for any alpha and beta. Evaluated from the front after Lentz."""
    both = alpha + beta
    down, up = np.ones_like(beta), 1 - beta / both * z
    answer = up
    enough = 1e-14 / math.sqrt(1 - z)  # what rounding leaves of it
    for n in range(2, _MOST_TERMS):
        half = n // 2
        if n % 2:
            term = (beta + half) * (both - 1 + half) / ((both + n - 2) * (both + n - 1))
        else:
            term = half * (alpha + half - 1) / ((both + n - 2) * (both + n - 1))
        down = 1 / (1 - term * z * down)
        up = 1 - term * z / up
        answer = answer * up * down
        if (np.abs(up * down - 1) < enough).all():
            break
    return 1 / answer
