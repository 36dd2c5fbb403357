"""Computing a workbook's cells: formualizer for Excel's own functions, our Python functions for ours.

formualizer spills small arrays only, so the tables that our functions answer with are laid into the sheets as values
and the workbook is loaded again, until no table changes any more.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import formualizer
from openpyxl.utils import get_column_letter

from .. import functions
from ..excel.cells import date_to_serial
from ..excel.declaration import Declaration
from ..excel.errors import ExcelError
from .dialect import PLACED, engine_dialect
from .package import MAX_ROWS, Area, Package, quoted
from .sheet import Block, Changes, Formula, change_sheet, is_occupied

_MAX_ROUNDS = 25
"""Tables that feed tables need a round for each step; more than this many is a circle."""

_ERRORS = {
    "Div": ExcelError.DIV0,
    "Na": ExcelError.NA,
    "Null": ExcelError.NULL,
    "Num": ExcelError.NUM,
    "Ref": ExcelError.REF,
    "Value": ExcelError.VALUE,
    "Spill": ExcelError.SPILL,
    "Calc": ExcelError.CALC,
}
_KINDS = {error: kind for kind, error in _ERRORS.items()} | {ExcelError.NAME: "Name"}


class NotComputed:
    """What stands for a cell that uses something only Excel knows, such as a macro function."""


NOT_COMPUTED = NotComputed()


class Engine:
    """A workbook, computed. `value` gives a cell's value, `table` the rows that a formula fills."""

    def __init__(self, package: Package, formulas: dict[str, list[Formula]]) -> None:
        self._package = package
        self._formulas = formulas
        self._places = [(sheet, cell) for sheet, cells in formulas.items() for cell in cells]
        self._arguments: dict[int, list[Any]] = {}
        self._tables: dict[int, list[list[Any]]] = {}
        self._changed = False
        empty = {sheet.name: package.parts[sheet.part] for sheet in package.sheets}
        for _ in range(_MAX_ROUNDS):
            self._lay_tables(empty)
            self._load()
            self._changed = False
            self._book.evaluate_all()
            if not self._changed:
                break
        for sheet in package.sheets:
            package.parts[sheet.part] = empty[sheet.name]
        self._place_numbers = {(sheet, cell.row, cell.column): number for number, (sheet, cell) in enumerate(self._places)}

    # Computing ------------------------------------------------------------------------------------------------------

    def _lay_tables(self, empty: dict[str, bytes]) -> None:
        changes = {name: Changes() for name in empty}
        for number, rows in self._tables.items():
            sheet, cell = self._places[number]
            below = [[_settled(value) for value in row] for row in rows]
            below[0][0] = None  # the formula's own cell keeps the formula
            changes[sheet].blocks.append(Block(cell.row, cell.column, below, model_row=0, keep_formulas=True))
        for sheet in self._package.sheets:
            self._package.parts[sheet.part] = change_sheet(empty[sheet.name], changes[sheet.name])

    def _load(self) -> None:
        data = io.BytesIO()
        self._package.write(data, compression=0)
        book = self._book = formualizer.load_workbook_bytes(data.getvalue())
        book.set_temporal_egress("serial")
        for declaration in functions.DECLARATIONS:
            most = len(declaration.parameters)
            book.register_function(declaration.name, self._nested(declaration), min_args=0, max_args=most)
            book.register_function(PLACED + declaration.name, self._placed(declaration), min_args=1, max_args=most + 1)
        tables = self._package.tables
        for table in tables.values():
            area = table.area
            book.add_table(table.name, table.sheet.name, (area.top, area.left, area.bottom, area.right), list(table.headings))
        # Names that stand for a formula, such as a range that follows its data, are left out by formualizer.
        unloaded = {entry["name"].lower(): entry["definition"] for entry in book.name_import_diagnostics if entry["scope_sheet"] is None}
        translate = engine_dialect(unloaded, tables)
        for number, (sheet, cell) in enumerate(self._places):
            text = cell.text or (book.get_formula(sheet, cell.row, cell.column) or "").removeprefix("=")
            ready = translate(text, number)
            if ready != text or "[" in text:
                book.set_formula(sheet, cell.row, cell.column, f"={ready}")

    @staticmethod
    def _nested(declaration: Declaration) -> Callable[..., Any]:
        """The function inside another formula: its whole answer is passed on."""
        function = getattr(functions, declaration.name)
        return lambda *args: _to_engine(function(*map(_from_engine, args)))

    def _placed(self, declaration: Declaration) -> Callable[..., Any]:
        """The function as a cell's formula: a table is kept aside, and the cell gets its first value."""
        function = getattr(functions, declaration.name)

        def call(number: float, *args: Any) -> Any:
            place = int(number)
            given = list(map(_from_engine, args))
            if place in self._tables and self._arguments[place] == given:
                return _to_engine(self._tables[place][0][0])
            answer = function(*given)
            rows = [row if isinstance(row, list) else [row] for row in answer] if isinstance(answer, list) else [[answer]]
            if not rows or (len(rows) == 1 and len(rows[0]) == 1):
                self._changed |= self._tables.pop(place, None) is not None
                return _to_engine(rows[0][0]) if rows else ""
            if not self._fits(place, rows):
                return _to_engine(ExcelError.SPILL)
            self._tables[place], self._arguments[place] = rows, given
            self._changed = True
            return _to_engine(rows[0][0])

        return call

    def _fits(self, place: int, rows: list[list[Any]]) -> bool:
        sheet, cell = self._places[place]
        area = Area(cell.row, cell.column, cell.row + len(rows) - 1, cell.column + len(rows[0]) - 1)
        if area.bottom > MAX_ROWS or area.right > 16_384:
            return False
        if any((other.row, other.column) in area for name, other in self._places if name == sheet and other is not cell):
            return False
        part = next(s.part for s in self._package.sheets if s.name == sheet)
        return place in self._tables or not is_occupied(self._package.parts[part], area, (cell.row, cell.column))

    # Results --------------------------------------------------------------------------------------------------------

    def value(self, sheet: str, row: int, column: int) -> Any:
        """A cell's value: None, float, str, bool, ExcelError or NOT_COMPUTED."""
        return _settled(self._book.get_value(sheet, row, column), NOT_COMPUTED)

    def table(self, sheet: str, cell: Formula) -> list[list[Any]]:
        """The rows of values that the formula in a cell fills: one row of one value for most."""
        number = self._place_numbers[(sheet, cell.row, cell.column)]
        if number in self._tables:
            return [[_settled(value) for value in row] for row in self._tables[number]]
        area = cell.array if cell.array and not cell.dynamic else self._native_spill(sheet, cell)
        return [[self.value(sheet, row, column) for column in range(area.left, area.right + 1)] for row in range(area.top, area.bottom + 1)]

    def _native_spill(self, sheet: str, cell: Formula) -> Area:
        address = f"{quoted(sheet)}!{get_column_letter(cell.column)}{cell.row}"
        role = self._book.inspect_cell(address, include_values=False).cell.spill
        if role is None or not role.extent:
            return Area(cell.row, cell.column, cell.row, cell.column)
        return Area.parse(role.extent.rpartition("!")[2])


def _settled(value: Any, unknown: Any = ExcelError.VALUE) -> Any:
    """A value as it is written into a cell. A spilled blank is an empty text, in Excel too."""
    if isinstance(value, dict):
        return _ERRORS.get(value.get("kind", ""), unknown)
    return float(value) if type(value) is int else value


def _from_engine(value: Any) -> Any:
    """An argument as our functions read cells."""
    if isinstance(value, dict):
        return _ERRORS.get(value.get("kind", ""), ExcelError.VALUE)
    if isinstance(value, list) and any(isinstance(cell, dict) for row in value for cell in (row if isinstance(row, list) else [row])):
        return [[_from_engine(cell) for cell in row] if isinstance(row, list) else _from_engine(row) for row in value]
    return value


def _to_engine(value: Any) -> Any:
    if isinstance(value, list):
        return [list(map(_to_engine, row)) if isinstance(row, list) else [_to_engine(row)] for row in value]
    if value is None:
        return ""
    if isinstance(value, ExcelError):
        return formualizer.LiteralValue.error(_KINDS.get(value, "Value"), None)
    return date_to_serial(value) if hasattr(value, "toordinal") else value
