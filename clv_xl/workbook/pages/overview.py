"""Overview: what has happened so far. The results that scripts read are defined here."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.chart import Reference
from openpyxl.worksheet.worksheet import Worksheet

from ...orders.lifecycle import ACTIVE_GAPS, DORMANT_GAPS, Stage
from ..charts import bar_chart
from ..look import (
    ACCENT,
    COUNT,
    CURRENCIES,
    MONEY,
    SHARE,
    WHOLE_MONEY,
    currency_signs,
    heights,
    page,
    protect,
    put,
    put_row,
)
from .names import name_cell

MONTHS = 18
_DATA = 17  # column Q: the data behind the chart, right of what is printed
_MONTH_NAMES = "JanFebMarAprMayJunJulAugSepOctNovDec"

ALT_TEXTS = [
    "Is revenue growing? Columns show the revenue of each of the last 18 months; the sentence above the chart says how the last three compare."
]


def build(book: Workbook) -> None:
    sheet = page(
        book,
        "Overview",
        "What has happened so far?",
        '="Overview  ·  "&result_subtitle',
        [2, *[14] * 6, 3, *[14] * 6, 2, 2, *[12] * 6],
        link="Checks",
        last_column=14,
    )
    heights(sheet, dict.fromkeys(range(5, 48), 17))
    _data_behind(sheet)
    _key_figures(sheet, 5)
    _stages(sheet, 22)
    _tenths(sheet, 33)
    _months(sheet, 5)
    _chart(sheet, 33)
    protect(sheet)


def _section(sheet: Worksheet, row: int, column: int, title: str, note: str, heads: tuple[str, ...], numbers_from: int) -> None:
    put(sheet, row, column, title, "Section")
    put(sheet, row + 1, column, note, "Section note")
    put_row(sheet, row + 2, column, heads, ["Head" if i < numbers_from else "Head number" for i in range(len(heads))])


def _key_figures(sheet: Worksheet, row: int) -> None:
    per_customer = 'IF(result_customers=0,"",{}/result_customers)'
    top = "MAX(1,ROUND(input_best_share*result_customers,0))"
    figures = (
        ("Order rows read", "rows_read", "=check_rows_read", COUNT, ""),
        (
            "Order rows used",
            "rows_used",
            "=check_rows_used",
            COUNT,
            '=IF(result_rows_used=result_rows_read,"all of them","the others are counted on Checks")',
        ),
        ("Customers", "customers", "=COUNTA(Customers!$B$7:$B$1048576)", COUNT, "in the orders used"),
        (
            "Came back at least once",
            "repeat_customers",
            '=COUNTIF(customer_purchases,">1")',
            COUNT,
            '=IF(result_customers=0,"",ROUND(100*result_repeat_customers/result_customers,1)&"% of customers")',
        ),
        ("Purchases", "orders", "=SUM(customer_purchases)", COUNT, "days on which a customer bought"),
        ("Revenue", "revenue", "=SUM(customer_revenue)", "#,##0.00", "after refunds"),
        (
            "Average order",
            "average_order_value",
            '=IF(result_orders=0,"",result_revenue/result_orders)',
            "#,##0.00",
            "revenue per purchase",
        ),
        ("Purchases per customer", "orders_per_customer", f"={per_customer.format('result_orders')}", "#,##0.00", ""),
        (
            "Lifespan",
            "lifespan_years",
            f"={per_customer.format('SUM(customer_recency)/365.25')}",
            "#,##0.00",
            "years from first to last purchase",
        ),
        ("Value so far per customer", "mean_clv", f"={per_customer.format('result_customer_equity')}", "#,##0.00", "after cost of goods"),
        ("All customers together", "customer_equity", "=SUM(customer_value)", "#,##0.00", "value so far, after cost of goods"),
        (
            "Best customers' share of revenue",
            "top20_share",
            f'=IF(result_revenue>0,SUM(INDEX(customer_revenue,1):INDEX(customer_revenue,{top}))/result_revenue,"")',
            SHARE,
            f'=FIXED({top},0)&" of "&FIXED(result_customers,0)&" customers"',
        ),
        (
            "Value : cost (CLV : CAC)",
            "clv_cac_ratio",
            '=IF(OR(input_cac="",result_customers=0),"",_xldudf_CLV_CAC_RATIO(result_mean_clv,input_cac))',
            '0.0" : 1"',
            '=IF(input_cac="","fill in the cost on Inputs","so far; 3 is a common floor")',
        ),
    )
    _section(sheet, row, 2, "Key figures", "From the first order to the calculation date", ("Figure", "", "", "Value", "", ""), 1)
    for offset, (label, name, formula, form, note) in enumerate(figures, start=row + 3):
        put_row(sheet, offset, 2, (label, None, None, formula, note, None), ("Text", "Text", "Text", "Number", "Note", "Text"))
        sheet.cell(offset, 5).number_format = form
        name_cell(sheet, f"result_{name}", offset, 5)
        if name in ("revenue", "average_order_value", "mean_clv", "customer_equity"):
            currency_signs(sheet, f"E{offset}")


def _stages(sheet: Worksheet, row: int) -> None:
    few, many = ACTIVE_GAPS, DORMANT_GAPS
    rules = {
        Stage.NEW: "1 purchase, recent",
        Stage.ACTIVE: f"up to {few} usual gaps",
        Stage.SLIPPING: f"{few} to {many} usual gaps",
        Stage.DORMANT: f"over {many} usual gaps",
        Stage.ONE_TIME: "1 purchase, long ago",
        Stage.REFUNDED: "refunds only",
    }
    _section(
        sheet,
        row,
        2,
        "Where customers stand",
        "By days since the last purchase, beside each customer's own usual gap",
        ("Stage", "Silent for", "", "Customers", "Share", "Value so far"),
        3,
    )
    first = row + 3
    for offset, (stage, rule) in enumerate(rules.items(), start=first):
        values = (
            str(stage),
            rule,
            None,
            f"=COUNTIF(customer_stage,$B{offset})",
            f'=IF(result_customers=0,"",E{offset}/result_customers)',
            f"=SUMIFS(customer_value,customer_stage,$B{offset})",
        )
        put_row(sheet, offset, 2, values, ("Text bold", "Text", "Text", "Number", "Share", "Number"))
    last = first + len(rules) - 1
    totals = (
        "All customers",
        None,
        None,
        f"=SUM(E{first}:E{last})",
        f'=IF(result_customers=0,"",SUM(F{first}:F{last}))',
        f"=SUM(G{first}:G{last})",
    )
    put_row(sheet, last + 1, 2, totals, ("Total text", "Total text", "Total text", "Total", "Total share", "Total"))
    name_cell(sheet, "result_active_customers", first + 1, 5)
    name_cell(sheet, "check_stage_customers", last + 1, 5)


def _tenths(sheet: Worksheet, row: int) -> None:
    _section(
        sheet,
        row,
        2,
        "Who brings the revenue",
        "Customers from largest to smallest, in ten groups of equal size",
        ("Tenth", "Customers", "Revenue", "Share", "Share so far", "Per customer"),
        1,
    )
    first = row + 3
    names = ("Best", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th", "Last")
    for tenth, name in enumerate(names):
        at = first + tenth
        start, end = f"ROUND({tenth}*result_customers/10,0)+1", f"ROUND({tenth + 1}*result_customers/10,0)"
        values = (
            name,
            f"={end}-({start})+1",
            f"=IF(C{at}=0,0,SUM(INDEX(customer_revenue,{start}):INDEX(customer_revenue,{end})))",
            f'=IF(result_revenue>0,D{at}/result_revenue,"")',
            f'=IF(result_revenue>0,SUM(E${first}:E{at}),"")',
            f'=IF(C{at}=0,"",D{at}/C{at})',
        )
        put_row(sheet, at, 2, values, ("Text", "Number", "Number", "Share", "Share", "Money"))
    last = first + 9
    totals = (
        "All customers",
        f"=SUM(C{first}:C{last})",
        f"=SUM(D{first}:D{last})",
        f'=IF(result_revenue>0,SUM(E{first}:E{last}),"")',
        None,
        f'=IF(result_customers=0,"",D{last + 1}/C{last + 1})',
    )
    put_row(sheet, last + 1, 2, totals, ("Total text", "Total", "Total", "Total share", "Total", "Total money"))


def _months(sheet: Worksheet, row: int) -> None:
    _section(
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
            month = f'=IF(result_customers=0,"",MAX({month_of.format("result_first_day")},EDATE({month_of.format("result_as_of")},-{MONTHS - 1})))'
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


def _chart(sheet: Worksheet, row: int) -> None:
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


_FIRST_DATA = 25


def _data_behind(sheet: Worksheet) -> None:
    """Helper cells right of what is printed: the sentences of the pages, and what the chart draws."""
    q = _DATA
    put(sheet, 5, q, "Words used on the pages", "Section")
    day = 'DAY({0})&" "&MID("' + _MONTH_NAMES + '",3*MONTH({0})-2,3)&" "&YEAR({0})'
    cells = (
        ("First day", "result_first_day", '=IF(result_customers=0,"",MIN(customer_first))', "d mmm yyyy"),
        ("Calculated as of", "result_as_of", '=IF(input_as_of<>"",input_as_of,IF(result_customers=0,"",MAX(customer_last)))', "d mmm yyyy"),
        (
            "Currency",
            "result_currency",
            f"=IFERROR(INDEX(V26:V{25 + len(CURRENCIES)},MATCH(input_currency,U26:U{25 + len(CURRENCIES)},0)),input_currency)",
            "General",
        ),
        (
            "Period",
            "result_period",
            f'=IF(result_customers=0,"no orders yet",{day.format("result_first_day")}&" to "&{day.format("result_as_of")})',
            "General",
        ),
        (
            "Subtitle",
            "result_subtitle",
            '=IF(input_data_name="","",input_data_name&"  ·  ")&FIXED(result_rows_used,0)&" orders, "&result_period&"  ·  "&result_currency&"  ·  gross margin "&ROUND(100*input_gross_margin,1)&"%"',
            "General",
        ),
        ("Months listed", "chart_months", "=COUNT(I9:I26)", "0"),
        ("Last three months", "chart_last", '=IF(chart_months<6,"",SUMIFS(J9:J26,I9:I26,">"&EDATE(MAX(I9:I26),-3)))', WHOLE_MONEY),
        ("Three before", "chart_before", '=IF(chart_months<6,"",SUMIFS(J9:J26,I9:I26,">"&EDATE(MAX(I9:I26),-6))-chart_last)', WHOLE_MONEY),
        ("Change", "chart_change", '=IF(N(chart_before)<=0,"",ROUND(chart_last/chart_before-1,3))', "0.0%"),
        (
            "Growth",
            "chart_growth",
            '=IF(chart_change="","It takes six months of orders to say.",IF(chart_change>0,"Yes: ","No: ")&FIXED(chart_last,0)&" in the last three months, "&ROUND(100*ABS(chart_change),1)&"% "&IF(chart_change>0,"more","less")&" than in the three before.")',
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
    put_row(sheet, _FIRST_DATA - 1, q + 4, ("Currency", "In words"), ("Head", "Head"))
    for at, (code, (words, _)) in enumerate(CURRENCIES.items(), start=_FIRST_DATA + 1):
        put_row(sheet, at, q + 4, (code, words), ("Plain note", "Plain note"))
    for step in range(MONTHS):
        at, source = _FIRST_DATA + step, 9 + step
        month = f'MID("{_MONTH_NAMES}",3*MONTH(I{source})-2,3)'
        label = f'=IF(I{source}="","",{month}&IF(MONTH(I{source})<4," "&YEAR(I{source}),""))' if step % 3 == 0 else None
        put(sheet, at, q, label, "Plain note")
        put(sheet, at, q + 1, f"=J{source}", "Plain note", MONEY)
