"""Functions: every formula with its help and a live example, from the registry."""

from __future__ import annotations

from collections.abc import Mapping

from ....formulas.spelling import spell
from ....functions import DECLARATIONS, REGISTRY
from ....functions.reference import excel_formula
from ...layout.blocks import Block
from ...layout.page import Book
from ...look.style import CODE

_NEEDS_ADD_IN = "They calculate where the clv_xl add-in is installed; elsewhere you see the last values. install/README.md says how."
_HEADS = ("Function and arguments", "What it answers, and what it takes", "Unit", "Example", "Answer")


def functions_page(book: Book, elsewhere: Mapping[str, str], *, link: str, note: str = _NEEDS_ADD_IN) -> None:
    """elsewhere: by function, the template where its table can be seen at work, for those that this workbook does not show."""
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
            block.put_link(0, 3, f"{tab}  →", tab, "Link line")
        elif declaration.name in elsewhere:
            block.put(0, 3, f"in the template {elsewhere[declaration.name]}", "Text")
        else:
            example = excel_formula(declaration.examples[0])
            block.put_text(0, 3, f"={example}", CODE)
            block.put(0, 4, f"={spell(example, REGISTRY, 'lite')}", "Decimal")
        for row, parameter in enumerate(declaration.parameters, start=1):
            name = parameter.name if parameter.required else f"[{parameter.name}]"
            unit = ", ".join(filter(None, (parameter.argument.unit, parameter.argument.bounds)))
            block.put_row(row, (f"    {name}", parameter.help, unit, None, None), (CODE, "Note wrap", "Note wrap", "Text", "Text"))
        page.put(block)
        if declaration is DECLARATIONS[0]:
            page.freeze(block.cell(0, -1))
