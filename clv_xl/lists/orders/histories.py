"""Orders as the models read them: how often, how recently and for how long each customer has bought, in weeks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from ..remembering import remembered
from .cleaning import Orders
from .clock import DAYS_A_WEEK, Clock, months_of
from .summary import CENT_FRACTION, customer_days


@dataclass(frozen=True)
class Histories:
    """A row for each customer with a purchase up to a day.

    customer: their codes in the orders; first: the day of the first purchase; frequency: purchases after it; recency and age
    in weeks of the clock, to the day; monetary_value: the mean of the repeat purchases, 0 without any; later: purchases after the
    day, up to the end; later_value: what they brought, refunds of that time taken off. kept: the share of the purchases that
    refunds on other days have left, as if each customer had made one purchase more, of average size and refunded like all.
    opening: what the first purchase brought. variation: how much the repeat purchases of a customer vary, as the square of the
    coefficient of variation; None where nobody has two of them.
    """

    customer: np.ndarray
    first: np.ndarray
    frequency: np.ndarray
    recency: np.ndarray
    age: np.ndarray
    monetary_value: np.ndarray
    later: np.ndarray
    later_value: np.ndarray
    kept: np.ndarray
    opening: np.ndarray
    variation: float | None

    def of(self, customers: Collection[int]) -> Histories:
        """Those of some customers, by their codes."""
        rows = np.isin(self.customer, list(customers))
        arrays = {one.name: array[rows] for one in fields(self) if isinstance(array := getattr(self, one.name), np.ndarray)}
        return replace(self, **arrays)


def histories(orders: Orders, until: int, end: int, clock: Clock) -> Histories:
    """The customers' histories up to a day, and how often they bought from then to the end."""
    days = _days(orders)
    bought = days[days["purchase"]]
    seen = bought[bought["day"] <= until].sort_values(["customer", "day"])
    of = seen.groupby("customer")
    first, last, count = of["day"].min(), of["day"].max(), of.size().to_numpy()
    spent, opening = of["net"].sum().to_numpy(), of["net"].first().to_numpy()
    customer = first.index.to_numpy()
    frequency = (count - 1).astype(float)
    after = days[(days["day"] > until) & (days["day"] <= end)].groupby("customer").agg(n=("purchase", "sum"), net=("net", "sum"))
    after = after.reindex(customer, fill_value=0)
    repeat = np.round(spent - opening, CENT_FRACTION)
    net = days[days["day"] <= until].groupby("customer")["net"].sum().reindex(customer, fill_value=0.0).to_numpy()
    average = float(spent.sum()) / max(1, int(count.sum()))
    kept_of_all = float(net.sum()) / float(spent.sum()) if spent.sum() > 0 else 1.0
    kept = np.divide(net + kept_of_all * average, spent + average, out=np.ones_like(spent), where=spent + average > 0)
    return Histories(
        customer=customer,
        first=first.to_numpy(),
        frequency=frequency,
        recency=_to_the_day(clock.weeks(first, last)),
        age=_to_the_day(clock.weeks(first, until)),
        monetary_value=np.divide(repeat, frequency, out=np.zeros_like(repeat), where=frequency > 0),
        later=after["n"].to_numpy().astype(float),
        later_value=after["net"].to_numpy().astype(float),
        kept=np.clip(kept, 0.0, 1.0),
        opening=opening,
        variation=_variation(seen),
    )


def repeat_purchases_by(orders: Orders, seen: Histories, ends: np.ndarray) -> np.ndarray:
    """How many repeat purchases the customers seen had made by the end of each of these days, all together."""
    import pandas as pd

    customer, day = purchase_days(orders)
    first = pd.Series(customer).map(pd.Series(seen.first, index=seen.customer)).to_numpy()
    return np.searchsorted(np.sort(day[day > first]), ends, side="right").astype(float)


def purchases_by(orders: Orders, known: int, ends: Sequence[int]) -> np.ndarray:
    """How many purchases those who had become customers by a day had made by the end of each of these days, all together."""
    import pandas as pd

    customer, day = purchase_days(orders)
    first = pd.Series(day).groupby(customer).transform("min").to_numpy()
    return np.searchsorted(np.sort(day[first <= known]), ends, side="right").astype(float)


def month_ends(orders: Orders, until: int) -> np.ndarray:
    """The last day of each month from the first order to a day, which is the last of them."""
    days = np.arange(min(orders.day), until + 1)
    return days[np.append(np.diff(months_of(days)) > 0, True)]


def purchase_days(orders: Orders) -> tuple[np.ndarray, np.ndarray]:
    """The customer and the day of each purchase."""
    days = _days(orders)
    bought = days[days["purchase"]]
    return bought["customer"].to_numpy(), bought["day"].to_numpy()


def _to_the_day(weeks: np.ndarray) -> np.ndarray:
    """As exact as the days that they come from, so that customers who are alike stay so."""
    return np.rint(weeks * DAYS_A_WEEK) / DAYS_A_WEEK


def _variation(seen: Any) -> float | None:
    """The variance of the repeat purchases of a customer over their squared mean, over customers with two and more of them."""
    repeats = seen[seen["day"] > seen.groupby("customer")["day"].transform("min")].groupby("customer")["net"]
    table = repeats.agg(["size", "mean", "var"])
    table = table[(table["size"] > 1) & (table["mean"] > 0)]
    weight = table["size"] - 1
    return float((weight * table["var"] / table["mean"] ** 2).sum() / weight.sum()) if len(table) else None


@remembered
def _days(orders: Orders) -> Any:
    import pandas as pd

    return customer_days(pd.DataFrame({"customer": orders.customer, "day": orders.day, "amount": orders.amount})).to_native()
