"""What a customer is worth beside what it costs to win one."""

from __future__ import annotations

from ..excel.arguments import Balance, Money, Ratio, Share
from ..excel.registry import excel_function


@excel_function(family="Acquisition", native="clv/cac")
def CLV_CAC_RATIO(clv: Balance, cac: Money) -> float:
    """How often a customer earns back what it cost to win.

    A ratio of 3 is a common floor; below 1 every new customer loses money.

    Args:
        clv: Lifetime value of a customer, in your currency. It may be negative.
        cac: What it costs to win a customer (customer acquisition cost), in the same currency.

    Errors:
        #DIV/0! where a customer costs nothing; #N/A where one of the two cells is blank; #VALUE! for text; #NUM! for a negative cost.

    Source:
        CLV / CAC, the definition.

    Examples:
        >>> CLV_CAC_RATIO(3200, 800)
        4.0
        >>> CLV_CAC_RATIO(3200, 0)
        #DIV/0!
    """
    return clv / cac


@excel_function(family="Acquisition", native="(clv-cac)/annual_service_cost")
def CLV_BREAKEVEN(clv: Balance, cac: Money, annual_service_cost: Money) -> float:
    """After how many years the cost of service has eaten what a customer brings.

    A negative answer says that winning the customer already cost more than the customer brings.

    Args:
        clv: Lifetime value of a customer, in your currency. It may be negative.
        cac: What it costs to win a customer, in the same currency.
        annual_service_cost: What it costs to serve a customer for a year.

    Errors:
        #DIV/0! where service costs nothing; #N/A where a cell is blank; #VALUE! for text; #NUM! for a negative cost.

    Source:
        (CLV - CAC) / service cost a year, the definition.

    Examples:
        >>> CLV_BREAKEVEN(80000, 20000, 15000)
        4.0
    """
    return (clv - cac) / annual_service_cost


@excel_function(family="Acquisition", native="cac/(monthly_revenue*gross_margin)")
def CLV_PAYBACK(cac: Money, monthly_revenue: Money, gross_margin: Share) -> float:
    """After how many months a customer has earned back what it cost to win.

    Args:
        cac: What it costs to win a customer, in your currency.
        monthly_revenue: What a customer pays a month, in the same currency.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 30% or 0.3.

    Errors:
        #DIV/0! where the customer brings nothing; #N/A where a cell is blank; #VALUE! for text; #NUM! for a negative number or a
        margin above 1.

    Source:
        CAC / (monthly revenue x margin), the definition.

    Examples:
        >>> CLV_PAYBACK(600, 200, 0.25)
        12.0
    """
    return cac / (monthly_revenue * gross_margin)


@excel_function(family="Acquisition", native="clv/target_ratio")
def CLV_MAX_CAC(clv: Balance, target_ratio: Ratio = 3) -> float:
    """What a new customer may cost at the most, for the lifetime value to be so many times the cost.

    Args:
        clv: Lifetime value of a customer, in your currency. It may be negative.
        target_ratio: How often a customer is to earn back the cost. Left out: 3, a common floor.

    Errors:
        #DIV/0! for a ratio of 0; #VALUE! for text; #NUM! for a negative ratio.

    Source:
        CLV / ratio, from the definition of CLV : CAC.

    Examples:
        >>> CLV_MAX_CAC(3000)
        1000.0
    """
    return clv / target_ratio
