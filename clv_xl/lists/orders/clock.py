"""Time as it counts for buying: a day of a strong month is longer than one of a weak month.

Customers who buy at a rate that goes with the month buy at an even rate by this clock. So the models, which know even rates alone,
read orders by it and forecast by it, and nothing in them has to know of seasons.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

DAYS_A_WEEK = 7
_MONTHS = 12
_LENGTHS = (31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_1970 = 719_163
"""The day number of 1 January 1970, from which numpy counts."""


@dataclass(frozen=True)
class Clock:
    """How long a day is in each month of the year, January first; 1 on average over a year. Without factors all days are alike."""

    factors: tuple[float, ...] = ()

    @classmethod
    def of(cls, pace: np.ndarray) -> Clock:
        """The clock of months that are so strong beside each other."""
        return cls(tuple((pace / (pace @ _LENGTHS / sum(_LENGTHS))).tolist()))

    def weeks(self, start: Any, end: Any) -> np.ndarray:
        """Weeks from the end of one day to that of another: day numbers, or arrays of them. The end may be part of a day further."""
        import numpy as np

        start, end = np.asarray(start, float), np.asarray(end, float)
        if not self.factors:
            return (end - start) / DAYS_A_WEEK
        days = np.arange(start.min(), np.ceil(end.max()) + 1)
        lengths = np.array(self.factors)[months_of(days) % _MONTHS]
        so_far = np.cumsum(np.concatenate([[0.0], lengths[1:]]))
        return (np.interp(end, days, so_far) - np.interp(start, days, so_far)) / DAYS_A_WEEK

    def season_in(self, start: int, end: float) -> float:
        """By how much of the variance of a month the weeks from one day to another vary, as shares of themselves: 1 at most. What is
        wrong in one month is made up for in the others, so that a whole year is sure."""
        import numpy as np

        factors = np.array(self.factors or (1.0,) * _MONTHS)
        days = np.arange(start + 1, max(int(end), start + 1) + 1)
        of_time = np.bincount(months_of(days) % _MONTHS, minlength=_MONTHS) * factors
        of_year = np.array(_LENGTHS) * factors
        return float(np.square(of_time / of_time.sum() - of_year / of_year.sum()).sum())


EVEN = Clock()
"""All days alike."""


def months_of(days: np.ndarray) -> np.ndarray:
    """The month of each day number, counted from the year 0 on; months % 12 is 0 for January."""
    import numpy as np

    return (np.asarray(days, dtype="int64") - _1970).astype("datetime64[D]").astype("datetime64[M]").astype("int64") + 1970 * _MONTHS
