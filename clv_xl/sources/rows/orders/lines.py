"""Several lines of one order: each with its own amount, or the amount of the order on the first line or on every one."""

from __future__ import annotations

from ....words import Words
from ...columns.fields import ORDERS
from ...columns.plan import Plan
from ...columns.recognising import tier_of
from ...opening.raw import Raw
from ...options import Options
from ...problems import OrderFileError
from ...values.expressions import Heading, written
from ..stage import Stage
from ..unread import no_amounts

MONEY = ("cost", "fees")
"""Columns of money beside the amount."""
_SO_FAR = "(PARTITION BY coalesce(order_key, 'row ' || rn) ORDER BY rn ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"
"""A row of an order and those before it, in SQL."""
_ENOUGH = 4
"""So many different amounts, each the same on all lines of its order, are no chance: they are those of the orders."""


def settle_lines(raw: Raw, plan: Plan, options: Options) -> tuple[str, str]:
    """What the amounts of an order's lines are (sum, first or repeated; filled: those of the lines that have one), and what is said of it.

    Raises:
        OrderFileError: it could be either.
    """
    if "order" not in plan.fields:
        return "sum", ""
    if options.lines or plan.lines:
        return options.lines or plan.lines, ""
    orders, blank, alike, copies, amounts = raw.run(
        "SELECT count(*), count(*) FILTER (filled < n AND first), count(*) FILTER (filled = n AND kinds < 2), "
        "count(*) FILTER (marks < n), count(DISTINCT amount) FILTER (filled = n AND kinds < 2) "
        "FROM (SELECT count(*) AS n, count(amount) AS filled, "
        "count(DISTINCT amount) AS kinds, count(DISTINCT mark) AS marks, any_value(amount) AS amount, "
        "arg_min(amount IS NOT NULL, rn) AS first FROM staged "
        "WHERE order_key IS NOT NULL AND NOT total_line "
        "AND (coalesce(amount, 0) >= 0 "  # a row of money given back is no line of an order, but it may be one of what was given back alone
        "OR order_key IN (SELECT order_key FROM staged GROUP BY 1 HAVING max(coalesce(amount, 0)) < 0)) "
        "GROUP BY order_key HAVING n > 1 AND filled > 0)"
    )[0]
    if not orders:
        return "sum", ""
    if blank:
        return "filled", Words("{1} orders have their amount on the first of their lines; the others belong to it.", f"{blank:,}")
    amount = plan.fields["amount"]
    if copies == orders or not isinstance(amount, Heading):
        return "sum", ""
    if alike < orders:
        if alike * 2 <= orders or amounts < _ENOUGH:
            return "sum", ""
        raise OrderFileError(
            f"{raw.name}, column {amount.name}: {alike:,} of {orders:,} orders with several lines have the same amount on each of them; "
            "say with --lines repeated that it is that of the whole order, or with --lines sum that the lines add up.",
            ["--lines"],
        )
    if tier_of(amount.name, ORDERS.words("amount")) == 0 or amounts >= _ENOUGH:
        return "repeated", Words("{1} orders repeat their amount on every line; it is counted once.", f"{orders:,}")
    raise OrderFileError(
        f"{raw.name}, column {amount.name}: every line of an order has the same amount; say with --lines repeated that it is that of the "
        "whole order, or with --lines sum that the lines add up.",
        ["--lines"],
    )


def fill_down(raw: Raw, plan: Plan, stage: Stage, lines: str) -> str:
    """The table of rows in which the lines of an order know what stands on its first line, and `lead` says whose amounts count."""
    if lines == "sum" and not _needs_filling(raw, plan, stage):
        raw.run("CREATE OR REPLACE TEMP VIEW lines_alone AS SELECT *, true AS lead FROM staged")
        return "lines_alone"
    shared = [name for name in stage.columns if name.startswith(("by_", "word", "day", "currency", "sign_word")) and name != "day_bad"]
    shared += [f"{name}_text" for name in ("channel", "campaign", "segment", "country") if f"{name}_text" in stage.columns]
    filled = ", ".join(f"coalesce({name}, last_value({name} IGNORE NULLS) OVER {_SO_FAR}) AS {name}" for name in shared)
    first = "row_number() OVER (PARTITION BY coalesce(order_key, 'row ' || rn){} ORDER BY rn) = 1"
    lead = {
        "sum": "true",
        "first": f"({first.format('')})",
        "filled": f"({first.format('')} OR amount IS NOT NULL)",  # such as money given back, in a row of its own
        "repeated": f"({first.format(', amount')})",
    }[lines]
    raw.make("lined", f"{_with_costs(raw, plan, lines)} FROM (SELECT * REPLACE ({filled}), {lead} AS lead FROM staged)")
    return "lined"


def reason_of_line() -> str:
    """The SQL of why a row is left out, where a line without an amount of its own goes with the line that has that of its order."""
    of_lead = f"last_value(CASE WHEN lead THEN coalesce(reason, '') END IGNORE NULLS) OVER {_SO_FAR}"
    return f"CASE WHEN lead THEN reason ELSE coalesce(reason, nullif({of_lead}, '')) END"


def _with_costs(raw: Raw, plan: Plan, lines: str) -> str:
    """The SQL that selects the rows, where the first line of an order has the costs of lines without an amount of their own too. Costs that
    are the same on all lines of every order are repeated, as the amounts are."""
    order = "coalesce(order_key, 'row ' || rn)"
    added = []
    for name in MONEY if lines != "sum" else ():
        if name not in plan.fields:
            continue
        differ = (
            f"SELECT count(*) FROM (SELECT 1 FROM staged WHERE order_key IS NOT NULL AND NOT total_line AND coalesce(amount, 0) >= 0 "
            f"GROUP BY order_key HAVING count(*) > 1 AND (count(DISTINCT {name}) > 1 OR count({name}) < count(*)))"
        )
        of_products = name == "cost" and plan.costs_of_products
        if lines == "repeated" and not of_products and not raw.run(differ)[0][0]:
            continue
        others = f"sum(CASE WHEN NOT lead THEN {name} END) OVER (PARTITION BY {order})"
        first = f"lead AND row_number() OVER (PARTITION BY {order}, lead ORDER BY rn) = 1"
        known = f"coalesce({name} + {others}, {name}, {others})"
        if of_products:  # where one of its products has no cost, that of the order is not known
            unknown = f"bool_or({name} IS NULL AND product_text IS NOT NULL AND NOT total_line) OVER (PARTITION BY {order})"
            known = f"CASE WHEN NOT {unknown} THEN {known} END"
        added.append(f"CASE WHEN {first} THEN {known} ELSE {name} END AS {name}")
    return f"SELECT * REPLACE ({', '.join(added)})" if added else "SELECT *"


def said_of_costs(raw: Raw, plan: Plan, unread: set[str]) -> list[str]:
    """What is said of costs and fees that are no amounts, in rows that count. unread: the headings under which such things stand."""
    said = []
    for name in MONEY:
        count, word = no_amounts(raw, plan, name, unread, f"{name} IS NULL")
        if count:
            heading, rows = written(plan.fields[name]), f"{count:,}"
            said.append(Words("{1}: what stands there in {2} rows is no amount, such as {3}; it is not counted.", heading, rows, word))
    return said


def _needs_filling(raw: Raw, plan: Plan, stage: Stage) -> bool:
    """Whether lines of one order leave out who bought, or when."""
    if "order" not in plan.fields:
        return False
    blank = " AND ".join(
        [name for name in stage.columns if name.startswith("by_")] and [f"{n} IS NULL" for n in stage.columns if n.startswith("by_")]
    )
    return (
        raw.run(
            f"SELECT count(*) FROM staged s WHERE order_key IS NOT NULL AND ({blank or 'false'} OR (day IS NULL AND day_text IS NULL)) "
            "AND order_key IN (SELECT order_key FROM staged GROUP BY 1 HAVING count(*) > 1)"
        )[0][0]
        > 0
    )
