"""Cards: a figure with what it is, how it changed and what it means, in cells below each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..look.conditional_formats import change_colours, currency_signs
from .blocks import Block
from .columns import ByName
from .page import Lane
from .places import Place


@dataclass(frozen=True)
class Card:
    """value, note and change are formulas. With a base format for money the value has the sign of the currency. change is a share of
    the value in an earlier period, which the note names; blank where nobody can say. missing: why
    there is no value, where there is none."""

    label: str
    value: str
    note: str
    form: str = "General"
    money: str = ""
    change: str = ""
    missing: str = '"no data yet"'


_CHANGE = '"▲ "0.0%;"▼ "0.0%;"no change"'
_SPACE = 8
"""The height of the row between two rows of cards."""


class Cards(Block):
    """Cards beside each other, as many as the lane has room for, and the rest below."""

    def __init__(self, lane: Lane, cards: Sequence[Card], gap: int = 1) -> None:
        self.cards = cards
        self._numbers = ByName(lane.page.tab, "card", ((card.label, number) for number, card in enumerate(cards)))
        self._step = 1 + gap
        self._across = (lane.columns + gap) // self._step
        self._changes = any(card.change for card in cards)
        self._tall = 4 if self._changes else 3
        lines = -(-len(cards) // self._across)
        super().__init__(lane.page, lines * self._tall + lines - 1, lane.columns)
        for line in range(lines):
            top = line * (self._tall + 1)
            self.heights |= {top: 20, top + 1: 32, top + 2: 17, top + self._tall - 1: 20}
            if line:
                self.heights[top - 1] = _SPACE
        for number, card in enumerate(cards):
            self._put(card, *self._place(number))

    def _place(self, number: int) -> tuple[int, int]:
        line, across = divmod(number, self._across)
        return line * (self._tall + 1), across * self._step

    def value(self, label: str) -> Place:
        """The cell with a card's figure."""
        row, column = self._place(self._numbers[label])
        return self.cell(row + 1, column)

    def _put(self, card: Card, row: int, column: int) -> None:
        self.put(row, column, card.label, "Card label")
        value = self.put(row + 1, column, f"={card.value}", "Card value", card.money or card.form)
        if self._changes:
            change = self.put(row + 2, column, f"={card.change}" if card.change else None, "Card change", _CHANGE)
            self.rule(change_colours, change)
        self.put(row + self._tall - 1, column, f'=IF({value}="",{card.missing},{card.note})', "Card note")
        if card.money:
            self.rule(currency_signs, value, card.money)
