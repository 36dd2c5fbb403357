"""Workbooks without names: nobody is found in any part of the file, and the same customers keep their codes."""

from __future__ import annotations

import csv
import datetime as dt
import random
import stat
import zipfile
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

import clv_xl
from clv_xl.cli import main
from clv_xl.xlsx.saving import WorkbookError
from tests.conftest import opened

TODAY = dt.date(2026, 1, 31)
PEOPLE = [(f"{70_010_000 + 37 * n}", f"Vorname{n}q Nachname{n}q", f"post{n}x@firma{n}.example") for n in range(25)]
"""Id, name and address; 24 and 25 write their names nearly alike."""
PEOPLE[24] = PEOPLE[24][0], "Vornamee23q Nachname23q", PEOPLE[24][2]


def orders(path: Path, months: range, identity: str = "all") -> Path:
    chance = random.Random(months.start)
    shown = {"all": (0, 1, 2), "name": (1,)}[identity]
    headings = ("Customer ID", "Customer name", "Email")
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["Order number", *(headings[place] for place in shown), "Date", "Amount", "Channel", "Paid"])
        for month in months:
            for number in range(40):
                person = PEOPLE[number % 25]
                channel = person[2] if number == 7 else chance.choice(["web", "shop"])
                day = dt.date(2025, month, 1 + chance.randrange(28))
                paid = [f"WZ{month}-{81_000 + number}", *(person[place] for place in shown), day, chance.randrange(9, 900), channel, "yes"]
                rows.writerow(paid)
    return path


def found(book: Path, *people: tuple[str, str, str]) -> set[tuple[str, str]]:
    """The parts of a file that name somebody, byte by byte and as they read: each word of a name, the address, the id, an order."""
    names = {word.lower() for person in people or PEOPLE for word in (*person, *person[1].split()) if word}
    if not people:
        names.add("wz1-81")
    with zipfile.ZipFile(book) as parts:
        contents = {name: parts.read(name) for name in parts.namelist()}
    texts = {name: (content.lower(), unescape(content.decode("utf-8", "replace")).lower()) for name, content in contents.items()}
    return {(part, name) for part, (raw, text) in texts.items() for name in names if name.encode() in raw or name in text}


def key_of(path: Path) -> dict[str, str]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return {row["customer"]: row["code"] for row in csv.DictReader(file) if row["code"] not in ("--known", "--orders")}


def customers(book: Path, heading: str = "Customer") -> list[Any]:
    sheet = opened(book, formulas=True)["Orders"]
    column = next(cell.column for cell in sheet[5] if cell.value == heading)
    return [sheet.cell(row, column).value for row in range(6, sheet.max_row + 1) if sheet.cell(row, column).value is not None]


def figures(report: Any) -> dict[str, Any]:
    return {name: value for name, value in report.results.items() if isinstance(value, (int, float)) and "checks" not in name}


def test_months_without_names(tmp_path: Path) -> None:
    """The second month comes by one plain command: the workbook knows that it has codes, and the key knows the condition."""
    first, second = orders(tmp_path / "1.csv", range(1, 3)), orders(tmp_path / "2.csv", range(3, 4))
    condition = f"Email = {PEOPLE[3][2]}"
    named = clv_xl.fill("transactions", first, tmp_path / "named.xlsx", excluded=condition, today=TODAY)
    report = clv_xl.fill("transactions", first, tmp_path / "report.xlsx", excluded=condition, anonymise=True, today=TODAY)
    assert figures(report) == pytest.approx(figures(named))
    assert report.results["result_customers"] == 24
    assert len(found(named.output)) > 24
    assert not found(report.output)
    sheets = [opened(book) for book in (named.output, report.output)]
    said = ["clv_xl_customers" in str([*book["About"].values]) for book in sheets]  # About names the sheet where it may be
    assert said == ["clv_xl_customers" in book.sheetnames for book in sheets] == [True, False]
    key = key_of(tmp_path / "report.key.csv")
    assert {PEOPLE[0][0], condition} <= key.keys()
    assert PEOPLE[3][0] not in key
    assert stat.S_IMODE((tmp_path / "report.key.csv").stat().st_mode) == 0o600
    assert set(customers(report.output)) == set(key.values()) - {"--excluded"}
    codes = customers(report.output, "Order")
    assert len(codes) == len({*codes}) == len(customers(named.output, "Order")) and all(code.startswith("O-") for code in codes)

    added = clv_xl.fill(report.output, second, tmp_path / "next.xlsx", add=True, today=TODAY)
    assert not found(added.output)
    assert added.results["result_customers"] == 24
    assert key_of(tmp_path / "next.key.csv") == key
    assert set(customers(added.output)) == set(customers(report.output))

    (tmp_path / "report.key.csv").rename(tmp_path / "elsewhere.csv")
    with pytest.raises(WorkbookError, match=r"their key report\.key\.csv is not beside it"):
        clv_xl.fill(report.output, second, tmp_path / "other.xlsx", add=True, today=TODAY)
    with pytest.raises(WorkbookError, match=r"a condition on its rows is kept in its key"):
        clv_xl.fill(report.output, second, tmp_path / "other.xlsx", today=TODAY)


def with_names_everywhere(path: Path) -> Path:
    """A workbook whose owner has put names wherever there is room: a sheet, a chart, notes, formulas, links, properties."""
    book = openpyxl.load_workbook(path)
    own = book.create_sheet("Mine")
    own["A1"], own["A2"] = PEOPLE[1][1], f"Call {PEOPLE[2][1]}, {PEOPLE[2][2]} (id {PEOPLE[2][0]})."
    own["A3"] = f'=SUMIF(Orders[Customer],"{PEOPLE[5][1]}",Orders[Amount])'
    own["A4"], own["A4"].hyperlink = "mail", f"mailto:{PEOPLE[4][2]}"
    own["A5"].comment = Comment(f"{PEOPLE[6][1]} again, WZ1-81007", "me")
    own["A6"] = '=SUMIF(Orders[Order],"WZ1-81005",Orders[Amount])'
    own["B1"] = 3
    chart = BarChart()
    chart.title = f"Of {PEOPLE[8][1]}"
    chart.add_data(Reference(own, min_col=2, min_row=1))
    own.add_chart(chart, "D4")
    book["Dashboard"]["Z80"] = PEOPLE[9][1]
    book.properties.description = f"for {PEOPLE[10][1]}"
    book.save(path)
    return path


def test_a_workbook_with_names_loses_them(tmp_path: Path) -> None:
    data = orders(tmp_path / "1.csv", range(1, 3), "name")
    named = clv_xl.fill("transactions", data, tmp_path / "named.xlsx", today=TODAY)
    path = with_names_everywhere(named.output)
    paid = sum(float(row["Amount"]) for row in csv.DictReader(data.open()) if row["Customer name"] == PEOPLE[5][1])
    report = clv_xl.fill(
        path, orders(tmp_path / "3.csv", range(3, 4), "name"), tmp_path / "report.xlsx", add=True, anonymise=True, today=TODAY
    )
    names = [("", name, "") for _, name, _ in PEOPLE]
    assert not found(report.output, *names, ("wz1-81", "", ""))
    paid += sum(float(row["Amount"]) for row in csv.DictReader((tmp_path / "3.csv").open()) if row["Customer name"] == PEOPLE[5][1])
    key = key_of(tmp_path / "report.key.csv")
    own = opened(report.output)["Mine"]
    assert own["A1"].value == key[PEOPLE[1][1]]
    assert own["A2"].value.startswith(f"Call {key[PEOPLE[2][1]]}, ")
    assert clv_xl.recalculate(report.output).results["result_customers"] == 25
    own = opened(report.output)["Mine"]
    (first,) = [float(row["Amount"]) for row in csv.DictReader(data.open()) if row["Order number"] == "WZ1-81005"]
    assert (own["A3"].value, own["A6"].value) == (pytest.approx(paid), first)


def test_a_customer_is_forgotten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From two workbooks, one of which has codes; a third that does not know the customer stays as it is, byte by byte."""
    person, other = PEOPLE[24], PEOPLE[23]  # their names are nearly alike, so that the notes have both
    data = orders(tmp_path / "1.csv", range(1, 3), "name")
    clv_xl.fill("transactions", data, tmp_path / "named.xlsx", today=TODAY)
    book = openpyxl.load_workbook(tmp_path / "named.xlsx")
    notes = " ".join(str(cell.value) for row in book["Orders"].iter_rows(min_col=11) for cell in row if cell.value)
    assert person[1].split()[0] in notes
    own = book.create_sheet("Mine")
    own["A1"], own["A2"], own["A3"] = f"Call {person[1]}.", "stays", "Late: WZ1-81024, WZ1-81023."
    book.save(tmp_path / "named.xlsx")
    theirs = ("WZ1-81024", "WZ2-81024")
    assert found(tmp_path / "named.xlsx", (*theirs, ""))
    coded = clv_xl.fill("transactions", data, tmp_path / "coded.xlsx", anonymise=True, today=TODAY)
    code = key_of(tmp_path / "coded.key.csv")[person[1]]
    coded_orders = [order for who, order in zip(customers(coded.output), customers(coded.output, "Order")) if who == code]
    assert len(coded_orders) == 2
    stranger = clv_xl.new("calculator", tmp_path / "calculator.xlsx")
    as_it_was = stranger.read_bytes()
    files = [str(tmp_path / name) for name in ("named.xlsx", "coded.xlsx", "calculator.xlsx")]
    with data.open() as file:
        paid = {row["Customer name"]: 0.0 for row in csv.DictReader(file)}
        file.seek(0)
        for row in csv.DictReader(file):
            paid[row["Customer name"]] += float(row["Amount"])

    assert main(["forget", *files, "--customer", person[1].upper()]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"{files[0]}: 2 rows went, and what else named the customer."  # numbers 24 and 24 of each month's forty
    assert said[1:] == [f"{files[1]}: 2 rows went, and what else named the customer.", f"{files[2]}: not in it."]
    assert stranger.read_bytes() == as_it_was
    assert not found(tmp_path / "named.xlsx", ("", person[1].split()[0], ""), (*theirs, ""))
    assert not found(coded.output, ("", code, ""), (*coded_orders, ""))
    assert person[1] not in key_of(tmp_path / "coded.key.csv")
    assert other[1] in key_of(tmp_path / "coded.key.csv")
    left = opened(tmp_path / "named.xlsx")
    assert [left["Mine"][cell].value for cell in ("A1", "A2", "A3")] == ["Call ….", "stays", "Late: …, WZ1-81023."]
    for path in ("named.xlsx", "coded.xlsx"):
        results = clv_xl.recalculate(tmp_path / path, tmp_path / f"again-{path}").results
        assert results["result_customers"] == 24
        assert results["result_revenue"] == pytest.approx(sum(paid.values()) - paid[person[1]])

    before = [Path(path).read_bytes() for path in files]
    assert main(["forget", *files, "--customer", "Nobody Known"]) == 1
    assert "Nobody Known is in none of these files; nothing has been changed." in capsys.readouterr().err
    assert [Path(path).read_bytes() for path in files] == before


def test_a_forgotten_order_is_no_other_customer(tmp_path: Path) -> None:
    """Of a shop that counts customers and orders alike: the number of a forgotten order is the id of somebody who stays."""
    lines = [
        "Order number,Customer ID,Email,Date,Amount,Product",
        "10023,10001,ana@x.org,2025-01-02,30,Mug",
        "10024,10023,bo@x.org,2025-01-03,40,10023",
    ]
    (tmp_path / "shop.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    book = clv_xl.fill("transactions", tmp_path / "shop.csv", tmp_path / "shop.xlsx", today=TODAY).output
    assert [one.rows for one in clv_xl.forget(book, customer="ana@x.org")] == [1]
    assert customers(book) == ["10023"]
    assert (customers(book, "Order"), customers(book, "Product")) == (["10024"], ["10023"])
    (tmp_path / "next.csv").write_text(f"{lines[0]}\n10025,10023,bo@x.org,2025-02-03,50,Mug\n", encoding="utf-8")
    report = clv_xl.fill(book, tmp_path / "next.csv", tmp_path / "next.xlsx", add=True, today=TODAY)
    assert report.results["result_customers"] == 1


def test_a_workbook_without_customers_takes_no_codes(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="holds no customers"):
        clv_xl.fill("calculator", None, tmp_path / "calculator.xlsx", anonymise=True, purchase_value=60)
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_no_key_is_not_written_over(tmp_path: Path) -> None:
    mine = tmp_path / "report.key.csv"
    mine.write_text("note\nmine\n")
    with pytest.raises(WorkbookError, match=r"report\.key\.csv: this is no key of clv_xl"):
        clv_xl.fill("transactions", orders(tmp_path / "1.csv", range(1, 2)), tmp_path / "report.xlsx", anonymise=True, today=TODAY)
    assert mine.read_text() == "note\nmine\n"
    assert not (tmp_path / "report.xlsx").exists()
