"""BG/BB: the donations of Fader, Hardie and Shang 2010, the gradient, simulation, and extremes."""

from __future__ import annotations

import csv
import importlib.util
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_xl.models.fitting import NotEnoughDataError
from clv_xl.models.purchases.bgbb import BGBB, chances_taken

pytestmark = pytest.mark.filterwarnings("error")


def donations() -> list[np.ndarray]:
    """x, t_x, n and people: 11,104 who first gave in 1995, asked again in each of six years, as the package lifetimes has them."""
    spec = importlib.util.find_spec("lifetimes")
    assert spec is not None and spec.origin is not None
    with (Path(spec.origin).with_name("datasets") / "donations.csv").open(encoding="utf-8") as file:
        _, *rows = csv.reader(file)
    return [np.array(column, dtype=float) for column in zip(*rows)]


@pytest.fixture(scope="module")
def fitted() -> BGBB:
    return BGBB.fit(*donations())


def test_the_fit(fitted: BGBB) -> None:
    """alpha 1.203528, beta .749726, gamma .656781, delta 2.783796 and LL -33225.58 in the walkthrough of BTYD; to more digits by scipy."""
    assert list(fitted.params.values()) == pytest.approx([1.203528, 0.749726, 0.656781, 2.783796], rel=2e-4)
    assert list(fitted.params.values()) == pytest.approx([1.20352, 0.74972, 0.65672, 2.78344], abs=1e-5)
    assert fitted.log_likelihood == pytest.approx(-33225.58127, abs=1e-5) and fitted.converged


def test_likelihoods_of_single_people() -> None:
    """As pymc-marketing's test_distributions.py has them, within its 1e-3."""
    params = {"alpha": 1.204, "beta": 0.750, "gamma": 0.657, "delta": 2.783}
    for person, value in (((6, 6), -2.18224845), ((0, 0), -1.16726247), ((3, 4), -5.05930795)):
        assert BGBB.log_likelihood_of(params, *person, 6) == pytest.approx(value, abs=1e-8)


def test_what_people_give(fitted: BGBB) -> None:
    """E[X(n)] for n of 1 to 11: pymc-marketing, test_beta_geo_beta_binom.py. All gifts in years 1 to 11, and people by gifts in six years
    (0: 3454.9, 6: 1253.1): walkthrough of BTYD, and lifetimes' tests."""
    expected = [0.4985, 0.9233, 1.2969, 1.6323, 1.9381, 2.2202, 2.4826, 2.7285, 2.9603, 3.1798, 3.3887]
    found = fitted.expected_purchases(np.arange(1, 12))
    assert np.round(found, 4).tolist() == expected
    yearly = [5535.82, 4717.06, 4147.62, 3724.67, 3395.89, 3131.68, 2913.78, 2730.48, 2573.73, 2437.85, 2318.7]
    assert 11_104 * np.diff(found, prepend=0.0) == pytest.approx(yearly, abs=0.15)
    people = 11_104 * fitted.probability_of_purchases(np.arange(7), 6)
    assert people == pytest.approx([3454.9, 1888.7, 1348.9, 1113.4, 1017.9, 1027.2, 1253.1], abs=0.06)


def test_what_each_will_give(fitted: BGBB) -> None:
    """Next ten years, next five by gifts so far, and the chance of being there in year 7: walkthrough of BTYD and lifetimes' tests.
    Discounted gifts without end at 10%: A. Hau, customer-analytics, notebook bg-bb."""
    assert fitted.conditional_expected_purchases(10, [0, 4], [0, 5], 6) == pytest.approx([0.1302169, 3.627858], rel=1e-4)
    assert np.round(fitted.probability_alive([0, 2, 6], [0, 4, 6], 6), 2).tolist() == [0.11, 0.59, 0.93]
    x, last, had, people = donations()
    each = fitted.conditional_expected_purchases(5, x, last, had) * people
    by_gifts = np.bincount(x.astype(int), each) / np.bincount(x.astype(int), people)
    assert by_gifts == pytest.approx([0.07286, 0.32488, 0.70894, 1.33367, 2.03120, 2.78448, 3.75250], abs=5e-5)
    found = fitted.discounted_purchases(0.1, math.inf, [6, 5, 4, 3, 2, 1, 5], [6, 6, 6, 6, 6, 6, 5], 6)
    assert found == pytest.approx([5.9098, 5.0894, 4.2690, 3.4486, 2.6282, 1.8078, 2.8551], abs=2e-4)
    assert fitted.discounted_purchases(0.0, math.inf, 6, 6, 6) == math.inf  # gamma below 1
    long = fitted.discounted_purchases(0.1, 400, 6, 6, 6)
    assert long == pytest.approx(fitted.discounted_purchases(0.1, math.inf, 6, 6, 6), rel=1e-9)


def test_the_gradient_against_differences() -> None:
    rows, rng = chances_taken([0, 0, 1, 3, 6, 2], [0, 0, 1, 5, 6, 2], [6, 1, 6, 6, 6, 9], [5, 1, 3, 2, 1, 1]), np.random.default_rng(1)
    for _ in range(20):
        logs = rng.normal(0, 1.5, 4)
        _, gradient = BGBB._objective(np.exp(logs), rows)
        for i, step in enumerate(1e-5 * np.eye(4)):
            higher, lower = (BGBB._objective(np.exp(logs + by), rows)[0] for by in (step, -step))
            assert gradient[i] == pytest.approx((higher - lower) / 2e-5, rel=1e-5, abs=1e-5)


def test_the_parameters_come_back_and_so_does_what_follows() -> None:
    """100,000 simulated customers of 3 to 9 chances: parameters within four standard errors, later purchases within four of their mean."""
    true = BGBB(0.9, 1.5, 0.8, 3.0)
    had = np.random.default_rng(3).integers(3, 10, 100_000)
    drawn = true.simulate(had, later=4, seed=4)
    found = BGBB.fit(drawn.frequency, drawn.recency, had)
    for name, value in true.params.items():
        assert abs(found.params[name] - value) < 4 * (found.standard_errors or {})[name]
    for x in (0, 1, 3):
        like = drawn.frequency == x
        expected = true.conditional_expected_purchases(4, x, drawn.recency[like], had[like])
        assert drawn.later_purchases[like].mean() == pytest.approx(expected.mean(), abs=4 * 1.5 / math.sqrt(like.sum()))
    share = true.probability_of_purchases(np.arange(4), 5)
    for x, expected in enumerate(share):
        assert (drawn.frequency[had == 5] == x).mean() == pytest.approx(expected, abs=4 * math.sqrt(0.25 / (had == 5).sum()))


@settings(max_examples=60, deadline=None)
@given(*[st.sampled_from([1e-5, 0.1, 1.0, 30.0, 1e5])] * 4, st.sampled_from([0, 1, 6, 400]), st.data())
def test_any_customer_and_parameters_give_figures(a: float, b: float, c: float, d: float, had: int, data: Any) -> None:
    model = BGBB(a, b, c, d)
    last = data.draw(st.integers(0, had))
    x = data.draw(st.integers(min(last, 1), last))
    for ahead in (0, 1, 50):
        found = model.conditional_expected_purchases(ahead, x, last, had)
        assert 0 <= found <= ahead * (1 + 1e-9)
        assert 0 <= model.probability_alive(x, last, had, ahead) <= 1
    assert 0 <= model.discounted_purchases(0.01, math.inf, x, last, had) <= 101
    assert model.discounted_purchases(0.0, math.inf, x, last, had) >= 0
    assert model.probability_of_purchases(np.arange(had + 2), had).sum() == pytest.approx(1, abs=1e-6)


def test_what_cannot_be_is_refused() -> None:
    for customer in ((2, 1, 6), (0, 1, 6), (1, 7, 6), (1, 0, 6), (0.5, 1, 6)):
        with pytest.raises(ValueError, match="cannot be"):
            BGBB.fit(*customer)
    with pytest.raises(ValueError, match="differ in length"):
        BGBB.fit([1, 2], [1, 2], [6])
    for nothing in (([0, 0], [0, 0], [0, 0]), ([0, 0], [0, 0], [6, 6])):
        with pytest.raises(NotEnoughDataError):
            BGBB.fit(*nothing)
    assert "leave" in BGBB.fit([6, 3, 2, 5], [6, 6, 6, 6], [6, 6, 6, 6]).message  # nobody is seen to leave
