"""Drivers, A/B test and sensitivity: against scipy and by hand, and what must hold for any figures."""

from __future__ import annotations

import datetime as dt
import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from clv_xl.cells.errors import ExcelError
from clv_xl.functions import CLV, CLV_AB_TEST, CLV_DRIVERS, CLV_NET, CLV_SENSITIVITY, records
from clv_xl.models.association import adjusted
from tests.tables import column, columns, figures, keyed

# Drivers ------------------------------------------------------------------------------------------------------------


def test_drivers_against_scipy() -> None:
    """Spearman and Kruskal-Wallis as scipy has them; eta squared of ranks by its definition, between over total sum of squares."""
    rng = np.random.default_rng(5)
    clvs = rng.lognormal(3, 1, 120).round(2).tolist()
    orders = [float(round(clv**0.5 + noise)) for clv, noise in zip(clvs, rng.normal(0, 2, 120))]
    channel = [("Web", "Shop", "Mail")[int(n)] for n in rng.integers(0, 3, 120)]
    rows = [[o, c] for o, c in zip(orders, channel)]
    table = CLV_DRIVERS(["CLV", *clvs], [["Orders", "Channel"], *rows])
    first, second = records(table)
    assert table[0] == [
        "Factor",
        "Kind",
        "Customers",
        "Explained",
        "Correlation",
        "p-value",
        "Adjusted p",
        "More than chance",
        "Highest",
    ]
    rho, p = stats.spearmanr(clvs, orders)
    assert first == {
        "Factor": "Orders",
        "Kind": "Number",
        "Customers": 120.0,
        "Explained": pytest.approx(rho**2),
        "Correlation": pytest.approx(rho),
        "p-value": pytest.approx(p),
        "Adjusted p": pytest.approx(2 * p),
        "More than chance": "Yes",
        "Highest": "higher",
    }
    ranks = stats.rankdata(clvs)
    groups = [[r for r, c in zip(ranks, channel) if c == name] for name in ("Web", "Shop", "Mail")]
    between = sum(len(g) * (np.mean(g) - ranks.mean()) ** 2 for g in groups) / ((ranks - ranks.mean()) ** 2).sum()
    p = stats.kruskal(*groups).pvalue
    means = {name: np.mean([v for v, c in zip(clvs, channel) if c == name]) for name in ("Web", "Shop", "Mail")}
    assert second == {
        "Factor": "Channel",
        "Kind": "Category",
        "Customers": 120.0,
        "Explained": pytest.approx(between),
        "Correlation": None,
        "p-value": pytest.approx(p),
        "Adjusted p": pytest.approx(p),
        "More than chance": "No",
        "Highest": max(means, key=means.__getitem__),
    }


def test_few_values_are_counted() -> None:
    """Five values in order: 2 of the 5! = 120 orders are as strong. Two groups of 3 and 2 apart: 2 of the 10 ways to choose two."""
    clvs = [10, 20, 30, 40, 50]
    assert column(CLV_DRIVERS(clvs, [1, 2, 3, 4, 5]), "p-value") == [pytest.approx(2 / 120, abs=0.004)]
    assert column(CLV_DRIVERS(clvs, ["a", "a", "b", "b", "b"]), "p-value") == [pytest.approx(2 / 10, abs=0.015)]


def test_what_is_beyond_chance_stands_first() -> None:
    """A postcode of 150 values explains about half by chance alone, (k - 1) / (n - 1), and says nothing."""
    rng = np.random.default_rng(9)
    clvs = rng.lognormal(3, 1, 300)
    rows = [[f"P{code}", clv**0.5 + noise] for clv, code, noise in zip(clvs, rng.integers(0, 150, 300), rng.normal(0, 8, 300))]
    table = CLV_DRIVERS(["CLV", *clvs.tolist()], [["Postcode", "Orders"], *rows])
    assert columns(table, "Factor", "More than chance") == [("Orders", "Yes"), ("Postcode", "No")]
    orders, postcode = column(table, "Explained")
    assert postcode > orders


def test_holm_by_hand() -> None:
    """0.01, 0.04, 0.03 of three: 3 x 0.01, then 2 x 0.03, then max(0.06, 1 x 0.04)."""
    assert adjusted([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])


def test_holm_against_scipys_false_alarms_of_noise() -> None:
    """Twenty columns of noise: one in twenty unadjusted p-values is below 5%; with the adjustment a whole table has a false alarm
    in at most one of fifty. Over 60 tables that is 1.2 expected; more than 5 has a chance below 1%."""
    rng = np.random.default_rng(11)
    alarms = 0
    for _ in range(60):
        table = CLV_DRIVERS(rng.lognormal(3, 1, 120).tolist(), rng.normal(size=(120, 20)).tolist())
        alarms += "Yes" in column(table, "More than chance")
    assert alarms <= 5


def test_columns_that_say_nothing_and_dates() -> None:
    clvs = [1, 2, 3, 4, 5, 6]
    constant, each, blank, days = ["a"] * 6, list("abcdef"), [None] * 6, [dt.date(2024, 1, 1) + dt.timedelta(n) for n in range(6)]
    rows = [list(row) for row in zip(constant, each, blank, days)]
    table = CLV_DRIVERS(clvs, rows)
    days_of, *nothing = records(table)
    assert column(table, "Factor") == ["Factor 4", "Factor 1", "Factor 2"]  # the blank column is left out
    assert days_of["Kind"] == "Number" and days_of["Explained"] == pytest.approx(1) and days_of["Highest"] == "higher"
    unknown = ("Explained", "Correlation", "p-value", "Adjusted p", "More than chance")
    assert all(row[heading] == ExcelError.NA for row in nothing for heading in unknown)
    assert CLV_DRIVERS(["x"], ["y"]) == ExcelError.NA and CLV_DRIVERS([1, 2], ["a"]) == ExcelError.VALUE


def test_rows_used_are_counted() -> None:
    table = CLV_DRIVERS([1, 2, None, "x", 5, 6, 7, 8], [1, None, 3, 4, "#N/A", 6, 9, 8])
    assert columns(table, "Customers", "Explained") == [(4.0, ExcelError.NA)]


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 9), st.sampled_from("abc")), min_size=5, max_size=40), st.randoms())
def test_drivers_know_no_order_and_no_scale(rows: list, rng: random.Random) -> None:
    def drivers(rows: list, scale: float = 1) -> dict:
        return keyed(CLV_DRIVERS([clv * scale for clv, _, _ in rows], [[number, word] for _, number, word in rows]))

    shuffled = rows[:]
    rng.shuffle(shuffled)
    plain = drivers(rows)
    for other in (drivers(shuffled), drivers(rows, 8.0)):
        for name, row in plain.items():
            for heading in set(row) - {"Highest"}:
                cell, same = row[heading], other[name][heading]
                assert same == (pytest.approx(cell, abs=1e-9) if type(cell) is float else cell)
    for row in plain.values():
        explained, p_value, adjusted_p = (row[heading] for heading in ("Explained", "p-value", "Adjusted p"))
        assert explained == ExcelError.NA or (0 <= explained <= 1 and 0 <= p_value <= adjusted_p <= 1)


# A/B test -----------------------------------------------------------------------------------------------------------


def lines(*args: object) -> dict:
    return figures(CLV_AB_TEST(*args))


def test_ab_test_of_a_clear_difference() -> None:
    rng = np.random.default_rng(3)
    a = (rng.lognormal(3, 1, 2000) * (rng.random(2000) < 0.3)).tolist()
    b = (rng.lognormal(3.4, 1, 2500) * (rng.random(2500) < 0.3)).tolist()
    found = lines(a, b)
    assert found["Verdict"] == "B is higher" and found["p-value"] < 0.01
    assert found["Mean of A"] == pytest.approx(np.mean(a)) and found["Difference B - A"] == pytest.approx(np.mean(b) - np.mean(a))
    assert found["Lowest difference"] < found["Difference B - A"] < found["Highest difference"] and found["Customers now"] == 4500.0
    assert found["Customers needed"] < 4500 and found["Power"] > 0.8
    assert lines(b, a)["Verdict"] == "A is higher"


def test_ab_test_of_no_difference() -> None:
    rng = np.random.default_rng(4)
    a, b = ((rng.lognormal(3, 1, n) * (rng.random(n) < 0.3)).tolist() for n in (500, 400))
    found = lines(a, b)
    assert found["Verdict"] == "Not settled" and found["Customers needed"] > 900
    assert found["Lowest difference"] < 0 < found["Highest difference"]


@pytest.mark.parametrize("far", [20, 100, 300, 1000, 1111, 5000, 1e6])
def test_ab_test_of_two_groups_that_do_not_touch(far: float) -> None:
    """Five against five, apart: 2 of the 252 ways to deal them are as far apart, however far that is; p is near 2/252 = 0.008."""
    found = lines([1, 2, 3, 4, 6], [far, far + 1.25, far + 2.5, far + 3, far + 4])
    assert found["Verdict"] == "B is higher" and 0.003 < found["p-value"] < 0.012


def test_ab_lists_differ_in_length_have_headings_and_blanks() -> None:
    a, b = [0, 5, 0, 7, 3, 0, 9, 4], [0, 8, 9, 0, 12, 6]
    assert CLV_AB_TEST(["Group A", *a, None], [["Group B"], *[[v] for v in b], [""]]) == CLV_AB_TEST(a, b)
    assert CLV_AB_TEST(a, [*b, "many"]) == ExcelError.VALUE and CLV_AB_TEST(a, [*b, "#REF!"]) == ExcelError.REF
    assert CLV_AB_TEST(a, [1, 2, 3, 4]) == CLV_AB_TEST([0] * 5, [0] * 6) == ExcelError.NA
    assert CLV_AB_TEST(a, b, 1) == CLV_AB_TEST(a, b, 0) == ExcelError.NUM


MONEY = st.lists(st.one_of(st.just(0.0), st.floats(0.01, 1e4)), min_size=3, max_size=40)


@given(MONEY, MONEY, st.integers(2, 9), st.randoms())
def test_ab_test_scales_and_knows_no_order(a: list[float], b: list[float], scale: int, rng: random.Random) -> None:
    plain = CLV_AB_TEST(a, b)
    if plain == ExcelError.NA:
        return
    mixed = a[:]
    rng.shuffle(mixed)
    assert CLV_AB_TEST(mixed, b) == plain
    scaled, ours = lines([v * scale for v in a], [v * scale for v in b]), lines(a, b)
    for name in ("Difference B - A", "Lowest difference", "Highest difference"):
        assert scaled[name] == pytest.approx(ours[name] * scale, rel=1e-6, abs=1e-6)
    assert scaled["p-value"] == pytest.approx(ours["p-value"], rel=1e-6, abs=1e-9)
    wide = lines(a, b, 0.99)
    assert wide["Lowest difference"] <= ours["Lowest difference"] and wide["Highest difference"] >= ours["Highest difference"]


# Sensitivity --------------------------------------------------------------------------------------------------------


def test_sensitivity_by_hand() -> None:
    """100 x 4 x 8 x 50% - 200 = 1400. A quarter more of value, frequency or lifespan adds 400; of margin too; a quarter less cost 50."""
    assert CLV_SENSITIVITY(100, 4, 8, 0.5, 200, 0.25) == [
        ["Lever", "Now", "Net CLV at -25%", "Net CLV at +25%", "Gain", "Gain in %"],
        ["Purchase value", 100.0, 1000.0, 1800.0, 400.0, 400 / 1400],
        ["Purchase frequency", 4.0, 1000.0, 1800.0, 400.0, 400 / 1400],
        ["Gross margin", 0.5, 1000.0, 1800.0, 400.0, 400 / 1400],
        ["Lifespan", 8.0, 1000.0, 1800.0, 400.0, 400 / 1400],
        ["Cost to win", 200.0, 1450.0, 1350.0, 50.0, 50 / 1400],
        ["As it is", None, 1400.0, 1400.0, None, None],
    ]


def test_churn_in_place_of_a_lifespan() -> None:
    """Churn 5%: 1/0.6 years. A tenth less churn is worth more than a tenth more of anything: 1/0.9 = +11.1%."""
    best, *_, base = records(CLV_SENSITIVITY(60, 12, None, 1, 0, None, 0.05))
    assert best["Lever"] == "Monthly churn" and best["Gain in %"] == pytest.approx(1 / 0.9 - 1)
    assert base["Lever"] == "As it is" and base["Net CLV at -10%"] == pytest.approx(CLV(60, 12, 1 / 0.6))
    assert CLV_SENSITIVITY(60, 12) == ExcelError.NA and CLV_SENSITIVITY(60, 12, 2, 1, 0, 0.1, 0.05) == ExcelError.VALUE
    assert CLV_SENSITIVITY(60, 12, None, 1, 0, 0.1, 0) == ExcelError.DIV0 and CLV_SENSITIVITY(60, 12, 2, 1, 0, 1) == ExcelError.NUM


def test_a_margin_stays_a_margin() -> None:
    gains = dict(columns(CLV_SENSITIVITY(100, 4, 8), "Lever", "Gain"))
    assert gains["Gross margin"] == 0 and gains["Purchase value"] == pytest.approx(320)


@given(st.floats(0.1, 1e4), st.floats(0.1, 100), st.floats(0.1, 50), st.floats(0.01, 1), st.floats(0, 1e4), st.floats(0.01, 0.9))
def test_sensitivity_agrees_with_the_functions(
    value: float, frequency: float, years: float, margin: float, cac: float, change: float
) -> None:
    *rows, base = records(CLV_SENSITIVITY(value, frequency, years, margin, cac, change))
    lower, higher = (f"Net CLV at {sign}{100 * change:g}%" for sign in "-+")
    assert base[lower] == base[higher] == CLV_NET(CLV(value, frequency, years, margin), cac)
    gains = [row["Gain"] for row in rows]
    assert gains == sorted(gains, reverse=True) and len(rows) == 5 and all(math.isfinite(gain) and gain >= 0 for gain in gains)
    by_name = {row["Lever"]: row for row in rows}
    assert by_name["Cost to win"][lower] >= by_name["Cost to win"][higher]
    assert by_name["Lifespan"][lower] <= by_name["Lifespan"][higher]
