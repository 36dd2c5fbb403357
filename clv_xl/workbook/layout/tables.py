"""Tables: those of formulas, whose rows the page writes, and those that a function of ours answers with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from ...cells.tables import Label
from ...formulas.spelling import with_language
from ...functions import REGISTRY
from ..look.conditional_formats import format_where, total_row, unseen, word_colours
from .blocks import Block, Spell
from .columns import KINDS, ByName, Column, check_names, columns_of, stand_off
from .places import OwnPage, Place


@dataclass(frozen=True)
class Col:
    """A column of a table of formulas. span: the columns of the page that it takes; form: its number format, where the kind's will not
    do."""

    name: str
    kind: str = "text"
    span: int = 1
    form: str = ""
    head: str = ""
    """A formula for the heading, where that is more than the name."""


class Row:
    """A row of a table: row["Revenue"] is its cell in that column, to be used in formulas of the row and in rules."""

    def __init__(self, table: Table | Spill, number: int) -> None:
        self.table, self.number = table, number

    def __getitem__(self, name: str) -> Place:
        column = self.table.place_of(name)
        return Place(self.table, 1 + self.number, column, 1 + self.number, column, follows=True)

    @property
    def above(self) -> Row:
        return Row(self.table, self.number - 1)


class Table(Block):
    """A table of formulas: headings, rows, and a row of totals where it has one."""

    def __init__(
        self, page: OwnPage, columns: Sequence[Col], rows: int, *, total: bool = False, head_height: float = 18, row_height: float = 0
    ) -> None:
        super().__init__(page, 1 + rows + total, sum(column.span for column in columns))
        self.cols = columns
        self.count = rows
        self._starts = ByName(page.tab, "column", ((column.name, sum(one.span for one in columns[:n])) for n, column in enumerate(columns)))
        off = stand_off(column.kind for column in columns)
        self._off = {column.name for column, is_off in zip(columns, off) if is_off}
        if row_height:
            self.heights = dict.fromkeys(range(1, self.rows), row_height)
        self.heights[0] = head_height
        for column in columns:
            self._put_over(0, column, column.head or column.name or None, KINDS[column.kind].head)

    def place_of(self, name: str) -> int:
        return self._starts[name]

    def column(self, name: str) -> Place:
        """The cells of a column, without heading and total."""
        start = self._starts[name]
        return self.area(1, start, self.count, start)

    def head(self, name: str) -> Place:
        return self.cell(0, self._starts[name])

    def at(self, name: str, row: int) -> Place:
        """A cell, by the number of its row from 0 on."""
        return self.cell(1 + row, self._starts[name])

    def across(self, first: str, last: str, row: int) -> Place:
        """Neighbouring cells of a row."""
        return self.area(1 + row, self._starts[first], 1 + row, self._starts[last])

    def total(self, name: str) -> Place:
        return self.cell(1 + self.count, self._starts[name])

    def row(self, number: int) -> Row:
        """A row, by its number from 0 on."""
        return Row(self, number)

    @property
    def numbered(self) -> Iterator[Row]:
        return map(self.row, range(self.count))

    @property
    def total_line(self) -> Row:
        return Row(self, self.count)

    def set(self, row: Row | int, values: Sequence[Any], forms: Mapping[str, str] | None = None, *, as_total: bool = False) -> None:
        """The values of a row, one for each column; forms: number formats of this row alone."""
        number = row if isinstance(row, int) else row.number
        for column, value in zip(self.cols, values, strict=True):
            kind = KINDS[column.kind]
            style = kind.total if as_total else kind.style
            self._put_over(1 + number, column, value, style, (forms or {}).get(column.name, column.form))

    def set_total(self, values: Sequence[Any]) -> None:
        for column, value in zip(self.cols, values, strict=True):
            self._put_over(1 + self.count, column, value, KINDS[column.kind].total, column.form)

    def _put_over(self, row: int, column: Col, value: Any, style: str, form: str = "") -> None:
        """A cell, and empty ones as far as its column reaches; they have its line below, and nothing else of it."""
        start, kind = self._starts[column.name], KINDS[column.kind]
        indent = 1 if column.name in self._off and (row == 0 or kind.style == "Text") else None
        self.put(row, start, value, style, form, indent=indent, vertical="bottom" if indent and row == 0 else None)
        rest = {"Head number": "Head", "Head centre": "Head"}.get(style, style if style.startswith(("Head", "Total")) else "Text")
        for more in range(1, column.span):
            self.put(row, start + more, None, rest)


@dataclass(frozen=True)
class Call:
    """A call of a function of ours, for a table that it answers with."""

    name: str
    arguments: tuple[Any, ...]

    def __str__(self) -> str:
        given = (str(one) or '""' for one in self.arguments)  # Calc hands over a gap between commas as 0
        return f"{self.name}({','.join(given)})"


def call(function: Callable[..., Any] | str, *arguments: Any) -> Call:
    """A call of a function; arguments are formulas, names and handles. An input is handed over as coded_<input>, which is an empty text
    where its cell is blank: a host may hand over an empty cell as 0."""
    handed = [re.sub(r"\binput_(?=\w)", "coded_", one) if isinstance(one, str) else one for one in arguments]
    return Call(function if isinstance(function, str) else function.__name__, tuple(handed))


class Spill(Block):
    """A table that a function of ours answers with. The headings come with the answer; each row looks like the first.

    rows: how many rows below the headings there is room for; None: to the end of the sheet. repeated: the names of the columns that the
    arguments bring; without: those of the declared columns that these arguments do not bring. forms: number formats by the name of a column
    or of a kind. style: one for all cells, where the table is not for reading. lined: whether its lines go on to the end of the page.
    """

    def __init__(
        self,
        page: OwnPage,
        call: Call,
        *,
        rows: int | None = None,
        repeated: Sequence[str | int] = (),
        without: Sequence[str] = (),
        forms: Mapping[str, str] | None = None,
        style: str = "",
        lined: bool = False,
        head_height: float = 32,
        row_height: float = 17,
    ) -> None:
        self.call = call
        self.cols = columns_of(call.name, repeated, without)
        self._numbers = ByName(page.tab, "column", ((column.name, number) for number, column in enumerate(self.cols)))
        check_names(page.tab, forms or (), [*self._numbers, *KINDS])
        self.open = rows is None
        super().__init__(page, 1 + (1 if rows is None else rows), page.columns if lined else len(self.cols))
        self.heights = {0: head_height, **dict.fromkeys(range(1, self.rows), row_height)}
        off = stand_off(column.kind for column in self.cols)
        for number, (column, indent) in enumerate(zip(self.cols, off)):
            kind = KINDS[column.kind]
            for row in range(self.rows):
                own = style or (kind.style if row else kind.head)
                form = (forms or {}).get(column.name) or (forms or {}).get(column.kind, "") if row else ""
                self.put(row, number, None, own, form, indent=1 if indent and not style else None, vertical="bottom" if row == 0 else None)
        for beside in range(len(self.cols), self.columns):
            for row in range(self.rows):
                self.put(row, beside, None, "Text" if row else "Head")
        self._write_formula()
        page.book.shows(call.name, page.tab)

    def _write_formula(self) -> None:
        def write(sheet: Worksheet, spell: Spell) -> None:
            cell = self.cell(0).plain
            sheet[cell] = ArrayFormula(cell, f"={with_language(f'_xldudf_{spell(text)}', REGISTRY)}")

        text = str(self.call)
        self.later(write)

    # Handles --------------------------------------------------------------------------------------------------------

    def place_of(self, name: str) -> int:
        return self._numbers[name]

    @property
    def last(self) -> int | None:
        return None if self.open else self.rows - 1

    def head(self, name: str = "") -> Place:
        """A heading; that of the first column, where the formula stands, shows an error where the function is not there."""
        return self.cell(0, self._numbers[name] if name else 0)

    @property
    def is_missing(self) -> str:
        """A formula: whether there is an error in the table's place. In Excel 2021 and 2024 that of an add-in is a text."""
        return f'IFERROR(LEFT({self.head()},1)="#",TRUE)'

    def column(self, name: str | int) -> Place:
        """The cells of a column below its heading."""
        number = name if isinstance(name, int) else self._numbers[name]
        return self.area(1, number, self.last, number)

    def columns_to(self, first: str | int, last: str | int) -> Place:
        """Neighbouring columns, below their headings."""
        left, right = (one if isinstance(one, int) else self._numbers[one] for one in (first, last))
        return self.area(1, left, self.last, right)

    def columns_from(self, first: str) -> Place:
        """A column and all at its right, below their headings; the answer may be wider than what is printed."""
        return self.area(1, self._numbers[first], self.last, None)

    def at(self, name: str | int, row: int | Label) -> Place:
        """A cell, by the number of its row from 0 on; or by its label, where the rows of the answer are the function's labels."""
        if isinstance(row, Label):
            row = REGISTRY[self.call.name].labels.index(row)
        return self.cell(1 + row, name if isinstance(name, int) else self._numbers[name])

    def with_heading(self, first: str, last: str, count: str) -> str:
        """A formula for neighbouring columns with their headings and so many rows, for names and arguments of functions."""
        left, right = self._numbers[first], self._numbers[last]
        start, column = self.cell(0, left), self.area(0, right, self.last, right)
        return f"{start}:INDEX({column},MAX(1,{count})+1)"

    @property
    def any_row(self) -> Row:
        """The first row, for rules that hold for each."""
        return Row(self, 0)

    def any_cell(self, first: str) -> Place:
        """The cell itself, in rules for neighbouring columns from this one on that judge each cell alone."""
        number = self._numbers[first]
        return Place(self, 1, number, 1, number, is_own=True)

    @property
    def body(self) -> Place:
        return self.area(1, 0, self.last, len(self.cols) - 1)

    # Rules ----------------------------------------------------------------------------------------------------------

    def colour(self, name: str, words: Mapping[str, str], until: str = "") -> None:
        """Tint the cells of a column by their word: "good", "bad" or "look" for each; up to another column, where the answer may have
        fewer."""
        self.rule(word_colours, self.columns_to(name, until or name), dict(words))

    def mark_total(self, where: str, last: str = "") -> None:
        """Make a total of the rows that the formula finds; up to a column."""
        self.rule(total_row, self.area(1, 0, self.last, self._numbers[last] if last else len(self.cols) - 1), where)

    def form_where(self, first: str | int, last: str | int, where: str, form: str) -> None:
        self.rule(format_where, self.columns_to(first, last), where, form)

    def hide_where(self, first: str | int, last: str | int, where: str) -> None:
        """White on white where the formula holds."""
        self.rule(unseen, self.columns_to(first, last), where)

    def hide_head(self, where: str) -> None:
        """White on white where the formula holds: an error in the first cell that only says that nothing is filled in yet."""
        self.rule(unseen, self.head(), where)

    def name_columns(self, names: Mapping[str, str], count: str) -> None:
        """Names for columns, as long as the list is: {"customer_stage": "Stage"}."""
        for name, column in names.items():
            self.page.book.name(name, self.column(column).until(count))


def widths_of(columns: Sequence[Column], own: Mapping[str, float] | None = None) -> list[float]:
    """How wide the columns of a list are: by their kind, where nothing else is said."""
    check_names("widths", own or (), [column.name for column in columns])
    return [(own or {}).get(column.name, KINDS[column.kind].width) for column in columns]
