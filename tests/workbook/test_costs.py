"""Value after costs and fees in a filled workbook: every page counts it alike and says how. Figures by hand, of the functions' own test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from clv_xl import fill, recalculate
from tests.conftest import opened
from tests.functions.test_costs import COSTS, PAID, WHEN, WHO
from tests.support.cells import named, not_ok, values_by_name

UNKNOWN = "Costs or a gross margin are known"
PART = "Revenue with a cost on Orders, where any has one"
MARGIN = "Gross margin on Inputs = margin by the costs on Orders"
VALUE_PAGES = (
    *("Dashboard", "Overview", "Trend", "Cohorts", "Segments", "Prediction", "Customers", "Forecast", "Win-back", "Products", "Drivers"),
)


def orders(costs: list[list[Any]] | None, amount: str = "Amount") -> pd.DataFrame:
    frame = pd.DataFrame({"Customer": WHO, "Date": WHEN, amount: PAID})
    if costs:
        frame["Cost"], frame["Fees"] = zip(*costs)
    return frame


def filled(path: Path, costs: list[list[Any]] | None, amount: str = "Amount", **inputs: Any) -> dict[str, Any]:
    fill("transactions", orders(costs, amount), path, amount=amount, **inputs)
    return values_by_name(path)


def subtitles(path: Path) -> dict[str, str]:
    book = opened(path)
    return {tab: next(cell.value for cell in book[tab][3] if cell.value) for tab in VALUE_PAGES}


def test_every_page_counts_the_costs_of_each_order(tmp_path: Path) -> None:
    """Ann 37 + 28, Bo 30 - 39: 56 of a revenue of 150, 28 a customer. Of that revenue 37.3% is left."""
    out = tmp_path / "out.xlsx"
    found = filled(out, COSTS, gross_margin=0.9, period="month")
    assert (found["result_customer_equity"], found["result_mean_clv"], found["result_revenue"]) == (56, 28, 150)
    assert found["result_margin_used"] == pytest.approx(56 / 150) and found["result_fees"] == 4
    customers = {row[1]: row for row in opened(out)["Customers"].iter_rows(values_only=True)}
    value = customers["Customer"].index("Value so far")
    assert (customers["Ann"][value], customers["Bo"][value]) == (65, -9)
    products = list(opened(out)["Products"].iter_rows(values_only=True))
    profit = next(row.index("Profit") for row in products if "Profit" in row)
    assert found["value_of_orders"] == next(row[profit] for row in products if "All products" in row) == 56
    assert found["after_cost"] == "after costs and fees" and found["value_rule"].startswith("Every order has a cost, ")
    said = "value after the costs of each order: 37.3% of revenue"
    assert all(text.endswith(said) for text in subtitles(out).values())
    # a margin that is typed all the same is looked at, and not used
    assert not_ok(out)[MARGIN] == "Look" and UNKNOWN not in not_ok(out) and PART not in not_ok(out)
    book = openpyxl.load_workbook(out)
    named(book, "input_gross_margin").value = None
    book.save(out)
    assert recalculate(out).results["result_customer_equity"] == 56 and MARGIN not in not_ok(out)


def test_costs_on_a_part_count_once_there_is_a_margin_for_the_rest(tmp_path: Path) -> None:
    """Ann's first order alone has a cost, of 60 of 100; 100 of 190 were paid for it. By fees alone 150 - 4 is left. With 40% for the
    others it is 55 - 23 = 32, as in the test of the functions."""
    out = tmp_path / "out.xlsx"
    found = filled(out, [[60, 3], [None, None], [None, -1], [None, 2]])
    assert found["result_customer_equity"] == 146
    assert all(text.endswith("value is revenue, since only 52.6% of it has a cost") for text in subtitles(out).values())
    assert found["value_rule"].startswith("Value is revenue: only 52.6% of it has a cost (margin 40%).")
    assert not_ok(out)[UNKNOWN] == not_ok(out)[PART] == "Look"
    book = openpyxl.load_workbook(out)
    named(book, "input_gross_margin").value = 0.4
    book.save(out)
    assert recalculate(out).results["result_customer_equity"] == pytest.approx(32)
    assert UNKNOWN not in not_ok(out) and not_ok(out)[PART] == "Look"
    assert all(text.endswith("value after costs where orders have them, else at a margin of 40%") for text in subtitles(out).values())


def test_without_costs_every_page_says_that_value_is_revenue(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    assert filled(out, None)["result_customer_equity"] == 150
    assert all(text.endswith("value is revenue, since no gross margin is filled in") for text in subtitles(out).values())
    assert not_ok(out)[UNKNOWN] == "Look" and PART not in not_ok(out)


@pytest.mark.parametrize(("amount", "said"), [("Amount incl. VAT", "with VAT"), ("Amount excl. VAT", "without VAT"), ("Amount", "")])
def test_pages_say_whether_vat_is_in_their_money(amount: str, said: str, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    filled(out, None, amount)
    assert all((f"US dollars {said}".strip() + "  ·  ") in text and ("VAT" in text) == bool(said) for text in subtitles(out).values())
    if not said:
        return
    book = openpyxl.load_workbook(out)
    (ref,) = (table.ref for table in book["Orders"].tables.values())
    list(book["Orders"][ref])[1][2].value = 1  # another list from here on: nothing is known of its VAT
    book.save(out)
    recalculate(out)
    assert not any("VAT" in text for text in subtitles(out).values())
