"""CLV_GROWTH: which months are compared, by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from clv_xl.functions import CLV_GROWTH

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def test_growth_compares_whole_months_alone() -> None:
    """May to July beside February to April; 15 months and more: beside the same months a year before. The list begins on 2 January 2023, so
    January was not seen whole."""

    def figures(end: str) -> dict[str, Any]:
        days = pd.date_range("2023-01-02", end)
        answer = CLV_GROWTH([f"c{n % 40}" for n in range(len(days))], days.tolist(), [float(day.month) for day in days])
        return dict(answer[1:])

    found = figures("2023-08-01")
    assert found["Whole months"] == 6 and found["Months back"] == 3
    assert (found["From"], found["To"]) == (dt.date(2023, 5, 1), dt.date(2023, 7, 31))
    assert found["Revenue"] == 5 * 31 + 6 * 30 + 7 * 31 and found["Revenue before"] == 2 * 28 + 3 * 31 + 4 * 30
    assert found["Change"] == pytest.approx(552 / 269 - 1) and found["Change, low"] < found["Change"] < found["Change, high"]
    assert found["Seasons, p"] == "#N/A"
    short = figures("2023-07-30")
    assert short["Whole months"] == 5 and short["Months back"] == 0 and short["Revenue"] == short["Change"] == "#N/A"
    year = figures("2024-04-30")
    assert year["Whole months"] == 15 and year["Months back"] == 12
    assert year["Revenue"] == 2 * 29 + 3 * 31 + 4 * 30 and year["Revenue before"] == 2 * 28 + 3 * 31 + 4 * 30
    years = figures("2025-01-31")
    assert (
        years["Seasons, p"] < 0.001 and years["Strongest month"] == 12 and years["Strongest month, index"] == pytest.approx(1.88, abs=0.05)
    )
