"""A list of customers, or of groups of them: which rows count, and what is filled in where a cell is blank."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ...cells.errors import ExcelError
from ...cells.values import Cell
from ...sources import reasons


class RowLeftOut(StrEnum):
    """Why a row is left out."""

    NO_NAME = reasons.NO_NAME
    NO_VALUE = reasons.NO_VALUE
    NOT_READABLE = reasons.NOT_READABLE


@dataclass(frozen=True)
class CustomerRow:
    """A row that counts. Value, cost and margin are those of one of its customers."""

    row: int
    value: float
    cac: float
    customers: float
    monthly_margin: float | None


_MEASURES = ("value", "cac", "customers", "monthly_revenue", "purchase_value", "purchase_frequency", "lifespan")


def clean_customers(
    names: Sequence[Sequence[Cell]],
    columns: Mapping[str, Sequence[Cell]],
    gross_margin: float = 1.0,
) -> tuple[list[CustomerRow], dict[RowLeftOut, int]]:
    """Sort the rows into used and left out.

    A row that is blank throughout is no row. A blank value is computed, as CLV does, from the purchase value, the purchases a year
    and the lifespan; a blank revenue a month from the first two; a blank cost is 0, a blank number of customers one.
    """
    used: list[CustomerRow] = []
    left_out: dict[RowLeftOut, int] = {}
    height = max((len(column) for column in (*names, *columns.values())), default=0)
    for row in range(height):
        labels = [column[row] for column in names]
        cells = {name: columns[name][row] if name in columns else None for name in _MEASURES}
        if all(cell is None for cell in (*labels, *cells.values())):
            continue
        result = _read(row, labels, cells, gross_margin)
        if isinstance(result, CustomerRow):
            used.append(result)
        else:
            left_out[result] = left_out.get(result, 0) + 1
    return used, left_out


def _read(row: int, labels: list[Cell], cells: dict[str, Cell], gross_margin: float) -> CustomerRow | RowLeftOut:
    if all(label is None or isinstance(label, ExcelError) for label in labels):
        return RowLeftOut.NO_NAME
    numbers: dict[str, float | None] = {}
    for name, cell in cells.items():
        if cell is None:
            numbers[name] = None
        elif type(cell) is float and math.isfinite(cell) and (cell >= 0 or name == "value"):
            numbers[name] = cell
        else:
            return RowLeftOut.NOT_READABLE
    value, cac, customers, revenue, purchase, frequency, lifespan = (numbers[name] for name in _MEASURES)
    yearly = None if purchase is None or frequency is None else purchase * frequency
    if value is None and yearly is not None and lifespan is not None:
        value = yearly * lifespan * gross_margin
    if value is None:
        return RowLeftOut.NO_VALUE
    if revenue is None and yearly is not None:
        revenue = yearly / 12
    margin = None if revenue is None else revenue * gross_margin
    return CustomerRow(row, value, 0.0 if cac is None else cac, 1.0 if customers is None else customers, margin)
