"""How often the 90% ranges of CLV_FORECAST hold what then comes in, on simulated shops in which something goes on that the models do not
know, and on the past of a real list: python -m tests.benchmarks.forecasts [--simulations N] [--rows NAME ...] [--list FILE]

Beside the coverage stands the interval score (Gneiting and Raftery 2007) as a share of what came: the width of the range, and 2 / 10%
times the distance by which it was missed, so that a wide one is no way out."""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from clv_xl.functions import CLV_FORECAST

CHRISTMAS = (0.7, 0.7, 0.8, 0.8, 0.9, 0.9, 0.7, 0.7, 1.0, 1.1, 1.8, 2.6)
_START = dt.date(2019, 1, 1)
_MOST_ORDERS = 400
LEVEL = 0.9


@dataclass(frozen=True)
class Shop:
    """A shop of so many customers who came over so many years before the forecast. season: how strong months are; growth: by how much more
    come each year; fading: by how much less those of a year later buy; spread: of the logarithm of what customers spend, and of one order;
    cut: so many years of the beginning are missing from the export; refunds: the share of orders given back in part."""

    name: str
    customers: int = 1000
    years: float = 3.0
    season: tuple[float, ...] = (1.0,) * 12
    growth: float = 0.0
    fading: float = 0.0
    spread: tuple[float, float] = (0.5, 0.4)
    cut: float = 0.0
    refunds: float = 0.0


SHOPS = [
    Shop("nothing special"),
    Shop("40 customers", customers=40),
    Shop("100 customers", customers=100),
    Shop("400 customers", customers=400),
    Shop("4,000 customers", customers=4000),
    Shop("10,000 customers", customers=10000),
    Shop("a Christmas peak", season=CHRISTMAS, years=3.0),
    Shop("a Christmas peak, 4,000 customers", season=CHRISTMAS, customers=4000),
    Shop("growth: half as many more come each year", growth=0.5),
    Shop("later customers buy 30% less each year", fading=0.3),
    Shop("heavy spend", spread=(1.2, 0.8)),
    Shop("refunds", refunds=0.15),
    Shop("an export without its first two years", years=3.0, cut=2.0),
]


class Orders(NamedTuple):
    """Columns of an order list, the day counted from the first day of the shop."""

    customer: np.ndarray
    day: np.ndarray
    amount: np.ndarray


def orders_of(shop: Shop, days: int, rng: np.random.Generator) -> Orders:
    """All orders up to so many days: BG/NBD customers, whose rate goes with the month."""
    span = (shop.years + shop.cut) * 365.25
    count = round(shop.customers * (1 + shop.cut / shop.years))
    # The chance of coming grows with time, by so much a year.
    rising = np.cumsum((1 + shop.growth) ** (np.arange(int(span)) / 365.25))
    first = np.searchsorted(rising, rng.random(count) * rising[-1]).astype(float)
    months = (np.datetime64(_START) + np.arange(days + 1)).astype("datetime64[M]").astype(int) % 12
    season = np.array(shop.season) / np.mean(shop.season)
    clock = np.cumsum(season[months]) / 7
    rate = rng.gamma(0.6, 1 / 10, count) * (1 - shop.fading) ** (first / 365.25)
    stays = rng.geometric(rng.beta(0.8, 2.6, count))
    gaps = rng.exponential(1.0, (count, _MOST_ORDERS)) / rate[:, None]
    moments = clock[first.astype(int)][:, None] + np.cumsum(gaps, axis=1)
    row, place = np.nonzero((moments < clock[-1]) & (np.arange(_MOST_ORDERS) < stays[:, None]))
    customer = np.concatenate([np.arange(count), row])
    day = np.concatenate([first, np.searchsorted(clock, moments[row, place]).astype(float)])
    of_customer, of_order = shop.spread
    own = np.exp(rng.normal(3.5, of_customer, count))
    amount = own[customer] * np.exp(rng.normal(0, of_order, len(customer)))
    back = np.flatnonzero(rng.random(len(customer)) < shop.refunds)
    customer, amount = np.append(customer, customer[back]), np.append(amount, -amount[back] * rng.random(len(back)))
    day = np.append(day, day[back] + rng.integers(1, 30, len(back)))
    kept = (day <= days) & (day >= shop.cut * 365.25)
    return Orders(customer[kept], day[kept].astype(int), amount[kept].round(2))


class Outcome(NamedTuple):
    """What was foreseen and came, as shares of what came: of orders or of money."""

    off: float
    held: bool
    score: float


def tried(orders: Orders, told: int, months: int, start: dt.date = _START) -> dict[str, Outcome] | None:
    """The forecast of a day, and what came of its customers; None where it gives no range."""
    known = orders.day <= told
    until = told + months * 365.25 / 12
    columns = (
        orders.customer[known].tolist(),
        [start + dt.timedelta(int(day)) for day in orders.day[known]],
        orders.amount[known].tolist(),
    )
    table: Any = CLV_FORECAST(*columns, months, as_of=start + dt.timedelta(told))
    rows = {str(row[0]): row[1:] for row in table}
    later = (orders.day > told) & (orders.day <= until) & np.isin(orders.customer, orders.customer[known])
    days = np.unique(np.stack([orders.customer[later & (orders.amount > 0)], orders.day[later & (orders.amount > 0)]]), axis=1).shape[1]
    found = {}
    for name, came in (("Orders", float(days)), ("Future value", float(orders.amount[later].sum()))):
        expected, *_, low, high = rows[name]
        if not isinstance(low, float) or came <= 0:
            return None
        missed = max(low - came, came - high, 0.0)
        found[name] = Outcome(expected / came - 1, missed == 0, (high - low + 2 / (1 - LEVEL) * missed) / came)
    return found


def _simulate(job: tuple[Shop, int, int]) -> tuple[str, int, dict[str, Outcome] | None]:
    shop, months, seed = job
    rng = np.random.default_rng(seed)
    told = round((shop.years + shop.cut) * 365.25 - rng.integers(0, 365))
    orders = orders_of(shop, told + 366, rng)
    return shop.name, months, tried(orders, told, months)


def rolling(path: str, origins: int = 8) -> Iterator[tuple[int, dt.date, dict[str, Outcome] | None]]:
    """Forecasts of the past of a list (customer, date, amount): from a third of its time on."""
    import pandas as pd

    table = pd.read_csv(path) if path.endswith("csv") else pd.read_parquet(path)
    customer, date, amount = (table.iloc[:, i] for i in range(3))
    date = pd.to_datetime(date)
    start = date.min().normalize()
    orders = Orders(pd.factorize(customer)[0], (date - start).dt.days.to_numpy(), amount.to_numpy(float))
    last = int(orders.day.max())
    for months in (3, 6, 12):
        latest = last - int(months * 365.25 / 12)
        for told in np.linspace(last / 3, latest, origins).astype(int) if latest > last / 3 else ():
            yield months, (start + dt.timedelta(int(told))).date(), tried(orders, int(told), months, start.date())


def _mean(of: Callable[[Outcome], float], found: list[Outcome]) -> float:
    return float(np.mean([of(one) for one in found])) if found else float("nan")


def row_of(name: str, months: int, found: list[dict[str, Outcome] | None]) -> str:
    """A line of the table."""
    there = [one for one in found if one]
    cells = []
    for figure in ("Orders", "Future value"):
        own = [one[figure] for one in there]
        near = np.mean([abs(one.off) <= 0.15 for one in own]) if own else float("nan")
        cells += [
            f"{_mean(lambda one: one.held, own):.0%}",
            f"{_mean(lambda one: one.off, own):+.0%}",
            f"{near:.0%}",
            f"{_mean(lambda one: one.score, own):.2f}",
        ]
    return f"| {name} | {months} | {len(there)} of {len(found)} | {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--simulations", type=int, default=100)
    parser.add_argument("--rows", nargs="*", default=[shop.name for shop in SHOPS])
    parser.add_argument("--list", nargs="*", default=[], help="order lists to roll through in place of simulations")
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    given = parser.parse_args()
    started = time.perf_counter()
    print("| Shop | Months | With a range | Orders: held | off | within 15% | score | Money: held | off | within 15% | score |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|", flush=True)
    for path in given.list:
        found = list(rolling(path))
        for months in sorted({one[0] for one in found}):
            print(row_of(os.path.basename(path), months, [one for own, _, one in found if own == months]), flush=True)
    if not given.list:
        with multiprocessing.Pool(given.processes) as pool:
            for shop in (one for one in SHOPS if one.name in given.rows):
                for months in (3, 12):
                    jobs = [(shop, months, seed) for seed in range(given.simulations)]
                    print(row_of(shop.name, months, [one for *_, one in pool.imap_unordered(_simulate, jobs)]), flush=True)
    print(f"{time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
