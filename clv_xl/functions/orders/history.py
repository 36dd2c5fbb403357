"""What customers have done so far, from an order list."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

from ...cells.arguments import AnyColumn, Argument, BalanceColumn, Costs, DateColumn, Day, NumberList, SingleShare, Table
from ...cells.registry import excel_function
from ...cells.tables import Column, Label, ListOf, TableOf
from ...cells.values import Words
from ...lists.orders.activity import CohortLine, Measure, TrendLine, cohort_rows, trend_rows
from ...lists.orders.cleaning import LeftOut, Orders, clean_orders, counted
from ...lists.orders.customers.table import CustomerLine, customer_rows
from ...lists.orders.earnings import earnings_of
from ...lists.periods import Period

_PERIODS = ("Calendar months", "Calendar quarters", "Calendar years")
PeriodWord = Annotated[str, Argument("word", "single", unit="word", words=tuple(Period), meanings=_PERIODS)]
_MEASURES = (
    "What a customer of the cohort has brought so far",
    "The share that bought in the period",
    "What the cohort brought in the period",
)
MeasureWord = Annotated[str, Argument("word", "single", unit="word", words=tuple(Measure), meanings=_MEASURES)]


@excel_function(family="History")
def CLV_CUSTOMERS(
    customers: AnyColumn,
    dates: DateColumn,
    amounts: BalanceColumn,
    as_of: Day = None,
    gross_margin: SingleShare = 1,
    attributes: Table = None,  # type: ignore[assignment]
    breaks: NumberList = None,  # type: ignore[assignment]
    costs: Costs = None,  # type: ignore[assignment]
) -> ListOf[CustomerLine]:
    """One row per customer: what they bought, when, and where they stand. Largest revenue first.

    Repeated orders of a customer on a day are one purchase. Refunds (negative amounts) are taken off the customer's
    revenue; a day that they bring to nothing or less is no purchase. An order of zero is a purchase. Rows without a
    customer, a readable date or a readable amount are left out: CLV_ROWS counts them.

    Stages go by the customer's own usual gap between purchases: the average of the own gaps, or of these and one gap like the
    median of all customers, whichever is longer. Active: silent for at most 2 usual gaps. Slipping: 2 to 4. Dormant: more than 4.
    After one purchase the gap of all customers counts: New up to 4 of them, then One-time.
    Refunded: refunds only.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. Left out: 1.
        attributes: Further columns of the orders, such as channel or product, with or without a heading. The first one known counts.
        breaks: Where one band of first orders ends and the next begins, such as 15, 30 and 60. Left out or blank: the quarters.
        costs: What the goods of each order cost you; fees and what shipping costs you in further columns. An order with a cost counts with
            it, any other with gross_margin. Left out: gross_margin for all.

    Errors:
        #N/A where no row of customers, dates and amounts can be used; #VALUE! where customers, dates and amounts differ in
        length, as_of is no date or breaks has a text; #NUM! for a gross_margin outside 0 to 1.

    Source:
        Frequency, recency and age as in Fader, Hardie and Lee 2005, in days.

    Examples:
        >>> records(CLV_CUSTOMERS(["Ann", "Bo", "Ann"], ["2024-01-01", "2024-01-05", "2024-01-31"], [40, 25, 20]))[0]["Stage"]
        'Active'
    """
    orders = used_orders(customers, dates, amounts, as_of)
    names, columns = attributes or (None, [])
    rows = customer_rows(orders, earnings_of(orders, costs, gross_margin), columns, sorted(set(breaks or []))) if orders else []
    return ListOf(CustomerLine, rows, {"attributes": names or [Words("Attribute {1}", n) for n in range(1, len(columns) + 1)]})


class AccountLabel(Label):
    """What became of the rows."""

    READ = "Read", "by column", "All rows that are not blank."
    NO_CUSTOMER = Words("Left out: {1}", LeftOut.NO_CUSTOMER), "by column", "Rows that name nobody."
    DATE = Words("Left out: {1}", LeftOut.DATE), "by column", "Rows without a date, or with a text that is none."
    AMOUNT = Words("Left out: {1}", LeftOut.AMOUNT), "by column", "Rows without an amount, or with a text that is none."
    LATER = Words("Left out: {1}", LeftOut.LATER), "by column", "Rows after as_of."
    USED = "Used", "by column", "The rows that count."
    SAME_DAY = "Used, same customer and day again", "by column", "Those of them that make one purchase with another."
    ZERO = "Used, amount of zero", "by column", "Those of them that brought nothing."
    REFUNDS = "Used, refunds", "by column", "Those of them that are below zero."


@dataclass(frozen=True, slots=True)
class AccountLine:
    """How many rows, and the money in them."""

    label: Annotated[AccountLabel, Column("Orders", "text", "What became of the rows.")]
    rows: Annotated[float, Column("Rows", "count", "How many they are.")]
    money: Annotated[float | None, Column("Money", "decimal", "The amounts in them that can be read.")]


@excel_function(family="History")
def CLV_ROWS(
    customers: AnyColumn,
    dates: DateColumn,
    amounts: BalanceColumn,
    as_of: Day = None,
) -> TableOf[AccountLine]:
    """Which order rows count, and why the others do not: rows and money, line by line.

    Rows read = used + left out, in rows and in money. The last lines say what is special about the used rows: the same
    customer and day again (one purchase), amounts of zero, refunds.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.

    Errors:
        #VALUE! where customers, dates and amounts differ in length or as_of is no date. A bad row is counted, never an error.

    Source:
        The rules of CLV_CUSTOMERS.

    Examples:
        >>> CLV_ROWS(["Ann", "Bo", None], ["2024-01-01", "31/02/2024", "2024-01-31"], [40, 25, 20])[3]
        ['Left out: date not readable', 1.0, 25.0]
    """
    orders = clean_orders(customers, dates, amounts, as_of)
    same_day = len(orders.amount) - len(set(zip(orders.customer, orders.day)))
    zeros = sum(amount == 0 for amount in orders.amount)
    refunds = [amount for amount in orders.amount if amount < 0]
    lines = [
        AccountLine(AccountLabel.READ, float(orders.read.rows), orders.read.money),
        *(AccountLine(AccountLabel(f"Left out: {reason}"), float(out.rows), out.money) for reason, out in orders.left_out.items()),
        AccountLine(AccountLabel.USED, float(orders.used.rows), orders.used.money),
        AccountLine(AccountLabel.SAME_DAY, float(same_day), None),
        AccountLine(AccountLabel.ZERO, float(zeros), 0.0),
        AccountLine(AccountLabel.REFUNDS, float(len(refunds)), math.fsum(refunds)),
    ]
    return TableOf(AccountLine, lines)


@excel_function(family="History")
def CLV_COHORTS(
    customers: AnyColumn,
    dates: DateColumn,
    amounts: BalanceColumn,
    period: PeriodWord = "month",
    measure: MeasureWord = "clv",
    as_of: Day = None,
    gross_margin: SingleShare = 1,
    costs: Costs = None,  # type: ignore[assignment]
) -> TableOf[CohortLine]:
    """A triangle: customers by the month, quarter or year of their first purchase, and what they did in each period since.

    AnyColumn 0 is the period of the first purchase, column 1 the next one. Measures: clv is the value per customer added up so far;
    retention the share of customers with a purchase in that very period; revenue the cohort's revenue in that period. The last
    period of each row may not be over yet. The column Revenue is all that a cohort has paid so far, before cost of goods. The
    last row holds all
    customers: for each column, those cohorts that are old enough. Customers with refunds alone have a row of their own.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        period: month, quarter or year, in quotes. Left out: month.
        measure: clv, retention or revenue, in quotes. Left out: clv.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. It counts for clv. Left out: 1.
        costs: What the goods of each order cost you; fees and what shipping costs you in further columns. An order with a cost counts with
            it, any other with gross_margin. Left out: gross_margin for all.

    Errors:
        #N/A where no row of customers, dates and amounts can be used; #VALUE! where customers, dates and amounts differ in
        length, as_of is no date, or period or measure is another word; #NUM! for a gross_margin outside 0 to 1, or dates that lie
        more periods apart than a sheet has columns.

    Source:
        Cohort analysis as in Fader and Hardie 2009; a cohort is known by its first purchase, as in CLV_CUSTOMERS.

    Examples:
        >>> CLV_COHORTS(["Ann", "Bo", "Ann"], ["2024-01-01", "2024-02-05", "2024-02-29"], [40, 25, 20])[1]
        ['2024-01', 1.0, 60.0, 40.0, 60.0]
        >>> CLV_COHORTS(["Ann", "Bo", "Ann"], ["2024-01-01", "2024-02-05", "2024-02-29"], [40, 25, 20], "year", "retention")[1]
        ['2024', 2.0, 85.0, 1.0]
    """
    orders = used_orders(customers, dates, amounts, as_of)
    rows = cohort_rows(orders, Period(period), Measure(measure), earnings_of(orders, costs, gross_margin)) if orders else []
    return TableOf(CohortLine, rows, {"ages": [float(age) for age in range(len(rows[0].ages) if rows else 0)]})


@excel_function(family="History")
def CLV_TREND(
    customers: AnyColumn,
    dates: DateColumn,
    amounts: BalanceColumn,
    period: PeriodWord = "month",
    as_of: Day = None,
    gross_margin: SingleShare = 1,
    costs: Costs = None,  # type: ignore[assignment]
) -> TableOf[TrendLine]:
    """Customers, purchases, revenue and lifetime value over time, a row per month, quarter or year.

    Customers are those with a purchase in the period, new ones those with their first. CLV so far is all revenue up to the end of
    the period, after cost of goods, per customer won up to then. The last period may not be over yet. Periods without orders have
    a row too.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        period: month, quarter or year, in quotes. Left out: month.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. It counts for CLV. Left out: 1.
        costs: What the goods of each order cost you; fees and what shipping costs you in further columns. An order with a cost counts with
            it, any other with gross_margin. Left out: gross_margin for all.

    Errors:
        #N/A where no row of customers, dates and amounts can be used; #VALUE! where customers, dates and amounts differ in
        length, as_of is no date, or period is another word; #NUM! for a gross_margin outside 0 to 1.

    Source:
        Sums and means by definition; purchases as in CLV_CUSTOMERS.

    Examples:
        >>> CLV_TREND(["Ann", "Bo", "Ann"], ["2024-01-01", "2024-02-05", "2024-02-29"], [40, 25, 20])[2]
        ['2024-02', 2.0, 1.0, 2.0, 45.0, 22.5, 22.5, 0.125, 2.0, 42.5]
    """
    orders = used_orders(customers, dates, amounts, as_of)
    return TableOf(TrendLine, trend_rows(orders, Period(period), earnings_of(orders, costs, gross_margin)) if orders else [])


def used_orders(customers: list, dates: list, amounts: list, as_of: int | None) -> Orders | None:
    """The orders that count; None where there are no rows at all."""
    orders = counted(clean_orders(customers, dates, amounts, as_of), "customers, dates and amounts")
    return orders if orders.amount else None
