"""Subscriptions and Survivors: the tables that the reader pastes into, and how the formulas name their columns."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from ...look import INPUT_EDGE, align, heights, page, put, put_row
from ..names import define

TABLE, SURVIVORS = "Subscriptions", "Survivors"
HEAD_ROW = 5
BLANK_ROWS = 30
COLUMNS = {
    "customer": ("Customer", "Entry", 18),
    "start": ("Start", "Entry date", 15),
    "end": ("End", "Entry date", 15),
    "plan": ("Plan", "Entry", 17),
    "price": ("Price", "Entry money", 15),
}
"""The table's columns by field: heading, style, width."""
_SURVIVOR_COLUMNS = {"period": ("Period", "Entry", 15), "customers": ("Customers", "Entry money", 17)}

_PRICE = f"{TABLE}[[#All],[Price]]"
PRICES = "used_prices"
"""Each subscription's price, or the average price of Inputs where it has none."""
DATES = f"{TABLE}[[#All],[Start]],{TABLE}[[#All],[End]]"
PLANS = f"{TABLE}[[#All],[Plan]]"
CUSTOMERS = f"{TABLE}[[#All],[Customer]]"

_HELP = (
    ("Customer", "yes", "A number, name or e-mail address"),
    ("Start", "yes", "The day it began"),
    ("End", "yes", "The day it ended; blank: it goes on"),
    ("Plan", "no", "What was subscribed to"),
    ("Price", "no", "A month; blank: the average on Inputs"),
)
_RULES = (
    "Each row is a subscription; who comes back has another row.",
    "It renews a whole period after its start, and so on.",
    "Who ends on the very day of a renewal has not renewed.",
    "An end after the calculation date has not come yet.",
    "Rows that cannot be used are counted on Checks; none disappears.",
)
_SURVIVOR_HELP = (
    ("Period", "no", "0 is the start, 1 the first renewal"),
    ("Customers", "yes", "How many are left, not which share"),
)
_SURVIVOR_RULES = (
    "For those who have no list of subscriptions.",
    "It counts only while the table on Subscriptions is empty.",
    "One cohort: all began in the same period.",
    "The first row is all who began; nobody comes back.",
    "The price of Inputs counts for all of them.",
)


def build(book: Workbook) -> None:
    sheet = _page(book, TABLE, "Which subscriptions count?", "Paste your rows into the yellow table: one row per subscription.", COLUMNS)
    _advice(sheet, 3 + len(COLUMNS), _HELP, _RULES)
    define(book, PRICES, f'IF({_PRICE}="",IF(input_average_price="","",input_average_price),{_PRICE})')
    define(book, "has_list", f"COUNTA({TABLE}[Start])+COUNTA({TABLE}[Customer])>0")


def survivors(book: Workbook) -> None:
    sheet = _page(
        book, SURVIVORS, "How many of one cohort are left?", "Only where you have no list: type how many are left.", _SURVIVOR_COLUMNS
    )
    for row in range(HEAD_ROW + 1, HEAD_ROW + 1 + BLANK_ROWS):
        sheet.cell(row, 3).number_format = "#,##0"
    _advice(sheet, 3 + len(_SURVIVOR_COLUMNS), _SURVIVOR_HELP, _SURVIVOR_RULES)
    column = f"{SURVIVORS}[Customers]"
    define(book, "survivor_counts", f"INDEX({column},1):INDEX({column},MAX(1,COUNTA({column})))")


def _page(book: Workbook, tab: str, title: str, advice: str, columns: dict[str, tuple[str, str, int]]) -> Worksheet:
    sheet = page(
        book,
        tab,
        title,
        f"{tab}  ·  {advice}",
        [2, *(width for _, _, width in columns.values()), 3, 16, 10, 44, 2],
        colour=INPUT_EDGE,
        link="Dashboard",
        list_head=HEAD_ROW,
        freeze=f"A{HEAD_ROW + 1}",
    )
    rows = range(HEAD_ROW + 1, HEAD_ROW + 1 + BLANK_ROWS)
    for column, (heading, style, _) in enumerate(columns.values(), start=2):
        head = put(sheet, HEAD_ROW, column, heading, "Head" if style == "Entry" else "Head number")
        after_number = heading == "Plan"
        align(head, vertical="top", indent=int(after_number))
        for row in rows:
            cell = put(sheet, row, column, None, style)
            if after_number:
                align(cell, indent=1)
    table = Table(displayName=tab, name=tab, ref=f"B{HEAD_ROW}:{get_column_letter(1 + len(columns))}{HEAD_ROW + BLANK_ROWS}")
    table.tableStyleInfo = TableStyleInfo("TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)
    heights(sheet, {HEAD_ROW: 45, **dict.fromkeys(rows, 16)})
    return sheet


def _advice(sheet: Worksheet, column: int, columns: tuple[tuple[str, str, str], ...], rules: tuple[str, ...]) -> None:
    put(sheet, 7, column, "What goes where", "Section")
    put_row(sheet, 8, column, ("Column", "Needed", "What to paste"), ("Head",) * 3)
    for row, words in enumerate(columns, start=9):
        put_row(sheet, row, column, words, ("Text bold", "Text", "Text"))
    put(sheet, 16, column, "What counts", "Section")
    for row, rule in enumerate(rules, start=17):
        put(sheet, row, column, rule, "Plain note")
