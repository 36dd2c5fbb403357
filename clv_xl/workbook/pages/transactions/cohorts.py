"""Cohorts: the triangle by period of the first purchase, spilled by CLV_COHORTS."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.chart import Reference
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ...look.charts import bar_chart
from ...look.conditional_formats import format_where, heat, total_row
from ...look.style import ACCENT, COUNT, protect, put, spill
from ..charted import FIRST_ROW, HEAD_ROW, Asked, charted_page
from ..names import define
from .orders import column_ranges

AGES = 18
"""Columns that are printed and drawn; older ones are on the screen."""
_FIRST_AGE = 5  # column E
_DATA = _FIRST_AGE + AGES + 2

ALT_TEXTS = [
    "What happens as customers grow older? Columns show the figure of all customers in each period since their first purchase.",
]

_MEANINGS = (
    ("clv", "Value per customer, added up so far, after cost of goods"),
    ("retention", "% of customers who bought in that very period"),
    ("revenue", "Revenue in that very period"),
)


def build(book: Workbook) -> None:
    last = _FIRST_AGE + AGES - 1
    here, later = get_column_letter(_DATA), get_column_letter(_DATA + 1)
    sheet = charted_page(
        book,
        "Cohorts",
        "Do newer customers do better than older ones?",
        [2, 14, 11, 13, *[8.5] * AGES, 2, 2, 16, *[9] * AGES],
        (Asked("What happens as customers grow older?", f"={here}7", 2, last),),
        (
            f"={here}10",
            '="A row per "&chosen_period&" of the first purchase; column 0 is that one, column 1 the next. The last one of each row may not be over. Choose another view on Inputs."',
        ),
        18,
    )
    formula = f"CLV_COHORTS({column_ranges('customer', 'date', 'amount')},coded_period,coded_cohort_measure,input_as_of,input_gross_margin)"
    spill(sheet, HEAD_ROW, ["Text bold", "Number", "Number", *["Decimal"] * AGES], formula)
    ages = f"E{FIRST_ROW}:XFD1048576"
    format_where(sheet, ages, 'chosen_cohort_measure="retention"', "0%")
    format_where(sheet, ages, 'chosen_cohort_measure="revenue"', COUNT)
    heat(sheet, ages)
    total_row(sheet, f"B{FIRST_ROW}:{get_column_letter(last)}1048576", f'$B{FIRST_ROW}="All customers"')
    rows = f"'Cohorts'!${{}}${FIRST_ROW}:${{}}$1048576"
    found = f"MAX(1,COUNT({rows.format('C', 'C')}))"
    define(book, "check_cohort_revenue", f"IFERROR(INDEX({rows.format('D', 'D')},{found}),0)")
    define(book, "check_cohort_customers", f"IFERROR(INDEX({rows.format('C', 'C')},{found}),0)")
    _data_behind(sheet, here, later)
    protect(sheet)


def _data_behind(sheet: Worksheet, here: str, later: str) -> None:
    """Right of what is printed, above the triangle, which may grow wider: the row of all customers, which the chart draws."""
    put(sheet, 5, _DATA, "Data behind the chart", "Section")
    ends = get_column_letter(_DATA + AGES)
    drawn = f"{later}14:{ends}14"
    put(
        sheet,
        7,
        _DATA,
        f'=IF({here}9<2,"It takes two periods of orders to say.",IF(chosen_cohort_measure="retention",{here}15,{here}16))',
        "Plain note",
    )
    put(sheet, 9, _DATA, f"=COUNT({drawn})", "Plain note")
    put(sheet, 9, _DATA + 2, "periods drawn", "Plain note")
    shares = f'="Of those who have been customers long enough, "&ROUND(N({get_column_letter(_DATA + 2)}14),0)&"% bought again 1 "&chosen_period&" after their first purchase."'
    values = f'="From "&FIXED(N({later}14),2)&" in column 0 to "&FIXED(N(INDEX({drawn},MAX(1,{here}9))),2)&" in column "&({here}9-1)&", each over the customers who are old enough."'
    put(sheet, 15, _DATA, shares, "Plain note")
    put(sheet, 16, _DATA, values, "Plain note")
    put(sheet, 8, _DATA, f"=COUNT($C${FIRST_ROW}:$C$1048576)", "Plain note")
    put(sheet, 8, _DATA + 2, "row of all customers", "Plain note")
    words = ",".join(f'IF(chosen_cohort_measure="{word}","{meaning}"' for word, meaning in _MEANINGS)
    put(sheet, 10, _DATA, f'={words},""{")" * len(_MEANINGS)}', "Plain note")
    put(sheet, 11, _DATA, f'={here}10&", all customers, by "&chosen_periods&" since the first purchase"', "Plain note")
    put(sheet, 13, _DATA, "Age", "Head")
    put(sheet, 14, _DATA, "All customers", "Plain note")
    for step in range(AGES):
        column = _DATA + 1 + step
        source = get_column_letter(_FIRST_AGE + step)
        put(sheet, 13, column, step, "Plain note", "0")
        total = f"INDEX({source}${FIRST_ROW}:{source}$1048576,MAX(1,${here}$8))"
        put(
            sheet,
            14,
            column,
            f'=IF(${here}$8=0,"",IF({total}="","",{total}*IF(chosen_cohort_measure="retention",100,1)))',
            "Plain note",
            "#,##0.00",
        )
    bar_chart(
        sheet,
        (7, 2, 17, _FIRST_AGE + AGES),
        title=f"'Cohorts'!${here}$11",
        categories=Reference(sheet, min_col=_DATA + 1, max_col=_DATA + AGES, min_row=13),
        series=[(f"'Cohorts'!${here}$14", Reference(sheet, min_col=_DATA + 1, max_col=_DATA + AGES, min_row=14), ACCENT)],
        plot=(0.06, 0.14, 0.93, 0.72),
    )
