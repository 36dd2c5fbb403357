"""The forecast month by month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated

from ....cells.arguments import AnyColumn, BalanceColumn, Costs, DateColumn, Day, SingleRate, SingleShare
from ....cells.errors import ExcelError
from ....cells.registry import excel_function
from ....cells.tables import Column, TableOf
from ....cells.values import day_to_date
from ....lists.orders.earnings import earnings_of
from ....lists.periods import Period, a_year_before, month_days, period_label, period_of
from ..fits import AUTO, DAYS_A_MONTH, ModelWord, SingleMonths, fit, model_for, whole
from ..history import used_orders
from ..past_forecasts import with_past_misses
from .prediction import forecast_of

Figure = float | ExcelError


@dataclass(frozen=True, slots=True)
class MonthAhead:
    """What the customers of today will do in a month. Low and high hold 90% of what will really come."""

    month: Annotated[str, Column("Month", "key", "The month of the calendar.")]
    start: Annotated[dt.date, Column("From", "date", "Its first day that is forecast.")]
    end: Annotated[dt.date, Column("To", "date", "Its last day that is forecast.")]
    orders: Annotated[float, Column("Orders", "decimal", "What today's customers are expected to order.")]
    orders_low: Annotated[Figure, Column("Orders, low", "decimal", "The lowest that it will be.")]
    orders_high: Annotated[Figure, Column("Orders, high", "decimal", "The highest that it will be.")]
    value: Annotated[float, Column("Value", "money", "What these orders bring, after cost of goods, discounted.")]
    value_low: Annotated[Figure, Column("Value, low", "money", "The lowest that it will be.")]
    value_high: Annotated[Figure, Column("Value, high", "money", "The highest that it will be.")]
    year_before: Annotated[
        float | None, Column("Orders a year before", "count", "What those who were customers a year ago ordered in the same days of then.")
    ]


@excel_function(family="Prediction")
def CLV_FORECAST_MONTHS(
    customers: AnyColumn,
    dates: DateColumn,
    amounts: BalanceColumn,
    months: SingleMonths = 12,
    annual_discount_rate: SingleRate = 0,
    gross_margin: SingleShare = 1,
    as_of: Day = None,
    model: ModelWord = AUTO,
    costs: Costs = None,  # type: ignore[assignment]
) -> TableOf[MonthAhead]:
    """What all customers together will order and bring in each month of the calendar: the totals of CLV_FORECAST, month by month.

    Once there are two years of orders, strong and weak months of the year are told from them and go into every forecast, by as much as the
    years agree. Before that all days are alike. The first month is what is left of the present one, and the last ends with the months
    asked for; together they are the totals of CLV_FORECAST. Low, to high, holds what will really come with 90% probability. New customers
    are not in it.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        months: How many months to look ahead. Left out: 12.
        annual_discount_rate: How much less money is worth a year later, as a fraction: 10% or 0.1. Left out: 0.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. Left out: 1.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.
        model: BG/NBD, MBG/NBD, Pareto/NBD or auto, in quotes. auto compares them. Left out: auto.
        costs: What the goods of each order cost you; fees and what shipping costs you in further columns. An order with a cost counts with
            it, any other with gross_margin. Left out: gross_margin for all.

    Errors:
        #N/A where no row of customers, dates and amounts can be used, or fewer than 10 customers or 5 who came back are there to
        learn from, or all repeat orders are free; #VALUE! where customers, dates and amounts differ in length, as_of is no date or model is another word; #NUM! for
        months, an annual_discount_rate or a gross_margin out of bounds. Within the table: #N/A for low and high where the data do not
        determine the model; the year before is blank where the orders do not reach back as far.

    Source:
        As CLV_FORECAST; months by their purchases beside those that the model expects of an even rate, shrunk towards no season by
        empirical Bayes (Efron and Morris 1975).

    Examples:
        >>> records(CLV_FORECAST_MONTHS([1,2,3,4,5,6,7,8,9,10,1,2,3,4,1,5,1,3,6,2],[101,102,103,104,105,106,107,108,109,110,115,117,121,125,128,130,160,170,175,200],[20,20,20,20,20,20,20,20,20,20,30,30,30,30,30,30,30,30,30,30]))[0]["Month"]
        '1900-07'
    """
    import numpy as np

    from ....lists.orders.histories import purchases_by
    from ....models.forecast import so_far_ahead
    from ....models.purchases.latent_attrition import customers_of

    orders = used_orders(customers, dates, amounts, as_of)
    if orders is None or months == 0:
        return TableOf(MonthAhead, [])
    earnings = earnings_of(orders, costs, gross_margin)
    seen, found = forecast_of(orders, months, annual_discount_rate, earnings.margin, model)
    found = with_past_misses(orders, months, model, found)
    span = whole(orders)
    until = span.told + months * DAYS_A_MONTH
    ends = _ends(span.told, until)
    _, rate = span.ahead(months, annual_discount_rate)
    purchases, worth = fit(orders, span, model_for(orders, span, model)).model, earnings.margin * found.order_value
    rows = customers_of(seen.frequency, seen.recency, seen.age)
    so_far = so_far_ahead(purchases, rows, worth, span.clock.weeks(span.told, ends), rate)
    days = [span.told, *(max(int(end), span.told + 1) for end in ends)]
    a_year_ago = a_year_before(span.told)
    before: list[float | None] = np.diff(purchases_by(orders, a_year_ago, [a_year_before(day) for day in days])).tolist()
    if min(orders.day) > a_year_ago:
        before = [None] * len(ends)
    lines = []
    for (begin, day), ordered, brought, earlier in zip(pairwise(days), *(np.diff(one, prepend=0.0).tolist() for one in so_far), before):
        foreseen = found.total_orders.part(ordered), found.total_value.part(brought)
        lines.append(
            MonthAhead(
                period_label(period_of(day, Period.MONTH), Period.MONTH),
                day_to_date(begin + 1),
                day_to_date(day),
                ordered,
                *(foreseen[0].outcome or _UNKNOWN),
                brought,
                *(foreseen[1].outcome or _UNKNOWN),
                earlier,
            )
        )
    return TableOf(MonthAhead, lines)


_UNKNOWN = (ExcelError.NA, ExcelError.NA)


def _ends(told: int, until: float) -> list[float]:
    """The last moment of each month of the calendar after a day; the last one is the end, which may lie within a day."""
    numbers = range(period_of(told + 1, Period.MONTH), period_of(max(int(until), told + 1), Period.MONTH))
    return [*(float(month_days(number)[1].toordinal()) for number in numbers), until]
