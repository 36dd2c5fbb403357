"""Many workbooks at once beside one after another in a warm process: python -m tests.benchmarks.batch [--workbooks 40] [--orders 1000]"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import tempfile
import time
from pathlib import Path

from clv_xl import fill, fill_many


def orders(path: Path, number: int, seed: int) -> None:
    rng = random.Random(seed)
    rows = [
        f"c{rng.randrange(number // 4)},{dt.date(2023, 1, 1) + dt.timedelta(rng.randrange(900))},{rng.lognormvariate(3.5, 0.6):.2f}"
        for _ in range(number)
    ]
    path.write_text("\n".join(["customer,date,amount", *rows]) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workbooks", type=int, default=40)
    parser.add_argument("--orders", type=int, default=1000)
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for n in range(args.workbooks):
            orders(folder / f"{n}.csv", args.orders, n)
        fill("transactions", folder / "0.csv", folder / "warm.xlsx")
        begun = time.perf_counter()
        for n in range(args.workbooks):
            fill("transactions", folder / f"{n}.csv", folder / f"one-{n}.xlsx")
        alone = time.perf_counter() - begun
        jobs = [
            {"template": "transactions", "data": folder / f"{n}.csv", "output": folder / f"many-{n}.xlsx"} for n in range(args.workbooks)
        ]
        begun = time.perf_counter()
        outcomes = fill_many(jobs, processes=args.processes)
        together = time.perf_counter() - begun
        assert all(one.state == "filled" for one in outcomes)
    print(f"{args.workbooks} workbooks of {args.orders:,} orders, one after another in a warm process: {alone:.1f} s")
    ratio = together * args.processes / alone
    print(f"in {args.processes} processes, their start-up with it: {together:.1f} s, {ratio:.2f} times that divided by the processes")


if __name__ == "__main__":
    main()
