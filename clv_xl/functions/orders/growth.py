"""Whether revenue grows, and whether it has seasons: whole months alone are compared."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from ...cells.arguments import AnyColumn, BalanceColumn, DateColumn, Day
from ...cells.errors import ExcelError
from ...cells.registry import excel_function
from ...cells.tables import Column, Label, TableOf
from ...lists.orders.growth import COMPARED, compared, monthly_sums, whole_months
from ...lists.periods import month_days
from .history import used_orders


class GrowthFigure(Label):
    """What is compared, and what comes out."""

    MONTHS = "Whole months", "count", "Months that are over and were seen from their first day on."
    BACK = "Months back", "count", "12: compared with the same months a year before; 3: with those just before; 0: too few to compare."
    FROM = "From", "date", "The first day of the last months, which are compared."
    TO = "To", "date", "The last day of them."
    REVENUE = "Revenue", "money", "What they brought, after refunds."
    BEFORE = "Revenue before", "money", "What the months brought that they are compared with."
    CHANGE = "Change", "change", "Revenue / revenue before - 1."
    LOW = "Change, low", "change", "The lowest that it can be, but for chance."
    HIGH = "Change, high", "change", "The highest that it can be, but for chance."
    SEASONS = "Seasons, p", "p value", "How likely it is that months of the year differ so much by chance."
    STRONGEST = "Strongest month", "count", "The month of the year that brings most: 1 to 12."
    INDEX = "Strongest month, index", "index", "How often it brought what the average month of its year did."


@dataclass(frozen=True, slots=True)
class GrowthLine:
    """A figure of the comparison."""

    figure: Annotated[GrowthFigure, Column("Figure", "figure", "Which figure it is.")]
    value: Annotated[float | dt.date | ExcelError, Column("Value", "by row", "The figure; #N/A where nobody can say yet.")]


@excel_function(family="History")
def CLV_GROWTH(customers: AnyColumn, dates: DateColumn, amounts: BalanceColumn, as_of: Day = None) -> TableOf[GrowthLine]:
    """Whether revenue grows: the last three whole months beside the same months a year before, with how sure that is.

    Where there are less than fifteen whole months, the three months just before are taken, which a season can make better or worse. A
    month that is not over counts nowhere. The change is beyond chance where low and high are on the same side of 0: they hold 95% of what
    it can be, given that customers come and buy by chance. Seasons are tested once there are two whole years: below 5% they are more than
    chance.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.

    Errors:
        #N/A where no row of customers, dates and amounts can be used; #VALUE! where customers, dates and amounts differ in
        length or as_of is no date. Within the table: #N/A for what takes more months, more customers (ten in each time) or revenue.

    Source:
        The ratio of two sums over customers, its variance by the delta method (Cochran, Sampling Techniques, 1977, chapter 6); seasons by
        analysis of variance of the logarithms by month, each year's own level and growth taken out.

    Examples:
        >>> records(CLV_GROWTH([1, 1], ["2024-01-01", "2024-06-30"], [10, 20]))[6]["Value"]
        1.0
    """
    orders = used_orders(customers, dates, amounts, as_of)
    if orders is None:
        return TableOf(GrowthLine, [])
    from ...models.growth import growth, seasons

    months = whole_months(orders)
    figures: dict[GrowthFigure, float | dt.date] = {GrowthFigure.MONTHS: float(months.count), GrowthFigure.BACK: float(months.back)}
    if months.back:
        figures[GrowthFigure.FROM] = month_days(months.last - COMPARED + 1)[0]
        figures[GrowthFigure.TO] = month_days(months.last)[1]
        now, before = compared(orders, months)
        figures |= {GrowthFigure.REVENUE: float(now.sum()), GrowthFigure.BEFORE: float(before.sum())}
        if found := growth(now, before):
            figures[GrowthFigure.CHANGE] = found.change
            if found.interval:
                figures |= {GrowthFigure.LOW: found.interval.low, GrowthFigure.HIGH: found.interval.high}
    if seen := seasons(monthly_sums(orders, months)):
        figures |= {GrowthFigure.SEASONS: seen.p_value, GrowthFigure.INDEX: seen.times}
        figures[GrowthFigure.STRONGEST] = float(month_days(months.last - 11 + seen.strongest)[0].month)
    return TableOf(GrowthLine, [GrowthLine(figure, figures.get(figure, ExcelError.NA)) for figure in GrowthFigure])
