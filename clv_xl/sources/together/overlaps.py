"""What stands in two files is counted once: that in the file named last, whose state is the newest.

An order is the same by its number, in files of one program; if who, when and how much differ too, it is asked about. Rows without a number
that are the same throughout are asked about, and so are two programs with the same purchases: a shop and the service that takes its
payments.
"""

from __future__ import annotations

from ...words import Words
from ..columns.fields import ORDERS, DataList
from ..opening.raw import Raw, quoted
from ..options import Options
from ..problems import OrderFileError
from ..reasons import ELSEWHERE

_SOME, _SHARE = 3, 10
"""So many purchases that stand in two programs, and one in so many of the smaller one, are no chance."""
_NET = "round(money - coalesce(back, 0), 2)"
_LINE = "order_text IS NOT NULL AND coalesce(money, 0) >= 0"
"""The SQL of whether a row is one of an order that has a number: what was given back is a row of its own."""


def leave_out_overlaps(raw: Raw, kind: DataList, options: Options) -> list[str]:
    """Give rows of `decided` that stand in a later file too a reason to be left out. Returns what is said of it.

    Raises:
        OrderFileError: nobody has said what becomes of them, and it could be either.
    """
    if options.duplicates == "keep":
        return []
    if kind is not ORDERS:
        return [text for text in (_rows(raw, options, "false"),) if text]
    return [text for text in (_orders(raw, options), _rows(raw, options, _LINE), _purchases(raw, options)) if text]


def _orders(raw: Raw, options: Options) -> str:
    """Orders of one program with the same number."""
    raw.make(
        "numbered",
        "SELECT order_scope, lower(order_text) AS number, part, count(*) FILTER (reason IS NULL) > 0 AS counts, "
        f"(min(person) FILTER (reason IS NULL), min(day) FILTER (reason IS NULL), round(fsum({_NET}) FILTER (reason IS NULL), 2)) AS what "
        f"FROM decided WHERE {_LINE} GROUP BY ALL",
    )
    raw.make(
        "twice",
        "SELECT order_scope, number, part, what IS DISTINCT FROM newest AS differs FROM (SELECT *, last_value(what) OVER w AS newest, "
        "last_value(part) OVER w AS last FROM numbered WINDOW w AS (PARTITION BY order_scope, number ORDER BY part "
        "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)) WHERE counts AND part < last",
    )
    count, differ, example = raw.run(
        "SELECT count(*), count(*) FILTER (differs), min(number) FILTER (differs) FROM "
        "(SELECT order_scope, number, bool_or(differs) AS differs FROM twice GROUP BY 1, 2)"
    )[0]
    if differ and options.duplicates is None:
        raise OrderFileError(
            f"{raw.name}: {differ:,} orders stand in two files with the same number, such as {example}, and not with the same "
            "customer, day and amount; --duplicates drop counts each as the file named last has it, --duplicates keep all of them.",
            ["--duplicates"],
        )
    if not count:
        return ""
    _leave_out(raw, f"{_LINE} AND (order_scope, lower(order_text), part) IN (SELECT (order_scope, number, part) FROM twice)")
    return Words("{1} orders stand in two files with the same number, and are counted once, as the file named last has them.", f"{count:,}")


def _rows(raw: Raw, options: Options, numbered: str) -> str:
    """Rows without an order number that are the same throughout, in files with the same headings."""
    raw.make(
        "turns",
        "SELECT rn, reason, part, max(part) OVER (PARTITION BY layout, mark, turn) AS last FROM (SELECT *, row_number() OVER "
        f"(PARTITION BY layout, mark, part ORDER BY rn) AS turn FROM decided WHERE NOT ({_LINE}))",
    )
    again = "reason IS NULL AND part < last"
    count, first = raw.run(f"SELECT count(*), min(rn) FROM turns WHERE {again}")[0]
    if not count:
        return ""
    if options.duplicates is None:
        shown = raw.run(f"SELECT concat_ws(', ', shown, money) FROM decided WHERE rn = {first}")[0][0]
        raise OrderFileError(
            f"{raw.name}: {count:,} rows stand in two files, the same throughout, such as {shown}; count them once with "
            "--duplicates drop, or each time with --duplicates keep.",
            ["--duplicates"],
        )
    _leave_out(raw, f"rn IN (SELECT rn FROM turns WHERE {again})")
    return Words("{1} rows stand in two files, the same throughout, and are counted once.", f"{count:,}")


def _purchases(raw: Raw, options: Options) -> str:
    """The same customer, day and amount in files of two programs."""
    number = "coalesce(lower(order_text), 'row ' || rn)"
    raw.make(
        "purchases",
        f"SELECT program, part, {number} AS number, min(rn) AS rn, min(person) AS person, min(day) AS day, "
        f"round(fsum({_NET}), 2) AS net FROM decided WHERE reason IS NULL GROUP BY program, part, {number}",
    )
    raw.make(
        "twins",
        "SELECT *, max(program) OVER (PARTITION BY person, day, net, turn) AS last FROM (SELECT *, row_number() OVER "
        "(PARTITION BY person, day, net, program ORDER BY rn) AS turn FROM purchases WHERE net > 0 AND person IS NOT NULL)",
    )
    again = "program < last"
    count, first = raw.run(f"SELECT count(*), min(rn) FROM twins WHERE {again}")[0]
    smallest = raw.run("SELECT min(n) FROM (SELECT count(*) AS n FROM purchases GROUP BY program)")[0][0] or 0
    if not count:
        return ""
    shown = raw.run(f"SELECT concat_ws(', ', shown, day) FROM decided WHERE rn = {first}")[0][0]
    if options.duplicates == "drop":
        _leave_out(raw, f"(program, part, {number}) IN (SELECT (program, part, number) FROM twins WHERE {again})")
        return Words("{1} purchases stand in two programs with the same customer, day and amount, and are counted once.", f"{count:,}")
    if count < _SOME or count * _SHARE < smallest:
        return Words(
            "{1} purchases have the same customer, day and amount in two programs, such as {2}: both are counted; --duplicates drop counts "
            "them once.",
            f"{count:,}",
            shown,
        )
    raise OrderFileError(
        f"{raw.name}: {count:,} purchases stand in two programs with the same customer, day and amount, such as {shown}, as those of a "
        "shop and of the service that takes its payments; count them once with --duplicates drop, or twice with --duplicates keep.",
        ["--duplicates"],
    )


def _leave_out(raw: Raw, rows: str) -> None:
    raw.run(f"UPDATE decided SET reason = {quoted(ELSEWHERE)} WHERE reason IS NULL AND {rows}")
