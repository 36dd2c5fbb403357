"""Values: the rows that count, the most valuable first."""

from __future__ import annotations

from ....functions import CLV_VALUES
from ...layout.entry import EntryTable
from ...layout.lists import list_page
from ...layout.page import Book
from ...layout.tables import Spill, call
from ..shared.wording import order_said
from .customers import PURCHASES, column, columns

NAMES = ("Customer", "Channel", "Campaign", "Segment")
"""What names a row."""

_NAMED = {
    "channel": "Channel",
    "campaign": "Campaign",
    "segment": "Segment",
    "clv": "Value",
    "cac": "Cost to win",
    "count": "Customers",
    "margin": "Margin a month",
    "net": "Net",
}
"""list_<name> is a column alone, <name>_column has its heading."""


def values_page(book: Book, customers: EntryTable) -> Spill:
    given = customers.with_headings(PURCHASES[0], PURCHASES[-1], f"ROWS({column('value')})")
    book.name("purchase_columns", given)  # with the table's own words the formula would be too long
    book.name("named_columns", customers.with_headings("customer", "segment", f"ROWS({column('value')})"))
    money = (*map(columns, ("value", "cac", "customers", "monthly_revenue")), "purchase_columns")
    page, values = list_page(
        book,
        "Values",
        "Who are they, and what is each one worth?",
        call(CLV_VALUES, "named_columns", *money, "input_gross_margin", "input_sort_values"),
        repeated=NAMES,
        widths={"Channel": 18, "Campaign": 18, "Segment": 18, "Value": 14, "Customers": 12, "Margin a month": 14, "CLV : CAC": 12, "Payback": 12, "Net": 15},
        row_height=16,
    )  # fmt: skip
    page.row -= 1
    page.text(
        f'={order_said("sort_values", "Largest value first")}&". Value, cost and margin are those of one customer; net is that of all customers of the row. Payback in months."',
        "Plain note",
    )
    page.skip(6)
    page.put(values)
    page.freeze(values.cell(1, 1))
    page.repeat(values, whole_head=True)
    page.texts(values.columns_to("Customer", "Segment"))
    book.name("rows_used", f"COUNT({values.column('Value')})")
    values.name_columns({f"list_{name}": heading for name, heading in _NAMED.items()}, "rows_used")
    book.name_all({f"{name}_column": values.with_heading(heading, heading, "rows_used") for name, heading in _NAMED.items()})
    book.name("group_columns", values.with_heading("Channel", "Segment", "rows_used"))
    return values
