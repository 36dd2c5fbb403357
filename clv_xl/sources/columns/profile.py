"""What a profile says: the export of a program, and what is what in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..values.expressions import plain
from .rules import SignRule, Turn, WordRule

_SHARED = ("currency", "channel", "campaign", "segment", "country")
FIELDS = {
    "transactions": ("date", "amount", "refund", "order", "product", "cost", "fees", *_SHARED),
    "segments": (
        *("value", "cac", "customers", "monthly_revenue", "purchase_value", "purchase_frequency", "lifespan"),
        *_SHARED,
    ),
    "subscriptions": (
        *("start", "end", "tenure", "churned", "plan", "price", "interval", "interval_count", "period_start", "period_end", "trial_end"),
        *_SHARED,
    ),
}
"""What a profile may say in [columns], by template."""

NEEDED = {"transactions": ("date", "amount"), "segments": (), "subscriptions": ()}
IDENTITIES = ("id", "email", "name")


@dataclass(frozen=True)
class Profile:
    """The export of a program. A tuple of texts are alternatives: the first whose headings a file has is meant."""

    key: str
    program: str
    template: str
    headings: tuple[tuple[str, ...], ...]
    without: tuple[str, ...] = ()
    customer: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    given_back: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    guests: tuple[str, ...] = ()
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    status: tuple[WordRule, ...] = ()
    sign: SignRule | None = None
    turn: Turn | None = None
    lines: str = "sum"
    vat: str = ""
    currency: str = ""
    dates: str = ""
    decimal: str = ""
    where: str = ""
    excluded: str = ""
    negative: str = ""
    tenure_unit: str = ""
    no_customer: str = ""
    no_money: str = ""
    found: str = ""
    money: str = ""
    layout: str = ""
    note: str = ""

    def match(self, headings: Iterable[str]) -> int:
        """How many headings show that a file is this export; 0 where one is missing or one says that it is not."""
        there = {plain(heading) for heading in headings}
        if any(plain(heading) in there for heading in self.without):
            return 0
        return len(self.headings) if all(any(plain(one) in there for one in group) for group in self.headings) else 0

    def as_written(self, headings: Sequence[str], sample: Callable[[str], Sequence[str]]) -> Profile:
        """The profile for a file: two columns are exchanged where the file has them the other way round, and what adds takes away."""
        column = next((heading for heading in headings if self.turn and plain(heading) == plain(self.turn.column)), None)
        if not (column and self.turn and self.turn.applies(sample(column))):
            return self
        swap, sign = self.turn.turned, self.sign
        return replace(
            self,
            customer={name: swap(texts) for name, texts in self.customer.items()},
            columns={name: swap(texts) for name, texts in self.columns.items()},
            status=tuple(replace(rule, column=swap(rule.column)) for rule in self.status),
            sign=replace(sign, plus=sign.minus, minus=sign.plus) if sign else None,
        )

    def takes(self) -> list[str]:
        """Where the export is found and what of it counts as money, in sentences."""
        lines = [f"found under: {self.found}"] if self.found else []
        if cannot := self.no_customer or self.no_money:
            return [*lines, f"not used: {cannot}"]
        money = self.money or " or ".join(self.columns.get("amount") or self.columns.get("value") or self.columns.get("price") or ())
        lines += [f"money: {money}" + (f" ({self.vat} VAT)" if self.vat and not self.money else "")] if money else []
        for rule in self.status:
            words = [
                f"{said}: {', '.join(some)}"
                for said, some in (
                    ("counts", rule.money),
                    ("does not count", rule.no_money),
                    ("given back", (*rule.refunded, *rule.partly_refunded)),
                )
                if some
            ]
            if words:
                lines.append(f"{' or '.join(rule.column)}: {'; '.join(words)}")
        if self.where or self.excluded:
            lines.append(f"rows: {self.where}{' except ' if self.excluded else ''}{self.excluded}")
        return [*lines, "customer: " + ", else ".join(" or ".join(texts) for texts in self.customer.values())]
