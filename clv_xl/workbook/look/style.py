"""The palette, named styles, and the frame of a page."""

from __future__ import annotations

import re
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.writer.theme import theme_xml

INK, GREY, MID = "1F2937", "566270", "8796A6"
RULE, GRID, PANEL = "D5DCE4", "E8ECF1", "F4F6F9"
ACCENT = "274C8F"
LIGHT = "B9C6E0"
"""A column that is not over yet."""
RANGE = "6F91C9"
"""The dashed lines of a range."""
POSITIVE, POSITIVE_TINT = "00766A", "E3F2EF"
NEGATIVE, NEGATIVE_TINT = "B8430A", "FBE9DF"
ATTENTION, ATTENTION_TINT = "7A5A00", "FFF3D6"
INPUT, INPUT_FILL, INPUT_EDGE = "0000CC", "FFF9DB", "D9B84A"

FONT = "Calibri"
HIDDEN_TITLE = "Hidden title"
CODE = "Code"
"""The style of what is typed as it stands, the same in every language: names of arguments, formulas as text."""
BOOK_TITLE = "Customer lifetime value"

COUNT, MONEY, WHOLE_MONEY, SHARE, RATIO = "#,##0", "#,##0.00;-#,##0.00", "#,##0", "0.0%", '0.0" : 1"'
DATE, MONTH = "d mmm yyyy", "mmm yyyy"

CURRENCIES = {
    "EUR": ("euros", '"€ "'),
    "USD": ("US dollars", '"$"'),
    "GBP": ("pounds", '"£"'),
    "CHF": ("Swiss francs", '"CHF "'),
    "SEK": ("Swedish kronor", '"SEK "'),
    "NOK": ("Norwegian kroner", '"NOK "'),
    "DKK": ("Danish kroner", '"DKK "'),
    "PLN": ("zloty", '"PLN "'),
    "CAD": ("Canadian dollars", '"C$"'),
    "AUD": ("Australian dollars", '"A$"'),
    "JPY": ("yen", '"¥"'),
    "INR": ("rupees", '"₹"'),
}
"""What a currency is called in a sentence, and the sign before an amount, by code."""


def side(style: str, colour: str) -> Side:
    return Side(style=style, color=colour)  # type: ignore[arg-type]


def _style(
    name: str,
    size: float = 10,
    *,
    bold: bool = False,
    colour: str = INK,
    fill: str = "",
    across: str = "left",
    down: str = "center",
    **more: Any,
) -> NamedStyle:
    style = NamedStyle(name)
    style.font = Font(name=FONT, sz=size, b=bold, color=colour, u=more.get("underline"))
    if fill:
        style.fill = PatternFill("solid", fgColor=fill)
    style.alignment = Alignment(
        horizontal=across,  # type: ignore[arg-type]
        vertical=down,
        indent=more.get("indent", 0),
        wrap_text=more.get("wrap"),
        shrink_to_fit=more.get("shrink"),
    )
    style.border = more.get("border", Border())
    style.number_format = more.get("format", "General")
    style.protection = Protection(locked=more.get("locked", True))
    return style


_LINE = Border(bottom=side("thin", RULE))
_HEAD = Border(bottom=side("medium", ACCENT))
_TOTAL = Border(top=side("thin", INK))
_EDGES = Border(**dict.fromkeys(("left", "right", "top", "bottom"), side("thin", INPUT_EDGE)))  # type: ignore[arg-type]
_EDGE_BELOW = Border(bottom=side("thin", "EADFB0"))


def named_styles() -> list[NamedStyle]:
    """The styles of the workbooks; a person's own pages can use them too."""
    number = {"across": "right", "border": _LINE}
    total = {"across": "right", "bold": True, "border": _TOTAL}
    entry = {"colour": INPUT, "fill": INPUT_FILL, "border": _EDGE_BELOW, "locked": False}
    return [
        _style("Page title", 20, bold=True),
        _style("Page subtitle", colour=GREY),
        _style("Banner", bold=True, colour=ATTENTION),
        _style("Section", 13, bold=True, down="bottom"),
        _style("Section note", colour=GREY, down="top"),
        _style("Question", 12, bold=True, down="bottom", border=Border(top=side("thin", RULE))),
        _style("Answer", colour=GREY, down="top"),
        _style("Head", bold=True, colour=GREY, down="bottom", wrap=True, border=_HEAD),
        _style("Head number", bold=True, colour=GREY, across="right", down="bottom", wrap=True, border=_HEAD),
        _style("Head centre", bold=True, colour=GREY, across="center", down="bottom", wrap=True, border=_HEAD),
        _style("Text", border=_LINE),
        _style("Text bold", bold=True, border=_LINE),
        _style("Text wrap", wrap=True, border=_LINE),
        _style("Note", colour=GREY, border=_LINE, indent=1),
        _style("Note wrap", colour=GREY, border=_LINE, wrap=True),
        _style("Plain note", colour=GREY),
        _style("Plain"),
        _style("Plain bold", bold=True),
        _style("Plain number", across="right", format=COUNT),
        _style("Plain money", across="right", format=MONEY),
        _style("Number", format=COUNT, **number),
        _style("Decimal", format="#,##0.00", **number),
        _style("Money", format=MONEY, **number),
        _style("Share", format=SHARE, **number),
        _style("Ratio", format="0.0", **number),
        _style("P value", format='[<0.0001]"< 0.0001";0.0000', **number),
        _style("Date", format=DATE, **number),
        _style("Month", format=MONTH, across="left", border=_LINE),
        _style("Change", format='"▲ "0.0%;"▼ "0.0%;"–"', colour=GREY, **number),
        _style("State", bold=True, across="center", border=_LINE),
        _style("Dot", colour=ACCENT, across="center", border=_LINE),
        _style("Total", format=COUNT, **total),
        _style("Total money", format=MONEY, **total),
        _style("Total share", format=SHARE, **total),
        _style("Total text", bold=True, border=_TOTAL),
        _style("Input", 11, colour=INPUT, fill=INPUT_FILL, across="right", indent=1, border=_EDGES, locked=False),
        _style("Entry", **entry),
        _style("Entry date", across="right", format=DATE, **entry),
        _style("Entry money", across="right", format=MONEY, **entry),
        _style("Card label", fill=PANEL, colour=GREY, indent=1, border=Border(top=side("medium", ACCENT))),
        _style("Card value", 22, bold=True, fill=PANEL, indent=1, shrink=True),
        _style("Card change", fill=PANEL, colour=GREY, indent=1),
        _style("Card note", 9, fill=PANEL, colour=GREY, indent=1, down="top"),
        _style("Link", colour=ACCENT, underline="single"),
        _style("Link line", colour=ACCENT, underline="single", border=_LINE),
        _style("Link line right", colour=ACCENT, underline="single", across="right", border=_LINE),
        _style("Link right", colour=ACCENT, underline="single", across="right"),
        _style(CODE, wrap=True, border=_LINE),
        _style(HIDDEN_TITLE, 1, colour="FFFFFF", across="fill"),
    ]


def _theme() -> str:
    """The palette in the workbook's theme, so that a chart the reader adds gets these colours."""
    colours = {"dk2": INK, "lt2": PANEL, "accent1": ACCENT, "accent2": MID, "accent3": POSITIVE, "accent4": NEGATIVE, "accent5": "6F91C9"}
    colours |= {"accent6": ATTENTION, "hlink": ACCENT, "folHlink": GREY}
    theme = theme_xml
    for name, colour in colours.items():
        theme = re.sub(rf'(<a:{name}><a:srgbClr val=")[0-9A-Fa-f]{{6}}', rf"\g<1>{colour}", theme)
    return theme


def new_book() -> Workbook:
    """An empty workbook with the styles and the theme."""
    book = Workbook()
    for sheet in list(book.worksheets):
        book.remove(sheet)
    for style in named_styles():
        book.add_named_style(style)
    book.loaded_theme = _theme().encode()
    return book
