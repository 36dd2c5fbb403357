"""How far to trust the models of an order list: orders that they were not told of, and week by week."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from ...cells.arguments import AnyColumn, BalanceColumn, DateColumn, Day
from ...cells.errors import ExcelError
from ...cells.registry import excel_function
from ...cells.tables import Column, Label, TableOf
from ...cells.values import Words, day_to_date
from .fits import AUTO, ModelWord, enough_data, fit, histories_of, model_for, test
from .fits import split as split_time
from .history import used_orders

Figure = float | ExcelError | None


class HoldoutLabel(Label):
    """The rows that are no group of customers."""

    ALL = "All orders", "decimal", "Orders of all customers together."
    TOTAL = "Total off by", "share", "By how much each way is off in total."
    MEAN = "Error per customer", "decimal", "By how many orders each way is off for a customer, on average."
    TOP = "Share of the top 20%", "share", "Which share of the later orders the 20% of customers placed that each way ranked highest."


@dataclass(frozen=True, slots=True)
class HoldoutLine:
    """Orders after split, real and by each way to forecast them; of a group of customers the mean of one."""

    before: Annotated[str | HoldoutLabel, Column("Repeat purchases before", "key", "Customers by their repeat purchases up to split.")]
    customers: Annotated[float | None, Column("Customers", "count", "How many they are.")]
    actual: Annotated[Figure, Column("Orders later", "by row", "What they really ordered.")]
    predicted: Annotated[Figure, Column("Forecast", "by row", "By the model.")]
    own_rate: Annotated[Figure, Column("Own rate goes on", "by row", "If everybody goes on at the own rate so far.")]
    average: Annotated[Figure, Column("Everybody average", "by row", "If everybody buys what the average customer bought.")]


@excel_function(family="Prediction")
def CLV_HOLDOUT(
    customers: AnyColumn,
    dates: DateColumn,
    amounts: BalanceColumn,
    split: Day = None,
    model: ModelWord = AUTO,
    as_of: Day = None,
) -> TableOf[HoldoutLine]:
    """How good the forecast would have been: fitted to the time up to a day, held against what customers bought after it.

    A row for customers by the number of their repeat purchases before, with the mean number of orders later: real, by the model, and
    by two rules that need none: everybody goes on at the own rate so far, or buys what the average customer bought. Then totals, by
    how much they are off, the mean error per customer, and the share of later orders that the 20% of customers ranked highest
    placed (a random 20% place 20%).

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        split: The last day that the model is told of. Left out: half of the time.
        model: BG/NBD, MBG/NBD, Pareto/NBD or auto, in quotes. auto compares them. Left out: auto.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.

    Errors:
        #N/A where no row of customers, dates and amounts can be used, or fewer than 10 customers or 5 who came back are there before
        split to learn from; #VALUE! where customers, dates and amounts differ in length, split or as_of is no date or model is
        another word; #NUM! where split is not between the first order and as_of. Shares are blank where nobody ordered after
        split.

    Source:
        Fader, Hardie and Lee 2005, conditional expectations; baselines as in Wuebben and von Wangenheim 2008.

    Examples:
        >>> records(CLV_HOLDOUT([1,2,3,4,5,6,7,8,9,10,1,2,3,4,1,5,1,3,6,2],[101,102,103,104,105,106,107,108,109,110,115,117,121,125,128,130,160,170,175,200],[20,20,20,20,20,20,20,20,20,20,30,30,30,30,30,30,30,30,30,30]))[0]["Customers"]
        5.0
    """
    from ...models.purchases.holdout import HIGHEST_FREQUENCY

    orders = used_orders(customers, dates, amounts, as_of)
    if orders is None:
        return TableOf(HoldoutLine, [])
    span = split_time(orders, split)
    with enough_data():
        found = test(orders, span, model_for(orders, span, model))
    ways = (found.model, found.own_rate, found.average)
    count = float(sum(group.customers for group in found.groups))
    lines: list[HoldoutLine] = []
    for group in found.groups:
        before = Words("{1} or more", group.frequency) if group.frequency == HIGHEST_FREQUENCY else f"{group.frequency}"
        lines.append(HoldoutLine(before, float(group.customers), group.actual, group.predicted, group.own_rate, group.average))
    lines += [
        HoldoutLine(HoldoutLabel.ALL, count, found.actual, *(way.predicted for way in ways)),
        HoldoutLine(HoldoutLabel.TOTAL, None, None, *(way.total_error for way in ways)),
        HoldoutLine(HoldoutLabel.MEAN, None, None, *(way.mean_error for way in ways)),
        HoldoutLine(HoldoutLabel.TOP, None, None, *(way.top_share for way in ways)),
    ]
    return TableOf(HoldoutLine, lines)


@dataclass(frozen=True, slots=True)
class TrackingLine:
    """A week."""

    week: Annotated[float, Column("Week", "count", "The number of the week, from 1 on.")]
    until: Annotated[dt.date, Column("Until", "date", "Its last day.")]
    real_so_far: Annotated[float, Column("Repeat orders so far", "count", "Up to the end of the week.")]
    expected_so_far: Annotated[float, Column("Expected so far", "decimal", "The same, by the model.")]
    real: Annotated[float, Column("Repeat orders in the week", "count", "Those within the week.")]
    expected: Annotated[float, Column("Expected in the week", "decimal", "The same, by the model.")]


@excel_function(family="Prediction")
def CLV_TRACKING(
    customers: AnyColumn,
    dates: DateColumn,
    amounts: BalanceColumn,
    split: Day = None,
    model: ModelWord = AUTO,
    as_of: Day = None,
) -> TableOf[TrackingLine]:
    """Repeat orders week by week, real and expected: a row per week, by a model that is told of the time up to a day.

    Expected are the repeat orders of all customers who came up to that day, from the day each came. Real are those of the same
    customers. The first orders are in neither.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        split: The last day that the model is told of. Left out: half of the time.
        model: BG/NBD, MBG/NBD, Pareto/NBD or auto, in quotes. auto compares them. Left out: auto.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.

    Errors:
        #N/A where no row of customers, dates and amounts can be used, or fewer than 10 customers or 5 who came back are there before
        split to learn from; #VALUE! where customers, dates and amounts differ in length, split or as_of is no date or model is
        another word; #NUM! where split is not between the first order and as_of.

    Source:
        Fader, Hardie and Lee 2005, figures 3 and 4.

    Examples:
        >>> records(CLV_TRACKING([1,2,3,4,5,6,7,8,9,10,1,2,3,4,1,5,1,3,6,2],[101,102,103,104,105,106,107,108,109,110,115,117,121,125,128,130,160,170,175,200],[20,20,20,20,20,20,20,20,20,20,30,30,30,30,30,30,30,30,30,30]))[3]["Repeat orders so far"]
        5.0
    """
    import numpy as np

    from ...lists.orders.clock import DAYS_A_WEEK
    from ...lists.orders.histories import repeat_purchases_by
    from ...models.purchases.holdout import expected_so_far

    orders = used_orders(customers, dates, amounts, as_of)
    if orders is None:
        return TableOf(TrackingLine, [])
    span = split_time(orders, split)
    with enough_data():
        fitted = fit(orders, span, model_for(orders, span, model)).model
    seen = histories_of(orders, span)
    start = min(orders.day)
    ends = np.arange(start + DAYS_A_WEEK - 1, (orders.as_of or 0) + 1, DAYS_A_WEEK)
    real = repeat_purchases_by(orders, seen, ends)
    expected = expected_so_far(fitted, span.clock.weeks(start, seen.first), span.clock.weeks(start, ends))
    steps = [np.diff(so_far, prepend=0.0).tolist() for so_far in (real, expected)]
    weeks = [float(number) for number in range(1, len(ends) + 1)]
    columns = (weeks, [day_to_date(int(end)) for end in ends], real.tolist(), expected.tolist(), *steps)
    return TableOf(TrackingLine, list(map(TrackingLine, *columns)))
