"""Who the customers of a workbook are, for the files of the next month: kept on a hidden sheet, which every program that saves workbooks
keeps, and where customers are codes, in their key alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import etree
from openpyxl.utils import get_column_letter

from ...cells.values import label_key, read_cell, text_of
from ...sources.rows.customers.known import Known, KnownBy
from ...sources.together.recognising import briefly
from ...sources.understood import Source
from ...xlsx.carrying import insert_sheet
from ...xlsx.package import MAIN, Package, TablePart
from ...xlsx.parts import relations_of
from ...xlsx.sheets.all_cells import all_rows
from ...xlsx.sheets.cell_xml import cell_content
from ...xlsx.sheets.changes import Changes, Patch
from ...xlsx.sheets.editor import change_sheet

SHEET = "clv_xl_customers"
NAME = "template_identity"
"""The name for what those are known by who have no row: the kind, and within what an id is comparable."""
ORDERS = "template_orders"
"""The name for within what the numbers of orders are comparable, with "|" between them; see order_numbers.py."""
_HEADINGS = ("Customer", "Program", "ID", "Email", "Name")
_WORKSHEET = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"

Cells = Mapping[str, list[Any]]


def read_known(path: str | Path, package: Package) -> Known:
    """What a workbook keeps, without the customers who need no row."""
    kind, _, scope = package.names.get(NAME, '""').strip('"').partition(" ")
    rows: list[list[Any]] = []
    if any(sheet.name == SHEET for sheet in package.sheets):
        rows = all_rows(path, SHEET)[1:]
    texts = ([text_of(read_cell(cell)) for cell in [*row, *[""] * 5][:5]] for row in rows)
    found = [KnownBy(customer, program, *(text or None for text in others)) for customer, program, *others in texts if customer]
    return Known(kind, scope, tuple(found))


def order_scopes(package: Package) -> tuple[str, ...]:
    """Within what the numbers of a workbook's orders are comparable, as far as it says it."""
    return tuple(filter(None, package.names.get(ORDERS, "").strip('"').replace('""', '"').split("|")))


def keep_order_scopes(package: Package, scopes: Sequence[str]) -> None:
    """Keep it in a workbook."""
    text = "|".join(scopes).replace('"', '""')
    package.define({ORDERS: f'"{text}"' if scopes else None})


def with_customers(known: Known, there: Cells, names: Mapping[str, str]) -> Known:
    """With the customers of a table. names: who a code is, in small letters."""
    labels = (text_of(read_cell(cell)) for cell in there.get("customer", []) if cell is not None)
    return replace(known, customers=tuple(dict.fromkeys(names.get(label.lower(), label) for label in labels if label)))


def after(known: Known, source: Source, there: bool) -> Known:
    """Who the customers of a workbook are with those of a list. there: whether those of before stay."""
    own = source.recognised
    if not there or not known.customers:
        return own.known
    if not known.kind:  # nothing is known of those
        return known
    return briefly([*known.renamed(own.names).every(), *own.known.every()])


def write_known(package: Package, known: Known) -> None:
    """Keep it in a workbook; what it kept before is gone."""
    package.define({NAME: f'"{known.kind} {known.scope}"' if known.kind else None})
    there = next((sheet for sheet in package.sheets if sheet.name == SHEET), None)
    if not there and not known.rows:
        return
    content = _sheet(known.rows)
    if there:
        package.parts[there.part] = content
        package.parts.pop(relations_of(there.part)[0], None)
        return
    number = next(n for n in range(1, 10_000) if f"xl/worksheets/sheet{n}.xml" not in package.parts)
    part = f"xl/worksheets/sheet{number}.xml"
    package.add_part(part, content, _TYPE, _WORKSHEET)
    listed = [one.get("name") for one in package.workbook.iter(f"{{{MAIN}}}sheet")]
    insert_sheet(package, part, etree.Element("sheet", name=SHEET, state="veryHidden"), listed[-1])
    vars(package).pop("sheets", None)


def _sheet(rows: Collection[KnownBy]) -> bytes:
    lines = []
    for number, row in enumerate([_HEADINGS, *rows], start=1):
        cells = [(get_column_letter(column), *cell_content(text)) for column, text in enumerate(row, start=1) if text]
        line = "".join(f'<c r="{letter}{number}"{kind}>{content}</c>' for letter, kind, content in cells)
        lines.append(f'<row r="{number}">{line}</row>')
    whole = f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{whole}'.encode()


def call_alike(
    package: Package, table: TablePart, column: int, there: dict[str, list[Any]], source: Source, names: Mapping[str, str]
) -> None:
    """Let customers of a table who are one have one name, in the table, in its columns and in those of a list that comes behind them; who
    is there already is written as there. names: by label in small letters, the new one."""
    cells = there.get("customer", [])
    new = [names.get(label_key(read_cell(cell)), cell) for cell in cells]
    first, left = table.area.top + 1, table.area.left
    patches = {(first + row, left + column): Patch(cell, "") for row, cell in enumerate(new) if cell != cells[row]}
    if patches:
        package.parts[table.sheet.part] = change_sheet(package.parts[table.sheet.part], Changes(patches))
    there["customer"] = new
    written = {label_key(read_cell(cell)): cell for cell in reversed(new) if cell is not None}
    if "customer" in source.columns:
        source.columns["customer"] = [written.get(label_key(read_cell(cell)), cell) for cell in source.columns["customer"]]


def all_of(known: Known, names: Collection[str]) -> tuple[set[str], set[str]]:
    """What customers are called who are known by some names, and all that they are known by."""
    wanted = {name.strip().lower() for name in names}
    found = [row for row in known.rows if {row.customer.lower(), row.email, row.name} & wanted]
    if not found and len(by_id := {row.customer for row in known.rows if row.id in wanted}) == 1:
        found = [row for row in known.rows if row.customer in by_id]
    called = {row.customer for row in found}
    own = [row for row in known.rows if row.customer in called]
    return called, {text for row in own for text in (row.customer, row.id, row.email, row.name) if text}


def without(known: Known, called: Collection[str]) -> Known:
    """Without the rows of some customers."""
    gone = {name.lower() for name in called}
    return replace(known, rows=tuple(row for row in known.rows if row.customer.lower() not in gone))
