"""Subscriptions from their dates: published survival, cases worked by hand, and whatever rows there are."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_xl.cells.errors import ExcelError
from clv_xl.functions import (
    CLV_PLANS,
    CLV_RETENTION,
    CLV_SUBSCRIBER_COHORTS,
    CLV_SUBSCRIBERS,
    CLV_SUBSCRIPTION,
    CLV_SUBSCRIPTION_ROWS,
    CLV_SURVIVORS,
    records,
)
from clv_xl.lists.periods import Period
from clv_xl.lists.subscriptions.cleaning import last_days, whole_periods
from clv_xl.models import ShiftedBetaGeometric
from tests.tables import ages, column, columns, figures, keyed

pytestmark = pytest.mark.filterwarnings("error")

FREIREICH = "6 6 6 6* 7 9* 10 10* 11* 13 16 17* 19* 20* 22 23 25* 32* 32* 34* 35*"
"""Weeks in remission of the 21 treated patients, * where it went on: Freireich et al. 1963, in Lawless, Cox and Oakes, and others."""


def month(number: int, day: int = 1) -> str:
    year, at = divmod(number, 12)
    return f"{2020 + year}-{at + 1:02}-{day:02}"


def test_published_survival() -> None:
    """Kaplan-Meier of the 6-MP patients: .857 .807 .753 .690 .627 .538 .448 after 6, 7, 10, 13, 16, 22 and 23 (Kleinbaum and Klein,
    Survival Analysis, table 2.1). A week is a month here; who left in week 6 made five renewals; a remission that went on after week 6
    had come to six and made them, so its start is six months before the calculation date."""
    starts, ends = [], []
    for word in FREIREICH.split():
        weeks, goes_on = int(word.rstrip("*")), word.endswith("*")
        starts.append(month(60 - weeks) if goes_on else month(0))
        ends.append(None if goes_on else month(weeks))
    table = CLV_SURVIVORS(starts, ends, "month", month(60))
    survival = dict(zip(column(table, "Renewals"), column(table, "Survival")))
    assert [round(survival[week], 3) for week in (6, 7, 10, 13, 16, 22, 23)] == [0.857, 0.807, 0.753, 0.69, 0.627, 0.538, 0.448]
    at_risk = dict(zip(column(table, "Renewals"), column(table, "At risk")))
    assert [at_risk[week] for week in (6, 7, 10, 13, 16, 22, 23)] == [21, 17, 15, 12, 11, 7, 6]
    again = CLV_RETENTION(column(table, "Renewed"), 0, column(table, "At risk"))
    assert column(again, "Survival") == pytest.approx(column(table, "Survival"))


def test_movement_by_hand() -> None:
    """At the end of a day a subscription is there unless it ended on that day or before. March: A, B, C at the start; B leaves on its
    last day, D comes and goes within it; so churn is 1/3. April is not over."""
    starts = ["2024-01-31", "2024-02-01", "2024-02-29", "2024-03-05", "2024-04-01"]
    ends = [None, "2024-03-31", "2024-05-01", "2024-03-20", None]
    table = CLV_SUBSCRIBERS(starts, ends, [10, 20, 30, 40, 10], "month", "2024-04-15")
    assert table[1:] == [
        ["2024-01", 0, 1, 0, 0, 0, 1, None, 10, 10, 0, None],
        ["2024-02", 1, 2, 0, 0, 0, 3, 0, 60, 50, 0, 0],
        ["2024-03", 3, 1, 0, 2, 0, 2, 1 / 3, 40, 40, 60, 1 / 3],
        ["2024-04", 2, 1, 0, 0, 0, 3, None, 50, 10, 0, None],
    ]
    assert CLV_SUBSCRIBERS(starts, ends, None, "year", "2024-04-15")[1] == ["2024", 0, 5, 0, 2, 0, 3, *[None] * 5]
    for prices in (["free", -5, None, "", 10], 10):  # others at the average; one price for all
        assert column(CLV_SUBSCRIBERS(starts, ends, prices, "year", "2024-04-15"), "Monthly revenue") == [30]


def test_an_end_that_is_still_to_come_by_hand() -> None:
    """Without as_of the calculation date is that of the last start, 5 March: A, D and C, who has said to leave at the end of the year,
    are there; B, who left on 20 February, made the renewal of the 15th. A renewed on 10 February, C and D have not come to one."""
    starts = ["2024-01-10", "2024-01-15", "2024-02-10", "2024-03-05"]
    ends = [None, "2024-02-20", "2024-12-31", None]
    assert [row[1] for row in CLV_SUBSCRIPTION_ROWS(starts, ends)[1:12]] == [4, *[0] * 6, 4, 3, 1, 1]
    movement = [("2024-01", 0, 2, 0, 2, None), ("2024-02", 2, 1, 1, 2, 0.5), ("2024-03", 2, 1, 0, 3, None)]
    assert columns(CLV_SUBSCRIBERS(starts, ends), "Period", "At start", "New", "Left", "At end", "Churn") == movement
    assert CLV_SURVIVORS(starts, ends)[1:] == [[0, 4, 4, 0, 2, 1, 1], [1, 2, 2, 0, 1, 1, 1]]
    triangle = [["2024-01", 2, 1, 2, 2], ["2024-02", 1, 1, 1, None], ["2024-03", 1, 1, 1, None], ["All cohorts", 4, 3, 4, 2]]
    assert CLV_SUBSCRIBER_COHORTS(starts, ends, "month", "customers")[1:] == triangle
    plans = {row[0]: row[1:5] for row in CLV_PLANS(starts, ends, ["X", "Y", "X", "Y"])[1:]}
    assert plans == {"X": [2, 2, 1, 0], "Y": [2, 1, 1, 0], "All plans": [4, 3, 2, 0]}


def test_an_end_to_come_is_as_good_as_none() -> None:
    """Whatever the function, but for the line that counts such ends; once its day has come it counts."""
    starts = [month(n % 14, 1 + n % 28) for n in range(60)]
    ends = [None if n % 3 else month(n % 14 + 1 + n % 5, 3) for n in range(60)]
    last = max(starts)
    to_come = [end if end is None or end <= last else None for end in ends]
    assert to_come != ends
    for function, beside in ((CLV_SUBSCRIBERS, []), (CLV_SURVIVORS, []), (CLV_SUBSCRIBER_COHORTS, []), (CLV_PLANS, [["A"] * 60])):
        assert function(starts, ends, *beside) == function(starts, to_come, *beside) == function(starts, ends, *beside, as_of=last)
        assert function(starts, ends, *beside, as_of=month(24)) != function(starts, to_come, *beside, as_of=month(24))
    account, plain = CLV_SUBSCRIPTION_ROWS(starts, ends), CLV_SUBSCRIPTION_ROWS(starts, to_come)
    announced = "Used, end after the calculation date"
    assert [row for row in account if row[0] != announced] == [row for row in plain if row[0] != announced]
    assert figures(account)[announced] == sum(end is not None and end > last for end in ends)


@pytest.mark.parametrize(
    ("end", "renewed"),
    [("2024-01-31", 0), ("2024-02-28", 0), ("2024-02-29", 0), ("2024-03-01", 1), ("2024-03-31", 1), ("2024-04-01", 2), (None, 3)],
)
def test_when_a_renewal_is_made(end: str | None, renewed: int) -> None:
    """Begun on 31 January: renewals on 29 February, 31 March and 30 April. Who ends on the day of a renewal does not make it."""
    table = CLV_SURVIVORS(["2024-01-31"], [end], "month", "2024-04-30")
    assert column(table, "Renewed") == [1] * (renewed + 1) + [0] * (renewed < 3)


def test_a_renewal_counts_once_its_day_has_come() -> None:
    """Both began on 15 January; one left on 3 February. On 10 February nobody has come to the renewal of the 15th."""
    dates = ["2024-01-15", "2024-01-15"], [None, "2024-02-03"]
    assert len(CLV_SURVIVORS(*dates, "month", "2024-02-10")) == 2
    assert CLV_SURVIVORS(*dates, "month", "2024-02-15")[2] == [1, 2, 1, 1, 1, 0.5, 0.5]
    assert CLV_SURVIVORS(*dates, "month", "2024-02-10")[1] == [0, 2, 2, 0, 1, 1, 1]


def test_whole_periods_against_stepping_on() -> None:
    """A renewal is at the same day of a later month, or at its last day; 1,500 pairs of days by stepping on month by month."""
    rng = np.random.default_rng(3)
    since = rng.integers(dt.date(2019, 1, 1).toordinal(), dt.date(2025, 1, 1).toordinal(), 1500)
    until = since + rng.integers(0, 900, 1500)
    found = whole_periods(since, until, Period.MONTH)
    for first, last, months in zip(since, until, found):
        begun = dt.date.fromordinal(int(first))

        def renewal(number: int, begun: dt.date = begun) -> int:
            year, at = divmod(12 * begun.year + begun.month - 1 + number, 12)
            after = dt.date(year + at // 11, (at + 1) % 12 + 1, 1).toordinal()
            return min(dt.date(year, at + 1, 1).toordinal() + begun.day - 1, after - 1)

        assert renewal(int(months)) <= last < renewal(int(months) + 1)
    assert (whole_periods(since, until, Period.YEAR) == found // 12).all()
    assert dt.date.fromordinal(int(last_days(np.array([2024 * 4]), Period.QUARTER)[0])) == dt.date(2024, 3, 31)


def simulated(customers: int, seed: int, alpha: float = 0.8, beta: float = 6.0) -> tuple[list[str], list[str | None]]:
    """Subscriptions begun over three years, whose chance to leave is beta distributed."""
    rng = np.random.default_rng(seed)
    began = rng.integers(0, 36, customers)
    stays = rng.geometric(rng.beta(alpha, beta, customers))
    days = rng.integers(1, 29, customers)
    ends = [month(int(a + n), int(d)) if a + n < 36 else None for a, n, d in zip(began, stays, days)]
    return [month(int(a), int(d)) for a, d in zip(began, days)], ends


def test_the_parameters_come_back_from_dates() -> None:
    """20,000 subscribers, most of them still there: alpha and beta lie within three standard errors of the true ones."""
    table = CLV_SURVIVORS(*simulated(20_000, 1), "month", "2022-12-31")
    found = columns(CLV_RETENTION(column(table, "Renewed"), 12, column(table, "At risk")), "Figure", "Value", "Standard error")
    fitted = {name: (value, error) for name, value, error in found}
    for name, true in (("alpha", 0.8), ("beta", 6.0)):
        value, error = fitted[name]
        assert abs(value - true) < 3 * error < 0.2 * true


def test_three_ways_to_the_same_fit() -> None:
    """Up to a month's end the triangle of cohorts, a column each, says the same as the renewals of all; and as customers one by one."""
    starts, ends = simulated(900, 5)
    table = CLV_SURVIVORS(starts, ends, "month", "2022-12-31")
    triangle = CLV_SUBSCRIBER_COHORTS(starts, ends, "month", "customers", "2022-12-31")
    *by_cohort, everyone = records(triangle)
    cohorts = [list(cells) for cells in zip(*map(ages, by_cohort))]
    one, other = CLV_RETENTION(column(table, "Renewed"), 3, column(table, "At risk")), CLV_RETENTION(cohorts, 3)
    for heading in ("Period", "Customers", "Survival", "Survival fitted", "Lowest", "Highest", "Retention", "Retention fitted"):
        assert column(one, heading) == column(other, heading)
    assert ages(everyone) == column(table, "Renewed")
    worth = CLV_SUBSCRIPTION(cohorts, 10, 1, 0.01), CLV_SUBSCRIPTION(column(table, "Renewed"), 10, 1, 0.01, None, column(table, "At risk"))
    assert worth[0] == worth[1]
    for share, count in zip(records(CLV_SUBSCRIBER_COHORTS(starts, ends, "month", "share", "2022-12-31")), by_cohort):
        assert ages(share) == [left and left / count["Started"] for left in ages(count)] and share["Still there"] == count["Still there"]


def test_plans() -> None:
    """Each plan by itself as CLV_SUBSCRIPTION has it; value to come by hand from what each has renewed."""
    (s, e), (t, f) = simulated(400, 7), simulated(300, 8, 1.5, 30.0)
    plans = ["Basic"] * 400 + ["Pro"] * 300
    table = CLV_PLANS(s + t, e + f, plans, [5] * 400 + [50] * 300, 0.6, 0.02, "quarter", "2022-12-31")
    assert column(table, "Plan") == ["Pro", "Basic", "All plans"]
    life = CLV_SURVIVORS(t, f, "quarter", "2022-12-31")
    worth = CLV_SUBSCRIPTION(column(life, "Renewed"), 150, 0.6, 0.02, None, column(life, "At risk"), "quarter")
    pro, basic, everyone = records(table)
    new, *others = records(worth)
    for of_plan, of_subscriber in (("CLV", "Value"), ("Lowest CLV", "Lowest value"), ("Highest CLV", "Highest value")):
        assert pro[of_plan] == pytest.approx(new[of_subscriber])
    there = column(life, "Still there")
    assert pro["Value to come"] == pytest.approx(sum(n * row["Value"] for n, row in zip(there, others)))
    later = [n * row["Value"] * row["Beyond what was seen"] for n, row in zip(there, others)]
    assert pro["Beyond what was seen"] == pytest.approx(sum(later) / pro["Value to come"])
    shares = sum(row["Value to come"] * row["Beyond what was seen"] for row in (pro, basic))
    assert everyone["Beyond what was seen"] == pytest.approx(shares / everyone["Value to come"])
    assert 0 < pro["Beyond what was seen"] < 1 and 0 < basic["Beyond what was seen"] < 1
    for heading in ("Started", "Subscribers", "Renewals due", "Monthly revenue", "Value to come"):
        assert everyone[heading] == pytest.approx(pro[heading] + basic[heading])
    assert everyone["CLV"] == pytest.approx((300 * pro["CLV"] + 400 * basic["CLV"]) / 700)
    assert everyone["Lowest CLV"] is None and everyone["Highest CLV"] is None
    not_made = sum(row["Churn"] * row["Renewals due"] for row in (pro, basic))
    assert everyone["Churn"] == pytest.approx(not_made / everyone["Renewals due"])


def test_a_plan_with_too_few_renewals_takes_the_model_of_all() -> None:
    starts, ends = simulated(300, 2)
    table = CLV_PLANS([*starts, "2022-12-01"], [*ends, None], ["A"] * 300 + ["B"], 10, as_of="2022-12-31")
    life = CLV_SURVIVORS(starts, ends, "month", "2022-12-31")
    plan = keyed(table)["B"]
    assert (plan["Started"], plan["Subscribers"], plan["Renewals due"]) == (1, 1, 0)
    assert plan["Lowest CLV"] == plan["Highest CLV"] == ExcelError.NA
    new = records(CLV_SUBSCRIPTION(column(life, "Renewed"), 10, at_risk=column(life, "At risk")))[0]
    assert plan["CLV"] == pytest.approx(new["Value"])
    assert column(CLV_PLANS(starts, ends, ["A"] * 300, None, 1, 0), "CLV")[0] == ExcelError.NA  # no price
    everyone = keyed(CLV_PLANS(starts, ends, ["A"] * 300, 10, 1, 0))["All plans"]
    assert everyone["CLV"] == everyone["Value to come"] == everyone["Beyond what was seen"] == ExcelError.DIV0
    assert everyone["Lowest CLV"] is None and everyone["Highest CLV"] is None


@pytest.mark.parametrize("call", [CLV_SUBSCRIBERS, CLV_SURVIVORS, CLV_SUBSCRIBER_COHORTS, lambda s, e: CLV_PLANS(s, e, ["A"] * len(s))])
def test_rows_that_cannot_be_used(call: Any) -> None:
    assert call(["2024-01-01"], ["2023-12-31"]) == call(["soon"], [None]) == ExcelError.NA
    assert len(call(["Start", None], ["End", None])) == 1
    assert call(["2024-01-01", "2024-01-01"], [None, None, None]) == ExcelError.VALUE


def test_at_risk_must_go_with_survivors() -> None:
    assert CLV_RETENTION([100, 60, 40], 0, [100, 100, 60]) == CLV_RETENTION([100, 60, 40], 0)
    assert CLV_RETENTION(["Left", 100, 60, 40], 0, ["Came", None, 100, 60]) == CLV_RETENTION([100, 60, 40], 0)
    for wrong in ([100, 59, 50], [100, 101, 50], [100, 90, 61], [100, 60, 39]):
        assert CLV_RETENTION([100, 60, 40], 0, wrong) == ExcelError.NUM
    assert CLV_RETENTION([100, 60, 40], 0, [100, 90, None]) == ExcelError.NA
    assert CLV_RETENTION([[100, 90], [60, 50], [40, None]], 0, [100, 90, 50]) == ExcelError.VALUE


DAY = st.sampled_from(
    [None, "soon", "2024-01-31", "2024-02-29", "2024-02-01", "2023-12-31", "2025-01-01", 45000.5, "#N/A", True, "1900-01-01"]
)


@settings(max_examples=40)
@given(
    st.lists(st.tuples(DAY, DAY, st.sampled_from([None, "A", 1.0]), st.sampled_from([None, 0, 10, -1, "x"])), min_size=1, max_size=12).map(
        lambda rows: [("2024-01-31", None, "A", 10), *rows]
    ),
    st.sampled_from(["month", "quarter", "year"]),
    st.sampled_from([None, "2024-02-29", "2024-03-10"]),
)
def test_any_rows_add_up(rows: list[tuple[Any, ...]], period: str, as_of: str | None) -> None:
    starts, ends, plans, prices = (list(cells) for cells in zip(*rows))
    account = figures(CLV_SUBSCRIPTION_ROWS(starts, ends, as_of, plans, prices))
    used = account["Used"]
    assert account["Read"] == used + sum(count for line, count in account.items() if line.startswith("Left out"))
    assert used == account["Used, still subscribers"] + account["Used, left"]
    table = CLV_SUBSCRIBERS(starts, ends, prices, period, as_of)
    for row in records(table):
        assert row["At start"] + row["New"] - row["Left"] == row["At end"] and (row["Churn"] is None or 0 <= row["Churn"] <= 1)
        assert row["Returned"] == row["Paused"] == 0  # whose the rows are is not said
    assert sum(column(table, "New")) == used and column(table, "At end")[-1] == account["Used, still subscribers"]
    life = CLV_SURVIVORS(starts, ends, period, as_of)
    assert column(life, "At risk")[0] == used and sum(column(life, "Still there")) == account["Used, still subscribers"]
    assert all(a >= b >= 0 and c == a - b for a, b, c in zip(*(column(life, name) for name in ("At risk", "Renewed", "Left"))))
    assert all(after <= before for before, after in zip(column(life, "Renewed"), column(life, "At risk")[1:]))
    triangle = CLV_SUBSCRIBER_COHORTS(starts, ends, period, "customers", as_of)
    assert columns(triangle, "Started", "Still there")[-1] == (used, account["Used, still subscribers"])
    by_plan = CLV_PLANS(starts, ends, plans, prices, 1, 0.01, period, as_of)
    *started, in_all = column(by_plan, "Started")
    assert sum(started) == in_all == used
    for answer in (table, life, triangle, by_plan):
        for cell in (cell for row in answer for cell in row):
            assert cell is None or isinstance(cell, str) or (type(cell) is float and math.isfinite(cell))


def test_multi_cohort_of_the_paper() -> None:
    """Fader and Hardie 2010 (Customer-Base Valuation in a Contractual Setting) fit alpha 3.80 and beta 15.20 to five yearly cohorts of
    10,000, of which 8,000, 6,480, 5,307 and 4,391 are left: the survivors that those parameters expect, 16.2/20, 17.2/21, ..."""
    full = [10_000, 8_000, 6_480, 5_307, 4_391]
    expected = 10_000 * np.asarray(ShiftedBetaGeometric(3.80, 15.20).survival(np.arange(5)))
    assert np.round(expected).tolist() == full
    table = [[full[age] if age < 5 - cohort else None for cohort in range(5)] for age in range(5)]
    model = ShiftedBetaGeometric.fit(table)
    assert (round(model.alpha, 1), round(model.beta, 1)) == (3.8, 15.2)
    likelihood = sum(ShiftedBetaGeometric.log_likelihood_of(model.params, full[: 5 - cohort]) for cohort in range(4))
    assert model.log_likelihood == pytest.approx(likelihood)
    worth = CLV_SUBSCRIPTION(table, 1, 1, 0.1, period="year")
    assert column(worth, "Payments to come")[1:6] == pytest.approx([3.31, 3.45, 3.59, 3.72, 3.84], abs=0.01)  # table 3
    assert ShiftedBetaGeometric.fit([[n] for n in full]).params == ShiftedBetaGeometric.fit(full).params
    assert CLV_RETENTION([[n] for n in full]) == CLV_RETENTION(full) == CLV_RETENTION([full])
    assert CLV_RETENTION([[n, None] for n in full]) == CLV_RETENTION(full)
