"""A data tab: the yellow table that the reader pastes into, with what goes where beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...layout.blocks import Block
from ...layout.entry import Entry, EntryTable
from ...layout.page import Book
from ...layout.workings import Workings
from ...look.style import INPUT_EDGE
from .source import source_block


def entry_page(
    book: Book,
    table: str,
    title: str,
    advice: str,
    columns: Mapping[str, Entry],
    rules: Sequence[str],
    *,
    link: str,
    filled: Workings | None = None,
) -> EntryTable:
    """The page is called as its table is. filled: where the page notes what a file brought; none where no file fills the table."""
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
    if filled:
        right.skip(16)
        right.put(source_block(page, filled, table, columns))
    return entry
