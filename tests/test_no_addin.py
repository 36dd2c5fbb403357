"""Without any add-in: the closed forms of the committed workbook are LAMBDA names, computed here by engines that know nothing of us."""

from __future__ import annotations

import io
import json
import math
import re
from pathlib import Path
from typing import Any

import formulon
import ironcalc
import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from clv_xl import functions, template_path
from clv_xl.excel.errors import ExcelError
from clv_xl.functions import DECLARATIONS, REGISTRY
from clv_xl.workbook.forms import live_names
from clv_xl.workbook.lambdas import is_lambda
from clv_xl.workbook.package import Package
from tests.test_native import cases

CLOSED_FORMS = [declaration for declaration in DECLARATIONS if declaration.native]
ODD: list[Any] = ["text", True, None, ExcelError.NA, -1.0, 2.0]


def test_every_closed_form_is_a_name_and_nothing_else_is() -> None:
    package = Package(template_path("transactions"))
    assert live_names(package) == {declaration.name for declaration in CLOSED_FORMS}
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
        good = next(case for case in grid if isinstance(getattr(functions, declaration.name)(*case), (float, str)) and None not in case)
        odd = [(*good[:n], value, *good[n + 1 :]) for n in range(len(good)) for value in ODD]
        calls += [(declaration.name, case) for case in (*grid, *odd)]
    for row, (name, case) in enumerate(calls, start=1):
        sheet[f"A{row}"] = f"={name}({','.join(map(typed, case))})"
    book.save(tmp_path / "calls.xlsx")
    model = ironcalc.load_from_xlsx(str(tmp_path / "calls.xlsx"), "en", "UTC", "en")
    model.evaluate()
    for row, (name, case) in enumerate(calls, start=1):
        ours, found = getattr(functions, name)(*case), model.get_formatted_cell_value(0, row, 1)
        if isinstance(ours, float):
            assert not found.startswith("#"), (name, case, found, ours)
            assert float(found.replace(",", "")) == pytest.approx(ours, rel=1e-8, abs=1e-8), (name, case)
        else:
            assert found == ("" if ours is None else str(ours)), (name, case, found)


def test_formulon_computes_the_committed_workbook() -> None:
    """formulon has no LAMBDA with arguments left out, so for it these are declared as needed and given as gaps."""
    source = template_path("transactions")
    stored = openpyxl.load_workbook(source, data_only=True)
    formulas = openpyxl.load_workbook(source)
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" and isinstance(cell.value, str) and (name := _called(cell.value)):
                    most = len(REGISTRY[name].parameters)
                    given = cell.value.count(",", cell.value.index("(")) + 1
                    cell.value = cell.value[:-1] + "," * (most - given) + ")"
                elif cell.data_type == "f" and not isinstance(cell.value, str):
                    cell.value = None  # tables of ours; the closed forms need none of them
    for name, defined in formulas.defined_names.items():
        if is_lambda(defined.attr_text):
            formulas.defined_names[name].attr_text = defined.attr_text.replace("_xlop.", "_xlpm.")
    data = io.BytesIO()
    formulas.save(data)
    book = formulon.Workbook.load(data.getvalue())
    book.recalc()
    seen = set()
    for number, sheet in enumerate(formulas):
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.data_type == "f" and (name := _called(cell.value)):
                    found, expected = book.get_value(number, cell.row - 1, cell.column - 1), stored[sheet.title][cell.coordinate].value
                    seen.add(name)
                    if isinstance(expected, (int, float)):
                        assert found.number is not None and math.isclose(found.number, expected, rel_tol=1e-12), cell.coordinate
                    else:
                        assert found.text == expected, cell.coordinate
    assert seen == {declaration.name for declaration in CLOSED_FORMS}


def _called(formula: str) -> str | None:
    """The closed form that a cell's formula is a call of."""
    found = re.fullmatch(r"=([A-Z_]+)\([^()]*\)", formula)
    return found[1] if found and found[1] in REGISTRY and REGISTRY[found[1]].native else None
