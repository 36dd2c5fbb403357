"""Tables that grow have room: nothing of the templates stands where one may spill."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl.cell import Cell
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from clv_xl import fill, recalculate
from clv_xl.cells.errors import ExcelError
from clv_xl.formulas.spelling import called
from clv_xl.functions import CLV_COHORTS, CLV_EXPLAIN, CLV_SUBSCRIBER_COHORTS
from clv_xl.workbook.building import english_book
from clv_xl.workbook.templates import TEMPLATES
from clv_xl.xlsx.package import MAX_ROWS, Package
from clv_xl.xlsx.sheets.dynamic_arrays import dynamic_numbers
from clv_xl.xlsx.sheets.reader import find_formulas
from tests.conftest import filled, opened
from tests.support.cells import cell_with

WIDER = {"CLV_COHORTS", "CLV_SUBSCRIBER_COHORTS"}
"""They have a column more with every period; all other tables have as many as their headings."""
LONGEST = {
    "CLV_TIERS": 1 + 3 + 1 + 1,  # headings, three tiers of two edges, all customers, those without a value
    "CLV_PARETO": 1 + 1 + 2 + 1,  # the best, the others, all, those without a value; of one share
    "CLV_FORECAST": 1 + 8,
    "CLV_FIT": 1 + 1 + 4 + 2 + 5 + 1 + 1 + 2,  # model, parameters, two lines, spend, correlation, beginning, season
    "CLV_BACKTEST": 1 + 6 + 1,
    "CLV_MODELS": 1 + 3,
    "CLV_HOLDOUT": 13,
    "CLV_FREQUENCIES": 1 + 8,
    "CLV_ROWS": 1 + 9,
    "CLV_SUBSCRIPTION_ROWS": 1 + 15,
}
"""Rows with headings of the tables that do not grow with the data; all others may fill the sheet."""


def spills(sheet: Worksheet) -> Iterator[tuple[Cell, str]]:
    """The cells from which tables of ours spill, and the functions."""
    for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, ArrayFormula)):
        if cell.value.text.startswith("=IF("):  # a sentence, which Excel would else answer for each value
            assert not any(name.startswith("_XLDUDF_") for name in called(cell.value.text[1:]))
            continue
        (function,) = (name.removeprefix("_XLDUDF_") for name in called(cell.value.text[1:]) if name.startswith("_XLDUDF_"))
        yield cell, function


@pytest.mark.parametrize("name", TEMPLATES)
def test_nothing_stands_where_a_table_may_spill(name: str) -> None:
    """Below a table, in its columns, for as many rows as it can have; and all that stands right of one that grows wider."""
    for sheet in (one for one in english_book(name).workbook.worksheets if one.title != "Functions"):
        filled = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        for anchor, function in spills(sheet):
            heads = (sheet.cell(anchor.row, column).style for column in range(anchor.column, 16_384))
            plain = ("Head", "Plain note") if sheet.title == "Workings" else ("Head",)
            headings = list(itertools.takewhile(lambda style, own=plain: style.startswith(own), heads))
            width = 16_384 if function in WIDER else len(headings)
            rows = range(anchor.row, anchor.row + LONGEST.get(function, MAX_ROWS))
            columns = range(anchor.column, anchor.column + width)
            assert width > 1
            met = [cell.coordinate for cell in filled if cell.row in rows and cell.column in columns and cell is not anchor]
            assert not met, f"{function} in {sheet.title}!{anchor.coordinate} meets {met[:5]}"


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_table_is_asked_for_with_a_gap(name: str) -> None:
    """Calc hands over a gap between commas as 0, which is no argument left out: of each row's number of customers, say."""
    sheets = (one for one in english_book(name).workbook.worksheets if one.title != "Functions")
    asked = [anchor.value.text for sheet in sheets for anchor, _ in spills(sheet)]
    assert not [text for text in asked if re.search(r"[(,],", text)]


def test_the_tables_that_do_not_grow_are_no_longer_than_their_room(demo: Path) -> None:
    lengths: dict[str, int] = {}
    for path in (demo, filled("segments", "en"), filled("subscriptions", "en")):
        package = Package(path)
        for sheet in (one for one in package.sheets if one.name != "Functions"):
            for cell in find_formulas(package.parts[sheet.part], dynamic_numbers(package)):
                for name in called(cell.text) & {f"_XLDUDF_{function}" for function in LONGEST}:
                    function = name.removeprefix("_XLDUDF_")
                    if cell.array and "pareto_steps" not in cell.text:
                        lengths[function] = max(lengths.get(function, 0), cell.array.bottom - cell.array.top + 1)
    assert lengths.keys() == LONGEST.keys() and all(lengths[function] <= LONGEST[function] for function in LONGEST), lengths


def first_of(month: int) -> str:
    return f"{2005 + month // 12}-{month % 12 + 1:02}-01"


def errors(path: Path) -> set[tuple[str, str, str]]:
    book = opened(path)
    cells = (cell for sheet in book.worksheets[:-1] for row in sheet.iter_rows() for cell in row if cell.data_type == "e")
    return {(cell.parent.title, cell.coordinate, cell.value) for cell in cells}


def triangle(path: Path) -> list[list[Any]]:
    """What stands on Cohorts from the headings of the triangle on, without the blank cells at the ends of its rows."""
    sheet = opened(path)["Cohorts"]
    rows = sheet.iter_rows(min_row=cell_with(sheet, "Cohort").row, min_col=2, values_only=True)
    return [list(row) for row in rows if row[0] is not None]


def same(found: list[list[Any]], expected: list[list[Any]]) -> bool:
    return [[cell or None for cell in row[: len(expected[0])]] for row in found] == [[cell or None for cell in row] for row in expected]


@pytest.mark.parametrize("renewals", [130])
def test_a_triangle_of_subscribers_of_any_length(renewals: int, tmp_path: Path) -> None:
    """One begins on the first of each month, and every third leaves on the day of the fourth renewal, which so is not made; the calculation
    date is the last start, so the cohort before has come to one renewal, and the first to all of them."""
    starts = [first_of(n) for n in range(renewals + 1)]
    ends = [first_of(n + 4) if n % 3 == 0 and n + 4 <= renewals else None for n in range(renewals + 1)]
    rows = pd.DataFrame({"Customer": [f"c{n}" for n in range(renewals + 1)], "Start": starts, "End": ends, "Price": 10})
    path = tmp_path / "out.xlsx"
    for step in range(2):
        results = (recalculate(path) if step else fill("subscriptions", rows, path)).results
        assert results["result_subscribers"] == ends.count(None)
        assert errors(path) == set()
        found = triangle(path)
        assert found[0][3 : renewals + 4] == list(range(renewals + 1)) and found[1][:4] == ["2005-01", 1, 0, 1]
        assert same(found, CLV_SUBSCRIBER_COHORTS(starts, ends, "month", "share"))
        come = renewals + 1 - 4  # cohorts that have come to the fourth renewal, of which those before a multiple of three are gone
        assert found[-1][7] == pytest.approx(1 - sum(n % 3 == 0 for n in range(come)) / come)
    last = opened(path, formulas=True)["Cohorts"].cell(21, 5 + renewals)
    assert last.number_format == "0%"
    package = Package(path)
    (spilled,) = [
        cell.array for cell in find_formulas(package.parts[sheet_part(package, "Cohorts")], dynamic_numbers(package)) if cell.dynamic
    ]
    assert spilled and (spilled.right - spilled.left, spilled.bottom - spilled.top) == (renewals + 3, renewals + 2)


def sheet_part(package: Package, name: str) -> str:
    return next(sheet.part for sheet in package.sheets if sheet.name == name)


@pytest.mark.parametrize("months", [130])
def test_a_triangle_of_customers_of_any_length(months: int, tmp_path: Path) -> None:
    """A new customer every month, who orders for 10 in the first, the second and the fourth month; and one who orders every month."""
    orders = [(f"c{n}", first_of(n + later), 10.0) for n in range(months) for later in (0, 1, 3) if n + later < months]
    orders += [("steady", first_of(n), 5.0) for n in range(months)]
    path = tmp_path / "out.xlsx"
    results = fill("transactions", pd.DataFrame(orders, columns=["customer", "date", "amount"]), path).results
    assert results["result_revenue"] == sum(amount for *_, amount in orders)
    found, columns = triangle(path), list(zip(*orders))
    assert found[0][3 : months + 3] == list(range(months))
    assert same(found, CLV_COHORTS(*map(list, columns)))
    assert found[1][:3] == ["2005-01", 2, 30 + 5 * months] and found[1][3 + months - 1] == (30 + 5 * months) / 2
    assert not {cell for cell in errors(path) if cell[0] in ("Cohorts", "Trend", "Dashboard")}
    first = cell_with(opened(path)["Cohorts"], "Cohort").row + 1
    assert opened(path, formulas=True)["Cohorts"].cell(first, 5 + months - 1).number_format == "#,##0.00"


def test_a_triangle_that_no_sheet_has_columns_for() -> None:
    """A year 9999, typed by mistake, is 95,700 months (12 x 7,975) after January 2024; in years the triangle has room."""
    dates = ["2024-01-01", "9999-01-01"]
    assert CLV_COHORTS(["a", "b"], dates, [1, 1]) is CLV_SUBSCRIBER_COHORTS(dates, [None, None], as_of=dates[1]) is ExcelError.NUM
    said = CLV_EXPLAIN("CLV_COHORTS", ["a", "b"], dates, [1, 1])
    assert said == "#NUM!: dates span 95,701 periods, and a sheet has 16,380 columns for them. Correct the mistyped one."
    years = CLV_COHORTS(["a", "b"], dates, [1, 1], "year"), CLV_SUBSCRIBER_COHORTS(dates, [None, None], "year", as_of=dates[1])
    assert [len(table[0]) for table in years] == [3 + 7976, 3 + 7976]
