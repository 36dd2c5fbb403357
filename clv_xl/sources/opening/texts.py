"""Text files: which encoding, which separator, where the headings are. DuckDB reads the rows, strictly and in parallel."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

from ..own_files import RunFolder
from ..problems import OrderFileError
from .encodings import BLANKS, Signs, Text, as_cp1252, beginning, decoded, signs_in, written_in_utf8
from .mending import mended
from .raw import Raw, Readings, connect, distinct, quoted
from .title_rows import Fit, Head, find_head

ENDINGS = {".csv", ".tsv", ".txt", ".tab", ".dat"}
SEPARATORS = "\t;,|"
MOST_COLUMNS = 16_384
"""Of a list: as many as a sheet has."""
_SEPARATOR_HINT = re.compile(r"sep=(.)(?:\r\n|\n|\r)", re.IGNORECASE)  # Excel's own


def read_text(path: Path, name: str, encoding: str | None, fit: Fit, words: str) -> Raw:
    """A text file as raw columns.

    Raises:
        OrderFileError: it cannot be read.
    """
    notes: list[str] = []
    text = decoded(path, name, encoding, words, notes)
    start = beginning(text)
    if "\0" in start:
        raise OrderFileError(f"{name}: this is not a text file; {words} is .csv, .xlsx or .parquet.")
    hint = _SEPARATOR_HINT.match(start)
    separator, head, skip = _layout(name, start[hint.end() :] if hint else start, hint[1] if hint else SEPARATORS, fit)
    if head is None:
        raise OrderFileError(f"{name}: the file is empty.")
    skip += 1 if hint else 0
    columns = [f"c{n}" for n in range(max(len(head.headings), head.width) + 1)]
    headings = distinct([*head.headings, *[""] * (len(columns) - 1 - len(head.headings))])
    named = {heading: f"c{n}" for n, heading in enumerate(headings) if heading}
    behind = [column for n, column in enumerate(columns) if n >= len(head.headings)]
    signs = signs_in(path) if text.is_utf8 else None
    folder = RunFolder()
    return Raw(
        name,
        connect(),
        _readings(text, separator, skip, columns, notes, folder.path, signs),
        named,
        dict.fromkeys(named, "text"),
        head.above,
        skip + 1,
        head.headless,
        "coalesce(" + ", ".join(f"nullif(trim({column}), '')" for column in behind) + ")",
        notes,
        folder=folder,
        blanks=signs.blanks if signs else BLANKS,
    )


def _readings(text: Text, separator: str, skip: int, columns: list[str], notes: list[str], folder: Path, signs: Signs | None) -> Readings:
    """As strictly as can be first: every row as wide as the headings, which alone can be read in parallel where a text runs over lines."""
    path, closed = text.path, True
    for even in (True, False):
        if not text.is_utf8 and path == text.path:
            path = written_in_utf8(text, folder / "utf8.csv")
        if even:
            closed = (signs or signs_in(path)).quotes_close
        if not closed:  # DuckDB would lose the rows behind the last quote without a word
            break
        error = yield _read_csv(path, separator, skip, columns, even)
        if not text.said and text.is_utf8 and "not utf-8" in str(error):
            text = as_cp1252(text, notes)
            path = written_in_utf8(text, folder / "utf8.csv")
            yield _read_csv(path, separator, skip, columns, even)
    yield _read_csv(mended(text, separator, skip, len(columns) - 1, folder / "mended.csv"), ",", 0, columns, False)
    raise OrderFileError(f"{text.name}: the text cannot be cut into columns; save it again as .xlsx.")


def _read_csv(path: Path, separator: str, skip: int, columns: list[str], even: bool) -> str:
    """What stands behind FROM. even: every row has as many cells as there are headings; else short rows are blank at their end."""
    types = ", ".join(f"'{column}': 'VARCHAR'" for column in (columns[:-1] if even else columns))
    relation = (
        f"read_csv({quoted(str(path))}, auto_detect=false, header=false, delim={quoted(separator)}, quote='\"', escape='\"', "
        f"strict_mode=true, skip={skip}, null_padding={not even}, parallel={even}, columns={{{types}}})"
    )
    return f"(SELECT *, CAST(NULL AS VARCHAR) AS {columns[-1]} FROM {relation})" if even else relation


def _layout(name: str, start: str, separators: str, fit: Fit) -> tuple[str, Head | None, int]:
    """The separator under which the first lines make most sense, the headings, and how many lines stand above the first row."""
    best: Any = None
    widest = 0
    for rank, separator in enumerate(separators):
        if separator not in start and rank:
            continue
        rows, lines = _first_rows(start, separator)
        if (width := max(map(len, rows), default=0)) > MOST_COLUMNS:
            widest = width
            continue
        head = find_head(rows, fit)
        if head is not None:
            score = (head.score, head.width > 1, head.steady, -rank)
            if best is None or score[:3] > best[0][:3]:
                best = (score, separator, head, lines[head.first] if head.first < len(lines) else lines[-1] + 1)
    if widest and (best is None or best[2].width == 1):
        raise OrderFileError(f"{name}: a line of it has {widest:,} cells and more, and no sheet has so many; export it again.")
    return best[1:] if best else (separators[0], None, 0)


def _first_rows(start: str, separator: str) -> tuple[list[list[str]], list[int]]:
    """The first rows, and how many lines stand above each. Where the quotes do not close, they are signs like others."""
    rows: list[list[str]] = []
    lines: list[int] = []
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        rows, lines = [], [0]
        reader = csv.reader(io.StringIO(start, newline=""), delimiter=separator, quoting=quoting, strict=True)
        try:
            for row in reader:
                rows.append(row)
                lines.append(reader.line_num)
                if len(rows) == 300:
                    break
            return rows, lines
        except csv.Error:
            if len(rows) > 60:
                return rows, lines
    return rows, lines
