"""What orders leave after their costs and fees, and how many of them have any."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

from ...cells.arguments import AnyColumn, BalanceColumn, Costs, DateColumn, Day, SingleShare
from ...cells.errors import ExcelError
from ...cells.registry import excel_function
from ...cells.tables import Column, Label, TableOf
from ...lists.orders.earnings import earnings_of
from .history import used_orders


class CostFigure(Label):
    """How value is counted, and what comes out."""

    ORDERS = "Orders", "count", "Rows that count and bring money."
    WITH_COST = "With a cost", "count", "Those of them whose cost is known."
    OWN_COST = "Counted with their cost", "count", "Those of them that count as amount less cost; the others count with the gross margin."
    COVERED = "Share of revenue with a cost", "share", "Amounts with a cost / all amounts, before refunds."
    COST_MARGIN = "Margin by the costs", "share", "What those amounts leave after their costs, before fees."
    FEES = "Fees", "money", "All fees, less those that were given back."
    VALUE = "Value", "money", "What all orders leave, with refunds taken off."
    MARGIN = "Value / revenue", "share", "What is left of all revenue: the margin of what is to come."
    UNREAD = "Costs not readable", "count", "Cells of costs and fees that hold no number."


@dataclass(frozen=True, slots=True)
class CostLine:
    """A figure of the costs."""

    figure: Annotated[CostFigure, Column("Figure", "figure", "Which figure it is.")]
    value: Annotated[float | ExcelError, Column("Value", "by row", "The figure; #N/A for a margin by costs where no order has one.")]


@excel_function(family="History")
def CLV_COSTS(
    customers: AnyColumn, dates: DateColumn, amounts: BalanceColumn, costs: Costs, gross_margin: SingleShare = 1, as_of: Day = None
) -> TableOf[CostLine]:
    """How much of the orders has a cost, and what they leave: the rule by which all functions of orders count value.

    An order with a cost counts as its amount less the cost, one without as its amount times the gross margin; fees come off either. Where a
    part of the orders has costs and no gross margin is given for the others, no cost is counted: revenue and profit would be added up. A
    refund takes its whole amount off where costs count, since what was sold stays paid for; a cost below zero beside it says that goods
    came back, and what they are worth. An order of zero needs no cost. A column that stands below zero throughout counts as money paid.
    What is to come leaves the same share of its revenue as all orders so far.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        costs: What the goods of each order cost you; fees and what shipping costs you in further columns, where a blank is none.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. Left out: 1.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.

    Errors:
        #N/A where no row of customers, dates and amounts can be used; #VALUE! where the columns differ in length or as_of is no date; #NUM!
        for a gross_margin outside 0 to 1.

    Source:
        Contribution of an order, by definition: revenue less the variable costs that it causes.

    Examples:
        >>> records(CLV_COSTS(["Ann", "Bo"], ["2024-01-01", "2024-01-05"], [100, 50], [[60, 3], [20, 2]]))[6]["Value"]
        65.0
        >>> records(CLV_COSTS(["Ann", "Bo"], ["2024-01-01", "2024-01-05"], [100, 50], [[60], [None]], 0.4))[6]["Value"]
        60.0
    """
    orders = used_orders(customers, dates, amounts, as_of)
    if orders is None:
        return TableOf(CostLine, [])
    found = earnings_of(orders, costs, gross_margin)
    figures: dict[CostFigure, float] = {
        CostFigure.ORDERS: float(found.above_zero),
        CostFigure.WITH_COST: float(found.with_cost),
        CostFigure.OWN_COST: float(found.own_cost),
        CostFigure.COVERED: found.covered,
        CostFigure.FEES: found.fees,
        CostFigure.VALUE: found.value(found.own),
        CostFigure.MARGIN: found.margin,
        CostFigure.UNREAD: float(found.unread),
    }
    if found.cost_margin is not None and math.isfinite(found.cost_margin):
        figures[CostFigure.COST_MARGIN] = found.cost_margin
    return TableOf(CostLine, [CostLine(figure, figures.get(figure, ExcelError.NA)) for figure in CostFigure])
