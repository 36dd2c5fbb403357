"""Month by month on Overview, with its chart, and the sentences that all pages use."""

from __future__ import annotations

from ...layout.charts import Bars, drawn
from ...layout.page import Lane
from ...layout.tables import Col, Row, Table
from ...layout.workings import Part
from ...look.style import ACCENT, MONEY, WHOLE_MONEY
from ..shared.wording import NO_MARGIN, SINCE_NO_MARGIN, put_currency, put_margin, put_month_names

MONTHS = 18
_MONTH_OF = "DATE(YEAR({0}),MONTH({0}),1)"
_COUNTED = 'Orders[Customer],"<>",Orders[Date],'


def put_months(lane: Lane) -> Table:
    """What was before the months that are shown, then a row for each."""
    lane.section("Month by month", "Revenue after refunds, before cost of goods", height=17)
    columns = (
        Col("Month", "month"),
        Col("Revenue", "number"),
        Col("Orders", "number"),
        Col("New customers", "number"),
        Col("Per order", "money"),
        Col("Change", "change"),
    )
    table = lane.table(columns, 1 + MONTHS, total=True, head_height=17)
    earlier, first, *others = table.numbered
    _put_earlier(table, earlier, first["Month"])
    begin = f"MAX({_MONTH_OF.format('result_first_day')},EDATE({_MONTH_OF.format('result_as_of')},-{MONTHS - 1}))"
    _put_month(table, first, f'=IF(result_first_day="","",{begin})', None)
    for row in others:
        month, before, revenue = row.above["Month"], row.above["Revenue"], row["Revenue"]
        change = f'=IF(OR({row["Month"]}="",N({before})<=0),"",ROUND({revenue}/{before}-1,3))'
        _put_month(table, row, f'=IF({month}="","",IF(EDATE({month},1)>result_as_of,"",EDATE({month},1)))', change)
    revenue, orders = table.total("Revenue"), table.total("Orders")
    sums = [f"=SUM({table.column(name)})" for name in ("Revenue", "Orders", "New customers")]
    table.set_total(("All months", *sums, f'=IF({orders}=0,"",{revenue}/{orders})', None))
    lane.page.book.name("check_month_revenue", revenue)
    return table


def _put_earlier(table: Table, row: Row, first: object) -> None:
    before = f'{_COUNTED}"<"&{first}'
    nothing = f'IF({first}="",0,'
    values = (
        "Earlier",
        f"={nothing}SUMIFS(Orders[Amount],{before}))",
        f'={nothing}COUNTIFS({before},Orders[Amount],"<>"))',
        f'={nothing}COUNTIFS(customer_first,"<"&{first}))',
        f'=IF({row["Orders"]}=0,"",{row["Revenue"]}/{row["Orders"]})',
        None,
    )
    table.set(row, values)


def _put_month(table: Table, row: Row, formula: str, change: str | None) -> None:
    month, revenue, orders = row["Month"], row["Revenue"], row["Orders"]
    span = f'{_COUNTED}">="&{month},Orders[Date],"<"&MIN(EDATE({month},1),result_as_of+1)'
    values = (
        formula,
        f'=IF({month}="","",SUMIFS(Orders[Amount],{span}))',
        f'=IF({month}="","",COUNTIFS({span},Orders[Amount],"<>"))',
        f'=IF({month}="","",COUNTIFS(customer_first,">="&{month},customer_first,"<"&EDATE({month},1)))',
        f'=IF(N({orders})=0,"",{revenue}/{orders})',
        change,
    )
    table.set(row, values)


def growth_chart(part: Part, months: Table) -> Bars:
    labels, revenue = [], []
    for step in range(MONTHS):
        month = months.at("Month", 1 + step)
        name = f"INDEX(month_names,MONTH({month}))"
        labels.append(f'=IF({month}="","",{name}&IF(MONTH({month})<4," "&YEAR({month}),""))' if step % 3 == 0 else None)
        revenue.append(f"={months.at('Revenue', 1 + step)}")
    shown = part.line("Month", labels)
    drawn_revenue = part.line("Revenue", revenue, MONEY)
    return Bars(
        part.text("Title", '="Revenue per month, "&result_currency'),
        shown.values,
        (drawn(drawn_revenue, ACCENT),),
        (0.07, 0.14, 0.92, 0.74),
        "Is revenue growing? Columns show the revenue of each of the last 18 months; the sentence above the chart says how the last three compare.",
    )


def say_all(part: Part, months: Table) -> None:
    """The sentences of the pages and what they are made of."""
    put_currency(part)
    put_margin(part)
    put_month_names(part)
    day = 'DAY({0})&" "&INDEX(month_names,MONTH({0}))&" "&YEAR({0})'
    newest = "INDEX(customer_age,MATCH(MAX(customer_first),customer_first,0))"
    margin = f'IF({NO_MARGIN},"{SINCE_NO_MARGIN}","gross margin "&ROUND(100*input_gross_margin,1)&"%")'
    rows = 'FIXED(result_rows_used,0)&" orders, "&result_period'
    months_of, revenue = months.column("Month"), months.column("Revenue")
    since = f'SUMIFS({revenue},{months_of},">"&EDATE(MAX({months_of}),-{{}}))'
    points = "ROUND(100*ABS(N(chart_change)),1)"
    last = 'FIXED(N(chart_last),0)&" in the last three months, "'
    cells = (
        ("First day", "result_first_day", '=IF(COUNT(customer_first)=0,"",MIN(customer_first))', "d mmm yyyy"),
        (
            "Calculated as of",
            "result_as_of",
            f'=IF(input_as_of<>"",input_as_of,IF(COUNT(customer_first)=0,"",MAX(customer_first)+{newest}))',
            "d mmm yyyy",
        ),
        (
            "Period",
            "result_period",
            f'=IF(result_first_day="","no purchases yet",{day.format("result_first_day")}&" to "&{day.format("result_as_of")})',
            "",
        ),
        (
            "Subtitle",
            "result_subtitle",
            f'=IF(input_data_name="","",input_data_name&"  ·  ")&{rows}&"  ·  "&result_currency&"  ·  "&{margin}',
            "",
        ),
        ("Periods", "chosen_periods", '=IF(chosen_period="month","months",IF(chosen_period="quarter","quarters","years"))', ""),
        ("Best customers", "best_customers", "=MAX(1,ROUND(input_best_share*result_customers,0))", "0"),
        ("Revenue of the last of them", "best_edge", "=IF(result_customers=0,0,LARGE(customer_revenue,best_customers))", MONEY),
        ("Months listed", "chart_months", f"=COUNT({months_of})", "0"),
        ("Last three months", "chart_last", f'=IF(chart_months<6,"",{since.format(3)})', WHOLE_MONEY),
        ("Three before", "chart_before", f'=IF(chart_months<6,"",{since.format(6)}-chart_last)', WHOLE_MONEY),
        ("Change", "chart_change", '=IF(N(chart_before)<=0,"",ROUND(chart_last/chart_before-1,3))', "0.0%"),
        ("If it grew", "chart_grew", f'="Yes: "&{last}&{points}&"% more than in the three before."', ""),
        ("If not", "chart_fell", f'="No: "&{last}&{points}&"% less than in the three before."', ""),
        (
            "Growth",
            "chart_growth",
            '=IF(chart_change="","It takes six months with revenue to say.",IF(chart_change>0,chart_grew,chart_fell))',
            "",
        ),
    )
    for label, name, formula, form in cells:
        part.figure(name, formula, form, label)
