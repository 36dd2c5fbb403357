"""CLV_PREDICT for all customers of the sample through the real xlwings Office.js runtime, beside a plain @func that only returns
the same table: python -m tests.benchmarks.predict_call"""

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

from clv_xl.sample import ORDERS
from clv_xl.sources.source import read_orders
from tests.places.officejs import as_excel_sends, call

RUNS = 5
EXCEL_EPOCH = 693594


def plain_module(table: list[list[Any]]) -> ModuleType:
    @xlwings.func
    def plain():
        return table

    module = ModuleType("plain")
    module.plain = plain  # type: ignore[attr-defined]
    return module


def seconds(work: Callable[[], Any]) -> float:
    """Processor time, which others on the machine disturb least."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    columns = read_orders(ORDERS).columns
    customers, amounts = as_excel_sends(columns["customer"]), as_excel_sends(columns["amount"])
    days = [[float(day.toordinal() - EXCEL_EPOCH)] for day in columns["date"]]

    def predict(model: str, cents: int = 0) -> Any:
        changed = [[amounts[0][0] + cents / 100], *amounts[1:]]
        return call("CLV_PREDICT", customers, days, changed, None, None, None, None, [[model]])

    start_up = seconds(lambda: predict("BG/NBD"))
    table = predict("BG/NBD")
    module = plain_module(table)
    call("plain", module=module)
    plain = statistics.median(seconds(lambda: call("plain", module=module)) for _ in range(RUNS))
    print(f"{len(days):,} orders in, {len(table):,} rows x {len(table[0])} columns out; medians of {RUNS} runs in processor time")
    print(f"a plain @func returns this table     {plain:6.2f} s")
    print(f"the first call of a new process      {start_up:6.2f} s  ratio {start_up / plain:5.1f}, most of it loading scipy")
    for model in ("BG/NBD", "auto"):
        new = statistics.median(seconds(lambda model=model, run=run: predict(model, run + 1)) for run in range(RUNS))
        predict(model)
        again = statistics.median(seconds(lambda model=model: predict(model)) for _ in range(RUNS))
        print(f"{model + ', new data':<36} {new:6.2f} s  ratio {new / plain:5.1f}")
        print(f"{model + ', data as before':<36} {again:6.2f} s  ratio {again / plain:5.1f}")


if __name__ == "__main__":
    main()
