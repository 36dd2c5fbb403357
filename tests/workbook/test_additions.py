"""A card or a column more takes one line in one file: pages, colours, names and charts follow."""

from __future__ import annotations

import importlib
import itertools
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils import range_boundaries

from clv_xl.calculation import engine
from clv_xl.cells.tables import Column
from clv_xl.functions import REGISTRY
from clv_xl.workbook.building import english_book, laid_out
from clv_xl.workbook.layout.cards import Card, Cards
from clv_xl.workbook.layout.page import Page
from clv_xl.workbook.pages import PAGES
from clv_xl.xlsx.package import Package
from tests.conftest import opened
from tests.support.by_block import ByBlock
from tests.support.cells import below, calling, cell_with, listed
from tests.support.filled_pages import filled_from

SEVENTH = Card("State of the checks", "result_state", '"see Checks"')


def overlaps(page: Page) -> list[tuple[int, int]]:
    """Pairs of blocks that share cells."""
    cells = [
        {(block.top + row, block.left + column) for row in range(block.rows) for column in range(block.columns)} for block in page.blocks
    ]
    return [pair for pair in itertools.combinations(range(len(cells)), 2) if cells[pair[0]] & cells[pair[1]]]


def without(told: dict[Any, Any], block: int) -> dict[Any, Any]:
    """What a page is told to show, but for what stands in a block."""
    return {place: what for place, what in told.items() if f"('Dashboard', {block}, " not in str(place)}


@pytest.mark.parametrize("name", PAGES)
def test_a_seventh_card_flows_to_a_second_row(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Six cards fill the width, so it stands below the first, and everything else as it did, only lower."""
    dashboard = importlib.import_module(f"clv_xl.workbook.pages.{name}.dashboard")
    if hasattr(dashboard, "__path__"):
        dashboard = importlib.import_module(f"{dashboard.__name__}.page")
    told, pages = [], []
    for cards in (dashboard.CARDS, (*dashboard.CARDS, SEVENTH)):
        monkeypatch.setattr(dashboard, "CARDS", cards)
        book = laid_out(name)
        pages.append(book.pages["Dashboard"])
        told.append(ByBlock(book).workbook(english_book(name, book).workbook))
    before, after = pages
    number, cards = next((number, block) for number, block in enumerate(after.blocks) if isinstance(block, Cards))
    first, seventh = cards.value(dashboard.CARDS[0].label), cards.value(SEVENTH.label)
    tall = 4 if any(card.change for card in dashboard.CARDS) else 3
    assert (seventh.column, seventh.row) == (first.column, first.row + tall + 1)
    assert not overlaps(before) and not overlaps(after)
    assert [block.top for block in after.blocks[number + 1 :]] == [block.top + tall + 1 for block in before.blocks[number + 1 :]]
    assert without(told[1].pop("Dashboard"), number) == without(told[0].pop("Dashboard"), number)
    assert told[1] == told[0]


NEW = Column("Largest order", "money", "The largest order of the customer.")


@pytest.fixture
def largest_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """CLV_CUSTOMERS declares a column more, after that of the average order, and answers with it."""
    declared = REGISTRY["CLV_CUSTOMERS"]
    at = 1 + [column.name for column in declared.columns].index("Average order")

    def wider(*args: Any) -> Any:
        rows = declared.function(*args)
        if not isinstance(rows, list):
            return rows
        return [[*row[:at], NEW.name if number == 0 else 99.5, *row[at:]] for number, row in enumerate(rows)]

    wide = replace(declared, columns=(*declared.columns[:at], NEW, *declared.columns[at:]), function=wider)
    monkeypatch.setitem(REGISTRY, declared.name, wide)
    monkeypatch.setattr(engine, "DECLARATIONS", tuple(REGISTRY.values()))


def test_a_column_more_on_customers(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    found = []
    for which in ("as it is", "wider"):
        if which == "wider":
            request.getfixturevalue("largest_order")
        book = laid_out("transactions")
        results, path = filled_from("transactions", book if which == "wider" else None, tmp_path / which)
        found.append((results, [points for _, _, points in ByBlock(book).charts(Package(path))], path))
    (results, points, before), (wide_results, wide_points, after) = found
    assert wide_results == results and wide_points == points and any(points)

    values, formulas = (opened(after, formulas=asked) for asked in (False, True))
    sheet = values["Customers"]
    heads = [column.name for column in REGISTRY["CLV_CUSTOMERS"].columns if not column.repeats]
    assert heads.index("Largest order") == heads.index("Average order") + 1
    rows, own = listed(sheet, *heads), [head for head in heads if head != NEW.name]
    assert {row[heads.index(NEW.name)] for row in rows} == {99.5} and len(rows) > 50
    assert listed(sheet, *own) == listed(opened(before)["Customers"], *own)

    stage = cell_with(sheet, "Stage")
    coloured = [
        str(rules.sqref)
        for rules in formulas["Customers"].conditional_formatting
        if any('"Slipping"' in one.formula for one in rules.rules)
    ]
    assert [range_boundaries(area)[::2] for area in coloured] == [(stage.column, stage.column)]
    for name, head in {"customer_stage": "Stage", "customer_value": "Value so far", "customer_first_order": "First order"}.items():
        first = cell_with(sheet, head).offset(1)
        assert formulas.defined_names[name].attr_text.startswith(f"'Customers'!${first.column_letter}${first.row}:")
    head = calling(formulas["Customers"], "CLV_CUSTOMERS")
    cell = formulas["Customers"].cell(head.row + 1, cell_with(sheet, NEW.name).column)
    assert cell.style == "Money" and below(cell_with(sheet, NEW.name)) == 99.5
    assert str(formulas["Customers"].print_area).split("$")[-2] == cell_with(sheet, "First order").column_letter
