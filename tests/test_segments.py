"""SEGMENT_CLV and CLV_BANDS: hand-calculated tables, and what must hold for any."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv_xl.excel.errors import ExcelError
from clv_xl.functions import SEGMENT_CLV


def test_a_table_calculated_by_hand() -> None:
    """Shop: 100 + 200 = 300 of 900; Web: 600 of 900. Mean of all 900 / 3 = 300. Costs 10, 20, 30."""
    table = SEGMENT_CLV(["Shop", "Web", "Shop"], [100, 600, 200], [10, 30, 20])
    assert table == [
        [
            "Segment",
            "Customers",
            "Share of customers",
            "Mean CLV",
            "Total CLV",
            "Share of value",
            "Index",
            "Mean CAC",
            "CLV : CAC",
            "Net",
            "Enough data",
        ],
        ["Web", 1.0, 1 / 3, 600.0, 600.0, 600 / 900, 2.0, 30.0, 20.0, 570.0, "No"],
        ["Shop", 2.0, 2 / 3, 150.0, 300.0, 300 / 900, 0.5, 15.0, 10.0, 270.0, "No"],
        ["All customers", 3.0, 1.0, 300.0, 900.0, 1.0, 1.0, 20.0, 15.0, 840.0, "No"],
    ]


def test_without_costs_there_are_no_cost_columns() -> None:
    table = SEGMENT_CLV(["a", "b"], [1, 2])
    assert table[0][-2:] == ["Index", "Enough data"] and {len(row) for row in table} == {8}
    assert SEGMENT_CLV(["a", "b"], [1, 2], None) == SEGMENT_CLV(["a", "b"], [1, 2], "") == table


def test_one_cost_counts_for_all() -> None:
    one, each = SEGMENT_CLV(["a", "b", "a"], [1, 2, 3], 15.5), SEGMENT_CLV(["a", "b", "a"], [1, 2, 3], [15.5] * 3)
    assert one == each and one[-1][7:10] == [15.5, 6 / 46.5, 6 - 46.5]


def test_enough_data_begins_at_a_hundred_customers() -> None:
    table = SEGMENT_CLV(["a"] * 100 + ["b"] * 99, [2] * 100 + [1] * 99)
    assert [row[-1] for row in table[1:]] == ["Yes", "No", "Yes"]


@pytest.mark.parametrize("heading", [True, False])
@pytest.mark.parametrize("blanks", [0, 3])
def test_headings_and_blank_rows_at_the_end(heading: bool, blanks: int) -> None:
    segments = (["Channel"] if heading else []) + ["Web", "Shop"] + [None] * blanks
    clvs = (["Value so far"] if heading else []) + [2, 1] + [None] * blanks
    assert SEGMENT_CLV(segments, clvs) == SEGMENT_CLV(["Web", "Shop"], [2, 1])


def test_several_groupings_make_one_list() -> None:
    table = SEGMENT_CLV([["Channel", "Plan", "Empty"], ["Web", "Pro", None], ["Shop", None, None]], ["Value", 3, 1])
    assert [row[:2] for row in table] == [
        ["By", "Segment"],
        ["Channel", "Web"],
        ["Channel", "Shop"],
        ["Plan", "Pro"],
        ["Plan", "(blank)"],
        [None, "All customers"],
    ]


def test_customers_without_a_value_are_counted_not_dropped() -> None:
    table = SEGMENT_CLV(["a", "a", "b", "b"], [5, "unknown", ExcelError.DIV0, None])
    assert table[-1][:2] == ["Left out: no value", 3.0] and table[-2][:2] == ["All customers", 1.0]
    assert len({len(row) for row in table}) == 1


def test_errors_stay_where_they_belong() -> None:
    table = SEGMENT_CLV(["a", "b"], [5, 3], [1, None])
    assert table[1][7:10] == [1.0, 5.0, 4.0]
    assert table[2][7:10] == [ExcelError.NA] * 3 and table[3][7:10] == [ExcelError.NA] * 3
    assert SEGMENT_CLV(["a"], [5], 0)[1][8] == ExcelError.DIV0
    assert SEGMENT_CLV(["a", "b"], [5, -5])[1][5:7] == [ExcelError.DIV0, ExcelError.DIV0]
    assert SEGMENT_CLV(["a"], [5], -1) == ExcelError.NUM
    assert SEGMENT_CLV(["a"], [5], "dear") == ExcelError.VALUE
    assert SEGMENT_CLV(["a", "b"], [5]) == ExcelError.VALUE
    assert SEGMENT_CLV(["a", "b", "c"], [5]) == ExcelError.VALUE
    assert SEGMENT_CLV(["a"], ["none"]) == ExcelError.NA
    assert len(SEGMENT_CLV([None], [None])) == 1


CUSTOMERS = st.lists(st.tuples(st.sampled_from(["Web", "Shop", "Phone", 7, None]), st.floats(0.01, 1e5)), min_size=1, max_size=60)


@given(CUSTOMERS, st.floats(0.01, 1000))
def test_what_every_segment_table_keeps(customers: list, scale: float) -> None:
    segments, clvs = map(list, zip(*customers))
    rows = SEGMENT_CLV(segments, clvs)[1:]
    groups, total = rows[:-1], rows[-1]
    assert sum(row[1] for row in groups) == total[1] == len(customers)
    assert math.isclose(math.fsum(row[4] for row in groups), total[4], rel_tol=1e-12)
    assert math.isclose(sum(row[2] for row in groups), 1) and math.isclose(sum(row[5] for row in groups), 1)
    assert [row[4] for row in groups] == sorted((row[4] for row in groups), reverse=True)
    for row in groups:
        assert math.isclose(row[6], row[5] / row[2], rel_tol=1e-9)
    scaled = SEGMENT_CLV(segments, [clv * scale for clv in clvs])[1:]
    by_name = {row[0]: row for row in scaled}
    for row in rows:
        assert math.isclose(by_name[row[0]][3], row[3] * scale, rel_tol=1e-9) and math.isclose(by_name[row[0]][6], row[6], rel_tol=1e-9)


@given(CUSTOMERS, st.randoms())
def test_the_order_of_the_rows_does_not_matter(customers: list, rng: random.Random) -> None:
    shuffled = customers[:]
    rng.shuffle(shuffled)
    tables = [SEGMENT_CLV(*map(list, zip(*rows))) for rows in (customers, shuffled)]
    assert [row[0] for row in tables[0]] == [row[0] for row in tables[1]]
    for one, other in zip(tables[0][1:], tables[1][1:]):
        assert one[1:-1] == pytest.approx(other[1:-1], rel=1e-12) and one[-1] == other[-1]


@given(CUSTOMERS)
def test_merging_two_segments_adds_them(customers: list) -> None:
    merged = [("Online" if s in ("Web", "Phone") else s, clv) for s, clv in customers]
    before = {row[0]: row for row in SEGMENT_CLV(*map(list, zip(*customers)))[1:]}
    after = {row[0]: row for row in SEGMENT_CLV(*map(list, zip(*merged)))[1:]}
    parts = [before[name] for name in ("Web", "Phone") if name in before]
    if parts:
        assert after["Online"][1] == sum(row[1] for row in parts)
        assert math.isclose(after["Online"][4], sum(row[4] for row in parts), rel_tol=1e-12)
