"""What customers will buy and spend: a model of purchases and a model of spend put together, with intervals.

Customers' orders and their worth are independent in these models, given the customer, so expected spend is expected orders times
expected order value, and what is unsure of the one adds to what is unsure of the other.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .intervals import LEVEL, Interval, interval_of, log_interval, slopes, variance, z_of
from .purchases.distinct import Distinct
from .purchases.latent_attrition import LatentAttrition
from .spend.gamma_gamma import GammaGamma
from .spend.independence import CredibilitySpend


@dataclass(frozen=True)
class Total:
    """A sum over all customers: what is expected, and how unsure that is.

    unsure: the variance of the expectation, as far as the parameters make it; chance: what the sum itself varies by beside it.
    None where the data do not determine a model. missed: the variance of the logarithm that the model's own error makes.
    """

    expected: float
    unsure: float | None = None
    chance: float | None = None
    missed: float = 0.0

    @property
    def estimate(self) -> Interval | None:
        """What the expectation can be."""
        return None if self.unsure is None else interval_of(self.expected, self.unsure + self._of_model)

    @property
    def outcome(self) -> Interval | None:
        """Where the sum itself will come out."""
        return None if self.unsure is None else interval_of(self.expected, self.unsure + (self.chance or 0.0) + self._of_model)

    def part(self, expected: float) -> Total:
        """A part of the sum: its expectation is unsure by the same share, and what chance adds goes with its size."""
        share = expected / self.expected if self.expected > 0 else 0.0
        if self.unsure is None or self.chance is None:
            return Total(expected)
        return Total(expected, self.unsure * share**2, self.chance * share, self.missed)

    @property
    def _of_model(self) -> float:
        return math.expm1(self.missed) * self.expected**2


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """A row for each customer, and the totals. Intervals are None where the data do not determine a model."""

    alive: np.ndarray
    alive_interval: Interval | None = None
    orders: np.ndarray
    orders_interval: Interval | None = None
    order_value: np.ndarray
    value: np.ndarray
    value_interval: Interval | None = None
    total_alive: Total
    total_orders: Total
    total_value: Total


def forecast(
    purchases: LatentAttrition,
    spend: GammaGamma | CredibilitySpend,
    customers: Distinct,
    monetary_value: np.ndarray,
    horizon: float,
    discount_rate: float = 0.0,
    margin: float = 1.0,
    kept: float | np.ndarray = 1.0,
) -> Forecast:
    """What customers will buy and spend up to a horizon after T.

    customers: frequency, recency and T of each, as customers_of gives them; monetary_value: the mean of their repeat purchases,
    for each customer. kept: what refunds leave of an order's value, of all or of each customer; margin: the share of
    it that is profit.
    """
    each, weights = customers.inverse, customers.weights
    frequency = customers.columns[0][each]

    def figures(model: LatentAttrition) -> np.ndarray:
        """P(alive), orders and discounted orders of each distinct customer."""
        orders = model.conditional_expected_purchases(horizon, *customers.columns)
        present = orders if discount_rate == 0 else model.discounted_purchases(discount_rate, horizon, *customers.columns)
        return np.stack([model.probability_alive(*customers.columns), orders, present])

    alive, orders, present = figures(purchases)
    order_value = kept * np.asarray(spend.expected_value(frequency, monetary_value))
    gain = margin * kept
    worth = margin * order_value
    value = present[each] * worth
    found = Forecast(
        alive=alive[each],
        orders=orders[each],
        order_value=order_value,
        value=value,
        total_alive=Total(float(alive @ weights)),
        total_orders=Total(float(orders @ weights)),
        total_value=Total(float(value.sum())),
    )
    if purchases.log_covariance is None:
        return found

    alive_slopes, orders_slopes, present_slopes = np.moveaxis(slopes(purchases, figures), 1, 0)
    of_alive = variance(purchases, _relative(alive_slopes, alive * (1 - alive)))
    of_orders = variance(purchases, _relative(orders_slopes, orders))
    of_present = variance(purchases, _relative(present_slopes, present))
    chance = purchases.conditional_variance_of_purchases(horizon, *customers.columns)
    of_worth, of_total_worth = _unsure_of_spend(spend, frequency, monetary_value, present[each] * gain)

    squared = gain**2 * np.asarray(spend.second_moment(frequency, monetary_value))
    spread = squared * (spend.order_variation * orders + chance + orders**2)[each] - (orders[each] * worth) ** 2
    # What is discounted shrinks the spread of a customer's spend as it shrinks the mean.
    spread *= np.divide(present, orders, out=np.ones_like(orders), where=orders > 0)[each] ** 2
    by_row = np.bincount(each, worth, len(weights))
    return replace(
        found,
        alive_interval=_of_each(_logit_interval(alive, of_alive), each),
        orders_interval=_of_each(log_interval(orders, of_orders), each),
        value_interval=log_interval(value, of_present[each] + of_worth),
        total_alive=_total(found.total_alive, variance(purchases, alive_slopes @ weights), alive * (1 - alive) @ weights),
        total_orders=_total(found.total_orders, variance(purchases, orders_slopes @ weights), chance @ weights),
        total_value=_total(found.total_value, variance(purchases, present_slopes @ by_row) + of_total_worth, np.maximum(spread, 0).sum()),
    )


def so_far_ahead(
    purchases: LatentAttrition, customers: Distinct, worth: np.ndarray, horizons: np.ndarray, discount_rate: float
) -> tuple[np.ndarray, np.ndarray]:
    """The orders of all customers up to each horizon, and what they bring, discounted. worth: what an order of each customer brings."""
    by_row = np.bincount(customers.inverse, worth, len(customers.weights))
    orders, value = [], []
    for horizon in horizons:
        each = purchases.conditional_expected_purchases(horizon, *customers.columns)
        present = each if discount_rate == 0 else purchases.discounted_purchases(discount_rate, horizon, *customers.columns)
        orders.append(each @ customers.weights)
        value.append(present @ by_row)
    return np.array(orders), np.array(value)


def _unsure_of_spend(
    spend: GammaGamma | CredibilitySpend, frequency: np.ndarray, monetary_value: np.ndarray, orders: np.ndarray
) -> tuple[Any, float]:
    """The variance that the model of spend makes: of the logarithm of each customer's order value, and of what all spend on so
    many orders, or shares of them."""
    values = np.asarray(spend.expected_value(frequency, monetary_value))
    if isinstance(spend, CredibilitySpend):
        return spend.level_error**2, (spend.level_error * float(values @ orders)) ** 2
    if spend.log_covariance is None:
        return 0.0, 0.0
    of_values = slopes(spend, lambda model: model.expected_value(frequency, monetary_value))
    return variance(spend, _relative(of_values, values)), float(variance(spend, of_values @ orders))


def _total(total: Total, unsure: float, chance: float) -> Total:
    return replace(total, unsure=float(unsure), chance=float(chance))


def _relative(slopes: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The slopes of the logarithm."""
    return np.divide(slopes, values, out=np.zeros_like(slopes), where=values > 0)


def _logit_interval(share: np.ndarray, odds_variance: np.ndarray) -> Interval:
    from scipy.special import expit, logit

    with np.errstate(divide="ignore"):  # certainty stays certain
        odds, reach = logit(share), z_of(LEVEL) * np.sqrt(odds_variance)
    return Interval(expit(odds - reach), expit(odds + reach))


def _of_each(interval: Interval, each: np.ndarray) -> Interval:
    return Interval(interval.low[each], interval.high[each])
