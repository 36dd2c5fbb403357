"""Adding a list to the rows that stand in the table of a workbook already."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..cells.values import label_key, read_cell
from ..sources.columns.fields import ORDERS, DataList
from ..sources.columns.recognising import find_columns
from ..sources.problems import OrderFileError
from ..sources.understood import Source
from ..words import Words
from ..xlsx.package import TablePart
from ..xlsx.sheets.all_cells import all_rows

Columns = Mapping[str, list[Any]]
Key = tuple[Any, ...]


def filled_columns(path: Path, table: TablePart, kind: DataList) -> dict[str, list[Any]]:
    """The cells of a workbook's table by field, without the empty rows at its end."""
    columns = find_columns(table.headings, kind)
    places = {field: table.area.left - 1 + table.headings.index(heading) for field, heading in columns.items()}
    rows = all_rows(path, table.sheet.name)[table.area.top : table.area.bottom]
    while rows and all(rows[-1][place] == "" for place in places.values() if place < len(rows[-1])):
        rows.pop()
    return {field: [None if place >= len(row) or row[place] == "" else row[place] for row in rows] for field, place in places.items()}


def length(columns: Columns) -> int:
    """How many rows there are."""
    return len(next(iter(columns.values()), []))


def together(there: Columns, added: Columns) -> dict[str, list[Any]]:
    """The columns of both, one behind the other."""
    first, second = [None] * length(there), [None] * length(added)
    return {field: [*there.get(field, first), *added.get(field, second)] for field in {**there, **added}}


def leave_out_known(given: Source, there: Columns, name: str, duplicates: str | None) -> Columns:
    """The columns of a list without the rows that a workbook has already.

    Args:
        given: the list; its notes say what is left out.
        there: the columns of the workbook.
        name: of the workbook.
        duplicates: "drop" leaves them out, "keep" adds them again.

    Raises:
        OrderFileError: there are such rows, and nobody has said what becomes of them; or there are no others.
    """
    columns, kind = given.columns, given.kind
    keys, keys_there = _keys(columns, kind), _keys(there, kind)
    before = Counter(keys_there)
    known = []
    for number, key in enumerate(keys):
        if before[key] > 0:
            before[key] -= 1
            known.append(number)
    out = {*known}
    if kind is ORDERS:
        days_there = {(customer, day) for customer, day, _ in keys_there}
        _note_changed(
            given, [day for number, (customer, day, _) in enumerate(keys) if number not in out and (customer, day) in days_there], name
        )
    if not known or duplicates == "keep":
        return columns
    if duplicates is None:
        first = ", ".join(str(part) for part in keys[known[0]] if part != "")
        raise OrderFileError(
            f"{given.name}: {len(known):,} of its {len(keys):,} {kind.rows} stand in {name} already, such as {first}; "
            "leave them out with --duplicates drop, or add them again with --duplicates keep.",
            ["--duplicates"],
        )
    if len(known) == len(keys):
        raise OrderFileError(f"{given.name}: all {len(keys):,} {kind.rows} stand in {name} already; there is nothing to add.", ["--add"])
    given.notes.append(Words("{1} of these rows stand in {2} already, and are not added again.", f"{len(known):,}", name))
    return {field: [cell for number, cell in enumerate(cells) if number not in out] for field, cells in columns.items()}


def _note_changed(given: Source, days: Sequence[Any], name: str) -> None:
    """Say that orders may have changed since they were added: which order a row of the workbook was, nobody has kept."""
    if days:
        given.notes.append(
            Words(
                "{1} of these rows are of a customer and day that {2} has with another amount, such as on {3}. If an order has "
                "changed since, fill with all orders instead of adding.",
                f"{len(days):,}",
                name,
                str(days[0]),
            )
        )


def _keys(columns: Columns, kind: DataList) -> list[Key]:
    """What makes a row the same as another: the cells that a row needs."""
    blank = [None] * length(columns)
    return [tuple(map(_key, row)) for row in zip(*(columns.get(field, blank) for field in kind.needed_fields))]


def _key(cell: Any) -> Any:
    """A cell as Excel compares it: texts without case and outer blanks, days without a time, amounts to the cent."""
    if isinstance(cell, dt.date):
        return cell.date() if isinstance(cell, dt.datetime) else cell
    return label_key(read_cell(round(cell, 2) if isinstance(cell, float) else cell))
