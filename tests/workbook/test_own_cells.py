"""Cells of a person's own in a workbook that is filled: nothing stale is stored as current."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from clv_xl import fill
from clv_xl.xlsx.package import Package
from tests.conftest import opened

ORDERS = [("Jan@Example.com", "2024-01-01", 10), ("jan@example.com", "2024-01-02", 20), ("piet@example.com", "2024-03-30", 33.5)]


def filled(tmp_path: Path, columns: list[dict[str, str]], formulas: list[str]) -> tuple[tuple[str, ...], list[Any], Path]:
    """A workbook with a Table of two orders and a sheet of formulas with the values of these, filled with three others."""
    own, data = tmp_path / "own.xlsx", tmp_path / "orders.csv"
    with xlsxwriter.Workbook(own, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet, report = book.add_worksheet("Data"), book.add_worksheet("Report")
        headings = [{"header": name} for name in ("Customer", "Order date", "Total")] + columns
        rows = [["a", dt.date(2023, 1, 1), 10], ["b", dt.date(2023, 1, 5), 20]]
        sheet.add_table(2, 1, 4, len(headings), {"name": "Orders", "columns": headings, "data": rows})
        chart = book.add_chart({"type": "line"})
        chart.add_series({"name": "=Data!$D$3", "categories": "=Data!$C$4:$C$5", "values": "=Data!$D$4:$D$5"})
        chart.add_series({"values": "=Data!$D$4:$D$4"})
        report.insert_chart("D4", chart)
        for row, formula in enumerate(formulas):
            report.write_formula(row, 0, formula, None, 30)
    data.write_text("customer,date,amount\n" + "".join(",".join(map(str, order)) + "\n" for order in ORDERS), encoding="utf-8")
    report = fill(own, data, tmp_path / "out.xlsx")
    found = opened(report.output)["Report"]
    return report.kept, [found.cell(row, 1).value for row in range(1, len(formulas) + 1)], report.output


def test_totals_of_what_is_shown_and_days_as_text_are_computed(tmp_path: Path) -> None:
    last = '=TEXT(MAX(Orders[Order date]),"dd-mm-yyyy")'
    kept, values, _ = filled(tmp_path, [], ["=SUBTOTAL(109,Orders[Total])", "=A1*0.4", last, "=A1/SUM(Orders[Total])", "=CLV(A1,1,1,0.4)"])
    assert kept == () and values == [63.5, pytest.approx(25.4), "30-03-2024", 1, pytest.approx(25.4)]


def test_a_key_in_small_letters_is_computed(tmp_path: Path) -> None:
    key = [{"header": "Key", "formula": "=LOWER(Orders[[#This Row],[Customer]])"}]
    kept, values, _ = filled(tmp_path, key, ['=SUMIFS(Orders[Total],Orders[Key],"jan@example.com")', "=COUNTA(Orders[Key])"])
    assert kept == () and values == [30, 3]


def test_what_rests_on_a_macro_is_named_and_left_to_excel(tmp_path: Path) -> None:
    kept, values, path = filled(tmp_path, [], ["=MYMACRO(Orders[Total])", "=A1*0.4", "=CLV(A2,1,1)", "=SUM(Orders[Total])"])
    assert kept == ("Report!A1", "Report!A2", "Report!A3") and values == [30, 30, 30, 63.5]
    assert b'fullCalcOnLoad="1"' in Package(path).parts["xl/workbook.xml"]


def test_a_chart_of_the_table_goes_on_to_its_new_end(tmp_path: Path) -> None:
    xml = Package(filled(tmp_path, [], [])[2]).parts["xl/charts/chart1.xml"].decode()
    assert re.findall("<c:f>(.*?)</c:f>", xml) == ["Data!$D$3", "'Data'!$C$4:$C$6", "'Data'!$D$4:$D$6", "Data!$D$4:$D$4"]
    assert re.findall("<c:v>(.*?)</c:v>", xml)[-4:] == ["10", "20", "33.5", "10"]
