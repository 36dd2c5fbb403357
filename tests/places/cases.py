"""One table of cases for every host: a function, its arguments, the answer, and where the answer comes from. Ranges are rows
of cells, a blank is null, an error is its text. A function that cases.json does not name brings the examples of its docstring."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

from clv_xl.cells.declaration import Declaration
from clv_xl.cells.errors import ExcelError
from clv_xl.cells.values import date_to_serial
from clv_xl.functions import DECLARATIONS


def example_calls(declaration: Declaration) -> list[list[Any]]:
    """The arguments of each example's call of the function itself, whatever the example then picks from the answer; those given by
    name at their place."""
    calls = []
    for example in declaration.examples:
        for node in ast.walk(ast.parse(example.call, mode="eval")):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == declaration.name:
                names = [p.name for p in declaration.parameters]
                given = dict(enumerate(node.args)) | {names.index(str(one.arg)): one.value for one in node.keywords}
                calls.append([ast.literal_eval(given[n]) if n in given else None for n in range(max(given) + 1)])
    return calls


def as_sent(answer: Any) -> Any:
    """An answer as a host passes it on: dates as serial numbers, errors as their text."""
    if isinstance(answer, list):
        return [as_sent(one) for one in answer]
    if isinstance(answer, ExcelError):
        return str(answer)
    return date_to_serial(answer) if hasattr(answer, "toordinal") else answer


def _as_range(arg: Any) -> Any:
    """A list, as a script may write a column, as the rows of cells that a host has."""
    return [one if isinstance(one, list) else [one] for one in arg] if isinstance(arg, list) else arg


def _own_examples(declaration: Declaration) -> list[dict[str, Any]]:
    own = [list(map(_as_range, args)) for args in example_calls(declaration)]
    calls = [{"function": declaration.name, "args": args, "source": "its own example"} for args in own]
    return [{**case, "answer": as_sent(declaration.function(*case["args"]))} for case in calls]


CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("cases.json").read_text(encoding="utf-8"))
_NAMED = {case["function"] for case in CASES}
CASES += [case for one in DECLARATIONS if one.name not in _NAMED for case in _own_examples(one)]
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
