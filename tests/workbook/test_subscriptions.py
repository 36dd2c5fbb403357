"""The template for subscriptions: its figures against pandas, the functions and the papers, and lists that are not clean."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from clv_xl import fill, functions, new, recalculate
from clv_xl.hosts.equipment import recalculate_for
from clv_xl.sample import SHOP_SUBSCRIPTIONS, shop
from clv_xl.xlsx.package import Package
from tests.conftest import filled, opened
from tests.places.libreoffice import convert
from tests.support.cells import listed, named, not_ok, table_cells

HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491]
"""Fader and Hardie 2007, table 1."""


@pytest.fixture(scope="module")
def sample() -> Path:
    return filled("subscriptions", "en")


@pytest.fixture(scope="module")
def results(sample: Path) -> dict[str, Any]:
    return recalculate(sample, sample.with_name("again.xlsx")).results


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    columns = SHOP_SUBSCRIPTIONS.columns
    assert columns
    found = pd.DataFrame(columns()).rename(columns=str.title)
    return found.assign(Start=pd.to_datetime(found["Start"]), End=pd.to_datetime(found["End"]))


def test_the_headline_figures_by_pandas(results: dict[str, Any], frame: pd.DataFrame) -> None:
    there, month = frame[frame["End"].isna()], pd.Timestamp("2026-09-01")
    before = frame[(frame["Start"] < month) & ~(frame["End"] < month)]
    left = frame[frame["End"] >= month]
    assert results["result_subscribers"] == len(there) and results["result_monthly_revenue"] == there["Price"].sum()
    assert results["result_churn"] == pytest.approx((before["End"] >= month).sum() / len(before))
    assert (results["result_new"], results["result_left"]) == ((frame["Start"] >= month).sum(), len(left))
    assert results["result_lost_revenue"] == left["Price"].sum() and results["result_rows_read"] == len(frame)
    months = pd.period_range("2026-06", "2026-08", freq="M")
    gone, there_before = [], []
    for first in months.to_timestamp():
        start = frame[(frame["Start"] < first) & ~(frame["End"] < first)]
        gone.append((start["End"] < first + pd.offsets.MonthBegin()).sum())
        there_before.append(len(start))
    assert results["result_churn_before"] == pytest.approx(sum(gone) / sum(there_before))


def test_values_are_those_of_the_functions(results: dict[str, Any], frame: pd.DataFrame) -> None:
    starts, ends = ([None if pd.isna(day) else day for day in frame[name]] for name in ("Start", "End"))
    rate = 1.1 ** (1 / 12) - 1
    plans = functions.CLV_PLANS(starts, ends, frame["Plan"].tolist(), frame["Price"].tolist(), 0.495, 0.1, "month", "2026-09-30")
    assert [results["result_clv"], results["result_value_to_come"]] == pytest.approx([plans[-1][7], plans[-1][10]])
    assert results["result_to_come_beyond"] == pytest.approx(plans[-1][11])
    life = functions.CLV_SURVIVORS(starts, ends, "month", "2026-09-30")[1:]
    price = plans[-1][5]
    worth = functions.CLV_SUBSCRIPTION([row[2] for row in life], price, 0.495, 0.1, None, [row[1] for row in life])
    assert [results[f"result_{name}"] for name in ("curve_clv", "clv_low", "clv_high")] == pytest.approx(worth[1][5:8])
    churn = 1 - sum(row[2] for row in life[1:]) / sum(row[1] for row in life[1:])
    assert results["result_steady_clv"] == pytest.approx(functions.CHURN_CLV(price, 0.495, churn))
    assert results["result_steady_discounted"] == pytest.approx(price * 0.495 * (1 + rate) / (churn + rate))
    assert results["result_steady_discounted"] < results["result_curve_clv"]  # margin / churn is too low
    assert results["result_max_cac"] == pytest.approx(results["result_clv"] / 3)
    assert (results["result_state"], results["result_half_life"]) == ("OK", worth[1][3])


def test_the_curve_finds_what_the_sample_was_drawn_from(frame: pd.DataFrame) -> None:
    """Each plan of the shop: alpha and beta within three standard errors."""
    for plan, (_, _, alpha, beta) in shop.PLANS.items():
        own = frame[frame["Plan"] == plan]
        starts, ends = ([None if pd.isna(day) else day for day in own[name]] for name in ("Start", "End"))
        life = functions.CLV_SURVIVORS(starts, ends, "month", "2026-09-30")[1:]
        fit = functions.CLV_RETENTION([row[2] for row in life], 0, [row[1] for row in life])
        figures = {row[8]: row[9:] for row in fit[1:] if row[8]}
        for name, true in (("alpha", alpha), ("beta", beta)):
            assert abs(figures[name][0] - true) < 3 * figures[name][1], (plan, name)


def survivors_in(path: Path, counts: list[int], **inputs: Any) -> dict[str, Any]:
    """A script that knows only the names of the workbook."""
    new("subscriptions", path)
    book = openpyxl.load_workbook(path)
    for cell, count in zip(table_cells(book["Survivors"], "Customers"), counts):
        cell.value = count
    for name, value in inputs.items():
        named(book, f"input_{name}").value = value
    book.save(path)
    return recalculate(path).results


def test_counts_of_one_cohort(tmp_path: Path) -> None:
    """The High End segment, for which BdW is proven better: alpha .214, beta 1.427, c 1.724 as in test_beta_discrete_weibull.py; the sum of
    its survival, discounted at 10%, is 6.0931 payments of 12 x 10 a year at 50% when new; 491 are left after seven renewals."""
    path = tmp_path / "survivors.xlsx"
    found = survivors_in(path, HIGH_END, period="year", average_price=10, gross_margin=0.5, cac=50)
    assert [round(found[f"result_{name}"], 3) for name in ("alpha", "beta", "c")] == [0.214, 1.427, 1.724]
    assert (
        found["result_curve_model"] == "BdW"
        and found["result_clv"] == pytest.approx(60 * 6.0931, abs=0.01)
        and found["result_subscribers"] == 491
    )
    after = functions.CLV_SUBSCRIPTION(HIGH_END, 120, 0.5, 0.1, period="year")[-1]
    assert after[1] == 7 and found["result_value_to_come"] == pytest.approx(491 * after[5])
    assert found["result_to_come_beyond"] == 1  # all of it comes after the seventh renewal, the last one seen
    assert found["result_renewal_churn"] == pytest.approx(509 / 4926) and found["result_clv_cac_ratio"] == pytest.approx(
        found["result_clv"] / 50
    )
    assert found["result_churn"] in ("", None) and not_ok(path) == {}


def test_nothing_is_filled_in_yet(tmp_path: Path) -> None:
    new("subscriptions", tmp_path / "empty.xlsx")
    assert not_ok(tmp_path / "empty.xlsx") == {}


MESSY = pd.DataFrame(
    {
        "Customer": ["a", "b", "c", "d", None, "a", "g", "h", "i", "j"],
        "Start": [
            "2024-01-31",
            "2024-01-15",
            "2024-03-01",
            "soon",
            "2024-02-10",
            "2024-05-01",
            "2024-08-01",
            None,
            "2024-02-29",
            "2024-04-30",
        ],
        "End": [None, "2024-04-02", "2024-02-01", None, "2024-06-10", "2025-01-01", None, "2024-02-01", "x", "2024-05-30"],
        "Price": [10, None, 10, 10, 20, 15, 10, 10, 10, 10],
    }
)


def test_rows_that_are_not_clean(tmp_path: Path) -> None:
    """Of ten rows, five count: c ends before it starts, d and h have no start, i an end that is no date, g starts too late. Three of
    the five are gone or there at the end of June: b and j and the nameless one left; both subscriptions of a are there."""
    report = fill("subscriptions", MESSY, tmp_path / "messy.xlsx", as_of="2024-06-30", average_price=30, gross_margin=0.5)
    assert (report.rows_read, report.rows_used) == (10, 5)
    assert report.left_out == {
        "start missing or not readable": 2,
        "end not readable": 1,
        "ends before it starts": 1,
        "starts after the calculation date": 1,
    }
    assert report.results["result_subscribers"] == 2 and report.results["result_monthly_revenue"] == 25
    assert report.results["result_announced"] == 1  # the later end of a
    assert (
        report.results["result_new"] == 0 and report.results["result_left"] == 1 and report.results["result_churn"] == pytest.approx(1 / 3)
    )
    assert report.results["result_lost_revenue"] == 20
    found = not_ok(tmp_path / "messy.xlsx")
    looks = ("Rows without a start or end that can be read", "Rows that end before they start", "Starts after the calculation date")
    assert all(found[text] == "Look" for text in (*looks, "Ends after the calculation date", "Rows without a customer"))
    assert found["Subscribers are enough for a curve"] == "Look" and "Act" not in found.values()
    churn = opened(tmp_path / "messy.xlsx")["Churn"]
    assert ("2024-05", 3, 1, 1, 3) in listed(churn, "Period", "At start", "New", "Left", "At end")


def test_without_a_date_the_last_start_is_the_calculation_date(tmp_path: Path) -> None:
    """The four subscriptions that test_subscribers works by hand: c leaves at the end of the year, which has not come."""
    starts, ends = ["2024-01-10", "2024-01-15", "2024-02-10", "2024-03-05"], [None, "2024-02-20", "2024-12-31", None]
    rows = pd.DataFrame({"Customer": list("abcd"), "Start": starts, "End": ends, "Price": 10})
    fill("subscriptions", rows, tmp_path / "filled.xlsx", as_of="2024-12-31")
    book = openpyxl.load_workbook(tmp_path / "filled.xlsx")
    named(book, "input_as_of").value = None
    book.save(tmp_path / "filled.xlsx")
    found = recalculate(tmp_path / "filled.xlsx", tmp_path / "out.xlsx").results
    assert found["result_as_of"] == (dt.date(2024, 3, 5) - dt.date(1899, 12, 30)).days
    assert [found[f"result_{name}"] for name in ("subscribers", "announced", "monthly_revenue", "churn")] == [3, 1, 30, 0.5]
    found = not_ok(tmp_path / "out.xlsx")
    assert found.pop("Ends after the calculation date") == found.pop("Gross margin is filled in") == "Look"
    assert set(found) <= {"Subscribers are enough for a curve", "Somebody left and somebody stayed"}, "the totals agree"


@pytest.mark.parametrize(("period", "renewals"), [("quarter", 3), ("year", 12)])
def test_other_periods(period: str, renewals: int, tmp_path: Path, frame: pd.DataFrame) -> None:
    path = tmp_path / "out.xlsx"
    found = fill("subscriptions", frame, path, **{**SHOP_SUBSCRIPTIONS.inputs, "period": period}).results
    due = ((2026 - frame["Start"].dt.year) * 12 + 9 - frame["Start"].dt.month) // renewals
    assert found["result_renewals_due"] <= due.sum() and found["result_subscribers"] == frame["End"].isna().sum()
    assert set(not_ok(path)) <= {"Fitted and seen survival, widest gap", "Share of the CLV beyond what was seen"}
    assert found["result_subtitle"].endswith(f"renewed every {period}  ·  US dollars")


def test_pages_are_drawn_whole(sample: Path, office_profile: Path, tmp_path: Path) -> None:
    """LibreOffice's PDF of the workbook, computed anew with the same functions, has no error and the Dashboard's figures."""
    package = Package(sample)
    recalculate_for(package, "windows")
    package.save(tmp_path / "office.xlsx")
    pdf = convert(office_profile, tmp_path / "office.xlsx", tmp_path / "out", "pdf")
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    figures = "".join(page for page in text.split("\f") if not re.search(r"(Functions|Workings) +Page", page))  # those two name the errors
    assert "###" not in text and not re.search(r"#(NAME|REF|VALUE|N/A|DIV|NUM|SPILL)|Err:\d", figures)
    pages = [" ".join(page.split()) for page in text.split("\f")]
    dashboards = [page for page in pages if "How are our subscriptions doing, and what is next? Checks" in page[:200]]
    assert len(dashboards) == 1 and all(
        words in dashboards[0] for words in ("796", "$26,245", "3.6%", "All checks OK", "Cannot tell yet whether more leave")
    )
