"""Trend: customers, purchases and value over time, spilled by CLV_TREND."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.chart import Reference
from openpyxl.worksheet.worksheet import Worksheet

from ...look.charts import bar_chart
from ...look.conditional_formats import total_row
from ...look.style import ACCENT, protect, put, put_row, spill
from ..charted import FIRST_ROW, HEAD_ROW, Asked, charted_page
from ..names import define
from ..periods import short_label
from .orders import column_ranges

BARS = 18
_DATA = 14  # column N
_FIRST_BAR = 13

_FORM = (
    ("Text bold", 14),
    ("Number", 13),
    ("Number", 13),
    ("Number", 13),
    ("Number", 14),
    ("Money", 13),
    ("Money", 14),
    ("Change", 13),
    ("Number", 13),
    ("Money", 13),
)

ALT_TEXTS = [
    "Are customers worth more? Columns show the value so far per customer at the end of each of the last 18 periods.",
    "Do we win enough new customers? Columns show the customers who bought for the first time in each of the last 18 periods.",
]


def build(book: Workbook) -> None:
    sheet = charted_page(
        book,
        "Trend",
        "Where are customers and value going?",
        [2, *(width for _, width in _FORM), 2, 2, 16, 12, 12, 30, 12],
        (Asked("Are customers worth more?", "=N7", 2, 6), Asked("Do we win enough new customers?", "=N8", 7, 11)),
        (
            "Period by period",
            "Revenue after refunds. CLV so far: all revenue up to then, after cost of goods, per customer won up to then. The last period may not be over.",
        ),
        32,
    )
    formula = f"CLV_TREND({column_ranges('customer', 'date', 'amount')},coded_period,input_as_of,input_gross_margin)"
    spill(sheet, HEAD_ROW, [style for style, _ in _FORM], formula)
    total_row(sheet, f"B{FIRST_ROW}:K1048576", f'$B{FIRST_ROW}="All"')
    define(book, "check_trend", "IFERROR(INDEX('Trend'!$F$21:$F$1048576,MAX(1,COUNT('Trend'!$C$21:$C$1048576))),0)")
    _data_behind(sheet)
    names = Reference(sheet, min_col=_DATA, min_row=_FIRST_BAR, max_row=_FIRST_BAR + BARS - 1)
    for number, anchor in enumerate(((7, 2, 17, 7), (7, 7, 17, 12))):
        values = Reference(sheet, min_col=_DATA + 1 + number, min_row=_FIRST_BAR, max_row=_FIRST_BAR + BARS - 1)
        head = f"'Trend'!${'OP'[number]}${_FIRST_BAR - 1}"
        bar_chart(
            sheet,
            anchor,
            title=f"'Trend'!$Q${_FIRST_BAR + number}",
            categories=names,
            series=[(head, values, ACCENT)],
            plot=(0.09, 0.14, 0.9, 0.72),
        )
    protect(sheet)


def _data_behind(sheet: Worksheet) -> None:
    """Right of what is printed: the last periods, which the charts draw, and the sentences above them."""
    put(sheet, 5, _DATA, "Data behind the charts", "Section")
    cell = f"INDEX(${{}}${FIRST_ROW}:${{}}$1048576,MAX(1,{{}}))"

    def at(letter: str, row: str) -> str:
        return cell.format(letter, letter, row)

    now, before = (f"SUM({at('D', f'$N$9-{start}')}:{at('D', f'$N$9-{end}')})" for start, end in ((2, 0), (5, 3)))
    figures = (
        f"={at('K', '$N$9')}",
        f"=IF($N$9<4,0,IF(N({at('K', '$N$9-3')})<=0,0,ROUND(N(N11)/{at('K', '$N$9-3')}-1,3)))",
        f"={now}",
        f"={before}",
    )
    put_row(sheet, 11, _DATA, figures, ("Plain note",) * 4)
    put(
        sheet,
        7,
        _DATA,
        '=IF($N$9<4,"It takes four periods of orders to say.",FIXED(N(N11),2)&" per customer so far, "&IF(O11>0,"+","")&ROUND(100*O11,1)&"% against three "&chosen_periods&" earlier.")',
        "Plain note",
    )
    put(
        sheet,
        8,
        _DATA,
        '=IF($N$9<6,"It takes six periods of orders to say.",FIXED(P11,0)&" in the last three "&chosen_periods&", "&FIXED(Q11,0)&" in the three before.")',
        "Plain note",
    )
    put(sheet, 9, _DATA, f"=MAX(0,COUNT($C${FIRST_ROW}:$C$1048576)-1)", "Plain note")
    put(sheet, 9, _DATA + 1, "periods listed", "Plain note")
    put(sheet, 10, _DATA, f"=MAX(0,N9-{BARS})", "Plain note")
    put(sheet, 10, _DATA + 1, "of them before the charts begin", "Plain note")
    put_row(sheet, _FIRST_BAR - 1, _DATA, ("Shown", "CLV so far", "New customers", "Titles", "Period"), ("Head",) * 5)
    put(sheet, _FIRST_BAR, _DATA + 3, '="Value so far per customer, "&result_currency&", by "&chosen_period', "Plain note")
    put(sheet, _FIRST_BAR + 1, _DATA + 3, '="New customers by "&chosen_period', "Plain note")
    for step in range(BARS):
        row = _FIRST_BAR + step
        beyond = f"$N$10+{step + 1}>$N$9"
        hidden = f'R{row}=""' if step % 3 == 0 else f'OR(R{row}="",$N$9>9)'
        put(sheet, row, _DATA, f'=IF({hidden},"",{short_label(f"R{row}", "INDEX(month_names,{0})")})', "Plain note")
        put(sheet, row, _DATA + 4, f'=IF({beyond},"",{at("B", f"$N$10+{step + 1}")})', "Plain note")
        for offset, (letter, form) in enumerate((("K", "#,##0.00"), ("D", "#,##0")), start=1):
            put(sheet, row, _DATA + offset, f'=IF({beyond},"",{at(letter, f"$N$10+{step + 1}")})', "Plain note", form)
