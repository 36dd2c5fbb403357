"""Which months are strong."""

from __future__ import annotations

import numpy as np
import pytest

from clv_xl.models.purchases.month_factors import month_factors

SERIES = [80, 76, 92, 98, 104, 100, 88, 84, 102, 112, 150, 190, 90, 82, 100, 108, 112, 112, 96, 92, 112, 124, 166, 206]
CENTRED = [0.809766, 0.733389, 0.888418, 0.951743, 0.976950, 0.965721, 0.824530, 0.782167, 0.944644, 1.030102, 1.370152, 1.722418]
"""The textbook's ratio to the centred 2 x 12 average of SERIES, scaled to 12 (classical decomposition, worked out apart)."""


def test_it_agrees_with_the_classical_decomposition() -> None:
    """Both take the growth out, one by a moving average, one by a line; with an even expectation nothing else differs."""
    found = month_factors(np.array(SERIES, float), np.full(24, 100.0), 0)
    assert found and found.factors == pytest.approx(CENTRED, rel=0.035)
    assert found.taken > 0.99  # the two years agree to a percent, and December brings twice what February does


def test_a_growing_shop_has_no_season() -> None:
    """Purchases that are as expected, while what is expected grows ninefold."""
    expected = np.linspace(100, 900, 30)
    found = month_factors(expected, expected, 4)
    assert found and found.factors == pytest.approx([1.0] * 12, abs=0.01)


def test_the_first_month_says_which_month_is_strong() -> None:
    bought = np.full(36, 100.0)
    bought[2::12] = 300  # the first month is November, so that each third one is January
    found = month_factors(bought, np.full(36, 100.0), 10)
    assert found and int(found.factors.argmax()) == 0
    assert found.factors[0] / found.factors[6] == pytest.approx(3, rel=0.02)


def test_chance_is_mostly_not_taken_for_a_season() -> None:
    """Poisson numbers around 50 have a coefficient of variation of 14%; of that hardly anything is left."""
    rng = np.random.default_rng(1)
    left = [month_factors(rng.poisson(50.0, 36).astype(float), np.full(36, 50.0), 0) for _ in range(200)]
    spread = [float(one.factors.std()) for one in left if one]
    assert len(spread) == 200 and float(np.mean(spread)) < 0.03


def test_a_true_season_is_found_again() -> None:
    """Poisson numbers of known months; what is said of the error holds: 2 standard errors hold 95%."""
    rng = np.random.default_rng(2)
    true = np.array([0.7, 0.7, 0.8, 0.8, 0.9, 0.9, 0.7, 0.7, 1.0, 1.1, 1.8, 2.6])
    true /= true.mean()
    off = []
    for _ in range(100):
        found = month_factors(rng.poisson(80 * np.tile(true, 3)).astype(float), np.full(36, 80.0), 0)
        assert found
        off += ((np.log(found.factors) - np.log(true)) / found.spread**0.5).tolist()
    assert float(np.mean(np.abs(off) < 2)) == pytest.approx(0.95, abs=0.04)


@pytest.mark.parametrize("months", [6, 12, 23])
def test_less_than_two_years_tell_no_season(months: int) -> None:
    """But how much months differ, beside the chance of Poisson numbers: here by half of all, up and down in turn."""
    bought = 400 * np.where(np.arange(months) % 2, 1.5, 0.5)
    found = month_factors(bought, np.full(months, 400.0), 0)
    assert found and found.factors.tolist() == [1.0] * 12 and found.taken == 0
    assert found.spread == pytest.approx(np.log(bought / 400).var(ddof=1), abs=0.01)
    even = month_factors(np.full(months, 400.0), np.full(months, 400.0), 0)
    assert even and even.spread == 0


@pytest.mark.parametrize("months", [0, 1, 5])
def test_a_few_months_tell_nothing(months: int) -> None:
    assert month_factors(np.full(months, 50.0), np.full(months, 50.0), 0) is None


def test_months_in_which_nothing_is_expected_tell_nothing() -> None:
    assert month_factors(np.zeros(40), np.zeros(40), 0) is None
