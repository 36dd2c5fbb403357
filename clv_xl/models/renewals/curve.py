"""What all curves of retention share: how they are fitted to subscribers, whose leaving is seen, and what follows from the curve.

At each renewal some of those left renew, and the others leave. So the likelihood needs no more than who stayed and who left at each.
Discounted lifetimes as in Fader and Hardie 2010, "Customer-base valuation in a contractual setting".
"""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

import numpy as np

from ..fitting import Maximum, Model, NotEnoughDataError
from .renewals import Renewals, renewals_of


@dataclass(frozen=True)
class RetentionCurve(Model):
    """A model of who renews. Renewals and periods are counted from 0 on; numbers or arrays give a float or an array."""

    least_renewals: ClassVar[int] = 2
    """So many renewals must have been seen: as many as there are parameters."""

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
        if ((rows.stayed + rows.left) > 0).sum() < cls.least_renewals:
            count = {2: "second", 3: "third"}[cls.least_renewals]
            number = {2: "two", 3: "three"}[cls.least_renewals]
            raise NotEnoughDataError(
                f"There is no {count} renewal that anybody came to. Give the customers left after {number} renewals or more."
            )
        if not rows.left.any():
            raise NotEnoughDataError("Nobody has left yet, so there is nothing to tell how long customers stay. Wait for more renewals.")
        if not rows.stayed.any():
            raise NotEnoughDataError("Nobody has stayed, so there is nothing to tell how long customers stay.")
        return cls._most_likely(rows)

    @classmethod
    @abstractmethod
    def _most_likely(cls, rows: Renewals) -> Self:
        """The curve that makes the renewals most likely; some have left, and some have stayed."""

    @classmethod
    @abstractmethod
    def _objective(cls, params: np.ndarray, rows: Renewals) -> tuple[float, np.ndarray]:
        """The log-likelihood, and its gradient on the logarithms of the parameters."""

    @abstractmethod
    def survival(self, t: Any) -> Any:
        """The share of a cohort that is left after t renewals."""

    @abstractmethod
    def retention(self, t: Any) -> Any:
        """The share of those left after t - 1 renewals that renews again; t is 1 or more."""

    @abstractmethod
    def _payments(self, renewals: np.ndarray, d: float) -> np.ndarray:
        """The payments of one who has just paid after so many renewals, that payment among them, each divided by (1 + d) a period."""

    @classmethod
    def log_likelihood_of(cls, params: Mapping[str, float], survivors: Any) -> float:
        """The log-likelihood of a cohort under given parameters."""
        return cls._objective(np.array([params[name] for name in cls.names()], dtype=float), renewals_of(survivors))[0]

    def discounted_lifetime(self, d: float) -> float:
        """The payments that a new customer is expected to make, the first one now, each divided by (1 + d) a period.

        Infinite without discounting where too many customers hardly ever leave.

        Raises:
            ValueError: d is below 0.
        """
        return float(self._payments(np.asarray(0.0), _checked(d)))

    def residual_lifetime(self, renewals: Any, d: float) -> Any:
        """The payments still expected of a customer who has renewed so often and is about to renew or leave.

        The next payment comes at once if they renew, so it is not discounted; later ones are divided by (1 + d) a period. The last
        payment made does not count. (In the paper's terms a customer in period n = renewals + 1.)

        Raises:
            ValueError: d is below 0.
        """
        made = np.asarray(renewals, dtype=float)
        answer = np.asarray(self.retention(made + 1) * self._payments(made + 1, _checked(d)))
        return answer if answer.shape else float(answer)

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


def _checked(d: float) -> float:
    if not (d >= 0 and math.isfinite(d)):
        raise ValueError(f"d is {d}. Give a discount rate of 0 or more.")
    return d


def of_size_and_odds(logs: np.ndarray) -> np.ndarray:
    """The logarithms of alpha and beta from those of alpha + beta, which says how much customers differ, and alpha / beta, the odds of
    leaving at the first renewal: unlike alpha and beta themselves these go to their limits one by one. Further ones stay."""
    rest = np.log1p(np.exp(logs[1]))
    return np.array([logs[0] + logs[1] - rest, logs[0] - rest, *logs[2:]])


def turn_of(logs: np.ndarray) -> np.ndarray:
    """The derivatives of what of_size_and_odds answers by what it is given."""
    turn, odds = np.eye(len(logs)), math.exp(logs[1])
    turn[:2, :2] = [[1.0, 1 / (1 + odds)], [1.0, -odds / (1 + odds)]]
    return turn


def turned(found: Maximum) -> Maximum:
    """A maximum over size and odds, as one over alpha and beta."""
    turn = turn_of(found.logs)
    covariance = None if found.log_covariance is None else turn @ found.log_covariance @ turn.T
    return replace(found, logs=of_size_and_odds(found.logs), log_covariance=covariance)
