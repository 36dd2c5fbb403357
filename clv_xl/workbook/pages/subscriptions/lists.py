"""Subscriptions and Survivors: the tables that the reader pastes into, and how the formulas name their columns."""

from __future__ import annotations

from openpyxl import Workbook

from .. import entry
from ..entry import BLANK_ROWS, HEAD_ROW, Entry
from ..names import define

TABLE, SURVIVORS = "Subscriptions", "Survivors"
COLUMNS = {
    "customer": Entry("Customer", "Entry", 18, "yes", "A number, name or e-mail address"),
    "start": Entry("Start", "Entry date", 15, "yes", "The day it began"),
    "end": Entry("End", "Entry date", 15, "yes", "The day it ended; blank: it goes on"),
    "plan": Entry("Plan", "Entry", 17, "no", "What was subscribed to"),
    "price": Entry("Price", "Entry money", 15, "no", "A month; blank: the average on Inputs"),
}
"""The table's columns by field."""
_SURVIVOR_COLUMNS = (
    Entry("Period", "Entry", 15, "no", "0 is the start, 1 the first renewal"),
    Entry("Customers", "Entry money", 17, "yes", "How many are left, not which share"),
)

_PRICE = f"{TABLE}[[#All],[Price]]"
PRICES = "used_prices"
"""Each subscription's price, or the average price of Inputs where it has none."""
DATES = f"{TABLE}[[#All],[Start]],{TABLE}[[#All],[End]]"
PLANS = f"{TABLE}[[#All],[Plan]]"
CUSTOMERS = f"{TABLE}[[#All],[Customer]]"

_RULES = (
    "Each row is a subscription; who comes back has another row.",
    "It renews a whole period after its start, and so on.",
    "Who ends on the very day of a renewal has not renewed.",
    "An end after the calculation date has not come yet.",
    "Rows that cannot be used are counted on Checks; none disappears.",
)
_SURVIVOR_RULES = (
    "For those who have no list of subscriptions.",
    "It counts only while the table on Subscriptions is empty.",
    "One cohort: all began in the same period.",
    "The first row is all who began; nobody comes back.",
    "The price of Inputs counts for all of them.",
)


def build(book: Workbook) -> None:
    advice = "Paste your rows into the yellow table: one row per subscription."
    entry.build(book, TABLE, TABLE, "Which subscriptions count?", advice, [*COLUMNS.values()], _RULES, link="Dashboard")
    define(book, PRICES, f'IF({_PRICE}="",IF(input_average_price="","",input_average_price),{_PRICE})')
    define(book, "has_list", f"COUNTA({TABLE}[Start])+COUNTA({TABLE}[Customer])>0")


def survivors(book: Workbook) -> None:
    title, advice = "How many of one cohort are left?", "Only where you have no list: type how many are left."
    entry.build(book, SURVIVORS, SURVIVORS, title, advice, _SURVIVOR_COLUMNS, _SURVIVOR_RULES, link="Dashboard")
    for row in range(HEAD_ROW + 1, HEAD_ROW + 1 + BLANK_ROWS):
        book[SURVIVORS].cell(row, 3).number_format = "#,##0"
    column = f"{SURVIVORS}[Customers]"
    define(book, "survivor_counts", f"INDEX({column},1):INDEX({column},MAX(1,COUNTA({column})))")
