"""Subscriptions: which rows of a list count, and how many renewals each has come to and made.

A subscription renews a whole period after it began, and again after each further one: one begun on the 31st renews on the last day of
shorter months. It is there at the end of a day unless it ended on that day or before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...cells.errors import CellError, ExcelError
from ...cells.values import Cell, read_day
from ..periods import MONTHS, Period
from .lines import NoSubscription

_UNIX = 719163
"""Day 0 of numpy's dates."""
NEVER = 1 << 40
"""The day on which a subscription without an end ends."""


@dataclass(frozen=True)
class Subscriptions:
    """The rows that count, as columns of equal length: day numbers, which row of the input each was, and whether it went on in another.

    end is NEVER for those who are still there on the calculation date, also where they are known to leave later. moved are those
    whose customer went on in another subscription: they did not leave, and nothing is known of them after their end.
    """

    start: np.ndarray
    end: np.ndarray
    row: np.ndarray
    moved: np.ndarray
    read: int
    left_out: dict[NoSubscription, int]
    ends_later: int
    as_of: int

    def __len__(self) -> int:
        return len(self.start)

    @property
    def there(self) -> np.ndarray:
        """Which are still subscribers on the calculation date."""
        return self.end == NEVER

    def due(self, period: Period) -> np.ndarray:
        """How many renewals have come since each began, whether or not it was still there."""
        return whole_periods(self.start, np.full_like(self.start, self.as_of), period)

    def came(self, period: Period) -> np.ndarray:
        """How many renewals each has come to: those that it made, and the one at which it left.

        That one counts once its day has come, also for those who have left before it: so that they count no earlier than those who stay.
        """
        made = self.made(period)
        return np.where(self.moved, made, np.minimum(self.due(period), made + 1))

    def made(self, period: Period) -> np.ndarray:
        """How many renewals each has made. Who ends on the very day of a renewal does not make it."""
        last = np.where(self.there, self.as_of, np.maximum(self.end - 1, self.start))
        return whole_periods(self.start, last, period)

    def only(self, chosen: np.ndarray) -> Subscriptions:
        """Some of them, by their positions."""
        start, end, row, moved = (column[chosen] for column in (self.start, self.end, self.row, self.moved))
        return Subscriptions(start, end, row, moved, self.read, self.left_out, self.ends_later, self.as_of)


def read_subscriptions(
    starts: Sequence[Cell], ends: Sequence[Cell], as_of: int | None, beside: Sequence[Cell] | None = None
) -> Subscriptions:
    """Sort the rows into used and left out. A row that is blank in all columns is no row.

    Without as_of, the calculation date is the day of the last start. An end may be a day to come, on which somebody is known to leave.
    """
    left_out = dict.fromkeys(NoSubscription, 0)
    rows, read = [], 0
    for number, (start, end) in enumerate(zip(starts, ends)):
        if start is None and end is None and (beside is None or beside[number] is None):
            continue
        read += 1
        first = read_day(start)
        last = NEVER if end is None else read_day(end)
        if first is None:
            left_out[NoSubscription.START] += 1
        elif last is None:
            left_out[NoSubscription.END] += 1
        elif last < first:
            left_out[NoSubscription.ORDER] += 1
        else:
            rows.append((first, last, number))
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    if as_of is None:
        as_of = int(table[:, 0].max(initial=1))
    begun = table[:, 0] <= as_of
    left_out[NoSubscription.LATER] = int((~begun).sum())
    start, end, row = table[begun].T
    later = (end > as_of) & (end < NEVER)
    moved = np.zeros(len(row), dtype=bool)
    return Subscriptions(start, np.where(end > as_of, NEVER, end), row, moved, read, left_out, int(later.sum()), as_of)


def counted(found: Subscriptions) -> Subscriptions:
    """The subscriptions.

    Raises:
        CellError: there are rows, and none can be used.
    """
    if found.read and not len(found):
        if found.left_out[NoSubscription.LATER]:
            raise CellError(ExcelError.NA, "All subscriptions start after as_of. Give a later day, or leave as_of out.")
        raise CellError(ExcelError.NA, "No row can be used. Check that starts are dates, and that no end is before its start.")
    return found


def whole_periods(since: np.ndarray, until: np.ndarray, period: Period) -> np.ndarray:
    """How many whole periods lie between days."""
    (first, day), (last, until_day) = _month_and_day(since), _month_and_day(until)
    length = _month_start(last + 1) - _month_start(last)
    months = last - first - (until_day < np.minimum(day, length - 1))
    return months // MONTHS[period]


def calendar_period(days: np.ndarray, period: Period) -> np.ndarray:
    """The numbers of the periods that days lie in, as `period_of` has them."""
    return (_month_and_day(days)[0] + 12 * 1970) // MONTHS[period]


def last_days(periods: np.ndarray, period: Period) -> np.ndarray:
    """The last day of periods."""
    return _month_start((periods + 1) * MONTHS[period] - 12 * 1970) + _UNIX - 1


def _month_and_day(days: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The month since 1970, and the day of the month from 0 on."""
    months = (days - _UNIX).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months, days - _UNIX - _month_start(months)


def _month_start(months: np.ndarray) -> np.ndarray:
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
