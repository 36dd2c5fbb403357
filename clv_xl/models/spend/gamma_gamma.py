"""Gamma-Gamma: what a customer spends per order, where that has nothing to do with how often they order.

The orders of a customer vary around a mean of their own as a gamma distribution with shape p; its rate varies over customers as a
gamma distribution (q, v). A customer is known by frequency (the number of orders averaged) and monetary_value (their mean). So the
mean order value of a customer is inverse gamma with shape q and scale p v, and after x orders of mean m again, with the shape
p x + q and the scale p (v + x m). Fader and Hardie 2013, "The Gamma-Gamma model of monetary value".
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, Self

import numpy as np
import pandas as pd

from ..fitting import Model, NotEnoughDataError, maximise
from ..reasons import Reason

_SEARCHED = 5_000
"""Customers that the search looks at; what it finds is the start for all."""
_MOST_VARIANCE = 10.0
"""The most that the variance of a customer's mean order value counts, in squares of its expectation, where p x + q is 2 or nearly so."""
_MOST_SPENT = 1e100
"""So that no square of money overflows."""


class SimulatedSpend(NamedTuple):
    """Customers as the model makes them: the mean of their orders, the mean that they vary around, and what later orders brought."""

    monetary_value: np.ndarray
    order_value: np.ndarray
    later_spend: np.ndarray


@dataclass(frozen=True)
class Spenders:
    """Customers by frequency. frequency: its distinct values; of each, begins: its first customer, count: how many there are, and
    log_spent: the sum of the logarithms of what they spent. spent: what each customer spent."""

    frequency: np.ndarray
    begins: np.ndarray
    count: np.ndarray
    log_spent: np.ndarray
    spent: np.ndarray
    weights: np.ndarray | None

    def totals(self, values: np.ndarray) -> np.ndarray:
        """The sum of a figure of each customer over those of each frequency."""
        return np.add.reduceat(values if self.weights is None else values * self.weights, self.begins)


@dataclass(frozen=True)
class GammaGamma(Model):
    """Spend per order, independent of frequency.

    A customer is known by frequency, the number of repeat orders, and monetary_value, their mean in your currency: numbers, or arrays
    with a value per customer. Answers are a float where both are numbers, else an array. p, q and v are above 0, else ValueError.
    Fader and Hardie 2013, "The Gamma-Gamma model of monetary value".

    Where q is 1 or less, a mean over all customers does not exist: the large spenders are so large that more customers would always
    raise it. Then `mean` is None, and the most likely order value stands in for it wherever one is needed.
    """

    p: float
    q: float
    v: float
    left_out: int = field(default=0, kw_only=True, compare=False)
    """Customers with repeat orders that the fit left out, since their mean is 0 or less: free orders, refunds."""

    limits = {
        ("p", "low"): Reason("The orders of a customer vary without measure (p at its limit)."),
        ("p", "high"): Reason("The orders of a customer are all alike (p at its limit)."),
        ("q", "low"): Reason("Customers differ without measure in what they spend (q at its limit)."),
        ("q", "high"): Reason("All customers spend alike (q at its limit): a customer's own orders say nothing about the next."),
        ("v", "low"): Reason("Customers differ without measure in what they spend, or the orders of each are all alike (v at its limit)."),
        ("v", "high"): Reason("All customers spend alike, or the orders of each vary without measure (v at its limit)."),
    }

    @classmethod
    def names(cls) -> list[str]:
        """The letters of the parameters, as in the paper."""
        return ["p", "q", "v"]

    @classmethod
    def fit(cls, frequency: Any, monetary_value: Any, weights: Any = None) -> Self:
        """The parameters that make the customers' mean order values most likely. Customers without repeat orders say nothing here.

        Raises:
            NotEnoughDataError: nobody has a repeat order of more than 0.
            ValueError: the columns differ in length, or a customer is impossible.
        """
        x, money, weight, left_out = repeat_spend(*columns_of(frequency, monetary_value, weights))
        if not len(x):
            raise NotEnoughDataError(
                "No customer has repeat orders of more than 0, so nothing says what an order brings. Check the amounts."
            )
        # In one order, whichever the customers had: sums to the last digit and the sample are the same then.
        order = np.argsort(money)
        order = order[np.argsort(x[order], kind="stable")]
        x, money, weight = x[order], money[order], None if weight is None else weight[order]
        rows = sample = _spenders(x, money, weight)
        if len(x) > _SEARCHED:
            some = np.random.default_rng(1).integers(0, len(x), _SEARCHED)
            sample = _spenders(x[some], money[some], None if weight is None else weight[some])
        total = float(rows.count.sum())
        # The geometric mean is where most customers are, however large a few of them spend.
        usual = math.exp((rows.log_spent.sum() - rows.count @ np.log(rows.frequency)) / total)
        found = maximise(
            lambda logs: cls._objective(np.exp(logs), rows),
            [[p, q, usual * q / p] for p, q in ((6.0, 4.0), (1.0, 2.0), (60.0, 30.0), (3.0, 1.0))],
            [3.0, 3.0, usual],
            total,
            None if sample is rows else (lambda logs: cls._objective(np.exp(logs), sample), float(sample.count.sum())),
        )
        alike = {(0, "high"), (1, "high")} <= set(found.at_limit)
        return cls.fitted(found)._with_notes(left_out, alike)

    def _with_notes(self, left_out: int, alike: bool) -> Self:
        notes = [Reason("All orders are alike: p and q are at their limits.")] if alike else [*self.reasons]
        errors = self.standard_errors
        if self.q <= 1:
            notes.append(Reason("q is 1 or less: a few large spenders decide, and a mean over all customers does not exist."))
        elif errors and self.q - 2 * errors["q"] <= 1:
            notes.append(Reason("q is close to 1: a few large spenders decide the mean over all customers."))
        if left_out:
            notes.append(Reason("Left out: {1} with repeat orders whose mean is 0 or less.", (str(left_out),)))
        return replace(self, reasons=tuple(notes), left_out=left_out)

    @classmethod
    def log_likelihood_of(cls, params: Mapping[str, float], frequency: Any, monetary_value: Any, weights: Any = None) -> float:
        """The log-likelihood of customers with repeat orders of more than 0 under given parameters."""
        x, money, weight, _ = repeat_spend(*columns_of(frequency, monetary_value, weights))
        if not len(x):
            return 0.0
        rows = _spenders(x, money, weight)
        return cls._objective(np.array([params[name] for name in cls.names()], dtype=float), rows)[0]

    @classmethod
    def _objective(cls, params: np.ndarray, rows: Spenders) -> tuple[float, np.ndarray]:
        """The log-likelihood, and its gradient on the logarithms of the parameters."""
        from scipy.special import betaln, psi

        p, q, v = params
        x, count = rows.frequency, rows.count
        # Money differs for each customer, so it gets one logarithm and one division; all else is computed once a frequency.
        both = rows.spent + v
        log_both, inverse = rows.totals(np.log(both)), rows.totals(1 / both)
        px = p * x
        # Differences of digamma at large numbers are taken as they are: they are of no consequence there.
        log_own, log_rest = rows.log_spent - log_both, count * np.log(v) - log_both
        of_money = rows.log_spent - count * np.log(x)
        value = count @ -betaln(px, q) + px @ log_own - of_money.sum() + q * log_rest.sum()
        joint = psi(px + q)
        gradient = np.array(
            [
                x @ (count * (joint - psi(px)) + log_own),
                count @ joint - count.sum() * psi(q) + log_rest.sum(),
                count.sum() * q / v - (px + q) @ inverse,
            ]
        )
        return float(value), gradient * params

    @property
    def mean(self) -> float | None:
        """The mean order value over all customers; None where it does not exist."""
        return self.p * self.v / (self.q - 1) if self.q > 1 else None

    @property
    def order_variation(self) -> float:
        """The variance of a customer's orders over their squared mean."""
        return 1 / self.p

    def expected_value(self, frequency: Any, monetary_value: Any) -> Any:
        """The mean order value that a customer is expected to have in the long run. With frequency 0: that of all customers.

        A mean of less than 0 counts as 0. Where p x + q is 1 or less no expectation exists; there it is the most likely mean.
        """
        shape, scale = self._posterior(frequency, monetary_value)
        answer = scale / np.where(shape > 1, shape - 1, shape + 1)
        return answer if answer.shape else float(answer)

    def second_moment(self, frequency: Any, monetary_value: Any) -> Any:
        """The expectation of the square of a customer's mean order value.

        Where p x + q is 2 or less it does not exist: there, and just above, the variance counts as 10 times the squared expectation.
        """
        shape, _ = self._posterior(frequency, monetary_value)
        variance = np.where(shape > 2 + 1 / _MOST_VARIANCE, 1 / np.maximum(shape - 2, 1 / _MOST_VARIANCE), _MOST_VARIANCE)
        answer = np.square(self.expected_value(frequency, monetary_value)) * (1 + variance)
        return answer if np.ndim(answer) else float(answer)

    def _posterior(self, frequency: Any, monetary_value: Any) -> tuple[np.ndarray, np.ndarray]:
        """Shape and scale of the inverse gamma distribution of the mean order value of customers."""
        x, money = np.broadcast_arrays(np.asarray(frequency, dtype=float), np.asarray(monetary_value, dtype=float))
        spent = x * np.where(x > 0, np.maximum(money, 0.0), 0.0)
        if not ((spent <= _MOST_SPENT).all() and (x >= 0).all()):
            raise ValueError(f"frequency and monetary_value must be numbers, frequency 0 or more, their product at most {_MOST_SPENT:g}.")
        return self.p * x + self.q, self.p * (self.v + spent)

    def simulate(self, frequency: Any, seed: int | None = None, later_purchases: Any = 0) -> SimulatedSpend:
        """The spend of customers with so many orders, drawn from the model, and of so many orders after them."""
        rng = np.random.default_rng(seed)
        x, later = np.broadcast_arrays(np.atleast_1d(np.asarray(frequency, dtype=float)), np.asarray(later_purchases, dtype=float))
        rate = np.maximum(rng.gamma(self.q, 1.0, x.shape), 1e-300) / self.v
        spent, spent_later = (np.where(n > 0, rng.gamma(self.p * np.maximum(n, 1e-9)) / rate, 0.0) for n in (x, later))
        return SimulatedSpend(spent / np.maximum(x, 1.0), self.p / rate, spent_later)


def columns_of(frequency: Any, monetary_value: Any, weights: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """The columns as arrays of numbers, checked.

    Raises:
        ValueError: they differ in length, or a customer or a weight is impossible.
    """
    x, money = (np.atleast_1d(np.asarray(column, dtype=float)).ravel() for column in (frequency, monetary_value))
    weight = None if weights is None else np.atleast_1d(np.asarray(weights, dtype=float)).ravel()
    if len(x) != len(money) or (weight is not None and len(weight) != len(x)):
        raise ValueError("frequency, monetary_value and weights differ in length.")
    with np.errstate(over="ignore", invalid="ignore"):
        good = (x == 0) | ((np.abs(x * money) <= _MOST_SPENT) & (x > 0))
    if not good.all():
        row = int(np.argmin(good))
        raise ValueError(
            f"Customer {row + 1} cannot be: frequency {x[row]:g}, monetary_value {money[row]:g}."
            f" Give numbers, frequency 0 or more, their product at most {_MOST_SPENT:g}."
        )
    if weight is not None and not (np.isfinite(weight).all() and (weight >= 0).all()):
        raise ValueError("weights must be numbers of 0 or more.")
    return x, money, weight


def repeat_spend(x: np.ndarray, money: np.ndarray, weight: np.ndarray | None) -> tuple[np.ndarray, np.ndarray, np.ndarray | None, int]:
    """The customers with repeat orders of more than 0, and how many have others."""
    repeats = x > 0 if weight is None else (x > 0) & (weight > 0)
    used = repeats & (money > 0)
    return x[used], money[used], None if weight is None else weight[used], int(repeats.sum() - used.sum())


def _spenders(x: np.ndarray, money: np.ndarray, weights: np.ndarray | None) -> Spenders:
    codes, levels = pd.factorize(x)
    order = np.argsort(codes.astype(np.int16) if len(levels) < 2**15 else codes, kind="stable")  # 16 bits are sorted by counting
    begins = np.concatenate([[0], np.cumsum(np.bincount(codes, minlength=len(levels)))[:-1]])
    spent = (x * money)[order]
    weights = None if weights is None else weights[order]
    rows = Spenders(np.asarray(levels), begins, np.empty(0), np.empty(0), spent, weights)
    return replace(rows, count=rows.totals(np.ones_like(spent)), log_spent=rows.totals(np.log(spent)))
