"""Value: what a new subscriber is worth, what those who have stayed will still bring, and each plan."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.chart import Reference
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from ...look.charts import Anchor, bar_chart
from ...look.conditional_formats import currency_signs, total_row, unseen
from ...look.style import ACCENT, COUNT, RATIO, SHARE, banner, heights, page, protect, put, put_row, section, spill
from ..names import define, name_cell
from .banner import BROKEN
from .lists import DATES, PLANS, PRICES

TENURES = (0, 1, 2, 3, 4, 6, 9, 12, 18, 24)
"""Renewals made, of the rows of the table."""
PLAN_BARS = 6
_FIGURES_ROW, _TENURES_ROW, PLANS_ROW = 8, 23, 38
_PLANS_FIRST = PLANS_ROW + 1
_DATA = 15  # column O: right of what is printed
_SPILL_ROW, _BARS_ROW = 23, 9
_MONEY = "#,##0.00"
_PLAN_FORM = ("Text bold", "Number", "Number", "Number", "Share", "Money", "Money", "Money", "Money", "Money", "Number")
ALT_TEXTS = [
    "Does value grow with tenure? Bars show what a subscriber will still bring, by how many renewals they have made.",
    "Which plan brings the most? Bars show what today's subscribers of each plan will still bring.",
]


def build(book: Workbook) -> None:
    sheet = page(
        book,
        "Value",
        "What is a subscriber worth?",
        '="Value  ·  "&result_subtitle&"  ·  gross margin "&ROUND(100*used_margin,1)&"%"',
        [2, 34, *[13] * 7, *[18] * 3, 2, 2, *[14] * 8, 2, 20, 14, 44],
        link="Dashboard",
        last_column=12,
    )
    banner(sheet, *BROKEN)
    heights(sheet, dict.fromkeys(range(5, 60), 17))
    heights(sheet, {7: 18, _TENURES_ROW: 32, PLANS_ROW: 32})
    _spills(sheet)
    _figures(sheet, 5)
    _tenures(sheet, _TENURES_ROW - 2)
    _plans(sheet)
    _bars(sheet)
    for row, question, answer in (
        (5, "Does value grow with tenure?", "=tenure_answer"),
        (21, "Which plan brings the most?", "=plan_answer"),
    ):
        put(sheet, row, 10, question, "Section")
        put(sheet, row + 1, 10, answer, "Section note")
    tenure_chart(sheet, sheet, (7, 10, 20, 13))
    plan_chart(sheet, sheet, (23, 10, 35, 13))
    protect(sheet)


def _plan(letter: str) -> str:
    """A column of the plans; its last row is all of them."""
    return f"Value!${letter}${_PLANS_FIRST}:${letter}$1048576"


def _of_all(letter: str) -> str:
    return f"INDEX({_plan(letter)},MAX(1,plan_rows+1))"


def _spills(sheet: Worksheet) -> None:
    """Right of what is printed: value by tenure as it spills, and the figures that it is made of."""
    put(sheet, 5, _DATA, "Data behind this page", "Section")
    for column in range(_DATA, _DATA + 8):
        put(sheet, _SPILL_ROW, column, None, "Head number")
        put(sheet, _SPILL_ROW + 1, column, None, "Plain note", "#,##0.00")
    formula = 'CLV_SUBSCRIPTION(used_renewed,used_price*months_a_period,used_margin,period_rate,"",used_at_risk)'
    sheet[f"O{_SPILL_ROW}"] = ArrayFormula(f"O{_SPILL_ROW}", f"=_xldudf_{formula}")
    unseen(sheet, f"O{_SPILL_ROW}", "NOT(has_counts)")
    brings = f"COUNT($R${_SPILL_ROW + 1}:$R$1048576)"
    best = "INDEX(Value!$B${0}:$B$1048576,MATCH(MAX(INDEX({1},1):INDEX({1},MAX(1,plan_rows))),{1},0))".format
    worst = best(_PLANS_FIRST, _plan("F"))
    cells = (
        ("Months in a period", "months_a_period", '=IF(chosen_period="year",12,IF(chosen_period="quarter",3,1))', COUNT),
        ("Discount rate a period", "period_rate", "=(1+N(input_discount_rate))^(months_a_period/12)-1", "0.00%"),
        ("Gross margin", "used_margin", '=IF(input_gross_margin="",1,input_gross_margin)', SHARE),
        ("Plans", "plan_rows", f"=MAX(0,COUNT({_plan('C')})-1)", COUNT),
        ("Price a month", "used_price", f'=IF(has_list,IF(ISNUMBER({_of_all("G")}),{_of_all("G")},0),N(input_average_price))', _MONEY),
        ("Tenures", "tenure_rows", f"={brings}", COUNT),
        ("Who grows", "tenure_answer", f'=IF(tenure_rows<2,"It takes two renewals of subscribers to say.","From "&FIXED(N($T${_SPILL_ROW + 2}),2)&" before the first renewal to "&FIXED(N(INDEX($T${_SPILL_ROW + 2}:$T$1048576,MAX(1,tenure_rows-1))),2)&" after the last.")', "General"),
        ("Best plan", "best_plan", f'=IF(plan_rows=0,"",IFERROR({best(_PLANS_FIRST, _plan("L"))},""))', "General"),
        ("Answer", "plan_answer", f'=IF(best_plan="","It takes a list with plans to say.",best_plan&": "&FIXED(MAX(INDEX({_plan("L")},1):INDEX({_plan("L")},MAX(1,plan_rows))),0)&" to come from today\'s subscribers.")', "General"),
        ("Plan with the highest churn", "worst_plan", f'=IF(plan_rows<2,"",IFERROR({worst},""))', "General"),
        ("Its churn", "worst_churn", f'=IF(worst_plan="","",MAX(INDEX({_plan("F")},1):INDEX({_plan("F")},MAX(1,plan_rows))))', SHARE),
        ("Its value to come", "worst_to_come", f'=IF(worst_plan="","",INDEX({_plan("L")},MATCH(worst_plan,{_plan("B")},0)))', _MONEY),
    )  # fmt: skip
    for row, (label, name, formula, form) in enumerate(cells, start=7):
        put(sheet, row, _DATA, label, "Plain note")
        put(sheet, row, _DATA + 3, formula, "Plain note", form)
        name_cell(sheet, name, row, _DATA + 3)


def _figures(sheet: Worksheet, row: int) -> None:
    note = "Money after cost of service and discounting. The range holds 9 times out of 10."
    section(sheet, row, 2, "A new subscriber", note, ("Figure", "Value", "Lowest", "Highest", "", "", ""), 1)
    new = f'=IF(ISNUMBER({{}}{_SPILL_ROW + 1}),{{}}{_SPILL_ROW + 1},"")'.format
    by_plan = f'=IF(has_list,IF(ISNUMBER({_of_all("I")}),{_of_all("I")},""),result_curve_clv)'
    margin = "used_price*months_a_period*used_margin"
    steady = f'=IF(OR(N(result_renewal_churn)=0,used_price=0),"",{margin}{{}})'.format
    figures = (
        ("Price a month", "price", '=IF(used_price=0,"",used_price)', _MONEY, "of today's subscribers, or of Inputs"),
        ("CLV, one curve for all", "curve_clv", new("T", "T"), _MONEY, ""),
        ("CLV, plan by plan", "clv", by_plan, _MONEY, "each plan with its own curve and price"),
        ("If all left alike: margin ÷ churn", "steady_clv", steady("/result_renewal_churn"), _MONEY, "not discounted"),
        ("The same, discounted", "steady_discounted", steady("*(1+period_rate)/(period_rate+result_renewal_churn)"), _MONEY, "too low: see below"),
        ("Value : cost (CLV : CAC)", "clv_cac_ratio", '=IF(OR(N(input_cac)=0,result_clv=""),"",_xldudf_CLV_CAC_RATIO(result_clv,input_cac))', RATIO, '=IF(N(input_cac)=0,"fill in the cost on Inputs","you aim at "&target&" : 1")'),
        ("A new subscriber may cost", "max_cac", '=IF(result_clv="","",_xldudf_CLV_MAX_CAC(result_clv,target))', _MONEY, '="for "&target&" : 1"'),
        ("Half of a cohort has left after", "half_after", '=IF(ISNUMBER(result_half_life),result_half_life,"")', COUNT, '="renewals, one each "&chosen_period'),
        ("Churn at a renewal, of all so far", "mean_churn", "=result_renewal_churn", "0.0%", '=IF(N(result_first_renewal_churn)=0,"","first "&ROUND(100*N(result_first_renewal_churn),1)&"%, then less and less")'),
        ("Today's subscribers, value to come", "value_to_come", f'=IF(has_list,IF(ISNUMBER({_of_all("L")}),{_of_all("L")},""),IFERROR(result_subscribers*INDEX($T${_SPILL_ROW + 2}:$T$1048576,MAX(1,tenure_rows-1)),""))', "#,##0", "each about to renew or leave"),
    )  # fmt: skip
    define(sheet.parent, "target", "IF(N(input_target_ratio)=0,3,input_target_ratio)")
    for at, (label, name, formula, form, words) in enumerate(figures, start=row + 3):
        low, high = (new("U", "U"), new("V", "V")) if name == "curve_clv" else (None, None)
        put_row(
            sheet,
            at,
            2,
            (label, formula, low, high, words, None, None),
            ("Text bold", "Number", "Number", "Number", "Note", "Text", "Text"),
        )
        for column in (3, 4, 5):
            sheet.cell(at, column).number_format = form
        name_cell(sheet, f"result_{name}", at, 3)
    for column, name in ((4, "result_clv_low"), (5, "result_clv_high")):
        name_cell(sheet, name, row + 4, column)
    for area, form in ((f"C{row + 3}:E{row + 7}", _MONEY), (f"C{row + 9}", _MONEY), (f"C{row + 12}", "#,##0")):
        currency_signs(sheet, area, form)
    put(
        sheet,
        row + 13,
        2,
        "Margin ÷ churn takes all as alike. In truth those likely to leave go first, and those left stay longer,",
        "Plain note",
    )
    put(
        sheet,
        row + 14,
        2,
        "so it is too low. This is a contract's model: leaving is seen. For customers who just stop buying, use transactions.",
        "Plain note",
    )


def _tenures(sheet: Worksheet, row: int) -> None:
    heads = ("Renewals made", "Subscribers now", "Chance to renew", "Half left after", "Value to come", "Lowest", "Highest")
    section(
        sheet,
        row,
        2,
        "The longer they stay, the more is to come",
        "Of one subscriber about to renew or leave, at the average price; one curve for all",
        heads,
        1,
    )
    for number, tenure in enumerate(TENURES):
        at = row + 3 + number
        following = TENURES[number + 1] if number + 1 < len(TENURES) else None
        label = f"{tenure}" if following == tenure + 1 else f"{tenure} to {following - 1}" if following else f"{tenure} and more"
        within = f'SUMIFS(life_there,life_renewals,">={tenure}"' + (f',life_renewals,"<{following}")' if following else ")")
        known = f"tenure_rows-1>{tenure}"
        cell = f'=IF({known},IF(ISNUMBER(INDEX({{0}}${_SPILL_ROW + 2}:{{0}}$1048576,{tenure + 1})),INDEX({{0}}${_SPILL_ROW + 2}:{{0}}$1048576,{tenure + 1}),""),"")'.format
        values = (label, f'=IF(AND(has_list,{known}),{within},"")', *(cell(f"${letter}") for letter in ("Q", "R", "T", "U", "V")))
        put_row(sheet, at, 2, values, ("Text bold", "Number", "Share", "Number", "Money", "Money", "Money"))
    put(sheet, row + 3 + len(TENURES), 2, "Chance, half left and value are those of the first number of renewals in the row.", "Plain note")


def _plans(sheet: Worksheet) -> None:
    put(sheet, PLANS_ROW - 2, 2, "Plan by plan", "Section")
    note = "A model for each plan; one with too few renewals takes that of all. Churn: of the renewals due. All plans: sums, and the mean CLV of those who started."
    put(sheet, PLANS_ROW - 1, 2, note, "Section note")
    spill(sheet, PLANS_ROW, list(_PLAN_FORM), f"CLV_PLANS({DATES},{PLANS},{PRICES},used_margin,period_rate,coded_period,input_as_of)")
    total_row(sheet, f"B{_PLANS_FIRST}:L1048576", f'$B{_PLANS_FIRST}="All plans"')


def _bars(sheet: Worksheet) -> None:
    names, worth, words = _DATA + 9, _DATA + 10, _DATA + 11
    put_row(sheet, _BARS_ROW - 1, names, ("Plan", "To come", "Titles"), ("Head",) * 3)
    put(sheet, _BARS_ROW, words, '="Value to come of one subscriber, "&result_currency&", by renewals made"', "Plain note")
    put(sheet, _BARS_ROW + 1, words, '="Value to come of today\'s subscribers, "&result_currency', "Plain note")
    for number in range(PLAN_BARS):
        row = _BARS_ROW + number
        put(sheet, row, names, f'=IF({number + 1}>plan_rows,"",INDEX({_plan("B")},{number + 1}))', "Plain note")
        put(sheet, row, worth, f'=IF({number + 1}>plan_rows,"",INDEX({_plan("L")},{number + 1}))', "Plain note", "#,##0")


def tenure_chart(sheet: Worksheet, data: Worksheet, anchor: Anchor) -> None:
    first, last = _TENURES_ROW + 1, _TENURES_ROW + len(TENURES)
    bar_chart(
        sheet,
        anchor,
        title=f"'Value'!$Z${_BARS_ROW}",
        categories=Reference(data, min_col=2, min_row=first, max_row=last),
        series=[(f"'Value'!$F${_TENURES_ROW}", Reference(data, min_col=6, min_row=first, max_row=last), ACCENT)],
        plot=(0.1, 0.14, 0.89, 0.72),
    )


def plan_chart(sheet: Worksheet, data: Worksheet, anchor: Anchor) -> None:
    first, last = _BARS_ROW, _BARS_ROW + PLAN_BARS - 1
    bar_chart(
        sheet,
        anchor,
        title=f"'Value'!$Z${_BARS_ROW + 1}",
        categories=Reference(data, min_col=_DATA + 9, min_row=first, max_row=last),
        series=[(f"'Value'!$Y${_BARS_ROW - 1}", Reference(data, min_col=_DATA + 10, min_row=first, max_row=last), ACCENT)],
        plot=(0.2, 0.14, 0.78, 0.82),
        horizontal=True,
        labels=True,
    )
