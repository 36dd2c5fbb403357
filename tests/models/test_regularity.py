"""k of Wheat and Morrison: by hand, against simulated times, and what it refuses."""

from __future__ import annotations

import math

import numpy as np
import pytest

from clv_xl.models.fitting import NotEnoughDataError
from clv_xl.models.purchases.regularity import regularity

pytestmark = pytest.mark.filterwarnings("error")


def test_by_hand() -> None:
    """Shares of 1/4 and 3/4: a variance of 1/16 about 1/2, and (1 - 4/16) / (8/16) = 1.5."""
    found = regularity([1, 3] * 20, [3, 1] * 20)
    assert found.k == pytest.approx(1.5) and found.customers == 40
    assert regularity([5.0] * 30, [5.0] * 30).k == math.inf


@pytest.mark.parametrize(("k", "word"), [(0.5, "clusters"), (1.0, "neither"), (2.0, "more regularly"), (4.0, "more regularly")])
def test_simulated_times(k: float, word: str) -> None:
    """4,000 customers with gamma times of shape k, at rates of their own: the interval holds k, and says on which side of chance it is."""
    rng = np.random.default_rng(int(10 * k))
    rates = rng.gamma(0.8, 1.0, 4_000) + 1e-3
    found = regularity(*(rng.gamma(k, 1 / rates) + 1e-12 for _ in range(2)))
    assert found.interval.low <= k <= found.interval.high and found.k == pytest.approx(k, rel=0.12)
    assert word in str(found.reason)


def test_intervals_cover() -> None:
    """300 lists of 200 customers with k of 2: nominal 90% intervals hold it 85 to 95% of the time, 2.9 standard errors."""
    rng = np.random.default_rng(7)
    held = []
    for _ in range(300):
        found = regularity(*(rng.gamma(2.0, 1.0, 200) for _ in range(2)))
        held.append(found.interval.low <= 2 <= found.interval.high)
    assert 0.85 <= np.mean(held) <= 0.95


def test_what_it_refuses() -> None:
    with pytest.raises(NotEnoughDataError, match="here are 3"):
        regularity([1, 2, 3], [1, 2, 3])
    for wrong in (([1.0] * 30, [1.0] * 29), ([0.0] * 30, [1.0] * 30), ([math.inf] * 30, [1.0] * 30)):
        with pytest.raises(ValueError):
            regularity(*wrong)
