"""A block: a rectangle of a page. It keeps what is put into it, and writes it when the page knows where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from ..look.sheets import align, put, put_link
from .places import OwnPage, Place

Spell = Callable[[str], str]
"""Puts the addresses into a text."""


class Block:
    """rows and columns are its size; cells are counted from 0, from its top left one."""

    def __init__(self, page: OwnPage, rows: int, columns: int) -> None:
        self.page = page
        self.rows, self.columns = rows, columns
        self.top = self.left = 0
        self.heights: dict[int, float] = {}
        """Heights of its rows; the others have the page's."""
        self._writes: list[Callable[[Worksheet, Spell], None]] = []

    # Handles --------------------------------------------------------------------------------------------------------

    def cell(self, row: int, column: int = 0) -> Place:
        return Place(self, row, column, row, column)

    def area(self, top: int, left: int, bottom: int | None, right: int | None) -> Place:
        """bottom None: down to the end of the sheet; right None: to its last column."""
        return Place(self, top, left, bottom, right)

    # What is in it --------------------------------------------------------------------------------------------------

    def put(
        self, row: int, column: int, value: Any, style: str, form: str = "", *, indent: int | None = None, vertical: str | None = None
    ) -> Place:
        """A cell with a value, a named style, and its own number format where it has one."""

        def write(sheet: Worksheet, spell: Spell) -> None:
            cell = put(sheet, self.top + row, self.left + column, spell(value), style, form)
            if indent is not None or vertical:
                align(cell, indent=indent or 0, vertical=vertical)

        self._writes.append(write)
        return self.cell(row, column)

    def put_row(self, row: int, values: Iterable[Any], styles: Iterable[str], column: int = 0) -> None:
        """Neighbouring cells, a style each; None styles an empty cell, so that the line under the row goes on."""
        for offset, (value, style) in enumerate(zip(values, styles)):
            self.put(row, column + offset, value, style)

    def put_link(self, row: int, column: int, text: str, tab: str, style: str = "Link") -> None:
        self._writes.append(lambda sheet, spell: put_link(sheet, self.top + row, self.left + column, text, tab, style))

    def put_text(self, row: int, column: int, text: str, style: str) -> None:
        """A text, also where it begins with an equals sign."""

        def write(sheet: Worksheet, _: Spell) -> None:
            put(sheet, self.top + row, self.left + column, text, style).data_type = "s"

        self._writes.append(write)

    def rule(self, rule: Callable[..., None], place: Place, *details: Any) -> None:
        """Something of `look` that holds for the cells of a place, such as a conditional format; handles in its formulas get their
        addresses."""
        self._writes.append(lambda sheet, spell: rule(sheet, place.plain, *[_spelled(detail, spell) for detail in details]))

    def later(self, write: Callable[[Worksheet, Spell], None]) -> None:
        """Something else to do with the sheet when it is written."""
        self._writes.append(write)

    def write(self, sheet: Worksheet) -> None:
        for write in self._writes:
            write(sheet, lambda text: self.page.book.places.spell(text, self.page.tab))


def _spelled(detail: Any, spell: Spell) -> Any:
    return spell(detail) if isinstance(detail, str) else detail


def text_block(page: OwnPage, lines: Sequence[tuple[Any, str, float]], columns: int = 1) -> Block:
    """Lines of text, each with its style and height."""
    block = Block(page, len(lines), columns)
    for row, (text, style, height) in enumerate(lines):
        block.put(row, 0, text, style)
        block.heights[row] = height
    return block
