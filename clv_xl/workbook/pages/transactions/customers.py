"""Customers: one row per customer, spilled by CLV_CUSTOMERS."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from ....lists.orders.customer_table import HEADINGS
from ...inputs.transactions import GROUPINGS
from ...look.conditional_formats import word_colours
from ...look.style import align, heights, page, protect, put, spill
from ..names import define, name_list
from .orders import TABLE, column_ranges

HEAD_ROW = 6
FIRST_ROW = HEAD_ROW + 1

# Style, width and defined name of each column, in the order of CLV_CUSTOMERS.
_FORM = {
    "Customer": ("Text bold", 18, "customer_name"),
    "First purchase": ("Date", 14, "customer_first"),
    "Last purchase": ("Date", 14, "customer_last"),
    "Purchases": ("Number", 11, "customer_purchases"),
    "Revenue": ("Money", 13, "customer_revenue"),
    "Average order": ("Money", 12, ""),
    "Frequency": ("Number", 11, ""),
    "Recency": ("Number", 10, "customer_recency"),
    "Age": ("Number", 10, "customer_age"),
    "Days silent": ("Number", 10, ""),
    "Stage": ("State", 12, "customer_stage"),
    "Value so far": ("Money", 13, "customer_value"),
    "First order": ("Money", 13, "customer_first_order"),
}
_GROUP = ("Text", 17, "")


def build(book: Workbook) -> None:
    headings = [*HEADINGS, *GROUPINGS]
    forms = [_FORM.get(heading, _GROUP) for heading in headings]
    sheet = page(
        book,
        "Customers",
        "Who are our customers, and what is each one worth?",
        '="Customers  ·  "&result_subtitle',
        [2, *(width for _, width, _ in forms), 2],
        link="Dashboard",
        list_head=HEAD_ROW,
        freeze=f"C{FIRST_ROW}",
        last_column=1 + len(HEADINGS),
    )
    put(sheet, 4, 2, "Largest revenue first. Recency, age and silence in days; the value is after cost of goods.", "Plain note")
    put(sheet, 4, 2 + len(HEADINGS), "Groups, from each customer's first orders", "Plain note")
    heights(sheet, {4: 17, 5: 6, HEAD_ROW: 32, FIRST_ROW: 16})
    attributes = f"{TABLE}[[#All],[{GROUPINGS[0]}]:[{GROUPINGS[3]}]]"
    formula = f"CLV_CUSTOMERS({column_ranges('customer', 'date', 'amount')},input_as_of,input_gross_margin,{attributes},first_order_breaks)"
    spill(sheet, HEAD_ROW, [style for style, _, _ in forms], formula)
    for column, (heading, (_, _, name)) in enumerate(zip(headings, forms), start=2):
        if heading not in HEADINGS:
            align(sheet.cell(FIRST_ROW, column), indent=1)
            align(sheet.cell(HEAD_ROW, column), indent=1)
        if name:
            name_list(sheet, name, FIRST_ROW, column, "result_customers")
    groups = [column for column, heading in enumerate(headings, start=2) if heading not in HEADINGS]
    first, last = map(get_column_letter, (groups[0], groups[-1]))
    _define_with_heading(book, "customer_groups", first, last)
    _define_with_heading(book, "customer_factors", get_column_letter(1 + len(HEADINGS)), last)
    _define_with_heading(book, "customer_group_values", *[get_column_letter(2 + HEADINGS.index("Value so far"))] * 2)
    word_colours(sheet, f"L{FIRST_ROW}:L1048576", {"Active": "good", "New": "good", "Slipping": "look", "Dormant": "bad"})
    protect(sheet)


def _define_with_heading(book: Workbook, name: str, first: str, last: str) -> None:
    """A name for neighbouring columns of the list, with their headings."""
    rows = f"'Customers'!${last}${HEAD_ROW}:${last}$1048576"
    define(book, name, f"'Customers'!${first}${HEAD_ROW}:INDEX({rows},MAX(1,result_customers)+1)")
