"""Excel's functions of texts and numbers that formualizer answers otherwise: with capitals of ASCII alone, and as if all the world
wrote numbers and dates in English. A workbook of ours in another language has numbers in its texts as that language writes them.

What depends on the regional settings of the reader, such as VALUE("1,234") or TEXT(day,"mmm"), is not guessed: it is left to Excel.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ..cells.calling import NO_PARTNER, by_cell, stretch
from ..cells.errors import ExcelError
from ..cells.values import date_to_serial, day_to_date, read_day
from ..formulas.joining import JOINED
from .conversion import from_engine, to_engine

MARKS = {"en": ".,"}
"""By language: the mark before decimals, and the one between thousands; those that are not named have it the other way round."""

FOR_EACH = frozenset(("UPPER", "LOWER", "PROPER", "VALUE", "DATEVALUE", "FIXED", "TEXT"))
"""These functions by name: each answers for all the values that it gets."""

_DIGITS = re.compile(r"\s*[-+]?\d+\s*")
_NUMBER_FORMAT = re.compile(r"(0+|#,##0)(\.0+)?(%?)")
_DAY_FORMAT = re.compile(r"(?:((?<!d)dd?(?!d)|(?<!m)mm?(?!m)|(?<!y)(?:yy){1,2}(?!y))[-. ]?)+", re.IGNORECASE)  # mmm is a name
_DAY_PARTS = re.compile(r"dd?|mm?|yyyy|yy", re.IGNORECASE)


class UnsureError(Exception):
    """The answer depends on the settings of the reader's Excel."""


class ExcelsOwn:
    """These functions, for a workbook in a language.

    `functions` has each by its name, with the least and most arguments it takes; `unsure` gets the names of those that were asked for
    something that only Excel can tell.
    """

    def __init__(self, language: str = "en") -> None:
        self.unsure: set[str] = set()
        self._language = language
        self._decimal, self._thousands = MARKS.get(language, ",.")
        by_name: dict[str, tuple[Callable[..., Any], int, int | None]] = {
            "UPPER": (lambda cell: _letters(self._text(cell), str.upper), 1, 1),
            "LOWER": (lambda cell: _letters(self._text(cell), str.lower), 1, 1),
            "PROPER": (lambda cell: _proper(self._text(cell)), 1, 1),
            "VALUE": (_value, 1, 1),
            "DATEVALUE": (_date_value, 1, 1),
            "FIXED": (self._fixed, 1, 3),
            "TEXT": (self._formatted, 2, 2),
            JOINED: (lambda *cells: "".join(map(self._text, cells)), 1, None),
        }
        self.functions = {name: (self._spread(name, function), least, most) for name, (function, least, most) in by_name.items()}

    def _spread(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function over ranges, too; an error among its arguments is its answer."""

        def one(cells: tuple[Any, ...]) -> Any:
            if error := next((cell for cell in cells if isinstance(cell, ExcelError)), None):
                return error
            if NO_PARTNER in cells:
                return ExcelError.NA
            try:
                return function(*cells)
            except UnsureError:
                self.unsure.add(name)
            except (ValueError, TypeError, ArithmeticError):
                pass
            return ExcelError.VALUE

        def call(*args: Any) -> Any:
            cells = [from_engine(arg) for arg in args]
            return to_engine(by_cell(cells, lambda grids, rows, wide: [*map(one, zip(*(stretch(grid, rows, wide) for grid in grids)))]))

        return lambda *args: call(*args) if any(isinstance(arg, list) for arg in args) else to_engine(one(tuple(map(from_engine, args))))

    def _text(self, cell: Any) -> str:
        """A cell as Excel puts it into a text."""
        if isinstance(cell, bool):
            return str(cell).upper()
        if isinstance(cell, (int, float)):
            return general(cell).replace(".", self._decimal)
        return "" if cell is None else str(cell)

    def _fixed(self, number: Any, decimals: Any = 2.0, no_commas: Any = False) -> str:
        places = 2 if decimals is None else int(decimals)
        value = _decimal_of(number).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        value = value if value else abs(value)  # no minus before nothing
        return self._marked(f"{value:{'' if no_commas else ','}.{max(places, 0)}f}")

    def _marked(self, number: str) -> str:
        """A number in English marks, in those of the language."""
        return number.translate(str.maketrans(".,", self._decimal + self._thousands))

    def _formatted(self, cell: Any, pattern: Any) -> str:
        if isinstance(cell, bool):
            return self._text(cell)
        if isinstance(cell, str) and not any(letter.isdigit() for letter in cell):
            return cell
        number = _value(cell)
        if found := _NUMBER_FORMAT.fullmatch(str(pattern)):
            if self._language != "en" and (found[2] or "," in found[1]):
                raise UnsureError  # its marks are those of the reader's settings
            value = _decimal_of(number) * (100 if found[3] else 1)
            places = max(len(found[2] or "") - 1, 0)
            sign = "-" if value < 0 else ""
            digits = f"{abs(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):{',' if ',' in found[1] else ''}.{places}f}"
            if sign and not digits.strip("0.,"):
                raise UnsureError  # programs differ over a minus before nothing
            whole = len(digits.partition(".")[0])
            return f"{sign}{'0' * (found[1].count('0') - whole if '#' not in found[1] else 0)}{digits}{found[3]}"
        day = read_day(number)
        if self._language != "en" or day is None or not _DAY_FORMAT.fullmatch(str(pattern)):
            raise UnsureError
        return _DAY_PARTS.sub(lambda part: _part_of(day_to_date(day), part[0].lower()), str(pattern))


def general(number: float) -> str:
    """A number as Excel puts it into a text, with a point before the decimals: 15 digits at most."""
    text = f"{number:.15g}"
    if "e" not in text:
        return text
    value = Decimal(text)
    if 1e-5 <= abs(number) < 1e20:
        return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    mantissa, _, power = text.partition("e")
    return f"{mantissa}E{power[0]}{power[1:].zfill(2)}"


def _letters(text: str, change: Callable[[str], str]) -> str:
    """Each letter by itself, as Excel does: one that would become two, such as ß, stays."""
    return "".join(changed if len(changed := change(letter)) == 1 else letter for letter in text)


def _proper(text: str) -> str:
    before = " "
    letters = []
    for letter in text:
        letters.append(_letters(letter, str.lower if before.isalpha() else str.upper))
        before = letter
    return "".join(letters)


def _value(cell: Any) -> float:
    """A text as a number, where every country reads it alike."""
    if cell is None:
        return 0.0
    if isinstance(cell, bool):
        raise ValueError
    if not isinstance(cell, str):
        return float(cell)
    if _DIGITS.fullmatch(cell):
        return float(cell)
    if not any(letter.isdigit() for letter in cell):
        raise ValueError
    return _date_value(cell)


def _date_value(cell: Any) -> float:
    if not isinstance(cell, str):
        raise ValueError
    try:
        return date_to_serial(dt.date.fromisoformat(cell.strip()))
    except ValueError:
        raise UnsureError from None


def _decimal_of(number: Any) -> Decimal:
    """A number as Excel rounds it: by its 15 digits."""
    return Decimal(f"{_value(number):.15g}")


def _part_of(day: dt.date, part: str) -> str:
    number = {"d": day.day, "m": day.month, "y": day.year}[part[0]]
    return f"{number % 100:02}" if part == "yy" else f"{number:0{len(part)}}"
