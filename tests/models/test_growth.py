"""Growth and seasons: by hand, against a test of nested models, and on shops in which nothing changes."""

from __future__ import annotations

import math

import numpy as np
import pytest

from clv_xl.models.growth import growth, seasons


def test_the_range_of_a_change_by_hand() -> None:
    """Ten customers of 10 after ten others of 5: twice as much, and 20 times (1/10)^2 is the variance of the logarithm."""
    now, before = np.repeat([10.0, 0.0], 10), np.repeat([0.0, 5.0], 10)
    found = growth(now, before)
    assert found and found.change == pytest.approx(1.0) and found.interval
    reach = 1.959964 * math.sqrt(20 * 0.1**2)
    assert list(found.interval) == pytest.approx([2 * math.exp(-reach) - 1, 2 * math.exp(reach) - 1], rel=1e-6)


def test_what_cannot_be_compared() -> None:
    nine = np.array([10.0] * 9 + [0.0] * 9)
    few = growth(nine, nine[::-1])
    assert few and few.change == 0 and few.interval is None
    assert growth(np.array([1.0, -1.0]), np.array([5.0, 5.0])) is None
    assert seasons(np.ones(12)) is None and seasons(np.r_[np.ones(23), 0.0]) is None


def _paid(rng: np.random.Generator, rates: np.ndarray, values: np.ndarray) -> np.ndarray:
    """What customers pay in a time: orders by chance, of amounts that vary by 40% around each customer's own."""
    return rng.gamma(6.25 * rng.poisson(rates)) / 6.25 * values


def test_no_growth_is_claimed_where_there_is_none() -> None:
    """500 shops of 300 customers, some of whom buy much more than others: at most 33 claims are 5%, but for chance (binomial, 95%)."""
    rng = np.random.default_rng(16)
    claims = finds = 0
    for _ in range(500):
        rates, values = rng.gamma(0.5, 1.0, 300), 57 / rng.gamma(3.7, 1.0, 300)
        now, before, more = (_paid(rng, rates * times, values) for times in (1.0, 1.0, 2.0))
        same, grown = growth(now, before), growth(more, before)
        assert same and same.interval and grown and grown.interval
        claims += not same.interval.low <= 0 <= same.interval.high
        finds += grown.interval.low > 0
    assert claims <= 33 and finds >= 400


def test_seasons_as_a_test_of_nested_models_says() -> None:
    """With months or without, on top of a line for each year: Fisher's F of the two sums of squares."""
    from scipy.stats import f

    logs = np.random.default_rng(5).normal(0, 0.2, 36) + np.tile([0.0] * 10 + [0.4, 0.2], 3)
    year, month = np.repeat(np.eye(3), 12, axis=0), np.tile(np.eye(12), (3, 1))
    lines = np.hstack([year, year * np.arange(36)[:, None]])
    without, with_months = (
        float(np.square(logs - design @ np.linalg.lstsq(design, logs)[0]).sum()) for design in (lines, np.hstack([lines, month]))
    )
    found = seasons(np.exp(logs))
    assert found and found.p_value == pytest.approx(f.sf((without - with_months) / 10 / (with_months / 20), 10, 20), rel=1e-9)


def test_no_season_is_claimed_where_there_is_none_and_a_december_is_found() -> None:
    rng = np.random.default_rng(16)
    flat = np.exp(0.02 * np.arange(24) + rng.normal(0, 0.15, (500, 24)))
    peaks = flat * np.tile([1.0] * 11 + [2.5], 2)
    claims, found = ([seasons(shop) for shop in shops] for shops in (flat, peaks))
    assert sum(one.p_value < 0.05 for one in claims if one) <= 33
    assert sum(one.p_value < 0.05 and one.strongest == 11 for one in found if one) >= 400
