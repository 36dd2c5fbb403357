"""The right half of Overview: month by month, the chart, and the sentences that the pages use."""

from __future__ import annotations

from openpyxl.chart import Reference
from openpyxl.worksheet.worksheet import Worksheet

from ...look.charts import bar_chart
from ...look.style import ACCENT, CURRENCIES, MONEY, WHOLE_MONEY, put, put_row, section
from ..names import define, name_cell

MONTHS = 18
MONTHS_ROW = 9
"""Where the months begin."""
_DATA = 17  # column Q: the data behind the chart, right of what is printed
_FIRST_DATA = 25
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

ALT_TEXTS = [
    "Is revenue growing? Columns show the revenue of each of the last 18 months; the sentence above the chart says how the last three compare."
]


def months(sheet: Worksheet, row: int) -> None:
    section(
        sheet,
        row,
        9,
        "Month by month",
        "Revenue after refunds, before cost of goods",
        ("Month", "Revenue", "Orders", "New customers", "Per order", "Change"),
        1,
    )
    earlier, first = row + 3, row + 4
    counted = 'Orders[Customer],"<>",Orders[Date],"<"&{end}'
    before = counted.format(end=f"I{first}")
    nothing = f'IF(I{first}="",0,'
    values = (
        "Earlier",
        f"={nothing}SUMIFS(Orders[Amount],{before}))",
        f'={nothing}COUNTIFS({before},Orders[Amount],"<>"))',
        f'={nothing}COUNTIFS(customer_first,"<"&I{first}))',
        f'=IF(K{earlier}=0,"",J{earlier}/K{earlier})',
        None,
    )
    put_row(sheet, earlier, 9, values, ("Text", "Number", "Number", "Number", "Money", "Change"))
    month_of = "DATE(YEAR({0}),MONTH({0}),1)"
    for at in range(first, first + MONTHS):
        if at == first:
            month = f'=IF(result_first_day="","",MAX({month_of.format("result_first_day")},EDATE({month_of.format("result_as_of")},-{MONTHS - 1})))'
        else:
            month = f'=IF(I{at - 1}="","",IF(EDATE(I{at - 1},1)>result_as_of,"",EDATE(I{at - 1},1)))'
        span = f'Orders[Customer],"<>",Orders[Date],">="&I{at},Orders[Date],"<"&MIN(EDATE(I{at},1),result_as_of+1)'
        change = "" if at == first else f'=IF(OR(I{at}="",N(J{at - 1})<=0),"",ROUND(J{at}/J{at - 1}-1,3))'
        values = (
            month,
            f'=IF(I{at}="","",SUMIFS(Orders[Amount],{span}))',
            f'=IF(I{at}="","",COUNTIFS({span},Orders[Amount],"<>"))',
            f'=IF(I{at}="","",COUNTIFS(customer_first,">="&I{at},customer_first,"<"&EDATE(I{at},1)))',
            f'=IF(N(K{at})=0,"",J{at}/K{at})',
            change or None,
        )
        put_row(sheet, at, 9, values, ("Month", "Number", "Number", "Number", "Money", "Change"))
    last = first + MONTHS - 1
    totals = ("All months", *(f"=SUM({c}{earlier}:{c}{last})" for c in "JKL"), f'=IF(K{last + 1}=0,"",J{last + 1}/K{last + 1})', None)
    put_row(sheet, last + 1, 9, totals, ("Total text", "Total", "Total", "Total", "Total money", "Total"))
    name_cell(sheet, "check_month_revenue", last + 1, 10)


def growth_chart(sheet: Worksheet, row: int) -> None:
    put(sheet, row, 9, "Is revenue growing?", "Section")
    put(sheet, row + 1, 9, "=chart_growth", "Section note")
    bar_chart(
        sheet,
        (row + 2, 9, row + 14, 15),
        title=f"'Overview'!$S${_FIRST_DATA}",
        categories=Reference(sheet, min_col=_DATA, min_row=_FIRST_DATA, max_row=_FIRST_DATA + MONTHS - 1),
        series=[
            (
                f"'Overview'!$R${_FIRST_DATA - 1}",
                Reference(sheet, min_col=_DATA + 1, min_row=_FIRST_DATA, max_row=_FIRST_DATA + MONTHS - 1),
                ACCENT,
            )
        ],
        plot=(0.07, 0.14, 0.92, 0.74),
    )


def data_behind(sheet: Worksheet) -> None:
    """Helper cells right of what is printed: the sentences of the pages, and what the chart draws."""
    q = _DATA
    put(sheet, 5, q, "Words used on the pages", "Section")
    day = 'DAY({0})&" "&INDEX(month_names,MONTH({0}))&" "&YEAR({0})'
    points = "ROUND(100*ABS(N(chart_change)),1)"
    cells = (
        ("First day", "result_first_day", '=IF(COUNT(customer_first)=0,"",MIN(customer_first))', "d mmm yyyy"),
        (
            "Calculated as of",
            "result_as_of",
            '=IF(input_as_of<>"",input_as_of,IF(COUNT(customer_first)=0,"",MAX(customer_first)+INDEX(customer_age,MATCH(MAX(customer_first),customer_first,0))))',
            "d mmm yyyy",
        ),
        (
            "Currency",
            "result_currency",
            f"=IFERROR(INDEX(V26:V{25 + len(CURRENCIES)},MATCH(chosen_currency,U26:U{25 + len(CURRENCIES)},0)),chosen_currency)",
            "General",
        ),
        (
            "Period",
            "result_period",
            f'=IF(result_first_day="","no purchases yet",{day.format("result_first_day")}&" to "&{day.format("result_as_of")})',
            "General",
        ),
        (
            "Subtitle",
            "result_subtitle",
            '=IF(input_data_name="","",input_data_name&"  ·  ")&FIXED(result_rows_used,0)&" orders, "&result_period&"  ·  "&result_currency&"  ·  gross margin "&IF(input_gross_margin="",100,ROUND(100*input_gross_margin,1))&"%"',
            "General",
        ),
        ("Periods", "chosen_periods", '=IF(chosen_period="month","months",IF(chosen_period="quarter","quarters","years"))', "General"),
        ("Best customers", "best_customers", "=MAX(1,ROUND(input_best_share*result_customers,0))", "0"),
        ("Revenue of the last of them", "best_edge", "=IF(result_customers=0,0,LARGE(customer_revenue,best_customers))", MONEY),
        ("Months listed", "chart_months", "=COUNT(I9:I26)", "0"),
        ("Last three months", "chart_last", '=IF(chart_months<6,"",SUMIFS(J9:J26,I9:I26,">"&EDATE(MAX(I9:I26),-3)))', WHOLE_MONEY),
        ("Three before", "chart_before", '=IF(chart_months<6,"",SUMIFS(J9:J26,I9:I26,">"&EDATE(MAX(I9:I26),-6))-chart_last)', WHOLE_MONEY),
        ("Change", "chart_change", '=IF(N(chart_before)<=0,"",ROUND(chart_last/chart_before-1,3))', "0.0%"),
        (
            "If it grew",
            "chart_grew",
            f'="Yes: "&FIXED(N(chart_last),0)&" in the last three months, "&{points}&"% more than in the three before."',
            "General",
        ),
        (
            "If not",
            "chart_fell",
            f'="No: "&FIXED(N(chart_last),0)&" in the last three months, "&{points}&"% less than in the three before."',
            "General",
        ),
        (
            "Growth",
            "chart_growth",
            '=IF(chart_change="","It takes six months with revenue to say.",IF(chart_change>0,chart_grew,chart_fell))',
            "General",
        ),
    )
    for row, (label, name, formula, form) in enumerate(cells, start=7):
        put(sheet, row, q, label, "Plain note")
        put(sheet, row, q + 2, formula, "Plain note", form)
        name_cell(sheet, name, row, q + 2)
    put(sheet, _FIRST_DATA - 3, q, "Data behind the chart", "Section")
    put_row(sheet, _FIRST_DATA - 1, q, ("Month", "Revenue", "Title"), ("Head", "Head number", "Head"))
    put(sheet, _FIRST_DATA, q + 2, '="Revenue per month, "&result_currency', "Plain note")
    put_row(sheet, _FIRST_DATA - 1, q + 4, ("Currency", "In words", "Months"), ("Head",) * 3)
    for at, name in enumerate(_MONTH_NAMES, start=_FIRST_DATA):
        put(sheet, at, q + 6, name, "Plain note")
    define(sheet.parent, "month_names", f"'Overview'!$W${_FIRST_DATA}:$W${_FIRST_DATA + len(_MONTH_NAMES) - 1}")
    for at, (code, (words, _)) in enumerate(CURRENCIES.items(), start=_FIRST_DATA + 1):
        put_row(sheet, at, q + 4, (code, words), ("Plain note", "Plain note"))
    for step in range(MONTHS):
        at, source = _FIRST_DATA + step, MONTHS_ROW + step
        month = f"INDEX(month_names,MONTH(I{source}))"
        label = f'=IF(I{source}="","",{month}&IF(MONTH(I{source})<4," "&YEAR(I{source}),""))' if step % 3 == 0 else None
        put(sheet, at, q, label, "Plain note")
        put(sheet, at, q + 1, f"=J{source}", "Plain note", MONEY)
