"""What pages of the orders workbook say, where it takes the whole workbook to know it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from clv_xl import fill, new
from clv_xl.workbook.layout.page import HEAD_ROWS
from tests.conftest import opened
from tests.support.cells import values_by_name
from tests.support.filled_pages import orders_csv

ONCE = [(f"c{n}", f"2024-01-{n + 1:02}", 10.0) for n in range(9)]
BACK = [(f"c{n}", f"2024-03-{n + 1:02}", 10.0) for n in range(5)]
"""Nine customers, of whom five came back; a forecast takes ten and five (models/purchases/choice.py)."""


@pytest.mark.parametrize(
    ("rows", "inputs", "said"),
    [
        (ONCE, {}, "No forecast: it takes 10 customers who bought; here are 9."),
        ([*ONCE, ("z", "2024-01-20", 5.0), *BACK[:4]], {}, "No forecast: it takes 5 customers who came back; here are 4."),
        ([*ONCE, ("z", "2024-01-20", 5.0), *BACK], {}, "No test: before its day it takes 10 customers, 5 of whom came back."),
        (
            [*ONCE, ("z", "2024-01-20", 5.0), *BACK],
            {"holdout_from": "2024-06-01"},
            "No test: its day on Inputs is not between the first order and the calculation date.",
        ),
        ([], {}, ""),
    ],
)
def test_model_says_why_there_is_no_forecast_or_no_test(rows: list[tuple], inputs: dict[str, Any], said: str, tmp_path: Path) -> None:
    if rows:
        fill("transactions", orders_csv(tmp_path / "o.csv", rows), tmp_path / "o.xlsx", **inputs)
    else:
        new("transactions", tmp_path / "o.xlsx")
    sheet = opened(tmp_path / "o.xlsx")["Model"]
    assert (sheet.cell(HEAD_ROWS, 2).value or "") == said


def test_who_is_still_a_customer(demo: Path, tmp_path: Path) -> None:
    """Told of most customers; not where nobody has stopped, since then no order says when customers leave; not without a forecast."""
    bought, alive = 2357, values_by_name(demo)["result_expected_alive"]
    assert values_by_name(demo)["who_is_still"] == f"About {alive:,.0f} of the {bought:,} who have bought."
    regular = [(f"c{n}", f"2024-{month:02}-{1 + n + month % 3:02}", 20.0 + n % 4) for n in range(20) for month in range(1, 13)]
    fill("transactions", orders_csv(tmp_path / "o.csv", regular), tmp_path / "o.xlsx")
    said = values_by_name(tmp_path / "o.xlsx")["who_is_still"]
    assert said == "Cannot tell: by this model nobody has left yet, so the orders do not say when customers leave."
    new("transactions", tmp_path / "none.xlsx")
    assert values_by_name(tmp_path / "none.xlsx")["who_is_still"] == "Cannot tell yet: Model says why there is no forecast."
