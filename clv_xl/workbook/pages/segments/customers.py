"""Customers: the table that the reader pastes into, one row per customer or per group of customers."""

from __future__ import annotations

from ...layout.entry import Entry, EntryTable
from ...layout.page import Book
from ...layout.workings import Workings
from ..shared.entry import entry_page

TABLE = "Customers"
COLUMNS = {
    "customer": Entry("Customer", "Entry", 17, "one of four", "A number, name or e-mail address"),
    "channel": Entry("Channel", "Entry", 17, "one of four", "Where the customer came from"),
    "campaign": Entry("Campaign", "Entry", 17, "one of four", "What won the customer"),
    "segment": Entry("Segment", "Entry", 15, "one of four", "A group of your own, such as B2B"),
    "value": Entry("Value", "Entry money", 13, "yes", "Lifetime value of one customer (CLV), or empty"),
    "cac": Entry("Acquisition cost", "Entry money", 15, "no", "What one customer cost to win (CAC)"),
    "customers": Entry("Customers", "Entry money", 12, "no", "How many the row stands for; empty: one"),
    "monthly_revenue": Entry("Monthly revenue", "Entry money", 13, "no", "What one customer pays a month, for the payback"),
    "purchase_value": Entry("Purchase value", "Entry money", 15, "no", "Average purchase, where Value is empty"),
    "purchase_frequency": Entry("Purchases a year", "Entry money", 13, "no", "How often, where Value is empty"),
    "lifespan": Entry("Lifespan", "Entry money", 12, "no", "Years a customer stays, where Value is empty"),
}
"""The table's columns by field."""
NAMES = ("customer", "channel", "campaign", "segment")
"""The columns of which a row needs one."""
PURCHASES = ("purchase_value", "purchase_frequency", "lifespan")
"""The columns that a value is made of where it is empty."""
_RULES = (
    "Value is after cost of goods: what is left of what a customer pays.",
    "An empty Value is computed: purchase value × purchases a year × lifespan × gross margin.",
    "An empty Monthly revenue is computed from purchase value and purchases a year.",
    "An empty Acquisition cost counts as 0, as for customers who came by themselves.",
    "Value, cost and revenue are those of one customer, also where a row stands for many.",
    "Rows that cannot be used are counted on Checks; none disappears.",
)


def column(field: str) -> str:
    """A column of the table in a formula."""
    return f"{TABLE}[{COLUMNS[field].heading}]"


def columns(first: str, last: str = "") -> str:
    """A column of the table, or neighbouring ones, with headings, as an argument of a function of ours."""
    names = f"[{COLUMNS[first].heading}]" + (f":[{COLUMNS[last].heading}]" if last else "")
    return f"{TABLE}[[#All],{names}]"


def customers_page(book: Book, workings: Workings) -> EntryTable:
    advice = "Paste your rows into the yellow table: one row per customer, or one per group with its number of customers."
    customers = entry_page(book, TABLE, "Which customers count?", advice, COLUMNS, _RULES, link="Dashboard", filled=workings)
    customers.page.texts(customers.columns_below(NAMES[0], NAMES[-1]))
    return customers
