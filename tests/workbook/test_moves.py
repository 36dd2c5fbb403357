"""Pages own their addresses: a block may stand anywhere, and nothing but its place changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from clv_xl import fill
from clv_xl.hosts.equipment import recalculate_for
from clv_xl.workbook.building import build_package, english_book, laid_out
from clv_xl.workbook.layout.page import Book
from clv_xl.workbook.pages import PAGES
from clv_xl.workbook.templates import TEMPLATES
from clv_xl.xlsx.package import Package
from tests.support.by_block import ByBlock


def told(name: str, *moved: tuple[str, int]) -> dict[str, Any]:
    """What stands in the blocks of a template, with some of them moved by an empty row above and an empty column left of each."""
    book = laid_out(name)
    for tab, number in moved:
        book.pages[tab].shift(number)
    return ByBlock(book).workbook(english_book(name, book).workbook)


def blocks_of(name: str) -> dict[str, list[tuple[str, int]]]:
    """The blocks of each page."""
    return {tab: [(tab, number) for number in range(len(page.blocks))] for tab, page in laid_out(name).pages.items()}


@pytest.mark.parametrize("name", PAGES)
def test_a_block_may_stand_anywhere(name: str) -> None:
    """Page by page, each block is moved by a row and a column, and so each by another distance: formulas, charts, rules, names and looks
    mean the same cells. tests/soak/moves.py moves one block at a time."""
    as_it_is = told(name)
    for tab, blocks in blocks_of(name).items():
        assert told(name, *blocks) == as_it_is, tab


SOME_ROWS = {"segments": 150, "transactions": 300, "subscriptions": 150}
"""As many rows of the samples as fill every page: a curve, a forecast, groups that are large enough."""


def filled_from(name: str, book: Book, folder: Path) -> tuple[dict[str, Any], Path]:
    """The results of a template with these pages that is filled with the first rows of its sample, and the file."""
    template, given, out = folder / "template.xlsx", TEMPLATES[name], folder / "filled.xlsx"
    package = build_package(name, pages=book)
    recalculate_for(package)
    package.save(template)
    data = pd.read_csv(given.sample_data, dtype=str).head(SOME_ROWS[name]) if given.sample_data else None
    return fill(template, data, out, **{**given.sample, "data_name": "Some rows"}).results, out


def shown(book: Book, path: Path) -> dict[str, Any]:
    """All that a filled workbook shows, and what it is made from, by block."""
    by_block, values, formulas = ByBlock(book), openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)
    charts = by_block.charts(Package(path))
    return {"values": by_block.workbook(values), "formulas": by_block.workbook(formulas), "charts": charts}


@pytest.mark.parametrize("name", PAGES)
def test_a_filled_workbook_shows_the_same_wherever_its_blocks_stand(name: str, tmp_path: Path) -> None:
    """Every block of every page is moved, the template is made and filled, and its results, cells, kept points of charts and rules for
    colours are compared with those of the same template as it is."""
    books = {"as it is": laid_out(name), "moved": laid_out(name)}
    for page in books["moved"].pages.values():
        for number in range(len(page.blocks)):
            page.shift(number)
    found = {}
    for which, book in books.items():
        (tmp_path / which).mkdir()
        results, path = filled_from(name, book, tmp_path / which)
        found[which] = {"results": results, **shown(book, path)}
    assert len(found["moved"]["results"]) > 15 and any(points for _, _, points in found["moved"]["charts"])
    for part, moved in found["moved"].items():
        assert moved == found["as it is"][part], part
