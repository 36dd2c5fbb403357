"""How a source is read: which column is what, which words are money. A profile says it, or the columns themselves do (kinds.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..problems import ColumnError, did_you_mean
from ..values.expressions import Expression, Heading, headings_of, listed, parse_expression, plain
from .fields import BESIDE, CUSTOMERS, ORDERS, DataList
from .profile import Profile
from .recognising import tier_of, vat_in
from .rules import SignRule, WordRule


@dataclass(frozen=True)
class Rule:
    """Which words of a column are money. Without those of a profile, the words of words.toml count."""

    heading: str
    words: WordRule | None = None
    known_only: bool = False
    """Whether the column is left aside where one of its words is unknown: a type, or a state of the country."""
    counts_down: bool = False
    """Whether a refund among its words is a row of its own, as in a list of transactions."""
    yes: str = ""
    """In a column of yes and no, what a yes says of an order: "test", "no_money", "refunded", or "money" where a no is none."""


@dataclass(frozen=True)
class Sign:
    """Which words of a column let an amount count, turn it round, or leave it out."""

    heading: str
    words: SignRule


@dataclass
class Plan:
    """How the rows of a source are read."""

    kind: DataList
    profile: Profile | None = None
    identities: dict[str, Expression] = field(default_factory=dict)
    """What a customer is known by, id before email before name."""
    given_back: dict[str, Expression] = field(default_factory=dict)
    """The same, in rows whose money went back, where it stands in other columns."""
    guests: frozenset[str] | None = None
    """Ids that stand for no one; None where the words of words.toml do, and 0."""
    fields: dict[str, Expression] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    sign: Sign | None = None
    negative_is_out: bool = False
    """Whether an amount below zero is other money, rather than money given back."""
    costs_of_products: bool = False
    """Whether the costs are those of each line's product, from a file beside the orders, and in the one currency."""
    lines: str = ""
    vat: str = ""
    currency: str = ""
    where: str = ""
    excluded: str = ""
    tenure_unit: str = ""
    notes: list[str] = field(default_factory=list)

    def headings(self) -> list[str]:
        """The columns that are used."""
        expressions = [*self.identities.values(), *self.given_back.values(), *self.fields.values()]
        beside = [rule.heading for rule in self.rules] + ([self.sign.heading] if self.sign else [])
        return [*dict.fromkeys([heading for expression in expressions for heading in headings_of(expression)] + beside)]


def check_named(named: Mapping[str, str], kind: DataList, headings: Sequence[str]) -> dict[str, Expression]:
    """The columns that a caller names, by field.

    Raises:
        ColumnError: there is no such field or column, or it cannot be one.
    """
    known = [*kind.by_name, *(name for name in BESIDE if name in kind.beside)]
    if unknown := sorted(set(named) - set(known)):
        raise ColumnError(f"there is no field called {', '.join(unknown)}; the fields are {', '.join(known)}")
    result = {}
    for name, text in named.items():
        field_ = kind.by_name.get(name)
        said = field_.said if field_ else name
        option = field_.option if field_ else f"--{name.replace('_', '-')}"
        counts = (field_ is not None and field_.counts) or name in ("refund", "interval_count")
        by_plain = {plain(heading): heading for heading in headings}
        if not counts and name != "customer" and plain(text) not in by_plain:
            meant = did_you_mean(text, headings) or f"; the columns are {listed(headings)}"
            raise ColumnError(f"there is no column {text!r} for the {said}{meant}", [option])
        try:
            result[name] = parse_expression(text, headings)
        except ColumnError as problem:
            raise ColumnError(str(problem).replace("; ", f" for the {said}; ", 1), [option]) from None
    return result


def profile_plan(profile: Profile, kind: DataList, headings: Sequence[str], named: Mapping[str, str]) -> Plan:
    """How a profile reads a source with these headings.

    Raises:
        OrderFileError: the file has not the columns that it needs, or has no customer.
    """
    if profile.no_customer and "customer" not in named:
        raise ColumnError(f"{profile.program}: {profile.no_customer.rstrip('.')}", ["--customer"])
    if profile.no_money and not {"amount", "value"} & {*named}:
        raise ColumnError(f"{profile.program}: {profile.no_money.rstrip('.')}", ["--value"])

    def found(alternatives: Sequence[str]) -> Expression | None:
        for text in alternatives:
            try:
                return parse_expression(text, headings)
            except ColumnError:
                continue
        return None

    fields = {name: expression for name, texts in profile.columns.items() if (expression := found(texts)) is not None}
    identities = {name: expression for name, texts in profile.customer.items() if (expression := found(texts)) is not None}
    given_back = {name: expression for name, texts in profile.given_back.items() if (expression := found(texts)) is not None}
    given = check_named(named, kind, headings)
    for name in [group[0] for group in kind.needed if group[0] != "customer"]:
        if name in profile.columns and name not in fields and name not in given:
            wanted = " or ".join(profile.columns[name])
            said, option = kind.by_name[name].said, kind.by_name[name].option
            raise ColumnError(
                f"{profile.program} has the {said} in {wanted}, which this file has not; name it with {option} COLUMN", [option]
            )
    if kind is not CUSTOMERS and not identities and "customer" not in given:
        wanted = " or ".join(texts[0] for texts in profile.customer.values())
        raise ColumnError(
            f"{profile.program} has the customer in {wanted}, which this file has not; name it with --customer COLUMN", ["--customer"]
        )
    rules = []
    for rule in profile.status:
        if (heading := found(rule.column)) and (name := headings_of(heading)):
            rules.append(Rule(name[0], rule))
    if kind is ORDERS:
        rules += _rules_beside(profile, headings)
    sign = None
    if profile.sign and (heading := found(profile.sign.column)):
        sign = Sign(headings_of(heading)[0], profile.sign)
    plan = Plan(kind, profile, identities, given_back, frozenset(profile.guests), fields, rules, sign, profile.negative == "out")
    plan.lines, plan.vat = profile.lines, profile.vat
    plan.currency, plan.where, plan.excluded = profile.currency, profile.where, profile.excluded
    plan.tenure_unit = profile.tenure_unit
    if profile.note:
        plan.notes.append(profile.note)
    take_named(plan, given)
    return plan


def _rules_beside(profile: Profile, headings: Sequence[str]) -> list[Rule]:
    """Columns of a status that the profile does not name, where their words are known, and of tests."""
    named = {plain(heading) for rule in profile.status for heading in rule.column} | {
        plain(h) for h in (profile.sign.column if profile.sign else ())
    }
    beside = [h for h in headings if "statu" in plain(h) and plain(h) not in named and tier_of(h, ORDERS.words("status")) == 0]
    known = {plain(text) for texts in profile.columns.values() for text in texts} | named
    said = (profile.where + profile.excluded).casefold()
    tests = [h for h in headings if tier_of(h, ORDERS.words("test")) is not None and plain(h) not in known and h.casefold() not in said]
    return [*(Rule(heading, yes="test") for heading in tests), *(Rule(heading, known_only=True) for heading in beside)]


def take_named(plan: Plan, given: Mapping[str, Expression]) -> None:
    """Put what a caller names in the place of what was found."""
    for name, expression in given.items():
        if name == "customer":
            plan.identities, plan.given_back = {"id": expression}, {}
        elif name == "status":
            plan.rules = [Rule(headings_of(expression)[0])]
        else:
            plan.fields[name] = expression
    if "amount" in given:
        plan.vat = vat_in(amount.name) if isinstance(amount := given["amount"], Heading) else ""
        if "refund" in plan.fields and set(headings_of(plan.fields["refund"])) & set(headings_of(given["amount"])):
            del plan.fields["refund"]
    if "price" in given:
        plan.fields.pop("yearly_price", None)
