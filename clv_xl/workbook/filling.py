"""Filling the table of a template with the list that a person gives.

The file is changed as a package, not read into openpyxl and saved again, which would drop what openpyxl does not know
(slicers, sparklines, shapes) from a person's own copy.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter

from ..cells.errors import ExcelError
from ..sources.columns.fields import LISTS, ORDERS, DataList
from ..sources.columns.recognising import find_columns
from ..sources.options import Options
from ..sources.problems import ColumnError, OrderFileError
from ..sources.understood import Source
from ..words import Words
from ..xlsx.package import MAX_ROWS, Area, Package, TablePart
from ..xlsx.parts import of_file
from ..xlsx.saving import WorkbookError
from ..xlsx.sheets.cell_xml import MAX_TEXT, FormulaText
from ..xlsx.sheets.changes import Block, Changes, Patch
from ..xlsx.sheets.dynamic_arrays import dynamic_numbers
from ..xlsx.sheets.editor import change_sheet
from ..xlsx.sheets.printing import extend_print_area
from ..xlsx.sheets.reader import find_formulas, is_occupied
from ..xlsx.sheets.views import open_on
from .adding.rows import Addition, add_to, length, together
from .input_values import calculation_day, input_changes, note_day, write_inputs
from .inputs.input import CURRENCY
from .kept_options import keep
from .look.charts import grow_charts
from .source_texts import source_changes
from .templates import TEMPLATE_VERSION, TEMPLATES, template_of
from .versions.table_rows import closed_up, table_rows


def is_template(path: str | Path) -> bool:
    """Whether a file is a workbook to fill, and not one of data."""
    if Path(path).suffix.lower() != ".xlsx":
        return False
    with of_file(path):
        package = Package(path)
        return bool(template_of(package.names) or package.tables.keys() & LISTS.keys())


def table_to_fill(package: Package, data: Any) -> TablePart | None:
    """The table that takes the data; none where the inputs of the template are all.

    Raises:
        WorkbookError: the workbook has no such table, or there is no data for it, or data for none.
    """
    name = template_of(package.names)
    if name and not TEMPLATES[name].table:
        if data is not None:
            raise WorkbookError(f"{name} takes no data file; give its inputs, such as purchase_value=100.")
        return None
    kind = LISTS[TEMPLATES[name].table] if name else next((LISTS[table] for table in LISTS if table in package.tables), ORDERS)
    table = _list_table(package, kind)
    if data is None:
        raise WorkbookError(f"{name or package.name} needs a file of {kind.rows}; name it.")
    return table


def _list_table(package: Package, kind: DataList) -> TablePart:
    if Path(package.name).suffix.lower() != ".xlsx":
        raise WorkbookError(f"{package.name}: a template to fill is an .xlsx workbook; save a copy of it as that.")
    version = package.names.get("template_version", "")
    if version.isdigit() and int(version) > TEMPLATE_VERSION:
        raise WorkbookError(
            f"{package.name}: this template is of version {version}, newer than clv_xl knows ({TEMPLATE_VERSION}); "
            "update it with pip install -U clv_xl."
        )
    table = package.tables.get(kind.table)
    if table is None:
        raise WorkbookError(
            f"{package.name}: there is no table called {kind.table} in it; start from a template, with clv-xl new {kind.template}."
        )
    if table.totals:
        raise WorkbookError(
            f"{package.name}: the table {kind.table} has a row of totals; take it out (Table Design > Total Row) and fill again."
        )
    return table


def write_list(
    package: Package,
    table: TablePart,
    rows: Source,
    reading: Options,
    inputs: Mapping[str, Any],
    *,
    there: Mapping[str, list[Any]] | None = None,
) -> None:
    """Write a list into its table and the inputs with it, and keep how it was read.

    Args:
        package: the workbook.
        table: the table in it.
        rows: the list.
        reading: how it was read.
        inputs: what is given for the inputs, by name.
        there: the rows of the workbook as columns, where the list comes behind them instead of in their place.

    Raises:
        WorkbookError, OrderFileError: the rows do not fit the table or the sheet, or an input is not allowed.
    """
    columns, held, behind, addition = rows.columns, rows.columns, 0, None
    if there is not None:
        name = Path(package.name).name
        addition = add_to(rows, there, name, reading.duplicates)
        columns, behind = addition.columns, length(addition.there)
        held = together(addition.there, columns)
        rows.notes.append(Words("{1} rows were in {2} before, and stay.", f"{behind:,}", name))
        rows.cleaned.as_of = max(filter(None, (rows.as_of, calculation_day(package))), default=None)
    changes = input_changes(package, {**_of_the_source(package, rows), **inputs})
    note_day(package, None if reading.as_of else rows.as_of)
    options = keep(package, reading)
    day = reading.today or dt.date.today()
    for sheet, cells in source_changes(package, rows, held, options, day).items():
        changes.setdefault(sheet, {}).update(cells)
    block = _block(package, table, rows, columns, behind)
    if addition and (addition.changed or addition.gone):
        block = _with_those_there(package, table, addition, rows.kind, block)
    write_block(package, changes, block, table)
    _open_on_answers(package)


def _with_those_there(package: Package, table: TablePart, addition: Addition, kind: DataList, block: Block) -> Block:
    """The rows of a table that stay, with what changes in them, and a block of those that come behind. What is the person's own in a row
    stays in it."""
    top = table.area.top + 1
    places = {field: table.headings.index(heading) for field, heading in find_columns(table.headings, kind).items()}
    rows = table_rows(package, table)[: block.top - top + len(addition.gone)]
    for row, cells in addition.changed.items():
        for field in cells.keys() & places.keys():
            rows[row][places[field]] = cells[field]
    standing = closed_up({top + row: cells for row, cells in enumerate(rows) if row not in addition.gone}, top)
    return Block(top, block.left, [*standing, *block.rows], model_row=top)


def write_averages(package: Package, inputs: Mapping[str, Any]) -> None:
    """Write the inputs of a template that has no list.

    Raises:
        WorkbookError: an input is not allowed.
    """
    write_inputs(package, input_changes(package, dict(inputs)))
    _open_on_answers(package)


def _open_on_answers(package: Package) -> None:
    """Let a filled workbook of ours open on its Dashboard: a new one opens where one begins."""
    if template_of(package.names):
        open_on(package, "Dashboard")  # in every language


def _of_the_source(package: Package, source: Source) -> dict[str, Any]:
    """Inputs that the data settles: the calculation date, and the currency."""
    found = {"as_of": source.as_of, "currency": source.cleaned.currency if source.cleaned.currency in CURRENCY.words else None}
    return {name: value for name, value in found.items() if value is not None and package.cell_of(f"input_{name}")}


def _block(package: Package, table: TablePart, given: Source, cells: Mapping[str, list[Any]], behind: int) -> Block:
    """The rows in the order of the table's own columns; a column of the person's own stays blank."""
    kind, model = given.kind, table.area.top + 1
    top, count = model + behind, length(cells)
    if top + count - 1 > MAX_ROWS:
        raise OrderFileError(f"{given.name}: {count:,} {kind.rows} do not fit; a sheet has room for {MAX_ROWS - top + 1:,}. {kind.shorten}")
    formulas = find_formulas(package.parts[table.sheet.part], dynamic_numbers(package))
    try:
        places = find_columns(table.headings, kind)
    except ColumnError as problem:
        raise WorkbookError(f"{package.name}, table {kind.table}: {problem}.") from None
    fields = {heading: field for field, heading in places.items()}
    if missing := [kind.said(group) for group in kind.missing(places.keys() & cells.keys())]:
        raise WorkbookError(
            f"{package.name}: the table {kind.table} has no column for the {' and the '.join(missing)}; add it, with that heading."
        )
    columns = []
    for column, heading in enumerate(table.headings, start=table.area.left):
        own = next((cell for cell in formulas if cell.place == (model, column)), None)
        if heading in fields and fields[heading] in cells:  # an error as text spoils no plain formula
            columns.append([str(cell) if isinstance(cell, ExcelError) else cell for cell in cells[fields[heading]]])
        elif own:  # a column of the person's own: its formula goes down with the rows
            translator = Translator(f"={own.text}", f"{get_column_letter(column)}{model}")
            rows = range(top, top + count)
            columns.append([FormulaText(translator.translate_formula(f"{get_column_letter(column)}{row}")[1:]) for row in rows])
        else:
            columns.append([None] * count)
    for heading, column in zip(table.headings, columns):
        for row, cell in enumerate(column):
            if isinstance(cell, str) and len(cell) > MAX_TEXT:
                raise OrderFileError(
                    f"{given.name}, {kind.row} {row + 1}: the {heading} has {len(cell):,} characters; a cell holds {MAX_TEXT:,}."
                )
    block = Block(top, table.area.left, list(zip(*columns)), model_row=model)
    below = Area(table.area.bottom + 1, table.area.left, block.area.bottom, table.area.right)
    if block.area.bottom > table.area.bottom and is_occupied(package.parts[table.sheet.part], below):
        raise WorkbookError(
            f"{package.name}: something stands below the table {kind.table}, in {below}, where the {kind.rows} must go; "
            "move it beside the table."
        )
    return block


def write_block(package: Package, inputs: Mapping[str, Mapping[tuple[int, int], Patch]], block: Block, table: TablePart) -> None:
    """Write rows of a table, from the block's top on in place of those that it has, and cells of other places."""
    before = package.parts.copy()
    for sheet in package.sheets:
        changes = Changes(patches=dict(inputs.get(sheet.name, {})))
        if sheet == table.sheet:
            old = Area(block.top, table.area.left, table.area.bottom, table.area.right)
            changes.kept_rows, changes.blocks = {table.area.top + 1}, [block]
            changes.cleared = [old] if old.top <= old.bottom else []
            for cell in find_formulas(package.parts[sheet.part], frozenset()):
                if cell.shared and cell.place not in old:  # its text may stand in a cell that is cleared
                    changes.patches.setdefault(cell.place, Patch(cell.stored, cell.text))
        package.parts[sheet.part] = change_sheet(package.parts[sheet.part], changes)
        extend_print_area(package, sheet, before)
    area = Area(table.area.top, table.area.left, max(block.area.bottom, table.area.top + 1), table.area.right)
    grow_charts(package, table, area)
    package.resize_table(table, area)
