"""Customers of a workbook are recognised in next month's files, whatever these know them by."""

from __future__ import annotations

import csv
import datetime as dt
import random
import zipfile
from collections import defaultdict
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from clv_xl import fill, forget
from clv_xl.workbook.people.identities import SHEET
from tests.conftest import opened

TODAY = dt.date(2026, 1, 31)
Row = tuple[int, str, str, dt.date, int]
"""Person, id, address, day and amount."""


MONTHS = range(1, 5)


def some_months(seed: int, late: bool) -> dict[str, dict[int, list[Row]]]:
    """Orders of four months in a shop and at a till. Both count their customers from 1. The shop knows an address too, the till only in
    some rows, and where late only from March on; a quarter of the customers buy in both, so an address links them once it is there."""
    chance = random.Random(seed)
    found: dict[str, dict[int, list[Row]]] = {"shop": defaultdict(list), "till": defaultdict(list)}
    for month in MONTHS:
        for _ in range(12):
            for program in found:
                number = chance.randrange(1, 15)
                person = number if program == "shop" else 100 + number if number > 4 else number + 8
                address = f"p{person}@example.org" if program == "shop" or (chance.random() < 0.4 and not (late and month < 3)) else ""
                day = dt.date(2025, month, 1 + chance.randrange(28))
                found[program][month].append((person, str(number), address, day, chance.randrange(500, 90_000)))
    return found


def write(path: Path, program: str, rows: list[Row]) -> Path:
    headings = {"shop": ["Client ID", "E-mail", "Date", "Amount"], "till": ["Card number", "Customer number", "Email", "Date", "Total"]}
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(headings[program])
        for _, number, address, day, cents in rows:
            amount = f"{cents / 100:.2f}"
            lines.writerow([number, address, day, amount] if program == "shop" else ["x", number, address, day, amount])
    return path


def purchases(book: Path) -> dict[str, list[tuple[dt.date, float]]]:
    """By what each customer is called, what they bought."""
    sheet = opened(book, formulas=True)["Orders"]
    table = sheet.tables["Orders"]
    left, top, _, bottom = openpyxl.utils.range_boundaries(table.ref)
    names = [column.name for column in table.tableColumns]
    places = [left + names.index(name) for name in ("Customer", "Date", "Amount")]
    found = defaultdict(list)
    for row in range(top + 1, bottom + 1):
        who, day, amount = (sheet.cell(row, place).value for place in places)
        found[str(who)].append((day.date(), amount))
    return found


def groups(book: Path) -> list[list[tuple[dt.date, float]]]:
    return sorted(sorted(bought) for bought in purchases(book).values())


def figures(results: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in results.items() if isinstance(value, (int, float, dt.date)) and "bgnbd" not in name}


@pytest.mark.parametrize(("seed", "late", "anonymise"), [(2, True, False), (3, False, True)])
def test_months_added_give_what_one_fill_of_all_gives(tmp_path: Path, seed: int, late: bool, anonymise: bool) -> None:
    """And the customers are those of the truth, but for those whose link is in no file: their till and their shop stay two."""
    made = some_months(seed, late)
    files = {month: [write(tmp_path / f"{program}-{month}.csv", program, made[program][month]) for program in made] for month in MONTHS}
    whole = fill(
        "transactions", [file for month in files.values() for file in month], tmp_path / "all.xlsx", duplicates="keep", today=TODAY
    )
    book = fill("transactions", files[1][0], tmp_path / "0.xlsx", duplicates="keep", anonymise=anonymise, today=TODAY)
    book = fill(book.output, files[1][1], tmp_path / "1.xlsx", add=True, today=TODAY)
    for month in MONTHS[1:]:
        if month == 2 and not anonymise:  # a person has saved it elsewhere
            openpyxl.load_workbook(book.output).save(book.output)
        if month != 3:
            book = fill(book.output, files[month], tmp_path / f"{month}.xlsx", add=True, today=TODAY)
        else:
            book = fill(book.output, files[month][1], tmp_path / f"{month}a.xlsx", add=True, today=TODAY)
            book = fill(book.output, files[month][0], tmp_path / f"{month}.xlsx", add=True, today=TODAY)
    assert groups(book.output) == groups(whole.output)
    exact = ("result_customers", "result_revenue", "result_input_rows")
    assert [book.results[name] for name in exact if name in whole.results] == pytest.approx(
        [whole.results[name] for name in exact if name in whole.results]
    )
    assert figures(book.results) == pytest.approx(figures(whole.results), rel=0.05)  # a fit on so little ends nearly where it did
    linked = {row[0] for month in made["till"].values() for row in month if row[2]}
    truth = defaultdict(list)
    for program, months in made.items():
        for person, _, _, day, cents in (row for month in months.values() for row in month):
            truth[person, "" if person in linked else program].append((day, cents / 100))
    assert groups(book.output) == sorted(map(sorted, truth.values()))
    if anonymise:
        assert SHEET not in opened(book.output, formulas=True).sheetnames
        assert not _found(book.output, "example.org")


def _found(book: Path, text: str) -> set[str]:
    with zipfile.ZipFile(book) as parts:
        contents = {name: parts.read(name) for name in parts.namelist()}
    return {name for name, raw in contents.items() if text.encode() in raw or text in unescape(raw.decode("utf-8", "replace"))}


def test_a_name_with_a_file_behind_it_is_found_again(tmp_path: Path) -> None:
    """By hand: 7 of the shop and 7 of the till are two; so they are the next month, whose files have other names."""
    day = dt.date(2025, 1, 5)
    one = [
        write(tmp_path / "web.csv", "shop", [(1, "7", "a@x.org", day, 1000), (3, "9", "c@x.org", day, 100)]),
        write(tmp_path / "till.csv", "till", [(2, "7", "", day, 2000)]),
    ]
    first = fill("transactions", one, tmp_path / "1.xlsx", today=TODAY)
    assert {name: sum(amount for _, amount in bought) for name, bought in purchases(first.output).items()} == {
        "7": 10,
        "7 (till.csv)": 20,
        "9": 1,
    }
    later = dt.date(2025, 2, 5)
    two = write(tmp_path / "february.csv", "till", [(2, "7", "", later, 3000), (4, "9", "", later, 400)])
    second = fill(first.output, two, tmp_path / "2.xlsx", add=True, today=TODAY)
    sums = {name: sum(amount for _, amount in bought) for name, bought in purchases(second.output).items()}
    assert sums == {"7": 10, "7 (till.csv)": 50, "9": 1, "9 (february.csv)": 4}
    linked = write(tmp_path / "march.csv", "till", [(1, "7", "a@x.org", later, 10)])
    third = fill(second.output, linked, tmp_path / "3.xlsx", add=True, today=TODAY)
    sums = {name: sum(amount for _, amount in bought) for name, bought in purchases(third.output).items()}
    assert sums == pytest.approx({"7": 60.1, "9": 1, "9 (february.csv)": 4})
    assert any("are one with another, as is known now" in note for note in third.source.notes)


def test_an_address_of_two_ids_is_said(tmp_path: Path) -> None:
    """An order by address alone was customer 7's, as far as was known; now 8 has the address too, and nobody can tell."""
    day = dt.date(2025, 1, 5)
    rows = [(1, "7", "a@x.org", day, 1000), (1, "", "a@x.org", day, 2000)]
    first = fill("transactions", write(tmp_path / "1.csv", "shop", rows), tmp_path / "1.xlsx", today=TODAY)
    assert [*purchases(first.output)] == ["7"]
    second = write(tmp_path / "2.csv", "shop", [(2, "8", "a@x.org", dt.date(2025, 2, 1), 500)])
    report = fill(first.output, second, tmp_path / "2.xlsx", add=True, today=TODAY)
    assert {*purchases(report.output)} == {"7", "8"}
    assert any("they may stand twice" in note for note in report.source.notes)


def test_a_customer_known_in_several_ways_is_forgotten_in_all(tmp_path: Path) -> None:
    day = dt.date(2025, 1, 5)
    files = [
        write(tmp_path / "web.csv", "shop", [(1, "70001", "ana.q@x.org", day, 1000), (2, "70002", "bo@x.org", day, 500)]),
        write(tmp_path / "till.csv", "till", [(1, "80001", "ana.q@x.org", day, 2000), (3, "80003", "", day, 300)]),
    ]
    named = fill("transactions", files, tmp_path / "named.xlsx", today=TODAY)
    coded = fill("transactions", files, tmp_path / "coded.xlsx", anonymise=True, today=TODAY)
    assert {*purchases(named.output)} == {"70001", "70002", "80003"}
    for text in ("ana.q@x.org", "70001", "80001", "80003", "bo@x.org"):
        assert _found(named.output, text) and not _found(coded.output, text)
    openpyxl.load_workbook(named.output).save(named.output)  # its texts are shared now
    done = forget(named.output, coded.output, customer="ana.q@x.org")
    assert [one.rows for one in done] == [2, 2]
    for text in ("ana.q@x.org", "70001", "80001"):
        assert not _found(named.output, text)
        assert text not in (tmp_path / "coded.key.csv").read_text(encoding="utf-8-sig")
    assert {*purchases(named.output)} == {"70002", "80003"}
    again = fill(
        named.output,
        write(tmp_path / "2.csv", "till", [(3, "80003", "", dt.date(2025, 2, 1), 100)]),
        tmp_path / "3.xlsx",
        add=True,
        today=TODAY,
    )
    assert {*purchases(again.output)} == {"70002", "80003"}
