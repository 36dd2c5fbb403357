"""Links: each leads to a page that there is, which its words name; what is to be done first leads to where it is done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from clv_xl import new
from clv_xl.workbook.templates import TEMPLATES
from tests.conftest import opened, some
from tests.support.cells import cell_with

_PLACE = re.compile(r"#?'((?:[^']|'')+)'!A1")
FIRST = {"calculator": "Inputs", "segments": "Customers", "subscriptions": "Subscriptions", "transactions": "Orders"}
"""Where a workbook without figures begins."""
THEN = {"calculator": "What-if", "segments": "Channels", "subscriptions": "Churn", "transactions": "Customers"}
WORDS = {"en": ("Action", "Where"), "nl": ("Actie", "Waar"), "de": ("Maßnahme", "Wo")}


def _links(sheet: Worksheet) -> Iterator[tuple[str, list[str], list[str]]]:
    """The cells that lead somewhere: their place, the tabs they can lead to, and what they can say."""
    for cell in (cell for row in sheet.iter_rows() for cell in row):
        text = str(cell.value or "")
        if text.startswith("=HYPERLINK("):
            said = [one for one in re.findall(r'"([^"]*)"', text) if one.endswith("→")]
            yield cell.coordinate, [found.replace("''", "'") for found in _PLACE.findall(text)], said
        elif cell.hyperlink is not None and cell.hyperlink.location:
            found = _PLACE.fullmatch(cell.hyperlink.location)
            assert found, (sheet.title, cell.coordinate, cell.hyperlink.location)
            yield cell.coordinate, [found[1].replace("''", "'")], [text]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a new workbook of each template, the calculator without its sample too."""
    folder = tmp_path_factory.mktemp("empty")
    for name in TEMPLATES:
        new(name, folder / f"{name}.xlsx")
    return folder


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("name", TEMPLATES)
def test_links_lead_where_they_say(name: str, language: str) -> None:
    book = opened(some(name, language), formulas=True)
    count = 0
    for sheet in book.worksheets:
        for place, tabs, words in _links(sheet):
            count += 1
            assert set(tabs) <= set(book.sheetnames) - {sheet.title}, (sheet.title, place, tabs)
            assert [word.removesuffix("→").strip() for word in words] == tabs, (sheet.title, place)
    assert count > len(book.sheetnames)


def _first_link(path: Path) -> str:
    """The tab that the first action of Dashboard leads to, as its formula has been computed."""
    sheet = opened(path)["Dashboard"]
    head = cell_with(sheet, "Where")
    assert cell_with(sheet, "Action").offset(1).value
    return str(head.offset(1).value).removesuffix("→").strip()


@pytest.mark.parametrize("name", ["segments", "subscriptions", "transactions"])
def test_an_empty_workbook_sends_to_its_list_first(name: str, empty: Path) -> None:
    assert _first_link(empty / f"{name}.xlsx") == FIRST[name]


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_filled_one_sends_to_the_page_that_shows_more(name: str) -> None:
    assert _first_link(some(name, "en")) == THEN[name]


def test_overdue_customers_are_on_their_own_list_and_a_missing_cost_on_inputs(empty: Path) -> None:
    sheet = opened(some("transactions", "en"), formulas=True)["Dashboard"]
    where = cell_with(sheet, "Where")
    assert where.offset(3).hyperlink.location == "'Win-back'!A1"
    assert where.offset(7).value.startswith("=HYPERLINK(IF(IFERROR(N(input_cac)=0,FALSE),\"#'Inputs'!A1\",\"#'Segments'!A1\")")
    assert opened(empty / "transactions.xlsx")["Dashboard"][where.offset(7).coordinate].value == "Inputs  →"
