"""The judging sentences of the subscriptions template: lists in which each must say yes, no, or that it cannot tell yet."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from clv_xl import fill, recalculate
from tests.conftest import filled
from tests.support.cells import named

JUDGING = ("subscribers_answer", "churn_answer", "cohort_answer", "tenure_answer")
INPUTS = {"as_of": "2024-12-31", "gross_margin": 0.5}


def listed(leave: dict[int, int], stay: dict[int, int], new: int, lose: str) -> pd.DataFrame:
    """1,200 who began in 2023 on the first, of whom so many leave in months of 2024; 200 in each month from April on, of whom so many
    are there after six weeks; and new ones of December. Those who leave have the plan `lose`, or either in turn."""
    rows: list[tuple[dt.date, dt.date | None]] = []
    for month, count in leave.items():
        rows += [(dt.date(2023, 1, 1), dt.date(2024, month, 20))] * count
    rows += [(dt.date(2023, 1, 1), None)] * (1200 - len(rows))
    for month, count in stay.items():
        rows += [(dt.date(2024, month, 1), None)] * count + [(dt.date(2024, month, 1), dt.date(2024, month + 1, 15))] * (200 - count)
    rows += [(dt.date(2024, 12, 5), None)] * new
    plans = [lose if end and lose else ("Basic", "Plus")[number % 2] for number, (_, end) in enumerate(rows)]
    starts, ends = (list(days) for days in zip(*rows))
    return pd.DataFrame({"Customer": range(len(rows)), "Start": starts, "End": ends, "Plan": plans, "Price": 10.0})


LISTS = {
    "Yes: ": listed({9: 120, 10: 110, 11: 100, 12: 5}, {4: 110, 5: 110, 6: 110, 7: 190, 8: 190, 9: 190}, 300, "Basic"),
    "No: ": listed({9: 10, 10: 10, 11: 10, 12: 150}, {4: 190, 5: 190, 6: 190, 7: 110, 8: 110, 9: 110}, 0, ""),
    "Cannot tell yet: ": listed({9: 30, 10: 30, 11: 30, 12: 28}, {4: 190, 5: 190, 6: 190, 7: 191, 8: 190, 9: 190}, 0, ""),
}


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("verdicts")
    paths = {says: folder / f"{number}.xlsx" for number, says in enumerate(LISTS)}
    for says, path in paths.items():
        fill("subscriptions", LISTS[says], path, cac={"Yes: ": 1, "No: ": 100_000}.get(says), **INPUTS)
    return paths


def shown(path: Path, *names: str) -> list[Any]:
    book = openpyxl.load_workbook(path, data_only=True)
    return [named(book, name).value for name in names]


def actions(path: Path) -> str:
    sheet = openpyxl.load_workbook(path, data_only=True)["Dashboard"]
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str))


@pytest.mark.parametrize("says", LISTS)
def test_do_fewer_leave_and_do_newer_ones_stay(says: str, books: dict[str, Path]) -> None:
    churn, cohorts = shown(books[says], "churn_answer", "cohort_answer")
    assert churn.startswith(says) and cohorts.startswith(says), (churn, cohorts)
    certain = ("beyond chance (98% sure)",) * 2 if says != "Cannot tell yet: " else (" would show it.", "It takes about ")
    assert certain[0] in churn and certain[1] in cohorts
    assert all(answer.startswith(says) for answer in shown(books[says], "churn_short", "cohort_short"))
    assert "% left in 2024-12, " in churn and "% in the 3 periods before" in churn


def test_are_there_more(books: dict[str, Path], tmp_path: Path) -> None:
    """A count, and so yes or no; of two periods that are over."""
    for says in ("Yes: ", "No: "):
        assert shown(books[says], "subscribers_answer")[0].startswith(says)
    first = LISTS["No: "].assign(Start=dt.date(2024, 12, 1), End=None).head(30)
    fill("subscriptions", first, tmp_path / "one.xlsx", **INPUTS)
    answers = shown(tmp_path / "one.xlsx", "retention_answer", *JUDGING)
    assert all(answer.startswith("Cannot tell yet: ") for answer in answers), answers
    assert "nobody has left so far" in answers[0]
    assert all("  " not in answer for answer in answers)


def test_what_is_not_over_is_named_and_not_judged(books: dict[str, Path], tmp_path: Path) -> None:
    """On 1 December 1,000 leave at once: November's churn is as it was, and the sentence says what has happened since."""
    rows = listed({9: 30, 10: 30, 11: 30}, {}, 0, "")
    rows.loc[rows["End"].isna() & (rows.index < 1100), "End"] = dt.date(2024, 12, 1)
    fill("subscriptions", rows, tmp_path / "since.xlsx", **{**INPUTS, "as_of": "2024-12-02"})
    (answer,) = shown(tmp_path / "since.xlsx", "subscribers_answer")
    assert answer == "No: 1,110 at the end of 2024-11, 1,140 a month before. In 2024-12, which is not over, there are 100."
    assert "▼ 30 in 2024-11" in actions(tmp_path / "since.xlsx")


def test_does_value_grow_with_tenure(books: dict[str, Path]) -> None:
    """The sample is drawn from customers who differ; where those of 2023 leave in their second year alone, no more than chance shows. It
    never falls under the model, so that there is no "No"."""
    assert shown(filled("subscriptions", "en"), "tenure_answer")[0].startswith("Yes: from ")
    assert shown(books["Yes: "], "tenure_answer")[0].startswith("Cannot tell yet: from ")


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
