"""Retention of subscribers: published figures, gradients, recovery, and whatever cohorts there are."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_xl.models.fitting import NotEnoughDataError
from clv_xl.models.renewals.renewals import renewals_of
from clv_xl.models.renewals.shifted_beta_geometric import ShiftedBetaGeometric

pytestmark = pytest.mark.filterwarnings("error")

# Fader and Hardie 2007, "How to project customer retention", table 1: % surviving in years 0 to 12.
REGULAR = [100, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1, 22.3, 20.7, 19.4, 18.3, 17.3]
HIGH_END = [100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1, 46.8, 44.5, 42.7, 40.9, 39.4]


def first_years(percent: list[float]) -> list[float]:
    """Years 0 to 7 of 1,000 customers, on which the paper fits."""
    return [10 * share for share in percent[:8]]


@pytest.mark.parametrize(
    ("percent", "printed", "exact", "likelihood", "later"),
    [
        (REGULAR, (0.704, 1.182), (0.70407730, 1.18204303), -1680.2652, [22.01, 20.44, 19.12, 17.99, 17.00]),
        (HIGH_END, (0.668, 3.806), (0.66808835, 3.80609496), -1611.1581, [46.04, 43.58, 41.42, 39.51, 37.80]),
    ],
)
def test_the_paper_s_segments(percent: list[float], printed: Any, exact: Any, likelihood: float, later: list[float]) -> None:
    """Parameters as Fader and Hardie 2007 print them; the further digits are the root of the likelihood's gradient to 30 digits (mpmath),
    likelihood and survival in years 8 to 12 computed from the same data. The survival in those years, which the fit has not seen, is
    within 1.7 points of what came to be."""
    model = ShiftedBetaGeometric.fit(first_years(percent))
    assert (round(model.alpha, 3), round(model.beta, 3)) == printed
    assert (model.alpha, model.beta) == pytest.approx(exact, abs=1e-8)
    assert round(model.log_likelihood or 0, 4) == likelihood and model.converged
    assert np.round(100 * model.survival(np.arange(8, 13)), 2).tolist() == later
    assert np.abs(100 * model.survival(np.arange(8, 13)) - percent[8:]).max() < 1.7
    assert ShiftedBetaGeometric.log_likelihood_of(model.params, first_years(percent)) == model.log_likelihood


def test_discounted_lifetimes_of_the_high_end() -> None:
    """At 10%: 5.9223 when acquired, 6.8967 after 4 renewals; the program eCLV prints 5.920551 and 6.893253 from a less exact fit."""
    model = ShiftedBetaGeometric.fit(first_years(HIGH_END))
    assert round(model.discounted_lifetime(0.1), 4) == 5.9223
    assert round(model.residual_lifetime(4, 0.1), 4) == 6.8967
    less_exact = ShiftedBetaGeometric(0.668, 3.806)
    assert less_exact.discounted_lifetime(0.1) == pytest.approx(5.920551, abs=3e-3)


def test_residual_lifetimes_of_the_paper() -> None:
    """Fader and Hardie 2010, "Customer-base valuation in a contractual setting", table 3, periods 1 to 5."""
    found = ShiftedBetaGeometric(3.80, 15.20).residual_lifetime(np.arange(5), 0.1)
    assert np.round(found, 2).tolist() == [3.31, 3.45, 3.59, 3.72, 3.84]


def test_by_hand() -> None:
    """100, 60 and 40: retention 3/5 = beta / (alpha + beta) and 4/6 = (beta + 1) / (alpha + beta + 1), so alpha 2 and beta 3. Undiscounted
    a lifetime is (alpha + beta - 1) / (alpha - 1) = 4 payments. The variances of the log odds of renewing are 1/24 and 3/40, and with
    odds of 1.5 and 2 the log of alpha = 1 / (2 - 1.5) moves by 3 and -4 of them: a variance of 9/24 + 16 x 3/40 = 1.575."""
    model = ShiftedBetaGeometric.fit([100, 60, 40, None])
    assert list(model.params.values()) == pytest.approx([2, 3], rel=1e-11)
    assert (model.standard_errors or {})["alpha"] == pytest.approx(2 * math.sqrt(1.575), rel=1e-9)
    assert model.survival([0, 1, 2, 3]) == pytest.approx([1, 0.6, 0.4, 2 / 7]) and model.retention([1, 2, 3]) == pytest.approx(
        [3 / 5, 4 / 6, 5 / 7]
    )
    assert model.discounted_lifetime(0) == pytest.approx(4)
    assert model.residual_lifetime([0, 1, 2], 0) == pytest.approx([3, 4, 5])
    assert model.half_life([0, 1, 2]).tolist() == [2, 2, 3]


@pytest.mark.parametrize("alpha", [1e-4, 0.3, 1.0, 4.0, 300.0])
@pytest.mark.parametrize("beta", [1e-4, 0.5, 1.0, 20.0, 3000.0])
@pytest.mark.parametrize("d", [0.002, 0.1, 3.0])
def test_lifetimes_are_the_sum_of_survival(alpha: float, beta: float, d: float) -> None:
    model, t = ShiftedBetaGeometric(alpha, beta), np.arange(20_000)
    survival = np.exp(np.concatenate([[0], np.cumsum(np.log1p(-alpha / (alpha + beta + t)))]))[:-1]
    assert model.survival(t[:50]) == pytest.approx(survival[:50], rel=1e-9)
    assert model.discounted_lifetime(d) == pytest.approx(survival @ (1 + d) ** -t.astype(float), rel=1e-8)
    later = survival[4:] / survival[3] @ (1 + d) ** -t[:-4].astype(float)  # made 3 renewals, about to make the fourth
    assert model.residual_lifetime(3, d) == pytest.approx(later, rel=1e-8)


def test_small_discounts_go_over_into_none() -> None:
    model = ShiftedBetaGeometric(3.0, 10.0)
    assert model.discounted_lifetime(1e-6) == pytest.approx(model.discounted_lifetime(0), rel=1e-4)
    assert ShiftedBetaGeometric(1.0, 10.0).discounted_lifetime(0) == math.inf  # alpha of 1 or less: no end
    with pytest.raises(ValueError, match="0 or more"):
        model.discounted_lifetime(-0.1)


def test_the_gradient_against_differences() -> None:
    rows, rng = renewals_of(first_years(HIGH_END)), np.random.default_rng(1)
    for _ in range(20):
        logs = rng.normal(0, 2, 2)
        for objective in (
            lambda at: ShiftedBetaGeometric._objective(np.exp(at), rows),
            lambda at: ShiftedBetaGeometric._on_size_and_odds(at, rows),
        ):
            _, gradient = objective(logs)
            for i, step in enumerate(1e-5 * np.eye(2)):
                assert gradient[i] == pytest.approx((objective(logs + step)[0] - objective(logs - step)[0]) / 2e-5, rel=1e-5, abs=1e-3)


def test_customers_and_their_counts_say_the_same() -> None:
    counts = [1000, 869, 743, 653, 593]
    left = -np.diff(counts)
    made = np.repeat(np.arange(5), [*left, counts[-1]])
    found = ShiftedBetaGeometric.fit_customers(made, made < 4)
    assert found.params == pytest.approx(ShiftedBetaGeometric.fit(counts).params, rel=1e-9)
    # Customers of two ages: of two cohorts the likelihoods add up.
    young = np.repeat([0, 1, 2], [30, 20, 50])
    both = ShiftedBetaGeometric.fit_customers([*made, *young], [*(made < 4), *(young < 2)])
    likelihood = sum(ShiftedBetaGeometric.log_likelihood_of(both.params, cohort) for cohort in (counts, [100, 70, 50]))
    assert both.log_likelihood == pytest.approx(likelihood)


def test_the_parameters_come_back_and_intervals_cover() -> None:
    """200 cohorts of 2,000 customers over 8 renewals: nominal 90% intervals of the lifetime cover the true one in 85 to 95%, which is
    2.4 standard errors of the count."""
    true = ShiftedBetaGeometric(0.7, 3.8)
    covered = []
    for seed in range(200):
        low, high = ShiftedBetaGeometric.fit(true.simulate(2000, 8, seed)).interval(lambda m: m.discounted_lifetime(0.1)) or (0, 0)
        covered.append(low <= true.discounted_lifetime(0.1) <= high)
    assert 0.85 <= np.mean(covered) <= 0.95
    found = ShiftedBetaGeometric.fit(true.simulate(10**9, 12, 1))
    assert list(found.params.values()) == pytest.approx([0.7, 3.8], rel=0.01)


@pytest.mark.parametrize(
    ("survivors", "words"),
    [
        ([10], "second renewal"),
        ([10, 5], "second renewal"),
        ([10, 0, 0], "second renewal"),
        ([10, 10, 10], "Nobody has left"),
        ([0, 0], "no customers"),
        ([], "no customers"),
        ([None], "no customers"),
    ],
)
def test_too_little_is_said(survivors: list[Any], words: str) -> None:
    with pytest.raises(NotEnoughDataError, match=words):
        ShiftedBetaGeometric.fit(survivors)


@pytest.mark.parametrize("survivors", [[10, 12, 3], [10, None, 3], [10, -1, -2], [math.inf, 3, 2]])
def test_what_cannot_be_is_refused(survivors: list[Any]) -> None:
    with pytest.raises(ValueError):
        ShiftedBetaGeometric.fit(survivors)
    with pytest.raises(ValueError):
        ShiftedBetaGeometric.fit_customers([1, 2.5], [True, False])


def test_limits_are_said() -> None:
    steady = ShiftedBetaGeometric.fit([1000, 900, 810, 729])
    assert "same probability" in steady.message and steady.retention([1, 50]) == pytest.approx([0.9, 0.9], abs=1e-3)
    low, high = steady.interval(lambda m: m.discounted_lifetime(0.1)) or (0, 0)
    assert low < 5.5 < high  # 1.1 / (0.1 + 0.1), and how sure that is comes from 271 of 2,710 renewals
    assert np.log(high / low) / 2 / 1.645 == pytest.approx(0.5 * math.sqrt(0.9 / 271), rel=0.01)
    split = ShiftedBetaGeometric.fit([100, 50, 50, 50])
    assert "at the first renewal or hardly ever" in split.message and split.survival(1) == pytest.approx(0.5, abs=1e-3)


@st.composite
def cohorts(draw: Any) -> list[int]:
    left = draw(st.sampled_from([1, 2, 10, 1000, 10**9]))
    counts = [left]
    for _ in range(draw(st.sampled_from([1, 2, 3, 12, 200]))):
        kind = draw(st.sampled_from(["all stay", "one leaves", "some leave", "all leave"]))
        left = {
            "all stay": left,
            "one leaves": max(left - 1, 0),
            "some leave": int(left * 0.9),
            "all leave": 0 if len(counts) > 9 else left,
        }[kind]
        counts.append(left)
    return counts


@settings(max_examples=40)
@given(cohorts(), st.sampled_from([0.0001, 0.01, 0.1, 5.0]))
def test_any_cohort_gives_numbers_or_a_reason(counts: list[int], d: float) -> None:
    try:
        model = ShiftedBetaGeometric.fit(counts)
    except NotEnoughDataError as reason:
        assert str(reason).endswith(".")
        return
    t = np.array([0, 1, 5, 1000, 10**9])
    assert model.message.endswith(".") and math.isfinite(model.log_likelihood or 0)
    survival, lifetime, residual = model.survival(t), model.discounted_lifetime(d), model.residual_lifetime(t, d)
    assert (np.diff(survival) <= 1e-12).all() and (survival >= 0).all() and survival[0] == 1
    assert 1 <= lifetime <= (1 + d) / d * (1 + 1e-6)
    assert np.isfinite(residual).all() and (np.diff(residual) >= -1e-6 * residual[1:]).all()
    band = model.interval(lambda m: np.append(m.survival(t), m.residual_lifetime(t, d)))
    assert band is None or (np.isfinite(band).all() and (band[0] <= band[1]).all())
