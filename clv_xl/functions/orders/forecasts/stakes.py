"""What is at stake with which customers: the forecast of all, divided over those whom one would do different things for."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Annotated

from ....cells.arguments import AnyColumn, Argument, BalanceColumn, Costs, DateColumn, Day, SingleShare
from ....cells.errors import ExcelError
from ....cells.registry import excel_function
from ....cells.tables import Column, Label, TableOf
from ....cells.values import label_key
from ....lists.orders.cleaning import Orders
from ....lists.orders.customers.lifecycle import OVERDUE, Stage
from ....lists.orders.customers.table import CustomerLine, customer_rows
from ....lists.orders.earnings import earnings_of
from ..fits import AUTO, ModelWord, SingleMonths
from ..history import used_orders
from ..past_forecasts import with_past_misses
from .prediction import SingleRate, forecast_of

BestShare = Annotated[float, Argument("number", "single", unit="share of customers", low=0, high=1)]


class StakeGroup(Label):
    """Customers whom one would do the same for. Each customer is in one group."""

    OVERDUE = "Overdue", "by column", "Silent for longer than their own rhythm explains."
    ONE_TIME = "Bought once", "by column", "Those with one purchase."
    BEST = "Best of the others", "by column", "Of all others those with the largest revenue so far, up to the best share of all customers."
    REST = "All others", "by column", "Those who came back and still buy."
    ALL = "All customers", "by column", "All of them together, as CLV_FORECAST has them."


@dataclass(frozen=True, slots=True)
class StakeLine:
    """What the customers of a group will bring."""

    group: Annotated[StakeGroup, Column("Group", "key", "Which customers they are.")]
    customers: Annotated[float, Column("Customers", "count", "How many have a purchase.")]
    value: Annotated[float, Column("Value at stake", "whole money", "What the model expects of them within the months ahead.")]
    low: Annotated[float | ExcelError, Column("Outcome, low", "whole money", "The lowest that will really come in.")]
    high: Annotated[float | ExcelError, Column("Outcome, high", "whole money", "The highest that will really come in.")]


@excel_function(family="Decisions")
def CLV_STAKES(
    customers: AnyColumn,
    dates: DateColumn,
    amounts: BalanceColumn,
    months: SingleMonths = 12,
    annual_discount_rate: SingleRate = 0,
    gross_margin: SingleShare = 1,
    as_of: Day = None,
    model: ModelWord = AUTO,
    best_share: BestShare = 0.2,
    costs: Costs = None,  # type: ignore[assignment]
) -> TableOf[StakeLine]:
    """What is at stake with overdue customers, with those who bought once, with the best of the others, and with all.

    Value at stake is what the model expects of them within the months ahead: the future value of CLV_PREDICT, in which the chance that a
    customer has left is counted. Each customer is in one group, so the groups add up to the forecast of all and never to more. Outcome,
    low to high, holds what will really come in with 90% probability.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        months: How many months to look ahead. Left out: 12.
        annual_discount_rate: How much less money is worth a year later, as a fraction: 10% or 0.1. Left out: 0.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. Left out: 1.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.
        model: BG/NBD, MBG/NBD, Pareto/NBD or auto, in quotes. auto compares them. Left out: auto.
        best_share: How many of all customers are the best ones at the most, as a fraction. Left out: 20%.
        costs: What the goods of each order cost you; fees and what shipping costs you in further columns. An order with a cost counts with
            it, any other with gross_margin. Left out: gross_margin for all.

    Errors:
        #N/A where no row of customers, dates and amounts can be used, or fewer than 10 customers or 5 who came back are there to
        learn from; #VALUE! where customers, dates and amounts differ in length, as_of is no date or model is another word; #NUM! for
        months, an annual_discount_rate, a gross_margin or a best_share out of bounds. Within the table: #N/A for low and high where the
        data do not determine the model.

    Source:
        The stages of CLV_CUSTOMERS and the forecast of CLV_FORECAST, group by group.

    Examples:
        >>> records(CLV_STAKES([1,2,3,4,5,6,7,8,9,10,1,2,3,4,1,5,1,3,6,2],[101,102,103,104,105,106,107,108,109,110,115,117,121,125,128,130,160,170,175,200],[20,20,20,20,20,20,20,20,20,20,30,30,30,30,30,30,30,30,30,30]))[1]["Customers"]
        4.0
    """
    orders = used_orders(customers, dates, amounts, as_of)
    if orders is None:
        return TableOf(StakeLine, [])
    earnings = earnings_of(orders, costs, gross_margin)
    assumed = (months, annual_discount_rate, earnings.margin, model)
    seen, total = forecast_of(orders, *assumed)
    total = with_past_misses(orders, months, model, total)
    value_of = dict(zip(seen.customer.tolist(), total.value.tolist()))
    lines = []
    for group, codes in _groups(orders, customer_rows(orders, earnings, [], []), best_share).items():
        own = replace(forecast_of(orders, *assumed, among=tuple(codes))[1].total_value, missed=total.total_value.missed) if codes else None
        outcome = own.outcome if own else (0.0, 0.0)
        value = math.fsum(value_of[code] for code in codes)
        lines.append(StakeLine(group, float(len(codes)), value, *(outcome or (ExcelError.NA, ExcelError.NA))))
    whole = total.total_value
    lines.append(StakeLine(StakeGroup.ALL, float(len(seen.customer)), whole.expected, *(whole.outcome or (ExcelError.NA, ExcelError.NA))))
    return TableOf(StakeLine, lines)


def _groups(orders: Orders, customers: list[CustomerLine], best_share: float) -> dict[StakeGroup, list[int]]:
    """The codes of the customers of each group. customers: the largest revenue first."""
    found: dict[StakeGroup, list[int]] = {group: [] for group in StakeGroup if group is not StakeGroup.ALL}
    bought = [one for one in customers if one.stage != Stage.REFUNDED]
    most = max(1, round(best_share * len(bought)))
    for one in bought:
        group = _group_of(one, len(found[StakeGroup.BEST]) < most)
        found[group].append(orders.codes[label_key(one.customer)])
    return found


def _group_of(one: CustomerLine, is_room: bool) -> StakeGroup:
    if one.stage in OVERDUE:
        return StakeGroup.OVERDUE
    if one.purchases == 1:
        return StakeGroup.ONE_TIME
    return StakeGroup.BEST if is_room else StakeGroup.REST
