"""Whole months of an order list: what is compared with what, and each customer's part in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...cells.values import day_to_date
from ..periods import Period, month_days, period_of
from .cleaning import Orders

if TYPE_CHECKING:
    import numpy as np

COMPARED = 3
"""Months that are compared with as many earlier ones."""
_YEAR = 12


@dataclass(frozen=True)
class WholeMonths:
    """The months that are over, from the first one that was seen from its first day on; numbers as of period_of."""

    first: int
    count: int

    @property
    def back(self) -> int:
        """How many months earlier those lie that the last ones are compared with: the same of a year before, else those just before;
        0 where there are too few."""
        return _YEAR if self.count >= _YEAR + COMPARED else COMPARED if self.count >= 2 * COMPARED else 0

    @property
    def last(self) -> int:
        """The number of the last one."""
        return self.first + self.count - 1


def whole_months(orders: Orders) -> WholeMonths:
    """A month is whole when its first day is not before the first order, and its last not after the calculation date."""
    start, end = min(orders.day), orders.as_of or max(orders.day)
    first, last = period_of(start, Period.MONTH), period_of(end, Period.MONTH)
    first += month_days(first)[0] < day_to_date(start)
    last -= day_to_date(end) < month_days(last)[1]
    return WholeMonths(first, max(0, last - first + 1))


def compared(orders: Orders, months: WholeMonths) -> tuple[np.ndarray, np.ndarray]:
    """What each customer paid in the last months, and in those that they are compared with."""
    import numpy as np

    number = _months_of(orders)
    amount, customer = np.asarray(orders.amount, float), np.asarray(orders.customer)
    ends = (months.last, months.last - months.back)
    within = [(number > end - COMPARED) & (number <= end) for end in ends]
    now, before = (np.bincount(customer[one], amount[one], len(orders.customers)) for one in within)
    return now, before


def monthly_sums(orders: Orders, months: WholeMonths) -> np.ndarray:
    """The revenue of each whole month of the last whole years: those that end with the last month."""
    import numpy as np

    kept = months.count // _YEAR * _YEAR
    month = _months_of(orders) - (months.last - kept + 1)
    within = (month >= 0) & (month < kept)
    return np.bincount(month[within], np.asarray(orders.amount, float)[within], kept)


def _months_of(orders: Orders) -> np.ndarray:
    import numpy as np

    numbers = {day: period_of(day, Period.MONTH) for day in set(orders.day)}
    return np.array([numbers[day] for day in orders.day])
