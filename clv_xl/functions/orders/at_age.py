"""What customers had brought when they reached an age."""

from __future__ import annotations

from ...cells.arguments import AnyColumn, BalanceColumn, Costs, DateColumn, Day, NameList, SingleShare
from ...cells.registry import excel_function
from ...cells.tables import TableOf
from ...lists.orders.at_age import AgedLine, aged_rows
from ...lists.orders.earnings import earnings_of
from ..customers.comparing import days_of
from .fits import SingleMonths
from .history import used_orders


@excel_function(family="History")
def CLV_VALUE_AT_AGE(
    customers: AnyColumn,
    dates: DateColumn,
    amounts: BalanceColumn,
    months: SingleMonths,
    as_of: Day = None,
    gross_margin: SingleShare = 1,
    costs: Costs = None,  # type: ignore[assignment]
    listed: NameList = None,  # type: ignore[assignment]
) -> TableOf[AgedLine]:
    """What each customer brought within the first months, to compare customers who came at different times. Rows as in CLV_CUSTOMERS.

    The first purchase counts, and all until so many months after it, less refunds. Who has not been a customer for so long has a blank:
    value so far grows with age, so that older customers would look better than newer ones. Give the column to SEGMENT_CLV, CLV_COMPARE or
    CLV_DRIVERS in place of the value so far; its rows stand as those of CLV_CUSTOMERS for the same orders. Where that list is sorted
    otherwise, listed says how.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        months: The age, in months since the first purchase, of 365.25 / 12 days each. 0: the day of the first purchase.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. Left out: 1.
        costs: What the goods of each order cost you; fees and what shipping costs you in further columns. An order with a cost counts with
            it, any other with gross_margin. Left out: gross_margin for all.
        listed: The customers whose rows are wanted, in their order, such as the first column of CLV_CUSTOMERS. Left out: all of them.

    Errors:
        #N/A where no row of customers, dates and amounts can be used, or months is blank; #VALUE! where customers, dates and amounts differ
        in length or as_of is no date; #NUM! for months outside 0 to 1200, or a gross_margin outside 0 to 1.

    Source:
        Cohorts compared at the same age, as in Fader and Hardie 2009; purchases as in CLV_CUSTOMERS.

    Examples:
        >>> records(CLV_VALUE_AT_AGE(["Ann", "Ann"], ["2024-01-01", "2024-02-20"], [40, 20], 1))[0]["Value at age"]
        40.0
        >>> records(CLV_VALUE_AT_AGE(["A", "A", "A"], ["2024-01-01", "2024-02-20", "2024-03-15"], [4, 2, 5], 2))[0]["Value at age"]
        6.0
    """
    orders = used_orders(customers, dates, amounts, as_of)
    rows = aged_rows(orders, days_of(months), earnings_of(orders, costs, gross_margin), listed) if orders else []
    return TableOf(AgedLine, rows)
