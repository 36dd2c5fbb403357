"""The comparison of two means: known figures, symmetries, edges and, in small, its calibration (tests/benchmarks/ab_test.py in full)."""

from __future__ import annotations

import math
from dataclasses import astuple
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from clv_xl.models import comparison
from clv_xl.models.comparison import compare_means

few_examples = settings(max_examples=20, deadline=None)
cents = st.one_of(st.just(0), st.integers(-5_000, 100_000))
money = st.lists(cents.map(lambda n: n / 100), min_size=2, max_size=30)


def varied(a: list[float], b: list[float]) -> bool:
    return len(set(a)) > 1 or len(set(b)) > 1


def shop(rng: np.random.Generator, count: int, zeros: float, sigma: float) -> Any:
    return np.where(rng.random(count) < zeros, 0.0, rng.lognormal(3, sigma, count))


# Known figures


@pytest.mark.parametrize(("n_a", "n_b"), [(200, 200), (400, 1500)])
@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
def test_it_is_welch_s_test_where_nothing_is_skewed(n_a: int, n_b: int, confidence: float) -> None:
    """The source is scipy.stats.ttest_ind(equal_var=False), which is right for normal data."""
    rng = np.random.default_rng(7)
    a, b = rng.normal(10, 3, n_a), rng.normal(10.4, 3, n_b)
    found, welch = compare_means(a, b, confidence), stats.ttest_ind(b, a, equal_var=False)
    interval = welch.confidence_interval(confidence)
    width = interval.high - interval.low
    assert found.low == pytest.approx(interval.low, abs=0.04 * width)
    assert found.high == pytest.approx(interval.high, abs=0.04 * width)
    assert found.p_value == pytest.approx(welch.pvalue, abs=0.02)
    assert (found.mean_a, found.mean_b) == pytest.approx((a.mean(), b.mean()))
    assert found.difference == pytest.approx(b.mean() - a.mean())


def test_ten_equal_buyers_in_one_group() -> None:
    """By hand: all 10 buyers among 1,500 customers fall into the group of 1,200 with the chance C(1200, 10) / C(1500, 10) = 0.1064;
    no deal speaks more for b, so that twice this is the p-value."""
    exact = 2 * math.comb(1200, 10) / math.comb(1500, 10)
    found = compare_means([0] * 300, [0] * 1190 + [10] * 10)
    assert found.p_value == pytest.approx(exact, abs=0.025)  # 4,000 deals: a standard error of 0.01
    assert found.low < 0 < found.difference < found.high


def test_three_against_three_cannot_be_significant() -> None:
    """By hand: of the C(6, 3) = 20 deals two are as far apart as these groups, so that p = 0.1, where Welch finds far less."""
    assert compare_means([1, 2, 3], [101, 102, 103]).p_value == pytest.approx(0.1, abs=0.02)
    assert compare_means([1, 2, 3], [101, 102, 103]).low <= 0


def test_power_and_sizes_by_hand() -> None:
    """100 customers each at -1 and 1 have the variance 100/99, so the standard error is sqrt(2/99) = 0.142134 and 0.4 is 2.814249 of
    them. With z = 1.959964 and 0.841621: power = Phi(0.854285) = 0.80353, detectable = 2.801585 * 0.142134 = 0.39820 and
    needed = 200 * (2.801585 / 2.814249)^2 = 198.20."""
    a = np.tile([-1.0, 1.0], 50)
    found = compare_means(a, a + 0.4)
    assert found.power == pytest.approx(0.80353, abs=1e-4)
    assert found.detectable == pytest.approx(0.39820, abs=1e-4)
    assert found.needed == pytest.approx(198.20, abs=0.02)


def test_equal_groups_differ_in_nothing() -> None:
    found = compare_means([0, 0, 5, 9], [9, 0, 5, 0])
    assert (found.difference, found.needed) == (0, None)
    assert found.power == pytest.approx(0.05)  # with no difference only the false alarms are left
    assert found.p_value == pytest.approx(1)
    assert found.low == pytest.approx(-found.high)


# Symmetries


@few_examples
@given(money, money, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(a: list[float], b: list[float], random: Any) -> None:
    assume(varied(a, b))
    assert compare_means(a, b) == compare_means(random.sample(a, len(a)), random.sample(b, len(b)))


@few_examples
@given(money, money)
def test_swapping_the_groups_turns_the_sign(a: list[float], b: list[float]) -> None:
    assume(varied(a, b))
    there, back = compare_means(a, b), compare_means(b, a)
    near = 1e-9 * (abs(there.low) + abs(there.high))
    assert (back.difference, back.needed) == (-there.difference, pytest.approx(there.needed))
    assert (back.low, back.high) == pytest.approx((-there.high, -there.low), abs=near)
    assert back.p_value == pytest.approx(there.p_value, abs=1e-6)


@pytest.mark.parametrize(("n_a", "n_b"), [(300, 300), (300, 700), (700, 300)])
def test_the_symmetries_hold_for_larger_groups(n_a: int, n_b: int) -> None:
    rng = np.random.default_rng(n_a)
    a, b = shop(rng, n_a, 0.8, 1.0), shop(rng, n_b, 0.8, 1.0)
    found, back, scaled, shifted = (compare_means(*pair) for pair in ((a, b), (b, a), (3.7 * a, 3.7 * b), (a - 50, b - 50)))
    assert compare_means(rng.permutation(a), rng.permutation(b)) == found
    assert (back.low, back.high, back.p_value) == pytest.approx((-found.high, -found.low, found.p_value))
    assert (scaled.low, scaled.high, scaled.p_value) == pytest.approx((3.7 * found.low, 3.7 * found.high, found.p_value))
    assert (shifted.low, shifted.high, shifted.p_value) == pytest.approx((found.low, found.high, found.p_value))


@few_examples
@given(money, money, st.sampled_from([0.01, 0.3, 7, 1e9]))
def test_another_currency_scales_the_money_alone(a: list[float], b: list[float], k: float) -> None:
    assume(varied(a, b))
    found, scaled = compare_means(a, b), compare_means([k * x for x in a], [k * x for x in b])
    near = 1e-6 * (abs(found.low) + abs(found.high)) * k
    assert (scaled.low, scaled.high, scaled.difference) == pytest.approx((k * found.low, k * found.high, k * found.difference), abs=near)
    assert (scaled.p_value, scaled.power) == pytest.approx((found.p_value, found.power), abs=1e-6)


@few_examples
@given(money, money, st.integers(-1000, 1000))
def test_a_shift_of_both_groups_changes_no_difference(a: list[float], b: list[float], by: int) -> None:
    assume(varied(a, b))
    found, shifted = compare_means(a, b), compare_means([x + by for x in a], [x + by for x in b])
    near = 1e-6 * (abs(found.low) + abs(found.high))
    assert (shifted.low, shifted.high) == pytest.approx((found.low, found.high), abs=near)
    assert shifted.p_value == pytest.approx(found.p_value, abs=1e-6)


@few_examples
@given(money, money, st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99, 0.999]))
def test_p_value_and_interval_agree(a: list[float], b: list[float], confidence: float) -> None:
    assume(varied(a, b))
    found = compare_means(a, b, confidence)
    assert found.low <= found.difference <= found.high
    if min(abs(found.low), abs(found.high)) > 1e-4 * (found.high - found.low):  # 0 on the very edge may fall to either side
        assert (found.p_value < 1 - confidence) == (not found.low <= 0 <= found.high)


def test_the_p_value_is_the_level_at_which_the_interval_touches_0() -> None:
    rng = np.random.default_rng(3)
    a, b = shop(rng, 300, 0.8, 1.0), 1.5 * shop(rng, 900, 0.8, 1.0)
    p = compare_means(a, b).p_value
    for nearby, outside in ((p + 1e-6, True), (p - 1e-6, False)):
        found = compare_means(a, b, 1 - nearby)
        assert (not found.low <= 0 <= found.high) == outside


# Edges


@pytest.mark.parametrize(("a", "b", "name"), [([], [1, 2], "a"), ([1], [1, 2], "a"), ([1, 2], [3], "b"), ([1, 2], [3, math.nan], "b")])
def test_a_group_too_small_is_named(a: list[float], b: list[float], name: str) -> None:
    with pytest.raises(ValueError, match=f"^Group {name} needs at least 2 values"):
        compare_means(a, b)


@pytest.mark.parametrize("b", [[0.0, 0.0], [3.0, 3.0, 3.0]])
def test_no_variance_at_all_is_refused(b: list[float]) -> None:
    with pytest.raises(ValueError, match="Groups a and b have no variance"):
        compare_means([0.0] * 5, b)


@pytest.mark.parametrize("confidence", [0, 1, 95, math.nan])
def test_a_confidence_outside_0_and_1_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        compare_means([1, 2], [2, 3], confidence)


BROAD = st.lists(st.one_of(st.sampled_from([0.0, 1e-6, 1e12, -1e12]), st.floats(-1e12, 1e12)), min_size=2, max_size=20)


@few_examples
@pytest.mark.filterwarnings("error")
@given(BROAD, BROAD)
def test_finite_money_gives_finite_answers(a: list[float], b: list[float]) -> None:
    assume(varied(a, b))
    found = compare_means(a, b)
    assert all(x is None or math.isfinite(x) for x in astuple(found))
    assert 0 <= found.p_value <= 1 and 0.05 <= found.power + 1e-9 <= 1 + 1e-6


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("count", [200, 2000])
def test_one_huge_outlier_is_no_evidence(count: int) -> None:
    """One customer of 1e12 falls to either group in half of the deals."""
    rng = np.random.default_rng(1)
    a, b = 1e-6 * rng.random(count), np.append(1e-6 * rng.random(count - 1), 1e12)
    found = compare_means(a, b)
    assert found.p_value > 0.3
    assert all(math.isfinite(x) for x in astuple(found))


# Calibration, in small


def test_false_alarms_come_as_often_as_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    """1,000 simulations at 5%: a standard error of 0.7 points, so 3% to 7% is almost 3 of them. Fewer deals, for the time."""
    monkeypatch.setattr(comparison, "DEALS", 400)
    rng = np.random.default_rng(11)
    alarms = []
    for _ in range(1000):
        a, b = shop(rng, 60, 0.7, 1.0), shop(rng, 300, 0.7, 1.0)
        found = compare_means(a, b)
        welch = stats.ttest_ind(b, a, equal_var=False).pvalue
        alarms.append((found.p_value < 0.05 and found.low > 0, found.p_value < 0.05 and found.high < 0, welch < 0.05))
    over, under, welch_alarms = np.mean(alarms, axis=0)
    assert 0.03 < over + under < 0.07
    assert min(over, under) > 0.01  # both tails take part
    assert welch_alarms > 0.07  # the data is one that plain Welch fails
