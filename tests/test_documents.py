"""What the documents tell a reader to type runs as it stands there."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parent.parent
ORDERS = [("a", dt.date(2024, 1, 31), 40.0), ("b", dt.date(2024, 3, 2), 25.0), ("a", dt.date(2024, 5, 1), 35.0)]


def python_in(document: str, mark: str) -> str:
    """The first block of Python that holds a word."""
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / document).read_text(encoding="utf-8"), re.DOTALL)
    return next(block for block in blocks if mark in block)


@pytest.mark.parametrize(
    ("document", "mark", "orders"),
    [
        ("README.md", "clv_xl.fill", pd.DataFrame(ORDERS, columns=["customer", "date", "amount"])),
        ("docs/scripts.md", "openpyxl", ORDERS),
    ],
)
def test_the_scripts_of_the_documents(
    document: str, mark: str, orders: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two customers brought 100 at a margin of 40%: 20 each."""
    monkeypatch.chdir(tmp_path)
    exec(compile(python_in(document, mark), document, "exec"), {"orders": orders})
    assert capsys.readouterr().out == "20.0\n"


def test_the_models_of_the_documents() -> None:
    """The arrays of a handful of customers; frequency and recency of the first are none."""
    given: dict[str, Any] = {
        "frequency": [0, 1, 2, 5, 3, 0, 1, 2],
        "recency": [0, 10, 20, 38, 25, 0, 5, 30],
        "T": [39] * 8,
        "monetary_value": [0, 20, 30, 25, 22, 0, 40, 28],
    }
    exec(compile(python_in("docs/scripts.md", "GammaGamma"), "docs/scripts.md", "exec"), given)
    assert given["fit"].params.keys() == {"r", "alpha", "a", "b"}
