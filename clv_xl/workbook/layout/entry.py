"""The Excel Table that a person fills."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..look.sheets import put_table
from .blocks import Block
from .columns import ByName
from .page import Page
from .places import Place

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
        self._numbers = ByName(page.tab, "column", ((field, number) for number, field in enumerate(columns)))
        self.heights = {0: 45, **dict.fromkeys(range(1, self.rows), 16)}
        after_number = False
        for number, column in enumerate(columns.values()):
            is_text = column.style == "Entry"
            self.put(0, number, column.heading, "Head" if is_text else "Head number", vertical="top", indent=int(after_number))
            for row in range(1, self.rows):
                self.put(row, number, None, column.style, column.form, indent=1 if is_text and after_number else None)
            after_number = not is_text
        self.rule(put_table, self.area(0, 0, self.rows - 1, self.columns - 1), name)

    def columns_below(self, first: str, last: str) -> Place:
        """Neighbouring columns down to the end of the sheet, also what is below the table."""
        left, right = self._numbers[first], self._numbers[last]
        return self.area(1, left, None, right)

    def with_headings(self, first: str, last: str, rows: str) -> str:
        """A formula for neighbouring columns with their headings and so many rows."""
        left, right = self._numbers[first], self._numbers[last]
        return f"{self.cell(0, left)}:INDEX({self.area(0, right, None, right)},{rows}+1)"

    @property
    def below(self) -> Place:
        """All cells of its columns below the headings."""
        return self.area(1, 0, None, self.columns - 1)
