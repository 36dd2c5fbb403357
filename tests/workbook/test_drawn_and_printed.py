"""What Excel draws and prints of the workbooks: charts without what is not there, paper without empty rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import builds
import openpyxl
import pytest
from lxml import etree
from openpyxl.utils import range_boundaries

from clv_xl.workbook.templates import TEMPLATES
from clv_xl.xlsx.package import Package
from clv_xl.xlsx.sheets.reader import find_formulas
from tests.conftest import opened, some

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SPACER = 15
"""Points; lower rows are space between others."""


def series(path: Path) -> Iterator[tuple[str, bool, str]]:
    """The series of all charts: the kind of chart, whether they have labels, and the reference of their values."""
    package = Package(path)
    for part in package.parts:
        if re.fullmatch(r"xl/charts/chart\d+\.xml", part):
            for one in etree.fromstring(package.parts[part]).iter(f"{CHART}ser"):
                labels = any(shown.get("val") == "1" for shown in one.iter(f"{CHART}showVal"))
                yield one.getparent().tag.removeprefix(CHART), labels, one.find(f"{CHART}val").findtext(f".//{CHART}f")


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_empty_text_is_drawn_as_nought(name: str) -> None:
    """In an empty workbook every value of a chart is missing. Excel draws the text that stands there as 0: it is #N/A in lines, and
    labels show nothing for 0."""
    path = builds.built(name, "en")
    values, empty = opened(path), 0
    for kind, labels, reference in series(path):
        tab, _, area = reference.rpartition("!")
        cells = [cell for row in values[tab.strip("'")][area.replace("$", "")] for cell in row]
        for cell in cells:
            if kind == "lineChart":
                assert isinstance(cell.value, (int, float)) or cell.value == "#N/A", reference
            if labels:
                sections = cell.number_format.split(";")
                assert len(sections) > 2 and sections[2] == "", (reference, cell.number_format)
            empty += cell.value in (None, "#N/A")
    assert empty or name == "calculator"  # which comes with its sample


def printed(sheet: Any) -> tuple[int, int, int, int]:
    return range_boundaries(str(sheet.print_area).rpartition("!")[2].replace("$", ""))


@pytest.mark.parametrize("name", TEMPLATES)
def test_paper_has_no_empty_rows(name: str) -> None:
    for sheet in opened(some(name, "en")).worksheets:
        left, top, right, bottom = printed(sheet)
        rows = {
            cell.row
            for row in sheet.iter_rows(top, bottom, left, right)
            for cell in row
            if cell.value not in (None, "") or (sheet.row_dimensions[cell.row].height or SPACER) < SPACER
        }
        for chart in sheet._charts:
            rows |= {*range(chart.anchor._from.row + 1, chart.anchor.to.row + 1)}
        unused = [table for table in sheet.tables.values() if sheet[table.ref][1][0].value is None]
        assert unused or (bottom - top + 1 - len(rows)) / (bottom - top + 1) < 0.1, sheet.title


def test_a_long_list_prints_its_first_page() -> None:
    book = opened(some("transactions", "en"))
    for tab in ("Orders", "Customers", "Forecast", "Win-back"):
        sheet = book[tab]
        left, top, right, bottom = printed(sheet)
        points = sum(sheet.row_dimensions[row].height or 15 for row in range(top, bottom + 1))
        across = sum((sheet.column_dimensions[openpyxl.utils.get_column_letter(c)].width * 7 + 5) * 0.75 for c in range(left, right + 1))
        on_paper = points * min(1, (297 - 2 * 0.4 * 25.4) / 25.4 * 72 / across)
        height = (210 - (0.4 + 0.55) * 25.4) / 25.4 * 72  # A4 across, within the margins
        assert bottom < sheet.max_row and 0.8 * height < on_paper < height, tab


@pytest.mark.parametrize("name", TEMPLATES)
def test_parts_are_as_excel_writes_them(name: str) -> None:
    """One number for a number format, texts of a spill as values of a formula, and no number as Python writes small ones."""
    package = Package(some(name, "en"))
    formats = [
        (one.get("numFmtId"), one.get("formatCode")) for one in etree.fromstring(package.parts["xl/styles.xml"]).iter(f"{MAIN}numFmt")
    ]
    assert len({number for number, _ in formats}) == len({code for _, code in formats}) == len({*formats})
    for sheet in package.sheets:
        for formula in find_formulas(package.parts[sheet.part], frozenset()):
            assert not re.search(r"\de-\d", re.sub(r'"[^"]*"', "", formula.text)), formula.text
            if formula.array and formula.array.bottom > formula.row + 1:
                texts = re.findall(rb'<c r="([A-Z]+)%d"[^>]* t="inlineStr"' % (formula.row + 2), package.parts[sheet.part])
                columns = [openpyxl.utils.column_index_from_string(column.decode()) for column in texts]
                assert not any(formula.array.left <= column <= formula.array.right for column in columns), sheet.name
