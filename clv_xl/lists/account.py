"""Which rows of a list count: every row is used, or left out for one stated reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..sources.fields import CUSTOMERS, ORDERS, DataList
from .customers.cleaning import clean_customers
from .orders.cleaning import clean_orders


def count_rows(kind: DataList, columns: Mapping[str, Sequence[Any]], as_of: int | None = None) -> tuple[int, int, dict[str, int]]:
    """How many rows are read and used, and how many are left out for which reason. A row that is blank in all that is needed is none."""
    if kind is ORDERS:
        customers, dates, amounts = (columns[name] for (name,) in kind.needed)
        account = clean_orders(customers, dates, amounts, as_of)
        return account.read.rows, account.used.rows, {str(reason): tally.rows for reason, tally in account.left_out.items() if tally.rows}
    if kind is CUSTOMERS:
        names = [columns[name] for name in kind.needed[0] if name in columns]
        given = {name: columns[name] for name in kind.by_name if name in columns and name not in kind.needed[0]}
        kept, reasons = clean_customers(names, given)
        return len(kept) + sum(reasons.values()), len(kept), {str(reason): count for reason, count in reasons.items()}
    from .subscriptions.cleaning import read_subscriptions  # it takes numpy, which a workbook of orders need not wait for

    starts = columns["start"]
    found = read_subscriptions(starts, columns.get("end", [None] * len(starts)), as_of, columns.get("customer"))
    return found.read, len(found), {str(reason): rows for reason, rows in found.left_out.items() if rows}
