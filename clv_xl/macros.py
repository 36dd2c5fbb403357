"""What the macros of the add-in ask Python besides the functions. Each answers with a text."""

from __future__ import annotations

import sys

from .version import __version__


def version() -> str:
    """The clv_xl of this Python; the add-in compares it with the one that it was made for."""
    return __version__


def report() -> str:
    """What the doctor says when Python answers."""
    import xlwings

    from .functions import CLV, DECLARATIONS

    return "\n".join(
        [
            f"clv_xl {__version__} answers: CLV(100, 4, 8) is {CLV(100, 4, 8):g}.",
            f"It has {len(DECLARATIONS)} functions; Insert Function lists them under Customer Lifetime Value.",
            f"Python: {sys.executable}",
            f"xlwings {xlwings.__version__}",
        ]
    )


def new_workbook(template: str, path: str) -> str:
    """Make an empty workbook from a template, with the functions inside. Nothing, or the sentence that says why not."""
    from .commands import new
    from .xlsx.saving import WorkbookError

    try:
        new(template, path, host="windows")
    except WorkbookError as error:
        return str(error)
    return ""


def explain_formula(formula: str) -> str:
    """The formula that explains the first of our functions in a cell's formula; nothing where there is none.

    >>> explain_formula("=IFERROR(CLV(B2,4,MAX(1,2)),0)")
    'CLV_EXPLAIN("CLV",B2,4,MAX(1,2))'
    """
    from .formulas.spelling import FormulaError, plain_name, tokens
    from .functions import REGISTRY

    try:
        parts = tokens(formula.removeprefix("="))
    except FormulaError:
        return ""
    explained = {name for name, declaration in REGISTRY.items() if not declaration.is_raw}
    for start, part in enumerate(parts):
        opens = part.type == part.FUNC and part.subtype == part.OPEN
        # With the add-in closed Excel shows 'C:\..\clv_xl.xlam'!CLV( in place of CLV(
        name = plain_name(part.value[:-1].rpartition("!")[2], explained) if opens else None
        if name:
            given = _until_closed([one.value for one in parts[start + 1 :]])
            return "" if given is None else f'CLV_EXPLAIN("{name}"{"," if given else ""}{given})'
    return ""


def _until_closed(values: list[str]) -> str | None:
    """What stands before the bracket that closes a call; nothing where it is not closed."""
    depth = 1
    for position, value in enumerate(values):
        depth += value.endswith("(") - (value == ")")
        if not depth:
            return "".join(values[:position])
    return None
