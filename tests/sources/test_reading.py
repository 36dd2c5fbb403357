"""Order files as they come, good and bad."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from clv_xl.sources.problems import OrderFileError
from clv_xl.sources.source import read_list, read_orders
from clv_xl.sources.values.amounts import DecimalMark, parse_amount
from clv_xl.sources.values.dates import parse_date

ROWS = [("0001", dt.date(2024, 1, 31), 1234.5), ("Müller", dt.date(2024, 2, 29), -20.0)]
EXPECTED = {"customer": ["0001", "Müller"], "date": [ROWS[0][1], ROWS[1][1]], "amount": [1234.5, -20.0]}


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("customer,date,amount\n0001,2024-01-31,1234.5\nMüller,2024-02-29,-20\n", "utf-8"),
        ("customer,date,amount\r\n0001,2024-01-31,1234.5\r\nMüller,2024-02-29,-20\r\n", "utf-8-sig"),
        ("Klant;Datum;Bedrag\n0001;31-01-2024;1.234,50\nMüller;29-02-2024;-20,00\n", "utf-8"),
        ("sep=;\nKunde;Datum;Betrag\n0001;31.01.2024;1.234,50 €\nMüller;29.02.2024;20,00-\n", "utf-16"),
        ("customer\tdate\tamount\n0001\t2024-01-31\t1234.5\nMüller\t2024-02-29\t(20)\n", "utf-8"),
        ('\n\n"customer","date","note","amount"\n0001,31 Jan 2024,"a, ""b""\nc","1,234.50"\nMüller,29 Feb 2024,,-20.00\n', "utf-8"),
    ],
)
def test_text_files(tmp_path: Path, text: str, encoding: str) -> None:
    assert read_orders(write(tmp_path / "orders.csv", text, encoding)).columns == EXPECTED


def test_cp1252_is_tried_and_said(tmp_path: Path) -> None:
    path = write(tmp_path / "orders.csv", "klant,datum,bedrag\n0001,2024-01-31,1234.5\nMüller,2024-02-29,-20\n", "cp1252")
    read = read_orders(path)
    assert read.columns == EXPECTED and "cp1252" in read.notes[0]
    assert read_orders(path, encoding="cp1252").columns == EXPECTED
    with pytest.raises(OrderFileError, match=r'orders.csv, line 3: .*encoding="cp1252"'):
        read_orders(path, encoding="utf-8")


def test_workbooks_parquet_and_dataframes(tmp_path: Path) -> None:
    frame = pd.DataFrame(ROWS, columns=["Customer", "Date", "Amount"])
    assert read_orders(frame).columns == EXPECTED
    assert read_orders(frame.assign(Date=pd.to_datetime(frame.Date))).columns == EXPECTED
    frame.assign(Date=pd.to_datetime(frame.Date)).to_parquet(tmp_path / "orders.parquet")
    assert read_orders(tmp_path / "orders.parquet").columns == EXPECTED
    book = openpyxl.Workbook()
    book.active.append(["Customer", "Date", "Amount"])  # type: ignore[union-attr]
    for row in ROWS:
        book.active.append(row)  # type: ignore[union-attr]
    book.create_sheet("Other").append(["x"])
    book.save(tmp_path / "orders.xlsx")
    assert read_orders(tmp_path / "orders.xlsx").columns == EXPECTED
    with pytest.raises(OrderFileError, match=r"no sheet 'Sales'; the sheets are Sheet, Other"):
        read_orders(tmp_path / "orders.xlsx", sheet="Sales")


def test_the_amount_is_quantity_times_price(tmp_path: Path) -> None:
    path = write(tmp_path / "o.csv", "CustomerID,InvoiceDate,Quantity,UnitPrice\n1,2011-12-01,3,2.5\n2,2011-12-02,-1,4\n3,2011-12-03,x,4\n")
    for orders in (read_orders(path), read_orders(path, columns={"amount": "Quantity*UnitPrice"})):
        assert orders.columns["amount"] == [7.5, -4.0, "x * 4"]
    with pytest.raises(OrderFileError, match=r"no column 'Prices' for the amount; did you mean UnitPrice\?"):
        read_orders(path, columns={"amount": "Quantity*Prices"})


def test_what_cannot_be_read_stays_as_it_was(tmp_path: Path) -> None:
    path = write(tmp_path / "o.csv", "customer,date,amount\na,31/02/2024,5.50\nb,13/02/2024,free\n,13/02/2024,1\n")
    assert read_orders(path).columns == {
        "customer": ["a", "b", None],
        "date": ["31/02/2024", dt.date(2024, 2, 13), dt.date(2024, 2, 13)],
        "amount": [5.5, "free", 1.0],
    }


def test_ambiguous_files_are_asked(tmp_path: Path) -> None:
    path = write(tmp_path / "o.csv", 'customer,date,amount\na,01/02/2024,"1,234"\n')
    with pytest.raises(OrderFileError, match=r"column date: '01/02/2024'.*date_order=\"dmy\""):
        read_orders(path, decimal=".")
    with pytest.raises(OrderFileError, match=r"column amount: '1,234'.*decimal=\"\.\" or decimal=\",\""):
        read_orders(path, date_order="dmy")
    with pytest.raises(OrderFileError, match="column date"):
        read_orders(path, decimal=",")
    assert read_orders(path, date_order="mdy", decimal=".").columns["date"] == [dt.date(2024, 1, 2)]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("missing.csv", None, "there is no such file"),
        ("empty.csv", b"", "the file is empty"),
        ("blank.csv", b"\n\n  \n", "the file is empty"),
        ("head.csv", b"customer,date,amount\n", "no order in it, only headings"),
        ("twice.csv", b"customer,date,amount,amount\na,2024-01-01,1,2\n", "could be the amount .amount, amount .2.*amount="),
        ("ragged.csv", b"customer,date,amount\na,2024-01-01,1\nb,2024-01-05,12,50\n", "row 3: it has 4 cells under 3 headings"),
        ("quote.csv", b'customer,date,amount,product\na,2024-01-13,5,"pipe\nb,2024-01-14,6,x\n', "line 3: .*correct the quotes"),
        ("binary.csv", b"\x00\x01\x02", "not a text file"),
        ("orders.pdf", b"%PDF", "an order file is .csv, .xlsx or .parquet, not .pdf"),
        ("orders.xlsx", b"PK but no workbook", "not a workbook"),
        ("orders.parquet", b"PAR1?", "not a Parquet file"),
    ],
)
def test_one_clear_sentence_for_a_bad_file(tmp_path: Path, name: str, content: bytes | None, sentence: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(OrderFileError, match=sentence) as caught:
        read_orders(path)
    assert name in str(caught.value) and "\n" not in str(caught.value) and str(caught.value).endswith(".")


def test_two_columns_of_money_are_asked_unless_they_are_the_same() -> None:
    frame = pd.DataFrame([["a", "2024-01-31", 1, 2, "x", "y"]], columns=["customer", "date", "amount", "total", "note", "note"])
    with pytest.raises(OrderFileError, match=r"could be the amount \(amount, total\)"):
        read_orders(frame)
    with pytest.raises(OrderFileError, match=r"could be the amount \(amount, amount \(2\)\)"):
        read_orders(frame.rename(columns={"total": "amount"}))
    assert read_orders(frame.assign(total=1)).columns["amount"] == [1.0]


def test_titles_above_the_headings_and_odd_line_ends(tmp_path: Path) -> None:
    text = "Orders of 2024;;;\n;;;\nKlant;Datum;Bedrag;\r\n0001;31-01-2024;1.234,50;\nM\u2028ller;29-02-2024;-20,00;\n\n"
    assert read_orders(write(tmp_path / "o.csv", text)).columns["customer"] == ["0001", "M\u2028ller"]


def test_long_numbers_stay_apart() -> None:
    frame = pd.DataFrame({"customer": [2**60, 2**60 + 1], "date": ["2024-01-31"] * 2, "amount": [1, 2]})
    assert read_orders(frame).columns["customer"] == [str(2**60), str(2**60 + 1)]


def test_infinite_amounts_and_early_dates_are_not_read() -> None:
    frame = pd.DataFrame({"customer": ["a", "b"], "date": [dt.date(1, 1, 1), dt.date(2024, 1, 1)], "amount": [1, float("inf")]})
    assert read_orders(frame).columns == {"customer": ["a", "b"], "date": ["0001-01-01", dt.date(2024, 1, 1)], "amount": [1.0, "inf"]}


@pytest.mark.parametrize("source", [[1, 2], None, {"a": 1}, pd.Series([1])])
def test_what_is_no_source(source: object) -> None:
    with pytest.raises(OrderFileError, match="a file or a pandas DataFrame, not as"):
        read_orders(source)


@pytest.mark.parametrize(
    "cells",
    [
        "customer,date,amount\n A,2024-01-02 , 5\nA ,2024-01-03,6\n  ,2024-01-04,7\n",
        'customer,date,amount\n"\tA\r\n",2024-01-02,5\n"A\n",2024-01-03,6\n"\r\n",2024-01-04,7\n',
    ]
    + [
        f"customer,date,amount\n{blank}A,2024-01-02,5\nA{blank},2024-01-03,6\n{blank},2024-01-04,7\n"
        for blank in ("\t", "\u00a0", "\ufeff")
    ],
)
def test_blanks_of_every_kind_round_a_cell_are_nothing(tmp_path: Path, cells: str) -> None:
    read = read_orders(write(tmp_path / "orders.csv", cells))
    assert read.table.to_pydict()["customer"] == ["A", "A"] and read.account.rows_left_out == {"no customer": 1}


def test_a_condition_on_another_column_of_dates(tmp_path: Path) -> None:
    path = write(tmp_path / "orders.csv", "customer,date,paid on,amount\nA,2024-01-02,2024-02-03,5\nB,2024-01-05,2024-03-03,7\n")
    assert read_orders(path, columns={"date": "date"}, where='"paid on" >= 2024-03-01').table.to_pydict()["customer"] == ["B"]


@pytest.mark.parametrize(
    ("dates", "amounts", "mark"),
    [
        (["2024-01-31", "2024-02-01"], ["1.50", "n/a"], "."),
        (["31-01-2024", "1-2-2024"], ["1,50", "2,25"], ","),
        (["31.01.2024", "2024-02-01"], ["1.050,5", "€ 2"], ","),
        (["31/01/2024", "infinity"], ["1.5", "1e3", "inf"], "."),
    ],
)
def test_texts_say_the_same_whoever_reads_them(tmp_path: Path, dates: list[str], amounts: list[str], mark: DecimalMark) -> None:
    """DuckDB reads whole columns where it reads each text as the parsers do; else they are looked up."""
    lines = [f"C{n};{day};{amount}" for n, (day, amount) in enumerate((day, amount) for day in dates for amount in amounts)]
    cells = read_orders(write(tmp_path / "orders.csv", "\n".join(["customer;date;amount", *lines]) + "\n")).columns
    assert cells["date"] == [parse_date(day, "dmy") or day for day in dates for _ in amounts]
    assert cells["amount"] == [text if (value := parse_amount(text, mark)) is None else value for _ in dates for text in amounts]


def test_days_that_cannot_be_are_left_out_and_named(tmp_path: Path) -> None:
    rows = ["a,2024-01-31,10", "b,9999-12-31,20", "c,1900-01-01,30", "d,1899-05-01,5", "e,0000-00-00,6"]
    read = read_orders(write(tmp_path / "orders.csv", "\n".join(["customer,date,amount", *rows])))
    assert read.account.used.money == 10 and read.account.rows_left_out == {"date not possible": 2, "date not readable": 2}
    assert "Days that cannot be, and are left out: 1900-01-01, 9999-12-31." in read.notes
    rows = ["a,2024-01-31,,10", "b,9999-12-31,,20", "c,1900-01-01,,30", "d,2024-02-01,9999-12-31,5", "e,2024-02-01,1900-01-01,6"]
    subscribers = read_list(write(tmp_path / "subs.csv", "\n".join(["customer,start,end,price", *rows])))
    assert subscribers.account.rows_left_out == {"date not possible": 2, "ends before it starts": 1}
    assert subscribers.columns["end"] == [None, None, dt.date(1900, 1, 1)]
    assert "Days that cannot be, and are left out: 1900-01-01, 9999-12-31." in subscribers.notes


def test_headings_that_stand_again_are_no_row(tmp_path: Path) -> None:
    head = "customer,email,email,date,amount,status"
    read = read_orders(write(tmp_path / "orders.csv", f"{head}\na,x,y,2024-01-31,10,paid\n{head}\nb,x,y,2024-02-01,5,paid\n"))
    assert read.account.read.rows == 2 and read.account.used.money == 15


def test_costs_of_an_orders_lines_are_those_of_the_order() -> None:
    columns = ["Order ID", "Customer", "Date", "Total", "Cost", "Fee"]
    first = [
        ("1", "a", "2024-01-31", 30.0, 5.0, 1.0),
        ("1", None, None, None, 4.0, None),
        ("2", "b", "2024-02-01", 10.0, 2.0, 1.0),
        ("3", "c", "2024-02-02", 8.0, None, None),
        ("3", None, None, None, 3.0, None),
    ]
    table = read_orders(pd.DataFrame(first, columns=columns)).table
    assert table["amount"].to_pylist() == [30, 10, 8] and table["cost"].to_pylist() == [9, 2, 3]
    assert table["fees"].to_pylist() == [1, 1, None]
    lines = [(str(n), "abcdef"[n], "2024-01-31", 10.0 + n, 5.0 + line, 1.0) for n in range(6) for line in (0, 1)]
    table = read_orders(pd.DataFrame(lines, columns=columns)).table  # the amount and the fee are repeated, the cost is not
    assert table["amount"].to_pylist() == [10, 11, 12, 13, 14, 15]
    assert table["cost"].to_pylist() == [11] * 6 and table["fees"].to_pylist() == [1] * 6


def test_lines_of_what_was_given_back_alone_are_asked_about() -> None:
    """Two orders given back, with -20 on both lines of the one and -30 on those of the other: are these 50 or 100?"""
    lines = [("1", "a", "2024-01-31", -20.0, "tea"), ("1", "a", "2024-01-31", -20.0, "mug"), ("3", "a", "2024-02-03", 5.5, "pot")]
    lines += [("2", "b", "2024-02-02", -30.0, "tea"), ("2", "b", "2024-02-02", -30.0, "mug")]
    frame = pd.DataFrame(lines, columns=["Order ID", "Customer", "Date", "Amount", "Product"])
    with pytest.raises(OrderFileError, match="every line of an order has the same amount; say with lines="):
        read_orders(frame)
    assert sum(read_orders(frame, lines="repeated").table.column("amount").to_pylist()) == 5.5 - 50
    assert sum(read_orders(frame, lines="sum").table.column("amount").to_pylist()) == 5.5 - 100


def test_lines_go_with_an_order_whose_amount_cannot_be_read() -> None:
    """Two orders with their amount on the first line. That of b is no number: none of its lines counts, nor does b."""
    lines = [("1", "a", "2024-01-31", "10.00", "tea"), ("1", None, None, None, "mug"), ("1", None, None, None, "pot")]
    lines += [("2", "b", "2024-02-02", "on request", "tea"), ("2", None, None, None, "mug"), ("3", "a", "2024-02-03", "5.50", "pot")]
    read = read_orders(pd.DataFrame(lines, columns=["Order ID", "Customer", "Date", "Total", "Product"]))
    assert read.columns["customer"] == ["a", "b", "a"] and read.columns["amount"] == [10, "on request", 5.5]
    account = read.cleaned.account
    assert (account.read.rows, account.used.rows, account.rows_left_out) == (6, 4, {"amount not readable": 2})
    assert read.table.column("amount").to_pylist() == [10, 5.5] and read.cleaned.customers == 1 and read.cleaned.orders == 2


def test_money_given_back_among_repeated_lines() -> None:
    lines = [(str(n), "abcdef"[n], "2024-01-31", 10.0 + n, f"{line}") for n in range(6) for line in (0, 1)]
    lines.append(("3", "d", "2024-02-02", -13.0, "back"))
    read = read_orders(pd.DataFrame(lines, columns=["Order ID", "Customer", "Date", "Total", "Product"]))
    assert read.account.used.money == sum(range(10, 16)) - 13
    first = [("1", "a", "2024-01-31", 30.0), ("1", "a", "2024-01-31", None), ("1", "a", "2024-02-05", -30.0), ("2", "b", "2024-02-01", 5.0)]
    read = read_orders(pd.DataFrame(first, columns=["Order ID", "Customer", "Date", "Total"]))
    assert read.account.used.money == 5 and read.account.read.money == 5


def test_words_with_accents_are_known() -> None:
    base = {"Client": ["a", "b"], "Date": ["2024-01-31"] * 2, "Montant": [10.0, 5.0]}
    assert read_orders(pd.DataFrame(base | {"Test": ["Sí", "no"]})).account.rows_left_out == {"test order": 1}
    assert read_orders(pd.DataFrame(base | {"Client": ["a", "Invité"]})).account.rows_left_out == {"no customer": 1}
    ended = pd.DataFrame({"Kunde": ["a", "b"], "Start": ["2024-01-31"] * 2, "Status": ["gekündigt", "aktiv"], "Preis": [1, 1]})
    assert read_list(ended).account.rows_left_out == {"ended without a day: gekündigt": 1}


def test_types_and_partial_refunds_are_asked_about() -> None:
    base = {"Customer": ["a", "b", "c"], "Date": ["2024-01-31"] * 3, "Amount": [10.0, 5.0, 7.0]}
    with pytest.raises(OrderFileError, match="whether 'Wholesale'"):
        read_orders(pd.DataFrame(base | {"Type": ["Sale", "Wholesale", "Refund"]}))
    assert read_orders(pd.DataFrame(base | {"Type": ["Retail", "Wholesale", "Sale"]})).account.used.money == 22
    with pytest.raises(OrderFileError, match="whether 'partially refunded'"):
        read_orders(pd.DataFrame(base | {"Status": ["paid", "paid", "partially refunded"]}))
    with_refunds = base | {"Status": ["paid", "paid", "partially refunded"], "Refunded": [0.0, 0.0, 3.0]}
    assert read_orders(pd.DataFrame(with_refunds)).account.used.money == 19


def test_a_first_name_beside_a_name_is_no_customer_of_its_own() -> None:
    base = {"Fecha": ["2024-01-31"] * 2, "Importe": [10.0, 5.0]}
    read = read_orders(pd.DataFrame({"Nombre": ["Ana", "Ana"], "Apellidos": ["García", "López"]} | base))
    assert read.cleaned.customers == 2 and read.columns["customer"] == ["Ana García", "Ana López"]
    assert read_orders(pd.DataFrame({"Vorname": ["Jo", "Jo"], "Name": ["Groß", "Li"]} | base)).cleaned.customers == 2


def test_amounts_that_most_orders_repeat_are_asked_about() -> None:
    """Six orders of two lines: five have the same amount on both, the sixth has not. Whose they are, only the person knows."""
    lines = [(f"k{n}", dt.date(2024, 1, n + 1), f"o{n}", amount) for n, amount in enumerate([10, 20, 30, 40, 50, 60]) for _ in range(2)]
    lines[-1] = (*lines[-1][:3], 65)
    frame = pd.DataFrame(lines, columns=["customer", "date", "order id", "total"])
    with pytest.raises(
        OrderFileError, match="5 of 6 orders with several lines have the same amount on each of them; say with lines="
    ) as asked:
        read_orders(frame)
    assert asked.value.options == ["--lines"]
    assert sum(read_orders(frame, lines="sum").columns["amount"]) == 2 * (10 + 20 + 30 + 40 + 50 + 60) + 5


BOUGHT = {"Customer": ["a", "b", "c"], "Date": ["2024-01-31"] * 3, "Amount": [10.0, 5.0, 7.0]}


def left_out(**columns: list[object]) -> dict[str, int]:
    return read_orders(pd.DataFrame(BOUGHT | columns)).account.rows_left_out


@pytest.mark.parametrize(
    ("heading", "words", "unknown"),
    [
        ("Test", ["yes", "no", "perhaps"], "'perhaps' .1 rows. is a test order"),
        ("is_test", ["1", "0", "2"], "'2' .1 rows. is a test order"),
        ("Testbestelling", ["ja", "nee", "wellicht"], "'wellicht' .1 rows. is a test order"),
        ("Status", ["paid", "cancelled", "wizzle"], "'wizzle' .1 rows. is money"),
        ("Estado", ["Pagado", "Pagado", "Zebra 7"], "'Zebra 7' .1 rows. is money"),
        ("Debit/Credit", ["C", "D", "X"], "'X' .1 rows. is money"),
        ("Af Bij", ["x", "x", "x"], "'x' .3 rows. is money"),
        ("Paid", ["yes", None, "no"], "blank .1 rows. is money"),
        ("Refund", ["1.00", "-", "full"], "'full' is no amount that was given back"),
        ("Refunded", ["0", "1", "0"], "0 and 1 are all that stands in it"),
        ("Currency", ["EUR", "EUR", "blah"], "several currencies"),
    ],
)
def test_no_column_of_words_is_dropped_in_silence(heading: str, words: list[str], unknown: str) -> None:
    with pytest.raises(OrderFileError, match=unknown):
        left_out(**{heading: words})


def test_flags_say_which_orders_count() -> None:
    assert left_out(Refunded=[True, False, False]) == {"not money: Refunded = TRUE": 1}
    assert left_out(Cancelled=["no", "yes", None]) == {"not money: Cancelled = yes": 1}
    assert left_out(Bezahlt=["ja", "nein", "ja"]) == {"not money: Bezahlt = nein": 1}
    assert left_out(Test=["no", "yes", "no"], is_test=[1, 0, 0]) == {"test order": 2}
    beside = read_orders(pd.DataFrame(BOUGHT | {"Refunded": ["yes", "no", "no"], "Refund amount": [4.0, 0.0, 0.0]}))
    assert beside.account.used.money == 22 - 4  # the amount says how much of it went back


def test_what_is_said_of_a_column_of_words_leaves_the_other_words_their_meaning() -> None:
    """--except names words that do not count: a cancelled order does not count for that. --where names all that do."""
    frame = pd.DataFrame(BOUGHT | {"Status": ["paid", "cancelled", "wizzle"]})
    assert read_orders(frame, excluded="Status = wizzle").account.used.money == 10
    assert read_orders(frame, where="Status != wizzle").account.used.money == 10
    assert read_orders(frame, where="Status in (cancelled, wizzle)").account.used.money == 12
    assert read_orders(frame, where="not Status in (paid)").account.used.money == 7
    left = read_orders(frame, excluded="Status = paid")
    assert left.account.used.money == 7 and left.notes == ["Status: wizzle counts, as --except does not name it."]
    tests = pd.DataFrame(BOUGHT | {"Test": ["yes", "no", "perhaps"]})
    assert read_orders(tests, excluded="Test = perhaps").account.rows_left_out == {"test order": 1, "not asked for": 1}
    flags = pd.DataFrame(BOUGHT | {"Refunded": [0, 1, 0]})
    assert read_orders(flags, excluded="Refunded = 1").account.used.money == 17
    assert read_orders(flags, columns={"refund": "Refunded"}).account.used.money == 21


def test_columns_of_words_that_say_nothing_are_named() -> None:
    kinds = read_orders(pd.DataFrame(BOUGHT | {"Type": ["sale", "sale", "wizzle"], "State": ["Utah", "Ohio", "Iowa"]}))
    assert kinds.account.used.money == 22 and kinds.not_used == ["Type", "State"]
    assert read_orders(pd.DataFrame(BOUGHT | {"State": ["OK", "CA", "NY"]})).not_used == ["State"]
    costs = read_orders(pd.DataFrame(BOUGHT | {"Cost": ["1.00", "-", "some"]}))
    assert costs.notes == ["Cost: what stands there in 1 rows is no amount, such as some; it is not counted."]
    blank = read_orders(pd.DataFrame(BOUGHT | {"Currency": ["EUR", None, "EUR"]}))
    assert blank.notes == ["1 rows do not say their currency, and are counted as EUR."]
