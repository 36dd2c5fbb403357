"""Filling a template: inputs, the list that a person gives where it takes one, and every result.

The file is changed as a package, not read into openpyxl and saved again, which would drop what openpyxl does not know
(slicers, sparklines, shapes) from a person's own copy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter

from ..excel.cells import read_day
from ..excel.errors import ExcelError
from ..orders.account import count_rows
from ..orders.headings import ColumnError, find_columns
from ..orders.lists import LISTS, ORDERS, DataList
from ..orders.parsing import DateOrder, DecimalMark
from ..orders.reading import ListColumns, OrderFileError, read_list
from .celltext import MAX_TEXT, FormulaText
from .changing import Block, Changes, Patch, change_sheet
from .forms import save_form
from .giving import input_changes, without_sample, write_inputs
from .metadata import dynamic_numbers
from .package import MAX_ROWS, Area, Package, TablePart
from .pages import TEMPLATES, template_of
from .recalculating import Recalculation, recalculate_package
from .saving import WorkbookError, check_output, ending_of
from .sheet import find_formulas, is_occupied, last_row
from .templates import TEMPLATE_VERSION, template_path


@dataclass(frozen=True)
class Report:
    """What `fill` did: where the workbook is, which rows counted, and the results by name."""

    output: Path
    columns: dict[str, str]
    rows_read: int
    rows_used: int
    left_out: dict[str, int]
    results: dict[str, Any]
    kept: tuple[str, ...]
    """Cells whose values only Excel can bring; they keep what they had."""
    table: str = ""
    """The Table that was filled."""


def fill(
    template: str | Path | None,
    data: str | Path | Any | None,
    output: str | Path,
    *,
    language: str | None = None,
    host: str = "lite",
    static: bool = False,
    force: bool = False,
    columns: Mapping[str, str] | None = None,
    decimal: DecimalMark | None = None,
    date_order: DateOrder | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    progress: bool = False,
    **inputs: Any,
) -> Report:
    """Fill a template and write the workbook, with live formulas and their values.

    Args:
        template: "transactions", "segments", "subscriptions" or "calculator", or the file of your own copy of one; None for the
            one that the columns of the data fit.
        data: a file (.csv, .xlsx, .parquet and others) or a pandas DataFrame; None for the calculator, whose inputs are all.
            The sample in the ready-made calculator is taken out: what is not among the inputs stays empty.
        output: the workbook to write. An existing one is replaced only with force, never the template or the data.
        language: "en", "nl" or "de", of a ready-made template; left out: en. A copy of your own has its language.
        host: "lite" for an .xlsx that works with xlwings Lite and alone, "lite-2021" for one that works with xlwings Lite in Excel
            2021, which has no LAMBDA, "windows" for an .xlsm with the functions inside,
            "libreoffice" for an .xlsx that calculates in Calc with our extension.
        static: write values only, for people without the add-in.
        force: replace an existing output.
        columns: headings that cannot be told from their words, {"customer": "CustomerID", "amount": "Quantity*UnitPrice"}.
        decimal: "." or ",", where the amounts do not show which.
        date_order: "dmy", "mdy" or "ymd", where the dates do not show which.
        encoding: of a text file that is not UTF-8.
        sheet: of a workbook of data with several.
        progress: show a bar on work over a second.
        **inputs: values for the template's inputs by name without input_: gross_margin=0.4, as_of="2024-06-30".

    Raises:
        WorkbookError, OrderFileError: in one sentence, what is wrong and what to do. No file has been changed then.
    """
    reading = {"columns": columns, "decimal": decimal, "date_order": date_order, "encoding": encoding, "sheet": sheet}
    rows = None
    if template is None:
        rows = read_list(data, *LISTS.values(), **reading)
        template = rows.kind.template
    if str(template) not in TEMPLATES and language is not None:
        raise WorkbookError(f"{template}: a workbook of your own has its language; leave {language} out.")
    source = template_path(str(template), language or "en") if str(template) in TEMPLATES else Path(template)
    check_output(output, force=force, ending=ending_of(host), keep=[source, *([data] if isinstance(data, (str, Path)) else [])])
    with _steps(4, progress) as step:
        package = Package(source)
        table = _table(package, data)
        if str(template) in TEMPLATES:
            inputs = {**without_sample(str(template)), **inputs}
        if isinstance(data, (str, Path)) and package.cell_of("input_data_name"):
            inputs = {"data_name": Path(data).name[:60], **inputs}
        changes = input_changes(package, inputs)
        if table:
            kind = LISTS[table.name]
            step(f"reading the {kind.rows}")
            rows = rows or read_list(data, kind, **reading)
            step(f"writing the {kind.rows}")
            _write(package, changes, _block(package, table, rows), table)
        else:
            write_inputs(package, changes)
        step("calculating")
        recalculation = recalculate_package(package, host=host, static=static)
        step("saving")
        save_form(package, host, output)
        step("")
    return _report(Path(output), rows, recalculation)


def is_template(path: str | Path) -> bool:
    """Whether a file is a workbook to fill, and not one of data."""
    if Path(path).suffix.lower() != ".xlsx":
        return False
    package = Package(path)
    return bool(template_of(package.names) or package.tables.keys() & LISTS.keys())


def _table(package: Package, data: Any) -> TablePart | None:
    """The table to fill; none where the inputs of the template are all."""
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


# The list -----------------------------------------------------------------------------------------------------------


def _block(package: Package, table: TablePart, given: ListColumns) -> Block:
    """The rows in the order of the table's own columns; a column of the person's own stays blank."""
    kind, top = given.kind, table.area.top + 1
    if top + len(given) - 1 > MAX_ROWS:
        raise OrderFileError(
            f"{given.name}: {len(given):,} {kind.rows} do not fit; a sheet has room for {MAX_ROWS - top + 1:,}. {kind.shorten}"
        )
    formulas = find_formulas(package.parts[table.sheet.part], dynamic_numbers(package))
    try:
        places = find_columns(table.headings, kind)
    except ColumnError as problem:
        raise WorkbookError(f"{package.name}, table {kind.table}: {problem}.") from None
    fields = {heading: field for field, heading in places.items()}
    if missing := [kind.said(group) for group in kind.missing(places)]:
        raise WorkbookError(
            f"{package.name}: the table {kind.table} has no column for the {' and the '.join(missing)}; add it, with that heading."
        )
    columns = []
    for column, heading in enumerate(table.headings, start=table.area.left):
        own = next((cell for cell in formulas if cell.place == (top, column)), None)
        if heading in fields and fields[heading] in given.columns:
            cells = given.columns[fields[heading]]
            columns.append([str(cell) if isinstance(cell, ExcelError) else cell for cell in cells])  # as text it spoils no plain formula
        elif own:  # a column of the person's own: its formula goes down with the rows
            translator = Translator(f"={own.text}", f"{get_column_letter(column)}{top}")
            rows = range(top, top + len(given))
            columns.append([FormulaText(translator.translate_formula(f"{get_column_letter(column)}{row}")[1:]) for row in rows])
        else:
            columns.append([None] * len(given))
    for heading, column in zip(table.headings, columns):
        for row, cell in enumerate(column):
            if isinstance(cell, str) and len(cell) > MAX_TEXT:
                raise OrderFileError(
                    f"{given.name}, {kind.row} {row + 1}: the {heading} has {len(cell):,} characters; a cell holds {MAX_TEXT:,}."
                )
    block = Block(top, table.area.left, list(zip(*columns)), model_row=top)
    below = Area(table.area.bottom + 1, table.area.left, block.area.bottom, table.area.right)
    if block.area.bottom > table.area.bottom and is_occupied(package.parts[table.sheet.part], below):
        raise WorkbookError(
            f"{package.name}: something stands below the table {kind.table}, in {below}, where the {kind.rows} must go; "
            "move it beside the table."
        )
    return block


def _write(package: Package, inputs: dict[str, dict[tuple[int, int], Patch]], block: Block, table: TablePart) -> None:
    for sheet in package.sheets:
        changes = Changes(patches=dict(inputs.get(sheet.name, {})))
        if sheet == table.sheet:
            body = Area(table.area.top + 1, table.area.left, table.area.bottom, table.area.right)
            changes.cleared, changes.kept_rows, changes.blocks = [body], {body.top}, [block]
            for cell in find_formulas(package.parts[sheet.part], frozenset()):
                if cell.shared and cell.place not in body:  # its text may stand in a cell that is cleared
                    changes.patches.setdefault(cell.place, Patch(cell.stored, cell.text))
        old = last_row(package.parts.start(sheet.part))
        package.parts[sheet.part] = change_sheet(package.parts[sheet.part], changes)
        package.extend_print_area(sheet, old, last_row(package.parts.start(sheet.part)))
    package.resize_table(table, Area(table.area.top, table.area.left, block.area.bottom, table.area.right))


def _report(output: Path, rows: ListColumns | None, recalculation: Recalculation) -> Report:
    if rows is None:
        return Report(output, {}, 0, 0, {}, recalculation.results, tuple(recalculation.kept))
    as_of = read_day(recalculation.results.get("result_as_of"))  # the workbook's own, whoever set it
    read, used, left_out = count_rows(rows.kind, rows.columns, as_of)
    return Report(output, rows.headings, read, used, left_out, recalculation.results, tuple(recalculation.kept), rows.kind.table)


class _steps:  # noqa: N801  used as a function: `with _steps(...) as step:`
    """A progress bar that appears when the work takes over a second."""

    def __init__(self, count: int, shown: bool) -> None:
        from tqdm import tqdm

        self.bar = tqdm(total=count, delay=1, leave=False, disable=None if shown else True, bar_format="{desc:<20} {bar} {n}/{total}")
        self.begun = False

    def __enter__(self) -> Any:
        def step(what: str) -> None:
            if self.begun:
                self.bar.update(1)
            self.begun = True
            self.bar.set_description(what)

        return step

    def __exit__(self, *_: Any) -> None:
        self.bar.close()
