"""CLV_VALUES and CLV_BUDGET, and rows that stand for several customers. Figures worked by hand, and by repeating rows."""

# pyright: reportArgumentType=false, reportCallIssue=false
from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv_xl.functions import CLV, CLV_BUDGET, CLV_EXPLAIN, CLV_PARETO, CLV_TIERS, CLV_VALUES, SEGMENT_CLV, records
from tests.tables import column, columns

HEADINGS = ["Value", "Cost to win", "Customers", "Margin a month", "CLV : CAC", "Payback", "Net"]


def test_blank_values_are_computed_as_clv_does() -> None:
    table = CLV_VALUES(
        [["Customer", "Segment"], ["a", "X"], ["b", None], ["c", "Y"]],
        ["Value", None, 90, 10],
        ["Cost", 40, None, 5],
        ["Number", 10, None, 2],
        ["Revenue", None, 6, None],
        [["Order", "A year", "Years"], [100, 4, 8], [None, None, None], [None, None, None]],
        0.25,
    )
    assert table == [
        ["Customer", "Segment", *HEADINGS],
        ["a", "X", CLV(100, 4, 8, 0.25), 40, 10, 100 * 4 / 12 * 0.25, 20, 40 / (100 / 12), 7600],
        ["b", None, 90, 0, 1, 1.5, None, 0, 90],
        ["c", "Y", 10, 5, 2, None, 2, None, 10],
    ]


def test_a_list_without_costs_has_none() -> None:
    assert CLV_VALUES(["a"], [5])[1] == ["a", 5, None, 1, None, None, None, 5]
    assert CLV_VALUES([], []) == [HEADINGS] and CLV_VALUES([None], [None]) == [["Name", *HEADINGS]]


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        ((None, 5.0, 1.0, 1.0), False),
        (("a", None, 1.0, 1.0), False),
        (("a", "five", 1.0, 1.0), False),
        (("a", 5.0, "free", 1.0), False),
        (("a", 5.0, -1.0, 1.0), False),
        (("a", 5.0, 1.0, -1.0), False),
        (("a", -5.0, None, None), True),
    ],
)
def test_rows_that_do_not_count_are_left_out(row: tuple[Any, ...], kept: bool) -> None:
    name, value, cac, count = row
    table = CLV_VALUES([["n"], ["z"], [name]], ["v", 1.0, value], ["c", 1.0, cac], ["k", 1.0, count])
    assert column(table, "n") == (["z", "a"] if kept and value > 0 else ["z", name] if kept else ["z"])


def test_three_columns_of_purchases() -> None:
    assert CLV_VALUES(["a"], [None], None, None, None, [[1, 2]]) == "#VALUE!"
    assert "purchases has 2 columns. Give three" in CLV_EXPLAIN("CLV_VALUES", ["a"], [None], None, None, None, [[1, 2]])


def budget(clv: float, cac: float, margin: float | None, count: int = 100, spread: float = 0.1, **options: Any) -> dict[str, Any]:
    """The row of a group whose customers bring more and less than these figures in turn, by so much of them."""
    swing = [1 + spread, 1 - spread] * (count // 2) + [1] * (count % 2)
    margins = None if margin is None else [margin] * count
    (row,) = records(CLV_BUDGET(["g"] * count, [clv * part for part in swing], [cac] * count, margins, **options))
    return row


@pytest.mark.parametrize(
    ("figures", "advice"),
    [
        ((310, 100, 10), "Spend more"),  # 3.1 +- 2.33 standard errors of 3.1 x 0.1 / 10: above 3
        ((310, 100, 5), "Keep"),  # 20 months are over 12
        ((310, 100, None), "Spend more"),
        ((305, 100, 10), "Keep"),  # 3.05 +- 0.07 may lie below 3
        ((104, 100, 10), "Keep"),
        ((101, 100, 10), "Cannot tell yet"),  # 1.01 +- 0.02
        ((96, 100, 10), "Spend less"),
        ((310, 0, 10), "No cost"),
        ((310, 100, 10, 99), "Too few customers"),
        ((310, 100, 10, 100, 0), "Cannot tell yet"),  # an average written a hundred times does not say how much customers differ
    ],
)
def test_the_advice_at_its_edges(figures: tuple[Any, ...], advice: str) -> None:
    row = budget(*figures, target_payback=12)
    assert row["Advice"] == advice and row["May cost"] == pytest.approx(figures[0] / 3)
    assert row["Net"] == pytest.approx((figures[0] - figures[1]) * row["Customers"])


def test_the_range_of_a_ratio() -> None:
    """Of values that lie evenly about their mean the statistic is Student's: 2.326 standard errors at 98%, nearly."""
    row = budget(200, 100, None, 400, 0.5)
    reach = 2.326 * 0.5 / math.sqrt(399)
    assert (row["Ratio, low"], row["Ratio, high"]) == pytest.approx((2 - 2 * reach, 2 + 2 * reach), rel=0.01)
    assert row["CLV : CAC"] == 2 and budget(200, 100, None, 400, 0.5, enough=401)["Ratio, low"] is None


def test_rows_of_several_customers_have_no_range() -> None:
    (row,) = records(CLV_BUDGET(["g", "g"], [900, 950], [10, 10], None, [100, 100]))
    assert (row["Ratio, low"], row["Advice"]) == (None, "Cannot tell yet")


def test_blank_groups_and_errors() -> None:
    table = CLV_BUDGET([["Channel", "Campaign"], ["Web", None], ["Web", "X"]], ["v", 10, 30], ["c", None, 10])
    found = columns(table, "By", "Group", "Customers", "Mean CLV", "Mean CAC", "CLV : CAC")
    assert found == [("Channel", "Web", 2, 20, 5, 4), ("Campaign", "X", 1, 30, 10, 3)]
    assert (
        CLV_BUDGET(["a"], [None], [1]) == "#N/A" and CLV_BUDGET(["a"], [1], ["x"]) == "#VALUE!" and CLV_BUDGET(["a"], [1], [-1]) == "#NUM!"
    )
    assert CLV_BUDGET(["a"], [1], [1], None, ["x"]) == "#VALUE!" and CLV_BUDGET(["a"], [1], [1], None, [-1]) == "#NUM!"


ROWS = st.lists(st.tuples(st.sampled_from("ABC"), st.integers(-50, 500), st.integers(1, 90), st.integers(1, 6)), min_size=1, max_size=25)


def same(found: Any, expected: Any) -> bool:
    if isinstance(expected, float) and isinstance(found, float):
        return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)
    return found == expected


@given(ROWS)
def test_a_row_that_stands_for_several_is_that_row_repeated(rows: list[tuple[str, int, int, int]]) -> None:
    weighted = [list(column) for column in zip(*rows)]
    repeated = [list(column) for column in zip(*(row for row in rows for _ in range(row[3])))]
    for found, expected in (
        (SEGMENT_CLV(*weighted), SEGMENT_CLV(*repeated[:3])),
        (CLV_TIERS(weighted[1], None, weighted[3]), CLV_TIERS(repeated[1])),
        (CLV_PARETO(weighted[1], [0.1, 0.33, 0.5], weighted[3]), CLV_PARETO(repeated[1], [0.1, 0.33, 0.5])),
        (CLV_BUDGET(*weighted[:3], None, weighted[3]), CLV_BUDGET(*repeated[:3])),
    ):
        assert len(found) == len(expected)
        for one, other in zip(found, expected):
            assert all(same(*cells) for cells in zip(one, other)), (one, other)


def test_costs_that_are_blank_throughout_are_left_out() -> None:
    assert SEGMENT_CLV(["a", "b"], [1, 2], [None, None]) == SEGMENT_CLV(["a", "b"], [1, 2])
    assert column(SEGMENT_CLV(["a", "b"], [1, 2], [None, 1]), "Mean CAC") == [1, "#N/A", "#N/A"]
