"""Sheets: the frame of a page, and cells with the named styles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from ..composing import compose
from .style import ACCENT, BOOK_TITLE, FONT, GREY, HIDDEN_TITLE

PAPER = (784.0, 527.0)
"""Points within the margins of A4 across."""


def points_across(width: float) -> float:
    """What a column as wide as so many digits takes of them."""
    return (7 * width + 5) * 0.75


def new_sheet(
    book: Workbook, tab: str, title: str, subtitle: str, widths: Iterable[float], *, colour: str, link: str, last_column: int
) -> Worksheet:
    """A sheet with the head of a page. widths are those of the columns from A on; the first and the last are margins.

    last_column is the last one that is printed; what stands further right is for reading on the screen.
    """
    sheet = book.create_sheet(tab)
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width + 0.7109375
    for column in range(2, last_column + 1):
        sheet.cell(1, column).fill = PatternFill("solid", fgColor=ACCENT)
    put(sheet, 1, 1, f"{title} {subtitle}" if not subtitle.startswith("=") else title, HIDDEN_TITLE)
    put(sheet, 2, 2, title, "Page title")
    put(sheet, 3, 2, subtitle, "Page subtitle")
    if link:
        put_link(sheet, 2, last_column, compose("{1}  →", link), link, "Link right")
    heights(sheet, {1: 5, 2: 34, 3: 18, 4: 12})
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = colour
    _set_up_print(sheet, tab)
    return sheet


def _set_up_print(sheet: Worksheet, tab: str) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = 1
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = 0.4
    margins.bottom, margins.header, margins.footer = 0.55, 0.2, 0.25
    sheet.print_options.horizontalCentered = True
    for name, text in (("left", BOOK_TITLE), ("center", tab), ("right", "Page &P of &N")):
        part = getattr(sheet.oddFooter, name)
        part.text, part.size, part.color, part.font = text, 8, GREY, f"{FONT},Regular"


_IN_CALC = "DAY(60)=28"
"""Excel's day 60 is 29 February 1900, a day that never was; that of other programs is the 28th."""


def banner(sheet: Worksheet, broken: str, text: str, otherwise: str = '""') -> None:
    """A line that shows itself when the functions are needed and are not there: when `broken` is an error. otherwise is a formula.
    It is an array, as LibreOffice calculates no others when it opens a workbook of Excel; in_libreoffice is what it says there."""
    cell = put(sheet, 4, 2, None, "Banner")
    cell.value = ArrayFormula(cell.coordinate, f'=IF(ISERROR({broken}),IF({_IN_CALC},in_libreoffice,"{text}"),{otherwise})')
    heights(sheet, {4: 16})


def last_printed(sheet: Worksheet) -> str:
    """The letter of the last column that is printed."""
    return sheet.print_area.split(":")[-1].strip("$").rstrip("0123456789$")


def heights(sheet: Worksheet, rows: dict[int, float]) -> None:
    for row, height in rows.items():
        sheet.row_dimensions[row].height = height


def put(sheet: Worksheet, row: int, column: int, value: Any, style: str, number_format: str = "") -> Any:
    """A cell with a value and a named style."""
    cell = sheet.cell(row, column, value)
    cell.style = style
    if number_format:
        cell.number_format = number_format
    return cell


def align(cell: Any, *, indent: int = 0, vertical: str | None = None) -> None:
    """Change a cell's indent or vertical place; the rest of its alignment stays that of its style."""
    own = cell.alignment
    cell.alignment = Alignment(own.horizontal, vertical or own.vertical, wrap_text=own.wrap_text, indent=indent)


def hide_zeros(sheet: Worksheet, area: str) -> None:
    """Let numbers of 0 show nothing, in the labels of a chart too; Excel takes a text for 0 there."""
    for cell in (cell for row in sheet[area] for cell in row):
        parts = cell.number_format.split(";")
        cell.number_format = ";".join([parts[0], parts[1] if len(parts) > 1 else f"-{parts[0]}", ""])


def put_link(sheet: Worksheet, row: int, column: int, text: str, tab: str, style: str = "Link") -> None:
    cell = put(sheet, row, column, text, style)
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{tab}'!A1", display=text)
    cell.style = style  # openpyxl sets its own link style


def put_table(sheet: Worksheet, area: str, name: str) -> None:
    """Make an Excel Table of cells whose first row is its headings."""
    table = Table(displayName=name, name=name, ref=area)
    table.tableStyleInfo = TableStyleInfo("TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)


def lock(sheet: Worksheet, cell: str) -> None:
    """Let a cell that looks like one of the reader's be none."""
    sheet[cell].protection = Protection(locked=True)


def protect(sheet: Worksheet) -> None:
    """Lock what is calculated, without a password: a guard against slips, not against the owner."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = sheet.protection.formatCells = False
