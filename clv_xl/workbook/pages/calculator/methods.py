"""Methods: every closed form side by side, from the same figures. The results that scripts read are defined here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from ....functions.averages.acquisition import BENCHMARKS
from ...inputs.calculator import WAYS
from ...layout.charts import Bars, drawn
from ...layout.page import Book, Lane
from ...layout.tables import Col, Table
from ...layout.workings import Part, Workings
from ...look.conditional_formats import currency_signs, word_colours
from ...look.style import ACCENT, MID, MONEY, WHOLE_MONEY
from ..shared.benchmark import band_word
from ..shared.wording import put_currency


class _Figure(NamedTuple):
    """A figure that the methods use. source says where it comes from, as a formula."""

    label: str
    name: str
    value: str
    source: str
    form: str


class _Method(NamedTuple):
    """counts: which of _COUNTS it takes into account, x for each."""

    label: str
    name: str
    formula: str
    counts: str
    words: str
    form: str = MONEY


@dataclass(frozen=True)
class Methods:
    """What other pages ask of this one: the chart, and the bands of the industries."""

    ways: Bars
    bands: Table


def _given(name: str) -> str:
    return f'IF(input_{name}="","",input_{name})'


_YOURS = 'IF({}="","","your input")'
_MARGIN = 'IF(used_gross_margin="",NA(),used_gross_margin)'
_CHURN = (
    'IF(input_monthly_churn<>"",input_monthly_churn,IF(input_lifespan<>"",IFERROR(0+CLV_CHURN_FROM_LIFESPAN(input_lifespan),""),'
    'IF(input_retention_rate="","",1-input_retention_rate^(1/12))))'
)
_LIFESPAN_YEARS = (
    'IF(input_lifespan<>"",input_lifespan,IFERROR(0+CLV_LIFESPAN_FROM_CHURN(IF(used_monthly_churn="",NA(),used_monthly_churn)),""))'
)
_RETENTION = 'IF(input_retention_rate<>"",input_retention_rate,IF(used_monthly_churn="","",(1-used_monthly_churn)^12))'
_FROM_LIFESPAN = 'IF(input_lifespan<>"","1 ÷ months of lifespan","from the retention")'
_FIGURES = (
    _Figure("Purchase value", "purchase_value", _given("purchase_value"), _YOURS, MONEY),
    _Figure("Purchases a year", "purchase_frequency", _given("purchase_frequency"), _YOURS, "#,##0.0"),
    _Figure("Gross margin", "gross_margin", _given("gross_margin"), _YOURS, "0.0%"),
    _Figure("Revenue a month", "monthly_revenue", 'IFERROR(0+CLV_MONTHLY_REVENUE(used_purchase_value,used_purchase_frequency),"")', '"value × purchases ÷ 12"', MONEY),
    _Figure("Margin a year", "annual_margin", f'IFERROR(0+CLV(used_purchase_value,used_purchase_frequency,1,{_MARGIN}),"")', '"value × purchases × margin"', MONEY),
    _Figure("Monthly churn", "monthly_churn", _CHURN, f'IF({{}}="","",IF(input_monthly_churn<>"","your input",{_FROM_LIFESPAN}))', "0.00%"),
    _Figure("Lifespan in years", "lifespan", _LIFESPAN_YEARS, 'IF({}="","",IF(input_lifespan<>"","your input","1 ÷ churn ÷ 12"))', "#,##0.00"),
    _Figure("Retention a year", "retention_rate", _RETENTION, 'IF({}="","",IF(input_retention_rate<>"","your input","(1 - churn)^12"))', "0.0%"),
    _Figure("Discount rate", "discount_rate", "N(input_discount_rate)", _YOURS, "0.0%"),
    _Figure("Cost to win a customer", "cac", _given("cac"), _YOURS, MONEY),
    _Figure("Service a year", "service_cost", "N(input_service_cost)", _YOURS, MONEY),
    _Figure("Keeping a year", "retention_cost", "N(input_retention_cost)", _YOURS, MONEY),
    _Figure("Serving and keeping a year", "yearly_cost", "used_service_cost+used_retention_cost", '"service + retention cost"', MONEY),
    _Figure("Years to look ahead", "horizon_years", 'IF(input_horizon_years="","",INT(input_horizon_years))', _YOURS, "0"),
)  # fmt: skip

_COUNTS = ("Cost of goods", "Leaving", "Time value", "Cost to win", "Serving, keeping")
_LIFESPAN = "used_purchase_value,used_purchase_frequency,used_lifespan"
_MONTH = "used_monthly_revenue,used_gross_margin,used_monthly_churn"
_YEAR = "used_retention_rate,used_discount_rate"
_METHODS = (
    _Method("Revenue over the lifespan", "lifetime_revenue", f"0+CLV({_LIFESPAN},1)", "     ", "purchase value × purchases × lifespan"),
    _Method("Value over the lifespan", "clv", f"0+CLV({_LIFESPAN},{_MARGIN})", "x    ", "the same × gross margin"),
    _Method("Value from churn", "churn_clv", f"0+CHURN_CLV({_MONTH},0)", "xx   ", "margin a month ÷ monthly churn"),
    _Method("Value from churn, discounted", "churn_clv_discounted", f"0+CHURN_CLV({_MONTH},used_discount_rate)", "xxx  ", "the same, later money counts for less"),
    _Method("Present value from retention", "clv_discounted", f'0+CLV_DISCOUNTED(used_annual_margin,{_YEAR},"",0,0)', "xxx  ", "margin a year, paid ahead, × retention, forever"),
    _Method('="The same, in the first "&used_horizon_years&" years"', "clv_in_horizon", f"0+CLV_DISCOUNTED(used_annual_margin,{_YEAR},used_horizon_years-1,0,0)", "xxx  ", "the same, and nothing after them"),
    _Method("Present value after all costs", "clv_after_costs", f'0+CLV_DISCOUNTED(used_annual_margin-used_service_cost,{_YEAR},"",used_retention_cost,used_cac)', "xxxxx", "the full formula: less service, keeping and winning"),
)  # fmt: skip
_FIRST_WAY = 1
"""The first of WAYS among the methods, which they follow."""

_BENCHMARK_WORDS = '=IF(by_payback,"months to earn back the cost, as customers leave; below is better",IF(chosen_industry="","choose an industry on Inputs","value : cost, for "&chosen_industry))'
_STAY = "used_cac,used_monthly_revenue,used_gross_margin,used_monthly_churn"
_IF_KNOWN = f'IF(COUNT({_STAY})<4,"",{{}})'.format
"""What is asked of customers who may leave; nothing while a figure of theirs is missing."""
_BAND = f'IF(AND(by_payback,result_breakeven_months="never"),"above",{band_word("benchmark_figure")})'
_FOLLOWS = (
    _Method("Value of a customer", "value", "INDEX({ways},value_way)", "", '="by "&chosen_value_by&": your choice on Inputs"'),
    _Method("Profit after all costs", "profit", "0+CLV_NET(result_value,used_cac,used_yearly_cost,used_lifespan)", "", "value - cost to win - serving and keeping × lifespan"),
    _Method("Value : cost (CLV : CAC)", "clv_cac_ratio", "0+CLV_CAC_RATIO(result_value,used_cac)", "", "value ÷ cost to win", '0.0" : 1"'),
    _Method("Beside the usual band", "benchmark", _BAND, "", _BENCHMARK_WORDS, "General"),
    _Method("Months to earn back the cost", "payback_months", "0+CLV_PAYBACK(used_cac,used_monthly_revenue,used_gross_margin)", "", "cost to win ÷ margin a month, if nobody left", "#,##0.0"),
    _Method("The same, as customers leave", "breakeven_months", _IF_KNOWN(f'IFERROR(0+CLV_PAYBACK_CHURN({_STAY},used_yearly_cost),"never")'), "", "with churn, and after serving and keeping", "0"),
    _Method("Who earn it back themselves", "payback_chance", _IF_KNOWN(f"0+CLV_PAYBACK_CHANCE({_STAY},used_yearly_cost)"), "", "those who stay pay for those who leave", "0%"),
    _Method("Years until costs eat the value", "service_years", "0+CLV_BREAKEVEN(result_value,used_cac,used_yearly_cost)", "", "(value - cost to win) ÷ serving and keeping", "#,##0.0"),
    _Method("A new customer may cost", "max_cac", "0+CLV_MAX_CAC(result_value,input_target_ratio)", "", "value ÷ the value : cost you aim at"),
    _Method("All customers together", "customer_equity", 'IF(input_customers="","",result_value*input_customers)', "", "value × customers", WHOLE_MONEY),
)  # fmt: skip
_COLUMNS = (Col("Method"), Col("Answer", "number"), *(Col(count, "dot") for count in _COUNTS), Col("In words", "note"))


def methods_page(book: Book, workings: Workings, banner: tuple[Any, str]) -> Methods:
    page = book.page(
        "Methods",
        "Which way of counting gives which value?",
        '="Methods  ·  "&result_subtitle',
        [25, 13, 22, 3, 29, 14, *[11] * len(_COUNTS), 43],
        link="Dashboard",
        banner=banner,
        row_height=20,
    )
    left, right = page.split(3, 3 + len(_COUNTS), gap=1)
    left.section("The figures that they use", "What you left empty is worked out where it can be.", height=22)
    _figures(left)
    left.skip(20)
    bands = _bands(left)

    right.section(
        "Every way to count it",
        "● this method takes it into account. The answers differ because the methods count different things.",
        height=22,
    )
    methods = right.table(_COLUMNS, len(_METHODS), head_height=32)
    for row, method in enumerate(_METHODS):
        _answer(methods, row, method, [*("●" if count == "x" else None for count in method.counts), method.words])
    right.skip(20)
    right.text("What follows from the value of a customer", "Section", 20)
    _follows(right, methods)
    right.skip(20)
    _words(workings.part("Methods"))
    chart = _ways_chart(workings.part("How much does the way of counting matter?"), methods)
    right.ask("How much does the way of counting matter?", "=ways_answer", replace(chart, plot=(0.24, 0.1, 0.7, 0.88)), rows=8, height=20)
    page.below(left, right)
    return Methods(chart, bands)


def _answer(table: Table, row: int, method: _Method, rest: Sequence[str | None]) -> None:
    formula = f'=IFERROR({method.formula},"")'
    table.set(row, (method.label, formula, *rest), {"Answer": method.form})
    answer = table.at("Answer", row)
    table.page.book.name(f"result_{method.name}", answer)
    if method.form in (MONEY, WHOLE_MONEY):
        table.rule(currency_signs, answer, "#,##0.00" if method.form == MONEY else WHOLE_MONEY)


def _figures(lane: Lane) -> None:
    table = lane.table((Col("Figure"), Col("Value", "number"), Col("Comes from", "note")), len(_FIGURES), head_height=32)
    for row, figure in enumerate(_FIGURES):
        value = table.at("Value", row)
        source = "=" + figure.source.format(f"input_{figure.name}" if figure.source == _YOURS else value)
        table.set(row, (figure.label, f"={figure.value}", source), {"Value": figure.form})
        lane.page.book.name(f"used_{figure.name}", value)


def _bands(lane: Lane) -> Table:
    """The bands that CLV_BENCHMARK goes by, to be seen."""
    lane.text("Usual bands: rules of thumb", "Section", 20)
    table = lane.table((Col("Industry"), Col("From", "number"), Col("To", "number")), len(BENCHMARKS), head_height=20)
    for row, (industry, band) in enumerate(BENCHMARKS.items()):
        table.set(row, (industry, *band))
    lane.text("Of value : cost; for Subscription of months of payback.", "Plain note", 20)
    return table


def _follows(lane: Lane, methods: Table) -> None:
    columns = (Col("Figure"), Col("Answer", "number"), Col("In words", "note", span=1 + len(_COUNTS)))
    table = lane.table(columns, len(_FOLLOWS), head_height=20)
    ways = methods.column("Answer").cells(_FIRST_WAY, len(WAYS))
    for row, method in enumerate(_FOLLOWS):
        _answer(table, row, method._replace(formula=method.formula.replace("{ways}", str(ways))), [method.words])
    table.rule(word_colours, table.column("Answer"), {"never": "bad"})


def _words(part: Part) -> None:
    """The words and rates that several pages use."""
    ways = ",".join(f'"{way}"' for way in WAYS)
    put_currency(part)
    part.figure("whose", '=IF(input_data_name="","no name yet",input_data_name)', label="Name")
    part.figure("figures_of", '=IF(result_sample_inputs=0,whose,whose&", sample values: "&result_sample_inputs)', label="Whose figures")
    subtitle = '=figures_of&"  ·  "&result_currency&"  ·  value of a customer by "&chosen_value_by'
    part.figure("result_subtitle", subtitle, label="Subtitle")
    margin = '=IF(used_annual_margin="","",(used_annual_margin-used_yearly_cost)/12)'
    part.figure("net_monthly_margin", margin, "0.0000", "Margin a month after serving and keeping")
    part.figure("monthly_discount", "=(1+used_discount_rate)^(1/12)-1", "0.0000", "Discount rate a month")
    part.figure("value_way", f'=IFERROR(MATCH(chosen_value_by,{{{ways}}},0),"")', label="Number of the method")
    part.figure("by_payback", '=chosen_industry="Subscription"', label="Subscription goes by payback")
    part.figure("benchmark_figure", "=IF(by_payback,result_breakeven_months,result_clv_cac_ratio)", label="Figure beside the band")


def _ways_chart(part: Part, methods: Table) -> Bars:
    """The chart of the methods; Dashboard has it too."""
    answers = methods.column("Answer")
    counted = answers.cells(_FIRST_WAY, len(_METHODS) - 2)
    ways = methods.column("Method").cells(_FIRST_WAY, len(WAYS))
    spread = f'"From "&FIXED(MIN({counted}),0)&" to "&FIXED(MAX({counted}),0)&"; each way counts other things."'
    part.figure("chosen_way", f'=IFERROR(INDEX({ways},value_way),"")')
    part.figure("ways_answer", f'=IF(COUNT({counted})<{len(_METHODS) - 2},"Fill in Inputs to see it.",{spread})')
    title = part.figure("ways_title", '="Value of a customer by method, "&result_currency')
    rows = [(methods.at("Method", row), methods.at("Answer", row)) for row in range(len(_METHODS))]
    names = part.line("Method", [f"={name}" for name, _ in rows])
    others = part.line("Others", [f"=IF({name}=chosen_way,0,{answer})" for name, answer in rows], "#,##0;-#,##0;")
    chosen = part.line("Your choice", [f"=IF({name}=chosen_way,{answer},0)" for name, answer in rows], "#,##0;-#,##0;")
    return Bars(
        title,
        names.values,
        (drawn(others, MID), drawn(chosen, ACCENT)),
        plot=(0.42, 0.12, 0.5, 0.86),
        horizontal=True,
        labels=True,
        overlap=100,
        signed=True,
        legend=False,
        alt="How much does the way of counting matter? Bars show the value of a customer by each method; the one you chose stands out.",
    )
