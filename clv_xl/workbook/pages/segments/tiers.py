"""Tiers: the best and the others, spilled by CLV_TIERS and CLV_PARETO."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.chart import Reference
from openpyxl.worksheet.worksheet import Worksheet

from ...look.charts import Anchor, bar_chart, line_chart
from ...look.conditional_formats import total_row
from ...look.style import ACCENT, MID, banner, heights, page, protect, put, put_row, spill
from ..dashboard import ask
from ..names import define, name_cell
from .banner import BROKEN

TIERS_ROW, BEST_ROW, CURVE_ROW = 20, 29, 36
STEPS = 10
_DATA = 11  # column K
_TIERS_DATA, _CURVE_DATA = 8, 15
_TIERS = ("Very profitable", "Profitable", "Unprofitable")
_TIER_FORM = ("Text bold", "Text", "Number", "Share", "Money", "Number", "Share", "Decimal")
_PARETO_FORM = ("Text bold", "Number", "Share", "Money", "Number", "Share", "Decimal")
ALT_TEXTS = [
    "How much of the value do the best customers bring? A line shows the share of the value that the best tenths bring together.",
    "How many are worth little? Bars compare each tier's share of customers with its share of the value.",
]


def build(book: Workbook) -> None:
    sheet = page(
        book,
        "Tiers",
        "How much depends on the best customers?",
        '="Tiers  ·  "&result_subtitle',
        [2, 24, 22, 16, 18, 18, 18, 16, 12, 2, 20, 13, 13, 13, 44],
        link="Dashboard",
        last_column=9,
    )
    banner(sheet, *BROKEN)
    heights(sheet, {**dict.fromkeys(range(7, 17), 20), **dict.fromkeys(range(17, CURVE_ROW + STEPS + 4), 17)})
    ask(sheet, 5, 2, "How much do the best bring?", "=pareto_answer", 5)
    ask(sheet, 5, 6, "How many are worth little?", "=tiers_answer", 9)
    for row, title, note in (
        (TIERS_ROW, "Tiers", "By value of one customer. The edges are on Inputs; empty: 0, and the value that the best 20% of the profitable have."),
        (BEST_ROW, "The best customers", "Their share is on Inputs."),
        (CURVE_ROW, "The curve", "Customers from the most valuable on, in steps of a tenth. Each row holds all customers up to there."),
    ):  # fmt: skip
        put(sheet, row - 2, 2, title, "Section")
        put(sheet, row - 1, 2, note, "Section note")
        heights(sheet, {row - 2: 22, row: 18})
    spill(sheet, TIERS_ROW, _TIER_FORM, "CLV_TIERS(clv_column,tier_edges,count_column)")
    spill(sheet, BEST_ROW, _PARETO_FORM, "CLV_PARETO(clv_column,input_best_share,count_column)")
    spill(sheet, CURVE_ROW, _PARETO_FORM, "CLV_PARETO(clv_column,pareto_steps,count_column)")
    for row, end in ((TIERS_ROW, f"I{BEST_ROW - 3}"), (BEST_ROW, f"H{CURVE_ROW - 3}"), (CURVE_ROW, f"H{CURVE_ROW + STEPS + 3}")):
        total_row(sheet, f"B{row + 1}:{end}", f'$B{row + 1}="All customers"')
    _data_behind(sheet)
    curve_chart(sheet, sheet, (7, 2, 17, 6))
    heads = [f"'Tiers'!${letter}${_TIERS_DATA - 1}" for letter in "LM"]
    customers, value = (Reference(sheet, min_col=_DATA + n, min_row=_TIERS_DATA, max_row=_TIERS_DATA + 2) for n in (1, 2))
    bar_chart(
        sheet,
        (7, 6, 17, 10),
        title=f"'Tiers'!$O${_TIERS_DATA}",
        categories=Reference(sheet, min_col=_DATA, min_row=_TIERS_DATA, max_row=_TIERS_DATA + 2),
        series=[(heads[1], value, ACCENT), (heads[0], customers, MID)],
        plot=(0.24, 0.19, 0.7, 0.78),
        horizontal=True,
        labels=True,
        signed=True,
    )
    protect(sheet)


def curve_chart(sheet: Worksheet, tiers: Worksheet, anchor: Anchor) -> None:
    """The Pareto curve, on any page."""
    steps, brings, even = (Reference(tiers, min_col=_DATA + n, min_row=_CURVE_DATA, max_row=_CURVE_DATA + STEPS) for n in (0, 1, 2))
    line_chart(
        sheet,
        anchor,
        title=f"'Tiers'!$O${_CURVE_DATA}",
        steps=steps,
        series=[(f"'Tiers'!$L${_CURVE_DATA - 1}", brings, ACCENT), (f"'Tiers'!$M${_CURVE_DATA - 1}", even, MID)],
        plot=(0.07, 0.19, 0.9, 0.68),
    )


def _data_behind(sheet: Worksheet) -> None:
    put(sheet, 5, _DATA, "Data behind the charts", "Section")
    put_row(sheet, _TIERS_DATA - 1, _DATA, ("Tier", "Share of customers", "Share of value", None, "Titles"), ("Head",) * 5)
    put(sheet, _TIERS_DATA, _DATA + 4, "Share of all customers and of the value, by tier", "Plain note")
    for step in range(len(_TIERS)):
        at, source = _TIERS_DATA + step, TIERS_ROW + 1 + step
        tier = f'OR($B{source}="",$B{source}="All customers")'
        put(sheet, at, _DATA, f'=IF({tier},"",$B{source})', "Plain note")
        for offset, letter in ((1, "E"), (2, "H")):
            put(sheet, at, _DATA + offset, f'=IF({tier},"",IF(ISNUMBER({letter}{source}),{letter}{source},0))', "Plain note", "0%")
    put_row(sheet, _CURVE_DATA - 1, _DATA, ("Best customers", "Brings", "If all were equal", "Step", None), ("Head",) * 5)
    put(sheet, _CURVE_DATA, _DATA + 4, "Share of the value, %, by share of the best customers", "Plain note")
    for step in range(STEPS + 1):
        at, source = _CURVE_DATA + step, CURVE_ROW + step
        brings = f'=IF(ISNUMBER(G{source}),100*G{source},"")' if step else 0
        put_row(
            sheet, at, _DATA, (f"{100 * step // STEPS}%", brings, 100 * step // STEPS, step / STEPS if step else None), ("Plain note",) * 4
        )
    define(sheet.parent, "pareto_steps", f"'Tiers'!$N${_CURVE_DATA + 1}:$N${_CURVE_DATA + STEPS}")
    best = BEST_ROW + 1
    cells = (
        ("best_customers", f"=IF(ISNUMBER(C{best}),C{best},0)"),
        ("best_value", f"=IF(ISNUMBER(F{best}),F{best},0)"),
        ("result_top20_share", f'=IF(ISNUMBER(G{best}),G{best},"")'),
        ("result_unprofitable_customers", '=IF(result_customers=0,0,SUMIF(list_clv,"<0",list_count))'),
        ("pareto_answer", '=IF(N(result_top20_share)=0,"There is no value to share.","The best "&ROUND(100*input_best_share,0)&"% of customers bring "&ROUND(100*result_top20_share,0)&"% of the value.")'),
        ("tiers_answer", '=IF(result_customers=0,"There are no customers yet.",IF(result_unprofitable_customers=0,"Nobody brings less than nothing.",FIXED(result_unprofitable_customers,0)&" customers cost more than they bring, before the cost to win."))'),
        ("check_tier_customers", f'=IFERROR(INDEX(D{TIERS_ROW + 1}:D{BEST_ROW - 3},MATCH("All customers",B{TIERS_ROW + 1}:B{BEST_ROW - 3},0)),0)'),
    )  # fmt: skip
    for row, (name, formula) in enumerate(cells, start=_CURVE_DATA + STEPS + 2):
        put(sheet, row, _DATA, name.removeprefix("result_").replace("_", " "), "Plain note")
        put(sheet, row, _DATA + 1, formula, "Plain note")
        name_cell(sheet, name, row, _DATA + 1)
