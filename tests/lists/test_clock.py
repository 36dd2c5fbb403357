"""Weeks in which strong months are longer."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv_xl.lists.orders.clock import EVEN, Clock, months_of

FACTORS = np.array([0.7, 0.7, 0.8, 0.8, 0.9, 0.9, 0.7, 0.7, 1.0, 1.1, 1.8, 2.6])
DAY = dt.date(2023, 1, 1).toordinal()
Days = st.integers(0, 20_000).map(lambda days: DAY + days)


def by_hand(start: int, end: int, clock: Clock) -> float:
    """A day after another."""
    return sum(clock.factors[dt.date.fromordinal(day).month - 1] for day in range(start + 1, end + 1)) / 7


@given(Days, st.integers(0, 900))
def test_weeks_are_the_days_between_by_their_months(start: int, days: int) -> None:
    clock = Clock.of(FACTORS)
    assert float(clock.weeks(start, start + days)) == pytest.approx(by_hand(start, start + days, clock))
    assert float(EVEN.weeks(start, start + days)) == days / 7


@given(Days, st.integers(1, 400), st.integers(1, 400))
def test_times_add_up(start: int, first: int, second: int) -> None:
    clock = Clock.of(FACTORS)
    parts = clock.weeks([start, start + first], [start + first, start + first + second])
    assert parts.sum() == pytest.approx(float(clock.weeks(start, start + first + second)))


def test_a_year_is_as_long_as_ever() -> None:
    """Four years, one of them a leap year, have 4 x 365.25 / 7 weeks by either clock."""
    end = dt.date(2027, 1, 1).toordinal()
    assert float(Clock.of(FACTORS).weeks(DAY, end)) == pytest.approx(4 * 365.25 / 7, rel=1e-3)
    assert Clock.of(FACTORS).season_in(DAY - 1, DAY + 364) == pytest.approx(0, abs=1e-6)


def test_part_of_a_day_counts_in_part() -> None:
    clock = Clock.of(FACTORS)
    assert float(clock.weeks(DAY, DAY + 1.5)) == pytest.approx((by_hand(DAY, DAY + 1, clock) + by_hand(DAY, DAY + 2, clock)) / 2)


def test_one_month_is_as_unsure_as_its_factor_and_a_bit() -> None:
    """A month's share of itself is 1, and of the year a twelfth or so: what is wrong in it is made up for in the others."""
    june = dt.date(2023, 5, 31).toordinal()
    found = Clock.of(FACTORS).season_in(june, june + 30)
    assert 0.8 < found < 1


def test_months_are_those_of_the_calendar() -> None:
    days = [dt.date(1, 1, 1), dt.date(1969, 12, 31), dt.date(1970, 1, 1), dt.date(2024, 2, 29), dt.date(9999, 12, 31)]
    assert months_of(np.array([day.toordinal() for day in days])).tolist() == [12 * day.year + day.month - 1 for day in days]
