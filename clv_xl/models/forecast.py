"""What customers will buy and spend: a model of purchases and a model of spend put together, with intervals.

Customers' orders and their worth are independent in these models, given the customer, so expected spend is expected orders times
expected order value, and what is unsure of the one adds to what is unsure of the other.
"""

from __future__ import annotations

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
    """A sum over all customers: what is expected, how sure that is, and where the sum itself will come out."""

    expected: float
    estimate: Interval | None = None
    outcome: Interval | None = None


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
        total_alive=float(alive @ weights),
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
        total_orders=_total(found.total_orders.expected, variance(purchases, orders_slopes @ weights), chance @ weights),
        total_value=_total(
            found.total_value.expected,
            variance(purchases, present_slopes @ by_row) + of_total_worth,
            np.maximum(spread, 0).sum(),
        ),
    )


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


def _total(expected: float, unsure: float, chance: float) -> Total:
    """A total with the variance of its estimate, and that which chance adds."""
    return Total(expected, *(interval_of(expected, float(spread)) for spread in (unsure, unsure + chance)))


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
