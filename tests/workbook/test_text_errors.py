"""Excel 2021 and 2024 for Windows show an error of an add-in's function as a text, which ISERROR and IFERROR do not see. No page takes
such a text for an answer: with texts in place of errors every workbook shows what it shows with errors."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from clv_xl import fill
from clv_xl.calculation import engine
from clv_xl.cells.errors import ExcelError
from clv_xl.hosts.equipment import recalculate_for
from clv_xl.workbook.building import build_package
from clv_xl.workbook.input_values import input_changes, write_inputs
from clv_xl.xlsx.package import Package
from tests.conftest import opened

FEW = pd.DataFrame({"customer": ["Ann", "Bo", "Ann"], "date": ["2024-01-31", "2024-02-10", "2024-03-05"], "amount": [40, 25, 9]})
"""Too few orders for a forecast, for a test of one, and for what drives value."""


def as_text(value: Any) -> Any:
    """An answer as such an Excel has it."""
    if isinstance(value, list):
        return [[as_text(cell) for cell in row] if isinstance(row, list) else [as_text(row)] for row in value]
    return str(value) if isinstance(value, ExcelError) else TO_ENGINE(value)


TO_ENGINE = engine.to_engine


def shown(package: Package) -> dict[tuple[str, str], Any]:
    """What every cell shows after a recalculation for Excel 2021."""
    recalculate_for(package, "lite-2021")
    data = io.BytesIO()
    package.write(data)
    book = openpyxl.load_workbook(data, data_only=True)
    return {(sheet.title, cell.coordinate): cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}


def differing(path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], tuple[Any, Any]]:
    """The cells that show something else with texts. One error or another is the same."""
    with_errors = shown(Package(path))
    monkeypatch.setattr(engine, "to_engine", as_text)
    with_texts = shown(Package(path))
    pairs = {place: (value, with_texts.get(place)) for place, value in with_errors.items() if with_texts.get(place) != value}
    return {place: pair for place, pair in pairs.items() if not {*pair} <= {*map(str, ExcelError)}}


@pytest.mark.parametrize("given", [{"monthly_churn": 0, "cac": 0}, {"gross_margin": 0, "purchase_value": 0, "lifespan": None}], ids=str)
def test_the_calculator(given: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = build_package("calculator")
    write_inputs(package, input_changes(package, given))
    package.save(tmp_path / "calculator.xlsx")
    assert not differing(tmp_path / "calculator.xlsx", monkeypatch)


def test_orders_that_are_too_few_for_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = build_package("transactions")
    recalculate_for(package)
    package.save(tmp_path / "template.xlsx")
    fill(tmp_path / "template.xlsx", FEW, tmp_path / "few.xlsx", cac=0)
    assert not differing(tmp_path / "few.xlsx", monkeypatch)
    book = opened(tmp_path / "few.xlsx")
    assert "#N/A" in {cell.value for row in book["Model"].iter_rows() for cell in row}, "there is an error to be seen"
