"""The customer table: the summary, the lifecycle stage and the attributes, ready for cells."""

from __future__ import annotations

from typing import Any

from ...cells.values import Cell, day_to_date, text_of, words
from ..bands import band_labels, quarters
from ..periods import Period, period_label, period_of
from .cleaning import Orders
from .lifecycle import Stage, median_gap, stage_of
from .summary import summarise_customers

HEADINGS = words(
    "Customer",
    "First purchase",
    "Last purchase",
    "Purchases",
    "Revenue",
    "Average order",
    "Frequency",
    "Recency",
    "Age",
    "Days silent",
    "Stage",
    "Value so far",
    "First order",
)
"""Up to the attributes."""


def customer_rows(orders: Orders, gross_margin: float, attributes: list[list[Cell]], breaks: list[float]) -> list[list[Any]]:
    """One row per customer in the order of HEADINGS, then the attributes, the band of the first order and the month
    acquired; largest revenue first. Without breaks, the bands are the quarters of the first orders."""
    import pandas as pd

    frame = pd.DataFrame({"customer": orders.customer, "day": orders.day, "amount": orders.amount})
    summary = summarise_customers(frame).astype({"purchases": "Int64", "first": "Int64", "last": "Int64"})
    as_of = orders.as_of or 0
    bought = summary["purchases"].notna()
    frequency = (summary["purchases"] - 1)[bought]
    base_gap = median_gap(frequency.tolist(), (summary["last"] - summary["first"])[bought].tolist())
    known = first_known(orders, attributes)

    rows = []
    first_orders = [None if order != order else order for order in summary["first_order"].tolist()]
    sizes = band_labels(first_orders, breaks or quarters(order for order in first_orders if order is not None))
    columns = (summary[name].tolist() for name in ("customer", "revenue", "purchases", "first", "last"))
    for code, revenue, purchases, first, last, first_order, size in zip(*columns, first_orders, sizes):
        value = revenue * gross_margin
        if purchases is pd.NA:
            figures = [None, None, 0.0, revenue, None, 0.0, None, None, None, Stage.REFUNDED, value, None]
            acquired = None
        else:
            begin, end = day_to_date(first), day_to_date(last)
            repeat, span, silent = purchases - 1, last - first, as_of - last
            stage = stage_of(repeat, span, silent, base_gap)
            counts = map(float, (repeat, span, as_of - first, silent))
            figures = [begin, end, float(purchases), revenue, revenue / purchases, *counts, stage, value, first_order]
            acquired = period_label(period_of(first, Period.MONTH), Period.MONTH)
        rows.append([orders.customers[code], *figures, *(column[code] for column in known), size, acquired])
    rows.sort(key=lambda row: (-row[4], text_of(row[0])))
    return rows


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
