"""Files of several programs as one list: each is read on its own, with its own columns, and what came out is put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ...words import Words
from ..columns.fields import CUSTOMERS, ORDERS
from ..columns.plan import Plan
from ..columns.recognising import bare_heading
from ..opening.raw import Raw, connect, once, quoted
from ..options import Options
from ..problems import OrderFileError
from ..rows.account import Account, Cleaned, account_of
from ..rows.beside import Beside, is_named
from ..rows.customers.known import Known
from ..rows.customers.rows import tally_customers
from ..rows.money import several_currencies
from ..rows.orders.rows import account_of_orders, tally_orders
from ..rows.subscriptions.rows import tally_subscriptions
from ..understood import FileRead, Source, without_folders
from ..values.expressions import written
from .attributes import give_attributes, load_attributes
from .overlaps import leave_out_overlaps
from .people import NODE, ask_of_two_shops, make_people, name_people
from .recognising import load_known, recognise, scope_of

_ALL_HAVE = ("key_id", "key_email", "key_name", "order_text", "currency")
"""Columns of texts that some lists lack."""


def join(parts: Sequence[Source], options: Options, known: Known | None = None) -> Source:
    """Several lists of one kind as one. known: the customers who are there already, and keep what they are called.

    Raises:
        OrderFileError: they are of two kinds, in two currencies, or overlap in a way that could mean two things.
    """
    first = parts[0]
    for part in parts:
        if part.kind is not first.kind:
            raise OrderFileError(
                f"{part.name}: this is a list of {part.kind.rows}, and {first.name} one of {first.kind.rows}; name them apart."
            )
    files = {number: name for part in parts for number, name in part.raw.files.items()}
    files = dict(sorted(files.items()))
    kinds = first.raw.kinds if len(parts) == 1 else {}
    raw = Raw(", ".join(files.values()), connect(), once("decided"), {}, kinds, files=files)
    plan = _plan(parts)
    currency, unsaid = _currency(raw, parts, options)
    _gather(raw, parts)
    ask_of_two_shops(raw)
    beside = _beside(raw, parts, options.customers) if is_named(options.customers) else None
    load_known(raw, known or Known())
    make_people(raw, ["decided", "known_keys", *(["attribute_keys"] if beside else [])])
    names, recognised = recognise(raw, NODE)
    notes = [*name_people(raw), *recognised, *leave_out_overlaps(raw, first.kind, options), *unsaid, *_vat(parts), *_same_ids(parts)]
    if beside:
        give_attributes(raw, plan, beside)
        notes += [Words("{1}: {2}", beside.file, note) for note in beside.notes]
    cleaned = _tallied(raw, plan, options, currency)
    read = [_file(raw, part, number, name) for number, name in raw.files.items() for part in parts if number in part.raw.files]
    own = [Words("{1}: {2}", without_folders(part.name), note) if len(parts) > 1 else note for part in parts for note in part.notes]
    headings = {name: ", ".join(dict.fromkeys(p.headings[name] for p in parts if name in p.headings)) for p in parts for name in p.headings}
    not_used = [*dict.fromkeys(heading for part in parts for heading in part.not_used)]
    if beside:
        headings |= {name: ", ".join(filter(None, [headings.get(name), said])) for name, said in _attributes_of(beside).items()}
    joined = Source(raw.name, first.kind, plan, cleaned, raw, headings, not_used, [*own, *notes], read, [beside] if beside else [])
    joined.recognised.names = names
    return joined


def _attributes_of(beside: Beside) -> dict[str, str]:
    """Where each attribute comes from."""
    return {name: f"{heading} ({beside.file})" for name, heading in beside.headings.items() if name != "customer"}


def _beside(raw: Raw, parts: Sequence[Source], given: Any) -> Beside:
    """The file of customers.

    Raises:
        OrderFileError: it cannot be read, or the list is none of orders.
    """
    kind = parts[0].kind
    if kind is not ORDERS:
        sentence = f"{raw.name}: these are {kind.rows}, whose own columns say what they are; leave out --customers."
        raise OrderFileError(sentence, ["--customers"])
    ids = {scope_of(part, "id"): part.plan.identities["id"] for part in parts if "id" in part.plan.identities}
    return load_attributes(raw, given, {scope: bare_heading(written(expression)) for scope, expression in ids.items()})


def _plan(parts: Sequence[Source]) -> Plan:
    """What the parts have together."""
    plan = Plan(parts[0].kind)
    for part in parts:
        plan.identities = {**part.plan.identities, **plan.identities}
        plan.fields = {**part.plan.fields, **plan.fields}
        plan.rules += [rule for rule in part.plan.rules if rule.heading not in [known.heading for known in plan.rules]]
    vats = {part.vat for part in parts}
    plan.vat = vats.pop() if len(vats) == 1 else ""
    return plan


def _gather(raw: Raw, parts: Sequence[Source]) -> None:
    """The table `decided` with the rows of all parts, one part behind the other, and of which program each is."""
    blank = ", ".join(f"CAST(NULL AS VARCHAR) AS {name}" for name in _ALL_HAVE)
    programs: dict[str, int] = {}
    rows, before = [f"SELECT {blank} WHERE false"], 0
    for number, part in enumerate(parts):
        own = part.plan.profile.key if part.plan.profile else f"list {number}"
        program = programs.setdefault(own, len(programs))
        columns = [name for name, *_ in part.raw.run("DESCRIBE decided") if name != "rn" and not name.startswith("by_")]
        own_rows = part.raw.db.sql(f"SELECT {', '.join(columns)}, rn + {before} AS rn FROM decided").to_arrow_table()
        raw.db.register(f"part{number}", own_rows)
        before += (part.raw.run("SELECT max(rn) FROM decided")[0][0] or 0) + 1
        scopes = f"{quoted(scope_of(part, 'id'))} AS id_scope, {quoted(scope_of(part, 'order'))} AS order_scope"
        rows.append(f"SELECT *, {number} AS layout, {program} AS program, {scopes} FROM part{number}")
    everything = " UNION ALL BY NAME ".join(rows)
    raw.make("decided", f"SELECT *, {NODE} AS node, key_id AS by_id, key_email AS by_email FROM ({everything})")
    for number in range(len(parts)):
        raw.db.unregister(f"part{number}")


def _tallied(raw: Raw, plan: Plan, options: Options, currency: str | None) -> Cleaned:
    if plan.kind is ORDERS:
        return tally_orders(raw, options, currency, "(order_scope || ' ' || order_text)" if "order" in plan.fields else "")
    if plan.kind is CUSTOMERS:
        return tally_customers(raw, options, currency, plan.fields)
    return tally_subscriptions(raw, options, currency, "price" in plan.fields)


def _file(raw: Raw, part: Source, number: int, name: str) -> FileRead:
    account: Callable[[Raw, str], Account] = account_of_orders if part.kind is ORDERS else account_of
    return FileRead(name, part.profile, part.headings, part.not_used, account(raw, f"part = {number}"))


def _currency(raw: Raw, parts: Sequence[Source], options: Options) -> tuple[str | None, list[str]]:
    """The one currency of all, and what is said of files that do not say theirs.

    Raises:
        OrderFileError: there are several, or no file has a row in the one that is asked for.
    """
    rows: dict[str, int] = {}
    for part in parts:
        if code := part.cleaned.currency:
            rows[code] = rows.get(code, 0) + part.account.used.rows
    rows = dict(sorted(rows.items(), key=lambda found: -found[1]))
    if len(rows) > 1:
        raise several_currencies(raw.name, rows)
    currency = next(iter(rows), None)
    if options.currency and not any(part.account.used.rows for part in parts):
        others = {code for part in parts for code in part.account.other}
        raise OrderFileError(f"{raw.name}: no row is in {currency}; they are in {', '.join(sorted(others))}.", ["--currency"])
    unsaid = [without_folders(part.name) for part in parts if part.cleaned.currency is None]
    if currency and unsaid and not options.currency:
        return currency, [Words("{1} does not say its currency, and is counted as {2}.", ", ".join(unsaid), currency)]
    return currency, []


def _same_ids(parts: Sequence[Source]) -> list[str]:
    """What is said of lists of no known program whose ids are taken for the same ones, since they have one heading."""
    lists: dict[str, list[str]] = {}
    for part in parts:
        if "id" in part.plan.identities and not part.plan.profile:
            lists.setdefault(scope_of(part, "id"), []).append(part.name)
    several = [without_folders(", ".join(names)) for names in lists.values() if len(names) > 1]
    return [Words("An id is the same customer in {1}, where it has one heading.", names) for names in several]


def _vat(parts: Sequence[Source]) -> list[str]:
    """What is said where VAT is in the money of some files and not of others."""
    said = {vat: ", ".join(without_folders(part.name) for part in parts if part.vat == vat) for vat in ("with", "without")}
    if not all(said.values()):
        return []
    return [Words("VAT is in the money of {1}, and not in that of {2}.", said["with"], said["without"])]
