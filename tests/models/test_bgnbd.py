"""BG/NBD and MBG/NBD: the published figures of CDNOW, and expectations where the published formulas fail, against mpmath.

[BTYD] is the walkthrough of the R package BTYD, [CLVTools] that package's manual, [lifetimes] and [pymc-marketing] those packages'
tests; [cross-checked] is computed from the exact data and agrees with another package.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from clv_xl.models.purchases.bgnbd import BGNBD, MBGNBD, beta_nodes, mean_power

from .. import cdnow, exact

pytestmark = pytest.mark.filterwarnings("error")

PUBLISHED = BGNBD(r=0.242595, alpha=4.413602, a=0.792922, b=2.425907)


@pytest.fixture(scope="module")
def customers() -> list[np.ndarray]:
    table = cdnow.summary()
    return [table[name].to_numpy() for name in ("frequency", "recency", "T")]


@pytest.fixture(scope="module")
def fitted(customers: list[np.ndarray]) -> BGNBD:
    return BGNBD.fit(*customers)


# Published figures


def test_the_fit_of_cdnow(fitted: BGNBD) -> None:
    """[CLVTools] .2425945 4.4136019 .7929199 2.4258881 -9582.429; more digits [cross-checked] from weeks of exactly 7 days. CLVTools
    stops its search in the fifth digit of b."""
    assert fitted.log_likelihood == pytest.approx(-9582.42921, abs=5e-6)
    assert fitted.params == pytest.approx({"r": 0.242595, "alpha": 4.413602, "a": 0.792922, "b": 2.425907}, abs=2e-6)
    assert fitted.params == pytest.approx({"r": 0.2425945, "alpha": 4.4136019, "a": 0.7929199, "b": 2.4258881}, rel=1e-5)
    assert fitted.converged and fitted.message == "Converged."


def test_the_fit_of_cdnow_by_mbgnbd(customers: list[np.ndarray]) -> None:
    """[cross-checked]"""
    found = MBGNBD.fit(*customers)
    assert found.log_likelihood == pytest.approx(-9582.13572, abs=5e-6)
    assert found.params == pytest.approx({"r": 0.524843, "alpha": 6.183086, "a": 0.891359, "b": 1.614002}, abs=3e-6)


def test_purchases_of_a_new_customer(fitted: BGNBD) -> None:
    """[lifetimes], to 3 decimals, and [BTYD] for 52 weeks, of which see below."""
    times = [0.1429, 1.0, 3.0, 31.8571, 32.0, 78.0]
    assert fitted.expected_purchases(times) == pytest.approx([0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576], abs=1e-3)
    assert fitted.expected_purchases(52) == pytest.approx(1.444004, abs=2e-5)


def test_purchases_of_known_customers(fitted: BGNBD, customers: list[np.ndarray]) -> None:
    """[lifetimes] 1.226; [BTYD] the others, from parameters that its search ended with. It does not print them to so many digits,
    but the four below, whose likelihood is 1e-7 below the maximum, give all seven figures to the last one."""
    assert fitted.conditional_expected_purchases(39, 2, 30.43, 38.86) == pytest.approx(1.226, abs=5e-4)
    theirs = BGNBD(0.24259678, 4.41365763, 0.79298631, 2.42615663)
    known = [0.3474606, 0.04283391, 0.004158973, 0.0003583685]
    # Customer 1516 last bought after 216 days.
    assert theirs.expected_purchases(52) == pytest.approx(1.444004, abs=5e-7)
    assert theirs.conditional_expected_purchases(52, 26, 216 / 7, 31) == pytest.approx(25.75659, abs=5e-6)
    assert theirs.probability_alive(26, 216 / 7, 31) == pytest.approx(0.9688523, abs=5e-8)
    assert theirs.conditional_expected_purchases(52, [10, 15, 20, 25], 20, 39) == pytest.approx(known, rel=2e-7)
    assert BGNBD.log_likelihood_of(theirs.params, *customers) == pytest.approx(-9582.42921, abs=5e-6)
    # so that the best parameters give almost the same
    assert fitted.conditional_expected_purchases(52, 26, 216 / 7, 31) == pytest.approx(25.75659, rel=1e-4)
    assert fitted.probability_alive(26, 216 / 7, 31) == pytest.approx(0.9688523, abs=5e-6)
    assert fitted.conditional_expected_purchases(52, [10, 15, 20, 25], 20, 39) == pytest.approx(known, rel=1e-4)


def test_single_likelihoods() -> None:
    """[pymc-marketing]"""
    params = {"a": 0.8, "b": 2.5, "r": 0.25, "alpha": 4}
    assert BGNBD.log_likelihood_of(params, 0, 0, 40) == pytest.approx(-0.59947382, abs=5e-9)
    assert BGNBD.log_likelihood_of(params, 200, 38, 40) == pytest.approx(100.7957, abs=5e-5)


def test_the_weeks_held_out(fitted: BGNBD, customers: list[np.ndarray]) -> None:
    """[cross-checked] 1653.41 expected in the 39 weeks after calibration; 1,882 purchase days counted in the data."""
    assert fitted.conditional_expected_purchases(39, *customers).sum() == pytest.approx(1653.41, abs=5e-3)
    assert cdnow.holdout().sum() == 1882


def test_the_sample_itself() -> None:
    """Fader and Hardie's 2,357 customers, 946 of whom bought again to 30 September 1997, 1,139 to the end."""
    table = cdnow.summary()
    assert (len(table), (table["frequency"] > 0).sum()) == (2357, 946)
    assert (cdnow.summary(None)["frequency"] > 0).sum() == 1139


def test_where_the_published_formula_has_no_value() -> None:
    """[cross-checked], by simulation: a + b < 1, where lifetimes answers nan."""
    assert BGNBD(0.8, 4.4, 0.1, 0.3).conditional_expected_purchases(52, 0, 0, 39) == pytest.approx(0.815768, abs=5e-7)


# Against mpmath


@pytest.mark.parametrize(
    "model",
    [
        PUBLISHED,
        MBGNBD(0.5, 6.2, 1.0, 1.6),  # a = 1
        BGNBD(0.8, 4.4, 0.1, 0.3),  # a + b < 1
        BGNBD(1e4, 300.0, 1.5, 2.0),  # all buy at the same rate
        BGNBD(0.5, 4.0, 1e3, 2e4),  # all leave with the same probability
        MBGNBD(0.5, 4.0, 1e-3, 3.0),  # hardly anybody leaves
    ],
    ids=lambda model: f"{type(model).__name__} a={model.a} b={model.b:g} r={model.r:g}",
)
@pytest.mark.parametrize(("x", "recency", "age"), [(0, 0, 0), (26, 30, 31), (1e5, 990, 1000)])
def test_one_customer_against_mpmath(model: BGNBD, x: float, recency: float, age: float) -> None:
    found = type(model).log_likelihood_of(model.params, x, recency, age)
    assert found == pytest.approx(exact.log_likelihood(model, x, recency, age), rel=1e-11, abs=1e-9)
    alive = exact.probability_alive(model, x, recency, age)
    assert model.probability_alive(x, recency, age) == pytest.approx(alive, rel=1e-9)
    for t in (52, 1e4):
        expected = alive * exact.purchases_if_alive(model, x, age, t)
        assert model.conditional_expected_purchases(t, x, recency, age) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("x", [0, 26])
@pytest.mark.parametrize("model", [PUBLISHED, MBGNBD(0.5, 6.2, 1.0, 0.6), BGNBD(1e3, 300.0, 1.5, 2.0)], ids=["BG", "MBG", "all alike"])
def test_the_variance_against_mpmath(model: BGNBD, x: int) -> None:
    recency = 30 if x else 0
    for t in (0.01, 52) if x else (52,):
        expected = exact.variance(model, x, recency, 31, t)
        assert model.conditional_variance_of_purchases(t, x, recency, 31) == pytest.approx(expected, rel=1e-7)


@pytest.mark.parametrize("discount", [0.002, 5.0])
@pytest.mark.parametrize("horizon", [52.0, math.inf])
@pytest.mark.parametrize("x", [0, 26])
def test_discounting_by_brute_force(x: int, horizon: float, discount: float) -> None:
    """The rate of buying, summed over a fine grid of p and of time; 5 a week is discounting far faster than anybody leaves."""
    m, age = PUBLISHED, 31
    z = np.linspace(-60, 30, 1501)  # the log-odds of p
    p = 1 / (1 + np.exp(-z))
    weight = np.exp(m.a * np.log(p) - (m.b + x) * np.log1p(np.exp(z)))
    edges = np.concatenate([[0.0], np.geomspace(1e-3, min(horizon, 60 / discount), 40)])
    nodes, shares = np.polynomial.legendre.leggauss(10)
    width = np.diff(edges) / 2
    time = (edges[:-1, None] + width[:, None] * (nodes + 1)).ravel()
    rate = np.array([weight @ (1 + p * t / (m.alpha + age)) ** -(m.r + x + 1) for t in time]) / weight.sum()
    expected = (m.r + x) / (m.alpha + age) * ((width[:, None] * shares).ravel() @ (rate * np.exp(-discount * time)))
    found = m.discounted_purchases(discount, horizon, x, 30 if x else 0, age)
    assert found == pytest.approx(expected * m.probability_alive(x, 30 if x else 0, age), rel=1e-9)


def test_all_purchases_for_ever() -> None:
    """Who is there and leaves with probability p after each purchase makes 1 / p of them; the mean of that over Beta(a, b) is
    (a + b - 1) / (a - 1) for a > 1, and infinite else. Under MBG/NBD a share b / (a + b) is there after the first purchase."""
    model = BGNBD(0.5, 4.0, 3.0, 5.0)
    assert model.discounted_purchases(0.0, math.inf, 0, 0, 0) == pytest.approx(7 / 2)
    assert model.expected_purchases(1e9) == pytest.approx(7 / 2, rel=1e-3)
    assert MBGNBD(0.5, 4.0, 3.0, 5.0).expected_purchases(math.inf) == pytest.approx(5 / 8 * 8 / 2)  # Beta(3, 6) for these
    assert BGNBD(0.5, 4.0, 1.0, 5.0).expected_purchases(math.inf) == math.inf
    slow = [model.discounted_purchases(rate, math.inf, 2, 30, 39) for rate in (1e-3, 1e-5, 1e-9)]
    assert slow == sorted(slow) and slow[-1] < model.discounted_purchases(0, math.inf, 2, 30, 39)
    # n of the geometric distribution with 1 - p: the mean of n (n - 1) is 2 (1 - p) / p^2
    model = BGNBD(0.5, 4.0, 4.0, 5.0)
    n, pairs = 8 / 3, 2 * 5 * 8 / (3 * 2)
    assert model.conditional_variance_of_purchases(math.inf, 0, 0, 0) == pytest.approx(pairs + n - n * n)
    assert BGNBD(0.5, 4.0, 2.0, 5.0).conditional_variance_of_purchases(math.inf, 0, 0, 0) == math.inf


@pytest.mark.parametrize(("a", "b"), [(0.8, 2.4), (1.0, 1.0), (1e-3, 5e4), (700.0, 0.02)])
def test_the_nodes_of_a_beta_distribution(a: float, b: float) -> None:
    """Its mean and variance."""
    p, share = beta_nodes(a, b)
    mean = a / (a + b)
    assert share.sum() == pytest.approx(1) and (p >= 0).all() and (p <= 1).all()
    assert share @ p == pytest.approx(mean, rel=1e-9)
    assert share @ (p - mean) ** 2 == pytest.approx(mean * (1 - mean) / (a + b + 1), rel=1e-7)


@pytest.mark.parametrize(
    ("a", "b", "n", "y"),
    [
        (0.8, 2.4, 0.25, 1.0),
        (1.28, 553.0, 8.82, 1.67e4),  # a far horizon
        (1.5, 2.0, 1e4, 30.0),  # all buy at the same rate
        (0.02, 1e5, 1e5, 10.0),  # frequent buyers
        (300.0, 200.0, 2.0, 0.5),
        (1e-5, 4e-5, 49_000.0, 1e-6),  # all buy at the same rate, and leave at once or never
        (2e-4, 300.0, 2e4, 4e-3),
        (6000.0, 1300.0, 1e3, 0.09),
    ],
)
def test_the_mean_power_against_mpmath(a: float, b: float, n: float, y: float) -> None:
    reference = exact.over_beta(lambda p, q: (1 + p * y) ** -n, a, b)
    assert mean_power(a, np.array([b]), np.array([n]), np.array([y]))[0] == pytest.approx(reference, rel=1e-8)


def test_what_ran_to_a_limit_is_said() -> None:
    """Customers who all bought on the last day have not left: the smaller a, the likelier."""
    rng = np.random.default_rng(2)
    frequency = rng.poisson(rng.gamma(2, 0.1, 400) * 50) + 1
    found = BGNBD.fit(frequency, np.full(400, 50), np.full(400, 50))
    assert found.message != "Converged."
    assert "Hardly anybody is seen to leave (a at its limit)" in found.message
    assert found.conditional_expected_purchases(10, 10, 50, 50) == pytest.approx(2, abs=0.3)
