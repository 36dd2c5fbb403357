"""What is remembered: by content, and bounded by memory alone."""

from __future__ import annotations

import datetime as dt
import gc
import math
import tracemalloc
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from clv_xl.cells.errors import ExcelError
from clv_xl.functions import CLV_COSTS, CLV_CUSTOMERS, CLV_FIT, CLV_PREDICT, CLV_TREND
from clv_xl.lists.orders import earnings
from clv_xl.lists.orders.cleaning import clean_orders
from clv_xl.lists.remembering import STORE, Store, digest_of, size_of
from clv_xl.models.purchases import choice
from clv_xl.sample import ORDERS
from clv_xl.sources.source import read_orders
from tests.tables import figures


@pytest.fixture(autouse=True)
def emptied() -> Iterator[None]:
    STORE.clear()
    yield
    STORE.clear()


@cache
def columns() -> dict[str, list[Any]]:
    return read_orders(ORDERS).columns


def orders(number: int, rows: int = 900) -> tuple[list[Any], list[Any], list[Any]]:
    """A list of orders that no other is like, of objects of its own."""
    read = columns()
    return (
        [f"{number}-{name}" for name in read["customer"][:rows]],
        [dt.date.fromordinal(day.toordinal()) for day in read["date"][:rows]],
        [amount + number for amount in read["amount"][:rows]],
    )


def test_four_lists_in_rotation_are_fitted_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three models, each for all of the time and for its first half: 6 fits a list. CLV_FIT asks for the same ones."""
    fitted, fit_model = [], choice.fit_model

    def counted(name: Any, *args: Any) -> Any:
        fitted.append(name)
        return fit_model(name, *args)

    monkeypatch.setattr(choice, "fit_model", counted)
    for _ in range(3):
        for number in range(4):
            CLV_PREDICT(*orders(number, 300))
            CLV_FIT(*orders(number, 300))
    assert len(fitted) == 4 * 6


def test_what_orders_cost_is_read_once_for_all_functions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each list of costs once, whatever objects it stands in; another margin or another cost is another answer."""
    listed = orders(0)
    read, reading = [], earnings._read

    def counted(*args: Any) -> Any:
        read.append(args)
        return reading(*args)

    monkeypatch.setattr(earnings, "_read", counted)
    for _ in range(2):
        costs = [[amount * 0.6, 1.0] for amount in listed[2]]
        CLV_COSTS(*listed, costs)
        CLV_CUSTOMERS(*listed, costs=costs)
        CLV_TREND(*listed, costs=costs)
    assert len(read) == 1
    revenue = math.fsum(listed[2])
    for share, fee in ((0.6, 1.0), (0.7, 1.0), (0.7, 2.0)):  # by hand: revenue less costs less fees
        left = figures(CLV_COSTS(*listed, [[amount * share, fee] for amount in listed[2]]))["Value"]
        assert left == pytest.approx(revenue * (1 - share) - fee * len(listed[2]))


def test_no_more_is_held_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten lists of 2,000 orders, of which each takes about 0.6 MB, where 1.5 MB may be held; counted by Python itself."""
    monkeypatch.setattr(STORE, "limit", 1_500_000)
    clean_orders(*orders(0))
    gc.collect()
    tracemalloc.start()
    for number in range(10):
        clean_orders(*orders(number, 2000))
        assert STORE.bytes <= STORE.limit
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert 300_000 < held < 1.2 * STORE.limit


def test_the_oldest_goes_first_and_the_latest_stays() -> None:
    store, made = Store(100), []

    def ask(key: str, size: int) -> None:
        store.get(key, lambda: made.append(key) or type("Sized", (), {"nbytes": size})())

    for key in ("a", "b", "a", "c", "b", "a"):  # c takes the place of b, which was asked for before a
        ask(key, 40)
    assert made == ["a", "b", "c", "b", "a"] and store.bytes == 80
    ask("large", 1000)
    ask("large", 1000)
    assert made[-1] == "large" and made.count("large") == 1 and store.bytes == 1000


def test_contents_are_told_apart() -> None:
    assert digest_of(["Ann", 1.0], None) == digest_of(["A" + "nn", float("1")], None)
    kinds = [1.0, 1, True, "1", None, "", ExcelError.NA, dt.date(2024, 1, 1), dt.datetime(2024, 1, 1), 0.0, -0.0]
    assert len({digest_of([kind]) for kind in kinds}) == len(kinds)
    same = "the same"
    assert digest_of([same, same]) == digest_of([same, "the" + " same"]) != digest_of([same + same])


def test_a_list_of_orders_is_known_by_its_cells() -> None:
    first, again, other = clean_orders(*orders(1)), clean_orders(*orders(1)), clean_orders(*orders(2))
    assert first is again and first is not other and size_of(first) > 900 * 150
    assert clean_orders(*orders(1), dt.date(1998, 1, 1).toordinal()) is not first
