"""One input of a workbook: what it is called, what it may be, and the names that formulas take a word from a list by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ...functions.customers.comparing import MATTERS as _MATTERS
from ...functions.customers.groups import ENOUGH_CUSTOMERS
from ..composing import compose
from ..look.style import CURRENCIES


@dataclass(frozen=True)
class Input:
    """One input: its name for scripts (without input_), its label, and what it may be."""

    name: str
    label: str
    kind: Literal["text", "list", "number", "date"]
    unit: str
    help: str
    allowed: str
    default: Any = None
    low: float | None = None
    high: float | None = None
    words: tuple[str, ...] = ()
    format: str = "General"


CURRENCY = Input(
    "currency",
    "Currency",
    "list",
    "code",
    "The currency of all amounts. Nothing is converted.",
    "from the list",
    "USD",
    words=tuple(CURRENCIES),
)


def default_in(field: Input, language: str) -> Any:
    """What an input starts with in a workbook of a language, in English: the currency is that of its countries."""
    return "EUR" if field is CURRENCY and language in ("nl", "de") else field.default


DISCOUNT_RATE = Input(
    "discount_rate",
    "Discount rate",
    "number",
    "a year",
    "How much less money is worth a year later. 0%: no less.",
    "0% to 100%",
    0.1,
    0,
    1,
    format="0.0%",
)

ENOUGH = Input(
    "enough",
    "Customers that are enough",
    "number",
    "customers",
    "A group with fewer is not judged: pages say how many are missing.",
    "5 or more",
    ENOUGH_CUSTOMERS,
    5,
    format="#,##0",
)

MATTERS = Input(
    "matters",
    "Difference that matters",
    "number",
    "of the mean",
    "A smaller one is not called a difference, however sure it is.",
    "0% to 100%",
    _MATTERS,
    0,
    1,
    format="0%",
)

BEYOND = Input(
    "beyond",
    "Value beyond what was seen",
    "number",
    "of the value",
    "Pages and Checks say so where a larger share comes later than anybody has been followed.",
    "0% to 100%",
    0.5,
    0,
    1,
    format="0%",
)


def list_order(tab: str, otherwise: str, *headings: str) -> Input:
    """What the list on a tab is sorted by, since Excel cannot sort a list that a formula answers with. otherwise: how it stands when
    nothing is chosen; headings: those of the function's answer that make sense."""
    return Input(
        f"sort_{tab.lower().replace('-', '')}",
        compose("{1} sorted by", tab),
        "list",
        "column",
        compose("Names run from A to Z, figures and dates from the largest down. Empty: {1}.", otherwise),
        "from the list, or empty",
        words=headings,
    )


Blocks = Mapping[str, tuple[Input, ...]]
"""Inputs by heading, in the order in which they stand on the page."""


def chosen(cell: str, default: str, english: Sequence[str], own: Sequence[str]) -> str:
    """What an input from a list stands for, as a formula for the name that pages compare and show: the word in the workbook's language,
    also where a script typed the English one, and for a blank its default."""
    return _one_of(cell, default, english, own)


def coded(cell: str, default: str, english: Sequence[str], own: Sequence[str]) -> str:
    """The same in English, as functions take it."""
    return _one_of(cell, default, own, english)


def _one_of(cell: str, default: str, known: Sequence[str], meant: Sequence[str]) -> str:
    word = f'{cell}&""'
    if list(known) != list(meant):
        lists = ["{" + ",".join(f'"{one}"' for one in words) + "}" for words in (meant, known)]
        word = f"IFERROR(INDEX({lists[0]},MATCH({cell},{lists[1]},0)),{word})"
    return f'IF({cell}="","{default}",{word})'
