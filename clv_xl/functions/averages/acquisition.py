"""What a customer is worth beside what it costs to win one."""

from __future__ import annotations

from typing import Annotated

from ...cells.arguments import AnyRatio, Argument, Balance, Money, Months, Ratio, Share, Years
from ...cells.registry import excel_function

BENCHMARKS = {"SaaS": (3, 5), "Retail": (2, 3), "B2B services": (5, 10), "Subscription": (12, 18)}
"""The band that is called healthy, by industry: CLV : CAC, and for subscriptions the months of payback."""

Industry = Annotated[str, Argument("word", unit="word", words=tuple(BENCHMARKS))]


@excel_function(family="Acquisition", native="clv/cac")
def CLV_CAC_RATIO(clv: Balance, cac: Money) -> AnyRatio:
    """How often a customer earns back what it cost to win.

    A ratio of 3 is a common floor; below 1 every new customer loses money.

    Args:
        clv: Lifetime value of a customer, in your currency. It may be negative.
        cac: What it costs to win a customer (customer acquisition cost), in the same currency.

    Errors:
        #DIV/0! where a customer costs nothing; #N/A where one of the two cells is blank; #VALUE! for text; #NUM! for a negative cost.

    Source:
        CLV / CAC, the definition.

    In words:
        A customer brings {answer} times what it cost to win: {clv} for {cac}.

    Examples:
        >>> CLV_CAC_RATIO(3200, 800)
        4.0
        >>> CLV_CAC_RATIO(3200, 0)
        #DIV/0!
    """
    return clv / cac


@excel_function(family="Acquisition", native="(clv-cac)/annual_service_cost")
def CLV_BREAKEVEN(clv: Balance, cac: Money, annual_service_cost: Money) -> Years:
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

    In words:
        After {answer} years, service at {annual_service_cost} a year has eaten what is left of {clv} after winning the customer
        for {cac}.

    Examples:
        >>> CLV_BREAKEVEN(80000, 20000, 15000)
        4.0
    """
    return (clv - cac) / annual_service_cost


@excel_function(family="Acquisition", native="cac/(monthly_revenue*gross_margin)")
def CLV_PAYBACK(cac: Money, monthly_revenue: Money, gross_margin: Share) -> Months:
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

    In words:
        After {answer} months a customer has earned back the {cac}: {gross_margin} of {monthly_revenue} a month.

    Examples:
        >>> CLV_PAYBACK(600, 200, 0.25)
        12.0
    """
    return cac / (monthly_revenue * gross_margin)


@excel_function(family="Acquisition", native="clv/target_ratio")
def CLV_MAX_CAC(clv: Balance, target_ratio: Ratio = 3) -> Balance:
    """What a new customer may cost at the most, for the lifetime value to be so many times the cost.

    Args:
        clv: Lifetime value of a customer, in your currency. It may be negative.
        target_ratio: How often a customer is to earn back the cost. Left out: 3, a common floor.

    Errors:
        #DIV/0! for a ratio of 0; #VALUE! for text; #NUM! for a negative ratio.

    Source:
        CLV / ratio, from the definition of CLV : CAC.

    In words:
        A new customer may cost {answer}, for a lifetime value of {clv} to be {target_ratio} times that.

    Examples:
        >>> CLV_MAX_CAC(3000)
        1000.0
    """
    return clv / target_ratio


def _edge(side: int) -> str:
    """One side of an industry's band in Excel's own functions."""
    edges = ",".join(str(band[side]) for band in BENCHMARKS.values())
    names = ",".join(f'"{name}"' for name in BENCHMARKS)
    return f"INDEX({{{edges}}},MATCH(industry,{{{names}}},0))"


@excel_function(family="Acquisition", native=f'IF(ratio<{_edge(0)},"below",IF(ratio>{_edge(1)},"above","within"))')
def CLV_BENCHMARK(ratio: AnyRatio, industry: Industry) -> str:
    """Whether a ratio CLV : CAC is below, within or above what is usual in an industry.

    SaaS 3 to 5, Retail 2 to 3, B2B services 5 to 10. For Subscription give the months of payback (CLV_PAYBACK): 12 to 18 are usual, and
    below is better. These are rules of thumb of the trade, no law: above can also mean that too little is spent on growth.

    Args:
        ratio: Lifetime value over the cost to win a customer, such as 4 for 4 : 1; for Subscription the months of payback.
        industry: SaaS, Retail, B2B services or Subscription, in quotes.

    Errors:
        #N/A where one of the two cells is blank; #VALUE! for a ratio that is text, or an industry that is not one of these; #NUM!
        for a ratio too large to be one.

    Source:
        Bands as guides to CLV and CAC give them; the 3 : 1 floor for SaaS goes back to Skok, SaaS Metrics, 2010.

    In words:
        {ratio} is {answer} the band that is usual for {industry}; for Subscription these are months of payback, and fewer are better.

    Examples:
        >>> CLV_BENCHMARK(4, "SaaS")
        'within'
        >>> CLV_BENCHMARK(20, "subscription")
        'above'
    """
    low, high = BENCHMARKS[industry]
    return "below" if ratio < low else "above" if ratio > high else "within"
