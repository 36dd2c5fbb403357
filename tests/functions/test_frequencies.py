"""CLV_FREQUENCIES, CLV_CHANCE and P(buys): CDNOW's published counts, agreement with each other, and what they refuse."""

from __future__ import annotations

import math
from typing import Any

import pytest

from clv_xl.functions import CLV_CHANCE, CLV_CUSTOMERS, CLV_EXPLAIN, CLV_FIT, CLV_FREQUENCIES, CLV_PREDICT, records
from clv_xl.models import BGNBD
from tests.tables import column, columns

from .. import cdnow

pytestmark = pytest.mark.filterwarnings("error")

CALIBRATED = "1997-09-30"


@pytest.fixture(scope="module")
def orders() -> tuple[list[Any], ...]:
    days = cdnow.purchases()
    return days["customer"].tolist(), days["date"].dt.strftime("%Y-%m-%d").tolist(), days["amount"].tolist()


def test_customers_of_cdnow_by_repeats(orders: Any) -> None:
    """Actual counts of the walkthrough of BTYD, figure 1; expected ones as in test_counts.py. All but six repeats are within chance."""
    table = CLV_FREQUENCIES(*orders, "BG/NBD", CALIBRATED)
    assert column(table, "Repeat purchases") == ["0", "1", "2", "3", "4", "5", "6", "7 or more"]
    assert column(table, "Customers") == [1411, 439, 214, 100, 62, 38, 29, 64]
    assert column(table, "Expected") == pytest.approx([1407.68, 460.32, 192.46, 101.16, 59.85, 38.12, 25.55, 71.85], abs=0.01)
    for row in records(table):
        assert 0 <= row["Expected, low"] < row["Expected"] < row["Expected, high"] <= 2357
    reach = 1.6448536 * math.sqrt(2357 * 0.5972 * 0.4028)
    assert records(table)[0]["Expected, high"] == pytest.approx(1407.68 + reach, abs=0.1)


def test_the_chance_to_buy_of_each_customer(orders: Any) -> None:
    """The list's column, the function of parameters, and the model itself; nobody buys who is no customer any more."""
    predicted = records(CLV_PREDICT(*orders, 6, 0, 1, CALIBRATED, "BG/NBD"))
    assert all(row["P(buys)"] < row["P(alive)"] and row["P(buys)"] < row["Expected orders"] for row in predicted)
    fitted = dict(columns(CLV_FIT(*orders, "BG/NBD", CALIBRATED), "Figure", "Value"))
    parameters = [fitted[name] for name in ("Model", "r", "alpha", "a", "b")]
    first = predicted[0]
    customer = next(row for row in records(CLV_CUSTOMERS(*orders, CALIBRATED)) if row["Customer"] == first["Customer"])
    seen = (customer["Frequency"], customer["Recency"], customer["Age"])
    assert CLV_CHANCE(parameters, *seen, 6) == pytest.approx(first["P(buys)"])
    model = BGNBD(*parameters[1:])
    twice = 1 - model.probability_of_purchases([0, 1], 6 * 365.25 / 84, seen[0], seen[1] / 7, seen[2] / 7).sum()
    assert CLV_CHANCE(parameters, *seen, 6, 2) == pytest.approx(twice)


def test_a_new_customer_comes_back_by_hand() -> None:
    """BG/NBD with r = 1 and alpha of a year in weeks: no purchase in a year has the probability alpha / (2 alpha) = 1/2; MBG/NBD with
    a = b = 2 loses half of the customers first."""
    year = 365.25 / 7
    assert CLV_CHANCE(["BG/NBD", 1, year, 2, 2], 0, 0, 0) == pytest.approx(0.5)
    assert CLV_CHANCE(["MBG/NBD", 1, year, 2, 2], 0, 0, 0) == pytest.approx(0.25)
    assert CLV_CHANCE(["BG/NBD", 1, year, 2, 2], [0, 0], [0, 0], [0, 365.25]) == [[pytest.approx(1 / 2)], [pytest.approx(1 / 3)]]


def test_what_they_refuse() -> None:
    good = ["BG/NBD", 1, 10, 2, 2]
    assert CLV_CHANCE(good, 1, 70, 10) == CLV_CHANCE(good, 1, 10, 70, 12, 0) == CLV_CHANCE(good, 1, 10, 70, -1) == "#NUM!"
    assert CLV_EXPLAIN("CLV_CHANCE", good, 1, None, 70).startswith("#N/A: recency is blank")
    few = (["a", "b"], ["2024-01-01", "2024-02-01"], [1.0, 2.0])
    assert CLV_EXPLAIN("CLV_FREQUENCIES", *few).startswith("#N/A: ") and records(CLV_FREQUENCIES([], [], [])) == []
