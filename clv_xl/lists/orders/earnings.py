"""What orders leave: after their own costs and fees where the list has them, else by the gross margin.

An order with a cost counts as its amount less the cost, one without as its amount times the gross margin; fees come off either. Where a
part of the orders has costs and there is no margin for the others, no cost is counted: revenue and profit would be added up. What was
sold stays paid for when the money goes back, unless the refund has a cost below zero: the goods came back.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ...cells.values import Cell
from ..remembering import digest_of, remembered
from .cleaning import Orders, read_amount
from .summary import CENT_FRACTION

CostColumns = Sequence[Any]
"""Headings where they have them, and columns beside the orders: the first is the cost of goods, the others are fees."""


@dataclass(frozen=True)
class Earnings:
    """What each order leaves is own x share, for sums that are right to the cent: own is the amounts where the margin alone counts.

    margin: what is left of all revenue, for what is to come. above_zero, with_cost, own_cost: how many orders bring money, have a cost,
    and count with it. covered: the share of revenue that has a cost; cost_margin: the margin on it. unread: cells that are no number.
    """

    own: list[float]
    share: float
    margin: float
    above_zero: int
    with_cost: int = 0
    own_cost: int = 0
    covered: float = 0.0
    cost_margin: float | None = None
    fees: float = 0.0
    unread: int = 0

    @property
    def nbytes(self) -> int:
        """About how many bytes they take: a number and a reference for each order."""
        return 32 * len(self.own)

    def value(self, own: Iterable[float]) -> float:
        """What orders leave together, of their own."""
        return round(math.fsum(own), CENT_FRACTION) * self.share


def earnings_of(orders: Orders, costs: CostColumns | None, gross_margin: float) -> Earnings:
    """What each of the orders leaves. costs: the columns that they were cleaned with, beside them.

    The formulas of a workbook ask for the same again and again: the same cells get the same object, and are read once.
    """
    return _earnings(orders, _CostCells(costs, digest_of(*map(tuple, costs[1])) if costs else b""), gross_margin)


@dataclass(frozen=True)
class _CostCells:
    """The columns of costs and fees; digest tells their cells apart from others."""

    columns: CostColumns | None
    digest: bytes


@remembered
def _earnings(orders: Orders, costs: _CostCells, gross_margin: float) -> Earnings:
    above = sum(amount > 0 for amount in orders.amount)
    goods, fees, unread = _read(orders, costs.columns)
    known = [(amount, cost) for amount, cost in zip(orders.amount, goods) if amount > 0 and cost is not None]
    counts = bool(known) and (len(known) == above or gross_margin < 1)
    revenue = math.fsum(amount for amount in orders.amount if amount > 0)
    with_cost = math.fsum(amount for amount, _ in known)
    figures = {
        "above_zero": above,
        "with_cost": len(known),
        "own_cost": len(known) if counts else 0,
        "covered": with_cost / revenue if known else 0.0,
        "cost_margin": 1 - math.fsum(cost for _, cost in known) / with_cost if known else None,
        "fees": round(math.fsum(fees), CENT_FRACTION),
        "unread": unread,
    }
    if not counts and not any(fees):
        return Earnings(orders.amount, gross_margin, gross_margin, **figures)
    own = [
        (amount * gross_margin if cost is None or not counts else amount - cost) - fee
        for amount, cost, fee in zip(orders.amount, goods, fees)
    ]
    total = math.fsum(orders.amount)
    return Earnings(own, 1.0, math.fsum(own) / total if total > 0 else gross_margin, **figures)


def profits_of(orders: Orders, costs: CostColumns | None) -> list[float | None] | None:
    """What each order leaves after its own cost and fees; None where its cost is not known, and instead of all where none is."""
    goods, fees, _ = _read(orders, costs)
    if all(cost is None for amount, cost in zip(orders.amount, goods) if amount > 0):
        return None
    return [None if cost is None else amount - cost - fee for amount, cost, fee in zip(orders.amount, goods, fees)]


def _read(orders: Orders, costs: CostColumns | None) -> tuple[list[float | None], list[float], int]:
    """Of each order the cost of its goods, None where it is not known, and its fees; and how many cells are no number."""
    if costs is None or not orders.amount:
        return [None] * len(orders.amount), [0.0] * len(orders.amount), 0
    columns = [[column[row] for row in orders.row] for column in costs[1]]
    unread = sum(cell is not None and read_amount(cell) is None for column in columns for cell in column)
    goods, *others = (_paid(orders, column) for column in columns)
    fees = [math.fsum(fee or 0.0 for fee in of_order) for of_order in zip(*others)] if others else [0.0] * len(goods)
    if not any(cost is not None for cost in goods):
        return goods, fees, unread
    return [_cost(amount, cost) for amount, cost in zip(orders.amount, goods)], fees, unread


def _paid(orders: Orders, column: Sequence[Cell]) -> list[float | None]:
    """The numbers of a column as what was paid: one that stands below zero beside money that came in, as in a bank's list, is turned."""
    numbers = [read_amount(cell) for cell in column]
    below = math.fsum(number for amount, number in zip(orders.amount, numbers) if amount > 0 and number is not None) < 0
    return [None if number is None else -number for number in numbers] if below else numbers


def _cost(amount: float, cost: float | None) -> float | None:
    """The cost of an order. One of nothing or less needs none, and money that is given back costs no goods."""
    if amount > 0:
        return cost
    return cost or 0.0 if amount == 0 else min(cost or 0.0, 0.0)
