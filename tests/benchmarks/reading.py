"""Reading 1,000,000 rows of CSV into the cleaned table, beside DuckDB's own sum per customer and day of the same file, in one run:
python -m tests.benchmarks.reading [ROWS]. Wall and processor time, the best of five turns, and the memory of a process that only reads."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.filling import orders

_READ = """
import re, sys
from clv_xl.sources.source import read_orders
table = read_orders(sys.argv[1]).table
with open("/proc/self/status") as file:  # ru_maxrss would count the process that started this one too
    print(table.num_rows, int(re.search(r"VmHWM:\\s*(\\d+)", file.read())[1]) // 1024)
"""


def main(rows: int = 1_000_000) -> None:
    import duckdb

    from clv_xl.sources.source import read_orders

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "orders.csv"
        orders(rows // 3 + 2000).head(rows).to_csv(path, index=False)
        query = f"SELECT customer, date, sum(amount) FROM read_csv('{path}') GROUP BY ALL"
        own, ours = _best(lambda: duckdb.connect().sql(query).to_arrow_table(), lambda: read_orders(path).table)
        read, memory = subprocess.run([sys.executable, "-c", _READ, str(path)], capture_output=True, text=True, check=True).stdout.split()
    print(f"{int(read):,} rows into the cleaned table: {ours[0]:.2f} s ({ours[1]:.2f} s of the processor)")
    print(f"DuckDB's own GROUP BY: {own[0]:.2f} s ({own[1]:.2f} s of the processor); ratio {ours[0] / own[0]:.2f} ({ours[1] / own[1]:.2f})")
    print(f"Memory of a process that reads: {int(memory):,} MB")


def _best(*works: Callable[[], object]) -> list[tuple[float, float]]:
    """The least wall and processor time of each. They take turns, so that other load on the machine meets all of them."""
    times: list[list[tuple[float, float]]] = [[] for _ in works]
    for _ in range(5):
        for work, taken in zip(works, times):
            wall, processor = time.perf_counter(), time.process_time()
            work()
            taken.append((time.perf_counter() - wall, time.process_time() - processor))
    return [(min(wall for wall, _ in taken), min(processor for _, processor in taken)) for taken in times]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
