"""10,000 cells of =CLV(a,b,c) through the LibreOffice extension beside 10,000 of =a*b*c: seconds of a headless conversion, the
start of LibreOffice taken off, and their ratio: python -m tests.benchmarks.libreoffice"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

import openpyxl

from clv_xl.formulas.spelling import PREFIXES
from clv_xl.hosts.libreoffice import installing as libreoffice
from tests.places.libreoffice import convert, make_profile

CELLS = 10_000
RUNS = 3


def workbook(path: Path, formula: str, cells: int) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in range(1, cells + 1):
        sheet.append([100 + row, 4, 8, formula.format(row=row)])
    book.save(path)
    return path


def seconds(profile: Path, source: Path, folder: Path) -> float:
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        convert(profile, source, folder, "xlsx")
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile = make_profile(folder / "profile", recalculates=True)
        libreoffice.install(profile=profile)
        formulas = {"=CLV(a,b,c)": f"={PREFIXES['libreoffice']}CLV(A{{row}},B{{row}},C{{row}})", "=a*b*c": "=A{row}*B{row}*C{row}"}
        taken = {}
        for number, (label, formula) in enumerate(formulas.items()):
            start = seconds(profile, workbook(folder / f"one{number}.xlsx", formula, 1), folder / "out")
            whole = seconds(profile, workbook(folder / f"all{number}.xlsx", formula, CELLS), folder / "out")
            taken[label] = whole - start
            print(f"{label:<12} {CELLS:,} cells {whole:6.2f} s, one cell {start:6.2f} s, the cells alone {taken[label]:6.2f} s")
        ours, native = taken.values()
        print(f"ratio {ours / native:.1f}, {1e6 * (ours - native) / CELLS:.0f} microseconds a cell more than the native formula")


if __name__ == "__main__":
    main()
