"""Columns of typed values, read once for all formulas that give them to our functions.

formualizer would hand such a column over cell by cell, for each formula anew; so a formula carries a text in its place.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Mapping
from typing import Any

from openpyxl.formula.tokenizer import Token

from ..cells.columns import ReadColumn
from ..cells.values import read_cell
from ..formulas.formualizer_dialect import PLACED
from ..formulas.spelling import tokens
from ..functions import REGISTRY
from ..xlsx.package import MAX_ROWS, Area, quoted
from .conversion import from_engine

_MARK = "\ue000"
"""Before a text that stands for a column; nobody types it."""


class HeldColumns:
    """The columns that the formulas of a workbook hold.

    Args:
        formulas: the places of the formulas on each sheet. One above or left of a column might spill into it.
    """

    def __init__(self, formulas: Mapping[str, Collection[tuple[int, int]]]) -> None:
        self._formulas = formulas
        self._areas: dict[str, tuple[str, Area]] = {}
        self._columns: dict[str, ReadColumn] = {}

    def hold(self, text: str, sheet: str) -> str:
        """The formula of a cell on the sheet, with a text for each column of typed values that is an argument of ours."""
        parts = tokens(text)
        ours: list[bool] = []
        held = []
        for position, token in enumerate(parts):
            if token.subtype == Token.OPEN:
                ours.append(token.type == Token.FUNC and token.value[:-1].removeprefix(PLACED) in REGISTRY)
            elif token.subtype == Token.CLOSE:
                ours.pop()
            alone = token.subtype == Token.RANGE and ours and ours[-1]
            if alone and parts[position - 1].value[-1] in "(," and parts[position + 1].value in ",)":
                held.append(self._key(token.value, sheet) or token.value)
            else:
                held.append(token.value)
        return "".join(held)

    def _key(self, reference: str, sheet: str) -> str | None:
        """What stands for a column in a formula; None where the reference is no column of typed values."""
        own, _, ref = reference.rpartition("!")
        name = own.strip("'").replace("''", "'") if own else sheet
        try:
            area = Area.parse(ref) if ":" in ref else None
        except ValueError:
            return None
        if area is None or name not in self._formulas or area.left != area.right or area.bottom == MAX_ROWS:
            return None
        if any(row <= area.bottom and column <= area.right for row, column in self._formulas[name]):
            return None
        key = f"{_MARK}{quoted(name)}!{area}"
        self._areas[key] = name, area
        return '"{}"'.format(key.replace('"', '""'))

    def read(self, rows_in: Callable[[str, Area], list[list[Any]]]) -> None:
        """Read the columns that are not read yet, with a function that gives the rows of values in an area of a sheet."""
        for key in self._areas.keys() - self._columns.keys():
            cells = (read_cell(from_engine(row[0])) for row in rows_in(*self._areas[key]))
            self._columns[key] = ReadColumn(sys.intern(cell) if type(cell) is str else cell for cell in cells)  # equal texts once

    def given(self, arg: Any) -> Any:
        """An argument as our functions read it."""
        return self._columns[arg] if type(arg) is str and arg in self._columns else from_engine(arg)
