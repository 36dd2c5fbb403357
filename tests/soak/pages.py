"""Random lists through whole workbooks: what must hold on their pages whatever the list, in three languages.

python -m tests.soak.pages [--lists 20] [--seed 1] [TEMPLATE ...]
"""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from tqdm import tqdm

from clv_xl import fill
from clv_xl.words import LANGUAGES
from tests.conftest import opened
from tests.support.cells import listed, not_ok, values_by_name

SMALL = 1e-6
_OF_DATA = {
    *("At least one row can be used", "Somebody left and somebody stayed", "A price is known"),
    "The value hangs little on the far future",
}
"""Checks that a list may fail; all others that say Act compare figures with each other."""
RANGES = (
    ("result_predicted_clv_low", "result_predicted_clv", "result_predicted_clv_high"),
    ("result_clv_low", "result_curve_clv", "result_clv_high"),
    ("growth_low", "growth_change", "growth_high"),
)
"""Names of estimates between the ends of their ranges."""
SHARES = (
    *("result_churn", "result_renewal_churn", "result_first_renewal_churn", "result_beyond", "result_predicted_beyond", "survival_seen"),
    *("survival_ahead", "season_p"),
)
"""Names of shares, which are from 0 to 1."""
COLUMNS = {
    "transactions": (
        ("Forecast", ("P(alive), low", "P(alive)", "P(alive), high")),
        ("Forecast", ("Orders, low", "Expected orders", "Orders, high")),
        ("Forecast", ("Future value, low", "Future value", "Future value, high")),
    ),
    "subscriptions": (("Retention", ("Lowest", "Survival fitted", "Highest")), ("Value", ("Lowest CLV", "CLV", "Highest CLV"))),
    "segments": (("Channels", ("Ratio, low", "CLV : CAC", "Ratio, high")),),
}
"""Lists by page, with columns that do not fall from left to right."""


def orders(rng: Any) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Customers of one to three years who buy a few times, with refunds, free orders, several on a day, and blanks."""
    rows, count, days = [], int(rng.integers(15, 150)), int(rng.integers(100, 1000))
    for n in range(count):
        day, buys = int(rng.integers(0, days)), 1 + int(rng.geometric(0.4) * (rng.random() < 0.6))
        for _ in range(buys):
            amount = round(float(rng.lognormal(3, 1)) * (-0.5 if rng.random() < 0.04 else 1) * (rng.random() > 0.02), 2)
            rows.append((f"c{n}", dt.date(2022, 1, 1) + dt.timedelta(min(days, day)), amount, str(rng.choice(["A", "B", "C", ""]))))
            day += int(rng.exponential(40))
    inputs = {"chart_by": "Channel", "forecast_months": int(rng.integers(1, 60)), "cac": float(rng.integers(0, 40)), "enough": 10}
    inputs |= {"gross_margin": 0.4} if rng.random() < 0.5 else {}
    return pd.DataFrame(rows, columns=["customer", "date", "amount", "channel"]), inputs


def subscriptions(rng: Any) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Subscribers of two years who differ in how likely they leave, some with an end to come or without a price."""
    rows = []
    for n in range(int(rng.integers(30, 400))):
        start = dt.date(2023, 1, 1) + dt.timedelta(int(rng.integers(0, 700)))
        end = start + dt.timedelta(30 * int(rng.geometric(min(0.9, rng.beta(0.8, 6) + 0.01))))
        price = None if rng.random() < 0.03 else float(rng.choice([5, 9, 49]))
        rows.append((f"s{n}", start, end if end < dt.date(2025, 2, 1) else None, str(rng.choice(["Basic", "Plus"])), price))
    frame = pd.DataFrame(rows, columns=["Customer", "Start", "End", "Plan", "Price"])
    return frame, {"as_of": "2024-12-31", "gross_margin": 0.5, "cac": 30, "period": str(rng.choice(["month", "quarter"])), "enough": 10}


def customers(rng: Any) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Customers with values below 0 among them, some of whom cost nothing to win."""
    count = int(rng.integers(20, 300))
    frame = pd.DataFrame(
        {"customer": range(count), "channel": rng.choice(["Fair", "Web", ""], count), "segment": rng.choice(["X", "Y"], count)}
    )
    value, cost = rng.normal(60, 40, count).round(2), rng.gamma(2, 10, count).round(2) * (rng.random(count) > 0.1)
    return frame.assign(value=value, **{"acquisition cost": cost}), {"enough": 10, "industry": "Retail"}


LISTS: dict[str, Callable[[Any], tuple[pd.DataFrame, dict[str, Any]]]] = {
    "transactions": orders,
    "subscriptions": subscriptions,
    "segments": customers,
}


def _numbers(*values: Any) -> bool:
    return all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values)


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= SMALL * max(1.0, abs(one), abs(other))


def faults(template: str, paths: dict[str, Path]) -> Iterator[str]:
    """What does not hold in the workbooks of a list, by language."""
    values = {language: values_by_name(path) for language, path in paths.items()}
    said, path = values["en"], paths["en"]
    for text, state in not_ok(path).items():
        if state == "Act" and text not in _OF_DATA:
            yield f"Checks: {text}"
    for names in RANGES:
        found = [said.get(name) for name in names]
        if _numbers(*found) and not found[0] - SMALL <= found[1] <= found[2] + SMALL:
            yield f"{names[1]} outside its range: {found}"
    for name in SHARES:
        if _numbers(said.get(name)) and not 0 <= said[name] <= 1 + SMALL:
            yield f"{name} is no share: {said[name]}"
    for tab, names in COLUMNS[template]:
        for row in listed(opened(path)[tab], *names):
            if _numbers(*row) and not row[0] - SMALL <= row[1] <= row[2] + SMALL:
                yield f"{tab}: {names[1]} outside its range: {row}"
    yield from {"transactions": _orders_faults, "subscriptions": _subscriptions_faults, "segments": _segments_faults}[template](path, said)
    for language, others in values.items():
        for name in (name for name in said if name.startswith("result_")):
            one, other = said[name], others.get(name)
            if _numbers(one) and not (_numbers(other) and _near(one, other)):
                yield f"{name} is {one} in English and {other} in {language}"


def _shares(book: Any, tab: str, by: str, share: str) -> Iterator[str]:
    """The shares of each grouping come to 100%; a row of all has them once more."""
    sums: dict[Any, float] = {}
    for group, value in listed(book[tab], by, share):
        if _numbers(value):
            sums[group] = sums.get(group, 0.0) + value
    for group, total in sums.items():
        if by == "By" and not any(_near(total, whole) for whole in (1.0, 2.0)):
            yield f"{tab}: the shares of {group} come to {total}"


def _orders_faults(path: Path, said: dict[str, Any]) -> Iterator[str]:
    book = opened(path)
    yield from _shares(book, "Segments", "By", "Share of customers")
    total = said["result_predicted_clv"]
    if _numbers(total):
        future = sum(row[1] for row in listed(book["Forecast"], "Customer", "Future value") if _numbers(row[1]))
        stakes = [said[name] for name in ("stake_best", "result_value_at_stake", "stake_once") if _numbers(said[name])]
        if not _near(future, total):
            yield f"the future values of all come to {future}, not {total}"
        if sum(stakes) > total + SMALL * max(1.0, total):
            yield f"more is at stake than is expected: {stakes} of {total}"
        if said["result_expected_alive"] > said["result_customers"] + SMALL:
            yield "more are still customers than ever were"
    bought = [row[1] for row in listed(book["Customers"], "Customer", "Revenue") if _numbers(row[1])]
    if not _near(sum(bought), said["result_revenue"]):
        yield f"the revenue of all is {sum(bought)}, not {said['result_revenue']}"


def _subscriptions_faults(path: Path, said: dict[str, Any]) -> Iterator[str]:
    book = opened(path)
    curve = [row[1] for row in listed(book["Retention"], "Period", "Survival fitted") if _numbers(row[1])]
    if any(later > earlier + SMALL for earlier, later in pairwise(curve)):
        yield "the fitted survival rises"
    half, seen = said["result_half_life"], said["curve_seen"]
    if _numbers(half) and half > 2 * seen:
        yield f"half have left after {half} renewals, of which {seen} were seen"


def _segments_faults(path: Path, said: dict[str, Any]) -> Iterator[str]:
    if _numbers(said["result_net"], said["total_cac"]) and not _near(
        said["result_customer_equity"] - said["total_cac"], said["result_net"]
    ):
        yield "net is not value less cost"
    listed_values = [row[1] for row in listed(opened(path)["Values"], "Value", "Net") if _numbers(row[1])]
    if _numbers(said["result_net"]) and not _near(sum(listed_values), said["result_net"]):
        yield f"the nets of all come to {sum(listed_values)}, not {said['result_net']}"


def check(template: str, seed: int, folder: Path) -> list[str]:
    """What does not hold for a random list of a template."""
    rows, inputs = LISTS[template](np.random.default_rng(seed))
    paths = {language: folder / f"{template}-{seed}-{language}.xlsx" for language in LANGUAGES}
    for language, path in paths.items():
        fill(template, rows, path, language=language, **inputs)
    return list(faults(template, paths))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("templates", nargs="*", default=list(LISTS))
    parser.add_argument("--lists", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    args, bad = parser.parse_args(), 0
    for template in args.templates or LISTS:
        for seed in tqdm(range(args.seed, args.seed + args.lists), desc=template):
            with tempfile.TemporaryDirectory() as folder:
                for fault in check(template, seed, Path(folder)):
                    bad += 1
                    print(f"{template}, list {seed}: {fault}")
    print(f"{bad} things do not hold." if bad else "All of it holds.")
    return min(bad, 1)


if __name__ == "__main__":
    raise SystemExit(main())
