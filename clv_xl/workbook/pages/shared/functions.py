"""Functions: every formula with its help and a live example, from the registry."""

from __future__ import annotations

from ....formulas.spelling import spell
from ....functions import DECLARATIONS, REGISTRY
from ....functions.reference import excel_formula
from ...composing import compose
from ...layout.blocks import Block
from ...layout.page import Book
from ...look.style import CODE

_NEEDS_ADD_IN = "They calculate where the clv_xl add-in is installed; elsewhere you see the last values. install/README.md says how."
_HEADS = ("Function and arguments", "What it answers, and what it takes", "Unit", "Example", "Answer")


SHOWN_IN = {
    "transactions": (
        *("CLV_CUSTOMERS", "CLV_ROWS", "CLV_COHORTS", "CLV_TREND", "CLV_GROWTH", "CLV_PRODUCTS", "CLV_DRIVERS", "CLV_DORMANT"),
        *("CLV_STAKES", "CLV_FORECAST", "CLV_PREDICT", "CLV_FIT", "CLV_MODELS", "CLV_HOLDOUT", "CLV_TRACKING"),
        *("CLV_FORECAST_MONTHS", "CLV_BACKTEST", "CLV_FREQUENCIES"),
        *("CLV_VALUE_AT_AGE", "CLV_COMPARE", "CLV_COSTS"),
    ),
    "segments": ("SEGMENT_CLV", "CLV_TIERS", "CLV_PARETO", "CLV_BUDGET", "CLV_VALUES"),
    "subscriptions": (
        *("CLV_SUBSCRIBERS", "CLV_SURVIVORS", "CLV_RETENTION", "CLV_SUBSCRIBER_COHORTS", "CLV_SUBSCRIPTION", "CLV_PLANS"),
        *("CLV_SUBSCRIPTION_ROWS", "CLV_COMPARE_SHARES"),
    ),
}
"""By template, the functions whose tables can be seen at work there; a test holds it to what the pages show."""


def functions_page(book: Book, *, link: str, note: str = _NEEDS_ADD_IN) -> None:
    """The last page but Workings to be put into a book: it links to the pages that show a function at work."""
    elsewhere = {function: template for template, functions in SHOWN_IN.items() for function in functions}
    page = book.page(
        "Functions",
        "Which formulas can I use in my own cells?",
        "Functions  ·  Type = and the name. An argument with a default may be left out.",
        [28, 86, 30, 36, 14],
        link=link,
    )
    page.row -= 1
    page.text(note, "Plain note")
    page.skip(6)
    heads = Block(page, 1, len(_HEADS))
    heads.heights[0] = 18
    heads.put_row(0, _HEADS, ("Head", "Head", "Head", "Head", "Head number"))
    page.put(heads)
    page.repeat(heads, whole_head=True)
    for declaration in DECLARATIONS:
        block = Block(page, 1 + len(declaration.parameters), len(_HEADS))
        block.heights[0] = 18
        block.put_row(0, (declaration.name, declaration.summary, None, None, None), ("Text bold", "Text wrap", "Note", "Text", "Decimal"))
        if tab := book.shown.get(declaration.name):
            block.put_link(0, 3, compose("{1}  →", tab), tab, "Link line")
        elif declaration.name in elsewhere:
            block.put(0, 3, f"in the template {elsewhere[declaration.name]}", "Text")
        else:
            example = excel_formula(declaration.examples[0])
            block.put_text(0, 3, f"={example}", CODE)
            block.put(0, 4, f"={spell(example, REGISTRY, 'lite')}", "Decimal" if declaration.answer else CODE)
        for row, parameter in enumerate(declaration.parameters, start=1):
            name = parameter.name if parameter.required else f"[{parameter.name}]"
            block.put_row(
                row,
                (f"    {name}", parameter.help, parameter.argument.in_short, None, None),
                (CODE, "Note wrap", "Note wrap", "Text", "Text"),
            )
        page.put(block)
        if declaration is DECLARATIONS[0]:
            page.freeze(block.cell(0, -1))
