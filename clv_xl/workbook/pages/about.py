"""About: what the workbook is, and how it is used."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.styles import Protection

from ...version import __version__
from ..look import BOOK_TITLE, heights, page, protect, put, put_link, put_row
from ..rules import word_colours

_STEPS = (
    ("1. Inputs", "Fill in the yellow cells."),
    ("2. Orders", "Paste your orders into the yellow table."),
    ("3. Checks", "Look here before you share a figure."),
    ("4. Overview", "Read what has happened so far."),
    ("5. Prediction", "See what today's customers will bring."),
)
_COLOURS = (
    (1234, "Input", "Yours: type or paste here"),
    (1234, "Number", "Calculated: do not type here"),
    ("OK", "State", "Fine"),
    ("Look", "State", "Read this before you share the figures"),
    ("Act", "State", "Wrong or missing: do what it says"),
)
_WORDS = (
    ("Purchase", "A day on which a customer bought"),
    ("Value so far", "Revenue of a customer, after cost of goods"),
    ("Frequency", "Purchases after the first one"),
    ("Recency", "Days from the first to the last purchase"),
    ("Age", "Days from the first purchase to the calculation date"),
    ("Usual gap", "The average time between a customer's purchases"),
)
_PAGES = (
    ("Inputs", "What do I need to fill in?"),
    ("Orders", "Which orders count?"),
    ("Overview", "What has happened so far?"),
    ("Trend", "Where are customers and value going?"),
    ("Cohorts", "Do newer customers do better than older ones?"),
    ("Segments", "Which groups deserve more budget?"),
    ("Prediction", "What will today's customers bring?"),
    ("Model", "How far can I trust the forecast?"),
    ("Products", "What do the best customers buy?"),
    ("Drivers", "What moves with the value of a customer?"),
    ("Win-back", "Whom should we win back?"),
    ("Customers", "Who are they, and what is each one worth?"),
    ("Forecast", "What will each customer bring?"),
    ("Checks", "Can I trust these figures?"),
    ("Functions", "Which formulas can I use in my own cells?"),
)
_METHOD = (
    "Value so far is what customers have paid, less refunds, times the gross margin. It is no forecast.",
    "Prediction: BG/NBD, MBG/NBD or Pareto/NBD for purchases, Gamma-Gamma for spend; Model names the one in use and tests it.",
    "Frequency, recency and age as in Fader, Hardie and Lee (2005); a customer's stage goes by the usual gap.",
)
_WITHOUT = (
    "You see the figures of the last calculation. They do not change when you change an input.",
    "To calculate: install the add-in, or run clv-xl recalc with this file's name.",
)


def build(book: Workbook) -> None:
    sheet = page(
        book,
        "About",
        "What is this workbook, and how do I use it?",
        f"{BOOK_TITLE} from your orders  ·  clv_xl {__version__}",
        [2, 20, 52, 3, 22, 66, 2],
        link="Overview",
    )
    heights(sheet, dict.fromkeys(range(5, 34), 21))
    put(sheet, 5, 2, "Five steps", "Section")
    put_row(sheet, 6, 2, ("Step", "What you do"), ("Head", "Head"))
    for row, words in enumerate(_STEPS, start=7):
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
    for row, words in enumerate(_WORDS, start=23):
        put_row(sheet, row, 2, words, ("Text bold", "Text"))

    put(sheet, 5, 5, "Pages", "Section")
    put_row(sheet, 6, 5, ("Page", "The question it answers"), ("Head", "Head"))
    for row, (tab, question) in enumerate(_PAGES, start=7):
        put_link(sheet, row, 5, tab, tab, "Link line")
        put(sheet, row, 6, question, "Text")
    for title, sentences, row in (("Method", _METHOD, 23), ("Without the add-in", _WITHOUT, 28)):
        put(sheet, row, 5, title, "Section")
        for offset, sentence in enumerate(sentences, start=1):
            put(sheet, row + offset, 5, sentence, "Plain note")
    put(sheet, 32, 5, "Data", "Section")
    put(
        sheet,
        33,
        5,
        '=IF(input_data_name="","There are no orders in this workbook yet.",input_data_name&": "&result_period&".")',
        "Plain note",
    )
    protect(sheet)
