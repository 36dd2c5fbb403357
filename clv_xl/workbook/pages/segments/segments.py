"""Segments: what each segment is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ....functions import CLV_COMPARE, SEGMENT_CLV
from ...layout.charts import Bars, drawn
from ...layout.lists import Asked, ask_across, list_page
from ...layout.page import Book
from ...layout.tables import Spill, call
from ...layout.workings import Line, Part, Workings
from ...look.style import ACCENT, MID
from ..shared.comparing import Compared, put_enough, say_worth

SHOWN = 6
"""Segments that the charts draw."""


@dataclass(frozen=True)
class _Shown:
    names: Line
    customers: Line
    value: Line
    net: Line


def segments_page(book: Book, workings: Workings, banner: tuple[Any, str]) -> Bars:
    """The answer is the chart of shares, which the Dashboard shows too."""
    page, segments = list_page(
        book,
        "Segments",
        "Which segments are worth more?",
        call(SEGMENT_CLV, "segment_column", "clv_column", "cac_column", "count_column", "input_enough"),
        without=("By",),
        widths={"Segment": 26, "Share of customers": 14, "Mean CLV": 14, "Total CLV": 15, "Share of value": 14, "Index": 11, "CLV : CAC": 12, "Net": 15},
        banner=banner,
    )  # fmt: skip
    part = workings.part("Segments")
    shown = _shown(part, segments)
    _say(part, shown)
    shares, nets = _shares_chart(part, shown), _net_chart(part, shown)
    ask_across(
        page,
        Asked("Who brings the value?", "=segments_answer", shares),
        Asked("What is left after winning them?", "=segments_net_answer", nets),
        height=20,
    )
    page.skip(8)
    _compare(workings, part)
    page.section("Is a segment worth more than the others?", "=worth_answer")
    page.skip(8)
    page.section(
        "All segments",
        '="Largest value first. Index: 1 is the average customer. Net: value less the cost to win. Enough data: "&enough_customers&" customers or more; with fewer, take it as a hint."',
    )
    page.put(segments)
    page.repeat(segments)
    segments.mark_total(f'{segments.any_row["Segment"]}="All customers"')
    segments.colour("Mean CAC", {"No": "look"}, until="Enough data")  # without costs the answer has three columns less
    return shares


def _compare(workings: Workings, part: Part) -> None:
    """worth_answer: each segment beside the others, by the values in the list."""
    put_enough(part)
    columns = "group_columns", "clv_column", "count_column"
    listed = workings.beside("Groups compared", call(CLV_COMPARE, *columns, "input_enough", "input_matters"))
    part.figure("value_when", "in value")
    say_worth(Compared(part, listed, '"Segment"', "segments"), "value_when")


def _shown(part: Part, segments: Spill) -> _Shown:
    """The largest segments, which the charts draw."""
    total = "segment_count+1"
    part.figure("segment_count", f'=IFERROR(MATCH("All customers",{segments.column("Segment")},0)-1,0)')
    for name, column in (("check_segment_customers", "Customers"), ("check_segment_value", "Total CLV")):
        part.figure(name, f"=IF(segment_count=0,0,INDEX({segments.column(column)},{total}))")
    has_costs = f'{segments.head("CLV : CAC")}="CLV : CAC"'

    def figures(column: str, shown: str = "{0}") -> list[str]:
        cells = (segments.at(column, step) for step in range(SHOWN))
        return [f'=IF(segment_count>{step},{shown.format(cell)},"")' for step, cell in enumerate(cells)]

    share = "IF(ISNUMBER({0}),{0},0)"
    return _Shown(
        part.line("Segment", figures("Segment")),
        part.line("Share of customers", figures("Share of customers", share), "0%"),
        part.line("Share of value", figures("Share of value", share), "0%"),
        part.line("Net", figures("Net", f'IF({has_costs},IF(ISNUMBER({{0}}),{{0}},""),"")'), "#,##0"),
    )


def _say(part: Part, shown: _Shown) -> None:
    first, share, value = shown.names.at(0), shown.customers.at(0), shown.value.at(0)
    net, names = shown.net.values, shown.names.values
    best = f"INDEX({names},MATCH(MAX({net}),{net},0))"
    brings = f'{first}&": "&ROUND(100*{share},0)&"% of customers, "&ROUND(100*N({value}),0)&"% of the value."'
    part.figure(
        "segments_answer",
        f'=IF(N({share})=0,"There are no customers yet.",IF(ISNUMBER({value}),{brings},"There is no value to share."))',
    )
    part.figure(
        "segments_net_answer",
        f'=IF(COUNT({net})=0,"Fill in acquisition costs on Customers to see it.",{best}&": "&FIXED(MAX({net}),0)&" after the cost to win.")',
    )


def _shares_chart(part: Part, shown: _Shown) -> Bars:
    return Bars(
        part.text("Title", "Share of all customers and of the value, by segment"),
        shown.names.values,
        (drawn(shown.value, ACCENT), drawn(shown.customers, MID)),
        plot=(0.2, 0.19, 0.74, 0.78),
        horizontal=True,
        spread=True,
        labels=True,
        alt="Who brings the value? Bars compare each segment's share of all customers with its share of the value.",
    )


def _net_chart(part: Part, shown: _Shown) -> Bars:
    return Bars(
        part.text("Title", '="Value less the cost to win, "&result_currency&", by segment"'),
        shown.names.values,
        (drawn(shown.net, ACCENT),),
        plot=(0.2, 0.12, 0.74, 0.74),
        horizontal=True,
        spread=True,
        signed=True,
        alt="What is left after winning them? Bars show the value of each segment less what its customers cost to win.",
    )
