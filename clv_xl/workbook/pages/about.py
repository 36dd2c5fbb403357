"""About: what the workbook is, and how it is used."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Protection

from ...version import __version__
from ..look.conditional_formats import word_colours
from ..look.style import BOOK_TITLE, heights, page, protect, put, put_link, put_row

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


def build(book: Workbook, introduction: Introduction, *, link: str) -> None:
    sheet = page(
        book,
        "About",
        "What is this workbook, and how do I use it?",
        f"{BOOK_TITLE} from {introduction.source}  ·  clv_xl {__version__}",
        [2, 20, 52, 3, 22, 66, 2],
        link=link,
    )
    heights(sheet, dict.fromkeys(range(5, 34), 21))
    put(sheet, 5, 2, "Five steps", "Section")
    put_row(sheet, 6, 2, ("Step", "What you do"), ("Head", "Head"))
    for row, words in enumerate(introduction.steps, start=7):
        put_row(sheet, row, 2, words, ("Text bold", "Text"))
    put(sheet, 13, 2, "Colours", "Section")
    put_row(sheet, 14, 2, ("Looks like", "Means"), ("Head", "Head"))
    for row, (value, style, meaning) in enumerate(_COLOURS, start=15):
        put_row(sheet, row, 2, (value, meaning), (style, "Note"))
        if style == "Input":
            sheet.cell(row, 2).number_format = "#,##0"
            sheet.cell(row, 2).protection = Protection(locked=True)
    word_colours(sheet, "B17:B19", {"OK": "good", "Look": "look", "Act": "bad"})
    put(sheet, 21, 2, "Words", "Section")
    put_row(sheet, 22, 2, ("Word", "Means"), ("Head", "Head"))
    for row, words in enumerate(introduction.words, start=23):
        put_row(sheet, row, 2, words, ("Text bold", "Text"))

    put(sheet, 5, 5, "Pages", "Section")
    put_row(sheet, 6, 5, ("Page", "The question it answers"), ("Head", "Head"))
    for row, (tab, question) in enumerate(introduction.pages, start=7):
        put_link(sheet, row, 5, tab, tab, "Link line")
        put(sheet, row, 6, question, "Text")
    row = 8 + len(introduction.pages)
    for title, sentences in introduction.notes.items():
        put(sheet, row, 5, title, "Section")
        for offset, sentence in enumerate(sentences, start=1):
            put(sheet, row + offset, 5, sentence, "Plain note")
        row += len(sentences) + 2
    protect(sheet)
