"""A data tab: the yellow table that the reader pastes into, with what goes where beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.worksheet.table import Table, TableStyleInfo

from ...layout.blocks import Block
from ...layout.page import Book, Page
from ...layout.places import Place
from ...look.style import INPUT_EDGE

BLANK_ROWS = 30


@dataclass(frozen=True)
class Entry:
    """A column of the table; needed and help say beside it what to paste."""

    heading: str
    style: str
    width: float
    needed: str
    help: str
    form: str = ""
    """Its number format, where that of the style will not do."""


class EntryTable(Block):
    """The Excel Table that a person fills, by the field of each column."""

    def __init__(self, page: Page, name: str, columns: Mapping[str, Entry]) -> None:
        super().__init__(page, 1 + BLANK_ROWS, len(columns))
        self.name, self.entries = name, columns
        self.heights = {0: 45, **dict.fromkeys(range(1, self.rows), 16)}
        after_number = False
        for number, column in enumerate(columns.values()):
            is_text = column.style == "Entry"
            self.put(0, number, column.heading, "Head" if is_text else "Head number", vertical="top", indent=int(after_number))
            for row in range(1, self.rows):
                self.put(row, number, None, column.style, column.form, indent=1 if is_text and after_number else None)
            after_number = not is_text
        self.later(self._make_table)

    def _make_table(self, sheet: Any, _: Any) -> None:
        made = Table(displayName=self.name, name=self.name, ref=self.area(0, 0, self.rows - 1, self.columns - 1).plain)
        made.tableStyleInfo = TableStyleInfo("TableStyleLight1", showRowStripes=False)
        sheet.add_table(made)

    def columns_below(self, first: str, last: str) -> Place:
        """Neighbouring columns down to the end of the sheet, also what is below the table."""
        left, right = (list(self.entries).index(field) for field in (first, last))
        return self.area(1, left, None, right)

    def with_headings(self, first: str, last: str, rows: str) -> str:
        """A formula for neighbouring columns with their headings and so many rows."""
        left, right = (list(self.entries).index(field) for field in (first, last))
        return f"{self.cell(0, left)}:INDEX({self.area(0, right, None, right)},{rows}+1)"

    @property
    def below(self) -> Place:
        """All cells of its columns below the headings."""
        return self.area(1, 0, None, self.columns - 1)


def entry_page(
    book: Book, table: str, title: str, advice: str, columns: Mapping[str, Entry], rules: Sequence[str], *, link: str
) -> EntryTable:
    """The page is called as its table is."""
    page = book.page(
        table,
        title,
        f"{table}  ·  {advice}",
        [*(column.width for column in columns.values()), 3, 18, 12, 52],
        colour=INPUT_EDGE,
        link=link,
        protected=False,
    )
    left, right = page.split(len(columns), 3, gap=1)
    entry = left.put(EntryTable(page, table, columns))
    page.freeze(entry.cell(1, -1))
    page.repeat(entry, whole_head=True)
    right.row += 2
    beside = Block(page, 4 + len(columns) + len(rules), 3)
    beside.put(0, 0, "What goes where", "Section")
    beside.put_row(1, ("Column", "Needed", "What to paste"), ("Head",) * 3)
    for row, column in enumerate(columns.values(), start=2):
        beside.put_row(row, (column.heading, column.needed, column.help), ("Text bold", "Text", "Text"))
    below = 3 + len(columns)
    beside.put(below, 0, "What counts", "Section")
    for row, rule in enumerate(rules, start=below + 1):
        beside.put(row, 0, rule, "Plain note")
    beside.heights = dict.fromkeys(range(beside.rows), 16)
    right.put(beside)
    return entry
