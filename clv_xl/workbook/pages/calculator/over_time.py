"""Over time: when a customer has earned back what it cost, month by month."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.chart import Reference
from openpyxl.worksheet.worksheet import Worksheet

from ...look.charts import Anchor, line_chart
from ...look.style import ACCENT, MID, MONEY, banner, heights, page, protect, put, put_row
from ..names import name_cell
from .banner import BROKEN

HEAD_ROW = 25
FIRST_ROW = HEAD_ROW + 1
STEPS = 12
"""Rows after the start: as many months each as there are years to look ahead."""
_DATA = 9  # column I

ALT_TEXTS = ["When is the cost earned back? Lines show the running total per customer by month: if nobody left, as customers leave, and with later money counted for less."]  # fmt: skip


def build(book: Workbook) -> None:
    sheet = page(
        book,
        "Over time",
        "When is the cost earned back?",
        '="Over time  ·  "&result_subtitle',
        [2, 16, *[23] * 5, 2, 2, 70],
        link="Dashboard",
        last_column=7,
    )
    banner(sheet, *BROKEN)
    heights(sheet, {5: 22, 6: 17, **dict.fromkeys(range(7, 22), 18), 22: 10, 23: 20, 24: 17, HEAD_ROW: 32})
    put(sheet, 5, 2, "=time_answer", "Section")
    put(sheet, 6, 2, "Running total per customer: margin so far, less the cost to win, serving and keeping.", "Section note")
    put(sheet, 23, 2, "Step by step", "Section")
    put(sheet, 24, 2, "Customers pay at the start of each month. Choose on Inputs how many years to look ahead.", "Section note")
    heads = ("Month", "Customers still there", "Margin so far", "If nobody left", "As customers leave", "And discounted")
    put_row(sheet, HEAD_ROW, 2, heads, ("Head", *["Head number"] * 5))
    for step in range(STEPS + 1):
        _month(sheet, FIRST_ROW + step, step)
    last = FIRST_ROW + STEPS
    name_cell(sheet, "check_time_end", last, 6)
    name_cell(sheet, "check_time_months", last, 2)
    put(sheet, 5, _DATA + 1, "Words of the chart", "Section")
    put(sheet, 7, _DATA + 1, '="Running total per customer, "&result_currency&", by month"', "Plain note")
    put(sheet, 8, _DATA + 1, _ANSWER, "Plain note")
    name_cell(sheet, "time_answer", 8, _DATA + 1)
    running_total(sheet, sheet, (7, 2, 22, 8), (0.05, 0.17, 0.93, 0.72))
    protect(sheet)


_ANSWER = (
    '=IF(result_breakeven_months="","Fill in Inputs to see it.",IF(result_breakeven_months="never","Never, as customers leave.",'
    '"After "&result_breakeven_months&" months as customers leave; after "&ROUND(N(result_payback_months),1)&" if nobody did."))'
)


def _month(sheet: Worksheet, row: int, step: int) -> None:
    month = f'=IF(used_horizon_years="","",{step}*used_horizon_years)' if step else 0
    margin = f'=IFERROR(CLV(used_purchase_value,used_purchase_frequency,B{row}/12,used_gross_margin+0),"")'
    alone = f'=IFERROR(CLV_NET(D{row},used_cac,used_yearly_cost,B{row}/12),"")'
    paid = f'=IFERROR(CLV_DISCOUNTED(net_monthly_margin,1-used_monthly_churn,{{}},B{row}-1,0,used_cac),"")'
    start = '=IF(COUNT(net_monthly_margin,used_cac)<2,"",-used_cac)'
    values = (
        month,
        f'=IF(ISNUMBER(used_monthly_churn),(1-used_monthly_churn)^B{row},"")' if step else '=IF(ISNUMBER(used_monthly_churn),1,"")',
        margin,
        alone,
        paid.format(0) if step else start,
        paid.format("monthly_discount") if step else start,
    )
    put_row(sheet, row, 2, values, ("Text bold", "Share", *["Money"] * 4))
    sheet.cell(row, 2).number_format = "0"
    for column in range(4, 8):
        sheet.cell(row, column).number_format = MONEY
    heights(sheet, {row: 18})


def running_total(sheet: Worksheet, data: Worksheet, anchor: Anchor, plot: tuple[float, float, float, float]) -> None:
    """The chart of the running totals; Dashboard has it too."""
    last = FIRST_ROW + STEPS
    lines = [
        (f"'Over time'!${letter}${HEAD_ROW}", column, colour)
        for letter, column, colour in (("E", 5, MID), ("F", 6, ACCENT), ("G", 7, "6F91C9"))
    ]
    line_chart(
        sheet,
        anchor,
        title="'Over time'!$J$7",
        steps=Reference(data, min_col=2, min_row=FIRST_ROW, max_row=last),
        series=[(name, Reference(data, min_col=column, min_row=FIRST_ROW, max_row=last), colour) for name, column, colour in lines],
        plot=plot,
    )
