"""Shifted beta-geometric: subscribers, whose leaving is seen, renew or leave at the end of each period.

Each leaves at every renewal with a probability of their own, which varies over customers as a beta distribution (alpha, beta). Those
likely to leave do so first, so that the retention of those left rises from one renewal to the next. Fader and Hardie 2007, "How to
project customer retention"; discounted lifetimes as in Fader and Hardie 2010, "Customer-base valuation in a contractual setting".

Of those who have renewed t - 1 times, the share (beta + t - 1) / (alpha + beta + t - 1) renews again. So the likelihood needs no
more than who stayed and who left at each renewal.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np

from ..fitting import SPAN, Maximum, Model, NotEnoughDataError, Objective, maximise
from ..reasons import Reason
from .renewals import Renewals, renewals_of

_LEAST_DISCOUNT = 1e-6
"""A discount rate below this, and not 0, counts as this: the continued fraction would take too long."""
_MOST_TERMS = 200_000
_NO_BETTER = 1e-3
"""A likelihood higher by less than this says nothing of how customers differ."""


@dataclass(frozen=True)
class ShiftedBetaGeometric(Model):
    """Retention at renewals, with customers that differ.

    alpha and beta: probabilities of leaving at a renewal vary as a beta distribution, with the mean alpha / (alpha + beta). Both are
    above 0, else ValueError. Renewals and periods are counted from 0 on; numbers or arrays give a float or an array.
    Fader and Hardie 2007, "How to project customer retention".
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
    def fit(cls, survivors: Any) -> Self:
        """From how many customers are left after 0, 1, 2, ... renewals. The first is the size of the cohort; blanks at the end are
        renewals to come. Several cohorts stand in columns beside each other, and their likelihoods add up.

        Raises:
            NotEnoughDataError: fewer than two renewals, nobody left, or nobody stayed.
            ValueError: the numbers rise, or are not numbers.
        """
        return cls.fit_renewals(*renewals_of(survivors))

    @classmethod
    def fit_renewals(cls, stayed: Any, left: Any) -> Self:
        """From how many stayed and how many left at the first renewal, the second and so on, of all who came to it.

        Raises:
            NotEnoughDataError: fewer than two renewals, nobody left, or nobody stayed.
        """
        return cls._of(Renewals(np.asarray(stayed, dtype=float), np.asarray(left, dtype=float)))

    @classmethod
    def fit_customers(cls, lifetimes: Any, lost: Any) -> Self:
        """From customers: how often each has renewed so far, and whether they left at the renewal after that.

        Raises:
            NotEnoughDataError: fewer than two renewals, nobody left, or nobody stayed.
            ValueError: the columns differ in length, or a lifetime is no whole number of 0 or more.
        """
        made, gone = np.atleast_1d(np.asarray(lifetimes, dtype=float)).ravel(), np.atleast_1d(np.asarray(lost, dtype=bool)).ravel()
        if len(made) != len(gone):
            raise ValueError("lifetimes and lost differ in length.")
        if not (np.isfinite(made) & (made >= 0) & (made == np.floor(made))).all():
            raise ValueError("lifetimes must be whole numbers of renewals, 0 or more.")
        count = made.astype(np.int64)
        ends = np.bincount(count, minlength=1).astype(float)
        left = np.append(np.bincount(count, gone, minlength=len(ends)), 0.0)
        stayed = ends[::-1].cumsum()[::-1]
        stayed = np.append(stayed[1:], [0.0, 0.0])
        seen = len(left) - int(np.argmax((stayed + left)[::-1] > 0)) if (stayed + left).any() else 0
        return cls._of(Renewals(stayed[:seen], left[:seen]))

    @classmethod
    def _of(cls, rows: Renewals) -> Self:
        stayed, left = rows.stayed.sum(), rows.left.sum()
        if ((rows.stayed + rows.left) > 0).sum() < 2:
            raise NotEnoughDataError("There is no second renewal that anybody came to. Give the customers left after two renewals or more.")
        if not left:
            raise NotEnoughDataError("Nobody has left yet, so there is nothing to tell how long customers stay. Wait for more renewals.")
        if not stayed:
            raise NotEnoughDataError("Nobody has stayed, so there is nothing to tell how long customers stay.")
        # The search is over alpha + beta, which says how much customers differ, and alpha / beta, the odds of leaving: unlike alpha and
        # beta themselves these go to their limits one by one.
        odds = left / stayed
        usual = [1.0, odds]
        before = np.arange(len(rows.left))
        found = None
        if before @ (rows.stayed * odds - rows.left) > 0:  # the slope of the likelihood where customers begin to differ
            weight = float(rows.stayed[0] + rows.left[0])
            starts = [[size, odds] for size in (0.5, 2.0, 20.0, 500.0)]
            found = maximise(lambda logs: cls._on_size_and_odds(logs, rows), starts, usual, weight)
        logs = np.array([SPAN, math.log(odds)])
        alike = cls._on_size_and_odds(logs, rows)[0]
        if found is None or (not found.converged and found.log_likelihood < alike + _NO_BETTER):
            of_odds = (1 + odds) ** 2 / odds / (stayed + left)
            found = Maximum(logs, alike, np.diag([0.0, of_odds]), True, [(0, "high")])
        turn = _turn(math.exp(found.logs[1]))
        covariance = None if found.log_covariance is None else turn @ found.log_covariance @ turn.T
        found = replace(found, logs=_alpha_and_beta(found.logs), log_covariance=covariance)
        return cls.fitted(
            _exact(found, lambda logs: cls._objective(np.exp(logs), rows), rows) if found.converged and not found.at_limit else found
        )

    @classmethod
    def _on_size_and_odds(cls, logs: np.ndarray, rows: Renewals) -> tuple[float, np.ndarray]:
        value, gradient = cls._objective(np.exp(_alpha_and_beta(logs)), rows)
        return value, gradient @ _turn(math.exp(logs[1]))

    @classmethod
    def log_likelihood_of(cls, params: Mapping[str, float], survivors: Any) -> float:
        """The log-likelihood of a cohort under given parameters."""
        return cls._objective(np.array([params[name] for name in cls.names()], dtype=float), renewals_of(survivors))[0]

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

    def discounted_lifetime(self, d: float) -> float:
        """The payments that a new customer is expected to make, the first one now, each divided by (1 + d) a period.

        Infinite without discounting where alpha is 1 or less: too many customers hardly ever leave.
        """
        return float(self._payments(0.0, d))

    def residual_lifetime(self, renewals: Any, d: float) -> Any:
        """The payments still expected of a customer who has renewed so often and is about to renew or leave.

        The next payment comes at once if they renew, so it is not discounted; later ones are divided by (1 + d) a period. The last
        payment made does not count. (In the paper's terms a customer in period n = renewals + 1.)
        """
        made = np.asarray(renewals, dtype=float)
        answer = np.asarray(self.retention(made + 1) * self._payments(made + 1, d))
        return answer if answer.shape else float(answer)

    def _payments(self, renewals: Any, d: float) -> np.ndarray:
        """The discounted payments of one who has just paid after so many renewals, that payment among them: 2F1(1, beta + renewals;
        alpha + beta + renewals; 1 / (1 + d)), the mean of (1 + d) / (d + p) over what is then known of the probability p of leaving."""
        if not (d >= 0 and math.isfinite(d)):
            raise ValueError(f"d is {d}. Give a discount rate of 0 or more.")
        stays = self.beta + np.asarray(renewals, dtype=float)
        if d == 0:
            return 1 + stays / (self.alpha - 1) if self.alpha > 1 else np.full_like(stays, np.inf)
        return _sum_of_survival(self.alpha, stays, 1 / (1 + max(d, _LEAST_DISCOUNT)))

    def half_life(self, renewals: Any = 0) -> Any:
        """After how many more renewals half of those are gone who have made so many; infinite beyond 2^40."""
        made = np.asarray(renewals, dtype=float)
        low, high = np.zeros_like(made), np.full_like(made, 2.0**40)
        for _ in range(40):
            middle = np.floor((low + high) / 2)
            gone = np.asarray(self.survival(made + middle)) <= (0.5 + 1e-9) * np.asarray(self.survival(made))
            low, high = np.where(gone, low, middle), np.where(gone, middle, high)
        answer = np.where(high == 2.0**40, np.inf, high)
        return answer if answer.shape else float(answer)

    def simulate(self, customers: int, renewals: int, seed: int | None = None) -> np.ndarray:
        """How many of a cohort are left after 0, 1, ... renewals, drawn from the model."""
        rng = np.random.default_rng(seed)
        left = [int(customers)]
        for share in np.atleast_1d(self.retention(np.arange(1, renewals + 1))):
            left.append(int(rng.binomial(left[-1], share)))
        return np.array(left)

    def interval(self, figure: Callable[[Self], Any], confidence: float = 0.9) -> tuple[np.ndarray, np.ndarray] | None:
        """Low and high of positive figures of the model, from the covariance of its parameters (delta method on the logarithm of the
        figures). A parameter at its limit counts as known. None where the data leave the parameters, or the figures, open."""
        from scipy.special import ndtri

        if self.log_covariance is None:
            return None
        step = 1e-3
        middle = np.asarray(figure(self), dtype=float)
        sides = np.array([[figure(self.moved(by)), figure(self.moved(-by))] for by in step * np.eye(len(self.params))])
        if not (np.isfinite(sides).all() and np.isfinite(middle).all()):
            return None
        # A figure of 0, such as a survival after ages, has no logarithm; it stays 0.
        logs = np.log(np.where((sides > 0).all(axis=(0, 1)), sides, 1.0))
        slopes = (logs[:, 0] - logs[:, 1]) / (2 * step)
        variance = np.einsum("i...,ij,j...->...", slopes, self.log_covariance, slopes)
        away = float(ndtri(0.5 + confidence / 2)) * np.sqrt(np.maximum(variance, 0.0))
        return middle * np.exp(-away), middle * np.exp(np.minimum(away, 600.0))


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


def _alpha_and_beta(logs: np.ndarray) -> np.ndarray:
    """The logarithms of alpha and beta from those of alpha + beta and alpha / beta."""
    rest = np.log1p(np.exp(logs[1]))
    return np.array([logs[0] + logs[1] - rest, logs[0] - rest])


def _turn(odds: float) -> np.ndarray:
    """The derivatives of the logarithms of alpha and beta by those of alpha + beta and alpha / beta."""
    return np.array([[1.0, 1 / (1 + odds)], [1.0, -odds / (1 + odds)]])


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
