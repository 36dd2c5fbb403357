"""Reading a source: which columns it has, which rows count, and what is asked where it could mean two things."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..words import Words
from .columns.fields import CUSTOMERS, LISTS, ORDERS, TEMPLATES, DataList
from .columns.kinds import plan_by_headings
from .columns.plan import Plan, profile_plan
from .columns.profile import Profile
from .columns.profiles import find_profile, known_profiles, load_profile
from .columns.recognising import fields_of
from .labels import place_labels
from .opening.files import files_of
from .opening.opening import open_sources
from .opening.raw import Raw
from .opening.title_rows import CERTAIN, WHOLE, Fit
from .options import Options, in_python
from .problems import ColumnError, OrderFileError
from .rows.account import Cleaned
from .rows.beside import is_named
from .rows.customers import rows as customer_rows
from .rows.customers.known import Known
from .rows.customers.near_doubles import said_of_near_doubles
from .rows.orders import rows as order_rows
from .rows.orders.product_costs import Products, read_products
from .rows.subscriptions import rows as subscription_rows
from .together.joined import join
from .together.order_numbers import settle_numbers
from .together.recognising import known_of, people_in, scope_of
from .together.said import said_of
from .understood import Source
from .values.expressions import listed, written


def read_list(
    source: str | Path | Sequence[str | Path] | Any,
    *kinds: DataList,
    options: Options | None = None,
    known: Known | None = None,
    **said: Any,
) -> Source:
    """Read a list.

    Args:
        source: a file (.csv, .tsv, .txt, .parquet, .json, .xlsx, .xlsm, .xls, .xlsb, .ods; text also packed as .gz), several that are
            one list, of one program or more, a folder of them or a pattern such as orders-*.csv; or a pandas, polars or pyarrow frame, or
            any other that narwhals knows.
        kinds: what it may be a list of; of several, the one whose columns it has most of.
        options: how to read it; or `said`, the same by name, as `Options` has them.
        known: the customers who are there already. With it, who they all are is remembered.

    Raises:
        OrderFileError: in one sentence, what is wrong with the file and what to do.
    """
    try:
        return _read(source, kinds or tuple(LISTS.values()), options or Options(**said), known)
    except OrderFileError as problem:
        if options is not None:
            raise
        raise OrderFileError(in_python(str(problem)), problem.options) from None


def read_orders(source: str | Path | Any, **said: Any) -> Source:
    """Read orders; options as for `read_list`."""
    return read_list(source, ORDERS, **said)


def _read(source: Any, kinds: tuple[DataList, ...], options: Options, known: Known | None) -> Source:
    options.check()
    named = {name: str(heading) for name, heading in options.columns.items() if heading is not None}
    own = _own_profile(options)
    profiles = () if options.profile == "none" else (own,) if own else known_profiles()
    one = kinds[0] if len(kinds) == 1 else None
    raws = open_sources(
        files_of(source),
        fit_of(kinds, profiles, named),
        encoding=options.encoding,
        sheet=options.sheet,
        rows=one.rows if one else "lists",
        words=one.file if one else "a data file",
    )
    if (is_named(options.customers) or (known and known.says_something)) and not raws[0].files:
        raws[0].files = {0: raws[0].name}
    for raw in raws:
        raw.remembers = known is not None
    read: Source | None = None
    try:
        products = read_products(options.products, raws, named) if is_named(options.products) else None
        fitting = [own is not None and own.match(raw.headings) > 0 for raw in raws]
        parts = []
        for raw, fits in zip(raws, fitting):  # of several files, a profile is for those with its headings
            forced, some = (own, profiles) if fits or not any(fitting) else (None, known_profiles())
            parts.append(_understood(raw, kinds, *said_of(raw, raws, options, named), forced, some, products))
        read = join(parts, options, known) if raws[0].files else parts[0]
        if known:
            read.recognised.headings, read.recognised.texts = people_in(parts) if known.texts else ([], set())
            read.recognised.known = known_of(read, scope_of(parts[0], "id"))
            settle_numbers(read, known, scope_of(parts[0], "order"))
        if products:
            read.joined.append(products.settled(read.raw.name))
            read.notes += [Words("{1}: {2}", products.file, note) for note in products.notes]
        place_labels(read)
        if alike := said_of_near_doubles(read.raw, read.plan):
            read.notes.append(alike)
        return read
    finally:
        for raw in raws:
            if read is None or raw is not read.raw:
                raw.close()


def _own_profile(options: Options) -> Profile | None:
    if options.profile in (None, "none"):
        return None
    by_key = {profile.key: profile for profile in known_profiles()}
    return by_key.get(str(options.profile)) or load_profile(str(options.profile))


def _understood(
    raw: Raw,
    kinds: tuple[DataList, ...],
    options: Options,
    named: dict[str, str],
    own: Profile | None,
    profiles: tuple[Profile, ...],
    products: Products | None,
) -> Source:
    try:
        return _with_plan(raw, _plan(raw, kinds, named, own, profiles), options, products)
    except ColumnError as problem:
        raise OrderFileError(f"{raw.name}: {problem}.".replace("?.", "?"), problem.options) from None


def _plan(raw: Raw, kinds: tuple[DataList, ...], named: dict[str, str], own: Profile | None, profiles: tuple[Profile, ...]) -> Plan:
    """Which column is what."""
    profile = own or find_profile(raw.headings, profiles)
    profile = profile.as_written(raw.headings, raw.sample) if profile else None
    kind = TEMPLATES[profile.template] if profile else None
    if raw.headless and not profile:
        raise _headless(raw)
    if profile and kind not in kinds:
        if own:
            raise OrderFileError(f"{raw.name}: the profile {profile.program} is for the template {profile.template}.", ["--profile"])
        profile = kind = None
    return profile_plan(profile, kind, raw.headings, named) if profile and kind else plan_by_headings(raw, kinds, named)


def _with_plan(raw: Raw, plan: Plan, options: Options, products: Products | None) -> Source:
    """Which rows count."""
    if products and plan.kind is not ORDERS:
        raise OrderFileError(f"{raw.name}: these are {plan.kind.rows}, which have no products; leave out --products.", ["--products"])
    only_headings = OrderFileError(f"{raw.name}: there is no {plan.kind.row} in it, only headings.")
    if raw.run("SELECT count(*) FROM (SELECT * FROM {rows} LIMIT 1)")[0][0] == 0:
        raise only_headings
    if plan.kind is ORDERS:
        cleaned: Cleaned = order_rows.clean_orders(raw, plan, options, products)
    elif plan.kind is CUSTOMERS:
        cleaned = customer_rows.clean_customer_rows(raw, plan, options)
    else:
        cleaned = subscription_rows.clean_subscriptions(raw, plan, options)
    if not cleaned.account.read.rows:
        raise only_headings
    if options.strict and (
        wrong := {reason: n for reason, n in cleaned.account.rows_left_out.items() if "readable" in reason or reason == "no customer"}
    ):
        reasons = ", ".join(f"{rows:,} {reason}" for reason, rows in wrong.items())
        raise OrderFileError(f"{raw.name}: rows are left out ({reasons}); correct them, or leave --strict out.", ["--strict"])
    found = {"customer": written(next(iter(plan.identities.values())))} if plan.identities else {}
    found |= {name: written(expression) for name, expression in plan.fields.items()}
    used = {*plan.headings()}
    notes = [*raw.notes, *plan.notes, *cleaned.notes]
    return Source(raw.name, plan.kind, plan, cleaned, raw, found, [h for h in raw.headings if h not in used], notes)


def _headless(raw: Raw) -> OrderFileError:
    """What to say of a file without headings, with what could be what."""
    from .columns.look import Look

    look = Look(raw)
    dates = [heading for heading in raw.headings if look.is_date(heading)]
    numbers = [heading for heading in raw.headings if heading not in dates and look.is_number(heading)]
    rest = [heading for heading in raw.headings if heading not in dates]
    amount = numbers[-1:] if numbers else []
    customer = [heading for heading in rest if heading not in amount][:1]
    named = [f"--{name} '{h[0]}'" for name, h in (("customer", customer), ("date", dates), ("amount", amount)) if h]
    meant = f"; did you mean {' '.join(named)}?" if len(named) == 3 else f"; its columns are then called {listed(raw.headings)}."
    return OrderFileError(
        f"{raw.name}: it has no headings; write them above the first row, or say which column is what with --customer, --date and --amount"
        f"{meant}",
        ["--customer", "--date", "--amount"],
    )


def fit_of(kinds: tuple[DataList, ...], profiles: tuple[Profile, ...], named: dict[str, str]) -> Fit:
    """How well a row serves as headings: those of a profile come first, then those that are all that a list needs, then known ones."""
    wanted = {name.casefold() for name in named.values()}

    def fit(cells: Any) -> int:
        texts = [cell for cell in cells if cell]
        if matched := max((profile.match(texts) for profile in profiles), default=0):
            return CERTAIN + matched
        best = 0
        for kind in {kind.table: kind for kind in (*kinds, *LISTS.values())}.values():
            known = {field for text in texts for field in fields_of(text, kind)}
            there = {*known, *(name for name, heading in named.items() if heading.casefold() in {text.casefold() for text in texts})}
            score = len(there) * 10 + (WHOLE if not kind.missing(there) else 0) + (5 if kind in kinds else 0)
            best = max(best, score if len(there) > 1 else 0)
        return best or (1 if any(text.casefold() in wanted for text in texts) else 0)

    return fit


__all__ = ["Options", "Source", "read_list", "read_orders"]
