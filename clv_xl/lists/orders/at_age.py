"""What customers had brought when they reached an age: the only way to compare customers who came at different times."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from ...cells.tables import Column
from ...cells.values import Cell, day_to_date, label_key, text_of
from .cleaning import Orders
from .earnings import Earnings
from .summary import summarise_customers


@dataclass(frozen=True, slots=True)
class AgedLine:
    """A customer; one who is younger than the age has no value yet."""

    customer: Annotated[Cell, Column("Customer", "key", "The customer, as first written.")]
    first: Annotated[dt.date | None, Column("First purchase", "date", "The day of the first purchase.")]
    value: Annotated[float | None, Column("Value at age", "money", "Value so far up to then; blank for who is younger.")]


def aged_rows(orders: Orders, days: int, earnings: Earnings, listed: list[Cell] | None = None) -> list[AgedLine]:
    """One row per customer, in the order of the customer table, largest revenue first; or a row for each of those who are listed.

    The value is that of all orders up to so many days after the first purchase; a refund ahead of the first purchase belongs to it.
    """
    import pandas as pd

    frame = pd.DataFrame({"customer": orders.customer, "day": orders.day, "amount": orders.amount})
    summary = summarise_customers(frame).astype({"first": "Int64"})
    codes, revenues, days_of_first = (summary[name].tolist() for name in ("customer", "revenue", "first"))
    first = {code: None if day is pd.NA else day for code, day in zip(codes, days_of_first)}
    brought: dict[int, list[float]] = {code: [] for code in first}
    for code, day, left in zip(orders.customer, orders.day, earnings.own):
        came = first[code]
        if came is not None and day <= came + days:
            brought[code].append(left)
    ranked = [code for code, _ in sorted(zip(codes, revenues), key=lambda pair: (-pair[1], text_of(orders.customers[pair[0]])))]
    wanted = ranked if listed is None else [orders.codes.get(label_key(name)) for name in listed]
    rows = []
    for place, code in enumerate(wanted):
        if code is None or code not in first:
            rows.append(AgedLine(listed[place] if listed else None, None, None))  # a name that no order has
            continue
        came = first[code]
        is_old = came is not None and (orders.as_of or 0) - came >= days
        value = earnings.value(brought[code]) if is_old else None
        rows.append(AgedLine(orders.customers[code], None if came is None else day_to_date(came), value))
    return rows
