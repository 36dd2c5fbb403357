"""What each customer has brought so far, from an order list without dates."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

from ...cells.arguments import AnyColumn, BalanceColumn, Costs, SingleShare
from ...cells.errors import ExcelError
from ...cells.registry import excel_function
from ...cells.tables import Column, Label, TableOf
from ...cells.values import Cell, text_of
from ...lists.orders.cleaning import clean_sales, counted
from ...lists.orders.earnings import earnings_of
from ...lists.orders.summary import CENT_FRACTION


class HistoricalLabel(Label):
    """The rows that are no customer."""

    ALL = "All customers", "by column", "All of them together."
    LEFT_OUT = "Left out: not readable", "by column", "How many rows have no customer or no readable amount."


@dataclass(frozen=True, slots=True)
class HistoricalLine:
    """What a customer has brought so far."""

    customer: Annotated[Cell | HistoricalLabel, Column("Customer", "key", "The customer, as first written.")]
    rows: Annotated[float, Column("Order rows", "count", "How many order rows the customer has.")]
    revenue: Annotated[float | None, Column("Revenue", "money", "What they brought, with refunds taken off.")] = None
    value: Annotated[float | None, Column("Value so far", "money", "What is left of it, as CLV_COSTS counts.")] = None
    share: Annotated[float | ExcelError | None, Column("Share of value", "share", "The customer's part of all value so far.")] = None


@excel_function(family="History")
def CLV_HISTORICAL(
    customers: AnyColumn,
    amounts: BalanceColumn,
    gross_margin: SingleShare = 1,
    costs: Costs = None,  # type: ignore[assignment]
) -> TableOf[HistoricalLine]:
    """What each customer has brought so far, and its share of the whole. Largest value first.

    Rows without a customer or a readable amount are left out and counted in a last line.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        amounts: What each order brought, in your currency; a refund is negative.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. Left out: 1.
        costs: What the goods of each order cost you; fees and what shipping costs you in further columns. An order with a cost counts with
            it, any other with gross_margin. Left out: gross_margin for all.

    Errors:
        #N/A where no row of customers and amounts can be used; #VALUE! where customers and amounts differ in length; #NUM! for a
        gross_margin outside 0 to 1. Within the table: #DIV/0! for the shares where all amounts together leave 0 or less.

    Source:
        Historical CLV, the sum of a customer's margins so far, by definition.

    Examples:
        >>> records(CLV_HISTORICAL(["Ann", "Bo", "Ann"], [40, 25, 20], 0.5))[0]["Value so far"]
        30.0
    """
    orders = counted(clean_sales(customers, amounts), "customers and amounts")
    if not orders.amount:
        return TableOf(HistoricalLine, [])
    earnings = earnings_of(orders, costs, gross_margin)
    of: list[list[tuple[float, float]]] = [[] for _ in orders.customers]
    for customer, amount, own in zip(orders.customer, orders.amount, earnings.own):
        of[customer].append((amount, own))
    total = round(math.fsum(earnings.own), CENT_FRACTION)

    def line(name: Cell, rows: list[tuple[float, float]]) -> HistoricalLine:
        revenue, own = (round(math.fsum(column), CENT_FRACTION) for column in zip(*rows))
        return HistoricalLine(name, float(len(rows)), revenue, own * earnings.share, own / total if total > 0 else ExcelError.DIV0)

    ordered = sorted(map(line, orders.customers, of), key=lambda row: (-(row.value or 0.0), -(row.revenue or 0.0), text_of(row.customer)))
    unread = [HistoricalLine(HistoricalLabel.LEFT_OUT, float(orders.unreadable))] if orders.unreadable else []
    return TableOf(HistoricalLine, [*ordered, line(HistoricalLabel.ALL, [*zip(orders.amount, earnings.own)]), *unread])
