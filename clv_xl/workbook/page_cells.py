"""What stands in the cells of a workbook's sheets, each read once."""

from __future__ import annotations

from typing import Any

from ..xlsx.package import Package
from ..xlsx.shared_strings import shared_texts
from ..xlsx.sheets.dynamic_arrays import dynamic_numbers
from ..xlsx.sheets.reader import DATA, Formula, cell_value, cells_of, find_formulas, rows_of

Place = tuple[int, int]
"""A row and a column."""


class PageCells:
    """What stands in the cells of a sheet, without those of its tables' bodies and of lists below their headings."""

    def __init__(self, package: Package, name: str) -> None:
        sheet = next(sheet for sheet in package.sheets if sheet.name == name)
        self.tables = [table for table in package.tables.values() if table.sheet == sheet]
        xml = package.parts[sheet.part]
        self.formulas = {formula.place: formula for formula in find_formulas(xml, dynamic_numbers(package))}
        self.lists = [formula for formula in self.formulas.values() if formula.array]
        self.values: dict[Place, Any] = {}
        texts = shared_texts(package)
        data = DATA.search(xml.decode("utf-8"))
        for row, match in rows_of(data["rows"] or "" if data else ""):
            for column, own, content, _ in cells_of(match["cells"] or ""):
                if content.strip() and not self._is_below(row, column):
                    self.values[row, column] = cell_value(own.get("t", "n"), content, texts)

    def _is_below(self, row: int, column: int) -> bool:
        areas = [table.area for table in self.tables] + [one.array for one in self.lists if one.array]
        return any(area.top < row and (row, column) in area for area in areas)

    def list_at(self, row: int, column: int) -> Formula | None:
        return next((one for one in self.lists if one.array and (row, column) in one.array), None)


class BookCells:
    """The sheets of a workbook, as each was when it was first asked for."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._read: dict[str, PageCells] = {}

    def on(self, name: str) -> PageCells:
        if name not in self._read:
            self._read[name] = PageCells(self.package, name)
        return self._read[name]
