"""Made from the functions' own declarations by `python install/generate.py`; do not edit."""

import datetime as dt
from typing import Any, overload

from clv_xl.cells.errors import ExcelError
from clv_xl.cells.declaration import Declaration
from clv_xl.cells.registry import FAMILIES as FAMILIES, REGISTRY as REGISTRY
from clv_xl.cells.tables import records as records

Cell = None | float | str | bool | dt.date | ExcelError
"""What stands in a cell of an answer."""
Cells = Any
"""One value or many: a number, text or date, a list, rows of lists, an array, a Series or a DataFrame."""

DECLARATIONS: tuple[Declaration, ...]

@overload
def CLV(purchase_value: float, purchase_frequency: float, lifespan: float, gross_margin: float | None = 1) -> float | ExcelError | None:
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

@overload
def CLV(purchase_value: Cells, purchase_frequency: Cells, lifespan: Cells, gross_margin: Cells = 1) -> Any: ...

@overload
def CHURN_CLV(monthly_revenue: float, gross_margin: float, monthly_churn: float, annual_discount_rate: float | None = 0) -> float | ExcelError | None:
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

@overload
def CHURN_CLV(monthly_revenue: Cells, gross_margin: Cells, monthly_churn: Cells, annual_discount_rate: Cells = 0) -> Any: ...

@overload
def CLV_DISCOUNTED(margin: float, retention_rate: float, discount_rate: float, periods: float | None = None, retention_cost: float | None = 0, acquisition_cost: float | None = 0) -> float | ExcelError | None:
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

@overload
def CLV_DISCOUNTED(margin: Cells, retention_rate: Cells, discount_rate: Cells, periods: Cells = None, retention_cost: Cells = 0, acquisition_cost: Cells = 0) -> Any: ...

@overload
def CLV_NET(clv: float, cac: float, annual_service_cost: float | None = 0, years: float | None = 0) -> float | ExcelError | None:
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

@overload
def CLV_NET(clv: Cells, cac: Cells, annual_service_cost: Cells = 0, years: Cells = 0) -> Any: ...

def CLV_EQUITY(clvs: Cells, customers: Cells = None) -> float | ExcelError | None:
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

@overload
def CLV_CAC_RATIO(clv: float, cac: float) -> float | ExcelError | None:
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

@overload
def CLV_CAC_RATIO(clv: Cells, cac: Cells) -> Any: ...

@overload
def CLV_BREAKEVEN(clv: float, cac: float, annual_service_cost: float) -> float | ExcelError | None:
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

@overload
def CLV_BREAKEVEN(clv: Cells, cac: Cells, annual_service_cost: Cells) -> Any: ...

@overload
def CLV_PAYBACK(cac: float, monthly_revenue: float, gross_margin: float) -> float | ExcelError | None:
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

@overload
def CLV_PAYBACK(cac: Cells, monthly_revenue: Cells, gross_margin: Cells) -> Any: ...

@overload
def CLV_MAX_CAC(clv: float, target_ratio: float | None = 3) -> float | ExcelError | None:
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

@overload
def CLV_MAX_CAC(clv: Cells, target_ratio: Cells = 3) -> Any: ...

@overload
def CLV_BENCHMARK(ratio: float, industry: str) -> str | None:
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

@overload
def CLV_BENCHMARK(ratio: Cells, industry: Cells) -> Any: ...

@overload
def CLV_PAYBACK_CHURN(cac: float, monthly_revenue: float, gross_margin: float, monthly_churn: float, annual_service_cost: float | None = 0) -> float | ExcelError | None:
    """In which month customers who may leave have, on average, earned back what they cost to win.

    Customers pay at the start of each month for as long as they stay; the first payment counts as month 1. CLV_PAYBACK answers the
    same as if nobody left. Where more leave than bring the cost back, the month never comes.

    Args:
        cac: What it costs to win a customer, in your currency.
        monthly_revenue: What a customer pays a month, in the same currency.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 30% or 0.3.
        monthly_churn: Share of customers who leave in a month, as a fraction: 6% or 0.06.
        annual_service_cost: What it costs to serve and keep a customer for a year. Left out: 0.

    Errors:
        #DIV/0! where the cost is never earned back; #N/A where a required cell is blank; #VALUE! for text; #NUM! for a negative number,
        or a share above 1.

    Source:
        The least n with m (1 - (1 - c)^n) / c of at least the cost: the running total of a geometric series, m the margin a month
        after service, c the churn.

    In words:
        With {monthly_churn} of customers leaving a month, the {cac} is earned back in month {answer}.

    Examples:
        >>> CLV_PAYBACK_CHURN(60, 20, 0.3, 0.06)
        15.0
        >>> CLV_PAYBACK_CHURN(1044, 200, 0.3, 0.06)
        #DIV/0!
    """

@overload
def CLV_PAYBACK_CHURN(cac: Cells, monthly_revenue: Cells, gross_margin: Cells, monthly_churn: Cells, annual_service_cost: Cells = 0) -> Any: ...

@overload
def CLV_PAYBACK_CHANCE(cac: float, monthly_revenue: float, gross_margin: float, monthly_churn: float, annual_service_cost: float | None = 0) -> float | ExcelError | None:
    """How likely it is that one customer stays long enough to earn back what it cost to win.

    CLV_PAYBACK_CHURN says when all customers together have earned back what all of them cost: those who stay pay for those who leave.
    This is the share of customers who do it themselves.

    Args:
        cac: What it costs to win a customer, in your currency.
        monthly_revenue: What a customer pays a month, in the same currency.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 30% or 0.3.
        monthly_churn: Share of customers who leave in a month, as a fraction: 6% or 0.06.
        annual_service_cost: What it costs to serve and keep a customer for a year. Left out: 0.

    Errors:
        #N/A where a required cell is blank; #VALUE! for text; #NUM! for a negative number, or a share above 1.

    Source:
        (1 - c)^(n - 1), the chance to make the n-th payment, n the least number of payments that bring the cost.

    In words:
        {answer} of customers stay long enough to earn back the {cac}, where {monthly_churn} leave a month.

    Examples:
        >>> CLV_PAYBACK_CHANCE(9, 20, 0.3, 0.06)
        0.94
        >>> CLV_PAYBACK_CHANCE(600, 200, 0.3, 0)
        1.0
    """

@overload
def CLV_PAYBACK_CHANCE(cac: Cells, monthly_revenue: Cells, gross_margin: Cells, monthly_churn: Cells, annual_service_cost: Cells = 0) -> Any: ...

@overload
def CLV_MONTHLY_REVENUE(purchase_value: float, purchases_per_year: float) -> float | ExcelError | None:
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

@overload
def CLV_MONTHLY_REVENUE(purchase_value: Cells, purchases_per_year: Cells) -> Any: ...

@overload
def CLV_GROSS_MARGIN(price: float, cost: float) -> float | ExcelError | None:
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

@overload
def CLV_GROSS_MARGIN(price: Cells, cost: Cells) -> Any: ...

@overload
def CLV_CHURN_RATE(customers_at_start: float, customers_lost: float) -> float | ExcelError | None:
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

@overload
def CLV_CHURN_RATE(customers_at_start: Cells, customers_lost: Cells) -> Any: ...

@overload
def CLV_CHURN_FROM_LIFESPAN(lifespan: float) -> float | ExcelError | None:
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

@overload
def CLV_CHURN_FROM_LIFESPAN(lifespan: Cells) -> Any: ...

@overload
def CLV_LIFESPAN_FROM_CHURN(monthly_churn: float) -> float | ExcelError | None:
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

@overload
def CLV_LIFESPAN_FROM_CHURN(monthly_churn: Cells) -> Any: ...

def CLV_LIFESPAN(customers: Cells, dates: Cells) -> float | ExcelError | None:
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

def CLV_VALUES(names: Cells, values: Cells, cacs: Cells = None, customers: Cells = None, monthly_revenues: Cells = None, purchases: Cells = None, gross_margin: float | None = 1, sort_by: str | None = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """The rows of a customer list that count, the most valuable first, with their value, cost to win, ratio, payback and net.

    A blank value is computed as CLV does; a blank revenue a month from purchase value and purchases a year. Value, cost and margin
    are those of one customer; the net is that of all customers of the row. Rows without a name or a value, or with a text in place
    of a number, are left out.

    Args:
        names: What names a row: the columns for customer, segment, channel and campaign, or some of them. With or without headings.
        values: The lifetime value of a customer, in your currency. It may be negative; blank where it is to be computed.
        cacs: What a customer cost to win. Blank: nothing, as for those who came by themselves. Blank throughout: not known.
        customers: How many customers the row stands for. Left out or blank: one.
        monthly_revenues: What a customer pays a month.
        purchases: Three columns, for values that are blank: what a customer spends on a purchase, purchases a year, lifespan in years.
        gross_margin: What is left of revenue after cost of goods, as a fraction. For values that are computed, and for payback.

    Errors:
        #N/A where names or values is one blank cell; #VALUE! where the ranges differ in length, purchases has not three columns, or
        gross_margin is text; #NUM! for a gross_margin outside 0 to 1. The answer has headings only where no row counts.

    Source:
        CLV, CLV_MONTHLY_REVENUE, CLV_CAC_RATIO and CLV_PAYBACK, for each row.

    Examples:
        >>> CLV_VALUES(["Ann", "Bo"], [900, 90], [30, 45], [2, 1], [10, 9])[1]
        ['Ann', 900.0, 30.0, 2.0, 10.0, 30.0, 3.0, 1740.0]
    """

def CLV_BUDGET(groups: Cells, clvs: Cells, cacs: Cells, monthly_margins: Cells = None, customers: Cells = None, target_ratio: float | None = 3, target_payback: float | None = None, enough: float | None = 100, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """Where the next euro goes: per channel, campaign or segment what customers bring and cost, and whether to spend more or less.

    The advice goes by the range in which the ratio CLV : CAC of such customers lies; those of a column hold together with 98% certainty.
    Spend more: all of it reaches the target, and the payback too where it is known. Spend less: all of it is below 1, so customers cost
    more than they bring. Keep: all of it is 1 or more; "May cost" says what a customer may cost to reach the target. Cannot tell yet:
    customers may cost more than they bring, or less; rows that stand for several customers do not say how much customers differ. Give
    values of customers of the same age. These are averages of customers won so far: the next ones may cost more and bring less, so change
    a budget in steps and measure again. Blank groups are left out.

    Args:
        groups: The channel of each customer, or another group; one column, or several. With or without a heading.
        clvs: The lifetime value of each customer, in your currency. It may be negative.
        cacs: What each customer cost to win. Blank: nothing.
        monthly_margins: What each customer leaves a month, after cost of goods. Left out: no payback.
        customers: How many customers each row stands for. Left out or blank: one.
        target_ratio: How often a customer is to earn back the cost. Left out: 3, a common floor.
        target_payback: In how many months the cost is to be earned back at the latest. Left out: payback does not count.
        enough: How many customers a group takes for advice. Left out: 100.

    Errors:
        #N/A where clvs has no number; #VALUE! where the ranges differ in length, or cacs or customers have text; #NUM! for a negative
        number in cacs or customers, or one out of bounds in the others.

    Source:
        CLV / CAC, CAC / monthly margin and their targets; Skok, SaaS Metrics, 2010, for 3 : 1 and 12 months. Ranges: Student's t without
        its skewness (Hall 1992), for as many questions as there are groups (Bonferroni).

    Examples:
        >>> CLV_BUDGET(["Ads", "Fair"], [400, 90], [80, 150], [10, 5], [200, 300])[1]
        ['Column 1', 'Ads', 200.0, 400.0, 80.0, 5.0, None, None, 8.0, 64000.0, 133.33333333333334, 'Cannot tell yet']
        >>> records(CLV_BUDGET(["A", "A", "A", "A", "A"], [40, 50, 30, 45, 35], [8, 9, 7, 8, 7], None, None, 3, None, 5))[0]["Advice"]
        'Spend more'
    """

def CLV_COMPARE(groups: Cells, clvs: Cells, customers: Cells = None, enough: float | None = 100, matters: float | None = 0.05, confidence: float | None = 0.98, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """Which groups are worth more than the others, beyond chance: each beside all customers of the other groups.

    Values must be of customers of the same age: CLV_VALUE_AT_AGE makes them. Higher and Lower are said where the difference is more
    than chance and matters. No difference yet: chance alone may show as much, or it does not matter. "Customers needed" would show a
    difference as large as the one seen, or the smallest one that matters. Cannot tell yet: the group, or all others together, have too
    few customers with a value; rows that stand for several customers do not say how much customers differ; only the 50 largest groups of
    a column are compared. The ranges and the verdicts of a column hold together with the certainty given. Blank groups are left out.

    Args:
        groups: The group of each customer; one column, or several for as many groupings. With or without a heading.
        clvs: The value of each customer at one age, in your currency; blank for who is younger.
        customers: How many customers each row stands for. Left out or blank: one.
        enough: How many customers with a value a group takes. Left out: 100.
        matters: The smallest difference that matters, as a share of the mean of the others. Left out: 5%.
        confidence: How sure all that is said of a column is to be, as a fraction. Left out: 98%.

    Errors:
        #VALUE! where the ranges differ in length, or customers has text; #NUM! for an enough below 5, a negative number in customers, or
        a matters or confidence outside 0 to 1, and a confidence of 0 or 1.

    Source:
        Welch's t without its skewness (Hall 1992), judged by dealing customers out again at random, as CLV_AB_TEST; for as many questions
        as there are groups (Bonferroni). Its false alarms and its power are measured in docs/measurements.md.

    Examples:
        >>> records(CLV_COMPARE(["S", "W", "S", "W", "S", "W", "S", "W", "S", "W"], [1, 9, 1, 8, 2, 9, 1, 8, 2, 9], None, 5))[0]["Verdict"]
        'Higher'
    """

def CLV_COMMON_AGE(groups: Cells, ages: Cells, enough: float | None = 100) -> float | ExcelError | None:
    """At which age to compare groups of customers: the most months that enough customers of each group have been customers.

    It is one of 12, 6, 3, 2 and 1 months, or 0, which is the first day. Groups that have too few customers at any age do not count,
    nor do blank groups. Where no group has enough, it is the age that half of all customers have reached.

    Args:
        groups: The group of each customer; one column or several. With or without a heading.
        ages: Days from the first purchase of each customer to the calculation date, as CLV_CUSTOMERS has them.
        enough: How many customers a group takes. Left out: 100.

    Errors:
        #N/A where ages has no number; #VALUE! where groups and ages differ in length; #NUM! for an enough below 5.

    Source:
        Cohorts compared at the same age, as in Fader and Hardie 2009.

    In words:
        Compare these groups by what customers brought in their first {answer} months.

    Examples:
        >>> CLV_COMMON_AGE(["W", "F", "W", "F", "W", "F", "W", "F", "W", "F"], [900, 130, 800, 100, 700, 95, 600, 99, 500, 93], 5)
        3.0
    """

def CLV_TIERS(clvs: Cells, breaks: Cells = None, customers: Cells = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """Customers in tiers by what they are worth: unprofitable, profitable, very profitable. The best tier first.

    Customers without a readable value are left out and counted in a last line.

    Args:
        clvs: The lifetime value of each customer, in your currency. With or without a heading.
        breaks: Where one tier ends and the next begins. Left out: 0, and the value that the best 20% of profitable customers have.
        customers: How many customers each row stands for. Left out or blank: one.

    Errors:
        #N/A where clvs has no number; #VALUE! for text in breaks or customers, or ranges that differ in length; #NUM! for a number in
        breaks that is too large, or a negative one in customers. Within the
        table: #DIV/0! where all clvs together are 0.

    Source:
        Customer tiers as in Zeithaml, Rust and Lemon, The Customer Pyramid, 2001; shares and means by definition.

    Examples:
        >>> records(CLV_TIERS([-20, 50, 400, 60, 70], [0, 100]))[0]["CLV"]
        '100 and more'
        >>> CLV_TIERS([-20, 50, 400, 60, 70])[3]
        ['Unprofitable', 'Under 0', 1.0, 0.2, -20.0, -20.0, -0.03571428571428571, -0.17857142857142858]
    """

def CLV_PARETO(clvs: Cells, top: Cells = None, customers: Cells = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """What share of the value the best customers bring, and how far they are above the average.

    Customers are ranked by value; the top is the nearest whole number of customers, at least one. Several shares (10%, 20%, 50%)
    make a curve: each row then holds all customers up to there. "The others" are those below the largest share. Customers without
    a readable value are left out and counted in a last line.

    Args:
        clvs: The lifetime value of each customer, in your currency. With or without a heading.
        top: The share of customers to look at, as a fraction: 20% or 0.2; or a range of several. Left out: 20%.
        customers: How many customers each row stands for. Left out or blank: one.

    Errors:
        #N/A where clvs has no number; #VALUE! for text in top or customers, or ranges that differ in length; #NUM! for a share in top
        outside 0 to 1, or a negative number in customers. Within the table: #DIV/0!
        where all clvs together are 0.

    Source:
        Pareto's 80/20 rule as a cumulative share; index as in lift tables, the group's mean over that of all.

    Examples:
        >>> records(CLV_PARETO([100, 20, 30, 10, 40]))[0]["Share of value"]
        0.5
        >>> CLV_PARETO([100, 20, 30, 10, 40])[1]
        ['Top 20%', 1.0, 0.2, 100.0, 100.0, 0.5, 2.5]
    """

def SEGMENT_CLV(segments: Cells, clvs: Cells, cacs: Cells = None, customers: Cells = None, enough: float | None = 100, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """A table per segment: customers, mean and total lifetime value, and how far above the average. Largest total first.

    One row of the ranges is one customer, or as many as customers says. The index is the segment's mean over the mean of all
    customers: 1 is average, 2 is worth twice as much. With acquisition costs come the mean cost, the ratio CLV : CAC and the net
    value. "Enough data" says whether the segment has as many customers as enough says. Customers without a readable value are left out
    and counted in a last line. Several columns of segments (channel and product, say) make one list, with a first column "By".

    Args:
        segments: The segment of each customer; one column, or several for as many segmentations. With or without a heading.
        clvs: The lifetime value of each customer, in your currency. It may be negative.
        cacs: What each customer cost to win, in the same currency; one cell counts for all. Left out, or blank throughout:
            no cost columns.
        customers: How many customers each row stands for; its value and cost are those of one of them. Left out or blank: one.
        enough: From how many customers on a segment's mean is more than a hint. Left out: 100.

    Errors:
        #N/A where clvs has no number; #VALUE! where the ranges differ in length, one cost is text, or customers has text; #NUM! where
        one cost or a number in customers is negative, or enough is below 5. Within the table:
        #DIV/0! where all clvs together, or a segment's cacs, are 0 or less; #N/A where a customer has no cost in cacs; #VALUE! for text
        in cacs; #NUM! for a negative number in cacs.

    Source:
        Means and shares by definition; index as in RFM and lift tables.

    Examples:
        >>> SEGMENT_CLV(["Shop", "Web", "Shop"], [100, 300, 200])[1]
        ['Shop', 2.0, 0.6666666666666666, 150.0, 300.0, 0.5, 0.75, 'No']
    """

def CLV_PRODUCTS(customers: Cells, products: Cells, amounts: Cells, costs: Cells = None, best_share: float | None = 0.2, dates: Cells = None, as_of: dt.date | float | str | None = None, sort_by: str | None = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """What the best customers buy and which products earn: a row per product, largest revenue (or profit) first.

    The CLV of a product's buyers is what they have brought with all products: revenue, or profit where every row has a cost. The
    index of the best customers is the share of them who bought the product, over the share of all customers who did: above 1 the
    best prefer it. A customer to whom a product was refunded is no buyer of it. A product with a cost missing has no profit.
    Rows without a customer or a readable amount are left out and counted in a last line.

    Args:
        customers: The customer of each order row: number, name or e-mail address. With or without a heading.
        products: What was bought, beside each customer.
        amounts: What the row brought, in your currency; a refund is negative.
        costs: What the goods of the row cost you; fees and what shipping costs you in further columns. Left out: no profit columns.
        best_share: The share of customers that counts as the best, by value, as a fraction. Left out: 20%.
        dates: The day of each row. Left out: all rows count, whatever their day.
        as_of: The day to calculate for; rows after it are left out. It needs dates.

    Errors:
        #N/A where no row of customers and amounts can be used; #VALUE! where customers, products, amounts, costs and dates differ in
        length, as_of is no date or has no dates; #NUM! for a best_share outside 0 to 1. Within the table: #N/A for a product with
        a cost missing in costs; #DIV/0! for a share where all amounts together are 0 or less.

    Source:
        Shares and means by definition; index as in lift tables.

    Examples:
        >>> CLV_PRODUCTS(["Ann", "Bo", "Ann"], ["Tea", "Tea", "Cups"], [40, 25, 20])[1]
        ['Tea', 2.0, 1.0, 65.0, 0.7647058823529411, 42.5, 1.0]
    """

def CLV_CUSTOMERS(customers: Cells, dates: Cells, amounts: Cells, as_of: dt.date | float | str | None = None, gross_margin: float | None = 1, attributes: Cells = None, breaks: Cells = None, costs: Cells = None, sort_by: str | None = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
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

def CLV_ROWS(customers: Cells, dates: Cells, amounts: Cells, as_of: dt.date | float | str | None = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
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

def CLV_COHORTS(customers: Cells, dates: Cells, amounts: Cells, period: str | None = 'month', measure: str | None = 'clv', as_of: dt.date | float | str | None = None, gross_margin: float | None = 1, costs: Cells = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
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

def CLV_TREND(customers: Cells, dates: Cells, amounts: Cells, period: str | None = 'month', as_of: dt.date | float | str | None = None, gross_margin: float | None = 1, costs: Cells = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
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

def CLV_VALUE_AT_AGE(customers: Cells, dates: Cells, amounts: Cells, months: float, as_of: dt.date | float | str | None = None, gross_margin: float | None = 1, costs: Cells = None, listed: Cells = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
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

def CLV_COSTS(customers: Cells, dates: Cells, amounts: Cells, costs: Cells, gross_margin: float | None = 1, as_of: dt.date | float | str | None = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """How much of the orders has a cost, and what they leave: the rule by which all functions of orders count value.

    An order with a cost counts as its amount less the cost, one without as its amount times the gross margin; fees come off either. Where a
    part of the orders has costs and no gross margin is given for the others, no cost is counted: revenue and profit would be added up. A
    refund takes its whole amount off where costs count, since what was sold stays paid for; a cost below zero beside it says that goods
    came back, and what they are worth. An order of zero needs no cost. A column that stands below zero throughout counts as money paid.
    What is to come leaves the same share of its revenue as all orders so far.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        costs: What the goods of each order cost you; fees and what shipping costs you in further columns, where a blank is none.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. Left out: 1.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.

    Errors:
        #N/A where no row of customers, dates and amounts can be used; #VALUE! where the columns differ in length or as_of is no date; #NUM!
        for a gross_margin outside 0 to 1.

    Source:
        Contribution of an order, by definition: revenue less the variable costs that it causes.

    Examples:
        >>> records(CLV_COSTS(["Ann", "Bo"], ["2024-01-01", "2024-01-05"], [100, 50], [[60, 3], [20, 2]]))[6]["Value"]
        65.0
        >>> records(CLV_COSTS(["Ann", "Bo"], ["2024-01-01", "2024-01-05"], [100, 50], [[60], [None]], 0.4))[6]["Value"]
        60.0
    """

def CLV_GROWTH(customers: Cells, dates: Cells, amounts: Cells, as_of: dt.date | float | str | None = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
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

def CLV_HISTORICAL(customers: Cells, amounts: Cells, gross_margin: float | None = 1, costs: Cells = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """What each customer has brought so far, and its share of the whole. Largest value first.

    Rows without a customer or a readable amount are left out and counted in a last line.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        amounts: What each order brought, in your currency; a refund is negative.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. Left out: 1.
        costs: What the goods of each order cost you; fees and what shipping costs you in further columns. An order with a cost counts with
            it, any other with gross_margin. Left out: gross_margin for all.

    Errors:
        #N/A where no row of customers and amounts can be used; #VALUE! where customers and amounts differ in length; #NUM! for a
        gross_margin outside 0 to 1. Within the table: #DIV/0! for the shares where all amounts together leave 0 or less.

    Source:
        Historical CLV, the sum of a customer's margins so far, by definition.

    Examples:
        >>> records(CLV_HISTORICAL(["Ann", "Bo", "Ann"], [40, 25, 20], 0.5))[0]["Value so far"]
        30.0
    """

def CLV_SENSITIVITY(purchase_value: float, purchase_frequency: float, lifespan: float | None = None, gross_margin: float | None = 1, cac: float | None = 0, change: float | None = 0.1, monthly_churn: float | None = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """Which lever is worth most: the value of a customer, after the cost to win one, when each input changes a little.

    Each row changes one input, by 10% unless told otherwise, and leaves the others. Gain is what the better direction brings:
    more value, frequency, lifespan and margin, less churn and cost. The largest gain stands first; the last row is the value as
    it is. Give the lifespan, or the churn in its place. A margin or a churn stays within 100%.

    Args:
        purchase_value: What a customer spends on an average purchase, in your currency.
        purchase_frequency: How often an average customer buys, times a year.
        lifespan: How long an average customer stays, in years. Left out: from monthly_churn.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. Left out: 1.
        cac: What it costs to win a customer, in your currency. Left out: 0.
        change: By how much each input changes, as a fraction. Left out: 10%.
        monthly_churn: Share of customers who leave in a month, as a fraction, in place of a lifespan.

    Errors:
        #N/A where purchase_value or purchase_frequency is blank, or lifespan and monthly_churn both are; #VALUE! for text, or
        both a lifespan and a monthly_churn; #NUM! for a negative number, a fraction above 1 or a change of 100%, or numbers too
        large; #DIV/0! for a monthly_churn of 0.

    Source:
        CLV as in the function CLV, less CAC; one input at a time.

    Examples:
        >>> records(CLV_SENSITIVITY(100, 4, 8, 0.5, 200, 0.25))[4]["Gain"]
        50.0
        >>> CLV_SENSITIVITY(100, 4, 8, 0.5, 200, 0.25)[1]
        ['Purchase value', 100.0, 1000.0, 1800.0, 400.0, 0.2857142857142857]
    """

def CLV_DRIVERS(clvs: Cells, factors: Cells, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """Which columns move with lifetime value: a row per factor, those beyond chance first. Correlation is not causation.

    One row of the ranges is one customer. A column of numbers or dates is a number; one with a text in it is a category.
    Explained is the share of the differences in rank that go with the factor, 0 to 1: the square of the rank correlation, or eta
    squared of the ranks for categories. A category with many values explains much by chance alone, and of several factors some
    look strong; the adjusted p-value makes up for both (Holm). Highest is the category with the highest mean value, or whether
    higher or lower numbers go with higher value. A factor that moves with value need not bring it about: a channel may only
    attract customers who buy more anyway. An experiment (CLV_AB_TEST) can tell.

    Args:
        clvs: The lifetime value of each customer, in your currency. With or without a heading.
        factors: What is known of each customer, a column per factor, with or without headings. Blank columns are left out.

    Errors:
        #N/A where clvs has no number; #VALUE! where clvs and factors differ in length. Within the table: #N/A where a column of
        factors has fewer than 5 values beside a value, or only one value, or as many categories as customers.

    Source:
        Spearman 1904; Kruskal and Wallis 1952, eta squared as H / (n - 1); p-values adjusted after Holm 1979.

    Examples:
        >>> records(CLV_DRIVERS([10, 20, 30, 40, 50], [1, 2, 4, 3, 5]))[0]["Highest"]
        'higher'
    """

def CLV_DORMANT(customers: Cells, dates: Cells, amounts: Cells, as_of: dt.date | float | str | None = None, gross_margin: float | None = 1, months: float | None = 12, annual_discount_rate: float | None = 0, model: str | None = 'auto', costs: Cells = None, sort_by: str | None = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """Customers to win back: those silent for longer than their own rhythm explains, those first with whom acting can change most.

    Each customer's own usual gap between purchases counts, as in CLV_CUSTOMERS: silent for more than 2 of them is slipping, for more than
    4 dormant. Value at stake is what the model expects of the customer within the months ahead, the future value of CLV_PREDICT: the
    chance of still being a customer is in it, and all together is never more than CLV_FORECAST. Acting can change little for those who
    will come anyway, and for those who are gone: value at stake x (1 - P(alive)) is largest in between, and gives the order. Customers
    with one purchase have no rhythm of their own and are not listed. The last row adds up.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. Left out: 1.
        months: How many months to look ahead. Left out: 12.
        annual_discount_rate: How much less money is worth a year later, as a fraction: 10% or 0.1. Left out: 0.
        model: BG/NBD, MBG/NBD, Pareto/NBD or auto, in quotes. auto compares them. Left out: auto.
        costs: What the goods of each order cost you; fees and what shipping costs you in further columns. An order with a cost counts with
            it, any other with gross_margin. Left out: gross_margin for all.

    Errors:
        #N/A where no row of customers, dates and amounts can be used; #VALUE! where customers, dates and amounts differ in length,
        as_of is no date or model is another word; #NUM! for a gross_margin, months or an annual_discount_rate out of bounds. Within the
        table: #N/A for P(alive) and what follows from it where the orders are too few for a model; the most valuable then come first.

    Source:
        The stages of CLV_CUSTOMERS and the models of CLV_PREDICT; the chance times its complement as what is not decided yet.

    Examples:
        >>> records(CLV_DORMANT(["Ann", "Ann", "Bo"], ["2024-01-01", "2024-01-31", "2024-07-01"], [40, 25, 20]))[0]["Stage"]
        'Dormant'
    """

def CLV_AB_TEST(clvs_a: Cells, clvs_b: Cells, confidence: float | None = 0.95, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """Did the change raise lifetime value: the difference B - A of the means, its interval, and how sure that is.

    The two groups may differ in size, and the money may be skewed, with many zeros. Customers who brought nothing must be in the
    lists with 0: a blank is left out. The interval holds the true difference with the given confidence. Power is the chance that
    a test of this size finds a difference as large as the one seen. "Customers needed" are those in both groups together, shared
    out as now, for such a difference to be found with a chance of 80%. Both go by the difference seen, which is itself uncertain:
    a rough guide, and on very skewed money the true number can be a few times larger. The interval can be too narrow where the
    two groups differ wildly in shape.

    Args:
        clvs_a: What each customer of group A (as before) brought, in your currency; zeros included. With or without a heading.
        clvs_b: What each customer of group B (with the change) brought.
        confidence: How sure the interval is to be, as a fraction. Left out: 95%.

    Errors:
        #N/A where clvs_a or clvs_b has fewer than 5 values, or all values are alike; #VALUE! for text in clvs_a or clvs_b; #NUM! for a
        confidence outside 0 to 1, and not 0 or 1 itself.

    Source:
        Welch's t without its skewness (Hall 1992; Zhou and Dinh 2005), judged by dealing the customers out again at random (Janssen
        1997). Its false alarms and its coverage are measured in docs/measurements.md.

    Examples:
        >>> records(CLV_AB_TEST([0, 10, 0, 12, 9, 0, 14, 11], [0, 16, 12, 15, 0, 18, 11, 13]))[3]["Answer"]
        3.625
    """

def CLV_STAKES(customers: Cells, dates: Cells, amounts: Cells, months: float | None = 12, annual_discount_rate: float | None = 0, gross_margin: float | None = 1, as_of: dt.date | float | str | None = None, model: str | None = 'auto', best_share: float | None = 0.2, costs: Cells = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """What is at stake with overdue customers, with those who bought once, with the best of the others, and with all.

    Value at stake is what the model expects of them within the months ahead: the future value of CLV_PREDICT, in which the chance that a
    customer has left is counted. Each customer is in one group, so the groups add up to the forecast of all and never to more. Outcome,
    low to high, holds what will really come in with 90% probability.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        months: How many months to look ahead. Left out: 12.
        annual_discount_rate: How much less money is worth a year later, as a fraction: 10% or 0.1. Left out: 0.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. Left out: 1.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.
        model: BG/NBD, MBG/NBD, Pareto/NBD or auto, in quotes. auto compares them. Left out: auto.
        best_share: How many of all customers are the best ones at the most, as a fraction. Left out: 20%.
        costs: What the goods of each order cost you; fees and what shipping costs you in further columns. An order with a cost counts with
            it, any other with gross_margin. Left out: gross_margin for all.

    Errors:
        #N/A where no row of customers, dates and amounts can be used, or fewer than 10 customers or 5 who came back are there to
        learn from; #VALUE! where customers, dates and amounts differ in length, as_of is no date or model is another word; #NUM! for
        months, an annual_discount_rate, a gross_margin or a best_share out of bounds. Within the table: #N/A for low and high where the
        data do not determine the model.

    Source:
        The stages of CLV_CUSTOMERS and the forecast of CLV_FORECAST, group by group.

    Examples:
        >>> records(CLV_STAKES([1,2,3,4,5,6,7,8,9,10,1,2,3,4,1,5,1,3,6,2],[101,102,103,104,105,106,107,108,109,110,115,117,121,125,128,130,160,170,175,200],[20,20,20,20,20,20,20,20,20,20,30,30,30,30,30,30,30,30,30,30]))[1]["Customers"]
        4.0
    """

def CLV_COMPARE_SHARES(count: float, customers: float, count_before: float, customers_before: float, confidence: float | None = 0.98, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """Whether a share differs from another beyond chance: churn of this month and of those before, say, with what would settle it.

    Higher and Lower are said only where the interval of the difference excludes 0; otherwise it is "Cannot tell yet", and Customers
    needed says how many in both groups together, at their present split, would show a difference such as this with a chance of 80%. The
    groups must be different customers, or the same ones at different renewals. One in fifty comparisons without any difference claims
    one, at a confidence of 98%.

    Args:
        count: How many it happened to in the first group, such as subscribers who left.
        customers: Of how many, such as subscribers at the start.
        count_before: How many it happened to in the group that it is compared with.
        customers_before: Of how many.
        confidence: How sure the answer is to be, as a fraction. Left out: 98%.

    Errors:
        #N/A where customers or customers_before is 0; #NUM! where a count is more than its customers, one of them is negative, or
        confidence is outside 0 to 1, or 0 or 1 itself; #VALUE! for text.

    Source:
        Newcombe 1998, Interval Estimation for the Difference between Independent Proportions, method 10.

    Examples:
        >>> records(CLV_COMPARE_SHARES(42, 780, 102, 2300))[0]["Answer"]
        'Cannot tell yet'
        >>> records(CLV_COMPARE_SHARES(70, 780, 102, 2300))[0]["Answer"]
        'Higher'
    """

def CLV_FREQUENCIES(customers: Cells, dates: Cells, amounts: Cells, model: str | None = 'auto', as_of: dt.date | float | str | None = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """How many customers have come back so often, really and by the model: whether the model describes the customers that it was fitted to.

    A row for 0, 1, 2, ... repeat purchases, the last one for 7 or more. Expected are the probabilities of so many purchases, each
    customer's for the time since the first one, added up. Low to high holds the number 9 times out of 10 where the model is right. The
    model has been fitted to these customers, so this shows whether its form fits; CLV_HOLDOUT shows how well it forecasts.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        model: BG/NBD, MBG/NBD, Pareto/NBD or auto, in quotes. auto compares them. Left out: auto.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.

    Errors:
        #N/A where no row of customers, dates and amounts can be used, or fewer than 10 customers or 5 who came back are there to
        learn from; #VALUE! where customers, dates and amounts differ in length, as_of is no date or model is another word.

    Source:
        Fader, Hardie and Lee 2005, figure 2; Schmittlein, Morrison and Colombo 1987.

    Examples:
        >>> records(CLV_FREQUENCIES([1,2,3,4,5,6,7,8,9,10,1,2,3,4,1,5,1,3,6,2],[101,102,103,104,105,106,107,108,109,110,115,117,121,125,128,130,160,170,175,200],[20,20,20,20,20,20,20,20,20,20,30,30,30,30,30,30,30,30,30,30]))[0]["Customers"]
        4.0
    """

def CLV_PREDICT(customers: Cells, dates: Cells, amounts: Cells, months: float | None = 12, annual_discount_rate: float | None = 0, gross_margin: float | None = 1, as_of: dt.date | float | str | None = None, model: str | None = 'auto', costs: Cells = None, sort_by: str | None = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """What each customer will bring: a row per customer, the largest future value first.

    P(alive) is the probability that a customer is still one, P(buys) that they buy within the months ahead. Expected orders are purchase days within the months ahead. Expected
    order value leans from the customer's own average towards that of all, the more so the fewer the orders; refunds lower it by
    the customer's own share, and a little by that of all. Future value is
    expected orders x expected order value x gross margin (with costs: what all orders so far left of their revenue), discounted to the
    calculation date; total value adds the value so far. Low and high hold 90% of what the expectation can be, as far as the data tell it; what one customer will really do varies far more.
    Under BG/NBD a one-time buyer cannot have left, so P(alive) is 1 there; "auto" may choose a model that can tell.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        months: How many months to look ahead. Left out: 12.
        annual_discount_rate: How much less money is worth a year later, as a fraction: 10% or 0.1. Left out: 0.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. Left out: 1.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.
        model: BG/NBD, MBG/NBD, Pareto/NBD or auto, in quotes. auto compares them. Left out: auto.
        costs: What the goods of each order cost you; fees and what shipping costs you in further columns. An order with a cost counts with
            it, any other with gross_margin. Left out: gross_margin for all.

    Errors:
        #N/A where no row of customers, dates and amounts can be used, or fewer than 10 customers or 5 who came back are there to
        learn from, or all repeat orders are free; #VALUE! where customers, dates and amounts differ in length, as_of is no date or model is another word; #NUM! for
        months, an annual_discount_rate or a gross_margin out of bounds. Within the table: #N/A for low and high where the data do not
        determine the model.

    Source:
        Fader, Hardie and Lee 2005 (BG/NBD) and 2005 (RFM and CLV); Batislam, Denizel and Filiztekin 2007; Schmittlein, Morrison and
        Colombo 1987; spend after Fader and Hardie 2013 (Gamma-Gamma). Intervals by the delta method.

    Examples:
        >>> records(CLV_PREDICT([1,2,3,4,5,6,7,8,9,10,1,2,3,4,1,5,1,3,6,2],[101,102,103,104,105,106,107,108,109,110,115,117,121,125,128,130,160,170,175,200],[20,20,20,20,20,20,20,20,20,20,30,30,30,30,30,30,30,30,30,30]))[0]["Value so far"]
        80.0
    """

def CLV_FORECAST(customers: Cells, dates: Cells, amounts: Cells, months: float | None = 12, annual_discount_rate: float | None = 0, gross_margin: float | None = 1, as_of: dt.date | float | str | None = None, model: str | None = 'auto', costs: Cells = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """What all customers together will bring, with how sure that is: the totals of CLV_PREDICT.

    Estimate, low to high, holds the expected total with 90% probability: what it would be if the parameters were known. Outcome,
    low to high, holds the total that will really come in with 90% probability, chance of each customer included, if the model
    fits and nothing changes. New customers are not in it. Beyond what was seen is the share of the future value that comes after as
    much time as has passed since the first purchase: nobody has been followed for so long.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        months: How many months to look ahead. Left out: 12.
        annual_discount_rate: How much less money is worth a year later, as a fraction: 10% or 0.1. Left out: 0.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. Left out: 1.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.
        model: BG/NBD, MBG/NBD, Pareto/NBD or auto, in quotes. auto compares them. Left out: auto.
        costs: What the goods of each order cost you; fees and what shipping costs you in further columns. An order with a cost counts with
            it, any other with gross_margin. Left out: gross_margin for all.

    Errors:
        #N/A where no row of customers, dates and amounts can be used, or fewer than 10 customers or 5 who came back are there to
        learn from, or all repeat orders are free; #VALUE! where customers, dates and amounts differ in length, as_of is no date or model is another word; #NUM! for
        months, an annual_discount_rate or a gross_margin out of bounds. Within the table: #N/A for low and high where the data do not
        determine the model.

    Source:
        As CLV_PREDICT; the variance of purchases by the law of total variance.

    Examples:
        >>> records(CLV_FORECAST([1,2,3,4,5,6,7,8,9,10,1,2,3,4,1,5,1,3,6,2],[101,102,103,104,105,106,107,108,109,110,115,117,121,125,128,130,160,170,175,200],[20,20,20,20,20,20,20,20,20,20,30,30,30,30,30,30,30,30,30,30]))[5]["Expected"]
        500.0
    """

def CLV_BACKTEST(customers: Cells, dates: Cells, amounts: Cells, months: float | None = 12, model: str | None = 'auto', as_of: dt.date | float | str | None = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """How forecasts of the past would have come out: made anew for up to six earlier days, each beside what its customers then did.

    Each is for so many months, or for a third of the time that there are orders for, where that is shorter; half of it may lie in the
    next. It is told of the orders up to its day, and its range knows how the others came out, so that it says how far the range of
    CLV_FORECAST can be trusted: 9 in 10 should hold. Beside it stand two rules that need no model. New customers are in none.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        months: How many months the forecast is for. Left out: 12.
        model: BG/NBD, MBG/NBD, Pareto/NBD or auto, in quotes. auto compares them. Left out: auto.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.

    Errors:
        #N/A where no row of customers, dates and amounts can be used, or fewer than 10 customers or 5 who came back are there to
        learn from, or the orders span less than three months; #VALUE! where customers, dates and amounts differ in length, as_of is no
        date or model is another word; #NUM! for months out of bounds. Within the table: #N/A for low and high where the data of then do not determine the model; the year before
        is blank where the orders do not reach back as far.

    Source:
        Rolling origins (Tashman 2000, "Out-of-sample tests of forecasting accuracy"); ranges as CLV_FORECAST.

    Examples:
        >>> records(CLV_BACKTEST([1,2,3,4,5,6,7,8,9,10,1,2,3,4,1,5,1,3,6,2],[101,102,103,104,105,106,107,108,109,110,115,117,121,125,128,130,160,170,175,200],[20,20,20,20,20,20,20,20,20,20,30,30,30,30,30,30,30,30,30,30]))[0]["Orders"]
        3.0
    """

def CLV_ALIVE(parameters: Cells, frequency: Cells, recency: Cells, age: Cells, months_later: float | None = 0) -> float | list[list[Cell]] | ExcelError | None:
    """The probability that a customer is still one, from the parameters of a model. One customer, or a column of them.

    Recency and age are in days, as CLV_CUSTOMERS gives them; the parameters are per week, as CLV_FIT gives them.

    Args:
        parameters: Five cells: the model's name and its four parameters, as on the first rows of CLV_FIT's column Value.
        frequency: Purchases after the first, each day counted once.
        recency: Days from the first purchase to the last; 0 without a repeat purchase.
        age: Days from the first purchase to the calculation date.
        months_later: For a later moment: so many months after the calculation date, without a purchase seen. Left out: 0.

    Errors:
        #VALUE! where parameters are not a model's name and four numbers, or frequency, recency and age differ in length; #NUM! for a
        parameter of 0 or less, or months_later out of bounds. Within the table: #NUM! where recency is more than age, or not 0 while
        frequency is; #N/A for a blank beside filled cells; #VALUE! for text.

    Source:
        Fader, Hardie and Lee 2008, "Computing P(alive) using the BG/NBD model"; Schmittlein, Morrison and Colombo 1987.

    Examples:
        >>> CLV_ALIVE(["MBG/NBD", 1, 10, 2, 2], 0, 0, 0)
        0.5
        >>> CLV_ALIVE(["BG/NBD", 1, 10, 2, 2], [1, 0], [70, 0], [210, 210])
        [[0.2], [1.0]]
    """

def CLV_PURCHASES(parameters: Cells, frequency: Cells, recency: Cells, age: Cells, months: float | None = 12) -> float | list[list[Cell]] | ExcelError | None:
    """How many purchases a customer will make, from the parameters of a model. One customer, or a column of them.

    Recency and age are in days, as CLV_CUSTOMERS gives them; the parameters are per week, as CLV_FIT gives them. Three zeros are
    a new customer: the answer is what they will buy after the first purchase.

    Args:
        parameters: Five cells: the model's name and its four parameters, as on the first rows of CLV_FIT's column Value.
        frequency: Purchases after the first, each day counted once.
        recency: Days from the first purchase to the last; 0 without a repeat purchase.
        age: Days from the first purchase to the calculation date.
        months: How many months to look ahead. Left out: 12.

    Errors:
        #VALUE! where parameters are not a model's name and four numbers, or frequency, recency and age differ in length; #NUM! for a
        parameter of 0 or less, or months out of bounds. Within the table: #NUM! where recency is more than age, or not 0 while
        frequency is; #N/A for a blank beside filled cells; #VALUE! for text.

    Source:
        Fader, Hardie and Lee 2005, equation 10; Schmittlein, Morrison and Colombo 1987.

    Examples:
        >>> CLV_PURCHASES(["Pareto/NBD", 2, 52.17857142857143, 2, 52.17857142857143], 0, 0, 0)
        1.0
    """

def CLV_CHANCE(parameters: Cells, frequency: Cells, recency: Cells, age: Cells, months: float | None = 12, purchases: float | None = 1) -> float | list[list[Cell]] | ExcelError | None:
    """The probability that a customer buys within the months ahead, from the parameters of a model. One customer, or a column of them.

    Recency and age are in days, as CLV_CUSTOMERS gives them; the parameters are per week, as CLV_FIT gives them. Three zeros are
    a new customer: the answer is the probability that they come back.

    Args:
        parameters: Five cells: the model's name and its four parameters, as on the first rows of CLV_FIT's column Value.
        frequency: Purchases after the first, each day counted once.
        recency: Days from the first purchase to the last; 0 without a repeat purchase.
        age: Days from the first purchase to the calculation date.
        months: How many months to look ahead. Left out: 12.
        purchases: How many purchases at least. Left out: 1.

    Errors:
        #VALUE! where parameters are not a model's name and four numbers, or frequency, recency and age differ in length; #NUM! for a
        parameter of 0 or less, or months or purchases out of bounds. Within the table: #NUM! where recency is more than age, or not 0
        while frequency is; #N/A for a blank beside filled cells; #VALUE! for text.

    Source:
        P(X(t) = x) as in Fader, Hardie and Lee 2005, equation 8, and Schmittlein, Morrison and Colombo 1987, for customers with a
        past after Fader and Hardie, Deriving the Conditional PMF of the Pareto/NBD Model, 2014.

    Examples:
        >>> CLV_CHANCE(["BG/NBD", 1, 52.17857142857143, 2, 2], 0, 0, 0, 12)
        0.5
        >>> CLV_CHANCE(["BG/NBD", 1, 10, 2, 2], [1, 0], [70, 0], [210, 210], 0)
        [[0.0], [0.0]]
    """

def CLV_FORECAST_MONTHS(customers: Cells, dates: Cells, amounts: Cells, months: float | None = 12, annual_discount_rate: float | None = 0, gross_margin: float | None = 1, as_of: dt.date | float | str | None = None, model: str | None = 'auto', costs: Cells = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """What all customers together will order and bring in each month of the calendar: the totals of CLV_FORECAST, month by month.

    Once there are two years of orders, strong and weak months of the year are told from them and go into every forecast, by as much as the
    years agree. Before that all days are alike. The first month is what is left of the present one, and the last ends with the months
    asked for; together they are the totals of CLV_FORECAST. Low, to high, holds what will really come with 90% probability. New customers
    are not in it.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        months: How many months to look ahead. Left out: 12.
        annual_discount_rate: How much less money is worth a year later, as a fraction: 10% or 0.1. Left out: 0.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. Left out: 1.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.
        model: BG/NBD, MBG/NBD, Pareto/NBD or auto, in quotes. auto compares them. Left out: auto.
        costs: What the goods of each order cost you; fees and what shipping costs you in further columns. An order with a cost counts with
            it, any other with gross_margin. Left out: gross_margin for all.

    Errors:
        #N/A where no row of customers, dates and amounts can be used, or fewer than 10 customers or 5 who came back are there to
        learn from, or all repeat orders are free; #VALUE! where customers, dates and amounts differ in length, as_of is no date or model is another word; #NUM! for
        months, an annual_discount_rate or a gross_margin out of bounds. Within the table: #N/A for low and high where the data do not
        determine the model; the year before is blank where the orders do not reach back as far.

    Source:
        As CLV_FORECAST; months by their purchases beside those that the model expects of an even rate, shrunk towards no season by
        empirical Bayes (Efron and Morris 1975).

    Examples:
        >>> records(CLV_FORECAST_MONTHS([1,2,3,4,5,6,7,8,9,10,1,2,3,4,1,5,1,3,6,2],[101,102,103,104,105,106,107,108,109,110,115,117,121,125,128,130,160,170,175,200],[20,20,20,20,20,20,20,20,20,20,30,30,30,30,30,30,30,30,30,30]))[0]["Month"]
        '1900-07'
    """

def CLV_NEW_CUSTOMER(customers: Cells, dates: Cells, amounts: Cells, months: float | None = 12, annual_discount_rate: float | None = 0.1, gross_margin: float | None = 1, as_of: dt.date | float | str | None = None, model: str | None = 'auto', costs: Cells = None, groups: Cells = None, enough: float | None = 100, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """What a new customer will bring: the first order and the repeat orders to come, within some months and without end.

    The time begins with the first order, which counts in full; repeat orders are expected by the model of purchases, and what each brings
    by the model of spend. Refunds lower both by the share that they take of all orders. Value within the months ahead is what a new
    customer may cost at most to be earned back by then. Without end is the value of the whole relationship; how much of that comes later
    than anybody has been followed is said beside it. Low and high hold 90% of what the expectation can be, as far as the data tell
    it: what one customer really brings varies far more.

    With groups, such as the channel of each order, a row for each group, fitted alone; a customer is in the group of the first order that names
    one. The figures of a group with fewer customers than enough says are #N/A. Largest value first; the last row is of all customers.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        months: How many months to look ahead. Left out: 12.
        annual_discount_rate: How much less money is worth a year later, as a fraction. Left out: 10%.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. Left out: 1.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.
        model: BG/NBD, MBG/NBD, Pareto/NBD or auto, in quotes. auto compares them. Left out: auto.
        costs: What the goods of each order cost you; fees and what shipping costs you in further columns. An order with a cost counts with
            it, any other with gross_margin. Left out: gross_margin for all.
        groups: The channel, campaign or country of each order. Left out: all customers alone.
        enough: From how many customers on a group has a row of figures. Left out: 100.

    Errors:
        #N/A where no row of customers, dates and amounts can be used, or fewer than 10 customers or 5 who came back are there to
        learn from, or all repeat orders are free; #VALUE! where the columns differ in length, as_of is no date or model is another word;
        #NUM! for months, an annual_discount_rate, a gross_margin or enough out of bounds. Within the table: #N/A for a group with too few,
        and for low and high where the data do not determine the model; #DIV/0! without end where nothing is discounted and some
        customers buy for ever.

    Source:
        Discounted expected transactions of a new customer: Fader and Hardie, Simple Probability Models for Computing CLV and CE, 2014;
        money after Fader, Hardie and Lee 2005 (RFM and CLV). Intervals by the delta method.

    Examples:
        >>> records(CLV_NEW_CUSTOMER([1,2,3,4,5,6,7,8,9,10,1,2,3,4,1,5,1,3,6,2],[101,102,103,104,105,106,107,108,109,110,115,117,121,125,128,130,160,170,175,200],[20,20,20,20,20,20,20,20,20,20,30,30,30,30,30,30,30,30,30,30]))[0]["First order"]
        20.0
    """

def CLV_OPPORTUNITIES(customers: Cells, dates: Cells, period: str | None = 'year', periods_ahead: float | None = 5, as_of: dt.date | float | str | None = None, sort_by: str | None = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """Who buys again where people buy once a period at most, such as yearly gifts: a row per customer, the most expected first.

    Each period after that of the first purchase is an opportunity, taken or not, however often they bought in it. The model learns how
    likely customers take one, how likely they leave before one, and how much they differ in both. A period that is not over on the
    calculation date is left out, with those who first bought in it: give the last day of a period. Rows without a customer or a readable
    date are left out. For customers who buy at any time, CLV_PREDICT is the right one.

    Args:
        customers: The customer of each purchase: number, name or e-mail address. With or without a heading.
        dates: The day of each purchase.
        period: month, quarter or year between opportunities, in quotes. Left out: year.
        periods_ahead: How many periods to look ahead. Left out: 5.
        as_of: The day to calculate for; later purchases are left out. Left out: the day of the last purchase.

    Errors:
        #N/A where no row of customers and dates can be used, or fewer than 10 customers with an opportunity or 5 who took one are there to learn
        from; #VALUE! where customers and dates differ in length, as_of is no date, or period is another word; #NUM! for periods_ahead
        outside 1 to 1000. Within the table: #N/A for low and high where the data do not determine the model.

    Source:
        BG/BB: Fader, Hardie and Shang, Customer-Base Analysis in a Discrete-Time Noncontractual Setting, 2010. Intervals by the delta method.

    Examples:
        >>> records(CLV_OPPORTUNITIES([1,2,3,4,5,6,7,8,9,10,1,1,2,3,4,5,6,3],[43952,43952,43952,43952,43952,43952,43952,43952,43952,43952,44317,44682,44682,44317,44317,44682,44317,44682],"year",5,44926))[0]["Taken"]
        2.0
    """

def CLV_HOLDOUT(customers: Cells, dates: Cells, amounts: Cells, split: dt.date | float | str | None = None, model: str | None = 'auto', as_of: dt.date | float | str | None = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """How good the forecast would have been: fitted to the time up to a day, held against what customers bought after it.

    A row for customers by the number of their repeat purchases before, with the mean number of orders later: real, by the model, and
    by two rules that need none: everybody goes on at the own rate so far, or buys what the average customer bought. Then totals, by
    how much they are off, the mean error per customer, and the share of later orders that the 20% of customers ranked highest
    placed (a random 20% place 20%).

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        split: The last day that the model is told of. Left out: half of the time.
        model: BG/NBD, MBG/NBD, Pareto/NBD or auto, in quotes. auto compares them. Left out: auto.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.

    Errors:
        #N/A where no row of customers, dates and amounts can be used, or fewer than 10 customers or 5 who came back are there before
        split to learn from; #VALUE! where customers, dates and amounts differ in length, split or as_of is no date or model is
        another word; #NUM! where split is not between the first order and as_of. Shares are blank where nobody ordered after
        split.

    Source:
        Fader, Hardie and Lee 2005, conditional expectations; baselines as in Wuebben and von Wangenheim 2008.

    Examples:
        >>> records(CLV_HOLDOUT([1,2,3,4,5,6,7,8,9,10,1,2,3,4,1,5,1,3,6,2],[101,102,103,104,105,106,107,108,109,110,115,117,121,125,128,130,160,170,175,200],[20,20,20,20,20,20,20,20,20,20,30,30,30,30,30,30,30,30,30,30]))[0]["Customers"]
        5.0
    """

def CLV_TRACKING(customers: Cells, dates: Cells, amounts: Cells, split: dt.date | float | str | None = None, model: str | None = 'auto', as_of: dt.date | float | str | None = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """Repeat orders week by week, real and expected: a row per week, by a model that is told of the time up to a day.

    Expected are the repeat orders of all customers who came up to that day, from the day each came. Real are those of the same
    customers. The first orders are in neither.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        split: The last day that the model is told of. Left out: half of the time.
        model: BG/NBD, MBG/NBD, Pareto/NBD or auto, in quotes. auto compares them. Left out: auto.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.

    Errors:
        #N/A where no row of customers, dates and amounts can be used, or fewer than 10 customers or 5 who came back are there before
        split to learn from; #VALUE! where customers, dates and amounts differ in length, split or as_of is no date or model is
        another word; #NUM! where split is not between the first order and as_of.

    Source:
        Fader, Hardie and Lee 2005, figures 3 and 4.

    Examples:
        >>> records(CLV_TRACKING([1,2,3,4,5,6,7,8,9,10,1,2,3,4,1,5,1,3,6,2],[101,102,103,104,105,106,107,108,109,110,115,117,121,125,128,130,160,170,175,200],[20,20,20,20,20,20,20,20,20,20,30,30,30,30,30,30,30,30,30,30]))[3]["Repeat orders so far"]
        5.0
    """

def CLV_FIT(customers: Cells, dates: Cells, amounts: Cells, model: str | None = 'auto', as_of: dt.date | float | str | None = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """The parameters of the models behind a forecast, how sure they are, and what they say.

    The first five rows of the column Value are what CLV_ALIVE and CLV_PURCHASES take. Time is in weeks. Then come the likelihood, the
    customers, and the model of spend: Gamma-Gamma where spend has little to do with how often people buy, else a weighted mean of
    a customer's own average and that of customers who buy as often.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        model: BG/NBD, MBG/NBD, Pareto/NBD or auto, in quotes. auto compares them. Left out: auto.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.

    Errors:
        #N/A where no row of customers, dates and amounts can be used, or fewer than 10 customers or 5 who came back are there to
        learn from, or all repeat orders are free; #VALUE! where customers, dates and amounts differ in length, as_of is no date or model is another word.
        Within the table: #N/A for a standard error that the data do not give.

    Source:
        Fader, Hardie and Lee 2005; Batislam, Denizel and Filiztekin 2007; Schmittlein, Morrison and Colombo 1987; Fader and Hardie
        2013. Standard errors from the curvature of the likelihood.

    Examples:
        >>> records(CLV_FIT([1,2,3,4,5,6,7,8,9,10,1,2,3,4,1,5,1,3,6,2],[101,102,103,104,105,106,107,108,109,110,115,117,121,125,128,130,160,170,175,200],[20,20,20,20,20,20,20,20,20,20,30,30,30,30,30,30,30,30,30,30]))[6]["Value"]
        10.0
    """

def CLV_MODELS(customers: Cells, dates: Cells, amounts: Cells, as_of: dt.date | float | str | None = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """The models of purchases side by side: parameters, likelihood, error on a time held out, and the one to trust.

    All have four parameters, so the highest log-likelihood fits best; within 2 of it models are as good, and the smaller error per
    customer decides. For the holdout they are fitted to the first half of the time and forecast the second (CLV_HOLDOUT).

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.

    Errors:
        #N/A where no row of customers, dates and amounts can be used, or fewer than 10 customers or 5 who came back are there to
        learn from; #VALUE! where customers, dates and amounts differ in length or as_of is no date. Within the table: #N/A for the
        holdout where the first half of the time has too few of them.

    Source:
        As CLV_FIT; models within 4 of AIC as in Burnham and Anderson 2002.

    Examples:
        >>> records(CLV_MODELS([1,2,3,4,5,6,7,8,9,10,1,2,3,4,1,5,1,3,6,2],[101,102,103,104,105,106,107,108,109,110,115,117,121,125,128,130,160,170,175,200],[20,20,20,20,20,20,20,20,20,20,30,30,30,30,30,30,30,30,30,30]))[0]["Model"]
        'BG/NBD'
    """

def CLV_SUBSCRIPTION_ROWS(starts: Cells, ends: Cells, as_of: dt.date | float | str | None = None, customers: Cells = None, prices: Cells = None, tenures: Cells = None, churned: Cells = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """Which rows of a list of subscriptions count, and why the others do not, line by line.

    Rows read = used + left out, and used = still subscribers + left. The last lines say what is special about the used rows: an end
    after the calculation date (still there then), a subscription that goes on from another of the same customer, no customer, a
    customer with more rows than one, no readable price (the average price counts). A list without starts has tenures and churned.

    Args:
        starts: The day on which each subscription began. With or without a heading.
        ends: The day on which each ended; blank for those that go on.
        as_of: The day to calculate for; later starts are left out, later ends have not come yet. Left out: the day of the last start.
        customers: The customer of each subscription: number, name or e-mail address. Left out: not counted.
        prices: What each pays a month. Left out: not counted.
        tenures: For a list without starts: how many months each has been there. Left out: starts and ends count.
        churned: Beside tenures: whether each has left; yes or no, 1 or 0. Left out: starts and ends count.

    Errors:
        #VALUE! where the columns differ in length or as_of is no date. A bad row is counted, never an error.

    Source:
        The rules of CLV_SUBSCRIBERS.

    Examples:
        >>> CLV_SUBSCRIPTION_ROWS(["2024-01-31", "2024-02-10"], [None, "2024-02-01"])[4]
        ['Left out: ends before it starts', 1.0]
    """

def CLV_RETENTION(survivors: Cells, periods_ahead: float | None = 12, at_risk: Cells = None, model: str | None = 'auto', language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """How many subscribers stay, and how many will: survival and retention as seen, as the model fits them, and projected.

    Survivors are the customers of one cohort, who all began in the same period: how many there were at the start, and how many are
    left after each renewal. Survival is the share of the cohort that is left; retention the share of those left one renewal before
    that renewed. Retention rises with time, since those likely to leave do so first: so a survival projected with a steady retention
    is too low. Where customers also change with the time they have stayed, BdW tells by how much; "auto" takes it where that is beyond
    chance, and else sBG, with a range that holds both. Lowest and highest hold the fitted survival with 90% confidence. Where the curve
    lies above the survival seen last, the projection goes on from what was seen, so that it never rises.

    Several cohorts stand in columns beside each other, the younger ones shorter: each counts for the renewals it has come to. Then
    customers are those of all cohorts that made a renewal, retention their share of those who came to it, and survival is the
    product of the retentions so far (Kaplan-Meier). CLV_SURVIVORS makes both columns, renewed and at risk, from dates.

    The last three columns say what the fit rests on: alpha and beta, from which the share that leaves at the first renewal is
    alpha / (alpha + beta), c, after how many renewals half of the cohort has left, and what is special about the fit. Where
    alpha + beta is small, customers differ much; at its limit of 100000 all leave with the same probability. c is 1 in sBG; above 1
    customers leave more readily the longer they have stayed, below 1 less.

    Args:
        survivors: How many customers of a cohort are left after 0, 1, 2, ... renewals, below each other; the first is all who began.
            Several cohorts: a column for each.
        periods_ahead: How many periods to project after the last one seen. Left out: 12.
        at_risk: How many came to each renewal, beside one column of those who made it; for customers of all ages together.
            Left out: those who made the renewal before.
        model: sBG, BdW or auto, in quotes. auto tests whether BdW is needed. Left out: auto.

    Errors:
        #N/A where survivors has fewer than two renewals (for BdW three), a blank between numbers, nobody who left or nobody who stayed;
        #VALUE! for text, at_risk beside several cohorts, or another word for model; #NUM! where survivors rise, are negative or are
        shares (give numbers of customers, from which it follows how sure the fit is), at_risk is less than survivors or more than those
        left before, or periods_ahead is outside 0 to 1000. Within the table: #N/A for figures that the numbers leave open.

    Source:
        The shifted beta-geometric model, sBG: Fader and Hardie, How to Project Customer Retention, 2007. Beta-discrete-Weibull, BdW:
        Fader, Hardie, Liu, Davin and Steenburgh, the same Revisited, 2018; chosen by a likelihood-ratio test at 5%. The likelihoods of
        several cohorts add up. Survival: Kaplan and Meier 1958. Errors from the curvature of the likelihood.

    Examples:
        >>> round(records(CLV_RETENTION([1000, 869, 743, 653, 593, 551, 517, 491], 5, model="sBG"))[12]["Survival fitted"], 3)
        0.378
        >>> round(records(CLV_RETENTION([1000, 869, 743, 653, 593, 551, 517, 491], 5))[12]["Survival fitted"], 3)
        0.404
        >>> records(CLV_RETENTION([[1000, 900], [869, 790], [743, None]], 0))[1]["Survival"]
        0.8731578947368421
        >>> CLV_RETENTION([1, 0.869, 0.743])
        #NUM!
    """

def CLV_SUBSCRIPTION(survivors: Cells, revenue_per_period: float, gross_margin: float | None = 1, annual_discount_rate: float | None = 0.1, renewals: float | None = None, at_risk: Cells = None, period: str | None = 'month', model: str | None = 'auto', language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """What a subscriber is worth: a new one, and those who have stayed so long, with lowest and highest value at 90% confidence.

    A new subscriber pays at once, and that payment counts. The other rows are subscribers about to renew or leave: the payments made
    count no more, and the next one comes at once from those who renew. The longer a subscriber has stayed, the more is still to come.
    Half have left after so many more renewals. Payments to come are discounted; with a rate of 0 they are the expected lifetime in
    periods, which has no end where too many subscribers hardly ever leave (alpha of 1 or less in CLV_RETENTION). Value is payments
    to come x revenue x margin. Lowest and highest come from the uncertainty of the fit, and of the choice between sBG and BdW where both
    may be true: not from that of a single subscriber, nor of a future unlike the past. Beyond what was seen is the share of the value
    that comes after the last renewal in survivors.

    Args:
        survivors: How many customers of a cohort are left after 0, 1, 2, ... renewals, below each other; the first is all who began.
            Several cohorts: a column for each.
        revenue_per_period: What a subscriber pays for each period, in your currency.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. Left out: 1.
        annual_discount_rate: How much less money is worth a year later, as a fraction. Left out: 10%.
        renewals: Up to how many renewals made the table goes. Left out: as many as survivors has.
        at_risk: How many came to each renewal, beside one column of those who made it; for customers of all ages together.
            Left out: those who made the renewal before.
        period: month, quarter or year between renewals, in quotes. Left out: month.
        model: sBG, BdW or auto, in quotes. auto tests whether BdW is needed, as in CLV_RETENTION. Left out: auto.

    Errors:
        #N/A where survivors has fewer than two renewals (for BdW three), a blank between numbers, nobody who left or nobody who stayed,
        or revenue_per_period is blank; #VALUE! for text, or another word for model; #NUM! where survivors rise, are negative or are
        shares (give numbers of customers), where at_risk is less than survivors or more than those left before, for a negative rate or
        revenue, a gross_margin outside 0 to 1, or renewals outside 0 to 1000; #DIV/0! where
        nothing is discounted and payments have no end. Within the table: #N/A for a lowest and highest value that the numbers leave
        open; blank where half of the subscribers are still there after twice as many renewals as were seen.

    Source:
        Discounted expected lifetime and residual lifetime: Fader and Hardie, Customer-Base Valuation in a Contractual Setting, 2010;
        curves as in CLV_RETENTION. Interval: delta method on the logarithm of the value.

    Examples:
        >>> round(records(CLV_SUBSCRIPTION([1000, 869, 743, 653, 593, 551, 517, 491], 100, period="year", model="sBG"))[0]["Value"], 2)
        592.23
        >>> round(records(CLV_SUBSCRIPTION([100, 60, 40], 10, 1, 0))[1]["Payments to come"], 4)
        3.0
        >>> CLV_SUBSCRIPTION([1000, 869, 743, 653, 593, 551, 517, 491], 100, 1, 0)
        #DIV/0!
    """

def CLV_PLANS(starts: Cells, ends: Cells, plans: Cells, prices: Cells = None, gross_margin: float | None = 1, annual_discount_rate: float | None = 0.1, period: str | None = 'month', as_of: dt.date | float | str | None = None, customers: Cells = None, tenures: Cells = None, churned: Cells = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """What the subscribers of each plan are worth: how many, churn, price, CLV of a new one, and what today's will still bring.

    Churn is the share of all renewals due that were not made. Price is the average of today's subscribers. CLV and value to come are
    those of CLV_SUBSCRIPTION, fitted for each plan alone, with the lowest and highest CLV at 90% confidence; value to come counts
    each of today's subscribers as about to renew. A plan with too few renewals takes the model of all subscribers, and then has no
    lowest and highest. Beyond what was seen is the share of the value to come that comes after the last renewal that the model knows.
    The last row is of all plans; its CLV is the average over those who started. Largest monthly revenue first.

    Where customers is given, subscriptions of the same customer that follow each other in the same plan are one, pauses within; who
    goes on in another plan has not left the first, and counts in both: once among all plans. A list without dates has tenures and
    churned instead, with starts left blank, as CLV_SURVIVORS takes them.

    Args:
        starts: The day on which each subscription began. With or without a heading.
        ends: The day on which each ended; blank for those that go on.
        plans: The plan of each subscription; blank ones are a group of their own.
        prices: What each pays a month, in your currency; blank for the average of the others.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. Left out: 1.
        annual_discount_rate: How much less money is worth a year later, as a fraction. Left out: 10%.
        period: month, quarter or year between renewals, in quotes. Left out: month.
        as_of: The day to calculate for; later starts are left out, later ends have not come yet. Left out: the day of the last start.
        customers: The customer of each; who goes on with another plan or comes back after a pause is then one. Left out: each row is one.
        tenures: For a list without starts: how many months each has been there. Left out: starts and ends count.
        churned: Beside tenures: whether each has left; yes or no, 1 or 0. Left out: starts and ends count.

    Errors:
        #N/A where no row of starts and ends can be used; #VALUE! where the columns differ in length, as_of is no date, or period is
        another word; #NUM! for a gross_margin outside 0 to 1, or a negative rate. Within the table: #N/A where
        starts and ends tell of too few renewals for a model, or prices of none; #DIV/0! for money without an end where nothing is
        discounted.

    Source:
        Fader and Hardie, Customer-Base Valuation in a Contractual Setting, 2010; curves as in CLV_RETENTION.

    Examples:
        >>> records(CLV_PLANS(["2024-01-31", "2024-01-10", "2024-02-15"], [None, "2024-02-10", None], ["A", "B", "A"], 10))[0]["Started"]
        2.0
    """

def CLV_SUBSCRIBERS(starts: Cells, ends: Cells, prices: Cells = None, period: str | None = 'month', as_of: dt.date | float | str | None = None, customers: Cells = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """Subscribers and their monthly revenue over time: at the start, new, left, at the end, and churn, period by period.

    At end = at start + new + returned - left - paused. Churn is the share of those there at the start who have left by the end: who
    came and left within the period is in new and in left, not in churn. Revenue churn is the same for their revenue. Neither is given
    for a period that is not over. Monthly revenue is what those there at the end pay a month. A subscription is there at the end of a
    day unless it ended on that day or before. Rows that cannot be used are left out: CLV_SUBSCRIPTION_ROWS counts them.

    Where customers is given, a subscription that begins when another of the same customer has ended goes on from it: nobody has left
    and nobody is new. A day or less between them is a change of plan, and moves nothing but revenue; more is a pause, which shows
    in paused and then in returned. Who has not come back by the calculation date has left. Subscriptions side by side are one each.

    Args:
        starts: The day on which each subscription began. With or without a heading.
        ends: The day on which each ended; blank for those that go on.
        prices: What each pays a month, in your currency; blank for the average of the others.
        period: month, quarter or year, in quotes. Left out: month.
        as_of: The day to calculate for; later starts are left out, later ends have not come yet. Left out: the day of the last start.
        customers: The customer of each; who goes on with another plan or comes back after a pause is then one. Left out: each row is one.

    Errors:
        #N/A where no row of starts and ends can be used; #VALUE! where the columns differ in length, as_of is no date, or period is
        another word. Within the table: blank revenue where no price is known.

    Source:
        Sums by definition; a customer churn rate as in CLV_CHURN_RATE.

    Examples:
        >>> records(CLV_SUBSCRIBERS(["2024-01-31", "2024-01-10", "2024-02-29"], [None, "2024-02-10", None], 10))[1]["Churn"]
        0.5
    """

def CLV_SURVIVORS(starts: Cells, ends: Cells, period: str | None = 'month', as_of: dt.date | float | str | None = None, customers: Cells = None, tenures: Cells = None, churned: Cells = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """How many subscribers came to each renewal, and how many made it: the columns that CLV_RETENTION and CLV_SUBSCRIPTION take.

    A subscription renews a period after it began, and again after each further one. Who has not been there long enough for a renewal
    is not at risk at it. A renewal counts once its day has come, also for those who left before it; who ends on the very day does
    not make it. Renewal 0 is the start. Retention is renewed / at risk, survival the product of the retentions so far. Still there
    says how many renewals today's subscribers have made.

    Where customers is given, subscriptions of the same customer that follow each other are one, from the first start to the last end:
    a change of plan is no leaving, and neither is a pause, which counts as time that the customer stayed. Subscriptions side by side
    are one each.

    A list without dates has tenures and churned instead, with starts left blank. A tenure is as exact as a date: who is there
    after 3.5 months has made 3 monthly renewals, as has who left after 3.5; who left after 3 did not make the third. Where tenures
    are whole months completed, add half a month to those who left.

    Args:
        starts: The day on which each subscription began. With or without a heading.
        ends: The day on which each ended; blank for those that go on.
        period: month, quarter or year between renewals, in quotes. Left out: month.
        as_of: The day to calculate for; later starts are left out, later ends have not come yet. Left out: the day of the last start.
        customers: The customer of each; who goes on with another plan or comes back after a pause is then one. Left out: each row is one.
        tenures: For a list without starts: how many months each has been there. Left out: starts and ends count.
        churned: Beside tenures: whether each has left; yes or no, 1 or 0. Left out: starts and ends count.

    Errors:
        #N/A where no row of starts and ends, or of tenures and churned, can be used; #VALUE! where the columns differ in length, as_of
        is no date, or period is another word.

    Source:
        Kaplan and Meier, Nonparametric Estimation from Incomplete Observations, 1958.

    Examples:
        >>> CLV_SURVIVORS(["2024-01-31", "2024-01-10", "2024-02-15"], [None, "2024-02-10", None], "month", "2024-03-01")[2]
        [1.0, 2.0, 1.0, 1.0, 1.0, 0.5, 0.5]
        >>> CLV_SURVIVORS([None, None], [None, None], tenures=[1, 3], churned=["yes", "no"])[2]
        [1.0, 2.0, 1.0, 1.0, 0.0, 0.5, 0.5]
    """

def CLV_SUBSCRIBER_COHORTS(starts: Cells, ends: Cells, period: str | None = 'month', measure: str | None = 'share', as_of: dt.date | float | str | None = None, customers: Cells = None, language: str | None = 'en') -> list[list[Cell]] | ExcelError:
    """A triangle: subscribers by the month, quarter or year of their start, and how many are left after each renewal.

    Column 0 is the start, column 1 the first renewal. A row goes as far as all of the cohort have come. The last row holds all
    cohorts: for each column, those that have come so far. Where customers is given, subscriptions of the same customer that follow
    each other are one, as in CLV_SURVIVORS.

    Args:
        starts: The day on which each subscription began. With or without a heading.
        ends: The day on which each ended; blank for those that go on.
        period: month, quarter or year, of the cohorts and between renewals, in quotes. Left out: month.
        measure: share or customers, in quotes. Left out: share.
        as_of: The day to calculate for; later starts are left out, later ends have not come yet. Left out: the day of the last start.
        customers: The customer of each; who goes on with another plan or comes back after a pause is then one. Left out: each row is one.

    Errors:
        #N/A where no row of starts and ends can be used; #VALUE! where the columns differ in length, as_of is no date, or period or
        measure is another word; #NUM! for dates that lie more periods apart than a sheet has columns.

    Source:
        Cohorts as in Fader and Hardie, Customer-Base Valuation in a Contractual Setting, 2010, table 1.

    Examples:
        >>> CLV_SUBSCRIBER_COHORTS(["2024-01-31", "2024-01-10"], [None, "2024-02-10"], "month", "customers", "2024-03-01")[1]
        ['2024-01', 2.0, 1.0, 2.0, 1.0]
    """

def CLV_EXPLAIN(function_name: Cells, *arguments: Cells) -> Any:
    """In words: what is wrong with a formula's arguments, or what its answer means.

    Type the name of the function in quotes, then its arguments as they stand in the formula. Ranges give a sentence per cell for
    functions that are calculated by cell, one sentence for the others.

    Args:
        function_name: The name of a function of clv_xl, in quotes: "CLV".
        arguments: The arguments as they stand in the formula, in the same order.

    Errors:
        None: it answers with a sentence.

    Source:
        The declarations of the functions.

    Examples:
        >>> CLV_EXPLAIN("CLV", 100, 4, -8)
        '#NUM!: lifespan is -8. Give 0 or more (years).'
        >>> CLV_EXPLAIN("CLV_CAC_RATIO", 3200, 800)
        'A customer brings 4 times what it cost to win: 3,200.00 for 800.00.'
    """
