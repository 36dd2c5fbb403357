"""Texts that a page puts together from others, so that another language can say each of them."""

from __future__ import annotations

from collections.abc import Sequence

from ..words import fill_in

_MADE: dict[str, tuple[str, Sequence[str]]] = {}
"""What each such text was made from: a cell of a workbook holds the text alone."""


def compose(frame: str, *parts: str) -> str:
    """A text with its places, {1} and {2}, filled with other texts."""
    text = fill_in(frame, parts)
    _MADE[text] = frame, parts
    return text


def made_of(text: str) -> tuple[str, Sequence[str]] | None:
    """The frame and the parts of a text that a page has put together; None for any other."""
    return _MADE.get(text)
