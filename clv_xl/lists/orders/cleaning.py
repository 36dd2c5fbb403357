"""Which order rows count. Every row read is used or left out for one stated reason; none disappears."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from ...cells.errors import CellError, ExcelError
from ...cells.values import Cell, label_key, read_day
from ...sources import reasons
from ..remembering import digest_of, remembered


class LeftOut(StrEnum):
    """Why a row is left out."""

    NO_CUSTOMER = reasons.NO_CUSTOMER
    DATE = reasons.DATE
    AMOUNT = reasons.AMOUNT
    LATER = reasons.LATER


@dataclass
class Tally:
    """Rows, and the money in those of them whose amount can be read."""

    rows: int = 0
    amounts: list[float] = field(default_factory=list)

    def add(self, amount: float | None) -> None:
        """Count a row, with its amount where that can be read."""
        self.rows += 1
        if amount is not None:
            self.amounts.append(amount)

    @property
    def money(self) -> float:
        """The sum of the amounts, in the currency of the orders."""
        return round(math.fsum(self.amounts), 6)


@dataclass(eq=False)
class Orders:
    """The rows that count, as equal-length columns, and the account of those that do not. Nobody changes them.

    customer holds small integers, positions in customers, where each customer's own cell is kept as it was written.
    day holds Python day numbers. row says which row of the input it was.
    """

    customers: list[Cell]
    customer: list[int]
    day: list[int]
    amount: list[float]
    row: list[int]
    read: Tally
    left_out: dict[LeftOut, Tally]
    as_of: int | None
    digest: bytes
    """It tells the cells that they come from, and the calculation date, apart from others."""

    @cached_property
    def codes(self) -> dict[str, int]:
        """The position in customers of each one, by its `label_key`."""
        return {label_key(customer): code for code, customer in enumerate(self.customers)}

    @property
    def nbytes(self) -> int:
        """About how many bytes they take: four columns of references and their numbers, the account, and the customers."""
        return 200 * len(self.amount) + 8 * self.read.rows + 150 * len(self.customers)

    @property
    def used(self) -> Tally:
        """The rows that count, and their money."""
        return Tally(len(self.amount), self.amount)

    @property
    def unreadable(self) -> int:
        """The rows that are left out for what stands in them."""
        return sum(tally.rows for reason, tally in self.left_out.items() if reason != LeftOut.LATER)


LARGEST_AMOUNT = 1e15
"""From here on a cell does not hold every whole amount, and no order has it."""


def read_amount(cell: Cell) -> float | None:
    """The amount of money in a cell, or None where there is none that can be read."""
    return cell if type(cell) is float and abs(cell) < LARGEST_AMOUNT else None


def clean_orders(customers: Sequence[Cell], dates: Sequence[Cell], amounts: Sequence[Cell], as_of: int | None = None) -> Orders:
    """Sort the rows into used and left out.

    A row that is blank in all three columns is no row. as_of is a day number; orders after it are left out. Without
    it, the calculation date is the day of the last order.

    The formulas of a workbook ask for the same orders again and again: the same cells get the same object.
    """
    return _clean(_Cells(customers, dates, amounts, as_of, digest_of(tuple(customers), tuple(dates), tuple(amounts), as_of)))


@dataclass(frozen=True)
class _Cells:
    """What orders are read from."""

    customers: Sequence[Cell]
    dates: Sequence[Cell]
    amounts: Sequence[Cell]
    as_of: int | None
    digest: bytes


@remembered
def _clean(cells: _Cells) -> Orders:
    as_of, codes = cells.as_of, dict[str, int]()
    orders = Orders([], [], [], [], [], Tally(), {reason: Tally() for reason in LeftOut}, as_of, cells.digest)
    for row, (customer, date, amount) in enumerate(zip(cells.customers, cells.dates, cells.amounts)):
        if customer is None and date is None and amount is None:
            continue
        money = read_amount(amount)
        orders.read.add(money)
        day = read_day(date)
        if customer is None or isinstance(customer, ExcelError):
            orders.left_out[LeftOut.NO_CUSTOMER].add(money)
        elif day is None:
            orders.left_out[LeftOut.DATE].add(money)
        elif money is None:
            orders.left_out[LeftOut.AMOUNT].add(None)
        elif as_of is not None and day > as_of:
            orders.left_out[LeftOut.LATER].add(money)
        else:
            key = label_key(customer)
            code = codes.setdefault(key, len(codes))
            if code == len(orders.customers):
                orders.customers.append(customer)
            orders.customer.append(code)
            orders.day.append(day)
            orders.amount.append(money)
            orders.row.append(row)
    if as_of is None and orders.day:
        orders.as_of = max(orders.day)
    return orders


def counted(orders: Orders, names: str) -> Orders:
    """The orders, of columns of these names.

    Raises:
        CellError: there are rows, and none can be used.
    """
    if orders.read.rows and not orders.amount:
        if orders.left_out[LeftOut.LATER].rows:
            raise CellError(ExcelError.NA, "All rows that can be used are after as_of. Give a later day, or leave as_of out.")
        raise CellError(ExcelError.NA, f"No row can be used. Check that {names} are filled in and readable.")
    return orders


def clean_sales(customers: Sequence[Cell], amounts: Sequence[Cell]) -> Orders:
    """The same for rows without dates: all of one day."""
    dates = [None if customer is None and amount is None else 1.0 for customer, amount in zip(customers, amounts)]
    return clean_orders(customers, dates, amounts)
