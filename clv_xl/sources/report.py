"""What was understood of a source, as JSON and in sentences."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ..words import Words, in_a_row
from .columns.fields import LISTS, ORDERS
from .rows.account import Account
from .rows.beside import Beside
from .rows.customers.rows import CleanedCustomers
from .rows.subscriptions.rows import CleanedSubscriptions
from .understood import FileRead, Source, without_folders
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
        "files": [_file_json(file) for file in source.files],
        "joined": [_joined_json(file) for file in source.joined],
    }
    if source.kind is ORDERS:
        result["orders"] = cleaned.orders
    if isinstance(cleaned, CleanedSubscriptions):
        result |= {"subscribers": cleaned.subscribers, "ended": cleaned.ended, "monthly_revenue": cleaned.monthly_revenue}
    if isinstance(cleaned, CleanedCustomers):
        result["value"] = cleaned.value
    return result


def _file_json(file: FileRead) -> dict[str, Any]:
    """One of several files: how it was read, and what of it counts."""
    account = file.account
    return {
        "name": file.name,
        "profile": file.profile,
        "columns": file.headings,
        "not_used": file.not_used,
        "rows": {"read": account.read.rows, "used": account.used.rows, "left_out": account.rows_left_out},
        "money": {"read": account.read.money, "used": account.used.money, "left_out": account.money_left_out},
        "other_currencies": account.other,
    }


def _joined_json(file: Beside) -> dict[str, Any]:
    """A file beside the list."""
    rows = {"read": file.rows, "matched": file.matched, "not_matched": file.rows - file.matched}
    return {"name": file.name, "columns": file.headings, "not_used": file.not_used, "rows": rows, "not_in_it": file.without}


def sentences(source: Source) -> list[str]:
    """What was done, a line each: for the command line, and for a page."""
    cleaned, account = source.cleaned, source.account
    money = cleaned.currency or "money"
    lines = [f"{source.name}: {source.profile or source.kind.rows}, for the template {source.kind.template}"]
    lines += [line for file in source.files if len(source.files) > 1 for line in _file_sentences(file, money)]
    if len({file.profile or listed(file.headings.values(), 99) for file in source.files}) < 2:
        lines.append("Columns: " + ", ".join(f"{name} = {heading}" for name, heading in source.headings.items()))
        if source.not_used:
            lines.append(f"Not used: {listed(source.not_used, 20)}")
    lines.append(
        f"Rows: {account.read.rows:,} read, {account.used.rows:,} used" + (f", {cleaned.orders:,} orders" if cleaned.orders else "")
    )
    lines += _left_out_sentences(account, money)
    vat = f", {source.vat} VAT" if source.vat else ", with or without VAT: the file does not say" if source.kind is ORDERS else ""
    given_back = f", {account.refunded:,.2f} given back" if account.refunded else ""
    lines.append(f"Money: {money} {account.read.money:,.2f} read, {account.used.money:,.2f} used{given_back}{vat}")
    lines += [f"  in {code}, not counted: {amount:,.2f}" for code, amount in account.other.items()]
    if isinstance(cleaned, CleanedSubscriptions):
        revenue = f", {money} {cleaned.monthly_revenue:,.2f} a month" if cleaned.monthly_revenue is not None else ""
        when = f"On {day(cleaned.as_of)}" if cleaned.as_of else "By tenure, without dates"
        lines.append(f"{when}: {cleaned.subscribers:,} subscribers, {cleaned.ended:,} ended{revenue}")
    period = f", {day(cleaned.first)} to {day(cleaned.last)}" if cleaned.first else ""
    lines.append(f"Customers: {cleaned.customers:,}{period}")
    for file in source.joined:
        used = ", ".join(f"{name} = {heading}" for name, heading in file.headings.items())
        lines.append(f"{file.text}; columns: {used}" + (f"; not used: {listed(file.not_used, 20)}" if file.not_used else ""))
    return lines + source.notes


def _left_out_sentences(account: Account, money: str) -> list[str]:
    amounts = {reason: f", {money} {tally.money:,.2f}" if tally.money else "" for reason, tally in account.left_out.items()}
    return [f"  left out: {tally.rows:,} {reason}{amounts[reason]}" for reason, tally in account.left_out.items()]


def _file_sentences(file: FileRead, money: str) -> list[str]:
    """One of several files."""
    account = file.account
    return [
        f"{file.name}: {file.profile or 'known by its headings'}; {account.read.rows:,} rows read, {account.used.rows:,} used; "
        f"{money} {account.read.money:,.2f} read, {account.used.money:,.2f} used",
        "  columns: " + ", ".join(f"{name} = {heading}" for name, heading in file.headings.items()),
        *([f"  not used: {listed(file.not_used, 20)}"] if file.not_used else []),
        *_left_out_sentences(account, money),
    ]


def page_texts(source: Source) -> dict[str, list[str]]:
    """The same for the cells of a page that have these names, as texts that other languages know."""
    account = source.account
    status = [rule.heading for rule in source.plan.rules]
    used = {**source.headings, **({"status": ", ".join(status)} if status else {})}
    shown, more = source.not_used[:_SHOWN], len(source.not_used) - _SHOWN
    vat = {"with": Words("with VAT"), "without": Words("without VAT")}.get(source.vat, _NOT_SAID)
    texts: dict[str, list[str]] = {
        "source_file": [without_folders(source.name)],
        "source_profile": [source.profile or Words("a list known by its headings")],
        "source_rows": [Words("{1} read, {2} used", f"{account.read.rows:,}", f"{account.used.rows:,}")],
        "source_money": [],
        "source_currency": [source.cleaned.currency or _NOT_SAID],
        "source_vat": [vat],
        "source_columns": [in_a_row(*[Words("{1}: {2}", _field(field), heading) for field, heading in used.items()], between="; ")],
        "source_not_used": [],
        "source_left_out": [_left_out(account, reason) for reason in account.left_out] or [Words("nothing")],
        "source_notes": source.notes,
        "source_joined": [file.text for file in source.joined],
        "source_files": [_file_text(file) for file in source.files] if len(source.files) > 1 else [],
    }
    if account.read.money:
        money = [f"{amount:,.2f}" for amount in (account.read.money, account.used.money)]
        texts["source_money"] = [Words("{1} read, {2} used", *money)]
        if account.refunded:
            texts["source_money"] = [Words("{1} read, {2} used, {3} given back", *money, f"{account.refunded:,.2f}")]
    if shown:
        columns = in_a_row(*shown, between=", ")
        texts["source_not_used"] = [Words("{1} and {2} more", columns, f"{more:,}") if more > 0 else columns]
    return texts


def _file_text(file: FileRead) -> str:
    """One of several files, for a page."""
    rows = [f"{tally.rows:,}" for tally in (file.account.read, file.account.used)]
    money = [f"{tally.money:,.2f}" for tally in (file.account.read, file.account.used)]
    profile = file.profile or Words("a list known by its headings")
    return Words("{1}: {2}; {3} rows read, {4} used; money {5} read, {6} used", without_folders(file.name), profile, *rows, *money)


_SHOWN = 10
"""So many columns that are not used are named; the others are counted."""
_NOT_SAID = Words("the file does not say")
_REASONS = {
    "not money: ": Words("not money: {1}"),
    "money out: ": Words("money out: {1}"),
    "in ": Words("in another currency, {1}"),
}
"""Reasons that end with a word of the file's own."""


def _field(name: str) -> str:
    """What a column is called at the head of a list."""
    known = {field.name: field.said for kind in LISTS.values() for field in kind.fields}
    return Words(known.get(name, name).replace("_", " ").capitalize())


def _left_out(account: Account, reason: str) -> str:
    """Why rows are left out, how many, and their money in its own currency."""
    tally, said = account.left_out[reason], Words(reason)
    for start, frame in _REASONS.items():
        if reason.startswith(start):
            said = Words(frame, reason.removeprefix(start))
    money = tally.money or account.other.get(reason.removeprefix("in "), 0)
    rows = f"{tally.rows:,}"
    return Words("{1} × {2} ({3})", rows, said, f"{money:,.2f}") if money else Words("{1} × {2}", rows, said)


def day(value: dt.date | None) -> str | None:
    """A day as JSON has it."""
    return value.isoformat() if value else None
