"""What pages of orders say of groups and of newer customers: data in which they must say yes, no, and cannot tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clv_xl import fill
from tests.support.cells import values_by_name
from tests.support.judged import book_of, day_by_day, few


def shop(folder: Path, customers: int, second: Callable[[int], float], **inputs: Any) -> dict[str, Any]:
    """As seen 120 days after the last one came: all names of the workbook and what they stand for."""
    seen = dt.date(2024, 1, 1) + dt.timedelta(customers + 119)
    fill("transactions", day_by_day(customers, second), folder / "shop.xlsx", chart_by="Channel", as_of=seen.isoformat(), **inputs)
    return values_by_name(folder / "shop.xlsx")


def test_a_better_channel_and_better_new_customers(tmp_path: Path) -> None:
    """Channel B brings 30 + 10 where A brings 10 + 10, and each of them 10 more of those who came in the second half: A 20 and 30, B 40 and
    50 in the first 3 months, which all but the last month's customers have lived. The means of all: A 25, B 45; older 30, newer 40."""
    said = shop(tmp_path, 240, lambda n: (30 if n % 2 else 10) + (10 if n >= 120 else 0), cac=5)
    assert said["compare_months"] == 3 and said["aged_customers"] == 240
    assert said["worth_answer"].startswith("Yes, B: 45.00 in the first 3 months, 20.00 more than the others (")
    assert said["newer_answer"].startswith(
        "Yes: 40.00 in the first 3 months for customers who came after 29 Apr 2024, 30.00 for those before; "
    )
    assert said["newer_answer"].endswith(" more, 98% sure.")
    assert said["newer_brief"] == "Yes, 98% sure: 40.00 newer, 30.00 older in 3 months."
    assert said["groups_answer"] == "Yes, 2 of 2, 98% sure. B: 9.0 times in 3 months."
    assert said["best_driver"].startswith("Yes: Channel goes with the value in the first 3 months, beyond chance (98% sure): ")
    assert (said["more_group"], said["more_size"], said["more_net"]) == ("B", 120, pytest.approx(120 * 40))


def test_worse_new_customers_and_a_cost_that_is_not_earned(tmp_path: Path) -> None:
    said = shop(tmp_path, 240, lambda n: 10 if n >= 120 else 30, cac=1000)
    assert said["newer_answer"].startswith("No: 20.00 in the first 3 months for customers who came after ")
    assert said["newer_answer"].endswith(" less, 98% sure.")
    assert said["newer_brief"] == "No, 98% sure: 20.00 newer, 40.00 older in 3 months."
    assert said["groups_answer"].startswith("No, 2 of 2 do not, 98% sure. ")
    assert said["more_row"] == 0


def test_channels_and_customers_alike(tmp_path: Path) -> None:
    """One spread of spending for all: the differences seen are those of rounding, and the cost lies within the range of the means."""
    said = shop(tmp_path, 240, lambda n: 30, cac=40)
    assert said["worth_answer"].startswith("Cannot tell yet: no difference to be seen in the first 3 months, among 240 customers; about ")
    assert said["newer_answer"].startswith("Cannot tell yet: no difference to be seen, 40.00 in ")
    assert said["newer_brief"] == "Cannot tell yet: 40.00 newer, 40.00 older in 3 months."
    assert said["groups_answer"].startswith("Cannot tell yet: ") and said["more_row"] == 0
    assert said["no_driver"] == "No: nothing here moves with the value in the first 3 months beyond chance, among 240 customers."


def test_one_customer_against_32(tmp_path: Path) -> None:
    """At the age of 6 months, which half of them have reached, the new one has no value yet."""
    said = values_by_name(book_of("few orders"))
    assert said["newer_answer"] == "Cannot tell yet: it takes 100 newer and 100 older customers; 168 are missing."
    assert said["worth_answer"] == "Cannot tell yet: it takes two groups of 100 customers; 168 are missing."
    assert said["groups_answer"] == said["newer_brief"] == "Cannot tell yet: 168 customers are missing."
    assert said["few_for_drivers"] == "Cannot tell yet: it takes 100 customers; 68 are missing."
    fill("transactions", few(), tmp_path / "ten.xlsx", chart_by="Channel", enough=10)
    said = values_by_name(tmp_path / "ten.xlsx")
    assert said["worth_answer"] == "Cannot tell yet: it takes two groups of 10 customers; 10 are missing."
