"""The account of a source: every row and every cent read is used, or left out for one stated reason."""

from __future__ import annotations

from dataclasses import dataclass, field


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
