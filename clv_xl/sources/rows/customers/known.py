"""Who the customers of a workbook are: what files that filled it knew them by, so that those of a later month are recognised.

A row is what one customer was known by in some file: by id, e-mail address or name; an id and an address in one row link the two. Most
customers are known by what they are called alone, in one way for the whole list: they need no row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple


class KnownBy(NamedTuple):
    """What a customer was known by, in small letters. scope: within what the id is comparable."""

    customer: str
    scope: str
    id: str | None
    email: str | None
    name: str | None


@dataclass(frozen=True)
class Known:
    """Who the customers are that are there already.

    kind: what those without a row are known by, "id", "email" or "name"; nothing where a workbook does not say it.
    customers: all that are there. texts: whether all that names a customer in the files is asked for.
    orders: within what the numbers of orders are comparable that are there; those of the first stand in the table as they are, those of
    another behind its name.
    """

    kind: str = ""
    scope: str = ""
    rows: tuple[KnownBy, ...] = ()
    customers: tuple[str, ...] = ()
    texts: bool = False
    orders: tuple[str, ...] = ()

    @property
    def says_something(self) -> bool:
        return bool(self.kind and self.customers)

    def every(self) -> list[KnownBy]:
        """The rows, with those of customers who need none."""
        told = {row.customer.lower() for row in self.rows}
        return [
            *self.rows,
            *(plain_row(customer, self.kind, self.scope) for customer in self.customers if self.kind and customer.lower() not in told),
        ]

    def renamed(self, names: Mapping[str, str]) -> Known:
        """With other names for some customers."""
        rows = tuple(dict.fromkeys(row._replace(customer=names.get(row.customer.lower(), row.customer)) for row in self.every()))
        return replace(self, rows=rows, customers=tuple(dict.fromkeys(names.get(name.lower(), name) for name in self.customers)))


@dataclass
class Recognised:
    """What reading a list with known customers tells besides."""

    known: Known = field(default_factory=Known)
    """Those of the list."""
    names: dict[str, str] = field(default_factory=dict)
    """By customers of before, in small letters, another of them who they are."""
    headings: list[str] = field(default_factory=list)
    """The columns that tell who a customer is, and which order it was."""
    texts: set[str] = field(default_factory=set)
    """What stands in them."""
    orders: tuple[str, ...] = ()
    """Within what the numbers of orders are comparable, with those that were known before, which come first."""
    not_shown: dict[str, str] = field(default_factory=dict)
    """Numbers of orders of which no row comes into the table, with the reason; where rows are there already."""


def plain_row(customer: str, kind: str, scope: str) -> KnownBy:
    """The row of a customer who is called as they are known."""
    is_ = {kind: customer.lower()}
    return KnownBy(customer, scope if kind == "id" else "", is_.get("id"), is_.get("email"), is_.get("name"))
