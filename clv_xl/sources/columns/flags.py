"""Columns of yes and no about an order: a test, cancelled, refunded, paid."""

from __future__ import annotations

from collections.abc import Mapping

from ..values.expressions import Heading
from .look import Look
from .plan import Plan, Rule
from .recognising import tier_of
from .words import meaning_of

FLAGS = {"test": "test", "cancelled": "no_money", "refund": "refunded", "paid": "money"}
"""By the kind of column, what a yes says of an order."""


def flag_of(look: Look, plan: Plan, heading: str, name: str, named: Mapping[str, str]) -> Rule | None:
    """A column of yes and no as a rule; what else stands in it is asked about where tests are all that it can be about. "Refunded" with
    other than 0 and 1 is no amount then, and one with these alone is asked about where it is read as amounts."""
    if tier_of(heading, plan.kind.words(name)) is None:
        return None
    texts = look.sample(heading)
    if name != "test" and not (texts and all(meaning_of("yes", text) for text in texts)):
        return None
    if name == "refund":
        if name in named or {*texts} <= {"0", "1"}:
            return None
        if plan.fields.get(name) == Heading(heading):
            del plan.fields[name]
    return Rule(heading, yes=FLAGS[name])
