"""Where the headings are: exports put titles, filters and dates above them, and a sorted sheet has them among its rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Fit = Callable[[Sequence[str]], int]
"""How well a row serves as headings: 0 where it does not."""

CERTAIN = 10_000
"""What headings score at least that are those of a profile: no other row need be looked at."""
WHOLE = 1000
"""What headings score at least that are all that a list needs."""
SEARCHED = 30
"""Rows among which the headings are looked for."""

_FIGURE = re.compile(r"[-+(]?\s*[€$£¥]?\s*\d[\d.,' ]*\s*[€$£¥%)-]?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ].*)?|\S+@\S+\.\S+")


@dataclass(frozen=True)
class Head:
    """The headings of a list, and where its rows begin.

    first: the position of the first row below the headings, or of the first of the rows that stand above them. steady: how many
    of the rows looked at have as many cells as there are headings.
    """

    headings: list[str]
    first: int
    above: list[list[str]]
    headless: bool
    width: int
    score: int
    steady: int


def find_head(rows: Sequence[Sequence[Any]], fit: Fit) -> Head | None:
    """The headings among the first rows; None where nothing stands in them."""
    texts = [[_text(cell) for cell in row] for row in rows]
    filled = [n for n, row in enumerate(texts) if any(row)]
    if not filled:
        return None
    score, at = 0, 0
    for n in filled[:SEARCHED]:
        own = fit(texts[n])
        if own > score:
            score, at = own, -n
        if own >= CERTAIN:
            break
    if score > 0:
        return _head(texts, -at, score)
    width = max(_width(texts[n]) for n in filled)
    wide = [n for n in filled[:SEARCHED] if _width(texts[n]) * 2 > width and (_width(texts[n]) > 1 or width == 1)]
    at = wide[0] if wide else filled[0]
    if any(_FIGURE.fullmatch(cell) for cell in texts[at]):
        return Head(
            [f"column {n}" for n in range(1, max(map(len, texts)) + 1)], at, texts[:at], True, _longest(texts[at:]), 0, _steady(texts, at)
        )
    return _head(texts, at, 0)


def _head(texts: list[list[str]], at: int, score: int) -> Head:
    headings = texts[at][: _width(texts[at])]
    above = [n for n in range(at) if _is_row(texts[n], len(headings))]
    first = above[0] if above else at + 1
    while first < len(texts) and not any(texts[first]):
        first += 1
    return Head(headings, first, texts[: min(first, at)], False, _longest(texts[min(first, at) :]), score, _steady(texts, at))


def _is_row(row: list[str], width: int) -> bool:
    """Whether a line above the headings is one of the list: as wide, with figures or dates in it."""
    return width > 1 and _width(row) == width and all(row[:1]) and sum(bool(_FIGURE.fullmatch(cell)) for cell in row) >= max(1, width // 2)


def _steady(texts: list[list[str]], at: int) -> int:
    width = len(texts[at])
    return sum(len(row) == width for row in texts[at:] if width > 1)


def _width(row: Sequence[str]) -> int:
    return max((n for n, cell in enumerate(row, 1) if cell), default=0)


def _longest(rows: Sequence[Sequence[str]]) -> int:
    return max(map(_width, rows), default=0)


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip().strip("\ufeff")
