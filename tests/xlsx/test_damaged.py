"""Damaged and hostile files are refused in a sentence and in little memory. python -m tests.soak.damaged tries more of them."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from clv_xl import OrderFileError, WorkbookError, fill, recalculate
from clv_xl.sources.opening import unpacking
from clv_xl.sources.source import read_orders
from clv_xl.xlsx.package import Package
from tests.soak.damage import bomb, zipped
from tests.soak.damaged import books, faults, list_faults, lists


def test_damaged_workbooks(tmp_path: Path) -> None:
    assert list(faults(6, 11, tmp_path)) == []


def test_damaged_lists(tmp_path: Path) -> None:
    assert list(list_faults(28, 11, tmp_path)) == []


def own_book(folder: Path, **changed: bytes) -> Path:
    """The workbook of a person's own with parts changed, by the last word of their name without its ending."""
    path = folder / "own.xlsx"
    path.write_bytes(dict(books())["own"])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for word, content in changed.items():
        name = next(name for name in parts if Path(name).stem.strip("[]") == word)
        parts[name] = content
    path.write_bytes(zipped(parts))
    return path


@pytest.mark.parametrize("part", ["Content_Types", "metadata", "chart1", "table1", "sheet2", "workbook"])
def test_a_part_that_declares_entities(part: str, tmp_path: Path) -> None:
    laughs = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;</a>'
    path = own_book(tmp_path, **{part: laughs})
    with pytest.raises(WorkbookError, match=rf"^{path}: the workbook is damaged \(.*{part}.* has a DOCTYPE\)"):
        recalculate(path, tmp_path / "out.xlsx")
    assert list(tmp_path.iterdir()) == [path]


def test_a_part_that_is_cut(tmp_path: Path) -> None:
    """As a program leaves it that stops while it writes: the archive is whole, and the sheet would be read as one without formulas."""
    with zipfile.ZipFile(own_book(tmp_path)) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml")
    path = own_book(tmp_path, sheet2=sheet[: sheet.index(b"</sheetData>")])
    with pytest.raises(WorkbookError, match=r"own.xlsx: the workbook is damaged \(xl/worksheets/sheet2.xml is no XML"):
        recalculate(path)


def in_little_memory(*lines: str) -> str:
    """What a program of these lines prints that gets 1.5 GB: of addresses, most of which are libraries."""
    limit = "import resource; resource.setrlimit(resource.RLIMIT_AS, (3 << 29, 3 << 29))"
    program = "\n".join(["import sys", "from clv_xl.cli import main", "import numpy, scipy, pandas, pyarrow, duckdb", limit, *lines])
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert "Traceback" not in done.stderr and not done.stdout, done.stderr
    return done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are the system's own")
def test_a_bomb(tmp_path: Path) -> None:
    """Half a MB that unpacks to half a GB."""
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(bomb(dict(books())["own"], "xl/worksheets/sheet1.xml", 1 << 29))
    assert path.stat().st_size < 1 << 20
    said = in_little_memory(f"main(['recalc', {str(path)!r}])", f"main(['inspect', {str(path)!r}])")
    assert said.count("xl/worksheets/sheet1.xml in it unpacks to 1,0") == 2 and said.count("\n") == 2


def test_a_part_longer_than_it_says(tmp_path: Path) -> None:
    """The list of the archive says 100 bytes, and 100 MB come."""
    path = tmp_path / "bomb.xlsx"
    data = bytearray(bomb(dict(books())["own"], "xl/worksheets/sheet1.xml", 100 << 20))
    for mark, name, size in ((b"PK\x01\x02", 46, 24), (b"PK\x03\x04", 30, 22)):
        at = next(i for i in range(len(data)) if data[i : i + 4] == mark and data[i + name :].startswith(b"xl/worksheets/sheet1.xml"))
        data[at + size : at + size + 4] = (100).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(WorkbookError, match=r"bomb.xlsx: this is not an .xlsx workbook, or it is damaged"):
        Package(path)


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are the system's own")
def test_a_cell_in_the_last_corner(tmp_path: Path) -> None:
    """A list of two orders whose sheet ends at XFD1048576: the reader of sheets would ask for half a terabyte, and end the program."""
    path = tmp_path / "orders.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate([("Customer", "Date", "Amount"), ("a", "2024-01-01", 5), ("b", "2024-01-02", 7)]):
            sheet.write_row(row, 0, cells)
        sheet.write(1_048_575, 16_383, "x")
    assert "orders.xlsx: a sheet in it reaches to XFD1048576; delete" in in_little_memory(f"main(['inspect', {str(path)!r}])")


@pytest.mark.parametrize(("column", "row"), [("C", 1_048_576), ("XFD", 900)])
def test_a_cell_far_out_is_read(column: str, row: int, tmp_path: Path) -> None:
    path = tmp_path / "orders.xlsx"
    book = openpyxl.Workbook()
    for cells in [("Customer", "Date", "Amount"), ("a", "2024-01-01", 5)]:
        book.worksheets[0].append(cells)
    book.worksheets[0][f"{column}{row}"] = None
    book.worksheets[0][f"{column}{row}"].number_format = "0.00"
    book.save(path)
    assert read_orders(path).account.used.rows == 1


def test_limits_are_above_what_a_full_sheet_has() -> None:
    """1,048,576 rows of 8 random numbers, as XlsxWriter writes them: 372 MB (100,000 rows measured), packed 3 times smaller; of equal
    rows 239 MB, 14 times smaller."""
    assert unpacking.MOST_OF_A_PART > 4 * 372e6 and unpacking._TIMES > 10 * 14


def test_a_packed_list_that_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv.gz"
    path.write_bytes(dict(lists())["csv.gz"][:200])
    with pytest.raises(OrderFileError, match=rf"^{path}: the file is damaged \(.*\); export it again.$"):
        read_orders(path)


def test_a_line_of_too_many_cells(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("customer,date,amount\n" + "x," * 20_000)
    with pytest.raises(OrderFileError, match=r"orders.csv: a line of it has 20,001 cells and more"):
        read_orders(path)


def test_nothing_is_written_of_a_damaged_workbook(tmp_path: Path, capsys: Any) -> None:
    from clv_xl.cli import main

    path = own_book(tmp_path, chart1=b"<a")
    before = path.read_bytes()
    assert main(["recalc", str(path)]) == 1
    said = capsys.readouterr()
    assert said.out == "" and said.err.startswith(f"clv-xl: {path}: the workbook is damaged (xl/charts/chart1.xml is no XML")
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]
    with pytest.raises(WorkbookError, match="damaged"):
        fill(path, path, tmp_path / "out.xlsx")
