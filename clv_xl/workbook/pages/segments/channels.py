"""Channels: where the next euro goes, by channel, campaign and segment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ....functions import CLV_BUDGET
from ....functions.customers.budget import Advice
from ...layout.charts import Bars, drawn
from ...layout.lists import Asked, ask_across, list_page
from ...layout.page import Book
from ...layout.tables import Spill, call
from ...layout.workings import Line, Part, Workings
from ...look.style import ACCENT, MID
from ..shared.benchmark import band_note, band_word
from ..shared.comparing import SURE

SHOWN = 8
"""Groups that the charts draw, and that sentences and actions are about."""


@dataclass(frozen=True)
class Channels:
    """The list of groups, and the charts, which the Dashboard shows too."""

    groups: Spill
    ratios: Bars
    nets: Bars


@dataclass(frozen=True)
class _Shown:
    names: Line
    ratio: Line
    low: Line
    high: Line
    target: Line
    net: Line
    advice: Line
    over: Line
    loss: Line
    band: Line


def channels_page(book: Book, workings: Workings, banner: tuple[Any, str]) -> Channels:
    columns = "group_columns,clv_column,cac_column,margin_column,count_column"
    page, groups = list_page(
        book,
        "Channels",
        "Where does the next euro go?",
        call(CLV_BUDGET, columns, "input_target_ratio", "input_target_payback", "input_enough"),
        widths={"By": 15, "Group": 26, "Mean CLV": 14, "Mean CAC": 14, "Net": 16, "May cost": 14, "Advice": 22},
        banner=banner,
    )
    part = workings.part("Channels")
    shown = _shown(part, groups)
    _say(part, shown)
    _advise(part, shown, groups)
    channels = Channels(groups, _ratio_chart(part, shown), _net_chart(part, shown))
    ask_across(
        page,
        Asked("Is one group best for the next euro?", "=ratio_answer", channels.ratios),
        Asked("What is left after the cost to win?", "=net_answer", channels.nets),
        height=20,
    )
    page.skip(8)
    page.section(
        "All groups",
        '="Largest net first. Payback in months. May cost: what a customer may cost to reach the target ratio. Advice: by the range of the ratio, from "&enough_customers&" customers on."',
        height=22,
    )
    page.text(
        "Groups compare where values are of customers of the same age. The next customers may cost more or bring less: change a budget in steps."
    )
    page.put(groups)
    page.repeat(groups)
    groups.colour("Advice", {str(Advice.MORE): "good", str(Advice.LESS): "bad", str(Advice.UNSURE): "look", str(Advice.FEW): "look"})
    return channels


def _shown(part: Part, groups: Spill) -> _Shown:
    """The groups of the grouping that Inputs names."""
    by = groups.column("By")
    part.figure("groups_start", f"=IFERROR(MATCH(chosen_chart_by,{by},0),0)")
    part.figure("groups_shown", f"=MIN({SHOWN},COUNTIF({by},chosen_chart_by))")
    part.figure("wanted_ratio", '=IF(input_target_ratio="",3,input_target_ratio)')

    def cell(column: str, step: int) -> str:
        return f"INDEX({groups.column(column)},groups_start+{step})"

    def line(label: str, figure: Callable[[int], str], form: str = "") -> Line:
        return part.line(label, [f'=IF(groups_shown>{step},{figure(step)},"")' for step in range(SHOWN)], form)

    def number(column: str) -> Callable[[int], str]:
        return lambda step: f'IF(ISNUMBER({cell(column, step)}),{cell(column, step)},"")'

    def paid_over(step: int) -> str:
        over = f"MAX(0,({cell('Mean CAC', step)}-{cell('May cost', step)})*{cell('Customers', step)})"
        return f'IF({advice.at(step)}="{Advice.KEEP}",{over},"")'

    def lost(step: int) -> str:
        return f'IF({advice.at(step)}="{Advice.LESS}",MAX(0,-N({net.at(step)})),"")'

    def band(step: int) -> str:
        figure = ratio.at(step)
        return f'IF(OR(by_payback,chosen_industry="",{figure}=""),"",{band_word(str(figure))})'

    names = line("Group", lambda step: f'{cell("Group", step)}&""')
    ratio = line("Value : cost", number("CLV : CAC"), "0.0")
    low, high = (line(label, number(column), "0.0") for label, column in (("Lowest", "Ratio, low"), ("Highest", "Ratio, high")))
    target = line("Target", lambda step: f'IF(ISNUMBER({ratio.at(step)}),wanted_ratio,"")', "0.0")
    net = line("Net", number("Net"), "#,##0")
    advice = line("Advice", lambda step: f'{cell("Advice", step)}&""')
    over, loss = line("Paid over", paid_over, "#,##0"), line("Lost", lost, "#,##0")
    shown = _Shown(names, ratio, low, high, target, net, advice, over, loss, line("Band", band))
    part.page.book.name_all({"shown_advice": advice.values, "shown_net": net.values, "shown_over": over.values})
    return shown


def _say(part: Part, shown: _Shown) -> None:
    ratios, names, bands, lows, first = shown.ratio.values, shown.names.values, shown.band.values, shown.low.values, shown.names.at(0)
    part.figure("no_costs", '="Cannot tell yet: fill in acquisition costs on Customers."')
    part.figure(
        "no_groups",
        '=IF(result_customers=0,"There are no customers yet.","Customers do not have this grouping; choose another on Inputs.")',
    )
    # The best is the one whose range begins highest, and it is best beyond chance where no other range reaches so far.
    part.figure("best_low", f'=IF(COUNT({lows})=0,"",MAX({lows}))', "0.0")
    part.figure("best_row", f'=IF(best_low="",0,MATCH(best_low,{lows},0))', "0")
    part.figure("best_rivals", f'=IF(best_low="",0,COUNTIF({shown.high.values},">="&best_low)-1)', "0")
    part.figure("best_ratio", f'=IF(best_row=0,"",INDEX({ratios},best_row))', "0.0")
    part.figure("best_ratio_group", f'=IF(best_row=0,"",INDEX({names},best_row))')
    part.figure("best_band", f'=IF(best_row=0,"",INDEX({bands},best_row)&"")')
    part.figure("best_words", f'=IF(best_band="","",{band_note("best_band")})')
    high = f"INDEX({shown.high.values},best_row)"
    part.figure("best_range", f'=IF(best_row=0,"",FIXED(best_low,1)&" to "&FIXED({high},1))')
    said = f'best_ratio_group&": "&FIXED(best_ratio,1)&" : 1 ("&best_range&", {SURE})'
    part.figure(
        "best_yes",
        f'=IF(best_row=0,"",IF(best_band="","Yes, "&{said}.","Yes, "&best_ratio_group&": "&FIXED(best_ratio,1)&" : 1, {SURE}; "&best_words&"."))',
    )
    part.figure("best_unsure", f'=IF(best_row=0,"","Cannot tell yet, no difference to be seen: "&{said}.")')
    part.figure("best_few", '="Cannot tell yet: it takes "&enough_customers&" customers of a group, a row each."')
    none = f'"No: none reaches the "&FIXED(wanted_ratio,1)&" : 1 you aim at. "&{said}."'
    part.figure("best_none", f'=IF(best_row=0,"",{none})')
    reached = f"MAX({shown.high.values})>=wanted_ratio"
    judged = f"IF(COUNT({lows})<2,best_few,IF({reached},IF(best_rivals=0,best_yes,best_unsure),best_none))"
    part.verdict("ratio_answer", f"=IF(groups_shown=0,no_groups,IF(COUNT({ratios})=0,no_costs,{judged}))")
    part.figure("net_answer", f'=IF({first}="",no_groups,{first}&": "&FIXED({shown.net.at(0)},0)&" after the cost to win.")')


def _advise(part: Part, shown: _Shown, groups: Spill) -> None:
    """What the actions on the Dashboard are about. Those who are won are paid for: one step of a budget is what acting changes."""
    names, nets, advice, over, loss = (line.values for line in (shown.names, shown.net, shown.advice, shown.over, shown.loss))
    limit = f"INDEX({groups.column('May cost')},groups_start+MATCH(most_over,{over},0)-1)"
    part.figure("step_share", '=IF(input_change="",0.1,input_change)')
    part.figure("more_row", f'=IFERROR(MATCH("{Advice.MORE}",{advice},0),0)')
    part.figure("more_group", f'=IF(more_row=0,"",INDEX({names},more_row))')
    part.figure("more_stake", f'=IF(more_row=0,"",step_share*INDEX({nets},more_row))')
    part.figure("more_low", f"={_ratio_of('more_row', shown.low, shown)}", "#,##0", "Its range, low")
    part.figure("more_high", f"={_ratio_of('more_row', shown.high, shown)}", "#,##0", "Its range, high")
    part.figure("most_lost", f"=MAX({loss})", "#,##0", "Most lost with the customers of a group")
    part.figure("less_stake", '=IF(most_lost<=0,"",step_share*most_lost)', "#,##0")
    part.figure("less_group", f'=IF(most_lost<=0,"",INDEX({names},MATCH(most_lost,{loss},0)))')
    part.figure("most_over", f"=MAX({over})", "#,##0", "Most paid over with the customers of a group")
    part.figure("over_stake", '=IF(most_over<=0,"",step_share*most_over)', "#,##0")
    part.figure("over_group", f'=IF(most_over<=0,"",INDEX({names},MATCH(most_over,{over},0)))')
    part.figure("over_limit", f'=IF(most_over<=0,"",{limit})')


def _ratio_of(row: str, edge: Line, shown: _Shown) -> str:
    """What one step of the budget brings at an edge of the ratio's range: net is (ratio - 1) times what the customers cost."""
    cost = f"INDEX({shown.net.values},{row})/(INDEX({shown.ratio.values},{row})-1)"
    return f'IF({row}=0,"",IFERROR(step_share*(INDEX({edge.values},{row})-1)*{cost},""))'


def _ratio_chart(part: Part, shown: _Shown) -> Bars:
    return Bars(
        part.text("Title", '="Value : cost (CLV : CAC), by "&chosen_chart_by'),
        shown.names.values,
        (drawn(shown.ratio, ACCENT), drawn(shown.target, MID)),
        plot=(0.26, 0.19, 0.68, 0.78),
        horizontal=True,
        spread=True,
        labels=True,
        signed=True,
        alt="Is one group best for the next euro? Bars show how often customers of each group earn back their cost, beside the target.",
    )


def _net_chart(part: Part, shown: _Shown) -> Bars:
    return Bars(
        part.text("Title", '="Value less the cost to win, "&result_currency&", by "&chosen_chart_by'),
        shown.names.values,
        (drawn(shown.net, ACCENT),),
        plot=(0.26, 0.12, 0.68, 0.74),
        horizontal=True,
        spread=True,
        signed=True,  # and an axis: the label of a bar to the left would meet the group's name
        alt="What is left? Bars show the value of each group less what its customers cost to win.",
    )
