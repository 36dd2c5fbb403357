"""Subscriptions without dates, trials and plans that are none: which rows count, and what is asked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from clv_xl.sources.columns.fields import SUBSCRIPTIONS
from clv_xl.sources.problems import OrderFileError
from clv_xl.sources.report import as_json
from clv_xl.sources.source import read_list
from clv_xl.words import Words


def read(data: dict[str, list[Any]], **said: Any) -> Any:
    said.setdefault("today", dt.date(2026, 11, 27))
    return read_list(pd.DataFrame(data), **said)


LIST = {"Client": ["a", "b", "c"], "Tenure (months)": [3, 14, 1], "Churn": ["Yes", "No", "Yes"], "MonthlyCharges": [10.0, 20.0, 30.0]}


def test_a_tenure_and_a_flag_are_known_by_their_headings() -> None:
    given = read(LIST)
    assert given.kind is SUBSCRIPTIONS
    assert given.columns == {
        "customer": ["a", "b", "c"],
        "price": [10, 20, 30],
        "tenure": [3, 14, 1],
        "churned": [True, False, True],
    }
    found = as_json(given)
    assert (found["subscribers"], found["ended"], found["monthly_revenue"], found["as_of"]) == (1, 2, 20, None)


@pytest.mark.parametrize(
    ("heading", "cells", "months"),
    [
        ("Tenure in days", [365, 30, 46], [12, 1, 46 / 30.4375]),
        ("tenureYears", [1, 2.5, 1], [12, 30, 12]),
        ("Months as customer", [3, 14, 1], [3, 14, 1]),
        ("Looptijd (maanden)", [3, 14, 1], [3, 14, 1]),
        ("Laufzeit in Jahren", ["1", "2", "3"], [12, 24, 36]),
    ],
)
def test_units_stand_in_headings(heading: str, cells: list[Any], months: list[float]) -> None:
    given = read({"Client": list("abc"), heading: cells, "Churn": ["Yes", "No", "Yes"]})
    assert given.columns["tenure"] == pytest.approx(months, abs=1e-6)


def test_units_are_asked_where_nothing_says_them() -> None:
    plain = {"Client": list("ab"), "tenure": [3, 14], "Churn": ["Yes", "No"]}
    with pytest.raises(OrderFileError, match="column tenure: it does not tell whether it is days, weeks, months, quarters or years"):
        read(plain)
    assert read(plain, tenure_unit="quarters").columns["tenure"] == [9, 42]
    with pytest.raises(OrderFileError, match="tenure_unit is days"):
        read(plain, tenure_unit="fortnights")


@pytest.mark.parametrize(
    ("flags", "left"),
    [
        ([1, 0], [True, False]),
        ([1.0, 0.0], [True, False]),
        ([True, False], [True, False]),
        (["Attrited Customer", "Existing Customer"], [True, False]),
        (["opgezegd", "actief"], [True, False]),
        (["Nein", "Ja"], [False, True]),
    ],
)
def test_words_that_say_who_has_left(flags: list[Any], left: list[bool]) -> None:
    assert read({"Client": list("ab"), "Tenure months": [3, 14], "Churned": flags}).columns["churned"] == left
    if isinstance(flags[0], str):
        assert read({"Client": list("ab"), "Tenure months": [3, 14], "Status": flags}).columns["churned"] == left


def test_what_does_not_say_who_has_left_is_asked() -> None:
    with pytest.raises(OrderFileError, match="column Churn: 'perhaps' does not tell who has left"):
        read({**LIST, "Churn": ["Yes", "No", "perhaps"]})
    with pytest.raises(OrderFileError, match="no column who has left; name it with churned="):
        read({"Client": list("ab"), "Tenure months": [3, 14]}, columns={"tenure": "Tenure months"})
    left_out = as_json(read({**LIST, "Churn": ["Yes", None, "No"], "Tenure (months)": [3, 4, -1]}))["rows"]["left_out"]
    assert left_out == {"tenure missing or not readable": 1, "neither churned nor not": 1}


def test_dates_count_before_tenures() -> None:
    dates = {"Start": ["2024-01-10"] * 3, "End": [None, "2024-03-01", None]}
    assert set(read({**LIST, **dates}).columns) == {"customer", "start", "end", "price"}
    assert set(read({**LIST, "Start": dates["Start"]}).columns) == {"customer", "tenure", "churned", "price"}  # when c left is not known
    day = read({"Client": ["a"], "Start": ["2024-01-10"], "Churned": ["2024-02-01"]})
    assert day.columns["end"] == [dt.date(2024, 2, 1)]


def test_who_left_in_the_first_month_shows_that_months_are_completed() -> None:
    """After 0, 3 and 5 whole months: somewhere in the month that followed. Who is there is not moved."""
    given = read({"Client": list("abcd"), "Tenure (months)": [0, 3, 5, 7], "Churn": [1, 1, 1, 0]})
    assert given.columns["tenure"] == [0.5, 3.5, 5.5, 7]
    assert "1 who left have a tenure of 0, so tenures are months completed: who left did so half of one later." in given.notes
    assert any(isinstance(note, Words) for note in given.notes)
    assert read(LIST).columns["tenure"] == [3, 14, 1]
    assert read({"Client": list("ab"), "Tenure (months)": [0, 2.5], "Churn": [1, 0]}).columns["tenure"] == [0, 2.5]  # exact


# Trials ---------------------------------------------------------------------------------------------------------------------


def test_a_trial_is_no_subscription_until_it_ends() -> None:
    """a pays since 15 January; b left in the trial, on its last day; c is still trying; d had no trial; e moved on the day after."""
    given = read(
        {
            "Client": list("abcde"),
            "Start": ["2024-01-01", "2024-01-01", "2024-06-20", "2024-01-01", "2024-01-01"],
            "Trial end": ["2024-01-15", "2024-01-15", "2024-07-04", None, "2024-01-15"],
            "End": [None, "2024-01-15", None, "2024-06-30", "2024-01-16"],
            "Price": [10.0, 10.0, 10.0, 10.0, 10.0],
        },
        as_of=dt.date(2024, 6, 30),
    )
    found = as_json(given)
    assert found["rows"] == {"read": 5, "used": 3, "left_out": {"ended in its trial": 1, "starts after the calculation date": 1}}
    assert (found["subscribers"], found["ended"], found["monthly_revenue"]) == (1, 2, 10)
    assert given.columns["start"][0] == dt.date(2024, 1, 15)


def test_a_plan_that_is_a_trial_is_none() -> None:
    given = read({"Client": list("ab"), "Start": ["2024-01-01"] * 2, "End": [None, "2024-03-01"], "Plan": ["Free trial", "Basic"]})
    assert given.account.rows_left_out == {"no subscription: Free trial": 1}
