"""Orders as the models read them: how often, how recently and for how long each customer has bought, in weeks."""

from __future__ import annotations

from dataclasses import dataclass
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
    end. kept: what refunds on other days have left of all purchases, as a share.
    """

    customer: np.ndarray
    first: np.ndarray
    frequency: np.ndarray
    recency: np.ndarray
    age: np.ndarray
    monetary_value: np.ndarray
    later: np.ndarray
    kept: float


def histories(orders: Orders, until: int, end: int) -> Histories:
    """The customers' histories up to a day, and how often they bought from then to the end."""
    days = _days(orders)
    net = float(days["net"][days["day"] <= until].sum())
    bought = days[days["purchase"]]
    seen = bought[bought["day"] <= until].sort_values(["customer", "day"])
    of = seen.groupby("customer")
    first, last, count = of["day"].min(), of["day"].max(), of.size().to_numpy()
    spent, opening = of["net"].sum().to_numpy(), of["net"].first().to_numpy()
    customer = first.index.to_numpy()
    frequency = (count - 1).astype(float)
    after = bought[(bought["day"] > until) & (bought["day"] <= end)]
    repeat = np.round(spent - opening, CENT_FRACTION)
    gross = float(spent.sum())
    return Histories(
        customer=customer,
        first=first.to_numpy(),
        frequency=frequency,
        recency=(last - first).to_numpy() / DAYS_A_WEEK,
        age=(until - first).to_numpy() / DAYS_A_WEEK,
        monetary_value=np.divide(repeat, frequency, out=np.zeros_like(repeat), where=frequency > 0),
        later=after.groupby("customer").size().reindex(customer, fill_value=0).to_numpy().astype(float),
        kept=min(1.0, max(0.0, net / gross)) if gross > 0 else 1.0,
    )


def repeat_purchases_by(orders: Orders, seen: Histories, ends: np.ndarray) -> np.ndarray:
    """How many repeat purchases the customers seen had made by the end of each of these days, all together."""
    import pandas as pd

    days = _days(orders)
    bought = days[days["purchase"]]
    first = bought["customer"].map(pd.Series(seen.first, index=seen.customer))
    return np.searchsorted(np.sort(bought["day"][bought["day"] > first].to_numpy()), ends, side="right").astype(float)


def _days(orders: Orders) -> Any:
    import pandas as pd

    return customer_days(pd.DataFrame({"customer": orders.customer, "day": orders.day, "amount": orders.amount})).to_native()
