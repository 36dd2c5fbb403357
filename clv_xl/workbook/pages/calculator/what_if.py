"""What-if: what each lever is worth. Each row of the calculation changes one input, and leaves the others."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.chart import Reference
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ...look.charts import Anchor, bar_chart
from ...look.conditional_formats import format_where
from ...look.style import ACCENT, MID, MONEY, align, banner, heights, page, protect, put, put_row
from ..names import name_cell
from .banner import BROKEN

LEVERS = {
    "Purchase value": "C",
    "Purchases a year": "D",
    "Gross margin": "E",
    "Customers who leave": "F",
    "Cost to win": "I",
    "Serving and keeping": "J",
}
"""The column of the calculation in which each lever moves."""
TOP, LIST_ROW = 5, 8
BASE_ROW = LIST_ROW + len(LEVERS) + 8
_VALUE = (
    'IF(value_way=1,CLV(C{0},D{0},G{0},E{0}),IF(value_way=4,CLV_DISCOUNTED(CLV(C{0},D{0},1,E{0}),H{0},used_discount_rate,"",0,0),'
    "CHURN_CLV(CLV_MONTHLY_REVENUE(C{0},D{0}),E{0},F{0},IF(value_way=2,0,used_discount_rate))))"
)
"""The value of a customer in a row, by the method that is chosen: its number in WAYS, from 1."""
_HEADS = ("Purchase value", "Purchases", "Gross margin", "Monthly churn", "Lifespan", "Retention", "Cost to win", "Serving, keeping")
_FORMS = (MONEY, "#,##0.00", "0.0%", "0.00%", "#,##0.00", "0.0%", MONEY, MONEY, MONEY, MONEY, MONEY)
_BASE = ("purchase_value", "purchase_frequency", "gross_margin", "monthly_churn", "lifespan", "retention_rate", "cac", "yearly_cost")
_DATA = 15  # column O

ALT_TEXTS = ["Which lever matters most? Bars show by how much the profit per customer changes when one figure rises or falls, the strongest lever on top."]  # fmt: skip


def build(book: Workbook) -> None:
    sheet = page(
        book,
        "What-if",
        "Which lever matters most?",
        '="What-if  ·  "&result_subtitle',
        [2, 34, *[13.5] * 11, 2, 2, 24, *[12] * 7, 60, 24],
        link="Dashboard",
        last_column=13,
    )
    banner(sheet, *BROKEN)
    last = BASE_ROW + 2 * len(LEVERS)
    heights(sheet, dict.fromkeys(range(TOP, last + 1), 20))
    heights(sheet, {TOP + 1: 17, BASE_ROW - 1: 32, LIST_ROW - 1: 32})
    _calculation(sheet)
    _data_behind(sheet)
    _levers(sheet)
    put(sheet, TOP, 2, "=lever_answer", "Section")
    put(
        sheet,
        TOP + 1,
        2,
        "Each bar moves one figure and leaves the others. Profit: value less cost to win, serving and keeping.",
        "Section note",
    )
    tornado(sheet, sheet, (LIST_ROW - 1, 2, BASE_ROW - 3, 7), (0.28, 0.19, 0.66, 0.78))
    protect(sheet)


def _calculation(sheet: Worksheet) -> None:
    put(sheet, BASE_ROW - 3, 2, "How it is counted", "Section")
    put(
        sheet,
        BASE_ROW - 2,
        2,
        "Fewer customers who leave means less churn, a longer lifespan and more retention, all three in the same proportion.",
        "Section note",
    )
    put_row(sheet, BASE_ROW - 1, 2, ("What moves", *_HEADS, "Value", "Profit", "Change"), ("Head", *["Head number"] * 11))
    _scenario(sheet, BASE_ROW, "As it is", [f"=used_{name}" for name in _BASE], ["Total text", *["Total"] * 11])
    name_cell(sheet, "what_if_profit", BASE_ROW, 12)
    base = {letter: f"{letter}${BASE_ROW}" for letter in "CDEFGHIJ"}
    for number, (lever, column) in enumerate(LEVERS.items()):
        for step, sign, word in ((1, "-", "lower"), (2, "+", "higher")):
            row = BASE_ROW + 2 * number + step
            factor = f"(1{sign}input_change)"
            cells = dict(base)
            cells[column] = f'IF(ISNUMBER({base[column]}),{base[column]}*{factor},"")'
            if column == "E":
                cells["E"] = f'IF(ISNUMBER({base["E"]}),MIN(1,{base["E"]}*{factor}),"")'
            if column == "F":  # one lever in three measures; nothing is above 100%
                cells["F"] = f'IF(ISNUMBER({base["F"]}),MIN(1,{base["F"]}*{factor}),"")'
                cells["G"] = f'IF(ISNUMBER({base["G"]}),{base["G"]}/{factor},"")'
                cells["H"] = f'IF(ISNUMBER({base["H"]}),1-MIN(1,(1-{base["H"]})*{factor}),"")'
            values = [f"={cells[letter]}" for letter in "CDEFGHIJ"]
            _scenario(sheet, row, f'="{lever}, "&ROUND(100*N(input_change),1)&"% {word}"', values, ["Text", *["Number"] * 11])


def _scenario(sheet: Worksheet, row: int, label: str, values: list[str], styles: list[str]) -> None:
    results = (
        f'=IFERROR({_VALUE.format(row)},"")',
        f'=IFERROR(CLV_NET(K{row},I{row},J{row},G{row}),"")',
        f'=IF(OR(L{row}="",L${BASE_ROW}=""),"",L{row}-L${BASE_ROW})',
    )
    put_row(sheet, row, 2, (label, *values, *results), styles)
    for column, form in enumerate(_FORMS, start=3):
        sheet.cell(row, column).number_format = form


def _data_behind(sheet: Worksheet) -> None:
    """Right of what is printed: the levers as they come, and in which order they stand."""
    put(sheet, TOP, _DATA + 1, "Data behind the list and the chart", "Section")
    put_row(
        sheet,
        LIST_ROW - 1,
        _DATA + 1,
        ("Lever", "Now", "Lower", "Higher", "Gain", "Place", "Lower, sorted", "Higher, sorted"),
        ("Head",) * 8,
    )
    put_row(sheet, LIST_ROW - 1, _DATA + 9, ("Titles and sentences", "Names of the bars"), ("Head", "Head"))
    first, last = LIST_ROW, LIST_ROW + len(LEVERS) - 1
    for row, (number, (lever, column)) in enumerate(enumerate(LEVERS.items()), start=first):
        lower = BASE_ROW + 2 * number + 1
        place = f'=IF(T{row}="",ROW()-{first - 1},SUMPRODUCT(--(T${first}:T${last}>T{row}))+SUMPRODUCT(--(T${first}:T{row}=T{row})))'
        gain = f'=IF(OR(M{lower}="",M{lower + 1}=""),"",ROUND(MAX(M{lower},M{lower + 1}),6))'
        put_row(sheet, row, _DATA + 1, (lever, f"={column}{BASE_ROW}", f"=M{lower}", f"=M{lower + 1}", gain, place), ("Plain note",) * 6)
        for at, source in ((_DATA + 7, "R"), (_DATA + 8, "S")):
            found = f"INDEX({source}${first}:{source}${last},MATCH({row - first + 1},$U${first}:$U${last},0))"
            put(sheet, row, at, f"={found}", "Plain note", "+#,##0.0;-#,##0.0;0")
        put(sheet, row, _DATA + 10, f'=H{row}&REPT(" ",12)', "Plain note")  # room for the figure at the end of a long bar
    change = "ROUND(100*N(input_change),1)"
    sentences = (
        ("lever_title", '="Change in profit per customer, "&result_currency'),
        ("lever_higher", f'={change}&"% higher"'),
        ("lever_lower", f'={change}&"% lower"'),
        ("result_best_lever", f"=H{first}"),
        ("result_best_lever_gain", f"=M{first}"),
        ("lever_answer", f'=IF(result_best_lever_gain="","Fill in Inputs to see it.",result_best_lever&", "&IF(N(V{first})>N(W{first}),lever_lower,lever_higher)&": "&FIXED(result_best_lever_gain,2)&" more profit per customer.")'),
    )  # fmt: skip
    for row, (name, formula) in enumerate(sentences, start=first):
        put(sheet, row, _DATA + 9, formula, "Plain note")
        name_cell(sheet, name, row, _DATA + 9)


def _levers(sheet: Worksheet) -> None:
    """The strongest lever first."""
    first, last = LIST_ROW, LIST_ROW + len(LEVERS) - 1
    heads = ("Lever", None, "Now", '="Profit, "&lever_lower', '="Profit, "&lever_higher', "Gain")
    put_row(sheet, LIST_ROW - 1, 8, heads, ("Head", "Head", *["Head number"] * 4))
    for row in range(first, last + 1):
        place = f"MATCH({row - first + 1},$U${first}:$U${last},0)"
        values = [f"INDEX({letter}${first}:{letter}${last},{place})" for letter in "PQRST"]
        profits = [f'IF({value}="","",{value}+what_if_profit)' for value in values[2:4]]
        put_row(
            sheet,
            row,
            8,
            (f"={values[0]}", None, *(f"={value}" for value in (values[1], *profits, values[4]))),
            ("Text bold", "Text", *["Money"] * 4),
        )
    format_where(sheet, f"J{first}:J{last}", f'OR($H{first}="Gross margin",$H{first}="Customers who leave")', "0.0%")
    put_row(
        sheet,
        last + 1,
        8,
        ("As it is", None, None, "=what_if_profit", "=what_if_profit", None),
        ("Total text", "Total", "Total", "Total money", "Total money", "Total"),
    )
    put(sheet, last + 2, 8, "Customers who leave: the monthly churn. Now is before the change.", "Plain note")
    align(sheet.cell(last + 2, 8), vertical="top")


def tornado(sheet: Worksheet, data: Worksheet, anchor: Anchor, plot: tuple[float, float, float, float]) -> None:
    """The chart of the levers; Dashboard has it too."""
    first, last = LIST_ROW, LIST_ROW + len(LEVERS) - 1
    lower, higher = (Reference(data, min_col=column, min_row=first, max_row=last) for column in (_DATA + 7, _DATA + 8))
    text = f"'What-if'!${get_column_letter(_DATA + 9)}${{}}".format
    bar_chart(
        sheet,
        anchor,
        title=text(first),
        categories=Reference(data, min_col=_DATA + 10, min_row=first, max_row=last),
        series=[(text(first + 1), higher, ACCENT), (text(first + 2), lower, MID)],
        plot=plot,
        horizontal=True,
        labels=True,
        overlap=100,
        signed=True,
    )
