"""Dashboard: how the subscriptions are doing, what changed, and what to do, on one page."""

from __future__ import annotations

from typing import Any

from ...layout.cards import Card, Cards
from ...layout.charts import Bars, BarsAndLines
from ...layout.dashboard import GAP, THIRDS, Action, Actions, Figure, dashboard
from ...layout.page import Book, Lane
from ...layout.workings import Part, Workings
from ...look.style import DATE, WHOLE_MONEY
from ..shared.wording import NO_MARGIN, SHORT_OF_IT, day_in_words
from .churn import Churn

_CHANGE = 'IF({0}="","no earlier period",IF({1}-{0}>=0,"▲ ","▼ ")&FIXED(ABS({1}-{0}),0)&" in "&churn_period)'.format
CARDS = (
    Card("Subscribers", "result_subscribers", _CHANGE("subscribers_before", "subscribers_after"), "#,##0"),
    Card("Monthly revenue", "result_monthly_revenue", _CHANGE("revenue_before", "revenue_after"), money=WHOLE_MONEY),
    Card(
        "Churn, last period",
        "result_churn",
        'IF(churn_change="","no earlier periods",IF(churn_change>0,"▲ ",IF(churn_change<0,"▼ ","= "))&FIXED(100*ABS(churn_change),1)&IF(churn_beyond=0," points, may be chance"," points"))',
        "0.0%",
    ),
    Card(
        "Value of a new one (CLV)",
        "result_clv",
        f'IF({NO_MARGIN},"{SHORT_OF_IT}",IF(N(result_beyond)>beyond_limit,ROUND(100*result_beyond,0)&"% of it beyond what was seen",clv_by_churn))',
        money="#,##0.00",
        missing='"no curve yet: see Retention"',
    ),
    Card(
        "Value : cost (CLV : CAC)",
        "result_clv_cac_ratio",
        '"you aim at "&target&" : 1"',
        '0.0" : 1"',
        missing='"fill in the cost on Inputs"',
    ),
    Card(
        "Value to come",
        "result_value_to_come",
        'IF(N(result_to_come_beyond)>beyond_limit,ROUND(100*result_to_come_beyond,0)&"% of it beyond what was seen","of today\'s subscribers")',
        money=WHOLE_MONEY,
        missing='"no curve yet: see Retention"',
    ),
)
_CHART_ROWS, _HEIGHT = 10, 24
_ACTION_ROWS, _ACTION_HEIGHT = 11, 17


def dashboard_page(book: Book, workings: Workings, banner: tuple[Any, str], churn: Churn, survival: BarsAndLines, cohorts: Bars) -> None:
    page = dashboard(book, "How are our subscriptions doing, and what is next?", banner, 'result_subscribers<>""')
    page.put(Cards(page, CARDS))
    page.skip(12)
    first, second, third = page.split(*THIRDS, gap=GAP)
    first.ask("Are there more subscribers?", "=subscribers_answer", churn.subscribers, _CHART_ROWS, _HEIGHT)
    second.ask("Do fewer leave?", "=churn_short", churn.churn, _CHART_ROWS, _HEIGHT)
    third.ask("How many stay?", "=retention_answer", survival, _CHART_ROWS, _HEIGHT)
    page.below(first, second, third)
    page.skip(12)
    left, right = page.split(THIRDS[0], sum(THIRDS[1:]) + GAP, gap=GAP)
    left.ask("Do newer subscribers stay longer?", "=cohort_short", cohorts, _ACTION_ROWS, _ACTION_HEIGHT)
    right.ask("What changed, and what to do next", _CHANGED)
    part = workings.part("Dashboard")
    part.figure("clv_by_churn", '=IF(result_steady_discounted="","",FIXED(result_steady_discounted,0)&" by steady churn")')
    _act(part, right)
    page.below(left, right)
    page.skip(8)
    page.text(
        "At stake: the value to come, or the cost of winning, that the line is about. Churn counts for the next renewal. Charts show the last 18 periods at most.",
        "Plain note",
    )


_CHANGED = (
    '=IF(by_tenure,no_calendar,IF(churn_period="","It takes a period that is over to say.","In "&churn_period&" "&FIXED(result_new,0)&" came and "&FIXED(result_left,0)&" left, who paid "'
    '&FIXED(result_lost_revenue,0)&" a month."))'
)
_CHURN_ACTION = (
    'IF(by_tenure,no_calendar,IF(N(churn_beyond)>0,"Find out why more leave: "&churn_words,'
    'IF(N(churn_beyond)<0,"Keep it up: "&churn_words,"Cannot tell yet whether more leave: see Churn")))'
)
_COST_ACTION = 'IF(cost_beyond>0,cost_less,IF(cost_beyond<0,cost_more,"Cannot tell yet whether you may pay more to win one: the range of its value is too wide"))'
_COST_BEYOND = "IFERROR(IF(input_cac*result_curve_clv>result_max_cac*result_clv_high,1,IF(input_cac*result_curve_clv<result_max_cac*result_clv_low,-1,0)),0)"
_PAY = 'IF(ISNUMBER(result_max_cac),"{}"&FIXED(result_max_cac,2),"")'
_LOSES = 'worst_plan&" loses most: "&ROUND(100*worst_churn,1)&"% at a renewal, the others "&ROUND(100*others_gone/others_due,1)&"%"'
_PLAN_ACTION = 'IF(worst_plan="","Fill in plans to see which one loses most",IF(N(plan_beyond)>0,plan_loses,"Cannot tell yet whether any plan loses more than the others"))'
_EACH = "result_value_to_come/result_subscribers"


def _between(low: str, high: str, times: str, sure: str = "98") -> str:
    return f'FIXED({low}*{times},0)&" to "&FIXED({high}*{times},0)&" ({sure}% sure), "'


_ACTIONS = (
    (
        "churn_action",
        f"IF(N(churn_beyond)>0,(result_churn-result_churn_before)*churn_at_start*{_EACH},0)",
        "Churn",
        f"IF(N(churn_beyond)>0,{_between('churn_least', 'churn_most', f'churn_at_start*{_EACH}')}&by_renewal,\"\")",
    ),
    (
        'IF(N(first_leavers)=0,"Nobody is before the first renewal now","Help the newest past the first renewal: about "&FIXED(first_leavers,0)&" would leave there")',
        "N(first_leavers)*result_clv",
        "Retention",
        f"IF(N(first_leavers)=0,\"\",IFERROR({_between('result_clv_low', 'result_clv_high', 'first_leavers*result_clv/result_curve_clv', '90')},\"\")&by_renewal)",
    ),
    (
        "plan_action",
        "IF(N(plan_beyond)>0,N(plan_apart)*N(worst_to_come),0)",
        "Value",
        f"IF(N(plan_beyond)>0,{_between('plan_least', 'plan_most', 'N(worst_to_come)')}&by_renewal,\"\")",
    ),
    (
        'IF(N(result_announced)=0,"Nobody has announced to leave after the calculation date","Talk to those who have announced to leave: "&FIXED(result_announced,0))',
        f"N(result_announced)*{_EACH}",
        "Subscriptions",
        "by_end",
    ),
    (
        'IF(result_max_cac="","Fill in prices to see what one may cost",IF(N(input_cac)=0,"Fill in what it costs to win one",cost_action))',
        "IF(OR(N(input_cac)=0,cost_beyond=0),0,ABS(result_max_cac-input_cac)*N(result_new))",
        "Value",
        'IF(OR(N(input_cac)=0,cost_beyond=0),"",by_month)',
    ),
)  # fmt: skip
"""What to do, what is at stake, the page that shows why, and the range and until when."""


def _deadlines() -> dict[str, str]:
    """Until when to act: before all have come to their next renewal, before the first of those who have announced it leaves; budgets are
    set by the month."""
    renewal, month, first = "EDATE(result_as_of,months_a_period)", "DATE(YEAR(result_as_of),MONTH(result_as_of)+2,0)", "first_end"
    ends = 'SMALL(Subscriptions[End],1+COUNTIF(Subscriptions[End],"<="&INT(result_as_of)))'
    dated = 'IF(N(result_as_of)=0,"{}",{})'.format
    return {
        "next_renewal": f'=IF(N(result_as_of)=0,"",{renewal})',
        "month_end": f'=IF(N(result_as_of)=0,"",{month})',
        "first_end": f'=IF(N(result_announced)=0,"",IFERROR({ends},""))',
        "by_renewal": "=" + dated("before their next renewal", f'"by "&{day_in_words("next_renewal")}&": then all have come to a renewal"'),
        "by_month": "=" + dated("with the next budget", f'"by "&{day_in_words("month_end")}&": the end of next month"'),
        "by_end": f'=IF(first_end="","","by "&{day_in_words(first)}&": then the first of them leaves")',
    }


def _act(part: Part, lane: Lane) -> None:
    left = "ROUND(INDEX(life_there,1)*result_first_renewal_churn,0)"
    for name, formula in (
        ("churn_action", _CHURN_ACTION),
        ("cost_beyond", _COST_BEYOND),
        ("cost_less", _PAY.format("Pay less to win one: at most ")),
        ("cost_more", _PAY.format("You may pay more to win one: up to ")),
        ("cost_action", _COST_ACTION),
        ("plan_loses", f'IF(N(plan_beyond)>0,{_LOSES},"")'),
        ("plan_action", _PLAN_ACTION),
        ("first_leavers", f"IF(AND(has_list,ISNUMBER(result_first_renewal_churn)),{left},0)"),
    ):
        part.figure(name, f"={formula}")
    for name, formula in _deadlines().items():
        part.figure(name, formula, "" if name.startswith("by_") else DATE)
    empty = ["Fill in Subscriptions or Survivors first", *[""] * (len(_ACTIONS) - 1)]
    first_to = [
        {"Subscriptions": 'result_subscribers=""'},
        *({}, {"Subscriptions": 'worst_plan=""'}, {}),
        {"Subscriptions": 'result_max_cac=""', "Inputs": "N(input_cac)=0"},
    ]
    lines = [
        Action(
            f'IF(result_subscribers="","{first}",{action})',
            (f'IFERROR(IF({worth}>0,{worth},""),"")',),
            tab,
            f'IF(result_subscribers="","",{note})',
            elsewhere,
        )
        for first, elsewhere, (action, worth, tab, note) in zip(empty, first_to, _ACTIONS, strict=True)
    ]
    lane.put(Actions(lane, [Figure("At stake", "Plain money", 4, WHOLE_MONEY, is_currency=True)], lines))
