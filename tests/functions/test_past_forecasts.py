"""Forecasts that know of months and of past forecasts, through the formulas."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from clv_xl.functions import CLV_BACKTEST, CLV_FORECAST, CLV_FORECAST_MONTHS, CLV_TRACKING, records
from tests.benchmarks.forecasts import CHRISTMAS, Orders, Shop, orders_of
from tests.cdnow import purchases
from tests.tables import column, keyed

START = dt.date(2019, 1, 1)
TOLD = dt.date(2021, 9, 30)
Columns = tuple[list[Any], list[Any], list[Any]]


def christmas_shop() -> Orders:
    return orders_of(Shop("Christmas", customers=1500, season=CHRISTMAS), (TOLD - START).days + 366, np.random.default_rng(7))


def columns_of(orders: Orders, until: dt.date) -> Columns:
    known = orders.day <= (until - START).days
    return orders.customer[known].tolist(), [START + dt.timedelta(int(day)) for day in orders.day[known]], orders.amount[known].tolist()


@pytest.fixture(scope="module")
def christmas() -> Columns:
    return columns_of(christmas_shop(), TOLD)


@pytest.fixture(scope="module")
def cdnow() -> Columns:
    found = purchases()
    return found["customer"].tolist(), found["date"].dt.date.tolist(), found["amount"].tolist()


def test_a_christmas_shop_is_forecast_by_its_months(christmas: Columns) -> None:
    """In September: the truth is that a day in December brings 2.6 / 1.1 as much as one in October, and the quarter
    1.83 times an even one, from which nearly none have left meanwhile. What really came is simulated too."""
    months = records(CLV_FORECAST_MONTHS(*christmas, 3))
    assert [month["Month"] for month in months] == ["2021-10", "2021-11", "2021-12"]
    orders = [month["Orders"] for month in months]
    assert orders[2] / orders[0] == pytest.approx(2.6 / 1.1, rel=0.2)
    shop = christmas_shop()
    customers, *_ = columns_of(shop, TOLD)
    later = (shop.day > (TOLD - START).days) & (shop.day <= (dt.date(2021, 12, 31) - START).days) & np.isin(shop.customer, customers)
    came = len({*zip(shop.customer[later].tolist(), shop.day[later].tolist())})
    assert sum(orders) == pytest.approx(came, rel=0.15)
    total = keyed(CLV_FORECAST(*christmas, 3))["Orders"]
    assert total["Outcome, low"] <= came <= total["Outcome, high"]


def test_before_two_years_days_are_alike(christmas: Columns) -> None:
    shop = christmas_shop()
    months = records(CLV_FORECAST_MONTHS(*columns_of(shop, dt.date(2020, 9, 30)), 3))
    assert months[2]["Orders"] < months[0]["Orders"]  # as customers leave, and nothing is known of December


@pytest.mark.parametrize(("months", "rate"), [(1, 0.0), (5.5, 0.1), (12, 0.1), (40, 0.0)])
def test_months_add_up_to_the_forecast(christmas: Columns, months: float, rate: float) -> None:
    table = CLV_FORECAST_MONTHS(*christmas, months, rate, 0.4)
    total = keyed(CLV_FORECAST(*christmas, months, rate, 0.4))
    for of_month, of_all in (("Orders", "Orders"), ("Value", "Future value")):
        assert math.fsum(column(table, of_month)) == pytest.approx(total[of_all]["Expected"], rel=1e-9)
    for month in records(table):
        assert month["Orders, low"] <= month["Orders"] <= month["Orders, high"]
        assert month["Value, low"] <= month["Value"] <= month["Value, high"]
    days = records(table)
    assert [month["From"] for month in days[1:]] == [month["To"] + dt.timedelta(1) for month in days[:-1]]


def test_months_stand_beside_those_of_a_year_before(christmas: Columns) -> None:
    """By hand: who was a customer on 30 September 2020, and what they bought in the October after."""
    orders = pd.DataFrame(dict(zip(("customer", "day"), christmas))).drop_duplicates()
    first = orders.groupby("customer")["day"].transform("min")
    within = (orders["day"] > dt.date(2020, 9, 30)) & (orders["day"] <= dt.date(2020, 10, 31)) & (first <= dt.date(2020, 9, 30))
    october = records(CLV_FORECAST_MONTHS(*christmas, 3))[0]
    assert october["Orders a year before"] == within.sum() > 10


def test_weeks_of_tracking_know_of_december(christmas: Columns) -> None:
    """Told of two years and a half: a week of December has 2.6 / 0.7 times what one of February has, and more customers."""
    weeks = records(CLV_TRACKING(*christmas, dt.date(2021, 6, 30)))
    of = {week["Until"]: week["Expected in the week"] for week in weeks}
    december, february = (max(value for day, value in of.items() if (day.year, day.month) == month) for month in ((2020, 12), (2021, 2)))
    assert december > 2.5 * february


def test_a_backtest_by_hand(cdnow: Columns) -> None:
    """CDNOW ends on 30 June 1998, 545 days after its first: a third of that is a window of 181 days."""
    *windows, summary = records(CLV_BACKTEST(*cdnow, 12))
    last = windows[0]
    assert (last["From"], last["To"]) == (dt.date(1998, 1, 1), dt.date(1998, 6, 30))
    orders = purchases()
    day, half = orders["date"].dt.date, dt.timedelta(181)
    within = orders[day >= last["From"]]
    assert last["Orders"] == len(within)
    assert last["Revenue"] == pytest.approx(within["amount"].sum())
    assert last["The time before again"] == ((day < last["From"]) & (day >= last["From"] - half)).sum()
    assert last["The same days a year before"] is None  # the list begins on 1 January 1997, the day of the first order
    off = [abs(window["Foreseen"] - window["Orders"]) / window["Orders"] for window in windows]
    assert summary["Foreseen"] == pytest.approx(sum(off) / len(off))
    held = [window["Low"] <= window["Orders"] <= window["High"] for window in windows]
    assert [window["Held"] for window in windows] == ["yes" if one else "no" for one in held]
    assert summary["Held"] == f"{sum(held)} of {len(held)}"


def test_what_was_missed_before_makes_the_range_wider(cdnow: Columns) -> None:
    """The model foresaw 1,119 of 1,381 orders in the winter of 1997: beyond chance, whose share of the range is 9% of it each way."""
    total = keyed(CLV_FORECAST(*cdnow, 6))["Orders"]
    assert total["Outcome, high"] / total["Expected"] > 1.15


def test_too_little_time_says_why() -> None:
    days = [dt.date(2024, 1, 1) + dt.timedelta(day) for day in (*range(12), *range(20, 32))]
    answer = CLV_BACKTEST([*range(12), *range(12)], days, [10.0] * 24)
    assert str(answer) == "#N/A"
