"""What xlwings Lite runs beside the cells: its pane lists these scripts, and shows what they print.

The book is xlwings' BookAsync. It reads only the cells that are asked for, and writes when the script ends. Which Tables and inputs
there are is the workbook's affair: nothing here is of one template alone.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .cells.tables import records
from .cells.values import date_to_serial, day_to_date, read_cell, read_day
from .functions import CLV_EXPLAIN, CLV_ROWS
from .lists.account import count_rows
from .sources.columns.fields import LISTS, DataList
from .sources.columns.recognising import find_columns
from .sources.problems import ColumnError, OrderFileError

DATA = Path("/data")
"""Where xlwings Lite keeps the files that a person imports."""
SETTINGS = "settings.toml"
_READS_FILES = ("duckdb", "pyarrow", "python-calamine")
"""What reads files; it is large, so it is fetched when one is brought in."""
_ROWS_AT_ONCE = 5_000


async def fill_results(book: Any) -> None:
    """Take in the rows that stand right below a Table, say which rows count, and calculate every formula anew."""
    for table in _lists(book):
        body, taken = await _with_rows_below(table)
        if taken:
            table.resize(table.range.resize(row_size=table.range.shape[0] + taken))
            print(f"{table.name}: {taken:,} more, from right below the table.")
        print(f"{table.name}: {await _account(book, table, body)}")
    book.app.calculate()
    print("Every formula is calculated anew.")


async def remove_sample(book: Any, samples: Sequence[tuple[Mapping[str, int], Mapping[str, tuple[Any, Any]]]]) -> None:
    """Empty the Tables and the inputs that hold the sample, and nothing that is a person's own.

    Args:
        book: The workbook.
        samples: Of each that may be there, how many rows it has, by Table; and by name, what it puts into an input, and what a template
            has there.
    """
    name = await _input(book, "data_name")
    known = {inputs["data_name"][0]: (rows, inputs) for rows, inputs in samples}
    if name not in known:
        called = " or ".join(known)
        print(f"Nothing was removed: Inputs calls the data {name}, not {called}." if name else "There is no sample in this workbook.")
        return
    rows, inputs = known[name]
    tables = _lists(book)
    for table in tables:
        found, expected = len(await _rows(table, table.data_body_range)), rows.get(table.name, 0)
        if found != expected:
            print(f"Nothing was removed: {table.name} does not hold the sample's {expected:,} rows, but {found:,}. Delete by hand.")
            return
    for table in tables:
        table.data_body_range.clear_contents()
        table.parent.activate()
    for field, (value, own) in inputs.items():
        if value != own and await _input(book, field) == value:
            cell = book.names[f"input_{field}"].refers_to_range
            if own is None:
                cell.clear_contents()
            else:
                cell.value = own
    book.app.calculate()
    paste = "Paste your own rows into the yellow table, and fill" if tables else "Fill"
    print(f"Removed: {name}. {paste} in the yellow cells on Inputs.")


@dataclass(frozen=True)
class Brought:
    """A file as it comes into a Table: cells by field, what is said of it, and the inputs that it settles."""

    columns: Mapping[str, Sequence[Any]]
    sentences: Sequence[str]
    inputs: Mapping[str, Any]


async def bring_in(book: Any, folder: Path = DATA) -> None:
    """Put the list of a file of the folder into the empty Table of a workbook, read as `clv-xl fill` reads it. What could mean two
    things is asked, and answered in a file of settings beside it."""
    table = next(iter(_lists(book)), None)
    if table is None:
        return print("Nothing was brought in: there is no table for a list in this workbook.")
    if held := len(await _rows(table, table.data_body_range)):
        return print(f"Nothing was brought in: {table.name} holds {held:,} rows. Run Remove the sample, or clear the table, first.")
    try:
        file = _file_in(folder, await book.selection.resize(row_size=1, column_size=1).get_value())
        await _fetch(_READS_FILES)
        day = read_day(read_cell(await _input(book, "as_of")))
        brought = read_file(file, LISTS[table.name], day_to_date(day) if day else None)
    except OrderFileError as problem:
        asked = f' Answer in a file {SETTINGS} beside it, a line each, such as currency = "EUR".' if problem.options else ""
        return print(f"Nothing was brought in. {problem}{asked}")
    await _write(book, table, brought.columns)
    for name, value in brought.inputs.items():
        if f"input_{name}" in book.names and (name == "data_name" or await _input(book, name) is None):
            book.names[f"input_{name}"].refers_to_range.value = value
    book.app.calculate()
    print(*brought.sentences, "Every formula is calculated anew.", sep="\n")


def read_file(file: Path, kind: DataList, as_of: dt.date | None) -> Brought:
    """A file as a list of a kind. With as_of, the day that a person has typed; else the file settles it.

    Raises:
        OrderFileError: in one sentence, what is wrong with it or could mean two things.
    """
    from .sources.options import Options
    from .sources.report import sentences
    from .sources.settings import read_settings
    from .sources.source import read_list

    beside = file.with_name(SETTINGS)
    options, inputs = read_settings(beside) if beside.exists() else (Options(), {})
    source = read_list(str(file), kind, options=replace(options, as_of=as_of, today=dt.date.today()))
    source.needs_some()
    day = date_to_serial(source.as_of) if source.as_of and as_of is None else None
    settled = {"data_name": file.name[:60], "as_of": day, "currency": source.cleaned.currency}
    lines = [*sentences(source), *([f"Type these inputs yourself: {', '.join(inputs)}."] if inputs else [])]
    return Brought(source.columns, lines, {name: value for name, value in settled.items() if value is not None})


def _file_in(folder: Path, selected: Any) -> Path:
    """The file that is meant: the only one, or the one whose name stands in the selected cell."""
    from .sources.opening.files import kind_of

    files = {path.name: path for path in sorted(folder.iterdir()) if kind_of(path)} if folder.is_dir() else {}
    if not files:
        raise OrderFileError(f"There is no file of data in {folder}: import one in the pane of xlwings Lite, under Files.")
    if len(files) > 1 and selected not in files:
        raise OrderFileError(f"There are {', '.join(files)}: type the name of one into a cell, select that cell, and run this again.")
    return files[selected] if selected in files else next(iter(files.values()))


async def _fetch(packages: Sequence[str]) -> None:
    """Fetch packages where Python runs in a browser; elsewhere they are installed with ours."""
    if sys.platform != "emscripten":
        return
    try:
        import micropip  # type: ignore[import-not-found]

        await micropip.install([*packages])
    except Exception as error:  # whatever stands between the browser and the packages
        first = str(error).partition("\n")[0]
        raise OrderFileError(f"The packages that read files ({', '.join(packages)}) cannot be had here: {first}.") from None


async def _write(book: Any, table: Any, columns: Mapping[str, Sequence[Any]]) -> None:
    """The cells by field, under the headings of the Table, which becomes as long as they are."""
    count = max(map(len, columns.values()))
    headings = [column.name for column in table.columns]
    fields = {field: heading for field, heading in find_columns(headings, LISTS[table.name]).items() if field in columns}
    table.resize(table.range.resize(row_size=1 + count))
    first = table.header_row_range.offset(row_offset=1)
    for field, heading in fields.items():
        cells = [[_as_typed(cell)] for cell in columns[field]]
        if any(isinstance(cell, dt.date) for cell in columns[field]):
            _part(first, headings.index(heading), 0, count).number_format = "yyyy-mm-dd"
        for start in range(0, count, _ROWS_AT_ONCE):
            part = cells[start : start + _ROWS_AT_ONCE]
            _part(first, headings.index(heading), start, len(part)).value = part
            await book.flush()


def _part(first_row: Any, column: int, start: int, count: int) -> Any:
    return first_row.offset(row_offset=start, column_offset=column).resize(row_size=count, column_size=1)


def _as_typed(cell: Any) -> Any:
    """A cell so that Excel takes it for what it is: dates as their number, and a text, be it =1 or 00123, as that text."""
    if isinstance(cell, dt.date):
        return date_to_serial(cell)
    return f"'{cell}" if isinstance(cell, str) else cell


def _lists(book: Any) -> list[Any]:
    return [table for sheet in book.sheets for table in sheet.tables if table.name in LISTS]


async def _input(book: Any, name: str) -> Any:
    """What stands in an input; nothing where the workbook has no such input."""
    known = f"input_{name}" in book.names
    return await book.names[f"input_{name}"].refers_to_range.get_value() if known else None


async def _account(book: Any, table: Any, body: Any) -> str:
    """Which rows of a Table count, in words; for orders with the figures of Checks."""
    kind, places = LISTS[table.name], _needed(table)
    rows = await _rows(table, body)
    if not rows:
        return "no rows yet; paste yours into the table."
    if kind.missing(places):
        return f"it needs one column each for {', '.join(map(kind.said, kind.needed))}; give them these headings."
    columns = dict(zip(places, (list(column) for column in zip(*rows))))
    if table.name != "Orders":
        read, used, reasons = count_rows(kind, {field: [read_cell(cell) for cell in column] for field, column in columns.items()})
        left_out = [f"{count:,} left out: {reason}" for reason, count in reasons.items()]
        return "; ".join([f"{read:,} rows read, {used:,} used", *left_out]) + "."
    given = [*([[cell] for cell in column] for column in columns.values()), await _input(book, "as_of")]
    account = CLV_ROWS(*given)
    if not isinstance(account, list):
        return CLV_EXPLAIN("CLV_ROWS", *given)
    counts = {line["Orders"]: int(line["Rows"]) for line in records(account)}
    left_out = [f"{count:,} {text[0].lower()}{text[1:]}" for text, count in counts.items() if text.startswith("Left out") and count]
    return "; ".join([f"{counts['Read']:,} rows read, {counts['Used']:,} used", *left_out]) + "."


async def _with_rows_below(table: Any) -> tuple[Any, int]:
    """The cells of a Table with the rows right below it that have all that is needed, and how many these are. Excel takes
    rows in as they are pasted, but not where that is switched off, nor where a script has written them."""
    body = table.data_body_range
    used = None if table.show_totals else await table.parent.get_used_range(values_only=True)
    below = used.row + used.shape[0] - body.row - body.shape[0] if used else 0
    if below <= 0:
        return body, 0
    kind, places = LISTS[table.name], list(_needed(table))
    rows = await _cells(table, body.offset(row_offset=body.shape[0]).resize(row_size=below))
    filled = ({field for field, cell in zip(places, row) if cell is not None} for row in rows)
    taken = next((number for number, fields in enumerate(filled) if not fields or kind.missing(fields)), below)
    return body.resize(row_size=body.shape[0] + taken), taken


async def _rows(table: Any, body: Any) -> list[Sequence[Any]]:
    """What stands in the needed columns of a Table, without the rows that are blank in them."""
    return [row for row in await _cells(table, body) if any(cell is not None for cell in row)]


async def _cells(table: Any, rows: Any) -> list[Sequence[Any]]:
    """What stands in some rows of a sheet, in the needed columns of a Table."""
    headings = [column.name for column in table.columns]
    places = [headings.index(heading) for heading in _needed(table).values()] or [0]
    return list(zip(*[await rows.columns[place].options(ndim=1).get_value() for place in places]))


def _needed(table: Any) -> dict[str, str]:
    """The headings of the columns of which a row needs some, by field, as far as the Table has them."""
    kind = LISTS[table.name]
    try:
        found = find_columns([column.name for column in table.columns], kind)
    except ColumnError:  # several would do
        return {}
    return {field: found[field] for field in kind.needed_fields if field in found}
