"""The account of a source: every row and every cent read is used, or left out for one stated reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from ...words import Words
from ..opening.raw import Raw, quoted
from ..options import Options
from ..reasons import IMPOSSIBLE


@dataclass(frozen=True)
class Tally:
    """Rows, and the money in those whose amount can be read."""

    rows: int = 0
    money: float = 0.0


@dataclass
class Account:
    """What was read, what of it counts, and why the rest does not.

    refunded: what was given back on rows that count, which is no row of its own. other: by currency, money in other currencies than the
    one that counts, which is in none of the sums.
    """

    read: Tally = Tally()
    used: Tally = Tally()
    left_out: dict[str, Tally] = field(default_factory=dict)
    refunded: float = 0.0
    other: dict[str, float] = field(default_factory=dict)

    @property
    def rows_left_out(self) -> dict[str, int]:
        return {reason: tally.rows for reason, tally in self.left_out.items()}

    @property
    def money_left_out(self) -> dict[str, float]:
        """By reason, with what was given back."""
        money = {reason: tally.money for reason, tally in self.left_out.items() if tally.money}
        return money | ({"refunded": self.refunded} if self.refunded else {})


@dataclass
class Cleaned:
    """What came out: the table `decided` in the source's database has a row for each one read, with the reason why it is left out."""

    account: Account
    as_of: dt.date | None
    currency: str | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    customers: int = 0
    orders: int | None = None
    lines: str = "sum"
    notes: list[str] = field(default_factory=list)


def account_of(raw: Raw, rows: str = "true") -> Account:
    """The account of the table `decided`. rows: the SQL of which rows it is about."""
    found = raw.run(f"SELECT reason, count(*), fsum(money) FROM decided WHERE {rows} GROUP BY 1 ORDER BY 2 DESC, 1")
    tallies = {reason: Tally(count, round(money or 0.0, 6)) for reason, count, money in found}
    used = tallies.pop(None, Tally())
    count, money = raw.run(f"SELECT count(*), fsum(money) FROM decided WHERE {rows}")[0]
    return Account(Tally(count, round(money or 0.0, 6)), used, tallies)


def make_customers(raw: Raw) -> None:
    """The table `customers`: those of `decided`, with the first row of each, whether it is one spelling throughout, and whether any
    of the rows counts."""
    raw.make(
        "customers",
        "SELECT lower(shown) AS key, min(rn) AS rn, min(hash(shown)) = max(hash(shown)) AS one_spelling, bool_or(reason IS NULL) AS counts "
        "FROM decided WHERE shown IS NOT NULL GROUP BY 1",
    )


def count_customers(raw: Raw) -> int:
    """How many customers have rows that count."""
    return raw.run("SELECT count(*) FROM customers WHERE counts")[0][0]


def impossible_days(raw: Raw, account: Account, day: str) -> str:
    """What is said of days that cannot be, such as 1900-01-01 and 9999-12-31, where rows are left out for them."""
    if IMPOSSIBLE not in account.left_out:
        return ""
    days = [str(day) for (day,) in raw.run(f"SELECT DISTINCT {day} FROM decided WHERE reason = {quoted(IMPOSSIBLE)} ORDER BY 1 LIMIT 4")]
    shown = ", ".join(days[:3])
    if len(days) > 3:
        return Words("Days that cannot be, and are left out: {1} and others.", shown)
    return Words("Days that cannot be, and are left out: {1}.", shown)


def settle_as_of(raw: Raw, options: Options, days: str, begins: str, later: str) -> dt.date | None:
    """The calculation date: the one asked for, else the last of some days (SQL with a column `d`) that is not in the future. Rows of
    `decided` that begin after it are left out, for the reason `later`."""
    as_of = options.as_of
    if as_of is None:
        limit = f" AND d <= DATE '{options.today}'" if options.today else ""
        as_of = raw.run(f"SELECT max(d) FROM ({days}) WHERE d IS NOT NULL{limit}")[0][0] or options.today
    if as_of is not None:
        raw.run(f"UPDATE decided SET reason = {quoted(later)} WHERE reason IS NULL AND {begins} > DATE '{as_of}'")
    return as_of
