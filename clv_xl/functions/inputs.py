"""The inputs of a lifetime value, from figures that people have."""

from __future__ import annotations

from ..excel.arguments import Count, Money, PerYear, Share, Years
from ..excel.errors import CellError, ExcelError
from ..excel.registry import excel_function


@excel_function(family="Inputs", native="purchase_value*purchases_per_year/12")
def CLV_MONTHLY_REVENUE(purchase_value: Money, purchases_per_year: PerYear) -> float:
    """What an average customer brings a month.

    Args:
        purchase_value: What a customer spends on an average purchase, in your currency.
        purchases_per_year: How often an average customer buys, times a year.

    Errors:
        #N/A where one of the two cells is blank; #VALUE! for text; #NUM! for a negative number.

    Source:
        Purchase value x purchases a year / 12, the definition.

    Examples:
        >>> CLV_MONTHLY_REVENUE(60, 7)
        35.0
    """
    return purchase_value * purchases_per_year / 12


@excel_function(family="Inputs", native="(price-cost)/price")
def CLV_GROSS_MARGIN(price: Money, cost: Money) -> float:
    """What is left of the price after the cost of goods, as a fraction of the price.

    This is the margin, not the mark-up: 60 sold and 45 paid is a margin of 25% and a mark-up of 33%.

    Args:
        price: What a customer pays for one unit, or a period's revenue, in your currency.
        cost: What that unit or that revenue costs you, in the same currency.

    Errors:
        #DIV/0! for a price of 0; #N/A where one of the two cells is blank; #VALUE! for text; #NUM! for a negative number.

    Source:
        (price - cost) / price, the definition of gross margin. Popular guides divide by the cost, which is the mark-up.

    Examples:
        >>> CLV_GROSS_MARGIN(60, 45)
        0.25
    """
    return (price - cost) / price


@excel_function(
    family="Inputs", native="IF(customers_lost>customers_at_start,IF(customers_at_start=0,1/0,SQRT(-1)),customers_lost/customers_at_start)"
)
def CLV_CHURN_RATE(customers_at_start: Count, customers_lost: Count) -> float:
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

    Examples:
        >>> CLV_CHURN_RATE(500, 30)
        0.06
    """
    if customers_lost > customers_at_start > 0:
        raise CellError(ExcelError.NUM, "More customers were lost than there were.")
    return customers_lost / customers_at_start


@excel_function(family="Inputs", native="IF(lifespan*12<1,IF(lifespan=0,1/0,SQRT(-1)),1/(12*lifespan))")
def CLV_CHURN_FROM_LIFESPAN(lifespan: Years) -> float:
    """The monthly churn of customers who stay this long on average.

    Args:
        lifespan: How long an average customer stays, in years.

    Errors:
        #DIV/0! for a lifespan of 0; #NUM! for less than a month, or a negative number; #VALUE! for text.

    Source:
        1 / (12 x years): with a constant churn c a month, the mean lifetime is 1/c months.

    Examples:
        >>> CLV_CHURN_FROM_LIFESPAN(1.25)
        0.06666666666666667
    """
    if 0 < lifespan * 12 < 1:
        raise CellError(ExcelError.NUM, "Customers who stay for less than a month have no monthly churn.")
    return 1 / (12 * lifespan)


@excel_function(family="Inputs", native="1/(12*monthly_churn)")
def CLV_LIFESPAN_FROM_CHURN(monthly_churn: Share) -> float:
    """How long customers stay on average, in years, where this share of them leaves each month.

    Args:
        monthly_churn: Share of customers who leave in a month, as a fraction: 6% or 0.06.

    Errors:
        #DIV/0! where nobody leaves; #NUM! outside 0 to 1; #VALUE! for text.

    Source:
        1 / churn months, the mean of a geometric distribution, / 12.

    Examples:
        >>> CLV_LIFESPAN_FROM_CHURN(0.05)
        1.6666666666666665
    """
    return 1 / (12 * monthly_churn)
