"""Damaged workbooks and lists: each is used, or refused in a sentence, and nothing is written where it is refused.

python -m tests.soak.damaged [--books 500] [--lists 1000] [--seed 1]
"""

from __future__ import annotations

import argparse
import datetime as dt
import lzma
import random
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from clv_xl import OrderFileError, WorkbookError, fill, forget, recalculate, upgrade
from clv_xl.sources.source import read_list
from tests.soak.damage import damaged_book, damaged_text

OLD = Path(__file__).parents[1] / "workbook" / "versions" / "0.1.0-calculator-en.xlsx.xz"
REFUSED = (WorkbookError, OrderFileError)
ROWS = [(f"c{n % 9}", dt.date(2024, 1 + n % 12, 1 + n % 28), 10.0 + n) for n in range(60)]
SECONDS = 30
"""What no damaged file may take."""


def filled(path: Path) -> Path:
    """A small workbook of ours, filled."""
    fill("segments", customers(path.with_suffix(".csv")), path, force=True)
    return path


def customers(path: Path) -> Path:
    lines = (f"c{n},{'ab'[n % 2]},{100 + n},{5 + n % 3}\n" for n in range(12))
    path.write_text("customer,segment,clv,cac\n" + "".join(lines))
    return path


def persons_own(path: Path) -> Path:
    """A workbook of a person's own: orders, shared texts, a table, a chart, a comment, a picture of cells, formulas of ours."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("My orders")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        columns = [{"header": title} for title in ("Customer", "Date", "Amount")]
        columns[1]["format"] = columns[1].get("format", day)  # type: ignore[assignment]
        sheet.add_table(0, 0, len(ROWS), 2, {"name": "Orders", "data": [list(row) for row in ROWS], "columns": columns})
        sheet.write_comment("A2", "a note")
        other = book.add_worksheet("Mine")
        other.write_formula("A1", "=CLV(100,4,8)", None, 3200)
        other.write_formula("A2", "=SUM('My orders'!C2:C61)*A1", None, 0)
        other.write_dynamic_array_formula("C1", "=CLV_PARETO('My orders'!C2:C61)", None, "")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "='My orders'!$C$2:$C$20", "categories": "='My orders'!$A$2:$A$20"})
        other.insert_chart("H3", chart)
        book.define_name("mine", "=Mine!$A$1")
    return path


@cache
def books() -> list[tuple[str, bytes]]:
    """The workbooks that are damaged."""
    with tempfile.TemporaryDirectory() as folder:
        made = [filled(Path(folder) / "segments.xlsx"), persons_own(Path(folder) / "own.xlsx")]
        return [*((path.stem, path.read_bytes()) for path in made), ("old", lzma.decompress(OLD.read_bytes()))]


@cache
def lists() -> list[tuple[str, bytes]]:
    """The lists that are damaged, each with its ending."""
    import pandas as pd

    frame = pd.DataFrame(ROWS, columns=["Customer", "Date", "Amount"])
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        frame.to_csv(at / "a.csv", index=False)
        frame.to_csv(at / "b.csv.gz", index=False)
        frame.to_csv(at / "c.tsv", index=False, sep="\t", encoding="utf-16")
        frame.to_json(at / "d.json", orient="records", date_format="iso")
        frame.to_json(at / "e.jsonl", orient="records", date_format="iso", lines=True)
        frame.to_parquet(at / "f.parquet")
        book = openpyxl.Workbook()
        for row in [("Customer", "Date", "Amount"), *ROWS]:
            book.worksheets[0].append(row)
        book.save(at / "g.xlsx")
        return [(path.name.partition(".")[2], path.read_bytes()) for path in sorted(at.iterdir())]


def faults(count: int, seed: int, folder: Path) -> Iterator[str]:
    """Damage so many workbooks and use them; what went wrong, a text each."""
    data = customers(folder / "data.csv")
    for number in range(count):
        rng = random.Random(f"{seed} {number}")
        name, book = books()[number % len(books())]
        content, how = damaged_book(book, rng)
        path, out = folder / f"{name}.xlsx", folder / "out.xlsx"
        path.write_bytes(content)
        for use, run in _uses(name, path, data, out, rng).items():
            yield from _tried(f"{seed} {number} {name} {use}: {how}", run, folder, {path, data})
        path.unlink()


def _uses(name: str, path: Path, data: Path, out: Path, rng: random.Random) -> dict[str, Callable[[], Any]]:
    """What is done with a workbook."""
    uses: dict[str, Callable[[], Any]] = {"recalculate": lambda: recalculate(path, out), "read": lambda: read_list(path).columns}
    if name == "segments":
        add, hide = rng.random() < 0.5, rng.random() < 0.3
        uses["fill"] = lambda: fill(path, data, out, add=add, duplicates="keep", anonymise=hide)
    elif name == "own":
        uses |= {"fill": lambda: fill(path, path.with_name("data.csv"), out), "forget": lambda: forget(path, customer="c1")}
    else:
        uses["upgrade"] = lambda: upgrade(path, out)
    return uses


def list_faults(count: int, seed: int, folder: Path) -> Iterator[str]:
    """The same with lists."""
    for number in range(count):
        rng = random.Random(f"{seed} {number}")
        ending, data = lists()[number % len(lists())]
        damaged = damaged_book if ending == "xlsx" and rng.random() < 0.7 else damaged_text
        content, how = damaged(data, rng)
        path = folder / f"list.{ending}"
        path.write_bytes(content)
        yield from _tried(f"{seed} {number} {ending}: {how}", lambda path=path: read_list(path).columns, folder, {path})
        path.unlink()


def _tried(what: str, run: Callable[[], Any], folder: Path, own: set[Path]) -> Iterator[str]:
    refused, started = False, time.monotonic()
    try:
        run()
    except REFUSED as error:
        refused = True
        if "\n" in str(error).strip() or len(str(error)) > 1000:
            yield f"{what}\n   no sentence: {str(error)[:1500]!r}"
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        refused = True
        last = traceback.extract_tb(error.__traceback__)[-6:]
        places = " < ".join(f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in reversed(last))
        yield f"{what}\n   {type(error).__name__}: {str(error)[:300]}\n   {places}"
    if time.monotonic() - started > SECONDS:
        yield f"{what}\n   took {time.monotonic() - started:.0f} s"
    for left in set(folder.iterdir()) - own:
        if refused:
            yield f"{what}\n   left {left.name}"
        left.unlink()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--books", type=int, default=500)
    parser.add_argument("--lists", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for text in faults(args.books, args.seed, Path(folder)):
            bad += 1
            print(text, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for text in list_faults(args.lists, args.seed, Path(folder)):
            bad += 1
            print(text, flush=True)
    print(f"{bad} went wrong." if bad else "None went wrong.")
    return min(bad, 1)


if __name__ == "__main__":
    raise SystemExit(main())
