"""Every example in a docstring is executed: in Python, through the xlwings runtime, and as a formula in LibreOffice."""

from __future__ import annotations

import doctest
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from clv_xl import functions
from clv_xl.cells.declaration import Declaration
from clv_xl.functions import DECLARATIONS
from tests.conftest import opened
from tests.places.cases import as_sent, example_calls
from tests.places.libreoffice import convert
from tests.places.officejs import as_excel_sends, as_python, call

every_function = pytest.mark.parametrize("declaration", DECLARATIONS, ids=lambda d: d.name)


@every_function
def test_in_python(declaration: Declaration) -> None:
    function = declaration.function
    tests = doctest.DocTestFinder().find(function, declaration.name, globs=vars(functions).copy())
    runner = doctest.DocTestRunner()
    for test in tests:
        runner.run(test)
    assert runner.tries >= 1 and runner.failures == 0


@every_function
def test_through_the_xlwings_runtime(declaration: Declaration) -> None:
    for args in example_calls(declaration):
        expected = declaration.function(*args)
        left_out = [None for p in declaration.parameters[len(args) :] if not p.repeats]
        padded = [*args, *left_out]
        answer = as_python(call(declaration.name, *map(as_excel_sends, padded)))
        assert answer == as_cells(expected)


def as_cells(answer: Any) -> list[list[Any]]:
    rows = as_sent(answer) if isinstance(answer, list) else [[as_sent(answer)]]
    return [["" if cell is None else cell for cell in row] for row in rows]


def test_as_formulas_in_libreoffice(tmp_path: Path, office_profile: Path) -> None:
    """Each example's ranges are typed into cells, and the function into another, over the area of its answer."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.formula import ArrayFormula

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    expected: dict[str, list[list[Any]]] = {}
    for declaration in DECLARATIONS:
        for number, args in enumerate(example_calls(declaration)):
            sheet = book.create_sheet(f"{declaration.name} {number}")
            answer = as_cells(declaration.function(*args))
            terms = []
            for position, arg in enumerate(args):
                letter = get_column_letter(30 + 3 * position)
                if isinstance(arg, list):
                    rows = [row if isinstance(row, list) else [row] for row in arg]
                    for row, values in enumerate(rows, start=1):
                        for column, value in enumerate(values):
                            sheet.cell(row, 30 + 3 * position + column, value)
                    terms.append(f"{letter}1:{get_column_letter(29 + 3 * position + len(rows[0]))}{len(arg)}")
                else:
                    terms.append(f"{letter}1" if arg is None else f'"{arg}"' if isinstance(arg, str) else str(arg))  # a blank cell
            area = f"A1:{get_column_letter(len(answer[0]))}{len(answer)}"
            sheet["A1"] = ArrayFormula(area, f"={declaration.name}({','.join(terms)})")
            expected[sheet.title] = answer
    source = tmp_path / "examples.xlsx"
    book.save(source)
    result = opened(convert(office_profile, source, tmp_path / "out", "xlsx"))
    for title, answer in expected.items():
        found = [[result[title].cell(r, c).value for c in range(1, len(answer[0]) + 1)] for r in range(1, len(answer) + 1)]
        for found_row, row in zip(found, answer):
            for value, wanted in zip(found_row, row):
                # LibreOffice writes 15 digits into a file
                assert ("" if value is None else value) == (pytest.approx(wanted, rel=1e-14) if isinstance(wanted, float) else wanted), (
                    title
                )
