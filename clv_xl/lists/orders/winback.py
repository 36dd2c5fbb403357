"""Customers to win back: silent for longer than their own rhythm explains."""

from __future__ import annotations

import math
from typing import Any

from ...cells.values import Words, text_of, words
from ..periods import DAYS_A_YEAR
from .cleaning import Orders
from .customer_table import HEADINGS, customer_rows
from .lifecycle import Stage, median_gap, usual_gap

WINBACK_HEADINGS = words(
    "Customer",
    "Last purchase",
    "Purchases",
    "Usual gap",
    "Days silent",
    "Gaps silent",
    "Stage",
    "Average order",
    "Value so far",
    "Value at stake",
)


def winback_rows(orders: Orders, gross_margin: float) -> list[list[Any]]:
    """A row per repeat customer who is slipping or dormant, with the headings and a total; most at stake first."""
    customers = [dict(zip(HEADINGS, row)) for row in customer_rows(orders, gross_margin, [], [])]
    bought = [customer for customer in customers if customer["Frequency"] is not None]
    base_gap = median_gap([c["Frequency"] for c in bought], [c["Recency"] for c in bought])
    rows: list[list[Any]] = []
    for customer in customers:
        if customer["Stage"] not in (Stage.SLIPPING, Stage.DORMANT):
            continue
        gap = usual_gap(customer["Frequency"], customer["Recency"], base_gap)
        at_stake = max(0.0, customer["Average order"]) * gross_margin * DAYS_A_YEAR / gap
        known = [customer[heading] for heading in ("Customer", "Last purchase", "Purchases")]
        rhythm = [gap, customer["Days silent"], customer["Days silent"] / gap, customer["Stage"]]
        rows.append([*known, *rhythm, customer["Average order"], customer["Value so far"], at_stake])
    rows.sort(key=lambda row: (-row[-1], text_of(row[0])))
    counts = [Words("1 customer" if len(rows) == 1 else f"{len(rows):,} customers"), None, float(sum(row[2] for row in rows))]
    money = [None, math.fsum(row[-2] for row in rows), math.fsum(row[-1] for row in rows)]
    return [WINBACK_HEADINGS, *rows, [*counts, None, None, None, None, *money]]
