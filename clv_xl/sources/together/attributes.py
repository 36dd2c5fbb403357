"""A file of customers beside the orders: what it knows of them (channel, segment ...), joined by id or e-mail address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...words import Words
from ..columns.fields import CUSTOMERS
from ..columns.kinds import choose, find_identities
from ..columns.look import Look
from ..columns.plan import Plan
from ..columns.profiles import find_profile, known_profiles
from ..columns.recognising import bare_heading, fields_of
from ..opening.raw import Raw, quoted
from ..options import Options
from ..problems import ColumnError, OrderFileError
from ..rows.beside import Beside, open_beside
from ..rows.customers.identities import id_text
from ..rows.stage import Stage
from ..values.expressions import Expression, Heading, headings_of, listed, parse_expression, written
from .people import NODE

LABELS = ("channel", "campaign", "segment", "country")
"""What it may say of a customer."""


def load_attributes(raw: Raw, given: Any, scopes: Mapping[str, str]) -> Beside:
    """The tables `attributes`, a row each of the file, and `attribute_keys` with what its customers are known by.

    Args:
        raw: where the orders are.
        given: the file, or a frame.
        scopes: the headings of ids in the orders by what they are comparable within; see `scope_of`.

    Raises:
        OrderFileError: it cannot be read, or does not say whose its rows are.
    """
    own = open_beside(given, _fit, "customers")
    try:
        return _loaded(raw, own, scopes)
    except ColumnError as problem:
        raise OrderFileError(f"{own.name}: {problem}.", ["--customers"]) from None
    finally:
        own.close()


def _fit(cells: Sequence[str]) -> int:
    """How well a row serves as headings."""
    return len({name for cell in cells if cell for name in fields_of(cell, CUSTOMERS)})


def _loaded(raw: Raw, own: Raw, scopes: Mapping[str, str]) -> Beside:
    ids, identities, labels = _columns(own, scopes)
    stage = Stage.of(own, Plan(CUSTOMERS), Options())
    keys = {f"id{n}": expression for n, expression in enumerate(ids.values())} | identities
    used = [heading for expression in (*keys.values(), *labels.values()) for heading in headings_of(expression)]
    own.load(used)
    for name, expression in keys.items():
        stage.columns[name] = f"lower({id_text(stage, expression) if name.startswith('id') else stage.text(expression)})"
    stage.columns |= {name: stage.text(expression) for name, expression in labels.items()}
    stage.build("staged")
    raw.db.register("given", own.db.sql("SELECT * FROM staged").to_arrow_table())
    raw.make("attributes", "SELECT * FROM given")
    raw.db.unregister("given")
    name, email = (name if name in identities else "CAST(NULL AS VARCHAR)" for name in ("name", "email"))
    some_id = f"coalesce({', '.join([*(f'id{n}' for n in range(len(ids))), 'NULL'])})"
    row = f"CASE WHEN {some_id} IS NOT NULL THEN 'row ' || rn || ' of the file of customers' END"  # its ids are those of one customer
    others = f"coalesce({email}, {row}) AS key_email, {name} AS key_name FROM attributes"
    parts = [f"SELECT rn, id{n} AS key_id, {quoted(scope)} AS id_scope, {others}" for n, scope in enumerate(ids)]
    parts = parts or [f"SELECT rn, CAST(NULL AS VARCHAR) AS key_id, '' AS id_scope, {others}"]
    raw.make("attribute_keys", f"SELECT *, {NODE} AS node FROM ({' UNION ALL '.join(parts)})")
    rows = raw.run("SELECT count(*) FROM attributes")[0][0]
    if not rows:
        raise OrderFileError(f"{own.name}: there is no customer in it, only headings.", ["--customers"])
    headings = {"customer": ", ".join(map(written, keys.values()))} | {name: written(expression) for name, expression in labels.items()}
    return Beside("customers", own.name, headings, [heading for heading in own.headings if heading not in used], rows, notes=own.notes)


def _columns(own: Raw, scopes: Mapping[str, str]) -> tuple[dict[str, Expression], dict[str, Expression], dict[str, Expression]]:
    """The ids by what they are comparable within, the e-mail address or else the name, and the attributes.

    Raises:
        ColumnError: nothing says whose a row is, or nothing is said of customers.
    """
    look = Look(own)
    profile = find_profile(own.headings, [profile for profile in known_profiles() if profile.template == CUSTOMERS.template])
    given = {**profile.customer, **profile.columns} if profile else {}
    known = {name: found for name, texts in given.items() if (found := _first(texts, own.headings)) is not None}
    ids: dict[str, Expression] = {
        scope: Heading(heading) for heading in own.headings for scope, wanted in scopes.items() if bare_heading(heading) == wanted
    }
    taken = {written(expression) for expression in ids.values()}
    free = [heading for heading in own.headings if heading not in taken]
    who = {name: known[name] for name in ("id", "email", "name") if name in known} if profile else find_identities(look, free)
    unclear = len(taken) < len(ids)  # one column, and two programs have ids with its heading
    if not ids and "id" in who and len(scopes) == 1:
        ids = {next(iter(scopes)): who["id"]}
    elif not ids and "id" in who and scopes:
        unclear = True
    if unclear and "email" in who:
        ids, unclear = {}, False
    if unclear:
        heading = next(iter(taken), None) or written(who["id"])
        raise ColumnError(
            f"the orders have ids of {len(scopes)} programs, and it does not show of which those in {heading} are; give each program's ids "
            "a column with the heading that they have there",
        )
    keys = {"email": who["email"]} if "email" in who else {"name": who["name"]} if "name" in who and not ids else {}
    if not ids and not keys:
        raise ColumnError(f"no column says whose a row is, by id or e-mail, among {listed(own.headings)}")
    free = [heading for heading in free if Heading(heading) not in [*keys.values(), *who.values()]]
    labels = {name: known[name] for name in LABELS if name in known}
    labels |= {name: Heading(h) for name in LABELS if name not in labels and (h := choose(look, CUSTOMERS, name, free))}
    if not labels:
        raise ColumnError(f"no column says a channel, campaign, segment or country of customers among {listed(own.headings)}")
    return ids, keys, labels


def _first(texts: Sequence[str], headings: Sequence[str]) -> Expression | None:
    for text in texts:
        try:
            return parse_expression(text, headings)
        except ColumnError:
            continue
    return None


def give_attributes(raw: Raw, plan: Plan, joined: Beside) -> None:
    """Give each row of `decided` what the file says of its customer, where it says nothing itself.

    Raises:
        OrderFileError: no customer is in both.
    """
    raw.make("of_person", "SELECT person, a.* FROM attribute_keys k JOIN people USING (node) JOIN attributes a USING (rn)")
    raw.make("buyers", "SELECT DISTINCT person FROM decided WHERE reason IS NULL AND person IS NOT NULL")
    joined.matched = raw.run("SELECT count(DISTINCT rn) FROM of_person JOIN buyers USING (person)")[0][0]
    joined.without = raw.run("SELECT count(*) FROM buyers WHERE person NOT IN (SELECT person FROM of_person)")[0][0]
    if not joined.matched:
        known = ", ".join(map(written, plan.identities.values()))
        raise OrderFileError(
            f"{joined.name}: none of its {joined.rows:,} customers, known by {joined.headings['customer']}, is in the orders, which know "
            f"them by {known}.",
            ["--customers"],
        )
    for name in [name for name in LABELS if name in joined.headings]:
        _give(raw, plan, joined, name)
    raw.drop("of_person", "buyers", "attributes", "attribute_keys")


def _give(raw: Raw, plan: Plan, joined: Beside, name: str) -> None:
    """One attribute."""
    heading = joined.headings[name]
    raw.make(
        "said",
        f"SELECT person, min({name}) AS word, count(DISTINCT lower({name})) > 1 AS several, list_sort(list(DISTINCT {name}))[:2] AS words "
        f"FROM of_person WHERE {name} IS NOT NULL GROUP BY person",
    )
    several, example = raw.run("SELECT count(*), min(words) FROM said JOIN buyers USING (person) WHERE several")[0]
    if several:
        words = Words("{1} customers have several values in {2} ({3}), and get none of them.", f"{several:,}", heading, ", ".join(example))
        joined.notes.append(words)
    raw.run("DELETE FROM said WHERE several")
    text = f"{name}_text"
    if name in plan.fields:
        differ = raw.run(
            f"SELECT count(*), min({text} || ', ' || word) FROM decided JOIN said USING (person) "
            f"WHERE reason IS NULL AND lower({text}) <> lower(word)"
        )[0]
        if differ[0]:
            rows = f"{differ[0]:,}"
            joined.notes.append(
                Words("{1} rows of orders say otherwise than {2} ({3}): what the orders say counts.", rows, heading, differ[1])
            )
        raw.make("decided", f"SELECT d.* REPLACE (coalesce({text}, word) AS {text}) FROM decided d LEFT JOIN said USING (person)")
        return
    raw.make("decided", f"SELECT d.*, word AS {text} FROM decided d LEFT JOIN said USING (person)")
    plan.fields[name] = Heading(heading)
