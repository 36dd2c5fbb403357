"""Whole jobs with templates: fill one, copy one, build one.

A file is changed as a package, not read into openpyxl and saved again, which would drop what openpyxl does not know (slicers,
sparklines, shapes) from a person's own copy.
"""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from .hosts import ending_of
from .hosts.equipment import recalculate_for, save_for
from .sources.columns.fields import BESIDE, LISTS, DataList
from .sources.opening.files import files_of
from .sources.options import Options, in_python
from .sources.problems import OrderFileError
from .sources.progress import steps
from .sources.report import as_json
from .sources.rows.customers.known import Known
from .sources.source import read_list
from .sources.understood import Source
from .workbook.adding.rows import filled_columns
from .workbook.filling import table_to_fill, write_averages, write_list
from .workbook.input_values import (
    input_day,
    take_sample_out,
    typed_day,
    without_sample,
)
from .workbook.kept_options import with_kept
from .workbook.people.anonymising import hide, known_customers, open_key, remember, seal, with_conditions
from .workbook.people.key import key_path
from .workbook.recalculating import Recalculation
from .workbook.samples import inputs_in, list_in, sample_of
from .workbook.templates import TEMPLATES, template_path
from .workbook.versions.upgrading import rebuilt
from .xlsx.package import Package
from .xlsx.parts import of_file
from .xlsx.saving import WorkbookError, check_output


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
    source: Source | None = None
    """What was read, with the account of every row and cent."""
    notes: tuple[str, ...] = ()
    """What was done to the workbook besides: a sentence each."""


def fill(
    template: str | Path | None,
    data: str | Path | Sequence[str | Path] | Any | None,
    output: str | Path,
    *,
    language: str | None = None,
    host: str = "lite",
    static: bool = False,
    force: bool = False,
    add: bool = False,
    kept: bool = True,
    anonymise: bool = False,
    options: Options | None = None,
    progress: bool = False,
    today: dt.date | None = None,
    **given: Any,
) -> Report:
    """Fill a template and write the workbook, with live formulas and their values.

    Args:
        template: "transactions", "segments", "subscriptions" or "calculator", or the file of your own copy of one; None for the
            one that the columns of the data fit.
        data: a file (.csv, .xlsx, .parquet and others), several that are one list, of one program or more, a folder of them, or a
            pandas DataFrame; None for the calculator, whose inputs are all.
            The sample in the ready-made calculator is taken out: what is not among the inputs stays empty.
        output: the workbook to write. An existing one is replaced only with force, never the template or the data.
        language: "en", "nl" or "de", of a ready-made template; left out: en. A copy of your own has its language.
        host: "lite" for an .xlsx that works with xlwings Lite and alone, "lite-2021" for one that works with xlwings Lite in Excel
            2021, which has no LAMBDA, "windows" for an .xlsm with the functions inside, "libreoffice" for an .xlsx that calculates in
            Calc with our extension.
        static: write values only, for people without the add-in.
        force: replace an existing output.
        add: put the rows behind those that a workbook of your own has, instead of replacing them; orders that are there already, by
            their numbers, are left out.
        kept: read the data as a workbook of your own keeps it from the last time, where nothing else is said.
        anonymise: put codes for the customers; who they are stands in a file beside the output alone, report.key.csv for report.xlsx,
            which is read again the next time. A workbook with codes gets codes without being told.
        options: how the data is read, as a whole; else by name among `given`.
        progress: show a bar on work over a second.
        today: the last day that is not in the future; the clock's where left out.
        **given: what `Options` has, by name, where the data does not show it: where="Status = paid", currency="EUR", decimal=","; the
            heading of a field, or an expression over headings: amount="Total - Tax", customer="CustomerID" (columns={...} where an
            input has that name); customers="crm.csv" or a frame, with the channel, segment and country of customers, and products=
            with their names and costs; and values for the template's inputs by name without input_: gross_margin=0.4, as_of="2024-06-30".

    Raises:
        WorkbookError, OrderFileError: in one sentence, what is wrong and what to do. No file has been changed then.
    """
    data = files_of(data)
    reading, inputs = _sorted_out(options, given, template, today or dt.date.today(), data is not None)
    rows = None
    if template is None:
        with steps(1, progress) as step:
            step("reading the data")
            rows = _read(data, tuple(LISTS.values()), reading, options is None, Known(texts=anonymise))
        template = rows.kind.template
    source = _book_to_fill(str(template), language, add=add)
    read = [*_files(data), *_files(reading.customers), *_files(reading.products)]
    check_output(output, force=force, ending=ending_of(host), keep=[source, *read])
    with of_file(source), steps(4, progress) as step:
        given_book = package = Package(source)
        if newer := None if str(template) in TEMPLATES else rebuilt(given_book):
            package = newer.package
        table = table_to_fill(package, data)
        if kept and table:
            reading = with_kept(reading, package)
        if key := open_key(package, table, anonymise, source, output, add=add):
            reading = with_conditions(reading, key, source)
        reading, inputs = _settled(package, str(template), data, reading, inputs)
        if table:
            kind = LISTS[table.name]
            step(f"reading the {kind.rows}")
            there = filled_columns(source, given_book.tables[table.name], kind) if add else None
            known = known_customers(source, package, there, key)
            rows = rows or _read(data, (kind,), reading, options is None, known)
            step(f"writing the {kind.rows}")
            remember(package, table, rows, there, known, key)
            if key:
                reading, inputs = hide(package, table, rows, there, key, reading, inputs)
            write_list(package, table, rows, reading, inputs, there=there)
        else:
            write_averages(package, inputs)
        step("calculating")
        recalculation = recalculate_for(package, host, static=static)
        step("saving")
        if key:
            seal(package, key, output)
        save_for(package, host, output)
        step("")
    said = (f"Customers are codes; who they are stands in {key_path(output)} alone.",) if key else ()
    return _report(Path(output), rows, recalculation, (*(newer.sentences if newer else ()), *said))


def _book_to_fill(template: str, language: str | None, *, add: bool) -> Path:
    """The file of a ready-made template, or of a workbook of one's own."""
    if template not in TEMPLATES and language is not None:
        raise WorkbookError(f"{template}: a workbook of your own has its language; leave {language} out.")
    if add and template in TEMPLATES:
        raise WorkbookError(f"--add puts rows into a workbook of your own; name its file instead of {template}.")
    return template_path(template, language or "en") if template in TEMPLATES else Path(template)


def _settled(package: Package, template: str, data: Any, reading: Options, inputs: dict[str, Any]) -> tuple[Options, dict[str, Any]]:
    """Options and inputs with what the workbook and the name of the file say, where nothing else is said."""
    if "as_of" not in inputs and reading.as_of is None and (typed := typed_day(package)):
        reading = replace(reading, as_of=typed)
        inputs = {"as_of": typed, **inputs}
    if template in TEMPLATES:
        inputs = {**without_sample(template), **inputs}
    if (name := _data_name(data)) and package.cell_of("input_data_name"):
        inputs = {"data_name": name, **inputs}
    return reading, inputs


def _data_name(data: Any) -> str:
    """What a file is called on the pages, and of several the first."""
    files = _files(data)
    return (Path(files[0]).name + (f" + {len(files) - 1}" if len(files) > 1 else ""))[:60] if files else ""


def _files(data: Any) -> list[str | Path]:
    return [data] if isinstance(data, (str, Path)) else [*data] if isinstance(data, (list, tuple)) else []


def report_json(report: Report) -> str:
    """What `fill` did as JSON: what was understood of the data, the results by name, and the verdict of the checks."""
    known = as_json(report.source) if report.source else {}
    results = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in report.results.items()}
    plain = {name: value if isinstance(value, (int, float, str, type(None))) else str(value) for name, value in results.items()}
    written = {
        "output": str(report.output),
        "workbook": list(report.notes),
        "results": plain,
        "checks": report.results.get("result_checks"),
    }
    return json.dumps({**known, **written}, ensure_ascii=False, indent=2, allow_nan=False)


def demo(
    template: str,
    output: str | Path,
    data: str | None = None,
    language: str = "en",
    host: str = "lite",
    *,
    force: bool = False,
    progress: bool = False,
) -> tuple[Report, str]:
    """Fill a template with one of its samples, the first where data names none. The answer says too where the sample comes from.

    Raises:
        WorkbookError: there is no such template or sample, or the output cannot be written.
    """
    template_path(template, language)  # a name that is none
    sample = sample_of(template, data)
    check_output(output, force=force, ending=ending_of(host), keep=[])
    rows, inputs = list_in(sample, language), inputs_in(sample, language)
    return fill(template, rows, output, language=language, host=host, force=force, progress=progress, **inputs), sample.note


def new(name: str, output: str | Path, language: str = "en", host: str = "lite", *, empty: bool = False) -> Path:
    """A copy of a template, to fill in by hand or by a script; with empty, without the sample that some templates hold."""
    package = Package(template_path(name, language))
    ending_of(host)  # a host that is none
    if empty:
        take_sample_out(package, name)
    if host != "lite" or empty:
        recalculate_for(package, host)
    save_for(package, host, output)
    return Path(output)


def build_template(name: str, language: str = "en") -> bytes:
    """The workbook file of a template, built from code: the same bytes each time."""
    from .workbook.building import build_package  # loads every page, which the other jobs do without

    package = build_package(name, language)
    recalculate_for(package)
    result = io.BytesIO()
    package.write(result, compression=9)
    return result.getvalue()


def _sorted_out(
    options: Options | None, given: Mapping[str, Any], template: Any, today: dt.date, with_data: bool
) -> tuple[Options, dict[str, Any]]:
    """What is said of the data, and the inputs."""
    made = TEMPLATES.get(str(template))
    own = {name for block in (TEMPLATES.values() if made is None else [made]) for name in block.inputs}
    known = {one.name for one in fields(Options)} - {"as_of", "today"}
    columns = {field.said_as: field.name for kind in LISTS.values() for field in kind.fields} | {name: name for name in BESIDE}
    if options is None and not with_data:  # the calculator has an input of this name
        known -= {"customers"}
    elif options is None:
        own -= {"customers"}
    said = {name: value for name, value in given.items() if name in known}
    named = {name: value for name, value in given.items() if name in columns and name not in own and name not in known}
    inputs = {name: value for name, value in given.items() if name not in named and (name not in known or name in own)}
    if options is None:
        said["columns"] = {**(said.get("columns") or {}), **{columns[name]: heading for name, heading in named.items()}}
        options = Options(**said)
    day = input_day(inputs.get("as_of"))
    return replace(options, as_of=day or options.as_of, today=today), inputs


def _read(data: Any, kinds: tuple[DataList, ...], options: Options, in_words_of_python: bool, known: Known) -> Source:
    try:
        source = read_list(data, *kinds, options=options, known=known)
        source.needs_some()
        return source
    except OrderFileError as problem:
        raise OrderFileError(in_python(str(problem)), problem.options) if in_words_of_python else problem from None


def _report(output: Path, rows: Source | None, recalculation: Recalculation, notes: tuple[str, ...]) -> Report:
    if rows is None:
        return Report(output, {}, 0, 0, {}, recalculation.results, tuple(recalculation.kept), notes=notes)
    account = rows.account
    return Report(
        output,
        rows.headings,
        account.read.rows,
        account.used.rows,
        account.rows_left_out,
        recalculation.results,
        tuple(recalculation.kept),
        rows.kind.table,
        rows,
        notes,
    )
