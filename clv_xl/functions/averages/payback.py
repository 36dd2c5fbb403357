"""When a customer who may leave has earned back what it cost to win, and how likely that is."""

from __future__ import annotations

import math

from ...cells.arguments import Money, Months, Share
from ...cells.errors import CellError, ExcelError
from ...cells.registry import excel_function

_NET = "(monthly_revenue*gross_margin-annual_service_cost/12)"
_OWED = f"(cac*monthly_churn/{_NET})"
_PAYMENTS = f"ROUNDUP(ROUND(cac/{_NET},9),0)"
"""The same steps as below, in Excel's own functions. What is whole but for the last digits of a division is whole."""


@excel_function(
    family="Acquisition",
    native=f"IF(cac=0,0,IF({_NET}<=0,1/0,IF(monthly_churn=0,{_PAYMENTS},IF(monthly_churn=1,IF({_OWED}<=1,1,1/0),"
    f"IF({_OWED}>=1,1/0,ROUNDUP(ROUND(LN(1-{_OWED})/LN(1-monthly_churn),9),0))))))",
)
def CLV_PAYBACK_CHURN(
    cac: Money, monthly_revenue: Money, gross_margin: Share, monthly_churn: Share, annual_service_cost: Money = 0
) -> Months:
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
    if cac == 0:
        return 0.0
    net = monthly_revenue * gross_margin - annual_service_cost / 12
    owed = cac * monthly_churn / net if net > 0 else math.inf
    if net <= 0 or owed > 1 or (owed == 1 and monthly_churn < 1):
        raise CellError(ExcelError.DIV0, "cac is never earned back: customers leave before they have brought it.")
    if monthly_churn == 0:
        return float(_whole(cac / net))
    return 1.0 if monthly_churn == 1 else float(_whole(math.log(1 - owed) / math.log(1 - monthly_churn)))


@excel_function(
    family="Acquisition",
    native=f"IF(cac=0,1,IF({_NET}<=0,0,IF({_PAYMENTS}<=1,1,IF(monthly_churn=1,0,EXP(MAX(-700,({_PAYMENTS}-1)*LN(1-monthly_churn)))))))",
)
def CLV_PAYBACK_CHANCE(
    cac: Money, monthly_revenue: Money, gross_margin: Share, monthly_churn: Share, annual_service_cost: Money = 0
) -> Share:
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
    if cac == 0:
        return 1.0
    net = monthly_revenue * gross_margin - annual_service_cost / 12
    return (1 - monthly_churn) ** (max(1, _whole(cac / net)) - 1) if net > 0 else 0.0


def _whole(payments: float) -> int:
    """The payments that it takes; what is whole but for the last digits of a division is whole."""
    return math.ceil(round(payments, 9))
