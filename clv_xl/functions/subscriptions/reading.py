"""Columns of cells as subscriptions: who counts, who goes on in another one, what each pays."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated

from ...cells.arguments import Argument
from ...cells.errors import CellError, ExcelError
from ...cells.values import Cell, label_key
from ...lists.orders.cleaning import read_amount

if TYPE_CHECKING:
    import numpy as np

    from ...lists.subscriptions.cleaning import Subscriptions
    from ...lists.subscriptions.following import Following
    from ...lists.subscriptions.tenures import Tenures

TenureColumn = Annotated[list, Argument("number", "column", unit="one column of months", low=0)]


def by_tenure(starts: list[Cell], tenures: list[Cell] | None) -> bool:
    """Whether tenures count: they do where no start is filled in."""
    return tenures is not None and any(cell is not None for cell in tenures) and not any(cell is not None for cell in starts)


def found_in(starts: list[Cell], ends: list[Cell], as_of: int | None) -> Subscriptions:
    """The subscriptions that count.

    Raises:
        CellError: there are rows, and none counts.
    """
    from ...lists.subscriptions.cleaning import counted, read_subscriptions

    return counted(read_subscriptions(starts, ends, as_of))


def price_of(cell: Cell) -> float | None:
    price = read_amount(cell)
    return price if price is not None and price >= 0 else None


def prices_of(cells: list[Cell] | None, found: Subscriptions | Tenures, among: Subscriptions | Tenures | None = None) -> np.ndarray:
    """The price of each subscription; nan where none is known. A missing one is the average of those known among others, if given."""
    import numpy as np

    def known(of: Subscriptions | Tenures) -> list[float | None]:
        return [None if cells is None else price_of(cells[row]) for row in of.row.tolist()]

    own = known(found)
    others = [price for price in (known(among) if among else own) if price is not None]
    average = math.fsum(others) / len(others) if others else math.nan
    return np.array([average if price is None else price for price in own])


def followed_in(found: Subscriptions, customers: list[Cell] | None) -> Following:
    """Which subscriptions go on from which, of the same customer."""
    from ...lists.subscriptions.following import following

    return following(found, None if customers is None else [label_key(customers[row]) for row in found.row.tolist()])


def tenures_in(tenures: list[Cell], churned: list[Cell] | None) -> Tenures:
    """The subscribers of a list without dates.

    Raises:
        CellError: there are rows, and none counts.
    """
    from ...lists.subscriptions.tenures import read_tenures

    found = read_tenures(tenures, churned or [None] * len(tenures))
    if not len(found):
        raise CellError(ExcelError.NA, "No row can be used. Check that tenures are months, and that churned says yes or no.")
    return found


def joined_in(starts: list[Cell], ends: list[Cell], as_of: int | None, customers: list[Cell] | None) -> Subscriptions:
    """The subscribers of a list of dates: subscriptions of a customer that follow each other are one.

    Raises:
        CellError: there are rows, and none counts.
    """
    from ...lists.subscriptions.following import joined

    found = found_in(starts, ends, as_of)
    return joined(found, followed_in(found, customers))
