"""Workings: the last tab, where every figure behind a sentence or a chart stands on a labelled row of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..look.style import MID
from .blocks import Block
from .page import HEAD_ROWS, Book, Page
from .places import Place
from .tables import Call, Spill

TAB = "Workings"
_LABELS, _VALUES, _GAP = 44, 28, 3
"""Widths of the columns."""


@dataclass(frozen=True)
class Line:
    """A labelled row of values, such as a chart draws: its label names the series."""

    label: Place
    values: Place
    form: str = ""
    """The number format of the values."""

    def at(self, number: int) -> Place:
        """A value, from 0 on."""
        return self.values.cells(number, 1)


class Part(Block):
    """The workings of a page. Rows are added one by one."""

    def __init__(self, page: Page, heading: str) -> None:
        super().__init__(page, 1, 2)
        self.heights[0] = 20
        self.put(0, 0, heading, "Section")

    def figure(self, name: str, formula: Any, form: str = "", label: str = "") -> Place:
        """A named figure or sentence. The label is the name in plain words where nothing else is said."""
        place = self.text(label or name.removeprefix("result_").replace("_", " "), formula, form)
        self.page.book.name(name, place)
        return place

    def verdict(self, name: str, formula: Any, label: str = "") -> Place:
        """A named sentence that judges: it begins with Yes, No or Cannot tell yet, and tests/workbook/verdicts.py has data for each."""
        self.page.book.verdicts.append(name)
        return self.figure(name, formula, label=label)

    def text(self, label: str, formula: Any, form: str = "") -> Place:
        """A figure or a sentence without a name, such as the title of a chart."""
        self.put(self.rows, 0, label, "Plain note")
        self.put(self.rows, 1, formula, "Plain note", form)
        self.rows += 1
        return self.cell(self.rows - 1, 1)

    def line(self, label: str, values: Iterable[Any], form: str = "") -> Line:
        """A row of values; the label may be a formula."""
        row, values = self.rows, list(values)
        self.put(row, 0, label, "Plain note")
        for number, value in enumerate(values, start=1):
            self.put(row, number, value, "Plain note", form)
        self.rows += 1
        self.columns = max(self.columns, 1 + len(values))
        return Line(self.cell(row, 0), self.area(row, 1, row, len(values)), form)


class Workings(Page):
    """Its parts stand below each other; tables that spill stand beside each other at their right, and have the rest of the sheet."""

    def __init__(self, book: Book) -> None:
        super().__init__(
            book,
            TAB,
            "How do the pages come to their figures?",
            f"{TAB}  ·  Nothing here is to be filled in.",
            [],
            colour=MID,
            link="Checks",
        )
        book.pages[TAB] = self
        self.runs_on = True
        self.parts: list[Part] = []
        self.spills: list[tuple[Block, Spill]] = []

    def part(self, heading: str) -> Part:
        self.parts.append(Part(self, heading))
        return self.parts[-1]

    def beside(self, title: str, call: Call, **how: Any) -> Spill:
        """A table that only other pages read, placed at once."""
        head = Block(self, 1, 1)
        head.put(0, 0, title, "Section")
        spill = Spill(self, call, **{"head_height": 17, **how})
        self.spills.append((head, spill))
        return spill

    def settle(self) -> None:
        """Place everything, now that all of it is there."""
        row = HEAD_ROWS + 1
        for part in self.parts:
            part.top, part.left = row, 2
            row += part.rows + 1
        longest = max((part.columns for part in self.parts), default=2)
        self.widths = [_LABELS, *[_VALUES] * (longest - 1)]
        self.printed = len(self.widths)
        column = 2 + longest
        for head, spill in self.spills:
            self.widths.append(_GAP)
            head.top, head.left = HEAD_ROWS + 1, column + 1
            spill.top, spill.left = HEAD_ROWS + 2, column + 1
            self.widths += [_VALUES] * spill.columns
            column += 1 + spill.columns
        self.blocks = [*self.parts, *(block for pair in self.spills for block in pair)]
        for block in self.blocks:
            for number in range(block.rows):
                self.set_height(block.top + number, block.heights.get(number, self.row_height))
