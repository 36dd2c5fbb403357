"""Customers and groups of them: which rows of a list of them count."""

from __future__ import annotations

from dataclasses import dataclass

from .account import Account, Tally
from .conditions import condition_sql, parse_condition, tests_of
from .identities import make_keys, stage_identities
from .money import settle_currency, stage_currency
from .options import Options
from .order_rows import Cleaned
from .plan import Plan
from .raw import Raw, quoted
from .reasons import NO_NAME, NO_VALUE, NOT_ASKED, NOT_READABLE, TOTAL
from .stage import Stage
from .words import words_of

LABELS = ("channel", "campaign", "segment", "country")
NUMBERS = ("value", "cac", "customers", "monthly_revenue", "purchase_value", "purchase_frequency", "lifespan")
SHOWN = (NO_NAME, NO_VALUE, NOT_READABLE)
"""Why rows are left out that a workbook still shows, and counts itself."""


@dataclass
class CleanedCustomers(Cleaned):
    """The same, with what all are worth."""

    value: float | None = None


def clean_customer_rows(raw: Raw, plan: Plan, options: Options) -> CleanedCustomers:
    """Decide on every row.

    Raises:
        OrderFileError: something can be read in two ways.
    """
    fields, profile = plan.fields, plan.profile
    stage = Stage(raw, options.decimal, options.date_order, *((profile.decimal, profile.dates) if profile else ("", "")))
    conditions = [
        (parse_condition(text, raw.headings), keep)
        for text, keep in ((options.where, True), (options.excluded, False), (plan.where, True), (plan.excluded, False))
        if text
    ]
    raw.load([*plan.headings(), *(test.heading for condition, _ in conditions for test in tests_of(condition))])
    numbers = [name for name in NUMBERS if name in fields]
    stage.read_numbers([fields[name] for name in numbers])
    stage.columns["mark"] = "mark"
    for name in numbers:
        stage.columns[name], stage.columns[f"{name}_bad"] = stage.number(fields[name])
        stage.columns[f"{name}_text"] = stage.cell(fields[name])
    for name in LABELS:
        if name in fields:
            stage.columns[f"{name}_text"] = stage.text(fields[name])
    names = stage_identities(plan, stage, options.identity)
    priced = next((name for name in ("value", "purchase_value") if name in fields), None)
    if priced:
        stage_currency(raw, plan, stage, priced)
    kept = [condition_sql(condition, stage) if keep else f"(NOT {condition_sql(condition, stage)})" for condition, keep in conditions]
    stage.columns["kept"] = " AND ".join(kept) or "true"
    stage.build("staged")
    guests, cut = make_keys(raw, plan, names, "staged")
    raw.make("judged", f"SELECT *, {_reason(fields, numbers)} AS reason, true AS lead FROM staged JOIN keys USING (rn)")
    currency, rates = settle_currency(raw, "judged", "reason IS NULL", options) if priced else (None, {})
    foreign = f"currency IS NOT NULL AND currency <> {quoted(currency)}" if currency and not rates else "false"
    worth = _worth(fields)
    raw.make(
        "decided",
        f"SELECT * EXCLUDE (reason), CASE WHEN {foreign} AND reason IS NULL THEN 'in ' || currency "
        f"ELSE reason END AS reason, CASE WHEN {foreign} THEN NULL ELSE round({worth}, 6) END AS money FROM judged",
    )
    found = raw.run("SELECT reason, count(*), fsum(money) FROM decided GROUP BY 1 ORDER BY 2 DESC, 1")
    tallies = {reason: Tally(rows, round(money or 0.0, 6)) for reason, rows, money in found}
    used = tallies.pop(None, Tally())
    rows, money = raw.run("SELECT count(*), fsum(money) FROM decided")[0]
    count = "fsum(coalesce(customers, 1))" if "customers" in fields else "count(*)"
    people = raw.run(f"SELECT {count} FROM decided WHERE reason IS NULL")[0][0]
    account = Account(Tally(rows, round(money or 0.0, 6)), used, tallies)
    cleaned = CleanedCustomers(account, options.as_of, currency, None, None, int(people or 0))
    cleaned.value = used.money if "value" in fields else None
    cleaned.notes += [text for text in (cut, guests and guests + ".") if text]
    return cleaned


def _worth(fields: object) -> str:
    """The SQL of what the customers of a row are worth together."""
    there = lambda name: name in fields  # type: ignore[operator]  # noqa: E731
    computed = (
        "purchase_value * purchase_frequency * lifespan"
        if all(map(there, ("purchase_value", "purchase_frequency", "lifespan")))
        else "NULL"
    )
    value = f"coalesce(value, {computed})" if there("value") else computed
    return f"CAST({value} AS DOUBLE) * coalesce(customers, 1)" if there("customers") else f"CAST({value} AS DOUBLE)"


def _reason(fields: object, numbers: list[str]) -> str:
    """The SQL of why a row is left out."""
    labels = ["shown", *(f"{name}_text" for name in ("channel", "campaign", "segment") if name in fields)]  # type: ignore[operator]
    bad = [f"{name}_bad" for name in numbers] + [f"{name} < 0" for name in numbers if name != "value"]
    totals = ", ".join(map(quoted, sorted(words_of("total"))))
    return (
        f"CASE WHEN NOT kept THEN {quoted(NOT_ASKED)} WHEN lower(coalesce({', '.join(labels)}, NULL)) IN ({totals}) THEN {quoted(TOTAL)} "
        f"WHEN coalesce({', '.join(labels)}, NULL) IS NULL THEN {quoted(NO_NAME)} "
        f"WHEN {' OR '.join(f'coalesce({test}, false)' for test in bad) or 'false'} THEN {quoted(NOT_READABLE)} "
        f"WHEN {_worth(fields)} IS NULL THEN {quoted(NO_VALUE)} END"
    )
