"""Formulas as formualizer must read them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from openpyxl.formula.tokenizer import Token

from ..functions import REGISTRY
from ..xlsx.package import Area, TablePart, quoted
from .computable import calls_ours
from .joining import with_joined
from .spelling import rewrite, spell, tokens

PLACED = "PLACED_"
"""Before a function that is a cell's whole formula; its first argument is then the number of the cell."""

_ALL_OF_COLUMNS = re.compile(r"(\w+)\[\[#All\],\[([^\]]+)\](?::\[([^\]]+)\])?\]", re.IGNORECASE)
_COLUMNS = re.compile(r"(\w+)\[(?:([^\[\]#@]+)|\[([^\[\]#@]+)\](?::\[([^\[\]#@]+)\])?)\]")
_THIS_ROW = re.compile(r"(\w+)\[\[#This Row\],\[([^\]]+)\]\]", re.IGNORECASE)
_WHOLE_COLUMNS = re.compile(r"(?:(.+)!)?\$?([A-Z]{1,3}):\$?([A-Z]{1,3})")


class Dialect:
    """Translates formulas, given without their equals sign.

    Our functions get their plain names, and know their cell where they are all of its formula. A name that stands for a
    formula is written out, Table[A], Table[[#All],[A]:[B]] and Table[[#This Row],[A]] become cells, a whole column among our
    arguments ends with its sheet (formualizer would end each with its own last cell), and a gap becomes an empty text. In
    a workbook of another language than English, texts are joined by a function of its own.
    """

    def __init__(self, names: Mapping[str, str], tables: Mapping[str, TablePart], last_rows: Mapping[str, int], language: str) -> None:
        self.names = names
        self.tables = {name.lower(): table for name, table in tables.items()}
        self.last_rows = last_rows
        self.joins = language != "en"

    def concerns(self, text: str) -> bool:
        """Whether a formula may read otherwise after translation; references to tables are always given anew."""
        lower = text.lower()
        joins = self.joins and "&" in text
        return joins or "[" in text or calls_ours(text) or any(name in lower for name in self.names)

    def translate(self, text: str, number: int, sheet: str, row: int) -> str:
        """The formula of a cell, given with the cell's number, sheet and row.

        Raises:
            FormulaError: the formula cannot be taken apart.
        """
        ours = calls_ours(text)
        plain = spell(text, REGISTRY, "windows")
        plain = rewrite(_fill_gaps(plain) if ours else plain, lambda token: self._operand(token, sheet, row, ours))
        plain = with_joined(plain) if self.joins else plain
        if ours and (function := _whole_call(plain)):
            rest = plain[len(function) + 1 :]
            return f"{PLACED}{function}({number}{'' if rest == ')' else ','}{rest}"
        return plain

    def _operand(self, token: Token, sheet: str, row: int, ours: bool, depth: int = 0) -> str:
        text = token.value
        if token.type != Token.OPERAND or token.subtype != Token.RANGE:
            return text
        if (definition := self.names.get(text.lower())) and depth < 8:
            return rewrite(definition, lambda inner: self._operand(inner, sheet, row, ours, depth + 1))
        if whole := _ALL_OF_COLUMNS.fullmatch(text):
            return self._table_cells(whole[1], whole[2], whole[3] or whole[2], None) or text
        if column := _COLUMNS.fullmatch(text):
            first = column[2] or column[3]
            return self._table_cells(column[1], first, column[4] or first, 0) or text
        if this := _THIS_ROW.fullmatch(text):
            return self._table_cells(this[1], this[2], this[2], row) or text
        if ours and (columns := _WHOLE_COLUMNS.fullmatch(text)):
            name = columns[1].strip("'").replace("''", "'") if columns[1] else sheet
            return f"{quoted(name)}!${columns[2]}$1:${columns[3]}${max(self.last_rows.get(name, 1), 1)}"
        return text

    def _table_cells(self, table_name: str, first: str, last: str, row: int | None) -> str | None:
        """Columns of a table with their headings, one row of them, or (row 0) its body; None where there is no such part."""
        table = self.tables.get(table_name.lower())
        headings = [heading.lower() for heading in table.headings] if table else []
        if table is None or first.lower() not in headings or last.lower() not in headings:
            return None
        left, right = (headings.index(name.lower()) + table.area.left for name in (first, last))
        if row == 0:
            top, bottom = table.area.top + 1, table.last_row
        else:
            top, bottom = (table.area.top, table.area.bottom) if row is None else (row, row)
        return f"{quoted(table.sheet.name)}!{Area(top, left, bottom, right)}"


def has_whole_columns(formula: str) -> bool:
    """Whether a formula refers to columns from their first row to their last."""
    return any(_WHOLE_COLUMNS.fullmatch(token.value) for token in tokens(formula) if token.subtype == Token.RANGE)


def _whole_call(formula: str) -> str | None:
    """The function of ours that the formula is a call of, from its first character to its last."""
    depth = 0
    parts = tokens(formula)
    for position, token in enumerate(parts):
        depth += (token.subtype == Token.OPEN) - (token.subtype == Token.CLOSE)
        if depth == 0 and position < len(parts) - 1:
            return None
    first = parts[0].value[:-1] if parts and parts[0].type == Token.FUNC else ""
    return first if first in REGISTRY else None


def _fill_gaps(formula: str) -> str:
    """CLV(1,,2) with the gap as an empty text, which our functions read as a blank: formualizer would pass a zero."""
    ours: list[bool] = []
    before = ""

    def fill(token: Token) -> str:
        nonlocal before
        gap = bool(ours) and ours[-1] and before in ("(", ",") and token.value in (",", ")") and before + token.value != "()"
        if token.subtype == Token.OPEN:
            ours.append(token.type == Token.FUNC and token.value[:-1] in REGISTRY)
        elif token.subtype == Token.CLOSE and ours:
            ours.pop()
        if token.type != Token.WSPACE:
            before = token.value[-1:]
        return f'""{token.value}' if gap else token.value

    return rewrite(formula, fill)
