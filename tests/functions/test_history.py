"""CLV_CUSTOMERS and CLV_ROWS: hand-calculated customers, the published CDNOW figures, and what must hold for any orders."""

from __future__ import annotations

import datetime as dt
import math
import random
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv_xl.cells.errors import ExcelError
from clv_xl.functions import CLV_CUSTOMERS, CLV_ROWS, records
from clv_xl.lists.bands import band_labels, quarters
from clv_xl.lists.orders.customers.lifecycle import stage_of
from clv_xl.lists.orders.summary import customer_days, summarise_customers
from clv_xl.sample import ORDERS
from clv_xl.sources.source import read_orders
from tests.tables import column, keyed


def customers(*args: Any, **kwargs: Any) -> dict[Any, dict[str, Any]]:
    """The customer table by customer and heading."""
    return keyed(CLV_CUSTOMERS(*args, **kwargs))


def test_a_customer_calculated_by_hand() -> None:
    """Ann: 40 on 1 Jan; 15 + 5 on 31 Jan (one purchase); calculated on 10 Feb: 30 days from first to last, 40 days old."""
    names, days, money = ["Ann", "Ann", "Bo", "Ann"], ["2024-01-01", "2024-01-31", "2024-01-05", "2024-01-31"], [40, 15, 25, 5]
    ann = customers(names, days, money, "2024-02-10", 0.5)["Ann"]
    assert ann == {
        "Customer": "Ann",
        "First purchase": dt.date(2024, 1, 1),
        "Last purchase": dt.date(2024, 1, 31),
        "Purchases": 2.0,
        "Revenue": 60.0,
        "Average order": 30.0,
        "Frequency": 1.0,
        "Recency": 30.0,
        "Age": 40.0,
        "Days silent": 10.0,
        "Stage": "Active",
        "Value so far": 30.0,
        "First order": 40.0,
        "First order size": "36 and more",  # of 25 and 40: 28.75, 32.5 and 36.25, at two digits
        "Acquired": "2024-01",
        "Newer or older": "Older",  # Bo came last
    }


def test_refunds_and_zero_orders() -> None:
    """A refund nets; a day refunded to nothing is no purchase; an order of zero is one."""
    rows = [
        ("part", "2024-01-01", 100),
        ("part", "2024-01-20", -30),
        ("whole", "2024-01-01", 50),
        ("whole", "2024-01-10", 10.10),
        ("whole", "2024-01-10", 20.20),
        ("whole", "2024-01-10", -30.30),
        ("free", "2024-01-01", 0),
        ("only", "2024-01-01", -5),
    ]
    table = customers(*map(list, zip(*rows)))
    assert (table["part"]["Revenue"], table["part"]["Purchases"]) == (70.0, 1.0)
    assert (table["whole"]["Revenue"], table["whole"]["Purchases"], table["whole"]["Last purchase"]) == (50.0, 1.0, dt.date(2024, 1, 1))
    assert (table["free"]["Revenue"], table["free"]["Purchases"]) == (0.0, 1.0)
    assert (table["only"]["Revenue"], table["only"]["Purchases"], table["only"]["Stage"]) == (-5.0, 0.0, "Refunded")
    assert table["only"]["First purchase"] is None and table["only"]["Average order"] is None


def test_orders_after_the_day_are_left_out() -> None:
    table = customers(["a", "a", "b"], ["2024-01-01", "2024-03-01", "2024-03-01"], [1, 2, 4], dt.date(2024, 2, 1))
    assert list(table) == ["a"] and table["a"]["Revenue"] == 1.0 and table["a"]["Age"] == 31.0


def test_leap_day_and_time_zones_keep_the_day_that_was_written() -> None:
    days = ["2024-02-29T23:59:00-08:00", "2024-02-29T00:01:00+09:00", dt.datetime(2024, 3, 1, 0, 0), 45353.0]
    table = customers(["a"] * 4, days, [1, 1, 1, 1])
    assert table["a"]["Purchases"] == 3.0  # 29 February, 1 March, and 45353 = 2 March 2024
    assert (table["a"]["First purchase"], table["a"]["Last purchase"]) == (dt.date(2024, 2, 29), dt.date(2024, 3, 2))


def test_attributes_are_the_first_known() -> None:
    """By day, not by row; a blank does not count."""
    (ann,) = records(
        CLV_CUSTOMERS(
            ["Name", "Ann", "Ann", "Ann"],
            ["Day", "2024-03-01", "2024-01-01", "2024-02-01"],
            ["Sales 2024", 1, 2, 3],
            None,
            1,
            [["Channel", "Size"], ["web", 1], [None, 2], ["shop", 3]],
        )
    )
    assert (ann["Channel"], ann["Size"]) == ("shop", 2.0)


def test_dates_of_numpy_and_numbers_too_long_for_a_cell() -> None:
    days = np.array(["2024-01-01", "2024-01-02"], dtype="datetime64[ns]")
    table = customers([2**60, 2**60 + 1], days, [1, 2], np.datetime64("2024-02-01"))
    assert list(table) == [str(2**60 + 1), str(2**60)] and table[str(2**60)]["First purchase"] == dt.date(2024, 1, 1)


def test_numbers_and_texts_name_the_same_customer() -> None:
    assert list(customers([1, "1", 1.0, " 1 "], ["2024-01-01"] * 4, [1, 2, 3, 4])) == [1.0]


def test_bands_of_first_orders_by_hand() -> None:
    """A value on a break belongs to the band that starts there; breaks in any order, blanks among them."""
    names, days, money = list("abcd"), ["2024-01-01"] * 4, [5, 15, 29.99, 30]
    table = customers(names, days, money, None, 1, None, [30, None, 15])
    assert [table[name]["First order size"] for name in names] == ["Under 15", "15 to 30", "15 to 30", "30 and more"]
    assert customers(["a"], ["2024-01-01"], [7])["a"]["First order size"] == "7 and more"
    assert CLV_CUSTOMERS(names, days, money, None, 1, None, ["x"]) == ExcelError.VALUE
    assert CLV_CUSTOMERS(names, days, money, None, 1, None, ["#REF!"]) == ExcelError.REF


@given(st.lists(st.floats(1, 1e6), min_size=4, max_size=80))
def test_the_default_bands_are_quarters(values: list[float]) -> None:
    """Against numpy's linear quantiles, which are Excel's QUARTILE.INC, at two digits."""
    edges = sorted({float(f"{q:.1e}") for q in np.quantile(values, [0.25, 0.5, 0.75])})
    assert quarters(values) == pytest.approx(edges, rel=1e-12)
    labels = band_labels(values, edges)
    assert len(set(labels)) == len({sum(value >= edge for edge in edges) for value in values})


@pytest.mark.parametrize(
    ("frequency", "recency", "silent", "stage"),
    [
        (0, 0, 120, "New"),  # one purchase: the base's gap of 30 days counts, 4 of them
        (0, 0, 121, "One-time"),
        (3, 60, 45, "Active"),  # (60 + 30) / (3 + 1) = 22.5 days; 2 of them
        (3, 60, 46, "Slipping"),
        (3, 60, 90, "Slipping"),
        (3, 60, 91, "Dormant"),
    ],
)
def test_stages_by_the_stated_rules(frequency: int, recency: int, silent: int, stage: str) -> None:
    assert stage_of(frequency, recency, silent, 30) == stage


def test_the_published_cdnow_figures() -> None:
    """6,919 orders, 2,357 customers, 244,091.94 of revenue, 8 orders of zero, 6,696 customer-days: Fader and Hardie's 1/10
    sample as `lifetimes` ships it; the last two and the 1,139 repeat buyers counted from the data with pandas alone."""
    orders = read_orders(ORDERS)
    raw = pd.read_csv(ORDERS, dtype={"customer": str})
    table = customers(*(orders.columns[field] for field in ("customer", "date", "amount")))
    assert len(raw) == 6919 and len(table) == 2357
    assert sum(row["Purchases"] for row in table.values()) == 6696 == len(raw.drop_duplicates(["customer", "date"]))
    assert sum(row["Purchases"] > 1 for row in table.values()) == 1139
    revenues = [row["Revenue"] for row in table.values()]
    assert round(math.fsum(revenues), 2) == 244091.94
    assert round(sum(sorted(revenues, reverse=True)[:471]) / sum(revenues), 4) == 0.6740  # ROUND(20% of 2,357) = 471
    assert min(row["First purchase"] for row in table.values()) == dt.date(1997, 1, 1)
    assert max(row["Last purchase"] for row in table.values()) == dt.date(1998, 6, 30)


def test_cdnow_against_lifetimes() -> None:
    """Frequency, recency and age of every customer, against the package lifetimes on its own copy of the data."""
    from lifetimes.datasets import load_cdnow_summary_data_with_monetary_value as load

    peer = load()  # in weeks, calibration period to 30 September 1997
    orders = read_orders(ORDERS)
    table = customers(*(orders.columns[field] for field in ("customer", "date", "amount")), "1997-09-30")
    assert len(peer) == 2357
    for number, row in peer.iterrows():
        ours = table[f"{number:04}"]
        assert (ours["Frequency"], ours["Recency"], ours["Age"]) == (row["frequency"], round(row["recency"] * 7), round(row["T"] * 7)), (
            number
        )


def test_where_every_row_went_by_hand() -> None:
    rows = [
        ("a", "2024-01-01", 10),
        ("a", "2024-01-01", 5),
        (None, "2024-01-01", 2),
        ("b", "31/02/2024", 3),
        ("b", "2024-01-02", "free"),
        ("b", "2024-01-03", -1),
        ("c", "2025-01-01", 7),
        ("d", "2024-01-01", 0),
        (None, None, None),
        (ExcelError.REF, "2024-01-01", 4),
    ]
    assert CLV_ROWS(*map(list, zip(*rows)), "2024-12-31") == [
        ["Orders", "Rows", "Money"],
        ["Read", 9.0, 30.0],
        ["Left out: no customer", 2.0, 6.0],
        ["Left out: date not readable", 1.0, 3.0],
        ["Left out: amount not readable", 1.0, 0.0],
        ["Left out: after the calculation date", 1.0, 7.0],
        ["Used", 4.0, 14.0],
        ["Used, same customer and day again", 1.0, None],
        ["Used, amount of zero", 1.0, 0.0],
        ["Used, refunds", 1.0, -1.0],
    ]


def test_errors_of_the_whole_table() -> None:
    day = "2024-01-01"
    assert CLV_CUSTOMERS(["a"], [day], ["free"]) == ExcelError.NA
    assert CLV_CUSTOMERS(["a", "b"], [day], [1]) == ExcelError.VALUE
    assert CLV_CUSTOMERS(["a"], [day], [1], "soon") == ExcelError.VALUE
    assert CLV_CUSTOMERS(["a"], [day], [1], None, 1.5) == ExcelError.NUM
    assert CLV_CUSTOMERS(["a"], [day], [1], "#N/A") == ExcelError.NA
    assert CLV_CUSTOMERS([["a", "b"], ["c", "d"]], [day, day], [1, 1]) == ExcelError.VALUE
    assert len(CLV_CUSTOMERS([None, None], [None, None], [None, None])) == 1


@pytest.mark.parametrize("head", [["Klant", "Datum", "Omzet"], ["customer", "date", "amount"]])
def test_headings_are_no_rows(head: list[str]) -> None:
    plain = CLV_ROWS(["a", "b"], ["2024-01-01", "31/02/2024"], [1, 2])
    assert CLV_ROWS(*[[word, *column] for word, column in zip(head, (["a", "b"], ["2024-01-01", "31/02/2024"], [1, 2]))]) == plain


ORDER = st.tuples(
    st.sampled_from(["a", "b", "c", 4, None]),
    st.one_of(st.dates(dt.date(2023, 12, 28), dt.date(2024, 3, 3)), st.sampled_from(["31/02/2024", None, "2024-02-29"])),
    st.one_of(st.integers(-50, 200).map(lambda cents: cents / 4), st.sampled_from([None, "free", 0])),
)


@given(st.lists(ORDER, min_size=1, max_size=60), st.randoms())
def test_everything_reconciles_to_the_cent(rows: list, rng: random.Random) -> None:
    columns = list(map(list, zip(*rows)))
    account = keyed(CLV_ROWS(*columns, "2024-02-15"))
    read, used = account["Read"], account["Used"]
    left_out = [line for text, line in account.items() if text.startswith("Left out")]
    assert read["Rows"] == used["Rows"] + sum(line["Rows"] for line in left_out) == sum(row != (None, None, None) for row in rows)
    assert math.isclose(read["Money"], used["Money"] + sum(line["Money"] for line in left_out), abs_tol=1e-6)
    table = CLV_CUSTOMERS(*columns, "2024-02-15")
    if isinstance(table, list):
        assert math.isclose(math.fsum(column(table, "Revenue")), used["Money"], abs_tol=1e-6)
        shuffled = rows[:]
        rng.shuffle(shuffled)
        again = CLV_CUSTOMERS(*map(list, zip(*shuffled)), "2024-02-15")
        assert again == table


@given(st.lists(ORDER, min_size=1, max_size=60), st.integers(2, 9))
def test_scaling_money_scales_revenue_and_nothing_else(rows: list, scale: int) -> None:
    names, days, money = map(list, zip(*rows))
    table, scaled = (
        CLV_CUSTOMERS(names, days, money),
        CLV_CUSTOMERS(names, days, [m * scale if type(m) in (int, float) else m for m in money]),
    )
    if isinstance(table, list):
        for one, other in zip(records(table), records(scaled)):
            assert math.isclose(other["Revenue"], one["Revenue"] * scale, abs_tol=1e-6)
            assert all(one[heading] == other[heading] for heading in ("Frequency", "Recency", "Age", "Days silent", "Stage"))


def test_duckdb_gives_the_same_summary_as_pandas() -> None:
    """The summary is written once with narwhals; here the other backend reads the file itself."""
    import duckdb

    orders = pd.read_csv(ORDERS, dtype={"customer": str})
    frame = orders.assign(day=pd.to_datetime(orders.date)).drop(columns="date")
    relation = duckdb.sql(f"select customer, date as day, amount from read_csv('{ORDERS}', types={{'customer': 'varchar'}})")
    ours = summarise_customers(frame).set_index("customer").sort_index()
    theirs = summarise_customers(relation).df().set_index("customer").sort_index()
    assert list(ours.index) == list(theirs.index) and len(customer_days(frame)) == 6696
    for name in ("purchases", "revenue", "first_order"):
        assert ours[name].astype(float).round(6).tolist() == theirs[name].astype(float).round(6).tolist()
    assert (ours["first"].dt.date.tolist(), ours["last"].dt.date.tolist()) == (
        pd.to_datetime(theirs["first"]).dt.date.tolist(),
        pd.to_datetime(theirs["last"]).dt.date.tolist(),
    )


def test_capitals_and_outer_blanks_make_no_second_customer() -> None:
    """As Excel compares: three rows of one customer, 10 + 20 + 30 = 60."""
    rows = CLV_CUSTOMERS(
        ["Jan@Example.com", "jan@example.com", " jan@example.com "], ["2024-01-01", "2024-01-02", "2024-01-03"], [10, 20, 30]
    )
    assert isinstance(rows, list) and [(row[0], row[4]) for row in rows[1:]] == [("Jan@Example.com", 60.0)]
