"""False alarms of the A/B comparison and coverage of its 95% interval, beside plain Welch's, on simulated customers:
python -m tests.benchmarks.ab_test [--simulations N]"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import os
import time
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import stats

from clv_xl.models.comparison import compare_means


@dataclass(frozen=True)
class Customers:
    """Most buy nothing; the others spend a log-normal amount of this sigma, or a gamma one of this shape, times the scale."""

    zeros: float
    sigma: float = 0.0
    shape: float = 0.0
    scale: float = 1.0

    def draw(self, count: int, rng: np.random.Generator) -> Any:
        spend = rng.lognormal(0, self.sigma, count) if self.sigma else rng.gamma(self.shape, 1, count)
        return np.where(rng.random(count) < self.zeros, 0.0, self.scale * spend)

    @property
    def mean(self) -> float:
        return (1 - self.zeros) * self.scale * (math.exp(self.sigma**2 / 2) if self.sigma else self.shape)


def conversion_up(customers: Customers, by: float) -> Customers:
    return replace(customers, zeros=1 - (1 - customers.zeros) * (1 + by))


MANY_ZEROS = Customers(0.9, sigma=1.0)
HEAVY = Customers(0.8, sigma=1.3)
HEAVIEST = Customers(0.9, sigma=1.3)
SCENARIOS = [
    ("no zeros, log-normal 0.8", (300, 1200), Customers(0, sigma=0.8), Customers(0, sigma=0.8)),
    ("50% zeros, log-normal 1.0", (200, 200), Customers(0.5, sigma=1.0), Customers(0.5, sigma=1.0)),
    ("80% zeros, log-normal 1.3", (2000, 500), HEAVY, HEAVY),
    ("90% zeros, gamma 0.5", (300, 1200), Customers(0.9, shape=0.5), Customers(0.9, shape=0.5)),
    ("90% zeros, log-normal 1.3", (300, 1200), HEAVIEST, HEAVIEST),
    ("90% zeros, log-normal 1.0; B converts 30% more", (1000, 1000), MANY_ZEROS, conversion_up(MANY_ZEROS, 0.3)),
    ("80% zeros, log-normal 1.3; B's orders 20% larger", (2000, 500), HEAVY, replace(HEAVY, scale=1.2)),
    (
        "90% zeros, log-normal 1.0; B converts 30% more, same mean",
        (300, 1200),
        MANY_ZEROS,
        replace(conversion_up(MANY_ZEROS, 0.3), scale=1 / 1.3),
    ),
    ("90% zeros, log-normal 1.3; B converts 30% more", (5000, 5000), HEAVIEST, conversion_up(HEAVIEST, 0.3)),
    ("80% zeros, gamma 1.0, against 90% zeros, log-normal 1.3", (1000, 1000), Customers(0.8, shape=1.0), HEAVIEST),
]


def misses(job: tuple[int, int]) -> list[int]:
    """Of one simulated pair of groups: the scenario, then ours and Welch's: p under 5%, true difference under and over the interval."""
    scenario, run = job
    _, (n_a, n_b), customers_a, customers_b = SCENARIOS[scenario]
    rng = np.random.default_rng([scenario, run])
    a, b = customers_a.draw(n_a, rng), customers_b.draw(n_b, rng)
    true = customers_b.mean - customers_a.mean
    ours, welch = compare_means(a, b), stats.ttest_ind(b, a, equal_var=False)
    interval = welch.confidence_interval(0.95)
    found = (ours.p_value < 0.05, true < ours.low, true > ours.high, welch.pvalue < 0.05, true < interval.low, true > interval.high)
    return [scenario, *found]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--simulations", type=int, default=4000)
    count = parser.parse_args().simulations
    start = time.perf_counter()
    counts = np.zeros((len(SCENARIOS), 6))
    jobs = [(scenario, run) for scenario in range(len(SCENARIOS)) for run in range(count)]
    with multiprocessing.Pool(os.cpu_count()) as pool:
        for scenario, *missed in pool.imap_unordered(misses, jobs, chunksize=50):
            counts[scenario] += missed
    print("| Customers | A / B | True difference | False alarms | Coverage | Misses | Welch: false alarms | Coverage | Misses |")
    print("|---|---|---:|---:|---:|---:|---:|---:|---:|")
    for (name, (n_a, n_b), customers_a, customers_b), shares in zip(SCENARIOS, 100 * counts / count):
        change = customers_b.mean / customers_a.mean - 1
        cells = []
        for alarms, under, over in (shares[:3], shares[3:]):
            cells += [f"{alarms:.1f}%" if abs(change) < 1e-9 else "", f"{100 - under - over:.1f}%", f"{under:.1f} + {over:.1f}"]
        print(f"| {name} | {n_a} / {n_b} | {change:+.0%} | {' | '.join(cells)} |")
    margin = 196 * math.sqrt(0.05 * 0.95 / count)
    print(f"\n{count:,} simulations a row: a true 5% shows as 5% ± {margin:.1f} (95% Monte Carlo error).")
    print("A false alarm is p < 5% where the true means are equal. Misses: the true difference lies under + over the 95% interval.")
    print(f"{time.perf_counter() - start:.0f} seconds on {os.cpu_count()} cores.")


if __name__ == "__main__":
    main()
