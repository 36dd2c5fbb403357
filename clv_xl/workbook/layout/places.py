"""Places that are asked for before they are known.

A formula is a text with handles in it, f"=SUM({months.column('Revenue')})". Where a block stands is settled when all pages are complete, so
a handle leaves a mark in the text, and the address takes its place when the text is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from openpyxl.utils import get_column_letter, quote_sheetname

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_MARK = re.compile("\ue000(\\d+)\ue001")


class OwnBook(Protocol):
    """What blocks and places ask of the workbook that they are in."""

    @property
    def places(self) -> Places: ...

    @property
    def verdicts(self) -> list[str]: ...

    def name(self, name: str, meaning: str | Place) -> None: ...

    def name_all(self, names: Mapping[str, str | Place]) -> None: ...

    def shows(self, function: str, tab: str) -> None: ...


class OwnPage(Protocol):
    """What they ask of their page."""

    tab: str
    alt_texts: list[str]

    @property
    def book(self) -> OwnBook: ...

    @property
    def columns(self) -> int: ...

    def texts(self, place: Place) -> None: ...


class Standing(Protocol):
    """A block, as its places know it."""

    top: int
    left: int

    @property
    def page(self) -> OwnPage: ...


@dataclass
class Places:
    """All handles that stand in the texts of a workbook."""

    marked: list[Place] = field(default_factory=list)

    def mark(self, place: Place) -> str:
        self.marked.append(place)
        return f"\ue000{len(self.marked) - 1}\ue001"

    def spell(self, text: Any, tab: str = "") -> Any:
        """The text with addresses in it; those on the tab itself go without its name. What is no text stays."""
        if not isinstance(text, str) or "\ue000" not in text:
            return text

        def address(mark: re.Match[str]) -> str:
            place = self.marked[int(mark[1])]
            return place.address if place.tab == tab else place.reference

        return _MARK.sub(address, text)


@dataclass(frozen=True, eq=False)
class Place:
    """Cells of a block, counted from its top left one."""

    block: Standing
    top: int
    left: int
    bottom: int | None
    """None: down to the last row of the sheet."""
    right: int | None
    """None: to the last column of the sheet."""
    follows: bool = False
    """Whether the row is that of the cell with the formula: $B7 in place of $B$7."""
    is_own: bool = False
    """Whether the column is that of the cell with the formula, too: B7."""

    @property
    def tab(self) -> str:
        return self.block.page.tab

    @property
    def row(self) -> int:
        """The first row on the sheet."""
        return self.block.top + self.top

    @property
    def column(self) -> int:
        """The first column on the sheet."""
        return self.block.left + self.left

    @property
    def address(self) -> str:
        """The address on its own sheet."""
        last_row = LAST_ROW if self.bottom is None else self.block.top + self.bottom
        last_column = LAST_COLUMN if self.right is None else self.block.left + self.right
        across, down = "" if self.is_own else "$", "" if self.follows or self.is_own else "$"
        first = f"{across}{get_column_letter(self.column)}{down}{self.row}"
        last = f"{across}{get_column_letter(last_column)}{down}{last_row}"
        return first if first == last else f"{first}:{last}"

    @property
    def plain(self) -> str:
        """The address as sheets and rules take it, without dollars."""
        return self.address.replace("$", "")

    @property
    def reference(self) -> str:
        """The address with its tab."""
        return f"{quote_sheetname(self.tab)}!{self.address}"

    def cells(self, first: int, count: int) -> Place:
        """Some of the cells, from a number on, counted from 0: along a row or down a column."""
        if self.top == self.bottom:
            return Place(self.block, self.top, self.left + first, self.bottom, self.left + first + count - 1)
        return Place(self.block, self.top + first, self.left, self.top + first + count - 1, self.right)

    def each(self) -> list[Place]:
        """All the cells of a row, or of a column that ends."""
        count = (self.right or 0) - self.left if self.top == self.bottom else (self.bottom or 0) - self.top
        return [self.cells(number, 1) for number in range(count + 1)]

    def at(self, number: Place | str | int) -> str:
        """A formula for the cell of this number, from 1 on, that also stands where the number is none."""
        return f"INDEX({self},MAX(1,{number}))"

    def until(self, number: Place | str | int) -> str:
        """A formula for the cells up to the one of this number; one at least."""
        start = Place(self.block, self.top, self.left, self.top, self.left)
        return f"{start}:{self.at(number)}"

    def __str__(self) -> str:
        return self.block.page.book.places.mark(self)
