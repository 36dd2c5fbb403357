"""Orders: the table that the reader pastes into."""

from __future__ import annotations

from ...layout.entry import Entry, EntryTable
from ...layout.page import Book
from ...layout.workings import Workings
from ..shared.entry import entry_page

TABLE = "Orders"
COLUMNS = {
    "customer": Entry("Customer", "Entry", 18, "yes", "A number, name or e-mail address"),
    "date": Entry("Date", "Entry date", 15, "yes", "The day of the order"),
    "amount": Entry("Amount", "Entry money", 15, "yes", "Before cost of goods; refunds negative"),
    "channel": Entry("Channel", "Entry", 17, "no", "Where the customer came from"),
    "campaign": Entry("Campaign", "Entry", 17, "no", "What made the customer buy"),
    "product": Entry("Product", "Entry", 17, "no", "What was bought"),
    "segment": Entry("Segment", "Entry", 17, "no", "A group of your own, such as B2B"),
    "cost": Entry("Cost", "Entry money", 15, "no", "What the goods of the order cost you"),
    "fees": Entry("Fees", "Entry money", 15, "no", "Payment, marketplace and shipping, as you pay it"),
    "order": Entry("Order", "Entry", 17, "no", "Its number in your shop, by which --add knows it again"),
}
"""The table's columns by field."""
_RULES = (
    "Several orders of a customer on one day count as one purchase.",
    "A refund is taken off the customer's revenue.",
    "An order of zero counts as a purchase.",
    "Value counts costs and fees where they are here; Inputs says how.",
    "A customer's group is the first one known in each column.",
    "Rows that cannot be used are counted on Checks; none disappears.",
)


def column_ranges(*fields: str) -> str:
    """Columns of the table with their headings, as arguments of a function of ours."""
    return ",".join(f"{TABLE}[[#All],[{COLUMNS[field].heading}]]" for field in fields)


def columns_between(first: str, last: str) -> str:
    """Neighbouring columns of the table with their headings, as one argument."""
    return f"{TABLE}[[#All],[{COLUMNS[first].heading}]:[{COLUMNS[last].heading}]]"


COSTS = columns_between("cost", "fees")
"""What an order costs, as functions of ours take it."""
ORDERS = column_ranges("customer", "date", "amount")
"""What most functions of ours ask for."""


def orders_page(book: Book, workings: Workings) -> EntryTable:
    advice = "Paste your rows into the yellow table: one row per order. Only the first three columns are needed."
    entry = entry_page(book, TABLE, "Which orders count?", advice, COLUMNS, _RULES, link="Dashboard", filled=workings)
    for field in ("customer", "order"):
        entry.page.texts(entry.columns_below(field, field))
    return entry
