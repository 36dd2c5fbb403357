"""Cards: a figure with what it is, how it changed and what it means, in cells below each other."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.worksheet.worksheet import Worksheet

from ..look.conditional_formats import change_colours, currency_signs
from ..look.style import heights, put


@dataclass(frozen=True)
class Card:
    """value, note and change are formulas. With a base format for money the value has the sign of the currency. change is a share of
    the value in the period before, blank where nobody can say."""

    label: str
    value: str
    note: str
    form: str = "General"
    money: str = ""
    change: str = ""


_CHANGE = '"▲ "0.0%" vs period before";"▼ "0.0%" vs period before";"no change"'


def put_cards(sheet: Worksheet, row: int, columns: list[int], cards: tuple[Card, ...]) -> None:
    """Cards beside each other; they take three rows, four where one of them says how it changed."""
    changes = any(card.change for card in cards)
    note = row + 2 + changes
    heights(sheet, {row: 20, row + 1: 32, row + 2: 17, note: 20})
    for column, card in zip(columns, cards, strict=True):
        put(sheet, row, column, card.label, "Card label")
        put(sheet, row + 1, column, f"={card.value}", "Card value", card.money or card.form)
        shown = sheet.cell(row + 1, column).coordinate
        if changes:
            put(sheet, row + 2, column, f"={card.change}" if card.change else None, "Card change", _CHANGE)
            change_colours(sheet, sheet.cell(row + 2, column).coordinate)
        put(sheet, note, column, f'=IF({shown}="","",{card.note})', "Card note")
        if card.money:
            currency_signs(sheet, shown, card.money)
