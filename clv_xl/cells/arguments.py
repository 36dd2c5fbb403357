"""The kinds of arguments a function can take: unit, bounds and shape, once for all functions.

A parameter is declared by its type hint, ``gross_margin: Share = 1``; the rest follows from it. The same hints name the unit of
an answer, ``-> Money``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from ..words import LANGUAGES
from .errors import CellError, ExcelError
from .values import Cell, read_day, text_of

HEADING = "a heading of the answer"


@dataclass(frozen=True)
class Argument:
    """One kind of argument.

    shape "cell": the function is computed cell by cell, and ranges broadcast. "single": one value that applies to a
    whole table. "column": a list of cells, beside the other columns. "table": several columns. "list": a list of its own
    length. "raw": whatever was given, unread.
    """

    kind: Literal["number", "date", "word", "any"] = "number"
    shape: Literal["cell", "single", "column", "table", "list", "raw"] = "cell"
    unit: str = ""
    low: float = -math.inf
    high: float = math.inf
    words: tuple[str, ...] = ()
    meanings: tuple[str, ...] = ()
    """What each of the words stands for, for the lists that a host shows."""

    @property
    def is_one_word(self) -> bool:
        """Whether it is one word of a list, and never a range of them."""
        return self.kind == "word" and self.shape == "single"

    @property
    def bounds(self) -> str:
        """The bounds in words."""
        if self.words:
            return ", ".join(self.words)
        if self.low == -math.inf and self.high == math.inf:
            return ""
        if self.high == math.inf:
            return f"{self.low:g} or more"
        return f"{self.low:g} to {self.high:g}"

    @property
    def in_short(self) -> str:
        """Unit and bounds; the headings of an answer stand above it and need not be listed."""
        return self.unit if self.unit == HEADING else ", ".join(filter(None, (self.unit, self.bounds)))

    def read(self, cell: Cell) -> Any:
        """The cell as this argument's value, None for a blank, or the error it gives."""
        if cell is None or isinstance(cell, ExcelError) or self.kind == "any":
            return cell
        if self.shape == "single" and self.kind != "number" and cell in (0.0, "0"):
            return None  # a host may hand over an empty cell as 0, which is neither a day nor a word
        if self.kind == "date":
            day = read_day(cell)
            return ExcelError.VALUE if day is None else day
        if self.kind == "word":
            known = {word.lower(): word for word in self.words}
            return known.get(text_of(cell).lower(), ExcelError.VALUE) if type(cell) is str else ExcelError.VALUE
        if type(cell) is not float:
            return ExcelError.VALUE
        return cell if self.low <= cell <= self.high and math.isfinite(cell) else ExcelError.NUM

    def why(self, cell: Cell) -> str:
        """Why `read` answers with an error, and what to change: the end of a sentence that begins with the argument's name."""
        if isinstance(cell, ExcelError):
            return f"is the error {cell}. Correct the cell that it comes from"
        shown = in_words(cell)
        if self.kind == "date":
            return f"is {shown}, which is no date. Type a date, or text such as 2024-06-30"
        if self.kind == "word":
            return f"is {shown}. Give one of {self.bounds}"
        if type(cell) is not float:
            return f"is {shown}. Give a number ({self.unit})"
        return f"is {shown}. Give {self.bounds or 'a smaller number'} ({self.unit})"


def in_words(cell: Cell) -> str:
    """A cell as a sentence names it."""
    if type(cell) is str:
        return f'the text "{cell if len(cell) <= 40 else cell[:39] + "…"}"'
    if isinstance(cell, bool):
        return str(cell).upper()
    return f"{cell:.15g}" if type(cell) is float else str(cell)


Money = Annotated[float, Argument(unit="money", low=0)]
Balance = Annotated[float, Argument(unit="money, also below zero")]
Share = Annotated[float, Argument(unit="fraction: 0.06 is 6%", low=0, high=1)]
Rate = Annotated[float, Argument(unit="fraction a year: 0.1 is 10%", low=0)]
PeriodRate = Annotated[float, Argument(unit="fraction a period: 0.1 is 10%", low=0)]
Years = Annotated[float, Argument(unit="years", low=0)]
Months = Annotated[float, Argument(unit="months", low=0)]
Count = Annotated[float, Argument(unit="number of customers", low=0)]
Periods = Annotated[float | None, Argument(unit="number of periods", low=0)]
Ratio = Annotated[float, Argument(unit="ratio, such as 3 for 3 : 1", low=0)]
AnyRatio = Annotated[float, Argument(unit="ratio, also below zero")]
PerYear = Annotated[float, Argument(unit="times a year", low=0)]

Day = Annotated[int | None, Argument("date", "single", unit="date")]
"""A function gets the day as Python's day number."""
SingleMoney = Annotated[float, Argument("number", "single", unit="money", low=0)]
SinglePerYear = Annotated[float, Argument("number", "single", unit="times a year", low=0)]
SingleYears = Annotated[float | None, Argument("number", "single", unit="years", low=0)]
SinglePeriods = Annotated[float, Argument("number", "single", unit="number of periods", low=0, high=1000)]
SingleRate = Annotated[float, Argument("number", "single", unit="fraction a year: 0.1 is 10%", low=0)]
SingleShare = Annotated[float, Argument("number", "single", unit="fraction: 0.4 is 40%", low=0, high=1)]

AnyColumn = Annotated[list, Argument("any", "column", unit="one column of cells")]
MoneyColumn = Annotated[list, Argument("number", "column", unit="one column of money", low=0)]
DateColumn = Annotated[list, Argument("date", "column", unit="one column of dates")]
BalanceColumn = Annotated[list, Argument("number", "column", unit="one column of money, also below zero")]
CountColumn = Annotated[list, Argument("number", "column", unit="one column of numbers of customers", low=0)]
NumberList = Annotated[list, Argument("number", "list", unit="a few cells of numbers")]
NameList = Annotated[list, Argument("any", "list", unit="cells of names or numbers")]
ShareList = Annotated[list, Argument("number", "list", unit="a fraction or a few: 0.2 is 20%", low=0, high=1)]
BalanceList = Annotated[list, Argument("number", "list", unit="cells of money, also below zero")]
Table = Annotated[list, Argument("any", "table", unit="one or more columns of cells")]
Costs = Annotated[list, Argument("number", "table", unit="one column of costs of goods, then columns of fees")]
Anything = Annotated[Any, Argument("any", "raw", unit="cells or values")]


LANGUAGE = Argument("word", "single", unit="word", words=tuple(LANGUAGES), meanings=tuple(LANGUAGES.values()))
"""The last argument of every function that answers with a table."""


def read_number(cell: Cell, name: str) -> float:
    """A cell of a list that must be a number.

    Raises:
        CellError: it is blank, an error, or no number.
    """
    if cell is None:
        raise CellError(ExcelError.NA, f"{name} has a blank cell beside filled ones. Fill it in.")
    value = _ANY_NUMBER.read(cell)
    if isinstance(value, ExcelError):
        raise CellError(value, f"{name} {_ANY_NUMBER.why(cell)}.")
    return value


_ANY_NUMBER = Argument(unit="money or a count")
