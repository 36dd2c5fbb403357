"""What a customer is worth, from averages."""

from __future__ import annotations

import math

from ...cells.arguments import Balance, BalanceColumn, CountColumn, Money, PeriodRate, Periods, PerYear, Rate, Share, Years, read_number
from ...cells.errors import CellError, ExcelError
from ...cells.registry import excel_function


@excel_function(family="Value", native="purchase_value*purchase_frequency*lifespan*gross_margin")
def CLV(purchase_value: Money, purchase_frequency: PerYear, lifespan: Years, gross_margin: Share = 1) -> Money:
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

    In words:
        A customer brings {answer} in all: {purchase_value} a purchase, {purchase_frequency} times a year, for {lifespan} years, of which
        {gross_margin} is left after the cost of goods.

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
def CHURN_CLV(monthly_revenue: Money, gross_margin: Share, monthly_churn: Share, annual_discount_rate: Rate = 0) -> Money:
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
        m g / c, the sum of a geometric series with retention 1 - c; discounted m g (1 + d) / (c + d) with d = (1 + annual
        rate)^(1/12) - 1, the margin multiple of Gupta and Lehmann (Customers as Assets, 2003) with the first payment at once.

    In words:
        A customer brings {answer} until leaving: {gross_margin} of {monthly_revenue} a month, while {monthly_churn} of the
        customers leave each month, discounted at {annual_discount_rate} a year.

    Examples:
        >>> CHURN_CLV(200, 0.3, 0.06)
        1000.0
        >>> CHURN_CLV(200, 0.3, 0)
        #DIV/0!
    """
    monthly_rate = (1 + annual_discount_rate) ** (1 / 12) - 1
    return monthly_revenue * gross_margin * (1 + monthly_rate) / (monthly_churn + monthly_rate)


@excel_function(
    family="Value",
    native='margin*IF(periods="",1/(1-retention_rate/(1+discount_rate)),IF(retention_rate=1+discount_rate,INT(periods)+1,'
    "(1-IF(retention_rate=0,0,(retention_rate/(1+discount_rate))^(INT(periods)+1)))/(1-retention_rate/(1+discount_rate))))"
    '-retention_cost/SQRT(1+discount_rate)*IF(periods="",1/(1-retention_rate/(1+discount_rate)),IF(retention_rate=1+discount_rate,'
    "INT(periods),(1-IF(retention_rate=0,--(INT(periods)=0),(retention_rate/(1+discount_rate))^INT(periods)))"
    "/(1-retention_rate/(1+discount_rate))))-acquisition_cost",
)
def CLV_DISCOUNTED(
    margin: Balance,
    retention_rate: Share,
    discount_rate: PeriodRate,
    periods: Periods = None,
    retention_cost: Money = 0,
    acquisition_cost: Money = 0,
) -> Balance:
    """The present value of a customer: margins as long as the customer stays, less the cost of keeping and of winning.

    The first margin comes at once, the next ones at the end of each period, for the customers who are still there. Retention is
    paid in the middle of each period. All rates are for one period; a year is the usual one.

    Args:
        margin: What a customer brings in one period after the cost of goods, in your currency. It may be negative.
        retention_rate: Share of customers who stay from one period to the next, as a fraction: 80% or 0.8.
        discount_rate: How much less money is worth a period later, as a fraction: 10% or 0.1.
        periods: How many periods to count after the first margin; a part of a period is left off. Left out: forever.
        retention_cost: What is spent in each period to keep a customer, in your currency. Left out: 0.
        acquisition_cost: What it cost to win the customer, in your currency. Left out: 0.

    Errors:
        #DIV/0! where nobody leaves, nothing is discounted and no end is given; #N/A where a required cell is blank; #VALUE! for
        text; #NUM! for a retention rate outside 0 to 1, or a negative rate, period or cost.

    Source:
        GC sum(i=0..n) r^i/(1+d)^i - M sum(i=1..n) r^(i-1)/(1+d)^(i-0.5) - AC: Berger and Nasr, Customer Lifetime Value, 1998, case 1,
        with the cost of acquisition.

    In words:
        A customer is worth {answer} today: {margin} a period while {retention_rate} stay from one to the next, discounted at
        {discount_rate} a period, less {retention_cost} a period to keep the customer and {acquisition_cost} to win one.

    Examples:
        >>> CLV_DISCOUNTED(100, 0.5, 0)
        200.0
        >>> round(CLV_DISCOUNTED(260, 0.75, 0.2, 10, 50), 2)
        568.78
        >>> CLV_DISCOUNTED(100, 1, 0)
        #DIV/0!
    """
    margins = _sum_of_powers(retention_rate, discount_rate, None if periods is None else int(periods) + 1)
    costs = _sum_of_powers(retention_rate, discount_rate, None if periods is None else int(periods))
    return margin * margins - retention_cost / (1 + discount_rate) ** 0.5 * costs - acquisition_cost


def _sum_of_powers(retention_rate: float, discount_rate: float, count: float | None) -> float:
    """1 + q + q^2 + ... with q = retention / (1 + discount): the first `count` of them, or all. Exact where q is close to 1."""
    rest = (discount_rate + (1 - retention_rate)) / (1 + discount_rate)  # 1 - q
    if count is None or retention_rate == 0:
        return 1 / rest if count != 0 else 0.0
    if rest == 0:
        return count
    return -math.expm1(count * (math.log(retention_rate) - math.log1p(discount_rate))) / rest


@excel_function(family="Value", native="clv-cac-annual_service_cost*years")
def CLV_NET(clv: Balance, cac: Money, annual_service_cost: Money = 0, years: Years = 0) -> Balance:
    """What is left of a lifetime value after the cost of winning and of serving the customer.

    Args:
        clv: Lifetime value of a customer, in your currency. It may be negative.
        cac: What it costs to win a customer, in the same currency.
        annual_service_cost: What it costs to serve a customer for a year. Left out: 0.
        years: How many years the customer is served. Left out: 0.

    Errors:
        #N/A where a required cell is blank; #VALUE! for text; #NUM! for a negative cost or number of years.

    Source:
        CLV - CAC - service cost x years, the definition.

    In words:
        {answer} is left of a lifetime value of {clv}, after {cac} to win the customer and {annual_service_cost} of service a year
        for {years} years.

    Examples:
        >>> CLV_NET(80000, 20000, 15000, 2)
        30000.0
    """
    return clv - cac - annual_service_cost * years


@excel_function(family="Value")
def CLV_EQUITY(clvs: BalanceColumn, customers: CountColumn = None) -> Balance:  # type: ignore[assignment]
    """What a customer base is worth: the sum of the lifetime values, times the number of customers where that is given.

    Args:
        clvs: The lifetime value of each customer, or of an average customer of each segment; it may be negative.
        customers: How many customers have that value, beside each value or one number for all. Left out: 1.

    Errors:
        #N/A where clvs has no value, or clvs or customers has a blank beside a filled cell; #VALUE! for text or ranges of
        different length; #NUM! for a negative number of customers.

    Source:
        Customer equity, the sum over all customers: Blattberg and Deighton 1996; Rust, Lemon and Zeithaml 2004.

    In words:
        The customers together are worth {answer}.

    Examples:
        >>> CLV_EQUITY([3200, 300])
        3500.0
        >>> CLV_EQUITY([3200, 300], [100, 2000])
        920000.0
    """
    filled = [(clv, count) for clv, count in zip(clvs, customers or [None] * len(clvs)) if clv is not None or count is not None]
    if customers is None:
        filled = [(clv, 1.0) for clv, _ in filled]
    if not filled:
        raise CellError(ExcelError.NA, "clvs has no value. Fill in at least one.")
    terms = [read_number(clv, "clvs") * read_number(count, "customers") for clv, count in filled]
    if any(count is not None and count < 0 for _, count in filled):
        raise CellError(ExcelError.NUM, "customers has a negative number. Give 0 or more.")
    if not all(map(math.isfinite, terms)):
        raise OverflowError
    return math.fsum(terms)
