"""What came of a batch: a report for programs, which a later run goes on from, and a workbook for people."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from ..sources.opening.files import files_of
from ..sources.options import Options
from ..sources.problems import OrderFileError
from ..version import __version__
from ..xlsx.saving import WorkbookError, new_file
from .jobs import Job
from .outcome import Outcome

_HEADINGS = ("Workbook", "State", "What to do", "Rows read", "Rows used", "Customers", "Checks")
_WIDTHS = (36, 10, 60, 12, 12, 12, 24)
_NAMES = {"filled": "Filled", "failed": "Failed", "kept": "As before", "waiting": "Not done"}


def digest_of(job: Job) -> str:
    """What tells a job from another: its arguments, the version, and the sizes and times of its files. Nothing where it has other data than
    files: what stands in these is not compared."""
    options: Options = job.given.get("options") or Options()
    given = {**job.given, "options": replace(options, today=None), "force": None}
    beside = [given.get(name) or getattr(options, name) for name in ("customers", "products", "rates", "profile")]
    if any(not isinstance(one, (str, Path, Mapping, list, tuple, type(None))) for one in (job.data, *beside)):
        return ""
    files = [str(job.template), *_files(job.data), *(file for one in beside for file in _files(one))]
    known = [(file, found.st_size, found.st_mtime_ns) for file in files if Path(file).is_file() and (found := Path(file).stat())]
    said = repr((__version__, job.template, repr(job.data), job.name, sorted((name, repr(value)) for name, value in given.items()), known))
    return hashlib.sha256(said.encode()).hexdigest()[:20]


def _files(data: Any) -> list[str]:
    """The files that are meant, also by a folder or a pattern."""
    if data is None or isinstance(data, Mapping):
        return []
    try:
        found = files_of(data)
    except OrderFileError:
        return []  # the job itself says what is wrong
    return [str(one) for one in (found if isinstance(found, (list, tuple)) else [found])]


def earlier_report(path: str | Path | None, *, resume: bool) -> dict[str, Outcome]:
    """What an earlier run says it has done, by output; nothing where it is not to be resumed.

    Raises:
        WorkbookError: there is no report to go on from, or the file is none.
    """
    if not resume:
        return {}
    if path is None:
        raise WorkbookError("to resume a batch, name the report of the run before.")
    try:
        told = json.loads(Path(path).read_text(encoding="utf-8"))
        outcomes = [Outcome(**{**one, "output": Path(one["output"]), "options": tuple(one["options"])}) for one in told["jobs"]]
    except FileNotFoundError:
        return {}  # nothing has been done yet
    except (OSError, ValueError, KeyError, TypeError):
        raise WorkbookError(f"{path}: this is no report of a batch; name another, or leave --resume out.") from None
    return {str(one.output): one for one in outcomes}


def check_reports(*paths: str | Path | None, force: bool) -> None:
    """Refuse to replace a report that is there, without force.

    Raises:
        WorkbookError: which.
    """
    for path in paths:
        if path is not None and Path(path).exists() and not force:
            raise WorkbookError(f"{path}: this file exists; say --resume to go on from it, or --force to begin anew.")


def report_of(outcomes: Mapping[str, Outcome]) -> str:
    """The report as JSON."""
    states = {state: sum(one.state == state for one in outcomes.values()) for state in ("filled", "kept", "failed", "waiting")}
    told = [{**asdict(one), "output": str(one.output), "options": list(one.options)} for one in outcomes.values()]
    return json.dumps({"of": len(told), **states, "jobs": told}, ensure_ascii=False, indent=2, allow_nan=False)


def write_report(path: str | Path | None, outcomes: Mapping[str, Outcome]) -> None:
    """Write the report, whole, where one is asked for."""
    if path is not None:
        with new_file(path) as target:
            target.write(report_of(outcomes).encode())


def write_summary(path: str | Path, outcomes: Mapping[str, Outcome]) -> None:
    """A workbook with a row for each job: what came of it, and its results."""
    import openpyxl
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    results = list(dict.fromkeys(name for one in outcomes.values() for name in one.report.get("results", {}) if name != "result_checks"))
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Workbooks"
    sheet.append([*_HEADINGS, *(name.removeprefix("result_").replace("_", " ").capitalize() for name in results)])
    for number, one in enumerate(outcomes.values(), 2):
        found = one.report.get("results", {})
        for column, value in enumerate([*_first_cells(one), *map(found.get, results)], 1):
            cell = sheet.cell(number, column, value)
            if isinstance(value, str):
                cell.data_type = "s"  # a text that begins with = is no formula
            elif isinstance(value, float):
                cell.number_format = "#,##0" if value == round(value) else "#,##0.00" if abs(value) >= 1 else "0.0000"
        if one.state in ("filled", "kept"):
            sheet.cell(number, 1).hyperlink = _from(one.output, Path(path))
            sheet.cell(number, 1).style = "Hyperlink"
    for column, width in enumerate([*_WIDTHS, *[16] * len(results)], 1):
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    content = io.BytesIO()
    book.save(content)
    with new_file(path) as target:
        target.write(content.getvalue())


def _first_cells(one: Outcome) -> list[Any]:
    rows: Mapping[str, Any] = one.report.get("rows", {})
    counts = [rows.get("read"), rows.get("used"), one.report.get("customers")]
    return [one.output.name, _NAMES[one.state], one.error or None, *counts, one.report.get("checks")]


def _from(output: Path, summary: Path) -> str:
    """The way from the summary to a workbook, for links that go on working where both are moved."""
    import os
    from urllib.parse import quote

    try:
        way = os.path.relpath(output.resolve(), summary.resolve().parent)
    except ValueError:  # on another drive
        return output.resolve().as_uri()
    return quote(way.replace(os.sep, "/"))
