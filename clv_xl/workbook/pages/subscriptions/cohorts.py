"""Cohorts: the triangle by period of the start, spilled by CLV_SUBSCRIBER_COHORTS."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.chart import Reference
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ...look.charts import Anchor, bar_chart
from ...look.conditional_formats import heat, total_row
from ...look.style import ACCENT, COUNT, banner, heights, page, protect, put, put_row, spill
from ..names import define, name_cell
from ..periods import short_label
from .banner import BROKEN
from .churn import MONTH_NAME
from .lists import DATES

HEAD_ROW = 20
FIRST_ROW = HEAD_ROW + 1
AGES = 18
"""Columns that are printed; later ones are on the screen."""
BARS = 18
_FIRST_AGE = 5  # column E
_DATA = 70  # column BR: right of the triangle, which has a column for each of 60 renewals
_FIRST_BAR, _WORDS_ROW = 9, 9
ALT_TEXTS = ["Do newer subscribers stay longer? Columns show the share of each cohort that is left after the same number of renewals."]
_TRIANGLE = f"Cohorts!$E${FIRST_ROW}:$BM$2020"


def build(book: Workbook) -> None:
    sheet = page(
        book,
        "Cohorts",
        "Do newer subscribers stay longer?",
        '="Cohorts  ·  "&result_subtitle',
        [2, 14, 11, 13, *[8.5] * (_DATA - _FIRST_AGE - 1), 2, *[11] * 6, 2, 30, 44],
        link="Dashboard",
        list_head=HEAD_ROW,
        last_column=_FIRST_AGE + AGES - 1,
    )
    banner(sheet, *BROKEN)
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    heights(sheet, {5: 22, 6: 16, **dict.fromkeys(range(7, 17), 18), 17: 8, 18: 20, 19: 17, HEAD_ROW: 18, FIRST_ROW: 17})
    last = _FIRST_AGE + AGES - 1
    for at in range(2, last + 1):
        put(sheet, 5, at, "Do newer subscribers stay longer?" if at == 2 else None, "Question")
    put(sheet, 6, 2, "=cohort_answer", "Answer")
    put(sheet, 18, 2, "Share left after each renewal", "Section")
    note = "A row for those who started in the same period; column 0 is the start, column 1 the first renewal. A row ends with the last renewal to which all have come."
    put(sheet, 19, 2, note, "Section note")
    formula = f'CLV_SUBSCRIBER_COHORTS({DATES},coded_period,"share",input_as_of)'
    spill(sheet, HEAD_ROW, ["Text bold", "Number", "Number", *["Share"] * (_DATA - _FIRST_AGE - 2)], formula)
    for column in range(_FIRST_AGE, _DATA - 2):
        sheet.cell(FIRST_ROW, column).number_format = "0%"
    heat(sheet, f"F{FIRST_ROW}:BM1048576")
    total_row(sheet, f"B{FIRST_ROW}:{get_column_letter(last)}1048576", f'$B{FIRST_ROW}="All cohorts"')
    rows = f"'Cohorts'!${{0}}${FIRST_ROW}:${{0}}$1048576".format
    for name, letter in (("check_cohort_started", "C"), ("check_cohort_there", "D")):
        define(book, name, f"IFERROR(INDEX({rows(letter)},MAX(1,COUNT({rows('C')}))),0)")
    _data_behind(sheet)
    cohort_chart(sheet, sheet, (7, 2, 17, _FIRST_AGE + AGES))
    protect(sheet)


def _data_behind(sheet: Worksheet) -> None:
    """Right of the triangle: the share left of the last cohorts that have come so far, which the chart draws."""
    put(sheet, 5, _DATA, "Data behind the chart", "Section")
    put_row(sheet, _FIRST_BAR - 1, _DATA, ("Cohort", "Left, in %", "Cohort", "Number", "Started", "Left"), ("Head",) * 6)
    put(sheet, 6, _DATA, '="Left after "&cohort_age&" renewals, in %, by cohort"', "Plain note")
    for step in range(BARS):
        row = _FIRST_BAR + step
        place = f"MAX(0,cohorts_known-{BARS})+{step + 1}"
        beyond = f"{place}>cohorts_known"
        shown = f"OR({beyond},cohorts_known>9)" if step % 3 else beyond
        name, share, started = (f"{get_column_letter(_DATA + n)}{row}" for n in (2, 1, 4))
        put(sheet, row, _DATA + 2, f'=IF({beyond},"",INDEX(Cohorts!$B${FIRST_ROW}:$B$2020,MAX(1,{place})))', "Plain note")
        put(sheet, row, _DATA, f'=IF({shown},"",{short_label(name, MONTH_NAME)})', "Plain note")
        put(sheet, row, _DATA + 1, f'=IF({beyond},"",100*INDEX({_TRIANGLE},MAX(1,{place}),cohort_age+1))', "Plain note", "0.0")
        put(sheet, row, _DATA + 3, f'=IF({beyond},"",{place})', "Plain note", "0")
        put(sheet, row, _DATA + 4, f'=IF({beyond},"",INDEX(Cohorts!$C${FIRST_ROW}:$C$2020,MAX(1,{place})))', "Plain note", COUNT)
        put(sheet, row, _DATA + 5, f'=IF({beyond},"",{share}/100*{started})', "Plain note", "0")
    for column, name in enumerate(("cohort_numbers", "cohort_started", "cohort_left"), start=_DATA + 3):
        letter = get_column_letter(column)
        define(sheet.parent, name, f"Cohorts!${letter}${_FIRST_BAR}:${letter}${_FIRST_BAR + BARS - 1}")
    total = 'SUMIFS({0},cohort_numbers,">"&{1},cohort_numbers,"<="&{2})'.format

    def share_left(after: str, until: str) -> str:
        return f'=IF(cohorts_first<0,"",{total("cohort_left", after, until)}/{total("cohort_started", after, until)})'

    new = share_left("cohorts_middle", "cohorts_known")
    old = share_left("cohorts_first", "cohorts_middle")
    enough = 'IF(cohort_new="","It takes more cohorts to say.",'
    cells = (
        ("Renewals compared", "cohort_age", "=MIN(60,MAX(1,N(input_cohort_renewals)))", COUNT),
        ("Cohorts that have come so far", "cohorts_known", f"=MAX(0,COUNT(INDEX({_TRIANGLE},0,cohort_age+1))-1)", COUNT),
        ("Number of the last one before them", "cohorts_middle", "=cohorts_known-periods_compared", COUNT),
        ("And before those before", "cohorts_first", "=cohorts_known-2*periods_compared", COUNT),
        ("Left of the last ones", "cohort_new", new, "0.0%"),
        ("Left of those before", "cohort_old", old, "0.0%"),
        ("Answer", "cohort_answer", f'={enough}IF(ROUND(cohort_new-cohort_old,3)>0,"Yes: ","No: ")&ROUND(100*cohort_new,1)&"% of the last "&periods_compared&" cohorts are left, "&ROUND(100*cohort_old,1)&"% of those before.")', "General"),
    )  # fmt: skip
    for row, (label, name, formula, form) in enumerate(cells, start=_WORDS_ROW):
        put(sheet, row, _DATA + 7, label, "Plain note")
        put(sheet, row, _DATA + 8, formula, "Plain note", form)
        name_cell(sheet, name, row, _DATA + 8)


def cohort_chart(sheet: Worksheet, data: Worksheet, anchor: Anchor) -> None:
    def column(offset: int) -> Reference:
        return Reference(data, min_col=_DATA + offset, min_row=_FIRST_BAR, max_row=_FIRST_BAR + BARS - 1)

    letter = get_column_letter
    bar_chart(
        sheet,
        anchor,
        title=f"'Cohorts'!${letter(_DATA)}$6",
        categories=column(0),
        series=[(f"'Cohorts'!${letter(_DATA + 1)}${_FIRST_BAR - 1}", column(1), ACCENT)],
        plot=(0.06, 0.14, 0.93, 0.72),
    )
