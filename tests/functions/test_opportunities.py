"""CLV_OPPORTUNITIES: the donations of the paper as a list of gifts, periods that are not over, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from clv_xl.functions import CLV_EXPLAIN, CLV_OPPORTUNITIES, records

from ..models.test_bgbb import donations

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(scope="module")
def gifts() -> tuple[list[Any], list[Any]]:
    """11,104 people who first gave in 1995; x of the next six years, t_x the last of them, are theirs as the paper has them."""
    people, days = [], []
    for x, last, _, count in zip(*donations()):
        years = [0, *range(1, int(x)), int(last)] if x else [0]
        for _ in range(int(count)):
            people += [f"{int(x)} {int(last)} {len(people)}"] * (len(years))
            days += [f"{1995 + year}-{3 + year}-15" for year in years]
    return people, days


def test_the_donations(gifts: Any) -> None:
    """Ten years ahead .1302 and 3.6279, there in year 7 .11 and .59, as in test_bgbb.py; a second gift in a year changes nothing."""
    table = records(CLV_OPPORTUNITIES([*gifts[0], gifts[0][0]], [*gifts[1], "1995-12-24"], "year", 10, "2001-12-31"))
    kinds = {" ".join(row["Customer"].split()[:2]): row for row in table}
    assert len(table) == 11_104 and len(kinds) == 22
    assert kinds["0 0"]["Expected"] == pytest.approx(0.1302169, rel=1e-4) and kinds["4 5"]["Expected"] == pytest.approx(3.627858, rel=1e-4)
    assert [round(kinds[kind]["P(alive)"], 2) for kind in ("0 0", "2 4", "6 6")] == [0.11, 0.59, 0.93]
    six = kinds["6 6"]
    assert (six["First period"], six["Last period"], six["Opportunities"], six["Taken"]) == ("1995", "2001", 6, 6)
    assert all(row["Expected, low"] < row["Expected"] < row["Expected, high"] <= 10 and row["P(buys)"] < row["P(alive)"] for row in table)
    assert [row["Expected"] for row in table] == sorted((row["Expected"] for row in table), reverse=True)


def test_a_period_that_is_not_over_is_left_out(gifts: Any) -> None:
    """On 30 December 2001 five chances are over; on 31 December six are."""
    few = list(zip(*((person, day) for person, day in zip(*gifts) if int(person.split()[2]) % 40 < 2)))
    before, whole = (records(CLV_OPPORTUNITIES(*few, "year", 5, day)) for day in ("2001-12-30", "2001-12-31"))
    assert max(row["Opportunities"] for row in before) == 5 and max(row["Opportunities"] for row in whole) == 6
    monthly = records(CLV_OPPORTUNITIES(*few, "month", 12, "2001-12-31"))
    assert max(row["Opportunities"] for row in monthly) == 81 and monthly[0]["First period"] == "1995-03"


def test_what_it_refuses() -> None:
    once = ([f"c{i}" for i in range(30)], ["2020-01-01"] * 30)
    assert CLV_EXPLAIN("CLV_OPPORTUNITIES", *once, "year", 5, "2022-12-31").startswith("#N/A: It takes 10 customers with a whole period")
    assert CLV_EXPLAIN("CLV_OPPORTUNITIES", *once).startswith("#N/A: No period is over yet")
    assert CLV_OPPORTUNITIES(*once, "week") == "#VALUE!" and CLV_OPPORTUNITIES(*once, "year", 0) == "#NUM!"
    assert records(CLV_OPPORTUNITIES([], [])) == []
