"""Rules of the workbooks' look that a program can check, on the template and on the filled sample."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl.formula.tokenizer import Token, Tokenizer
from openpyxl.worksheet.formula import ArrayFormula

from clv_xl import new, template_path
from clv_xl.formulas.spelling import uses
from clv_xl.functions import REGISTRY
from clv_xl.words import LANGUAGES
from clv_xl.workbook.look.style import (
    ATTENTION,
    ATTENTION_TINT,
    HIDDEN_TITLE,
    NEGATIVE,
    NEGATIVE_TINT,
    POSITIVE,
    POSITIVE_TINT,
    named_styles,
)
from clv_xl.workbook.templates import TEMPLATES
from clv_xl.workbook.translation import in_language
from clv_xl.xlsx.package import Package
from tests.conftest import opened, some
from tests.support.cells import named

TABS = {
    "transactions": (
        *("Dashboard", "Inputs", "Orders", "Overview", "Trend", "Cohorts", "Segments", "Prediction", "Model"),
        *("Customers", "Forecast", "Win-back", "Products", "Drivers", "Checks", "About", "Functions", "Workings"),
    ),
    "segments": ("Dashboard", "Inputs", "Customers", "Segments", "Tiers", "Channels", "Values", "Checks", "About", "Functions", "Workings"),
    "calculator": ("Dashboard", "Inputs", "Methods", "What-if", "Over time", "Checks", "About", "Functions", "Workings"),
    "subscriptions": (
        *("Dashboard", "Inputs", "Subscriptions", "Survivors", "Churn", "Retention", "Cohorts", "Value", "Checks", "About"),
        *("Functions", "Workings"),
    ),
}
CHARTS = {"transactions": 18, "segments": 10, "calculator": 7, "subscriptions": 11}
WORKBOOKS = [*itertools.product(TEMPLATES, LANGUAGES), ("filled", "en"), ("emptied", "en")]
"""Each ready-made workbook in each language, one filled with orders, and a calculator without its sample."""


@pytest.fixture(scope="module", params=WORKBOOKS, ids="-".join)  # all tests of one workbook follow each other, and share what is opened
def workbook(request: pytest.FixtureRequest) -> tuple[str, str]:
    return request.param


@pytest.fixture(scope="module")
def which(workbook: tuple[str, str]) -> str:
    return workbook[0]


@pytest.fixture(scope="module")
def path(workbook: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    which, language = workbook
    if which == "emptied":
        return new("calculator", tmp_path_factory.mktemp("look") / "emptied.xlsx", empty=True)
    return some("transactions", language) if which == "filled" else template_path(which, language)


@pytest.fixture(scope="module")
def name(which: str) -> str:
    """The template that the workbook was made from."""
    return {"filled": "transactions", "emptied": "calculator"}.get(which, which)


@pytest.fixture(scope="module")
def tabs(workbook: tuple[str, str]) -> Callable[[str], str]:
    """What a tab of the pages is called in the workbook."""
    return lambda tab: in_language(tab, workbook[1])


def formulas_of(sheet: Any) -> list[str]:
    """The formulas of a sheet, without their equals sign."""
    cells = (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f")
    return [str(getattr(cell.value, "text", cell.value))[1:] for cell in cells]


def test_tabs_and_what_is_protected(path: Path, which: str, name: str, tabs: Callable[[str], str]) -> None:
    """A new workbook opens where one begins, a filled one where its answers are. What our add-in must compute can be typed again."""
    book = opened(path, formulas=True)
    opens = "Dashboard" if which == "filled" else "Inputs"
    assert book.sheetnames == [tabs(tab) for tab in TABS[name]] and book.active is book[tabs(opens)]
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_view.tabSelected] == [tabs(opens)]
    filled_by_hand = [tabs(tab) for tab in ("Survivors", TEMPLATES[name].table) if tab]
    of_ours = [sheet.title for sheet in book.worksheets if any(uses(text, REGISTRY) for text in formulas_of(sheet))]
    for sheet in book.worksheets:
        assert not sheet.merged_cells.ranges and not sheet.sheet_view.showGridLines
        assert sheet.protection.sheet == (sheet.title not in (*filled_by_hand, *of_ours)) and not sheet.protection.password
        assert (
            sheet.page_setup.orientation == "landscape"
            and sheet.page_setup.fitToWidth == 1
            and sheet.sheet_properties.pageSetUpPr.fitToPage
        )
        assert sheet["A1"].value and sheet["B2"].value.endswith("?")


def test_styles_are_named_and_fonts_readable(path: Path) -> None:
    names = {style.name for style in named_styles()} | {"Normal"}
    for sheet in opened(path, formulas=True).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.style in names, (sheet.title, cell.coordinate, cell.style)
                if cell.value is not None and cell.style != "Hidden title":
                    assert cell.font.sz >= 9 and cell.font.name == "Calibri", (sheet.title, cell.coordinate)


def test_inputs_are_yellow_unlocked_and_validated(path: Path, name: str, tabs: Callable[[str], str]) -> None:
    inputs = TEMPLATES[name].inputs
    book = opened(path, formulas=True)
    sheet = book[tabs("Inputs")]
    validated = {str(ref): rule for rule in sheet.data_validations.dataValidation for ref in rule.sqref.ranges}
    for field in inputs:
        cell = named(book, f"input_{field}")
        assert cell.parent is sheet and cell.style == "Input" and not cell.protection.locked
        rule = validated[cell.coordinate]
        assert rule.promptTitle and rule.prompt and rule.error and len(rule.prompt) <= 255
        assert all(cell.offset(0, across).value for across in (1, 2, 3)), "unit, what counts, and a note"
    unlocked = [cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
    assert len(unlocked) == len(inputs)


_ROUNDINGS = {0.01, 0.99, 365.25}
"""Less than a figure shown, the ends that a percentile leaves out, and the days of a year."""
_STATISTICS = {0.5, 1.96, 0.995}
"""Half a customer added to each count, the bounds of 95%, and all of them but for rounding."""


def test_no_assumption_hides_in_a_formula(path: Path, name: str, tabs: Callable[[str], str]) -> None:
    """A rate, a threshold or a share is an input. A formula may say what a blank input stands for."""
    allowed = _ROUNDINGS | _STATISTICS | {field.default for field in TEMPLATES[name].inputs.values() if isinstance(field.default, float)}
    book = opened(path, formulas=True)
    for sheet in (sheet for sheet in book.worksheets if sheet.title not in (tabs("Checks"), tabs("Functions"))):
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            text = cell.value.text if isinstance(cell.value, ArrayFormula) else str(cell.value)
            numbers = [float(token.value) for token in Tokenizer(text).items if token.subtype == Token.NUMBER]
            assert not [one for one in numbers if one % 1 and one not in allowed], (sheet.title, cell.coordinate, text)
    for cell in (cell for row in book[tabs("Checks")].iter_rows() for cell in row):
        if limit := re.search(r"<=([\d.eE-]+),", str(cell.value)):
            assert float(limit[1]) <= 0.005, (cell.coordinate, "a figure differs by more than its rounding")


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_text_stands_out_from_its_ground() -> None:
    """At least 4.5 : 1, by the formula of WCAG 2.1."""
    pairs = {
        style.name: (style.font.color.rgb[-6:], style.fill.fgColor.rgb[-6:] if style.fill.fill_type else "FFFFFF")
        for style in named_styles()
        if style.name != HIDDEN_TITLE
    }
    pairs |= {"good": (POSITIVE, POSITIVE_TINT), "bad": (NEGATIVE, NEGATIVE_TINT), "look": (ATTENTION, ATTENTION_TINT)}
    for name, colours in pairs.items():
        dark, light = sorted(map(_luminance, colours))
        assert (light + 0.05) / (dark + 0.05) >= 4.5, name


def test_formulas_are_short_and_know_no_other_file(path: Path) -> None:
    package = Package(path)
    assert not [part for part in package.parts if re.search("externalLink|vbaProject", part)]
    for sheet in opened(path, formulas=True).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                text = cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value
                if cell.data_type == "f":
                    assert len(text) <= 250, (sheet.title, cell.coordinate, len(text))
                    assert not re.search(r'"[<>=]+[\d,]*\.\d+"', text), "a criterion in a text is none where decimals have a comma"


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
        points = {"".join(series.find("{*}tx").itertext()): len(series.findall("{*}val//{*}pt")) for series in tree.iter("{*}ser")}
        lighter = [name for name in points if "Part of a" in name]  # of the last month or period, which has none where that is over
        assert points.keys() > set(lighter)
        filled = [number for name, number in points.items() if name not in lighter]
        assert which in ("transactions", "segments", "subscriptions", "emptied") or (max(filled) >= 4 and min(filled) > 0), part


def test_no_name_points_nowhere(path: Path) -> None:
    package = Package(path)
    names = package.names
    assert len(names) == len({name.lower() for name in names}) and not any("#REF!" in text for text in names.values())
    for name in names:
        if name.startswith(("input_", "result_")):
            assert package.cell_of(name), name
