"""The main job: a template, an order file, a workbook. Read back by three libraries, and compared to the last digit."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import python_calamine
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.formula import ArrayFormula

import clv_xl
from clv_xl import OrderFileError, WorkbookError, fill, functions, recalculate, template_path
from clv_xl.formulas.lambdas import live_names
from clv_xl.formulas.spelling import spell, uses
from clv_xl.functions import REGISTRY
from clv_xl.functions.customers.groups import ENOUGH_CUSTOMERS
from clv_xl.hosts.equipment import recalculate_for
from clv_xl.sample import INPUTS, ORDERS
from clv_xl.sources.source import read_orders
from clv_xl.workbook.inputs.transactions import GROUPINGS, HALVES
from clv_xl.xlsx.package import Package
from tests import tables
from tests.conftest import demonstrated, opened
from tests.places.libreoffice import convert
from tests.support.cells import below, calling, cell_with, errors, formulas_in, listed, named, table_cells, values_by_name
from tests.support.filled_pages import orders_csv, some_rows

PUBLISHED = {
    "result_rows_read": 6919,
    "result_rows_used": 6919,
    "result_customers": 2357,
    "result_repeat_customers": 1139,
    "result_orders": 6696,
    "result_revenue": 244091.94,
    "result_top20_share": 0.6740,
}
"""CDNOW's 1/10 sample; test_history.py says where the figures come from."""


SMALL = [("a", "2024-01-01", 10.0), ("b", "2024-01-05", 20.5), ("a", "2024-02-01", 30.25)]


@pytest.fixture(scope="module")
def some_orders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first orders of the demo, of 111 customers, as a file of the same name."""
    path = tmp_path_factory.mktemp("orders") / ORDERS.name
    frame = some_rows("transactions")
    assert frame is not None
    frame.to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def part(some_orders: Path) -> Path:
    """The template filled with them as the demo is."""
    return fill("transactions", some_orders, some_orders.with_name("part.xlsx"), **INPUTS).output


def test_the_published_figures_in_three_readers(demo: Path, stock_profile: Path, tmp_path: Path) -> None:
    readers = [python_calamine.CalamineWorkbook.from_path(path) for path in (demo, convert(stock_profile, demo, tmp_path, "xlsx"))]
    for name, published in PUBLISHED.items():
        cell = named(opened(demo), name)
        tabs = [reader.get_sheet_by_name(cell.parent.title).to_python(skip_empty_area=False) for reader in readers]
        for value in (cell.value, *(rows[cell.row - 1][cell.column - 1] for rows in tabs)):
            assert round(value, 4 if published < 1 else 2) == published, name


def test_the_demo_of_these_orders_says_the_same() -> None:
    path, code, said, _ = demonstrated("cdnow")
    assert code == 0
    assert "Rows: 6,919 read, 6,919 used" in said and "customers 2,357, revenue 244,091.94" in said and "public CDNOW sample" in said
    results = values_by_name(path)
    assert {name: round(results[name], 4 if value < 1 else 2) for name, value in PUBLISHED.items()} == PUBLISHED
    assert results["result_mean_clv"] == pytest.approx(0.4 * 244091.94 / 2357, rel=1e-12)
    assert results["result_customer_equity"] == pytest.approx(0.4 * 244091.94, rel=1e-12)
    assert results["result_average_order_value"] == pytest.approx(244091.94 / 6696, rel=1e-12)
    assert results["result_orders_per_customer"] == 6696 / 2357
    assert results["result_clv_cac_ratio"] == pytest.approx(0.4 * 244091.94 / 2357 / 15.55, rel=1e-12)


def test_results_of_a_small_file_by_hand(tmp_path: Path) -> None:
    """a: 10 on 1 Jan and 30.25 on 1 Feb, 31 days; b: 20.50. Lifespan (31 + 0) / 2 days."""
    report = fill("transactions", orders_csv(tmp_path / "o.csv", SMALL), tmp_path / "o.xlsx", gross_margin="50%", currency="EUR")
    results = report.results
    assert results["result_revenue"] == 60.75 and results["result_customer_equity"] == 30.375 and results["result_mean_clv"] == 15.1875
    assert results["result_lifespan_years"] == pytest.approx(15.5 / 365.25, rel=1e-12)
    assert results["result_top20_share"] == 40.25 / 60.75  # 20% of two customers: at least one, a
    assert results["result_clv_cac_ratio"] == "" and results["result_currency"] == "euros"
    assert results["result_period"] == "1 Jan 2024 to 1 Feb 2024"


def test_formula_equals_tab_equals_script(demo: Path) -> None:
    """The tables in the file against the functions called from Python with the same orders, to the last digit."""
    book = opened(demo)
    orders = read_orders(ORDERS)
    columns = [orders.columns[field] for field in ("customer", "date", "amount")]
    blank = [[word] + [None] * len(orders) for word in ("Channel", "Campaign", "Product", "Segment")]
    headed = [[word, *column] for word, column in zip(("Customer", "Date", "Amount"), columns)]
    table = functions.CLV_CUSTOMERS(*headed, None, 0.4, [list(row) for row in zip(*blank)])
    groups = [GROUPINGS, *tables.columns(table, *GROUPINGS)]
    ages = ["Age", *tables.column(table, "Age")]
    compared = [[row[GROUPINGS.index(by)] for row in groups] for by in ("First order size", HALVES)]
    months = min(functions.CLV_COMMON_AGE(column, ages, ENOUGH_CUSTOMERS) for column in compared)
    aged = functions.CLV_VALUE_AT_AGE(*headed, months, None, 0.4)
    segments = functions.SEGMENT_CLV(groups, ["Value", *tables.column(aged, "Value at age")], 15.55, None, ENOUGH_CUSTOMERS)
    formulas, rows = opened(demo, formulas=True), functions.CLV_ROWS(*columns)
    answers = {("Customers", "CLV_CUSTOMERS"): table, ("Segments", "SEGMENT_CLV"): segments, ("Checks", "CLV_ROWS"): rows}
    for (sheet, function), expected in answers.items():
        first = calling(formulas[sheet], function)
        for offset, row in enumerate(expected):
            found = [book[sheet].cell(first.row + offset, first.column + n).value for n in range(len(row))]
            wanted = [dt.datetime(v.year, v.month, v.day) if isinstance(v, dt.date) else v for v in row]
            assert [None if v == "" else v for v in found] == wanted, (sheet, offset)
    for (sheet, ref), formula in formulas_in(demo).items():
        if call := re.fullmatch(r"=_xldudf_(\w+)\(([\d.,]*)\)", formula):
            assert book[sheet][ref].value == REGISTRY[call[1]].function(*map(float, call[2].split(",")))


def test_no_error_cell_and_every_check_is_ok_or_explained(demo: Path) -> None:
    assert not errors(demo)
    states = listed(opened(demo)["Checks"], "Check", "State")
    assert len(states) > 20
    assert [state for state in states if state[1] != "OK"] == [("Orders of zero amount", "Look")]


def test_the_file_asks_for_no_recalculation(demo: Path) -> None:
    package = Package(demo)
    assert not re.search(rb"fullCalcOnLoad|forceFullCalc", package.parts["xl/workbook.xml"]) and "xl/calcChain.xml" not in package.parts
    assert b'calcId="191029"' in package.parts["xl/workbook.xml"]  # an older one makes Excel recalculate
    for (sheet, ref), formula in formulas_in(demo).items():
        live = live_names(package.names)
        assert formula == "=" + spell(formula[1:], REGISTRY, "lite", live)
        if uses(formula[1:], [name for name in REGISTRY if name not in live]):
            part = next(s.part for s in package.sheets if s.name == sheet)
            assert re.search(rf'<c r="{ref}"[^>]* cm="1"[^>]*><f t="array"'.encode(), package.parts[part]), (sheet, ref)


def test_static_has_the_values_and_no_formula(some_orders: Path, part: Path, tmp_path: Path) -> None:
    fill("transactions", some_orders, tmp_path / "static.xlsx", static=True, **INPUTS)
    assert not formulas_in(tmp_path / "static.xlsx")
    static, live = (
        {name: None if value == "" else value for name, value in values_by_name(path).items()} for path in (tmp_path / "static.xlsx", part)
    )
    assert static == live  # an empty answer is an empty cell


def test_a_script_with_openpyxl_alone(some_orders: Path, part: Path, tmp_path: Path) -> None:
    """A script that knows only the names fills the template; `recalculate` brings the values that `fill` brings."""
    path = tmp_path / "script.xlsx"
    book = openpyxl.load_workbook(template_path("transactions"))
    for name, value in INPUTS.items():
        named(book, f"input_{name}").value = value
    sheet = book["Orders"]
    orders = read_orders(some_orders)
    for field, heading in (("customer", "Customer"), ("date", "Date"), ("amount", "Amount")):
        first = table_cells(sheet, heading)[0]
        for number, value in enumerate(orders.columns[field]):
            first.offset(number).value = value
    left, top, right, _ = range_boundaries(sheet.tables["Orders"].ref)
    sheet.tables["Orders"].ref = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{top + len(orders)}"
    book.save(path)
    result = recalculate(path)
    expected = values_by_name(part) | {"input_as_of": None}  # which `fill` writes: the last day seen
    found = values_by_name(path)
    assert {name: value for name, value in found.items() if not name.startswith("source_")} == {
        name: value for name, value in expected.items() if not name.startswith("source_")
    }
    assert found["source_file"] is found["source_rows"] is None  # no file has been read
    assert {name: value for name, value in result.results.items() if value} == {
        name: (clv_xl.cells.values.date_to_serial(value.date()) if isinstance(value, dt.datetime) else value)  # type: ignore[attr-defined]
        for name, value in expected.items()
        if name.startswith("result_") and value
    }


def test_recalculate_after_an_edit(part: Path, tmp_path: Path) -> None:
    path = tmp_path / "edited.xlsx"
    book = openpyxl.load_workbook(part)
    named(book, "input_gross_margin").value = 0.2
    head, typed = calling(book["Customers"], "CLV_CUSTOMERS").coordinate, f"B{book['Overview'].max_row + 5}"
    book["Overview"][typed] = "=CLV(100,4,8)"  # typed by a script, by its plain name
    book["Overview"][typed].offset(1).value = "=result_mean_clv*2"
    book.save(path)
    assert opened(path)["Customers"][head].value is None  # openpyxl drops every value
    recalculate(path)
    before, after = values_by_name(part), values_by_name(path)
    assert after["result_mean_clv"] == pytest.approx(before["result_mean_clv"] / 2, rel=1e-12)
    assert after["result_revenue"] == before["result_revenue"]
    own = opened(path)["Overview"][typed]
    assert own.value == 3200 and below(own) == pytest.approx(before["result_mean_clv"], rel=1e-12)
    package = Package(path)
    part = next(sheet.part for sheet in package.sheets if sheet.name == "Overview")
    as_excel_keeps_it = f'<c r="{typed}" cm="1"><f t="array" ref="{typed}">CLV(100,4,8)</f><v>3200</v></c>'  # a call of a LAMBDA name
    assert as_excel_keeps_it.encode() in package.parts[part]


def test_recalculating_twice_changes_nothing(part: Path, tmp_path: Path) -> None:
    recalculate(part, tmp_path / "one.xlsx")
    recalculate(tmp_path / "one.xlsx", tmp_path / "two.xlsx")
    one, two = Package(tmp_path / "one.xlsx"), Package(tmp_path / "two.xlsx")
    assert one.parts == two.parts and values_by_name(part) == values_by_name(tmp_path / "one.xlsx")


def test_a_persons_own_copy(tmp_path: Path) -> None:
    """Restyled, with a tab, formulas, a renamed and moved column, and things that openpyxl cannot write."""
    own, out = tmp_path / "own.xlsx", tmp_path / "out.xlsx"
    book = openpyxl.load_workbook(template_path("transactions"))
    mine = book.create_sheet("Mine", 0)
    mine["A1"], mine["A2"], mine["A3"] = "=result_revenue/1000", "=COUNTA(Orders[Klant])", "=SOMETHING_ELSE(A1)"
    mine["A4"] = "Ours"
    first = calling(book["Customers"], "CLV_CUSTOMERS").offset(1)
    first.font = Font(name="Georgia", color="FF0000")
    cell_with(book["Orders"], "Customer").value, cell_with(book["Orders"], "Channel").value = "Klant", "Kanaal"
    book["Orders"].tables["Orders"].tableColumns[0].name = "Klant"
    book["Orders"].tables["Orders"].tableColumns[3].name = "Kanaal"
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, ArrayFormula):
                    cell.value.text = cell.value.text.replace("[Customer]", "[Klant]").replace("[Channel]", "[Kanaal]")
                elif isinstance(cell.value, str) and "[Customer]" in cell.value:
                    cell.value = cell.value.replace("[Customer]", "[Klant]")
    book.save(own)
    package = Package(own)
    sparkline = b'<extLst><ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"><!-- sparklines --></ext></extLst></worksheet>'
    part = next(sheet.part for sheet in package.sheets if sheet.name == "Mine")
    package.parts[part] = package.parts[part].replace(b"</worksheet>", sparkline)
    package.parts["xl/custom/mine.bin"] = b"\x00anything"
    package.save(own)
    before = own.read_bytes()
    report = fill(own, orders_csv(tmp_path / "o.csv", [(*row, "web") for row in SMALL], "Klant,Datum,Bedrag,Kanaal"), out, date_order="dmy")
    assert own.read_bytes() == before
    assert report.results["result_revenue"] == 60.75 and report.kept == ("Mine!A3",)
    values, formulas = opened(out), opened(out, formulas=True)
    assert [values["Mine"][f"A{row}"].value for row in range(1, 5)] == [0.06075, 3, None, "Ours"]
    assert formulas["Mine"]["A3"].value == "=SOMETHING_ELSE(A1)"
    second = values["Customers"][first.coordinate].offset(1)
    assert second.font.name == "Georgia" and second.value == "b"
    assert below(cell_with(values["Customers"], "Kanaal")) == "web"
    assert ("Kanaal", "web") in listed(values["Segments"], "By", "Segment")
    result = Package(out)
    assert b"<!-- sparklines -->" in result.parts[part] and result.parts["xl/custom/mine.bin"] == b"\x00anything"


def test_optional_columns_become_groupings(tmp_path: Path) -> None:
    rows = [
        ("a", "2024-01-01", 10, "web", "spring", "cd", "B2B"),
        ("b", "2024-01-02", 30, "shop", "", "book", "B2C"),
        ("a", "2024-02-01", 5, "shop", "", "", ""),
    ]
    data = orders_csv(tmp_path / "o.csv", rows, "customer,date,amount,utm_source,campagne,sku,Kundengruppe")
    fill("transactions", data, tmp_path / "o.xlsx", as_of="2024-02-02")  # when both have been customers for a month
    sheet = opened(tmp_path / "o.xlsx")["Segments"]
    groups = listed(sheet, "By", "Segment", "Total CLV")
    assert [row for row in groups if row[0] in ("Channel", "Campaign", "Product", "Segment")] == [
        ("Channel", "shop", 30),
        ("Channel", "web", 15),
        ("Campaign", "(blank)", 30),
        ("Campaign", "spring", 15),
        ("Product", "book", 30),
        ("Product", "cd", 15),
        ("Segment", "B2C", 30),
        ("Segment", "B2B", 15),
    ]


def test_filling_again_with_fewer_and_more(some_orders: Path, part: Path, tmp_path: Path) -> None:
    """An output can be the next template; nothing of the longer list is left."""
    small, again = tmp_path / "small.xlsx", tmp_path / "again.xlsx"
    fill(part, orders_csv(tmp_path / "o.csv", SMALL), small)
    book = opened(small)
    assert [cell.value for cell in table_cells(book["Orders"], "Customer")] == ["a", "b", "a"]
    last = table_cells(book["Orders"], "Customer")[-1]
    assert not any(row[0].value for row in book["Orders"].iter_rows(last.row + 1, min_col=last.column, max_col=last.column))
    assert listed(book["Customers"], "Customer") == [("a",), ("b",)]
    assert values_by_name(small)["result_revenue"] == 60.75 and values_by_name(small)["input_cac"] == 15.55
    customers = book["Customers"]
    printed = range_boundaries(str(customers.print_area).split("!")[1])
    assert printed == (1, 1, cell_with(customers, "First order").column, cell_with(customers, "b").row)  # as far as the list goes
    fill(small, some_orders, again, **INPUTS)
    assert values_by_name(again) == values_by_name(part)
    sheets = [opened(path, formulas=True)["Customers"] for path in (part, again)]
    styles = [[cell.style for cell in sheet[calling(sheet, "CLV_CUSTOMERS").row + 1]] for sheet in sheets]
    assert styles[0] == styles[1]


def test_data_never_becomes_a_formula(tmp_path: Path) -> None:
    nasty = ["=1+1", "+1", "@SUM(A1)", "-2+3", '=HYPERLINK("http://x","y")', "<b>&amp;</b>", " spaced ", "#REF!x"]
    rows = pd.DataFrame(
        {"customer": nasty, "date": ["2024-01-01"] * len(nasty), "amount": [1.0] * len(nasty), "channel": ["=2+2"] * len(nasty)}
    )
    fill("transactions", rows, tmp_path / "o.xlsx")
    book = opened(tmp_path / "o.xlsx", formulas=True)
    nasty[6] = "spaced"  # blanks around a name are none of it
    for heading, given in (("Customer", nasty), ("Channel", ["=2+2"] * len(nasty))):
        cells = table_cells(book["Orders"], heading)
        assert [cell.value for cell in cells] == given and all(cell.data_type == "s" for cell in cells)
    values = opened(tmp_path / "o.xlsx")
    assert {customer for (customer,) in listed(values["Customers"], "Customer")} == set(nasty)
    note = named(book, "source_note").coordinate
    assert [place for sheet, place in formulas_in(tmp_path / "o.xlsx") if sheet == "Orders"] == [note]


def test_bad_rows_are_shown_and_counted(tmp_path: Path) -> None:
    rows = [*SMALL, ("", "2024-01-01", 5), ("c", "31/02/2024", 7), ("c", "2024-01-09", "free"), ("d", "2030-01-01", 9)]
    report = fill("transactions", orders_csv(tmp_path / "o.csv", rows), tmp_path / "o.xlsx", as_of="2024-12-31", date_order="dmy")
    assert (report.rows_read, report.rows_used) == (7, 3)
    assert report.left_out == {"no customer": 1, "date not readable": 1, "amount not readable": 1, "after the calculation date": 1}
    values = values_by_name(tmp_path / "o.xlsx")
    assert values["result_rows_read"] == 7 and values["result_rows_used"] == 3 and values["result_revenue"] == 60.75
    assert "4 to look at" in values["result_checks"] and "none to act on" in values["result_checks"]
    sheet = opened(tmp_path / "o.xlsx", formulas=True)["Orders"]
    assert table_cells(sheet, "Date")[4].value == "31/02/2024" and table_cells(sheet, "Amount")[5].value == "free"


@pytest.mark.parametrize(
    ("inputs", "sentence"),
    [
        ({"gross_margin": 1.4}, "gross_margin: 1.4 is not allowed here; give 0% to 100%"),
        ({"gross_margin": "lots"}, "gross_margin: 'lots' is not allowed here"),
        ({"currency": "XYZ"}, "currency: 'XYZ' is not one of EUR, USD"),
        ({"as_of": "soon"}, "as_of: 'soon' is no date, or can be two; write it as 2024-06-30"),
        ({"margin": 1}, "margin: there is no input of this name; the inputs are data_name, currency, gross_margin"),
        ({"cac": -1}, "cac: -1 is not allowed here; give 0 or more, or empty"),
        ({"cac": float("inf")}, "cac: inf is not allowed here"),
        ({"cac": 10**400}, "is not allowed here; give 0 or more, or empty"),
        ({"cac": [1]}, "cac: [1] is not allowed here"),
        ({"cac": "1,500"}, "cac: '1,500' can be a thousand or a fraction"),
        ({"as_of": "06/07/2024"}, "as_of: '06/07/2024' is no date, or can be two; write it as 2024-06-30"),
    ],
)
def test_inputs_out_of_bounds(tmp_path: Path, inputs: dict, sentence: str) -> None:
    with pytest.raises(WorkbookError, match=re.escape(sentence)):
        fill("transactions", ORDERS, tmp_path / "o.xlsx", **inputs)
    assert list(tmp_path.iterdir()) == []


def test_existing_files_are_safe(tmp_path: Path) -> None:
    data, bad, out, own = orders_csv(tmp_path / "o.csv", SMALL), tmp_path / "bad.csv", tmp_path / "o.xlsx", tmp_path / "own.xlsx"
    orders_csv(bad, SMALL, "x,date,amount")
    clv_xl.new("transactions", own)
    out.write_text("precious")
    kept = {path: path.read_bytes() for path in (data, bad, out, own)}

    def refuses(sentence: str, *args: Any, **kwargs: Any) -> None:
        with pytest.raises((WorkbookError, OrderFileError), match=sentence):
            fill(*args, **kwargs)
        assert {path: path.read_bytes() for path in kept} == kept
        assert sorted(tmp_path.iterdir()) == sorted(kept)

    refuses("say --force", own, data, out)
    refuses("this is the file that is read", own, data, own, force=True)
    refuses("no column for the customer", own, bad, out, force=True)
    refuses("the folder .* does not exist", own, data, tmp_path / "none" / "o.xlsx")
    refuses("is written as .xlsx", own, data, tmp_path / "o.pdf")
    refuses("this is a folder", own, data, tmp_path)
    refuses("there is no such file", tmp_path / "none.xlsx", data, out, force=True)
    fill(own, data, out, force=True)
    assert out.read_bytes()[:2] == b"PK"


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """The kernel's own folder refuses even root; elsewhere a folder is locked."""
    folder, data = Path("/sys/kernel"), orders_csv(tmp_path / "o.csv", SMALL)
    if not folder.is_dir():
        folder = tmp_path
        folder.chmod(0o500)
    with pytest.raises(WorkbookError, match=r"clv.xlsx: cannot write in .* \(.*\); name another folder with -o"):
        fill("transactions", data, folder / "clv.xlsx")


def test_a_template_that_is_none_or_newer(tmp_path: Path) -> None:
    plain, newer = tmp_path / "plain.xlsx", tmp_path / "newer.xlsx"
    openpyxl.Workbook().save(plain)
    with pytest.raises(WorkbookError, match=r"no table called Orders in it; start from a template, with clv-xl new transactions"):
        fill(plain, ORDERS, tmp_path / "o.xlsx")
    book = openpyxl.load_workbook(template_path("transactions"))
    book.defined_names["template_version"].value = "99"
    book.save(newer)
    with pytest.raises(WorkbookError, match=r"of version 99, newer than clv_xl knows .*pip install -U clv_xl"):
        fill(newer, ORDERS, tmp_path / "o.xlsx")


def test_more_orders_than_a_sheet_has_rows(tmp_path: Path) -> None:
    """In a table that stands a thousand rows above the end of the sheet, row 1,048,576; the template's has room for a million more."""
    own = tmp_path / "own.xlsx"
    book = openpyxl.load_workbook(template_path("transactions"))
    sheet, table = book["Orders"], book["Orders"].tables["Orders"]
    left, top, right, _ = range_boundaries(table.ref)
    low = 1_048_576 - 1000
    for column in range(left, right + 1):
        sheet.cell(low, column).value = sheet.cell(top, column).value
    table.ref = table.autoFilter.ref = f"{get_column_letter(left)}{low}:{get_column_letter(right)}{low + 1}"
    book.save(own)

    def orders(count: int) -> pd.DataFrame:
        return pd.DataFrame({"customer": range(count), "date": [dt.date(2024, 1, 1)] * count, "amount": [1.0] * count})

    with pytest.raises(OrderFileError, match=r"1,001 orders do not fit; a sheet has room for 1,000"):
        fill(own, orders(1001), tmp_path / "o.xlsx")
    assert list(tmp_path.iterdir()) == [own]
    assert fill(own, orders(1000), tmp_path / "o.xlsx").results["result_customers"] == 1000


def test_a_spill_that_is_blocked_says_so(some_orders: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(template_path("transactions"))
    head = calling(book["Customers"], "CLV_CUSTOMERS")
    note = head.offset(3, 2)
    note.value = "my note"
    book.save(tmp_path / "own.xlsx")
    fill(tmp_path / "own.xlsx", some_orders, tmp_path / "out.xlsx")
    sheet = opened(tmp_path / "out.xlsx")["Customers"]
    assert sheet[head.coordinate].value == "#SPILL!" and sheet[note.coordinate].value == "my note"


def test_pages_are_drawn_whole(office_profile: Path, tmp_path: Path) -> None:
    """LibreOffice's PDF of a filled workbook: no ####, no error, every page with its question and figures. One of twenty of the demo's
    customers, who pay a hundred times as much, so numbers are wider than those of all of them."""
    orders = pd.read_csv(ORDERS, dtype={"customer": str})
    orders = orders[orders["customer"].astype(int) % 20 == 0].assign(amount=100 * orders["amount"])
    package = Package(fill("transactions", orders, tmp_path / "dear.xlsx", **INPUTS).output)
    recalculate_for(package, "windows")
    package.save(tmp_path / "office.xlsx")
    pdf = convert(office_profile, tmp_path / "office.xlsx", tmp_path, "pdf")
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    pages = [" ".join(page.split()) for page in text.split("\f")]
    figures = "".join(page for page in pages if not re.search(r"(Functions|Workings) Page", page))  # those two name the errors
    assert "###" not in text and not re.search(r"#(NAME|REF|VALUE|N/A|DIV|NUM|SPILL)|Err:\d", figures)
    titles = (
        "What is this workbook",
        "What do I need to fill in?",
        "Which orders count?",
        "What has happened so far?",
        "Which groups deserve",
        "Who are our customers",
        "Can I trust",
        "Which formulas can I use",
    )
    for title in titles:
        # letters of a page that is printed small come apart in its text
        assert any(page.replace(" ", "").startswith(title.replace(" ", "")) for page in pages), title
    overview = next(page for page in pages if page.startswith("What has happened so far?"))
    days, paid = orders.groupby("customer")["date"].nunique(), orders.groupby("customer")["amount"].sum()
    best = paid.nlargest(round(0.2 * len(paid))).sum() / paid.sum()
    first, last = (f"{day.day} {day:%b %Y}" for day in (pd.Timestamp(orders["date"].min()), pd.Timestamp(orders["date"].max())))
    figures = (f"${paid.sum():,.2f}", f"{(days > 1).mean():.1%} of customers", f"{best:.1%}")
    for words in (f"{days.sum():,} purchases, {first} to {last}", *figures, "Is revenue growing?"):
        assert words in overview, words
    assert len([page for page in pages if page.startswith("What has happened so far?")]) == 1


def test_columns_are_wide_enough(demo: Path) -> None:
    """No number of the sample is wider than its column, counted in digits as Excel does."""
    for sheet in opened(demo).worksheets:
        for row in sheet.iter_rows(max_row=400):
            for cell in row:
                if isinstance(cell.value, (int, float)) and "#,##0" in cell.number_format:
                    digits = f"{cell.value:,.2f}" if ".00" in cell.number_format else f"{cell.value:,.0f}"
                    assert len(digits) <= sheet.column_dimensions[get_column_letter(cell.column)].width, (sheet.title, cell.coordinate)


def test_progress_and_exit_codes_in_a_process(tmp_path: Path) -> None:
    def run(*args: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "clv_xl.cli", *args], capture_output=True, text=True, cwd=tmp_path)

    _, code, said, complained = demonstrated()
    assert code == 0 and "customers 4,000, revenue 482,196.77" in said and complained == ""
    (tmp_path / "clv-demo.xlsx").write_text("mine")
    refused = run("demo")
    assert (
        refused.returncode == 1
        and refused.stderr.startswith("clv-xl: clv-demo.xlsx: this file exists")
        and "Traceback" not in refused.stderr
    )
    assert run("nonsense").returncode == 2


def test_blank_inputs_take_their_defaults(tmp_path: Path) -> None:
    data = orders_csv(tmp_path / "o.csv", SMALL)
    report = fill("transactions", data, tmp_path / "o.xlsx", as_of=pd.NaT, cac=pd.NA, gross_margin="50 %", break_1=None)
    assert report.results["result_customer_equity"] == 30.375 and report.results["result_clv_cac_ratio"] == ""
    assert values_by_name(tmp_path / "o.xlsx")["input_data_name"] == "o.csv"


def test_a_column_and_notes_of_the_persons_own_on_orders(tmp_path: Path) -> None:
    """A formula in a column that the data has not goes down with the orders; notes below the table are in the way."""
    own = tmp_path / "own.xlsx"
    book = openpyxl.load_workbook(template_path("transactions"))
    amounts, segments = table_cells(book["Orders"], "Amount"), table_cells(book["Orders"], "Segment")
    for amount, segment in zip(amounts, segments):
        segment.value = f'=IF({amount.coordinate}>15,"big","small")'
    book.save(own)
    fill(own, orders_csv(tmp_path / "o.csv", SMALL), tmp_path / "out.xlsx")
    values, formulas = opened(tmp_path / "out.xlsx"), opened(tmp_path / "out.xlsx", formulas=True)
    assert [values["Orders"][segment.coordinate].value for segment in segments[:4]] == ["small", "big", "big", None]
    assert formulas["Orders"][segments[2].coordinate].value == f'=IF({amounts[2].coordinate}>15,"big","small")'
    last = table_cells(book["Orders"], "Date")[-1]
    last.offset(5).value = "my note"
    book.save(own)
    with pytest.raises(WorkbookError, match=rf"something stands below the table Orders, in B{last.row + 1}:K\d+.*move it beside the table"):
        fill(own, ORDERS, tmp_path / "more.xlsx")


def test_text_longer_than_a_cell(tmp_path: Path) -> None:
    frame = pd.DataFrame({"customer": ["a"], "date": ["2024-01-01"], "amount": [1.0], "product": ["x" * 40_000]})
    with pytest.raises(OrderFileError, match=r"order 1: the Product has 40,000 characters; a cell holds 32,767"):
        fill("transactions", frame, tmp_path / "o.xlsx")


def test_odd_amounts_and_dates_make_no_broken_file(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"customer": ["a", "b", "c"], "date": [dt.date(1, 1, 1), "2024-02-06", "2024-02-06"], "amount": [5, 20.75, float("inf")]}
    )
    report = fill("transactions", frame, tmp_path / "o.xlsx")
    assert (report.rows_used, report.results["result_revenue"]) == (1, 20.75)
    assert report.left_out == {"date not readable": 1, "amount not readable": 1}
    orders = opened(tmp_path / "o.xlsx", formulas=True)["Orders"]
    assert (table_cells(orders, "Date")[0].value, table_cells(orders, "Amount")[2].value) == ("0001-01-01", "inf")


def test_a_file_without_a_usable_row_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OrderFileError, match="no row of the orders can be used"):
        fill("transactions", orders_csv(tmp_path / "o.csv", [("a", "soon", 1)]), tmp_path / "o.xlsx")
    assert not (tmp_path / "o.xlsx").exists()


def test_a_row_of_totals_and_a_note_below_the_list(tmp_path: Path) -> None:
    own, data = tmp_path / "own.xlsx", orders_csv(tmp_path / "o.csv", SMALL)
    book = openpyxl.load_workbook(template_path("transactions"))
    calling(book["Customers"], "CLV_CUSTOMERS").offset(14).value = "my note"
    book.save(own)
    report = fill(own, data, tmp_path / "out.xlsx")
    assert report.results["result_customers"] == 2 and "none to act on" in report.results["result_checks"]
    book["Orders"].tables["Orders"].totalsRowCount = 1
    book.save(own)
    with pytest.raises(WorkbookError, match="has a row of totals; take it out"):
        fill(own, data, tmp_path / "more.xlsx")
    with pytest.raises(WorkbookError, match=r"a template to fill is an \.xlsx workbook"):
        fill(own.rename(tmp_path / "own.xlsm"), data, tmp_path / "more.xlsx")


def test_a_formula_that_is_shared_with_cells_beside_the_table(tmp_path: Path) -> None:
    own = tmp_path / "own.xlsx"
    book = openpyxl.load_workbook(template_path("transactions"))
    book.save(own)
    amounts, segments = (table_cells(book["Orders"], heading) for heading in ("Amount", "Segment"))
    first, beside, third = segments[0], segments[0].offset(0, 1), segments[2]
    package = Package(own)
    part = next(sheet.part for sheet in package.sheets if sheet.name == "Orders")
    shared = f'<f t="shared" ref="{first.coordinate}:{beside.coordinate}" si="0">{amounts[0].coordinate}*2</f>'
    both = rf'<c r="{first.coordinate}"\1>{shared}</c><c r="{beside.coordinate}"><f t="shared" si="0"/></c>'
    text = re.sub(rf'<c r="{first.coordinate}"([^>]*)></c>', both, package.parts[part].decode())
    package.parts[part] = text.encode()
    package.save(own)
    fill(own, orders_csv(tmp_path / "o.csv", SMALL), tmp_path / "out.xlsx")
    formulas, values = opened(tmp_path / "out.xlsx", formulas=True), opened(tmp_path / "out.xlsx")
    of = [amounts[0], amounts[2], amounts[0].offset(0, 1)]
    cells = [first.coordinate, third.coordinate, beside.coordinate]
    assert [formulas["Orders"][ref].value for ref in cells] == [f"={cell.coordinate}*2" for cell in of]
    assert [values["Orders"][ref].value for ref in cells] == [20, 60.5, 0]


def test_the_report_goes_by_the_date_that_the_template_has(tmp_path: Path) -> None:
    own, data = tmp_path / "own.xlsx", orders_csv(tmp_path / "o.csv", SMALL)
    book = openpyxl.load_workbook(template_path("transactions"))
    named(book, "input_as_of").value = dt.date(2024, 1, 15)
    del book.defined_names["input_data_name"]
    cell_with(book["About"], "Data").offset(1).value = named(book, "result_subtitle").value = "Mine"
    book.save(own)
    report = fill(own, data, tmp_path / "out.xlsx")
    assert report.rows_used == report.results["result_rows_used"] == 2 and report.left_out == {"after the calculation date": 1}
    again = fill(tmp_path / "out.xlsx", data, tmp_path / "again.xlsx")
    assert again.left_out == report.left_out, "it is the person's date still"


def test_a_date_from_the_data_makes_way_for_later_data(tmp_path: Path) -> None:
    fill("transactions", orders_csv(tmp_path / "o.csv", SMALL), tmp_path / "may.xlsx")
    later = orders_csv(tmp_path / "later.csv", [*SMALL, ("b", "2024-06-30", 5)])
    report = fill(tmp_path / "may.xlsx", later, tmp_path / "june.xlsx")
    assert report.rows_used == len(SMALL) + 1 and not report.left_out
