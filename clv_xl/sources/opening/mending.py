"""A text that DuckDB cannot cut into columns, read by Python's csv and written as a plain file: line ends of two kinds, quotes inside a
field. Where the quotes do not close, it is said on which line."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..problems import OrderFileError, too_many_cells
from .encodings import Text, not_so_written


class _CutError(Exception):
    """A line, and what is wrong with it."""


def mended(text: Text, separator: str, skip: int, width: int, target: Path) -> Path:
    """The rows below some lines as a plain file, with commas.

    Raises:
        OrderFileError: they cannot be cut into columns.
    """
    csv.field_size_limit(1 << 30)
    try:
        return _written(_rows(text, separator, skip), width, target, text.name)
    except _CutError as problem:
        line, what = problem.args
    try:
        return _written(_rows_with_plain_quotes(text, separator, skip, width), width, target, text.name)
    except _CutError:
        raise OrderFileError(
            f"{text.name}, line {line}: the text cannot be cut into columns ({what}); correct the quotes there, or save it again as .xlsx."
        ) from None
    except UnicodeError as error:
        raise not_so_written(text, error) from None


def _written(rows: Iterable[tuple[int, list[str]]], width: int, target: Path, name: str) -> Path:
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for line, row in rows:
            if any(cell.strip() for cell in row[width:]):
                raise too_many_cells(name, line, len(row), width)
            writer.writerow(row[: width + 1])
    return target


def _rows(text: Text, separator: str, skip: int) -> Iterator[tuple[int, list[str]]]:
    with text.open() as file:
        for _ in range(skip):
            file.readline()
        reader = csv.reader(file, delimiter=separator, strict=True)
        try:
            for row in reader:
                yield reader.line_num + skip, row
        except csv.Error as error:
            raise _CutError(reader.line_num + skip, error) from None


def _rows_with_plain_quotes(text: Text, separator: str, skip: int, width: int) -> Iterator[tuple[int, list[str]]]:
    """Each line is a row, and a quote is a sign like others unless it stands round a whole field.

    Raises:
        _CutError: a row is wider than the headings, or a field begins with a quote that does not close (where tabs part the fields, as in
            the files of programs that know no quotes, it may).
    """
    with text.open() as file:
        for number, line in enumerate(file, 1):
            if number <= skip or not line.strip():
                continue
            row = [_bare(cell) for cell in line.rstrip("\r\n").split(separator)]
            if len(row) > width + 1 or (separator != "\t" and any(cell.startswith('"') and cell.count('"') == 1 for cell in row)):
                raise _CutError(number, "a quote does not close")
            yield number, row


def _bare(cell: str) -> str:
    inside = cell[1:-1]
    whole = len(cell) > 1 and cell[0] == cell[-1] == '"' and inside.replace('""', "").count('"') == 0
    return inside.replace('""', '"') if whole else cell
