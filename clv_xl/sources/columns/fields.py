"""The lists that a person gives: orders, customers or subscriptions, and their columns. headings.toml has the words of each."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Words = tuple[tuple[str, ...], ...]
"""The words of a field by tier, the first ones before the others."""

BESIDE = ("refund", "status", "country", "interval", "interval_count", "trial_end")
"""Columns beside those of the lists that a person may name."""


@dataclass(frozen=True)
class Field:
    """A column of a list."""

    name: str
    kind: Literal["label", "date", "money", "number"] = "label"
    label: str = ""
    """What it is called in a sentence, where that is not its name."""
    given_as: str = ""
    """The name by which a caller names its column, where that is not its own: another option has it."""

    @property
    def said(self) -> str:
        return self.label or self.name

    @property
    def said_as(self) -> str:
        """The name by which a caller names its column."""
        return self.given_as or self.name

    @property
    def option(self) -> str:
        """How the command line names the column."""
        return f"--{self.said_as.replace('_', '-')}"

    @property
    def counts(self) -> bool:
        """Whether its cells are read as amounts."""
        return self.kind in ("money", "number")


@dataclass(frozen=True)
class DataList:
    """A kind of list. Of each group of needed fields a row must have one at least."""

    table: str
    """The Excel Table that holds it."""
    template: str
    row: str
    rows: str
    """What one row is, and what several are, in a sentence."""
    file: str
    shorten: str
    """What to do where there are more rows than a sheet has room for."""
    needed: tuple[tuple[str, ...], ...]
    fields: tuple[Field, ...]
    section: str
    """Where headings.toml has the words of its fields."""
    beside: tuple[str, ...] = ()
    """Columns of a source that are not in the Table, and say how its rows are read."""

    @property
    def by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}

    @property
    def needed_fields(self) -> tuple[str, ...]:
        return tuple(name for group in self.needed for name in group)

    @property
    def money(self) -> str:
        """The field of what a row is worth."""
        return next(field.name for field in self.fields if field.kind == "money")

    def missing(self, found: object) -> list[tuple[str, ...]]:
        """The needed groups that have no field in `found`."""
        return [group for group in self.needed if not any(name in found for name in group)]  # type: ignore[operator]

    def said(self, group: tuple[str, ...]) -> str:
        return " or ".join(self.by_name[name].said for name in group)

    def words(self, name: str) -> Words:
        """The words of a field of this list, or of a column beside them."""
        words = known_words()
        if name == "customer":
            return tuple(words["customer", tier][0] for tier in ("own", "id", "email", "name", "weak"))
        return words.get((self.section, name)) or words["shared", name]


_CUSTOMER = Field("customer")
_CHANNEL, _CAMPAIGN, _SEGMENT = Field("channel"), Field("campaign"), Field("segment")

ORDERS = DataList(
    table="Orders",
    template="transactions",
    row="order",
    rows="orders",
    file="an order file",
    shorten="Leave out old years, or add up the orders of a day.",
    needed=(("customer",), ("date",), ("amount",)),
    fields=(
        *(
            _CUSTOMER,
            Field("date", "date"),
            Field("amount", "money"),
            _CHANNEL,
            _CAMPAIGN,
            Field("product"),
            _SEGMENT,
            Field("cost", "money"),
            Field("fees", "money"),
            Field("order"),
        ),
    ),
    section="orders",
    beside=(
        "refund",
        "status",
        "currency",
        "country",
        "type",
        "quantity",
        "unit_price",
        "test",
        "sign",
        "debit",
        "credit",
    ),
)

CUSTOMERS = DataList(
    table="Customers",
    template="segments",
    row="row",
    rows="customers",
    file="a customer file",
    shorten="Add up customers who are alike, with their number in the column Customers.",
    needed=(("customer", "segment", "channel", "campaign"), ("value", "purchase_value")),
    fields=(
        *(_CUSTOMER, _CHANNEL, _CAMPAIGN, _SEGMENT, Field("value", "money"), Field("cac", "money", "acquisition cost")),
        *(Field("customers", "number", "number of customers", "customer_count"), Field("monthly_revenue", "money", "monthly revenue")),
        *(
            Field("purchase_value", "money", "purchase value"),
            Field("purchase_frequency", "number", "purchases a year"),
            Field("lifespan", "number"),
        ),
    ),
    section="customers",
    beside=("currency", "country"),
)

SUBSCRIPTIONS = DataList(
    table="Subscriptions",
    template="subscriptions",
    row="subscription",
    rows="subscriptions",
    file="a subscription file",
    shorten="Leave out those that ended long ago.",
    needed=(("customer",), ("start", "tenure")),
    fields=(
        *(_CUSTOMER, Field("start", "date"), Field("end", "date"), Field("plan"), Field("price", "money")),
        *(Field("tenure", "number"), Field("churned")),
    ),
    section="subscriptions",
    beside=("yearly_price", "interval", "interval_count", "trial_end", "status", "currency", "country", "channel"),
)

LISTS = {data_list.table: data_list for data_list in (ORDERS, CUSTOMERS, SUBSCRIPTIONS)}
TEMPLATES = {data_list.template: data_list for data_list in LISTS.values()}


@lru_cache(maxsize=1)
def known_words() -> dict[tuple[str, str], Words]:
    """The words of headings.toml, by section and name."""
    import tomllib  # these take a while to load
    from importlib.resources import files

    given = tomllib.loads(files(__package__ or "").joinpath("headings.toml").read_text(encoding="utf-8"))  # also from a packed wheel
    return {
        (section, name): tuple(
            tuple(dict.fromkeys(map(bare, tier.split()))) for tier in (entry["tiers"] if isinstance(entry, dict) else [entry])
        )
        for section, table in given.items()
        for name, entry in table.items()
    }


def bare(text: str) -> str:
    """Letters only, small, without accents."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("º", "").replace("ª", ""))
    return "".join(ch for ch in letters if ch.isalpha())
