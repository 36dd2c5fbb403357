"""Workbooks of earlier versions, as people have them: with today's pages, with the same figures, and with all that is theirs.

`versions/` keeps a workbook of each template as that version filled it with its own sample (`clv-xl demo`), without the wheel for xlwings
Lite. Expected figures are those that the version stored.
"""

from __future__ import annotations

import datetime as dt
import io
import lzma
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font
from openpyxl.utils.datetime import to_excel
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import TableColumn

import clv_xl
from clv_xl.cli import main
from clv_xl.sample import ORDERS
from clv_xl.workbook.templates import TEMPLATE_VERSION, TEMPLATES
from clv_xl.workbook.versions.upgrading import rebuilt
from clv_xl.xlsx.package import Package
from tests.conftest import opened

KEPT = Path(__file__).parent / "versions"
LISTS = {"transactions": ORDERS, "segments": KEPT / "0.1.0-customers.csv", "subscriptions": KEPT / "0.1.0-subscriptions.csv"}
"""What they were filled with; the calculator has no list."""
VERSIONS = {1: "0.1.0"}
"""The released versions by their number in `template_version`. A new one comes here with its workbooks: install/keep_version.py."""
BOOKS = {(version, template): path for version, template, path in ((*path.name.split("-")[:2], path) for path in KEPT.glob("*.xz"))}
SETTLED = 1e-6
"""How far a search for the best parameters may end from another that began elsewhere, as a share of a figure; sums are far nearer."""
WORDS = {"result_checks", "result_state", "result_subtitle"}
"""Sentences, whose words and marks in numbers are today's; Checks has one check more, of what the list is worth without a margin."""

OTHERWISE = {
    "result_sample_inputs": "values that are those of today's sample, the coffee shop; 0.1.0: of a sample that is gone",
    "result_churn_before": "the share that left of all who were there in those periods; 0.1.0: the mean of the periods' shares",
    "result_clv_low": "the range allows for customers who change with the time they have stayed; 0.1.0: of sBG alone",
    "result_clv_high": "the same",
    "result_predicted_clv_low": "the range knows by how much forecasts of the past missed; 0.1.0: parameters and chance alone",
    "result_predicted_clv_high": "the same",
    "result_value_at_stake": "what the model expects of the overdue, who may have left; 0.1.0: a year of buying at their usual gap again",
}
"""Results that mean something else since 0.1.0, as figures by pandas and by the model prove elsewhere: what now, and what then."""


@cache
def unpacked(version: str, template: str) -> bytes:
    return lzma.decompress(BOOKS[version, template].read_bytes())


def kept(folder: Path, version: str, template: str) -> Path:
    path = folder / f"{version}-{template}.xlsx"
    path.write_bytes(unpacked(version, template))
    return path


def test_every_released_version_is_kept() -> None:
    assert {(version, template) for version in VERSIONS.values() for template in TEMPLATES} == BOOKS.keys()
    assert max(VERSIONS) + 1 == TEMPLATE_VERSION


@cache
def stored(version: str, template: str) -> dict[str, Any]:
    """The results that a workbook holds, and the name of its data; days as numbers."""
    content = io.BytesIO(unpacked(version, template))
    package = Package(content, template)
    content.seek(0)
    book = python_calamine.load_workbook(content)
    sheets = {sheet.name: book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False) for sheet in package.sheets}
    places = {name: package.cell_of(name) for name in package.names if name.startswith("result_") or name == "input_data_name"}
    found = {name: sheets[place[0].name][place[1] - 1][place[2] - 1] for name, place in places.items() if place}
    return {name: to_excel(value) if isinstance(value, dt.date) else value for name, value in found.items()}


def same_figures(now: dict[str, Any], before: dict[str, Any]) -> None:
    assert len(before) > 5
    for name, value in before.items():
        if name in OTHERWISE:
            assert isinstance(now[name], float) and now[name] != pytest.approx(value, rel=SETTLED), f"{name} is what it was"
        elif name.startswith("result_") and name not in WORDS and value != "":
            assert now[name] == (pytest.approx(value, rel=SETTLED) if isinstance(value, (int, float)) else value), name


@pytest.mark.parametrize(("version", "template"), BOOKS)
def test_recalculated_with_the_same_figures(version: str, template: str, tmp_path: Path) -> None:
    path = kept(tmp_path, version, template)
    done = clv_xl.recalculate(path)
    assert "in today's form" in " ".join(done.notes)
    assert Package(path).names["template_version"] == Package(clv_xl.template_path(template)).names["template_version"]
    assert not done.kept
    same_figures(done.results, stored(version, template))


@pytest.mark.parametrize(("version", "template"), BOOKS)
def test_filled_with_the_same_figures(version: str, template: str, tmp_path: Path) -> None:
    path = kept(tmp_path, version, template)
    name = stored(version, template)["input_data_name"]
    report = clv_xl.fill(path, LISTS.get(template), tmp_path / "filled.xlsx", data_name=name)
    assert "in today's form" in report.notes[0]
    assert len(report.notes) == 1
    same_figures(report.results, stored(version, template))


def test_what_was_typed_in_an_input_that_is_no_more_is_named(tmp_path: Path) -> None:
    path = kept(tmp_path, "0.1.0", "subscriptions")
    book = openpyxl.load_workbook(path)
    tab, cell = book.defined_names["input_enough_renewals"].attr_text.replace("$", "").replace("'", "").split("!")
    assert book[tab][cell].value == 200
    book[tab][cell].value = 500
    book.save(path)
    upgrade = rebuilt(Package(path))
    assert upgrade and "input_enough_renewals of 500 (input_enough counts subscribers in its place)" in upgrade.behind


# What is the person's own --------------------------------------------------------------------------------------------------


@cache
def _own() -> bytes:
    """The subscriptions of 0.1.0 with a person's columns, sheet, names, chart and cells, saved by another program."""
    book = openpyxl.load_workbook(io.BytesIO(unpacked("0.1.0", "subscriptions")))
    sheet, prices = book["Abonnements"], range(6, 1551)
    table = sheet.tables["Subscriptions"]
    for column, heading in ((7, "Doppelt"), (8, "Notiz")):
        sheet.cell(5, column).value = heading
        table.tableColumns.append(TableColumn(id=column + 90, name=heading))
    for row in prices:
        sheet.cell(row, 7).value, sheet.cell(row, 8).value = f"=2*F{row}", "alt" if row % 5 == 0 else "neu"
    sheet["G5"].font = Font(color="FFFF0000")
    table.ref = table.autoFilter.ref = "B5:H1550"
    own = book.create_sheet("Mein Blatt", 3)
    for row, formula in enumerate(FORMULAS, start=1):
        own.cell(row, 2).value = formula
    own["B1"].number_format = '#,##0.00 "Taler"'
    own.conditional_formatting.add("B1:B3", CellIsRule(operator="greaterThan", formula=["Eingaben!$C$12"], font=Font(color="FF00FF00")))
    chart = BarChart()
    chart.add_data(Reference(book["Abwanderung"], min_col=3, min_row=20, max_row=40), titles_from_data=True)
    own.add_chart(chart, "E5")
    book.defined_names["mein_umsatz"] = DefinedName("mein_umsatz", attr_text="'Mein Blatt'!$B$1")
    book["Dashboard"]["Z60"], book["Dashboard"]["Z61"], book["Dashboard"]["Z62"] = "von mir", "=result_subscribers+Z62", 5
    book["Bindung"].title = "Treue"
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


FORMULAS = (
    "=result_monthly_revenue*12",
    "=0",
    "=SUM(Subscriptions[Doppelt])",
    "=SUM(Abonnements!G6:G1550)",
    "=Abwanderung!C20",
    "=MAX(Abwanderung!C:C)",
    '=COUNTIF(Abonnements!H6:H3000,"alt")',
    "=mein_umsatz/12",
)
"""The second is put in below: a result by its address, which has moved since."""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.xlsx"
    path.write_bytes(_own())
    book = openpyxl.load_workbook(path)
    where = (book.defined_names["result_subscribers"].attr_text or "").replace("$", "")
    book["Mein Blatt"]["B2"] = f"={where}"
    book.save(path)
    return path


def test_what_a_person_has_added_comes_along(own: Path) -> None:
    before = stored("0.1.0", "subscriptions")
    assert "1,545 rows of Subscriptions, the sheet Mein Blatt" in " ".join(clv_xl.upgrade(own))
    book, values = opened(own, formulas=True), opened(own)
    assert book.sheetnames[2:5] == ["Abonnements", "Mein Blatt", "Verbliebene"]
    sheet, lists = book["Mein Blatt"], values["Abwanderung"]
    prices = sum(row[0] for row in book["Abonnements"].iter_rows(6, 1550, 6, 6, values_only=True))
    months = [row[0] for row in lists.iter_rows(21, 200, 3, 3, values_only=True) if row[0] is not None]
    revenue, subscribers = before["result_monthly_revenue"], before["result_subscribers"]
    shown = [values["Mein Blatt"].cell(row, 2).value for row in range(1, 9)]
    assert shown == [revenue * 12, subscribers, 2 * prices, 2 * prices, lists["C20"].value, max(months), 309, pytest.approx(revenue)]
    assert sheet["B1"].number_format == '#,##0.00 "Taler"'
    ((area, (rule,)),) = sheet.conditional_formatting._cf_rules.items()
    assert (str(area.sqref), rule.formula) == ("B1:B3", ["Eingaben!$C$12"])
    assert sheet._charts[0].series[0].val.numRef.f == "'Abwanderung'!$C$21:$C$40"
    table = book["Abonnements"].tables["Subscriptions"]
    assert [column.name for column in table.tableColumns][-2:] == ["Doppelt", "Notiz"]
    _, _, last, bottom = openpyxl.utils.range_boundaries(table.ref)
    assert [book["Abonnements"].cell(bottom, column).value for column in (last - 1, last)] == ["=2*F1550", "alt"]
    assert book["Abonnements"].cell(5, last - 1).font.color.rgb == "FFFF0000"
    assert [book["Dashboard"][cell].value for cell in ("Z60", "Z61", "Z62")] == ["von mir", "=result_subscribers+Z62", 5]
    assert values["Dashboard"]["Z61"].value == subscribers + 5
    assert clv_xl.upgrade(own) == (f"{own} is in today's form already; nothing has been written.",)


def test_what_cannot_come_along_is_said_and_nothing_is_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = kept(tmp_path, "0.1.0", "calculator")
    book = openpyxl.load_workbook(path)
    methods, own = book["Methods"], book.create_sheet("Mine")
    behind_chart = [cell for row in methods.iter_rows(min_col=18) for cell in row if cell.data_type == "f"][-1]
    own["A1"] = f"=Methods!{behind_chart.coordinate}*2"  # its part of that page has gone
    typed_over = next(cell for row in methods.iter_rows(min_row=8, max_col=7) for cell in row if cell.data_type == "f")
    typed_over.value = 17
    book.save(path)
    as_it_was = path.read_bytes()
    assert main(["upgrade", str(path)]) == 1
    said = capsys.readouterr().err
    assert path.read_bytes() == as_it_was
    assert f"what is typed over our formula in Methods!{typed_over.coordinate}" in said
    assert f"what refers to Methods!{behind_chart.coordinate}" in said
    assert "with -o" in said
    assert main(["recalc", str(path)]) == 0  # as it did: with the pages that it has
    assert "stays in the form of an earlier version" in capsys.readouterr().out
    assert Package(path).names["template_version"] == "1"
    assert main(["upgrade", str(path), "-o", str(tmp_path / "new.xlsx")]) == 0
    assert "Not brought to today's form, and not in it:" in capsys.readouterr().out
    assert opened(tmp_path / "new.xlsx", formulas=True)["Mine"]["A1"].value == "=#REF!*2"


def test_a_workbook_keeps_its_host(tmp_path: Path) -> None:
    path = kept(tmp_path, "0.1.0", "calculator")
    package = Package(path)
    package.define({"template_host": '"libreoffice"'})
    package.save(path)
    clv_xl.upgrade(path)
    assert Package(path).names["template_host"] == '"libreoffice"'
    assert "CLV" not in Package(path).names  # a name would hide the function in Calc
