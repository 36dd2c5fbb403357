"""Without any add-in: the closed forms of the committed workbook are LAMBDA names, computed here by engines that know nothing of us."""

from __future__ import annotations

import io
import json
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import formulon
import ironcalc
import openpyxl
import pytest
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidationList

from clv_xl import template_path
from clv_xl.cells.errors import ExcelError
from clv_xl.formulas.lambdas import is_lambda, live_names
from clv_xl.formulas.spelling import uses
from clv_xl.functions import DECLARATIONS, REGISTRY
from clv_xl.hosts.equipment import recalculate_for
from clv_xl.workbook.templates import TEMPLATES
from clv_xl.xlsx.package import Package
from tests.conftest import opened
from tests.formulas.test_native import cases
from tests.support.cells import named

CLOSED_FORMS = [declaration for declaration in DECLARATIONS if declaration.native]
ODD: list[Any] = ["text", True, None, ExcelError.NA, -1.0, 2.0]


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_closed_form_is_a_name_and_nothing_else_is(template: str) -> None:
    package = Package(template_path(template))
    assert live_names(package.names) == {declaration.name for declaration in CLOSED_FORMS}
    assert all(len(text) < 8192 for text in package.names.values())


def typed(value: Any) -> str:
    if isinstance(value, ExcelError):
        return "NA()"
    return "Z1" if value is None else json.dumps(value)  # a blank cell


def test_ironcalc_agrees_with_python_on_a_grid_and_on_odd_cells(tmp_path: Path) -> None:
    """The names of the committed workbook in a workbook of calls; each error is the same error."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for name, text in Package(template_path("transactions")).names.items():
        if is_lambda(text):
            book.defined_names[name] = DefinedName(name, attr_text=text)
    calls: list[tuple[str, tuple[Any, ...]]] = []
    for declaration in CLOSED_FORMS:
        grid = cases(declaration)[::4]
        good = next(case for case in grid if isinstance(declaration.function(*case), (float, str)) and None not in case)
        odd = [(*good[:n], value, *good[n + 1 :]) for n in range(len(good)) for value in ODD]
        calls += [(declaration.name, case) for case in (*grid, *odd)]
    for row, (name, case) in enumerate(calls, start=1):
        sheet[f"A{row}"] = f"={name}({','.join(map(typed, case))})"
    book.save(tmp_path / "calls.xlsx")
    model = ironcalc.load_from_xlsx(str(tmp_path / "calls.xlsx"), "en", "UTC", "en")
    model.evaluate()
    for row, (name, case) in enumerate(calls, start=1):
        ours, found = REGISTRY[name].function(*case), model.get_formatted_cell_value(0, row, 1)
        if isinstance(ours, float):
            assert not found.startswith("#"), (name, case, found, ours)
            assert float(found.replace(",", "")) == pytest.approx(ours, rel=1e-8, abs=1e-8), (name, case)
        else:
            assert found == ("" if ours is None else str(ours)), (name, case, found)


def _typed(path: Path) -> openpyxl.Workbook:
    """A workbook whose formulas are as a person types them: in the file those that call a LAMBDA name are dynamic arrays."""
    book = openpyxl.load_workbook(path)
    for cell in (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
        cell.value = getattr(cell.value, "text", cell.value)
    return book


Calls = dict[tuple[int, int, int], Any]
NEEDS_THE_ADDIN = [declaration.name for declaration in DECLARATIONS if not declaration.native]


def committed(spelled: Callable[[str, str], str]) -> tuple[openpyxl.Workbook, Calls]:
    """The committed workbook of orders without our tables, which closed forms do not need, and the stored value of each cell that
    calls a closed form, by sheet from 0, row and column. Those calls are spelled for an engine."""
    source = template_path("transactions")
    book, stored = _typed(source), opened(source)
    expected, seen = {}, set()
    for number, sheet in enumerate(book.worksheets):
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            if uses(cell.value[1:], NEEDS_THE_ADDIN):
                cell.value = None
            elif name := _called(cell.value):
                seen.add(name)
                cell.value = spelled(name, cell.value)
                expected[number, cell.row, cell.column] = stored.worksheets[number].cell(cell.row, cell.column).value
    assert seen == {declaration.name for declaration in CLOSED_FORMS}
    return book, expected


def calculator(spelled: Callable[[str, str], str]) -> tuple[openpyxl.Workbook, Calls]:
    """The committed calculator with another purchase value and another way to count, and what Python makes of every formula in it
    but for the examples that need the add-in."""
    source, given = template_path("calculator"), {"purchase_value": 83.5, "value_by": "retention discounted", "horizon_years": 7}
    book, filled = _typed(source), io.BytesIO()
    for name, value in given.items():
        named(book, f"input_{name}").value = value
    book.save(filled)
    package, computed = Package(filled, "calculator"), io.BytesIO()
    recalculate_for(package)
    package.write(computed)
    stored, expected = openpyxl.load_workbook(computed, data_only=True), {}
    for number, sheet in enumerate(book.worksheets):
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            if uses(cell.value[1:], NEEDS_THE_ADDIN):
                cell.value = None
                continue
            if name := _called(cell.value):
                cell.value = spelled(name, cell.value)
            expected[number, cell.row, cell.column] = stored.worksheets[number].cell(cell.row, cell.column).value
    assert len(expected) > 600 and named(stored, "used_purchase_value").value == 83.5
    return book, expected


def alike(found: Any, value: Any) -> bool:
    if isinstance(value, (int, float)):
        return isinstance(found, (int, float)) and math.isclose(found, value, rel_tol=1e-11, abs_tol=1e-9)
    return (found or None) == (value or None)


@pytest.mark.parametrize("workbook", [committed, calculator])
def test_ironcalc_computes_the_committed_workbook(workbook: Callable[..., tuple[openpyxl.Workbook, Calls]], tmp_path: Path) -> None:
    book, expected = workbook(lambda name, formula: formula)
    for sheet in book.worksheets:  # IronCalc takes minutes to load these, as they reach to the last row
        sheet.conditional_formatting, sheet.data_validations = ConditionalFormattingList(), DataValidationList()
    _write_out_names(book)
    book.save(tmp_path / "committed.xlsx")
    model = ironcalc.load_from_xlsx(str(tmp_path / "committed.xlsx"), "en", "UTC", "en")
    model.evaluate()
    wrong = {place: (model.get_cell_value(*place), value) for place, value in expected.items()}
    assert not {place: pair for place, pair in wrong.items() if not alike(*pair)}


@pytest.mark.parametrize("workbook", [committed, calculator])
def test_formulon_computes_the_committed_workbook(workbook: Callable[..., tuple[openpyxl.Workbook, Calls]]) -> None:
    """formulon has no LAMBDA with arguments left out, so for it these are declared as needed and given as gaps."""

    def with_gaps(name: str, formula: str) -> str:
        given = formula.count(",", formula.index("(")) + 1
        return formula[:-1] + "," * (len(REGISTRY[name].parameters) - given) + ")"

    formulas, expected = workbook(with_gaps)
    for defined in formulas.defined_names.values():
        if is_lambda(defined.attr_text):
            defined.attr_text = defined.attr_text.replace("_xlop.", "_xlpm.")
    data = io.BytesIO()
    formulas.save(data)
    book = formulon.Workbook.load(data.getvalue())
    book.recalc()
    wrong = {}
    for (sheet, row, column), value in expected.items():
        cell = book.get_value(sheet, row - 1, column - 1)
        found = next((one for one in (cell.number, cell.boolean, cell.text) if one is not None), None)
        if not alike(found, value):
            wrong[sheet, row, column] = (cell, value)
    assert not wrong


def _write_out_names(book: openpyxl.Workbook) -> None:
    """Put what a name of an input or a constant stands for in its place: IronCalc knows names of cells and of LAMBDAs alone."""
    texts = {
        name: f"({defined.attr_text})"
        for name, defined in book.defined_names.items()
        if name == "template_host" or (name.startswith(("chosen_", "coded_")) and "IF(" in defined.attr_text)
    }
    for cell in (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
        if isinstance(cell.value, str):
            cell.value = re.sub(r"\b(?:chosen|coded|template)_\w+", lambda match: texts.get(match[0], match[0]), cell.value)


def _called(formula: str) -> str | None:
    """The closed form that a cell's formula is a call of."""
    found = re.fullmatch(r"=([A-Z_]+)\([^()]*\)", formula)
    return found[1] if found and found[1] in REGISTRY and REGISTRY[found[1]].native else None
