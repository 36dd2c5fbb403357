"""Answers LibreOffice's calls, one line of JSON each way: python -m clv_xl.hosts.libreoffice.worker

A call is [function, arguments]. An answer is rows of cells: numbers, texts, and errors as [Calc's number of it].
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from functools import lru_cache
from typing import Any

from ...cells.errors import ExcelError
from ...cells.values import date_to_serial
from ...functions import REGISTRY

NUMBERS = {
    ExcelError.NULL: 521,
    ExcelError.DIV0: 532,
    ExcelError.VALUE: 519,
    ExcelError.REF: 524,
    ExcelError.NAME: 525,
    ExcelError.NUM: 503,
    ExcelError.NA: 32767,
}
"""Calc's numbers of the errors; it has no others of Excel's."""


def main() -> None:
    calls = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a print somewhere must not end up among the answers

    def send(answer: Any) -> None:
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()

    send("clv_xl")  # ready
    for line in calls:
        send(reply(line))


@lru_cache(maxsize=8)
def reply(line: bytes) -> Any:
    """The answer to one call. A table is asked for three times over (formulas/libreoffice_dialect.py)."""
    name, arguments = json.loads(line, parse_constant=lambda _: "#VALUE!")  # an error cell would come as a NaN
    try:
        answer = REGISTRY[name].function(*map(alone, arguments))
    except Exception:
        traceback.print_exc()
        answer = ExcelError.VALUE
    rows = answer if isinstance(answer, list) else [answer]
    return [[cell(value) for value in (row if isinstance(row, list) else [row])] for row in rows]


def alone(argument: Any) -> Any:
    """One cell comes as a range of one."""
    return argument[0][0] if isinstance(argument, list) and len(argument) == len(argument[0]) == 1 else argument


def cell(value: Any) -> Any:
    if isinstance(value, ExcelError):
        return [NUMBERS.get(value, NUMBERS[ExcelError.VALUE])]
    if value is None:
        return ""
    if hasattr(value, "toordinal"):
        return date_to_serial(value)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


if __name__ == "__main__":
    main()
