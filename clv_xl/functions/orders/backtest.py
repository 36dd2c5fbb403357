"""How forecasts of the list's own past would have come out."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from ...cells.arguments import AnyColumn, BalanceColumn, DateColumn, Day
from ...cells.errors import NO_RANGE, CellError, ExcelError
from ...cells.registry import excel_function
from ...cells.tables import Column, Label, TableOf
from ...cells.values import Words, day_to_date
from .fits import AUTO, ModelWord, SingleMonths, enough_data, model_for, whole
from .history import used_orders
from .past_forecasts import Window, model_errors, windows_of

if TYPE_CHECKING:
    from ...models.forecast import Total

Figure = float | ExcelError | None


class BacktestLabel(Label):
    """The row that is no single forecast."""

    OFF = "Off by, on average", "share", "By which share each way is off in one of them, on average; and how many ranges held."


@dataclass(frozen=True, slots=True)
class BacktestLine:
    """A forecast of the past, made of what was known then, and what came of the customers of then."""

    start: Annotated[dt.date | BacktestLabel, Column("From", "date", "The first day that it was for, the latest forecast first.")]
    end: Annotated[dt.date | None, Column("To", "date", "The last day that it was for.")]
    orders: Annotated[Figure, Column("Orders", "by row", "What they really ordered.")]
    foreseen: Annotated[Figure, Column("Foreseen", "by row", "By the model.")]
    low: Annotated[Figure, Column("Low", "by row", "The lowest that its range held.")]
    high: Annotated[Figure, Column("High", "by row", "The highest that its range held.")]
    held: Annotated[str | None, Column("Held", "state", "Whether the orders lay in the range.")]
    before: Annotated[Figure, Column("The time before again", "by row", "What all ordered in as many days before.")]
    year_before: Annotated[Figure, Column("The same days a year before", "by row", "What the customers of then ordered in them.")]
    value: Annotated[Figure, Column("Revenue", "by row", "What these orders brought, refunds taken off.")]
    value_foreseen: Annotated[Figure, Column("Revenue foreseen", "by row", "By the model.")]
    value_low: Annotated[Figure, Column("Revenue, low", "by row", "The lowest that its range held.")]
    value_high: Annotated[Figure, Column("Revenue, high", "by row", "The highest that its range held.")]
    value_held: Annotated[str | None, Column("Revenue held", "state", "Whether the revenue lay in the range.")]


@excel_function(family="Prediction")
def CLV_BACKTEST(
    customers: AnyColumn, dates: DateColumn, amounts: BalanceColumn, months: SingleMonths = 12, model: ModelWord = AUTO, as_of: Day = None
) -> TableOf[BacktestLine]:
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
    orders = used_orders(customers, dates, amounts, as_of)
    if orders is None:
        return TableOf(BacktestLine, [])
    with enough_data():
        windows = windows_of(orders, months, model_for(orders, whole(orders), model))
    if not windows:
        raise CellError(
            ExcelError.NA, "The orders span too little time for a forecast of the past: it takes three months. Give more orders."
        )
    lines = [_line(window, [one for one in windows if one is not window]) for window in windows]
    return TableOf(BacktestLine, [*lines, _summary(lines)])


def _line(window: Window, others: Sequence[Window]) -> BacktestLine:
    """A forecast of the past, with the range that it would have had by what the others missed."""
    of_orders, of_value = model_errors(others)
    orders, value = replace(window.foreseen_orders, missed=of_orders), replace(window.foreseen_value, missed=of_value)
    return BacktestLine(
        day_to_date(window.span.told + 1),
        day_to_date(window.span.end),
        window.orders,
        orders.expected,
        *_range(orders, window.orders),
        window.before,
        window.year_before,
        window.value,
        value.expected,
        *_range(value, window.value),
    )


def _range(foreseen: Total, came: float) -> tuple[Figure, Figure, str | None]:
    """From, to, and whether what came lies between."""
    if foreseen.outcome is None:
        return *NO_RANGE, None
    low, high = foreseen.outcome
    return low, high, Words("yes") if low <= came <= high else Words("no")


def _summary(lines: Sequence[BacktestLine]) -> BacktestLine:
    """By how much each way is off, on average over the forecasts in which something came."""

    def off(foreseen: str, came: str) -> Figure:
        pairs = [(getattr(line, foreseen), getattr(line, came)) for line in lines]
        shares = [abs(one - real) / real for one, real in pairs if one is not None and real > 0]
        return math.fsum(shares) / len(shares) if shares else None

    def count(held: str) -> str:
        known = [getattr(line, held) for line in lines if getattr(line, held) is not None]
        return Words("{1} of {2}", known.count("yes"), len(known))

    return BacktestLine(
        BacktestLabel.OFF,
        *(None, None, off("foreseen", "orders"), None, None, count("held")),
        *(off("before", "orders"), off("year_before", "orders")),
        *(None, off("value_foreseen", "value"), None, None, count("value_held")),
    )
