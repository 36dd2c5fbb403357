"""What a customer is worth, from averages."""

from __future__ import annotations

from ..excel.arguments import Money, PerYear, Rate, Share, Years
from ..excel.registry import excel_function


@excel_function(family="Value", native="purchase_value*purchase_frequency*lifespan*gross_margin")
def CLV(purchase_value: Money, purchase_frequency: PerYear, lifespan: Years, gross_margin: Share = 1) -> float:
    """What a customer brings over the whole relationship.

    Without a gross margin the answer is revenue; with one it is what is left after the cost of goods. Nothing is
    discounted: a euro in ten years counts as a euro today.

    Args:
        purchase_value: What a customer spends on an average purchase, in your currency.
        purchase_frequency: How often an average customer buys, times a year.
        lifespan: How long an average customer stays, in years.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. Left out: 1, the answer is revenue.

    Errors:
        #N/A where a required cell is blank; #VALUE! for text; #NUM! for a negative number or a margin above 1.

    Source:
        Purchase value x purchase frequency x lifespan x margin: the definition from averages, undiscounted.

    Examples:
        >>> CLV(100, 4, 8)
        3200.0
        >>> CLV(20, 5, 3)
        300.0
        >>> CLV(100, 4, 8, 0.25)
        800.0
    """
    return purchase_value * purchase_frequency * lifespan * gross_margin


@excel_function(
    family="Value",
    native="monthly_revenue*gross_margin*(1+annual_discount_rate)^(1/12)/(monthly_churn+((1+annual_discount_rate)^(1/12)-1))",
)
def CHURN_CLV(monthly_revenue: Money, gross_margin: Share, monthly_churn: Share, annual_discount_rate: Rate = 0) -> float:
    """What a customer brings until leaving, from the share of customers who leave each month.

    With a discount rate, each month's margin counts at its present value; the customer pays at the start of the month.

    Args:
        monthly_revenue: What a customer pays a month, in your currency.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 30% or 0.3.
        monthly_churn: Share of customers who leave in a month, as a fraction: 6% or 0.06.
        annual_discount_rate: How much less money is worth a year later, as a fraction: 10% or 0.1. Left out: 0.

    Errors:
        #DIV/0! where nobody leaves and nothing is discounted: the value has no end. #N/A where a required cell is blank;
        #VALUE! for text; #NUM! outside 0 to 1 (a discount rate: below 0).

    Source:
        m g / c, the sum of a geometric series with retention 1 - c; discounted m g (1 + d) / (c + d) with d = (1 + annual rate)^(1/12) - 1,
        the margin multiple of Gupta and Lehmann (Customers as Assets, 2003) with the first payment at once.

    Examples:
        >>> CHURN_CLV(200, 0.3, 0.06)
        1000.0
        >>> CHURN_CLV(200, 0.3, 0)
        #DIV/0!
    """
    monthly_rate = (1 + annual_discount_rate) ** (1 / 12) - 1
    return monthly_revenue * gross_margin * (1 + monthly_rate) / (monthly_churn + monthly_rate)
