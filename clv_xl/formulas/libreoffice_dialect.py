"""Formulas of ours as Calc's add-in interface needs them.

Texts in a table that an add-in answers with compare as unequal to all others until Calc has made them its own, and a blank single cell
arrives as 0. So a table is spelled IF(ISNUMBER(table),table,table&""), and a name for one cell as the range of that cell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from openpyxl.formula.tokenizer import Token

from .spelling import rewrite, tokens

_ONE_CELL = re.compile(r"((?:'[^']+'|\w+)!)(\$?[A-Z]{1,3}\$?\d+)")


def for_calc(formula: str, names: Mapping[str, str], is_table: bool) -> str:
    """A formula that calls a function of ours, spelled already, as it stands in a workbook for Calc."""
    if not is_table:
        return formula
    ranges = _ranges(names)
    table = _with_operands(formula, ranges)
    return f'IF(ISNUMBER({table}),{table},{table}&"")'


def _ranges(names: Mapping[str, str]) -> dict[str, str]:
    """The names for one cell, and the range of that cell."""
    cells = {name: _ONE_CELL.fullmatch(text) for name, text in names.items()}
    return {name: f"{cell[1]}{cell[2]}:{cell[2]}" for name, cell in cells.items() if cell}


def from_calc(formula: str, names: Mapping[str, str]) -> str:
    """The formula as it was before, where it is such a one."""
    if not formula.startswith("IF(ISNUMBER("):
        return formula
    depth, inner = 0, ""
    for token in tokens(formula)[2:]:
        depth += (token.subtype == Token.OPEN) - (token.subtype == Token.CLOSE)
        if depth < 0:
            break
        inner += token.value
    if formula != f'IF(ISNUMBER({inner}),{inner},{inner}&"")':
        return formula
    known = {range_: name for name, range_ in _ranges(names).items()}
    return _with_operands(inner, known)


def _with_operands(formula: str, instead: Mapping[str, str]) -> str:
    """The formula with some of its operands replaced."""

    def operand(token: Token) -> str:
        text = str(token.value)
        return instead.get(text, text) if token.type == Token.OPERAND else text

    return rewrite(formula, operand)
