"""What a customer who has just come will bring: the first order, and the repeat orders that the models expect of a newcomer."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .intervals import Interval, interval_of, slopes, variance
from .purchases.latent_attrition import LatentAttrition
from .spend.gamma_gamma import GammaGamma
from .spend.independence import CredibilitySpend


class Figure(NamedTuple):
    """A figure, and where it lies with 90% confidence; None where the data do not determine the model."""

    expected: float
    interval: Interval | None = None


@dataclass(frozen=True)
class Newcomers:
    """Customers from whom to learn what a new one brings: the models fitted to them, and what their first orders brought.

    repeat_order: the mean of all repeat orders, for spend that goes with frequency.
    """

    purchases: LatentAttrition
    spend: GammaGamma | CredibilitySpend
    first_orders: np.ndarray
    repeat_order: float

    def order_value(self) -> float:
        """What a repeat order is expected to bring. Under Gamma-Gamma p v / (q - 1); where frequent customers spend more or less per
        order, the mean of customers is not that of orders, which counts here."""
        mean = self.spend.mean if isinstance(self.spend, GammaGamma) else self.repeat_order
        assert mean is not None  # without a mean Gamma-Gamma is not chosen
        return mean

    def value(self, horizon: float, discount_rate: float, gain: float) -> Figure:
        """The first order now, and the repeat orders up to a horizon, which may be math.inf, each counted exp(-discount_rate x its time);
        gain: the share of an order that is profit. Infinite where repeat orders have no end."""
        first, order_value = float(self.first_orders.mean()), self.order_value()
        orders = self.purchases.discounted_purchases(discount_rate, horizon, 0, 0, 0)
        later = orders * order_value
        expected = gain * (first + later)
        if self.purchases.log_covariance is None or not math.isfinite(expected):
            return Figure(expected)
        with np.errstate(invalid="ignore"):
            of_orders = slopes(self.purchases, lambda model: model.discounted_purchases(discount_rate, horizon, 0, 0, 0))
        if not np.isfinite(of_orders).all():
            return Figure(expected)
        unsure = self.first_orders.var() / len(self.first_orders) + order_value**2 * float(variance(self.purchases, of_orders))
        unsure += orders**2 * self._unsure_of_order_value()
        return Figure(expected, interval_of(expected, gain**2 * float(unsure)) if math.isfinite(unsure) else None)

    def _unsure_of_order_value(self) -> float:
        """The variance of what a repeat order is expected to bring."""
        if isinstance(self.spend, CredibilitySpend):
            return (self.spend.level_error * self.repeat_order) ** 2
        if self.spend.log_covariance is None:
            return 0.0
        of_mean = slopes(self.spend, lambda model: math.nan if model.mean is None else model.mean)
        return float(variance(self.spend, of_mean)) if np.isfinite(of_mean).all() else math.inf
