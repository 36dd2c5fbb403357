"""A workbook without names: customers have codes, and the key to them is a file of its own beside the workbook.

A code is made by chance and says nothing of its customer. The key is read again the next time, so that the same customer keeps the code;
it also keeps conditions that name customers, such as those of --except.
"""

from __future__ import annotations

import csv
import io
import json
import secrets
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...cells.values import label_key, read_cell
from ...sources.columns.recognising import find_columns
from ...sources.options import Options
from ...sources.rows.customers.known import Known, KnownBy
from ...sources.source import Source
from ...words import Words
from ...xlsx.package import Package, TablePart
from ...xlsx.saving import WorkbookError, new_file
from ...xlsx.scrubbing import Names, scrub, texts_in
from ...xlsx.sheets.changes import Changes, Patch
from ...xlsx.sheets.editor import change_sheet
from ..templates import language_of, template_of, template_path
from ..versions.table_rows import table_rows
from .identities import after, call_alike, read_known, with_customers, write_known

MARK = "template_anonymised"
"""The defined name that says that the customers of a workbook are codes."""
_IN_THE_KEY = "kept in the key"
"""What a workbook keeps of a condition that names customers."""
_KNOWN = "--known"
"""What stands in place of a code beside what the files knew a customer by."""
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_HEADINGS = ["customer", "code"]
_CONDITIONS = ("where", "excluded")


def key_path(book: str | Path) -> Path:
    """Where the key of a workbook is."""
    return Path(book).with_suffix(".key.csv")


class Key:
    """Who the codes are."""

    def __init__(self) -> None:
        self.customers: dict[str, tuple[str, str]] = {}
        """By name as it is compared: the name as it was written first, and the code."""
        self.conditions: dict[str, str] = {}
        self.known = Known()
        """What the files knew the customers by."""
        self.known_as: set[str] = set()
        """Other names, addresses and ids of the customers of this fill; they are not in the file."""
        self.codes: set[str] = set()

    def read(self, path: Path) -> None:
        """Add what a file holds, if it is there.

        Raises:
            WorkbookError: it is no key.
        """
        try:
            with path.open(newline="", encoding="utf-8-sig") as file:
                rows = list(csv.reader(file))
        except FileNotFoundError:
            return
        except (OSError, UnicodeDecodeError, csv.Error) as problem:
            raise WorkbookError(f"{path}: this key cannot be read ({problem}).") from None
        if rows[:1] != [_HEADINGS] or any(len(row) != 2 for row in rows):
            raise WorkbookError(f"{path}: this is no key of clv_xl, whose columns are customer and code; put the right one back.")
        known = [json.loads(text) for text, code in rows[1:] if code == _KNOWN]
        if known and not self.known.kind:
            (kind, scope), *others = known
            self.known = Known(kind, scope, tuple(KnownBy(*row) for row in others))
        for customer, code in rows[1:]:
            if code == _KNOWN:
                continue
            if code.startswith("--"):
                self.conditions.setdefault(code[2:], customer)
            else:
                self.customers.setdefault(label_key(customer), (customer, code))
                self.codes.add(code)

    def write(self, path: Path) -> None:
        """Write the key whole, for its owner alone."""
        text = io.StringIO()
        rows = csv.writer(text)
        rows.writerow(_HEADINGS)
        rows.writerows(self.customers.values())
        rows.writerows((condition, f"--{name}") for name, condition in self.conditions.items())
        if self.known.kind:
            kept = [(self.known.kind, self.known.scope), *self.known.rows]
            rows.writerows((json.dumps(row, ensure_ascii=False), _KNOWN) for row in kept)
        with new_file(path, private=True) as target:
            target.write(text.getvalue().encode("utf-8-sig"))

    def code(self, customer: Any) -> Any:
        """The code of a customer, a new one where there is none; a blank stays blank, and so does a code."""
        cell = read_cell(customer)
        name = label_key(cell) if cell is not None else ""
        if not name or str(customer) in self.codes:
            return customer
        if name not in self.customers:
            code = ""
            while not code or code in self.codes:
                code = "C-" + "".join(secrets.choice(_LETTERS) for _ in range(8))
            written = str(int(customer)) if isinstance(customer, float) and customer.is_integer() else str(customer)
            self.customers[name] = (written, code)
            self.codes.add(code)
        return self.customers[name][1]

    def names(self) -> Names:
        """All that is known of customers, with what takes its place."""
        known = (text for row in self.known.rows for text in (row.id, row.email, row.name) if text)
        return Names({**dict.fromkeys([*known, *self.known_as], "…"), **dict(self.customers.values())})


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
    return replace(with_customers(known, there, codes), texts=key is not None)


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
        if heading := find_columns(table.headings, source.kind).get("customer"):
            _hide_column(package, table, table.headings.index(heading), key)
        if there and "customer" in there:
            there["customer"] = [key.code(customer) for customer in there["customer"]]
        package.define({MARK: "1"})
    if "customer" in source.columns:
        source.columns["customer"] = [key.code(customer) for customer in source.columns["customer"]]
    names = key.names()
    for field, cells in source.columns.items():
        if field != "customer":
            known = {cell: names.without(names.whole(cell), False, True) for cell in {cell for cell in cells if isinstance(cell, str)}}
            source.columns[field] = [known[cell] if isinstance(cell, str) else cell for cell in cells]
    source.notes[:] = [_without(note, names) for note in source.notes]
    source.name = names.without(source.name, True, True)
    hidden = {name: names.without(value, True, True) if name == "data_name" else value for name, value in inputs.items()}
    return _options_to_keep(reading, key, headings), hidden


def _hide_column(package: Package, table: TablePart, column: int, key: Key) -> None:
    rows = enumerate(table_rows(package, table), start=table.area.top + 1)
    patches = {(number, table.area.left + column): Patch(key.code(row[column]), "") for number, row in rows if row[column] is not None}
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
