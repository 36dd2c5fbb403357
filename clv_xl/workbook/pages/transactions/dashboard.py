"""Dashboard: what the customers are worth, what changed, and what to do next, on one page."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.chart import Reference
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ...look.charts import bar_chart
from ...look.conditional_formats import currency_signs
from ...look.style import ACCENT, COUNT, MID, RATIO, SHARE, WHOLE_MONEY, heights, protect, put
from ..cards import Card
from ..dashboard import THIRDS, Action, ask, begin, put_actions
from .banner import BROKEN
from .dashboard_data import FIRST_ROW, HEAD_ROW, PLACES, SIZES, TITLE_ROW, data_behind

OLDEST, MIDDLE = "8CA6D6", "4B6FB0"
"""The older cohorts; the newest has the accent."""
_CHARTS_ROWS = (12, 23)
_CHART_ROWS = 8
_ACTIONS_ROW = 33

CARDS = (
    Card("Value so far per customer", "result_mean_clv", '"after cost of goods"', money="#,##0.00", change="clv_change"),
    Card("Value to come per customer", "result_predicted_clv_per_customer", '"in the next "&input_forecast_months&" months"', money="#,##0.00"),
    Card("Value : cost (CLV : CAC)", 'IFERROR(result_clv_cac_ratio,"")', '"so far; 3 is a common floor"', RATIO, change='IF(ISNUMBER(result_clv_cac_ratio),clv_change,"")'),
    Card("Customers who bought", "period_buyers", '"in "&last_period', COUNT, change="buyers_change"),
    Card("New customers", "period_new", '"in "&last_period', COUNT, change="new_change"),
    Card("Came back at least once", 'IF(result_customers=0,"",result_repeat_customers/result_customers)', 'FIXED(result_repeat_customers,0)&" of "&FIXED(result_customers,0)&" customers"', SHARE),
)  # fmt: skip

_QUESTIONS = (
    ("Is revenue growing?", "=chart_growth"),
    ("Who brings the revenue?", "=tenths_answer"),
    ("Where do customers stand?", "=stages_answer"),
    ("Are newer customers better?", "=cohorts_answer"),
    ("What comes next?", "=next_answer"),
    ("Who pays back their cost?", "=groups_answer"),
)

ALT_TEXTS = [
    "Is revenue growing? Columns show the revenue of each of the last 18 months, the last three in another colour.",
    "Who brings the revenue? Columns show the share of each tenth of the customers, from the largest to the smallest.",
    "Where do customers stand? Bars show how many customers are in each stage, by the time since their last purchase.",
    "Are newer customers better? Columns compare the oldest, a middle and the newest group of customers at the same ages.",
    "What comes next? Bars show the value to come, by the chance that a customer is still one.",
    "Who pays back their cost? Bars compare the value so far per customer with the cost to win one, by group.",
]


def build(book: Workbook) -> None:
    widths = (24, 40, 2, *(12,) * 26)
    sheet = begin(book, "What are our customers worth, and what to do next?", CARDS, BROKEN, widths, "result_customers>0")
    heights(sheet, {9: 10, 20: 8, 31: 8, 32: 24})
    for row in _CHARTS_ROWS:
        heights(sheet, dict.fromkeys(range(row, row + _CHART_ROWS), 17))
    for number, (question, answer) in enumerate(_QUESTIONS):
        ask(sheet, _CHARTS_ROWS[number // 3] - 2, THIRDS[number % 3], question, answer)
    data_behind(sheet)
    _charts(sheet)
    _what_to_do(sheet, _ACTIONS_ROW)
    protect(sheet)


def _charts(sheet: Worksheet) -> None:
    """In the order of the questions."""
    upright, words = (0.09, 0.24, 0.9, 0.6), (0.24, 0.13, 0.66, 0.85)
    _chart(sheet, 0, "months", (MID, ACCENT), upright, overlap=100)
    _chart(sheet, 1, "tenths", (MID, ACCENT), (0.02, 0.24, 0.97, 0.62), overlap=100, labels=True)
    _chart(sheet, 2, "stages", (MID, ACCENT), words, overlap=100, labels=True, horizontal=True, legend=False)
    _chart(sheet, 3, "cohorts", (OLDEST, MIDDLE, ACCENT), upright)
    _chart(sheet, 4, "chances", (ACCENT,), words, labels=True, horizontal=True)
    _chart(sheet, 5, "groups", (ACCENT, MID), (0.24, 0.22, 0.7, 0.64), labels=0, horizontal=True)


def _chart(
    sheet: Worksheet, number: int, name: str, colours: tuple[str, ...], plot: tuple[float, float, float, float], **how: bool | int
) -> None:
    row, left, first, last = _CHARTS_ROWS[number // 3], THIRDS[number % 3], PLACES[name], FIRST_ROW + SIZES[name] - 1

    def down(column: int) -> Reference:
        return Reference(sheet, min_col=column, min_row=FIRST_ROW, max_row=last)

    bar_chart(
        sheet,
        (row, left, row + _CHART_ROWS, left + 3),
        title=f"'Dashboard'!${get_column_letter(first)}${TITLE_ROW}",
        categories=down(first),
        series=[
            (f"'Dashboard'!${get_column_letter(column)}${HEAD_ROW}", down(column), colour)
            for column, colour in enumerate(colours, start=first + 1)
        ],
        plot=plot,
        **how,  # type: ignore[arg-type]
    )


def _what_to_do(sheet: Worksheet, row: int) -> None:
    put(sheet, row - 1, 2, "What changed, and what to do next", "Section")
    put(sheet, row, 2, "=what_changed", "Section note")
    heights(sheet, {row: 17, row + 1: 18, **dict.fromkeys(range(row + 2, row + 7), 17)})
    ready = 'IF(result_customers=0,"",{})'.format
    ready_or_first = 'IF(result_customers=0,"Paste your orders, then fill in Inputs",{})'.format
    good = "AND(N(input_cac)>0,groups_shown>0)"
    actions = (
        Action(
            ready_or_first('"Thank and keep the best "&best_percent&"%: they bring "&ROUND(100*N(result_top20_share),1)&"% of the revenue"'),
            (ready("best_customers"), ready("N(result_top20_share)*result_customer_equity"), ready('"value so far"')),
            "Customers",
        ),
        Action(
            ready('IF(result_winback_customers=0,"Nobody is silent for longer than usual","Win back customers who are silent for longer than usual")'),
            (ready("result_winback_customers"), ready("result_value_at_stake"), ready('"a year, at their usual pace"')),
            "Win-back",
        ),
        Action(
            ready('"Ask one-time buyers for a second order: "&one_time_percent&"% bought only once"'),
            (ready("one_time"), ready("one_time_more"), ready('"if each orders once more"')),
            "Customers",
        ),
        Action(
            ready(f'IF({good},IF(group_times>=1,"Win more customers like these: "&best_group,"Spend less to win customers: no group earns its cost"),"Fill in what it costs to win a customer")'),
            (ready(f'IF({good},group_size,"")'), ready(f'IF({good},group_net,"")'), ready(f'IF({good},"value so far, less their cost","")')),
            "Segments",
        ),
        Action(
            ready('IF(result_state="OK","Share these figures: all checks are OK","Look at Checks before you share these figures")'),
            (),
            "Checks",
        ),
    )  # fmt: skip
    heads = {6: ("Customers", "Number"), 8: ("Money at stake", "Number"), 10: ("Which is", "Note")}
    put_actions(sheet, row + 1, 2, heads, actions)
    currency_signs(sheet, f"H{row + 2}:H{row + 1 + len(actions)}", WHOLE_MONEY)
