"""What a cell holds, whichever host it comes from, and what goes back into one.

A cell read here is one of: None (blank), float, str, bool, datetime.date or datetime.datetime, ExcelError.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from numbers import Integral
from typing import Any

from ..words import Words as Words
from ..words import words as words
from .errors import ExcelError, error_from_com, error_from_officejs, error_from_text

Cell = None | float | str | bool | dt.date | ExcelError

DAYS_A_YEAR = 365.25
DAYS_A_MONTH = DAYS_A_YEAR / 12

MONEY_SIGNS = re.compile(
    r"(?:US|C|A)?\$|[€£¥₹]|(?<![A-Za-z])(?:EUR|USD|GBP|CHF|JPY|CAD|AUD|SEK|NOK|DKK|PLN|CZK|INR|BRL|ZAR|kr|zł|Fr\.?)(?![A-Za-z])",
    re.IGNORECASE,
)
"""What stands beside an amount."""


_PLAIN = {float, bool, ExcelError, dt.date}


def read_cell(value: Any) -> Cell:
    """One raw value as a cell. NaN and NaT are blanks, as pandas means them."""
    kind = type(value)
    if kind is float:
        return value if value == value else None
    if value is None:
        return None
    if kind is str:
        return error_from_text(value) or value if value.strip() else None
    if kind is int:
        return error_from_com(value) or _number(value)
    if kind in _PLAIN:
        return value
    return _read_unusual(value)


def _read_unusual(value: Any) -> Cell:
    if isinstance(value, dict):  # Office.js: errors, formatted numbers, dates
        return error_from_officejs(value) if value.get("type") == "Error" else read_cell(value.get("basicValue"))
    if isinstance(value, ExcelError):
        return value
    if isinstance(value, dt.date):  # datetime and pandas' Timestamp too; NaT is not equal to itself
        return value if value == value else None
    if isinstance(value, str):
        return read_cell(str(value))
    if type(value).__name__ in ("JsNull", "NAType", "NaTType"):
        return None
    if type(value).__name__ == "datetime64":
        return read_cell(value.astype("datetime64[us]").item())
    if isinstance(value, (dt.time, dt.timedelta, bytes, list, tuple)):
        return str(value)
    item = value.item() if hasattr(value, "item") else value  # numpy's scalars
    return read_cell(item) if type(item) is not type(value) else _number(value)


def _number(value: Any) -> Cell:
    try:
        return read_cell(float(value))
    except OverflowError:
        return ExcelError.NUM
    except (TypeError, ValueError):
        return ExcelError.VALUE


def read_label(value: Any) -> Cell:
    """A raw value that names something. A whole number too long for a cell's 15 digits stays the text it was."""
    if type(value) is str or type(value) is float or not isinstance(value, Integral):  # the first two are nearly all there are
        return read_cell(value)
    return str(value) if abs(int(value)) >= 10**15 and error_from_com(int(value)) is None else read_cell(value)


def is_range(value: Any) -> bool:
    """Whether a raw argument is a range of cells, and not a single one."""
    return not isinstance(value, (str, bytes, dict)) and isinstance(value, Iterable)


def to_grid(value: Any) -> list[Sequence[Any]]:
    """A raw argument as rows of raw cells. A one-dimensional list is a column."""
    if not is_range(value):
        return [[value]]
    if hasattr(value, "columns") and hasattr(value, "values"):  # a DataFrame
        return value.astype(object).values.tolist()
    if getattr(getattr(value, "dtype", None), "kind", "") == "M" and hasattr(value, "astype") and not hasattr(value, "index"):
        value = value.astype("datetime64[us]")  # numpy gives nanoseconds as bare numbers
    rows = value.tolist() if hasattr(value, "tolist") else list(value)
    if not isinstance(rows, list):  # a zero-dimensional array
        return [[rows]]
    if not any(is_range(row) for row in rows):
        return [[cell] for cell in rows]
    grid: list[Sequence[Any]] = [row if isinstance(row, (list, tuple)) else to_grid(row)[0] for row in rows]
    width = max(map(len, grid))
    return [row if len(row) == width else [*row, *[None] * (width - len(row))] for row in grid]


# Day numbers. Excel counts days from 1900 and believes in 29 February 1900, so serials below 61 sit one day off.
_SERIAL_TO_ORDINAL = 693594
_FIRST_RELIABLE_SERIAL = 61
_LAST_SERIAL = 2958465  # 31 December 9999
FIRST_YEAR = 1900
"""Excel has no days before it."""
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?")


def read_day(cell: Cell) -> int | None:
    """The day of a cell as Python's day number (``date.toordinal``), or None where it is not a date.

    A date is a serial number, a date or datetime, or ISO text; the time of day and its zone are left out: the day is
    the one that was written.
    """
    if isinstance(cell, float):
        if not 1 <= cell < _LAST_SERIAL + 1:
            return None
        serial = int(cell)
        return serial + _SERIAL_TO_ORDINAL + (serial < _FIRST_RELIABLE_SERIAL)
    if isinstance(cell, str) and not isinstance(cell, ExcelError) and (iso := _ISO_DAY.fullmatch(cell.strip())):
        try:
            cell = dt.date(*map(int, iso.groups()))
        except ValueError:
            return None
    return cell.toordinal() if isinstance(cell, dt.date) and cell.year >= FIRST_YEAR else None


def day_to_date(day: int) -> dt.date:
    """The date of a day number."""
    return dt.date.fromordinal(day)


def date_to_serial(date: dt.date) -> float:
    """Excel's serial number of a date."""
    serial = date.toordinal() - _SERIAL_TO_ORDINAL
    return float(serial if serial >= _FIRST_RELIABLE_SERIAL else serial - 1)


def text_of(cell: Cell) -> str:
    """A cell as a label: 12.0 reads 12, as Excel shows it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def label_key(cell: Cell) -> str:
    """A label as it is compared: without capitals and outer blanks, as Excel does."""
    return text_of(cell).lower()
