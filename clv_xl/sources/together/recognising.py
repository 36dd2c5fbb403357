"""Recognising the customers of a workbook in the files of a later month, and telling who those of a list are for the next one."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from ...words import Words
from ..columns.fields import CUSTOMERS, ORDERS
from ..columns.recognising import bare_heading, fields_of
from ..opening.raw import Raw, quoted_all
from ..rows.customers.known import Known, KnownBy
from ..rows.orders import rows as order_rows
from ..rows.subscriptions import rows as subscription_rows
from ..understood import Source
from ..values.expressions import headings_of, written


def scope_of(part: Source, what: str) -> str:
    """Within what ids (or numbers of orders) are comparable: a program, or lists with that heading."""
    if part.plan.profile:
        return part.plan.profile.key.partition("_")[0]
    expression = (part.plan.identities if what == "id" else part.plan.fields).get(what)
    return bare_heading(written(expression)) if expression else ""


def load_known(raw: Raw, known: Known) -> None:
    """The table `known_keys`, as `decided` has the keys, and `known_names` with the customers that are there."""
    import pyarrow as pa

    rows = known.every()
    texts = {name: pa.array(list(column), pa.string()) for name, column in zip(KnownBy._fields, zip(*rows) if rows else ([],) * 5)}
    raw.db.register("given", pa.table(texts | {"n": pa.array(range(len(rows)), pa.int64())}))
    raw.make("known_keys", "SELECT customer, scope AS id_scope, id AS key_id, email AS key_email, name AS key_name, n FROM given")
    raw.db.unregister("given")
    raw.db.register("given", pa.table({"customer": pa.array(known.customers, pa.string())}))
    raw.make("known_names", "SELECT DISTINCT lower(customer) AS called FROM given")
    raw.db.unregister("given")


def recognise(raw: Raw, node: str) -> tuple[dict[str, str], list[str]]:
    """The table `known_people` with the customer that each known person is. Returns which customers are another one, and what is said of
    it. node: the SQL of what a row is known by first."""
    raw.make(
        "known_persons",
        "SELECT customer, arg_min(person, n) AS person, min(n) AS n, count(DISTINCT person) AS persons "
        f"FROM (SELECT *, {node} AS node FROM known_keys) JOIN people USING (node) GROUP BY 1",
    )
    raw.make("known_people", "SELECT person, arg_min(customer, n) AS customer FROM known_persons GROUP BY person")
    names = dict(
        raw.run(
            "SELECT lower(k.customer), p.customer FROM known_persons k JOIN known_people p USING (person) WHERE k.customer <> p.customer"
        )
    )
    several = raw.run("SELECT count(*), min(customer) FROM known_persons WHERE persons > 1")[0]
    raw.drop("known_persons", "known_keys")
    said: list[str] = []
    if names:
        one, other = min(names.items())
        sentence = Words(
            "{1} customers who were there are one with another, as is known now: such as {2} and {3}.", f"{len(names):,}", one, other
        )
        said.append(sentence)
    if several[0]:
        said.append(
            Words(
                "{1} customers who were there had an address that now stands beside several ids, such as {2}: whose their earlier orders "
                "are cannot be told, and they may stand twice.",
                f"{several[0]:,}",
                several[1],
            )
        )
    return names, said


def known_of(source: Source, scope: str = "") -> Known:
    """Who the customers of a list are that was read so that they are remembered. scope: of its ids, where it is one file."""
    if source.kind is CUSTOMERS or not source.plan.identities:
        return Known()
    raw = source.raw
    there = {name for name, *_ in raw.run("DESCRIBE decided")}
    keys = [name if name in there else f"CAST(NULL AS VARCHAR) AS {name}" for name in ("key_id", "key_email", "key_name")]
    scopes = "id_scope" if "id_scope" in there else f"'{scope}' AS id_scope"
    who = "person" if "person" in there else "lower(shown)"
    shown = order_rows.SHOWN if source.kind is ORDERS else subscription_rows.SHOWN
    listed = f"shown IS NOT NULL AND (reason IS NULL OR reason IN ({quoted_all(shown)}))"
    name = "CASE WHEN d.key_id IS NULL AND d.key_email IS NULL THEN d.key_name END"
    rows = raw.run(
        f"SELECT any_value(c.name), d.id_scope, d.key_id, d.key_email, {name} "
        f"FROM (SELECT {who} AS who, {', '.join(keys)}, {scopes}, rn FROM decided) d JOIN (SELECT {who} AS who, arg_min(shown, rn) AS name "
        f"FROM decided WHERE {listed} GROUP BY 1) c USING (who) GROUP BY who, 2, 3, 4, 5 ORDER BY min(d.rn)"
    )
    return briefly([KnownBy(name, scope if key else "", key, email, other) for name, scope, key, email, other in rows])


def briefly(rows: list[KnownBy]) -> Known:
    """Rows without those of customers who are known by what they are called alone, in the way in which most are."""
    by_customer: dict[str, list[KnownBy]] = defaultdict(list)
    for row in rows:
        by_customer[row.customer.lower()].append(row)
    ways = Counter((_way(own[0]) if len(own) == 1 else None) for own in by_customer.values())
    best = max((way for way in ways if way), key=lambda way: ways[way], default=None)
    kind, scope = best or ("id", "")
    kept = [row for own in by_customer.values() if len(own) > 1 or best is None or _way(own[0]) != best for row in own]
    return Known(kind, scope, tuple(kept), tuple(own[0].customer for own in by_customer.values()))


def _way(row: KnownBy) -> tuple[str, str] | None:
    """In which way a customer is known who is called so; None where there is more to it."""
    filled = [name for name in ("id", "email", "name") if getattr(row, name) is not None]
    alone = len(filled) == 1 and getattr(row, filled[0]) == row.customer.lower()
    return (filled[0], row.scope) if alone else None


def people_in(parts: list[Source]) -> tuple[list[str], set[str]]:
    """The columns of files that tell who a customer is and which order it was, and what stands in them."""
    headings: dict[str, None] = {}
    texts: set[str] = set()
    for part in parts:
        order: Any = part.plan.fields.get("order")
        used = [*part.plan.identities.values(), *part.plan.given_back.values(), *([order] if order is not None else [])]
        known = [heading for heading in part.raw.headings if "customer" in fields_of(heading, part.kind)]
        own = dict.fromkeys([*(heading for expression in used for heading in headings_of(expression)), *known])
        headings |= own
        texts.update(text for heading in own for text in part.raw.distinct(heading))
    return [*headings], texts
