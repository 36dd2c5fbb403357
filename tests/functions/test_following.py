"""Customers who change plans, pause and come back, and lists without dates: against the product-limit estimate, and cases by hand."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv_xl.cells.errors import ExcelError
from clv_xl.functions import (
    CLV_PLANS,
    CLV_SUBSCRIBER_COHORTS,
    CLV_SUBSCRIBERS,
    CLV_SUBSCRIPTION_ROWS,
    CLV_SURVIVORS,
    records,
)
from tests.tables import column, columns, figures, keyed

pytestmark = pytest.mark.filterwarnings("error")

AS_OF = dt.date(2024, 12, 31)


def kaplan_meier(lives: list[tuple[int, bool]]) -> dict[int, float]:
    """The share that survives the age of each leaving, by the product-limit formula of Kaplan and Meier 1958. lives: the age at which
    each was last seen, and whether it left then; who was seen at an age for the last time, and stayed, came to it."""
    survival, share = {}, 1.0
    for age in sorted({age for age, left in lives if left}):
        at_risk = sum(last >= age for last, _ in lives)
        share *= 1 - sum(left and last == age for last, left in lives) / at_risk
        survival[age] = share
    return survival


def test_the_estimate_itself() -> None:
    """Freireich's treated patients, as in test_subscribers."""
    lives = [(6, True)] * 3 + [(6, False), (7, True), (9, False), (10, True), (10, False), (11, False), (13, True), (16, True)]
    lives += [
        (17, False),
        (19, False),
        (20, False),
        (22, True),
        (23, True),
        (25, False),
        (32, False),
        (32, False),
        (34, False),
        (35, False),
    ]
    assert [round(share, 3) for share in kaplan_meier(lives).values()] == [0.857, 0.807, 0.753, 0.69, 0.627, 0.538, 0.448]


# Changes of plan and pauses -------------------------------------------------------------------------------------------------


def test_a_pause_and_an_upgrade_by_hand() -> None:
    """Ann moves from Basic to Plus on 1 March, which costs twice as much. Bo pauses from 20 February to 10 April. Cem leaves on 5 March,
    the only one: he is 1 of the 2 who are there at the start of March, since Bo pauses. Dia moves the day after her last."""
    customers = ["Ann", "Ann", "Bo", "bo ", "Cem", "Dia", "Dia"]
    starts = ["2024-01-01", "2024-03-01", "2024-01-10", "2024-04-10", "2024-01-15", "2024-04-01", "2024-05-01"]
    ends = ["2024-03-01", None, "2024-02-20", None, "2024-03-05", "2024-04-30", None]
    prices = [10, 20, 10, 10, 10, 10, 20]
    table = CLV_SUBSCRIBERS(starts, ends, prices, "month", "2024-05-31", customers)
    moves = columns(table, "Period", "At start", "New", "Returned", "Left", "Paused", "At end", "Churn", "Monthly revenue")
    assert moves == [
        ("2024-01", 0, 3, 0, 0, 0, 3, None, 30),
        ("2024-02", 3, 0, 0, 0, 1, 2, 0, 20),
        ("2024-03", 2, 0, 0, 1, 0, 1, 0.5, 20),
        ("2024-04", 1, 1, 1, 0, 0, 3, 0, 40),  # the 30th is the day of Dia's end, and she goes on the next
        ("2024-05", 3, 0, 0, 0, 0, 3, 0, 50),
    ]
    revenue = columns(table, "New revenue", "Lost revenue", "Revenue churn")
    assert revenue == [(30, 0, None), (0, 0, 0), (0, 10, 0.5), (10, 0, 0), (0, 0, 0)]


def test_a_pause_counts_as_time_that_the_customer_stayed() -> None:
    """Bo of 10 January has come to 4 renewals by 31 May, and is there; Cem of 15 January left before the second."""
    starts, ends = ["2024-01-10", "2024-04-10", "2024-01-15"], ["2024-02-20", None, "2024-03-05"]
    life = CLV_SURVIVORS(starts, ends, "month", "2024-05-31", ["Bo", "Bo", "Cem"])
    assert columns(life, "At risk", "Renewed") == [(2, 2), (2, 2), (2, 1), (1, 1), (1, 1)]
    assert columns(CLV_SURVIVORS(starts, ends, "month", "2024-05-31"), "At risk", "Renewed") == [(3, 3), (3, 3), (2, 0)]
    triangle = CLV_SUBSCRIBER_COHORTS(starts, ends, "month", "customers", "2024-05-31", ["Bo", "Bo", "Cem"])
    assert triangle[1:] == [["2024-01", 2, 1, 2, 2, 1, 1, 1], ["All cohorts", 2, 1, 2, 2, 1, 1, 1]]


def test_who_moves_has_not_left_the_plan() -> None:
    """Ann's Basic of 1 January renews on 1 February and is left for Plus on 1 March: one renewal due and made, and none at which she
    left. All plans hold her once."""
    dates = ["2024-01-01", "2024-03-01", "2024-01-02"], ["2024-03-01", None, None]
    plans = keyed(CLV_PLANS(*dates, ["Basic", "Plus", "Basic"], 10, as_of="2024-03-15", customers=["Ann", "Ann", "Bo"]))
    assert [plans["Basic"][name] for name in ("Started", "Subscribers", "Renewals due", "Churn")] == [2, 1, 3, 0]
    assert [plans["All plans"][name] for name in ("Started", "Subscribers", "Renewals due", "Churn")] == [2, 2, 4, 0]
    alone = keyed(CLV_PLANS(*dates, ["Basic", "Plus", "Basic"], 10, as_of="2024-03-15"))
    assert alone["Basic"]["Renewals due"] == 4 and alone["Basic"]["Churn"] == 0.25


def test_subscriptions_side_by_side_are_one_each() -> None:
    """Two at once: the end of one is a leaving, though the customer has another."""
    starts, ends = ["2024-01-01", "2024-01-15"], ["2024-03-10", None]
    table = CLV_SUBSCRIBERS(starts, ends, None, "month", "2024-04-30", ["Ann", "Ann"])
    assert columns(table, "New", "Left", "At end") == [(2, 0, 2), (0, 0, 2), (0, 1, 1), (0, 0, 1)]
    assert figures(CLV_SUBSCRIPTION_ROWS(starts, ends, None, ["Ann", "Ann"]))["Used, go on from another"] == 0


def test_one_that_ended_on_the_day_it_began() -> None:
    """Ann's second was replaced on its first day, and the list has it last: she is one who began in January, and left in April."""
    starts, ends = ["2024-01-01", "2024-02-01", "2024-02-01"], ["2024-02-01", "2024-04-10", "2024-02-01"]
    for order in ([0, 1, 2], [0, 2, 1], [1, 2, 0]):
        rows = [starts[at] for at in order], [ends[at] for at in order]
        assert columns(CLV_SURVIVORS(*rows, "month", "2024-06-30", ["Ann"] * 3), "Renewals", "At risk", "Left") == [
            *((age, 1, 0) for age in range(4)),
            (4, 1, 1),
        ]


MONTH = st.integers(0, 30)


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[str, dt.date, dt.date | None]]:
    """Rows of customers: one subscription after another, with none, one or many days between, the last one open or not, ends to come."""
    rows = []
    for number in range(draw(st.integers(1, 12))):
        day = dt.date(2022, 1, 1) + dt.timedelta(draw(st.integers(0, 1000)))
        for _ in range(draw(st.integers(1, 3))):
            end = day + dt.timedelta(draw(st.integers(0, 500)))
            open_end = draw(st.booleans())
            rows.append((f"c{number}", day, None if open_end else end))
            if open_end:
                break
            day = end + dt.timedelta(draw(st.sampled_from([0, 0, 1, 2, 45, 200])))
    return draw(st.permutations(rows))


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or its last."""
    year, at = divmod(12 * day.year + day.month - 1 + months, 12)
    following = dt.date(year + (at == 11), (at + 1) % 12 + 1, 1)
    return min(dt.date(year, at + 1, 1) + dt.timedelta(day.day - 1), following - dt.timedelta(1))


def lives_of(rows: list[tuple[str, dt.date, dt.date | None]]) -> list[tuple[int, bool]]:
    """By customer: the renewals that they came to, stepping on month by month from the first start, and whether they left at the last."""
    lives = []
    for name in {name for name, start, _ in rows if start <= AS_OF}:
        theirs = [(start, end) for who, start, end in rows if who == name and start <= AS_OF]
        first, last = min(start for start, _ in theirs), max(end or dt.date.max for _, end in theirs)
        age = 0
        while (renewal := months_after(first, age + 1)) <= AS_OF and renewal < last:
            age += 1
        came = renewal <= AS_OF
        lives.append((age + 1, True) if came and last <= AS_OF else (age, False))
    return lives


@settings(max_examples=30)
@given(histories())
def test_survival_is_that_of_customers(rows: list[tuple[str, dt.date, dt.date | None]]) -> None:
    """Whatever customers do between their first start and their last end: the product-limit estimate of customers."""
    if not any(start <= AS_OF for _, start, _ in rows):
        return
    customers, starts, ends = (list(cells) for cells in zip(*rows))
    life = {row["Renewals"]: row for row in records(CLV_SURVIVORS(starts, ends, "month", AS_OF, customers))}
    lives = lives_of(rows)
    expected = kaplan_meier(lives)
    assert {age for age, row in life.items() if age and row["Left"]} == set(expected)
    for age, share in expected.items():
        assert life[age]["Survival"] == pytest.approx(share)
    assert life[0]["At risk"] == len(lives)


@settings(max_examples=30)
@given(histories(), st.sampled_from(["month", "quarter", "year"]))
def test_movement_adds_up_and_its_churn_is_that_of_customers(rows: list[tuple[str, dt.date, dt.date | None]], period: str) -> None:
    """At end is who is there on the last day of a period; churn, of customers there when it began, those who were gone at its end and
    have not come back."""
    used = [row for row in rows if row[1] <= AS_OF]
    if not used:
        return
    customers, starts, ends = (list(cells) for cells in zip(*rows))
    table = records(CLV_SUBSCRIBERS(starts, ends, None, period, AS_OF, customers))
    months = {"month": 1, "quarter": 3, "year": 12}[period]
    first = min(start for _, start, _ in used).replace(day=1)
    first = dt.date(first.year, (first.month - 1) // months * months + 1, 1)

    def there(day: dt.date) -> set[str]:
        """At the end of a day; also where the last day of one plan was yesterday, and the next one begins tomorrow."""
        next_days = {(name, start - dt.timedelta(1)) for name, start, _ in used}
        return {
            name
            for name, start, end in used
            if start <= day and (end is None or end > day or end > AS_OF or (end == day and (name, day) in next_days))
        }

    for number, row in enumerate(table):
        begins, last = months_after(first, number * months), months_after(first, (number + 1) * months) - dt.timedelta(1)
        before, after = there(begins - dt.timedelta(1)), there(min(last, AS_OF))
        assert row["At start"] + row["New"] + row["Returned"] - row["Left"] - row["Paused"] == row["At end"] == len(after)
        assert row["At start"] == len(before)
        gone = {name for name in before - after if not any(who == name and start > last for who, start, _ in used)}
        over = last <= AS_OF and before
        assert row["Churn"] == (pytest.approx(len(gone) / len(before)) if over else None)
    assert sum(row["New"] for row in table) == len({name for name, *_ in used})


# Tenures ---------------------------------------------------------------------------------------------------------------------


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=2, max_size=40))
def test_tenures_are_the_ages_of_the_product_limit_estimate(lives: list[tuple[int, bool]]) -> None:
    """Whole months: who left after 3 was at risk at the third renewal with those who made it. At once is at the first."""
    tenures, left = (list(cells) for cells in zip(*lives))
    none = [None] * len(lives)
    life = {row["Renewals"]: row for row in records(CLV_SURVIVORS(none, none, tenures=tenures, churned=left))}
    expected = kaplan_meier([(max(months, 1) if gone else months, gone) for months, gone in lives])
    assert {age for age, row in life.items() if age and row["Left"]} == set(expected)
    for age, share in expected.items():
        assert life[age]["Survival"] == pytest.approx(share)


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.booleans()), min_size=2, max_size=30),
    st.sampled_from(["month", "quarter"]),
)
def test_a_list_of_tenures_has_the_survivors_of_its_dates(lives: list[tuple[int, int, bool]], period: str) -> None:
    """All dates on the 15th, the day of the calculation too; who left did so long enough ago for the next renewal to have come."""
    as_of = dt.date(2024, 6, 15)
    starts, ends, tenures = [], [], []
    for tenure, ago, left in lives:
        last = months_after(as_of, -(ago + 3)) if left else as_of
        starts.append(months_after(last, -tenure))
        ends.append(last if left else None)
        tenures.append(tenure)
    left = ["Yes" if gone else "No" for *_, gone in lives]
    none, prices, plans = [None] * len(lives), [10 + n % 3 for n in range(len(lives))], ["AB"[n % 2] for n in range(len(lives))]
    given_by = {"tenures": tenures, "churned": left}
    assert CLV_SURVIVORS(none, none, period, **given_by) == CLV_SURVIVORS(starts, ends, period, as_of)
    by_age = CLV_PLANS(none, none, plans, prices, 0.5, 0.01, period, **given_by)
    assert by_age == CLV_PLANS(starts, ends, plans, prices, 0.5, 0.01, period, as_of)


def test_which_tenures_count() -> None:
    tenures = ["Tenure", 3, 5.5, None, -1, "long", 2, 4, None]
    churned = ["Churn", "Yes", False, 1, 0, "no", None, "maybe", None]
    none = ["Start", *[None] * 8]
    account = figures(CLV_SUBSCRIPTION_ROWS(none, none, tenures=tenures, churned=churned))
    assert [account[line] for line in ("Read", "Used", "Used, still subscribers", "Used, left")] == [7, 2, 1, 1]
    assert account["Left out: tenure missing or not readable"] == 3 and account["Left out: neither churned nor not"] == 2
    assert columns(CLV_SURVIVORS(none, none, tenures=tenures, churned=churned), "At risk", "Renewed")[:4] == [
        (2, 2),
        (2, 2),
        (2, 2),
        (2, 1),
    ]
    for words in (["Ja", "Nein"], ["Churned", "Active"], ["1", "0"], ["Attrited Customer", "Existing Customer"], ["opgezegd", "actief"]):
        life = CLV_SURVIVORS([None] * 2, [None] * 2, tenures=[1, 2], churned=words)
        assert columns(life, "Left", "Still there") == [(0, 0), (1, 0), (0, 1)]
    assert CLV_SURVIVORS([None] * 2, [None] * 2, tenures=[-1, "x"], churned=["no", "no"]) == ExcelError.NA
    # dates count where there is one
    assert CLV_SURVIVORS(["2024-01-10"], [None], tenures=[40], churned=["no"]) == CLV_SURVIVORS(["2024-01-10"], [None])
    assert len(CLV_SUBSCRIBERS(none, none)) == 1  # no calendar: the headings alone


def test_parts_of_a_period() -> None:
    """Who is there after 3.5 months has made 3 renewals, and so has who left after 3.5; a third of a year is 4 months, and 1 quarter."""
    life = CLV_SURVIVORS([None] * 2, [None] * 2, tenures=[3.5, 3.5], churned=[0, 1])
    assert columns(life, "At risk", "Renewed", "Still there") == [(2, 2, 0), (2, 2, 0), (2, 2, 0), (2, 2, 1), (1, 0, 0)]
    third = CLV_SURVIVORS([None] * 2, [None] * 2, tenures=[12 / 3 * 0.9999999, 6 * 0.99999999], churned=[1, 0])
    assert column(third, "Left") == [0, 0, 0, 0, 1, 0, 0]
