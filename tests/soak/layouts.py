"""Random order files with a known truth: each gives the truth to the cent, or a question.

    python -m tests.soak.layouts [FILES] [FIRST SEED]

Files that leave something open (all days below 13, two currencies, an unknown word) have to be asked about; where a file itself decides,
at most one in twenty may be asked about. No file may give another figure.
"""

from __future__ import annotations

import datetime as dt
import math
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tqdm import tqdm

from clv_xl.sources.options import Options
from clv_xl.sources.problems import OrderFileError
from clv_xl.sources.report import as_json
from clv_xl.sources.source import Source, read_list

from .order_files import Truth, layout, write

RIGHT, ASKED, TOO_MUCH, WRONG = "right", "asked, as the file leaves it open", "asked, where the file decides", "wrong"


def check(seed: int, folder: Path) -> tuple[str, str]:
    """Write a file and read it: what came of it, and what was said."""
    random_ = random.Random(seed)
    made = layout(random_)
    path, truth = write(made, random_, folder)
    try:
        source = read_list(path, options=Options(today=dt.date(2026, 1, 1)))
    except OrderFileError as question:
        nothing = not truth.money and "can be used" in str(question)
        return (ASKED if truth.open or nothing else TOO_MUCH), f"{truth.open} {question}\n  {made}"
    try:
        fault = _fault(source, truth)
        return (WRONG, f"{fault}\n  {made}\n  {as_json(source)}") if fault else (RIGHT, "")
    finally:
        source.close()
        path.unlink()


def _fault(source: Source, truth: Truth) -> str:
    """What is wrong with what was read."""
    found: Counter[tuple[int, dt.date]] = Counter()
    table = source.table.to_pydict()
    for customer, day, amount in zip(table["customer"], table["date"], table["amount"]):
        who = truth.people.get(customer.strip().casefold())
        if who is None:
            return f"a customer called {customer!r}"
        found[who, day] += round((amount or 0) * 100)
    if truth.open:
        return f"a figure, where it had to be asked: {truth.open}"
    different = [key for key in {*found, *truth.money} if found[key] != truth.money[key]]
    if different:
        return (
            f"{len(different)} sums by customer and day: {[(key[0], str(key[1]), found[key], truth.money[key]) for key in different[:4]]}"
        )
    report = as_json(source)
    rows, money = report["rows"], report["money"]
    if rows["read"] != rows["used"] + sum(rows["left_out"].values()):
        return "the rows do not add up"
    if not math.isclose(money["read"], money["used"] + sum(money["left_out"].values()), abs_tol=0.005):
        return "the money does not add up"
    if not math.isclose(money["used"] * 100, sum(truth.money.values()), abs_tol=0.5) or report["customers"] != len(
        {who for who, _ in found}
    ):
        return "the report differs from the table"
    return ""


def main(files: int = 10_000, first: int = 0) -> int:
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for seed in tqdm(range(first, first + files), disable=None):
            result, said = check(seed, Path(folder))
            counts[result] += 1
            if result in (WRONG, TOO_MUCH):
                tqdm.write(f"{seed} {result}: {said}")
                sys.stdout.flush()
            if seed % 100 == 99 and not sys.stderr.isatty():
                print(seed, dict(counts), flush=True)
    decided = files - counts[ASKED]
    print(f"{files} files: {dict(counts)}; {counts[TOO_MUCH] / max(decided, 1):.1%} of those that decide it were asked about")
    return int(counts[WRONG] > 0 or counts[TOO_MUCH] > 0.05 * decided)


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:])))
