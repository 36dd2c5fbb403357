"""Cells of a workbook by their name, or by what stands above or beside them, wherever that is."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import zipfile
from pathlib import Path
from typing import Any

import python_calamine
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import coordinate_to_tuple, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from tests.conftest import opened


def named(book: Workbook, name: str) -> Cell:
    """The cell that a defined name stands for."""
    ((sheet, ref),) = book.defined_names[name].destinations
    return book[sheet][ref.replace("$", "")]


def values_by_name(path: Path) -> dict[str, Any]:
    """What stands in each cell that has a name of its own."""
    book, found = opened(path), {}
    for name, defined in book.defined_names.items():
        for sheet, ref in defined.destinations:
            if re.fullmatch(r"\$[A-Z]+\$\d+", ref):
                found[name] = book[sheet][ref.replace("$", "")].value
    return found


def all_values(path: Path) -> dict[str, list[list[Any]]]:
    """What stands in the rows of each sheet of a workbook that LibreOffice or we wrote, read by calamine in a tenth of the time that
    openpyxl takes, and told as openpyxl does: a day as a datetime, a blank cell as None, an error as its text."""
    book, found = python_calamine.CalamineWorkbook.from_path(path), {}
    with zipfile.ZipFile(path) as archive:
        for number, tab in enumerate(book.sheet_names, start=1):
            rows = book.get_sheet_by_name(tab).to_python(skip_empty_area=False)
            found[tab] = [[_as_openpyxl(value) for value in row] for row in rows]
            for place, error in _ERROR.findall(archive.read(f"xl/worksheets/sheet{number}.xml").decode()):
                row, column = coordinate_to_tuple(place)
                found[tab][row - 1][column - 1] = error
    return found


_ERROR = re.compile(r'<c r="(\w+)"[^>]* t="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]*)</v>')
"""A cell with an error, which calamine takes for blank."""


def _as_openpyxl(value: Any) -> Any:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day)
    return None if value == "" else value


def formulas_in(path: Path) -> dict[tuple[str, str], str]:
    """The formulas of a workbook by tab and place."""
    cells = (cell for sheet in opened(path, formulas=True).worksheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f")
    return {(cell.parent.title, cell.coordinate): str(getattr(cell.value, "text", cell.value)) for cell in cells}


def cell_with(sheet: Worksheet, value: Any) -> Cell:
    """The first cell with a value, row by row."""
    return next(cell for row in sheet.iter_rows() for cell in row if cell.value == value)


def calling(sheet: Worksheet, function: str) -> Cell:
    """The first cell of a table that a function of ours answers with, in a workbook with its formulas."""
    return next(cell for row in sheet.iter_rows() for cell in row if function in called(cell))


def called(cell: Cell) -> list[str]:
    """The functions that a cell's formula calls, by the names that we gave them."""
    text = str(getattr(cell.value, "text", cell.value)) if cell.data_type == "f" else ""
    return re.findall(r"(?:_xldudf_|ORG\.CLVXL\.FUNCTIONS\.|\b)([A-Z][A-Z_]+)\(", text)


def below(cell: Cell, rows: int = 1) -> Any:
    """The value so many rows below a cell; asking makes no new cell, which would make the sheet longer for who reads it next."""
    found = cell.parent._cells.get((cell.row + rows, cell.column))
    return found.value if found else None


def listed(sheet: Worksheet, *headings: str) -> list[tuple[Any, ...]]:
    """The values under these headings of a table, down to the first row that has none under the first of them."""
    cells, found = heads(sheet, *headings), []
    while below(cells[0], 1 + len(found)) is not None:
        found.append(tuple(below(cell, 1 + len(found)) for cell in cells))
    return found


def heads(sheet: Worksheet, *headings: str) -> list[Cell]:
    """The cells with these headings, of the first row that has them all."""
    for row in sheet.iter_rows():
        cells = {cell.value: cell for cell in reversed(row)}
        if all(heading in cells for heading in headings):
            return [cells[heading] for heading in headings]
    raise AssertionError(f"{sheet.title} has no table with {', '.join(headings)}")


def line(book: Workbook, part: str, label: str, count: int) -> list[Any]:
    """So many values of a labelled row of Workings, in the part of a page."""
    sheet = book["Workings"]
    first = cell_with(sheet, part)
    row = next(row for row in range(first.row + 1, sheet.max_row + 1) if sheet.cell(row, first.column).value == label)
    return [sheet.cell(row, first.column + 1 + number).value for number in range(count)]


def table_cells(sheet: Worksheet, heading: str) -> list[Cell]:
    """The cells of a column of the Excel Table of a sheet, below its heading."""
    ((_, ref),) = sheet.tables.items()
    left, top, right, bottom = range_boundaries(ref)
    assert top and left and right and bottom
    column = next(cell.column for cell in sheet[top][left - 1 : right] if cell.value == heading)
    return [sheet.cell(row, column) for row in range(top + 1, bottom + 1)]


def not_ok(path: Path) -> dict[str, str]:
    """What Checks says, but for what is OK."""
    rows = listed(opened(path)["Checks"], "Check", "State")
    return {check: state for check, state in rows if state in ("Look", "Act")}


def errors(path: Path) -> list[tuple[str, list[str]]]:
    """The cells that show an error: their tab, and the functions that their formulas call. On Workings, the last tab, #N/A is no error: it
    is where a line ends that is drawn, and what a function says of what nobody can tell yet."""
    last = opened(path).worksheets[-1]
    cells = itertools.chain.from_iterable(row for sheet in opened(path).worksheets for row in sheet.iter_rows())
    wrong = (cell for cell in cells if cell.data_type == "e" and not (cell.parent is last and cell.value == "#N/A"))
    return [(cell.parent.title, called(opened(path, formulas=True)[cell.parent.title][cell.coordinate])) for cell in wrong]
