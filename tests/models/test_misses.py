"""What the model's own error is, from misses of the past."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv_xl.models.misses import Miss, model_error


def test_without_a_miss_it_is_what_shops_usually_show() -> None:
    """The second moment of a half-t, 3 degrees of freedom, scale 0.05: 3 x 0.05^2 = 0.0075; that sizes end at 2 cuts 6% off."""
    assert model_error([]) == pytest.approx(0.0075, rel=0.1)


def test_many_misses_tell_it() -> None:
    """300 misses of a true standard deviation of 0.2 beside one of 0.1 by chance; the estimate's own error is 0.2^2 x 1.25 / sqrt(150)."""
    rng = np.random.default_rng(3)
    misses = [Miss(float(log), 0.01) for log in rng.normal(0, math.hypot(0.2, 0.1), 300)]
    assert model_error(misses) == pytest.approx(0.04, abs=0.012)


def test_what_chance_explains_is_no_error_of_the_model() -> None:
    rng = np.random.default_rng(4)
    misses = [Miss(float(log), 0.01) for log in rng.normal(0, 0.1, 300)]
    assert model_error(misses) < 0.001


def test_misses_that_overlap_tell_less() -> None:
    """Six misses that are worth two pull as much as two alone, and less than six."""
    misses = [Miss(0.4, 0.001)] * 6
    assert model_error(misses[:2]) == pytest.approx(model_error(misses, count=2))
    assert model_error(misses[:2]) < model_error(misses)


@given(st.lists(st.tuples(st.floats(-8, 8), st.floats(1e-9, 10)), max_size=8), st.integers(0, 7), st.floats(1.01, 3))
def test_a_larger_miss_is_never_a_smaller_error(found: list[tuple[float, float]], which: int, times: float) -> None:
    misses = [Miss(*one) for one in found]
    error = model_error(misses)
    assert 0 < error <= 4
    if which < len(misses):
        misses[which] = misses[which]._replace(log=times * misses[which].log)
        assert model_error(misses) >= error * (1 - 1e-9)
