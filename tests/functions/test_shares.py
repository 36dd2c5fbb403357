"""Two shares compared: published intervals, false alarms and what is found in simulations whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from clv_xl.cells.errors import ExcelError
from clv_xl.functions import CLV_COMPARE_SHARES
from clv_xl.models.proportions import compare_shares
from tests.tables import figures


@pytest.mark.parametrize(
    ("shares", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((10, 10, 0, 20), 0.6791, 1.0),
        ((0, 10, 0, 20), -0.1611, 0.2775),
    ],
)
def test_published_intervals(shares: tuple[int, int, int, int], low: float, high: float) -> None:
    """Newcombe 1998, table II, method 10 at 95%: contrasts (a), (d), (h) and (f)."""
    count, of, before, of_before = shares
    found = compare_shares(before, of_before, count, of, 0.95)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-4)


def test_the_case_that_was_seen() -> None:
    """42 of 780 left, and 102 of 2,300 before: 1.0 points more, and nothing to be found out yet."""
    found = figures(CLV_COMPARE_SHARES(42, 780, 102, 2300))
    assert found["Verdict"] == "Cannot tell yet" and round(found["Difference"], 3) == 0.009
    assert found["Lowest difference"] < 0 < found["Highest difference"]
    again = figures(CLV_COMPARE_SHARES(42 * 6, 780 * 6, 102 * 6, 2300 * 6))
    assert again["Verdict"] == "Higher"
    assert figures(CLV_COMPARE_SHARES(70, 780, 102, 2300))["Verdict"] == "Higher"
    assert figures(CLV_COMPARE_SHARES(102, 2300, 70, 780))["Verdict"] == "Lower"
    assert figures(CLV_COMPARE_SHARES(5, 100, 5, 100))["Customers needed"] is None


@pytest.mark.parametrize(("share", "size"), [(0.03, 60), (0.05, 800), (0.5, 200), (0.01, 3000)])
def test_false_alarms_are_rare(share: float, size: int) -> None:
    """2,000 pairs of a month and three before it, without any difference: at most 3 in 100 claim one (2 are meant)."""
    rng = np.random.default_rng(7)
    now, before = rng.binomial(size, share, 2000), rng.binomial(3 * size, share, 2000)
    claimed = sum(compare_shares(b, 3 * size, n, size).is_beyond_chance for n, b in zip(now.tolist(), before.tolist()))
    assert claimed <= 60


def test_what_is_needed_finds_it() -> None:
    """As many as are said to be needed find 5% beside 8% four times in five."""
    needed = compare_shares(240, 3000, 50, 1000).needed
    rng = np.random.default_rng(8)
    size = round(needed / 4)
    found = [
        compare_shares(b, 3 * size, n, size).is_beyond_chance
        for n, b in zip(rng.binomial(size, 0.05, 500).tolist(), rng.binomial(3 * size, 0.08, 500).tolist())
    ]
    assert 0.74 <= np.mean(found) <= 0.88


def test_what_cannot_be_compared() -> None:
    assert CLV_COMPARE_SHARES(1, 0, 1, 10) == CLV_COMPARE_SHARES(5, 4, 1, 10) == ExcelError.NUM
    assert CLV_COMPARE_SHARES(0, 0, 1, 10) == ExcelError.NA
    assert CLV_COMPARE_SHARES(1, 2, 1, 10, 1) == ExcelError.NUM and CLV_COMPARE_SHARES("x", 2, 1, 10) == ExcelError.VALUE
