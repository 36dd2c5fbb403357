"""Tiers: how much depends on the best customers."""

from __future__ import annotations

from typing import Any

from ....functions import CLV_PARETO, CLV_TIERS
from ...layout.charts import Bars, Lines, drawn
from ...layout.page import Book, Page
from ...layout.tables import Spill, call
from ...layout.workings import Line, Part, Workings
from ...look.style import ACCENT, MID

STEPS = 10
_TIERS = 3
_TIERS_ROOM = 6
"""Rows below the headings of the tiers: with their total, and what is left out."""
_SECTIONS = {
    "Tiers": "By value of one customer. The edges are on Inputs; empty: 0, and the value that the best 20% of the profitable have.",
    "The best customers": "Their share is on Inputs.",
    "The curve": "Customers from the most valuable on, in steps of a tenth. Each row holds all customers up to there.",
}


def tiers_page(book: Book, workings: Workings, banner: tuple[Any, str]) -> Lines:
    """The answer is the curve, which the Dashboard shows too."""
    page = book.page(
        "Tiers",
        "How much depends on the best customers?",
        '="Tiers  ·  "&result_subtitle',
        [24, 22, 16, 18, 18, 18, 16, 12],
        link="Dashboard",
        banner=banner,
    )
    tiers = page.spill(call(CLV_TIERS, "clv_column", "tier_edges", "count_column"), rows=_TIERS_ROOM, head_height=18)
    best = _pareto(page, "input_best_share", 4)
    curve = _pareto(page, "pareto_steps", STEPS + 2)
    part = workings.part("Tiers")
    steps = part.line("Step", [step / STEPS for step in range(1, STEPS + 1)])
    book.name("pareto_steps", steps.values)
    _figures(part, tiers, best)
    curve_chart = _curve_chart(part, curve)
    left, right = page.split(4, 4)
    left.ask("How much do the best bring?", "=pareto_answer", curve_chart, height=20)
    right.ask("How many are worth little?", "=tiers_answer", _tiers_chart(part, tiers), height=20)
    page.below(left, right)
    for (title, note), table in zip(_SECTIONS.items(), (tiers, best, curve)):
        page.skip(12)
        page.section(title, note, height=22)
        page.put(table)
        table.mark_total(f'{table.any_row[table.cols[0].name]}="All customers"')
    return curve_chart


def _pareto(page: Page, shares: str, rows: int) -> Spill:
    return page.spill(call(CLV_PARETO, "clv_column", shares, "count_column"), rows=rows, head_height=18)


def _figures(part: Part, tiers: Spill, best: Spill) -> None:
    def number(column: str, otherwise: str) -> str:
        cell = best.at(column, 0)
        return f"=IF(ISNUMBER({cell}),{cell},{otherwise})"

    part.figure("best_customers", number("Customers", "0"))
    part.figure("best_value", number("Total CLV", "0"))
    part.figure("result_top20_share", number("Share of value", '""'))
    part.figure("result_unprofitable_customers", '=IF(result_customers=0,0,SUMIF(list_clv,"<0",list_count))')
    part.figure(
        "pareto_answer",
        '=IF(N(result_top20_share)=0,"There is no value to share.",'
        '"The best "&ROUND(100*input_best_share,0)&"% of customers bring "&ROUND(100*result_top20_share,0)&"% of the value.")',
    )
    little = 'FIXED(result_unprofitable_customers,0)&" customers cost more than they bring, before the cost to win."'
    part.figure(
        "tiers_answer",
        f'=IF(result_customers=0,"There are no customers yet.",IF(result_unprofitable_customers=0,"Nobody brings less than nothing.",{little}))',
    )
    total = f'INDEX({tiers.column("Customers")},MATCH("All customers",{tiers.column("Tier")},0))'
    part.figure("check_tier_customers", f"=IFERROR({total},0)")


def _tiers_chart(part: Part, tiers: Spill) -> Bars:
    def line(column: str, shown: str, form: str = "") -> Line:
        values = []
        for step in range(_TIERS):
            name, cell = tiers.at("Tier", step), tiers.at(column, step)
            values.append(f'=IF(OR({name}="",{name}="All customers"),"",{shown.format(cell)})')
        return part.line(column, values, form)

    names = line("Tier", "{0}")
    customers, value = (line(column, "IF(ISNUMBER({0}),{0},0)", "0%") for column in ("Share of customers", "Share of value"))
    return Bars(
        part.text("Title", "Share of all customers and of the value, by tier"),
        names.values,
        (drawn(value, ACCENT), drawn(customers, MID)),
        plot=(0.24, 0.19, 0.7, 0.78),
        horizontal=True,
        labels=True,
        signed=True,
        alt="How many are worth little? Bars compare each tier's share of customers with its share of the value.",
    )


def _curve_chart(part: Part, curve: Spill) -> Lines:
    shares = [f'=IF(ISNUMBER({cell}),100*{cell},"")' for cell in (curve.at("Share of value", step) for step in range(STEPS))]
    steps = part.line("Best customers", [f"{100 * step // STEPS}%" for step in range(STEPS + 1)])
    brings = part.line("Brings", [0, *shares], "0.0")
    even = part.line("If all were equal", [100 * step // STEPS for step in range(STEPS + 1)])
    return Lines(
        part.text("Title", "Share of the value, %, by share of the best customers"),
        steps.values,
        (drawn(brings, ACCENT), drawn(even, MID)),
        plot=(0.07, 0.19, 0.9, 0.68),
        alt="How much of the value do the best customers bring? A line shows the share of the value that the best tenths bring together.",
    )
