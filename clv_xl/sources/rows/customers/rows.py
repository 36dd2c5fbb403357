"""Customers and groups of them: which rows of a list of them count."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from ...columns.plan import Plan
from ...columns.words import word_sql, words_of
from ...opening.raw import Raw, quoted, quoted_all
from ...options import Options
from ...reasons import NO_NAME, NO_VALUE, NOT_ASKED, NOT_READABLE, TOTAL
from ..account import Cleaned, account_of, make_customers
from ..conditions import conditions_of, headings_tested, stage_kept
from ..money import conversion, converted, settle_currency, stage_currency
from ..stage import Stage
from .identities import make_keys, stage_identities

LABELS = ("channel", "campaign", "segment", "country")
NUMBERS = ("value", "cac", "customers", "monthly_revenue", "purchase_value", "purchase_frequency", "lifespan")
MONEY = ("value", "cac", "monthly_revenue", "purchase_value")
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
    fields = plan.fields
    stage = Stage.of(raw, plan, options)
    conditions = conditions_of(raw, plan, options)
    raw.load([*plan.headings(), *headings_tested(conditions)])
    numbers = [name for name in NUMBERS if name in fields]
    stage.read_numbers([fields[name] for name in numbers])
    stage.columns["mark"] = "mark"
    for name in numbers:
        stage.columns[name], stage.columns[f"{name}_bad"] = stage.number(fields[name])
        stage.columns[f"{name}_text"] = stage.cell(fields[name])
    stage.label(LABELS, fields)
    names = stage_identities(plan, stage, options.identity)
    priced = next((name for name in ("value", "purchase_value") if name in fields), None)
    if priced:
        stage_currency(raw, plan, stage, priced)
    stage_kept(stage, conditions)
    stage.build("staged")
    guests, cut = make_keys(raw, plan, names, "staged")
    raw.view("judged", f"SELECT *, {_reason(fields, numbers)} AS reason, true AS lead FROM known")
    currency, rates = settle_currency(raw, "judged", "reason IS NULL", options) if priced else (None, {})
    rate, foreign = conversion(currency, rates)
    worth = _worth(fields)
    raw.make(
        "decided",
        f"SELECT * EXCLUDE (reason){converted(MONEY, fields, rate)}, CASE WHEN {foreign} AND reason IS NULL THEN 'in ' || currency "
        f"ELSE reason END AS reason, CASE WHEN {foreign} THEN NULL ELSE round({worth} * {rate}, 6) END AS money FROM judged",
    )
    cleaned = tally_customers(raw, options, currency, fields)
    cleaned.notes += [text for text in (cut, guests) if text]
    return cleaned


def tally_customers(raw: Raw, options: Options, currency: str | None, fields: Container[str]) -> CleanedCustomers:
    """What the table `decided` comes to."""
    count = "fsum(coalesce(customers, 1))" if "customers" in fields else "count(*)"
    people = raw.run(f"SELECT {count} FROM decided WHERE reason IS NULL")[0][0]
    account = account_of(raw)
    make_customers(raw)
    cleaned = CleanedCustomers(account, options.as_of, currency, None, None, int(people or 0))
    cleaned.value = account.used.money if "value" in fields else None
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
    totals, label = quoted_all(words_of("total")), word_sql(f"coalesce({', '.join(labels)}, NULL)")
    return (
        f"CASE WHEN NOT kept THEN {quoted(NOT_ASKED)} WHEN {label} IN ({totals}) THEN {quoted(TOTAL)} "
        f"WHEN coalesce({', '.join(labels)}, NULL) IS NULL THEN {quoted(NO_NAME)} "
        f"WHEN {' OR '.join(f'coalesce({test}, false)' for test in bad) or 'false'} THEN {quoted(NOT_READABLE)} "
        f"WHEN {_worth(fields)} IS NULL THEN {quoted(NO_VALUE)} END"
    )
