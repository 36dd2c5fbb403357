"""Pages that are questions with a chart each, and a list below them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ..look.style import banner, heights, page, put
from .dashboard import ask

CHARTS = (7, 17)
"""The rows that the charts cover: from, up to without."""
HEAD_ROW = 20
FIRST_ROW = HEAD_ROW + 1
"""Where the list begins."""


class Asked(NamedTuple):
    """A question, its answer, and the columns that both and the chart take."""

    question: str
    answer: str
    first: int
    last: int


def charted_page(
    book: Workbook,
    tab: str,
    title: str,
    widths: Sequence[float],
    questions: Sequence[Asked],
    listed: tuple[str, str],
    head_height: float,
    *,
    chart_height: float = 18,
    broken: tuple[str, str] | None = None,
) -> Worksheet:
    """listed: title and note of the list. It is printed up to the last column of the questions. chart_height: that of each of the
    rows below the charts. broken: as the banner of the page takes it."""
    sheet = page(
        book,
        tab,
        title,
        f'="{tab}  ·  "&result_subtitle',
        widths,
        link="Dashboard",
        list_head=HEAD_ROW,
        last_column=questions[-1].last,
    )
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    if broken:
        banner(sheet, *broken)
    for asked in questions:
        ask(sheet, CHARTS[0] - 2, asked.first, asked.question, asked.answer, asked.last)
    heights(sheet, {**dict.fromkeys(range(*CHARTS), chart_height), 17: 8, 18: 20, 19: 17, HEAD_ROW: head_height, FIRST_ROW: 17})
    put(sheet, HEAD_ROW - 2, 2, listed[0], "Section")
    put(sheet, HEAD_ROW - 1, 2, listed[1], "Section note")
    return sheet
