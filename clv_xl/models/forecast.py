"""What customers will buy and spend: a model of purchases and a model of spend put together, with intervals.

Customers' orders and their worth are independent in these models, given the customer, so expected spend is expected orders times
expected order value, and what is unsure of the one adds to what is unsure of the other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .distinct import Distinct
from .gamma_gamma import GammaGamma
from .intervals import LEVEL, Interval, log_interval, outcome_interval, slopes, variance, z_of
from .latent_attrition import LatentAttrition
from .spend import CredibilitySpend


@dataclass(frozen=True)
class Total:
    """A sum over all customers: what is expected, how sure that is, and where the sum itself will come out."""

    expected: float
    estimate: Interval | None
    outcome: Interval | None


@dataclass(frozen=True)
class Forecast:
    """A row for each customer, and the totals. Intervals are None where the data do not determine a model."""

    alive: np.ndarray
    alive_interval: Interval | None
    orders: np.ndarray
    orders_interval: Interval | None
    order_value: np.ndarray
    value: np.ndarray
    value_interval: Interval | None
    total_alive: float
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
    kept: float = 1.0,
) -> Forecast:
    """What customers will buy and spend up to a horizon after T.

    customers: frequency, recency and T of each, as customers_of gives them; monetary_value: the mean of their repeat purchases,
    for each customer. kept: what refunds leave of an order's value; margin:
    the share of it that is profit.
    """
    frequency, recency, age = customers.columns
    each, x = customers.inverse, customers.columns[0][customers.inverse]

    def expected_orders(model: LatentAttrition) -> np.ndarray:
        return model.conditional_expected_purchases(horizon, frequency, recency, age)

    def present_orders(model: LatentAttrition) -> np.ndarray:
        return model.discounted_purchases(discount_rate, horizon, frequency, recency, age)

    alive = purchases.probability_alive(frequency, recency, age)
    orders = expected_orders(purchases)
    present = orders if discount_rate == 0 else present_orders(purchases)
    order_value = kept * np.asarray(spend.expected_value(x, monetary_value))
    worth = margin * order_value
    value = present[each] * worth

    alive_interval = orders_interval = value_interval = None
    orders_estimate = value_estimate = orders_outcome = value_outcome = None
    if purchases.log_covariance is not None:
        orders_slopes = slopes(purchases, expected_orders)
        present_slopes = orders_slopes if discount_rate == 0 else slopes(purchases, present_orders)
        alive_slopes = slopes(purchases, lambda model: model.probability_alive(frequency, recency, age))
        alive_interval = _spread(_logit_interval(alive, variance(purchases, _relative(alive_slopes, alive * (1 - alive)))), each)
        orders_interval = _spread(log_interval(orders, variance(purchases, _relative(orders_slopes, orders))), each)

        unsure_orders = float(variance(purchases, orders_slopes @ customers.weights))
        total = float(orders @ customers.weights)
        chance = purchases.conditional_variance_of_purchases(horizon, frequency, recency, age)
        orders_estimate = log_interval(total, unsure_orders / total**2) if total > 0 else None
        orders_outcome = outcome_interval(total, unsure_orders + float(chance @ customers.weights))
        of_orders = variance(purchases, _relative(present_slopes, present))[each]
        by_row = np.bincount(each, worth, len(frequency))
        unsure = float(variance(purchases, present_slopes @ by_row))
        of_worth = np.zeros_like(worth)
        if isinstance(spend, GammaGamma) and spend.log_covariance is not None:
            worth_slopes = margin * kept * slopes(spend, lambda model: model.expected_value(x, monetary_value))
            of_worth = variance(spend, _relative(worth_slopes, worth))
            unsure += float(variance(spend, worth_slopes @ present[each]))
        elif isinstance(spend, CredibilitySpend):
            of_worth += spend.level_error**2
            unsure += (spend.level_error * float(value.sum())) ** 2
        value_interval = log_interval(value, of_orders + of_worth)
        squared = (margin * kept) ** 2 * np.asarray(spend.second_moment(x, monetary_value))
        # What is discounted shrinks the spread of a customer's spend as it shrinks the mean.
        shrunk = np.divide(present, orders, out=np.ones_like(orders), where=orders > 0)[each] ** 2
        of_chance = shrunk * (squared * (spend.order_variation * orders + chance + orders**2)[each] - (orders[each] * worth) ** 2)
        whole = float(value.sum())
        value_estimate = log_interval(whole, unsure / whole**2) if whole > 0 else None
        value_outcome = outcome_interval(whole, unsure + float(np.maximum(of_chance, 0).sum()))
    return Forecast(
        alive=alive[each],
        alive_interval=alive_interval,
        orders=orders[each],
        orders_interval=orders_interval,
        order_value=order_value,
        value=value,
        value_interval=value_interval,
        total_alive=float(alive @ customers.weights),
        total_orders=Total(float(orders @ customers.weights), orders_estimate, orders_outcome),
        total_value=Total(float(value.sum()), value_estimate, value_outcome),
    )


def _relative(slopes: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The slopes of the logarithm."""
    return np.divide(slopes, values, out=np.zeros_like(slopes), where=values > 0)


def _logit_interval(share: np.ndarray, odds_variance: np.ndarray) -> Interval:
    from scipy.special import expit, logit

    with np.errstate(divide="ignore"):  # certainty stays certain
        odds, reach = logit(share), z_of(LEVEL) * np.sqrt(odds_variance)
    return Interval(expit(odds - reach), expit(odds + reach))


def _spread(interval: Interval, each: np.ndarray) -> Interval:
    return Interval(interval.low[each], interval.high[each])
