"""Behind Dashboard, right of what is printed: what changed, the answers above the charts, and what the charts draw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ....lists.orders.lifecycle import Stage
from ...look.style import put, put_row
from ..charted import FIRST_ROW as LISTED
from ..dashboard import DATA, put_words
from .cohorts import AGES
from .overview import STAGES_ROW, TENTHS_ROW
from .overview_months import MONTHS, MONTHS_ROW
from .prediction import BANDS, BANDS_ROW
from .segments import ANSWERS_ROW, FIRST_BAR
from .segments import BARS as GROUPS

TITLE_ROW, HEAD_ROW = 6, 7
FIRST_ROW = HEAD_ROW + 1
LAST_MONTHS = 3
TENTHS, COMPARED = 10, 6
"""Tenths of customers, and ages at which cohorts are compared."""
PLACES = {"months": 17, "tenths": 21, "stages": 25, "cohorts": 29, "chances": 34, "groups": 37}
"""The first column of what each chart draws."""
SIZES = {"months": MONTHS, "tenths": TENTHS, "stages": len(Stage), "cohorts": COMPARED, "chances": len(BANDS), "groups": GROUPS}


def _trend(letter: str, row: str) -> str:
    return f"N(INDEX(Trend!${letter}${LISTED}:${letter}$1048576,MAX(1,{row})))"


def _since(letter: str) -> str:
    """The share by which a figure of Trend changed in the last complete period; blank where nobody can say."""
    now, before = _trend(letter, "period_row"), _trend(letter, "period_row-1")
    return f'=IF(period_row<=first_complete,"",IF({before}<=0,"",ROUND({now}/{before}-1,3)))'


def _points(change: str) -> str:
    return f'=IF({change}="","–",IF({change}>0,"+","")&ROUND(100*{change},1)&"%")'


_LABEL = f"INDEX(Trend!$B${LISTED}:$B$1048576,MAX(1,{{}}))"
_STARTS = "AND(DAY({0})=1,MOD(MONTH({0})-1,period_months)=0)"
PERIODS = (
    ("period_months", '=IF(chosen_period="month",1,IF(chosen_period="quarter",3,12))'),
    ("first_complete", f'=IF(result_first_day="",1,IF({_STARTS.format("result_first_day")},1,2))'),
    ("period_row", f'=IF(result_as_of="",0,Trend!$N$9-IF({_STARTS.format("(result_as_of+1)")},0,1))'),
    ("last_period", f'=IF(period_row<first_complete,"",{_LABEL.format("period_row")}&"")'),
    ("period_before", f'=IF(period_row<=first_complete,"",{_LABEL.format("period_row-1")}&"")'),
    ("period_revenue", f"={_trend('F', 'period_row')}"),
    ("period_buyers", f'=IF(last_period="","",{_trend("C", "period_row")})'),
    ("period_new", f'=IF(last_period="","",{_trend("D", "period_row")})'),
    ("clv_change", _since("K")),
    ("revenue_change", _since("F")),
    ("buyers_change", _since("C")),
    ("new_change", _since("D")),
    ("revenue_points", _points("revenue_change")),
    ("buyers_points", _points("buyers_change")),
    ("new_points", _points("new_change")),
    ("what_changed", '=IF(period_before="","It takes two complete periods of orders to say what changed.","In "&last_period&": revenue "&FIXED(period_revenue,0)&" ("&revenue_points&"), "&period_shown&" In brackets: the change since "&period_before&".")'),
    ("period_shown", '="customers who bought "&FIXED(N(period_buyers),0)&" ("&buyers_points&"), new customers "&FIXED(N(period_new),0)&" ("&new_points&")."'),
)  # fmt: skip

_COHORTS = f"Cohorts!${{0}}${LISTED}:${{0}}$1048576"
_ROW = f"Cohorts!$E${LISTED}:${get_column_letter(4 + AGES)}$1048576"


def _cohort(row: str, age: str) -> str:
    """The figure of a cohort, by the number of its row, at an age."""
    return f"INDEX({_ROW},MAX(1,{row}),{age}+1)"


_GROUPS_WORTH = f"Segments!$S${FIRST_BAR}:$S${FIRST_BAR + GROUPS - 1}"
_FOUND = f"INDEX(Segments!${{0}}${LISTED}:${{0}}$1048576,MAX(1,group_row))"
_BEST = 'best_group&": "&FIXED(group_times,1)&" times their cost."'
_FIGURE = 'IF(chosen_cohort_measure="retention",ROUND(100*N({0}),1)&"%",FIXED(N({0}),IF(chosen_cohort_measure="clv",2,0)))'
ANSWERS = (
    ("best_percent", "=ROUND(100*N(input_best_share),0)"),
    ("best_words", '="The best "&best_percent&"%"'),
    ("tenths_answer", '=IF(N(result_top20_share)=0,"There is no revenue yet.","The best "&best_percent&"% of customers bring "&ROUND(100*result_top20_share,1)&"% of the revenue.")'),
    ("one_time", '=COUNTIF(customer_purchases,1)'),
    ("one_time_more", '=one_time*N(result_average_order_value)*IF(input_gross_margin="",1,input_gross_margin)'),
    ("one_time_percent", "=IF(result_customers=0,0,ROUND(100*one_time/result_customers,1))"),
    ("stages_answer", '=IF(result_customers=0,"There are no customers yet.",FIXED(result_active_customers,0)&" are active; "&one_time_percent&"% bought only once.")'),
    ("cohorts_compared", f"=MAX(0,COUNT({_COHORTS.format('H')})-1)"),
    ("newest_age", f'=IF(cohorts_compared<2,0,COUNT(INDEX({_ROW},MAX(1,cohorts_compared),0))-IF(period_row<Trend!$N$9,2,1))'),
    ("newest_figure", f"={_cohort('cohorts_compared', 'newest_age')}"),
    ("oldest_figure", f"={_cohort('1', 'newest_age')}"),
    ("newest_cohort", f'=IF(cohorts_compared=0,"–",INDEX({_COHORTS.format("B")},MAX(1,cohorts_compared))&"")'),
    ("middle_cohort", f'=IF(cohorts_compared=0,"–",INDEX({_COHORTS.format("B")},MAX(1,INT((1+cohorts_compared)/2)))&"")'),
    ("oldest_cohort", f'=IF(cohorts_compared=0,"–",INDEX({_COHORTS.format("B")},1)&"")'),
    ("newest_words", f"={_FIGURE.format('newest_figure')}"),
    ("oldest_words", f"={_FIGURE.format('oldest_figure')}"),
    ("cohorts_better", '="Yes, "&newest_age&" "&chosen_periods&" on: "&newest_words&" for "&newest_cohort&", "&oldest_words&" for "&oldest_cohort&"."'),
    ("cohorts_worse", '="No, "&newest_age&" "&chosen_periods&" on: "&newest_words&" for "&newest_cohort&", "&oldest_words&" for "&oldest_cohort&"."'),
    ("cohorts_answer", '=IF(cohorts_compared<2,"It takes two groups of new customers and four periods.",IF(N(newest_figure)>N(oldest_figure),cohorts_better,cohorts_worse))'),
    ("next_answer", '=IF(ISNUMBER(result_predicted_clv),"About "&FIXED(result_predicted_clv,0)&" in "&input_forecast_months&" months; likely "&FIXED(N(result_predicted_clv_low),0)&" to "&FIXED(N(result_predicted_clv_high),0)&".","Model says why there is no forecast.")'),
    ("groups_shown", f"=COUNT({_GROUPS_WORTH})"),
    ("groups_earning", f'=COUNTIF({_GROUPS_WORTH},">="&N(input_cac))'),
    ("group_row", f"=IF(groups_shown=0,0,Segments!$P${ANSWERS_ROW + 2}-1+MATCH(MAX({_GROUPS_WORTH}),{_GROUPS_WORTH},0))"),
    ("best_group", f'=IF(group_row=0,"",{_FOUND.format("C")}&"")'),
    ("group_size", f'=IF(group_row=0,"",{_FOUND.format("D")})'),
    ("group_net", f'=IF(group_row=0,"",N({_FOUND.format("L")}))'),
    ("group_times", f"=IF(N(input_cac)=0,0,MAX({_GROUPS_WORTH})/input_cac)"),
    ("groups_known", f'=IF(groups_earning=groups_shown,"All do so far. "&{_BEST},groups_earning&" of "&groups_shown&" groups do so far. "&{_BEST})'),
    ("groups_answer", '=IF(N(input_cac)=0,"Fill in the cost to win a customer on Inputs.",IF(groups_shown=0,"The orders lack this grouping; choose another on Inputs.",groups_known))'),
)  # fmt: skip


def data_behind(sheet: Worksheet) -> None:
    put(sheet, TITLE_ROW - 1, DATA, "Words and figures of this page", "Section")
    put_words(sheet, TITLE_ROW, PERIODS)
    put_words(sheet, TITLE_ROW + len(PERIODS) + 1, ANSWERS)
    put(sheet, TITLE_ROW - 1, PLACES["months"], "Data behind the charts", "Section")
    _table(
        sheet,
        "months",
        '="Revenue per month, "&result_currency',
        ("Month", "Earlier", "Last three months"),
        [_month(n) for n in range(MONTHS)],
        "#,##0",
    )
    _table(
        sheet,
        "tenths",
        "Share of revenue, by tenth of customers",
        ("Tenth", "The rest", "=best_words"),
        [_tenth(n) for n in range(TENTHS)],
        "0%;;",
    )
    _table(
        sheet, "stages", "Customers by stage", ("Stage", "Others", "Active"), [_stage(n, stage) for n, stage in enumerate(Stage)], "#,##0;;"
    )
    _table(
        sheet,
        "cohorts",
        _COHORTS_TITLE,
        ("Age", "=oldest_cohort", "=middle_cohort", "=newest_cohort", "Periods"),
        [_age(n) for n in range(COMPARED)],
        "#,##0.00",
    )
    _table(
        sheet,
        "chances",
        '="Value to come, "&result_currency&", by chance of staying"',
        ("Chance", "Value to come"),
        [_chance(n) for n in range(len(BANDS))],
        "#,##0",
    )
    _table(sheet, "groups", '="Value so far and cost to win, per customer, "&result_currency', ("Group", "Value so far", "Cost to win"), [_group(n) for n in range(GROUPS)], "#,##0.00")  # fmt: skip


_COHORTS_TITLE = (
    '=IF(chosen_cohort_measure="clv","Value so far per customer, "&result_currency,'
    'IF(chosen_cohort_measure="retention","Share of customers who bought in that period","Revenue in that period, "&result_currency))'
)


def _table(sheet: Worksheet, name: str, title: str, heads: Sequence[str], rows: Sequence[Sequence[Any]], form: str) -> None:
    column = PLACES[name]
    assert len(rows) == SIZES[name]
    put(sheet, TITLE_ROW, column, title, "Plain note")
    put_row(sheet, HEAD_ROW, column, heads, ("Head",) * len(heads))
    for at, row in enumerate(rows, start=FIRST_ROW):
        for offset, value in enumerate(row):
            put(sheet, at, column + offset, value, "Plain note", form if offset else "")


def _month(step: int) -> tuple[str | None, ...]:
    month, revenue = f"Overview!$I${MONTHS_ROW + step}", f"Overview!$J${MONTHS_ROW + step}"
    late = f"{step + 1}>chart_months-{LAST_MONTHS}"
    label = f'=IF({month}="","",INDEX(month_names,MONTH({month}))&" "&RIGHT(YEAR({month}),2))' if step % 3 == 0 else None
    return label, f'=IF({late},"",{revenue})', f'=IF({late},{revenue},"")'


def _tenth(step: int) -> tuple[str, ...]:
    share, best = f"N(Overview!$E${TENTHS_ROW + step})", f"{step}<MAX(1,best_percent/10-0.01)"
    return f"=Overview!$B${TENTHS_ROW + step}", f"=IF({best},0,{share})", f"=IF({best},{share},0)"


def _stage(step: int, stage: Stage) -> tuple[Any, ...]:
    name, count = f"=Overview!$B${STAGES_ROW + step}", f"=Overview!$E${STAGES_ROW + step}"
    return (name, 0, count) if stage == Stage.ACTIVE else (name, count, 0)


def _age(step: int) -> tuple[str, ...]:
    """At which age the oldest, the middle and the newest cohort are compared: evenly spread over the ages of the oldest."""
    oldest = f"COUNT(INDEX({_ROW},1,0))-1"
    age = f"{step}*MAX(1,INT(({oldest})/{COMPARED - 1}))"
    here = f"{get_column_letter(PLACES['cohorts'] + 4)}{FIRST_ROW + step}"
    label = f'=IF({here}="","",{here}&" "&IF({here}=1,chosen_period,chosen_periods))'
    figures = [_cohort(row, here) for row in ("1", "INT((1+cohorts_compared)/2)", "cohorts_compared")]
    return (label, *(f'=IF({here}="","",IF({figure}="","",{figure}))' for figure in figures), f'=IF({age}>{oldest},"",{age})')


def _chance(step: int) -> tuple[str, ...]:
    return f"=Prediction!$B${BANDS_ROW + step}", f"=Prediction!$F${BANDS_ROW + step}"


def _group(step: int) -> tuple[str, ...]:
    name, worth = f"Segments!$P${FIRST_BAR + step}", f"Segments!$S${FIRST_BAR + step}"
    return f"={name}", f"={worth}", f'=IF(OR({name}="",input_cac=""),"",input_cac)'
