"""Months, quarters and years: consecutive numbers to calculate with, labels to read."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from enum import StrEnum

from ..cells.errors import CellError, ExcelError
from ..cells.values import day_to_date


class Period(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}


def rate_of(annual_rate: float, period: Period) -> float:
    """What a rate a year comes to in a period, so that the periods of a year make it up again."""
    return (1 + annual_rate) ** (MONTHS[period] / 12) - 1


def period_of(day: int, period: Period) -> int:
    """The number of the period that a day lies in; the next period has the next number."""
    date = day_to_date(day)
    return (12 * date.year + date.month - 1) // MONTHS[period]


def month_days(number: int) -> tuple[dt.date, dt.date]:
    """The first and the last day of a month, by its number."""
    year, month = divmod(number, 12)
    return dt.date(year, month + 1, 1), dt.date(year, month + 1, monthrange(year, month + 1)[1])


def a_year_before(day: int) -> int:
    """The same day a year before; 28 February for the 29th."""
    date = day_to_date(day)
    return dt.date(date.year - 1, date.month, min(date.day, monthrange(date.year - 1, date.month)[1])).toordinal()


def period_label(number: int, period: Period) -> str:
    """ "2024-02", "2024-Q1" or "2024"."""
    year, month = divmod(number * MONTHS[period], 12)
    if period == Period.YEAR:
        return f"{year}"
    return f"{year}-{month + 1:02}" if period == Period.MONTH else f"{year}-Q{month // 3 + 1}"


MOST_ACROSS = 16_380
"""As many periods can stand beside each other on a sheet, which has 16,384 columns, with a few before them."""


def check_across(periods: int, dates: str) -> None:
    """Whether there is a column for each of so many periods; dates are the arguments that they come from.

    Raises:
        CellError: a sheet has fewer.
    """
    if periods > MOST_ACROSS:
        raise CellError(
            ExcelError.NUM,
            f"{dates} span {periods:,} periods, and a sheet has {MOST_ACROSS:,} columns for them. Correct the mistyped one.",
        )
