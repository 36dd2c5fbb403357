"""Pareto/NBD: the published figures of CDNOW, and the likelihood and expectations where the published formulas fail, against mpmath.

[BTYD] is the walkthrough of the R package BTYD, [CLVTools] that package's manual, [lifetimes] that package's tests;
[cross-checked] is computed from the exact data and agrees with another package.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from clv_xl.models.purchases.pareto_nbd import ParetoNBD

from .. import cdnow, exact

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(scope="module")
def customers() -> list[np.ndarray]:
    table = cdnow.summary()
    return [table[name].to_numpy() for name in ("frequency", "recency", "T")]


@pytest.fixture(scope="module")
def fitted(customers: list[np.ndarray]) -> ParetoNBD:
    return ParetoNBD.fit(*customers)


# Published figures


def test_the_fit_of_cdnow(fitted: ParetoNBD, customers: list[np.ndarray]) -> None:
    """[CLVTools]. The surface is flat, so the likelihood judges: theirs is the same to the printed digits, and none is above ours."""
    theirs = ParetoNBD(0.55315, 10.57633, 0.60625, 11.67150)
    assert fitted.converged
    assert fitted.log_likelihood == pytest.approx(-9594.976, abs=5e-4)
    assert ParetoNBD.log_likelihood_of(theirs.params, *customers) == pytest.approx(-9594.976, abs=5e-4)
    assert ParetoNBD.log_likelihood_of(theirs.params, *customers) <= fitted.log_likelihood
    assert fitted.params == pytest.approx(theirs.params, rel=5e-4)


def test_the_standard_errors_of_cdnow(fitted: ParetoNBD) -> None:
    """[CLVTools], taken where its search ended."""
    theirs = {"r": 0.0476264, "alpha": 0.8427222, "s": 0.1872594, "beta": 6.2105448}
    assert fitted.standard_errors == pytest.approx(theirs, rel=2e-4)


def test_purchases_on_cdnow(fitted: ParetoNBD, customers: list[np.ndarray]) -> None:
    """[BTYD], from parameters that its search ended with; those below are 4e-6 less likely than the best and give its figures."""
    theirs = ParetoNBD(0.55336341, 10.57947069, 0.60591543, 11.65867901)
    assert ParetoNBD.log_likelihood_of(theirs.params, *customers) == pytest.approx(fitted.log_likelihood, abs=5e-6)
    for model, near in ((theirs, 1e-7), (fitted, 1e-4)):
        assert model.expected_purchases(52) == pytest.approx(1.473434, rel=near, abs=5e-7)
        assert model.conditional_expected_purchases(52, 26, 30.85714, 31) == pytest.approx(25.45647, rel=near, abs=5e-6)
        assert model.probability_alive(26, 30.85714, 31) == pytest.approx(0.997874, rel=near, abs=5e-7)


def test_purchases_of_a_new_customer() -> None:
    """[lifetimes]"""
    weeks = [0, 0.05077821, 0.09916088, 0.14542507, 0.18979930, 0.23247466, 0.27361274, 0.31335159, 0.35181024, 0.38909211]
    assert ParetoNBD(0.55, 10.56, 0.61, 11.64).expected_purchases(np.arange(10)) == pytest.approx(weeks, abs=5e-9)


def test_discounted_purchases_for_ever() -> None:
    """[cross-checked] the discounted expected residual transactions of Fader, Hardie and Lee (2005), in closed form there."""
    model = ParetoNBD(r=0.5629966, alpha=12.5590370, s=0.4081095, beta=10.5148048)
    assert model.discounted_purchases(0.0027, math.inf, 7, 35, 77.86) == pytest.approx(1.86418, abs=5e-6)


# Against mpmath

MODELS = [
    ParetoNBD(0.55315, 10.57633, 0.60625, 11.67150),
    ParetoNBD(0.5, 10.0, 1.0, 12.0),  # s = 1
    ParetoNBD(0.5, 10.0, 1 + 1e-9, 12.0),
    ParetoNBD(1e4, 300.0, 30.0, 0.1),  # all buy at the same rate, and leave at once
    ParetoNBD(0.5, 10.0, 1e-3, 1e4),  # hardly anybody leaves
    ParetoNBD(0.5, 10.0, 1e4, 1e5),  # all leave at the same rate
    ParetoNBD(1e-3, 1e-3, 2.5, 1e-2),  # scales far below the customers' ages
]


@pytest.mark.parametrize("model", MODELS, ids=lambda m: f"{m.r:g},{m.alpha:g},{m.s:g},{m.beta:g}")
@pytest.mark.parametrize(("x", "recency", "age"), [(0, 0, 0), (0, 0, 30), (26, 30, 31), (3, 1, 1e4), (1e5, 990, 1000), (1e5, 1, 1e4)])
def test_one_customer_against_mpmath(model: ParetoNBD, x: float, recency: float, age: float) -> None:
    found = ParetoNBD.log_likelihood_of(model.params, x, recency, age)
    assert found == pytest.approx(exact.log_likelihood(model, x, recency, age), rel=1e-11, abs=1e-9)
    alive = exact.probability_alive(model, x, recency, age)
    assert model.probability_alive(x, recency, age) == pytest.approx(alive, rel=1e-8)
    for t, discount in ((52, 0), (1e4, 0), (52, 0.002), (1e4, 5)):
        expected = alive * exact.purchases_if_alive(model, x, age, t, discount)
        assert model.discounted_purchases(discount, t, x, recency, age) == pytest.approx(expected, rel=1e-8)
    for t in (0.01, 52):
        assert model.conditional_variance_of_purchases(t, x, recency, age) == pytest.approx(
            exact.variance(model, x, recency, age, t), rel=1e-6
        )


def test_all_purchases_for_ever() -> None:
    """By hand: the mean time that a customer stays is beta / (s - 1) for s > 1, and infinite else; of its square it is
    2 beta^2 / ((s - 1) (s - 2)) for s > 2."""
    model = ParetoNBD(0.5, 4.0, 3.0, 10.0)
    mean, pairs = 0.5 / 4 * 10 / 2, 0.5 * 1.5 / 16 * 2 * 100 / 2
    assert model.expected_purchases(math.inf) == pytest.approx(mean)
    assert model.expected_purchases(1e9) == pytest.approx(mean)
    assert model.conditional_variance_of_purchases(math.inf, 0, 0, 0) == pytest.approx(pairs + mean - mean**2)
    for s in (0.3, 1.0):
        assert ParetoNBD(0.5, 4.0, s, 10.0).expected_purchases(math.inf) == math.inf
    assert ParetoNBD(0.5, 4.0, 2.0, 10.0).conditional_variance_of_purchases(math.inf, 0, 0, 0) == math.inf
    assert model.discounted_purchases(1e-9, math.inf, 0, 0, 0) == pytest.approx(mean, rel=1e-6)


def test_silence_alone_tells_of_leaving() -> None:
    """One-time buyers become less likely to be there, as they do not under BG/NBD."""
    alive = MODELS[0].probability_alive(0, 0, [0, 1, 10, 100, 1e4])
    assert alive[0] == 1 and (np.diff(alive) < 0).all()


def test_what_ran_to_a_limit_is_said() -> None:
    """Customers who all bought on the last day have not left."""
    rng = np.random.default_rng(2)
    frequency = rng.poisson(rng.gamma(2, 0.1, 400) * 50) + 1
    found = ParetoNBD.fit(frequency, np.full(400, 50), np.full(400, 50))
    assert found.message != "Converged."
    assert "Hardly anybody is seen to leave" in found.message
    assert found.conditional_expected_purchases(10, 10, 50, 50) == pytest.approx(2, abs=0.3)
