"""Pages that are a sentence and one list: Products, Drivers and Win-back."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ....lists.orders.lifecycle import Stage
from ...look.conditional_formats import format_where, total_row, unseen, word_colours
from ...look.style import SHARE, heights, page, protect, put, spill
from ..names import define, name_cell
from .orders import column_ranges

HEAD_ROW = 9
FIRST_ROW = HEAD_ROW + 1


def _list_page(
    book: Workbook, tab: str, title: str, notes: tuple[str, str], answer: str, form: tuple[tuple[str, float], ...], formula: str
) -> Worksheet:
    """form: style and width of each column."""
    sheet = page(
        book,
        tab,
        title,
        f'="{tab}  ·  "&result_subtitle',
        [2, *(width for _, width in form), 2, 20, 14],
        link="Dashboard",
        list_head=HEAD_ROW,
        freeze=f"C{FIRST_ROW}",
        last_column=1 + len(form),
    )
    put(sheet, 5, 2, answer, "Section")
    for row, note in enumerate(notes, start=6):
        put(sheet, row, 2, note, "Plain note")
    heights(sheet, {5: 24, 6: 17, 7: 17, 8: 8, HEAD_ROW: 32, FIRST_ROW: 17})
    spill(sheet, HEAD_ROW, [style for style, _ in form], formula)
    protect(sheet)
    return sheet


def products(book: Workbook) -> None:
    sheet = _list_page(
        book,
        "Products",
        "What do the best customers buy?",
        (
            "Mean CLV of buyers: what they have brought with all products. Index: how much more often the best customers buy it than all do.",
            "All of it is before cost of goods; where every row on Orders has a cost, profit and the CLV of buyers are after it.",
        ),
        '=IF(COUNTA(Orders[Product])=0,"Orders has no products.",IF(ISERROR(B9),"No order counts.",'
        'IF(ISNUMBER(G10)*(G9="Profit"),B10&" earns the most: a profit of "&FIXED(N(G10),0)&".",B10&" brings the most: "&ROUND(100*N(F10),1)&"% of the revenue.")))',
        (
            ("Text bold", 30),
            ("Number", 12),
            ("Share", 14),
            ("Number", 15),
            ("Share", 18),
            ("Money", 14),
            ("Decimal", 14),
            ("Money", 14),
            ("Decimal", 14),
        ),
        f"CLV_PRODUCTS({column_ranges('customer', 'product', 'amount', 'cost')},input_best_share,{column_ranges('date')},input_as_of)",
    )
    format_where(sheet, f"H{FIRST_ROW}:H1048576", f'$H${HEAD_ROW}="Margin"', SHARE)
    unseen(sheet, f"D{FIRST_ROW}:J1048576", f"NOT(ISNUMBER(D{FIRST_ROW}))")  # a share of nothing
    total_row(
        sheet, f"B{FIRST_ROW}:J1048576", f'AND(result_customers>0,OR($B{FIRST_ROW}="All products",$B{FIRST_ROW}="Left out: not readable"))'
    )
    define(book, "check_products_margin", "IFERROR(INDEX('Products'!$H$10:$H$1048576,MAX(1,COUNT('Products'!$D$10:$D$1048576))),\"\")")
    define(book, "check_products", "IFERROR(INDEX('Products'!$E$10:$E$1048576,MAX(1,COUNT('Products'!$D$10:$D$1048576))),0)")


def drivers(book: Workbook) -> None:
    sheet = _list_page(
        book,
        "Drivers",
        "What moves with the value of a customer?",
        (
            "Explained: the share of the differences in rank that go with the factor. Adjusted p: below 5% it is more than chance.",
            "A correlation is no cause: only a test can tell (CLV_AB_TEST). Who came earlier also had more time to buy.",
        ),
        '=IF(result_customers=0,"There are no customers yet.",IF(COUNTIF(I10:I1048576,"Yes")=0,"Nothing here moves with value beyond chance.",'
        'B10&" goes with the value so far, more than chance: "&ROUND(100*N(E10),1)&"% of the differences in rank."))',
        (
            ("Text bold", 26),
            ("Text", 13),
            ("Number", 13),
            ("Share", 14),
            ("Decimal", 14),
            ("P value", 13),
            ("P value", 13),
            ("State", 15),
            ("Text", 24),
        ),
        "CLV_DRIVERS(customer_group_values,customer_factors)",
    )
    word_colours(sheet, f"I{FIRST_ROW}:I1048576", {"Yes": "good", "No": "look"})


def winback(book: Workbook) -> None:
    sheet = _list_page(
        book,
        "Win-back",
        "Whom should we win back?",
        (
            "Silent for longer than the own rhythm explains; the most value at stake first. Gaps silent: days silent over the usual gap.",
            "Value at stake: what a customer would bring in a year by buying at the usual gap again, after cost of goods.",
        ),
        '=IF(result_customers=0,"There are no customers yet.",IF(result_winback_customers=0,"Nobody is overdue.","Overdue customers: "&FIXED(result_winback_customers,0)'
        '&"; "&FIXED(result_value_at_stake,0)&" a year is at stake."))',
        (
            ("Text bold", 22),
            ("Date", 15),
            ("Number", 12),
            ("Ratio", 13),
            ("Number", 12),
            ("Ratio", 12),
            ("State", 14),
            ("Money", 14),
            ("Money", 14),
            ("Money", 15),
        ),
        f"CLV_DORMANT({column_ranges('customer', 'date', 'amount')},input_as_of,input_gross_margin)",
    )
    stage = f"$H${FIRST_ROW}:$H$1048576"
    figures = (
        ("Overdue customers", "winback_customers", f'=COUNTIF({stage},"{Stage.SLIPPING}")+COUNTIF({stage},"{Stage.DORMANT}")'),
        ("At stake a year", "value_at_stake", f'=SUMIFS($K${FIRST_ROW}:$K$1048576,{stage},"?*")'),
    )
    for row, (label, name, formula) in enumerate(figures, start=5):  # right of what is printed
        put(sheet, row, 13, label, "Plain note")
        put(sheet, row, 14, formula, "Plain note", "#,##0")
        name_cell(sheet, f"result_{name}", row, 14)
    word_colours(sheet, f"H{FIRST_ROW}:H1048576", {str(Stage.SLIPPING): "look", str(Stage.DORMANT): "bad"})
    total_row(sheet, f"B{FIRST_ROW}:K1048576", f'AND($B{FIRST_ROW}<>"",$H{FIRST_ROW}="")')
