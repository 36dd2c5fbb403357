"""Lists that formulas answer with stand in the order that Inputs says, and nothing else goes by it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from clv_xl import fill, recalculate, template_path
from clv_xl.functions import CLV_CUSTOMERS, REGISTRY
from clv_xl.workbook.inputs import segments, transactions
from tests.conftest import opened
from tests.support.cells import heads, listed, named
from tests.support.filled_pages import orders_csv

SEGMENTS = Path(__file__).parent / "versions/0.1.0-customers.csv"
LISTS = {
    "customers": "CLV_CUSTOMERS",
    "forecast": "CLV_PREDICT",
    "winback": "CLV_DORMANT",
    "products": "CLV_PRODUCTS",
    "values": "CLV_VALUES",
}
ORDERS = [
    (f"c{n:02}", f"2024-{1 + (n * 5 + k * (1 + n % 3)) % 9:02}-{1 + (7 * n + 3 * k) % 28:02}", 20.0 + 7 * ((n + k) % 11), f"p{(n + k) % 5}")
    for n in range(30)
    for k in range(1 + n % 6)
]
CHOICES = [("en", "Values", "Payback"), ("nl", "Waarden", "Kosten terug na"), ("de", "Werte", "Amortisation")]
CHOSEN = {"sort_customers": "Days silent", "sort_forecast": "Customer", "sort_winback": "Gaps silent", "sort_products": "Product"}


@pytest.mark.parametrize("blocks", [transactions.BLOCKS, segments.BLOCKS], ids=["transactions", "segments"])
def test_inputs_offer_headings_that_the_functions_know(blocks: Any) -> None:
    fields = blocks["Order of the lists"]
    for field in fields:
        given = REGISTRY[LISTS[field.name.removeprefix("sort_")]].parameters[-2]
        assert given.name == "sort_by" and set(field.words) <= set(given.argument.words), field.name
    assert fields


def _filled(folder: Path, **chosen: str) -> tuple[Path, dict[str, Any]]:
    data = orders_csv(folder / "orders.csv", ORDERS, "customer,date,amount,product")
    report = fill("transactions", data, folder / f"{len(chosen)}.xlsx", gross_margin=0.4, cac=10, best_share=0.3, **chosen)
    return folder / f"{len(chosen)}.xlsx", report.results


def _lists(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each list by its tab; that of products without its total."""
    book = opened(path)
    heads = {
        "Customers": ("Customer", "Days silent", "Revenue", "Stage"),
        "Forecast": ("Customer", "P(alive)", "Future value", "Total value"),
        "Win-back": ("Customer", "Gaps silent", "Value so far", "Acting can change"),
        "Products": ("Product", "Buyers", "Revenue"),
    }
    return {tab: listed(book[tab], *names) for tab, names in heads.items()}


def _apart(rows: list[tuple[Any, ...]]) -> set[tuple[Any, ...]]:
    return {tuple(round(cell, 9) if isinstance(cell, float) else cell for cell in row) for row in rows}


def test_lists_are_sorted_and_no_other_figure_moves(tmp_path: Path) -> None:
    plain, before = _filled(tmp_path)
    path, after = _filled(tmp_path, **CHOSEN)
    was, now = _lists(plain), _lists(path)
    best = listed(opened(path)["Prediction"], "Customer", "Future value")
    worth = sorted((value for _, _, value, _ in now["Forecast"] if isinstance(value, float)), reverse=True)
    assert [value for _, value in best] == worth[: len(best)] and len({name for name, _ in best}) == len(best) == 10
    for tab, rows in now.items():
        assert _apart(rows) == _apart(was[tab]) and len(rows) == len(was[tab]) > 3, tab
    silent = [days for _, days, *_ in now["Customers"]]
    assert silent == sorted(silent, reverse=True) and [row[0] for row in was["Customers"]] != [row[0] for row in now["Customers"]]
    names = [name for name, *_ in now["Forecast"]]
    assert names == sorted(names)
    values = [value for *_, value, _ in was["Forecast"]]
    assert values == sorted(values, reverse=True)
    gaps = [row[1] for row in now["Win-back"][:-1]]
    assert gaps == sorted(gaps, reverse=True) and now["Win-back"][-1] == was["Win-back"][-1]  # the total stays below
    assert [row[0] for row in now["Products"]] == ["p0", "p1", "p2", "p3", "p4", "All products"]
    for name, value in before.items():
        assert after[name] == (pytest.approx(value, rel=1e-12) if isinstance(value, float) else value), name
    _same_but_for_lists(plain, path)


def _same_but_for_lists(plain: Path, path: Path) -> None:
    """Cell by cell; the places of customers in a list, and what is said of an order, are the only other ones that differ."""
    one, other = (opened(file) for file in (plain, path))
    values_at_age = {cell.column for cell in heads(one["Workings"], "Customer", "First purchase", "Value at age")}
    for tab in set(one.sheetnames) - {"Customers", "Forecast", "Win-back", "Products", "Inputs"}:
        for row, beside in zip(one[tab].iter_rows(), other[tab].iter_rows(), strict=True):
            label = str(row[1].value)
            if label not in ("Where they stand on Forecast", "best product row", "winback order"):
                for cell, its in zip(row, beside):
                    if tab == "Workings" and cell.column in values_at_age:  # they stand as Customers does
                        continue
                    same = pytest.approx(cell.value, rel=1e-9, abs=1e-9) if isinstance(cell.value, float) else cell.value
                    assert its.value == same and its.value != "#REF!", (tab, cell.coordinate, label)


@pytest.mark.parametrize(("language", "tab", "word"), CHOICES)
def test_an_order_is_chosen_in_a_filled_workbook_in_its_own_words(language: str, tab: str, word: str, tmp_path: Path) -> None:
    path, out = tmp_path / "s.xlsx", tmp_path / "sorted.xlsx"
    fill("segments", pd.read_csv(SEGMENTS).head(150), path, language=language, gross_margin=0.4)
    book = openpyxl.load_workbook(path)
    cell = named(book, "input_sort_values")
    rule = next(rule for rule in cell.parent.data_validations.dataValidation if cell.coordinate in rule.sqref)
    assert word in rule.formula1.strip('"').split(",") and len(rule.formula1) <= 255
    cell.value = word
    book.save(path)
    recalculate(path, out)
    sheet = opened(out)[tab]
    months = [row[0] for row in listed(sheet, word)]
    assert months == sorted(months, reverse=True) and len(months) > 100
    assert any(word in str(row[0].value) for row in sheet["B4:B8"])  # the note says how the list stands


def test_the_list_names_its_column_and_the_longest_validations_fit() -> None:
    for language in ("en", "nl", "de"):
        for template in ("transactions", "segments"):
            book = openpyxl.load_workbook(template_path(template, language))
            for rule in (rule for sheet in book.worksheets for rule in sheet.data_validations.dataValidation if rule.type == "list"):
                assert len(rule.formula1) <= 255, (language, rule.formula1)  # Excel takes no longer one


def test_what_is_not_known_stands_last_and_equals_stay() -> None:
    days = [f"2024-{day}" for day in ("01-01", "02-01", "01-01", "02-01", "01-05", "01-09")]
    columns = ["Ann", "Ann", "Bo", "Bo", 7, "Cy"], days, [10, 10, 10, 10, 90, -5]
    by_name, by_order, by_stage = (CLV_CUSTOMERS(*columns, sort_by=word) for word in ("customer", "Average order", "Stage"))
    assert [row[0] for row in by_name[1:]] == [7.0, "Ann", "Bo", "Cy"]  # numbers before texts, as Excel sorts
    assert [row[0] for row in by_order[1:]] == [7.0, "Ann", "Bo", "Cy"]  # who only returned goods has no average order
    assert [row[10] for row in by_stage[1:]] == ["New", "Active", "Active", "Refunded"]
    assert CLV_CUSTOMERS(*columns, sort_by="Shoe size") == "#VALUE!"
