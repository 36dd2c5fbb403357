"""Rules of the workbooks' look that a program can check, on the template and on the filled sample."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from openpyxl.worksheet.formula import ArrayFormula

from clv_xl import new, template_path
from clv_xl.workbook.look import named_styles
from clv_xl.workbook.package import Package
from clv_xl.workbook.pages import TEMPLATES

TABS = {
    "transactions": (
        *("About", "Inputs", "Orders", "Overview", "Trend", "Cohorts", "Segments", "Prediction", "Model"),
        *("Products", "Drivers", "Win-back", "Customers", "Forecast", "Dashboard", "Checks", "Functions"),
    ),
    "segments": ("About", "Inputs", "Customers", "Segments", "Tiers", "Channels", "Values", "Dashboard", "Checks", "Functions"),
    "calculator": ("About", "Inputs", "Methods", "What-if", "Over time", "Dashboard", "Checks", "Functions"),
}
CHARTS = {"transactions": 16, "segments": 10, "calculator": 7}
WORKBOOKS = [*TEMPLATES, "demo", "emptied"]
"""Each ready-made workbook, the filled sample of orders, and a calculator without its sample."""


@pytest.fixture(params=WORKBOOKS)
def which(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def path(which: str, demo: Path, tmp_path: Path) -> Path:
    if which == "emptied":
        return new("calculator", tmp_path / "emptied.xlsx", empty=True)
    return demo if which == "demo" else template_path(which)


@pytest.fixture
def name(which: str) -> str:
    """The template that the workbook was made from."""
    return {"demo": "transactions", "emptied": "calculator"}.get(which, which)


def test_tabs_and_what_is_protected(path: Path, name: str) -> None:
    book = openpyxl.load_workbook(path)
    assert tuple(book.sheetnames) == TABS[name] and book.active is book[TEMPLATES[name].opens]
    for sheet in book.worksheets:
        assert not sheet.merged_cells.ranges and not sheet.sheet_view.showGridLines
        assert sheet.protection.sheet == (sheet.title != TEMPLATES[name].table) and not sheet.protection.password
        assert (
            sheet.page_setup.orientation == "landscape"
            and sheet.page_setup.fitToWidth == 1
            and sheet.sheet_properties.pageSetUpPr.fitToPage
        )
        assert sheet["A1"].value and sheet["B2"].value.endswith("?")


def test_styles_are_named_and_fonts_readable(path: Path) -> None:
    names = {style.name for style in named_styles()} | {"Normal"}
    for sheet in openpyxl.load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.style in names, (sheet.title, cell.coordinate, cell.style)
                if cell.value is not None and cell.style != "Hidden title":
                    assert cell.font.sz >= 9 and cell.font.name == "Calibri", (sheet.title, cell.coordinate)


def test_inputs_are_yellow_unlocked_and_validated(path: Path, name: str) -> None:
    inputs = TEMPLATES[name].inputs
    book = openpyxl.load_workbook(path)
    sheet = book["Inputs"]
    validated = {str(ref): rule for rule in sheet.data_validations.dataValidation for ref in rule.sqref.ranges}
    for field in inputs:
        ((tab, ref),) = book.defined_names[f"input_{field}"].destinations
        cell = sheet[ref.replace("$", "")]
        assert tab == "Inputs" and cell.style == "Input" and not cell.protection.locked
        rule = validated[cell.coordinate]
        assert rule.promptTitle and rule.prompt and rule.error and len(rule.prompt) <= 255
        assert sheet.cell(cell.row, 4).value and sheet.cell(cell.row, 5).value and sheet.cell(cell.row, 6).value
    unlocked = [cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
    assert len(unlocked) == len(inputs)


def test_formulas_are_short_and_know_no_other_file(path: Path) -> None:
    package = Package(path)
    assert not [part for part in package.parts if re.search("externalLink|vbaProject", part)]
    for sheet in openpyxl.load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                text = cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value
                if cell.data_type == "f":
                    assert len(text) <= 250, (sheet.title, cell.coordinate, len(text))


def test_charts_have_titles_axes_and_alternative_text(path: Path, which: str, name: str) -> None:
    package = Package(path)
    drawings = [part for part in package.parts if re.fullmatch(r"xl/drawings/drawing\d+\.xml", part)]
    frames = [frame for part in drawings for frame in etree.fromstring(package.parts[part]).iter("{*}graphicFrame")]
    charts = [part for part in package.parts if re.fullmatch(r"xl/charts/chart\d+\.xml", part)]
    assert len(frames) == len(charts) == CHARTS[name]
    for frame in frames:
        assert len(next(frame.iter("{*}cNvPr")).get("descr", "")) > 40
    for part in charts:
        tree = etree.fromstring(package.parts[part])
        title = tree.find(".//{*}title")
        assert title is not None and "".join(title.itertext()).strip()
        assert tree.findall(".//{*}catAx/{*}delete")[0].get("val") in ("0", None)
        points = [len(list(cache.iter("{*}pt"))) for cache in tree.iter("{*}numCache")]
        assert points and (which in ("transactions", "segments", "emptied") or (max(points) >= 4 and min(points) > 0)), (
            part
        )  # a series may stand out


def test_no_name_points_nowhere(path: Path) -> None:
    package = Package(path)
    names = package.names
    assert len(names) == len({name.lower() for name in names}) and not any("#REF!" in text for text in names.values())
    for name in names:
        if name.startswith(("input_", "result_")):
            assert package.cell_of(name), name
