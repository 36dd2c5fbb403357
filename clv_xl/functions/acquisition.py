"""What a customer is worth beside what it costs to win one."""

from __future__ import annotations

from ..excel.arguments import Balance, Money
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
