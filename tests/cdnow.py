"""CDNOW's customers as the models know them, in weeks, from the orders that the package `lifetimes` brings.

The source is Fader and Hardie's 1/10 sample: 2,357 customers who began in the first quarter of 1997, with their orders to June 1998.
A day with orders is one purchase, whatever its amount; a week is 7 days.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
from functools import cache
from pathlib import Path

import pandas as pd

CALIBRATION_END = dt.date(1997, 9, 30)


@cache
def purchases() -> pd.DataFrame:
    """A row for each customer and day with orders: customer, date, amount."""
    spec = importlib.util.find_spec("lifetimes")
    assert spec is not None and spec.origin is not None
    path = Path(spec.origin).with_name("datasets") / "CDNOW_sample.txt"
    names = ["master", "customer", "date", "count", "amount"]
    orders = pd.read_csv(path, sep=r"\s+", header=None, names=names, dtype={"date": str})
    orders["date"] = pd.to_datetime(orders["date"], format="%Y%m%d")
    return orders.groupby(["customer", "date"], as_index=False)["amount"].sum()


def summary(until: dt.date | None = CALIBRATION_END) -> pd.DataFrame:
    """customer, frequency, recency, T and monetary_value (mean of the repeat purchases, 0 without one); until None: all orders."""
    days = purchases()
    end = days["date"].max() if until is None else pd.Timestamp(until)
    days = days[days["date"] <= end]
    of = days.groupby("customer")
    first = of["date"].min()
    frequency = of.size() - 1
    repeats = days[days["date"] > days["customer"].map(first)]
    table = pd.DataFrame(
        {
            "frequency": frequency.astype(float),
            "recency": (of["date"].max() - first).dt.days / 7,
            "T": (end - first).dt.days / 7,
            "monetary_value": repeats.groupby("customer")["amount"].mean().reindex(first.index).fillna(0.0),
        }
    )
    return table.reset_index()


def holdout(since: dt.date = CALIBRATION_END) -> pd.Series:
    """How many purchases each customer of summary(since) made after that day."""
    customers = summary(since)["customer"]
    days = purchases()
    later = days[days["date"] > pd.Timestamp(since)].groupby("customer").size()
    return later.reindex(customers).fillna(0).astype(int)
