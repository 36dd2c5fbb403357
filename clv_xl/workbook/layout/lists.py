"""Pages that are a list, with questions and charts above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .columns import check_names, columns_of
from .page import Book, Lane, Page
from .tables import Call, Spill, widths_of

STYLED_AGES = 240
"""Columns of a triangle that look like one; it grows by one with every period, and nothing stands right of it."""


@dataclass(frozen=True)
class Asked:
    """A question, its answer in a sentence, and the chart that shows it."""

    question: str
    answer: str
    chart: Any


def list_page(
    book: Book,
    tab: str,
    title: str,
    call: Call,
    *,
    widths: Mapping[str, float] | None = None,
    repeated: Sequence[str | int] = (),
    without: Sequence[str] = (),
    forms: Mapping[str, str] | None = None,
    head_height: float = 32,
    row_height: float = 17,
    subtitle: str = "",
    link: str = "Dashboard",
    printed_to: str = "",
    **look: Any,
) -> tuple[Page, Spill]:
    """A page whose columns are those of a list of ours, and the list, to be placed where it stands.

    Args:
        widths: of columns that are not as wide as their kind is.
        printed_to: the last column that is printed, where not all are.
        repeated, without, forms, head_height, row_height: as `Spill` takes them; the rest as `Book.page` does.
    """
    columns = columns_of(call.name, repeated, without)
    names = [column.name for column in columns]
    check_names(tab, [printed_to] if printed_to else (), names)
    printed = 1 + names.index(printed_to) if printed_to else 0
    said = subtitle or f'="{tab}  ·  "&result_subtitle'
    page = book.page(tab, title, said, widths_of(columns, widths), link=link, printed=printed, **look)
    spill = Spill(page, call, repeated=repeated, without=without, forms=forms, head_height=head_height, row_height=row_height)
    return page, spill


def ask_across(page: Page, *questions: Asked, rows: int = 10, height: float = 18) -> None:
    """Questions with their charts beside each other, over the printed width of the page."""
    lanes = _even_lanes(page, len(questions))
    for lane, asked in zip(lanes, questions):
        lane.ask(asked.question, asked.answer, asked.chart, rows, height)
    page.below(*lanes)


def _even_lanes(page: Page, count: int) -> list[Lane]:
    """Lanes of about the same width, each of whole columns."""
    widths = page.widths[: page.printed]
    ends, used = [], 0.0
    edges = [sum(widths) * number / count for number in range(1, count)]
    for number, width in enumerate(widths, start=1):
        while len(ends) < len(edges) and used + width / 2 >= edges[len(ends)]:
            ends.append(number - 1)
        used += width
    ends.append(len(widths))
    return page.split(*(end - start for start, end in zip([0, *ends], ends)))
