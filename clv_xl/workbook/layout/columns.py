"""How the columns that functions declare look in a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ...functions import REGISTRY


@dataclass(frozen=True)
class Column:
    name: str
    kind: str
    repeats: bool = False
    """Whether it stands for as many columns as the arguments bring."""


class Kind(NamedTuple):
    """How cells of a kind look: named styles, and the width of a column of them."""

    style: str
    head: str = "Head number"
    total: str = "Total"
    width: float = 13
    indent: bool = False
    """Whether it is text, which stands a little off figures at its left."""


KINDS = {
    "key": Kind("Text bold", "Head", "Total text", 18),
    "text": Kind("Text", "Head", "Total text", 17, True),
    "note": Kind("Note", "Head", "Total text", 24, True),
    "count": Kind("Number"),
    "number": Kind("Number"),
    "decimal": Kind("Decimal"),
    "index": Kind("Decimal"),
    "money": Kind("Money", total="Total money"),
    "whole money": Kind("Number"),
    "share": Kind("Share", total="Total share"),
    "ratio": Kind("Ratio"),
    "date": Kind("Date", width=14),
    "month": Kind("Month", "Head", "Total text"),
    "change": Kind("Change"),
    "state": Kind("State", "Head centre"),
    "p value": Kind("P value"),
    "dot": Kind("Dot", "Head centre"),
}


class ByName(dict[str, int]):
    """The number of each column or card by its name, which no other has; those without a name are not asked for."""

    def __init__(self, where: str, what: str, numbers: Iterable[tuple[str, int]]) -> None:
        super().__init__()
        self.where, self.what = where, what
        for name, number in numbers:
            if name and name in self:
                raise ValueError(f"{where}: there are two {what}s {name}")
            self[name] = number

    def __missing__(self, name: str) -> int:
        raise LookupError(f"{self.where}: there is no {self.what} {name}; there are {', '.join(filter(None, self))}")


def stand_off(kinds: Iterable[str]) -> list[bool]:
    """Which columns are text that stands a little off what is at its left: figures, or text that does so."""
    off, before = [], "Head"
    for kind in (KINDS[name] for name in kinds):
        off.append(kind.indent and (before == "Head number" or (bool(off) and off[-1])))
        before = kind.head
    return off


def check_names(where: str, names: Iterable[str], known: Sequence[str]) -> None:
    """Refuse names of columns that there are not: what is said of them would be lost without a word."""
    if strangers := [name for name in names if name not in known]:
        raise LookupError(f"{where}: there is no column {', '.join(strangers)}; there are {', '.join(known)}")


_LOOKS_LIKE = {
    **{"figure": "key", "sentence": "note", "count": "number", "duration": "ratio"},
    **dict.fromkeys(("by row", "by argument"), "decimal"),  # a page gives such cells the format that they need
}
"""Kinds that functions tell apart and a workbook does not."""


def columns_of(function: str, repeated: Sequence[str | int] = (), without: Sequence[str] = ()) -> tuple[Column, ...]:
    """The columns of a function's answer. repeated: the names of those that the arguments bring; without: those that these arguments do
    not bring."""
    declared = REGISTRY[function].columns
    check_names(function, without, [one.name for one in declared])
    columns: list[Column] = []
    for one in declared:
        if one.name not in without:
            names = map(str, repeated) if one.repeats else [one.name]
            columns += (Column(name, _LOOKS_LIKE.get(one.kind, one.kind), one.repeats) for name in names)
    if declared[0].repeats or declared[0].name in without:  # what stands first names the rows
        columns[0] = replace(columns[0], kind="key")
    return tuple(columns)
