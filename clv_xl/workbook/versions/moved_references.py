"""References to a workbook's pages, as they are after the pages have become those of another version.

A cell is the same where it has the same name, stands in the same column of a Table or of a list that one of our functions answers
with, or holds the same at the same place. A reference to anything else becomes #REF!, as Excel has it where a cell has gone: a figure
that means something else now would go unnoticed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from openpyxl.formula.tokenizer import Token
from openpyxl.utils import column_index_from_string, get_column_letter

from ...formulas.spelling import FormulaError, plain_name, rewrite, spell
from ...functions import REGISTRY
from ...xlsx.package import MAX_COLUMNS, MAX_ROWS, Area, TablePart, quoted
from ...xlsx.sheets.reader import Formula
from ..page_cells import BookCells, Place

_CELL = r"\$?[A-Z]{1,3}\$?\d+"
_PLACE = rf"{_CELL}(?::{_CELL})?|\$?[A-Z]{{1,3}}:\$?[A-Z]{{1,3}}|\$?\d+:\$?\d+"
_REFERENCE = re.compile(rf"(?:'(?P<quoted>(?:[^']|'')+)'!|(?P<plain>\w[\w.]*)!|(?<![\w.!:$'\]]))(?P<place>{_PLACE})(?![\w.(!])")
_INPUT = re.compile(r"\b(?:chosen|coded)_")
_CORNER = re.compile(r"(\$?)([A-Z]*)(\$?)(\d*)")
_DEEPEST = 40
"""Formulas that hang on formulas that hang on others are compared so far, and taken for changed beyond."""


class Move(NamedTuple):
    """Where cells go: to a sheet, and how many rows and columns on."""

    sheet: str
    rows: int
    columns: int


class MovedReferences:
    """References of a workbook's own formulas. pages: the sheets of its pages, with what each is called in the new one."""

    def __init__(self, old: BookCells, new: BookCells, pages: Mapping[str, str | None], own: Mapping[str, set[Place]]) -> None:
        self.old_cells, self.new_cells, self.pages, self.own = old, new, pages, own
        self.old, self.new = old.package, new.package
        self.gone: dict[str, None] = {}
        """References to what the new workbook does not have."""
        self._names = {place: name for name in self.old.names if (place := self.old.area_of(name)) and name in self.new.names}
        self._depth = 0

    def moved(self, text: str, sheet: str) -> str:
        """A formula of a sheet, or a place that it names, as the new workbook has it."""

        def token_moved(token: Token) -> str:
            is_text = token.type == Token.OPERAND and token.subtype == Token.TEXT
            return token.value if is_text else _REFERENCE.sub(lambda found: self._reference(found, sheet), token.value)

        try:
            return rewrite(text, token_moved)
        except FormulaError:
            return text

    def _reference(self, found: re.Match[str], at: str) -> str:
        said = (found["quoted"] or found["plain"] or "").replace("''", "'")
        on = next((page for page in self.pages if page.lower() == (said or at).lower()), None)
        if on is None or "[" in said:
            return found[0]
        move = self._move(on, Area.parse(found["place"]))
        if move is None:
            self.gone[found[0]] = None
            return "#REF!"
        if move == Move(on, 0, 0):
            return found[0]
        place = ":".join(_shifted(corner, move) for corner in found["place"].split(":"))
        return place if not said and move.sheet == self.pages.get(at) else f"{quoted(move.sheet)}!{place}"

    # Where cells go -------------------------------------------------------------------------------------------------

    def _move(self, name: str, area: Area) -> Move | None:
        """Where all cells of an area go; None where they go apart, or some are gone."""
        sheet = next(sheet for sheet in self.old.sheets if sheet.name == name)
        if known := self._names.get((sheet, area)):
            return self._to_name(known, area)
        page, there = self.old_cells.on(name), self.pages[name]
        if there is None:
            return None
        for table in page.tables:
            if table.name in self.new.tables and area.overlaps(table.area):
                return self._in_table(table, self.new.tables[table.name], area)
        moves = {*self._in_lists(name, area), *(self._of_cell(name, place) for place in page.values if place in area)}
        moves = moves or {Move(there, 0, 0)}
        return next(iter(moves)) if len(moves) == 1 and not self._is_filled_anew(name, area, next(iter(moves))) else None

    def _to_name(self, name: str, area: Area) -> Move | None:
        sheet, new = self.new.area_of(name) or (None, area)
        same_size = (new.bottom - new.top, new.right - new.left) == (area.bottom - area.top, area.right - area.left)
        return Move(sheet.name, new.top - area.top, new.left - area.left) if sheet and same_size else None

    def _in_table(self, old: TablePart, new: TablePart, area: Area) -> Move | None:
        """Where columns of a table go, also a longer piece of them than the table has rows."""
        if area.left < old.area.left or area.right > old.area.right:
            return None
        headings = old.headings[area.left - old.area.left : area.right - old.area.left + 1]
        places = [new.area.left + new.headings.index(heading) if heading in new.headings else None for heading in headings]
        shifts = {place and place - column for column, place in enumerate(places, start=area.left)}
        (shift,) = shifts if len(shifts) == 1 else (None,)
        return None if shift is None else Move(new.sheet.name, new.area.top - old.area.top, shift)

    def _in_lists(self, name: str, area: Area) -> Iterator[Move | None]:
        """Where columns of lists go, told by their headings."""
        for one in self.old_cells.on(name).lists:
            if one.array is None or not one.array.overlaps(area):
                continue
            target, there = self._counterpart(name, one), self.pages[name]
            headings = self.new_cells.on(there).values if there else {}
            for column in range(max(area.left, one.array.left), min(area.right, one.array.right) + 1):
                heading = self.old_cells.on(name).values.get((one.row, column))
                if there is None or target is None or target.array is None:
                    yield None
                elif isinstance(heading, str):
                    found = [c for c in range(target.array.left, target.array.right + 1) if headings.get((target.row, c)) == heading]
                    yield Move(there, target.row - one.row, found[0] - column) if len(found) == 1 else None
                else:
                    same = target.place == one.place and self._is_same(one.text, target.text, name)
                    yield Move(there, 0, 0) if same else None

    def _counterpart(self, name: str, one: Formula) -> Formula | None:
        """The list that the same function of ours answers with, whatever else it is told now, or one with the same formula in its place."""
        if (there := self.pages[name]) is None:
            return None
        ours, theirs = (
            [each for each in page.lists if _function(each.text) == _function(one.text)]
            for page in (self.old_cells.on(name), self.new_cells.on(there))
        )
        if _function(one.text) and len(ours) == len(theirs) == 1:
            return theirs[0]
        return next((each for each in theirs if each.place == one.place and self._is_same(one.text, each.text, name)), None)

    def _of_cell(self, name: str, place: Place) -> Move | None:
        there = self.pages[name]
        if place in self.own.get(name, ()):
            return Move(there, 0, 0) if there else None
        sheet = next(sheet for sheet in self.old.sheets if sheet.name == name)
        if known := self._names.get((sheet, Area(*place, *place))):
            return self._to_name(known, Area(*place, *place))
        if there is None or self._depth > _DEEPEST:
            return None
        old, new = self.old_cells.on(name), self.new_cells.on(there)
        if old.list_at(*place):
            return next(self._in_lists(name, Area(*place, *place)), None)
        ours, theirs = old.formulas.get(place), new.formulas.get(place)
        if ours is None or theirs is None:
            same = ours is theirs and place in new.values and old.values[place] == new.values[place]
            return Move(there, 0, 0) if same else None
        return Move(there, 0, 0) if self._is_same(ours.text, theirs.text, name) else None

    def _is_same(self, old: str, new: str, name: str) -> bool:
        """Whether a formula of a page still says the same."""
        gone, self.gone = self.gone, {}
        self._depth += 1
        moved = self.moved(old, name)
        self._depth -= 1
        lost, self.gone = self.gone, gone
        return not lost and _plain(moved) == _plain(new)

    def _is_filled_anew(self, name: str, area: Area, move: Move | None) -> bool:
        """Whether a cell that was blank would not be."""
        if move is None:
            return True
        old, new = self.old_cells.on(name), self.new_cells.on(move.sheet)
        if area.bottom == MAX_ROWS or area.right == MAX_COLUMNS:
            return False
        back = ((row - move.rows, column - move.columns) for row, column in new.values)
        return any(place in area and place not in old.values and not old.list_at(*place) for place in back)


def _function(formula: str) -> str | None:
    """The function of ours that a formula is a call of; None where it is another formula."""
    name, bracket, _ = formula.partition("(")
    return plain_name(name, REGISTRY) if bracket else None


def _plain(formula: str) -> str:
    """A formula however it is spelled for its host, and however it asks for an input."""
    text = spell(formula, REGISTRY, "windows").replace(" ", "").replace("_xlfn.", "")
    return _INPUT.sub("input_", text)


def _shifted(corner: str, move: Move) -> str:
    """A corner of a reference, with its dollars, so many rows and columns on."""
    found = _CORNER.fullmatch(corner)
    assert found
    column, letters, row, digits = found.groups()
    letters = get_column_letter(column_index_from_string(letters) + move.columns) if letters else ""
    return f"{column}{letters}{row}{int(digits) + move.rows if digits else ''}"
