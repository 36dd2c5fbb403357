"""P(X(t) = x): published figures, agreement with the expectation, simulation, customers by repeats, and extremes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_xl.models.purchases.bgnbd import BGNBD
from clv_xl.models.purchases.counts import frequencies
from clv_xl.models.purchases.pareto_nbd import ParetoNBD

from .. import cdnow
from .test_latent_attrition import TRUE, each_example, each_model

pytestmark = pytest.mark.filterwarnings("error")


def test_the_bg_nbd_of_lifetimes() -> None:
    """P(X(t) = x) at the parameters of Fader, Hardie and Lee 2005, as lifetimes' tests have it from BTYD: x of 10 in 2 weeks, 11 to 15 in
    30; none in 39 weeks .5737864, one to four .1993953 .0854298 .0458604 .0276714 by the same formula."""
    model = BGNBD(0.243, 4.414, 0.793, 2.426)
    assert model.probability_of_purchases(10, 2) == pytest.approx(1.07869e-07, rel=1e-5)
    printed = [0.0019995214, 0.0015170236, 0.0011633150, 0.0009003148, 0.0007023638]
    assert model.probability_of_purchases(np.arange(11, 16), 30) == pytest.approx(printed, rel=1e-7)
    computed = [0.5737864, 0.1993953, 0.0854298, 0.0458604, 0.0276714]
    assert model.probability_of_purchases(np.arange(5), 39) == pytest.approx(computed, abs=5e-8)


def test_the_pareto_nbd() -> None:
    """At (.55, 10.56, .61, 11.64) in 39 weeks, x of 0 to 4: the closed form of Fader and Hardie 2005 with hypergeometric functions."""
    computed = [0.5959381, 0.1650624, 0.0820195, 0.0486874, 0.0314368]
    assert ParetoNBD(0.55, 10.56, 0.61, 11.64).probability_of_purchases(np.arange(5), 39) == pytest.approx(computed, abs=5e-8)


def test_customers_of_cdnow_by_repeats() -> None:
    """Actual customers with 0 to 6 and 7 or more repeats as in the walkthrough of BTYD, figure 1; expected ones by the BG/NBD fit."""
    seen = cdnow.summary()
    columns = (seen["frequency"].to_numpy(dtype=float), seen["T"].to_numpy(dtype=float))
    model = BGNBD.fit(columns[0], seen["recency"], columns[1])
    found = frequencies(model, *columns, 7)
    assert found.actual.tolist() == [1411, 439, 214, 100, 62, 38, 29, 64]
    computed = [1407.68, 460.32, 192.46, 101.16, 59.85, 38.12, 25.55, 71.85]
    assert found.expected == pytest.approx(computed, abs=0.01) and found.expected.sum() == pytest.approx(2357)
    assert (found.spread > 0).all() and found.spread[0] == pytest.approx(np.sqrt(2357 * 0.5972 * 0.4028), rel=0.001)


@each_example
@pytest.mark.parametrize("customer", [(0, 0, 0), (0, 0, 30), (2, 20, 40), (40, 38.5, 40)])
@pytest.mark.parametrize("t", [0.01, 4.0, 52.0])
def test_they_add_up_to_one_and_to_what_is_expected(model: Any, customer: tuple[float, ...], t: float) -> None:
    n = np.arange(600)
    each = model.probability_of_purchases(n, t, *customer)
    assert (each >= 0).all() and each.sum() == pytest.approx(1, abs=1e-7)
    assert each @ n == pytest.approx(model.conditional_expected_purchases(t, *customer), rel=1e-5)
    assert 1 - each[0] == pytest.approx(model.probability_of_buying(t, *customer), abs=1e-10)


@pytest.mark.parametrize("model", TRUE, ids=lambda model: type(model).__name__)
def test_simulated_customers_buy_so_often(model: Any) -> None:
    """200,000 customers of 30 weeks; those with two repeats go on for 20 weeks as the conditional probabilities say, within four standard
    errors of the shares."""
    drawn = model.simulate(np.full(200_000, 30.0), later=20.0, seed=5)
    for n, expected in enumerate(model.probability_of_purchases(np.arange(5), 30.0)):
        assert (drawn.frequency == n).mean() == pytest.approx(expected, abs=4 * np.sqrt(expected / 200_000))
    like = drawn.frequency == 2
    expected = model.probability_of_buying(20.0, 2.0, drawn.recency[like], 30.0)
    assert (drawn.later_purchases[like] > 0).mean() == pytest.approx(expected.mean(), abs=4 * np.sqrt(0.25 / like.sum()))
    of_one = model.probability_of_purchases(1, 20.0, 2.0, drawn.recency[like], 30.0)
    assert (drawn.later_purchases[like] == 1).mean() == pytest.approx(of_one.mean(), abs=4 * np.sqrt(0.25 / like.sum()))


@each_model
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_customer_and_parameters_give_probabilities(kind: type[Any], data: Any) -> None:
    sizes = st.sampled_from([1e-4, 0.1, 1.0, 30.0, 1e4])
    model = kind(*(data.draw(sizes) for _ in range(4)))
    age = data.draw(st.sampled_from([0.0, 1e-3, 50.0, 1e4]))
    x = data.draw(st.sampled_from([0.0, 1.0, 300.0])) if age else 0.0
    recency = data.draw(st.sampled_from([0.0, 0.5, 1.0])) * age if x else 0.0
    for t in (0.0, 1e-6, 40.0, 1e6):
        found = model.probability_of_purchases(np.array([0, 1, 5, 400]), t, x, recency, age)
        assert ((found >= 0) & (found <= 1 + 1e-6)).all()
        assert found[0] + model.probability_of_buying(t, x, recency, age) == pytest.approx(1, abs=1e-6)
