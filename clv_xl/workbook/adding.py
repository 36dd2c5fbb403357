"""Adding a list to the rows that stand in the table of a workbook already."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..cells.values import label_key, read_cell
from ..sources.columns.fields import DataList
from ..sources.columns.recognising import find_columns
from ..sources.problems import OrderFileError
from ..sources.rows.account import Tally
from ..sources.source import Source
from ..xlsx.package import TablePart

Row = tuple[Any, ...]


def filled_rows(path: Path, table: TablePart, kind: DataList) -> list[Row]:
    """The rows of a workbook's table as they are compared, without the empty ones at its end."""
    from python_calamine import load_workbook

    columns = find_columns(table.headings, kind)
    places = {field: table.area.left - 1 + table.headings.index(heading) for field, heading in columns.items()}
    sheet = load_workbook(str(path)).get_sheet_by_name(table.sheet.name)
    rows = sheet.to_python(skip_empty_area=False)[table.area.top : table.area.bottom]
    while rows and all(rows[-1][place] == "" for place in places.values() if place < len(rows[-1])):
        rows.pop()
    needed = [places.get(field) for field in kind.needed_fields]
    return [_comparable(row[place] if place is not None and place < len(row) else None for place in needed) for row in rows]


def leave_out_known(given: Source, there: Iterable[Row], name: str, duplicates: str | None) -> dict[str, list[Any]]:
    """The columns of a list without the rows that a workbook has already.

    Args:
        given: the list; its account and its notes say what is left out.
        there: the rows of the workbook.
        name: of the workbook.
        duplicates: "drop" leaves them out, "keep" adds them again.

    Raises:
        OrderFileError: there are such rows, and nobody has said what becomes of them.
    """
    columns, kind = given.columns, given.kind
    keys = list(zip(*(columns.get(field, [None] * len(given)) for field in kind.needed_fields)))
    before = Counter(there)
    known = []
    for number, key in enumerate(keys):
        if before[row := _comparable(key)] > 0:
            before[row] -= 1
            known.append(number)
    if not known or duplicates == "keep":
        return columns
    if duplicates is None:
        first = ", ".join(_shown(cell) for cell in keys[known[0]] if cell is not None)
        raise OrderFileError(
            f"{given.name}: {len(known):,} of its {len(keys):,} {kind.rows} stand in {name} already, such as {first}; "
            "leave them out with --duplicates drop, or add them again with --duplicates keep.",
            ["--duplicates"],
        )
    if len(known) == len(keys):
        raise OrderFileError(f"{given.name}: all {len(keys):,} {kind.rows} stand in {name} already; there is nothing to add.", ["--add"])
    out = {*known}
    _say(given, [columns[kind.money][number] for number in known] if kind.money in columns else [0.0] * len(known), name)
    return {field: [cell for number, cell in enumerate(cells) if number not in out] for field, cells in columns.items()}


def _say(given: Source, money: list[Any], name: str) -> None:
    """Put rows that are left out into the account."""
    account = given.account
    amount = round(sum(cell for cell in money if isinstance(cell, (int, float))), 6)
    account.left_out[f"in {name} already"] = Tally(len(money), amount)
    account.used = Tally(account.used.rows - len(money), round(account.used.money - amount, 6))


def _comparable(row: Iterable[Any]) -> Row:
    return tuple(map(_key, row))


def _key(cell: Any) -> Any:
    """A cell as Excel compares it: texts without case and outer blanks, days without a time, amounts to the cent."""
    if isinstance(cell, dt.date):
        return cell.date() if isinstance(cell, dt.datetime) else cell
    return label_key(read_cell(round(cell, 2) if isinstance(cell, float) else cell))


def _shown(cell: Any) -> str:
    return f"{cell:,.2f}" if isinstance(cell, float) else str(cell)
