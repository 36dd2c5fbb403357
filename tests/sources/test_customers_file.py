"""A file of customers beside the orders: who is who through it, what it says of them, and what has no partner."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from clv_xl import fill
from clv_xl.cli import main
from clv_xl.sources.problems import OrderFileError
from clv_xl.sources.report import as_json, page_texts, sentences
from clv_xl.sources.source import read_list, read_orders
from clv_xl.sources.understood import Source
from tests.sources.test_several_files import SHOP, TILL, WOO, sums, write

CRM = """Customer number,E-mail,Acquisition channel,Customer group,Birthday
9,BO@x.org,Google,gold,1980-01-01
7,fay@x.org,Shop window,gold,1970-01-01
,ana@x.org,Newsletter,,
10,zoe@x.org,Google,silver,1990-01-01
"""


def said(source: Source, name: str) -> dict[str, set[Any]]:
    """What stands in a column, by customer."""
    found: dict[str, set[Any]] = {}
    for row in source.table.to_pylist():
        found.setdefault(row["customer"], set()).add(row[name])
    return found


def test_who_is_known_by_an_id_here_and_an_address_there_is_one(tmp_path: Path) -> None:
    """By hand: the till's 9 is Bo of the shop (20 + 70); its 7 is Fay, and nobody else; of the file's four rows Zoe has no order; customer
    8 of the web shop (dee@x.org) is not in it."""
    files = write(tmp_path, shop=SHOP, woo=WOO, till=TILL)
    source = read_list(files, customers=write(tmp_path, crm=CRM)[0])
    assert sums(source) == {"ana@x.org": 35.0, "bo@x.org": 90.0, "8": 40.0, "7": 60.0}
    assert (source.account.used.rows, source.account.used.money, source.cleaned.customers) == (6, 225.0, 4)
    assert said(source, "channel") == {"ana@x.org": {"Newsletter"}, "bo@x.org": {"Google"}, "8": {None}, "7": {"Shop window"}}
    assert said(source, "segment") == {"ana@x.org": {None}, "bo@x.org": {"gold"}, "8": {None}, "7": {"gold"}}
    assert source.columns["channel"].count("Google") == 2
    (joined,) = as_json(source)["joined"]
    assert joined["rows"] == {"read": 4, "matched": 3, "not_matched": 1} and joined["not_in_it"] == 1
    assert joined["not_used"] == ["Birthday"]
    assert joined["columns"] == {"customer": "Customer number, E-mail", "channel": "Acquisition channel", "segment": "Customer group"}
    text = "crm.csv: 3 of 4 rows are of customers in the orders; 1 customers in the orders are not in it"
    assert page_texts(source)["source_joined"] == [text] and any(line.startswith(text) for line in sentences(source))
    assert source.headings["segment"] == "Customer group (crm.csv)"


def test_one_list_with_a_frame_and_ids_of_another_heading(tmp_path: Path) -> None:
    (till,) = write(tmp_path, till=TILL)
    crm = pd.DataFrame({"Client ID": [7.0, 9.0, None], "Country": ["NL", "DE", "FR"], "Segment": ["a", " b ", "c"]})
    source = read_orders(till, customers=crm)
    assert said(source, "segment") == {"7": {"a"}, "9": {"b"}} and said(source, "country") == {"7": {"NL"}, "9": {"DE"}}
    assert (source.joined[0].matched, source.joined[0].rows, source.joined[0].without) == (2, 3, 0)
    assert source.account == read_orders(till).account


def test_what_the_orders_say_counts_and_what_contradicts_is_named(tmp_path: Path) -> None:
    orders = "Email,Date,Amount,Channel\na@x.org,2024-01-01,1,web\nb@x.org,2024-01-02,2,\nc@x.org,2024-01-03,4,\n"
    crm = "Email,Channel\na@x.org,shop\nb@x.org,WEB\nB@x.org,web\nc@x.org,web\nC@X.org,shop\n"
    source = read_orders(write(tmp_path, orders=orders)[0], customers=write(tmp_path, crm=crm)[0])
    assert said(source, "channel") == {"a@x.org": {"web"}, "b@x.org": {"WEB"}, "c@x.org": {None}}
    assert "crm.csv: 1 rows of orders say otherwise than Channel (web, shop): what the orders say counts." in source.notes
    assert "crm.csv: 1 customers have several values in Channel (shop, web), and get none of them." in source.notes


def test_a_file_of_customers_that_does_not_fit(tmp_path: Path) -> None:
    woo, till, crm = write(tmp_path, woo=WOO, till=TILL.replace("Customer number", "customer_id"), crm=CRM)

    def wrong(text: str, sentence: str, source: Any = till) -> None:
        with pytest.raises(OrderFileError, match=sentence) as asked:
            read_list(source, customers=write(tmp_path, wrong=text)[0])
        assert asked.value.options == ["--customers"]

    wrong("E-mail,Segment\na@x.org,a\n", "none of its 1 customers, known by E-mail, is in the orders, which know them by customer_id")
    wrong("Age,Segment\n1,a\n", "no column says whose a row is, by id or e-mail, among Age, Segment")
    wrong("Customer ID,Age\n1,2\n", "no column says a channel, campaign, segment or country of customers among Customer ID, Age")
    wrong(
        "customer_id,Segment\n7,a\n",
        "the orders have ids of 2 programs, and it does not show of which those in customer_id are",
        [woo, till],
    )
    wrong("customer_id,Segment\n", "there is no customer in it, only headings")
    with pytest.raises(OrderFileError, match=r"nowhere.csv: there is no such file"):
        read_orders(till, customers=tmp_path / "nowhere.csv")
    with pytest.raises(OrderFileError, match=r"these are customers, whose own columns say what they are; leave out customers="):
        read_list(write(tmp_path, value="Email,Value\na@x.org,1\n")[0], customers=crm)


def test_a_workbook_keeps_the_file_of_customers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, shop=SHOP, till=TILL, crm=CRM, products="Product,Cost\nMug,4\n")
    beside = ["--customers", "crm.csv", "--products", "products.csv"]
    assert main(["fill", "transactions", "shop.csv", "till.csv", *beside, "--save", "s.toml", "-o", "1.xlsx"]) == 0
    assert "crm.csv: 3 of 4 rows are of customers in the orders; 0 customers" in capsys.readouterr().out
    assert 'customers = "crm.csv"' in (tmp_path / "s.toml").read_text(encoding="utf-8")
    again = fill("1.xlsx", ["shop.csv", "till.csv"], "2.xlsx")
    assert again.source and [file.matched for file in again.source.joined] == [3, 1] and again.results["result_customers"] == 3
    without = fill("1.xlsx", ["shop.csv", "till.csv"], "3.xlsx", customers="none")
    assert without.source and [file.of for file in without.source.joined] == ["products"] and without.results["result_customers"] == 4
