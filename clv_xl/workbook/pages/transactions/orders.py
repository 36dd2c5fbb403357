"""Orders: the table that the reader pastes into."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo

from ...look import INPUT_EDGE, align, heights, page, put, put_row

TABLE = "Orders"
HEAD_ROW = 5
BLANK_ROWS = 30
COLUMNS = {
    "customer": ("Customer", "Entry", 18),
    "date": ("Date", "Entry date", 15),
    "amount": ("Amount", "Entry money", 15),
    "channel": ("Channel", "Entry", 17),
    "campaign": ("Campaign", "Entry", 17),
    "product": ("Product", "Entry", 17),
    "segment": ("Segment", "Entry", 17),
    "cost": ("Cost", "Entry money", 15),
}
"""The table's columns by field: heading, style, width."""


def column_ranges(*fields: str) -> str:
    """Columns of the table with their headings, as arguments of a function of ours."""
    return ",".join(f"{TABLE}[[#All],[{COLUMNS[field][0]}]]" for field in fields)


_HELP = (
    ("Customer", "yes", "A number, name or e-mail address"),
    ("Date", "yes", "The day of the order"),
    ("Amount", "yes", "Before cost of goods; refunds negative"),
    ("Channel", "no", "Where the customer came from"),
    ("Campaign", "no", "What made the customer buy"),
    ("Product", "no", "What was bought"),
    ("Segment", "no", "A group of your own, such as B2B"),
    ("Cost", "no", "What the goods cost you, for Products"),
)
_RULES = (
    "Several orders of a customer on one day count as one purchase.",
    "A refund is taken off the customer's revenue.",
    "An order of zero counts as a purchase.",
    "A customer's group is the first one known in each column.",
    "Rows that cannot be used are counted on Checks; none disappears.",
)


def build(book: Workbook) -> None:
    sheet = page(
        book,
        "Orders",
        "Which orders count?",
        "Orders  ·  Paste your rows into the yellow table: one row per order. Only the first three columns are needed.",
        [2, *(width for _, _, width in COLUMNS.values()), 3, 16, 10, 40, 2],
        colour=INPUT_EDGE,
        link="Dashboard",
        list_head=HEAD_ROW,
        freeze=f"A{HEAD_ROW + 1}",
    )
    for column, (heading, style, _) in enumerate(COLUMNS.values(), start=2):
        head = put(sheet, HEAD_ROW, column, heading, "Head" if style == "Entry" else "Head number")
        after_number = heading == "Channel"
        align(head, vertical="top", indent=int(after_number))
        for row in range(HEAD_ROW + 1, HEAD_ROW + 1 + BLANK_ROWS):
            cell = put(sheet, row, column, None, style)
            if after_number:
                align(cell, indent=1)
    last = get_column_letter(1 + len(COLUMNS))
    table = Table(displayName=TABLE, name=TABLE, ref=f"B{HEAD_ROW}:{last}{HEAD_ROW + BLANK_ROWS}")
    table.tableStyleInfo = TableStyleInfo("TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)
    heights(sheet, {HEAD_ROW: 45, **dict.fromkeys(range(HEAD_ROW + 1, HEAD_ROW + 1 + BLANK_ROWS), 16)})

    column = 3 + len(COLUMNS)
    put(sheet, 7, column, "What goes where", "Section")
    put_row(sheet, 8, column, ("Column", "Needed", "What to paste"), ("Head",) * 3)
    for row, words in enumerate(_HELP, start=9):
        put_row(sheet, row, column, words, ("Text bold", "Text", "Text"))
    put(sheet, 19, column, "What counts", "Section")
    for row, rule in enumerate(_RULES, start=20):
        put(sheet, row, column, rule, "Plain note")
