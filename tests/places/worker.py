"""Answers calls for LibreOffice, one line of JSON each way."""

from __future__ import annotations

import json
import sys
from typing import Any

from clv_xl.cells.values import date_to_serial
from clv_xl.functions import REGISTRY


def cell(value: Any) -> Any:
    if value is None:
        return ""
    return date_to_serial(value) if hasattr(value, "toordinal") else value


for line in sys.stdin:
    name, args = json.loads(line)
    answer = REGISTRY[name].function(*args)
    rows = [[cell(v) for v in (row if isinstance(row, list) else [row])] for row in answer] if isinstance(answer, list) else cell(answer)
    print(json.dumps(rows), flush=True)
