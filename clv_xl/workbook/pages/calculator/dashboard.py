"""Dashboard: what a customer is worth, on one page."""

from __future__ import annotations

from typing import Any

from ....functions.averages.acquisition import BENCHMARKS
from ...layout.cards import Card, Cards
from ...layout.charts import Bars, Lines, drawn
from ...layout.dashboard import GAP, THIRDS, Action, Actions, Figure, dashboard
from ...layout.page import Book, Lane
from ...layout.tables import Table
from ...layout.workings import Part, Workings
from ...look.charts import INVISIBLE
from ...look.style import ACCENT, MID, MONEY, WHOLE_MONEY

_PAYBACK = "Subscription"
"""The industry whose band is one of months of payback."""
_CHART_ROWS, _HEIGHT = 10, 24
_ACTION_ROWS, _ACTION_HEIGHT = 11, 17

_EARNED = '"by "&ROUND(100*N(result_payback_chance),0)&"% of customers themselves"'
CARDS = (
    Card("Value of a customer", "result_value", '"by "&chosen_value_by', money="#,##0.00"),
    Card("Value : cost (CLV : CAC)", "result_clv_cac_ratio", "band_words", '0.0" : 1"'),
    Card("Profit per customer", "result_profit", '"after all costs, "&ROUND(N(used_lifespan),1)&" years"', money="#,##0.00"),
    Card("Cost earned back after", "result_breakeven_months", f'IF(result_breakeven_months="","",{_EARNED})', '0" months"'),
    Card("A new customer may cost", "result_max_cac", '"for "&input_target_ratio&" : 1; you pay "&FIXED(N(used_cac),2)', money="#,##0.00"),
    Card("All customers together", "result_customer_equity", '"value × "&FIXED(N(input_customers),0)&" customers"', money=WHOLE_MONEY),
)


def dashboard_page(book: Book, workings: Workings, banner: tuple[Any, str], bands: Table, levers: Bars, months: Lines, ways: Bars) -> None:
    part = workings.part("Dashboard")
    chart = _band_chart(part, bands)
    _say(part, bands)
    page = dashboard(book, "What is a customer worth?", banner, "TRUE")
    page.put(Cards(page, CARDS))
    page.skip(12)
    first, second, third = page.split(*THIRDS, gap=GAP)
    first.ask("Is that good?", "=band_answer", chart, _CHART_ROWS, _HEIGHT)
    second.ask("Which lever matters most?", "=lever_answer_short", levers, _CHART_ROWS, _HEIGHT)
    third.ask("When is the cost earned back?", "=time_answer_short", months, _CHART_ROWS, _HEIGHT)
    page.below(first, second, third)
    page.skip(12)
    left, right = page.split(THIRDS[0], sum(THIRDS[1:]) + GAP, gap=GAP)
    left.ask("How much does the way of counting matter?", "=ways_answer", ways, _ACTION_ROWS, _ACTION_HEIGHT)
    right.ask("What to do next", "At stake: per customer. Each line leads to the page that shows why.")
    _act(right)
    page.below(left, right)
    page.skip(8)
    sample = "Sample figures, of a business that does not exist. Type your own on Inputs; every page follows."
    page.text(f'=IF(result_sample_inputs=0,"","{sample}")', "Plain note")


def _band_chart(part: Part, bands: Table) -> Bars:
    """Yours beside the usual bands: of value : cost by industry, or of months of payback."""
    industries = list(BENCHMARKS)
    low, high = ({name: bands.at(column, number) for number, name in enumerate(industries)} for column in ("From", "To"))
    ratios = [name for name in industries if name != _PAYBACK]
    payback = (f'"{_PAYBACK}"', str(low[_PAYBACK]), f"{high[_PAYBACK]}-{low[_PAYBACK]}")
    names, below, usual = ["You"], [0], [0]
    cells: list[list[Any]] = [names, below, usual]
    for number, name in enumerate(ratios):
        other = (str(bands.at("Industry", industries.index(name))), str(low[name]), f"{high[name]}-{low[name]}")
        instead = payback if number == 0 else ('""', "0", "0")
        for line, one, two in zip(cells, instead, other):
            line.append(f"=IF(by_payback,{one},{two})")
    steps = part.line("Band", names)
    return Bars(
        part.figure(
            "band_title", '=IF(by_payback,"Months of payback, and the usual band","Value : cost, and the usual bands by industry")'
        ),
        steps.values,
        (
            drawn(part.line("Below it", below), INVISIBLE),
            drawn(part.line("Usual", usual), MID),
            drawn(part.line("Yours", ['=IF(ISNUMBER(benchmark_figure),benchmark_figure,"")', *[None] * len(ratios)], "0.0"), ACCENT),
        ),
        plot=(0.2, 0.12, 0.76, 0.76),
        horizontal=True,
        stacked=True,
        labels=2,
        legend=False,
        alt="Is that good? Bars show your value : cost, or months of payback for subscriptions, beside the bands that are usual in each industry.",
    )


def _say(part: Part, bands: Table) -> None:
    place = f"MATCH(chosen_industry,{bands.column('Industry')},0)"
    low, high = (f"INDEX({bands.column(edge)},{place})" for edge in ("From", "To"))
    part.figure("band", f'=IFERROR({low}&" to "&{high},"")')
    band = 'band_figure&" is {} the usual "&band&"."'.format
    within, above, below = (band(place) for place in ("within", "above", "below"))
    answer = 'IF(N(result_profit)<0,band_loss,IF(result_benchmark="within",band_within,IF(result_benchmark="above",band_above,band_below)))'
    earned = 'ROUND(100*N(result_payback_chance),0)&"% of customers earn theirs back."'
    strongest = 'ROUND(100*N(input_change),1)&"%: "&FIXED(result_best_lever_gain,2)&" more profit per customer."'
    months = '"After "&result_breakeven_months&" months; "&ROUND(100*N(result_payback_chance),0)&"% of customers earn it back themselves."'
    years = '"{}: the value pays for "&FIXED(N(result_service_years),1)&" years"'.format
    part.figure("band_words", '=IF(result_benchmark="","",IF(result_benchmark="within","within the usual "&band,IF(result_benchmark="above","above the usual "&band,"below the usual "&band)))')  # fmt: skip
    part.figure("band_figure", '=IF(by_payback,N(benchmark_figure)&" months",FIXED(N(benchmark_figure),1)&" : 1")')
    part.figure("band_chance", f'=IF(by_payback," "&{earned},"")')
    part.figure("band_within", f'="Yes: "&{within}&band_chance')
    part.figure("band_never", '="No: the cost of "&FIXED(N(used_cac),2)&" is never earned back, as customers leave before."')
    part.figure(
        "band_loss",
        '=IF(result_breakeven_months="never",band_never,"No: a customer loses "&FIXED(-N(result_profit),2)&" after all costs.")',
    )
    part.figure("band_above", f'=IF(benchmark_figure="never",band_never,IF(by_payback,"No: "&{above}&band_chance,"Yes: "&{above}))')
    part.figure("band_below", f'=IF(by_payback,"Yes: "&{below}&band_chance,"No: "&{below})')
    part.figure(
        "band_unknown", '=IF(chosen_industry="","Cannot tell yet: choose an industry on Inputs.","Cannot tell yet: fill in Inputs.")'
    )
    part.verdict("band_answer", f'=IF(OR(result_benchmark="",result_profit=""),band_unknown,{answer})')
    rhythm = '"within "&FIXED(12/used_purchase_frequency,1)&" months: the usual time to a customer\'s next purchase"'
    part.figure("by_purchase", f'=IF(N(used_purchase_frequency)=0,"with the next budget",{rhythm})', label="Until when")
    part.figure("serve_less", f"={years('Spend less on service and retention')}")
    part.figure("serve_on", f"={years('Keep up service and retention')}")
    part.figure("lever_answer_short", f'=IF(result_best_lever_gain="","Fill in Inputs to see it.",result_best_lever&", by "&{strongest})')
    part.figure("earned_after", f"={months}")
    part.figure("time_answer_short", '=IF(result_breakeven_months="","Fill in Inputs to see it.",IF(result_breakeven_months="never","Never: customers leave before that.",earned_after))')  # fmt: skip


_READY = 'IF(result_profit="","",{})'.format
_LEVER = '"Start with the strongest lever, by "&ROUND(100*N(input_change),1)&"%: "&result_best_lever'
_SHARE = 'IF(result_state="OK","Share these figures: all checks are OK","Look at Checks before you share these figures")'
_ACTIONS = (
    (f'IF(result_profit="","Fill in the yellow cells on Inputs first",{_LEVER})', "result_best_lever_gain", "What-if", "by_purchase"),
    (_READY('IF(used_cac>result_max_cac,"Pay less to win a customer: at most "&FIXED(result_max_cac,2)&"; you pay "&FIXED(used_cac,2),"You may pay more to win a customer: up to "&FIXED(result_max_cac,2)&"; you pay "&FIXED(used_cac,2))'), 'IFERROR(ABS(result_max_cac-used_cac),"")', "Methods", '"with the next budget"'),
    (_READY('IF(result_breakeven_months="never","Lower the costs: the cost to win is never earned back","Keep a new customer for "&result_breakeven_months&" months: then the cost is earned back")'), "used_cac", "Over time", 'IF(result_breakeven_months="never",by_purchase,"by then, month "&result_breakeven_months&" of each new customer")'),
    (_READY('IF(used_yearly_cost=0,"Fill in what serving and keeping cost, if anything",IF(N(result_service_years)<N(used_lifespan),serve_less,serve_on))'), "used_yearly_cost", "Methods", 'IF(used_yearly_cost=0,"","with the next budget")'),
    (_READY(_SHARE), '""', "Checks", '""'),
)  # fmt: skip
"""What to do next, what it is worth, the page that shows more, and until when."""


def _act(lane: Lane) -> None:
    nothing_yet = {"Inputs": 'result_profit=""'}
    listed = [
        Action(text, (_READY(worth),), tab, _READY(note), {} if row else nothing_yet)
        for row, (text, worth, tab, note) in enumerate(_ACTIONS)
    ]
    lane.put(Actions(lane, [Figure("At stake", "Plain money", 4, MONEY, is_currency=True)], listed))
