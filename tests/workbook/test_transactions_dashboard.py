"""Dashboard of the orders workbook: its figures against pandas on CDNOW, and by hand on small files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from clv_xl import fill, new
from clv_xl.sample import INPUTS, ORDERS
from tests.conftest import opened
from tests.support.cells import below, cell_with, line, listed
from tests.workbook.test_filling import orders_csv, values_by_name

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
    """June 1998 is over, so it is compared with May."""
    by_month = orders.groupby("month")
    buyers, revenue = by_month["customer"].nunique(), by_month["amount"].sum()
    worth, change, _ = card(demo, "worth")
    assert worth == pytest.approx(MARGIN * orders["amount"].sum() / 2357)
    assert change == pytest.approx(round(revenue.sum() / revenue[:-1].sum() - 1, 3))  # nobody new in June
    assert card(demo, "ratio")[:2] == (pytest.approx(worth / CAC), change)
    assert card(demo, "bought") == (buyers.iloc[-1], round(buyers.iloc[-1] / buyers.iloc[-2] - 1, 3), "in 1998-06")
    assert card(demo, "new") == (0, None, "in 1998-06")
    days = orders.drop_duplicates(["customer", "date"]).groupby("customer").size()
    assert card(demo, "back") == (pytest.approx((days > 1).mean()), None, "1,139 of 2,357 customers")
    change = round(100 * (revenue.iloc[-1] / revenue.iloc[-2] - 1), 1)
    assert values_by_name(demo)["what_changed"].startswith(f"In 1998-06: revenue {revenue.iloc[-1]:,.0f} ({change}%), customers who bought")


def test_charts_of_cdnow_by_pandas(demo: Path, orders: Any) -> None:
    revenue = orders.groupby("month")["amount"].sum().tolist()
    book = opened(demo)
    earlier, last = line(book, "Dashboard", "Earlier", 18), line(book, "Dashboard", "Last three months", 18)
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
    assert values_by_name(demo)["cohorts_answer"] == "Yes, 15 months on: 41.48 for 1997-03, 38.94 for 1997-01."
    values = values_by_name(demo)
    assert sum(line(book, "Dashboard", "Value to come", 5)) == pytest.approx(values["result_predicted_clv"])
    assert line(book, "Dashboard", "Cost to win", 4) == [CAC] * 4
    assert values["group_times"] == pytest.approx(line(book, "Dashboard", "Value so far", 1)[0] / CAC)


def test_actions_of_cdnow_by_pandas(demo: Path, orders: Any) -> None:
    days = orders.drop_duplicates(["customer", "date"]).groupby("customer").size()
    totals = orders.groupby("customer")["amount"].sum().sort_values(ascending=False)
    actions = listed(page(demo), "Action", "Customers", "Money at stake", "Where")
    rows = {where + action[:5]: (customers, money) for action, customers, money, where in actions}
    assert rows["Customers  →Thank"] == (471, pytest.approx(MARGIN * totals[:471].sum()))
    once = int((days == 1).sum())
    assert rows["Customers  →Ask o"] == (once, pytest.approx(once * MARGIN * orders["amount"].sum() / days.sum()))
    values = values_by_name(demo)
    assert rows["Win-back  →Win b"] == (values["result_winback_customers"], values["result_value_at_stake"])
    assert rows["Segments  →Win m"][0] == values["group_size"] == 595  # whose first order was 39 and more
    assert rows["Segments  →Win m"][1] == pytest.approx(values["group_size"] * (values["group_times"] - 1) * CAC)
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
    assert card(tmp_path / "m.xlsx", "new") == (31, round(31 / 30 - 1, 3), "in 2024-05")
    assert card(tmp_path / "m.xlsx", "bought") == (32, round(32 / 31 - 1, 3), "in 2024-05")
    fill("transactions", rows, tmp_path / "q.xlsx", period="quarter")
    assert card(tmp_path / "q.xlsx", "new") == (31 + 29 + 31, None, "in 2024-Q1")
    assert values_by_name(tmp_path / "q.xlsx")["what_changed"] == "It takes two complete periods of orders to say what changed."
    fill("transactions", rows, tmp_path / "y.xlsx", period="year")
    assert card(tmp_path / "y.xlsx", "new") == (None, None, None)


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
    fill("transactions", ORDERS, tmp_path / "o.xlsx", **inputs)
    said = values_by_name(tmp_path / "o.xlsx")
    assert said["groups_answer"] == "Fill in the cost to win a customer on Inputs."
    assert said["cohorts_answer"] == "It takes two groups of new customers and four periods."  # all of CDNOW began in one quarter
    assert card(tmp_path / "o.xlsx", "ratio") == (None, None, None)
    assert card(tmp_path / "o.xlsx", "bought")[2] == "in 1998-Q2"
