"""The subscriptions template filled with lists that have no dates, or several subscriptions of one customer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest

from clv_xl import fill, functions
from clv_xl.xlsx.saving import WorkbookError
from tests.conftest import opened
from tests.support.cells import errors, listed, named, not_ok

NO_CALENDAR = "Cannot tell yet: tenures say how long, not when; without dates there is no calendar."


def shown(path: Path, name: str) -> Any:
    return named(opened(path), name).value


@pytest.fixture(scope="module")
def tenures() -> pd.DataFrame:
    """300 subscribers with chances to leave from a beta distribution, seen for up to 40 months."""
    rng = np.random.default_rng(2)
    life, seen = rng.geometric(rng.beta(0.9, 9.0, 300)), rng.integers(0, 40, 300)
    churn = np.where(life <= seen, "Yes", "No")
    columns = {"Customer": np.arange(300.0), "Tenure (months)": np.minimum(life, seen), "Churn": churn}
    return pd.DataFrame(
        {**columns, "Plan": np.where(np.arange(300) % 3, "Basic", "Plus"), "Price": np.where(np.arange(300) % 3, 10.0, 30.0)}
    )


def test_tenures_feed_all_pages_but_those_of_a_calendar(tenures: pd.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "tenures.xlsx"
    found = fill("subscriptions", tenures, path, gross_margin=0.5).results
    there = tenures[tenures["Churn"] == "No"]
    assert found["result_subscribers"] == len(there) and found["result_monthly_revenue"] == there["Price"].sum()
    none = [None] * 300
    lists = {"tenures": tenures["Tenure (months)"].astype(float).tolist(), "churned": tenures["Churn"].tolist()}
    life = functions.records(functions.CLV_SURVIVORS(none, none, **lists))
    fit = functions.CLV_RETENTION([row["Renewed"] for row in life], 0, [row["At risk"] for row in life])
    assert found["result_alpha"] == pytest.approx(next(row[9] for row in fit if row[8] == "alpha"))
    plans = functions.CLV_PLANS(none, none, tenures["Plan"].tolist(), tenures["Price"].tolist(), 0.5, 0.1, **lists)
    assert found["result_clv"] == pytest.approx(functions.records(plans)[-1]["CLV"])
    assert not errors(path) and "Act" not in not_ok(path).values()
    for name in ("subscribers_answer", "churn_answer", "cohort_answer"):
        assert shown(path, name) == NO_CALENDAR
    assert not found["result_as_of"] and not found["result_churn"]
    assert "by tenure, without dates" in found["result_subtitle"]


def test_a_workbook_whose_table_has_no_tenure_says_so(tenures: pd.DataFrame, tmp_path: Path) -> None:
    """As a copy made by an earlier version is: nothing is filled in silence."""
    fill("subscriptions", tenures.head(3), tmp_path / "own.xlsx", gross_margin=0.5)
    book = openpyxl.load_workbook(tmp_path / "own.xlsx")
    table = book["Subscriptions"].tables["Subscriptions"]
    for column in table.tableColumns:
        if column.name == "Tenure":
            column.name = "Other"
    (cell,) = [cell for row in book["Subscriptions"].iter_rows() for cell in row if cell.value == "Tenure" and cell.column < 9]
    cell.value = "Other"
    book.save(tmp_path / "own.xlsx")
    with pytest.raises(WorkbookError, match="has no column for the start or tenure"):
        fill(tmp_path / "own.xlsx", tenures, tmp_path / "again.xlsx")


def test_pauses_and_changes_of_plan(tmp_path: Path) -> None:
    """Ann moves to Plus, Bo pauses and comes back, Cem leaves: three subscribers of five rows, of whom one has left."""
    rows = pd.DataFrame(
        {
            "Customer": ["Ann", "Ann", "Bo", "Bo", "Cem"],
            "Start": ["2024-01-01", "2024-03-01", "2024-01-10", "2024-04-10", "2024-01-15"],
            "End": ["2024-03-01", None, "2024-02-20", None, "2024-03-05"],
            "Plan": ["Basic", "Plus", "Basic", "Basic", "Basic"],
            "Price": [10, 20, 10, 10, 10],
        }
    )
    path = tmp_path / "pauses.xlsx"
    found = fill("subscriptions", rows, path, as_of="2024-05-31", gross_margin=0.5).results
    assert (found["result_subscribers"], found["result_monthly_revenue"]) == (2, 30)
    churn = opened(path)["Churn"]
    assert listed(churn, "Period", "New", "Returned", "Left", "Paused", "At end")[:4] == [
        ("2024-01", 3, 0, 0, 0, 3),
        ("2024-02", 0, 0, 0, 1, 2),
        ("2024-03", 0, 0, 1, 0, 1),
        ("2024-04", 0, 1, 0, 0, 2),
    ]
    looks = {"Subscribers are enough for a curve", "Plans with fewer subscribers or renewals than are enough"}
    looks |= {"Fitted and seen survival, widest gap", "Share of the CLV beyond what was seen"}
    assert set(not_ok(path)) <= looks | {"Somebody left and somebody stayed", "CLV is not below that of steady churn"}
