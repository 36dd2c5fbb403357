"""About: what the workbook is, and how it is used."""

from __future__ import annotations

from dataclasses import dataclass

from ....version import __version__
from ...composing import compose
from ...layout.blocks import Block
from ...layout.page import Book, Lane
from ...look.conditional_formats import word_colours
from ...look.sheets import lock
from ...look.style import BOOK_TITLE
from .checks import STATES

_COLOURS = (
    (1234, "Input", "Yours: type or paste here"),
    (1234, "Number", "Calculated: do not type here"),
    ("OK", "State", "Fine"),
    ("Look", "State", "Read this before you share the figures"),
    ("Act", "State", "Wrong or missing: do what it says"),
)


WITHOUT_ADD_IN = (
    "You see the figures of the last calculation. They do not change when you change an input.",
    "To calculate: install the add-in, or run clv-xl recalc with this file's name.",
)


_STAND = (
    '=IF(template_anonymised=1,"Customers have codes. Who they are stands in the key beside this file, and not in it.",'
    '"Customers stand in it as your list names them: in the table, and in lists and sentences made from it.")',
    '=IF(template_anonymised=1,"","Other ids, addresses and names from files: on the hidden sheet clv_xl_customers (for --add).")',
)
_TAKEN_OUT = "clv-xl fill --anonymise puts codes in their place; clv-xl forget takes one customer out."


def about_people(*more: str) -> tuple[str, ...]:
    """What a workbook with a list holds about people. more: what its list has besides customers."""
    return (*_STAND, *more, _TAKEN_OUT)


@dataclass(frozen=True)
class Introduction:
    """What About says of a template."""

    source: str
    """What the values are made from."""
    steps: tuple[tuple[str, str], ...]
    words: tuple[tuple[str, str], ...]
    pages: tuple[tuple[str, str], ...]
    """Each tab, and the question that it answers."""
    notes: dict[str, tuple[str, ...]]
    """Sentences, or formulas that make them, by their heading."""


def about_page(book: Book, introduction: Introduction, *, link: str) -> None:
    page = book.page(
        "About",
        "What is this workbook, and how do I use it?",
        compose("{1}  ·  clv_xl {2}", f"{BOOK_TITLE} from {introduction.source}", __version__),
        [20, 52, 3, 22, 66],
        link=link,
        row_height=21,
    )
    left, right = page.split(2, 2, gap=1)
    _pairs(left, "Five steps", ("Step", "What you do"), introduction.steps)
    left.skip(21)
    _colours(left)
    left.skip(21)
    _pairs(left, "Words", ("Word", "Means"), introduction.words)

    right.text("Pages", "Section", 21)
    pages = Block(page, 1 + len(introduction.pages), 2)
    pages.put_row(0, ("Page", "The question it answers"), ("Head", "Head"))
    for row, (tab, question) in enumerate(introduction.pages, start=1):
        pages.put_link(row, 0, tab, tab, "Link line")
        pages.put(row, 1, question, "Text")
    right.put(pages)
    for title, sentences in introduction.notes.items():
        right.skip(21)
        right.text(title, "Section", 21)
        for sentence in sentences:
            right.text(sentence, "Plain note", 21)


def _pairs(lane: Lane, title: str, heads: tuple[str, str], pairs: tuple[tuple[str, str], ...]) -> None:
    lane.text(title, "Section", 21)
    block = Block(lane.page, 1 + len(pairs), 2)
    block.put_row(0, heads, ("Head", "Head"))
    for row, words in enumerate(pairs, start=1):
        block.put_row(row, words, ("Text bold", "Text"))
    lane.put(block)


def _colours(lane: Lane) -> None:
    lane.text("Colours", "Section", 21)
    block = Block(lane.page, 1 + len(_COLOURS), 2)
    block.put_row(0, ("Looks like", "Means"), ("Head", "Head"))
    for row, (value, style, meaning) in enumerate(_COLOURS, start=1):
        looks = block.put(row, 0, value, style, "#,##0" if style == "Input" else "")
        block.put(row, 1, meaning, "Note")
        if style == "Input":
            block.rule(lock, looks)
    block.rule(word_colours, block.area(3, 0, len(_COLOURS), 0), STATES)
    lane.put(block)
