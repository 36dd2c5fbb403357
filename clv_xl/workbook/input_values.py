"""Giving values to the inputs of a workbook, by name."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

from ..cells.values import Cell, is_range, read_cell, text_of
from ..sources.problems import AmbiguousError
from ..sources.values.amounts import parse_amounts
from ..sources.values.dates import parse_dates
from ..xlsx.package import Area, Package
from ..xlsx.saving import WorkbookError
from ..xlsx.sheets.cell_xml import MAX_TEXT
from ..xlsx.sheets.changes import Changes, Patch
from ..xlsx.sheets.editor import change_sheet
from ..xlsx.sheets.reader import cells_in, cells_of, stored_value
from .inputs.input import CURRENCY, Input
from .templates import TEMPLATES, language_of, template_of
from .translation import in_language


def input_changes(package: Package, inputs: Mapping[str, Any]) -> dict[str, dict[tuple[int, int], Patch]]:
    """The input cells to set, by sheet."""
    known = [name.removeprefix("input_") for name in package.names if name.startswith("input_")]
    language = language_of(package.names)
    fields = TEMPLATES[template_of(package.names) or "transactions"].inputs
    changes: dict[str, dict[tuple[int, int], Patch]] = {}
    for name, value in inputs.items():
        place = package.cell_of(f"input_{name}")
        if place is None:
            raise WorkbookError(f"{name}: there is no input of this name; the inputs are {', '.join(known)}.")
        sheet, row, column = place
        field = fields.get(name)
        given = _input_value(field, value, language) if field else value
        changes.setdefault(sheet.name, {})[row, column] = Patch(given, "")
    return changes


def _input_value(field: Input, value: Any, language: str) -> Cell:
    """A value as a person gives it on the command line or in Python: 0.4, "40%", "2024-06-30", ""."""
    cell = value if is_range(value) else read_cell(value)
    if cell is None:
        return None
    problem = WorkbookError(f"{field.name}: {value!r} is not allowed here; give {field.allowed}.")
    if field.kind == "text" and not is_range(value):
        return text_of(cell)[:MAX_TEXT]
    if field.kind == "list":
        own = {word: in_language(word, language) for word in field.words}
        known = {word.lower(): said for word, said in own.items()} | {said.lower(): said for said in own.values()}
        word = known.get(str(value).strip().lower())
        if word is None:
            raise WorkbookError(f"{field.name}: {value!r} is not one of {', '.join(own.values())}.")
        return word
    if field.kind == "date":
        day = input_day(cell)
        if day is None:
            raise WorkbookError(f"{field.name}: {value!r} is no date, or can be two; write it as 2024-06-30.")
        return day
    if isinstance(cell, str):
        percent = cell.strip().endswith("%")
        try:
            number = parse_amounts([cell.strip().rstrip("%")])[0]
        except AmbiguousError:
            raise WorkbookError(
                f"{field.name}: {value!r} can be a thousand or a fraction; write it without a separator or as 1.5."
            ) from None
        cell = number / 100 if percent and type(number) is float else number
    if type(cell) is not float or not math.isfinite(cell):
        raise problem
    if (field.low is not None and cell < field.low) or (field.high is not None and cell > field.high):
        raise problem
    return cell


def input_day(value: Any) -> dt.date | None:
    """The day that is given for an input; None where it is none, or can be two."""
    try:
        day = parse_dates([value])[0] if isinstance(value, (str, dt.date)) and read_cell(value) is not None else None
    except AmbiguousError:
        return None
    return day if isinstance(day, dt.date) else None


_NOTED_DAY = "template_as_of"
"""The defined name of the calculation date that a fill took from the data, as the cell has it: the next fill may take another."""


def calculation_day(package: Package) -> dt.date | None:
    """The calculation date that stands in a workbook."""
    number = _number_of_day(package)
    return None if number is None else _as_day(number, package)


def typed_day(package: Package) -> dt.date | None:
    """The calculation date that a person has typed in a workbook; not one that a fill took from the data."""
    number = _number_of_day(package)
    return _as_day(number, package) if number is not None and package.names.get(_NOTED_DAY) != f"{number:.0f}" else None


def _number_of_day(package: Package) -> float | None:
    if (place := package.cell_of("input_as_of")) is None:
        return None
    sheet, row, column = place
    for cell in cells_in(package.parts[sheet.part], Area(row, column, row, column)).values():
        ((_, attributes, content, _),) = cells_of(cell)
        number = stored_value(attributes.get("t", "n"), content)
        if attributes.get("t", "n") == "n" and isinstance(number, float):
            return number
    return None


def _as_day(number: float, package: Package) -> dt.date:
    from openpyxl.utils.datetime import from_excel

    return from_excel(number, _first_day(package)).date()


def note_day(package: Package, day: dt.date | None) -> None:
    """Note that the calculation date comes from the data; with None, that it does not."""
    from openpyxl.utils.datetime import to_excel

    if package.cell_of("input_as_of"):
        package.define({_NOTED_DAY: f"{to_excel(day, _first_day(package)):.0f}" if day else None})


def _first_day(package: Package) -> dt.datetime:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

    return CALENDAR_MAC_1904 if package.counts_from_1904 else CALENDAR_WINDOWS_1900


def write_inputs(package: Package, inputs: dict[str, dict[tuple[int, int], Patch]]) -> None:
    for sheet in package.sheets:
        if sheet.name in inputs:
            package.parts[sheet.part] = change_sheet(package.parts[sheet.part], Changes(patches=inputs[sheet.name]))


def without_sample(template: str) -> dict[str, Any]:
    """What the inputs of a template hold where its sample is taken out; the currency stays, each language has its own."""
    made = TEMPLATES[template]
    return {name: made.inputs[name].default for name in made.sample if name != CURRENCY.name} if made.holds_sample else {}


def take_sample_out(package: Package, template: str) -> None:
    """Take the sample out of a ready-made template; its results are calculated afterwards."""
    write_inputs(package, input_changes(package, without_sample(template)))
