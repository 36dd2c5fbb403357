"""What a new customer brings: published figures of the models, CDNOW's first half year, groups, ranges against simulation, refusals."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_xl.cells.errors import ExcelError
from clv_xl.functions import CLV_EXPLAIN, CLV_FREQUENCIES, CLV_NEW_CUSTOMER, records
from clv_xl.models import BGNBD, GammaGamma, ParetoNBD
from clv_xl.models.new_customer import Newcomers

from .. import cdnow

pytestmark = pytest.mark.filterwarnings("error")

A_YEAR = 365.25 / 7
CALIBRATED = "1997-09-30"


@pytest.fixture(scope="module")
def orders() -> tuple[list[Any], ...]:
    days = cdnow.purchases()
    return days["customer"].tolist(), days["date"].dt.strftime("%Y-%m-%d").tolist(), days["amount"].tolist()


def test_discounted_repeats_of_fader_and_hardie() -> None:
    """4.8 discounted repeat orders of a new customer of CDNOW at 10% a year, as "Simple probability models for computing CLV and CE"
    prints it; 4.81449, and 3.96407 at 15%, to more digits. With a spend of 1 and no first order that is the value."""
    of = Newcomers(ParetoNBD(0.553, 10.578, 0.606, 11.669), GammaGamma(2.0, 3.0, 1.0), np.zeros(10), 1.0)
    for rate, printed in ((0.1, 4.81449), (0.15, 3.96407)):
        found = of.value(math.inf, math.log(1 + rate) / 52, 1.0)
        assert found.expected == pytest.approx(printed, abs=5e-4)
    assert of.value(math.inf, 0.0, 1.0).expected == math.inf  # s below 1: some buy for ever


def test_the_order_value_of_pymc_marketing() -> None:
    """p v / (q - 1) with a spread of p v / ((q - 1) sqrt(q - 2)), at the parameters of pymc-marketing's test_gamma_gamma.py."""
    for parameters, mean, spread in (((6, 4, 15), 30, 21.2132), ((35, 15, 3), 7.5, 2.0801)):
        model = GammaGamma(*map(float, parameters))
        assert model.mean == pytest.approx(mean)
        assert math.sqrt(float(model.second_moment(0, 0)) - mean**2) == pytest.approx(spread, abs=5e-5)


def test_cdnow_s_newcomers_in_their_first_half_year(orders: Any) -> None:
    """All customers came at least 27 weeks before: what they really bought and spent in the first six months after the first order."""
    row = records(CLV_NEW_CUSTOMER(*orders, 6, 0, 0.5, CALIBRATED, "BG/NBD"))[0]
    days = cdnow.purchases()
    first = days["customer"].map(days.groupby("customer")["date"].min())
    repeat = days[(days["date"] > first) & (days["date"] <= first + dt.timedelta(182.6))]
    openings = days[days["date"] == first]["amount"]
    assert row["Customers"] == 2357 and row["First order"] == pytest.approx(openings.mean())
    assert row["Repeat orders"] == pytest.approx(len(repeat) / 2357, rel=0.06)
    assert row["Comes back"] == pytest.approx(repeat["customer"].nunique() / 2357, rel=0.03)
    assert row["Value"] == pytest.approx(0.5 * (row["First order"] + row["Repeat orders"] * row["Repeat order"]))
    assert row["Value"] == pytest.approx(0.5 * (openings.sum() + repeat["amount"].sum()) / 2357, rel=0.06)
    assert row["Value, low"] < row["Value"] < row["Value, high"]
    assert row["Without end"] == ExcelError.DIV0 and row["Beyond what was seen"] is None  # a below 1, nothing discounted
    discounted = records(CLV_NEW_CUSTOMER(*orders, 6, 0.1, 0.5, CALIBRATED, "BG/NBD"))[0]
    assert discounted["Value"] < row["Value"] < discounted["Without end"] < discounted["Without end, high"]
    assert 0.3 < discounted["Beyond what was seen"] < 0.9


def test_groups_are_those_of_the_first_order(orders: Any) -> None:
    """Two of three customers came by search; of the third nothing is known until they order again, by mail; 30 came by a friend, which
    is too few to say."""
    customers = orders[0]
    places: dict[Any, int] = {}
    groups = []
    for customer in customers:
        known = customer in places
        place = places.setdefault(customer, len(places))
        groups.append("mail" if known else "a friend" if place < 30 else "search" if place % 3 else None)
    rows = {row["New customer of"]: row for row in records(CLV_NEW_CUSTOMER(*orders, 12, groups=groups))}
    assert set(rows) == {"No group", "search", "mail", "a friend", "All customers"} and list(rows)[-1] == "All customers"
    again = {customer for row, customer in enumerate(customers) if groups[row] == "mail" and places[customer] >= 30}
    assert rows["mail"]["Customers"] == len({customer for customer in again if places[customer] % 3 == 0})
    assert rows["a friend"]["Value"] == ExcelError.NA and rows["a friend"]["Customers"] == 30
    assert sum(row["Customers"] for name, row in rows.items() if name != "All customers") == 2357
    alone = [row for row, customer in enumerate(customers) if places[customer] >= 30 and places[customer] % 3]
    only = records(CLV_NEW_CUSTOMER(*([column[row] for row in alone] for column in orders), 12, as_of=max(orders[1])))[-1]
    assert rows["search"]["Customers"] == only["Customers"]
    assert rows["search"]["Value"] == pytest.approx(only["Value"], rel=0.02)  # but for how much orders of all customers vary


def test_the_range_holds_the_true_value() -> None:
    """60 simulated shops of 500 customers: the 90% range of a new customer's year holds the true one at least 80% of the time, 2.6 standard
    errors below 90%."""
    purchases, spend = BGNBD(0.6, 6.0, 0.8, 2.5), GammaGamma(6.0, 4.0, 15.0)
    true = 30.0 + purchases.expected_purchases(A_YEAR) * 30.0
    held = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        age = rng.uniform(20, 60, 500)
        drawn = purchases.simulate(age, seed=seed)
        spent = spend.simulate(drawn.frequency, seed=seed)
        openings = spent.order_value * rng.gamma(6.0, 1 / 6.0, 500)
        fitted = BGNBD.fit(drawn.frequency, drawn.recency, age), GammaGamma.fit(drawn.frequency, spent.monetary_value)
        found = Newcomers(*fitted, openings, 0.0).value(A_YEAR, 0.0, 1.0)
        held.append(found.interval is not None and found.interval.low <= true <= found.interval.high)
    assert np.mean(held) >= 0.8


def test_what_it_refuses(orders: Any) -> None:
    few = (["a", "b"], ["2024-01-01", "2024-02-01"], [1.0, 2.0])
    assert CLV_EXPLAIN("CLV_NEW_CUSTOMER", *few).startswith("#N/A: A forecast needs 10 customers")
    assert records(CLV_NEW_CUSTOMER([], [], [])) == []
    assert CLV_NEW_CUSTOMER(*orders, -1) == CLV_NEW_CUSTOMER(*orders, 12, -0.1) == "#NUM!"


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 900), st.sampled_from([0.0, 1.0, 9.99, 1e6, -20.0])), min_size=1, max_size=160),
    st.sampled_from([0.0, 0.1]),
)
def test_every_cell_is_a_figure_or_an_error(rows: list[tuple[int, int, float]], rate: float) -> None:
    columns = [f"c{c}" for c, _, _ in rows], [45000.0 + day for _, day, _ in rows], [amount for _, _, amount in rows]
    groups = ["a" if c % 2 else "b" for c, _, _ in rows]
    for answer in (
        CLV_NEW_CUSTOMER(*columns, 12, rate, 0.5, None, "BG/NBD", None, groups, 5),
        CLV_NEW_CUSTOMER(*columns, 12, rate, 0.5, None, "Pareto/NBD"),
        CLV_FREQUENCIES(*columns, "MBG/NBD"),
    ):
        for row in answer[1:] if isinstance(answer, list) else []:
            assert all(cell is None or isinstance(cell, str | ExcelError) or math.isfinite(cell) for cell in row)
            values = [cell for cell in row[6:9] if isinstance(cell, float)]
            assert len(values) < 3 or values[1] <= values[0] <= values[2]
