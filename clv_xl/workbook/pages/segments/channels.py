"""Channels: where the next euro goes, by channel, campaign and segment, spilled by CLV_BUDGET."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.chart import Reference
from openpyxl.worksheet.worksheet import Worksheet

from ....functions.budget import Advice
from ...look.charts import Anchor, bar_chart
from ...look.conditional_formats import word_colours
from ...look.style import ACCENT, MID, banner, heights, page, protect, put, put_row, spill
from ..benchmark import band_note, band_word
from ..dashboard import ask
from ..names import define, name_cell
from .banner import BROKEN

HEAD_ROW = 21
FIRST_ROW = HEAD_ROW + 1
BARS = 8
_DATA = 14  # column N
_BARS_ROW = 28
_FORM = (
    ("Text bold", 15),
    ("Text", 26),
    ("Number", 13),
    ("Money", 14),
    ("Money", 14),
    ("Ratio", 13),
    ("Ratio", 13),
    ("Number", 16),
    ("Money", 14),
    ("State", 22),
)
ALT_TEXTS = [
    "Where does a euro bring most? Bars show how often customers of each group earn back their cost, beside the target.",
    "What is left? Bars show the value of each group less what its customers cost to win.",
]


def build(book: Workbook) -> None:
    sheet = page(
        book,
        "Channels",
        "Where does the next euro go?",
        '="Channels  ·  "&result_subtitle',
        [2, *(width for _, width in _FORM), 2, 2, 26, 13, 13, 13, 20, 13, 13, 44],
        link="Dashboard",
        list_head=HEAD_ROW,
        last_column=1 + len(_FORM),
    )
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    banner(sheet, *BROKEN)
    heights(sheet, {**dict.fromkeys(range(7, 17), 20), 17: 8, 18: 22, 19: 17, 20: 17, HEAD_ROW: 32, FIRST_ROW: 17})
    ask(sheet, 5, 2, "Where does a euro bring most?", "=ratio_answer", 5)
    ask(sheet, 5, 6, "What is left after the cost to win?", "=net_answer", 11)
    put(sheet, 18, 2, "All groups", "Section")
    put(
        sheet,
        19,
        2,
        "Largest net first. Payback in months. May cost: what a customer may cost to reach the target ratio. Advice: from 100 customers on, against the targets on Inputs.",
        "Section note",
    )
    put(
        sheet,
        20,
        2,
        "These are averages of customers you have: the next ones may cost more or bring less. Change a budget in steps, and measure again.",
        "Section note",
    )
    spill(
        sheet,
        HEAD_ROW,
        [style for style, _ in _FORM],
        "CLV_BUDGET(group_columns,clv_column,cac_column,margin_column,count_column,input_target_ratio,input_target_payback)",
    )
    words = {Advice.MORE: "good", Advice.LESS: "bad", Advice.FEW: "look"}
    word_colours(sheet, f"K{FIRST_ROW}:K1048576", {str(word): kind for word, kind in words.items()})
    _data_behind(sheet)
    ratio_chart(sheet, sheet, (7, 2, 17, 6))
    net_chart(sheet, sheet, (7, 6, 17, 12))
    protect(sheet)


def _column(sheet: Worksheet, offset: int) -> Reference:
    return Reference(sheet, min_col=_DATA + offset, min_row=_BARS_ROW, max_row=_BARS_ROW + BARS - 1)


def ratio_chart(sheet: Worksheet, channels: Worksheet, anchor: Anchor) -> None:
    heads = [f"'Channels'!${letter}${_BARS_ROW - 1}" for letter in "OP"]
    bar_chart(
        sheet,
        anchor,
        title=f"'Channels'!$U${_BARS_ROW}",
        categories=_column(channels, 0),
        series=[(heads[0], _column(channels, 1), ACCENT), (heads[1], _column(channels, 2), MID)],
        plot=(0.26, 0.19, 0.68, 0.78),
        horizontal=True,
        labels=True,
        signed=True,
    )


def net_chart(sheet: Worksheet, channels: Worksheet, anchor: Anchor) -> None:
    bar_chart(
        sheet,
        anchor,
        title=f"'Channels'!$U${_BARS_ROW + 1}",
        categories=_column(channels, 0),
        series=[(f"'Channels'!$Q${_BARS_ROW - 1}", _column(channels, 3), ACCENT)],
        plot=(0.26, 0.12, 0.68, 0.74),
        horizontal=True,
        signed=True,  # and an axis: the label of a bar to the left would meet the group's name
    )


def _data_behind(sheet: Worksheet) -> None:
    """Right of what is printed: the groups that the charts draw, and the sentences and actions that come from them."""
    put(sheet, 4, _DATA, "Data behind the charts", "Section")
    last = _BARS_ROW + BARS - 1
    names, ratios, nets, advice, over, bands = (f"{letter}${_BARS_ROW}:{letter}${last}" for letter in "NOQRST")
    for name, area in (("shown_advice", "R"), ("shown_net", "Q"), ("shown_over", "S")):
        define(sheet.parent, name, f"'Channels'!${area}${_BARS_ROW}:${area}${last}")
    top = f"N{_BARS_ROW}"
    cells = (
        ("groups_start", f"=IFERROR(MATCH(chosen_chart_by,$B${FIRST_ROW}:$B$1048576,0),0)"),
        ("groups_shown", f"=MIN({BARS},COUNTIF($B${FIRST_ROW}:$B$1048576,chosen_chart_by))"),
        ("best_ratio", f"=MAX({ratios})"),
        ("best_ratio_group", f'=IF(COUNT({ratios})=0,"",INDEX({names},MATCH(best_ratio,{ratios},0)))'),
        ("best_band", f'=IF(best_ratio_group="","",INDEX({bands},MATCH(best_ratio,{ratios},0))&"")'),
        ("best_words", f'=IF(best_band="","",{band_note("best_band")})'),
        ("ratio_answer", '=IF(groups_shown=0,no_groups,IF(best_ratio_group="",no_costs,IF(best_band="",best_ratio_group&": "&FIXED(best_ratio,1)&" : 1.",best_ratio_group&": "&FIXED(best_ratio,1)&" : 1, "&best_words&".")))'),
        ("no_costs", '="Fill in acquisition costs on Customers to see it."'),
        ("no_groups", '=IF(result_customers=0,"There are no customers yet.","Customers do not have this grouping; choose another on Inputs.")'),
        ("net_answer", f'=IF({top}="",no_groups,{top}&": "&FIXED(Q{_BARS_ROW},0)&" after the cost to win.")'),
        ("more_row", f'=IFERROR(MATCH("{Advice.MORE}",{advice},0),0)'),
        ("more_group", f'=IF(more_row=0,"",INDEX({names},more_row))'),
        ("more_stake", f'=IF(more_row=0,"",step_share*INDEX({nets},more_row))'),
        ("less_groups", f'=COUNTIF({advice},"{Advice.LESS}")'),
        ("less_stake", f'=IF(less_groups=0,"",-SUMIFS({nets},{advice},"{Advice.LESS}"))'),
        ("less_group", f'=IF(less_groups=0,"",INDEX({names},MATCH(MIN({nets}),{nets},0)))'),
        ("over_stake", f"=MAX({over})"),
        ("over_group", f'=IF(over_stake<=0,"",INDEX({names},MATCH(over_stake,{over},0)))'),
        ("over_limit", f'=IF(over_stake<=0,"",INDEX($J${FIRST_ROW}:$J$1048576,groups_start+MATCH(over_stake,{over},0)-1))'),
        ("step_share", '=IF(input_change="",0.1,input_change)'),
        ("wanted_ratio", '=IF(input_target_ratio="",3,input_target_ratio)'),
    )  # fmt: skip
    for row, (name, formula) in enumerate(cells, start=5):
        put(sheet, row, _DATA, name.replace("_", " "), "Plain note")
        put(sheet, row, _DATA + 1, formula, "Plain note")
        name_cell(sheet, name, row, _DATA + 1)
    assert 5 + len(cells) < _BARS_ROW - 1
    heads = ("Group", "Value : cost", "Target", "Net", "Advice", "Paid over", "Band", "Titles")
    put_row(sheet, _BARS_ROW - 1, _DATA, heads, ("Head",) * len(heads))
    put(sheet, _BARS_ROW, _DATA + 7, '="Value : cost (CLV : CAC), by "&chosen_chart_by', "Plain note")
    put(sheet, _BARS_ROW + 1, _DATA + 7, '="Value less the cost to win, "&result_currency&", by "&chosen_chart_by', "Plain note")
    for step in range(BARS):
        at = _BARS_ROW + step

        def cell(letter: str, step: int = step) -> str:
            return f"INDEX(${letter}${FIRST_ROW}:${letter}$1048576,groups_start+{step})"

        ratio = f"O{at}"
        figures = (
            (f'{cell("C")}&""', "General"),
            (f'IF(ISNUMBER({cell("G")}),{cell("G")},"")', "0.0"),
            (f'IF(ISNUMBER({ratio}),wanted_ratio,"")', "0.0"),
            (f'IF(ISNUMBER({cell("I")}),{cell("I")},"")', "#,##0"),
            (f'{cell("K")}&""', "General"),
            (f'IF(R{at}="{Advice.KEEP}",MAX(0,({cell("F")}-{cell("J")})*{cell("D")}),"")', "#,##0"),
            (f'IF(OR(by_payback,chosen_industry="",{ratio}=""),"",{band_word(ratio)})', "General"),
        )
        for offset, (formula, form) in enumerate(figures):
            put(sheet, at, _DATA + offset, f'=IF(groups_shown>{step},{formula},"")', "Plain note", form)
