"""An estimate lies in its own range, whatever the data."""

from __future__ import annotations

import datetime as dt
import math
import random

import pytest

from clv_xl.functions import CLV_FORECAST, records
from clv_xl.models.intervals import interval_of


@pytest.mark.parametrize("variance", [1e-6, 1.0, 9.0, 1e4, 1e12])
def test_a_mean_lies_in_its_interval(variance: float) -> None:
    """A log-normal sum whose spread exceeds its mean 120 times has its mean above the quantile: ln(1 + v / m^2) > (2 x 1.645)^2 = 10.8."""
    found = interval_of(3.0, variance)
    assert found.low <= 3.0 <= found.high
    spread = math.log1p(variance / 9)
    if spread < 10.8:
        assert found.high == pytest.approx(3 * math.exp(1.644854 * math.sqrt(spread) - spread / 2))


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
