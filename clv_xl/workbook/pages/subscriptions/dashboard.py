"""Dashboard: how the subscriptions are doing, what changed, and what to do, on one page."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ...look.conditional_formats import currency_signs
from ...look.style import WHOLE_MONEY, heights, protect, put
from ..cards import Card
from ..dashboard import LAST, Action, ask, begin, put_actions
from ..names import define
from . import churn, cohorts, retention
from .banner import BROKEN

_CHANGE = 'IF({0}="","no earlier period",IF({1}-{0}>=0,"▲ ","▼ ")&FIXED(ABS({1}-{0}),0)&" in a "&chosen_period)'.format
CARDS = (
    Card("Subscribers", "result_subscribers", _CHANGE("subscribers_before", "result_subscribers"), "#,##0"),
    Card("Monthly revenue", "result_monthly_revenue", _CHANGE("revenue_before", "result_monthly_revenue"), money=WHOLE_MONEY),
    Card(
        "Churn, last period",
        "result_churn",
        'IF(churn_change="","no earlier periods",IF(churn_change>0,"▲ ",IF(churn_change<0,"▼ ","= "))&FIXED(100*ABS(churn_change),1)&" points")',
        "0.0%",
    ),
    Card(
        "Value of a new one (CLV)",
        "result_clv",
        'IF(result_steady_discounted="","",FIXED(result_steady_discounted,0)&" by steady churn")',
        money="#,##0.00",
    ),
    Card("Value : cost (CLV : CAC)", "result_clv_cac_ratio", '"you aim at "&target&" : 1"', '0.0" : 1"'),
    Card("Value to come", "result_value_to_come", '"of today\'s subscribers"', money=WHOLE_MONEY),
)
ALT_TEXTS = [churn.ALT_TEXTS[0], churn.ALT_TEXTS[1], retention.ALT_TEXTS[0], cohorts.ALT_TEXTS[0]]


def build(book: Workbook) -> None:
    sheet = begin(book, "How are our subscriptions doing, and what is next?", CARDS, BROKEN, (), 'result_subscribers<>""')
    charts = dict.fromkeys([*range(11, 21), *range(24, 32)], 24)
    heights(sheet, {8: 12, **charts, 21: 12, 32: 8, 33: 17})
    ask(sheet, 9, 2, "Are there more subscribers?", "=subscribers_answer")
    ask(sheet, 9, 6, "Do fewer leave?", "=churn_answer")
    ask(sheet, 9, 10, "How many stay?", "=retention_answer")
    ask(sheet, 22, 2, "Do newer subscribers stay longer?", "=cohort_answer")
    ask(sheet, 22, 6, "What changed, and what to do next", _CHANGED, LAST)
    churn.subscribers_chart(sheet, book["Churn"], (11, 2, 21, 5))
    churn.churn_chart(sheet, book["Churn"], (11, 6, 21, 9))
    retention.survival_chart(sheet, book["Retention"], (11, 10, 21, 13))
    cohorts.cohort_chart(sheet, book["Cohorts"], (24, 2, 32, 5))
    _actions(sheet, 24)
    put(
        sheet,
        33,
        2,
        "At stake: the value to come, or the cost of winning, that the line is about. Churn counts for the next renewal. Charts show the last 18 periods at most.",
        "Plain note",
    )
    protect(sheet)


_CHANGED = (
    '=IF(churn_period="","It takes a period that is over to say.","In "&churn_period&" "&FIXED(result_new,0)&" came and "&FIXED(result_left,0)&" left, who paid "'
    '&FIXED(result_lost_revenue,0)&" a month.")'
)
_CHURN_ACTION = (
    'IF(churn_change="","Wait for more periods to see whether churn changes",IF(churn_change>0,"Find out why more leave: "&FIXED(100*churn_change,1)'
    '&" points above the periods before","Keep it up: churn is not above that of the periods before"))'
)
_COST_ACTION = 'IF(input_cac>result_max_cac,"Pay less to win one: at most "&FIXED(result_max_cac,2),"You may pay more to win one: up to "&FIXED(result_max_cac,2))'
_EACH = "result_value_to_come/result_subscribers"


def _actions(sheet: Worksheet, row: int) -> None:
    """What to do, what is at stake, and the page that shows why."""
    define(sheet.parent, "churn_action", _CHURN_ACTION)
    define(sheet.parent, "cost_action", _COST_ACTION)
    actions = (
        (
            "churn_action",
            f'IF(N(churn_change)>0,churn_change*churn_at_start*{_EACH},0)',
            "Churn",
        ),
        (
            'IF(N(first_leavers)=0,"Nobody is before the first renewal now","Help the newest past the first renewal: about "&FIXED(first_leavers,0)&" would leave there")',
            "N(first_leavers)*result_clv",
            "Retention",
        ),
        (
            'IF(worst_plan="","Fill in plans to see which one loses most",worst_plan&" loses most: "&ROUND(100*worst_churn,1)&"% at a renewal, all plans "&ROUND(100*N(result_renewal_churn),1)&"%")',
            "N(worst_churn)*N(worst_to_come)",
            "Value",
        ),
        (
            'IF(N(result_announced)=0,"Nobody has announced to leave after the calculation date","Talk to those who have announced to leave: "&FIXED(result_announced,0))',
            f"N(result_announced)*{_EACH}",
            "Checks",
        ),
        (
            'IF(result_max_cac="","Fill in prices to see what one may cost",IF(N(input_cac)=0,"Fill in what it costs to win one",cost_action))',
            "IF(N(input_cac)=0,0,ABS(result_max_cac-input_cac)*N(result_new))",
            "Value",
        ),
        (
            'IF(result_state="OK","Share these figures: all checks are OK","Look at Checks before you share these figures")',
            '""',
            "Checks",
        ),
    )  # fmt: skip
    empty = ["Fill in Subscriptions or Survivors first", *[""] * (len(actions) - 1)]
    lines = [
        Action(f'IF(result_subscribers="","{first}",{action})', (f'IFERROR(IF({worth}>0,{worth},""),"")',), tab)
        for first, (action, worth, tab) in zip(empty, actions)
    ]
    put_actions(sheet, row, 6, {10: ("At stake", "Money")}, lines)
    for at in range(row + 1, row + 1 + len(actions)):
        sheet.cell(at, 10).number_format = WHOLE_MONEY
    currency_signs(sheet, f"J{row + 1}:J{row + len(actions)}", WHOLE_MONEY)
    define(
        sheet.parent,
        "first_leavers",
        "IF(AND(has_list,ISNUMBER(result_first_renewal_churn)),ROUND(INDEX(life_there,1)*result_first_renewal_churn,0),0)",
    )
