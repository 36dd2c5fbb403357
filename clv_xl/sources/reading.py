"""Files and DataFrames as columns of cells: which column is which, dates and amounts read, everything else kept.

A value that cannot be read as a date or an amount stays the text it was, so that the workbook can show it and CLV_ROWS
can count it.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..cells.values import Cell, read_cell, read_label
from .headings import ColumnError, find_columns
from .lists import LISTS, ORDERS, DataList
from .parsing import AmbiguousError, DateOrder, DecimalMark, parse_amounts, parse_dates


class OrderFileError(ValueError):
    """A person's list cannot be read. The text is one sentence that names the file and says what to do."""


@dataclass(frozen=True)
class ListColumns:
    """The rows of a list as columns of cells, one per field that the source has."""

    name: str
    kind: DataList
    columns: dict[str, list[Cell]]
    headings: dict[str, str]
    """Where each field came from: the heading in the source."""

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))


def read_list(
    source: str | Path | Any,
    *kinds: DataList,
    columns: Mapping[str, str] | None = None,
    decimal: DecimalMark | None = None,
    date_order: DateOrder | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
) -> ListColumns:
    """Read a list.

    Args:
        source: a .csv, .tsv, .txt, .parquet, .xlsx, .xlsm, .xls, .xlsb or .ods file, or a pandas DataFrame.
        kinds: what it may be a list of; of several, the one whose columns it has most of.
        columns: the heading of a field where its words do not tell, {"customer": "CustomerID"}. What is money or a number may
            be a product of columns: {"amount": "Quantity*UnitPrice"}.
        decimal: "." or ",", where the amounts do not show which.
        date_order: "dmy", "mdy" or "ymd", where the dates do not show which.
        encoding: of a text file that is not UTF-8, such as "cp1252".
        sheet: of a workbook with several; the first one where left out.

    Raises:
        OrderFileError: in one sentence, what is wrong with the file and what to do.
    """
    name = str(source) if isinstance(source, (str, Path)) else "the DataFrame"
    if decimal not in (None, ".", ",") or date_order not in (None, "dmy", "mdy", "ymd"):
        raise OrderFileError("decimal is . or , and date_order is dmy, mdy or ymd; leave them out where the file shows them.")
    named = {field: str(heading) for field, heading in (columns or {}).items() if heading is not None}
    table = _read_table(source, name, encoding, sheet, kinds, named)
    try:
        kind, chosen = _choose_kind(list(table), kinds, named)
    except ColumnError as problem:
        raise OrderFileError(f"{name}: {problem}.") from None
    if all(read_cell(value) is None for column in table.values() for value in column):
        raise OrderFileError(f"{name}: there is no {kind.row} in it, only headings.")
    days = {field: heading for field, heading in chosen.items() if kind.by_name[field].kind == "date"}
    with _asking(name, " and ".join(days.values()), "--dates dmy, --dates mdy or --dates ymd"):  # all have one order of day and month
        read = iter(parse_dates([read_cell(v) for heading in days.values() for v in table[heading]], date_order))
    result: dict[str, list[Cell]] = {field: [*itertools.islice(read, len(table[heading]))] for field, heading in days.items()}
    for field, heading in chosen.items():
        if kind.by_name[field].counts:
            with _asking(name, heading, "--decimal . or --decimal ,"):
                factors = [parse_amounts([read_cell(v) for v in table[part]], decimal) for part in _factors(heading, table)]
            result[field] = factors[0] if len(factors) == 1 else [_product(cells) for cells in zip(*factors)]
        elif field not in days:
            result[field] = [read_label(v) for v in table[heading]]
    return ListColumns(name, kind, result, chosen)


@contextmanager
def _asking(name: str, column: str, options: str) -> Iterator[None]:
    try:
        yield
    except AmbiguousError as problem:
        raise OrderFileError(f"{name}, column {column}: {problem}; say which with {options}.") from None


def read_orders(source: str | Path | Any, **options: Any) -> ListColumns:
    """Read orders; options as for `read_list`."""
    return read_list(source, ORDERS, **options)


class _MissingError(ColumnError):
    """There is no column for what is needed."""


def _choose_kind(headings: list[str], kinds: Sequence[DataList], named: Mapping[str, str]) -> tuple[DataList, dict[str, str]]:
    """What the headings are those of a list of, and the heading of every field."""
    fits = _fitting(headings, kinds, named)
    if fits:
        return max(fits, key=lambda fit: len(fit[1]))
    if len(kinds) == 1:
        try:
            return kinds[0], _choose_columns(headings, kinds[0], named)
        except _MissingError as problem:
            if others := [kind for kind, _ in _fitting(headings, [*LISTS.values()], {})]:
                fit = " or ".join(f"{kind.template} ({kind.rows})" for kind in others)
                raise ColumnError(f"{problem}; its columns fit the template {fit}") from None
            raise
    needs = "; ".join(f"{kind.rows}: {', '.join(kind.said(group) for group in kind.needed)}" for kind in kinds)
    raise ColumnError(f"its columns are {', '.join(headings)}, and do not tell what list it is; name a template. Needed are, for {needs}")


def _fitting(headings: list[str], kinds: Sequence[DataList], named: Mapping[str, str]) -> list[tuple[DataList, dict[str, str]]]:
    fits = []
    for kind in kinds:
        try:
            fits.append((kind, _choose_columns(headings, kind, named)))
        except ColumnError:
            continue
    return fits


def _choose_columns(headings: list[str], kind: DataList, named: Mapping[str, str]) -> dict[str, str]:
    """The heading of every field, or the product of headings that makes an amount."""
    known = kind.by_name
    if unknown := set(named) - set(known):
        raise ColumnError(f"there is no field called {', '.join(sorted(unknown))}; the fields are {', '.join(known)}")
    for field, heading in named.items():
        for part in _factors(heading, headings) if known[field].counts else [heading]:
            if part not in headings:
                raise ColumnError(f"there is no column {part!r} for the {known[field].said}; the columns are {', '.join(headings)}")
    rest = [heading for heading in headings if heading not in named.values()]
    chosen = {**find_columns(rest, kind, named), **named}
    if missing := kind.missing(chosen):
        options = " ".join(f"{known[group[0]].option} COLUMN" for group in missing)
        wanted = " and the ".join(kind.said(group) for group in missing)
        raise _MissingError(f"no column for the {wanted} among {', '.join(headings)}; name it with {options}")
    return chosen


def _factors(heading: str, headings: Any) -> list[str]:
    """ "Quantity*UnitPrice" as its columns; a heading that contains a star itself stays whole."""
    return [heading] if heading in headings else [part.strip() for part in heading.split("*")]


def _product(cells: tuple[Cell, ...]) -> Cell:
    """The product of a row's cells; where one of them is no number, the text that stood there."""
    product = 1.0
    for cell in cells:
        if type(cell) is not float:
            return (
                None
                if all(c is None for c in cells)
                else " * ".join("" if c is None else f"{c:g}" if type(c) is float else str(c) for c in cells)
            )
        product *= cell
    return product


# Sources ------------------------------------------------------------------------------------------------------------

_WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}
_TEXTS = {".csv", ".tsv", ".txt"}


def _read_table(
    source: Any, name: str, encoding: str | None, sheet: str | None, kinds: Sequence[DataList], named: Mapping[str, str]
) -> dict[str, list[Any]]:
    """The source as lists of raw values by heading."""
    if not isinstance(source, (str, Path)):
        if hasattr(source, "columns") and hasattr(source, "iloc"):
            return _from_frame(source)
        rows = kinds[0].rows if len(kinds) == 1 else "lists"
        raise OrderFileError(f"{rows} come as a file or a pandas DataFrame, not as {type(source).__name__}.")
    path = Path(source)
    if not str(source) or not path.exists():
        raise OrderFileError(f"{name or 'DATA'}: there is no such file.")
    if path.is_dir():
        raise OrderFileError(f"{name}: this is a folder; name a file in it.")
    ending, words = path.suffix.lower(), kinds[0].file if len(kinds) == 1 else "a data file"
    try:
        if ending in _TEXTS:
            return _table(_text_rows(path, name, encoding, words), name, kinds, named)
        if ending in _WORKBOOKS:
            return _table(_workbook_rows(path, name, sheet), name, kinds, named)
        if ending == ".parquet":
            return _from_parquet(path, name)
    except PermissionError:
        raise OrderFileError(f"{name}: the file is locked or not yours to read; close it elsewhere and try again.") from None
    raise OrderFileError(f"{name}: {words} is .csv, .xlsx or .parquet, not {ending or 'a file without an ending'}.")


def _from_frame(frame: Any) -> dict[str, list[Any]]:
    headings = _distinct([str(heading) for heading in frame.columns])
    return {heading: frame.iloc[:, position].tolist() for position, heading in enumerate(headings)}


def _from_parquet(path: Path, name: str) -> dict[str, list[Any]]:
    import pyarrow
    import pyarrow.parquet

    try:
        table = pyarrow.parquet.read_table(path)
    except (pyarrow.ArrowException, ValueError, OSError):
        raise OrderFileError(f"{name}: this is not a Parquet file, or it is damaged; export it again.") from None

    def values(column: Any) -> list[Any]:
        try:
            return column.to_pylist()
        except (ValueError, OverflowError, KeyError, pyarrow.ArrowException):  # years, time zones or bytes that Python has not
            try:
                return column.cast(pyarrow.string()).to_pylist()
            except (ValueError, pyarrow.ArrowException):
                return [None] * len(column)

    return {heading: values(table.column(n)) for n, heading in enumerate(_distinct(table.column_names))}


def _workbook_rows(path: Path, name: str, sheet: str | None) -> list[list[Any]]:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
        if sheet and sheet not in book.sheet_names:
            raise OrderFileError(f"{name}: there is no sheet {sheet!r}; the sheets are {', '.join(book.sheet_names)}.")
        return book.get_sheet_by_name(sheet or book.sheet_names[0]).to_python()
    except (python_calamine.CalamineError, OSError) as error:
        if isinstance(error, PermissionError):
            raise
        raise OrderFileError(f"{name}: this is not a workbook, or it is damaged or has a password; save it again as .xlsx.") from None


def _text_rows(path: Path, name: str, encoding: str | None, words: str) -> list[list[Any]]:
    data = path.read_bytes()
    if encoding is None:
        encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise OrderFileError(
            f"{name}, line {line}: the text is not {encoding.removesuffix('-sig')}; say what it is, such as --encoding cp1252 "
            "(Excel's CSV in Western Europe)."
        ) from None
    except LookupError:
        raise OrderFileError(f"{name}: there is no encoding called {encoding}; try utf-8 or cp1252.") from None
    if "\0" in text:
        raise OrderFileError(f"{name}: this is not a text file; {words} is .csv, .xlsx or .parquet.")
    hint = _SEPARATOR_HINT.match(text)
    text = text[hint.end() :] if hint else text
    head = next((line for line in _LINE_END.split(text[:100_000]) if line.strip()), "")
    separator = hint[1] if hint else max("\t;,|", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        raise OrderFileError(
            f"{name}, line {reader.line_num}: the text cannot be cut into columns ({error}); "
            "mend the quotes there, or save it again as .xlsx."
        ) from None


_SEPARATOR_HINT = re.compile(r"sep=(.)(?:\r\n|\n|\r)", re.IGNORECASE)  # Excel's own
_LINE_END = re.compile(r"\r\n|\n|\r")
_SEARCHED = 30
"""Rows among which the headings are looked for; above them exports put titles and dates."""


def _table(rows: list[list[Any]], name: str, kinds: Sequence[DataList], named: Mapping[str, str]) -> dict[str, list[Any]]:
    """Rows as columns by heading. Columns without a heading and without a value are left out."""
    start = _heading_row(rows, kinds, named)
    if start is None:
        raise OrderFileError(f"{name}: the file is empty.")
    headings = _distinct([str(cell).strip() for cell in rows[start]])
    for number, row in enumerate(rows[start + 1 :], start=start + 2):
        if len(row) > len(headings) and any(cell not in ("", None) for cell in row[len(headings) :]):
            raise OrderFileError(
                f"{name}, row {number}: it has {len(row)} cells under {len(headings)} headings; "
                "an amount or a text with the separator in it must stand in quotes."
            )
    columns = [list(column) for column in itertools.zip_longest(*rows[start + 1 :], fillvalue="")]
    columns += [[] for _ in headings[len(columns) :]]
    return {heading: column for heading, column in zip(headings, columns) if heading}


def _heading_row(rows: list[list[Any]], kinds: Sequence[DataList], named: Mapping[str, str]) -> int | None:
    """The first row that has headings for all that is needed, in one of the kinds or else in any; where none has, the first one
    that is not blank."""
    filled = [n for n, row in enumerate(rows) if any(str(cell).strip() for cell in row if cell is not None)]
    for lists, by_name in ((kinds, named), (LISTS.values(), {})):
        for number in filled[:_SEARCHED]:
            if _fitting([str(cell).strip() for cell in rows[number]], [*lists], by_name):
                return number
    return filled[0] if filled else None


def _distinct(headings: list[str]) -> list[str]:
    """Headings with a number behind those that are there before; one that is needed twice is then asked."""
    seen: dict[str, int] = {}
    result = []
    for heading in headings:
        seen[heading] = seen.get(heading, 0) + 1
        result.append(f"{heading} ({seen[heading]})" if heading and seen[heading] > 1 else heading)
    return result
