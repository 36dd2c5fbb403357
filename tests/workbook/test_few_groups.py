"""Charts of groups leave no part of themselves empty where the groups are few, and show others as soon as there are more."""

from __future__ import annotations

import re

import formualizer
import pytest
from openpyxl.utils import range_boundaries

from tests.conftest import opened, some
from tests.support.cells import cell_with, line

PLACES = {0: [], 1: [2], 2: [1, 4], 3: [0, 2, 4], 4: [1, 2, 3, 4], 5: [0, 1, 2, 3, 4], 6: [0, 1, 2, 3, 4, 5]}
"""Of six places, those with a group, by the number of groups: as far from each other as they can be, and from both ends."""


@pytest.mark.parametrize(("groups", "expected"), PLACES.items())
def test_groups_stand_at_even_distances(groups: int, expected: list[int]) -> None:
    """By the formulas of the page, computed with so many groups in place of those of the sample."""
    sheet = opened(some("transactions", "en"), formulas=True)["Workings"]
    first = cell_with(sheet, "Segments").row
    top = next(row for row in range(first, sheet.max_row) if sheet.cell(row, 2).value == "Groups drawn")
    book = formualizer.Workbook()
    book.add_sheet("Workings")
    for row in range(top, top + 4):
        for column in range(3, 9):
            if value := sheet.cell(row, column).value:
                book.set_formula("Workings", row, column, value)
    found = re.search(r"\$[A-Z]+\$\d+:\$[A-Z]+\$\d+", str(sheet.cell(top, 3).value))
    assert found
    left, names, _, _ = range_boundaries(found[0].replace("$", ""))
    for place in range(6):
        book.set_value("Workings", names, left + place, f"Group {place}" if place < groups else "")
    book.evaluate_all()
    shown = [book.get_value("Workings", top + 3, column) for column in range(3, 9)]
    assert [place for place, group in enumerate(shown) if group] == expected
    assert [group for group in shown if group] == list(range(1, groups + 1))


def test_four_sizes_of_first_orders_stand_in_the_middle_of_the_chart() -> None:
    book = opened(some("transactions", "en"))
    listed = [name for name in line(book, "Segments", "Group", 6) if name]
    assert len(listed) == 4 and line(book, "Segments", "Group at each place", 6) == [0, 1, 2, 3, 4, 0]
    assert [name or "" for name in line(book, "Segments", "Groups", 6)] == ["", *listed, ""]
