"""Cells of a workbook by what stands above or beside them, wherever that is."""

from __future__ import annotations

from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet


def cell_with(sheet: Worksheet, value: Any) -> Cell:
    """The first cell with a value, row by row."""
    return next(cell for row in sheet.iter_rows() for cell in row if cell.value == value)


def below(cell: Cell, rows: int = 1) -> Any:
    """The value so many rows below a cell."""
    return cell.parent.cell(cell.row + rows, cell.column).value


def listed(sheet: Worksheet, *headings: str) -> list[tuple[Any, ...]]:
    """The values under these headings of a table, down to the first row that has none under the first of them."""
    row, columns = _head(sheet, headings)
    found = []
    while sheet.cell(row + 1 + len(found), columns[0]).value is not None:
        found.append(tuple(sheet.cell(row + 1 + len(found), column).value for column in columns))
    return found


def _head(sheet: Worksheet, headings: tuple[str, ...]) -> tuple[int, list[int]]:
    for row in sheet.iter_rows():
        columns = {cell.value: cell.column for cell in reversed(row)}
        if all(heading in columns for heading in headings):
            return row[0].row, [columns[heading] for heading in headings]
    raise AssertionError(f"{sheet.title} has no table with {', '.join(headings)}")


def line(book: Workbook, part: str, label: str, count: int) -> list[Any]:
    """So many values of a labelled row of Workings, in the part of a page."""
    sheet = book["Workings"]
    first = cell_with(sheet, part)
    row = next(row for row in range(first.row + 1, sheet.max_row + 1) if sheet.cell(row, first.column).value == label)
    return [sheet.cell(row, first.column + 1 + number).value for number in range(count)]
