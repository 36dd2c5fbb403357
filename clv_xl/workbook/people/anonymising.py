"""A workbook without names: customers have codes, and the key to them is a file of its own beside the workbook.

The key is read again the next time, so that the same customer keeps the code; it also keeps conditions that name customers, such as those
of --except.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...cells.values import label_key
from ...sources.columns.recognising import find_columns
from ...sources.options import Options
from ...sources.rows.customers.known import Known
from ...sources.source import Source
from ...words import Words
from ...xlsx.package import Package, TablePart
from ...xlsx.saving import WorkbookError
from ...xlsx.scrubbing import Names, scrub, texts_in
from ...xlsx.sheets.changes import Changes, Patch
from ...xlsx.sheets.editor import change_sheet
from ..templates import language_of, template_of, template_path
from ..versions.table_rows import table_rows
from .identities import after, call_alike, keep_order_scopes, order_scopes, read_known, with_customers, write_known
from .key import Key, is_order_code, key_path

MARK = "template_anonymised"
"""The defined name that says that the customers of a workbook are codes."""
_IN_THE_KEY = "kept in the key"
"""What a workbook keeps of a condition that names customers."""
_CONDITIONS = ("where", "excluded")


def is_anonymised(package: Package) -> bool:
    return package.names.get(MARK) == "1"


def open_key(package: Package, table: TablePart | None, wanted: bool, template: str | Path, output: str | Path, *, add: bool) -> Key | None:
    """The key of a workbook whose customers are to be codes, or are already; None for any other.

    Raises:
        WorkbookError: rows are to be added to codes whose key is gone, which would make two customers of one; or there are no customers.
    """
    if table is None and wanted:
        raise WorkbookError(f"{template}: this workbook holds no customers; leave --anonymise out.")
    if table is None or not (wanted or is_anonymised(package)):
        return None
    key = Key()
    for book in (template, output):
        key.read(key_path(book))
    if add and is_anonymised(package) and not key.customers:
        raise WorkbookError(
            f"{template}: its customers are codes, and their key {key_path(template).name} is not beside it; put it back there."
        )
    return key


def with_conditions(options: Options, key: Key, book: str | Path) -> Options:
    """Options as a workbook keeps them, with the conditions that the key keeps.

    Raises:
        WorkbookError: the key does not have them.
    """
    given = {name: key.conditions.get(name) for name in _CONDITIONS if getattr(options, name) == _IN_THE_KEY}
    if None in given.values():
        raise WorkbookError(
            f"{book}: a condition on its rows is kept in its key {key_path(book).name}; put it back beside it, or say it again."
        )
    return replace(options, **given)


def _options_to_keep(options: Options, key: Key, headings: Collection[str]) -> Options:
    """Options as the workbook keeps them: conditions on columns that tell who a customer is go into the key. headings: those columns."""
    names, told = key.names(), [heading.lower() for heading in headings]
    kept = {}
    for name in _CONDITIONS:
        text = getattr(options, name)
        key.conditions.pop(name, None)
        if text and ("@" in text or any(heading in text.lower() for heading in told) or names.without(text, True, True) != text):
            key.conditions[name], kept[name] = text, _IN_THE_KEY
    return replace(options, **kept)


def known_customers(book: Path, package: Package, there: dict[str, list[Any]] | None, key: Key | None) -> Known:
    """Who the customers of a workbook are to which rows are added; nobody else's are known. there: the rows that stay, as columns."""
    if there is None:
        return Known(texts=key is not None)
    known = key.known if key and is_anonymised(package) else read_known(book, package)
    codes = {code.lower(): customer for customer, code in key.customers.values()} if key else {}
    orders = order_scopes(package) if any(cell is not None for cell in there.get("order", [])) else ()
    return replace(with_customers(known, there, codes), texts=key is not None, orders=orders)


def remember(package: Package, table: TablePart, source: Source, there: dict[str, list[Any]] | None, known: Known, key: Key | None) -> None:
    """Keep who the customers of a workbook are with those of a list, and call those alike who are one."""
    names = source.recognised.names
    if there is not None:
        heading = find_columns(table.headings, source.kind).get("customer")
        call = {label_key(key.code(one)): key.code(other) for one, other in names.items()} if key and is_anonymised(package) else names
        if heading and known.kind:
            call_alike(package, table, table.headings.index(heading), there, source, call)
    now = after(known, source, there is not None)
    if key:
        key.known = now
    has_orders = "order" in find_columns(table.headings, source.kind)
    keep_order_scopes(package, source.recognised.orders if has_orders else ())
    write_known(package, Known() if key else now)


def hide(
    package: Package,
    table: TablePart,
    source: Source,
    there: dict[str, list[Any]] | None,
    key: Key,
    reading: Options,
    inputs: dict[str, Any],
) -> tuple[Options, dict[str, Any]]:
    """Put codes for the customers in a workbook's table and in what comes into it. Returns options and inputs that name nobody.

    Args:
        package: the workbook.
        table: the table.
        source: the rows that come; what is said of them names nobody either.
        there: the rows of the table that stay, as columns.
        key: who the codes are; it is added to.
        reading: how the source was read.
        inputs: what is given for the inputs.
    """
    headings = source.recognised.headings
    key.known_as.update(source.recognised.texts)
    if not is_anonymised(package):
        _hide_column(package, table, source, "customer", key.code)
        if there and "customer" in there:
            there["customer"] = [key.code(customer) for customer in there["customer"]]
        package.define({MARK: "1"})
    if "customer" in source.columns:
        source.columns["customer"] = [key.code(customer) for customer in source.columns["customer"]]
    _hide_orders(package, table, source, there, key)
    names = key.names()
    for field, cells in source.columns.items():
        if field not in ("customer", "order"):
            known = {cell: names.without(names.whole(cell), False, True) for cell in {cell for cell in cells if isinstance(cell, str)}}
            source.columns[field] = [known[cell] if isinstance(cell, str) else cell for cell in cells]
    source.notes[:] = [_without(note, names) for note in source.notes]
    source.name = names.without(source.name, True, True)
    hidden = {name: names.without(value, True, True) if name == "data_name" else value for name, value in inputs.items()}
    return _options_to_keep(reading, key, headings), hidden


def _hide_orders(package: Package, table: TablePart, source: Source, there: dict[str, list[Any]] | None, key: Key) -> None:
    """Put codes for the numbers of orders, also for those that a person has typed beside codes."""
    scopes = source.recognised.orders
    numbers = there.get("order", []) if there else []
    if not key.secret and any(map(is_order_code, numbers)):
        raise WorkbookError(f"{package.name}: its orders have codes, and its key does not say how they were made; put the right one back.")

    def code(number: Any) -> Any:
        return key.order_code(number, scopes)

    _hide_column(package, table, source, "order", code)
    for columns in (source.columns, there or {}):
        if "order" in columns:
            columns["order"] = [*map(code, columns["order"])]
    source.recognised.not_shown = {label_key(code(number)): reason for number, reason in source.recognised.not_shown.items()}


def _hide_column(package: Package, table: TablePart, source: Source, field: str, code: Callable[[Any], Any]) -> None:
    """Put codes into a column of a table, where it has that."""
    heading = find_columns(table.headings, source.kind).get(field)
    if heading is None:
        return
    column = table.headings.index(heading)
    rows = enumerate(table_rows(package, table), start=table.area.top + 1)
    patches = {(number, table.area.left + column): Patch(code(row[column]), "") for number, row in rows if row[column] is not None}
    package.parts[table.sheet.part] = change_sheet(package.parts[table.sheet.part], Changes(patches))


def seal(package: Package, key: Key, output: str | Path) -> None:
    """Take what still names somebody out of a calculated workbook, and write the key beside it."""
    take_out(package, key.names())
    key.write(key_path(output))


def take_out(package: Package, names: Names) -> None:
    """Take names out of a workbook, but for what its template has: a customer may be called as a column is."""
    template = _template(package)
    scrub(package, names, texts_in(template) if template else (), template_tabs(package))


def template_tabs(package: Package) -> set[str]:
    """What the pages of a workbook's template are called."""
    template = _template(package)
    return {sheet.name for sheet in template.sheets} if template else set()


def _template(package: Package) -> Package | None:
    name = template_of(package.names)
    return Package(template_path(name, language_of(package.names))) if name else None


def _without(text: Any, names: Names, depth: int = 0) -> Any:
    """A text of ours whose parts name nobody. depth: in how many others it stands; a short number is an id only in a list of examples,
    which is a text in a text, and else a count."""
    if isinstance(text, Words):
        return Words(text.text, *(_without(part, names, depth + 1) for part in text.parts), context=text.context)
    if not isinstance(text, str):
        return text
    is_count = depth < 2 and text.replace(",", "").isdigit()
    return text if is_count else names.without(names.whole(text), True, True)
