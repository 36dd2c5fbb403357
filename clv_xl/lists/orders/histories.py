"""Orders as the models read them: how often, how recently and for how long each customer has bought, in weeks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from .cleaning import Orders
from .summary import CENT_FRACTION, customer_days

DAYS_A_WEEK = 7


@dataclass(frozen=True)
class Histories:
    """A row for each customer with a purchase up to a day.

    customer: their codes in the orders; first: the day of the first purchase; frequency: purchases after it; recency and age
    in weeks; monetary_value: the mean of the repeat purchases, 0 without any; later: purchases after the day, up to the
    end. kept: the share of the purchases that refunds on other days have left, as if each customer had made one purchase more, of
    average size and refunded like all. opening: what the first purchase brought. variation: how much the repeat purchases of a
    customer vary, as the square of the coefficient of variation; None where nobody has two of them.
    """

    customer: np.ndarray
    first: np.ndarray
    frequency: np.ndarray
    recency: np.ndarray
    age: np.ndarray
    monetary_value: np.ndarray
    later: np.ndarray
    kept: np.ndarray
    opening: np.ndarray
    variation: float | None

    def of(self, customers: Collection[int]) -> Histories:
        """Those of some customers, by their codes."""
        rows = np.isin(self.customer, list(customers))
        arrays = {one.name: array[rows] for one in fields(self) if isinstance(array := getattr(self, one.name), np.ndarray)}
        return replace(self, **arrays)


def histories(orders: Orders, until: int, end: int) -> Histories:
    """The customers' histories up to a day, and how often they bought from then to the end."""
    days = _days(orders)
    bought = days[days["purchase"]]
    seen = bought[bought["day"] <= until].sort_values(["customer", "day"])
    of = seen.groupby("customer")
    first, last, count = of["day"].min(), of["day"].max(), of.size().to_numpy()
    spent, opening = of["net"].sum().to_numpy(), of["net"].first().to_numpy()
    customer = first.index.to_numpy()
    frequency = (count - 1).astype(float)
    after = bought[(bought["day"] > until) & (bought["day"] <= end)]
    repeat = np.round(spent - opening, CENT_FRACTION)
    net = days[days["day"] <= until].groupby("customer")["net"].sum().reindex(customer, fill_value=0.0).to_numpy()
    average = float(spent.sum()) / max(1, int(count.sum()))
    kept_of_all = float(net.sum()) / float(spent.sum()) if spent.sum() > 0 else 1.0
    kept = np.divide(net + kept_of_all * average, spent + average, out=np.ones_like(spent), where=spent + average > 0)
    return Histories(
        customer=customer,
        first=first.to_numpy(),
        frequency=frequency,
        recency=(last - first).to_numpy() / DAYS_A_WEEK,
        age=(until - first).to_numpy() / DAYS_A_WEEK,
        monetary_value=np.divide(repeat, frequency, out=np.zeros_like(repeat), where=frequency > 0),
        later=after.groupby("customer").size().reindex(customer, fill_value=0).to_numpy().astype(float),
        kept=np.clip(kept, 0.0, 1.0),
        opening=opening,
        variation=_variation(seen),
    )


def repeat_purchases_by(orders: Orders, seen: Histories, ends: np.ndarray) -> np.ndarray:
    """How many repeat purchases the customers seen had made by the end of each of these days, all together."""
    import pandas as pd

    days = _days(orders)
    bought = days[days["purchase"]]
    first = bought["customer"].map(pd.Series(seen.first, index=seen.customer))
    return np.searchsorted(np.sort(bought["day"][bought["day"] > first].to_numpy()), ends, side="right").astype(float)


def _variation(seen: Any) -> float | None:
    """The variance of the repeat purchases of a customer over their squared mean, over customers with two and more of them."""
    repeats = seen[seen["day"] > seen.groupby("customer")["day"].transform("min")].groupby("customer")["net"]
    table = repeats.agg(["size", "mean", "var"])
    table = table[(table["size"] > 1) & (table["mean"] > 0)]
    weight = table["size"] - 1
    return float((weight * table["var"] / table["mean"] ** 2).sum() / weight.sum()) if len(table) else None


def _days(orders: Orders) -> Any:
    import pandas as pd

    return customer_days(pd.DataFrame({"customer": orders.customer, "day": orders.day, "amount": orders.amount})).to_native()
