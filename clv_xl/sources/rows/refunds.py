"""What was given back, where a column says it beside the orders."""

from __future__ import annotations

from ..columns.plan import Plan
from ..opening.raw import Raw
from ..problems import OrderFileError
from ..values.expressions import Heading, written


def refund_sql(raw: Raw, plan: Plan, table: str) -> str:
    """The SQL of what was given back, as a positive amount whatever its sign in the file."""
    if "refund" not in plan.fields:
        return "NULL"
    highest = raw.run(f"SELECT max(refund) FROM {table}")[0][0]
    return "refund" if highest is not None and highest > 0 else "-refund"


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
