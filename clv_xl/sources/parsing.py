"""Dates and amounts as people write them. What a column does not settle is asked, never guessed."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable
from typing import Literal

from ..cells.values import FIRST_YEAR, MONEY_SIGNS, Cell, read_day, text_of

DecimalMark = Literal[".", ","]
DateOrder = Literal["dmy", "mdy", "ymd"]


class AmbiguousError(ValueError):
    """The column can be read in two ways, or its values contradict each other. The text says what was seen."""


# Amounts ------------------------------------------------------------------------------------------------------------

_GROUP_SPACE = re.compile(r"(?<=\d)[\s'’](?=\d{3}(?!\d))")
_WHOLE_PRICE = re.compile(r"[.,](?:-{1,2})?$")  # "12,-" and "12.--" are whole amounts, not negative ones
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[.,][0-9]+")


def _bare_amount(text: str) -> tuple[str, bool] | None:
    """The digits and marks of an amount, and whether it is negative; None where the text is no amount."""
    bare = _GROUP_SPACE.sub("", MONEY_SIGNS.sub("", text).replace("−", "-").replace("–", "-").strip())
    bare = re.sub(r"^([-+(]+)\s+|\s+([-)]+)$", r"\1\2", bare)
    bare = _WHOLE_PRICE.sub("", bare)
    negative = bare.startswith("(") and bare.endswith(")")
    if negative:
        bare = bare[1:-1].strip()
    if bare.endswith("-") and not bare.startswith(("-", "+")):
        bare = "-" + bare[:-1]
    if bare[:1] in ("+", "-"):
        negative |= bare[0] == "-"
        bare = bare[1:]
    return (bare, negative) if _NUMBER.fullmatch(bare) else None


def decimal_evidence(bare: str) -> DecimalMark | Literal["either"] | None:
    """Which decimal mark an amount shows: "." or ",", None where it has no mark, "either" for 1.234 and 1,234."""
    marks = [ch for ch in bare if ch in ".,"]
    if not marks:
        return None
    last = "." if marks[-1] == "." else ","
    if len(marks) > 1:  # 1.234.567,89 or 1.234.567; never 31.12.2024
        mark = last if len(set(marks)) == 2 else "," if last == "." else "."
        return mark if parse_amount(bare, mark) is not None else None
    whole, _, fraction = bare.partition(last)
    grouping = len(fraction) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")
    return "either" if grouping else last


def find_decimal_mark(texts: Iterable[str]) -> DecimalMark:
    """The decimal mark that a column of amounts uses.

    Raises:
        AmbiguousError: some amounts show a point and others a comma, or all could be read both ways.
    """
    shown: dict[str, str] = {}
    for text in texts:
        if (amount := _bare_amount(text)) and (evidence := decimal_evidence(amount[0])):
            shown.setdefault(evidence, text)
    if "." in shown and "," in shown:
        raise AmbiguousError(f"{shown['.']!r} shows a decimal point and {shown[',']!r} a decimal comma")
    if "," in shown:
        return ","
    if "either" in shown and "." not in shown:
        raise AmbiguousError(f"{shown['either']!r} can be a thousand or a fraction")
    return "."


def parse_amount(text: str, decimal: DecimalMark) -> float | None:
    """The amount a text says, or None."""
    amount = _bare_amount(text)
    if amount is None:
        return None
    bare, negative = amount
    grouping = "," if decimal == "." else "."
    whole, _, fraction = bare.partition(decimal)
    groups = whole.split(grouping)
    if grouping in fraction or decimal in fraction or (len(groups) > 1 and any(len(group) != 3 for group in groups[1:])):
        return None
    value = float(f"{''.join(groups) or '0'}.{fraction or '0'}")
    return None if math.isinf(value) else -value if negative else value


# Dates --------------------------------------------------------------------------------------------------------------

_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "jan january januari januar jänner",
            "feb february februari februar",
            "mar march maart mrt märz mär maerz mrz",
            "apr april",
            "may mei mai",
            "jun june juni",
            "jul july juli",
            "aug august augustus",
            "sep sept september",
            "oct october okt oktober",
            "nov november",
            "dec december dez dezember",
        ],
        start=1,
    )
    for name in names.split()
}
_TIME = r"(?:[T ,]+\d{1,2}[:.]\d{2}.*)?"
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + _TIME)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})" + _TIME)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})" + _TIME)
_MONTH_SECOND = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[. -]+([^\W\d_]+)\.?[, -]+(\d{4}|\d{2})" + _TIME)
_MONTH_FIRST = re.compile(r"([^\W\d_]+)\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})" + _TIME)


def find_date_order(texts: Iterable[str]) -> DateOrder:
    """The order of day, month and year that a column of dates shows. Dates whose order is plain (2024-01-31, 31.01.2024,
    31 Jan 2024) say nothing about the others.

    Raises:
        AmbiguousError: the dates contradict each other, or all could be read in more than one way.
    """
    shown: dict[str, str] = {}
    open_question = ""
    for text in texts:
        if not (date := _YEAR_LAST.fullmatch(text.strip())) or date[2] == ".":
            continue
        orders: tuple[DateOrder, ...] = ("dmy", "mdy", "ymd") if len(date[4]) == 2 else ("dmy", "mdy")
        readings = {order: day for order in orders if (day := parse_date(text, order))}
        if len(readings) == 1:
            shown.setdefault(next(iter(readings)), text)
        elif len(set(readings.values())) > 1:
            open_question = open_question or text
    if len(shown) > 1:
        one, other = shown.values()
        raise AmbiguousError(f"{one!r} and {other!r} do not have the same order of day, month and year")
    if shown:
        return next(iter(shown))  # type: ignore[return-value]
    if open_question:
        raise AmbiguousError(f"{open_question!r} can be read in more than one order of day, month and year")
    return "dmy"


def parse_date(text: str, order: DateOrder) -> dt.date | None:
    """The day a text says, or None. order settles 1/2/2024 and 1-2-24; a point is always day.month.year."""
    text = text.strip()
    try:
        if date := _YEAR_FIRST.fullmatch(text):
            return dt.date(int(date[1]), int(date[3]), int(date[4]))
        if date := _COMPACT.fullmatch(text):
            return dt.date(int(date[1]), int(date[2]), int(date[3]))
        if date := _YEAR_LAST.fullmatch(text):
            parts = [date[1], date[3], date[4]]
            if order == "ymd" and date[2] != "." and len(date[4]) == 2:
                parts.reverse()
            elif order == "mdy" and date[2] != ".":
                parts[:2] = parts[1::-1]
            return dt.date(_year(parts[2]), int(parts[1]), int(parts[0]))
        if date := _MONTH_SECOND.fullmatch(text):
            return dt.date(_year(date[3]), _MONTHS[date[2].lower()], int(date[1]))
        if date := _MONTH_FIRST.fullmatch(text):
            return dt.date(int(date[3]), _MONTHS[date[1].lower()], int(date[2]))
    except (ValueError, KeyError):
        return None
    return None


def _year(digits: str) -> int:
    """Two digits mean 1969 to 2068, as POSIX reads them."""
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year >= 69 else 2000)


# Columns ------------------------------------------------------------------------------------------------------------


def parse_amounts(cells: list[Cell], decimal: DecimalMark | None = None) -> list[Cell]:
    """A column of amounts: text becomes a number where it says one, and stays as it is where it does not."""
    texts = {cell for cell in cells if type(cell) is str}
    mark = decimal or find_decimal_mark(texts)
    known = {text: parse_amount(text, mark) for text in texts}
    return [_or_text(known[cell], cell) if type(cell) is str else _finite(cell) for cell in cells]


def parse_dates(cells: list[Cell], order: DateOrder | None = None) -> list[Cell]:
    """A column of dates: text and numbers become dates where they say one, and stay as they are where they do not."""
    texts = {cell for cell in cells if type(cell) is str}
    settled = order or find_date_order(texts)
    known = {text: parse_date(text, settled) for text in texts}
    return [_in_calendar(known[cell], cell) if type(cell) is str else _as_date(cell, settled) for cell in cells]


def _as_date(cell: Cell, order: DateOrder) -> Cell:
    """A number is yyyymmdd where it has eight digits, else a serial number; a datetime keeps its day.

    What is no date becomes text, so that no cell takes it for one: the number 2024 is a year, not the 2,024th day.
    """
    if type(cell) is float:
        if cell >= 10_000_000 and cell.is_integer():
            return _in_calendar(parse_date(str(int(cell)), order), text_of(cell))
        day = read_day(cell)
        return text_of(cell) if day is None or cell < 10_000 else dt.date.fromordinal(day)
    if isinstance(cell, dt.date):
        day = cell.date() if isinstance(cell, dt.datetime) else cell
        return _in_calendar(day, day.isoformat())
    return cell


def _in_calendar(day: dt.date | None, cell: Cell) -> Cell:
    return cell if day is None or day.year < FIRST_YEAR else day


def _finite(cell: Cell) -> Cell:
    return str(cell) if type(cell) is float and not math.isfinite(cell) else cell


def _or_text(value: Cell, cell: Cell) -> Cell:
    return cell if value is None else value
