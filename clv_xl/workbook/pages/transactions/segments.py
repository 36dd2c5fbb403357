"""Segments: every grouping of the customers in one list, spilled by SEGMENT_CLV."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.chart import Reference
from openpyxl.worksheet.worksheet import Worksheet

from ...look.charts import bar_chart
from ...look.conditional_formats import total_row, word_colours
from ...look.style import ACCENT, MID, protect, put, put_row, spill
from ..charted import FIRST_ROW, HEAD_ROW, Asked, charted_page

BARS = 6
_DATA = 16  # column P

_FORM = (
    ("By", "Text bold", 18),
    ("Segment", "Text", 24),
    ("Customers", "Number", 12),
    ("Share of customers", "Share", 13),
    ("Mean CLV", "Money", 13),
    ("Total CLV", "Number", 13),
    ("Share of value", "Share", 13),
    ("Index", "Decimal", 10),
    ("Mean CAC", "Money", 12),
    ("CLV : CAC", "Ratio", 12),
    ("Net", "Number", 13),
    ("Enough data", "State", 13),
)

ALT_TEXTS = [
    "Who brings the value? Bars compare each group's share of all customers with its share of the value so far.",
    "Who is worth more? Bars show the value so far per customer of each group.",
]


def build(book: Workbook) -> None:
    sheet = charted_page(
        book,
        "Segments",
        "Which groups deserve more budget?",
        [2, *(width for _, _, width in _FORM), 2, 2, 24, 12, 12, 14, 12],
        (
            Asked("Who brings the value?", f"=P{ANSWERS_ROW}", 2, 7),
            Asked("Who is worth more?", f"=P{ANSWERS_ROW + 1}", 8, 13),
        ),
        (
            "All groups",
            "Value so far, after cost of goods. Index: 1 is the average customer. Enough data: 100 customers or more; with fewer, take it as a hint.",
        ),
        32,
    )
    spill(sheet, HEAD_ROW, [style for _, style, _ in _FORM], "SEGMENT_CLV(customer_groups,customer_group_values,input_cac)")
    total_row(sheet, f"B{FIRST_ROW}:M1048576", f'OR($C{FIRST_ROW}="All customers",$C{FIRST_ROW}="Left out: no value")')
    word_colours(sheet, f"J{FIRST_ROW}:M1048576", {"No": "look"})
    _data_behind(sheet)

    def bars(offset: int) -> Reference:
        return Reference(sheet, min_col=_DATA + offset, min_row=FIRST_BAR, max_row=FIRST_BAR + BARS - 1)

    names = bars(0)
    heads = [f"'Segments'!${letter}${FIRST_BAR - 1}" for letter in "QRS"]
    titles = [f"'Segments'!$T${FIRST_BAR + n}" for n in range(2)]
    shares = [(heads[1], bars(2), ACCENT), (heads[0], bars(1), MID)]
    bar_chart(
        sheet, (7, 2, 17, 8), title=titles[0], categories=names, series=shares, plot=(0.2, 0.19, 0.74, 0.78), horizontal=True, labels=True
    )
    means = [(heads[2], bars(3), ACCENT)]
    bar_chart(
        sheet, (7, 8, 17, 14), title=titles[1], categories=names, series=means, plot=(0.2, 0.12, 0.74, 0.85), horizontal=True, labels=True
    )
    protect(sheet)


ANSWERS_ROW = 7
FIRST_BAR = 13


def _data_behind(sheet: Worksheet) -> None:
    """Right of what is printed: the largest groups of the first grouping, which the charts draw."""
    put(sheet, 5, _DATA, "Data behind the charts", "Section")
    bars = [f"{letter}{FIRST_BAR}:{letter}{FIRST_BAR + BARS - 1}" for letter in "PS"]
    best, empty = f"P{FIRST_BAR}", f'P{FIRST_BAR}=""'
    nothing = f"P{ANSWERS_ROW + 3}"
    put(
        sheet,
        ANSWERS_ROW + 3,
        _DATA,
        '=IF(result_customers=0,"There are no customers yet.","The orders lack this grouping; choose another on Inputs.")',
        "Plain note",
    )
    customers = f'{best}&": "&ROUND(100*Q{FIRST_BAR},0)&"% of customers'
    brings = f'=IF({empty},{nothing},IF(ISNUMBER(R{FIRST_BAR}),{customers}, "&ROUND(100*R{FIRST_BAR},0)&"% of the value so far.",{customers}; there is no value to share."))'
    top = f"INDEX({bars[0]},MATCH(MAX({bars[1]}),{bars[1]},0))"
    worth = f'=IF({empty},"",{top}&": "&FIXED(MAX({bars[1]}),2)&" per customer so far.")'
    put(sheet, ANSWERS_ROW, _DATA, brings, "Plain note")
    put(sheet, ANSWERS_ROW + 1, _DATA, worth, "Plain note")
    put(sheet, ANSWERS_ROW + 2, _DATA, f"=IFERROR(MATCH(chosen_chart_by,$B${FIRST_ROW}:$B$1048576,0),0)", "Plain note")
    put(sheet, ANSWERS_ROW + 2, _DATA + 1, "row where the grouping starts", "Plain note")
    start = f"$P${ANSWERS_ROW + 2}"
    heads = ("Group", "Share of customers", "Share of value", "Mean CLV", "Titles")
    put_row(sheet, FIRST_BAR - 1, _DATA, heads, ("Head", "Head", "Head", "Head", "Head"))
    put(sheet, FIRST_BAR, _DATA + 4, '="Share of all customers and of the value, by "&chosen_chart_by', "Plain note")
    put(sheet, FIRST_BAR + 1, _DATA + 4, '="Value so far per customer, "&result_currency&", by "&chosen_chart_by', "Plain note")
    for step in range(BARS):
        at = FIRST_BAR + step
        cell = f"INDEX(${{0}}${FIRST_ROW}:${{0}}$1048576,{start}+{step})"
        for offset, (letter, form) in enumerate((("C", "General"), ("E", "0%"), ("H", "0%"), ("F", "#,##0.00"))):
            put(
                sheet,
                at,
                _DATA + offset,
                f'=IF({start}=0,"",IF({cell.format("B")}=chosen_chart_by,IFERROR({cell.format(letter)},""),""))',
                "Plain note",
                form,
            )
