"""Lists that are not orders: which columns are which, which rows count, and which template a file fits."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from clv_xl.cli import main
from clv_xl.lists.account import count_rows
from clv_xl.sources.columns.fields import CUSTOMERS, LISTS, ORDERS, SUBSCRIPTIONS, DataList
from clv_xl.sources.columns.recognising import find_columns
from clv_xl.sources.problems import OrderFileError
from clv_xl.sources.source import read_list
from clv_xl.workbook.templates import TEMPLATES


@pytest.mark.parametrize(
    ("kind", "headings"),
    [
        (CUSTOMERS, "Customer ID, Channel, Campaign, Segment, CLV, CAC, Customers, MRR, Purchase value, Purchases a year, Lifespan"),
        (
            CUSTOMERS,
            "Klantnr, Kanaal, Campagne, Doelgroep, Klantwaarde, Acquisitiekosten, Aantal klanten, Maandomzet, Bestelwaarde, "
            "Aankopen per jaar, Levensduur",
        ),
        (
            CUSTOMERS,
            "Kunden-Nr., Kanal, Kampagne, Kundengruppe, Kundenwert, Akquisekosten, Anzahl Kunden, Monatsumsatz, Warenkorb, "
            "Käufe pro Jahr, Lebensdauer",
        ),
        (SUBSCRIPTIONS, "customer_id, start_date, cancelled_at, plan, MRR"),
        (SUBSCRIPTIONS, "Klant, Startdatum, Opzegdatum, Abonnement, Maandprijs"),
        (SUBSCRIPTIONS, "Kunde, Vertragsbeginn, Kündigungsdatum, Tarif, Preis"),
    ],
)
def test_headings_in_three_languages(kind: DataList, headings: str) -> None:
    given = headings.split(", ")
    assert find_columns(given, kind) == dict(zip((field.name for field in kind.fields), given))


def test_no_word_means_two_fields_of_a_list() -> None:
    for kind in LISTS.values():
        fields = [field.name for field in kind.fields] + [name for name in kind.beside if name not in kind.by_name]
        words = [word for name in fields for tier in kind.words(name) for word in tier]
        assert {word for word in words if words.count(word) > 1} == set() and all(word == word.lower() and word.isalpha() for word in words)
        assert set(kind.needed_fields) <= set(kind.by_name)


def test_money_numbers_and_dates_are_read_by_their_kind(tmp_path: Path) -> None:
    path = tmp_path / "k.csv"
    path.write_text("Segment;Anzahl Kunden;Kundenwert;Akquisekosten\nB2B;1.200;1.234,50;80,25\nB2C;x;-5,00;\n", encoding="utf-8")
    given = read_list(path, CUSTOMERS, decimal=",")
    assert given.columns == {
        "segment": ["B2B", "B2C"],
        "value": [1234.5, -5.0],
        "cac": [80.25, None],
        "customers": [1200.0, "x"],
    }
    path.write_text("Klant;Startdatum;Einddatum\n1;13-02-2024;\n2;31-01-2024;01-03-2024\n", encoding="utf-8")
    assert read_list(path, SUBSCRIPTIONS).columns["end"] == [None, dt.date(2024, 3, 1)]


ORDER_FILE = pd.DataFrame({"Klant": ["a"], "Datum": ["2024-01-31"], "Bedrag": [1.0]})
CUSTOMER_FILE = pd.DataFrame({"Segment": ["a"], "CLV": [1.0], "CAC": [1.0]})
SUBSCRIPTION_FILE = pd.DataFrame({"Customer": ["a"], "Start": ["2024-01-31"], "End": [None], "MRR": [1.0]})


@pytest.mark.parametrize(("frame", "kind"), [(ORDER_FILE, ORDERS), (CUSTOMER_FILE, CUSTOMERS), (SUBSCRIPTION_FILE, SUBSCRIPTIONS)])
def test_a_file_is_recognised_by_its_headings(frame: pd.DataFrame, kind: DataList) -> None:
    assert read_list(frame, *LISTS.values()).kind is kind
    for other in LISTS.values():
        if other is not kind:
            with pytest.raises(
                OrderFileError, match=rf"no column for the .*; its columns fit the template {kind.template} \({kind.rows}\)"
            ):
                read_list(frame, other)


def test_a_file_that_fits_no_list_is_asked(tmp_path: Path) -> None:
    with pytest.raises(OrderFileError, match=r"its columns are x, y, and do not tell what list it is; name a template") as caught:
        read_list(pd.DataFrame({"x": [1], "y": [2]}), *LISTS.values())
    assert "customers: customer or segment or channel or campaign, value or purchase value" in str(caught.value)


def test_titles_above_the_headings_of_another_list(tmp_path: Path) -> None:
    path = tmp_path / "subs.csv"
    path.write_text("All subscribers;;\n;;\nKlant;Startdatum;Abonnement\n1;13-02-2024;S\n", encoding="utf-8")
    with pytest.raises(OrderFileError, match=r"fit the template subscriptions \(subscriptions\)"):
        read_list(path, ORDERS)


@pytest.mark.parametrize(
    ("kind", "columns", "sentence"),
    [
        (CUSTOMERS, {"Customer": ["a"]}, r"no column for the value or purchase value among Customer; name it with value=.COLUMN"),
        (
            CUSTOMERS,
            {"CLV": [1]},
            r"no column for the customer or segment or channel or campaign among CLV; name it with customer=.COLUMN",
        ),
        (SUBSCRIPTIONS, {"Klant": ["a"]}, r"no column for the start or tenure among Klant; name it with start=.COLUMN"),
        (
            SUBSCRIPTIONS,
            {"Klant": ["a"], "Start": ["2024-01-01"], "Startdatum": ["2024-02-01"]},
            r"the start \(Start, Startdatum\)",
        ),
        (CUSTOMERS, {"Segment": [], "CLV": []}, r"there is no row in it, only headings"),
    ],
)
def test_one_clear_sentence_for_a_bad_list(kind: DataList, columns: dict, sentence: str) -> None:
    with pytest.raises(OrderFileError, match=sentence):
        read_list(pd.DataFrame(columns), kind)


def test_every_row_is_used_or_left_out_for_one_reason() -> None:
    customers = {
        "customer": ["a", None, None, None, "c", "d"],
        "segment": [None, "B2B", None, None, "B2B", "B2B"],
        "value": [1.0, 2.0, 3.0, None, "lots", None],
    }
    reasons = {"no customer, segment, channel or campaign": 1, "a number not readable": 1, "no value": 1}
    assert count_rows(CUSTOMERS, customers) == (5, 2, reasons)
    starts = {"customer": ["a", "b", None], "start": [dt.date(2024, 1, 1), "31/02/2024", dt.date(2024, 1, 1)]}
    assert count_rows(SUBSCRIPTIONS, starts) == (3, 2, {"start missing or not readable": 1})


@pytest.mark.parametrize("rates", [{"USD": 0.5}, {"USD": 0.5, "GBP": 1.2}])
def test_money_of_every_kind_is_converted(rates: dict[str, float]) -> None:
    """By hand: 100 USD at 0.5 are 50 EUR; so are what a customer cost and what an order cost."""
    frame = pd.DataFrame({"customer": ["a", "b"], "value": [100.0, 100.0], "cac": [10.0, 10.0], "currency": ["EUR", "USD"]})
    source = read_list(frame, CUSTOMERS, currency="EUR", rates=rates)
    assert source.columns["value"] == [100, 50] and source.columns["cac"] == [10, 5]
    assert source.account.used.money == source.account.read.money == 150
    frame = pd.DataFrame({"customer": ["a", "b"], "date": "2024-01-01", "amount": 100.0, "cost": 40.0, "currency": ["EUR", "USD"]})
    source = read_list(frame, ORDERS, currency="EUR", rates=rates)
    assert source.columns["amount"] == [100, 50] and source.table["cost"].to_pylist() == [40, 20]


def test_a_currency_without_a_rate_is_left_out_of_a_list_of_customers() -> None:
    frame = pd.DataFrame({"customer": ["a", "b"], "value": [100.0, 100.0], "currency": ["EUR", "USD"]})
    source = read_list(frame, CUSTOMERS, currency="EUR", rates={"GBP": 1.2})
    assert source.account.rows_left_out == {"in USD": 1} and source.account.used.money == 100


def test_filling_without_naming_a_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    ORDER_FILE.to_csv("verkoop.csv", index=False)
    assert main(["fill", "verkoop.csv"]) == 0 and Path("clv-verkoop.xlsx").exists()
    assert "Rows: 1 read, 1 used" in capsys.readouterr().out
    assert main(["fill", "clv-verkoop.xlsx"]) == 1 and "transactions needs a file of orders" in capsys.readouterr().err
    ORDER_FILE.to_excel("verkoop.xlsx", index=False)
    assert main(["fill", "verkoop.xlsx", "--force"]) == 0
    SUBSCRIPTION_FILE.to_csv("subs.csv", index=False)
    assert main(["fill", "transactions", "subs.csv"]) == 1
    assert "its columns fit the template subscriptions" in capsys.readouterr().err


def test_the_templates_take_the_lists() -> None:
    tables = {name: made.table for name, made in TEMPLATES.items() if made.table}
    assert tables == {kind.template: kind.table for kind in LISTS.values() if kind.template in TEMPLATES}
