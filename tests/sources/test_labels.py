"""What a source says of its customers and the list has no column for: shown in a free place, or said, never left in silence."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from python_calamine import load_workbook

from clv_xl import fill
from clv_xl.sources.columns.fields import CUSTOMERS, ORDERS, SUBSCRIPTIONS
from clv_xl.sources.report import as_json
from clv_xl.sources.source import read_list

BOUGHT = {"Email": ["a@x.org", "b@x.org", "a@x.org"], "Date": ["2024-01-01", "2024-01-02", "2024-03-01"], "Amount": [10.0, 20.0, 30.0]}
LANDS = {"Country": ["NL", "DE", "NL"]}
GROUPS = {"Customer group": ["gold", "silver", "gold"]}
IN_PLACE = "No column says a segment: the country (Country) stands in its place."
ON_NO_PAGE = "Country is read, and stands on no page; --segment 'Country' compares customers by it."


def test_a_country_is_the_segment_where_no_column_says_one() -> None:
    for rows in (pd.DataFrame(BOUGHT | LANDS), [pd.DataFrame(BOUGHT | LANDS)]):  # one list, and several put together
        read = read_list(rows, ORDERS)
        assert read.columns["segment"] == ["NL", "DE", "NL"] and read.notes == [IN_PLACE]
        assert as_json(read)["columns"]["segment"] == as_json(read)["columns"]["country"] == "Country"
        assert read.table.column("segment").to_pylist() == ["NL", "DE", "NL"]
    customers = read_list(pd.DataFrame({"Email": ["a@x.org", "b@x.org"], "Value": [5.0, 7.0], "Land": ["AT", "CH"]}), CUSTOMERS)
    assert customers.columns["segment"] == ["AT", "CH"]
    assert customers.notes == ["No column says a segment: the country (Land) stands in its place."]


def test_a_segment_of_its_own_comes_first_and_the_country_is_said() -> None:
    read = read_list(pd.DataFrame(BOUGHT | LANDS | GROUPS), ORDERS)
    assert read.columns["segment"] == ["gold", "silver", "gold"] and read.notes == [ON_NO_PAGE]
    named = read_list(pd.DataFrame(BOUGHT | LANDS | GROUPS), ORDERS, columns={"segment": "Country"})
    assert named.columns["segment"] == ["NL", "DE", "NL"] and named.notes == []


def test_segments_and_countries_are_never_mixed(tmp_path: Path) -> None:
    """One file says segments and another countries; and a file of customers says the segments of orders with a country."""
    pd.DataFrame(BOUGHT | GROUPS).to_csv(tmp_path / "one.csv", index=False)
    pd.DataFrame(BOUGHT | LANDS).assign(Date="2024-05-01").to_csv(tmp_path / "two.csv", index=False)
    read = read_list([tmp_path / "one.csv", tmp_path / "two.csv"], ORDERS)
    assert read.columns["segment"] == ["gold", "silver", "gold", None, None, None] and ON_NO_PAGE in read.notes
    crm = pd.DataFrame({"Email": ["a@x.org", "b@x.org"], "Customer group": ["gold", "silver"]})
    beside = read_list(pd.DataFrame(BOUGHT | LANDS), ORDERS, customers=crm)
    assert beside.columns["segment"] == ["gold", "silver", "gold"] and ON_NO_PAGE in beside.notes
    lands = crm.rename(columns={"Customer group": "Country"})
    assert read_list(pd.DataFrame(BOUGHT), ORDERS, customers=lands).columns["segment"] == ["gold", "silver", "gold"]
    both = read_list(pd.DataFrame(BOUGHT | GROUPS), ORDERS, customers=lands)
    assert both.columns["segment"] == ["gold", "silver", "gold"]
    assert any(note.endswith("is read, and stands on no page.") for note in both.notes)


def test_subscriptions_have_a_plan_alone() -> None:
    rows = pd.DataFrame(
        {"Email": ["a@x.org", "b@x.org"], "Start": ["2024-01-01", "2024-02-01"], "Price": [5, 7], **{"Country": ["NL", "DE"]}}
    )
    read = read_list(rows, SUBSCRIPTIONS)
    assert read.notes == ["Country is read, and stands on no page; --plan 'Country' compares customers by it."]
    by_country = read_list(rows, SUBSCRIPTIONS, columns={"plan": "Country"})
    assert by_country.columns["plan"] == ["NL", "DE"] and by_country.notes == []


def test_the_workbook_lists_countries_and_says_so(tmp_path: Path) -> None:
    fill("transactions", pd.DataFrame(BOUGHT | LANDS), tmp_path / "filled.xlsx", language="nl")
    book = load_workbook(str(tmp_path / "filled.xlsx"))
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    assert any("Geen kolom noemt een segment: het land (Country) staat op die plaats." in row for row in rows)
    starts = [[cell for cell in row if cell != ""][:2] for row in rows]
    assert ["Segment", "NL"] in starts and ["Segment", "DE"] in starts
