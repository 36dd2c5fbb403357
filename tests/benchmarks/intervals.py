"""How often nominal 90% intervals of forecasts hold what they should, on simulated customers: the expectation under the true
parameters, and what the customers then really buy and spend: python -m tests.benchmarks.intervals [--simulations N] [--customers N]"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import os
import time
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from clv_xl.models.forecast import forecast
from clv_xl.models.intervals import Interval, bootstrap
from clv_xl.models.purchases.bgnbd import BGNBD, MBGNBD
from clv_xl.models.purchases.latent_attrition import LatentAttrition, customers_of
from clv_xl.models.purchases.pareto_nbd import ParetoNBD
from clv_xl.models.spend.gamma_gamma import GammaGamma
from clv_xl.models.spend.independence import fit_spend

BG_NBD = BGNBD(0.243, 4.414, 0.793, 2.426)
MBG_NBD = MBGNBD(0.525, 6.183, 0.891, 1.614)
PARETO_NBD = ParetoNBD(0.553, 10.576, 0.606, 11.672)
SPEND = GammaGamma(6.25, 3.74, 15.44)
DAYS = 7
AGES = (189, 272)
"""In days, 27 to 38.86 weeks."""
HORIZON = 52.0
TEN_PERCENT = math.log(1.1) / (365.25 / 7)
DRAWS = 100
"""Fits of one bootstrap."""
BOOTSTRAPS = 0.2
"""The share of the simulations that are bootstrapped too: each costs as much as all else together with 50 others."""


@dataclass(frozen=True)
class Scenario:
    """Customers of a model. going_with: the power of frequency that spend per order grows by; as_files: as an order list has them,
    orders of one day one purchase; otherwise whole days only round what is known of each customer."""

    name: str
    model: LatentAttrition
    discount_rate: float = 0.0
    going_with: float = 0.0
    as_files: bool = False
    bootstrapped: bool = False


SCENARIOS = [
    Scenario("BG/NBD", BG_NBD, bootstrapped=True),
    Scenario("BG/NBD, discounted by 10% a year", BG_NBD, discount_rate=TEN_PERCENT),
    Scenario("BG/NBD, spend goes with frequency", BG_NBD, going_with=0.3),
    Scenario("BG/NBD, orders of a day are one purchase", BG_NBD, as_files=True),
    Scenario("MBG/NBD", MBG_NBD),
    Scenario("Pareto/NBD", PARETO_NBD),
]
TOTALS = ["Expected value", "Value", "Expected orders", "Orders", "Expected orders, bootstrap"]
EACH = ["Expected orders", "P(alive)", "Expected value"]


class Customers(NamedTuple):
    """What is known of customers at their age in weeks, and what they do after it: purchases, and discounted spend. variation: the
    variance of the repeat purchases of one customer over their squared mean, which an order list tells too."""

    frequency: np.ndarray
    recency: np.ndarray
    age: np.ndarray
    monetary_value: np.ndarray
    variation: float
    later: float
    later_spend: float


def orders(model: LatentAttrition, until: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The customer of each order after the first, and its time since the first; told from how the model says that people buy."""
    count = len(until)
    if isinstance(model, ParetoNBD):
        rate, leaving = rng.gamma(model.r, 1 / model.alpha, count), rng.gamma(model.s, 1 / model.beta, count)
        stays = np.minimum(rng.exponential(1, count) / leaving, until)
        who = np.repeat(np.arange(count), rng.poisson(rate * stays))
        return who, rng.random(len(who)) * stays[who]
    assert isinstance(model, BGNBD)
    rate, leaving = rng.gamma(model.r, 1 / model.alpha, count), rng.beta(model.a, model.b, count)
    there = np.arange(count)
    if isinstance(model, MBGNBD):
        there = there[rng.random(count) >= leaving]
    now, customers, times = np.zeros(count), [], []
    while len(there):
        now[there] += rng.exponential(1, len(there)) / np.maximum(rate[there], 1e-300)
        there = there[now[there] <= until[there]]
        customers.append(there)
        times.append(now[there])
        there = there[rng.random(len(there)) >= leaving[there]]
    return np.concatenate(customers), np.concatenate(times)


def simulate(scenario: Scenario, count: int, rng: np.random.Generator) -> Customers:
    age = rng.integers(AGES[0], AGES[1] + 1, count)
    # In an order list the first order is at some hour of its day, and the last day is seen to its end.
    opening = rng.random(count) if scenario.as_files else np.zeros(count)
    seen = age + scenario.as_files - opening
    who, weeks = orders(scenario.model, (seen + HORIZON * DAYS) / DAYS, rng)
    when = weeks * DAYS + opening[who]
    is_past = when - opening[who] <= seen[who]
    # What customers spend goes with the frequency that is known of them, so that is needed first.
    buyer, day, purchase = who, when, np.arange(len(who))
    if scenario.as_files:
        table, purchase = np.unique(np.column_stack([who, np.floor(when)]), axis=0, return_inverse=True)
        buyer, day, purchase = table[:, 0].astype(int), table[:, 1], purchase.ravel()
    # A repeat purchase is not on the first day.
    repeat = (day > 0) & (day <= age[buyer])
    frequency, recency = np.bincount(buyer[repeat], minlength=count), np.zeros(count)
    np.maximum.at(recency, buyer[repeat], day[repeat])

    rate = rng.gamma(SPEND.q, 1 / (SPEND.v * np.maximum(frequency, 1.0) ** scenario.going_with))
    value = rng.gamma(SPEND.p, 1 / rate[who])
    paid = np.bincount(purchase, value, len(buyer))
    mean = np.bincount(buyer[repeat], paid[repeat], count) / np.maximum(frequency, 1)
    off = np.square(paid[repeat] / mean[buyer[repeat]] - 1)
    discounted = value * np.exp(-scenario.discount_rate * (when - opening[who] - seen[who]) / DAYS)
    return Customers(
        frequency.astype(float),
        np.round(recency) / DAYS,
        age / DAYS,
        mean,
        float(off.sum() / np.maximum(frequency - 1, 0).sum()),
        float((day > age[buyer]).sum()),
        float(discounted[~is_past].sum()),
    )


def side(interval: Interval | None, true: float) -> int:
    """0 where the interval holds the true figure, -1 where that is below it and 1 where above; 9 without an interval."""
    if interval is None:
        return 9
    assert math.isfinite(interval.low) and math.isfinite(interval.high)
    return -1 if true < interval.low else int(true > interval.high)


def share(interval: Interval | None, true: np.ndarray) -> float:
    """The share of customers whose interval holds the true figure, of those of whom there is something to be unsure of."""
    if interval is None:
        return math.nan
    unsure = interval.high > interval.low
    return float(((interval.low <= true) & (true <= interval.high))[unsure].mean())


def run(job: tuple[int, int, int, bool]) -> tuple[int, list[int], list[float]]:
    """Of one simulated data set: the scenario, the sides of the totals and the shares of customers."""
    number, seed, count, is_bootstrapped = job
    scenario, rng = SCENARIOS[number], np.random.default_rng([number, seed])
    seen = simulate(scenario, count, rng)
    rows = customers_of(*seen[:3])
    model = type(scenario.model).fit_rows(rows)
    spend, _ = fit_spend(seen.frequency, seen.monetary_value, variation=seen.variation)
    found = forecast(model, spend, rows, seen.monetary_value, HORIZON, scenario.discount_rate)

    true, x = scenario.model, seen.frequency
    expected = true.conditional_expected_purchases(HORIZON, *seen[:3])
    present = true.discounted_purchases(scenario.discount_rate, HORIZON, *seen[:3])
    scale = SPEND.v * np.maximum(x, 1.0) ** scenario.going_with
    worth = present * SPEND.p * (scale + x * seen.monetary_value) / (SPEND.p * x + SPEND.q - 1)
    sides = [
        side(found.total_value.estimate, worth.sum()),
        side(found.total_value.outcome, seen.later_spend),
        side(found.total_orders.estimate, expected.sum()),
        side(found.total_orders.outcome, seen.later),
        9,
    ]
    if is_bootstrapped:
        drawn = [one.conditional_expected_purchases(HORIZON, *rows.columns) @ rows.weights for one in bootstrap(model, rows, DRAWS)]
        sides[-1] = side(Interval(*np.quantile(drawn, [0.05, 0.95])), expected.sum())
    alive = true.probability_alive(*seen[:3])
    return number, sides, [share(found.orders_interval, expected), share(found.alive_interval, alive), share(found.value_interval, worth)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--simulations", type=int, default=200)
    parser.add_argument("--customers", type=int, default=2000)
    parser.add_argument("--only", type=int, help="the number of one scenario")
    asked = parser.parse_args()
    start = time.perf_counter()
    sides: list[list[list[int]]] = [[] for _ in SCENARIOS]
    shares: list[list[list[float]]] = [[] for _ in SCENARIOS]
    jobs = [
        (number, seed, asked.customers, scenario.bootstrapped and seed < BOOTSTRAPS * asked.simulations)
        for number, scenario in enumerate(SCENARIOS)
        for seed in range(asked.simulations)
        if asked.only in (None, number)
    ]
    with multiprocessing.Pool(os.cpu_count()) as pool:
        for number, of_totals, of_each in pool.imap_unordered(run, jobs, chunksize=5):
            sides[number].append(of_totals)
            shares[number].append(of_each)
    print(f"| Customers | {' | '.join(TOTALS)} | {' | '.join(f'{name}, each' for name in EACH)} |")
    print(f"|---|{'---:|' * (len(TOTALS) + len(EACH))}")
    for scenario, totals, each in zip(SCENARIOS, sides, shares):
        if totals:
            cells = [held(np.array(totals)[:, i]) for i in range(len(TOTALS))] + [f"{mean:.1%}" for mean in np.nanmean(each, axis=0)]
            print(f"| {scenario.name} | {' | '.join(cells)} |")
    margin = 196 * math.sqrt(0.1 * 0.9 / asked.simulations)
    missing = [f"{scenario.name} {n}" for scenario, totals in zip(SCENARIOS, sides) if (n := sum(total[0] == 9 for total in totals))]
    print(f"\n{asked.simulations:,} simulations of {asked.customers:,} customers a row: a true 90% shows as 90% ± {margin:.1f}.")
    print("In brackets: true figure under + over the interval.")
    print(f"Data sets without intervals, since they do not determine the model, left out: {', '.join(missing) or 'none'}.")
    print(f"{time.perf_counter() - start:.0f} seconds on {os.cpu_count()} cores.")


def held(sides: np.ndarray) -> str:
    told = sides[sides != 9]
    if not len(told):
        return ""
    return f"{(told == 0).mean():.1%} ({100 * (told == -1).mean():.1f} + {100 * (told == 1).mean():.1f})"


if __name__ == "__main__":
    main()
