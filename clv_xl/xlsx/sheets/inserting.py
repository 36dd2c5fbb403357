"""Columns put into a sheet. What stands right of them moves, with names, links and rules; formulas must reach it by name."""

from __future__ import annotations

import re
from typing import Any

from openpyxl.utils import column_index_from_string, get_column_letter

from ..package import MAIN, MAX_COLUMNS, Package, Sheet, quoted, to_xml
from ..parts import tree_of, whole_number
from .reader import CELL, DATA

_PLACE = re.compile(r"(\$?)([A-Z]{1,3})(\$?\d+)")
_CELL_PLACE = re.compile(r'(\br=")([A-Z]+)(\d+")')


def insert_columns(package: Package, sheet: Sheet, before: int, count: int) -> None:
    """Put so many blank columns before one."""

    def moved(found: re.Match[str]) -> str:
        column = column_index_from_string(found[2])
        letters = get_column_letter(min(column + count, MAX_COLUMNS)) if column >= before else found[2]
        return f"{found[1]}{letters}{found[3]}"

    text = package.parts[sheet.part].decode("utf-8")
    data = DATA.search(text)
    assert data
    rows = CELL.sub(lambda cell: _CELL_PLACE.sub(moved, cell[0], count=1), data["rows"] or "")
    tree = tree_of((text[: data.start("rows")] + text[data.end("rows") :]).encode())
    for one in tree.iter():
        for attribute in ("ref", "sqref") if isinstance(one.tag, str) else ():
            if attribute in one.attrib:
                one.set(attribute, _PLACE.sub(moved, one.get(attribute)))
    for columns in tree.iter(f"{{{MAIN}}}cols"):
        _widths(columns, before, count)
    start, end = to_xml(tree).decode().split("<sheetData/>")
    package.parts[sheet.part] = f"{start}<sheetData>{rows}</sheetData>{end}".encode()
    for name in package.workbook.iter(f"{{{MAIN}}}definedName"):
        on_sheet = re.compile(re.escape(quoted(sheet.name)) + r"!\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?")
        name.text = on_sheet.sub(lambda found: quoted(sheet.name) + _PLACE.sub(moved, found[0][len(quoted(sheet.name)) :]), name.text or "")
    package.define({})


def _widths(columns: Any, before: int, count: int) -> None:
    """The widths of the columns that move; new ones are as wide as the one before them."""
    last = None
    for one in list(columns):
        if whole_number(one.get("min")) >= before:
            one.set("min", str(whole_number(one.get("min")) + count))
            one.set("max", str(min(whole_number(one.get("max")) + count, MAX_COLUMNS)))
        elif whole_number(one.get("max")) >= before - 1:
            last = one
    if last is not None:
        last.set("max", str(before - 1 + count))
