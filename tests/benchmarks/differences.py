"""How often CLV_COMPARE claims a difference where there is none, and how often it finds one of 30%, on simulated customers:
python -m tests.benchmarks.differences [--simulations N]"""

from __future__ import annotations

import argparse
import itertools
import time
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from clv_xl.functions import CLV_BUDGET, CLV_COMPARE, CLV_VALUE_AT_AGE
from tests import cdnow
from tests.tables import column

Draw = Callable[[Any, int], Any]
"""Values of so many customers."""


@cache
def _of_cdnow() -> Any:
    """What CDNOW's customers brought in their first 12 months: coefficient of variation 2.2, skewness 17."""
    days = cdnow.purchases()
    table = CLV_VALUE_AT_AGE(days["customer"].tolist(), [day.date() for day in days["date"]], days["amount"].tolist(), 12)
    return np.array(column(table, "Value at age"))


def even(rng: Any, count: int) -> Any:
    return rng.gamma(1, 50, count)


def skewed(rng: Any, count: int) -> Any:
    return (rng.random(count) > 0.4) * rng.lognormal(3, 1.2, count)


def like_cdnow(rng: Any, count: int) -> Any:
    return rng.choice(_of_cdnow(), count)


def claims(groups: list[Any]) -> bool:
    """Whether any group is said to differ."""
    names = [f"group {number}" for number, values in enumerate(groups) for _ in values]
    verdicts = column(CLV_COMPARE(names, list(itertools.chain.from_iterable(values.tolist() for values in groups))), "Verdict")
    return bool({"Higher", "Lower"} & set(verdicts))


def claimed(draw: Draw, sizes: tuple[int, ...], more: float, runs: int, rng: Any) -> float:
    """The share of runs with a claim; the last group brings so much more."""
    factors = [1.0] * (len(sizes) - 1) + [1 + more]
    return sum(claims([factor * draw(rng, size) for factor, size in zip(factors, sizes)]) for _ in range(runs)) / runs


def advised(draw: Draw, size: int, ratio: float, runs: int, rng: Any) -> dict[str, float]:
    """The shares of the advice for a group whose true ratio is this one."""
    mean = {even: 50.0, skewed: 0.6 * np.exp(3 + 1.2**2 / 2), like_cdnow: float(_of_cdnow().mean())}[draw]
    said = [column(CLV_BUDGET(["g"] * size, draw(rng, size).tolist(), [mean / ratio] * size), "Advice")[0] for _ in range(runs)]
    return {word: said.count(word) / runs for word in sorted(set(said))}


NONE: tuple[tuple[str, Draw, tuple[int, ...]], ...] = (
    ("Coefficient of variation 1", even, (500, 500)),
    ("40% zeros, log-normal 1.2", skewed, (120, 150, 200, 240)),
    ("As CDNOW's", like_cdnow, (1178, 1179)),
)
SOME: tuple[tuple[str, Draw, int], ...] = (
    ("Coefficient of variation 1", even, 500),
    *(("As CDNOW's", like_cdnow, size) for size in (500, 1000, 2000, 4000)),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--simulations", type=int, default=500)
    runs, start, rng = parser.parse_args().simulations, time.perf_counter(), np.random.default_rng(16)
    print("| Customers | Groups | True difference | Claimed |\n|---|---|---:|---:|")
    for name, draw, sizes in NONE:
        print(f"| {name} | {' / '.join(map(str, sizes))} | none | {claimed(draw, sizes, 0, runs, rng):.1%} |", flush=True)
    for name, draw, size in SOME:
        print(f"| {name} | {size} / {size} | 30% | {claimed(draw, (size, size), 0.3, runs // 2, rng):.1%} |", flush=True)
    print("\n| Customers | Number | True ratio | Advice |\n|---|---:|---:|---|")
    for (name, draw, _), ratio in itertools.product(NONE, (1, 3)):
        said = ", ".join(f"{word} {share:.1%}" for word, share in advised(draw, 300, ratio, runs // 2, rng).items())
        print(f"| {name} | 300 | {ratio} | {said} |", flush=True)
    print(f"\n{time.perf_counter() - start:.0f} seconds.")


if __name__ == "__main__":
    main()
