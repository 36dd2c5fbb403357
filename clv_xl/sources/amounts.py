"""Amounts as people write them. Which decimal mark a column has is read from all of it; what it does not settle is asked, never guessed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Literal

from ..cells.values import Cell
from .currencies import SIGN
from .problems import AmbiguousError

DecimalMark = Literal[".", ","]

_GROUP_SPACE = re.compile(r"(?<=\d)[\s'’](?=\d{3}(?!\d))")
_WHOLE_PRICE = re.compile(r"[.,](?:-{1,2})?$")  # "12,-" and "12.--" are whole amounts, not negative ones
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[.,][0-9]+")


def _bare_amount(text: str) -> tuple[str, bool] | None:
    """The digits and marks of an amount, and whether it is negative; None where the text is no amount."""
    bare = _GROUP_SPACE.sub("", SIGN.sub("", text).replace("−", "-").replace("–", "-").strip())
    bare = re.sub(r"^([-+(]+)\s+|\s+([-)]+)$", r"\1\2", bare)
    bare = _WHOLE_PRICE.sub("", bare)
    negative = bare.startswith("(") and bare.endswith(")")
    if negative:
        bare = bare[1:-1].strip()
    if bare.endswith("-") and not bare.startswith(("-", "+")):
        bare = "-" + bare[:-1]
    if bare[:1] in ("+", "-"):
        negative |= bare[0] == "-"
        bare = bare[1:]
    return (bare, negative) if _NUMBER.fullmatch(bare) else None


def decimal_evidence(bare: str) -> DecimalMark | Literal["either"] | None:
    """Which decimal mark an amount shows: "." or ",", None where it has no mark, "either" for 1.234 and 1,234."""
    marks = [ch for ch in bare if ch in ".,"]
    if not marks:
        return None
    last = "." if marks[-1] == "." else ","
    if len(marks) > 1:  # 1.234.567,89 or 1.234.567; never 31.12.2024
        mark = last if len(set(marks)) == 2 else "," if last == "." else "."
        return mark if parse_amount(bare, mark) is not None else None
    whole, _, fraction = bare.partition(last)
    grouping = len(fraction) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")
    return "either" if grouping else last


def decimal_marks(texts: Iterable[str]) -> dict[str, str]:
    """The decimal marks that amounts show (as decimal_evidence has them), each with an amount that shows it."""
    shown: dict[str, str] = {}
    for text in texts:
        if (amount := _bare_amount(text)) and (evidence := decimal_evidence(amount[0])):
            shown.setdefault(evidence, text)
    return shown


def settle_decimal(shown: Mapping[str, str], others: Iterable[str] = ()) -> DecimalMark:
    """The decimal mark of a column that shows these; where it leaves the choice, the one that all other columns of money show.

    Raises:
        AmbiguousError: some amounts show a point and others a comma, or all could be read both ways.
    """
    if "." in shown and "," in shown:
        raise AmbiguousError(f"{shown['.']!r} shows a decimal point and {shown[',']!r} a decimal comma")
    if "," in shown or "." in shown:
        return "," if "," in shown else "."
    if "either" not in shown:
        return "."
    marks = {mark for mark in others if mark in ".,"}
    if len(marks) != 1:
        raise AmbiguousError(f"{shown['either']!r} can be a thousand or a fraction")
    return "," if "," in marks else "."


def find_decimal_mark(texts: Iterable[str]) -> DecimalMark:
    """The decimal mark that a column of amounts uses.

    Raises:
        AmbiguousError: it does not settle it.
    """
    return settle_decimal(decimal_marks(texts))


def parse_amount(text: str, decimal: DecimalMark) -> float | None:
    """The amount a text says, or None."""
    amount = _bare_amount(text)
    if amount is None:
        return None
    bare, negative = amount
    grouping = "," if decimal == "." else "."
    whole, _, fraction = bare.partition(decimal)
    groups = whole.split(grouping)
    if grouping in fraction or decimal in fraction or (len(groups) > 1 and any(len(group) != 3 for group in groups[1:])):
        return None
    value = float(f"{''.join(groups) or '0'}.{fraction or '0'}")
    return None if math.isinf(value) else -value if negative else value


def parse_amounts(cells: list[Cell], decimal: DecimalMark | None = None) -> list[Cell]:
    """Amounts as cells: text becomes a number where it says one, and stays as it is where it does not."""
    texts = {cell for cell in cells if type(cell) is str}
    mark = decimal or find_decimal_mark(texts)
    known = {text: parse_amount(text, mark) for text in texts}
    result: list[Cell] = []
    for cell in cells:
        if type(cell) is str:
            value = known[cell]
            result.append(cell if value is None else value)
        else:
            result.append(str(cell) if type(cell) is float and not math.isfinite(cell) else cell)
    return result
