"""Taking a customer out of a workbook: the rows of the tables, kept options, what is said of the file, and every text that names them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ...cells.values import label_key, read_cell
from ...sources.columns.fields import LISTS
from ...sources.columns.recognising import find_columns
from ...sources.options import Options
from ...sources.rows.customers.known import Known
from ...sources.together.order_numbers import scope_in
from ...xlsx.package import Package, TablePart
from ...xlsx.scrubbing import Names
from ...xlsx.sheets.cell_xml import FormulaText
from ...xlsx.sheets.changes import Block
from ..filling import write_block
from ..kept_options import keep, with_kept
from ..source_texts import change_lines
from ..versions.table_rows import closed_up, table_rows
from .anonymising import take_out, template_tabs
from .identities import all_of, order_scopes, without
from .key import Key

GONE = "…"
"""What stands where a text named the customer."""


def take_rows(package: Package, customers: Collection[str], known: Sequence[Known]) -> tuple[int, set[str]]:
    """Take a customer, by all names given, out of the tables. Returns how many rows went, and the numbers of orders in them that are
    nothing else: no other row has them, and no other customer is known by them. The results are to be calculated then.
    """
    wanted = {label_key(customer) for customer in customers}
    count, orders, left = 0, set[str](), {text for one in known for row in one.every() for text in row if text}
    for name, kind in LISTS.items():
        table = package.tables.get(name)
        columns = find_columns(table.headings, kind) if table else {}
        if table and "customer" in columns:
            places = {field: table.headings.index(heading) for field, heading in columns.items()}
            gone, staying = _take_rows(package, table, places["customer"], wanted)
            count += len(gone)
            orders |= {label_key(read_cell(row[places["order"]])) for row in gone} if "order" in places else set()
            left |= {label_key(read_cell(cell)) for row in staying for cell in _labels(row, places)} if gone else set()
    scopes = order_scopes(package)
    orders |= {number.removeprefix(f"{scope.lower()} ") for number in orders if (scope := scope_in(number, scopes)) in scopes[1:]}
    return count, orders - {text.lower() for text in left} - {""}


def _labels(row: Sequence[Any], places: Mapping[str, int]) -> list[Any]:
    """The cells of a row that may name somebody."""
    texts = [cell for cell in row if isinstance(cell, str) and not isinstance(cell, FormulaText)]
    return [*texts, *(row[places[field]] for field in ("customer", "order") if field in places)]


def _take_rows(
    package: Package, table: TablePart, column: int, wanted: Collection[str]
) -> tuple[Sequence[Sequence[Any]], Sequence[Sequence[Any]]]:
    """Returns the rows that went, and those that stay."""
    rows = dict(enumerate(table_rows(package, table), start=table.area.top + 1))
    staying = {number: row for number, row in rows.items() if row[column] is None or label_key(read_cell(row[column])) not in wanted}
    if len(staying) == len(rows):
        return [], [*rows.values()]
    top = table.area.top + 1
    moved = closed_up(staying, top) or [[None] * len(table.headings)]
    write_block(package, {}, Block(top, table.area.left, moved, model_row=top), table)
    return [row for number, row in rows.items() if number not in staying], [*staying.values()]


def take_texts(package: Package, customers: Collection[str], orders: Collection[str]) -> bool:
    """Take a customer, and the numbers of their orders, out of whatever still names them in a calculated workbook. Returns whether
    something did."""
    names = Names(dict.fromkeys([*customers, *orders], GONE))
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


def take_from_key(key: Key, customers: Collection[str], orders: Collection[str]) -> bool:
    """Take a customer, and conditions that name their orders, out of a key. Returns whether they were in it."""
    names = Names(dict.fromkeys([*customers, *orders], GONE))
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
