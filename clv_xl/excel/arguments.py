"""The kinds of arguments a function can take: unit, bounds and shape, once for all functions.

A parameter is declared by its type hint, ``gross_margin: Share = 1``; the rest follows from it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from .cells import Cell, read_day
from .errors import CellError, ExcelError


@dataclass(frozen=True)
class Argument:
    """One kind of argument.

    shape "cell": the function is computed cell by cell, and ranges broadcast. "single": one value that applies to a
    whole table. "column": a list of cells, beside the other columns. "table": several columns. "list": a list of its own length.
    """

    kind: Literal["number", "date", "any"] = "number"
    shape: Literal["cell", "single", "column", "table", "list"] = "cell"
    unit: str = ""
    low: float = -math.inf
    high: float = math.inf

    @property
    def bounds(self) -> str:
        """The bounds in words."""
        if self.low == -math.inf and self.high == math.inf:
            return ""
        if self.high == math.inf:
            return f"{self.low:g} or more"
        return f"{self.low:g} to {self.high:g}"

    def read(self, cell: Cell) -> Any:
        """The cell as this argument's value, None for a blank, or the error it gives."""
        if cell is None or isinstance(cell, ExcelError) or self.kind == "any":
            return cell
        if self.kind == "date":
            day = read_day(cell)
            return ExcelError.VALUE if day is None else day
        if type(cell) is not float:
            return ExcelError.VALUE
        return cell if self.low <= cell <= self.high and math.isfinite(cell) else ExcelError.NUM


Money = Annotated[float, Argument(unit="money", low=0)]
Balance = Annotated[float, Argument(unit="money, also below zero")]
Share = Annotated[float, Argument(unit="fraction: 0.06 is 6%", low=0, high=1)]
Rate = Annotated[float, Argument(unit="fraction a year: 0.1 is 10%", low=0)]
PeriodRate = Annotated[float, Argument(unit="fraction a period: 0.1 is 10%", low=0)]
Years = Annotated[float, Argument(unit="years", low=0)]
Count = Annotated[float, Argument(unit="number of customers", low=0)]
Periods = Annotated[float | None, Argument(unit="number of periods", low=0)]
Ratio = Annotated[float, Argument(unit="ratio, such as 3 for 3 : 1", low=0)]
PerYear = Annotated[float, Argument(unit="times a year", low=0)]

Day = Annotated[int | None, Argument("date", "single", unit="date")]
"""A function gets the day as Python's day number."""
SingleShare = Annotated[float, Argument("number", "single", unit="fraction: 0.4 is 40%", low=0, high=1)]

Column = Annotated[list, Argument("any", "column", unit="one column of cells")]
MoneyColumn = Annotated[list, Argument("number", "column", unit="one column of money", low=0)]
DateColumn = Annotated[list, Argument("date", "column", unit="one column of dates")]
BalanceColumn = Annotated[list, Argument("number", "column", unit="one column of money, also below zero")]
NumberList = Annotated[list, Argument("number", "list", unit="a few cells of numbers")]
Table = Annotated[list, Argument("any", "table", unit="one or more columns of cells")]


def read_number(cell: Cell) -> float:
    """A cell of a list that must be a number.

    Raises:
        CellError: it is an error, or no number.
    """
    if type(cell) is not float:
        raise CellError(cell if isinstance(cell, ExcelError) else ExcelError.VALUE)
    return cell
