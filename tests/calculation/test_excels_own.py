"""Excel's own functions that formualizer answers otherwise, beside LibreOffice's answers."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from clv_xl import recalculate
from tests.conftest import opened
from tests.places.libreoffice import convert

CELLS = [1.5, 2.0, 2.0, 7.0, None, "Ärger", "éCLAIR de l'Été", "o'neil 2nd mc-donald", True, -3.25]
TEXTS = [f"{name}({cell})" for name in ("UPPER", "LOWER", "PROPER") for cell in ("A6", "A7", "A8", "A4", "A1", "A5", '"ÀÇñ"')]
NUMBERS = [
    *(
        f'TEXT({number},"{pattern}")'
        for number in (0, 7, -3.25, 1234567.891, 0.125, 0.004, 2.675)
        for pattern in ("0", "000", "0.0", "0.00", "#,##0", "#,##0.00", "0%", "0.0%")
    ),
    *(
        f'TEXT({day},"{pattern}")'
        for day in (45000, 36526, 45000.7)
        for pattern in ("dd-mm-yyyy", "d.m.yy", "yyyy-mm-dd", "yyyymm", "yyyy")
    ),
    *(f"FIXED({number},{more})" for number in (0, -3.25, 1234567.891, 1.006, 0.125, -0.004) for more in ("2", "0", "1", "2,TRUE", "-2")),
    *(f'VALUE("{text}")' for text in ("12", " 7 ", "-5", "2024-02-29", "abc")),
    'VALUE(MID("inv-0042",5,4))',
    'DATEVALUE("2023-03-15")',
    'TEXT("abc","0")',
    'TEXT("007","0")',
    'SUMPRODUCT(--(UPPER(A6:A8)="ÄRGER"))',
]
TOTALS = [f"SUBTOTAL({number},A1:A5)" for number in (*range(1, 12), *range(101, 112))] + [
    f"_xlfn.AGGREGATE({number},{option},A1:A5)" for number in range(1, 12) for option in (4, 6)
]


def test_they_answer_as_libreoffice_does(tmp_path: Path, stock_profile: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    formulas = TEXTS + NUMBERS + TOTALS
    for row, value in enumerate(CELLS, start=1):
        sheet.cell(row, 1, value)
    for row, formula in enumerate(formulas, start=1):
        sheet.cell(row, 3, f"={formula}")
    path = tmp_path / "own.xlsx"
    book.save(path)
    theirs = opened(convert(stock_profile, path, tmp_path / "out", "xlsx")).worksheets[0]
    assert recalculate(path).kept == []
    ours = opened(path).worksheets[0]
    for row, formula in enumerate(formulas, start=1):
        expected, found = theirs.cell(row, 3).value, ours.cell(row, 3).value
        assert found == (pytest.approx(expected, rel=1e-12) if isinstance(expected, float) else expected), formula
