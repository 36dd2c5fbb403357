"""Lists that begin in the middle of the lives of their customers."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from clv_xl.functions import CLV_FIT
from clv_xl.lists.orders.beginning import older_than_list
from clv_xl.lists.orders.cleaning import Orders as Cleaned
from clv_xl.lists.orders.cleaning import clean_orders
from tests.benchmarks.forecasts import CHRISTMAS, Shop, orders_of
from tests.cdnow import purchases
from tests.tables import keyed

START = dt.date(2019, 1, 1)


def shop(seed: int, **details: object) -> tuple[list, list, list]:
    made = Shop("", **details)  # type: ignore[arg-type]
    days = int((made.years + made.cut) * 365.25)
    orders = orders_of(made, days, np.random.default_rng(seed))
    return orders.customer.tolist(), [START + dt.timedelta(int(day)) for day in orders.day], orders.amount.tolist()


def cleaned(columns: tuple[list, list, list]) -> Cleaned:
    return clean_orders(columns[0], [float(day.toordinal() - 693594) for day in columns[1]], columns[2])


@pytest.mark.parametrize(
    "details",
    [
        {"cut": 2.0, "years": 3.0},
        {"cut": 3.0, "years": 1.0},
        {"cut": 2.0, "years": 2.0, "season": CHRISTMAS},
        {"cut": 2.0, "years": 1.5, "customers": 600},
    ],
)
def test_an_export_of_the_last_years_is_seen(details: dict[str, object]) -> None:
    """At least 19 of 20 shops whose first years are missing."""
    found = [older_than_list(cleaned(shop(seed, **details))) for seed in range(20)]
    assert sum(count > 0 for count in found) >= 19


@pytest.mark.parametrize(
    "details", [{}, {"customers": 100}, {"growth": 0.5}, {"fading": 0.3}, {"season": CHRISTMAS}, {"customers": 40, "years": 1.0}]
)
def test_a_shop_that_began_with_its_list_is_none(details: dict[str, object]) -> None:
    """At most 1 of 20 shops in which customers come as ever, or more and more."""
    found = [older_than_list(cleaned(shop(seed, **details))) for seed in range(20)]
    assert sum(count > 0 for count in found) <= 1


def test_a_list_of_those_who_came_at_a_time_is_none() -> None:
    """CDNOW: all came in the first three of eighteen months, as the sample was drawn so."""
    found = purchases()
    assert older_than_list(cleaned((found["customer"].tolist(), found["date"].dt.date.tolist(), found["amount"].tolist()))) == 0


def test_how_many_are_older_is_told_by_the_fit() -> None:
    """By hand: in twelve parts of the time 12 customers are new in the first and 1 in each later one, and all buy in each: 11 too many."""
    rows = [(n, dt.date(2023, 1, 1) + dt.timedelta(30 * part)) for n in range(12) for part in range(12)]
    rows += [(100 + part, dt.date(2023, 1, 1) + dt.timedelta(30 * part)) for part in range(1, 12)]
    customers, days = zip(*rows)
    assert keyed(CLV_FIT(list(customers), list(days), [10.0] * len(rows)))["Older than the list"]["Value"] == 11
