"""The inputs of a lifetime value, from figures that people have."""

from __future__ import annotations

from ...cells.arguments import AnyColumn, Count, DateColumn, Money, PerYear, Share, Years
from ...cells.errors import CellError, ExcelError
from ...cells.registry import excel_function
from ...cells.values import DAYS_A_YEAR, label_key, read_day


@excel_function(family="Inputs", native="purchase_value*purchases_per_year/12")
def CLV_MONTHLY_REVENUE(purchase_value: Money, purchases_per_year: PerYear) -> Money:
    """What an average customer brings a month.

    Args:
        purchase_value: What a customer spends on an average purchase, in your currency.
        purchases_per_year: How often an average customer buys, times a year.

    Errors:
        #N/A where one of the two cells is blank; #VALUE! for text; #NUM! for a negative number.

    Source:
        Purchase value x purchases a year / 12, the definition.

    In words:
        A customer brings {answer} a month: {purchase_value} a purchase, {purchases_per_year} times a year.

    Examples:
        >>> CLV_MONTHLY_REVENUE(60, 7)
        35.0
    """
    return purchase_value * purchases_per_year / 12


@excel_function(family="Inputs", native="(price-cost)/price")
def CLV_GROSS_MARGIN(price: Money, cost: Money) -> Share:
    """What is left of the price after the cost of goods, as a fraction of the price.

    This is the margin, not the mark-up: 60 sold and 45 paid is a margin of 25% and a mark-up of 33%.

    Args:
        price: What a customer pays for one unit, or a period's revenue, in your currency.
        cost: What that unit or that revenue costs you, in the same currency.

    Errors:
        #DIV/0! for a price of 0; #N/A where one of the two cells is blank; #VALUE! for text; #NUM! for a negative number.

    Source:
        (price - cost) / price, the definition of gross margin. Popular guides divide by the cost, which is the mark-up.

    In words:
        {answer} of the price is left: {price} less a cost of {cost}.

    Examples:
        >>> CLV_GROSS_MARGIN(60, 45)
        0.25
    """
    return (price - cost) / price


@excel_function(
    family="Inputs", native="IF(customers_lost>customers_at_start,IF(customers_at_start=0,1/0,SQRT(-1)),customers_lost/customers_at_start)"
)
def CLV_CHURN_RATE(customers_at_start: Count, customers_lost: Count) -> Share:
    """The share of customers who left in a period.

    Customers who came in the period count neither as there at its start nor as lost.

    Args:
        customers_at_start: How many customers there were when the period began.
        customers_lost: How many of those had left when it ended.

    Errors:
        #DIV/0! where there was no customer; #NUM! where more were lost than there were, or for a negative number; #N/A where one of
        the two cells is blank; #VALUE! for text.

    Source:
        Lost / customers at the start, the definition.

    In words:
        {answer} of the customers left: {customers_lost} of {customers_at_start}.

    Examples:
        >>> CLV_CHURN_RATE(500, 30)
        0.06
    """
    if customers_lost > customers_at_start > 0:
        raise CellError(ExcelError.NUM, "customers_lost is more than customers_at_start. Count only those who were there at the start.")
    return customers_lost / customers_at_start


@excel_function(family="Inputs", native="IF(lifespan*12<1,IF(lifespan=0,1/0,SQRT(-1)),1/(12*lifespan))")
def CLV_CHURN_FROM_LIFESPAN(lifespan: Years) -> Share:
    """The monthly churn of customers who stay this long on average.

    Args:
        lifespan: How long an average customer stays, in years.

    Errors:
        #DIV/0! for a lifespan of 0; #NUM! for less than a month, or a negative number; #VALUE! for text.

    Source:
        1 / (12 x years): with a constant churn c a month, the mean lifetime is 1/c months.

    In words:
        Customers who stay for {lifespan} years on average leave at {answer} a month.

    Examples:
        >>> CLV_CHURN_FROM_LIFESPAN(1.25)
        0.06666666666666667
    """
    if 0 < lifespan * 12 < 1:
        raise CellError(ExcelError.NUM, "lifespan is less than a month, so there is no monthly churn. Give years, at least 1/12.")
    return 1 / (12 * lifespan)


@excel_function(family="Inputs", native="1/(12*monthly_churn)")
def CLV_LIFESPAN_FROM_CHURN(monthly_churn: Share) -> Years:
    """How long customers stay on average, in years, where this share of them leaves each month.

    Args:
        monthly_churn: Share of customers who leave in a month, as a fraction: 6% or 0.06.

    Errors:
        #DIV/0! where nobody leaves; #NUM! outside 0 to 1; #VALUE! for text.

    Source:
        1 / churn months, the mean of a geometric distribution, / 12.

    In words:
        Customers stay for {answer} years on average, where {monthly_churn} of them leave each month.

    Examples:
        >>> CLV_LIFESPAN_FROM_CHURN(0.05)
        1.6666666666666665
    """
    return 1 / (12 * monthly_churn)


@excel_function(family="Inputs")
def CLV_LIFESPAN(customers: AnyColumn, dates: DateColumn) -> Years:
    """How many years lie between the first and the last purchase of a customer, on average.

    Customers with one purchase count as 0 years. Rows without a customer or a readable date are left out. It is the time seen so far:
    customers who are still buying will make it longer. Leave refund rows out: a refund is no purchase, and this function does not see it.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.

    Errors:
        #N/A where no row of customers and dates can be used; #VALUE! where customers and dates differ in length.

    Source:
        Mean of (last - first day) / 365.25, the definition.

    In words:
        From first to last purchase, customers have stayed for {answer} years on average so far.

    Examples:
        >>> CLV_LIFESPAN(["Ann", "Ann", "Bo"], ["2020-01-01", "2024-01-01", "2024-01-05"])
        2.0
    """
    spans: dict[str, tuple[int, int]] = {}
    for customer, date in zip(customers, dates):
        day = read_day(date)
        if customer is not None and not isinstance(customer, ExcelError) and day is not None:
            first, last = spans.get(label_key(customer), (day, day))
            spans[label_key(customer)] = min(first, day), max(last, day)
    if not spans:
        raise CellError(ExcelError.NA, "No row has both a customer and a readable date. Check customers and dates.")
    return sum(last - first for first, last in spans.values()) / DAYS_A_YEAR / len(spans)
