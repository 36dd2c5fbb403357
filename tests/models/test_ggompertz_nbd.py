"""GGompertz/NBD: published fits of CDNOW judged by their likelihood, figures to many digits, the gradient, simulation, and extremes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_xl.models.purchases.ggompertz_nbd import GGompertzNBD
from clv_xl.models.purchases.latent_attrition import customers_of
from clv_xl.models.purchases.pareto_nbd import ParetoNBD

from .. import cdnow

pytestmark = pytest.mark.filterwarnings("error")

MODEL = GGompertzNBD(r=0.7, alpha=5.0, s=0.5, beta=0.3, b=0.02)


@pytest.fixture(scope="module")
def customers() -> list[np.ndarray]:
    table = cdnow.summary()
    return [table[name].to_numpy(dtype=float) for name in ("frequency", "recency", "T")]


def test_the_fit_of_cdnow(customers: list[np.ndarray]) -> None:
    """The likelihood of CLVTools' test_correctness_ggomnbd.R, -9594.9762; of its printed parameters, and of those of Bemmaor and Glady
    2012, table 2 (-9594.98), as rounded, -9594.9838 and -9595.7710 by scipy. It collapses to Pareto/NBD, and says so."""
    for parameters, value in (
        ({"r": 0.55313, "alpha": 10.5758, "s": 0.60682, "beta": 1.3e-5, "b": 1.1e-6}, -9594.9838),
        ({"r": 0.553, "alpha": 10.578, "s": 0.603, "beta": 0.0026, "b": 0.0002}, -9595.7710),
    ):
        assert GGompertzNBD.log_likelihood_of(parameters, *customers) == pytest.approx(value, abs=5e-5)
    found = GGompertzNBD.fit(*customers)
    assert found.log_likelihood == pytest.approx(-9594.9762, abs=5e-5) and "Pareto/NBD says the same" in found.message
    assert found.beta / found.b == pytest.approx(11.67, abs=0.01)
    plain = ParetoNBD.fit(*customers)
    assert found.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-4)
    assert found.expected_purchases(39) == pytest.approx(plain.expected_purchases(39), rel=1e-6)


def test_figures_to_many_digits() -> None:
    """Likelihood of two customers, expectations and P(alive) at given parameters, by mpmath to 30 digits from the paper's formulas."""
    params = MODEL.params
    assert GGompertzNBD.log_likelihood_of(params, 0, 0, 40) == pytest.approx(-1.02150939284, abs=1e-10)
    assert GGompertzNBD.log_likelihood_of(params, 3, 20, 40) == pytest.approx(-11.7326724268, abs=1e-9)
    expected = [0.13772682, 1.21331777, 3.62727952, 4.31260786, 6.33262448]
    assert MODEL.expected_purchases([1, 10, 40, 52, 104]) == pytest.approx(expected, abs=6e-9)
    assert MODEL.probability_alive([0, 3], [0, 20], 40) == pytest.approx([0.26455430, 0.41839551], abs=6e-9)


def test_the_gradient_against_differences() -> None:
    rows, rng = customers_of([0, 0, 3, 9, 2], [0, 0, 20, 39, 40], [40, 1, 40, 40, 40], [5, 1, 3, 2, 1]), np.random.default_rng(1)
    for _ in range(20):
        logs = np.log([0.7, 5.0, 0.5, 0.3, 0.02]) + rng.normal(0, 1.2, 5)
        _, gradient = GGompertzNBD._objective(np.exp(logs), rows)
        for i, step in enumerate(1e-5 * np.eye(5)):
            higher, lower = (GGompertzNBD._objective(np.exp(logs + by), rows)[0] for by in (step, -step))
            assert gradient[i] == pytest.approx((higher - lower) / 2e-5, rel=1e-4, abs=1e-4)


def test_simulated_customers_do_what_it_says() -> None:
    """100,000 customers of 40 weeks: how often they buy, what those with two repeats do in 20 weeks more, within four standard errors; a
    fit to 20,000 is as likely as the truth, or up to what five parameters gain by chance (chi-squared, 99.9%: 20.5 / 2)."""
    drawn = MODEL.simulate(np.full(100_000, 40.0), later=20.0, seed=2)
    assert drawn.frequency.mean() == pytest.approx(MODEL.expected_purchases(40), abs=4 * drawn.frequency.std() / math.sqrt(100_000))
    for n, share in enumerate(MODEL.probability_of_purchases(np.arange(4), 40)):
        assert (drawn.frequency == n).mean() == pytest.approx(share, abs=4 * math.sqrt(0.25 / 100_000))
    like = drawn.frequency == 2
    ahead = MODEL.conditional_expected_purchases(20, 2, drawn.recency[like], 40)
    later = drawn.later_purchases[like]
    assert later.mean() == pytest.approx(ahead.mean(), abs=4 * later.std() / math.sqrt(like.sum()))
    spread = MODEL.conditional_variance_of_purchases(20, 2, drawn.recency[like], 40)
    assert later.var() == pytest.approx(spread.mean() + ahead.var(), rel=0.08)
    buys = MODEL.probability_of_buying(20, 2, drawn.recency[like], 40)
    assert (later > 0).mean() == pytest.approx(buys.mean(), abs=4 * math.sqrt(0.25 / like.sum()))
    few = (drawn.frequency[:20_000], drawn.recency[:20_000], np.full(20_000, 40.0))
    gain = (GGompertzNBD.fit(*few).log_likelihood or 0.0) - GGompertzNBD.log_likelihood_of(MODEL.params, *few)
    assert 0 <= gain < 10.3


@settings(max_examples=60, deadline=None)
@given(*[st.sampled_from([1e-3, 0.5, 3.0, 1e3])] * 3, *[st.sampled_from([1e-6, 0.01, 1.0, 1e4])] * 2, st.data())
def test_any_customer_and_parameters_give_figures(r: float, alpha: float, s: float, beta: float, b: float, data: Any) -> None:
    model = GGompertzNBD(r, alpha, s, beta, b)
    age = data.draw(st.sampled_from([0.0, 1e-3, 50.0, 1e4]))
    x = data.draw(st.sampled_from([0.0, 1.0, 300.0])) if age else 0.0
    recency = data.draw(st.sampled_from([0.0, 0.5, 1.0])) * age if x else 0.0
    assert 0 <= model.probability_alive(x, recency, age) <= 1
    for t in (0.0, 1e-6, 40.0, math.inf):
        expected = model.conditional_expected_purchases(t, x, recency, age)
        variance = model.conditional_variance_of_purchases(t, x, recency, age)
        assert expected >= 0 and variance >= 0 and math.isfinite(expected)
        assert 0 <= model.discounted_purchases(0.01, t, x, recency, age) <= expected * (1 + 1e-6)
    assert 0 <= model.probability_of_buying(40.0, x, recency, age) <= 1 + 1e-9
    value, gradient = GGompertzNBD._objective(np.array([r, alpha, s, beta, b]), customers_of(x, recency, age))
    assert math.isfinite(value) and np.isfinite(gradient).all()
