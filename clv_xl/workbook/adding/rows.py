"""Adding a list to the rows that stand in the table of a workbook already."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...sources.columns.fields import ORDERS, DataList
from ...sources.columns.recognising import find_columns
from ...sources.problems import OrderFileError
from ...sources.understood import Source
from ...words import Words
from ...xlsx.package import TablePart
from ...xlsx.sheets.all_cells import all_rows
from .known_orders import Columns, Found, find_known


@dataclass
class Addition:
    """What becomes of a table that a list is added to."""

    columns: Columns
    """The rows that come behind those of the workbook."""
    there: Columns
    """The rows of the workbook that stay, as they are then."""
    changed: dict[int, dict[str, Any]] = field(default_factory=dict)
    """By row of the workbook, counted from 0, its new cells by field."""
    gone: set[int] = field(default_factory=set)
    """Rows of the workbook that stay no longer."""


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


def add_to(given: Source, there: Columns, name: str, duplicates: str | None) -> Addition:
    """What adding a list to a workbook comes to: its rows without those that are there already.

    Args:
        given: the list; its notes say what is left out.
        there: the columns of the workbook.
        name: of the workbook.
        duplicates: what becomes of rows that are there already and of orders that are there otherwise: "drop" leaves out the rows, and
            gives the orders the state of the list; "keep" adds all of them again.

    Raises:
        OrderFileError: there are such rows, and nobody has said what becomes of them; or there are no others.
    """
    columns, kind = given.columns, given.kind
    found, count = find_known(given, there), length(columns)
    if found.near and kind is ORDERS:
        _note_near(given, found, name)
    if duplicates == "keep":
        return Addition(columns, there)
    if duplicates is None:
        _ask(given, found, name)
    if len(found.same) + len(found.alike) == count and not found.changed:
        raise OrderFileError(f"{given.name}: all {count:,} {kind.rows} stand in {name} already; there is nothing to add.", ["--add"])
    _note_known(given, found, name)
    addition = Addition(columns, there)
    out = {*found.same, *found.alike}
    for old, new in found.changed.values():
        addition.changed |= {row: {field: cells[other] for field, cells in columns.items()} for row, other in zip(old, new)}
        addition.gone.update(old[len(new) :])
        out.update(new[: len(old)])
    addition.columns = {field: [cell for row, cell in enumerate(cells) if row not in out] for field, cells in columns.items()}
    if found.changed:
        addition.there = _changed(addition, {**dict.fromkeys(columns, [None] * length(there)), **there})
    return addition


def _changed(addition: Addition, there: Columns) -> Columns:
    """The rows of a workbook as they are after it."""
    changed, gone = addition.changed, addition.gone
    return {
        name: [changed.get(row, {}).get(name, cell) for row, cell in enumerate(cells) if row not in gone] for name, cells in there.items()
    }


def _ask(given: Source, found: Found, name: str) -> None:
    """Raises OrderFileError where it could mean two things."""
    if found.changed:
        first = min(found.changed)
        raise OrderFileError(
            f"{given.name}: {len(found.changed):,} orders stand in {name} with the same number, such as {first}, and not with the same "
            "customer, day and amount, or count no more; --duplicates drop counts each as this file has it, --duplicates keep adds "
            "them again.",
            ["--duplicates"],
        )
    if found.alike:
        first = ", ".join(str(part) for part in found.keys[found.alike[0]] if part != "")
        raise OrderFileError(
            f"{given.name}: {len(found.alike):,} of its {len(found.keys):,} {given.kind.rows} stand in {name} already, such as {first}; "
            "leave them out with --duplicates drop, or add them again with --duplicates keep.",
            ["--duplicates"],
        )


def _note_known(given: Source, found: Found, name: str) -> None:
    """Say what is there already."""
    if found.orders:
        sentence = Words("{1} of these orders stand in {2} already, by their numbers, and are not added again.", f"{found.orders:,}", name)
        given.notes.append(sentence)
    if found.alike:
        given.notes.append(Words("{1} of these rows stand in {2} already, and are not added again.", f"{len(found.alike):,}", name))
    changed = sum(bool(new) for _, new in found.changed.values())
    if changed:
        given.notes.append(Words("{1} orders of {2} have changed since, and are as the new file has them.", f"{changed:,}", name))
    if gone := len(found.changed) - changed:
        given.notes.append(Words("{1} orders of {2} count no more in the new file, and are taken out.", f"{gone:,}", name))
    if found.aside:
        sentence = Words("{1} orders of {2} stand in the new file in rows that are not asked for, and stay.", f"{found.aside:,}", name)
        given.notes.append(sentence)


def _note_near(given: Source, found: Found, name: str) -> None:
    """Say that orders may have changed since they were added, where no number tells which order a row of the workbook was."""
    given.notes.append(
        Words(
            "{1} of these rows are of a customer and day that {2} has with another amount, such as on {3}. If an order has "
            "changed since, fill with all orders instead of adding.",
            f"{len(found.near):,}",
            name,
            str(found.keys[found.near[0]][1]),
        )
    )
