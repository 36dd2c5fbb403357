"""What a batch is to do: a list of jobs in a file, or one for each value of a column."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..sources.opening.files import files_of
from ..sources.options import Options
from ..xlsx.saving import WorkbookError
from .values import values_of

_FILES = ("data", "customers", "products", "rates", "profile")
"""What a job names that may be a file, and is looked for where the list of jobs is."""
_NO_FILE = re.compile(r"none|[A-Z]{3}=.*")
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
EACH_FILE = "file"
PLACE = "{each}"


@dataclass(frozen=True)
class Jobs:
    """Jobs, and what is to be said of them before: a sentence each."""

    jobs: list[Job]
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Job:
    """A workbook to fill: the arguments of `clv_xl.fill`, of which `given` has those by name. A batch knows a job by its output."""

    template: str | None
    data: Any
    output: Path
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return str(self.output)


def read_jobs(path: str | Path) -> Jobs:
    """The jobs of a file: tables [[job]] with output, data and template, and whatever else `clv_xl.fill` takes; [defaults] is for all of
    them. Files are looked for, and written, from the folder of the file on.

    Raises:
        WorkbookError: which job lacks what.
    """
    folder = Path(path).parent
    try:
        told = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise WorkbookError(f"{path}: there is no such file.") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WorkbookError(f"{path}: this is no list of jobs ({error}); write a table [[job]] for each workbook.") from None
    if unknown := sorted(told.keys() - {"job", "defaults"}):
        raise WorkbookError(f"{path}: {unknown[0]!r} is neither [[job]] nor [defaults].")
    tables, defaults = told.get("job", []), told.get("defaults", {})
    if not isinstance(tables, list) or not isinstance(defaults, dict) or not all(isinstance(one, dict) for one in tables):
        raise WorkbookError(f"{path}: write [defaults] once, and [[job]] in two brackets for each workbook.")
    parts = [_jobs_of({**defaults, **table}, folder, f"{path}, job {number}") for number, table in enumerate(tables, 1)]
    return Jobs(checked([job for part in parts for job in part.jobs], str(path)), [note for part in parts for note in part.notes])


def _jobs_of(table: dict[str, Any], folder: Path, where: str) -> Jobs:
    given = dict(table)
    template, data, output, each = (given.pop(name, None) for name in ("template", "data", "output", "each"))
    if not isinstance(output, str):
        raise WorkbookError(f"{where}: output is missing; name the workbook to write.")
    if not isinstance(template, str | None) or not isinstance(each, str | None):
        raise WorkbookError(f"{where}: template and each are words in quotes.")
    if template and (folder / template).is_file():
        template = str(folder / template)
    given = {name: _placed(value, folder) if name in _FILES else value for name, value in given.items()}
    data = _placed(data, folder)
    if each:
        return jobs_each(template, data, each, str(folder / output), given)
    return Jobs([Job(template, data, folder / output, given)])


def _placed(value: Any, folder: Path) -> Any:
    """A file's name, or several, from a folder on."""
    if isinstance(value, list):
        return [_placed(one, folder) for one in value]
    is_word = not isinstance(value, str) or _NO_FILE.fullmatch(value) or (not Path(value).suffix and not (folder / value).exists())
    return value if is_word else str(folder / value)


def jobs_each(template: str | None, data: Any, each: str, output: str, given: Mapping[str, Any]) -> Jobs:
    """A job for each value of a column, or with "file" for each of several files. {each} in the output is the value, or the file's name.

    Raises:
        WorkbookError, OrderFileError: the output has no place for it, there is no such column, or nothing stands in it.
    """
    if PLACE not in output:
        raise WorkbookError(f"{output}: with --each, write {PLACE} where the value stands in the names: report-{PLACE}.xlsx.")
    if data is None or (isinstance(data, list) and not data):
        raise WorkbookError("--each makes workbooks of a list; name its file.")
    files = files_of(data)
    if each == EACH_FILE:
        listed = files if isinstance(files, list) else [files]
        names = _names([Path(str(file)).name.partition(".")[0] for file in listed])
        return Jobs([Job(template, str(file), Path(output.replace(PLACE, name)), given) for file, name in zip(listed, names)])
    options = given.get("options") or Options(**{name: given[name] for name in ("encoding", "sheet") if name in given})
    found = values_of(files, each, options)
    jobs = []
    for value, name in zip(found.values, _names(found.values)):
        condition = f"{_quoted(found.heading)} = {_quoted(value)}"
        jobs.append(Job(template, files, Path(output.replace(PLACE, name)), _with_condition(given, condition)))
    rows = f"{found.blank:,} row{'s have' if found.blank > 1 else ' has'} nothing in the column {found.heading}"
    return Jobs(jobs, [f"{rows}: in none of the workbooks."] if found.blank else [])


def _with_condition(given: Mapping[str, Any], condition: str) -> dict[str, Any]:
    """The same with one more condition that rows must meet."""
    options: Options | None = given.get("options")
    before = options.where if options else given.get("where")
    where = f"({before}) and {condition}" if before else condition
    return {**given, **({"options": replace(options, where=where)} if options else {"where": where})}


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _names(values: Sequence[str]) -> list[str]:
    """Values as parts of file names, each another one, also where capitals do not count."""
    names: list[str] = []
    taken: Counter[str] = Counter()
    for value in values:
        name = _NOT_IN_NAMES.sub("_", value).strip(" .")[:80] or "_"
        taken[name.casefold()] += 1
        while taken[name.casefold()] > 1:
            name = f"{name}-{taken[name.casefold()]}"
            taken[name.casefold()] += 1
        names.append(name)
    return names


def checked(jobs: list[Job], where: str) -> list[Job]:
    """The jobs, which are some, and write each another file.

    Raises:
        WorkbookError: there is none, or two write the same.
    """
    if not jobs:
        raise WorkbookError(f"{where}: there is no job in it; write a table [[job]] for each workbook.")
    outputs = Counter(str(job.output.resolve()).casefold() for job in jobs)
    for job in jobs:
        if outputs[str(job.output.resolve()).casefold()] > 1:
            raise WorkbookError(f"{where}: two jobs write {job.output}; give each an output of its own.")
    return jobs
