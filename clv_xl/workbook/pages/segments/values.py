"""Values: the rows that count, the most valuable first, spilled by CLV_VALUES."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from ...look.style import align, heights, page, protect, put, spill
from ..entry import HEAD_ROW as ENTRY_ROW
from ..names import define, name_list
from .customers import COLUMNS, columns

HEAD_ROW = 6
FIRST_ROW = HEAD_ROW + 1
_FORM = (
    ("Text bold", 18, ""),
    ("Text", 18, "channel"),
    ("Text", 18, "campaign"),
    ("Text", 18, "segment"),
    ("Money", 14, "clv"),
    ("Money", 13, "cac"),
    ("Number", 12, "count"),
    ("Money", 14, "margin"),
    ("Ratio", 12, ""),
    ("Ratio", 12, ""),
    ("Number", 15, "net"),
)
"""Style, width and name of each column. list_<name> is the column alone, <name>_column has its heading."""


def build(book: Workbook) -> None:
    sheet = page(
        book,
        "Values",
        "Who are they, and what is each one worth?",
        '="Values  ·  "&result_subtitle',
        [2, *(width for _, width, _ in _FORM), 2],
        link="Dashboard",
        list_head=HEAD_ROW,
        freeze=f"C{FIRST_ROW}",
    )
    put(
        sheet,
        4,
        2,
        "Largest value first. Value, cost and margin are those of one customer; net is that of all customers of the row. Payback in months.",
        "Plain note",
    )
    heights(sheet, {4: 17, 5: 6, HEAD_ROW: 32, FIRST_ROW: 16})
    fields = (*map(columns, ("value", "cac", "customers", "monthly_revenue")), "purchase_columns")
    spill(
        sheet,
        HEAD_ROW,
        [style for style, _, _ in _FORM],
        f"CLV_VALUES({columns('customer', 'segment')},{','.join(fields)},input_gross_margin)",
    )
    left, right = (get_column_letter(2 + [*COLUMNS].index(name)) for name in ("purchase_value", "lifespan"))
    area = f"'Customers'!${left}${ENTRY_ROW}:INDEX('Customers'!${right}${ENTRY_ROW}:${right}$1048576,ROWS(Customers[Value])+1)"
    define(book, "purchase_columns", area)  # with the table's own words the formula would be too long
    define(book, "rows_used", f"COUNT('Values'!$F${FIRST_ROW}:$F$1048576)")
    for column, (style, _, name) in enumerate(_FORM, start=2):
        if style == "Text":
            align(sheet.cell(FIRST_ROW, column), indent=1)
            align(sheet.cell(HEAD_ROW, column), indent=1)
        if name:
            name_list(sheet, f"list_{name}", FIRST_ROW, column, "rows_used")
            _with_heading(book, f"{name}_column", column, column)
    _with_heading(book, "group_columns", 3, 5)
    protect(sheet)


def _with_heading(book: Workbook, name: str, first: int, last: int) -> None:
    left, right = get_column_letter(first), get_column_letter(last)
    define(book, name, f"'Values'!${left}${HEAD_ROW}:INDEX('Values'!${right}${HEAD_ROW}:${right}$1048576,MAX(1,rows_used)+1)")
