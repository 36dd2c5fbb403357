"""What of a workbook is handed to formualizer, which takes 8,000,000 cells of a sheet: here the number is smaller."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from clv_xl import WorkbookError, fill, recalculate
from clv_xl.calculation import loading
from clv_xl.xlsx.package import Package
from tests.conftest import opened
from tests.workbook.test_recalculating import values

YELLOW = PatternFill("solid", fgColor="FFFF00")


def book(path: Path, rows: int, columns: int, formulas: dict[str, str], blanks: int = 0) -> Path:
    """Rows of numbers: the row's own, with 100 x the column; every third is a text. Then styled blanks, and formulas on a second sheet."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            sheet.cell(row, column).value = f"t{row}" if row % 3 == 0 else row + 100 * column
        for column in range(columns + 1, columns + blanks + 1):
            sheet.cell(row, column).fill = YELLOW
    other = made.create_sheet("Other")
    for cell, formula in formulas.items():
        other[cell] = f"={formula}"
    made.save(path)
    return path


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many cells each workbook has that formualizer is given, on its fullest sheet."""
    counts: list[int] = []
    loaded = loading._loaded

    def count_and_load(package: Package, content: Callable[[str], bytes]) -> Any:
        parts = {part: content(part) for part in package.parts}
        counts.append(max(parts[sheet.part].count(b"<c ") for sheet in package.sheets))
        return loaded(package, parts.__getitem__)

    monkeypatch.setattr(loading, "_loaded", count_and_load)
    return counts


def test_blank_cells_with_a_style_are_not_handed_over_and_stay_in_the_file(tmp_path: Path, given: list[int]) -> None:
    path = book(tmp_path / "book.xlsx", 20, 2, {"A1": "SUM(Sheet!A1:B20)", "A2": "COUNTBLANK(Sheet!A1:D20)"}, blanks=5)
    recalculate(path)
    assert given == [40]
    assert values(path, 1) == {"A1": 2 * sum(n for n in range(1, 21) if n % 3) + 14 * 300, "A2": 40}
    sheet = opened(path, formulas=True).worksheets[0]
    assert all(sheet.cell(row, 7).fill.fgColor.rgb == "00FFFF00" for row in range(1, 21))


def test_a_template_hands_over_the_filled_cells_of_its_table_alone(tmp_path: Path, given: list[int]) -> None:
    """Orders has eight columns, of which three are filled here: with the blanks a sheet full of orders would be 8,388,568 cells."""
    rows = [(f"c{n % 50}", f"2024-{1 + n % 9:02}-01", n + 1) for n in range(2000)]
    orders = tmp_path / "orders.csv"
    orders.write_text("customer,date,amount\n" + "".join(f"{c},{d},{a}\n" for c, d, a in rows))
    report = fill("transactions", orders, tmp_path / "out.xlsx")
    assert report.results["result_revenue"] == 2001000
    assert all(6000 < count < 8000 for count in given)


@pytest.mark.parametrize("most", [60, 75, 85, 100, 119])
def test_a_sheet_with_too_many_cells_is_loaded_in_parts(
    most: int, tmp_path: Path, given: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five columns of 24 rows; whatever stands apart, formulas find it: ours and Excel's own."""
    formulas = {"A1": "SUM(Sheet!A1:E24)", "A2": "Sheet!E3&Sheet!D5", "A3": "SUM(CLV(Sheet!E1:E2,1,1))", "A4": "COUNTA(Sheet!E:E)"}
    path = book(tmp_path / "book.xlsx", 24, 5, formulas, blanks=2)
    monkeypatch.setattr(loading, "MOST_CELLS", most)
    monkeypatch.setattr(loading, "_AT_ONCE", 7)
    recalculate(path)
    assert len(given) == 2 and given[0] <= most and sum(given) == 120
    assert values(path, 1) == {"A1": 5 * sum(n for n in range(1, 25) if n % 3) + 16 * 1500, "A2": "t3405", "A3": 501 + 502, "A4": 24}


def test_odd_values_pass_from_one_part_to_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "book.xlsx"
    made = openpyxl.Workbook()
    for row, value in enumerate(["é <&>", True, "#N/A", dt.date(2024, 1, 31), None, 0.5], start=1):
        made.worksheets[0].cell(row, 1).value = row
        made.worksheets[0].cell(row, 2).value = value
    for row, formula in enumerate(["B1", "B2", "ISNA(B3)", "B4+1", "ISBLANK(B5)", "B6*2"], start=1):
        made.worksheets[0].cell(row, 4).value = f"={formula}"
    made.save(path)
    monkeypatch.setattr(loading, "MOST_CELLS", 13)
    recalculate(path)
    found = values(path)
    assert [found[f"D{row}"] for row in range(1, 7)] == ["é <&>", True, True, 45323, True, 1]


def test_what_cannot_be_loaded_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "book.xlsx"
    made = openpyxl.Workbook()
    for row in range(1, 21):
        made.worksheets[0].append([row, f"=A{row}+1"])
    made.save(path)
    before = path.read_bytes()
    monkeypatch.setattr(loading, "MOST_CELLS", 19)
    with pytest.raises(WorkbookError, match="Sheet is too full to calculate here: its columns with formulas have more than 19") as caught:
        recalculate(path)
    assert "damaged" not in str(caught.value) and path.read_bytes() == before
