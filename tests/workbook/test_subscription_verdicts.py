"""The judging sentences of the subscriptions template: lists in which each must say yes, no, or that it cannot tell yet."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from clv_xl import fill, recalculate
from tests.conftest import opened
from tests.support.cells import named
from tests.support.judged import book_of, subscriptions

JUDGING = ("subscribers_answer", "churn_answer", "cohort_answer", "tenure_answer")
INPUTS = {"as_of": "2024-12-31", "gross_margin": 0.5}


LISTS = {"Yes: ": "fewer leave", "No: ": "more leave", "Cannot tell yet: ": "as many leave"}


@pytest.fixture(scope="module")
def books() -> dict[str, Path]:
    return {says: book_of(data) for says, data in LISTS.items()}


def shown(path: Path, *names: str) -> list[Any]:
    book = opened(path)
    return [named(book, name).value for name in names]


def actions(path: Path) -> str:
    sheet = opened(path)["Dashboard"]
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str))


@pytest.mark.parametrize("says", LISTS)
def test_do_fewer_leave_and_do_newer_ones_stay(says: str, books: dict[str, Path]) -> None:
    churn, cohorts = shown(books[says], "churn_answer", "cohort_answer")
    assert churn.startswith(says) and cohorts.startswith(says), (churn, cohorts)
    certain = ("beyond chance (98% sure)",) * 2 if says != "Cannot tell yet: " else (" would show it.", "It takes about ")
    assert certain[0] in churn and certain[1] in cohorts
    assert "% left in 2024-12, " in churn and "% in the 3 periods before" in churn


def test_nothing_is_judged_by_one_period() -> None:
    answers = shown(book_of("one period"), "retention_answer", *JUDGING)
    assert all(answer.startswith("Cannot tell yet: ") for answer in answers), answers
    assert "nobody has left so far" in answers[0]
    assert all("  " not in answer for answer in answers)


def test_what_is_not_over_is_named_and_not_judged(books: dict[str, Path], tmp_path: Path) -> None:
    """On 1 December 1,000 leave at once: November's churn is as it was, and the sentence says what has happened since."""
    rows = subscriptions({9: 30, 10: 30, 11: 30}, {}, 0, "")
    rows.loc[rows["End"].isna() & (rows.index < 1100), "End"] = dt.date(2024, 12, 1)
    fill("subscriptions", rows, tmp_path / "since.xlsx", **{**INPUTS, "as_of": "2024-12-02"})
    (answer,) = shown(tmp_path / "since.xlsx", "subscribers_answer")
    assert answer == "No: 1,110 at the end of 2024-11, 1,140 a month before. In 2024-12, which is not over, there are 100."
    assert "▼ 30 in 2024-11" in actions(tmp_path / "since.xlsx")


def test_actions_say_only_what_is_beyond_chance(books: dict[str, Path], tmp_path: Path) -> None:
    yes, no, cannot = (actions(books[says]) for says in LISTS)
    assert "Keep it up: " in yes and "Basic loses most: " in yes and "You may pay more to win one: up to " in yes
    assert "Find out why more leave: " in no and "Pay less to win one: at most " in no
    assert "Cannot tell yet whether more leave: see Churn" in cannot
    assert "Cannot tell yet whether any plan loses more than the others" in cannot
    assert "points, may be chance" in cannot and "may be chance" not in yes + no
    book = openpyxl.load_workbook(books["Cannot tell yet: "])
    named(book, "input_cac").value = shown(books["Cannot tell yet: "], "result_max_cac")[0]
    book.save(tmp_path / "cac.xlsx")
    recalculate(tmp_path / "cac.xlsx")
    assert "Cannot tell yet whether you may pay more to win one" in actions(tmp_path / "cac.xlsx")
