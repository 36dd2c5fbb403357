"""The formulas of the forecast: from order rows to models, holdout, tracking and totals. The models have tests of their own."""

from __future__ import annotations

import csv
import datetime as dt
import math
from collections import defaultdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_xl.cells.errors import ExcelError
from clv_xl.functions import (
    CLV_ALIVE,
    CLV_EXPLAIN,
    CLV_FIT,
    CLV_FORECAST,
    CLV_HOLDOUT,
    CLV_MODELS,
    CLV_PREDICT,
    CLV_PURCHASES,
    CLV_TRACKING,
    fits,
)
from clv_xl.lists.orders.cleaning import clean_orders
from clv_xl.lists.orders.histories import histories
from clv_xl.models import BGNBD
from clv_xl.sample import ORDERS

Columns = tuple[list[Any], list[Any], list[Any]]
END = dt.date(1997, 9, 30)
"""The end of calibration in the papers on CDNOW."""


@pytest.fixture(scope="module")
def cdnow() -> Columns:
    with ORDERS.open(encoding="utf-8") as file:
        _, *rows = csv.reader(file)
    return [row[0] for row in rows], [row[1] for row in rows], [float(row[2]) for row in rows]


def by_name(table: list[list[Any]]) -> dict[Any, list[Any]]:
    return {row[0]: row[1:] for row in table}


# Histories ----------------------------------------------------------------------------------------------------------


def test_histories_by_hand() -> None:
    rows = [
        ("Ann", "2024-01-01", 40.0),
        ("Ann", "2024-01-01", 5.0),  # the same day: one purchase
        ("Ann", "2024-01-15", 20.0),
        ("Ann", "2024-02-05", 0.0),  # of nothing: a purchase
        ("Ann", "2024-02-12", -10.0),  # a refund on a day of its own: no purchase
        ("Bo", "2024-01-29", 30.0),
        ("Cy", "2024-01-02", -5.0),  # refunds alone: no customer of a model
        ("Bo", "2024-02-19", 60.0),
        ("Di", "2024-02-19", 9.0),
    ]
    days = [dt.date.fromisoformat(day).toordinal() for _, day, _ in rows]
    orders = clean_orders([name for name, _, _ in rows], [float(day - 693594) for day in days], [amount for _, _, amount in rows])
    until, end = dt.date(2024, 2, 12).toordinal(), max(days)
    seen = histories(orders, until, end)
    assert [orders.customers[code] for code in seen.customer] == ["Ann", "Bo"]
    assert seen.frequency.tolist() == [2, 0]
    assert seen.recency.tolist() == [5, 0]  # weeks from 1 January to 5 February
    assert seen.age.tolist() == [6, 2]
    assert seen.monetary_value.tolist() == [10, 0]  # (20 + 0) / 2
    assert seen.later.tolist() == [0, 1]
    # Ann kept 55 of 65, Bo 30 of 30; all 85 of 95 in 4 purchases. Each as with one purchase of 23.75 more, of which 85/95 are kept.
    assert seen.kept.tolist() == pytest.approx([(55 + 21.25) / (65 + 23.75), (30 + 21.25) / (30 + 23.75)])
    assert seen.variation == pytest.approx(200 / 10**2)  # 20 and 0


def test_a_truth_is_not_taken_for_the_number_that_equals_it() -> None:
    days: list[Any] = [45292.0, 45293.0]
    assert clean_orders(["Ann", "Bo"], days, [1.0, 1.0]).used.rows == 2
    assert clean_orders(["Ann", "Bo"], days, [True, 1.0]).used.rows == 1
    assert clean_orders(["Ann", "Bo"], days, [1.0, 1.0]).used.rows == 2


# CDNOW --------------------------------------------------------------------------------------------------------------


def test_holdout_of_cdnow(cdnow: Columns) -> None:
    """1653.41 expected and 1882 real purchase days in the 39 weeks after calibration: Fader, Hardie and Lee 2005 with exact days."""
    table = CLV_HOLDOUT(*cdnow, END, "BG/NBD")
    assert table == CLV_HOLDOUT(*cdnow, None, "BG/NBD")  # 39 of 78 weeks: half of the time
    rows = by_name(table)
    assert rows["All orders"][:2] == [2357, 1882]
    assert rows["All orders"][2] == pytest.approx(1653.41, abs=0.005)
    assert rows["0"][0] == 2357 - 946  # 946 repeat customers
    model, own_rate, average = rows["Total off by"][2:]
    assert model == pytest.approx(1 - 1653.41 / 1882, abs=1e-5) and model < own_rate and model < average
    model, own_rate, average = rows["Error per customer"][2:]
    assert model < own_rate and model < average
    groups = [row for row in table[1:] if row[0][0].isdigit()]
    assert sum(row[1] * row[2] for row in groups) == pytest.approx(1882) and sum(row[1] * row[3] for row in groups) == pytest.approx(
        1653.41, abs=0.01
    )


def test_baselines_of_cdnow_by_plain_python(cdnow: Columns) -> None:
    days: dict[str, set[dt.date]] = defaultdict(set)
    for customer, day, _ in zip(*cdnow):
        days[customer].add(dt.date.fromisoformat(day))
    own, later, frequencies, ages = [], [], [], []
    for bought in days.values():
        before = sorted(day for day in bought if day <= END)
        age = (END - before[0]).days
        frequencies.append(len(before) - 1)
        ages.append(age)
        own.append((len(before) - 1) / age * 273)
        later.append(sum(day > END for day in bought))
    mean = 273 * sum(frequencies) / sum(ages)
    rows = by_name(CLV_HOLDOUT(*cdnow, END, "BG/NBD"))
    assert rows["All orders"][3:] == pytest.approx([sum(own), mean * len(own)])
    errors = [math.fsum(abs(a - b) for a, b in zip(way, later)) / len(later) for way in (own, [mean] * len(own))]
    assert rows["Error per customer"][3:] == pytest.approx(errors)


def test_tracking_of_cdnow_by_plain_python(cdnow: Columns) -> None:
    table = CLV_TRACKING(*cdnow, END, "BG/NBD")
    assert [row[0] for row in table[1:]] == list(range(1, 79))
    first: dict[str, dt.date] = {}
    bought = {(customer, dt.date.fromisoformat(day)) for customer, day, _ in zip(*cdnow)}
    for customer, day in bought:
        first[customer] = min(day, first.get(customer, day))
    parameters = [row[1] for row in CLV_FIT(*cdnow, "BG/NBD", END)[2:6]]
    model = BGNBD(*parameters)
    for week in (1, 12, 39, 40, 78):
        until = dt.date(1996, 12, 31) + dt.timedelta(days=7 * week)
        assert table[week][1] == until
        assert table[week][2] == sum(first[customer] < day <= until for customer, day in bought)
        expected = math.fsum(model.expected_purchases(max(0, (until - day).days) / 7) for day in first.values())
        assert table[week][3] == pytest.approx(expected, rel=1e-9)
    assert table[78][2] == table[39][2] + 1882
    assert table[40][4] == table[40][2] - table[39][2]


def test_fit_of_cdnow(cdnow: Columns) -> None:
    """CLVTools prints .2425945 4.4136019 .7929199 2.4258881 and -9582.429 for BG/NBD; Fader and Hardie 6.25 3.74 15.44 for Gamma-Gamma."""
    rows = by_name(CLV_FIT(*cdnow, "BG/NBD", END))
    assert [rows[name][0] for name in ("r", "alpha", "a", "b")] == pytest.approx([0.2425945, 4.4136019, 0.7929199, 2.4258881], rel=1e-5)
    assert rows["Log-likelihood"][0] == pytest.approx(-9582.429, abs=5e-4)
    assert rows["Model of spend"][0] == "Gamma-Gamma"
    assert [round(rows[name][0], 2) for name in ("p", "q", "v")] == [6.25, 3.74, 15.44]
    assert CLV_FIT(*cdnow, "Pareto/NBD", END)[6][1] == pytest.approx(-9594.976, abs=5e-4)


def test_the_model_chosen(cdnow: Columns) -> None:
    table = CLV_MODELS(*cdnow)
    likelihoods = [row[5] for row in table[1:]]
    chosen = next(row for row in table[1:] if row[8] == "chosen")
    assert chosen[5] > max(likelihoods) - 2
    assert CLV_FIT(*cdnow)[1][1] == chosen[0] and [row[1] for row in CLV_FIT(*cdnow)[2:6]] == chosen[1:5]


def test_predictions_add_up_to_the_forecast(cdnow: Columns) -> None:
    given = (12, 0.1, 0.4, None, "BG/NBD")
    table, total = CLV_PREDICT(*cdnow, *given), by_name(CLV_FORECAST(*cdnow, *given))
    heads = {name: number for number, name in enumerate(table[0])}
    assert len(table) == 2358
    values = [row[heads["Future value"]] for row in table[1:]]
    assert values == sorted(values, reverse=True)
    for name, column in (
        ("Customers still there", "P(alive)"),
        ("Orders", "Expected orders"),
        ("Future value", "Future value"),
        ("Total value", "Total value"),
    ):
        assert total[name][0] == pytest.approx(math.fsum(row[heads[column]] for row in table[1:]))
    assert total["Value so far"][0] == pytest.approx(0.4 * 244091.94)
    for row in table[1:]:
        alive, low, high, *_ = row[1:]
        assert 0 <= low <= alive <= high <= 1 and row[5] <= row[4] <= row[6] and row[10] <= row[9] <= row[11]
    estimate, outcome = total["Future value"][1:3], total["Future value"][3:5]
    assert outcome[0] < estimate[0] < total["Future value"][0] < estimate[1] < outcome[1]


def test_margin_months_and_discounting(cdnow: Columns) -> None:
    def future(*given: Any) -> float:
        return by_name(CLV_FORECAST(*cdnow, *given, None, "BG/NBD"))["Future value"][0]

    whole = future(12, 0, 1)
    assert future(12, 0, 0.4) == pytest.approx(0.4 * whole)
    assert future(12, 0, 0) == 0 and future(0, 0, 1) == 0
    assert future(6, 0, 1) < whole < future(24, 0, 1)
    assert whole / 1.1 < future(12, 0.1, 1) < whole / 1.1**0.4  # purchases fall within the year, more of them early


def test_the_order_of_the_rows_does_not_matter(cdnow: Columns) -> None:
    turned = tuple(column[::-1] for column in cdnow)
    one, other = (by_name(CLV_FORECAST(*columns, 12, 0, 1, None, "BG/NBD")) for columns in (cdnow, turned))
    assert one["Future value"] == pytest.approx(other["Future value"], rel=1e-6)


def test_unchanged_data_are_not_fitted_again(cdnow: Columns) -> None:
    CLV_PREDICT(*cdnow)
    misses = fits.fit.cache_info().misses
    CLV_PREDICT(*(list(column) for column in cdnow), 24)
    CLV_MODELS(*cdnow)
    assert fits.fit.cache_info().misses == misses
    CLV_PREDICT(*(column[:-1] for column in cdnow))
    assert fits.fit.cache_info().misses > misses


def test_refunds_lower_the_forecast(cdnow: Columns) -> None:
    customers, dates, amounts = cdnow
    back = [(customer, "1998-06-29", -0.1 * amount) for customer, amount in zip(customers, amounts)]
    more = (customers + [row[0] for row in back], dates + [row[1] for row in back], amounts + [row[2] for row in back])
    plain, lowered = (by_name(CLV_FORECAST(*columns, 12, 0, 1, "1998-06-30", "BG/NBD")) for columns in (cdnow, more))
    assert lowered["Orders"] == pytest.approx(plain["Orders"], rel=0.02)  # some refunds meet a purchase of that day
    assert lowered["Future value"][0] == pytest.approx(0.9 * plain["Future value"][0], rel=0.02)


# One customer -------------------------------------------------------------------------------------------------------


def test_published_customer() -> None:
    """Customer 1516 of CDNOW (26, 30.85714, 31 weeks): P(alive) .9688523 and 25.75659 purchases in 52 weeks, BTYD walkthrough."""
    parameters = ["BG/NBD", 0.242595, 4.413602, 0.792922, 2.425907]
    assert CLV_ALIVE(parameters, 26, 216, 217) == pytest.approx(0.9688523, abs=5e-6)  # from a less exact fit: see test_bgnbd
    assert CLV_PURCHASES(parameters, 26, 216, 217, 52 * 12 * 7 / 365.25) == pytest.approx(25.75659, abs=1e-3)
    assert CLV_ALIVE(parameters, [[26], [26]], [[216], [216]], [[217], [300]])[1][0] < 0.97


def test_bad_customers_and_parameters_say_why() -> None:
    good = ["BG/NBD", 0.24, 4.4, 0.8, 2.4]
    for call, begin in (
        ((good, 1, 80, 70), "#NUM!: recency is more than age"),
        ((good, 0, 10, 70), "#NUM!: recency is not 0 while frequency is"),
        ((good, "x", 10, 70), '#VALUE!: frequency is the text "x"'),
        ((good, 1, None, 70), "#N/A: recency is blank"),
        ((["Poisson", 1, 1, 1, 1], 1, 10, 70), "#VALUE!: parameters are not a model's name"),
        ((["BG/NBD", 1, 0, 1, 1], 1, 10, 70), "#NUM!: A number of parameters is not above 0"),
    ):
        assert CLV_EXPLAIN("CLV_ALIVE", *call).startswith(begin)
    assert CLV_ALIVE(good, None, None, None) is None


# Too little, and odd data -------------------------------------------------------------------------------------------


def test_too_little_data_say_what_is_missing() -> None:
    once = ([f"c{i}" for i in range(30)], ["2024-01-01"] * 30, [10.0] * 30)
    for function in ("CLV_FIT", "CLV_PREDICT", "CLV_FORECAST", "CLV_MODELS", "CLV_HOLDOUT", "CLV_TRACKING"):
        assert CLV_EXPLAIN(function, *once).startswith("#N/A: ") or "split" in CLV_EXPLAIN(function, *once)
    assert "5 of them with purchases on more than one day; here are 30 and 0" in CLV_EXPLAIN("CLV_FIT", *once)
    assert CLV_PREDICT([], [], []) == [CLV_PREDICT([], [], [])[0]]


def test_a_split_outside_the_time(cdnow: Columns) -> None:
    for day in ("1996-12-31", "1998-06-30", "2001-01-01"):
        assert CLV_HOLDOUT(*cdnow, day) == "#NUM!" and CLV_TRACKING(*cdnow, day) == "#NUM!"


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 900), st.sampled_from([0.0, 1.0, 9.99, 1e6, -20.0])), min_size=1, max_size=160),
    st.sampled_from(["BG/NBD", "MBG/NBD", "Pareto/NBD", "auto"]),
)
def test_every_cell_is_a_figure_or_an_error(rows: list[tuple[int, int, float]], model: str) -> None:
    columns = [f"c{c}" for c, _, _ in rows], [45000.0 + day for _, day, _ in rows], [amount for _, _, amount in rows]
    for answer in (
        CLV_FIT(*columns, model),
        CLV_PREDICT(*columns, 12, 0.1, 0.5, None, model),
        CLV_FORECAST(*columns, 12, 0.1, 0.5, None, model),
        CLV_HOLDOUT(*columns, None, model),
        CLV_TRACKING(*columns, None, model),
        CLV_MODELS(*columns),
    ):
        cells = [cell for row in answer for cell in row] if isinstance(answer, list) else [answer]
        for cell in cells:
            assert cell is None or isinstance(cell, (str, ExcelError, dt.date)) or math.isfinite(cell)
