"""Whole jobs with files: fill a template, copy one, recalculate a workbook, build a template.

A file is changed as a package, not read into openpyxl and saved again, which would drop what openpyxl does not know (slicers,
sparklines, shapes) from a person's own copy.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .cells.values import read_day
from .hosts import ending_of
from .hosts.equipment import recalculate_for, save_for
from .lists.account import count_rows
from .sources.lists import LISTS
from .sources.parsing import DateOrder, DecimalMark
from .sources.reading import ListColumns, read_list
from .workbook.filling import fill_table, table_to_fill
from .workbook.input_values import input_changes, take_sample_out, without_sample, write_inputs
from .workbook.recalculating import Recalculation
from .workbook.templates import TEMPLATES, template_path
from .xlsx.package import Package
from .xlsx.saving import WorkbookError, check_output, new_file


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
        host: "lite" for an .xlsx that works with xlwings Lite and alone, "windows" for an .xlsm with the functions inside,
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
        table = table_to_fill(package, data)
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
            fill_table(package, table, rows, changes)
        else:
            write_inputs(package, changes)
        step("calculating")
        recalculation = recalculate_for(package, host, static=static)
        step("saving")
        save_for(package, host, output)
        step("")
    return _report(Path(output), rows, recalculation)


def new(name: str, output: str | Path, language: str = "en", host: str = "lite", *, empty: bool = False) -> Path:
    """A copy of a template, to fill in by hand or by a script; with empty, without the sample that some templates hold."""
    source = template_path(name, language)
    ending_of(host)  # a host that is none
    if host == "lite" and not empty:
        with new_file(output) as target:
            target.write(source.read_bytes())
    else:
        package = Package(source)
        if empty:
            take_sample_out(package, name)
        recalculate_for(package, host)
        save_for(package, host, output)
    return Path(output)


def recalculate(path: str | Path, output: str | Path | None = None, *, force: bool = False) -> Recalculation:
    """Recalculate a workbook with the Python functions, as Excel would with the add-in.

    Args:
        path: the workbook, in any state: filled by a script, edited by hand, saved by openpyxl.
        output: where to write; the workbook itself where left out. It is replaced whole, or not at all.
        force: replace an output that exists and is not the workbook itself.

    Raises:
        WorkbookError: in one sentence, what is wrong with the file and what to do.
    """
    if output is not None and Path(output).resolve() != Path(path).resolve():
        check_output(output, force=force)
    package = Package(path)
    result = recalculate_for(package)
    package.save(output or path)
    return result


def build_template(name: str, language: str = "en") -> bytes:
    """The workbook file of a template, built from code: the same bytes each time.

    Raises:
        MissingWordsError: the language has no words for some of its texts.
    """
    from .workbook.building import build_package  # loads every page, which the other jobs do without

    package = build_package(name, language)
    recalculate_for(package)
    result = io.BytesIO()
    package.write(result, compression=9)
    return result.getvalue()


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
