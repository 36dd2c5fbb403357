"""A data tab: the yellow table that the reader pastes into, with what goes where beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo

from ..look.style import INPUT_EDGE, align, heights, page, put, put_row

HEAD_ROW = 5
BLANK_ROWS = 30


@dataclass(frozen=True)
class Entry:
    """A column of the table; needed and help say beside it what to paste."""

    heading: str
    style: str
    width: float
    needed: str
    help: str


def build(
    book: Workbook, tab: str, table: str, title: str, subtitle: str, columns: Sequence[Entry], rules: Sequence[str], *, link: str
) -> None:
    sheet = page(
        book,
        tab,
        title,
        f"{tab}  ·  {subtitle}",
        [2, *(column.width for column in columns), 3, 18, 12, 52, 2],
        colour=INPUT_EDGE,
        link=link,
        list_head=HEAD_ROW,
        freeze=f"A{HEAD_ROW + 1}",
    )
    after_number = False
    for number, column in enumerate(columns, start=2):
        is_text = column.style == "Entry"
        align(put(sheet, HEAD_ROW, number, column.heading, "Head" if is_text else "Head number"), vertical="top", indent=int(after_number))
        for row in range(HEAD_ROW + 1, HEAD_ROW + 1 + BLANK_ROWS):
            cell = put(sheet, row, number, None, column.style)
            if is_text and after_number:
                align(cell, indent=1)
        after_number = not is_text
    made = Table(displayName=table, name=table, ref=f"B{HEAD_ROW}:{get_column_letter(1 + len(columns))}{HEAD_ROW + BLANK_ROWS}")
    made.tableStyleInfo = TableStyleInfo("TableStyleLight1", showRowStripes=False)
    sheet.add_table(made)
    heights(sheet, {HEAD_ROW: 45, **dict.fromkeys(range(HEAD_ROW + 1, HEAD_ROW + 1 + BLANK_ROWS), 16)})
    beside = 3 + len(columns)
    put(sheet, 7, beside, "What goes where", "Section")
    put_row(sheet, 8, beside, ("Column", "Needed", "What to paste"), ("Head",) * 3)
    for row, column in enumerate(columns, start=9):
        put_row(sheet, row, beside, (column.heading, column.needed, column.help), ("Text bold", "Text", "Text"))
    below = 9 + len(columns) + 1
    put(sheet, below, beside, "What counts", "Section")
    for row, rule in enumerate(rules, start=below + 1):
        put(sheet, row, beside, rule, "Plain note")
