"""Dashboards: cards, questions with a chart each, what to do, and the state of the checks, on one printed page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..composing import compose
from ..look.conditional_formats import currency_signs, word_colours
from ..look.style import COUNT
from .blocks import Block
from .page import Book, Lane, Page
from .places import Place

_MODULE, _GUTTER, _MODULES = 27, 1.6, 6
GAP = 1
"""Columns between two modules."""
THIRDS = (3, 3, 3)
"""A third of the page is two modules and the gutter between them."""


def dashboard(book: Book, title: str, banner: tuple[Any, str], filled: str) -> Page:
    """The page with its head. filled is a formula: whether anything is filled in yet."""
    widths = [_MODULE, *[_GUTTER, _MODULE] * (_MODULES - 1)]
    page = book.page("Dashboard", title, '="Dashboard  ·  "&result_subtitle', widths, link="Checks", banner=banner)
    page.zoom, page.has_headings = 90, False
    page.row_heights[4] = 14
    state = Block(page, 1, 1)
    fine = f'IF({filled},"● All checks OK","● Nothing filled in yet")'
    words = f'IF(result_state="Look","● Look: see Checks",IF(result_state="Act","● Act: see Checks",{fine}))'
    cell = state.put(0, 0, f"={words}", "State")
    state.rule(word_colours, cell, {"● All checks OK": "good", "● Look: see Checks": "look", "● Act: see Checks": "bad"})
    page.pin(state, 3, page.right)
    return page


@dataclass(frozen=True)
class Action:
    """text, figures and note are formulas; tab is the page that shows more. note: the range of what is at stake, and until when to act.
    elsewhere: pages that it sends to first, each with a formula that says whether something is to be filled in there."""

    text: str
    figures: tuple[str, ...]
    tab: str
    note: str = '""'
    elsewhere: Mapping[str, str] = field(default_factory=dict)

    @property
    def link(self) -> str:
        """A formula for the link, where it depends on what is filled in."""
        words, place = (f'"{words}"' for words in (_words(self.tab), _place(self.tab)))
        for tab, where in reversed([*self.elsewhere.items()]):
            first = f"IFERROR({where},FALSE)"  # where our functions are unknown the link still leads somewhere
            words, place = f'IF({first},"{_words(tab)}",{words})', f'IF({first},"{_place(tab)}",{place})'
        return f"=HYPERLINK({place},{words})"


def _words(tab: str) -> str:
    return compose("{1}  →", tab)


def _place(tab: str) -> str:
    return f"#'{tab}'!A1"


@dataclass(frozen=True)
class Figure:
    """A column of figures in the list of actions, so many columns of the lane from its left. style is that of its cells; is_currency: with
    the sign of the currency."""

    head: str
    style: str
    at: int
    form: str = ""
    is_currency: bool = False


MOST_ACTIONS = 5


class Actions(Block):
    """A list of what to do, with a figure or two to each and a link to the page that shows more; below each its note."""

    def __init__(self, lane: Lane, figures: Sequence[Figure], actions: Sequence[Action]) -> None:
        if len(actions) > MOST_ACTIONS:
            raise ValueError(f"{len(actions)} actions on {lane.page.tab}: nobody does more than {MOST_ACTIONS}")
        super().__init__(lane.page, 1 + 2 * len(actions), lane.columns)
        self.heights[0] = 18
        last = lane.columns - 1
        words = {0: "Action", last: "Where"} | {figure.at: figure.head for figure in figures}
        numbers = {last, *(figure.at for figure in figures if not figure.style.endswith("note"))}
        self.put_row(
            0, [words.get(c) for c in range(lane.columns)], ["Head number" if c in numbers else "Head" for c in range(lane.columns)]
        )
        for number, action in enumerate(actions):
            row = 1 + 2 * number
            self.put(row, 0, f"={action.text}", "Plain")
            for figure, formula in zip(figures, action.figures):
                self.put(row, figure.at, f"={formula}", figure.style, figure.form)
            if action.elsewhere:
                self.put(row, last, action.link, "Link right")
            else:
                self.put_link(row, last, _words(action.tab), action.tab, "Link right")
            self.put_row(row + 1, [f"={action.note}", *[None] * last], ["Note"] * lane.columns)
            self.heights[row + 1] = 15
        for figure in figures:
            if figure.is_currency:
                self.rule(currency_signs, self.figure(figure), figure.form or COUNT)

    def figure(self, figure: Figure) -> Place:
        return self.area(1, figure.at, self.rows - 1, figure.at)
