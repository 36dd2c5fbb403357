"""The defined names that formulas, scripts and pages share."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from ...formulas.spelling import with_language
from ...functions import REGISTRY

LAST_ROW = 1_048_576


def name_cell(sheet: Worksheet, name: str, row: int, column: int) -> None:
    """A name for one cell: an input or a result that a script can find."""
    define(sheet.parent, name, f"'{sheet.title}'!${get_column_letter(column)}${row}")


def name_list(sheet: Worksheet, name: str, row: int, column: int, count: str) -> None:
    """A name for the column of a list that starts at a row and has `count` rows, whatever their number is then."""
    letter = get_column_letter(column)
    start = f"'{sheet.title}'!${letter}${row}"
    define(sheet.parent, name, f"{start}:INDEX({start}:${letter}${LAST_ROW},MAX(1,{count}))")


def answer_in_its_language(book: Workbook) -> None:
    """Let every table that a function of ours spills have its words in the workbook's language."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, ArrayFormula):
                    cell.value.text = f"={with_language((cell.value.text or '')[1:], REGISTRY)}"


def define(book: Workbook | None, name: str, text: str) -> None:
    assert book is not None and name not in book.defined_names, name
    book.defined_names[name] = DefinedName(name, attr_text=text)
