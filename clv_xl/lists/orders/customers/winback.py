"""Customers to win back: silent for longer than their own rhythm explains."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from ....cells.errors import ExcelError
from ....cells.tables import Column
from ....cells.values import Cell, Words, label_key, text_of
from ..cleaning import Orders
from ..earnings import Earnings
from .lifecycle import OVERDUE, Stage, median_gap, usual_gap
from .table import customer_rows


@dataclass(frozen=True, slots=True)
class WinbackLine:
    """A repeat customer who is slipping or dormant, or all of them together."""

    customer: Annotated[Cell, Column("Customer", "key", "The customer; the last row says how many there are.")]
    last: Annotated[dt.date | None, Column("Last purchase", "date", "The day of the last purchase.")]
    purchases: Annotated[float, Column("Purchases", "count", "How many days the customer bought on.")]
    gap: Annotated[float | None, Column("Usual gap", "duration", "Days that usually lie between two purchases of the customer.")]
    silent: Annotated[float | None, Column("Days silent", "count", "Days from the last purchase to the calculation date.")]
    gaps: Annotated[float | None, Column("Gaps silent", "ratio", "Days silent / usual gap.")]
    stage: Annotated[Stage | None, Column("Stage", "state", "Slipping or Dormant.")]
    average_order: Annotated[float | None, Column("Average order", "money", "Revenue / purchases.")]
    value: Annotated[float, Column("Value so far", "money", "Revenue x gross margin, or less the costs of the orders.")]
    alive: Annotated[float | ExcelError | None, Column("P(alive)", "share", "The probability that they are still a customer.")]
    at_stake: Annotated[float | ExcelError, Column("Value at stake", "money", "What the model expects of them within the months ahead.")]
    open: Annotated[float | ExcelError, Column("Acting can change", "money", "Value at stake x (1 - P(alive)).")]


def winback_rows(orders: Orders, earnings: Earnings, expected: Mapping[int, tuple[float, float]]) -> list[WinbackLine]:
    """A row per repeat customer who is slipping or dormant, and a total; those first with whom acting can change most.

    expected: the chance of still being a customer and the value to come, by code; where nobody can say, the most valuable come first.
    """
    customers = customer_rows(orders, earnings, [], [])
    bought = [one for one in customers if one.frequency and one.recency is not None]
    base_gap = median_gap([one.frequency or 0 for one in bought], [one.recency or 0 for one in bought])
    rows = []
    for one in customers:
        if one.stage not in OVERDUE:
            continue
        frequency, recency, silent, order = (figure or 0.0 for figure in (one.frequency, one.recency, one.silent, one.average_order))
        gap = usual_gap(frequency, recency, base_gap)
        alive, value = expected.get(orders.codes[label_key(one.customer)], (ExcelError.NA, ExcelError.NA))
        open_to = value * (1 - alive) if isinstance(alive, float) and isinstance(value, float) else ExcelError.NA
        rows.append(
            WinbackLine(
                customer=one.customer,
                last=one.last,
                purchases=one.purchases,
                gap=gap,
                silent=silent,
                gaps=silent / gap,
                stage=one.stage,
                average_order=order,
                value=one.value,
                alive=alive,
                at_stake=value,
                open=open_to,
            )
        )
    rows.sort(key=lambda row: (-(row.open if isinstance(row.open, float) else row.value), text_of(row.customer)))
    return [*rows, _total(rows)]


def _sum(figures: Sequence[float | ExcelError]) -> float | ExcelError:
    """Not known where one of them is not."""
    known = [figure for figure in figures if isinstance(figure, float)]
    return math.fsum(known) if len(known) == len(figures) else ExcelError.NA


def _total(rows: list[WinbackLine]) -> WinbackLine:
    return WinbackLine(
        customer=Words("1 customer") if len(rows) == 1 else Words("{1} customers", f"{len(rows):,}"),
        last=None,
        purchases=float(sum(row.purchases for row in rows)),
        gap=None,
        silent=None,
        gaps=None,
        stage=None,
        average_order=None,
        value=math.fsum(row.value for row in rows),
        alive=None,
        at_stake=_sum([row.at_stake for row in rows]),
        open=_sum([row.open for row in rows]),
    )
