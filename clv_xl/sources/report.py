"""What was understood of a source, as JSON and in sentences."""

from __future__ import annotations

import datetime as dt
from typing import Any

from .columns.fields import ORDERS
from .rows.customer_rows import CleanedCustomers
from .rows.subscription_rows import CleanedSubscriptions
from .source import Source
from .values.expressions import listed


def as_json(source: Source) -> dict[str, Any]:
    """What was understood, with the account of every row and cent."""
    cleaned, account = source.cleaned, source.account
    result: dict[str, Any] = {
        "profile": source.profile,
        "template": source.kind.template,
        "columns": source.headings,
        "not_used": source.not_used,
        "currency": cleaned.currency,
        "vat": source.vat or None,
        "rows": {"read": account.read.rows, "used": account.used.rows, "left_out": account.rows_left_out},
        "money": {"read": account.read.money, "used": account.used.money, "left_out": account.money_left_out},
        "other_currencies": account.other,
        "customers": cleaned.customers,
        "first": day(cleaned.first),
        "last": day(cleaned.last),
        "as_of": day(cleaned.as_of),
        "notes": source.notes,
    }
    if source.kind is ORDERS:
        result["orders"] = cleaned.orders
    if isinstance(cleaned, CleanedSubscriptions):
        result |= {"subscribers": cleaned.subscribers, "ended": cleaned.ended, "monthly_revenue": cleaned.monthly_revenue}
    if isinstance(cleaned, CleanedCustomers):
        result["value"] = cleaned.value
    return result


def sentences(source: Source) -> list[str]:
    """What was done, a line each: for the command line, and for a page."""
    cleaned, account = source.cleaned, source.account
    money = cleaned.currency or "money"
    lines = [f"{source.name}: {source.profile or source.kind.rows}, for the template {source.kind.template}"]
    lines.append("Columns: " + ", ".join(f"{name} = {heading}" for name, heading in source.headings.items()))
    if source.not_used:
        lines.append(f"Not used: {listed(source.not_used, 20)}")
    lines.append(
        f"Rows: {account.read.rows:,} read, {account.used.rows:,} used" + (f", {cleaned.orders:,} orders" if cleaned.orders else "")
    )
    for reason, tally in account.left_out.items():
        amount = f", {money} {tally.money:,.2f}" if tally.money else ""
        lines.append(f"  left out: {tally.rows:,} {reason}{amount}")
    vat = f", {source.vat} VAT" if source.vat else ", with or without VAT: the file does not say" if source.kind is ORDERS else ""
    given_back = f", {account.refunded:,.2f} given back" if account.refunded else ""
    lines.append(f"Money: {money} {account.read.money:,.2f} read, {account.used.money:,.2f} used{given_back}{vat}")
    lines += [f"  in {code}, not counted: {amount:,.2f}" for code, amount in account.other.items()]
    if isinstance(cleaned, CleanedSubscriptions):
        revenue = f", {money} {cleaned.monthly_revenue:,.2f} a month" if cleaned.monthly_revenue is not None else ""
        lines.append(f"On {day(cleaned.as_of)}: {cleaned.subscribers:,} subscribers, {cleaned.ended:,} ended{revenue}")
    period = f", {day(cleaned.first)} to {day(cleaned.last)}" if cleaned.first else ""
    lines.append(f"Customers: {cleaned.customers:,}{period}")
    return lines + source.notes


def page_texts(source: Source) -> dict[str, str]:
    """The same for the cells of a page that have these names: what was read, from which columns, what was left out, whether with VAT."""
    account = source.account
    left_out = [
        f"{tally.rows:,} {reason}" + (f" ({tally.money:,.2f})" if tally.money else "") for reason, tally in account.left_out.items()
    ]
    refunded = [f"{account.refunded:,.2f} given back"] if account.refunded else []
    elsewhere = [f"{amount:,.2f} in {code}" for code, amount in account.other.items()]
    return {
        "source_profile": source.profile or "known by its headings",
        "source_columns": ", ".join(f"{name} = {heading}" for name, heading in source.headings.items()),
        "source_not_used": listed(source.not_used, 20),
        "source_rows": f"{account.read.rows:,} rows read, {account.used.rows:,} used",
        "source_left_out": "; ".join([*left_out, *refunded, *elsewhere]),
        "source_vat": {"with": "with VAT", "without": "without VAT"}.get(source.vat, ""),
        "source_notes": " ".join(source.notes),
    }


def day(value: dt.date | None) -> str | None:
    """A day as JSON has it."""
    return value.isoformat() if value else None
