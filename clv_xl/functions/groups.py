"""The figures of some of the customers of a list, of which a row may stand for several."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from ..cells.arguments import read_number
from ..cells.errors import CellError, ExcelError
from ..cells.values import Cell, Words, label_key, words

ENOUGH_CUSTOMERS = 100
"""From this many customers on, a segment's mean is taken as more than a hint."""

HEADINGS = words("Segment", "Customers", "Share of customers", "Mean CLV", "Total CLV", "Share of value", "Index")
CAC_HEADINGS = words("Mean CAC", "CLV : CAC", "Net")


def valued_rows(clvs: list[Cell]) -> list[int]:
    """The rows of the customers that have a value."""
    valued = [i for i, clv in enumerate(clvs) if type(clv) is float and math.isfinite(clv)]
    if not valued:
        raise CellError(ExcelError.NA, "clvs has no number. Fill in the value of at least one customer.")
    return valued


def row_weights(customers: list[Cell] | None, height: int) -> list[float]:
    """How many customers each row stands for; a blank stands for one."""
    if customers is None:
        return [1.0] * height
    weights = [1.0 if cell is None else read_number(cell, "customers") for cell in customers]
    if any(weight < 0 for weight in weights):
        raise CellError(ExcelError.NUM, "customers has a negative number. Give 0 or more.")
    return weights


def weighted_sum(values: list[Any], weights: list[float], members: list[int]) -> float:
    """Over some of the rows, each as often as it stands for a customer."""
    products = [values[i] * weights[i] for i in members]
    if not all(map(math.isfinite, products)):
        raise CellError(ExcelError.NUM, "customers has a number too large for the values beside it. Give a smaller one.")
    return math.fsum(products)


def left_out(clvs: list[Cell], valued: list[int], width: int, pad: Sequence[Any] = ()) -> list[list[Any]]:
    """The line that counts customers without a value, where there are any."""
    missing = len(clvs) - len(valued)
    return [[*pad, Words("Left out: no value"), float(missing), *[None] * (width - len(pad) - 2)]] if missing else []


def grouped(column: list[Cell], valued: list[int]) -> list[tuple[Cell, list[int]]]:
    """The members of each segment; a segment is known by its text, and shown as it was first written."""
    members: dict[str, list[int]] = {}
    for i in valued:
        members.setdefault(label_key(column[i]), []).append(i)
    return [(column[rows[0]] if text else Words("(blank)"), rows) for text, rows in members.items()]


class Group:
    """The figures of some of the customers."""

    def __init__(self, clvs: list[Any], cacs: Any, members: list[int], weights: list[float]) -> None:
        self.count = math.fsum(weights[i] for i in members)
        self.total = weighted_sum(clvs, weights, members)
        self.mean = self.total / self.count if self.count else None
        self.has_costs = cacs is not None
        self.cac = _mean_cost(cacs, members, weights) if self.has_costs else None

    def row(self, base: Group) -> list[Any]:
        """From the number of customers to enough data."""
        figures: list[Any] = [self.count, _ratio(self.count, base.count), self.mean, self.total]
        figures += [_ratio(self.total, base.total), None if self.mean is None else _ratio(self.mean, base.mean)]
        if isinstance(self.cac, ExcelError):
            figures += [self.cac] * len(CAC_HEADINGS)
        elif self.cac is not None and self.mean is not None:
            figures += [self.cac, _ratio(self.mean, self.cac), self.total - self.cac * self.count]
        elif self.has_costs:
            figures += [None] * len(CAC_HEADINGS)
        return [*figures, Words("Yes" if self.count >= ENOUGH_CUSTOMERS else "No")]


def _mean_cost(cacs: Any, members: list[int], weights: list[float]) -> float | ExcelError | None:
    for i in members:
        cost = cacs[i]
        if type(cost) is not float:
            return cost if isinstance(cost, ExcelError) else ExcelError.NA if cost is None else ExcelError.VALUE
        if not 0 <= cost < math.inf:
            return ExcelError.NUM
    count = math.fsum(weights[i] for i in members)
    return weighted_sum(cacs, weights, members) / count if count else None


def _ratio(part: float, whole: float | None) -> float | ExcelError:
    return part / whole if whole and whole > 0 else ExcelError.DIV0
