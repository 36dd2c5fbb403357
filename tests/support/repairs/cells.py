"""Cells: their order, values, formulas, and the areas that arrays fill."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError

from .reading import MAIN, File, meeting

_ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!"}
_LETTERS = string.ascii_uppercase
_NUMBER = re.compile(r"-?\d+(\.\d*)?(E[+-]?\d+)?|-?\.\d+", re.IGNORECASE)
_WRITTEN = re.compile(r"\d+(\.\d*)?(E[+-]?\d+)?|\.\d+(E[+-]?\d+)?")
"""A number in a formula as Excel writes it."""


def cells_in_order(file: File) -> Iterator[str]:
    """Rows go down and cells to the right, each in the row that it names."""
    for sheet in file.sheets:
        before, above = (0, 0), 0
        for row in sheet.all("row"):
            number = int(row.get("r"))
            if not above < number <= 1_048_576:
                yield f"{sheet.name}: row {number} after {above}"
            above = number
            named = [cell.get("r") for cell in row]
            yield from (f"{sheet.name}: {name} in row {number}" for name in named if name.lstrip(_LETTERS) != str(number))
        for top, left, cell in sheet.cells:
            if (top, left) <= before:
                yield f"{sheet.name}: {cell.get('r')} comes too late"
            before = (top, left)


def values_are_of_their_type(file: File) -> Iterator[str]:
    """A number is one, an error is known, a text is short and there, a style too."""
    styles = len(file.styles.find(f"{MAIN}cellXfs"))
    for sheet in file.sheets:
        for _, _, cell in sheet.cells:
            kind, value = cell.get("t", "n"), cell.findtext(f"{MAIN}v")
            if not _is(kind, value, file) or int(cell.get("s", 0)) >= styles:
                yield f"{sheet.name}: {cell.get('r')} is {kind} {str(value)[:40]} in style {cell.get('s')}"
            elif kind == "inlineStr" and (cell.find(f"{MAIN}f") is not None or len("".join(cell.itertext())) > 32_767):
                yield f"{sheet.name}: {cell.get('r')} has a text that cannot stand there"


def _is(kind: str, value: str | None, file: File) -> bool:
    match kind:
        case "n":
            return not value or bool(_NUMBER.fullmatch(value))
        case "b":
            return value in (None, "0", "1")
        case "e":
            return value in _ERRORS
        case "s":
            return value is not None and value.isdigit() and int(value) < len(file.texts) and len(file.texts[int(value)]) <= 32_767
        case "str":
            return value is None or len(value) <= 32_767
        case "inlineStr":
            return value is None
    return False


@lru_cache(maxsize=20_000)
def readable(text: str) -> list[Any] | str:
    """The parts of a formula, or why Excel cannot read it."""
    if text.startswith("=") or len(text) > 8_192:
        return "it is too long, or begins with ="
    try:
        tokens = Tokenizer(f"={text}").items
    except (TokenizerError, IndexError) as error:
        return str(error)
    depth = 0
    for token in tokens:
        depth += {Token.OPEN: 1, Token.CLOSE: -1}.get(token.subtype, 0)
        if not 0 <= depth <= 64:
            return "parentheses"
        if token.subtype == Token.TEXT and len(token.value[1:-1].replace('""', '"')) > 255:
            return f"a text of {len(token.value)} characters"
        if token.subtype == Token.NUMBER and not _WRITTEN.fullmatch(token.value):
            return f"the number {token.value}"
    return tokens if not depth else "parentheses"


def formulas_can_be_read(file: File) -> Iterator[str]:
    """In cells, in rules and in prompts."""
    for sheet in file.sheets:
        for tag in ("f", "formula", "formula1", "formula2"):
            for element in sheet.all(tag):
                if element.text and isinstance(why := readable(element.text), str):
                    yield f"{sheet.name}: {why} in {element.text[:60]}"


def arrays_have_room(file: File) -> Iterator[str]:
    """An array begins in its own cell, lies over no other, and holds no other formula; what spills says so in the metadata."""
    known = [file.tree(one.target) for one in file.relations(file.workbook_part) if one.kind.endswith("/sheetMetadata")]
    records = sum(len(one) for tree in known for one in tree.iter(f"{MAIN}cellMetadata"))
    for sheet in file.sheets:
        for row, column, area in sheet.arrays:
            if area[:2] != (column, row):
                yield f"{sheet.name}: the array of row {row}, column {column} begins elsewhere"
        yield from (f"{sheet.name}: {pair}" for pair in meeting([(area, str(area)) for _, _, area in sheet.arrays]))
        merged = [(area, str(area)) for _, _, area in sheet.arrays if area[:2] != area[2:]]
        formulas = [((c, r, c, r), cell.get("r")) for r, c, cell in sheet.cells if cell.find(f"{MAIN}f") is not None]
        own = {area[:2] for area, _ in merged}
        yield from _inside(sheet.name, merged, [one for one in formulas if one[0][:2] not in own])
        yield from (f"{sheet.name}: {c.get('r')} spills as {c.get('cm')}" for _, _, c in sheet.cells if int(c.get("cm", 0)) > records)


def _inside(sheet: str, arrays: list[Any], formulas: list[Any]) -> Iterator[str]:
    for (left, top, _, _), name in formulas:
        yield from (f"{sheet}: {name} in {area}" for area, _ in arrays if area[0] <= left <= area[2] and area[1] <= top <= area[3])
