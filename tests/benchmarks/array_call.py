"""One array call of 100,000 rows through the real xlwings Office.js runtime, as a ratio to a plain @func that returns its
argument, read xlwings' default way, in the same run: python -m tests.benchmarks.array_call"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

os.environ.setdefault("XLWINGS_ON_SERVER", "true")
os.environ.setdefault("XLWINGS_LICENSE_KEY", "noncommercial")

import xlwings

from tests.places.officejs import call

ROWS = 100_000
RUNS = 5


def plain_module() -> ModuleType:
    @xlwings.func
    def plain(values):
        return values

    module = ModuleType("plain")
    module.plain = plain  # type: ignore[attr-defined]
    return module


def seconds(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    plain = plain_module()
    column = [[float(n)] for n in range(ROWS)]
    texts = [[float(n)] if n % 10 else ["text"] for n in range(ROWS)]
    calls = {
        "CLV, one column and constants": lambda: call("CLV", column, [[4.0]], [[8.0]], None),
        "CLV, three columns": lambda: call("CLV", column, column, column, None),
        "CLV, one cell in ten is text": lambda: call("CLV", texts, [[4.0]], [[8.0]], None),
    }
    base = lambda: call("plain", column, module=plain)  # noqa: E731
    base()
    print(f"{ROWS:,} rows, {RUNS} runs each, medians; plain = a @func that returns its one column, read the default way")
    for name, work in calls.items():
        work()
        pairs = [(seconds(work), seconds(base)) for _ in range(RUNS)]
        ours, theirs = (statistics.median(times) for times in zip(*pairs))
        ratio = statistics.median(one / other for one, other in pairs)
        print(f"{name:<32} {ours:6.2f} s  plain {theirs:6.2f} s  ratio {ratio:.3f}")


if __name__ == "__main__":
    main()
