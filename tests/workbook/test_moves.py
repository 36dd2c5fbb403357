"""Pages own their addresses: a block may stand anywhere, and nothing but its place changes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from clv_xl.workbook import pages
from clv_xl.workbook.building import english_book, laid_out
from clv_xl.workbook.pages import PAGES
from tests.support.by_block import ByBlock

_PAGE_FILES = sorted(path for path in Path(pages.__file__).parent.rglob("*.py"))
_ADDRESS = re.compile(r"(?<![\w\d#\[])\$?[A-Z]{1,2}\$?[1-9]\d*(?!\w)(?!\.)")
"""A cell's address in a text; Q1 of a quarter is none."""


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


@pytest.mark.parametrize("path", _PAGE_FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_address_in_a_page_file(path: Path) -> None:
    texts = [text for text in re.findall(r'"[^"\n]*"|\'[^\'\n]*\'', path.read_text(encoding="utf-8")) if not text.startswith('"""')]
    found = [(text, address) for text in texts for address in _ADDRESS.findall(text) if address not in ("Q1", "P1", "B2")]
    assert not found
    assert "openpyxl" not in path.read_text(encoding="utf-8") or path.parent.name == "shared"
