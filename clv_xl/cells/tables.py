"""The tables that functions answer with: columns are declared once, with the fields of the row.

A row is a frozen dataclass whose fields carry their column, `stage: Annotated[Stage, Column("Stage", "state", "...")]`. A field that is
such a dataclass itself stands for its columns.
"""

from __future__ import annotations

import datetime as dt
import inspect
import typing
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from enum import Enum, ReprEnum
from functools import cache
from operator import attrgetter
from typing import Any, Generic, Literal, TypeVar

from ..words import Words
from .errors import ExcelError
from .values import Cell, label_key, text_of

# fmt: off
Kind = Literal[
    "key",  # what the row is about
    "figure",  # the same, where each row is a figure of its own
    "text", "sentence",
    "state",  # one of a few words
    "count", "decimal", "p value",
    "money", "whole money",
    "share", "change",  # a fraction; one with its sign
    "ratio", "index",  # so many times; so many times the average
    "duration",  # a time in the unit that the help names
    "date",
    "by row", "by column", "by argument",  # as the row's label, the column, the help says
]
# fmt: on
"""What a column holds, or a row."""


@dataclass(frozen=True)
class Column:
    """A column of an answer."""

    name: str
    """Its heading. {1} stands for what depends on the arguments."""
    kind: Kind
    help: str
    when: str = ""
    """In which case the answer has it, where it is not always there."""
    repeats: bool = False
    """Whether it stands for as many columns as the arguments say."""


class Label(Words, ReprEnum):
    """The words at the start of rows that a function answers with by itself, such as a total: words, kind of the figures, help."""

    kind: Kind
    help: str

    def __new__(cls, words: str, kind: Kind, help: str) -> typing.Self:
        member = str.__new__(cls, words)
        member._value_ = str(words)
        made = words if isinstance(words, Words) else Words(words)
        member.text, member.parts, member.context = made.text, made.parts, made.context
        member.kind, member.help = kind, help
        return member


@cache
def columns_of(row: type) -> Mapping[str, Column]:
    """The columns of a kind of row, by the path to the field."""
    found: dict[str, Column] = {}
    for name, hint in _hints(row):
        column = next((extra for extra in getattr(hint, "__metadata__", ()) if isinstance(extra, Column)), None)
        if column:
            found[name] = column
        elif is_dataclass(hint):
            found |= {f"{name}.{path}": inner for path, inner in columns_of(typing.cast(type, hint)).items()}
        else:
            raise TypeError(f"{row.__name__}.{name} has no Column: write {name}: Annotated[..., Column(...)].")
    return found


@cache
def labels_of(row: type) -> tuple[Label, ...]:
    """The labels that rows of this kind can begin with."""
    found: list[Label] = []
    for _, hint in _hints(row):
        plain = hint.__origin__ if hasattr(hint, "__metadata__") else hint
        for kind in filter(inspect.isclass, (plain, *typing.get_args(plain))):
            if issubclass(kind, Label):
                found += kind
            elif is_dataclass(kind):
                found += labels_of(kind)
    return tuple(found)


def _hints(row: type) -> Iterator[tuple[str, Any]]:
    hints = typing.get_type_hints(row, include_extras=True)
    return ((one.name, hints[one.name]) for one in fields(row))


Row = TypeVar("Row")


@dataclass(frozen=True)
class TableOf(Generic[Row]):
    """An answer of rows of one kind."""

    row: type[Row]
    rows: Sequence[Row]
    headings: Mapping[str, Sequence[Cell]] = field(default_factory=dict)
    """By field: the headings of a column that repeats, or what fills the places of a heading."""
    without: Collection[str] = ()
    """The fields whose columns this answer does not have."""

    @property
    def columns(self) -> dict[str, Column]:
        """Those that it has, by the path to the field."""
        return {path: column for path, column in columns_of(self.row).items() if path.partition(".")[0] not in self.without}

    def cells(self) -> list[list[Any]]:
        """The headings, and a line for each row."""
        columns = self.columns
        heads: list[Any] = []
        for path, column in columns.items():
            given = self.headings.get(path, ())
            heads += given if column.repeats else [Words(column.name, *given)]
        repeating = [column.repeats for column in columns.values()]
        read = attrgetter(*columns)
        lines = map(read, self.rows) if len(columns) > 1 else ((read(row),) for row in self.rows)
        if any(repeating):
            return [heads, *([cell for own, several in zip(line, repeating) for cell in (own if several else (own,))] for line in lines)]
        return [heads, *map(list, lines)]


@dataclass(frozen=True)
class ListOf(TableOf[Row]):
    """A table of people or things, which whoever asks may have in another order: its function takes a last but one argument for it."""

    totals: int = 0
    """Rows at the end that are none of them, and stay there."""

    def sorted_by(self, heading: str) -> ListOf[Row]:
        """By a column: names and words from A to Z, all else from the largest or latest down. What is not known comes last; equals stay
        as they were."""
        path, column = next((path, one) for path, one in columns_of(self.row).items() if one.name == heading)
        read = attrgetter(path)
        key = _by_text if column.kind in TEXT_KINDS else _by_size
        end = len(self.rows) - self.totals
        return replace(self, rows=[*sorted(self.rows[:end], key=lambda row: key(read(row))), *self.rows[end:]])


TEXT_KINDS = ("key", "figure", "text", "sentence", "state")


def sortable(row: type) -> tuple[Column, ...]:
    """The columns that a list may be sorted by: those with a heading of one word or phrase, known before the answer."""
    return tuple(column for column in columns_of(row).values() if not {*"{,"} & {*column.name})


def _by_text(cell: Any) -> tuple[Any, ...]:
    """Numbers stand before texts, as Excel sorts them; of several cells the first one counts, then the next."""
    if isinstance(cell, tuple):
        return tuple(map(_by_text, cell))
    if isinstance(cell, Enum):
        return False, False, [*type(cell)].index(cell), ""  # in their own order
    is_number = isinstance(cell, (int, float))
    return cell is None or isinstance(cell, ExcelError), not is_number, cell if is_number else 0.0, label_key(cell)


def _by_size(cell: Any) -> tuple[bool, float]:
    if isinstance(cell, dt.date):
        return False, -cell.toordinal()
    return (False, -cell) if isinstance(cell, (int, float)) and cell == cell else (True, 0.0)


def records(answer: Sequence[Sequence[Any]] | str) -> list[dict[str, Any]]:
    """The rows of a table by the words of its headings.

    Raises:
        ValueError: the answer is an error, or a single value.
    """
    if isinstance(answer, str) or not isinstance(answer, Sequence):
        raise ValueError(f"There is no table to read: the answer is {answer}.")
    headings, *rows = answer
    names = list(map(text_of, headings))
    return [dict(zip(names, row)) for row in rows]
