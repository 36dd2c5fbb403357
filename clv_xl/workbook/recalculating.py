"""Recalculating a workbook: new values beside its formulas, in every part of the file that holds one, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..functions import REGISTRY
from .changing import Block, Changes, Patch, change_sheet
from .charts import refresh_charts
from .engine import NOT_COMPUTED, Engine
from .metadata import dynamic_numbers, ensure_dynamic_number
from .package import Area, Package
from .sheet import Formula, find_formulas, last_row
from .spelling import spell, uses


@dataclass
class Recalculation:
    """What a recalculation found: the results by name, and the cells whose values only Excel can bring."""

    results: dict[str, Any] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)


def recalculate(path: str | Path, output: str | Path | None = None) -> Recalculation:
    """Recalculate a workbook with the Python functions, as Excel would with the add-in.

    Args:
        path: the workbook, in any state: filled by a script, edited by hand, saved by openpyxl.
        output: where to write; the workbook itself where left out. It is replaced whole, or not at all.

    Raises:
        WorkbookError: in one sentence, what is wrong with the file and what to do.
    """
    package = Package(path)
    result = recalculate_package(package)
    package.save(output or path)
    return result


def recalculate_package(package: Package, *, host: str = "lite", static: bool = False) -> Recalculation:
    """Bring every formula's value up to date in the package. With static, the values take the formulas' place."""
    dynamic = dynamic_numbers(package)
    formulas = {sheet.name: find_formulas(package.parts[sheet.part], dynamic) for sheet in package.sheets}
    spills = {name: [cell for cell in cells if cell.array and _spills(cell)] for name, cells in formulas.items()}
    bottoms = {sheet.name: last_row(package.parts[sheet.part]) for sheet in package.sheets}
    for sheet in package.sheets:  # what spilled before must not stand in the way now
        changes = Changes(cleared=[cell.array for cell in spills[sheet.name] if cell.array])
        changes.kept_rows = {row for cell in spills[sheet.name] for row in (cell.row, cell.row + 1)}
        changes.patches = {(cell.row, cell.column): Patch(None) for cell in spills[sheet.name]}
        package.parts[sheet.part] = change_sheet(package.parts[sheet.part], changes)

    engine = Engine(package, formulas)
    result = Recalculation()
    number = ensure_dynamic_number(package) if not static and any(map(_spills, (c for cells in formulas.values() for c in cells))) else "1"
    for sheet in package.sheets:
        changes = Changes()
        for cell in formulas[sheet.name]:
            value = engine.value(sheet.name, cell.row, cell.column)
            if value is NOT_COMPUTED:
                result.kept.append(f"{sheet.name}!{Area(cell.row, cell.column, cell.row, cell.column)}")
                continue
            area = engine.laid(sheet.name, cell)
            if area is None:
                rows = engine.table(sheet.name, cell)
                block = Block(cell.row, cell.column, rows, model_row=cell.row + 1)
                area = block.area
                if len(rows) > 1 or len(rows[0]) > 1:
                    changes.blocks.append(block)
            changes.patches[cell.row, cell.column] = _final(cell, value, area, host, static)
        package.parts[sheet.part] = change_sheet(package.parts[sheet.part], changes, number)
        package.extend_print_area(sheet, bottoms[sheet.name], last_row(package.parts[sheet.part]))
    package.settle_calculation()
    refresh_charts(package, engine.value)

    for name in package.names:
        if name.startswith("result_") and (place := package.cell_of(name)):
            sheet, row, column = place
            result.results[name] = engine.value(sheet.name, row, column)
    return result


def _spills(cell: Formula) -> bool:
    """Whether the cell is stored as a dynamic array: it was one, or it calls a function of ours, which may spill."""
    return cell.dynamic or uses(cell.text, REGISTRY)


def _final(cell: Formula, value: Any, area: Area, host: str, static: bool) -> Patch:
    """What becomes of a formula's own cell."""
    if static:
        return Patch(value, "")
    if _spills(cell):
        return Patch(value, spell(cell.text, REGISTRY, host), area)
    return Patch(value)
