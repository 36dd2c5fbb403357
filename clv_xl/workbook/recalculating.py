"""Recalculating a workbook: new values beside its formulas, in every part of the file that holds one, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..calculation.engine import NOT_COMPUTED, Engine
from ..cells.errors import ExcelError
from ..formulas.computable import calls_ours
from ..formulas.lambdas import live_names
from ..formulas.libreoffice_dialect import for_calc, from_calc
from ..formulas.spelling import spell
from ..functions import REGISTRY
from ..xlsx.asking import settle_calculation
from ..xlsx.package import Area, Package
from ..xlsx.saving import WorkbookError
from ..xlsx.sheets.changes import Block, Changes, Patch
from ..xlsx.sheets.dynamic_arrays import dynamic_numbers, ensure_dynamic_number
from ..xlsx.sheets.editor import change_sheet
from ..xlsx.sheets.printing import extend_print_area
from ..xlsx.sheets.reader import Formula, cells_in, find_formulas
from .look.charts import refresh_charts
from .templates import language_of


@dataclass
class Recalculation:
    """What a recalculation found: the results by name (None for one that only Excel can bring), and the cells whose values only Excel
    can bring: they call what only Excel has, or rest on such a cell."""

    results: dict[str, Any] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What was done to the workbook besides: a sentence each."""


def recalculate_package(package: Package, host: str, *, static: bool = False) -> Recalculation:
    """Bring every formula's value up to date in a package that carries what a host needs, and spell our functions for that host. With
    static, the values take the formulas' place."""
    if package.counts_from_1904:
        raise WorkbookError(
            f"{package.name}: its dates count from 1904; in Excel, clear File > Options > Advanced > Use 1904 date system, "
            "check the dates, and save."
        )
    live = live_names(package.names) if host in ("lite", "lite-2021") else frozenset[str]()
    dynamic = dynamic_numbers(package)
    formulas = {sheet.name: _plain(find_formulas(package.parts[sheet.part], dynamic), package.names) for sheet in package.sheets}
    spilling = {(name, *cell.place) for name, cells in formulas.items() for cell in cells if cell.dynamic or calls_ours(cell.text)}
    before = package.parts.copy()
    for sheet in package.sheets:  # what spilled before must not stand in the way now
        spilled = {cell.place: cell.array for cell in formulas[sheet.name] if cell.array}
        errors = [cell.place for cell in formulas[sheet.name] if isinstance(cell.stored, ExcelError)]  # not all can be loaded again
        changes = Changes({place: Patch(None) for place in (*spilled, *errors)}, cleared=list(spilled.values()))
        changes.kept_rows = {row for array in spilled.values() for row in (array.top, array.top + 1)}
        if changes:
            package.parts[sheet.part] = change_sheet(package.parts[sheet.part], changes)

    for table in package.tables.values():  # a script that made a table longer may have forgotten its filter
        package.resize_table(table, table.area)
    engine = Engine(package, formulas, language_of(package.names))

    def spelled(text: str, area: Area) -> str:
        plain = spell(text, REGISTRY, host, live)
        is_table = area.bottom > area.top or area.right > area.left
        return for_calc(plain, package.names, is_table) if host == "libreoffice" and calls_ours(text) else plain

    result = Recalculation()
    number = ensure_dynamic_number(package) if spilling and not static else "1"
    for sheet in package.sheets:
        changes = Changes()
        for cell in formulas[sheet.name]:
            if engine.value(sheet.name, *cell.place) is NOT_COMPUTED:
                own = Area(*cell.place, *cell.place)
                result.kept.append(f"{sheet.name}!{own}")
                stood = cells_in(before[sheet.part], cell.array or own)
                if calls_ours(cell.text):  # it is of this host now, like all the others
                    spill = (cell.array or own) if (sheet.name, *cell.place) in spilling else None
                    changes.patches[cell.place] = Patch(cell.stored, spelled(cell.text, cell.array or own), spill)
                    stood.pop(cell.place, None)
                changes.restored |= stood
            else:
                _add_changes(changes, engine, sheet.name, cell, (sheet.name, *cell.place) in spilling, spelled, static)
        if changes:
            package.parts[sheet.part] = change_sheet(package.parts[sheet.part], changes, number)
        extend_print_area(package, sheet, before)
    settle_calculation(package, complete=not result.kept)
    refresh_charts(package, engine.value)

    for name in package.names:
        if name.startswith("result_") and (place := package.cell_of(name)):
            sheet, row, column = place
            value = engine.value(sheet.name, row, column)
            result.results[name] = None if value is NOT_COMPUTED else value
    return result


def _plain(cells: list[Formula], names: Mapping[str, str]) -> list[Formula]:
    """The formulas as they are before LibreOffice's own spelling."""
    return [replace(cell, text=from_calc(cell.text, names)) if cell.text.startswith("IF(ISNUMBER(") else cell for cell in cells]


def _add_changes(
    changes: Changes, engine: Engine, sheet: str, cell: Formula, spills: bool, spelled: Callable[[str, Area], str], static: bool
) -> None:
    """What becomes of a formula's own cell, and of the cells that it fills."""
    area = engine.laid(sheet, cell) or (None if cell.array or spills else Area(*cell.place, *cell.place))
    if area is None:
        rows = engine.table(sheet, cell)
        block = Block(cell.row, cell.column, rows, model_row=cell.row + 1, spilled=not static)
        area = block.area
        if len(rows) > 1 or len(rows[0]) > 1:
            changes.blocks.append(block)
    value = engine.value(sheet, *cell.place)
    if static:
        changes.patches[cell.place] = Patch(value, "")
    elif spills:
        changes.patches[cell.place] = Patch(value, spelled(cell.text, area), area)
    else:
        changes.patches[cell.place] = Patch(value)
