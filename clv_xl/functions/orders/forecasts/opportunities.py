"""Who buys again where there is one opportunity a period: donors asked once a year, subscribers to a season, visitors of a yearly fair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, NamedTuple

from ....cells.arguments import AnyColumn, Argument, DateColumn, Day
from ....cells.errors import CellError, ExcelError
from ....cells.registry import excel_function
from ....cells.tables import Column, ListOf
from ....cells.values import Cell, text_of
from ....lists.orders.cleaning import Orders
from ....lists.periods import Period, period_label, period_of
from ..fits import enough_data
from ..history import PeriodWord, used_orders

if TYPE_CHECKING:
    import numpy as np

    from ....models.purchases.bgbb import BGBB
    from ....models.purchases.distinct import Distinct

SinglePeriodsAhead = Annotated[float, Argument("number", "single", unit="number of periods", low=1, high=1000)]
Figure = float | ExcelError | None


@dataclass(frozen=True, slots=True)
class OpportunityLine:
    """A customer, in whole periods. Low and high hold 90% of what the expectation can be."""

    customer: Annotated[Cell, Column("Customer", "key", "The customer, as first written.")]
    first: Annotated[str, Column("First period", "text", "The one of the first purchase.")]
    last: Annotated[str, Column("Last period", "text", "The last one with a purchase.")]
    chances: Annotated[float, Column("Opportunities", "count", "Whole periods since the first one.")]
    taken: Annotated[float, Column("Taken", "count", "In how many of them they bought.")]
    alive: Annotated[float, Column("P(alive)", "share", "The probability that they are still there in the next period.")]
    buys: Annotated[float, Column("P(buys)", "share", "The probability that they buy in the next period.")]
    expected: Annotated[float, Column("Expected", "decimal", "In how many of the periods ahead they are expected to buy.")]
    low: Annotated[Figure, Column("Expected, low", "decimal", "The lowest that it can be.")]
    high: Annotated[Figure, Column("Expected, high", "decimal", "The highest that it can be.")]


@excel_function(family="Prediction")
def CLV_OPPORTUNITIES(
    customers: AnyColumn, dates: DateColumn, period: PeriodWord = "year", periods_ahead: SinglePeriodsAhead = 5, as_of: Day = None
) -> ListOf[OpportunityLine]:
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
    from ....models.intervals import log_interval, slopes, variance

    orders = used_orders(customers, dates, [1.0] * len(customers), as_of)
    if orders is None:
        return ListOf(OpportunityLine, [])
    unit = Period(period)
    seen = _chances(orders, unit)
    model, rows = _fit(seen)
    x, _, had = rows.columns
    ahead = float(int(periods_ahead))
    alive, buys = model.probability_alive(*rows.columns), model.conditional_expected_purchases(1, *rows.columns)
    expected = model.conditional_expected_purchases(ahead, *rows.columns)
    low = high = [ExcelError.NA] * len(x)
    if model.log_covariance is not None:
        of_logs = slopes(model, lambda one: one.conditional_expected_purchases(ahead, *rows.columns)) / expected.clip(1e-300)
        low, high = (side.tolist() for side in log_interval(expected, variance(model, of_logs)))
        high = [min(side, ahead) for side in high]
    lines = []
    for customer, first, row in zip(seen.customer.tolist(), seen.first.tolist(), rows.inverse.tolist()):
        last = first + int(rows.columns[1][row])
        figures = (float(had[row]), float(x[row]), float(alive[row]), float(buys[row]), float(expected[row]), low[row], high[row])
        lines.append(OpportunityLine(orders.customers[customer], period_label(first, unit), period_label(last, unit), *figures))
    lines.sort(key=lambda line: (-line.expected, text_of(line.customer)))
    return ListOf(OpportunityLine, lines)


class _Chances(NamedTuple):
    """A row for each customer with a whole period: their code, the number of the first period, chances taken, the last one taken, and had."""

    customer: np.ndarray
    first: np.ndarray
    taken: np.ndarray
    last: np.ndarray
    had: np.ndarray


def _chances(orders: Orders, period: Period) -> _Chances:
    """The customers, in periods that are over on the calculation date.

    Raises:
        CellError: no period is over.
    """
    import numpy as np

    of_day = {day: period_of(day, period) for day in set(orders.day)}
    end = orders.as_of or 0
    over = period_of(end + 1, period) - 1  # the last whole one
    pairs = np.array([(code, of_day[day]) for code, day in zip(orders.customer, orders.day) if of_day[day] <= over], dtype=np.int64)
    if not len(pairs):
        raise CellError(ExcelError.NA, "No period is over yet. Give as_of, the last day of a period.")
    code, number = np.unique(pairs, axis=0).T
    customer, begins, count = np.unique(code, return_index=True, return_counts=True)
    first, last = number[begins], number[begins + count - 1]
    return _Chances(customer, first, count - 1.0, (last - first) * 1.0, (over - first) * 1.0)


def _fit(seen: _Chances) -> tuple[BGBB, Distinct]:
    """The model, and the customers as distinct rows.

    Raises:
        CellError: there are too few customers to learn from.
    """
    from ....models.fitting import NotEnoughDataError
    from ....models.purchases.bgbb import BGBB, chances_taken
    from ....models.purchases.choice import LEAST_CUSTOMERS, LEAST_REPEATING

    with enough_data():
        asked, again = int((seen.had > 0).sum()), int((seen.taken > 0).sum())
        if asked < LEAST_CUSTOMERS or again < LEAST_REPEATING:
            raise NotEnoughDataError(
                f"It takes {LEAST_CUSTOMERS} customers with a whole period after their first one, {LEAST_REPEATING} of whom bought again;"
                f" here are {asked} and {again}. Give more periods."
            )
        return BGBB.fit(seen.taken, seen.last, seen.had), chances_taken(seen.taken, seen.last, seen.had)
