"""Customers who buy for a while and leave unseen: what BG/NBD, MBG/NBD and Pareto/NBD share.

A customer is known by frequency (purchases after the first), recency (time from the first to the last one) and T (time since the
first), all in one unit of time, which is also the unit of every horizon. What a customer will do follows from whether they are
still there, which all three figures tell, and from how somebody with that frequency and T buys while there.
"""

from __future__ import annotations

import itertools
import math
from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np

from ..fitting import Model, NotEnoughDataError, maximise
from .distinct import Distinct, columns_of, distinct, per_distinct

_SEARCHED = 5_000
"""Customers that the search looks at; what it finds is the start for all."""


class Simulated(NamedTuple):
    """Customers as the model makes them: what was seen up to T, and what they bought in the time after."""

    frequency: np.ndarray
    recency: np.ndarray
    later_purchases: np.ndarray


@dataclass(frozen=True)
class LatentAttrition(Model):
    """A model of unseen leaving.

    A customer is known by three figures: frequency, how many purchases were made after the first; recency, the time from the first
    purchase to the last (0 without a repeat purchase); T, the time from the first purchase to now. Times are in one unit of your
    choice, such as weeks, and so are those that are asked about. Each argument is a number, or an array (list, Series) with a value
    per customer; numbers beside arrays count for all. Answers are a float where all arguments are numbers, else an array.
    """

    @classmethod
    def fit(cls, frequency: Any, recency: Any, T: Any, weights: Any = None) -> Self:
        """The parameters that make the customers most likely.

        Args:
            frequency, recency, T: of each customer, arrays of one length.
            weights: how many customers each stands for, an array of that length. Left out: one each.

        Raises:
            NotEnoughDataError: nobody has been a customer for any time.
            ValueError: the columns differ in length, or a customer is impossible.
        """
        return cls.fit_rows(customers_of(frequency, recency, T, weights))

    @classmethod
    def fit_rows(cls, rows: Distinct, start: Self | None = None) -> Self:
        """The same for distinct rows (frequency, recency, T). With a start, from a model that is near.

        Raises:
            NotEnoughDataError: nobody has been a customer for any time.
        """
        frequency, _, age = rows.columns
        time = float(rows.weights @ age)
        if not time > 0:
            raise NotEnoughDataError("All first purchases are on the last day, so nothing can be learnt yet. Give orders of more days.")
        rate = max(float(rows.weights @ frequency), 0.5) / time
        weight = float(rows.weights.sum())
        sample = rows.sample(_SEARCHED)
        found = maximise(
            lambda logs: cls._objective(np.exp(logs), rows),
            cls._starts(rate, time / weight) if start is None else [list(start.params.values())],
            cls._usual(time / weight),
            weight,
            None if sample is rows else (lambda logs: cls._objective(np.exp(logs), sample), float(sample.weights.sum())),
        )
        return cls.fitted(found)

    @classmethod
    def log_likelihood_of(cls, params: Mapping[str, float], frequency: Any, recency: Any, T: Any, weights: Any = None) -> float:
        """The log-likelihood of customers, given as to `fit`, under parameters by name."""
        rows = customers_of(frequency, recency, T, weights)
        return cls._objective(np.array([params[name] for name in cls.names()], dtype=float), rows)[0]

    def expected_purchases(self, t: Any) -> Any:
        """Purchases that a new customer is expected to make in the time t after the first one: a number, or an array of times."""
        return self.conditional_expected_purchases(t, 0, 0, 0)

    def conditional_expected_purchases(self, t: Any, frequency: Any, recency: Any, T: Any) -> Any:
        """Purchases that a customer is expected to make in the time t after T."""
        return self.discounted_purchases(0.0, t, frequency, recency, T)

    def discounted_purchases(self, discount_rate: float, horizon: Any, frequency: Any, recency: Any, T: Any) -> Any:
        """Expected purchases after T up to the horizon, each counted exp(-discount_rate x its time). horizon may be math.inf.

        Infinite only where nothing is discounted, the horizon is infinite and the model has customers that buy for ever.

        Args:
            discount_rate: continuous, per unit of time: log(1 + rate a year) / units a year.
            horizon: how far to look ahead of T.
            frequency, recency, T: of each customer.

        Raises:
            ValueError: the discount rate is below 0, or a customer is impossible.
        """
        if not discount_rate >= 0:
            raise ValueError(f"discount_rate is {discount_rate}. Give 0 or more.")

        mean = _ahead(lambda *customer: self._purchases_if_alive(discount_rate, *customer), horizon, frequency, T)
        return _times(self.probability_alive(frequency, recency, T), mean)

    def conditional_variance_of_purchases(self, t: Any, frequency: Any, recency: Any, T: Any) -> Any:
        """The variance of the number of purchases that a customer makes in the time t after T.

        It says how far what the customer really buys may be from conditional_expected_purchases: nobody knows whether they
        are still there, at what rate they buy and how soon they leave, and chance comes on top. t may be math.inf.
        Infinite where some customers stay so long that the square of what they buy has no mean.
        """
        alive = self.probability_alive(frequency, recency, T)
        mean, variance = np.moveaxis(_ahead(self._mean_and_variance_if_alive, t, frequency, T, (2,)), -1, 0)
        return _times(alive, variance + (1 - alive) * mean**2)

    def _mean_and_variance_if_alive(self, t: np.ndarray, frequency: np.ndarray, T: np.ndarray) -> np.ndarray:
        pairs = self._pairs_if_alive(t, frequency, T)
        finite = np.isfinite(pairs)
        mean = np.where(finite, self._purchases_if_alive(0.0, t, frequency, T), 0.0)
        return np.stack([mean, np.where(finite, np.maximum(mean + (pairs - mean * mean), 0.0), np.inf)], axis=-1)

    def probability_alive(self, frequency: Any, recency: Any, T: Any, later: Any = 0) -> Any:
        """The probability, 0 to 1, that a customer is still one at T, or so long after T without a purchase seen."""
        now = per_distinct(lambda *customer: _logistic(-self._log_odds_of_having_left(*customer)), frequency, recency, T)
        if not np.any(later):
            return now if np.ndim(later) == 0 else now * np.ones_like(later, dtype=float)
        return now * per_distinct(self._still_there, later, frequency, T)

    def probability_of_purchases(self, n: Any, t: Any, frequency: Any = 0, recency: Any = 0, T: Any = 0) -> Any:
        """The probability that a customer makes exactly n purchases in the time t after T: P(X(t) = n) of a new one where left out."""

        def if_alive(n: np.ndarray, t: np.ndarray, x: np.ndarray, age: np.ndarray) -> np.ndarray:
            return np.where(t > 0, self._probability_if_alive(n, np.maximum(t, 1e-300), x, age), n == 0)

        alive = self.probability_alive(frequency, recency, T)
        answer = alive * per_distinct(if_alive, n, t, frequency, T) + (1 - alive) * (np.asarray(n) == 0)
        return answer if np.ndim(answer) else float(answer)

    def probability_of_buying(self, t: Any, frequency: Any = 0, recency: Any = 0, T: Any = 0) -> Any:
        """The probability that a customer makes a purchase at all in the time t after T; t is finite."""
        return self.probability_alive(frequency, recency, T) * _ahead(self._buys_if_alive, t, frequency, T)

    @classmethod
    @abstractmethod
    def _objective(cls, params: np.ndarray, rows: Distinct) -> tuple[float, np.ndarray]:
        """The log-likelihood, and its gradient on the logarithms of the parameters."""

    @classmethod
    @abstractmethod
    def _starts(cls, rate: float, age: float) -> list[list[float]]:
        """Parameters to search from, for customers of a mean age who buy at a mean rate."""

    @classmethod
    @abstractmethod
    def _usual(cls, age: float) -> list[float]:
        """The usual size of each parameter."""

    @abstractmethod
    def _log_odds_of_having_left(self, frequency: np.ndarray, recency: np.ndarray, T: np.ndarray) -> np.ndarray: ...

    @abstractmethod
    def _still_there(self, later: np.ndarray, frequency: np.ndarray, T: np.ndarray) -> np.ndarray:
        """The probability that one who is there at T is there later."""

    @abstractmethod
    def _purchases_if_alive(self, discount_rate: float, horizon: np.ndarray, frequency: np.ndarray, T: np.ndarray) -> np.ndarray:
        """Discounted purchases of one who is there at T, up to a horizon above 0; all horizons are finite, or none is."""

    @abstractmethod
    def _pairs_if_alive(self, t: np.ndarray, frequency: np.ndarray, T: np.ndarray) -> np.ndarray:
        """The mean of n (n - 1) for the n purchases, in a time above 0, of one who is there at T; all times are finite, or none is."""

    @abstractmethod
    def _buys_if_alive(self, t: np.ndarray, frequency: np.ndarray, T: np.ndarray) -> np.ndarray:
        """The probability that one who is there at T makes a purchase in a time above 0; all times are finite, or none is."""

    @abstractmethod
    def _probability_if_alive(self, n: np.ndarray, t: np.ndarray, frequency: np.ndarray, T: np.ndarray) -> np.ndarray:
        """The probability of n purchases, in a time above 0, of one who is there at T."""

    @abstractmethod
    def simulate(self, T: Any, later: float = 0, seed: int | None = None) -> Simulated:
        """Customers of these ages, an array, drawn from the model, and their purchases in the time after.

        Args:
            T: the age of each customer.
            later: how long after T to go on.
            seed: for the same customers again.
        """


def customers_of(frequency: Any, recency: Any, T: Any, weights: Any = None) -> Distinct:
    """Customers, of whom each argument is an array with a value each, as distinct rows of frequency, recency and T.

    Raises:
        ValueError: the columns differ in length, or a customer is impossible.
    """
    (x, t_x, age), weight = columns_of(weights, frequency=frequency, recency=recency, T=T)
    if not len(x):
        raise NotEnoughDataError("There are no customers.")
    good = np.isfinite(x) & (x >= 0) & (t_x >= 0) & (t_x <= age) & np.isfinite(age) & ((x > 0) | (t_x == 0))
    if not good.all():
        row = int(np.argmin(good))
        raise ValueError(
            f"Customer {row + 1} cannot be: frequency {x[row]:g}, recency {t_x[row]:g}, T {age[row]:g}."
            " Recency lies between 0 and T, and is 0 where frequency is 0."
        )
    return distinct(x, t_x, age, weights=weight)


def _ahead(compute: Callable[..., np.ndarray], t: Any, frequency: Any, T: Any, figures: tuple[int, ...] = ()) -> Any:
    """What `compute` answers for a time t ahead; 0 where no time is ahead. Infinite times are computed apart from finite ones."""

    def answer(t: np.ndarray, x: np.ndarray, age: np.ndarray) -> np.ndarray:
        result = np.zeros(t.shape + figures)
        for of in ((t > 0) & (t < np.inf), t == np.inf):
            if of.any():
                result[of] = compute(t[of], x[of], age[of])
        return result

    return per_distinct(answer, t, frequency, T)


def _times(probability: Any, mean: Any) -> Any:
    """The product, infinite where the mean is, however small the probability: it is above 0, but may be too small for a float."""
    product = probability * np.where(np.isfinite(mean), mean, 1.0)
    answer = np.where(np.isfinite(mean), product, mean)
    return answer if np.ndim(answer) else float(answer)


def _logistic(odds: np.ndarray) -> np.ndarray:
    from scipy.special import expit

    return expit(odds)


_NODES, _SHARES = np.polynomial.legendre.leggauss(12)
_PANEL = 1.0


def integral_over_time(rate: Any, discount_rate: float, horizon: np.ndarray, scale: np.ndarray, finest: np.ndarray) -> np.ndarray:
    """The integral of exp(-discount_rate s) rate(s) over s from 0 to the horizon, a row for each customer.

    rate(s) gets and answers an array with a row for each customer. It changes by no more than a power of scale + s, and
    nowhere faster than on the time `finest`. So it is integrated over log(1 + s / scale), in which it is smooth.
    """
    end = horizon
    if discount_rate > 0:
        end, finest = np.minimum(horizon, 40 / discount_rate), np.minimum(finest, 1 / discount_rate)
    length = np.log1p(end / scale)
    # Close to 0 the panels begin at what happens fastest and double, where that is shorter than an equal share.
    doubling = np.log1p(np.minimum(finest, end) / scale)
    equal = max(1, math.ceil(float(length.max()) / _PANEL))
    fine = max(0, math.ceil(math.log2(max(1.0, float((length / equal / doubling).max())))))
    edges = [np.zeros_like(length)]
    edges += [length / equal * 2.0 ** (i - fine) for i in range(fine)]
    edges += [length * (i / equal) for i in range(1, equal + 1)]
    total = np.zeros_like(length)
    for low, high in itertools.pairwise(edges):
        position = low[:, None] + (high - low)[:, None] * (_NODES + 1) / 2
        time = scale[:, None] * np.expm1(position)
        values = rate(time) * np.exp(-discount_rate * time) * (scale[:, None] + time)
        total += values @ _SHARES * (high - low) / 2
    return total
