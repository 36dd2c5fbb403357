"""What was given back, where a column says it beside the orders."""

from __future__ import annotations

from ...columns.plan import Plan
from ...opening.raw import Raw
from ...options import Options
from ...problems import OrderFileError
from ...values.expressions import Heading, written
from ..conditions import told_by
from ..unread import no_amounts


def refund_sql(raw: Raw, plan: Plan, table: str) -> str:
    """The SQL of what was given back, as a positive amount whatever its sign in the file."""
    if "refund" not in plan.fields:
        return "NULL"
    highest = raw.run(f"SELECT max(refund) FROM {table}")[0][0]
    return "refund" if highest is not None and highest > 0 else "-refund"


def ask_of_flags(raw: Raw, plan: Plan, options: Options) -> None:
    """Raises OrderFileError where 0 and 1 are all that stands in a column of what was given back: they may be no and yes."""
    refund = plan.fields.get("refund")
    if not isinstance(refund, Heading) or plan.profile or "refund" in options.columns:
        return
    told = told_by(raw, options)
    if refund.name in {*told.all_of, *told.some_of}:  # as no and yes
        del plan.fields["refund"]
        return
    text = raw.text(refund.name)
    found = {word for (word,) in raw.run(f"SELECT DISTINCT {text} AS t FROM {{rows}} WHERE t IS NOT NULL LIMIT 3")}
    if "1" in found and found <= {"0", "1"}:
        named = f'"{refund.name}"'
        raise OrderFileError(
            f"{raw.name}, column {refund.name}: 0 and 1 are all that stands in it, which may be no and yes; leave out the orders that were "
            f"given back with --except '{named} = 1', or say with --refund '{named}' that these are amounts.",
            ["--except", "--refund"],
        )


def ask_unread(raw: Raw, plan: Plan, unread: set[str]) -> None:
    """Raises OrderFileError where something stands in the column of what was given back that is no amount, in a row that counts.
    unread: the headings under which such things stand."""
    count, word = no_amounts(raw, plan, "refund", unread, "lead")
    if count:
        name = written(plan.fields["refund"])
        raise OrderFileError(
            f"{raw.name}, column {name}: {word!r} is no amount that was given back ({count:,} rows); leave such rows out with "
            f"--except '\"{name}\" = {word}', or name another column with --refund.",
            ["--except", "--refund"],
        )


def ask_twice(raw: Raw, plan: Plan) -> None:
    """Raises OrderFileError where a refund stands beside an order, and in a row of its own below zero of the same customer."""
    if "refund" not in plan.fields:
        return
    counts = "reason IS NULL AND lead"
    twice = raw.run(
        f"SELECT count(*) FROM judged WHERE {counts} AND gross < 0 AND (lower(shown), round(-gross, 2)) IN "
        f"(SELECT (lower(shown), round(back, 2)) FROM judged WHERE {counts} AND back > 0)"
    )[0][0]
    if not twice:
        return
    amount, refund = plan.fields["amount"], written(plan.fields["refund"])
    below = f"'\"{amount.name}\" < 0'" if isinstance(amount, Heading) else "CONDITION"
    raise OrderFileError(
        f"{raw.name}: what was given back stands in {refund} and again in {twice:,} rows below zero; leave those rows out with "
        f"--except {below}.",
        ["--except"],
    )
