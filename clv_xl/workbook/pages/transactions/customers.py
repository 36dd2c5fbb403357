"""Customers: one row per customer."""

from __future__ import annotations

from ....functions import CLV_CUSTOMERS
from ...inputs.transactions import GROUPINGS
from ...layout.columns import columns_of
from ...layout.lists import list_page
from ...layout.page import Book
from ...layout.tables import Spill, call
from ..shared.wording import order_said
from .orders import COSTS, ORDERS, columns_between

_WIDTHS = {"Purchases": 11, "Average order": 12, "Frequency": 11, "Recency": 10, "Age": 16, "Days silent": 12, "Stage": 20}
_ATTRIBUTES = GROUPINGS[:4]
"""The columns of Orders that CLV_CUSTOMERS is given; the other groupings it makes itself."""


def customers_page(book: Book) -> Spill:
    own = [column.name for column in columns_of(CLV_CUSTOMERS.__name__, _ATTRIBUTES) if column.name not in GROUPINGS]
    attributes = columns_between("channel", "segment")
    page, customers = list_page(
        book,
        "Customers",
        "Who are our customers, and what is each one worth?",
        call(CLV_CUSTOMERS, ORDERS, "input_as_of", "input_gross_margin", attributes, "order_breaks", COSTS, "input_sort_customers"),
        repeated=_ATTRIBUTES,
        widths=_WIDTHS,
        printed_to=own[-1],
        head_height=46,
        row_height=16,
    )
    page.under_head(
        (
            0,
            f'={order_said("sort_customers", "Largest revenue first")}&". Recency, age and silence in days; the value is "&after_cost&"."',
        ),
        (customers.place_of(GROUPINGS[0]), "Groups, from each customer's first orders"),
    )
    page.skip(6)
    page.put(customers)
    page.freeze(customers.at(1, 0))
    page.repeat(customers, whole_head=True)
    page.texts(customers.column("Customer"))
    customers.colour("Stage", {"Active": "good", "New": "good", "Slipping": "look", "Dormant": "bad"})
    _name_columns(book, customers)
    return customers


def _name_columns(book: Book, customers: Spill) -> None:
    """customer_groups and those after it have their headings: functions of ours take them."""
    names = {
        "customer_name": "Customer",
        "customer_first": "First purchase",
        "customer_last": "Last purchase",
        "customer_purchases": "Purchases",
        "customer_revenue": "Revenue",
        "customer_recency": "Recency",
        "customer_age": "Age",
        "customer_stage": "Stage",
        "customer_value": "Value so far",
        "customer_first_order": "First order",
    }
    customers.name_columns(names, "result_customers")
    spans = {
        "customer_groups": (GROUPINGS[0], GROUPINGS[-1]),
        "customer_factors": ("First order", GROUPINGS[-1]),
        "customer_ages": ("Age", "Age"),
        "customer_halves": (GROUPINGS[-1], GROUPINGS[-1]),
    }
    for name, (first, last) in spans.items():
        book.name(name, customers.with_heading(first, last, "result_customers"))
