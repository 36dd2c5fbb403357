"""Segments, tiers, Pareto and products: hand-calculated tables, and what must hold for any."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv_xl.cells.errors import ExcelError
from clv_xl.functions import CLV_PARETO, CLV_PRODUCTS, CLV_TIERS, SEGMENT_CLV


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


# Tiers and Pareto ---------------------------------------------------------------------------------------------------

TIER_HEAD = ["Tier", "CLV", "Customers", "Share of customers", "Mean CLV", "Total CLV", "Share of value", "Index"]


def test_tiers_by_hand() -> None:
    """-20 | 50, 60, 70 | 400, of 560 in all; the mean is 112."""
    assert CLV_TIERS(["CLV", -20, 50, 400, 60, 70, "free"], [0, 100]) == [
        TIER_HEAD,
        ["Very profitable", "100 and more", 1.0, 0.2, 400.0, 400.0, 400 / 560, 400 / 112],
        ["Profitable", "0 to 100", 3.0, 0.6, 60.0, 180.0, 180 / 560, 60 / 112],
        ["Unprofitable", "Under 0", 1.0, 0.2, -20.0, -20.0, -20 / 560, -20 / 112],
        ["All customers", None, 5.0, 1.0, 112.0, 560.0, 1.0, 1.0],
        ["Left out: no value", None, 1.0, None, None, None, None, None],
    ]


def test_tiers_without_breaks_set_the_best_fifth_of_the_profitable_apart() -> None:
    table = CLV_TIERS([-5, *range(1, 11)])
    assert [row[:3] for row in table[1:]] == [
        ["Very profitable", "9 and more", 2.0],
        ["Profitable", "0 to 9", 8.0],
        ["Unprofitable", "Under 0", 1.0],
        ["All customers", None, 11.0],
    ]
    assert [row[2] for row in CLV_TIERS([-1, -2])[1:]] == [0.0, 0.0, 2.0, 2.0]


def test_other_numbers_of_tiers() -> None:
    table = CLV_TIERS([1, 2, 3, 4], [2, 3, None, 4])
    assert [row[:3] for row in table[1:]] == [
        ["Tier 1", "4 and more", 1.0],
        ["Tier 2", "3 to 4", 1.0],
        ["Tier 3", "2 to 3", 1.0],
        ["Tier 4", "Under 2", 1.0],
        ["All customers", None, 4.0],
    ]
    assert CLV_TIERS([1, 2], ["x"]) == ExcelError.VALUE and CLV_TIERS(["x"]) == ExcelError.NA


def test_pareto_by_hand() -> None:
    """100 of 200 is half the value with a fifth of the customers: 2.5 times the average of 40."""
    assert CLV_PARETO([100, 20, 30, 10, 40]) == [
        ["Customers from the top", "Customers", "Share of customers", "Mean CLV", "Total CLV", "Share of value", "Index"],
        ["Top 20%", 1.0, 0.2, 100.0, 100.0, 0.5, 2.5],
        ["The others", 4.0, 0.8, 25.0, 100.0, 0.5, 0.625],
        ["All customers", 5.0, 1.0, 40.0, 200.0, 1.0, 1.0],
    ]
    curve = CLV_PARETO([100, 20, 30, 10, 40], [0.6, 0.2, 1])
    assert [(row[0], row[5]) for row in curve[1:]] == [
        ("Top 20%", 0.5),
        ("Top 60%", 0.85),
        ("Top 100%", 1.0),
        ("The others", 0.0),
        ("All customers", 1.0),
    ]
    assert CLV_PARETO([1, 2], 1.5) == ExcelError.NUM and CLV_PARETO([1, 2], "half") == ExcelError.VALUE


def test_the_published_share_of_the_best_fifth_of_cdnow() -> None:
    """67.40% of revenue: Fader and Hardie's 1/10 sample, 471 of 2,357 customers, as in test_history.py."""
    from clv_xl.functions import CLV_HISTORICAL
    from clv_xl.sample import ORDERS
    from clv_xl.sources.reading import read_orders

    orders = read_orders(ORDERS)
    values = [row[2] for row in CLV_HISTORICAL(orders.columns["customer"], orders.columns["amount"])[1:-1]]
    top = CLV_PARETO(values)[1]
    assert top[1] == 471.0 and round(top[5], 4) == 0.6740


VALUES = st.lists(st.integers(-400, 4000).map(lambda quarters: quarters / 4), min_size=1, max_size=60)


@given(VALUES, st.integers(2, 9), st.randoms())
def test_tiers_and_pareto_add_up_scale_and_know_no_order(values: list[float], scale: int, rng: random.Random) -> None:
    shuffled = values[:]
    rng.shuffle(shuffled)
    for function, first in ((CLV_TIERS, 2), (CLV_PARETO, 1)):
        table = function(values)
        assert function(shuffled) == table == function(["CLV", *values, None])
        groups, total = table[1:-1], table[-1]
        assert sum(row[first] for row in groups) == total[first] == len(values)
        assert math.fsum(row[first + 3] for row in groups) == pytest.approx(total[first + 3]) == pytest.approx(math.fsum(values))
        scaled = function([value * scale for value in values])
        assert [row[first + 3] for row in scaled[1:]] == pytest.approx([row[first + 3] * scale for row in table[1:]])
    shares = [row[4] for row in CLV_PARETO(values, [0.1, 0.2, 0.5, 1])[1:5]]
    means = [row[3] for row in CLV_PARETO(values, [0.1, 0.2, 0.5, 1])[1:5]]
    assert len(shares) == 4 and means == sorted(means, reverse=True)


# Products -----------------------------------------------------------------------------------------------------------

SALES = [
    ("Ann", "Tea", 40, 10),
    ("Bo", "Tea", 25, 5),
    ("Ann", "Cups", 20, 15),
    ("Cy", "Cups", 30, 30),
    ("Cy", "Cups", -30, 0),
    ("Di", None, 5, 1),
]
"""Ann brings 60, Bo 25, Di 5, and Cy's 30 were refunded."""


def test_products_by_hand() -> None:
    """Of the four customers Ann is the best fifth. Tea: bought by 2 of 4, and by Ann: index 1 / (2/4) = 2. Cups: Ann alone."""
    names, products, amounts, costs = map(list, zip(*SALES))
    assert CLV_PRODUCTS(names, products, amounts) == [
        ["Product", "Buyers", "Share of customers", "Revenue", "Share of revenue", "Mean CLV of buyers", "Best customers' index"],
        ["Tea", 2.0, 0.5, 65.0, 65 / 90, 42.5, 2.0],
        ["Cups", 1.0, 0.25, 20.0, 20 / 90, 60.0, 4.0],
        ["(blank)", 1.0, 0.25, 5.0, 5 / 90, 5.0, 0.0],
        ["All products", 3.0, 0.75, 90.0, 1.0, 30.0, 4 / 3],
    ]
    with_costs = CLV_PRODUCTS(["Who", *names], ["What", *products], ["Paid", *amounts], ["Cost", *costs])
    assert with_costs[0][5:7] == ["Profit", "Margin"]
    assert [(row[0], row[5], row[6]) for row in with_costs[1:]] == [
        ("Tea", 50.0, 50 / 65),
        ("(blank)", 4.0, 0.8),
        ("Cups", -25.0, -25 / 20),
        ("All products", 29.0, 29 / 90),
    ]
    assert with_costs[1][7] == 27.5  # Ann 60 - 25 = 35, Bo 20


def test_rows_of_products_that_cannot_be_used_are_counted() -> None:
    table = CLV_PRODUCTS(["a", None, "b", None], ["x", "x", "x", None], [1, 2, "free", None])
    assert table[-1][:2] == ["Left out: not readable", 2.0] and table[1][3] == 1.0
    assert CLV_PRODUCTS(["a"], ["x"], ["free"]) == ExcelError.NA
    assert CLV_PRODUCTS(["a"], ["x"], [1], None, 0.2, None, "2020-01-01") == ExcelError.VALUE  # as_of without dates


def test_a_missing_cost_is_no_profit() -> None:
    """Tea has no cost: no profit is claimed, and customers are ranked by revenue. A refund may take its cost back."""
    table = CLV_PRODUCTS(["a", "b"], ["Tea", "Cups"], [100, 90], [None, 60])
    assert [row[5:8] for row in table[1:]] == [
        [ExcelError.NA, ExcelError.NA, 100.0],
        [30.0, 1 / 3, 90.0],
        [ExcelError.NA, ExcelError.NA, 95.0],
    ]
    table = CLV_PRODUCTS(["a", "a"], ["Tea", "Tea"], [100, -40], [60, -24])
    assert table[1][5:7] == [24.0, 0.4]


def test_a_loss_has_no_shares() -> None:
    for table in (CLV_TIERS([10, -50]), CLV_PARETO([10, -50])):
        assert table[1][-2:] == [ExcelError.DIV0] * 2


PRODUCT_ROW = st.tuples(
    st.sampled_from(["a", "b", "c", 4]), st.sampled_from(["x", "y", None, 7]), st.integers(-50, 200).map(lambda q: q / 4)
)


@given(st.lists(PRODUCT_ROW, min_size=1, max_size=50), st.randoms())
def test_products_add_up_to_the_orders(rows: list, rng: random.Random) -> None:
    shuffled = rows[:]
    rng.shuffle(shuffled)
    table = CLV_PRODUCTS(*map(list, zip(*rows)))
    assert sorted(map(str, CLV_PRODUCTS(*map(list, zip(*shuffled))))) == sorted(map(str, table))
    assert math.fsum(row[3] for row in table[1:-1]) == pytest.approx(math.fsum(row[2] for row in rows)) == pytest.approx(table[-1][3])
    assert CLV_PRODUCTS(*map(list, zip(*rows)), 0)[-1][3] == table[-1][3]  # a cost of nothing leaves the revenue


def test_headings_with_figures() -> None:
    assert CLV_TIERS(["CLV 2024", 1, 2])[-1][2] == 2.0 and CLV_PARETO(["EUR 12", 1, 2])[-1][:2] == ["Left out: no value", 1.0]
    assert CLV_PRODUCTS(["Customer", "a"], ["Product 1", "x"], ["Sales 2024", 5])[1][:4] == ["x", 1.0, 1.0, 5.0]


def test_bands_of_large_money_stay_apart() -> None:
    table = CLV_TIERS([12345678901.5, 12345678902.5, 12345678903.5], [12345678901, 12345678902, 12345678903, 12345678904])
    assert [row[2] for row in table[1:-1]] == [0.0, 1.0, 1.0, 1.0, 0.0] and table[2][1] == "12,345,678,903 to 12,345,678,904"
