"""What customers did over time: cohorts, trend, win-back, historical value, lifespan; by hand, on the published data, and what
must hold for any orders."""

from __future__ import annotations

import datetime as dt
import math
import random
from collections import defaultdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_xl.cells.errors import ExcelError
from clv_xl.functions import (
    CLV_COHORTS,
    CLV_CUSTOMERS,
    CLV_DORMANT,
    CLV_FORECAST,
    CLV_HISTORICAL,
    CLV_LIFESPAN,
    CLV_PREDICT,
    CLV_ROWS,
    CLV_STAKES,
    CLV_TREND,
    records,
)
from clv_xl.sample import ORDERS
from clv_xl.sources.source import read_orders
from tests import tables
from tests.tables import ages, column, keyed

ANN_AND_BO = [
    ("Ann", "2024-01-31", 40),
    ("Ann", "2024-02-29", 20),
    ("Bo", "2024-02-01", 25),
    ("Ann", "2024-04-01", 10),
    ("Bo", "2024-03-31", -5),
    ("Cy", "2024-03-01", -7),
]
"""Ann: acquired in January, 40 then 20 in February and 10 in April. Bo: February, 25, a refund of 5 in March. Cy: a refund alone."""


def columns(rows: list[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows)]


def cdnow() -> list[list[Any]]:
    orders = read_orders(ORDERS)
    return [orders.columns[field] for field in ("customer", "date", "amount")]


# Cohorts ------------------------------------------------------------------------------------------------------------


def test_cohorts_by_hand() -> None:
    head = ["Cohort", "Customers", "Revenue", 0.0, 1.0, 2.0, 3.0]
    assert CLV_COHORTS(*columns(ANN_AND_BO)) == [
        head,
        ["2024-01", 1.0, 70.0, 40.0, 60.0, 60.0, 70.0],
        ["2024-02", 1.0, 20.0, 25.0, 20.0, 20.0, None],
        ["No purchase", 1.0, -7.0, None, None, None, None],
        ["All customers", 3.0, 83.0, 32.5, 40.0, 40.0, 70.0],
    ]
    assert CLV_COHORTS(*columns(ANN_AND_BO), "month", "revenue")[1:] == [
        ["2024-01", 1.0, 70.0, 40.0, 20.0, 0.0, 10.0],
        ["2024-02", 1.0, 20.0, 25.0, -5.0, 0.0, None],
        ["No purchase", 1.0, -7.0, None, None, None, None],
        ["All customers", 3.0, 83.0, 65.0, 15.0, 0.0, 10.0],
    ]
    assert [ages(row) for row in records(CLV_COHORTS(*columns(ANN_AND_BO), "Month", "Retention"))] == [
        [1.0, 1.0, 0.0, 1.0],
        [1.0, 0.0, 0.0, None],
        [None] * 4,
        [1.0, 0.5, 0.0, 1.0],
    ]
    assert CLV_COHORTS(*columns(ANN_AND_BO), "quarter", "clv", None, 0.5)[1:] == [
        ["2024-Q1", 2.0, 90.0, 20.0, 22.5],  # (40 + 20 + 25 - 5) / 2 x 50%; then + 10
        ["No purchase", 1.0, -7.0, None, None],
        ["All customers", 3.0, 83.0, 20.0, 22.5],
    ]
    assert CLV_COHORTS(*columns(ANN_AND_BO), "year", "revenue", "2024-02-15")[1:] == [
        ["2024", 2.0, 65.0, 65.0],
        ["All customers", 2.0, 65.0, 65.0],
    ]


def test_a_refund_ahead_of_the_first_purchase_belongs_to_it() -> None:
    cohort, _ = records(CLV_COHORTS(["a", "a"], ["2024-01-10", "2024-02-01"], [-4, 10], "month", "revenue"))
    assert cohort == {"Cohort": "2024-02", "Customers": 1.0, "Revenue": 6.0, "0": 6.0}


def test_edges_of_the_period_time_zones_and_leap_days() -> None:
    """The day that was written counts, whatever the zone: the last second of February and the first of March are two months apart
    in no zone but their own; 29 February is in February; the calculation date itself counts, the day after does not."""
    rows = [
        ("a", "2024-02-29T23:59:59-08:00", 1),  # 1 March in UTC
        ("b", "2024-03-01T00:00:00+09:00", 2),  # 29 February in UTC
        ("c", dt.datetime(2024, 2, 29, 23, 59), 4),
        ("d", 45351.999, 8),  # 29 February 2024 as a serial number, one minute to midnight
        ("e", "2024-03-31", 16),
        ("f", "2024-04-01", 32),
    ]
    table = CLV_COHORTS(*columns(rows), "month", "revenue", "2024-03-31")
    cohorts = [("2024-02", 3.0, 13.0), ("2024-03", 2.0, 18.0), ("All customers", 5.0, 31.0)]
    assert tables.columns(table, "Cohort", "Customers", "Revenue") == cohorts
    trend = CLV_TREND(*columns(rows), "month", "2024-03-31")
    assert tables.columns(trend, "Period", "Revenue") == [("2024-02", 13.0), ("2024-03", 18.0), ("All", 31.0)]


def test_cdnow_cohorts_against_plain_python() -> None:
    """Everyone was acquired in the first quarter of 1997 (Fader and Hardie), and every cell adds up from the file."""
    customers, dates, amounts = cdnow()
    first: dict[str, dt.date] = {}
    for name, day in zip(customers, dates):
        first[name] = min(day, first.get(name, day))
    spent: dict[tuple[str, int], float] = defaultdict(float)
    for name, day, amount in zip(customers, dates, amounts):
        age = 12 * (day.year - first[name].year) + day.month - first[name].month
        spent[f"{first[name]:%Y-%m}", age] += amount
    *rows, total = records(CLV_COHORTS(customers, dates, amounts, "month", "revenue"))
    assert [row["Cohort"] for row in rows] == ["1997-01", "1997-02", "1997-03"] and len(ages(total)) == 18
    assert [row["Customers"] for row in rows] == [float(sum(f"{d:%Y-%m}" == row["Cohort"] for d in first.values())) for row in rows]
    for row in rows:
        for age, cell in enumerate(ages(row)):
            assert cell is None or cell == pytest.approx(spent[row["Cohort"], age], abs=1e-6)
    assert (total["Customers"], total["Revenue"]) == (2357.0, 244091.94)


ORDER = st.tuples(
    st.sampled_from(["a", "b", "c", 4, None]),
    st.one_of(st.dates(dt.date(2023, 12, 28), dt.date(2024, 3, 3)), st.sampled_from(["31/02/2024", None, "2024-02-29"])),
    st.one_of(st.integers(-50, 200).map(lambda quarters: quarters / 4), st.sampled_from([None, "free", 0])),
)
ORDERS_OF_ANY_KIND = st.lists(ORDER, min_size=1, max_size=60)
PERIODS = st.sampled_from(["month", "quarter", "year"])


@settings(max_examples=30)
@given(ORDERS_OF_ANY_KIND, PERIODS)
def test_cohorts_trend_and_customers_agree_to_the_cent(rows: list, period: str) -> None:
    names, days, money = columns(rows)
    table = CLV_CUSTOMERS(names, days, money)
    if not isinstance(table, list) or len(table) == 1:
        assert CLV_COHORTS(names, days, money, period) == CLV_TREND(names, days, money, period) == ExcelError.NA or len(table) == 1
        return
    used = keyed(CLV_ROWS(names, days, money))["Used"]["Money"]
    *cohorts, all_cohorts = records(CLV_COHORTS(names, days, money, period, "revenue"))
    *trend, all_periods = records(CLV_TREND(names, days, money, period))
    by_age = math.fsum(cell or 0 for row in cohorts for cell in ages(row))
    refunded = math.fsum(row["Revenue"] for row in cohorts if row["Cohort"] == "No purchase")
    sums = [math.fsum(row["Revenue"] for row in rows) for rows in (cohorts, trend, [all_cohorts], [all_periods])]
    for money_of in (*sums, by_age + refunded):
        assert money_of == pytest.approx(used, abs=1e-6)
    assert all_cohorts["Customers"] == len(table) - 1 == sum(row["Customers"] for row in cohorts)
    bought = [row for row in records(table) if row["First purchase"] is not None]
    assert all_periods["Customers"] == all_periods["New customers"] == all_periods["Customers so far"] == len(bought)
    assert len(bought) == sum(row["New customers"] for row in trend)
    assert all_periods["Purchases"] == sum(row["Purchases"] for row in bought) == sum(row["Purchases"] for row in trend)
    for row, revenue in zip(records(CLV_COHORTS(names, days, money, period, "clv")), cohorts):
        known = [cell for cell in ages(row) if cell is not None]
        assert not known or known[-1] * row["Customers"] == pytest.approx(revenue["Revenue"], abs=1e-6)


@settings(max_examples=20)  # CLV_DORMANT fits a model to each list
@given(ORDERS_OF_ANY_KIND, PERIODS, st.randoms(), st.integers(2, 9))
def test_order_of_rows_headings_blanks_and_scale(rows: list, period: str, rng: random.Random, scale: int) -> None:
    shuffled = rows[:]
    rng.shuffle(shuffled)
    for function, args in ((CLV_COHORTS, (period,)), (CLV_TREND, (period,)), (CLV_DORMANT, ())):
        plain = function(*columns(rows), *args)
        assert function(*columns(shuffled), *args) == plain
        assert function(*columns([("Customer", "Date", "Amount"), *rows, (None, None, None)]), *args) == plain
        if isinstance(plain, list):
            scaled = function(*columns([(n, d, m * scale if type(m) in (int, float) else m) for n, d, m in rows]), *args)
            money = {
                "Revenue",
                "Average order",
                "Revenue per customer",
                "CLV so far",
                "Value so far",
                "Value at stake",
                "Acting can change",
            }
            for row, other in zip(plain[1:], scaled[1:]):
                for head, cell, changed in zip(plain[0], row, other):
                    by = scale if head in money or type(head) is float else 1
                    assert changed == (pytest.approx(cell * by, rel=1e-9, abs=1e-5) if type(cell) is float else cell), head


# Trend --------------------------------------------------------------------------------------------------------------


def test_trend_by_hand() -> None:
    """February: Ann 20 and Bo 25; March: refunds alone; CLV so far in February (40 + 20 + 25) / 2 = 42.5, in March 5 less for Bo.
    Cy never bought: the refund is in the revenue, but in no customer's value, as in the cohorts."""
    assert CLV_TREND(*columns(ANN_AND_BO)) == [
        [
            "Period",
            "Customers",
            "New customers",
            "Purchases",
            "Revenue",
            "Average order",
            "Revenue per customer",
            "Change in revenue",
            "Customers so far",
            "CLV so far",
        ],
        ["2024-01", 1.0, 1.0, 1.0, 40.0, 40.0, 40.0, None, 1.0, 40.0],
        ["2024-02", 2.0, 1.0, 2.0, 45.0, 22.5, 22.5, 0.125, 2.0, 42.5],
        ["2024-03", 0.0, 0.0, 0.0, -12.0, None, None, pytest.approx(-57 / 45), 2.0, 40.0],
        ["2024-04", 1.0, 0.0, 1.0, 10.0, 10.0, 10.0, None, 2.0, 45.0],
        ["All", 2.0, 2.0, 4.0, 83.0, 20.75, 41.5, None, 2.0, 45.0],
    ]
    assert column(CLV_TREND(["a", "a"], ["2023-11-30", "2024-07-01"], [1, 2], "quarter"), "Period") == [
        "2023-Q4",
        "2024-Q1",
        "2024-Q2",
        "2024-Q3",
        "All",
    ]


# Win-back -----------------------------------------------------------------------------------------------------------


def test_win_back_by_hand() -> None:
    """Ann: every 30 days, three purchases, silent for 150; the base's gap is the median of Ann's 30, Cy's 40 and Di's 10 = 30, so
    Ann's usual gap is (60 + 30) / 3 = 30, her own, 5 gaps silent. Cy: the own 40 is longer than (40 + 30) / 2; silent for 90 = 2.25 gaps.
    Di still buys. Four customers are too few for a model: nobody can say what is at stake, and the most valuable come first."""
    rows = [("Ann", "2024-01-01", 10), ("Ann", "2024-01-31", 20), ("Ann", "2024-03-01", 30), ("Bo", "2024-01-01", 500)]
    rows += [("Cy", "2024-03-21", 100), ("Cy", "2024-04-30", 100), ("Di", "2024-07-19", 10), ("Di", "2024-07-29", 10)]
    assert CLV_DORMANT(*columns(rows), "2024-07-29", 0.5) == [
        [
            "Customer",
            "Last purchase",
            "Purchases",
            "Usual gap",
            "Days silent",
            "Gaps silent",
            "Stage",
            "Average order",
            "Value so far",
            *("P(alive)", "Value at stake", "Acting can change"),
        ],
        ["Cy", dt.date(2024, 4, 30), 2.0, 40.0, 90.0, 2.25, "Slipping", 100.0, 100.0, *[ExcelError.NA] * 3],
        ["Ann", dt.date(2024, 3, 1), 3.0, 30.0, 150.0, 5.0, "Dormant", 20.0, 30.0, *[ExcelError.NA] * 3],
        ["2 customers", None, 5.0, None, None, None, None, None, 130.0, None, ExcelError.NA, ExcelError.NA],
    ]


def test_what_is_at_stake_is_the_forecast_on_cdnow() -> None:
    """Each overdue customer as CLV_PREDICT has them, the order by value x (1 - P(alive)); the groups of CLV_STAKES are all customers, once,
    and add up to CLV_FORECAST. A customer who is surely gone is at the end."""
    orders, assumed = cdnow(), (12, 0.1, 0.4)
    predicted = {row["Customer"]: (row["P(alive)"], row["Future value"]) for row in records(CLV_PREDICT(*orders, *assumed))}
    *overdue, total = tables.columns(
        CLV_DORMANT(*orders, None, 0.4, 12, 0.1), "Customer", "P(alive)", "Value at stake", "Acting can change"
    )
    assert {name: (alive, value) for name, alive, value, _ in overdue} == {name: predicted[name] for name, *_ in overdue}
    changes = [change for *_, change in overdue]
    assert changes == sorted(changes, reverse=True)
    assert changes == pytest.approx([value * (1 - alive) for _, alive, value, _ in overdue])
    assert overdue[-1][1] < 0.01
    stakes = {row["Group"]: row for row in records(CLV_STAKES(*orders, *assumed))}
    *groups, everybody = stakes.values()
    assert stakes["Overdue"]["Value at stake"] == pytest.approx(total[2], rel=1e-12)
    assert sum(row["Customers"] for row in groups) == everybody["Customers"] == 2357
    assert sum(row["Value at stake"] for row in groups) == pytest.approx(everybody["Value at stake"], rel=1e-12)
    forecast = next(row for row in records(CLV_FORECAST(*orders, *assumed)) if row["Figure"] == "Future value")
    assert [everybody[name] for name in ("Value at stake", "Outcome, low", "Outcome, high")] == [
        forecast[name] for name in ("Expected", "Outcome, low", "Outcome, high")
    ]
    assert all(row["Outcome, low"] <= row["Value at stake"] <= row["Outcome, high"] for row in stakes.values())
    days: dict[Any, set] = {}
    for customer, day, _ in zip(*orders):
        days.setdefault(customer, set()).add(day)
    assert stakes["Bought once"]["Customers"] == sum(len(seen) == 1 for seen in days.values())


def test_the_own_rhythm_decides_not_a_number_of_days() -> None:
    """Both are silent for 61 days: a problem for one who buys weekly, none for one who buys every three months."""
    weekly = [("weekly", dt.date(2024, 1, 1) + dt.timedelta(7 * n), 5) for n in range(20)]
    end = weekly[-1][1]
    slow = [("quarterly", end - dt.timedelta(91 * n), 5) for n in range(4)]
    assert column(CLV_DORMANT(*columns(weekly + slow), end + dt.timedelta(61)), "Customer") == ["weekly", "1 customer"]


def test_a_slow_buyer_in_a_base_of_quick_ones_is_not_overdue() -> None:
    """Twenty customers buy every ten days; one buys once a year, and has been silent for 411 days: 1.1 of the own gaps."""
    quick = [(f"q{n}", dt.date(2024, 6, 1) + dt.timedelta(10 * step), 5) for n in range(20) for step in range(23)]
    yearly = [("yearly", "2022-12-01", 100), ("yearly", "2023-12-01", 100)]
    assert "yearly" not in column(CLV_DORMANT(*columns(quick + yearly), "2025-01-15"), "Customer")


@settings(max_examples=30)
@given(ORDERS_OF_ANY_KIND)
def test_win_back_lists_whom_the_customer_table_calls_so(rows: list) -> None:
    table, listed = CLV_CUSTOMERS(*columns(rows)), CLV_DORMANT(*columns(rows))
    if isinstance(table, list) and len(table) > 1:
        expected = {(name, stage) for name, stage in tables.columns(table, "Customer", "Stage") if stage in ("Slipping", "Dormant")}
        *rows, _total = tables.columns(listed, "Customer", "Stage", "Value so far", "Acting can change")
        assert {(name, stage) for name, stage, *_ in rows} == expected
        order = [value if change == ExcelError.NA else change for *_, value, change in rows]
        assert order == sorted(order, reverse=True)


# Historical value and lifespan --------------------------------------------------------------------------------------


def test_historical_value_by_hand() -> None:
    table = CLV_HISTORICAL(["Who", "Ann", "Bo", "Ann", None, "Cy"], ["Paid", 40, 25, 20, 9, "free"], 0.5)
    assert table == [
        ["Customer", "Order rows", "Revenue", "Value so far", "Share of value"],
        ["Ann", 2.0, 60.0, 30.0, 60 / 85],
        ["Bo", 1.0, 25.0, 12.5, 25 / 85],
        ["All customers", 3.0, 85.0, 42.5, 1.0],
        ["Left out: not readable", 2.0, None, None, None],
    ]
    assert column(CLV_HISTORICAL(["a", "b"], [5, -5]), "Share of value") == [ExcelError.DIV0] * 3


def test_historical_value_agrees_with_the_customer_table_on_cdnow() -> None:
    customers, dates, amounts = cdnow()
    table = dict(tables.columns(CLV_CUSTOMERS(customers, dates, amounts), "Customer", "Revenue"))
    *rows, total = records(CLV_HISTORICAL(customers, amounts))
    assert {row["Customer"]: row["Revenue"] for row in rows} == table
    assert (total["Order rows"], total["Revenue"]) == (6919.0, 244091.94)


def test_lifespan_by_hand_and_on_cdnow() -> None:
    """Ann 1461 days, Bo none: 4 years and 0 years. On CDNOW the mean recency of the customer table, in years."""
    assert CLV_LIFESPAN(["Ann", "Bo", "Ann", None], ["2020-01-01", "2024-01-05", "2024-01-01", "1990-01-01"]) == 2.0
    customers, dates, amounts = cdnow()
    recency = column(CLV_CUSTOMERS(customers, dates, amounts), "Recency")
    assert CLV_LIFESPAN(customers, dates) == pytest.approx(sum(recency) / len(recency) / 365.25, rel=1e-12)
    assert CLV_LIFESPAN([None], ["2024-01-01"]) == CLV_LIFESPAN(["a"], ["soon"]) == ExcelError.NA
