"""Spreadsheets: the sheet that holds the list is found; covers, charts and hidden sheets are passed over and named."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

from ...words import Words
from ..problems import OrderFileError, did_you_mean, too_many_cells
from ..values.expressions import listed
from .calamine import NoWorkbookError, book_of
from .cells import arrow_column
from .raw import Kind, Raw, connect, distinct, once
from .title_rows import WHOLE, Fit, Head, find_head

ENDINGS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}


def read_sheet(path: Path, name: str, sheet: str | None, fit: Fit) -> Raw:
    """A sheet of a workbook as raw columns.

    Raises:
        OrderFileError: it cannot be read, or two sheets could be meant.
    """
    try:
        with book_of(path) as book:
            chosen, rows, head, passed = _choose(book, name, sheet, fit)
    except NoWorkbookError as error:
        raise OrderFileError(f"{name}: {error}") from None
    if head is None:
        raise OrderFileError(f"{name}: the file is empty.")
    raw = raw_rows(name, rows, head)
    if passed:
        raw.notes.append(Words("Read from the sheet {1}; not read: {2}.", chosen, listed(passed, 10)))
    return raw


def _choose(book: Any, name: str, sheet: str | None, fit: Fit) -> tuple[str, list[list[Any]], Head | None, list[str]]:
    """The sheet that is meant, its rows, its headings, and the sheets that are passed over."""
    if sheet is not None:
        if sheet not in book.sheet_names:
            meant = did_you_mean(sheet, book.sheet_names)
            raise OrderFileError(f"{name}: there is no sheet {sheet!r}; the sheets are {', '.join(book.sheet_names)}{meant}.", ["--sheet"])
        rows_of_it = book.get_sheet_by_name(sheet).to_python()
        return sheet, rows_of_it, find_head(rows_of_it, fit), []
    kinds = {entry.name: (str(entry.typ).rpartition(".")[2], str(entry.visible).rpartition(".")[2]) for entry in book.sheets_metadata}
    seen = [title for title in book.sheet_names if kinds.get(title, ("WorkSheet", "Visible")) == ("WorkSheet", "Visible")]
    seen = seen or [title for title in book.sheet_names if kinds.get(title, ("WorkSheet", ""))[0] == "WorkSheet"]
    if not seen:
        raise OrderFileError(f"{name}: there is no sheet with cells in it.")
    rows = {title: book.get_sheet_by_name(title).to_python() for title in seen}
    heads = {title: find_head(rows[title], fit) for title in seen}
    scores = {title: head.score if head and head.first < len(rows[title]) else 0 for title, head in heads.items()}
    lists = [title for title in seen if scores[title] >= WHOLE]
    if len(lists) > 1:
        named = " and ".join(f"{title} ({len(rows[title]) - 1:,} rows)" for title in lists)
        raise OrderFileError(f"{name}: the sheets {named} could each be the list; say which with --sheet.", ["--sheet"])
    filled = [title for title in seen if heads[title]]
    best = lists[0] if lists else max(filled or seen, key=lambda title: (scores[title], len(rows[title][0]) > 1 if rows[title] else False))
    return best, rows[best], heads[best], [title for title in book.sheet_names if title != best]


def raw_rows(name: str, rows: list[list[Any]], head: Head) -> Raw:
    """Rows of Python values as raw columns."""
    import pyarrow as pa

    below = rows[head.first :]
    columns = [*itertools.zip_longest(*below)] if below else []
    headings = distinct(head.headings)
    width = len(headings)  # what stands behind an empty column is beside the list, not of it
    behind = columns[width] if width < len(columns) else ()
    for line, cell in enumerate(behind, head.first + 1):
        if cell not in ("", None):
            raise too_many_cells(name, line, width + 1, width)
    arrays, kinds, half = {}, dict[str, Kind](), set()
    for at, heading in enumerate(headings):
        if not heading:
            continue
        values = columns[at] if at < len(columns) else ()
        title = head.headings[at]
        values = [None if type(value) is str and value.strip() == title and title else value for value in values] if values else values
        array, kind, some = arrow_column([None if type(v) is str and not v.strip() else v for v in values])
        arrays[heading], kinds[heading] = array, kind
        if some:
            half.add(heading)
    return raw_table(name, pa.table(arrays), kinds, head, half)


def raw_table(name: str, table: Any, kinds: dict[str, Kind], head: Head | None = None, half: set[str] | None = None) -> Raw:
    """An Arrow table as raw columns."""
    db = connect()
    columns = {heading: f"c{n}" for n, heading in enumerate(table.column_names)}
    db.register("given", table.rename_columns(list(columns.values())))
    raw = Raw(name, db, once("given"), columns, kinds)
    if head:
        raw.above, raw.headless, raw.first_row = head.above, head.headless, head.first + 1
    raw.half_dates |= half or set()
    return raw
