"""CLV_VALUE_AT_AGE, CLV_COMMON_AGE and CLV_COMPARE: by hand, against scipy, and on simulations whose truth is known."""

# pyright: reportArgumentType=false, reportCallIssue=false
from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from clv_xl.functions import CLV_COMMON_AGE, CLV_COMPARE, CLV_CUSTOMERS, CLV_VALUE_AT_AGE, records
from clv_xl.models.means import mean_interval, ratio_interval
from tests.tables import column

RNG = np.random.default_rng(16)


def gamma(count: int, mean: float = 50) -> list[float]:
    """Values of customers with a coefficient of variation of 1."""
    return RNG.gamma(1, mean, count).tolist()


def joined(lists: Iterable[list[Any]]) -> list[Any]:
    return list(itertools.chain.from_iterable(lists))


def compared(*groups: list[float], **options: Any) -> dict[str, dict[str, Any]]:
    names = [name for name, values in zip("abcdefgh", groups) for _ in values]
    return {row["Group"]: row for row in records(CLV_COMPARE(names, joined(groups), **options))}


# Value at an age ---------------------------------------------------------------------------------------------------------

NAMES = ["Ann", "Bo", "Ann", "Ann", "Bo", "Cy", "Di"]
DAYS = ["2024-01-01", "2024-03-15", "2024-01-31", "2024-02-01", "2024-03-10", "2024-01-10", "2024-01-05"]
MONEY = [40, 25, 20, 7, -5, -9, 0]


def test_value_at_an_age_by_hand() -> None:
    """A month is 30.4 days, so 31 days are one month. Bo is younger on 31 March; the refund ahead of Bo's first purchase counts with it.
    Cy has refunds alone and no first purchase; Di's free order begins the relationship."""
    rows = {row["Customer"]: row for row in records(CLV_VALUE_AT_AGE(NAMES, DAYS, MONEY, 1, "2024-03-31", 0.5))}
    assert rows["Ann"] == {"Customer": "Ann", "First purchase": dt.date(2024, 1, 1), "Value at age": 33.5}
    assert {name: rows[name]["Value at age"] for name in ("Bo", "Cy", "Di")} == {"Bo": None, "Cy": None, "Di": 0}
    assert rows["Cy"]["First purchase"] is None
    first_day = CLV_VALUE_AT_AGE(NAMES, DAYS, MONEY, 0, "2024-03-31")
    assert column(first_day, "Value at age") == [40, 20, 0, None]  # Ann 67 in all, Bo 20, Di 0, Cy -9
    at_15_april = CLV_VALUE_AT_AGE(NAMES, DAYS, MONEY, 1, "2024-04-15")
    assert column(at_15_april, "Value at age") == [67, 20, 0, None]  # Bo has been one for 31 days


ORDERS = st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 400), st.integers(-20, 60)), min_size=1, max_size=30)


@settings(max_examples=20)
@given(ORDERS, st.integers(0, 14))
def test_rows_stand_as_those_of_clv_customers(orders: list[tuple], months: int) -> None:
    """Beside each other the two tables make one, and a whole life at that age is the value so far."""
    names, days, money = ([order[n] for order in orders] for n in range(3))
    dates = [dt.date(2023, 1, 1) + dt.timedelta(day) for day in days]
    table, aged = CLV_CUSTOMERS(names, dates, money), CLV_VALUE_AT_AGE(names, dates, money, months)
    assert column(table, "Customer") == column(aged, "Customer")
    for age, so_far, last, value in zip(
        column(table, "Age"), column(table, "Value so far"), column(table, "Recency"), column(aged, "Value at age")
    ):
        assert (value is None) == (age is None or age < months * 365.25 / 12)
        if value is not None and min(money) >= 0 and last <= months * 30:
            assert value == pytest.approx(so_far)


def test_newer_and_older_customers_by_hand() -> None:
    table = CLV_CUSTOMERS(
        ["a", "b", "c", "d", "e"], ["2024-01-01", "2024-01-01", "2024-02-01", "2024-03-01", "2024-03-01"], [5, 4, 3, 2, -1]
    )
    assert column(table, "Newer or older") == ["Older", "Older", "Newer", "Newer", None]  # the middle one of four is the second


# The age to compare at -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ages", "months"),
    [
        ({"old": [900] * 20, "new": [120] * 20}, 3),  # 120 days are less than 6 months
        ({"old": [900] * 20, "new": [400] * 10 + [20] * 50}, 12),  # ten of the new ones are enough
        ({"old": [900] * 20, "new": [400] * 9 + [95] * 50}, 3),
        ({"old": [900] * 20, "few": [40] * 9}, 12),  # too few at any age
        ({"old": [900] * 20, "new": [20] * 20}, 0),
        ({"a": [300] * 4, "b": [70] * 3}, 6),  # nobody has enough: half of all
        ({"old": [900] * 20, None: [20] * 20}, 12),  # no group
        ({"old": [31] * 10}, 1),
        ({"old": [30] * 10}, 0),
    ],
)
def test_the_age_that_enough_of_each_group_have_reached(ages: dict[str | None, list[int]], months: float) -> None:
    names = [name for name, own in ages.items() for _ in own]
    assert CLV_COMMON_AGE(names, joined(ages.values()), 10) == months
    assert CLV_COMMON_AGE([[name, "all"] for name in names], joined(ages.values()), 10) == months  # a second grouping of everybody


# Comparing groups ----------------------------------------------------------------------------------------------------------


def test_two_groups_against_welch() -> None:
    """Two groups of 500 without much skewness: the interval is Welch's at 98%, but for what the deals tell."""
    a, b = RNG.normal(50, 10, 500).tolist(), RNG.normal(53, 12, 500).tolist()
    rows = compared(a, b)
    interval = stats.ttest_ind(b, a, equal_var=False).confidence_interval(0.98)
    assert (rows["b"]["Difference, low"], rows["b"]["Difference, high"]) == pytest.approx((interval.low, interval.high), abs=0.15)
    assert rows["b"]["Mean CLV"] == pytest.approx(np.mean(b)) and rows["b"]["Mean of the others"] == pytest.approx(np.mean(a))
    assert (rows["a"]["Verdict"], rows["b"]["Verdict"]) == ("Lower", "Higher")
    assert rows["a"]["Difference, low"] == -rows["b"]["Difference, high"] and rows["a"]["Mean, low"] < np.mean(a) < rows["a"]["Mean, high"]


def test_as_many_questions_as_groups() -> None:
    """Four groups of 300: each interval is that of Welch's test at 1 - 2% / 4."""
    groups = [RNG.normal(50, 10, 300).tolist() for _ in range(4)]
    row = compared(*groups)["a"]
    interval = stats.ttest_ind(groups[0], joined(groups[1:]), equal_var=False).confidence_interval(1 - 0.02 / 4)
    assert (row["Difference, low"], row["Difference, high"]) == pytest.approx((interval.low, interval.high), abs=0.3)


def test_too_few_is_cannot_tell_and_counted() -> None:
    """1 against 32, whatever they brought; and blanks are no customers with a value."""
    rows = compared([900.0], gamma(32))
    assert {name: (row["Verdict"], row["Missing"]) for name, row in rows.items()} == {
        "a": ("Cannot tell yet", 99),
        "b": ("Cannot tell yet", 68),
    }
    rows = compared([*gamma(150), *[None] * 50], [*gamma(60), *[None] * 90])
    assert (rows["a"]["Customers"], rows["b"]["Customers"], rows["b"]["Missing"]) == (150, 60, 40)
    assert {row["Verdict"] for row in rows.values()} == {"Cannot tell yet"} and rows["a"]["Missing"] == 0
    assert {row["Verdict"] for row in compared(gamma(150), [None] * 150).values()} == {"Cannot tell yet"}


def test_a_difference_that_does_not_matter_is_none() -> None:
    a, b = RNG.normal(100, 2, 500).tolist(), RNG.normal(103, 2, 500).tolist()
    assert {row["Verdict"] for row in compared(a, b).values()} == {"No difference yet"}
    assert compared(a, b, matters=0.02)["b"]["Verdict"] == "Higher"


def test_rows_that_stand_for_several_customers_say_nothing_of_how_they_differ() -> None:
    table = CLV_COMPARE(["a", "b"], [100.0, 900.0], [500, 500])
    assert [(row["Customers"], row["Mean CLV"], row["Verdict"]) for row in records(table)] == [
        (500, 900, "Cannot tell yet"),
        (500, 100, "Cannot tell yet"),
    ]


def test_the_customers_needed_show_the_difference() -> None:
    """A normal test at 2% with a power of 80% takes 2 x (2.326 + 0.842)^2 x 2 / d^2 customers in all, d in standard deviations."""
    a, b = RNG.normal(100, 50, 150), RNG.normal(108, 50, 150)
    a, b = ((x - x.mean()) / x.std(ddof=1) * 50 + mean for x, mean in ((a, 100), (b, 108)))
    row = compared(a.tolist(), b.tolist())["b"]
    assert row["Verdict"] == "No difference yet"
    assert row["Customers needed"] == pytest.approx(4 * (2.326 + 0.842) ** 2 / 0.16**2, rel=0.02)


def test_bad_input() -> None:
    assert CLV_COMPARE(["a"], [1], None, 2) == "#NUM!" and CLV_COMPARE(["a"], [1], None, 100, 0.05, 1) == "#NUM!"
    assert CLV_COMPARE(["a", "b"], [1]) == "#VALUE!" and CLV_COMMON_AGE(["a"], [None]) == "#N/A"
    assert len(CLV_COMPARE([None, None], [None, None])) == 1  # the headings


# Simulations: tests/benchmarks/differences.py makes the long ones -----------------------------------------------------------


def _claims(rows: dict[str, dict[str, Any]]) -> bool:
    return any(row["Verdict"] in ("Higher", "Lower") for row in rows.values())


def test_without_a_difference_none_is_claimed() -> None:
    """Six lists of four groups of skewed money with zeros: at 2% more than one claim comes in 6 of 1,000 tries."""
    lists = [[((RNG.random(n) > 0.4) * RNG.lognormal(3, 1.2, n)).tolist() for n in (110, 130, 160, 200)] for _ in range(6)]
    claimed = sum(_claims(compared(*groups)) for groups in lists)
    assert claimed <= 1


def test_a_difference_of_30_percent_is_found() -> None:
    """Two groups of 500, coefficient of variation 1: t is about 4.1, the bound 2.3, so that 96 of 100 are found."""
    found = sum(_claims(compared(gamma(500), gamma(500, 65))) for _ in range(12))
    assert found >= 9


def test_intervals_of_means_of_skewed_money_hold_it() -> None:
    """Log-normal money, a third of it zero, 100 customers: at 90%, 160 intervals; fewer than 130 hold the mean in 1 of 1,000 tries."""
    truth = 2 / 3 * np.exp(0.5)
    spans = [mean_interval((RNG.random(100) > 1 / 3) * RNG.lognormal(0, 1, 100), 0.9) for _ in range(160)]
    assert 130 <= sum(span is not None and span.low <= truth <= span.high for span in spans) <= 157


def test_a_ratio_of_means_against_fieller() -> None:
    """Fieller's interval for values and costs that both vary (1954), by his quadratic; of 2,000 customers the two agree."""
    costs = RNG.gamma(4, 10, 2000)
    values = 3 * costs + RNG.normal(0, 60, 2000)
    z = stats.norm.ppf(0.99)
    n, v, c = 2000, values.mean(), costs.mean()
    s = np.cov(values, costs) / n
    roots = np.roots([c * c - z * z * s[1, 1], -2 * (v * c - z * z * s[0, 1]), v * v - z * z * s[0, 0]])
    span = ratio_interval(values, costs, 0.98)
    assert span is not None and (span.low, span.high) == pytest.approx(sorted(roots), rel=0.003)
