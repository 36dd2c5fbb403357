"""Days that cannot be, such as 31-02-2025 and 01-01-1900, in a list that is in order of its days: the day is that of the row above."""

from __future__ import annotations

from ...words import Words
from ..opening.raw import Raw
from .stage import FIRST_DAY, LAST_DAY

_FEWEST, _MOST, _WIDEST = 20, 100, 31
"""Rows with a day that show the order; one row in so many may be without; the days between which it may lie."""


def fill_days(raw: Raw, table: str) -> str:
    """Give rows with a day that cannot be that of the row above, where all other rows are in order and the gap is less than a month.
    Returns what is said of it."""
    good = f"(day IS NOT NULL AND day BETWEEN {FIRST_DAY} AND {LAST_DAY})"
    bad = f"((day IS NOT NULL OR day_text IS NOT NULL) AND NOT coalesce({good}, false) AND NOT total_line)"
    rows, wrong = raw.run(f"SELECT count(*) FILTER ({good}), count(*) FILTER ({bad}) FROM {table}")[0]
    if not wrong or rows < _FEWEST or wrong * _MOST > rows:
        return ""
    back, forth = raw.run(
        f"SELECT count(*) FILTER (day < before), count(*) FILTER (day > before) FROM "
        f"(SELECT day, lag(day) OVER (ORDER BY rn) AS before FROM {table} WHERE {good})"
    )[0]
    if back and forth:
        return ""
    up, down = "BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW", "BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING"
    raw.make(
        "gaps",
        f"SELECT rn, before FROM (SELECT rn, {bad} AS wrong, "
        f"last_value(CASE WHEN {good} THEN day END IGNORE NULLS) OVER (ORDER BY rn ROWS {up}) AS before, "
        f"first_value(CASE WHEN {good} THEN day END IGNORE NULLS) OVER (ORDER BY rn ROWS {down}) AS after "
        f"FROM {table}) WHERE wrong AND before IS NOT NULL AND after IS NOT NULL AND abs(after - before) <= {_WIDEST}",
    )
    filled = [
        text
        for (text,) in raw.run(f"SELECT coalesce(day_text, CAST(day AS VARCHAR)) FROM {table} JOIN gaps USING (rn) ORDER BY rn LIMIT 5")
    ]
    if not filled:
        return ""
    raw.make(
        "dated",
        f"SELECT {table}.* REPLACE (coalesce(before, day) AS day, day_bad AND before IS NULL AS day_bad) "
        f"FROM {table} LEFT JOIN gaps USING (rn)",
    )
    count = raw.run("SELECT count(*) FROM gaps")[0][0]
    return Words(
        "{1} rows have a day that cannot be ({2}); the list is in order of its days, so they are counted on that of the row above.",
        f"{count:,}",
        ", ".join(filled),
    )
