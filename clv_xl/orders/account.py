"""Which rows of a list count: every row is used, or left out for one stated reason."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ..excel.cells import read_day
from ..excel.errors import ExcelError
from .cleaning import clean_orders
from .lists import ORDERS, SUBSCRIPTIONS, DataList, Field


def count_rows(kind: DataList, columns: Mapping[str, Sequence[Any]], as_of: int | None = None) -> tuple[int, int, dict[str, int]]:
    """How many rows are read and used, and how many are left out for which reason. A row that is blank in all that is needed is none."""
    if kind is ORDERS:
        customers, dates, amounts = (columns[name] for (name,) in kind.needed)
        account = clean_orders(customers, dates, amounts, as_of)
        return account.read.rows, account.used.rows, {str(reason): tally.rows for reason, tally in account.left_out.items() if tally.rows}
    if kind is SUBSCRIPTIONS:
        from .subscribers import read_subscriptions

        starts = columns["start"]
        found = read_subscriptions(starts, columns.get("end", [None] * len(starts)), as_of, columns.get("customer"))
        return found.read, len(found), {str(reason): rows for reason, rows in found.left_out.items() if rows}
    left_out: dict[str, int] = {}
    read = used = 0
    groups = [[kind.by_name[name] for name in group if name in columns] for group in kind.needed]
    for row in range(len(next(iter(columns.values())))):
        cells = [[(field, columns[field.name][row]) for field in group] for group in groups]
        if all(cell is None for group in cells for _, cell in group):
            continue
        read += 1
        reason = next(
            (_reason(kind, named, group) for named, group in zip(kind.needed, cells) if not any(_good(*one) for one in group)), ""
        )
        if reason:
            left_out[reason] = left_out.get(reason, 0) + 1
        else:
            used += 1
    return read, used, left_out


def _good(field: Field, cell: Any) -> bool:
    """Whether a cell holds what the field is to hold."""
    if field.kind == "label":
        return cell is not None and not isinstance(cell, ExcelError)
    return read_day(cell) is not None if field.kind == "date" else type(cell) is float and math.isfinite(cell)


def _reason(kind: DataList, named: tuple[str, ...], group: Sequence[tuple[Field, Any]]) -> str:
    there = next((field for field, cell in group if cell is not None), None)
    return f"{there.said} not readable" if there else f"no {kind.said(named)}"
