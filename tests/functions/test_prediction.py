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
    records,
)
from clv_xl.lists.orders.cleaning import clean_orders
from clv_xl.lists.orders.clock import EVEN
from clv_xl.lists.orders.histories import histories
from clv_xl.models import BGNBD
from clv_xl.models.purchases import choice
from clv_xl.sample import ORDERS
from tests.tables import column, figures, keyed

BASELINES = ("Own rate goes on", "Everybody average")
"""The columns of CLV_HOLDOUT that need no model."""
Columns = tuple[list[Any], list[Any], list[Any]]
END = dt.date(1997, 9, 30)
"""The end of calibration in the papers on CDNOW."""


@pytest.fixture(scope="module")
def cdnow() -> Columns:
    with ORDERS.open(encoding="utf-8") as file:
        _, *rows = csv.reader(file)
    customers, days, amounts = zip(*rows)
    return list(customers), list(days), [float(amount) for amount in amounts]


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
    seen = histories(orders, until, end, EVEN)
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
    rows = keyed(table)
    everyone = rows["All orders"]
    assert (everyone["Customers"], everyone["Orders later"]) == (2357, 1882)
    assert everyone["Forecast"] == pytest.approx(1653.41, abs=0.005)
    assert rows["0"]["Customers"] == 2357 - 946  # 946 repeat customers
    assert rows["Total off by"]["Forecast"] == pytest.approx(1 - 1653.41 / 1882, abs=1e-5)
    for figure in ("Total off by", "Error per customer"):
        assert rows[figure]["Forecast"] < min(rows[figure][way] for way in BASELINES)
    groups = [row for name, row in rows.items() if name[0].isdigit()]
    assert sum(row["Customers"] * row["Orders later"] for row in groups) == pytest.approx(1882)
    assert sum(row["Customers"] * row["Forecast"] for row in groups) == pytest.approx(1653.41, abs=0.01)


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
    rows = keyed(CLV_HOLDOUT(*cdnow, END, "BG/NBD"))
    assert [rows["All orders"][way] for way in BASELINES] == pytest.approx([sum(own), mean * len(own)])
    errors = [math.fsum(abs(a - b) for a, b in zip(way, later)) / len(later) for way in (own, [mean] * len(own))]
    assert [rows["Error per customer"][way] for way in BASELINES] == pytest.approx(errors)


def test_tracking_of_cdnow_by_plain_python(cdnow: Columns) -> None:
    weeks = keyed(CLV_TRACKING(*cdnow, END, "BG/NBD"))
    assert list(weeks) == list(range(1, 79))
    first: dict[str, dt.date] = {}
    bought = {(customer, dt.date.fromisoformat(day)) for customer, day, _ in zip(*cdnow)}
    for customer, day in bought:
        first[customer] = min(day, first.get(customer, day))
    fitted = figures(CLV_FIT(*cdnow, "BG/NBD", END))
    model = BGNBD(*(fitted[name] for name in ("r", "alpha", "a", "b")))
    for week in (1, 12, 39, 40, 78):
        until = dt.date(1996, 12, 31) + dt.timedelta(days=7 * week)
        assert weeks[week]["Until"] == until
        assert weeks[week]["Repeat orders so far"] == sum(first[customer] < day <= until for customer, day in bought)
        expected = math.fsum(model.expected_purchases(max(0, (until - day).days) / 7) for day in first.values())
        assert weeks[week]["Expected so far"] == pytest.approx(expected, rel=1e-9)
    so_far = {week: row["Repeat orders so far"] for week, row in weeks.items()}
    assert so_far[78] == so_far[39] + 1882
    assert weeks[40]["Repeat orders in the week"] == so_far[40] - so_far[39]


def test_fit_of_cdnow(cdnow: Columns) -> None:
    """CLVTools prints .2425945 4.4136019 .7929199 2.4258881 and -9582.429 for BG/NBD; Fader and Hardie 6.25 3.74 15.44 for Gamma-Gamma."""
    found = figures(CLV_FIT(*cdnow, "BG/NBD", END))
    assert [found[name] for name in ("r", "alpha", "a", "b")] == pytest.approx([0.2425945, 4.4136019, 0.7929199, 2.4258881], rel=1e-5)
    assert found["Log-likelihood"] == pytest.approx(-9582.429, abs=5e-4)
    assert found["Model of spend"] == "Gamma-Gamma"
    assert [round(found[name], 2) for name in ("p", "q", "v")] == [6.25, 3.74, 15.44]
    assert figures(CLV_FIT(*cdnow, "Pareto/NBD", END))["Log-likelihood"] == pytest.approx(-9594.976, abs=5e-4)


def test_the_model_chosen(cdnow: Columns) -> None:
    models = records(CLV_MODELS(*cdnow))
    (chosen,) = (row for row in models if row["Choice"] == "chosen")
    assert chosen["Log-likelihood"] > max(row["Log-likelihood"] for row in models) - 2
    found = figures(CLV_FIT(*cdnow))
    assert found["Model"] == chosen["Model"] and found["Log-likelihood"] == chosen["Log-likelihood"]
    assert (found["r"], found["alpha"]) == (chosen["r"], chosen["alpha"])


def test_predictions_add_up_to_the_forecast(cdnow: Columns) -> None:
    given = (12, 0.1, 0.4, None, "BG/NBD")
    table, total = CLV_PREDICT(*cdnow, *given), keyed(CLV_FORECAST(*cdnow, *given))
    values = column(table, "Future value")
    assert len(values) == 2357 and values == sorted(values, reverse=True)
    for name, heading in (
        ("Customers still there", "P(alive)"),
        ("Orders", "Expected orders"),
        ("Future value", "Future value"),
        ("Total value", "Total value"),
    ):
        assert total[name]["Expected"] == pytest.approx(math.fsum(column(table, heading)))
    assert total["Value so far"]["Expected"] == pytest.approx(0.4 * 244091.94)
    for row in records(table):
        assert 0 <= row["P(alive), low"] <= row["P(alive)"] <= row["P(alive), high"] <= 1
        assert row["Orders, low"] <= row["Expected orders"] <= row["Orders, high"]
        assert row["Future value, low"] <= row["Future value"] <= row["Future value, high"]
    bounds = ("Outcome, low", "Estimate, low", "Expected", "Estimate, high", "Outcome, high")
    found = [total["Future value"][heading] for heading in bounds]
    assert found == sorted(found) and len(set(found)) == 5


def test_margin_months_and_discounting(cdnow: Columns) -> None:
    def future(*given: Any) -> float:
        return figures(CLV_FORECAST(*cdnow, *given, None, "BG/NBD"))["Future value"]

    whole = future(12, 0, 1)
    assert future(12, 0, 0.4) == pytest.approx(0.4 * whole)
    assert future(12, 0, 0) == 0 and future(0, 0, 1) == 0
    assert future(6, 0, 1) < whole < future(24, 0, 1)
    assert whole / 1.1 < future(12, 0.1, 1) < whole / 1.1**0.4  # purchases fall within the year, more of them early


def test_the_order_of_the_rows_does_not_matter(cdnow: Columns) -> None:
    turned = tuple(column[::-1] for column in cdnow)
    one, other = (keyed(CLV_FORECAST(*columns, 12, 0, 1, None, "BG/NBD"))["Future value"] for columns in (cdnow, turned))
    assert all(one[bound] == pytest.approx(other[bound], rel=1e-6) for bound in set(one) - {"Figure"})


def test_unchanged_data_are_not_fitted_again(cdnow: Columns, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*args: object) -> None:
        raise AssertionError("fitted again")

    CLV_PREDICT(*cdnow)
    monkeypatch.setattr(choice, "fit_model", refused)
    CLV_PREDICT(*(list(column) for column in cdnow), 24)
    CLV_MODELS(*cdnow)
    with pytest.raises(AssertionError, match="fitted again"):
        CLV_PREDICT(*(column[:-1] for column in cdnow))


def test_refunds_lower_the_forecast(cdnow: Columns) -> None:
    customers, dates, amounts = cdnow
    more = (customers * 2, dates + ["1998-06-29"] * len(dates), amounts + [-0.1 * amount for amount in amounts])
    plain, lowered = (figures(CLV_FORECAST(*columns, 12, 0, 1, "1998-06-30", "BG/NBD")) for columns in (cdnow, more))
    assert lowered["Orders"] == pytest.approx(plain["Orders"], rel=0.02)  # some refunds meet a purchase of that day
    assert lowered["Future value"] == pytest.approx(0.9 * plain["Future value"], rel=0.02)


# One customer -------------------------------------------------------------------------------------------------------


def test_published_customer() -> None:
    """Customer 1516 of CDNOW (26, 30.85714, 31 weeks): P(alive) .9688523 and 25.75659 purchases in 52 weeks, BTYD walkthrough."""
    parameters = ["BG/NBD", 0.242595, 4.413602, 0.792922, 2.425907]
    assert CLV_ALIVE(parameters, 26, 216, 217) == pytest.approx(0.9688523, abs=5e-6)  # from a less exact fit: see test_bgnbd
    assert CLV_PURCHASES(parameters, 26, 216, 217, 52 * 12 * 7 / 365.25) == pytest.approx(25.75659, abs=1e-3)
    _, (later,) = CLV_ALIVE(parameters, [[26], [26]], [[216], [216]], [[217], [300]])
    assert later < 0.97


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
    assert records(CLV_PREDICT([], [], [])) == []


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


def test_what_comes_later_than_anybody_has_been_followed(cdnow: Columns) -> None:
    """545 days from the first purchase to the last day are 17.9 months: what comes after as many is beyond what was seen."""

    def ahead(months: float) -> dict[str, Any]:
        return keyed(CLV_FORECAST(*cdnow, months, 0.1, 1, None, "BG/NBD"))

    long, followed = ahead(60), ahead(545 / (365.25 / 12))
    share = 1 - followed["Future value"]["Expected"] / long["Future value"]["Expected"]
    assert 0.3 < share < 0.7 and long["Beyond what was seen"]["Expected"] == pytest.approx(share)
    assert followed["Beyond what was seen"]["Expected"] == ahead(12)["Beyond what was seen"]["Expected"] == 0
