"""Formulas as pieces: what is said, and what is referred to. A reference is its area, so that it can be followed to where it has moved."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from openpyxl.utils import column_index_from_string, get_column_letter

Place = tuple[str, int, int]
"""A cell: its tab, row and column."""
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_TAB = r"(?:(?P<{0}>'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"
_CELLS = r"\$?[A-Z]{1,3}\$?[1-9]\d{0,6}(?::\$?[A-Z]{1,3}\$?[1-9]\d{0,6})?"
_LINES = r"\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?[1-9]\d{0,6}:\$?[1-9]\d{0,6}"
_PIECE = re.compile(
    r'(?P<string>"(?:[^"]|"")*")'
    r"|(?P<table>[^\W\d][\w.]*\[(?:[^\[\]]|\[[^\[\]]*\])*\])"
    rf"|{_TAB.format('tab')}(?P<cells>{_LINES}|{_CELLS})(?![\w.(\[])"
    r"|(?P<name>[^\W\d][\w.]*)"
    r"|(?P<rest>\d+(?:\.\d+)?(?:E[+-]?\d+)?|'(?:[^']|'')+'!|\s+|.)",
    re.DOTALL,
)
_END = re.compile(r"(\$?)([A-Z]*)(\$?)(\d*)")


@dataclass(frozen=True)
class Area:
    """Cells of a tab; whole columns and rows run to the last."""

    tab: str
    top: int
    left: int
    bottom: int
    right: int
    fixed: str = ""
    """The dollars of both ends, which count where a formula stands for many cells."""

    def __contains__(self, cell: tuple[int, int]) -> bool:
        return self.top <= cell[0] <= self.bottom and self.left <= cell[1] <= self.right

    def __str__(self) -> str:
        first, last = (f"{get_column_letter(column)}{row}" for row, column in ((self.top, self.left), (self.bottom, self.right)))
        return first if first == last else f"{first}:{last}"

    @property
    def is_cell(self) -> bool:
        return (self.top, self.left) == (self.bottom, self.right)

    @property
    def open_down(self) -> bool:
        return self.bottom == LAST_ROW

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns; an area without an end has none."""
        rows = 0 if self.open_down else self.bottom - self.top + 1
        return rows, 0 if self.right == LAST_COLUMN else self.right - self.left + 1


Piece = str | Area
"""A word, sign or text as it stands; or what a reference means."""


def read_area(cells: str, tab: str) -> Area:
    """An area as it is written, `$B$7:$C$9`, `$5:$5` or `A:C`."""
    first, _, last = cells.partition(":")
    ends = [_END.fullmatch(end) for end in (first, last or first)]
    if not all(ends):
        raise ValueError(f"{cells} is no area")
    (fixed_1, left, fixed_2, top), (fixed_3, right, fixed_4, bottom) = (end.groups() for end in ends if end)
    rows = sorted((int(top or 1), int(bottom or LAST_ROW)))
    columns = sorted((column_index_from_string(left or "A"), column_index_from_string(right or "XFD")))
    fixed = "".join("$" if sign else "-" for sign in (fixed_1, fixed_2, fixed_3, fixed_4))
    return Area(tab, rows[0], columns[0], rows[1], columns[1], fixed)


@cache
def pieces(formula: str, tab: str) -> tuple[Piece, ...]:
    """A formula in the cells of a tab, without its equals sign."""
    found: list[Piece] = []
    for part in _PIECE.finditer(formula.removeprefix("=")):
        if part["cells"]:
            own = part["tab"]
            found.append(read_area(part["cells"], own.strip("'").replace("''", "'") if own else tab))
        elif part["string"] and part["string"].startswith('"#') and (link := read_link(part["string"][2:-1], tab)):
            found.append(link)
        else:
            found.append(part[0])
    return tuple(found)


def read_link(target: str, tab: str) -> Area | None:
    """Where a link within the workbook leads; None for a name or something else."""
    own, _, cells = target.rpartition("!")
    try:
        return read_area(cells.upper(), own.strip("'").replace("''", "'") or tab)
    except ValueError:
        return None


def skeleton(formula: str, tab: str, named: Mapping[tuple[str, str], str]) -> str:
    """What a formula says, whatever stands where: areas are the names that they have, or a mark."""
    said = (part if isinstance(part, str) else named.get((part.tab, str(part)), "§") for part in pieces(formula, tab))
    return "".join(said)


def same_formula(old: tuple[Piece, ...], new: tuple[Piece, ...], resolve: Callable[[Piece, Piece], bool]) -> bool:
    """Whether two formulas mean the same; the callable decides on two pieces that are not the same text."""
    return len(old) == len(new) and all((isinstance(a, str) and a == b) or resolve(a, b) for a, b in zip(old, new))
