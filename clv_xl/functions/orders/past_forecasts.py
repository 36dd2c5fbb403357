"""Forecasts of the past: made anew for moments of the list's own past, and held against what then came."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...cells.values import DAYS_A_MONTH
from ...lists.orders.cleaning import Orders
from ...lists.periods import a_year_before
from ...lists.remembering import remembered
from ...models import PurchaseModel
from .fits import Span, fit, fit_spend_of, histories_of, model_for, season_of, whole

if TYPE_CHECKING:
    from ...models.forecast import Forecast, Total
    from ...models.misses import Miss

MOST_WINDOWS = 6
_LEAST_DAYS = 28
"""A window of fewer days tells of weekdays and of nothing else."""
_SHARE = 3
"""The first forecast is told of this part of the time, and no window is longer."""


@dataclass(frozen=True)
class Window:
    """A forecast of the past for the customers of then, and what came of them.

    span: what it was told, and the time that it was for. before and year_before: what two plain rules foresee: the orders of as many days
    before; and of the same days a year before by who was a customer then, None where they were not seen.
    """

    span: Span
    orders: float
    value: float
    before: float
    year_before: float | None
    foreseen_orders: Total
    foreseen_value: Total

    def missed_orders(self) -> Miss | None:
        """By how much the orders were missed; None where the data do not say how much of it may be chance."""
        return _miss(self.orders, self.foreseen_orders, 0.5)

    def missed_value(self) -> Miss | None:
        """The same for what they brought."""
        return _miss(self.value, self.foreseen_value, self.foreseen_value.expected / max(self.foreseen_orders.expected, 1e-9) / 2)


def _miss(came: float, foreseen: Total, half: float) -> Miss | None:
    """half: what half an order is; so much is added to both, so that a window without one can be counted too."""
    from ...models.misses import Miss

    if foreseen.unsure is None or foreseen.chance is None or not foreseen.expected > 0:
        return None
    middle = foreseen.expected + half
    return Miss(math.log(max(came + half, half) / middle), (foreseen.unsure + foreseen.chance) / middle**2)


@remembered
def windows_of(orders: Orders, months: float, name: PurchaseModel) -> list[Window]:
    """Forecasts of the past for so many months, or for a third of the time where that is shorter; the latest one first.

    Each is fitted to what had been seen by then, but reads it by the clock of today: a season is known after two years alone.
    """
    from ...models.fitting import NotEnoughDataError
    from ...models.forecast import forecast

    now = whole(orders)
    first, told = min(orders.day), now.told
    length = min(months * DAYS_A_MONTH, (told - first) / _SHARE)
    if length < _LEAST_DAYS:
        return []
    windows = []
    start = fit(orders, now, name).model
    for begin in _begins(first, told, length):
        span = Span(begin, begin + int(length), now.clock)
        seen = histories_of(orders, span)
        try:
            purchases, customers = fit(orders, span, name, start)
            spend, _ = fit_spend_of(orders, span)
        except NotEnoughDataError:
            continue
        found = forecast(purchases, spend, customers, seen.monetary_value, span.weeks_after, kept=seen.kept)
        just_before, year_ago = (2 * span.told - span.end, span.told), (a_year_before(span.told), a_year_before(span.end))
        windows.append(
            Window(
                span=span,
                orders=float(seen.later.sum()),
                value=float(seen.later_value.sum()),
                before=_between(orders, span.told, just_before),
                year_before=_between(orders, year_ago[0], year_ago) if year_ago[0] >= first else None,
                foreseen_orders=found.total_orders,
                foreseen_value=found.total_value,
            )
        )
    return windows


def _between(orders: Orders, known: int, days: tuple[int, int]) -> float:
    """The purchases after the first of two days up to the second, by those who had become customers by a third."""
    from ...lists.orders.histories import purchases_by

    before, by_then = purchases_by(orders, known, days).tolist()
    return by_then - before


def model_errors(windows: Sequence[Window]) -> tuple[float, float]:
    """The variance of the logarithm that the model's own error makes of orders and of what they bring, over the time of a window."""
    from ...models.misses import model_error

    if not windows:
        return model_error([]), model_error([])
    # Windows that overlap tell as much as the time that they cover.
    latest, earliest = windows[0].span, windows[-1].span
    count = (latest.end - earliest.told) / (latest.end - latest.told)
    orders = [miss for window in windows if (miss := window.missed_orders())]
    value = [miss for window in windows if (miss := window.missed_value())]
    return model_error(orders, count), model_error(value, count)


def with_past_misses(orders: Orders, months: float, word: str, found: Forecast) -> Forecast:
    """The forecast with ranges of its totals that know by how much forecasts of this list's past missed."""
    now = whole(orders)
    windows = windows_of(orders, months, model_for(orders, now, word))
    reach = windows[0].span.end - windows[0].span.told if windows else max(1, now.told - min(orders.day))
    # Further ahead than has been tried, an error goes on growing as a walk does.
    further = max(1.0, months * DAYS_A_MONTH / reach)
    season = season_of(orders, now.told).variance * now.clock.season_in(now.told, now.told + months * DAYS_A_MONTH)
    of_orders, of_value = (further * error + season for error in model_errors(windows))
    return replace(
        found,
        total_orders=replace(found.total_orders, missed=of_orders),
        total_value=replace(found.total_value, missed=of_value),
    )


def _begins(first: int, told: int, length: float) -> list[int]:
    """The days on which the windows begin, the latest first: each may overlap half of the next."""
    earliest, latest = first + (told - first) / _SHARE, told - int(length)
    count = min(MOST_WINDOWS, 1 + round(2 * (latest - earliest) / length))
    step = (latest - earliest) / max(1, count - 1)
    return [int(latest - i * step) for i in range(count)]
