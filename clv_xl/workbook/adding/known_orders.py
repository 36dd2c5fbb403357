"""Rows of a list that a workbook has already: by the numbers of their orders where both have them, else by what rows need."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...cells.values import label_key, read_cell
from ...sources.columns.fields import DataList
from ...sources.reasons import NOT_ASKED
from ...sources.together.order_numbers import scope_in
from ...sources.understood import Source

Columns = Mapping[str, list[Any]]
Key = tuple[Any, ...]


@dataclass
class Found:
    """What of a list stands in a workbook already."""

    keys: list[Key]
    """What each row of the list is compared by, where it has no number."""
    same: set[int] = field(default_factory=set)
    """Rows of orders that are there with the same number, as they are."""
    orders: int = 0
    """How many orders that are."""
    changed: dict[str, tuple[list[int], list[int]]] = field(default_factory=dict)
    """By number, the rows of the workbook and those of the list of orders that are not what they were; none where they count no more."""
    aside: int = 0
    """How many orders of the workbook stand in rows that are not asked for."""
    alike: list[int] = field(default_factory=list)
    """Rows that are the same as one there, and no number tells whether they are that one."""
    near: list[int] = field(default_factory=list)
    """Rows of a customer and day that are there with another amount, likewise."""


class _Rows:
    """The rows of one side."""

    def __init__(self, columns: Columns, kind: DataList, scopes: Sequence[str]) -> None:
        count = len(next(iter(columns.values()), []))
        blank = [None] * count
        self.needed = [*zip(*(columns.get(name, blank) for name in kind.needed_fields))]
        self.keys = [tuple(map(_key, row)) for row in self.needed]
        self.numbers = [label_key(read_cell(cell)) for cell in columns.get("order", blank)]
        self.scopes = [scope_in(number, scopes) for number in self.numbers]
        self.orders: dict[str, list[int]] = defaultdict(list)
        """The rows of each order. What was given back is a row of its own."""
        for row, number in enumerate(self.numbers):
            if number and not (is_number(amount := self.needed[row][-1]) and amount < 0):
                self.orders[number].append(row)

    def state(self, rows: Sequence[int]) -> Key:
        """Who bought, when and for how much."""
        days = (cell.date() if isinstance(cell, dt.datetime) else cell for cell in (self.needed[row][1] for row in rows))
        money = sum(amount for amount in (self.needed[row][-1] for row in rows) if is_number(amount))
        who = min(filter(None, (self.keys[row][0] for row in rows)), default="")
        return who, min((day for day in days if isinstance(day, dt.date)), default=None), round(money, 2)


def is_number(cell: Any) -> bool:
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def find_known(given: Source, there: Columns) -> Found:
    """What of a list of the columns of a workbook stands there already."""
    kind, scopes = given.kind, given.recognised.orders
    new, old = _Rows(given.columns, kind, scopes), _Rows(there, kind, scopes)
    found = Found(new.keys)
    _by_number(given, new, old, found)
    taken = {row for rows, _ in found.changed.values() for row in rows}
    taken.update(row for number in new.orders.keys() & old.orders.keys() for row in old.orders[number])
    _by_rows(new, old, taken, found)
    return found


def _by_number(given: Source, new: _Rows, old: _Rows, found: Found) -> None:
    for number, rows in old.orders.items():
        if number in new.orders:
            if new.state(new.orders[number]) == old.state(rows):
                found.same.update(new.orders[number])
                found.orders += 1
            else:
                found.changed[number] = rows, new.orders[number]
        elif reason := given.recognised.not_shown.get(number):
            if reason == NOT_ASKED:
                found.aside += 1
            else:
                found.changed[number] = rows, []


def _by_rows(new: _Rows, old: _Rows, taken: set[int], found: Found) -> None:
    """Rows one by one: two with other numbers of one program are not the same."""
    left: dict[tuple[Key, str], Counter[str]] = defaultdict(Counter)
    days: dict[Key, set[str]] = defaultdict(set)
    for row, key in enumerate(old.keys):
        days[key[:-1]].add(old.scopes[row])
        if row not in taken:
            left[key, old.scopes[row]][old.numbers[row]] += 1
    scopes = [*dict.fromkeys(["", *old.scopes])]
    by_number = {row for _, rows in found.changed.values() for row in rows} | found.same
    for row, key in enumerate(new.keys):
        number, scope = new.numbers[row], new.scopes[row]
        if row in by_number:
            continue
        if number and _take(left, (key, scope), number):
            found.same.add(row)
            continue
        unclear = [one for one in scopes if not number or one != scope]
        if any(_take(left, (key, one)) for one in unclear):
            found.alike.append(row)
        elif days.get(key[:-1], set()) & {*unclear}:
            found.near.append(row)


def _take(left: Mapping[tuple[Key, str], Counter[str]], place: tuple[Key, str], number: str | None = None) -> bool:
    """Take one row away, of a number or of any. Returns whether there was one."""
    rows = left.get(place)
    if not rows or (number is not None and number not in rows):
        return False
    number = next(iter(rows)) if number is None else number
    rows[number] -= 1
    if not rows[number]:
        del rows[number]
    return True


def _key(cell: Any) -> Any:
    """A cell as Excel compares it: texts without case and outer blanks, days without a time, amounts to the cent."""
    if isinstance(cell, dt.date):
        return cell.date() if isinstance(cell, dt.datetime) else cell
    return label_key(read_cell(round(cell, 2) if isinstance(cell, float) else cell))
