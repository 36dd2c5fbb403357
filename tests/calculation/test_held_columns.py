"""Columns that our functions are handed as they are: only typed ones, and only where they are a whole argument."""

from __future__ import annotations

import pytest

from clv_xl.calculation.held_columns import HeldColumns
from clv_xl.cells.errors import ExcelError
from clv_xl.functions import CLV_ROWS

MARK = "\ue000"


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("PLACED_CLV_ROWS(1,Data!A1:A9,Data!B1:B9)", 2),
        ("IF(A1,CLV_EXPLAIN(\"CLV_ROWS\",'Data'!A1:A9))", 1),
        ("PLACED_CLV_ROWS(1,A1:A9,Data!B1:C9)", 1),  # two columns are a table
        ("PLACED_CLV_ROWS(1,Mix!A3:A9,Mix!B3:B9)", 1),  # B2 may spill into the second
        ("SUM(Data!A1:A9)", 0),
        ("CLV(SUM(Data!A1:A9),Data!B1:B9*2,-Data!C1:C9)", 0),
        ("CLV_ROWS((Data!A1:A9,Data!B1:B9),Data!A1,Data!A:A)", 0),
        ("CLV_ROWS(Other!A1:A9,unknown,{1;2})", 0),
    ],
)
def test_which_arguments_are_held(text: str, held: int) -> None:
    columns = HeldColumns({"Data": [], "Mix": [(2, 2)]})
    assert columns.hold(text, "Data").count(MARK) == held


def test_a_held_column_is_read_once_and_answers_alike() -> None:
    cells = {"A": ["Ann", "Bo", "", 7.0], "B": [45000.0, 45001.0, None, {"type": "Error", "kind": "Na"}], "C": [10.0, 20.0, None, 5.0]}
    columns, read = HeldColumns({"Data": []}), []

    def rows_in(sheet: str, area: object) -> list[list[object]]:
        read.append(f"{sheet}!{area}")
        return [[cell] for cell in cells[str(area)[0]]]

    keys = [columns.hold(f"CLV_ROWS(Data!{name}1:{name}4)", "Data")[len('CLV_ROWS("') : -2] for name in "ABC"]
    columns.read(rows_in)
    columns.read(rows_in)
    assert sorted(read) == ["Data!A1:A4", "Data!B1:B4", "Data!C1:C4"]
    customers, dates, amounts = map(columns.given, keys)
    assert CLV_ROWS(customers, dates, amounts) == CLV_ROWS(cells["A"], [*cells["B"][:3], ExcelError.NA], cells["C"])
    assert columns.given("Ann") == "Ann" and columns.given({"type": "Error", "kind": "Num"}) == ExcelError.NUM
