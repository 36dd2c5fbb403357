"""What a formula rests on: whether its answer can still change while the workbook is computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from openpyxl.formula.tokenizer import Token

from ..xlsx.package import MAX_COLUMNS, MAX_ROWS, Area
from .spelling import called, tokens


def rests_on_data(text: str, sheet: str, names: Mapping[str, str | None], formulas: Mapping[str, Iterable[tuple[int, int]]]) -> bool:
    """Whether a call of one function refers to typed values alone.

    Args:
        text: the formula, as formualizer reads it.
        sheet: where it stands.
        names: what the workbook's names stand for, in lower case; None for one that means something else on some sheet.
        formulas: the places of the formulas on each sheet. One above or left of a range might spill into it.
    """
    if len(called(text)) != 1:
        return False
    for token in tokens(text):
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            own, _, ref = (names.get(token.value.lower(), token.value) or "").rpartition("!")
            name = own.strip("'").replace("''", "'") if own else sheet
            try:
                area = Area.parse(ref)
            except ValueError:
                return False
            if (
                name not in formulas
                or area.right > MAX_COLUMNS
                or area.bottom > MAX_ROWS
                or any(row <= area.bottom and column <= area.right for row, column in formulas[name])
            ):
                return False
    return True
