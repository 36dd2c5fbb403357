"""What xlwings Lite runs beside the cells: its pane lists these scripts, and shows what they print.

The book is xlwings' BookAsync. It reads only the cells that are asked for, and writes when the script ends. Which Tables and inputs
there are is the workbook's affair: nothing here is of one template alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .cells.tables import records
from .cells.values import read_cell
from .functions import CLV_EXPLAIN, CLV_ROWS
from .lists.account import count_rows
from .sources.fields import LISTS
from .sources.problems import ColumnError
from .sources.recognising import find_columns


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


async def remove_sample(book: Any, rows: Mapping[str, int], inputs: Mapping[str, tuple[Any, Any]]) -> None:
    """Empty the Tables and the inputs that hold the sample, and nothing that is a person's own.

    Args:
        book: The workbook.
        rows: How many rows the sample has, by Table.
        inputs: By name, what the sample puts into an input, and what a template has there.
    """
    name, sample = await _input(book, "data_name"), inputs["data_name"][0]
    if name != sample:
        print(f"Nothing was removed: Inputs calls the data {name}, not {sample}." if name else "There is no sample in this workbook.")
        return
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
    print(f"The {sample} are removed. {paste} in the yellow cells on Inputs.")


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
