"""Small files in the layout of the programs that write them, and files that hold one difficulty each: what must come out.

The figures were added up by hand from the rows that are money: the program's own total of each order, less what was given back.
"""

from __future__ import annotations

import datetime as dt
import math
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from clv_xl.sources.command import error_json
from clv_xl.sources.options import Options
from clv_xl.sources.problems import OrderFileError
from clv_xl.sources.report import as_json
from clv_xl.sources.source import read_list

FILES = Path(__file__).parent / "files"
TODAY = dt.date(2026, 11, 27)


@cache
def as_it_is(path: Path) -> dict[str, Any]:
    """A file read without anything said of it; once for all tests."""
    return as_json(read_list(path, options=Options(today=TODAY)))


def read(name: str, **said: Any) -> dict[str, Any]:
    return as_json(read_list(FILES / name, options=Options(**{"today": TODAY, **said}))) if said else as_it_is(FILES / name)


ORDERS = [
    (
        "shopify_orders_export.csv",
        {"currency": "EUR"},
        549.10,
        7,
        {"not money: pending": 1, "not money: voided": 2, "no customer": 1, "in USD": 1},
    ),
    ("shopify_plain.csv", {}, 703.80, 7, {}),
    ("woo_csv_suite.csv", {}, 342.00, 5, None),
    ("woo_analytics_orders.csv", {}, 480.00, 5, {}),
    ("etsy_sold_orders.csv", {}, 930.00, 7, {}),
    ("etsy_sold_items.csv", {}, 150.00, None, {}),
    ("stripe_payments.csv", {}, 938.50, None, None),
    ("bigcommerce_orders.csv", {}, 535.00, 6, None),
    ("square_transactions.csv", {}, 513.00, None, None),
    ("amazon_orders_report.txt", {}, 405.00, None, {}),
    ("ebay_de.csv", {}, 16919.85, None, {}),
    ("bol_bestellingen.csv", {}, 394.00, None, {}),
    ("hubspot_deals.csv", {}, 22800.00, 4, None),
    ("superstore.csv", {}, 5429.20, None, {}),
    ("online_retail.csv", {}, 208.50, None, None),
    ("datev_buchungsstapel.csv", {}, 1642.00, 6, {}),
    ("bank_ing.csv", {}, 1650.00, 6, None),
    ("w_status_col.csv", {}, 10.50, 1, {"not money: cancelled": 1, "test order": 1}),
    ("x_case_emails.csv", {}, 60.00, 1, {}),
    ("x_head_units.csv", {}, 10.50, 1, {}),
    ("x_preamble_title.csv", {}, 60.50, 2, {}),
    ("x_preamble_semi_title.csv", {}, 60.50, 2, {}),
    ("title_comma.csv", {}, 30.75, 2, {}),
    ("title_semicolon.csv", {}, 30.75, 2, {}),
    ("title_with_comma.csv", {}, 30.75, 2, {}),
    ("w_header_sorted.csv", {}, 100.00, 4, {}),
    ("w_rfc.csv", {}, 11.00, 2, {}),
    ("givers.csv", {}, 9560.00, 120, {}),
    (
        "bestellingen.csv",
        {},
        51922.13,
        612,
        {"not money: Geannuleerd": 15, "no customer": 13, "amount not readable": 5, "a line of totals": 1},
    ),
    ("y_cover_first.xlsx", {}, 60.50, 2, {}),
    ("y_chartsheet.xlsx", {}, 60.50, 2, {}),
    ("y_hidden_first.xlsx", {}, 60.50, 2, {}),
]


@pytest.mark.parametrize(("name", "said", "money", "customers", "left_out"), ORDERS, ids=[row[0] for row in ORDERS])
def test_orders(name: str, said: dict[str, Any], money: float, customers: int | None, left_out: dict[str, int] | None) -> None:
    found = read(name, **said)
    assert found["template"] == "transactions" and math.isclose(found["money"]["used"], money, abs_tol=0.005)
    assert customers is None or found["customers"] == customers
    assert left_out is None or found["rows"]["left_out"] == left_out


@pytest.mark.parametrize(
    ("name", "said", "words"),
    [
        ("shopify_orders_export.csv", {}, "several currencies, EUR"),
        ("amazon_all_orders.txt", {}, "customer"),
        ("ga4_transactions.csv", {}, "customer"),
        ("x_currency_mix.csv", {}, "currencies"),
        ("w_curr_col.csv", {}, "currencies"),
        ("y_half_converted.xlsx", {}, "some dates are dates and others text"),
        ("y_two_years.xlsx", {}, "the sheets 2023 .* and 2024 .* say which with --sheet"),
        ("y_title_told.xlsx", {"columns": {"customer": "Client nr"}}, "no column for the date among .*did you mean Day of order"),
        ("y_title_told.xlsx", {"columns": {"customer": "Cleint nr"}}, "no column 'Cleint nr' for the customer; did you mean Client nr"),
    ],
)
def test_questions(name: str, said: dict[str, Any], words: str) -> None:
    with pytest.raises(OrderFileError, match=words) as caught:
        read(name, **said)
    sentence = str(caught.value)
    assert sentence.endswith((".", "?")) and "\n" not in sentence and caught.value.options and '"options": ["--' in error_json(caught.value)


@pytest.mark.parametrize(
    ("name", "value"), [("shopify_customers.csv", 2697.50), ("woo_customers.csv", 2200.00), ("klaviyo_profiles.csv", 1900.00)]
)
def test_customers(name: str, value: float) -> None:
    found = read(name)
    assert (found["template"], found["rows"]["used"], found["value"]) == ("segments", 10, value)


@pytest.mark.parametrize(
    ("name", "rows", "subscribers", "ended"),
    [
        ("stripe_subscriptions.csv", 23, 15, 8),
        ("chargebee_subscriptions.csv", 20, 15, 5),
        ("z_terms_today.csv", 120, 48, 72),
        ("z_subs_9999.csv", 120, 32, 88),
        ("z_subs_dash.csv", 120, 32, 88),
        ("z_two_ends.csv", 120, 48, 72),
        ("abos.csv", 4, 3, 1),
    ],
)
def test_subscriptions(name: str, rows: int, subscribers: int, ended: int) -> None:
    found = read(name, as_of=TODAY if name.startswith("z_t") else None)
    assert (found["template"], found["rows"]["used"], found["subscribers"], found["ended"]) == ("subscriptions", rows, subscribers, ended)


def test_a_price_a_year_is_twelve_of_a_month() -> None:
    assert read("z_yearly_price.csv")["monthly_revenue"] == pytest.approx(1295.33, abs=0.005)


def test_what_is_said() -> None:
    assert any("Excel has cut 2 ids" in note for note in read("x_sciid.csv")["notes"])
    assert any("All 3 rows stand twice" in note and "--duplicates drop" in note for note in read("x_dup_rows.csv")["notes"])
    assert read("x_dup_rows.csv", duplicates="drop")["rows"] == {"read": 6, "used": 3, "left_out": {"copy of an earlier row": 3}}
    said = read("bestellingen.csv")
    assert any("cp1252" in note for note in said["notes"]) and said["vat"] == "with"
    assert any("31-02-2025, 1900-01-01" in note and "the row above" in note for note in said["notes"])
    assert any("not read: Cover, Old" in note for note in read("y_cover_first.xlsx")["notes"])


def test_a_day_that_cannot_be_is_set_aside() -> None:
    found = read("z_orders_9999.csv")
    assert found["rows"]["left_out"] == {"date not possible": 1} and found["money"]["left_out"] == {"date not possible": 25.0}
    assert found["last"] < "2026-11-28" and found["as_of"] == found["last"]


@pytest.mark.parametrize("path", sorted(FILES.rglob("*.*")), ids=lambda path: path.name)
def test_every_row_and_cent_is_used_or_left_out(path: Path) -> None:
    if path.suffix == ".json":
        return
    try:
        found = as_it_is(path)
    except OrderFileError:
        return  # a question: nothing is counted
    rows, money = found["rows"], found["money"]
    assert rows["read"] == rows["used"] + sum(rows["left_out"].values())
    assert math.isclose(money["read"], money["used"] + math.fsum(money["left_out"].values()), abs_tol=0.0005)
