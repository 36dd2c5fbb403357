"""Nothing that is fitted depends on the order of the rows, the days of the calendar or the currency: shuffles, a shift and a scale."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from clv_xl.functions import CLV_FIT, CLV_PREDICT, records
from clv_xl.models.purchases.bgnbd import BGNBD, MBGNBD
from clv_xl.models.purchases.latent_attrition import LatentAttrition
from clv_xl.models.purchases.pareto_nbd import ParetoNBD
from clv_xl.models.spend.gamma_gamma import GammaGamma
from tests.tables import figures

Row = tuple[str, float, float]


def regulars(chance: random.Random) -> list[Row]:
    """All alike and none seen to leave: parameters run to their limits, where the likelihood is flat."""
    return [
        (f"c{customer}", 45000.0 + chance.randrange(30) + 7 * turn, round(chance.uniform(5, 50), 2))
        for customer in range(60)
        for turn in range(chance.choice([3, 4, 5, 5]))
    ]


def mixed(chance: random.Random) -> list[Row]:
    """Customers of unlike rates, of whom many leave, with spend that goes with frequency, and refunds."""
    rows = []
    for customer in range(150):
        day, gap = 45000.0 + chance.randrange(200), chance.expovariate(1 / 30) + 3
        for _ in range(1 + int(chance.expovariate(1 / 3))):
            rows.append((f"c{customer}", float(int(day)), round(chance.lognormvariate(3, 0.5) * (1 + 20 / gap), 2)))
            day += chance.expovariate(1 / gap) + 1
    return rows + [(name, day + 1, -amount) for name, day, amount in rows[::40]]


def told(rows: list[Row]) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    columns = [list(column) for column in zip(*rows)]
    return figures(CLV_FIT(*columns)), {row["Customer"]: row for row in records(CLV_PREDICT(*columns))}


def alike(one: dict[str, Any], other: dict[str, Any], rel: float) -> bool:
    """Whether the numbers differ by no more than a share, and all else is the same."""
    same = one.keys() == other.keys()
    return same and all(
        cell == pytest.approx(other[name], rel=rel) if type(cell) is float else cell == other[name] for name, cell in one.items()
    )


@pytest.mark.parametrize("made", [regulars, mixed])
def test_shuffles_a_shift_and_a_scale(made: Any) -> None:
    rows = made(random.Random(5))
    fitted, predicted = told(rows)
    for turn in range(4):
        shuffled = rows[:]
        random.Random(turn).shuffle(shuffled)
        other, others = told(shuffled)
        assert alike(other, fitted, 1e-9), turn
        assert others.keys() == predicted.keys() and all(alike(others[name], row, 1e-6) for name, row in predicted.items()), turn
    later, _ = told([(name, day + 1234, amount) for name, day, amount in rows])
    assert alike(later, fitted, 1e-9)
    for scale in (0.01, 150.0):  # as in another currency
        scaled, dearer = told([(name, day, round(amount * scale, 6)) for name, day, amount in rows])
        assert (scaled["Model"], scaled["Model of spend"]) == (fitted["Model"], fitted["Model of spend"])
        for name, row in predicted.items():
            for column in ("Expected orders", "P(alive)"):
                assert dearer[name][column] == pytest.approx(row[column], rel=1e-9)
            for column in ("Expected order value", "Future value", "Future value, low", "Future value, high"):
                assert dearer[name][column] == pytest.approx(row[column] * scale, rel=1e-4), (scale, column)


@pytest.mark.parametrize("model", [BGNBD, MBGNBD, ParetoNBD])
def test_more_customers_than_the_search_looks_at(model: type[LatentAttrition]) -> None:
    """12,000, of whom most have a history of their own: the search goes over a sample, which is the same in any order."""
    chance = np.random.default_rng(7)
    age = chance.integers(100, 3000, 12_000) / 7
    bought = BGNBD(0.24, 4.4, 0.8, 2.4).simulate(age, seed=1)
    money = np.round(GammaGamma(6.25, 3.74, 15.4).simulate(bought.frequency, seed=2).monetary_value, 2)
    order = chance.permutation(len(age))
    one, other = (model.fit(bought.frequency[some], bought.recency[some], age[some]) for some in (slice(None), order))
    assert one.params == other.params and one.log_likelihood == other.log_likelihood
    spend, shuffled = (GammaGamma.fit(bought.frequency[some], money[some]) for some in (slice(None), order))
    assert spend.params == shuffled.params
