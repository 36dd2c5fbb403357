"""Frames of polars, whose columns have types that pandas has not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from clv_xl.sources.problems import OrderFileError
from clv_xl.sources.source import Source, read_orders

DAYS = [dt.date(2024, 1, 31), dt.date(2024, 2, 29), dt.date(2024, 3, 1)]


def read(**columns: Any) -> Source:
    given = {"Customer": ["a", "b", None], "Date": DAYS, "Amount": [1.5, 2.25, None]} | columns
    return read_orders(
        pl.DataFrame([pl.Series(name, values) if isinstance(values, list) else values.alias(name) for name, values in given.items()])
    )


def test_columns_of_every_type_and_blanks() -> None:
    expected = {"customer": ["a", "b", None], "date": DAYS, "amount": [1.5, 2.25, None]}
    assert read().columns == expected
    assert read_orders(pl.LazyFrame({"Customer": ["a"], "Date": ["2024-01-31"], "Amount": [1.5]})).columns["amount"] == [1.5]
    for kind in (pl.Categorical, pl.Enum(["a", "b"]), pl.Object):
        assert read(Customer=pl.Series(["a", "b", None], dtype=kind)).columns == expected
    for amounts in (
        pl.Series([Decimal("1.50"), Decimal("2.25"), None]),
        pl.Series([Decimal("1.50"), Decimal("2.25"), None], dtype=pl.Decimal(38, 10)),
        pl.Series([1.5, 2.25, None], dtype=pl.Float32),
        pl.Series([1.5, "2.25", None], dtype=pl.Object),
    ):
        assert read(Amount=amounts).columns == expected
    assert read(Amount=pl.Series([7, 2, None], dtype=pl.Int128)).columns["amount"] == [7.0, 2.0, None]
    assert read(Test=[True, False, None]).account.rows_left_out == {"test order": 1, "no customer": 1}
    assert read(Amount=[1.5, float("nan"), float("inf")]).account.rows_left_out["amount not readable"] == 1


def test_ids_stay_as_they_are() -> None:
    assert read(Customer=[1, 2, None]).columns["customer"] == ["1", "2", None]
    assert read(Customer=pl.Series([1.0, 2.0, None])).columns["customer"] == ["1", "2", None]
    assert read(Customer=pl.Series([2**63 + 5, 2, None], dtype=pl.UInt64)).columns["customer"][0] == str(2**63 + 5)
    assert read(Customer=pl.Series([2**70, 2, None], dtype=pl.Int128)).columns["customer"][0] == str(2**70)


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
def test_the_day_is_that_of_the_zone(unit: str) -> None:
    evening = pl.Series([dt.datetime(2024, 1, 31, 23, 30), dt.datetime(2024, 2, 29, 23, 30), None], dtype=pl.Datetime(unit))
    utc = evening.dt.replace_time_zone("UTC")
    assert read(Date=evening).columns["date"] == read(Date=utc).columns["date"] == DAYS[:2]
    assert read(Date=utc.dt.convert_time_zone("Europe/Amsterdam")).columns["date"] == [dt.date(2024, 2, 1), dt.date(2024, 3, 1)]


def test_impossible_days_and_mixed_ones() -> None:
    assert read(Date=[dt.date(9999, 12, 31), dt.date(1900, 1, 1), DAYS[0]]).account.rows_left_out == {
        "date not possible": 2,
        "no customer": 1,
    }
    mixed = pl.Series([dt.date(2024, 2, 1), dt.datetime(2024, 2, 29, 5), None], dtype=pl.Object)
    assert read(Date=mixed).columns["date"] == [dt.date(2024, 2, 1), DAYS[1]]
    with pytest.raises(OrderFileError, match="some dates are dates and others text"):
        read(Date=pl.Series([dt.date(2024, 2, 1), "13/02/2024", None], dtype=pl.Object))
