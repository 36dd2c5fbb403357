"""The table of cases (tests/places/cases.py) in Python and in the xlwings runtime; the other hosts run the same."""

from __future__ import annotations

from typing import Any

import pytest

from clv_xl.functions import REGISTRY
from tests.places.cases import CASES, IDS, as_sent, same
from tests.places.officejs import as_excel_sends, as_python, call

every_case = pytest.mark.parametrize("case", CASES, ids=IDS)


def test_every_function_has_a_case() -> None:
    assert {case["function"] for case in CASES} == set(REGISTRY)


@every_case
def test_in_python(case: dict[str, Any]) -> None:
    answer = as_sent(REGISTRY[case["function"]].function(*case["args"]))
    rows = answer if isinstance(answer, list) else [[answer]]
    assert same([[str(c) if isinstance(c, str) else c for c in row] for row in rows], case["answer"]), rows


@every_case
def test_in_the_xlwings_runtime(case: dict[str, Any]) -> None:
    declaration = REGISTRY[case["function"]]
    left_out = [None for p in declaration.parameters[len(case["args"]) :] if not p.repeats]
    rows = as_python(call(case["function"], *map(as_excel_sends, case["args"]), *left_out))
    assert same(rows, case["answer"]), rows
