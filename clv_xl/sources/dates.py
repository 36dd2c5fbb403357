"""Dates as people and programs write them. Which order of day and month a file has is read from all of it, never guessed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Literal

from ..cells.values import FIRST_YEAR, Cell, read_day, text_of
from .problems import AmbiguousError

DateOrder = Literal["dmy", "mdy", "ymd"]
Year = tuple[dt.date, dt.date]
"""The days between which a date without a year lies."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "jan january januari januar jänner janvier janv enero ene",
            "feb february februari februar février fevrier févr fevr fév febrero",
            "mar march maart mrt märz mär maerz mrz mars marzo",
            "apr april avril avr abril abr",
            "may mei mai mayo",
            "jun june juni juin junio",
            "jul july juli juillet juil julio",
            "aug august augustus août aout agosto ago",
            "sep sept september septembre septiembre setiembre",
            "oct october okt oktober octobre octubre",
            "nov november novembre noviembre",
            "dec december dez dezember décembre decembre déc diciembre dic",
        ],
        start=1,
    )
    for name in names.split()
}
_TIME = r"(?:[T ,]+(?:at |um |om |à |a las )?\d{1,2}[:.hH]\d{2}.*)?"
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + _TIME)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T ]?\d{4,6}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})" + _TIME)
_MONTH_SECOND = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|º)?[. -]+(?:de )?([^\W\d_]+)\.?[, -]+(?:de )?(\d{4}|\d{2})" + _TIME)
_MONTH_FIRST = re.compile(r"([^\W\d_]+)\.?[ -]+(\d{1,2})(?:st|nd|rd|th)?[, -]+(\d{4}|\d{2})" + _TIME)
_UNIX = re.compile(r"([^\W\d_]+) +(\d{1,2}) \d{2}:\d{2}:\d{2}(?: [A-Z]+)? (\d{4})")
_MONTH_MIDDLE = re.compile(r"(\d{4})[- ]([^\W\d_]+)\.?[- ](\d{1,2})" + _TIME)
_WEEKDAY = re.compile(r"^[^\W\d_]{2,10}\.?,? +")
_SERIAL = re.compile(r"([2-9]\d{4})(?:[.,]\d+)?")
_EPOCH = re.compile(r"(\d{9,10}|\d{12,13}|\d{15,16}|\d{18,19})(?:\.\d+)?")
_NO_YEAR = re.compile(r"(\d{1,2})(\d{2})")
_FIRST_EPOCH, _LAST_EPOCH = dt.date(1990, 1, 1), dt.date(2100, 1, 1)


def date_orders(texts: Iterable[str]) -> tuple[dict[DateOrder, str], str]:
    """The orders of day, month and year that dates show, each with a date that shows it, and a date that leaves it open. Dates whose order
    is plain (2024-01-31, 31.01.2024, 31 Jan 2024) say nothing about the others."""
    shown: dict[DateOrder, str] = {}
    open_question = ""
    for text in texts:
        if not (date := _YEAR_LAST.fullmatch(text.strip())) or date[2] == ".":
            continue
        orders: tuple[DateOrder, ...] = ("dmy", "mdy", "ymd") if len(date[4]) == 2 else ("dmy", "mdy")
        readings: dict[DateOrder, dt.date] = {order: day for order in orders if (day := parse_date(text, order))}
        if len(readings) == 1:
            shown.setdefault(next(iter(readings)), text)
        elif len(set(readings.values())) > 1:
            open_question = open_question or text
    return shown, open_question


def find_date_order(texts: Iterable[str]) -> DateOrder:
    """The order of day, month and year that dates show.

    Raises:
        AmbiguousError: the dates contradict each other, or all could be read in more than one way.
    """
    shown, open_question = date_orders(texts)
    if len(shown) > 1:
        one, other = list(shown.values())[:2]
        raise AmbiguousError(f"{one!r} and {other!r} do not have the same order of day, month and year")
    if shown:
        return next(iter(shown))
    if open_question:
        raise AmbiguousError(f"{open_question!r} can be read in more than one order of day, month and year")
    return "dmy"


def parse_date(text: str, order: DateOrder, year: Year | None = None) -> dt.date | None:
    """The day a text says, or None. order settles 1/2/2024 and 1-2-24; a point is always day.month.year. year settles 3101."""
    text = text.strip()
    for written in (text, _WEEKDAY.sub("", text)):
        try:
            found = _written_date(written, order) or (_numbered_date(written, year) if written[:1].isdigit() else None)
        except (ValueError, KeyError, OverflowError):
            continue
        if found:
            return found
    return None


def _written_date(text: str, order: DateOrder) -> dt.date | None:
    if date := _YEAR_FIRST.fullmatch(text):
        return dt.date(int(date[1]), int(date[3]), int(date[4]))
    if date := _YEAR_LAST.fullmatch(text):
        parts = [date[1], date[3], date[4]]
        if order == "ymd" and date[2] != "." and len(date[4]) == 2:
            parts.reverse()
        elif order == "mdy" and date[2] != ".":
            parts[:2] = parts[1::-1]
        return dt.date(_year(parts[2]), int(parts[1]), int(parts[0]))
    if date := _MONTH_SECOND.fullmatch(text):
        return dt.date(_year(date[3]), _MONTHS[date[2].lower()], int(date[1]))
    if date := _MONTH_FIRST.fullmatch(text) or _UNIX.fullmatch(text):
        return dt.date(_year(date[3]), _MONTHS[date[1].lower()], int(date[2]))
    if date := _MONTH_MIDDLE.fullmatch(text):
        return dt.date(int(date[1]), _MONTHS[date[2].lower()], int(date[3]))
    return None


def _numbered_date(text: str, year: Year | None) -> dt.date | None:
    """20240131, Excel's serial numbers, and the seconds, thousandths and so on since 1970 that programs write."""
    if date := _COMPACT.fullmatch(text):
        month, day = int(date[2]), int(date[3])
        if 1 <= month <= 12 and 1 <= day <= 31 and FIRST_YEAR <= int(date[1]) <= 9999:
            return dt.date(int(date[1]), month, day)
    if date := _SERIAL.fullmatch(text):
        ordinal = read_day(float(date[1]))
        return None if ordinal is None else dt.date.fromordinal(ordinal)
    if date := _EPOCH.fullmatch(text):
        digits = date[1]
        seconds = int(digits) // 10 ** (len(digits) // 3 * 3 - 9)
        day_of = dt.date(1970, 1, 1) + dt.timedelta(days=seconds // 86400)
        return day_of if _FIRST_EPOCH <= day_of < _LAST_EPOCH else None
    if year and (date := _NO_YEAR.fullmatch(text)):
        for number in range(year[0].year, year[1].year + 1):
            day_of = dt.date(number, int(date[2]), int(date[1]))
            if year[0] <= day_of <= year[1]:
                return day_of
    return None


def find_year(above: Iterable[Iterable[str]]) -> Year | None:
    """The days between which the dates of a file lie, as the lines above its headings say: the span of at most a year that they name."""
    days = sorted({day for row in above for cell in row if re.fullmatch(r"\d{8}", cell) and (day := parse_date(cell, "ymd"))})
    if not days:
        return None
    first, last = days[0], days[-1]
    if first == last or (last - first).days > 366:
        first, last = dt.date(first.year, 1, 1), dt.date(first.year, 12, 31)
    return first, last


def _year(digits: str) -> int:
    """Two digits mean 1969 to 2068, as POSIX reads them."""
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year >= 69 else 2000)


def parse_dates(cells: list[Cell], order: DateOrder | None = None) -> list[Cell]:
    """Dates as cells: text and numbers become dates where they say one, and stay as they are where they do not."""
    texts = {cell for cell in cells if type(cell) is str}
    settled = order or find_date_order(texts)
    known = {text: parse_date(text, settled) for text in texts}
    return [_in_calendar(known[cell], cell) if type(cell) is str else _as_date(cell, settled) for cell in cells]


def _as_date(cell: Cell, order: DateOrder) -> Cell:
    """What is no date becomes text, so that no cell takes it for one: the number 2024 is a year, not the 2,024th day."""
    if type(cell) is float:
        text = text_of(cell)
        return _in_calendar(parse_date(text, order), text)
    if isinstance(cell, dt.date):
        day = cell.date() if isinstance(cell, dt.datetime) else cell
        return _in_calendar(day, day.isoformat())
    return cell


def _in_calendar(day: dt.date | None, cell: Cell) -> Cell:
    return cell if day is None or day.year < FIRST_YEAR else day
