"""Subscriptions and Survivors: the tables that the reader pastes into, and how the formulas name their columns."""

from __future__ import annotations

from ...layout.entry import Entry, EntryTable
from ...layout.page import Book
from ...layout.workings import Workings
from ..shared.entry import entry_page

TABLE, SURVIVORS = "Subscriptions", "Survivors"
COLUMNS = {
    "customer": Entry("Customer", "Entry", 18, "yes", "A number, name or e-mail address"),
    "start": Entry("Start", "Entry date", 15, "yes", "The day it began; blank where you have tenures"),
    "end": Entry("End", "Entry date", 15, "yes", "The day it ended; blank: it goes on"),
    "plan": Entry("Plan", "Entry", 17, "no", "What was subscribed to"),
    "price": Entry("Price", "Entry money", 15, "no", "A month; blank: the average on Inputs"),
    "tenure": Entry("Tenure", "Entry", 12, "no", "Without dates: months since the start", "General"),
    "churned": Entry("Churned", "Entry", 12, "no", "Without dates: yes where they have left"),
}
"""The table's columns by field."""
_SURVIVOR_COLUMNS = {
    "period": Entry("Period", "Entry", 15, "no", "0 is the start, 1 the first renewal"),
    "customers": Entry("Customers", "Entry money", 17, "yes", "How many are left, not which share", "#,##0"),
}

_PRICE = f"{TABLE}[[#All],[Price]]"
PRICES = "used_prices"
"""Each subscription's price, or the average price of Inputs where it has none."""
DATES = f"{TABLE}[[#All],[Start]],{TABLE}[[#All],[End]]"
PLANS = f"{TABLE}[[#All],[Plan]]"
CUSTOMERS, TENURES = "used_customers", "used_tenures,used_churned"
"""Names for further columns, so that formulas stay short: of a list without dates, how long each has been there, and whether it has
left."""

_RULES = (
    "Each row is a subscription; who changes plan or comes back has another row.",
    "Rows of a customer that follow each other are one subscriber; a pause is no churn.",
    "It renews a whole period after its start, and so on.",
    "Who ends on the very day of a renewal has not renewed.",
    "An end after the calculation date has not come yet.",
    "Tenure and Churned count only where no start is filled in.",
    "Rows that cannot be used are counted on Checks; none disappears.",
)
_SURVIVOR_RULES = (
    "For those who have no list of subscriptions.",
    "It counts only while the table on Subscriptions is empty.",
    "One cohort: all began in the same period.",
    "The first row is all who began; nobody comes back.",
    "The price of Inputs counts for all of them.",
)


def subscriptions_page(book: Book, workings: Workings) -> EntryTable:
    advice = "Paste your rows into the yellow table: one row per subscription."
    subscriptions = entry_page(book, TABLE, "Which subscriptions count?", advice, COLUMNS, _RULES, link="Dashboard", filled=workings)
    subscriptions.page.texts(subscriptions.columns_below("customer", "customer"))
    book.name(PRICES, f'IF({_PRICE}="",IF(input_average_price="","",input_average_price),{_PRICE})')
    for name, heading in (("used_customers", "Customer"), ("used_tenures", "Tenure"), ("used_churned", "Churned")):
        column = f"{TABLE}[[#All],[{heading}]]"
        book.name(name, f'IF({column}="","",{column})')
    book.name("has_list", f"COUNTA({TABLE}[Start])+COUNTA({TABLE}[Customer])+COUNTA({TABLE}[Tenure])>0")
    book.name("by_tenure", f"AND(COUNTA({TABLE}[Start])=0,COUNTA({TABLE}[Tenure])>0)")
    return subscriptions


def survivors_page(book: Book) -> None:
    title, advice = "How many of one cohort are left?", "Only where you have no list: type how many are left."
    entry_page(book, SURVIVORS, title, advice, _SURVIVOR_COLUMNS, _SURVIVOR_RULES, link="Dashboard")
    column = f"{SURVIVORS}[Customers]"
    book.name("survivor_counts", f"INDEX({column},1):INDEX({column},MAX(1,COUNTA({column})))")
