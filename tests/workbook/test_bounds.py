"""What lies beyond what was seen is said from a limit on, and nothing is concluded from too few."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from clv_xl import fill
from tests.conftest import opened
from tests.support.cells import below, cell_with, not_ok, values_by_name
from tests.support.judged import book_of


def card(path: Path, label: str) -> list[Any]:
    """A card's figure and what it says below it."""
    head = cell_with(opened(path)["Dashboard"], label)
    return [below(head, 1), *(text for rows in (2, 3) if isinstance(text := below(head, rows), str) and text)]


def test_a_curve_that_goes_far_beyond_what_was_seen() -> None:
    """Of those of a year, 81% of the value comes after the last renewal; of the sample, three years of it, 44%."""
    said = values_by_name(book_of("more leave"))
    assert said["result_beyond"] == pytest.approx(0.807, abs=0.001) and said["beyond_limit"] == 0.5
    assert not_ok(book_of("more leave"))["Share of the CLV beyond what was seen"] == "Look"
    assert card(book_of("more leave"), "Value of a new one (CLV)")[1] == "81% of it beyond what was seen"
    assert values_by_name(book_of("sample"))["result_beyond"] < 0.5
    assert "Share of the CLV beyond what was seen" not in not_ok(book_of("sample"))


def test_a_forecast_of_ten_years_from_less_than_two() -> None:
    path = book_of("came back")
    said = values_by_name(path)
    assert 0.5 < said["result_predicted_beyond"] < 1
    percent = round(100 * said["result_predicted_beyond"])
    assert said["beyond_said"] == f"Note: {percent}% of the future value comes later than customers have been followed so far."
    assert not_ok(path)["Share of the future value beyond what was seen"] == "Look"
    assert values_by_name(book_of("growing"))["result_predicted_beyond"] == 0  # a year ahead from 27 months
    assert not values_by_name(book_of("growing"))["beyond_said"]


def test_one_number_for_enough(tmp_path: Path) -> None:
    """37 subscribers, of whom 20 leave at once: more than chance, but of too few for a verdict; 30 on Inputs are enough. Three have left
    before, so that there is a curve."""
    ends = [dt.date(2024, 7, 20)] * 3 + [dt.date(2024, 11, 20)] * 20 + [None] * 17
    rows = pd.DataFrame({"Customer": range(40), "Start": dt.date(2024, 5, 1), "End": ends, "Price": 10.0})
    for enough, answer in (
        (100, "Cannot tell yet: it takes 100 in each group; 63 are missing."),
        (30, "No: 54.1% left in 2024-11, 0% in the "),
    ):
        fill("subscriptions", rows, tmp_path / f"{enough}.xlsx", as_of="2024-11-30", gross_margin=0.5, enough=enough)
        assert values_by_name(tmp_path / f"{enough}.xlsx")["churn_answer"].startswith(answer)
        looks = not_ok(tmp_path / f"{enough}.xlsx").get("Subscribers are enough for a curve")
        assert looks == ("Look" if enough == 100 else None)


def test_cards_without_a_figure_say_why() -> None:
    assert card(book_of("few orders"), "Value to come per customer") == [None, "no forecast: see Model"]
    assert card(book_of("steady"), "Value : cost (CLV : CAC)") == [None, "fill in the cost on Inputs"]
    assert card(book_of("one period"), "Value to come") == [None, "no curve yet: see Retention"]
