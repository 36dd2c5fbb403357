"""Runs that are killed at random moments: the old file or the new one, whole, and after the next run nothing that is hidden.

python -m tests.soak.killed [--kills 100] [--seed 1]
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from clv_xl import fill, recalculate
from clv_xl.sources.own_files import FOLDER
from clv_xl.xlsx.package import Package
from tests.soak.damaged import customers, filled

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)


def faults(kills: int, seed: int, folder: Path) -> Iterator[str]:
    """Kill so many runs; what went wrong, a text each."""
    rng = random.Random(seed)
    inside, temporary = folder / "work", folder / "tmp"
    inside.mkdir()
    temporary.mkdir()
    book, data, again = filled(inside / "book.xlsx"), customers(inside / "data.csv"), inside / "again.xlsx"
    data.write_text(data.read_text(), encoding="utf-16")  # copied to be read
    seen = {*inside.iterdir(), again}
    commands = [["recalc", str(book)], ["fill", "segments", str(data), "-o", str(again), "--force"]]
    longest = max(_seconds(command, temporary) for command in commands)
    for number in range(kills):
        command, how, after = commands[number % 2], rng.choice(SIGNALS), rng.uniform(0.2, 1.1) * longest
        code, said = _killed(command, how, after, temporary)
        what = f"{command[0]} {how.name} after {after:.2f} s, code {code}"
        if code not in (0, -how, 128 + how):
            yield f"{what}: another code\n{said[-1500:]}"
        if how != signal.SIGKILL and (left := {*inside.iterdir()} - seen):
            yield f"{what}: left {left}"
        for path in (book, again):
            try:
                Package(path)
            except Exception as error:
                yield f"{what}: {error}"
    recalculate(book)
    fill("segments", data, again, force=True)
    _run(commands[0], temporary).communicate()
    _run(commands[1], temporary).communicate()
    left = [*({*inside.iterdir()} - seen), *temporary.glob(f"{FOLDER}*")]
    if left:
        yield f"left after the next run: {left}"


def _run(command: list[str], temporary: Path) -> subprocess.Popen[bytes]:
    heard = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.default_int_handler)}
    program = "import sys; from clv_xl.cli import main; sys.exit(main())"
    return subprocess.Popen(
        [sys.executable, "-c", program, *command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(temporary)},
        **heard,
    )


def _seconds(command: list[str], temporary: Path) -> float:
    started = time.monotonic()
    with _run(command, temporary) as process:
        process.communicate()
    assert process.returncode == 0
    return time.monotonic() - started


def _killed(command: list[str], how: int, after: float, temporary: Path) -> tuple[int, str]:
    with _run(command, temporary) as process:
        try:
            _, said = process.communicate(timeout=after)
        except subprocess.TimeoutExpired:
            process.send_signal(how)
            _, said = process.communicate(timeout=60)
        return process.returncode, said.decode(errors="replace")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for text in faults(args.kills, args.seed, Path(folder)):
            bad += 1
            print(text, flush=True)
    print(f"{bad} went wrong." if bad else "None went wrong.")
    return min(bad, 1)


if __name__ == "__main__":
    raise SystemExit(main())
