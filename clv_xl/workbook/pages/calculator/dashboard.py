"""Dashboard: what a customer is worth, on one page."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.chart import Reference
from openpyxl.worksheet.worksheet import Worksheet

from ....functions.acquisition import BENCHMARKS
from ...look.charts import INVISIBLE, bar_chart
from ...look.conditional_formats import currency_signs
from ...look.style import ACCENT, MID, WHOLE_MONEY, heights, protect, put, put_row
from ..cards import Card
from ..dashboard import DATA, LAST, Action, ask, begin, put_actions, put_words
from . import methods, over_time, what_if
from .banner import BROKEN
from .methods import BANDS_ROW

_BARS_ROW, _WORDS_ROW = 6, 14
_BAND_TITLE = _WORDS_ROW + 7
_RATIOS = [name for name in BENCHMARKS if name != "Subscription"]

_EARNED = 'IF(result_breakeven_months="never","never, as customers leave",result_breakeven_months&" as customers leave")'
CARDS = (
    Card("Value of a customer", "result_value", '"by "&chosen_value_by', money="#,##0.00"),
    Card("Value : cost (CLV : CAC)", "result_clv_cac_ratio", "band_words", '0.0" : 1"'),
    Card("Profit per customer", "result_profit", '"after all costs, "&ROUND(N(used_lifespan),1)&" years"', money="#,##0.00"),
    Card("Cost earned back after", "result_payback_months", f'IF(result_breakeven_months="","",{_EARNED})', '0.0" months"'),
    Card("A new customer may cost", "result_max_cac", '"for "&input_target_ratio&" : 1; you pay "&FIXED(N(used_cac),2)', money="#,##0.00"),
    Card("All customers together", "result_customer_equity", '"value × "&FIXED(N(input_customers),0)&" customers"', money=WHOLE_MONEY),
)

ALT_TEXTS = [
    "Is that good? Bars show your value : cost, or months of payback for subscriptions, beside the bands that are usual in each industry.",
    *what_if.ALT_TEXTS,
    *over_time.ALT_TEXTS,
    *methods.ALT_TEXTS,
]


def build(book: Workbook) -> None:
    sheet = begin(book, "What is a customer worth?", CARDS, BROKEN, (24, 14, 14, 14, 60), "TRUE")
    heights(sheet, {8: 12, **dict.fromkeys(range(11, 21), 24), 21: 12, **dict.fromkeys(range(24, 32), 23), 32: 8, 33: 17})
    ask(sheet, 9, 2, "Is that good?", "=band_answer")
    ask(sheet, 9, 6, "Which lever matters most?", "=lever_answer_short")
    ask(sheet, 9, 10, "When is the cost earned back?", "=time_answer_short")
    ask(sheet, 22, 2, "Does the way of counting matter?", "=ways_answer")
    ask(sheet, 22, 6, "What to do next", "At stake: per customer. Each line leads to the page that shows why.", LAST)
    _data_behind(sheet)
    _band_chart(sheet)
    levers, months = book["What-if"], book["Over time"]
    what_if.tornado(sheet, levers, (11, 6, 21, 9), (0.36, 0.2, 0.58, 0.78))
    over_time.running_total(sheet, months, (11, 10, 21, 13), (0.1, 0.24, 0.88, 0.64))
    methods.ways_chart(sheet, book["Methods"], (24, 2, 32, 5), (0.42, 0.12, 0.5, 0.86))
    _actions(sheet, 24)
    put(
        sheet,
        33,
        2,
        '=IF(result_sample_inputs=0,"","Sample figures, of a business that does not exist. Type your own on Inputs; every page follows.")',
        "Plain note",
    )
    protect(sheet)


def _data_behind(sheet: Worksheet) -> None:
    """Right of what is printed: what the charts draw, and the sentences above them."""
    put(sheet, 3, DATA, "Data behind the charts", "Section")
    put_row(sheet, _BARS_ROW - 1, DATA, ("Band", "Below it", "Usual", "Yours"), ("Head",) * 4)
    put_row(sheet, _BARS_ROW, DATA, ("You", 0, 0, "=benchmark_figure"), ("Plain note",) * 4)
    sheet.cell(_BARS_ROW, DATA + 3).number_format = "0.0"
    industries = list(BENCHMARKS)
    for row, industry in enumerate(_RATIOS, start=_BARS_ROW + 1):
        at, payback = BANDS_ROW + industries.index(industry), BANDS_ROW + industries.index("Subscription")
        instead = (
            ('"Subscription"', f"Methods!$C${payback}", f"Methods!$D${payback}-Methods!$C${payback}")
            if row == _BARS_ROW + 1
            else ('""', 0, 0)
        )
        own = (f"Methods!$B${at}", f"Methods!$C${at}", f"Methods!$D${at}-Methods!$C${at}")
        put_row(sheet, row, DATA, [f"=IF(by_payback,{one},{other})" for one, other in zip(instead, own)], ("Plain note",) * 3)
    bands = f"Methods!${{0}}${BANDS_ROW}:${{0}}${BANDS_ROW + len(BENCHMARKS) - 1}"
    place = f"MATCH(chosen_industry,{bands.format('B')},0)"
    strongest = 'ROUND(100*N(input_change),1)&"%: "&FIXED(result_best_lever_gain,2)&" more profit per customer."'
    cells = (
        ("band", f'=IFERROR(INDEX({bands.format("C")},{place})&" to "&INDEX({bands.format("D")},{place}),"")'),
        ("band_words", '=IF(result_benchmark="","",IF(result_benchmark="within","within the usual "&band,IF(result_benchmark="above","above the usual "&band,"below the usual "&band)))'),
        ("band_figure", '=IF(by_payback,FIXED(N(benchmark_figure),1)&" months",FIXED(N(benchmark_figure),1)&" : 1")'),
        ("band_within", '="Yes: "&band_figure&" is within the usual "&band&"."'),
        ("band_above", '=IF(by_payback,"No: "&band_figure&" is above the usual "&band&".","Yes: "&band_figure&" is above the usual "&band&".")'),
        ("band_below", '=IF(by_payback,"Yes: "&band_figure&" is below the usual "&band&".","No: "&band_figure&" is below the usual "&band&".")'),
        ("band_answer", '=IF(result_benchmark="","Choose an industry on Inputs to compare.",IF(result_benchmark="within",band_within,IF(result_benchmark="above",band_above,band_below)))'),
        ("band_title", '=IF(by_payback,"Months of payback, and the usual band","Value : cost, and the usual bands by industry")'),
        ("serve_less", '="Lower serving and keeping: the value pays for "&FIXED(N(result_service_years),1)&" years"'),
        ("serve_on", '="Keep serving and keeping: the value pays for "&FIXED(N(result_service_years),1)&" years"'),
        ("lever_answer_short", f'=IF(result_best_lever_gain="","Fill in Inputs to see it.",result_best_lever&", by "&{strongest})'),
        ("time_answer_short", '=IF(result_breakeven_months="","Fill in Inputs to see it.",IF(result_breakeven_months="never","Never, as customers leave.","After "&result_breakeven_months&" months, as customers leave and cost."))'),
    )  # fmt: skip
    assert [n for n, (name, _) in enumerate(cells) if name.endswith("_title")] == [_BAND_TITLE - _WORDS_ROW]
    put_words(sheet, _WORDS_ROW, cells)


def _band_chart(sheet: Worksheet) -> None:
    last = _BARS_ROW + len(_RATIOS)
    low, usual, yours = (Reference(sheet, min_col=DATA + n, min_row=_BARS_ROW, max_row=last) for n in (1, 2, 3))
    heads = [f"'Dashboard'!${letter}${_BARS_ROW - 1}" for letter in "OPQ"]
    bar_chart(
        sheet,
        (11, 2, 21, 5),
        title=f"'Dashboard'!$O${_BAND_TITLE}",
        categories=Reference(sheet, min_col=DATA, min_row=_BARS_ROW, max_row=last),
        series=[(heads[0], low, INVISIBLE), (heads[1], usual, MID), (heads[2], yours, ACCENT)],
        plot=(0.2, 0.12, 0.76, 0.76),
        horizontal=True,
        stacked=True,
        labels=2,
        legend=False,
    )


def _actions(sheet: Worksheet, row: int) -> None:
    """What to do next, and what it is worth."""
    ready = 'IF(result_profit="","",{})'
    change = "ROUND(100*N(input_change),1)"
    actions = (
        (ready.format(f'"Start with the strongest lever, by "&{change}&"%: "&result_best_lever'), "result_best_lever_gain", "What-if"),
        (
            ready.format('IF(used_cac>result_max_cac,"Pay less to win a customer: at most "&FIXED(result_max_cac,2)&"; you pay "&FIXED(used_cac,2),"You may pay more to win a customer: up to "&FIXED(result_max_cac,2)&"; you pay "&FIXED(used_cac,2))'),
            "IFERROR(ABS(result_max_cac-used_cac),\"\")",
            "Methods",
        ),
        (
            ready.format('IF(result_breakeven_months="never","Lower the costs: the cost to win is never earned back","Keep a new customer for "&result_breakeven_months&" months: then the cost is earned back")'),
            "used_cac",
            "Over time",
        ),
        (
            ready.format('IF(used_yearly_cost=0,"Fill in what serving and keeping cost, if anything",IF(N(result_service_years)<N(used_lifespan),serve_less,serve_on))'),
            "used_yearly_cost",
            "Methods",
        ),
        ('IF(result_profit="","Fill in the yellow cells on Inputs first",IF(result_state="OK","Share these figures: all checks are OK","Look at Checks before you share these figures"))', '""', "Checks"),
    )  # fmt: skip
    listed = [Action(text, (f'IF(result_profit="","",{worth})',), tab) for text, worth, tab in actions]
    put_actions(sheet, row, 6, {10: ("At stake", "Money")}, listed)
    currency_signs(sheet, f"J{row + 1}:J{row + len(actions)}")
