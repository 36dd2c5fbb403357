"""Dashboard: what the customers are worth, what changed, and what to do next, on one page."""

from __future__ import annotations

from ....layout.cards import Card, Cards
from ....layout.dashboard import GAP, THIRDS, Action, Actions, Figure, dashboard
from ....layout.page import Book
from ....layout.places import Place
from ....layout.workings import Workings
from ....look.style import COUNT, RATIO, SHARE
from .charts import chances_chart, cohorts_chart, groups_chart, months_chart, stages_chart, tenths_chart
from .data import Sources, say_answers, say_changes

CARDS = (
    Card("Value so far per customer", "result_mean_clv", "after_cost_short", money="#,##0.00"),
    Card("Value to come per customer", "result_predicted_clv_per_customer", '"in the next "&input_forecast_months&" months"', money="#,##0.00", missing='"no forecast: see Model"'),
    Card("Value : cost (CLV : CAC)", 'IFERROR(result_clv_cac_ratio,"")', '"so far; 3 is a common floor"', RATIO, missing='"fill in the cost on Inputs"'),
    Card("Customers who bought", "period_buyers", "buyers_note", COUNT, change="buyers_change", missing='"no whole period yet"'),
    Card("New customers", "period_new", "new_note", COUNT, change="new_change", missing='"no whole period yet"'),
    Card("Came back at least once", 'IF(result_customers=0,"",result_repeat_customers/result_customers)', 'FIXED(result_repeat_customers,0)&" of "&FIXED(result_customers,0)&" customers"', SHARE),
)  # fmt: skip


def dashboard_page(book: Book, workings: Workings, banner: tuple[Place, str], sources: Sources) -> None:
    page = dashboard(book, "What are our customers worth, and what to do next?", banner, "result_customers>0")
    part = workings.part("Dashboard")
    say_changes(part, sources.trend)
    say_answers(part, sources)
    page.put(Cards(page, CARDS))
    page.skip(10)
    questions = (
        ("Is revenue growing?", "=growth_brief", months_chart(part, sources.overview)),
        ("Who brings the revenue?", "=tenths_answer", tenths_chart(part, sources.overview)),
        ("Where do customers stand?", "=stages_answer", stages_chart(part, sources.overview)),
        ("Are newer customers better?", "=newer_brief", cohorts_chart(part, sources.cohorts)),
        ("What comes next?", "=next_answer", chances_chart(part, sources.prediction)),
        ("Who pays back their cost?", "=groups_answer", groups_chart(part, sources.segments)),
    )
    for first in range(0, len(questions), len(THIRDS)):
        lanes = page.split(*THIRDS, gap=GAP)
        for lane, asked in zip(lanes, questions[first : first + len(THIRDS)]):
            lane.ask(*asked, rows=8, height=17)
        page.below(*lanes)
        page.skip(8)
    page.section("What changed, and what to do next", "=what_changed", height=24)
    figures = (
        Figure("Customers", "Plain number", 4),
        Figure("Money at stake", "Plain number", 6, is_currency=True),
        Figure("Which is", "Plain note", 8),
    )
    page.put(Actions(page, figures, _actions()))


def _actions() -> tuple[Action, ...]:
    ready = 'IF(result_customers=0,"",{})'.format
    ready_or_first = 'IF(result_customers=0,"Paste your orders, then fill in Inputs",{})'.format
    return (
        Action(
            ready_or_first('"Thank and keep the best customers who still buy: up to "&best_percent&"%"'),
            (ready("stake_best_customers"), ready("stake_best"), ready("stake_best_range")),
            "Customers",
            ready("by_gap"),
            {"Orders": "result_customers=0"},
        ),
        Action(
            ready('IF(result_winback_customers=0,"Nobody is silent for longer than usual","Win back customers who are silent for longer than usual")'),
            (ready("result_winback_customers"), ready("result_value_at_stake"), ready("stake_overdue_range")),
            "Win-back",
            ready('IF(result_winback_customers=0,"",by_gap)'),
        ),
        Action(
            ready('"Ask one-time buyers for a second order: "&one_time_percent&"% bought only once"'),
            (ready("one_time"), ready("stake_once"), ready("stake_once_range")),
            "Customers",
            ready('IF(one_time=0,"",by_gap)'),
        ),
        Action(
            ready('IF(N(input_cac)=0,"Fill in what it costs to win a customer",IF(more_row>0,"Win more customers like these: "&more_group,"Keep the budget as it is: no group is surely worth more"))'),
            (ready('IF(N(input_cac)=0,"",more_size)'), ready('IF(N(input_cac)=0,"",more_net)'), ready('IF(OR(N(input_cac)=0,more_row=0),"",value_short&", less their cost")')),
            "Segments",
            ready("more_note"),
            {"Inputs": "N(input_cac)=0"},
        ),
        Action(
            ready('IF(result_state="OK","Share these figures: all checks are OK","Look at Checks before you share these figures")'),
            (),
            "Checks",
        ),
    )  # fmt: skip
