"""One table of cases for every host: a function, its arguments, the answer, and where the answer comes from. Ranges are rows
of cells, a blank is null, an error is its text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("cases.json").read_text(encoding="utf-8"))
IDS = [f"{case['function']} {number}" for number, case in enumerate(CASES)]


def as_rows(answer: Any) -> list[list[Any]]:
    """An answer as rows of cells: numbers as floats, a blank as an empty text, as a spill shows it."""
    rows = answer if isinstance(answer, list) else [[answer]]
    return [["" if cell is None else float(cell) if type(cell) is int else cell for cell in row] for row in rows]


def same(found: list[list[Any]], answer: Any, digits: float = 1e-12) -> bool:
    """Whether cells equal a case's answer, to the digits that the host keeps."""
    expected = as_rows(answer)
    if [len(row) for row in found] != [len(row) for row in expected]:
        return False
    pairs = [(a, b) for one, other in zip(as_rows(found), expected) for a, b in zip(one, other)]
    return all(
        abs(a - b) <= digits * max(1, abs(b)) if type(a) is float and type(b) is float else a == b and type(a) is type(b) for a, b in pairs
    )
