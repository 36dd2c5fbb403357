"""Taking a customer out of a workbook: the rows of the tables, kept options, what is said of the file, and every text that names them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from openpyxl.formula.translate import Translator

from ...cells.values import label_key, read_cell
from ...sources.columns.fields import LISTS
from ...sources.columns.recognising import find_columns
from ...sources.options import Options
from ...xlsx.package import Package, TablePart
from ...xlsx.scrubbing import Names
from ...xlsx.sheets.cell_xml import FormulaText
from ...xlsx.sheets.changes import Block
from ..filling import write_block
from ..kept_options import keep, with_kept
from ..source_texts import change_lines
from ..versions.table_rows import table_rows
from .anonymising import Key, take_out, template_tabs
from .identities import all_of, without

GONE = "…"
"""What stands where a text named the customer."""


def take_rows(package: Package, customers: Collection[str]) -> int:
    """Take a customer, by all names given, out of the tables. Returns how many rows went; the results are to be calculated then."""
    wanted = {label_key(customer) for customer in customers}
    count = 0
    for name, kind in LISTS.items():
        table = package.tables.get(name)
        heading = find_columns(table.headings, kind).get("customer") if table else None
        if table and heading:
            count += _take_rows(package, table, table.headings.index(heading), wanted)
    return count


def _take_rows(package: Package, table: TablePart, column: int, wanted: Collection[str]) -> int:
    rows = list(enumerate(table_rows(package, table), start=table.area.top + 1))
    staying = [(number, row) for number, row in rows if row[column] is None or label_key(read_cell(row[column])) not in wanted]
    if len(staying) == len(rows):
        return 0
    top = table.area.top + 1
    moved = [
        [_moved(cell, number, place) if isinstance(cell, FormulaText) else cell for cell in row]
        for place, (number, row) in enumerate(staying, start=top)
    ]
    write_block(package, {}, Block(top, table.area.left, moved or [[None] * len(table.headings)], model_row=top), table)
    return len(rows) - len(staying)


def _moved(formula: str, row: int, place: int) -> FormulaText:
    """A formula of a row as it reads in another."""
    return FormulaText(Translator(f"={formula}", f"A{row}").translate_formula(f"A{place}")[1:])


def take_texts(package: Package, customers: Collection[str]) -> bool:
    """Take a customer out of whatever still names them in a calculated workbook. Returns whether something did."""
    names = Names(dict.fromkeys(customers, GONE))
    before = package.parts.copy()
    options = with_kept(Options(), package)
    named = {name: None for name in ("where", "excluded") if (text := getattr(options, name)) and names.without(text, True, True) != text}
    if named:
        keep(package, replace(options, **named))
    change_lines(package, lambda text: names.without(text, True, True))
    take_out(package, names)
    _take_numbers(package, [customer for customer in customers if re.fullmatch(r"\d{5,}", customer)])
    return any(package.parts[part] != before[part] for part in package.parts)


def _take_numbers(package: Package, ids: Collection[str]) -> None:
    """Blank the cells of a person's own sheets that hold an id as a number."""
    pages = template_tabs(package)
    for sheet in package.sheets:
        for one in ids if sheet.name not in pages else ():
            cell = re.compile(rf"<v>{one}(?:\.0+)?</v>".encode())
            package.parts[sheet.part] = cell.sub(b"", package.parts[sheet.part])


def take_from_key(key: Key, customers: Collection[str]) -> bool:
    """Take a customer out of a key. Returns whether they were in it."""
    names = Names(dict.fromkeys(customers, GONE))
    before, key.known = key.known, without(key.known, all_of(key.known, customers)[0])
    known = {name for name in key.customers if {name, label_key(key.customers[name][1])} & {label_key(one) for one in customers}}
    told = {name for name, condition in key.conditions.items() if names.without(condition, True, True) != condition}
    for name in known:
        del key.customers[name]
    for name in told:
        del key.conditions[name]
    return bool(known or told) or key.known != before


def also_known_as(key: Key, customer: str) -> set[str]:
    """A customer as the key knows them: by name and by code."""
    found = {customer}
    for name, (written, code) in key.customers.items():
        if label_key(customer) in (name, label_key(code)):
            found |= {written, code}
    return found
