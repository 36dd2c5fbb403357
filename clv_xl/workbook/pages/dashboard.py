"""What dashboards share: cards, questions with a chart each, what to do, and the state of the checks, on one printed page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ..look.conditional_formats import word_colours
from ..look.style import banner, heights, page, put, put_link, put_row
from .cards import Card, put_cards
from .names import name_cell

MODULES = (2, 4, 6, 8, 10, 12)
"""The columns of the cards; gutters stand between them. A third of the page is two modules."""
LAST = MODULES[-1]
THIRDS = (2, 6, 10)
DATA = LAST + 2
"""Where the data behind the charts begin, right of what is printed."""
CARDS_ROW = 5
_WIDTHS = (2, 27, *(1.6, 27) * 5, 2)


def put_state(sheet: Worksheet, filled: str) -> None:
    """What the checks say. They agree where nothing is filled in yet, but mean nothing there; filled is the formula that knows."""
    words = f'IF(result_state="Look","● Look: see Checks",IF(result_state="Act","● Act: see Checks",IF({filled},"● All checks OK","● Nothing filled in yet")))'
    put(sheet, 3, LAST, f"={words}", "State")
    word_colours(sheet, "L3", {"● All checks OK": "good", "● Look: see Checks": "look", "● Act: see Checks": "bad"})


@dataclass(frozen=True)
class Action:
    """text and figures are formulas; tab is the page that shows more."""

    text: str
    figures: tuple[str, ...]
    tab: str


def begin(
    book: Workbook, title: str, cards: tuple[Card, ...], broken: tuple[str, str], data_widths: Sequence[float], filled: str
) -> Worksheet:
    """The page with its head and six cards. data_widths are those of the columns from DATA on; filled is put_state's."""
    widths = [*_WIDTHS, *data_widths]
    sheet = page(book, "Dashboard", title, '="Dashboard  ·  "&result_subtitle', widths, link="Checks", last_column=LAST)
    sheet.sheet_view.showRowColHeaders = False
    sheet.sheet_view.zoomScale = 90
    banner(sheet, *broken)
    put_state(sheet, filled)
    put_cards(sheet, CARDS_ROW, list(MODULES), cards)
    heights(sheet, {4: 14})
    return sheet


def ask(sheet: Worksheet, row: int, column: int, question: str, answer: str, until: int = 0) -> None:
    """A question, and below it the answer in one sentence. The line above them runs over a third of the page, or until a column."""
    for at in range(column, (until or column + 2) + 1):
        put(sheet, row, at, question if at == column else None, "Question")
    put(sheet, row + 1, column, answer, "Answer")
    heights(sheet, {row: 22, row + 1: 17})


def put_words(sheet: Worksheet, row: int, cells: Sequence[tuple[str, str]]) -> None:
    """Named cells right of what is printed: sentences, titles, figures on the way."""
    for at, (name, formula) in enumerate(cells, start=row):
        put(sheet, at, DATA, name.replace("_", " "), "Plain note")
        put(sheet, at, DATA + 1, formula, "Plain note")
        name_cell(sheet, name, at, DATA + 1)


def put_actions(sheet: Worksheet, row: int, first: int, heads: Mapping[int, tuple[str, str]], actions: Sequence[Action]) -> None:
    """A list of what to do from a column on; heads has the heading and the style of each figure by its column."""
    columns = range(first, LAST + 1)
    words = {first: "Action", LAST: "Where"} | {column: head for column, (head, _) in heads.items()}
    numbers = {LAST, *(column for column, (_, style) in heads.items() if not style.startswith("Note"))}
    put_row(sheet, row, first, [words.get(c) for c in columns], ["Head number" if c in numbers else "Head" for c in columns])
    for at, action in enumerate(actions, start=row + 1):
        cells = {first: action.text} | dict(zip(heads, action.figures))
        values = [f"={cells[column]}" if column in cells else None for column in columns]
        put_row(sheet, at, first, values, [heads[column][1] if column in heads else "Text" for column in columns])
        put_link(sheet, at, LAST, f"{action.tab}  →", action.tab, "Link line right")
