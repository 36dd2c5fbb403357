"""Methods: every closed form side by side, from the same figures. The results that scripts read are defined here."""

from __future__ import annotations

from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.chart import Reference
from openpyxl.worksheet.worksheet import Worksheet

from ....functions.acquisition import BENCHMARKS
from ...inputs.calculator import WAYS
from ...look.charts import Anchor, bar_chart
from ...look.conditional_formats import currency_signs, word_colours
from ...look.style import ACCENT, CURRENCIES, MID, MONEY, WHOLE_MONEY, align, banner, heights, page, protect, put, put_row
from ..benchmark import band_word
from ..names import name_cell
from .banner import BROKEN

HEAD_ROW = 7
FIGURES_ROW = HEAD_ROW + 1
_COUNTS = ("Cost of goods", "Leaving", "Time value", "Cost to win", "Serving, keeping")
METHODS_ROW = HEAD_ROW + 1
_DATA = 15  # column O
_CHART = 20  # column T
_WAYS_ROW = 11

ALT_TEXTS = ["Does the way of counting matter? Bars show the value of a customer by each method; the one you chose stands out."]


class Figure(NamedTuple):
    """A figure that the methods use. source says where it comes from, as a formula."""

    label: str
    name: str
    value: str
    source: str
    form: str


class Method(NamedTuple):
    """counts: which of the columns it takes into account, x for each."""

    label: str
    name: str
    formula: str
    counts: str
    words: str
    form: str = MONEY


def _given(name: str) -> str:
    return f'IF(input_{name}="","",input_{name})'


_YOURS = 'IF({}="","","your input")'
_CHURN = (
    'IF(input_monthly_churn<>"",input_monthly_churn,IF(input_lifespan<>"",IFERROR(CLV_CHURN_FROM_LIFESPAN(input_lifespan),""),'
    'IF(input_retention_rate="","",1-input_retention_rate^(1/12))))'
)
_FIGURES = (
    Figure("Purchase value", "purchase_value", _given("purchase_value"), _YOURS, MONEY),
    Figure("Purchases a year", "purchase_frequency", _given("purchase_frequency"), _YOURS, "#,##0.0"),
    Figure("Gross margin", "gross_margin", _given("gross_margin"), _YOURS, "0.0%"),
    Figure("Revenue a month", "monthly_revenue", 'IFERROR(CLV_MONTHLY_REVENUE(used_purchase_value,used_purchase_frequency),"")', '"value × purchases ÷ 12"', MONEY),
    Figure("Margin a year", "annual_margin", 'IFERROR(CLV(used_purchase_value,used_purchase_frequency,1,IF(used_gross_margin="",NA(),used_gross_margin)),"")', '"value × purchases × margin"', MONEY),
    Figure("Monthly churn", "monthly_churn", _CHURN, 'IF({}="","",IF(input_monthly_churn<>"","your input",IF(input_lifespan<>"","1 ÷ months of lifespan","from the retention")))', "0.00%"),
    Figure("Lifespan in years", "lifespan", 'IF(input_lifespan<>"",input_lifespan,IFERROR(CLV_LIFESPAN_FROM_CHURN(IF(used_monthly_churn="",NA(),used_monthly_churn)),""))', 'IF({}="","",IF(input_lifespan<>"","your input","1 ÷ churn ÷ 12"))', "#,##0.00"),
    Figure("Retention a year", "retention_rate", 'IF(input_retention_rate<>"",input_retention_rate,IF(used_monthly_churn="","",(1-used_monthly_churn)^12))', 'IF({}="","",IF(input_retention_rate<>"","your input","(1 - churn)^12"))', "0.0%"),
    Figure("Discount rate", "discount_rate", "N(input_discount_rate)", _YOURS, "0.0%"),
    Figure("Cost to win a customer", "cac", _given("cac"), _YOURS, MONEY),
    Figure("Service a year", "service_cost", "N(input_service_cost)", _YOURS, MONEY),
    Figure("Keeping a year", "retention_cost", "N(input_retention_cost)", _YOURS, MONEY),
    Figure("Serving and keeping a year", "yearly_cost", "used_service_cost+used_retention_cost", '"service + retention cost"', MONEY),
    Figure("Years to look ahead", "horizon_years", 'IF(input_horizon_years="","",INT(input_horizon_years))', _YOURS, "0"),
)  # fmt: skip

_WAYS = ",".join(f'"{way}"' for way in WAYS)
_LIFESPAN = "used_purchase_value,used_purchase_frequency,used_lifespan"
_MONTH = "used_monthly_revenue,used_gross_margin,used_monthly_churn"
_YEAR = "used_retention_rate,used_discount_rate"
_METHODS = (
    Method("Revenue over the lifespan", "lifetime_revenue", f"CLV({_LIFESPAN},1)", "     ", "purchase value × purchases × lifespan"),
    Method("Value over the lifespan", "clv", f'CLV({_LIFESPAN},IF(used_gross_margin="",NA(),used_gross_margin))', "x    ", "the same × gross margin"),
    Method("Value from churn", "churn_clv", f"CHURN_CLV({_MONTH},0)", "xx   ", "margin a month ÷ monthly churn"),
    Method("Value from churn, discounted", "churn_clv_discounted", f"CHURN_CLV({_MONTH},used_discount_rate)", "xxx  ", "the same, later money counts for less"),
    Method("Present value from retention", "clv_discounted", f"CLV_DISCOUNTED(used_annual_margin,{_YEAR},\"\",0,0)", "xxx  ", "margin a year, paid ahead, × retention, forever"),
    Method('="The same, in the first "&used_horizon_years&" years"', "clv_in_horizon", f"CLV_DISCOUNTED(used_annual_margin,{_YEAR},used_horizon_years-1,0,0)", "xxx  ", "the same, and nothing after them"),
    Method("Present value after all costs", "clv_after_costs", f"CLV_DISCOUNTED(used_annual_margin-used_service_cost,{_YEAR},\"\",used_retention_cost,used_cac)", "xxxxx", "the full formula: less service, keeping and winning"),
)  # fmt: skip
METHODS = len(_METHODS)

_FOLLOWS = (
    Method("Value of a customer", "value", f"INDEX(G{METHODS_ROW + 1}:G{METHODS_ROW + 4},value_way)", "", '="by "&chosen_value_by&": your choice on Inputs"'),
    Method("Profit after all costs", "profit", "CLV_NET(result_value,used_cac,used_yearly_cost,used_lifespan)", "", "value - cost to win - serving and keeping × lifespan"),
    Method("Value : cost (CLV : CAC)", "clv_cac_ratio", "CLV_CAC_RATIO(result_value,used_cac)", "", "value ÷ cost to win", '0.0" : 1"'),
    Method("Beside the usual band", "benchmark", band_word("benchmark_figure"), "", '=IF(by_payback,"months to earn back the cost; below is better",IF(chosen_industry="","choose an industry on Inputs","value : cost, for "&chosen_industry))', "General"),
    Method("Months to earn back the cost", "payback_months", "CLV_PAYBACK(used_cac,used_monthly_revenue,used_gross_margin)", "", "cost to win ÷ margin a month, if nobody left", "#,##0.0"),
    Method("The same, as customers leave", "breakeven_months", 'IF(cost_share="","",IF(used_cac=0,0,IF(net_monthly_margin<=0,"never",IF(used_monthly_churn=1,IF(cost_share<=1,1,"never"),IF(cost_share>=1,"never",breakeven)))))', "", "with churn, and after serving and keeping", "0"),
    Method("Years until costs eat the value", "service_years", "CLV_BREAKEVEN(result_value,used_cac,used_yearly_cost)", "", "(value - cost to win) ÷ serving and keeping", "#,##0.0"),
    Method("A new customer may cost", "max_cac", "CLV_MAX_CAC(result_value,input_target_ratio)", "", "value ÷ the value : cost you aim at"),
    Method("All customers together", "customer_equity", 'IF(input_customers="","",result_value*input_customers)', "", "value × customers", WHOLE_MONEY),
)  # fmt: skip
FOLLOWS_ROW = METHODS_ROW + METHODS + 3
_BANDS_ROW = FIGURES_ROW + len(_FIGURES) + 2
BANDS_ROW = _BANDS_ROW + 2


def build(book: Workbook) -> None:
    sheet = page(
        book,
        "Methods",
        "Which way of counting gives which value?",
        '="Methods  ·  "&result_subtitle',
        [2, 25, 13, 22, 3, 29, 14, *[11] * 5, 43, 2, 2, 22, 16, 16, 2, 30, 12, 12],
        link="Dashboard",
        last_column=13,
    )
    banner(sheet, *BROKEN)
    below = FOLLOWS_ROW + len(_FOLLOWS) + 1
    heights(sheet, {5: 22, 6: 17, HEAD_ROW: 32, **dict.fromkeys(range(FIGURES_ROW, below + 10), 20)})
    _figures(sheet)
    _bands(sheet)
    put(sheet, 5, 6, "Every way to count it", "Section")
    put(sheet, 6, 6, "● this method takes it into account. The answers differ because the methods count different things.", "Section note")
    put_row(sheet, HEAD_ROW, 6, ("Method", "Answer", *_COUNTS, "In words"), ("Head", "Head number", *["Head centre"] * 5, "Head"))
    align(sheet.cell(HEAD_ROW, 13), indent=1)
    for row, method in enumerate(_METHODS, start=METHODS_ROW):
        _answer(sheet, row, method)
        put(sheet, row, 13, method.words, "Note")
        for column, count in enumerate(method.counts, start=8):
            put(sheet, row, column, "●" if count == "x" else None, "Dot")
    put(sheet, FOLLOWS_ROW - 2, 6, "What follows from the value of a customer", "Section")
    put_row(sheet, FOLLOWS_ROW - 1, 6, ("Figure", "Answer", "In words", *[None] * 5), ("Head", "Head number", *["Head"] * 6))
    align(sheet.cell(FOLLOWS_ROW - 1, 8), indent=1)
    for row, method in enumerate(_FOLLOWS, start=FOLLOWS_ROW):
        _answer(sheet, row, method)
        put_row(sheet, row, 8, (method.words, *[None] * 5), ("Note", *["Text"] * 5))
    word_colours(sheet, f"G{FOLLOWS_ROW}:G{FOLLOWS_ROW + len(_FOLLOWS)}", {"never": "bad"})
    _words(sheet)
    for column in range(6, 14):
        put(sheet, below, column, "Does the way of counting matter?" if column == 6 else None, "Question")
    put(sheet, below + 1, 6, "=ways_answer", "Answer")
    ways_chart(sheet, sheet, (below + 2, 6, below + 10, 14), (0.24, 0.1, 0.7, 0.88))
    put(sheet, below + 9, 6, None, "Plain note")  # what is printed ends with the last cell
    protect(sheet)


def _answer(sheet: Worksheet, row: int, method: Method) -> None:
    put_row(
        sheet,
        row,
        6,
        (method.label, f'=IFERROR({method.formula},"")', *[None] * 6),
        ("Text", "Number", *["Text"] * 5, "Note"),
    )
    sheet.cell(row, 7).number_format = method.form
    name_cell(sheet, f"result_{method.name}", row, 7)
    if method.form in (MONEY, WHOLE_MONEY):
        currency_signs(sheet, f"G{row}", "#,##0.00" if method.form == MONEY else WHOLE_MONEY)


def _figures(sheet: Worksheet) -> None:
    put(sheet, 5, 2, "The figures that they use", "Section")
    put(sheet, 6, 2, "What you left empty is worked out where it can be.", "Section note")
    put_row(sheet, HEAD_ROW, 2, ("Figure", "Value", "Comes from"), ("Head", "Head number", "Head"))
    align(sheet.cell(HEAD_ROW, 4), indent=1)
    for row, figure in enumerate(_FIGURES, start=FIGURES_ROW):
        source = "=" + figure.source.format(f"input_{figure.name}" if figure.source == _YOURS else f"C{row}")
        put_row(sheet, row, 2, (figure.label, f"={figure.value}", source), ("Text", "Number", "Note"))
        sheet.cell(row, 3).number_format = figure.form
        name_cell(sheet, f"used_{figure.name}", row, 3)


def _bands(sheet: Worksheet) -> None:
    """The bands that CLV_BENCHMARK goes by, to be seen."""
    put(sheet, _BANDS_ROW, 2, "Usual bands: rules of thumb", "Section")
    put_row(sheet, _BANDS_ROW + 1, 2, ("Industry", "From", "To"), ("Head", "Head number", "Head number"))
    for row, (industry, band) in enumerate(BENCHMARKS.items(), start=BANDS_ROW):
        put_row(sheet, row, 2, (industry, *band), ("Text", "Number", "Number"))
    put(sheet, BANDS_ROW + len(BENCHMARKS), 2, "Of value : cost; for Subscription of months of payback.", "Plain note")


def _words(sheet: Worksheet) -> None:
    """Right of what is printed: the words and rates that several pages use."""
    column = _DATA + 1
    put(sheet, 5, column, "Words used on the pages", "Section")
    first = HEAD_ROW + 13
    last = first + len(CURRENCIES) - 1
    cells = (
        ("Currency", "result_currency", f"=IFERROR(INDEX(Q{first}:Q{last},MATCH(chosen_currency,P{first}:P{last},0)),chosen_currency)"),
        ("Name", "whose", '=IF(input_data_name="","no name yet",input_data_name)'),
        ("Whose figures", "figures_of", '=IF(result_sample_inputs=0,whose,whose&", sample values: "&result_sample_inputs)'),
        ("Subtitle", "result_subtitle", '=figures_of&"  ·  "&result_currency&"  ·  value of a customer by "&chosen_value_by'),
        ("Margin a month after serving and keeping", "net_monthly_margin", '=IF(used_annual_margin="","",(used_annual_margin-used_yearly_cost)/12)'),
        ("Discount rate a month", "monthly_discount", "=(1+used_discount_rate)^(1/12)-1"),
        ("Number of the method", "value_way", f"=IFERROR(MATCH(chosen_value_by,{{{_WAYS}}},0),\"\")"),
        ("Subscription goes by payback", "by_payback", '=chosen_industry="Subscription"'),
        ("Figure beside the band", "benchmark_figure", "=IF(by_payback,result_payback_months,result_clv_cac_ratio)"),
        ("Cost to win, of the margin for ever", "cost_share", '=IFERROR(IF(used_cac=0,0,IF(net_monthly_margin=0,1,used_cac*used_monthly_churn/net_monthly_margin)),"")'),
        ("Months until it is earned", "breakeven", '=IFERROR(ROUNDUP(ROUND(IF(used_monthly_churn=0,used_cac/net_monthly_margin,LN(1-cost_share)/LN(1-used_monthly_churn)),9),0),"")'),
    )  # fmt: skip
    for row, (label, name, formula) in enumerate(cells, start=HEAD_ROW):
        put(sheet, row, column, label, "Plain note")
        put(sheet, row, column + 2, formula, "Plain note", "0.0000" if "monthly" in name else "General")
        name_cell(sheet, name, row, column + 2)
    put_row(sheet, first - 1, column, ("Currency", "In words"), ("Head", "Head"))
    for row, (code, (words, _)) in enumerate(CURRENCIES.items(), start=first):
        put_row(sheet, row, column, (code, words), ("Plain note", "Plain note"))
    _data_behind(sheet)


def _data_behind(sheet: Worksheet) -> None:
    """Right of the words: what the chart draws."""
    ways = f"$G${METHODS_ROW + 1}:$G${METHODS_ROW + METHODS - 2}"
    spread = f'"From "&FIXED(MIN({ways}),0)&" to "&FIXED(MAX({ways}),0)&"; each way counts other things."'
    cells = (
        ("chosen_way", f'=IFERROR(INDEX($F${METHODS_ROW + 1}:$F${METHODS_ROW + 4},value_way),"")'),
        ("ways_answer", f'=IF(COUNT({ways})<{METHODS - 2},"Fill in Inputs to see it.",{spread})'),
        ("ways_title", '="Value of a customer by method, "&result_currency'),
    )
    put_row(sheet, _WAYS_ROW - len(cells) - 1, _CHART, ("Data behind the chart", "Others", "Your choice"), ("Head",) * 3)
    for row, (name, formula) in enumerate(cells, start=_WAYS_ROW - len(cells)):
        put(sheet, row, _CHART, formula, "Plain note")
        name_cell(sheet, name, row, _CHART)
    for row in range(_WAYS_ROW, _WAYS_ROW + METHODS):
        source = METHODS_ROW + row - _WAYS_ROW
        put(sheet, row, _CHART, f"=F{source}", "Plain note")
        put(sheet, row, _CHART + 1, f"=IF(F{source}=chosen_way,0,G{source})", "Plain note", "#,##0;-#,##0;")
        put(sheet, row, _CHART + 2, f"=IF(F{source}=chosen_way,G{source},0)", "Plain note", "#,##0;-#,##0;")


def ways_chart(sheet: Worksheet, data: Worksheet, anchor: Anchor, plot: tuple[float, float, float, float]) -> None:
    """The chart of the methods; Dashboard has it too."""
    last = _WAYS_ROW + METHODS - 1
    others, chosen = (Reference(data, min_col=_CHART + n, min_row=_WAYS_ROW, max_row=last) for n in (1, 2))
    bar_chart(
        sheet,
        anchor,
        title=f"'Methods'!$T${_WAYS_ROW - 1}",
        categories=Reference(data, min_col=_CHART, min_row=_WAYS_ROW, max_row=last),
        series=[(f"'Methods'!$U${_WAYS_ROW - 4}", others, MID), (f"'Methods'!$V${_WAYS_ROW - 4}", chosen, ACCENT)],
        plot=plot,
        horizontal=True,
        labels=True,
        overlap=100,
        signed=True,
        legend=False,
    )
