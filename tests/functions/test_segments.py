"""Segments, tiers, Pareto and products: hand-calculated tables, and what must hold for any."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv_xl.cells.errors import ExcelError
from clv_xl.functions import CLV_PARETO, CLV_PRODUCTS, CLV_TIERS, SEGMENT_CLV, records
from tests.tables import column, columns, keyed

COSTS = ("Mean CAC", "CLV : CAC", "Net")


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
    assert not {"Mean CAC", "CLV : CAC", "Net"} & set(table[0]) and {len(row) for row in table} == {8}
    assert SEGMENT_CLV(["a", "b"], [1, 2], None) == SEGMENT_CLV(["a", "b"], [1, 2], "") == table


def test_one_cost_counts_for_all() -> None:
    one, each = SEGMENT_CLV(["a", "b", "a"], [1, 2, 3], 15.5), SEGMENT_CLV(["a", "b", "a"], [1, 2, 3], [15.5] * 3)
    assert one == each and columns(one, *COSTS)[-1] == (15.5, 6 / 46.5, 6 - 46.5)


def test_enough_data_begins_at_a_hundred_customers() -> None:
    table = SEGMENT_CLV(["a"] * 100 + ["b"] * 99, [2] * 100 + [1] * 99)
    assert column(table, "Enough data") == ["Yes", "No", "Yes"]


@pytest.mark.parametrize("heading", [True, False])
@pytest.mark.parametrize("blanks", [0, 3])
def test_headings_and_blank_rows_at_the_end(heading: bool, blanks: int) -> None:
    segments = (["Channel"] if heading else []) + ["Web", "Shop"] + [None] * blanks
    clvs = (["Value so far"] if heading else []) + [2, 1] + [None] * blanks
    assert SEGMENT_CLV(segments, clvs) == SEGMENT_CLV(["Web", "Shop"], [2, 1])


def test_several_groupings_make_one_list() -> None:
    table = SEGMENT_CLV([["Channel", "Plan", "Empty"], ["Web", "Pro", None], ["Shop", None, None]], ["Value", 3, 1])
    assert columns(table, "By", "Segment") == [
        ("Channel", "Web"),
        ("Channel", "Shop"),
        ("Plan", "Pro"),
        ("Plan", "(blank)"),
        (None, "All customers"),
    ]


def test_customers_without_a_value_are_counted_not_dropped() -> None:
    table = SEGMENT_CLV(["a", "a", "b", "b"], [5, "unknown", ExcelError.DIV0, None])
    assert columns(table, "Segment", "Customers")[-2:] == [("All customers", 1.0), ("Left out: no value", 3.0)]
    assert len({len(row) for row in table}) == 1


def test_errors_stay_where_they_belong() -> None:
    unknown = (ExcelError.NA,) * 3
    assert columns(SEGMENT_CLV(["a", "b"], [5, 3], [1, None]), *COSTS) == [(1.0, 5.0, 4.0), unknown, unknown]
    assert column(SEGMENT_CLV(["a"], [5], 0), "CLV : CAC") == [ExcelError.DIV0] * 2
    assert columns(SEGMENT_CLV(["a", "b"], [5, -5]), "Share of value", "Index") == [(ExcelError.DIV0, ExcelError.DIV0)] * 3
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
    rows = records(SEGMENT_CLV(segments, clvs))
    *groups, total = rows
    totals = [row["Total CLV"] for row in groups]
    assert sum(row["Customers"] for row in groups) == total["Customers"] == len(customers)
    assert math.isclose(math.fsum(totals), total["Total CLV"], rel_tol=1e-12)
    assert all(math.isclose(sum(row[share] for row in groups), 1) for share in ("Share of customers", "Share of value"))
    assert totals == sorted(totals, reverse=True)
    for row in groups:
        assert math.isclose(row["Index"], row["Share of value"] / row["Share of customers"], rel_tol=1e-9)
    scaled = keyed(SEGMENT_CLV(segments, [clv * scale for clv in clvs]))
    for row in rows:
        other = scaled[row["Segment"]]
        assert math.isclose(other["Mean CLV"], row["Mean CLV"] * scale, rel_tol=1e-9)
        assert math.isclose(other["Index"], row["Index"], rel_tol=1e-9)


@given(CUSTOMERS, st.randoms())
def test_the_order_of_the_rows_does_not_matter(customers: list, rng: random.Random) -> None:
    shuffled = customers[:]
    rng.shuffle(shuffled)
    tables = [records(SEGMENT_CLV(*map(list, zip(*rows)))) for rows in (customers, shuffled)]
    for one, other in zip(*tables, strict=True):
        for heading, cell in one.items():
            assert other[heading] == (pytest.approx(cell, rel=1e-12) if type(cell) is float else cell), heading


@given(CUSTOMERS)
def test_merging_two_segments_adds_them(customers: list) -> None:
    merged = [("Online" if s in ("Web", "Phone") else s, clv) for s, clv in customers]
    before, after = (keyed(SEGMENT_CLV(*map(list, zip(*rows)))) for rows in (customers, merged))
    parts = [before[name] for name in ("Web", "Phone") if name in before]
    if parts:
        assert after["Online"]["Customers"] == sum(row["Customers"] for row in parts)
        assert math.isclose(after["Online"]["Total CLV"], sum(row["Total CLV"] for row in parts), rel_tol=1e-12)


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
    assert columns(table, "Tier", "CLV", "Customers") == [
        ("Very profitable", "9 and more", 2.0),
        ("Profitable", "0 to 9", 8.0),
        ("Unprofitable", "Under 0", 1.0),
        ("All customers", None, 11.0),
    ]
    assert column(CLV_TIERS([-1, -2]), "Customers") == [0.0, 0.0, 2.0, 2.0]


def test_other_numbers_of_tiers() -> None:
    table = CLV_TIERS([1, 2, 3, 4], [2, 3, None, 4])
    assert columns(table, "Tier", "CLV", "Customers") == [
        ("Tier 1", "4 and more", 1.0),
        ("Tier 2", "3 to 4", 1.0),
        ("Tier 3", "2 to 3", 1.0),
        ("Tier 4", "Under 2", 1.0),
        ("All customers", None, 4.0),
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
    assert columns(curve, "Customers from the top", "Share of value") == [
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
    from clv_xl.sources.source import read_orders

    orders = read_orders(ORDERS)
    *values, _total = column(CLV_HISTORICAL(orders.columns["customer"], orders.columns["amount"]), "Revenue")
    top = records(CLV_PARETO(values))[0]
    assert top["Customers"] == 471.0 and round(top["Share of value"], 4) == 0.6740


VALUES = st.lists(st.integers(-400, 4000).map(lambda quarters: quarters / 4), min_size=1, max_size=60)


@given(VALUES, st.integers(2, 9), st.randoms())
def test_tiers_and_pareto_add_up_scale_and_know_no_order(values: list[float], scale: int, rng: random.Random) -> None:
    shuffled = values[:]
    rng.shuffle(shuffled)
    for function in (CLV_TIERS, CLV_PARETO):
        table = function(values)
        assert function(shuffled) == table == function(["CLV", *values, None])
        (*counts, count), (*totals, total) = column(table, "Customers"), column(table, "Total CLV")
        assert sum(counts) == count == len(values)
        assert math.fsum(totals) == pytest.approx(total) == pytest.approx(math.fsum(values))
        scaled = function([value * scale for value in values])
        assert column(scaled, "Total CLV") == pytest.approx([cell * scale for cell in (*totals, total)])
    means = column(CLV_PARETO(values, [0.1, 0.2, 0.5, 1]), "Mean CLV")[:4]
    assert len(means) == 4 and means == sorted(means, reverse=True)


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
    assert columns(with_costs, "Product", "Profit", "Margin") == [
        ("Tea", 50.0, 50 / 65),
        ("(blank)", 4.0, 0.8),
        ("Cups", -25.0, -25 / 20),
        ("All products", 29.0, 29 / 90),
    ]
    assert keyed(with_costs)["Tea"]["Mean CLV of buyers"] == 27.5  # Ann 60 - 25 = 35, Bo 20


def test_rows_of_products_that_cannot_be_used_are_counted() -> None:
    table = CLV_PRODUCTS(["a", None, "b", None], ["x", "x", "x", None], [1, 2, "free", None])
    assert columns(table, "Product", "Buyers")[-1] == ("Left out: not readable", 2.0) and column(table, "Revenue")[0] == 1.0
    assert CLV_PRODUCTS(["a"], ["x"], ["free"]) == ExcelError.NA
    assert CLV_PRODUCTS(["a"], ["x"], [1], None, 0.2, None, "2020-01-01") == ExcelError.VALUE  # as_of without dates


def test_a_missing_cost_is_no_profit() -> None:
    """Tea has no cost: no profit is claimed, and customers are ranked by revenue. A refund may take its cost back."""
    table = CLV_PRODUCTS(["a", "b"], ["Tea", "Cups"], [100, 90], [None, 60])
    assert columns(table, "Profit", "Margin", "Mean CLV of buyers") == [
        (ExcelError.NA, ExcelError.NA, 100.0),
        (30.0, 1 / 3, 90.0),
        (ExcelError.NA, ExcelError.NA, 95.0),
    ]
    table = CLV_PRODUCTS(["a", "a"], ["Tea", "Tea"], [100, -40], [60, -24])
    assert columns(table, "Profit", "Margin")[0] == (24.0, 0.4)


def test_a_loss_has_no_shares() -> None:
    for table in (CLV_TIERS([10, -50]), CLV_PARETO([10, -50])):
        assert columns(table, "Share of value", "Index")[0] == (ExcelError.DIV0, ExcelError.DIV0)


PRODUCT_ROW = st.tuples(
    st.sampled_from(["a", "b", "c", 4]), st.sampled_from(["x", "y", None, 7]), st.integers(-50, 200).map(lambda q: q / 4)
)


@given(st.lists(PRODUCT_ROW, min_size=1, max_size=50), st.randoms())
def test_products_add_up_to_the_orders(rows: list, rng: random.Random) -> None:
    shuffled = rows[:]
    rng.shuffle(shuffled)
    table = CLV_PRODUCTS(*map(list, zip(*rows)))
    assert sorted(map(str, CLV_PRODUCTS(*map(list, zip(*shuffled))))) == sorted(map(str, table))
    *parts, total = column(table, "Revenue")
    assert math.fsum(parts) == pytest.approx(math.fsum(amount for _, _, amount in rows)) == pytest.approx(total)
    assert column(CLV_PRODUCTS(*map(list, zip(*rows)), 0), "Revenue")[-1] == total  # a cost of nothing leaves the revenue


def test_headings_with_figures() -> None:
    assert keyed(CLV_TIERS(["CLV 2024", 1, 2]))["All customers"]["Customers"] == 2.0
    assert keyed(CLV_PARETO(["EUR 12", 1, 2]))["Left out: no value"]["Customers"] == 1.0
    table = CLV_PRODUCTS(["Customer", "a"], ["Product 1", "x"], ["Sales 2024", 5])
    assert columns(table, "Product", "Buyers", "Revenue")[0] == ("x", 1.0, 5.0)


def test_bands_of_large_money_stay_apart() -> None:
    table = CLV_TIERS([12345678901.5, 12345678902.5, 12345678903.5], [12345678901, 12345678902, 12345678903, 12345678904])
    *tiers, _all = columns(table, "CLV", "Customers")
    assert [count for _, count in tiers] == [0.0, 1.0, 1.0, 1.0, 0.0] and tiers[1][0] == "12,345,678,903 to 12,345,678,904"
