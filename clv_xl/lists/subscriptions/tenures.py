"""Subscribers of whom it is known how long they have been there, and whether they have left, but no day.

A tenure is in months, and as exact as a date: who is there after 3.5 has made three monthly renewals; who left after 3.5 made three as
well, and who left after 3 did not make the third. Who left at once is counted at the first renewal.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...cells.values import Cell
from ...sources.columns.words import meaning_of
from ..periods import MONTHS, Period
from .lines import NoSubscription

_LESS = 1e-6
"""A tenure may be off a whole number of periods by such a share, as 1/3 of a year is."""


@dataclass(frozen=True)
class Tenures:
    """The rows that count, as columns of equal length: months, who is still there, and which row of the input each was."""

    months: np.ndarray
    there: np.ndarray
    row: np.ndarray
    read: int
    left_out: dict[NoSubscription, int]

    def __len__(self) -> int:
        return len(self.months)

    def made(self, period: Period) -> np.ndarray:
        """How many renewals each has made."""
        periods = self.months / MONTHS[period]
        return np.where(self.there, np.floor(periods + _LESS), np.maximum(np.ceil(periods - _LESS) - 1, 0)).astype(np.int64)

    def came(self, period: Period) -> np.ndarray:
        """How many renewals each has come to: those that it made, and the one at which it left."""
        return self.made(period) + ~self.there

    def only(self, chosen: np.ndarray) -> Tenures:
        """Some of them, by their positions."""
        return Tenures(self.months[chosen], self.there[chosen], self.row[chosen], self.read, self.left_out)


def read_tenures(months: Sequence[Cell], churned: Sequence[Cell], beside: Sequence[Cell] | None = None) -> Tenures:
    """Sort the rows into used and left out. A row that is blank in all columns is no row."""
    left_out = dict.fromkeys(NoSubscription, 0)
    rows, read = [], 0
    for number, (tenure, left) in enumerate(zip(months, churned)):
        if tenure is None and left is None and (beside is None or beside[number] is None):
            continue
        read += 1
        gone = read_churned(left)
        if type(tenure) is not float or not 0 <= tenure < math.inf:
            left_out[NoSubscription.TENURE] += 1
        elif gone is None:
            left_out[NoSubscription.CHURNED] += 1
        else:
            rows.append((tenure, not gone, number))
    tenures, there, row = zip(*rows) if rows else ((), (), ())
    return Tenures(np.array(tenures, dtype=float), np.array(there, dtype=bool), np.array(row, dtype=np.int64), read, left_out)


def read_churned(cell: Cell) -> bool | None:
    """Whether a cell says that somebody has left: TRUE or FALSE, 1 or 0, yes or no and words like them; None where it says neither."""
    if type(cell) is float:
        return {0.0: False, 1.0: True}.get(cell)
    if type(cell) is bool:
        return cell
    return {"yes": True, "no": False}.get(meaning_of("churned", cell) or "") if type(cell) is str else None
