"""Calls of =CLV through a server that runs, as an organisation's Excels make them: python -m tests.benchmarks.server

The server here is the project that `clv-xl install server` makes, with one worker, on this machine; so the client takes its share of
the processor."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

from clv_xl.hosts import build
from tests.places.server import PATIENCE, in_excel, running


def _call(client: httpx.Client, *args: Any) -> tuple[float, list[list[Any]]]:
    """Seconds for one call, and the cells that it answers with."""
    body = {"client": "Office.js", "func_name": "CLV", "version": "", "runtime": "1.4", "args": args}
    start = time.perf_counter()
    cells = client.post("/xlwings/custom-functions-call", json=body).json()["result"]
    return time.perf_counter() - start, cells


def _one_by_one(url: str) -> None:
    with httpx.Client(base_url=url, timeout=PATIENCE) as client:
        _call(client, [[1]], [[4]], [[8]], None)
        times = [_call(client, [[n]], [[4]], [[8]], None)[0] for n in range(300)]
        print(f"one call after another: {1 / statistics.fmean(times):.0f} a second; median {statistics.median(times) * 1000:.1f} ms")
        rows = [[n] for n in range(100_000)]
        seconds, cells = min(_call(client, rows, [[4]], [[8]], None) for _ in range(3))
        assert len(cells) == len(rows)
        print(f"one formula over a column of 100,000 rows: {seconds:.2f} s")


def _at_once(url: str, connections: int) -> None:
    answers = in_excel(url, [{"name": "CLV", "args": [[[n]], [[4]], [[8]]]} for n in range(1000)], sockets=connections)
    lost = sum(answer != {"rows": [[n * 32]]} for n, answer in enumerate(answers["answers"]))
    times = sorted(answers["times"])
    print(
        f"1,000 calls at once over {connections:>5,} connections: {1e6 / times[-1]:.0f} a second; an answer after "
        f"{statistics.median(times):.0f} ms (median), {times[989]:.0f} ms (99%); {answers['requests']:,} requests, {lost} lost"
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        build("server", Path(place, "project"))
        start = time.perf_counter()
        with running(Path(place, "project")) as served:
            print(f"one worker, started in {time.perf_counter() - start:.1f} s")
            _one_by_one(served.url)
            for connections in (6, 6, 200, 1000):
                _at_once(served.url, connections)


if __name__ == "__main__":
    main()
