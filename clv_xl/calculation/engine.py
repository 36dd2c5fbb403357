"""Computing a workbook's cells: formualizer for Excel's own functions, our Python functions for ours.

formualizer spills small arrays only, so the tables that our functions answer with are laid into the sheets as values,
until no table changes any more; then everything else is computed.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import formualizer
from openpyxl.utils import get_column_letter

from ..cells.declaration import Declaration
from ..cells.errors import ExcelError
from ..formulas.computable import calls_ours
from ..formulas.dependence import rests_on_data
from ..formulas.formualizer_dialect import PLACED, Dialect, has_whole_columns
from ..formulas.references import References
from ..formulas.spelling import FormulaError
from ..functions import DECLARATIONS
from ..xlsx.package import MAX_COLUMNS, MAX_ROWS, Area, Package, quoted
from ..xlsx.saving import WorkbookError
from ..xlsx.sheets.changes import Block, Changes, Patch
from ..xlsx.sheets.editor import change_sheet
from ..xlsx.sheets.reader import Formula, is_occupied, last_row
from .callbacks import Callbacks
from .conversion import settled, to_engine
from .excels_own import ExcelsOwn
from .held_columns import HeldColumns
from .left_to_excel import LeftToExcel
from .loading import load

_RELOAD_FROM = 50_000
"""Cells; from here on loading the workbook again is faster than handing over the values one by one."""

_MAX_ROUNDS = 25
"""Tables that feed tables need a round for each step; more than this many is a circle."""


class NotComputed:
    """What stands for a cell that uses something only Excel knows, such as a macro function, or that rests on such a cell."""


NOT_COMPUTED = NotComputed()


class Engine:
    """A workbook in a language, computed. The tables that our functions answer with are laid into the package as values; `value` gives
    any cell's value, `table` the rows that a formula fills."""

    def __init__(self, package: Package, formulas: dict[str, list[Formula]], language: str) -> None:
        self._package = package
        self._language = language
        self._places = [(sheet, cell) for sheet, cells in formulas.items() for cell in cells]
        self._numbers = {(sheet, cell.row, cell.column): number for number, (sheet, cell) in enumerate(self._places)}
        self._formula_places = {name: [cell.place for cell in cells] for name, cells in formulas.items()}
        names: dict[str, str | None] = {name.lower(): text for name, text in package.names.items()}
        names |= dict.fromkeys(package.local_names)
        self._references = References(names, package.tables, frozenset(sheet.name for sheet in package.sheets))
        self._left = LeftToExcel(package, self._places, self._references)
        self._columns = HeldColumns(self._formula_places)
        self._callbacks = Callbacks()
        before = package.parts.copy()
        while not self._compute():
            package.parts = before.copy()

    # Computing ------------------------------------------------------------------------------------------------------

    def _compute(self) -> bool:
        """Compute all cells but those left to Excel; whether these were known from the start. Others come to light as they are
        computed, when cells that rest on them have been computed already."""
        self._answers: dict[int, tuple[bytes, Any]] = {}
        self._changed: dict[int, list[list[Any]]] = {}
        self._laid: dict[int, Area] = {}
        self._final: set[int] = set()
        known = self._left.numbers()
        self._step(self._load)
        ours = [(sheet, *cell.place) for number, (sheet, cell) in enumerate(self._places) if number not in known and calls_ours(cell.text)]
        for _ in range(_MAX_ROUNDS if ours else 0):
            self._step(lambda: self._book.evaluate_cells(ours))
            if not self._changed:
                break
            self._step(self._lay_tables)
        self._step(self._book.evaluate_all)
        self._left.add(number for number, (sheet, cell) in enumerate(self._places) if number not in known and self._is_odd(sheet, cell))
        self._left.add_calls_of(self._excels_own.unsure)
        return self._left.numbers() == known

    def _step(self, step: Callable[[], Any]) -> None:
        """A step of the calculation, after which nothing goes on if a function of ours has raised or the user wants to stop."""
        with self._callbacks.raising():
            try:
                step()
            except (RuntimeError, formualizer.ExcelEvaluationError) as error:
                raise WorkbookError(
                    f"{self._package.name}: a formula in it cannot be computed ({error}); see which with a copy, or use Excel."
                ) from None

    def _load(self) -> None:
        ready = self._ready = self._translated()
        self._book: Any = None  # the one before goes first
        book = self._book = load(self._package, self._without_formulas(ready), self._formula_places)
        for declaration in DECLARATIONS:
            most = declaration.most_arguments
            nested, placed = self._callbacks.keeping(self._nested(declaration)), self._callbacks.keeping(self._placed(declaration))
            book.register_function(declaration.name, nested, min_args=0, max_args=most)
            book.register_function(PLACED + declaration.name, placed, min_args=1, max_args=most + 1)
        self._excels_own = ExcelsOwn(self._language)
        for name, (function, least, most) in self._excels_own.functions.items():
            own = self._callbacks.keeping(function)
            book.register_function(name, own, min_args=least, max_args=most, allow_override_builtin=True)
        for table in self._package.tables.values():
            area = table.area
            book.add_table(table.name, table.sheet.name, (area.top, area.left, area.bottom, area.right), list(table.headings))
        self._columns.read(self._typed_cells)  # while nothing is being computed
        for number, text in ready.items():
            sheet, cell = self._places[number]
            try:
                if text is None:
                    book.set_value(sheet, cell.row, cell.column, to_engine(cell.stored))
                elif number in self._final:
                    book.set_value(sheet, cell.row, cell.column, to_engine(self._answers[number][1]))
                else:
                    book.set_formula(sheet, cell.row, cell.column, f"={text}")
            except (RuntimeError, ValueError, formualizer.ExcelEvaluationError):
                self._left.add([number])

    def _translated(self) -> dict[int, str | None]:
        """The formulas that must read otherwise for formualizer, by the number of their cell; None for one that is left to Excel."""
        # formualizer leaves out names that stand for a formula, such as a range that follows its data.
        names = {name.lower(): text for name, text in self._package.names.items()}
        names = {name: text for name, text in names.items() if "(" in text or text.lower() in names}
        last_rows = {sheet.name: last_row(self._package.parts.start(sheet.part)) for sheet in self._package.sheets}
        dialect = Dialect(names, self._package.tables, last_rows, self._language)
        ready: dict[int, str | None] = dict.fromkeys(self._left.numbers())
        self._whole_columns = False  # these end with their sheet, which grows as tables are laid
        for number, (sheet, cell) in enumerate(self._places):
            try:
                if number not in ready and dialect.concerns(cell.text):
                    ready[number] = self._columns.hold(dialect.translate(cell.text, number, sheet, cell.row), sheet)
                    self._whole_columns |= calls_ours(cell.text) and has_whole_columns(cell.text)
            except FormulaError:
                ready[number] = None
                self._left.add([number])
        return ready

    def _without_formulas(self, numbers: Iterable[int]) -> Callable[[str], bytes]:
        """The parts without the formulas of some cells: to give a cell its first formula is quick, another one is not."""
        changes = {sheet.part: Changes() for sheet in self._package.sheets}
        parts = {sheet.name: sheet.part for sheet in self._package.sheets}
        for number in numbers:
            sheet, cell = self._places[number]
            changes[parts[sheet]].patches[cell.place] = Patch(None, "")

        return lambda part: change_sheet(self._package.parts[part], changes.get(part, Changes()))

    def _is_odd(self, sheet: str, cell: Formula) -> bool:
        """Whether a formula's answer is not Excel's: unknown, or more cells for one that is no array and picks the value of its own row
        in Excel."""
        if self.value(sheet, *cell.place) is NOT_COMPUTED:
            return True
        return not cell.array and not calls_ours(cell.text) and self._native_spill(sheet, cell) != Area(*cell.place, *cell.place)

    def _nested(self, declaration: Declaration) -> Callable[..., Any]:
        """The function inside another formula: its whole answer is passed on."""
        return lambda *args: to_engine(self._answer(declaration, args))

    def _answer(self, declaration: Declaration, args: Sequence[Any]) -> Any:
        """What a function answers a cell. A program can write a call with too few arguments, which Excel lets nobody type."""
        if len(args) < sum(parameter.required for parameter in declaration.parameters):
            return ExcelError.VALUE
        return declaration.function(*map(self._columns.given, args))

    def _placed(self, declaration: Declaration) -> Callable[..., Any]:
        """The function as a cell's formula: a table is kept aside, and the cell gets its first value."""

        def call(number: float, *args: Any) -> Any:
            place = int(number)
            digest = hashlib.blake2b(pickle.dumps(args)).digest()
            known, first = self._answers.get(place, (b"", None))
            if known == digest:
                return to_engine(first)
            answer = self._answer(declaration, args)
            rows = [row if isinstance(row, list) else [row] for row in answer] if isinstance(answer, list) else [[answer]]
            first = rows[0][0] if rows else ""
            self._changed.pop(place, None)
            if len(rows) > 1 or (rows and len(rows[0]) > 1):
                if not self._fits(place, rows):
                    return to_engine(ExcelError.SPILL)
                self._changed[place] = rows
            elif place in self._laid:
                self._changed[place] = []
            self._answers[place] = digest, first
            return to_engine(first)

        return call

    def _fits(self, place: int, rows: list[list[Any]]) -> bool:
        sheet, cell = self._places[place]
        area = Block(cell.row, cell.column, rows, 0).area
        if area.bottom > MAX_ROWS or area.right > MAX_COLUMNS:
            return False
        if any(other.place in area for name, other in self._places if name == sheet and other is not cell):
            return False
        others = self._laid | {n: Block(*self._places[n][1].place, table, 0).area for n, table in self._changed.items()}
        if any(area.overlaps(other) for n, other in others.items() if n != place and self._places[n][0] == sheet):
            return False
        part = next(s.part for s in self._package.sheets if s.name == sheet)
        own = self._laid.get(place) or Area(*cell.place, *cell.place)
        return not is_occupied(self._package.parts[part], area, but=own)

    def _lay_tables(self) -> None:
        """Put the tables that have changed where they spill: into the package, and into the loaded workbook."""
        large = self._whole_columns or sum(len(t) * len(t[0]) for t in self._changed.values() if t) > _RELOAD_FROM
        while self._changed:
            place, rows = self._changed.popitem()
            name, cell = self._places[place]
            sheet = next(sheet for sheet in self._package.sheets if sheet.name == name)
            changes = Changes(patches={(cell.row, cell.column): Patch(None)}, kept_rows={cell.row, cell.row + 1})
            if old := self._laid.pop(place, None):
                changes.cleared.append(old)
                if not large:
                    self._set_values(name, old, [[None] * (old.right - old.left + 1)] * (old.bottom - old.top + 1))
            if rows:
                changes.blocks.append(Block(cell.row, cell.column, rows, model_row=cell.row + 1, spilled=True))
                self._laid[place] = changes.blocks[0].area
                if not large:
                    self._set_values(name, self._laid[place], rows)
            self._package.parts[sheet.part] = change_sheet(self._package.parts[sheet.part], changes)
        if large:
            texts = {number: (self._ready[number] or "", self._places[number][0]) for number in self._answers}
            places = self._formula_places
            self._final = {number for number, (text, own) in texts.items() if rests_on_data(text, own, self._references, places)}
            self._load()

    def _set_values(self, sheet: str, area: Area, rows: list[list[Any]]) -> None:
        """Into the loaded workbook, leaving the formula in the first cell alone."""
        ready = [[to_engine(value) for value in row] for row in rows]
        if len(ready[0]) > 1:
            self._book.set_values_batch(sheet, area.top, area.left + 1, [ready[0][1:]])
        if len(ready) > 1:
            self._book.set_values_batch(sheet, area.top + 1, area.left, ready[1:])

    def _typed_cells(self, sheet: str, area: Area) -> list[list[Any]]:
        """The values of typed cells, as they were loaded."""
        return self._book[sheet].get_values(formualizer.RangeAddress(sheet, area.top, area.left, area.bottom, area.right))

    # Results --------------------------------------------------------------------------------------------------------

    def value(self, sheet: str, row: int, column: int) -> Any:
        """A cell's value: None, float, str, bool, ExcelError or NOT_COMPUTED."""
        if self._numbers.get((sheet, row, column)) in self._left.numbers():
            return NOT_COMPUTED
        return settled(self._book.get_value(sheet, row, column), NOT_COMPUTED)

    def table(self, sheet: str, cell: Formula) -> list[list[Any]]:
        """The rows of values that the formula in a cell fills: one row of one value for most."""
        area = cell.array if cell.array and not cell.dynamic else self._native_spill(sheet, cell)
        return [[self.value(sheet, row, column) for column in range(area.left, area.right + 1)] for row in range(area.top, area.bottom + 1)]

    def laid(self, sheet: str, cell: Formula) -> Area | None:
        """The area of the package where a table of ours already stands, spilled by the formula in a cell."""
        return self._laid.get(self._numbers[sheet, cell.row, cell.column])

    def _native_spill(self, sheet: str, cell: Formula) -> Area:
        address = f"{quoted(sheet)}!{get_column_letter(cell.column)}{cell.row}"
        role = self._book.inspect_cell(address, include_values=False).cell.spill
        if role is None or not role.extent:
            return Area(cell.row, cell.column, cell.row, cell.column)
        return Area.parse(role.extent.rpartition("!")[2])
