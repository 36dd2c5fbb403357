"""Dates and amounts as people write them, and refusing to guess."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv_xl.sources.amounts import find_decimal_mark, parse_amount, parse_amounts
from clv_xl.sources.dates import find_date_order, parse_date, parse_dates
from clv_xl.sources.problems import AmbiguousError, ColumnError
from clv_xl.sources.recognising import find_columns

DAY = dt.date(2024, 1, 31)


@pytest.mark.parametrize(
    ("text", "decimal", "amount"),
    [
        ("12", ".", 12),
        ("12.50", ".", 12.5),
        ("12,50", ",", 12.5),
        ("1.234,56", ",", 1234.56),
        ("1,234.56", ".", 1234.56),
        ("1.234.567", ",", 1234567),
        ("1 234,56", ",", 1234.56),
        ("12 50", ".", None),
        ("(-5.00)", ".", -5),
        ("- 5,00", ",", -5),
        ("12EUR", ".", 12),
        ("US$6.00", ".", 6),
        ("9" * 400, ".", None),
        ("1\u00a0234,56", ",", 1234.56),
        ("1'234.50", ".", 1234.5),
        ("€ 12,50", ",", 12.5),
        ("12,50 €", ",", 12.5),
        ("12.50 EUR", ".", 12.5),
        ("$1,234.00", ".", 1234),
        ("-12,50", ",", -12.5),
        ("−12,50", ",", -12.5),
        ("12,50-", ",", -12.5),
        ("(12.50)", ".", -12.5),
        ("€ -3,00", ",", -3),
        ("12,-", ",", 12),
        (".5", ".", 0.5),
        ("+7", ".", 7),
        ("0", ".", 0),
        ("1.2.3", ".", None),
        ("12.5", ",", None),
        ("1,23,4", ".", None),
        ("free", ".", None),
        ("", ".", None),
        ("12a", ".", None),
        ("1e5", ".", None),
        ("--5", ".", None),
        ("€", ".", None),
    ],
)
def test_amounts(text: str, decimal: str, amount: float | None) -> None:
    assert parse_amount(text, decimal) == amount  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["12,50", "1.234"], ","),
        (["12.50", "1,234"], "."),
        (["1.234,5"], ","),
        (["0,500"], ","),
        (["1234,567"], ","),
        (["12", "7"], "."),
        (["1,234,567"], "."),
        (["31.12.2024", "5"], "."),  # a date among amounts shows nothing
    ],
)
def test_a_column_shows_its_decimal_mark(texts: list[str], mark: str) -> None:
    assert find_decimal_mark(texts) == mark


@pytest.mark.parametrize("texts", [["1.234"], ["1,234", "5"], ["12,50", "12.50"]])
def test_an_ambiguous_amount_is_asked(texts: list[str]) -> None:
    with pytest.raises(AmbiguousError):
        find_decimal_mark(texts)
    assert parse_amounts(["1.234"], ",") == [1234.0] and parse_amounts(["1.234"], ".") == [1.234]


@given(st.integers(-(10**9), 10**9))
def test_amounts_written_in_two_ways_say_the_same(cents: int) -> None:
    english = f"{cents / 100:,.2f}"
    german = english.replace(",", " ").replace(".", ",").replace(" ", ".")
    assert parse_amount(english, ".") == parse_amount(german, ",") == cents / 100


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-31",
        "2024/01/31",
        "2024-1-31",
        "20240131",
        "2024-01-31T23:59:59Z",
        "2024-01-31 23:59:59+02:00",
        "31.01.2024",
        "31.1.24",
        "31/01/2024",
        "31-01-24",
        "31/1/2024 14:30",
        "31 Jan 2024",
        "31-Jan-24",
        "31. Januar 2024",
        "31 januari 2024",
        "Jan 31, 2024",
        "January 31st 2024",
        "31st January 2024",
    ],
)
def test_dates(text: str) -> None:
    assert parse_date(text, "dmy") == DAY


@pytest.mark.parametrize(
    "text", ["31/02/2024", "2024-02-30", "32/01/2024", "1/2", "soon", "", "31 Foo 2024", "2024", "00/00/0000", "20241331"]
)
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text, "dmy") is None


def test_the_order_of_day_and_month() -> None:
    assert parse_date("01/02/2024", "dmy") == dt.date(2024, 2, 1) and parse_date("01/02/2024", "mdy") == dt.date(2024, 1, 2)
    assert parse_date("24-01-31", "ymd") == DAY
    assert find_date_order(["01/02/2024", "13/02/2024"]) == "dmy"
    assert find_date_order(["01/02/2024", "02/13/2024"]) == "mdy"
    assert find_date_order(["31/01/99"]) == "dmy" and find_date_order(["99-01-31"]) == "ymd"
    assert find_date_order(["2024-01-02", "01.02.2024", "2 Jan 2024"]) == "dmy"  # nothing to settle
    for texts in (["01/02/2024"], ["13/02/2024", "02/13/2024"], ["24-01-31", "24-02-06"], ["31-01-24"]):
        with pytest.raises(AmbiguousError):
            find_date_order(texts)


def test_a_column_of_dates_keeps_what_it_cannot_read() -> None:
    cells = ["13/02/2024", "31/02/2024", None, 45322.0, 20240131.0, dt.datetime(2024, 1, 31, 12), -5.0, 2024.0, dt.date(1899, 1, 1)]
    expected = [dt.date(2024, 2, 13), "31/02/2024", None, DAY, DAY, DAY, "-5", "2024", "1899-01-01"]
    assert parse_dates(cells) == expected


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        (["CustomerID", "InvoiceDate", "Amount"], {"customer": "CustomerID", "date": "InvoiceDate", "amount": "Amount"}),
        (
            ["Klantnummer", "Besteldatum", "Omzet", "Kanaal"],
            {"customer": "Klantnummer", "date": "Besteldatum", "amount": "Omzet", "channel": "Kanaal"},
        ),
        (
            ["Kunden-Nr.", "Bestelldatum", "Umsatz", "Artikel"],
            {"customer": "Kunden-Nr.", "date": "Bestelldatum", "amount": "Umsatz", "product": "Artikel"},
        ),
        (["customer_id", "Customer", "date", "total"], {"customer": "Customer", "date": "date", "amount": "total"}),
        (["x", "y"], {}),
    ],
)
def test_headings_in_three_languages(headings: list[str], found: dict[str, str]) -> None:
    assert find_columns(headings) == found


def test_two_columns_that_could_be_the_amount_are_asked() -> None:
    with pytest.raises(ColumnError, match=r"Total, Revenue.*--amount"):
        find_columns(["Customer", "Date", "Total", "Revenue"])
