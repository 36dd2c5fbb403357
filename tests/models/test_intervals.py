"""An estimate lies in its own range, whatever the data."""

from __future__ import annotations

import datetime as dt
import math
import random
from itertools import pairwise

import numpy as np
import pytest

from clv_xl.functions import CLV_FORECAST, records
from clv_xl.models.intervals import interval_of


@pytest.mark.parametrize("variance", [1e-6, 1.0, 4.0, 9.0, 1e4, 1e12, 1e300])
def test_a_mean_lies_in_its_interval(variance: float) -> None:
    """A log-normal's own quantiles, up to a standard deviation of the logarithm of 1: ln(1 + v / m^2) <= 1, or v <= 1.72 m^2."""
    found = interval_of(3.0, variance)
    assert found.low <= 3.0 <= found.high < math.inf
    spread = math.log1p(variance / 9)
    assert found.low == pytest.approx(3 * math.exp(-1.644854 * math.sqrt(spread) - spread / 2))
    if spread <= 1:
        assert found.high == pytest.approx(3 * math.exp(1.644854 * math.sqrt(spread) - spread / 2))


def test_more_doubt_is_never_a_shorter_interval() -> None:
    """A log-normal's own 95% quantile is at most exp(1.645^2 / 2) = 3.87 times its mean, and falls from there."""
    found = [interval_of(1.0, variance) for variance in np.geomspace(1e-8, 1e80, 500)]
    assert all(one.low >= more.low and one.high <= more.high for one, more in pairwise(found))
    assert found[-1].high > 1e4


def test_totals_of_odd_lists_lie_in_their_ranges() -> None:
    rng, seen = random.Random(4), 0
    for size in (12, 20, 40, 12, 20, 40):
        rows = []
        for customer in range(size):
            day = dt.date(2024, 1, 1) + dt.timedelta(rng.randrange(200))
            for _ in range(1 + int(rng.expovariate(0.8))):
                rows.append((customer, day, round(rng.lognormvariate(3, 1.2), 2)))
                day += dt.timedelta(1 + int(rng.expovariate(1 / 40)))
        answer = CLV_FORECAST(*map(list, zip(*rows)))
        for row in records(answer) if isinstance(answer, list) else []:
            for kind in ("Estimate", "Outcome"):
                low, high = row[f"{kind}, low"], row[f"{kind}, high"]
                if isinstance(low, float) and isinstance(high, float):
                    seen += 1
                    assert low <= row["Expected"] * (1 + 1e-12) and row["Expected"] <= high * (1 + 1e-12)
    assert seen > 20
