"""Subscriptions added up: renewals by how many were made before, the triangle of cohorts, and the movement period by period."""

from __future__ import annotations

import math

import numpy as np

from ..periods import Period, check_across, period_label
from .cleaning import NEVER, Subscriptions, calendar_period, last_days
from .lines import MovementLine, SubscriberCohortLabel, SubscriberCohortLine


def renewals(subscriptions: Subscriptions, period: Period) -> tuple[np.ndarray, np.ndarray]:
    """How many came to each renewal, and how many of them made it; before the first of them, all who began.

    A renewal counts once its day has come, also for those who have left before it: so that they count no earlier than those who stay.
    """
    due, made = subscriptions.due(period), subscriptions.made(period)
    came = np.minimum(due, made + 1)
    last = int(came.max(initial=0))
    return _at_least(came, last), _at_least(made, last)


def _at_least(counts: np.ndarray, last: int) -> np.ndarray:
    """How many of the counts are at least 0, 1, ... last."""
    return np.bincount(counts, minlength=last + 1)[::-1].cumsum()[::-1].astype(float)


def cohort_triangle(subscriptions: Subscriptions, period: Period, shares: bool) -> list[SubscriberCohortLine]:
    """A row per period of the start: who is left after 0, 1, 2, ... renewals, as far as all of the cohort have come."""
    began = calendar_period(subscriptions.start, period)
    due, made, there = subscriptions.due(period), subscriptions.made(period), subscriptions.there
    cohorts = np.unique(began)
    reached = [int(due[began == cohort].min()) for cohort in cohorts]
    width = 1 + max(reached)
    check_across(width, "starts and as_of")
    left = np.full((len(cohorts), width), np.nan)
    sizes = np.zeros(len(cohorts))
    rows = []
    for number, (cohort, last) in enumerate(zip(cohorts, reached)):
        own = began == cohort
        sizes[number] = own.sum()
        left[number, : last + 1] = _at_least(np.minimum(made[own], last), last)
        row = left[number] / (sizes[number] if shares else 1.0)
        rows.append(SubscriberCohortLine(period_label(int(cohort), period), float(sizes[number]), float(there[own].sum()), _cells(row)))
    known = ~np.isnan(left)
    everyone = np.nansum(left, axis=0)
    if shares:
        everyone = everyone / (sizes @ known)
    rows.append(SubscriberCohortLine(SubscriberCohortLabel.ALL, float(sizes.sum()), float(there.sum()), _cells(everyone)))
    return rows


def _cells(values: np.ndarray) -> tuple[float | None, ...]:
    return tuple(None if math.isnan(value) else value for value in values.tolist())


def movement(subscriptions: Subscriptions, prices: np.ndarray, period: Period) -> list[MovementLine]:
    """A row per period from the first start to the calculation date, without a gap. The shares are those of periods that are over."""
    began, ended = calendar_period(subscriptions.start, period), calendar_period(np.minimum(subscriptions.end, subscriptions.as_of), period)
    gone = subscriptions.end < NEVER
    now = int(calendar_period(np.array([subscriptions.as_of]), period)[0])
    numbers = np.arange(int(began.min()), now + 1)
    over = last_days(numbers, period) <= subscriptions.as_of
    from_before = gone & (began < ended)

    def by_period(which: np.ndarray, chosen: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
        return np.bincount(which[chosen] - numbers[0], None if weights is None else weights[chosen], len(numbers))

    def moves(weights: np.ndarray | None) -> tuple[np.ndarray, ...]:
        new, left = by_period(began, np.ones_like(gone), weights), by_period(ended, gone, weights)
        end = np.cumsum(new - left)
        start = np.append(0, end[:-1])
        churn = np.divide(by_period(ended, from_before, weights), start, out=np.full(len(numbers), np.nan), where=over & (start > 0))
        return start, new, left, end, churn

    start, new, left, end, churn = map(_cells, moves(None))
    _, new_revenue, lost_revenue, revenue, revenue_churn = moves(prices)
    money = map(_cells, (np.round(revenue, 6), new_revenue, lost_revenue, revenue_churn))
    labels = [period_label(int(number), period) for number in numbers]
    return list(map(MovementLine, labels, start, new, left, end, churn, *money))
