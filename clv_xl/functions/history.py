"""What customers have done so far, from an order list."""

from __future__ import annotations

from typing import Any

from ..excel.arguments import BalanceColumn, Column, DateColumn, Day, NumberList, SingleShare, Table, read_number
from ..excel.errors import CellError, ExcelError
from ..excel.registry import excel_function
from ..orders.cleaning import LeftOut, clean_orders


@excel_function(family="History")
def CLV_CUSTOMERS(
    customers: Column,
    dates: DateColumn,
    amounts: BalanceColumn,
    as_of: Day = None,
    gross_margin: SingleShare = 1,
    attributes: Table = None,  # type: ignore[assignment]
    breaks: NumberList = None,  # type: ignore[assignment]
) -> list[list[Any]]:
    """One row per customer: what they bought, when, and where they stand. Largest revenue first.

    Repeated orders of a customer on a day are one purchase. Refunds (negative amounts) are taken off the customer's
    revenue; a day that they bring to nothing or less is no purchase. An order of zero is a purchase. Rows without a
    customer, a readable date or a readable amount are left out: CLV_ROWS counts them.

    Columns: customer, first and last purchase, purchases, revenue, average order, frequency (repeat purchases), recency
    (days from first to last purchase), age (days since the first), days silent (since the last), stage, value so far
    (revenue x gross margin), first order, the attributes, the band of the first order, and the month of the first purchase.

    Stages go by the customer's own usual gap between purchases. Active: silent for at most 2 usual gaps. Slipping: 2 to
    4. Dormant: more than 4. After one purchase the gap of all customers counts: New up to 4 of them, then One-time.
    Refunded: refunds only.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. Left out: 1.
        attributes: Further columns of the orders, such as channel or product, with or without a heading. The first one known counts.
        breaks: Where one band of first orders ends and the next begins, such as 15, 30 and 60. Left out or blank: the quarters.

    Errors:
        #N/A where no row can be used; #VALUE! where the columns differ in length, as_of is no date or a break no number; #NUM! for a
        margin outside 0 to 1.

    Source:
        Frequency, recency and age as in Fader, Hardie and Lee 2005, in days.

    Examples:
        >>> CLV_CUSTOMERS(["Ann", "Bo", "Ann"], ["2024-01-01", "2024-01-05", "2024-01-31"], [40, 25, 20])[1][3:6]
        [2.0, 60.0, 30.0]
    """
    from ..orders.customers import HEADINGS, customer_rows

    edges = sorted({read_number(edge) for edge in breaks or [] if edge is not None})
    orders = clean_orders(customers, dates, amounts, as_of)
    names, columns = attributes or (None, [])
    headings = [*HEADINGS, *(names or [f"Attribute {n}" for n in range(1, len(columns) + 1)]), "First order size", "Acquired"]
    if not orders.amount:
        if orders.read.rows:
            raise CellError(ExcelError.NA, "No row has a customer, a date and an amount.")
        return [headings]
    return [headings, *customer_rows(orders, gross_margin, columns, edges)]


@excel_function(family="History")
def CLV_ROWS(
    customers: Column,
    dates: DateColumn,
    amounts: BalanceColumn,
    as_of: Day = None,
) -> list[list[Any]]:
    """Which order rows count, and why the others do not: rows and money, line by line.

    Rows read = used + left out, in rows and in money. The last lines say what is special about the used rows: the same
    customer and day again (one purchase), amounts of zero, refunds.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.

    Errors:
        #VALUE! where the columns differ in length or as_of is no date. A bad row is counted, never an error.

    Source:
        The rules of CLV_CUSTOMERS.

    Examples:
        >>> CLV_ROWS(["Ann", "Bo", None], ["2024-01-01", "31/02/2024", "2024-01-31"], [40, 25, 20])[1:4]
        [['Read', 3.0, 85.0], ['Left out: no customer', 1.0, 20.0], ['Left out: date not readable', 1.0, 25.0]]
    """
    orders = clean_orders(customers, dates, amounts, as_of)
    same_day = len(orders.amount) - len(set(zip(orders.customer, orders.day)))
    zeros = sum(amount == 0 for amount in orders.amount)
    refunds = [amount for amount in orders.amount if amount < 0]
    lines = [
        ("Read", orders.read.rows, orders.read.money),
        *((f"Left out: {reason}", orders.left_out[reason].rows, orders.left_out[reason].money) for reason in LeftOut),
        ("Used", orders.used.rows, orders.used.money),
        ("Used, same customer and day again", same_day, None),
        ("Used, amount of zero", zeros, 0.0),
        ("Used, refunds", len(refunds), sum(refunds)),
    ]
    return [["Orders", "Rows", "Money"], *([text, float(rows), money] for text, rows, money in lines)]
