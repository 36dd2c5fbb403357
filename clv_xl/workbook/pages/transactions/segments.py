"""Segments: every grouping of the customers in one list."""

from __future__ import annotations

from dataclasses import dataclass

from ....functions import SEGMENT_CLV
from ...layout.charts import Bars, drawn
from ...layout.lists import Asked, ask_across, list_page
from ...layout.page import Book
from ...layout.tables import Spill, call
from ...layout.workings import Line, Part, Workings
from ...look.style import ACCENT, MID
from ..shared.comparing import Compared, say_worth
from .comparison import Comparison

SHOWN = 6
"""Groups that the charts draw."""
_QUESTIONS = ("Who brings the value?", "Is a group worth more than the others?")


@dataclass(frozen=True)
class Segments:
    """The list, what sets its groups apart, and of those that the charts draw: names, shares of customers and of value, mean value."""

    groups: Spill
    compared: Compared
    names: Line
    customers: Line
    value: Line
    worth: Line


def segments_page(book: Book, workings: Workings, comparison: Comparison) -> Segments:
    page, groups = list_page(
        book,
        "Segments",
        "Which groups deserve more budget?",
        call(SEGMENT_CLV, "customer_groups", "customer_group_values", "input_cac", "", "input_enough"),
        widths={"By": 18, "Segment": 24, "Customers": 12, "Index": 10, "Mean CAC": 12, "CLV : CAC": 12},
    )
    part = workings.part("Segments")
    shown = _shown(part, groups, comparison.groups)
    _say(part, shown)
    say_worth(comparison.groups, "value_when")
    ask_across(page, *map(Asked, _QUESTIONS, ("=segments_bring", "=worth_answer"), _charts(part, shown)))
    page.skip(8)
    page.section(
        "All groups",
        '="Value "&value_when&", "&after_cost&", of "&FIXED(aged_customers,0)&" customers who came so long ago or earlier; Inputs has the months. Index: 1 is average."',
    )
    page.put(groups)
    page.repeat(groups)
    segment = groups.any_row["Segment"]
    groups.mark_total(f'OR({segment}="All customers",{segment}="Left out: no value")')
    groups.colour("Mean CAC", {"No": "look"}, until="Enough data")  # without a cost to win there is nothing between the two
    return shown


def _shown(part: Part, groups: Spill, compared: Compared) -> Segments:
    """The largest groups of the grouping that Inputs names."""
    by = groups.column("By")
    part.figure("grouping_row", f"=IFERROR(MATCH(chosen_chart_by,{by},0),0)", label="row where the grouping starts")

    def figures(column: str) -> list[str]:
        places = [f"grouping_row+{step}" for step in range(SHOWN)]
        found = [f'IF(INDEX({by},{at})=chosen_chart_by,IFERROR(INDEX({groups.column(column)},{at}),""),"")' for at in places]
        return [f'=IF(grouping_row=0,"",{value})' for value in found]

    return Segments(
        groups,
        compared,
        names=part.line("Group", figures("Segment")),
        customers=part.line("Share of customers", figures("Share of customers"), "0%"),
        value=part.line("Share of value", figures("Share of value"), "0%"),
        worth=part.line("Mean CLV", figures("Mean CLV"), "#,##0.00"),
    )


def _say(part: Part, shown: Segments) -> None:
    first, share, value = shown.names.at(0), shown.customers.at(0), shown.value.at(0)
    part.figure(
        "no_segments",
        '=IF(result_customers=0,"There are no customers yet.","The orders lack this grouping; choose another on Inputs.")',
    )
    has = f'{first}&": "&ROUND(100*{share},0)&"% of customers'
    brings = f'IF(ISNUMBER({value}),{has}, "&ROUND(100*{value},0)&"% of the value "&value_when&".",{has}; there is no value to share.")'
    part.figure("segments_bring", f'=IF({first}="",no_segments,{brings})', label=_QUESTIONS[0])


def _charts(part: Part, shown: Segments) -> tuple[Bars, Bars]:
    shares = Bars(
        part.text("Title", '="Share of customers and of the value "&value_when&", by "&chosen_chart_by'),
        shown.names.values,
        (drawn(shown.value, ACCENT), drawn(shown.customers, MID)),
        plot=(0.2, 0.19, 0.74, 0.78),
        horizontal=True,
        spread=True,
        labels=True,
        alt="Who brings the value? Bars compare each group's share of customers with its share of the value at the same age.",
    )
    means = Bars(
        part.text("Title", '="Value per customer "&value_when&", "&result_currency&", by "&chosen_chart_by'),
        shown.names.values,
        (drawn(shown.worth, ACCENT),),
        plot=(0.2, 0.12, 0.74, 0.85),
        horizontal=True,
        spread=True,
        labels=True,
        alt="Is a group worth more than the others? Bars show the value per customer of each group at the same age.",
    )
    return shares, means
