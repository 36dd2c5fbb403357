"""Cards: a figure with what it is and what it means, four cells below each other."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.worksheet.worksheet import Worksheet

from ..look import heights, put
from ..rules import currency_signs


@dataclass(frozen=True)
class Card:
    """value and note are formulas. With a base format for money the value has the sign of the currency."""

    label: str
    value: str
    note: str
    form: str = "General"
    money: str = ""


def put_cards(sheet: Worksheet, row: int, columns: list[int], cards: tuple[Card, ...]) -> None:
    """Cards beside each other; they take three rows."""
    heights(sheet, {row: 20, row + 1: 32, row + 2: 20})
    for column, card in zip(columns, cards, strict=True):
        put(sheet, row, column, card.label, "Card label")
        put(sheet, row + 1, column, f"={card.value}", "Card value", card.money or card.form)
        shown = sheet.cell(row + 1, column).coordinate
        put(sheet, row + 2, column, f'=IF({shown}="","",{card.note})', "Card note")
        if card.money:
            currency_signs(sheet, shown, card.money)
