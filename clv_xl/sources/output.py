"""What a source gives: an Arrow table of the rows that count, and the cells of those that a workbook shows."""

from __future__ import annotations

from typing import Any

from .columns.fields import CUSTOMERS, ORDERS, DataList
from .columns.plan import Plan
from .opening.raw import Raw, quoted
from .rows.customers import rows as customer_rows
from .rows.orders import rows as order_rows
from .rows.subscriptions import rows as subscription_rows
from .values.expressions import Heading


def _named(raw: Raw) -> tuple[str, str]:
    """The rows that were decided on, and the SQL of their customer as it was written first."""
    spelled = "SELECT key, shown AS customer FROM customers JOIN decided USING (rn) WHERE NOT one_spelling"
    if not raw.run(f"SELECT count(*) FROM ({spelled})")[0][0]:
        return "decided", "shown"
    return f"decided LEFT JOIN ({spelled}) spelled ON spelled.key = lower(shown)", "coalesce(spelled.customer, shown)"


def _in_order(raw: Raw, rows: str) -> str:
    """The SQL that puts rows into the order of the source, where they are not in it already."""
    if rows == "decided" and not raw.run("SELECT count(*) FROM decided WHERE rn <> rowid")[0][0]:
        return ""
    return " ORDER BY rn"


def _paid(plan: Plan) -> str:
    """The SQL of what an order brought after what was given back."""
    return "round(money - back, 6)" if "refund" in plan.fields else "money"


def _labels(kind: DataList) -> tuple[str, ...]:
    return {"Orders": order_rows.LABELS, "Customers": customer_rows.LABELS}.get(kind.table, subscription_rows.LABELS)


def used_rows(raw: Raw, kind: DataList, plan: Plan) -> tuple[list[str], str]:
    """The columns of the rows that count, and the SQL of them: customer as written first, dates, money in the one currency."""
    rows, customer = _named(raw)
    if kind is ORDERS:
        columns = {"customer": customer, "date": "day", "amount": _paid(plan)}
        columns |= {name: name for name in order_rows.MONEY if name in plan.fields}
    elif kind is CUSTOMERS:
        columns = {"customer": customer} | {name: name for name in customer_rows.NUMBERS if name in plan.fields}
    else:
        dates = {"tenure": "months", "churned": "churned"} if "tenure" in plan.fields else {"start": "start_day", "end": "end_day"}
        columns = {"customer": customer, **dates, "price": "money"}
    columns |= {name: f"{name}_text" for name in _labels(kind) if name in plan.fields}
    selected = ", ".join(f'{sql} AS "{name}"' for name, sql in columns.items())
    lead = " AND lead" if kind is ORDERS else ""
    return [*columns], f"SELECT {selected} FROM {rows} WHERE reason IS NULL{lead}{_in_order(raw, rows)}"


def sheet_columns(raw: Raw, kind: DataList, plan: Plan) -> dict[str, list[Any]]:
    """Columns of cells, one per field of the Table that the source has. What cannot be read is the text that it was."""
    numbers: dict[str, tuple[str, str]] = {}
    dates: dict[str, tuple[str, str]] = {}
    if kind is ORDERS:
        shown, lead = order_rows.SHOWN, " AND lead"
        dates["date"] = ("day", "day_text")
        numbers["amount"] = (_paid(plan), "amount_text")
        numbers |= {name: (name, "NULL") for name in order_rows.MONEY if name in plan.fields}
    elif kind is CUSTOMERS:
        shown, lead = customer_rows.SHOWN, ""
        numbers = {name: (name, f"{name}_text") for name in customer_rows.NUMBERS if name in plan.fields}
    else:
        shown, lead = subscription_rows.SHOWN, ""
        dates = {name: (f"{name}_day", f"{name}_text") for name in ("start", "end") if name in plan.fields}
        numbers = {"price": ("money", "price_text")} if "price" in plan.fields else {}
        if "tenure" in plan.fields:
            numbers |= {"tenure": ("months", "months_text"), "churned": ("churned", "churned_text")}
    rows, customer = _named(raw)
    columns = {"customer": f"CASE WHEN lower(shown) = lower(trim(shown)) THEN shown ELSE {customer} END"} if plan.identities else {}
    for name, (value, text) in (*dates.items(), *numbers.items()):
        columns[name], columns[f"{name} as text"] = value, f"CASE WHEN {value} IS NULL THEN {text} END"
    columns |= {name: f"{name}_text" for name in _labels(kind) if name in plan.fields and name in kind.by_name}
    selected = ", ".join(f'{sql} AS "{name}"' for name, sql in columns.items())
    reasons = ", ".join(map(quoted, shown))
    which = f"(reason IS NULL OR reason IN ({reasons})){lead}"
    table = raw.db.sql(f"SELECT {selected} FROM {rows} WHERE {which}{_in_order(raw, rows)}").to_arrow_table()
    result = {}
    for name in kind.by_name:
        if name in columns:
            cells = table.column(name).to_pylist()
            texts = table.column(f"{name} as text").to_pylist() if f"{name} as text" in columns else None
            cells = [text if cell is None and text is not None else cell for cell, text in zip(cells, texts)] if texts else cells
            result[name] = [*map(float, cells)] if name == "customer" and _are_numbers(raw, plan, cells) else cells  # type: ignore[arg-type]
    return result


def _are_numbers(raw: Raw, plan: Plan, cells: list[Any]) -> bool:
    """Whether customers are numbers in the source, and each fits in a cell."""
    identity = next(iter(plan.identities.values()), None)
    if not isinstance(identity, Heading) or raw.kinds.get(identity.name) != "number" or len(plan.identities) > 1:
        return False
    return all(cell is not None and cell.lstrip("-").isdigit() and len(cell) <= 15 for cell in cells)
