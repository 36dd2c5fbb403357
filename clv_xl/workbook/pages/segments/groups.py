"""Segments: what each segment is worth, spilled by SEGMENT_CLV."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.chart import Reference
from openpyxl.worksheet.worksheet import Worksheet

from ...look.charts import Anchor, bar_chart
from ...look.conditional_formats import total_row, word_colours
from ...look.style import ACCENT, MID, protect, put, put_row, spill
from ..charted import FIRST_ROW, HEAD_ROW, Asked, charted_page
from ..names import name_cell
from .banner import BROKEN

BARS = 6
_DATA = 15  # column O
_BARS_ROW = 12
_FORM = (
    ("Text bold", 26),
    ("Number", 13),
    ("Share", 14),
    ("Money", 14),
    ("Number", 15),
    ("Share", 14),
    ("Decimal", 11),
    ("Money", 13),
    ("Ratio", 12),
    ("Number", 15),
    ("State", 13),
)
ALT_TEXTS = [
    "Who brings the value? Bars compare each segment's share of all customers with its share of the value.",
    "What is left after winning them? Bars show the value of each segment less what its customers cost to win.",
]


def build(book: Workbook) -> None:
    sheet = charted_page(
        book,
        "Segments",
        "Which segments are worth more?",
        [2, *(width for _, width in _FORM), 2, 2, 24, 13, 13, 13, 40],
        (
            Asked("Who brings the value?", "=segments_answer", 2, 6),
            Asked("What is left after winning them?", "=segments_net_answer", 7, 12),
        ),
        (
            "All segments",
            "Largest value first. Index: 1 is the average customer. Net: value less the cost to win. Enough data: 100 customers or more; with fewer, take it as a hint.",
        ),
        32,
        chart_height=20,
        broken=BROKEN,
    )
    spill(sheet, HEAD_ROW, [style for style, _ in _FORM], "SEGMENT_CLV(segment_column,clv_column,cac_column,count_column)")
    total_row(sheet, f"B{FIRST_ROW}:L1048576", f'$B{FIRST_ROW}="All customers"')
    word_colours(sheet, f"I{FIRST_ROW}:L1048576", {"No": "look"})
    _data_behind(sheet)
    shares_chart(sheet, sheet, (7, 2, 17, 7))
    means = Reference(sheet, min_col=_DATA + 3, min_row=_BARS_ROW, max_row=_BARS_ROW + BARS - 1)
    bar_chart(
        sheet,
        (7, 7, 17, 13),
        title=f"'Segments'!$S${_BARS_ROW + 1}",
        categories=Reference(sheet, min_col=_DATA, min_row=_BARS_ROW, max_row=_BARS_ROW + BARS - 1),
        series=[(f"'Segments'!$R${_BARS_ROW - 1}", means, ACCENT)],
        plot=(0.2, 0.12, 0.74, 0.74),
        horizontal=True,
        signed=True,
    )
    protect(sheet)


def shares_chart(sheet: Worksheet, segments: Worksheet, anchor: Anchor) -> None:
    """Shares of customers and of value, on any page."""

    def bars(offset: int) -> Reference:
        return Reference(segments, min_col=_DATA + offset, min_row=_BARS_ROW, max_row=_BARS_ROW + BARS - 1)

    heads = [f"'Segments'!${letter}${_BARS_ROW - 1}" for letter in "PQ"]
    bar_chart(
        sheet,
        anchor,
        title=f"'Segments'!$S${_BARS_ROW}",
        categories=bars(0),
        series=[(heads[1], bars(2), ACCENT), (heads[0], bars(1), MID)],
        plot=(0.2, 0.19, 0.74, 0.78),
        horizontal=True,
        labels=True,
    )


def _data_behind(sheet: Worksheet) -> None:
    """Right of what is printed: the largest segments, which the charts draw, and the sentences above them."""
    put(sheet, 5, _DATA, "Data behind the charts", "Section")
    first = f"O{_BARS_ROW}"
    net, names = (f"{letter}{_BARS_ROW}:{letter}{_BARS_ROW + BARS - 1}" for letter in "RO")
    best = f"INDEX({names},MATCH(MAX({net}),{net},0))"
    cells = (
        ("segment_count", f'=IFERROR(MATCH("All customers",$B${FIRST_ROW}:$B$1048576,0)-1,0)'),
        ("check_segment_customers", f"=IF(segment_count=0,0,INDEX($C${FIRST_ROW}:$C$1048576,segment_count+1))"),
        ("check_segment_value", f"=IF(segment_count=0,0,INDEX($F${FIRST_ROW}:$F$1048576,segment_count+1))"),
        ("segments_answer", f'=IF(N(P{_BARS_ROW})=0,"There are no customers yet.",IF(ISNUMBER(Q{_BARS_ROW}),{first}&": "&ROUND(100*P{_BARS_ROW},0)&"% of customers, "&ROUND(100*N(Q{_BARS_ROW}),0)&"% of the value.","There is no value to share."))'),
        ("segments_net_answer", f'=IF(COUNT({net})=0,"Fill in acquisition costs on Customers to see it.",{best}&": "&FIXED(MAX({net}),0)&" after the cost to win.")'),
    )  # fmt: skip
    for row, (name, formula) in enumerate(cells, start=6):
        put(sheet, row, _DATA, formula, "Plain note")
        put(sheet, row, _DATA + 1, name.replace("_", " "), "Plain note")
        name_cell(sheet, name, row, _DATA)
    put_row(sheet, _BARS_ROW - 1, _DATA, ("Segment", "Share of customers", "Share of value", "Net", "Titles"), ("Head",) * 5)
    put(sheet, _BARS_ROW, _DATA + 4, "Share of all customers and of the value, by segment", "Plain note")
    put(sheet, _BARS_ROW + 1, _DATA + 4, '="Value less the cost to win, "&result_currency&", by segment"', "Plain note")
    for step in range(BARS):
        at, source = _BARS_ROW + step, FIRST_ROW + step
        for offset, (letter, form) in enumerate((("B", "General"), ("D", "0%"), ("G", "0%"), ("K", "#,##0"))):
            value = f"{letter}{source}"
            shown = f"IF(ISNUMBER({value}),{value},0)" if letter != "B" else value
            if letter == "K":
                shown = f'IF($J${HEAD_ROW}="CLV : CAC",IF(ISNUMBER({value}),{value},""),"")'
            put(sheet, at, _DATA + offset, f'=IF(segment_count>{step},{shown},"")', "Plain note", form)
