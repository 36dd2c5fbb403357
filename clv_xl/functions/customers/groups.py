"""The figures of some of the customers of a list, of which a row may stand for several."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, Any

from ...cells.arguments import Argument, read_number
from ...cells.errors import CellError, ExcelError
from ...cells.tables import Column, Label
from ...cells.values import Cell, Words, label_key

ENOUGH_CUSTOMERS = 100
"""From this many customers on, a group's mean is taken as more than a hint, wherever none is given."""
SingleCount = Annotated[float, Argument("number", "single", unit="number of customers", low=5)]

_WITH_CACS = "with cacs"


class GroupLabel(Label):
    """The rows that are no group."""

    ALL = "All customers", "by column", "All customers with a value."
    LEFT_OUT = "Left out: no value", "by column", "How many rows have no value that can be read."


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """What some of the customers are worth, beside all of them."""

    customers: Annotated[float, Column("Customers", "count", "How many they are.")]
    share: Annotated[float | ExcelError | None, Column("Share of customers", "share", "Their part of all customers.")] = None
    mean: Annotated[float | None, Column("Mean CLV", "money", "The value of one of them, on average.")] = None
    total: Annotated[float | None, Column("Total CLV", "whole money", "The value of all of them.")] = None
    share_of_value: Annotated[float | ExcelError | None, Column("Share of value", "share", "Their part of the value of all customers.")] = (
        None
    )
    index: Annotated[float | ExcelError | None, Column("Index", "index", "Their mean value / that of all customers: 1 is average.")] = None


@dataclass(frozen=True, slots=True)
class GroupCosts:
    """What it cost to win them; an error in one of the costs stands in all three."""

    cac: Annotated[float | ExcelError | None, Column("Mean CAC", "money", "What one of them cost to win, on average.", _WITH_CACS)] = None
    ratio: Annotated[float | ExcelError | None, Column("CLV : CAC", "ratio", "Mean CLV / mean CAC.", _WITH_CACS)] = None
    net: Annotated[float | ExcelError | None, Column("Net", "whole money", "Their value less what they cost to win.", _WITH_CACS)] = None


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


def without_value(clvs: list[Cell], valued: list[int]) -> list[GroupFigures]:
    """The figures of the line that counts customers without a value, where there are any."""
    missing = len(clvs) - len(valued)
    return [GroupFigures(float(missing))] if missing else []


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
        self._cac = None if cacs is None else _mean_cost(cacs, members, weights)

    def figures(self, base: Group) -> GroupFigures:
        """Its figures, beside those of all customers."""
        return GroupFigures(
            customers=self.count,
            share=_ratio(self.count, base.count),
            mean=self.mean,
            total=self.total,
            share_of_value=_ratio(self.total, base.total),
            index=None if self.mean is None else _ratio(self.mean, base.mean),
        )

    @property
    def costs(self) -> GroupCosts:
        if isinstance(self._cac, ExcelError):
            return GroupCosts(self._cac, self._cac, self._cac)
        if self._cac is None or self.mean is None:
            return GroupCosts()
        return GroupCosts(self._cac, _ratio(self.mean, self._cac), self.total - self._cac * self.count)

    def has(self, enough: float) -> Words:
        """Whether it has so many customers that its mean is more than a hint."""
        return Words("Yes" if self.count >= enough else "No")


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
