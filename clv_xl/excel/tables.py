"""The tables that functions answer with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def records(answer: Sequence[Sequence[Any]] | str) -> list[dict[str, Any]]:
    """The rows of a table by the words of its headings.

    Raises:
        ValueError: the answer is an error, or a single value.
    """
    if isinstance(answer, str) or not isinstance(answer, Sequence):
        raise ValueError(f"There is no table to read: the answer is {answer}.")
    headings, *rows = answer
    return [dict(zip(map(str, headings), row)) for row in rows]
