"""Pages own their addresses: a block may stand anywhere, and nothing but its place changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from clv_xl.workbook.building import english_book, laid_out
from clv_xl.workbook.pages import PAGES
from tests.support.by_block import ByBlock
from tests.support.filled_pages import filled_from, shown


def told(name: str, *moved: tuple[str, int]) -> dict[str, Any]:
    """What stands in the blocks of a template, with some of them moved by an empty row above and an empty column left of each."""
    book = laid_out(name)
    for tab, number in moved:
        book.pages[tab].shift(number)
    return ByBlock(book).workbook(english_book(name, book).workbook)


def blocks_of(name: str) -> list[tuple[str, int]]:
    """The blocks of all pages."""
    return [(tab, number) for tab, page in laid_out(name).pages.items() for number in range(len(page.blocks))]


@pytest.mark.parametrize("name", PAGES)
def test_a_block_may_stand_anywhere(name: str) -> None:
    """Each block of each page is moved by a row and a column, and so each by another distance: formulas, charts, rules, names and looks
    mean the same cells. tests/soak/moves.py moves one block at a time."""
    assert told(name, *blocks_of(name)) == told(name)


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
        results, path = filled_from(name, book if which == "moved" else None, tmp_path / which.replace(" ", "-"))
        found[which] = {"results": results, **shown(book, path)}
    assert len(found["moved"]["results"]) > 15 and any(points for _, _, points in found["moved"]["charts"])
    for part, moved in found["moved"].items():
        assert moved == found["as it is"][part], part
