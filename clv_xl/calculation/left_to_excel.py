"""The formulas of a workbook that are left to Excel: those that only Excel can compute, and all that rest on their values."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from ..formulas.arrays import needs_each
from ..formulas.computable import calls_ours, is_computable
from ..formulas.dependence import dependants
from ..formulas.references import Place, References
from ..formulas.spelling import called, plain_name
from ..functions import REGISTRY
from ..xlsx.package import MAX_COLUMNS, MAX_ROWS, Area, Package
from ..xlsx.sheets.reader import Formula, hidden_rows
from .excels_own import FOR_EACH

_OF_WHAT_IS_SHOWN = {"SUBTOTAL", "AGGREGATE"}
"""Functions that leave out rows that are hidden, and cells with a function of theirs."""


_AREA = re.compile(r"(\$?[A-Z]{1,3}\$?)(\d+)(?::(\$?[A-Z]{1,3}\$?)(\d+))?(?![\w(])")


class LeftToExcel:
    """The numbers of such formulas; others may be added.

    Args:
        places: all formulas, each with its sheet, in the order of their numbers.
    """

    def __init__(self, package: Package, places: Sequence[tuple[str, Formula]], references: References) -> None:
        self._package = package
        self._places = places
        self._references = references
        self._first: set[int] = set()
        self._all: frozenset[int] | None = None
        self._known: dict[tuple[str, str], bool] = {}
        self.add(number for number, (_, cell) in enumerate(places) if not is_computable(cell.text))
        self.add(number for number, (sheet, cell) in enumerate(places) if number not in self._first and self._needs_each(sheet, cell.text))
        self._leave_totals()

    def add(self, numbers: Iterable[int]) -> None:
        """Formulas that only Excel can compute, too."""
        before = len(self._first)
        self._first.update(numbers)
        if len(self._first) > before:
            self._all = None

    def add_calls_of(self, functions: Collection[str]) -> None:
        """All formulas that call one of these functions of Excel's."""
        if functions:
            self.add(
                number for number, (_, cell) in enumerate(self._places) if is_computable(cell.text) and called(cell.text) & {*functions}
            )

    def numbers(self) -> frozenset[int]:
        """The numbers of all formulas that are left."""
        if self._all is None:
            self._all = frozenset(dependants(self._first, range(len(self._places)), self._rests_on, self._fills))
        return self._all

    def _rests_on(self, number: int) -> list[Place] | None:
        sheet, cell = self._places[number]
        return self._references.of(cell.text, sheet)

    def _fills(self, number: int) -> Place:
        """The cells that a formula fills; one whose answer may be a table and has not been computed yet, all below and beside it."""
        sheet, cell = self._places[number]
        own = Area(*cell.place, *cell.place)
        if cell.array or not calls_ours(cell.text):
            return sheet, cell.array or own
        places = self._references.of(cell.text, sheet)
        tables = any(REGISTRY[name].columns for one in called(cell.text) if (name := plain_name(one, REGISTRY)))
        if tables or "{" in cell.text or places is None or any((a.top, a.left) != (a.bottom, a.right) for _, a in places):
            return sheet, Area(*cell.place, MAX_ROWS, MAX_COLUMNS)
        return sheet, own

    def _needs_each(self, sheet: str, text: str) -> bool:
        """Whether a function in a formula takes one value and gets several. A column that was filled down is asked once."""
        shape = sheet, _AREA.sub(_without_rows, text)
        if shape not in self._known:
            self._known[shape] = needs_each(text, sheet, FOR_EACH, self._references)
        return self._known[shape]

    def _leave_totals(self) -> None:
        """Leave totals of what is shown, over rows of which some are hidden or over other such totals."""
        totals = [number for number, (_, cell) in enumerate(self._places) if _is_total(cell.text)]
        if not totals:
            return
        out: list[Place] = [(sheet, Area(*cell.place, *cell.place)) for sheet, cell in map(self._places.__getitem__, totals)]
        for sheet in self._package.sheets:
            out += [(sheet.name, Area(row, 1, row, MAX_COLUMNS)) for row in hidden_rows(self._package.parts[sheet.part])]
        for number in totals:
            places = self._rests_on(number)
            if places is None or any(name == other and area.overlaps(left) for name, area in places for other, left in out):
                self.add([number])


def _without_rows(area: re.Match[str]) -> str:
    """A reference without its rows, but with whether there are several."""
    return area[1] if area[3] is None else f"{area[1]}{area[2] == area[4]}:{area[3]}"


def _is_total(text: str) -> bool:
    return any(name in text.upper() for name in _OF_WHAT_IS_SHOWN) and is_computable(text) and _calls(text, _OF_WHAT_IS_SHOWN)


def _calls(text: str, functions: Collection[str]) -> bool:
    """Whether a formula calls one of these functions of Excel's; newer ones have a prefix in the file."""
    return any(name.removeprefix("_XLFN.") in functions for name in called(text))
