"""The numbers of orders in a workbook: what of a later file is there already is told by them, and not guessed from equal rows."""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.table import TableColumn

from clv_xl import fill, recalculate, upgrade
from clv_xl.sources.columns.fields import ORDERS
from clv_xl.sources.problems import OrderFileError
from clv_xl.sources.rows.customers.known import Known
from clv_xl.sources.source import read_list
from clv_xl.workbook.adding.rows import add_to, together
from clv_xl.workbook.people.key import key_path
from clv_xl.xlsx.package import Package
from clv_xl.xlsx.saving import WorkbookError
from tests.workbook.test_upgrading import kept

TODAY = dt.date(2026, 1, 31)
JANUARY = """Order number;Date;Customer number;Product;Amount
r1;2025-01-01;7;Mug;60
r2;2025-01-02;9;Mug;70
r2;2025-01-02;9;Vase;5
r3;2025-01-03;8;Mug;80
"""
FEBRUARY = """Order number;Date;Customer number;Product;Amount
R2;2025-01-02;9;Mug;70
r2;2025-01-02;9;Vase;5
r3;2025-01-03;8;Mug;80
r4;2025-01-03;8;Mug;80
r3;2025-02-03;8;Mug;-80
r5;2025-02-04;10;Mug;30
"""
"""r2 and r3 of January again, r4 on the day and with the amount of r3, r3 given back, and r5: 60 + 75 + 80 + 80 - 80 + 30 = 245."""


def write(folder: Path, **files: str) -> list[Path]:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return [folder / f"{name}.csv" for name in files]


def january(folder: Path, **options: Any) -> Path:
    return fill("transactions", *write(folder, january=JANUARY), folder / "january.xlsx", today=TODAY, **options).output


def rows(book: Path, *columns: str) -> list[tuple[Any, ...]]:
    """The cells of columns of the table of orders."""
    sheet = openpyxl.load_workbook(book)["Orders"]
    table = sheet.tables["Orders"]
    left, top, right, bottom = openpyxl.utils.range_boundaries(table.ref)
    names = [column.name for column in table.tableColumns]
    cells = sheet.iter_rows(min_row=top + 1, max_row=bottom, min_col=left, max_col=right, values_only=True)
    return [tuple(row[names.index(name)] for name in columns) for row in cells if any(row)]


def test_orders_that_are_there_are_not_added_again(tmp_path: Path) -> None:
    report = fill(january(tmp_path), *write(tmp_path, february=FEBRUARY), tmp_path / "both.xlsx", add=True, today=TODAY)
    assert report.results["result_revenue"] == pytest.approx(245)
    assert [number for (number,) in rows(report.output, "Order")] == ["r1", "r2", "r2", "r3", "r4", "r3", "r5"]
    notes = report.source.notes
    assert "2 of these orders stand in january.xlsx already, by their numbers, and are not added again." in notes
    assert "4 rows were in january.xlsx before, and stay." in notes
    assert not [note for note in notes if "changed" in note]  # r4 is another order on the same day: there is nothing to guess
    again = fill(report.output, tmp_path / "february.csv", tmp_path / "again.xlsx", add=True, today=TODAY, duplicates="keep")
    assert again.results["result_revenue"] == pytest.approx(245 + 185)
    with pytest.raises(OrderFileError, match=r"february\.csv: all 6 orders stand in both\.xlsx already; there is nothing to add"):
        fill(report.output, tmp_path / "february.csv", tmp_path / "again.xlsx", add=True, today=TODAY, force=True)


def test_an_order_that_came_back_otherwise_is_asked_about(tmp_path: Path) -> None:
    """As of several files: the state of the file that comes last counts. r1 is cancelled, of r2 one line is left, at 65, so that there are
    65 + 80 + 20 = 165. What a person has typed beside a row stays beside it, and rows that move up take their formulas along."""
    text = "Order number;Date;Customer number;Product;Amount;Status\nr2;2025-01-02;9;Mug;65;paid\n"
    text += "r1;2025-01-01;7;Mug;60;cancelled\nr6;2025-02-01;7;Mug;20;paid\n"
    (later,) = write(tmp_path, later=text)
    first = january(tmp_path)
    book = openpyxl.load_workbook(first)
    sheet = book["Orders"]
    names = [cell.value for cell in sheet[5]]
    for row in range(6, 10):
        sheet.cell(row, names.index("Channel") + 1).value = f"shop {row}"
        sheet.cell(row, names.index("Segment") + 1).value = f"=D{row}"
    book.save(first)
    with pytest.raises(OrderFileError, match=r"later\.csv: 2 orders stand in january\.xlsx with the same number, such as r1,") as asked:
        fill(first, later, tmp_path / "both.xlsx", add=True, today=TODAY)
    assert asked.value.options == ["--duplicates"]
    report = fill(first, later, tmp_path / "both.xlsx", add=True, duplicates="drop", today=TODAY)
    assert report.results["result_revenue"] == pytest.approx(165)
    found = rows(report.output, "Order", "Amount", "Channel", "Segment")
    assert found == [("r2", 65, "shop 7", "=D6"), ("r3", 80, "shop 9", "=D7"), ("r6", 20, None, "=D8")]
    assert "1 orders of january.xlsx have changed since, and are as the new file has them." in report.source.notes
    assert "1 orders of january.xlsx count no more in the new file, and are taken out." in report.source.notes
    assert recalculate(report.output).results["result_revenue"] == pytest.approx(165)

    both = fill("transactions", [tmp_path / "january.csv", later], tmp_path / "files.xlsx", duplicates="drop", today=TODAY)
    assert both.results["result_revenue"] == pytest.approx(165)


def test_rows_that_are_not_asked_for_say_nothing_of_an_order(tmp_path: Path) -> None:
    (later,) = write(tmp_path, february=FEBRUARY)
    report = fill(january(tmp_path), later, tmp_path / "both.xlsx", add=True, where="Date > 2025-01-31", today=TODAY)
    assert report.results["result_revenue"] == pytest.approx(60 + 75 + 80 - 80 + 30)
    note = "1 orders of january.xlsx stand in the new file in rows that are not asked for, and stay."
    assert note in report.source.notes  # r2; of r3 a row is asked for, the one that gives it back


def without_numbers(book: Path, column: bool) -> Path:
    """A workbook as it was before the column, or with an empty one."""
    package = Package(book)
    assert "template_orders" in package.names
    found = openpyxl.load_workbook(book)
    del found.defined_names["template_orders"]
    sheet = found["Orders"]
    table = sheet.tables["Orders"]
    left, top, right, bottom = openpyxl.utils.range_boundaries(table.ref)
    assert table.tableColumns[-1].name == "Order"
    for row in range(top + (not column), bottom + 1):
        sheet.cell(row, right).value = "Order" if row == top else None
    if not column:
        sheet.cell(top, right).value = None
        table.tableColumns.pop()
        table.ref = table.autoFilter.ref = f"{sheet.cell(top, left).coordinate}:{sheet.cell(bottom, right - 1).coordinate}"
    found.save(book)
    return book


@pytest.mark.parametrize("column", [True, False])
def test_a_workbook_without_numbers_is_compared_by_equal_rows(tmp_path: Path, column: bool) -> None:
    """r2's two rows and r3's look like rows that are there; r4 is equal to r3, of which one is there."""
    (later,) = write(tmp_path, february=FEBRUARY)
    first = without_numbers(january(tmp_path), column)
    with pytest.raises(OrderFileError, match=r"3 of its 6 orders stand in january\.xlsx already, such as 9, "):
        fill(first, later, tmp_path / "both.xlsx", add=True, today=TODAY)
    report = fill(first, later, tmp_path / "both.xlsx", add=True, duplicates="drop", today=TODAY)
    assert report.results["result_revenue"] == pytest.approx(245)
    named = rows(report.output, "Order") if column else []
    assert [number for (number,) in named] == ([None] * 4 + ["r4", "r3", "r5"] if column else [])
    assert recalculate(report.output).results["result_revenue"] == pytest.approx(245)


def cut(book: Path, most: int) -> Path:
    """A workbook with the first of its orders."""
    found = openpyxl.load_workbook(book)
    sheet = found["Orders"]
    table = sheet.tables["Orders"]
    left, top, right, bottom = openpyxl.utils.range_boundaries(table.ref)
    sheet.delete_rows(top + 1 + most, bottom)
    table.ref = table.autoFilter.ref = f"{sheet.cell(top, left).coordinate}:{sheet.cell(top + most, right).coordinate}"
    found.save(book)
    return book


def test_a_workbook_of_version_0_1_0_takes_numbers(tmp_path: Path) -> None:
    """Its orders have none, so equal rows are asked about; those that come with a number are known by it the next time."""
    book = cut(kept(tmp_path, "0.1.0", "transactions"), 80)
    customer, day, amount = rows(book, "Customer", "Date", "Amount")[0]
    text = f"Order number,Date,Customer number,Amount\nn1,{day:%Y-%m-%d},{customer},{amount}\nn2,1998-06-30,{customer},11\n"
    (more,) = write(tmp_path, more=text)
    with pytest.raises(OrderFileError, match=r"1 of its 2 orders stand in .* already"):
        fill(book, more, tmp_path / "more.xlsx", add=True, today=TODAY)
    report = fill(book, more, tmp_path / "more.xlsx", add=True, duplicates="drop", today=TODAY)
    assert [number for (number,) in rows(report.output, "Order") if number] == ["n2"]
    (last,) = write(tmp_path, last=f"Order number,Date,Customer number,Amount\nn2,1998-06-30,{customer},11\nn3,1998-06-30,{customer},12\n")
    again = fill(report.output, last, tmp_path / "last.xlsx", add=True, today=TODAY)
    assert [number for (number,) in rows(again.output, "Order") if number] == ["n2", "n3"]
    assert again.results["result_revenue"] == pytest.approx(report.results["result_revenue"] + 12)


def test_numbers_in_a_column_of_ones_own_come_along(tmp_path: Path) -> None:
    """An owner of 0.1.0 who has added a column of order numbers has them in ours after the upgrade."""
    book = cut(kept(tmp_path, "0.1.0", "transactions"), 5)
    found = openpyxl.load_workbook(book)
    sheet = found["Orders"]
    table = sheet.tables["Orders"]
    left, top, right, bottom = openpyxl.utils.range_boundaries(table.ref)
    table.tableColumns.append(TableColumn(id=99, name="Order number"))
    for row in range(top, bottom + 1):
        sheet.cell(row, right + 1).value = f"n{row}" if row > top else "Order number"
    table.ref = table.autoFilter.ref = f"{sheet.cell(top, left).coordinate}:{sheet.cell(bottom, right + 1).coordinate}"
    found.save(book)
    upgrade(book)
    headings = [column.name for column in openpyxl.load_workbook(book)["Orders"].tables["Orders"].tableColumns]
    assert "Order number" not in headings
    assert rows(book, "Order") == [(f"n{row}",) for row in range(top + 1, bottom + 1)]


def test_numbers_that_a_person_has_typed(tmp_path: Path) -> None:
    """As numbers of Excel, into a table that no file has filled: 1001 is the order 1001 of the file."""
    book = openpyxl.load_workbook(fill("transactions", *write(tmp_path, one=JANUARY), tmp_path / "book.xlsx", today=TODAY).output)
    del book.defined_names["template_orders"]
    sheet = book["Orders"]
    place = [cell.value for cell in sheet[5]].index("Order") + 1
    for row, number in enumerate((1001, 1002, 1002, 1003), start=6):
        sheet.cell(row, place).value = number
    book.save(tmp_path / "book.xlsx")
    digits = FEBRUARY.replace("R", "r").replace("\nr", "\n100")
    (later,) = write(tmp_path, later=digits)
    report = fill(tmp_path / "book.xlsx", later, tmp_path / "both.xlsx", add=True, today=TODAY)
    assert report.results["result_revenue"] == pytest.approx(245)


SHOP = """Name,Email,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price
1,ana@x.org,paid,EUR,10.00,2025-01-05 10:00:00 +0100,1,Mug,10.00
2,bo@x.org,paid,EUR,20.00,2025-01-05 10:00:00 +0100,2,Mug,10.00
"""
TILL = """Order number;Date;Email;Amount
1;2025-01-06;cy@x.org;30
2;2025-01-07;dee@x.org;40
"""


@pytest.mark.parametrize("anonymise", [False, True])
def test_a_number_is_one_order_in_one_program_alone(tmp_path: Path, anonymise: bool) -> None:
    """The shop's 1 and 2 are other orders than those of the till, in one fill and one after the other."""
    shop, till = write(tmp_path, shop=SHOP, till=TILL)
    (again,) = write(tmp_path, again=SHOP + "3,bo@x.org,paid,EUR,50.00,2025-02-05 10:00:00 +0100,1,Mug,50.00\n")
    (later,) = write(tmp_path, later=TILL + "3;2025-02-06;cy@x.org;60\n")
    books = [fill("transactions", [shop, till], tmp_path / "both.xlsx", anonymise=anonymise, today=TODAY).output]
    if not anonymise:
        first = fill("transactions", shop, tmp_path / "one.xlsx", today=TODAY).output
        books.append(fill(first, till, tmp_path / "two.xlsx", add=True, today=TODAY).output)
    for book in books:
        numbers = [number for (number,) in rows(book, "Order")]
        assert numbers == ["1", "2", "ordernumber 1", "ordernumber 2"] or anonymise
        assert len({*numbers}) == 4
        report = fill(book, [later, again], tmp_path / f"next-{book.name}", add=True, today=TODAY)
        assert report.results["result_revenue"] == pytest.approx(10 + 20 + 30 + 40 + 50 + 60)
        assert len({*rows(report.output, "Order")}) == 6


def test_codes_of_orders_need_their_key(tmp_path: Path) -> None:
    """The same number has the same code in every month; without the secret nobody can tell, and nothing is added twice."""
    first = january(tmp_path, anonymise=True)
    (later,) = write(tmp_path, february=FEBRUARY)
    report = fill(first, later, tmp_path / "both.xlsx", add=True, today=TODAY)
    assert report.results["result_revenue"] == pytest.approx(245)
    codes = [code for (code,) in rows(report.output, "Order")]
    assert [codes.index(code) for code in codes] == [0, 1, 1, 3, 4, 3, 6]
    assert all(code.startswith("O-") for code in codes)
    key = key_path(first)
    key.write_text("".join(line for line in key.open(encoding="utf-8") if "--orders" not in line), encoding="utf-8")
    with pytest.raises(WorkbookError, match="its key does not say how they were made"):
        fill(first, later, tmp_path / "other.xlsx", add=True, today=TODAY)


@pytest.mark.parametrize(
    "heading",
    ["Order", "Order number", "Ordernummer", "Bestelnummer", "Bestellnummer", "Auftragsnummer", "N° commande", "Número de pedido"],
)
def test_the_column_is_known_by_its_heading(heading: str, tmp_path: Path) -> None:
    """In a file, and in the table of a workbook."""
    (path,) = write(tmp_path, orders=JANUARY.replace("Order number", heading))
    source = read_list(path, ORDERS)
    assert source.headings["order"] == heading
    assert source.columns["order"] == ["r1", "r2", "r2", "r3"]


# In any order --------------------------------------------------------------------------------------------------------------

Line = tuple[str, dt.date, str, float]


@st.composite
def exports(draw: st.DrawFn) -> tuple[list[Line], list[list[Line]]]:
    """Orders of half a year, some in several lines and some given back in part, and exports that each hold those of some months in a row
    and all of them together. Customers buy often and amounts are few, so that orders look alike."""
    lines: list[Line] = []
    for number in range(draw(st.integers(1, 12))):
        day = dt.date(2025, draw(st.integers(1, 6)), draw(st.integers(1, 2)))
        who = draw(st.sampled_from("abc"))
        amounts = draw(st.lists(st.sampled_from([5.0, 10.0, 12.5]), min_size=1, max_size=3))
        lines += [(f"W-{number}", day, who, amount) for amount in amounts]
        if draw(st.booleans()):
            lines += [(f"W-{number}", day + dt.timedelta(days=draw(st.integers(0, 60))), who, -5.0)] * draw(st.integers(1, 2))
    cuts = [(1, draw(st.integers(1, 6)))]
    while cuts[-1][1] < 6:
        start = draw(st.integers(1, cuts[-1][1] + 1))
        cuts.append((start, draw(st.integers(max(start, cuts[-1][1] + 1), 6))))
    held = [[line for line in lines if start <= min(line[1].month, 6) <= end] for start, end in cuts]
    return lines, draw(st.permutations([part for part in held if any(line[3] > 0 for line in part)]))


def as_columns(lines: list[Line], folder: Path, known: Known) -> Any:
    path = folder / "part.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        written = csv.writer(file)
        written.writerow(["Order number", "Date", "Customer number", "Amount"])
        written.writerows(lines)
    return read_list(path, ORDERS, known=known)


@settings(max_examples=25)
@given(exports())
def test_overlapping_exports_in_any_order_are_one_list(tmp_path_factory: pytest.TempPathFactory, made: Any) -> None:
    lines, parts = made
    folder = tmp_path_factory.getbasetemp()
    there: dict[str, list[Any]] = {}
    for part in parts:
        source = as_columns(part, folder, Known("id", "customernumber", customers=tuple("abc") if there else (), orders=("ordernumber",)))
        if not there:
            there = source.columns
            continue
        try:
            addition = add_to(source, there, "report.xlsx", None)
        except OrderFileError as nothing:
            assert "there is nothing to add" in str(nothing)
            continue
        there = together(addition.there, addition.columns)
    if parts:
        found = zip(there["order"], there["date"], there["customer"], there["amount"])
        whole = {line for part in parts for line in part}
        assert Counter(found) == Counter(line for line in lines if line in whole)


def test_months_that_overlap_fill_as_all_in_one(tmp_path: Path) -> None:
    """The whole way, through workbooks, in an order by chance."""
    chance = random.Random(7)
    lines: list[Line] = []
    for number in range(90):
        day, who = dt.date(2025, 1, 1) + dt.timedelta(days=2 * number), f"k{chance.randrange(12)}"
        lines += [(f"W-{number}", day, who, chance.choice([5.0, 10.0, 20.0])) for _ in range(chance.randrange(1, 4))]
    parts = [[line for line in lines if line[1].month in months] for months in ((1, 2), (2, 3, 4), (4, 5, 6))]
    chance.shuffle(parts)

    def file(name: str, some: list[Line]) -> Path:
        as_columns(some, tmp_path, Known()).close()
        return (tmp_path / "part.csv").rename(tmp_path / name)

    whole = fill("transactions", file("all.csv", lines), tmp_path / "all.xlsx", today=TODAY)
    report = fill("transactions", file("0.csv", parts[0]), tmp_path / "0.xlsx", today=TODAY)
    for number, part in enumerate(parts[1:], start=1):
        report = fill(report.output, file(f"{number}.csv", part), tmp_path / f"{number}.xlsx", add=True, today=TODAY)
    numbers = {name: value for name, value in whole.results.items() if isinstance(value, (int, float, dt.date))}
    assert len(numbers) > 30
    assert {name: report.results[name] for name in numbers} == pytest.approx(numbers)
