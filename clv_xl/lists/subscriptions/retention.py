"""Subscriptions added up: renewals by how many were made before, the triangle of cohorts, and the movement period by period."""

from __future__ import annotations

import math

import numpy as np

from ..periods import Period, check_across, period_label
from .cleaning import NEVER, Subscriptions, calendar_period, last_days
from .following import AT_ONCE
from .lines import MovementLine, SubscriberCohortLabel, SubscriberCohortLine
from .tenures import Tenures


def renewals(subscribers: Subscriptions | Tenures, period: Period) -> tuple[np.ndarray, np.ndarray]:
    """How many came to each renewal, and how many of them made it; before the first of them, all who began."""
    came, made = subscribers.came(period), subscribers.made(period)
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


def movement(subscriptions: Subscriptions, former: np.ndarray, gap: np.ndarray, prices: np.ndarray, period: Period) -> list[MovementLine]:
    """A row per period from the first start to the calculation date, without a gap. The shares are those of periods that are over.

    former and gap: as `Following` has them. A subscription that goes on from another is nobody new, and the other has not left.
    """
    goes_on = former >= 0
    came_back = goes_on & (gap > AT_ONCE)
    at_once = goes_on & ~came_back
    end = subscriptions.end.copy()
    end[former[at_once]] = subscriptions.start[at_once]  # of both sides of a night, one day
    began, ended = calendar_period(subscriptions.start, period), calendar_period(np.minimum(end, subscriptions.as_of), period)
    now = int(calendar_period(np.array([subscriptions.as_of]), period)[0])
    numbers = np.arange(int(began.min()), now + 1)
    over = last_days(numbers, period) <= subscriptions.as_of
    ends = subscriptions.end < NEVER
    left, paused = ends.copy(), np.zeros_like(ends)
    left[former[goes_on]] = False
    paused[former[came_back]] = True
    from_before = left & _there_before(began, ended, former)

    def by_period(which: np.ndarray, chosen: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
        return np.bincount(which[chosen] - numbers[0], None if weights is None else weights[chosen], len(numbers))

    def moves(weights: np.ndarray | None) -> tuple[np.ndarray, ...]:
        of_all = by_period(began, np.ones_like(ends), weights) - by_period(ended, ends, weights)
        end = np.cumsum(of_all)
        start = np.append(0, end[:-1])
        churn = np.divide(by_period(ended, from_before, weights), start, out=np.full(len(numbers), np.nan), where=over & (start > 0))
        return start, by_period(began, ~goes_on, weights), by_period(ended, left, weights), end, churn

    start, new, gone, end, churn = map(_cells, moves(None))
    returns, pauses = _cells(by_period(began, came_back).astype(float)), _cells(by_period(ended, paused).astype(float))
    _, new_revenue, lost_revenue, revenue, revenue_churn = moves(prices)
    money = map(_cells, (np.round(revenue, 6), new_revenue, lost_revenue, revenue_churn))
    labels = [period_label(int(number), period) for number in numbers]
    return list(map(MovementLine, labels, start, new, returns, gone, pauses, end, churn, *money))


def _there_before(began: np.ndarray, ended: np.ndarray, former: np.ndarray) -> np.ndarray:
    """Whether the customer of each subscription was there when the period began in which it ended: in it, or in one before it."""
    before = began < ended
    for at in np.flatnonzero(former >= 0).tolist():
        other = at
        while not before[at] and (other := int(former[other])) >= 0:
            before[at] = began[other] < ended[at] <= ended[other]
    return before
