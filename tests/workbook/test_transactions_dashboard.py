"""Dashboard of the orders workbook: its figures against pandas on CDNOW, and by hand on small files."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from clv_xl import fill, new
from clv_xl.sample import INPUTS, ORDERS
from tests.conftest import opened
from tests.support.cells import below, cell_with, line, listed, values_by_name
from tests.support.filled_pages import orders_csv

MARGIN, CAC = INPUTS["gross_margin"], INPUTS["cac"]
CARDS = {
    "worth": "Value so far per customer",
    "ratio": "Value : cost (CLV : CAC)",
    "bought": "Customers who bought",
    "new": "New customers",
    "back": "Came back at least once",
}


def page(path: Path) -> Any:
    return opened(path)["Dashboard"]


def card(path: Path, name: str) -> tuple[Any, ...]:
    """The value, the change and the note of a card."""
    label = cell_with(page(path), CARDS[name])
    return tuple(below(label, rows) for rows in (1, 2, 3))


@pytest.fixture(scope="module")
def orders() -> Any:
    frame = pd.read_csv(ORDERS, parse_dates=["date"], dtype={"customer": str})
    return frame.assign(month=frame["date"].dt.to_period("M"), quarter=frame["date"].dt.to_period("Q"))


def test_cards_of_cdnow_by_pandas(demo: Path, orders: Any) -> None:
    """June 1998 is over, and so is the June before, with which it is compared."""
    by_month = orders.groupby("month")
    buyers, revenue = by_month["customer"].nunique(), by_month["amount"].sum()
    worth, change, _ = card(demo, "worth")
    assert change is None  # it grows with the customers' age
    assert worth == pytest.approx(MARGIN * orders["amount"].sum() / 2357)
    assert card(demo, "ratio")[:2] == (pytest.approx(worth / CAC), None)
    assert card(demo, "bought") == (
        buyers.iloc[-1],
        round(buyers.iloc[-1] / buyers.iloc[-13] - 1, 3),
        f"in 1998-06; {buyers.iloc[-13]} in 1997-06",
    )
    assert card(demo, "new") == (0, None, "in 1998-06; 0 in 1997-06")
    days = orders.drop_duplicates(["customer", "date"]).groupby("customer").size()
    assert card(demo, "back") == (pytest.approx((days > 1).mean()), None, "1,139 of 2,357 customers")
    change = round(100 * (revenue.iloc[-1] / revenue.iloc[-13] - 1), 1)
    assert values_by_name(demo)["what_changed"].startswith(f"In 1998-06: revenue {revenue.iloc[-1]:,.0f} ({change}%), customers who bought")


def _at_12_months(orders: Any, group: str) -> tuple[int, float, float]:
    """How many customers of a group there are, and their value in their first 366 days, together and each."""
    first = orders.groupby("customer")["date"].transform("min")
    days = (orders["date"] - first).dt.days
    value = MARGIN * orders[days <= 366].groupby("customer")["amount"].sum()
    came, opening = orders.groupby("customer")["date"].min(), orders[days == 0].groupby("customer")["amount"].sum()
    middle = came.sort_values().iloc[(len(came) - 1) // 2]
    mine = value[{"newer": came > middle, "older": came <= middle, "first order": opening >= 39}[group]]
    return len(mine), mine.sum(), mine.mean()


def test_charts_of_cdnow_by_pandas(demo: Path, orders: Any) -> None:
    revenue = orders.groupby("month")["amount"].sum().tolist()
    book = opened(demo)
    earlier, last = line(book, "Dashboard", "Earlier", 18), line(book, "Dashboard", "Last three whole months", 18)
    assert earlier[:15] == pytest.approx(revenue[:15]) and last[15:] == pytest.approx(revenue[15:])
    assert set(earlier[15:] + last[:15]) == {None}
    totals = orders.groupby("customer")["amount"].sum().sort_values(ascending=False)
    rest, best = line(book, "Dashboard", "The rest", 10), line(book, "Dashboard", "The best 20%", 10)
    assert sum(best[:2]) == pytest.approx(totals[:471].sum() / totals.sum()) and best[2:] == [0] * 8 and rest[:2] == [0, 0]
    first = orders.groupby("customer")["month"].transform("min")
    for month in ("1997-01", "1997-02", "1997-03"):
        ours = orders[first == month]
        age = (ours["month"] - pd.Period(month)).map(lambda gap: gap.n)
        wanted = [MARGIN * ours.loc[age <= n, "amount"].sum() / ours["customer"].nunique() for n in range(0, 16, 3)]
        assert line(book, "Dashboard", month, 6) == pytest.approx(wanted), month
    assert line(book, "Dashboard", "Age", 6) == [f"{n} months" for n in range(0, 16, 3)]
    middle = sorted(orders.groupby("customer")["date"].min())[(2357 - 1) // 2]
    newer, older = (_at_12_months(orders, side)[2] for side in ("newer", "older"))
    said = f"{newer:.2f} in the first 12 months for customers who came after {middle.day} {middle:%b %Y}, {older:.2f} for those before"
    assert values_by_name(demo)["newer_answer"].startswith(f"Cannot tell yet: no difference to be seen, {said}; it takes about ")
    values = values_by_name(demo)
    assert sum(line(book, "Dashboard", "Value to come", 5)) == pytest.approx(values["result_predicted_clv"])
    assert line(book, "Dashboard", "Cost to win", 4) == [CAC] * 4
    count, _, mean = _at_12_months(orders, "first order")
    assert line(book, "Dashboard", "Value", 1) == [pytest.approx(mean)] and count == 595
    assert values["groups_answer"].startswith("Yes, 3 of 4, 98% sure. 39 and more: ")
    assert values["groups_answer"].endswith(f": {mean / CAC:.1f} times in 12 months.")


def test_actions_of_cdnow_by_pandas(demo: Path, orders: Any) -> None:
    days = orders.drop_duplicates(["customer", "date"]).groupby("customer").size()
    actions = listed(page(demo), "Action", "Customers", "Money at stake", "Where")
    rows = {where + action[:5]: (customers, money) for action, customers, money, where in actions if where}
    assert rows["Customers  →Thank"][0] == 471 == round(0.2 * 2357)
    once = int((days == 1).sum())
    assert rows["Customers  →Ask o"][0] == once
    values = values_by_name(demo)
    assert rows["Win-back  →Win b"] == (values["result_winback_customers"], values["result_value_at_stake"])
    stakes = [money for action, (_, money) in rows.items() if action.endswith(("Thank", "Ask o", "Win b"))]
    assert 0 < sum(stakes) <= values["result_predicted_clv"]  # no customer is counted twice
    listed_stakes = [row for row in listed(opened(demo)["Win-back"], "Customer", "P(alive)", "Value at stake", "Stage") if row[3]]
    assert sum(row[2] for row in listed_stakes) == pytest.approx(values["result_value_at_stake"])
    forecast = {row[0]: row[1:] for row in listed(opened(demo)["Forecast"], "Customer", "P(alive)", "Future value")}
    assert {row[0]: row[1:3] for row in listed_stakes} == {row[0]: forecast[row[0]] for row in listed_stakes}
    count, total, _ = _at_12_months(orders, "first order")
    assert rows["Segments  →Win m"] == (595, pytest.approx(total - count * CAC))
    assert rows["Checks  →Look "] == (None, None)


def _daily(first: str, days: int, amount: Callable[[pd.Timestamp], float]) -> list[tuple]:
    """An order a day, each of a customer of its own, who orders again the day after."""
    made = []
    for n, day in enumerate(pd.date_range(first, periods=days)):
        made += [(f"c{n}", f"{day:%Y-%m-%d}", amount(day)), (f"c{n}", f"{day + pd.Timedelta(days=1):%Y-%m-%d}", 1.0)]
    return made


def test_only_complete_periods_are_compared(tmp_path: Path) -> None:
    """Orders to 14 June 2024: by month May is compared with April, by quarter the first of the year with nothing, as it is the first."""
    rows = orders_csv(tmp_path / "o.csv", _daily("2024-01-01", 165, lambda day: 10.0 * day.month))
    fill("transactions", rows, tmp_path / "m.xlsx")
    # New: 31 in May, 30 in April. May's buyers are these and the one of 30 April; April's the 30 and the one of 31 March.
    assert card(tmp_path / "m.xlsx", "new") == (31, round(31 / 30 - 1, 3), "in 2024-05; 30 in 2024-04")
    assert card(tmp_path / "m.xlsx", "bought") == (32, round(32 / 31 - 1, 3), "in 2024-05; 31 in 2024-04")
    fill("transactions", rows, tmp_path / "q.xlsx", period="quarter")
    assert card(tmp_path / "q.xlsx", "new") == (31 + 29 + 31, None, "in 2024-Q1")
    assert values_by_name(tmp_path / "q.xlsx")["what_changed"] == "Cannot tell yet what changed: it takes two whole periods of orders."
    fill("transactions", rows, tmp_path / "y.xlsx", period="year")
    assert card(tmp_path / "y.xlsx", "new") == (None, None, "no whole period yet")


def test_a_first_period_that_began_late_is_no_measure(tmp_path: Path) -> None:
    rows = orders_csv(tmp_path / "o.csv", _daily("2024-01-20", 40, lambda day: 5.0))
    fill("transactions", rows, tmp_path / "o.xlsx", as_of="2024-02-29")
    assert card(tmp_path / "o.xlsx", "new") == (28, None, "in 2024-02")  # 1 to 28 February; 12 new ones in January's last days


def test_no_error_in_sight_without_orders_or_with_few(tmp_path: Path) -> None:
    new("transactions", tmp_path / "none.xlsx")
    fill(
        "transactions", orders_csv(tmp_path / "o.csv", [("a", "2024-01-31", -3.0), ("b", "2024-02-05", 0.0)]), tmp_path / "few.xlsx", cac=0
    )
    for path in (tmp_path / "none.xlsx", tmp_path / "few.xlsx"):
        sheet = page(path)
        assert [cell.coordinate for row in sheet for cell in row if cell.data_type == "e"] == []


def test_another_measure_and_no_cost(tmp_path: Path) -> None:
    inputs = {**INPUTS, "cac": None, "cohort_measure": "retention", "period": "quarter"}
    part = pd.read_csv(ORDERS, dtype={"customer": str})
    fill("transactions", part[part["customer"].astype(int) % 5 == 0], tmp_path / "o.xlsx", **inputs)
    said = values_by_name(tmp_path / "o.xlsx")
    assert said["groups_answer"] == "Cannot tell yet: fill in the cost to win a customer on Inputs."
    assert said["newer_answer"].startswith("Cannot tell yet: no difference to be seen, ")  # at the same age, whatever the period
    assert card(tmp_path / "o.xlsx", "ratio") == (None, None, "fill in the cost on Inputs")
    assert card(tmp_path / "o.xlsx", "bought")[2].startswith("in 1998-Q2; ")


def _monthly(*customers: int) -> list[tuple]:
    """So many new customers in each month from January 2024 on, each with one order of 10; and one on 1 July, a month that is not over."""
    made = [(f"c{month}-{n}", f"2024-{month:02}-{1 + n % 28:02}", 10.0) for month, count in enumerate(customers, 1) for n in range(count)]
    return [*made, ("late", "2024-07-01", 10.0)]


def _range(now: float, before: float, decimals: int) -> str:
    """95% of what the change of two sums over separate customers can be: the logarithm of the ratio varies by 1/now + 1/before."""
    reach = 1.959964 * math.sqrt(1 / now + 1 / before)
    return " to ".join(f"{100 * (math.exp(math.log(now / before) + side * reach) - 1):+.{decimals}f}%" for side in (-1, 1))


@pytest.mark.parametrize(
    ("months", "word", "now", "before", "change"),
    [
        ((20, 20, 20, 40, 40, 40), "Yes", 120, 60, "+100.0%"),
        ((40, 40, 40, 20, 20, 20), "No", 60, 120, "-50.0%"),
        ((20, 20, 20, 21, 22, 20), "Cannot tell yet", 63, 60, "+5.0%"),
        ((20, 20, 20, 20, 20), "", 0, 0, ""),
    ],
)
def test_growth_of_whole_months_is_judged_beyond_chance(
    months: tuple[int, ...], word: str, now: int, before: int, change: str, tmp_path: Path
) -> None:
    """The first of July is drawn lighter and counts in no comparison, on Dashboard, Overview and Trend alike."""
    fill(
        "transactions", orders_csv(tmp_path / "o.csv", _monthly(*months)), tmp_path / "o.xlsx", as_of="2024-07-01" if now else "2024-06-01"
    )
    said = values_by_name(tmp_path / "o.xlsx")
    if not now:
        assert said["chart_growth"] == "Cannot tell yet: it takes six whole months with revenue; here are 5."
        assert said["trend_won"] == "Cannot tell yet: it takes six whole periods of orders."
        return
    growth = f"{word}: {10 * now:,} in Apr–Jun 24, {change} (95%: {_range(now, before, 1)}) on the 3 before."
    assert said["chart_growth"] == growth
    won = f"{word}: {now} in the last 3 whole months, {before} in the 3 before (95%: {_range(now + 0.5, before + 0.5, 0)})."
    assert said["trend_won"] == won
    assert said["trend_worth"] == "10.00 per customer by 2024-06, 10.00 by 2024-03."
    assert said["month_open"] == "Jul 2024 is not over: it is compared with nothing."
    book = opened(tmp_path / "o.xlsx")
    for part, label in (("Dashboard", "Part of a month"), ("Overview", "Part of a month"), ("Trend", "Part of a period")):
        assert [value for value in line(book, part, label, 18) if value not in (None, "")] == [10.0], part
    by_month = dict(listed(book["Overview"], "Month", "Change"))
    assert by_month[dt.datetime(2024, 7, 1)] is None and by_month[dt.datetime(2024, 4, 1)] == pytest.approx(months[3] / months[2] - 1)
