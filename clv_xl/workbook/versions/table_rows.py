"""The rows of a workbook's Tables, with columns of the person's own, in another workbook."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter

from ...sources.columns.fields import LISTS
from ...sources.columns.recognising import find_columns
from ...xlsx.carrying import Carrier
from ...xlsx.package import MAIN, Area, Package, TablePart, to_xml
from ...xlsx.parts import whole_number
from ...xlsx.shared_strings import shared_texts
from ...xlsx.sheets.cell_xml import FormulaText
from ...xlsx.sheets.changes import Block, Changes
from ...xlsx.sheets.editor import change_sheet
from ...xlsx.sheets.inserting import insert_columns
from ...xlsx.sheets.reader import DATA, cell_value, cells_of, find_formulas, rows_of

_PLACE = re.compile(r'\br="[A-Z]+\d+"')
Columns = Mapping[str, str]
"""The headings of a table, with what each is called in the other workbook."""


def add_own_columns(old: Package, new: Package, carrier: Carrier) -> dict[str, Columns]:
    """Put columns that the new tables do not have behind those that they have. Returns what each column is called there, by table."""
    found = {}
    for name, table in old.tables.items():
        if name in new.tables:
            found[name] = _counterparts(table, new.tables[name])
            own = [heading for heading in table.headings if heading not in found[name]]
            if own:
                _add_columns(new, new.tables[name], own)
                found[name] |= {heading: heading for heading in own}
                _carry_looks(table, new, new.tables[name], own, carrier)
    return found


def _counterparts(old: TablePart, new: TablePart) -> dict[str, str]:
    """Headings that both have, and those that say the same in other words."""
    same = {heading: heading for heading in old.headings if heading in new.headings}
    if kind := LISTS.get(old.name):
        theirs = find_columns(new.headings, kind)
        for field, heading in find_columns(old.headings, kind).items():
            if heading not in same and field in theirs and theirs[field] not in same:
                same[heading] = theirs[field]
    return same


def _add_columns(package: Package, table: TablePart, headings: list[str]) -> None:
    insert_columns(package, table.sheet, table.area.right + 1, len(headings))
    tree = package.tree(table.part)
    holder = tree.find(f"{{{MAIN}}}tableColumns")
    number = max(whole_number(one.get("id")) for one in holder)
    for count, heading in enumerate(headings, start=1):
        etree.SubElement(holder, f"{{{MAIN}}}tableColumn", id=str(number + count), name=heading)
    holder.set("count", str(len(holder)))
    package.parts[table.part] = to_xml(tree)
    area = table.area
    package.resize_table(table, Area(area.top, area.left, area.bottom, area.right + len(headings)))


def _carry_looks(old: TablePart, package: Package, new: TablePart, own: list[str], carrier: Carrier) -> None:
    """The headings of own columns, and how the cells below them look."""
    places = {}
    for heading in own:
        for row in (0, 1):
            here = old.area.top + row, old.area.left + old.headings.index(heading)
            places[here] = new.area.top + row, new.area.left + new.headings.index(heading)
    texts = {}
    for place, text in carrier.cells(old.sheet, lambda row, column, _: (row, column) in places).items():
        row, column = places[place]
        texts[row, column] = _PLACE.sub(f'r="{get_column_letter(column)}{row}"', text, count=1)
    package.parts[new.sheet.part] = change_sheet(package.parts[new.sheet.part], Changes(restored=texts))


def carry_rows(old: Package, new: Package, columns: Mapping[str, Columns], moved: Any) -> dict[str, int]:
    """Put the rows of the old tables into the new ones. moved: a formula of a sheet as the new workbook has it. Returns how many."""
    counts = {}
    for name, called in columns.items():
        here, there = old.tables[name], new.tables[name]
        rows = table_rows(old, here, moved)
        while rows and all(cell is None for cell in rows[-1]):
            rows.pop()
        counts[name] = len(rows)
        if not rows:
            continue
        places = [here.headings.index(own) if (own := _called(called, heading)) else None for heading in there.headings]
        block = Block(
            there.area.top + 1,
            there.area.left,
            [[None if place is None else row[place] for place in places] for row in rows],
            model_row=there.area.top + 1,
        )
        new.parts[there.sheet.part] = change_sheet(
            new.parts[there.sheet.part], Changes(blocks=[block], kept_rows={block.top}, cleared=[block.area])
        )
        bottom = max(there.area.bottom, block.area.bottom)
        new.resize_table(there, Area(there.area.top, there.area.left, bottom, there.area.right))
    return counts


def _called(columns: Columns, heading: str) -> str | None:
    return next((own for own, called in columns.items() if called == heading), None)


def table_rows(package: Package, table: TablePart, moved: Any = lambda text, _: text) -> list[list[Any]]:
    """The cells of a table's body: values, and formulas as FormulaText. moved: a formula of a sheet as it is to be."""
    area = Area(table.area.top + 1, table.area.left, table.last_row, table.area.right)
    rows: list[list[Any]] = [[None] * (area.right - area.left + 1) for _ in range(area.top, area.bottom + 1)]
    texts = shared_texts(package)
    xml = package.parts[table.sheet.part]
    data = DATA.search(xml.decode("utf-8"))
    for row, match in rows_of(data["rows"] or "" if data else ""):
        if area.top <= row <= area.bottom:
            for column, own, content, _ in cells_of(match["cells"] or ""):
                if content and area.left <= column <= area.right:
                    rows[row - area.top][column - area.left] = cell_value(own.get("t", "n"), content, texts)
    for formula in find_formulas(xml, frozenset()):
        if formula.place in area and formula.text:
            rows[formula.row - area.top][formula.column - area.left] = FormulaText(moved(formula.text, table.sheet.name))
    return rows


def closed_up(rows: Mapping[int, list[Any]], top: int) -> list[list[Any]]:
    """Rows by where they stood, as they read below each other from another row on."""

    def moved(cell: Any, row: int, place: int) -> Any:
        if row == place or not isinstance(cell, FormulaText):
            return cell
        return FormulaText(Translator(f"={cell}", f"A{row}").translate_formula(f"A{place}")[1:])

    return [[moved(cell, row, place) for cell in cells] for place, (row, cells) in enumerate(rows.items(), start=top)]
