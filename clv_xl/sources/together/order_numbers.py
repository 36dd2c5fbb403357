"""Numbers of orders as the table of a workbook has them, so that those of a later month are found by them.

A number is one order within a program, or within lists that have it under the same heading. Those of the first program stand in the table
as they are, which is also how a person types them; those of another behind its name: "woocommerce 1001".
"""

from __future__ import annotations

from collections.abc import Sequence

from ..opening.raw import quoted, quoted_all
from ..reasons import NOT_ASKED
from ..rows.customers.known import Known
from ..rows.orders import rows as order_rows
from ..understood import Source


def settle_numbers(source: Source, known: Known, scope: str) -> None:
    """Write the numbers of a source that was read for a workbook as its table has them. scope: of them, where it is one file."""
    recognised, raw = source.recognised, source.raw
    recognised.orders = known.orders
    if "order" not in source.plan.fields:
        return
    scope = "order_scope" if "order_scope" in {name for name, *_ in raw.run("DESCRIBE decided")} else quoted(scope)
    found = raw.run(f"SELECT {scope} FROM decided WHERE order_text IS NOT NULL GROUP BY 1 ORDER BY min(rn)")
    recognised.orders = tuple(dict.fromkeys([*known.orders, *(name for (name,) in found)]))
    if {name for (name,) in found} - {*recognised.orders[:1]}:
        others = f"order_text IS NOT NULL AND {scope} <> {quoted(recognised.orders[0])}"
        raw.run(f"UPDATE decided SET order_text = {scope} || ' ' || order_text WHERE {others}")
    if known.customers:
        shown = f"lead AND (reason IS NULL OR reason IN ({quoted_all(order_rows.SHOWN)}))"
        why = f"coalesce(min(reason) FILTER (reason <> {quoted(NOT_ASKED)}), {quoted(NOT_ASKED)})"
        recognised.not_shown = dict(
            raw.run(
                f"SELECT lower(order_text), {why} FROM decided WHERE order_text IS NOT NULL GROUP BY 1 HAVING count(*) FILTER ({shown}) = 0"
            )
        )


def scope_in(number: str, scopes: Sequence[str]) -> str:
    """Within what a number of the table, in small letters, is comparable; nothing where there is no number."""
    if not number:
        return ""
    other = (scope for scope in scopes[1:] if number.startswith(f"{scope.lower()} "))
    return next(other, scopes[0] if scopes else "order")
