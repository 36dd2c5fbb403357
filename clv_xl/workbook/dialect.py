"""Formulas as formualizer must read them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from openpyxl.formula.tokenizer import Token

from ..functions import REGISTRY
from .package import Area, TablePart, quoted
from .spelling import rewrite, spell, tokens

PLACED = "PLACED_"
"""Before a function that is a cell's whole formula; its first argument is then the number of the cell."""

_ALL_OF_COLUMNS = re.compile(r"(\w+)\[\[#All\],\[([^\]]+)\](?::\[([^\]]+)\])?\]", re.IGNORECASE)


def engine_dialect(names: Mapping[str, str], tables: Mapping[str, TablePart]) -> Callable[[str, int], str]:
    """A translator for formulas without their equals sign, given with the number of their cell.

    Our functions get their plain names, and know their cell where they are all of its formula. A name that stands for a
    formula is written out, Table[[#All],[A]:[B]] becomes its range, and a gap between our arguments an empty text.
    """

    def operand(token: Token, depth: int = 0) -> str:
        if token.type != Token.OPERAND or token.subtype != Token.RANGE:
            return token.value
        if (definition := names.get(token.value.lower())) and depth < 8:
            return rewrite(definition, lambda inner: operand(inner, depth + 1))
        if (whole := _ALL_OF_COLUMNS.fullmatch(token.value)) and (table := tables.get(whole[1])):
            first, last = (table.headings.index(name) + table.area.left for name in (whole[2], whole[3] or whole[2]))
            return f"{quoted(table.sheet.name)}!{Area(table.area.top, first, table.area.bottom, last)}"
        return token.value

    def translate(text: str, number: int) -> str:
        plain = rewrite(_fill_gaps(spell(text, REGISTRY, "libreoffice")), operand)
        if function := _whole_call(plain):
            rest = plain[len(function) + 1 :]
            return f"{PLACED}{function}({number}{'' if rest == ')' else ','}{rest}"
        return plain

    return translate


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
