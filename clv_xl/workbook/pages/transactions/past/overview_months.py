"""Month by month on Overview, with its chart, and the sentences that all pages use."""

from __future__ import annotations

from .....functions.orders.growth import GrowthFigure
from ....layout.charts import Bars, drawn
from ....layout.page import Lane
from ....layout.tables import Col, Row, Spill, Table
from ....layout.workings import Part
from ....look.conditional_formats import lighter
from ....look.style import ACCENT, DATE, LIGHT, MONEY, WHOLE_MONEY
from ...shared.wording import VAT_WORDS, put_currency, put_month_names

MONTHS = 18
_MONTH_OF = "DATE(YEAR({0}),MONTH({0}),1)"
_COUNTED = 'Orders[Customer],"<>",Orders[Date],'


def open_month(month: object) -> str:
    """Whether a month is not over, or was not seen from its first day on: it is compared with nothing."""
    return f"OR(EDATE({month},1)>result_as_of+1,{month}<result_first_day)"


def put_months(lane: Lane, by_month: Spill) -> Table:
    """What was before the months that are shown, then a row for each. by_month: purchases, which are fewer than the rows of orders with
    several lines, or several orders on a day."""
    lane.section("Month by month", '="Revenue after refunds, before cost of goods. "&month_open', height=17)
    columns = (
        Col("Month", "month"),
        Col("Revenue", "number"),
        Col("Purchases", "number"),
        Col("New customers", "number"),
        Col("Per purchase", "money"),
        Col("Change", "change"),
    )
    table = lane.table(columns, 1 + MONTHS, total=True, head_height=17)
    earlier, first, *others = table.numbered
    shown = f"SUM({first['Purchases']}:{others[-1]['Purchases']})"
    _put_earlier(table, earlier, first["Month"], f"result_orders-{shown}")
    begin = f"MAX({_MONTH_OF.format('result_first_day')},EDATE({_MONTH_OF.format('result_as_of')},-{MONTHS - 1}))"
    _put_month(table, first, by_month, f'=IF(result_first_day="","",{begin})', None)
    for row in others:
        month, before, revenue = row.above["Month"], row.above["Revenue"], row["Revenue"]
        change = f'=IF(OR({row["Month"]}="",N({before})<=0),"",IF({open_month(row["Month"])},"",ROUND({revenue}/{before}-1,3)))'
        _put_month(table, row, by_month, f'=IF({month}="","",IF(EDATE({month},1)>result_as_of,"",EDATE({month},1)))', change)
    revenue, purchases = table.total("Revenue"), table.total("Purchases")
    sums = [f"=SUM({table.column(name)})" for name in ("Revenue", "Purchases", "New customers")]
    table.set_total(("All months", *sums, f'=IF({purchases}=0,"",{revenue}/{purchases})', None))
    table.rule(lighter, table.area(2, 0, 1 + MONTHS, len(columns) - 1), f"AND(ISNUMBER({first['Month']}),{open_month(first['Month'])})")
    lane.page.book.name("check_month_revenue", revenue)
    return table


def _put_earlier(table: Table, row: Row, first: object, purchases: str) -> None:
    before = f'{_COUNTED}"<"&{first}'
    nothing = f'IF({first}="",0,'
    values = (
        "Earlier",
        f"={nothing}SUMIFS(Orders[Amount],{before}))",
        f"={nothing}{purchases})",
        f'={nothing}COUNTIFS(customer_first,"<"&{first}))',
        f'=IF({row["Purchases"]}=0,"",{row["Revenue"]}/{row["Purchases"]})',
        None,
    )
    table.set(row, values)


def _put_month(table: Table, row: Row, by_month: Spill, formula: str, change: str | None) -> None:
    month, revenue, purchases = row["Month"], row["Revenue"], row["Purchases"]
    label = f'YEAR({month})&"-"&RIGHT("0"&MONTH({month}),2)'
    found = f"INDEX({by_month.column('Purchases')},MATCH({label},{by_month.column('Period')},0))"
    span = f'{_COUNTED}">="&{month},Orders[Date],"<"&MIN(EDATE({month},1),result_as_of+1)'
    values = (
        formula,
        f'=IF({month}="","",SUMIFS(Orders[Amount],{span}))',
        f'=IF({month}="","",IFERROR({found},0))',
        f'=IF({month}="","",COUNTIFS(customer_first,">="&{month},customer_first,"<"&EDATE({month},1)))',
        f'=IF(N({purchases})=0,"",{revenue}/{purchases})',
        change,
    )
    table.set(row, values)


def growth_chart(part: Part, months: Table) -> Bars:
    labels, whole, still = [], [], []
    for step in range(MONTHS):
        month, revenue = months.at("Month", 1 + step), months.at("Revenue", 1 + step)
        name = f"INDEX(month_names,MONTH({month}))"
        labels.append(f'=IF({month}="","",{name}&IF(MONTH({month})<4," "&YEAR({month}),""))' if step % 3 == 0 else None)
        whole.append(f'=IF({month}="","",IF({open_month(month)},"",{revenue}))')
        still.append(f'=IF({month}="","",IF({open_month(month)},{revenue},""))')
    shown = part.line("Month", labels)
    return Bars(
        part.text("Title", '="Revenue per month, "&result_currency'),
        shown.values,
        (drawn(part.line("Whole months", whole, MONEY), ACCENT), drawn(part.line("Part of a month", still, MONEY), LIGHT)),
        (0.07, 0.2, 0.92, 0.68),
        "Is revenue growing? Columns show the revenue of each of the last 18 months, a month that is not over in a lighter colour; the sentence above the chart says how the last three whole ones compare.",
        overlap=100,
    )


def _say_growth(part: Part, growth: Spill) -> None:
    """What is compared, how sure it is, and whether there are seasons."""

    def figure(name: str, line: GrowthFigure, form: str = "") -> None:
        part.figure(name, f'=IF(ISNUMBER({growth.at("Value", line)}),{growth.at("Value", line)},"")', form)

    for name, line, form in (
        ("growth_months", GrowthFigure.MONTHS, "0"),
        ("growth_back", GrowthFigure.BACK, "0"),
        ("growth_from", GrowthFigure.FROM, DATE),
        ("growth_to", GrowthFigure.TO, DATE),
        ("growth_revenue", GrowthFigure.REVENUE, WHOLE_MONEY),
        ("growth_change", GrowthFigure.CHANGE, "0.0%"),
        ("growth_low", GrowthFigure.LOW, "0.0%"),
        ("growth_high", GrowthFigure.HIGH, "0.0%"),
        ("season_p", GrowthFigure.SEASONS, "0.0000"),
        ("season_month", GrowthFigure.STRONGEST, "0"),
        ("season_index", GrowthFigure.INDEX, "0.0"),
    ):
        figure(name, line, form)
    is_open = 'AND(result_as_of<>"",DAY(N(result_as_of)+1)>1)'
    named = 'INDEX(month_names,MONTH({0}))&" "&YEAR({0})'.format
    signed = 'IF({0}>0,"+","")&FIXED(100*{0},1)&"%"'.format
    span = 'FIXED(growth_revenue,0)&" in "&INDEX(month_names,MONTH(growth_from))&"–"&INDEX(month_names,MONTH(growth_to))&" "&RIGHT(YEAR(growth_to),2)'
    judged = 'IF(growth_low="","",IF(growth_low>0,"yes",IF(growth_high<0,"no","")))'
    figures = {
        "month_open": f'=IF({is_open},{named("result_as_of")}&" is not over: it is compared with nothing.","")',
        "growth_basis": '=IF(growth_back=12,"on a year before","on the 3 before")',
        "growth_range": f'=IF(growth_low="","(too few customers to judge)","(95%: "&{signed("growth_low")}&" to "&{signed("growth_high")}&")")',
        "growth_span": f'=IF(growth_change="","",{span})',
        "growth_in_figures": f'=IF(growth_change="","",{signed("growth_change")}&" "&growth_range&" "&growth_basis&".")',
        "growth_said": '=IF(growth_change="","",growth_span&", "&growth_in_figures)',
        "growth_judged": f"={judged}",
        "growth_short": '=IF(N(growth_months)<6,"Cannot tell yet: it takes six whole months with revenue; here are "&N(growth_months)&".","Cannot tell yet: the months to compare with had no revenue.")',
        "chart_growth": '=IF(growth_change="",growth_short,IF(growth_judged="yes","Yes: "&growth_said,IF(growth_judged="no","No: "&growth_said,"Cannot tell yet: "&growth_said)))',
        "growth_brief": '=IF(OR(growth_change="",growth_judged<>""),chart_growth,"Cannot tell yet: "&growth_in_figures)',
        "season_said": '=IF(season_month="","",INDEX(month_names,season_month)&" brought "&FIXED(N(season_index),1)&" times the average month of its year")',
        "season_chance": '="No: no seasons to be seen; chance alone makes months differ so much "&ROUND(100*N(season_p),0)&"% of the time."',
        "season_small": '=IF(season_month="","","No: no seasons that matter; the strongest month, "&INDEX(month_names,season_month)&", brought "&FIXED(N(season_index),2)&" times the average of its year.")',
        "season_answer": '=IF(season_p="","Cannot tell yet whether there are seasons: it takes two whole years with revenue in each month.",IF(season_p>=0.05,season_chance,IF(N(season_index)<1+matters_share,season_small,"Yes, there are seasons (95% sure): "&season_said&".")))',
    }
    for name, formula in figures.items():
        put = part.verdict if name in ("chart_growth", "growth_brief", "season_answer") else part.figure
        put(name, formula)


def say_all(part: Part, months: Table, growth: Spill) -> None:
    """The sentences of the pages and what they are made of."""
    put_currency(part)
    put_month_names(part)
    day = 'DAY({0})&" "&INDEX(month_names,MONTH({0}))&" "&YEAR({0})'
    newest = "INDEX(customer_age,MATCH(MAX(customer_first),customer_first,0))"
    bought = 'FIXED(result_orders,0)&" purchases, "&result_period'
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
            f'=IF(input_data_name="","",input_data_name&"  ·  ")&{bought}&"  ·  "&result_currency&{VAT_WORDS}&"  ·  "&margin_words',
            "",
        ),
        ("Periods", "chosen_periods", '=IF(chosen_period="month","months",IF(chosen_period="quarter","quarters","years"))', ""),
        ("Best customers", "best_customers", "=MAX(1,ROUND(input_best_share*result_customers,0))", "0"),
        ("Revenue of the last of them", "best_edge", "=IF(result_customers=0,0,LARGE(customer_revenue,best_customers))", MONEY),
        ("Months listed", "chart_months", f"=COUNT({months.column('Month')})", "0"),
    )
    for label, name, formula, form in cells:
        part.figure(name, formula, form, label)
    _say_growth(part, growth)
