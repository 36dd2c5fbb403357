"""The customer table: the summary, the lifecycle stage and the attributes, ready for cells."""

from __future__ import annotations

import datetime as dt
import statistics
from dataclasses import dataclass
from typing import Annotated

from ....cells.tables import Column
from ....cells.values import Cell, Words, day_to_date, text_of
from ...bands import band_labels, quarters
from ...periods import Period, period_label, period_of
from ..cleaning import Orders
from ..earnings import Earnings
from ..summary import summarise_customers
from .lifecycle import Stage, median_gap, stage_of


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """A customer; one with refunds alone has no purchases, and no more than a revenue."""

    customer: Annotated[Cell, Column("Customer", "key", "The customer, as first written.")]
    first: Annotated[dt.date | None, Column("First purchase", "date", "The day of the first purchase.")]
    last: Annotated[dt.date | None, Column("Last purchase", "date", "The day of the last purchase.")]
    purchases: Annotated[float, Column("Purchases", "count", "How many days the customer bought on.")]
    revenue: Annotated[float, Column("Revenue", "money", "What all orders brought, with refunds taken off.")]
    average_order: Annotated[float | None, Column("Average order", "money", "Revenue / purchases.")]
    frequency: Annotated[float | None, Column("Frequency", "count", "Repeat purchases: those after the first.")]
    recency: Annotated[float | None, Column("Recency", "count", "Days from the first purchase to the last.")]
    age: Annotated[float | None, Column("Age", "count", "Days from the first purchase to the calculation date.")]
    silent: Annotated[float | None, Column("Days silent", "count", "Days from the last purchase to the calculation date.")]
    stage: Annotated[Stage, Column("Stage", "state", "New, Active, Slipping, Dormant, One-time or Refunded.")]
    value: Annotated[float, Column("Value so far", "money", "Revenue x gross margin, or less the costs of the orders.")]
    first_order: Annotated[float | None, Column("First order", "money", "What the day of the first purchase brought.")]
    attributes: Annotated[
        tuple[Cell, ...],
        Column("Attribute {1}", "text", "A column of attributes: the customer's first known value.", "with attributes", repeats=True),
    ]
    first_order_size: Annotated[str | None, Column("First order size", "text", "The band that the first order lies in.")]
    acquired: Annotated[str | None, Column("Acquired", "text", "The month of the first purchase.")]
    half: Annotated[str | None, Column("Newer or older", "text", "Newer: in the half of the customers who came last; else Older.")]


def customer_rows(orders: Orders, earnings: Earnings, attributes: list[list[Cell]], breaks: list[float]) -> list[CustomerLine]:
    """One row per customer; largest revenue first. Without breaks, the bands are the quarters of the first orders."""
    import pandas as pd

    frame = pd.DataFrame({"customer": orders.customer, "day": orders.day, "amount": orders.amount})
    summary = summarise_customers(frame).astype({"purchases": "Int64", "first": "Int64", "last": "Int64"})
    as_of = orders.as_of or 0
    bought = summary["purchases"].notna()
    frequency = (summary["purchases"] - 1)[bought]
    base_gap = median_gap(frequency.tolist(), (summary["last"] - summary["first"])[bought].tolist())
    known = first_known(orders, attributes)
    middle = statistics.median_low(summary["first"][bought].tolist()) if bought.any() else 0

    rows, left = [], left_by_customer(orders, earnings)
    first_orders = [None if order != order else order for order in summary["first_order"].tolist()]
    sizes = band_labels(first_orders, breaks or quarters(order for order in first_orders if order is not None))
    columns = (summary[name].tolist() for name in ("customer", "revenue", "purchases", "first", "last"))
    for code, revenue, purchases, first, last, first_order, size in zip(*columns, first_orders, sizes):
        came = purchases is not pd.NA
        repeat, span, silent = (purchases - 1, last - first, as_of - last) if came else (0, 0, 0)
        rows.append(
            CustomerLine(
                customer=orders.customers[code],
                first=day_to_date(first) if came else None,
                last=day_to_date(last) if came else None,
                purchases=float(purchases) if came else 0.0,
                revenue=revenue,
                average_order=revenue / purchases if came else None,
                frequency=float(repeat),
                recency=float(span) if came else None,
                age=float(as_of - first) if came else None,
                silent=float(silent) if came else None,
                stage=stage_of(repeat, span, silent, base_gap) if came else Stage.REFUNDED,
                value=left[code],
                first_order=first_order,
                attributes=tuple(column[code] for column in known),
                first_order_size=size,
                acquired=period_label(period_of(first, Period.MONTH), Period.MONTH) if came else None,
                half=Words("Newer" if first > middle else "Older") if came else None,
            )
        )
    rows.sort(key=lambda row: (-row.revenue, text_of(row.customer)))
    return rows


def left_by_customer(orders: Orders, earnings: Earnings) -> list[float]:
    """What the orders of each customer leave together, by code."""
    own: list[list[float]] = [[] for _ in orders.customers]
    for customer, left in zip(orders.customer, earnings.own):
        own[customer].append(left)
    return [*map(earnings.value, own)]


def first_known(orders: Orders, attributes: list[list[Cell]]) -> list[list[Cell]]:
    """Per attribute, each customer's first known value, by day and then in the order of the rows."""
    by_day = sorted(range(len(orders.day)), key=orders.day.__getitem__)
    columns = []
    for attribute in attributes:
        found: list[Cell] = [None] * len(orders.customers)
        if any(cell is not None for cell in attribute):
            for position in reversed(by_day):  # the earliest is written last
                if (cell := attribute[orders.row[position]]) is not None:
                    found[orders.customer[position]] = cell
        columns.append(found)
    return columns
