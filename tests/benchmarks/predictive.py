"""What fits and forecasts cost beside one plain evaluation of the likelihood on the same customers, and beside lifetimes, in one run:
python -m tests.benchmarks.predictive [--runs N]"""

from __future__ import annotations

import argparse
import math
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from clv_xl.models.forecast import forecast
from clv_xl.models.purchases.bgnbd import BGNBD, MBGNBD
from clv_xl.models.purchases.latent_attrition import LatentAttrition, customers_of
from clv_xl.models.purchases.pareto_nbd import ParetoNBD
from clv_xl.models.spend.gamma_gamma import GammaGamma

PURCHASES, SPEND = BGNBD(0.243, 4.414, 0.793, 2.426), GammaGamma(6.25, 3.74, 15.44)
A_YEAR = 365.25 / 7
MONTHS = 12
MONTHLY = 0.008
"""About 10% a year; as lifetimes asks for it."""
WEEKLY = 12 * math.log1p(MONTHLY) / A_YEAR
UNITS = 5
"""Evaluations timed before and after each piece of work."""


class Customers(NamedTuple):
    """One row for each, as the models know them, in weeks."""

    frequency: np.ndarray
    recency: np.ndarray
    age: np.ndarray
    monetary_value: np.ndarray


def simulated(count: int) -> Customers:
    """Customers seen for 27 to 38.86 weeks, in whole days, as order lists have them. Fixed seed."""
    age = np.random.default_rng(1).integers(189, 273, count) / 7
    bought = PURCHASES.simulate(age, seed=2)
    spent = SPEND.simulate(bought.frequency, seed=3)
    return Customers(bought.frequency, np.round(bought.recency * 7) / 7, age, np.round(spent.monetary_value, 2))


def cdnow() -> Customers:
    from lifetimes.datasets import load_cdnow_summary_data_with_monetary_value

    return Customers(*load_cdnow_summary_data_with_monetary_value().to_numpy(dtype=float).T)


def plain(seen: Customers) -> float:
    """The log-likelihood of BG/NBD once, over all rows, written as lifetimes writes it: the unit of all figures."""
    from scipy.special import gammaln

    r, alpha, a, b = PURCHASES.params.values()
    x, recency, age, _ = seen
    of_x = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
    stayed = -(r + x) * np.log(alpha + age)
    left = np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(recency + alpha)
    larger = np.maximum(stayed, left)
    return float((of_x + np.log(np.exp(stayed - larger) + np.exp(left - larger) * (x > 0)) + larger).sum())


def fit(model: type[LatentAttrition]) -> Callable[[Customers], Any]:
    return lambda seen: model.fit(*seen[:3])


def predict(seen: Customers) -> tuple[np.ndarray, np.ndarray]:
    """From columns to each customer's discounted value of a year and P(alive)."""
    rows = customers_of(*seen[:3])
    purchases, spend = BGNBD.fit_rows(rows), GammaGamma.fit(seen.frequency, seen.monetary_value)
    orders = purchases.discounted_purchases(WEEKLY, A_YEAR, *rows.columns)[rows.inverse]
    return orders * spend.expected_value(seen.frequency, seen.monetary_value), purchases.probability_alive(*rows.columns)[rows.inverse]


def with_intervals(seen: Customers) -> Any:
    """The same, and the intervals of each customer and of the totals."""
    rows = customers_of(*seen[:3])
    purchases, spend = BGNBD.fit_rows(rows), GammaGamma.fit(seen.frequency, seen.monetary_value)
    return forecast(purchases, spend, rows, seen.monetary_value, A_YEAR, WEEKLY)


def frame(seen: Customers) -> pd.DataFrame:
    return pd.DataFrame(dict(zip(("frequency", "recency", "T", "monetary_value"), seen)))


def lifetimes_fit(seen: Customers) -> Any:
    from lifetimes import BetaGeoFitter

    data = frame(seen)
    return BetaGeoFitter().fit(data["frequency"], data["recency"], data["T"])


def lifetimes_predict(seen: Customers) -> tuple[Any, Any]:
    from lifetimes import GammaGammaFitter

    data, purchases = frame(seen), lifetimes_fit(seen)
    repeat = data[data["frequency"] > 0]
    spend = GammaGammaFitter().fit(repeat["frequency"], repeat["monetary_value"])
    columns = data["frequency"], data["recency"], data["T"]
    value = spend.customer_lifetime_value(purchases, *columns, data["monetary_value"], time=MONTHS, discount_rate=MONTHLY, freq="W")
    return value, purchases.conditional_probability_alive(*columns)


WORK: dict[str, Callable[[Customers], Any]] = {
    "BG/NBD fit": fit(BGNBD),
    "MBG/NBD fit": fit(MBGNBD),
    "Pareto/NBD fit": fit(ParetoNBD),
    "Gamma-Gamma fit": lambda seen: GammaGamma.fit(seen.frequency, seen.monetary_value),
    "BG/NBD and Gamma-Gamma fit, 12-month CLV, P(alive)": predict,
    "the same with intervals of all figures": with_intervals,
    "lifetimes: BG/NBD fit": lifetimes_fit,
    "lifetimes: both fits, 12-month CLV, P(alive)": lifetimes_predict,
}
PEERS_LEAST_RUNS = 100_000
"""With more customers than these lifetimes runs once: it is slow."""


def seconds(work: Callable[[Customers], Any], seen: Customers) -> float:
    """Processor time, of all threads: others on the machine disturb it least."""
    start = time.process_time()
    work(seen)
    return time.process_time() - start


def in_units(work: Callable[[Customers], Any], seen: Customers) -> tuple[float, float]:
    """How many units a piece of work costs, and the unit, measured right before and after it."""
    units = [seconds(plain, seen) for _ in range(UNITS)]
    needed = seconds(work, seen)
    unit = statistics.median(units + [seconds(plain, seen) for _ in range(UNITS)])
    return needed / unit, unit


def peak(name: str, path: Path) -> float:
    """The most memory, in MB, that a process of its own holds while it does some work, or nothing, on stored customers."""
    command = [sys.executable, "-m", __spec__.name if __spec__ else __name__, "--peak", name, "--customers", str(path)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def report_peak(name: str, path: str) -> None:
    seen = Customers(*np.load(path))
    plain(seen) if name == "unit" else WORK[name](seen)
    # Not from resource.getrusage: that also counts what the process was forked from.
    status = Path("/proc/self/status").read_text()
    print(int(status.split("VmHWM:")[1].split()[0]) / 1e3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--peak", help=argparse.SUPPRESS)
    parser.add_argument("--customers", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")  # what lifetimes warns of is no figure
    if asked.peak:
        return report_peak(asked.peak, asked.customers)

    cases = {"CDNOW": cdnow(), "100,000": simulated(100_000), "1,000,000": simulated(1_000_000)}
    print(f"Medians of {asked.runs} runs and their range, in units: one plain evaluation of the BG/NBD likelihood on the same rows,")
    print("by processor time. lifetimes ran once with 1,000,000 customers. MB: the most memory of a process that does this alone.")
    for case, seen in cases.items():
        rows = customers_of(*seen[:3])
        units, lines = [], []
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "customers.npy"
            np.save(path, np.array(seen))
            for name, work in WORK.items():
                once = name.startswith("lifetimes") and len(seen.frequency) > PEERS_LEAST_RUNS
                if not once:
                    work(seen)
                ratios, unit = zip(*(in_units(work, seen) for _ in range(1 if once else asked.runs)))
                units += unit
                spread = f"({min(ratios):.1f} to {max(ratios):.1f})"
                lines.append(f"{name:<52} {statistics.median(ratios):7.1f} {spread:<18} {peak(name, path):7.0f} MB")
            alone = peak("unit", path)
        print(f"\n{case}: {len(seen.frequency):,} customers, {len(rows.weights):,} distinct; unit {1e3 * statistics.median(units):.2f} ms")
        print(f"{'the unit alone':<52} {1:7.1f} {'':<18} {alone:7.0f} MB")
        print("\n".join(lines), flush=True)


if __name__ == "__main__":
    main()
