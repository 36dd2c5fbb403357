"""A share of the ten thousand generated calls per function (python -m tests.soak makes them all)."""

from __future__ import annotations

import random

import pytest

from clv_xl.cells.declaration import Declaration
from clv_xl.functions import DECLARATIONS
from tests.soak.calls import fault, make_call

CALLS = 100


@pytest.mark.parametrize("declaration", DECLARATIONS, ids=lambda d: d.name)
def test_generated_calls(declaration: Declaration) -> None:
    rng = random.Random(20)
    for _ in range(CALLS):
        call = make_call(declaration, rng)
        needed = sum(p.required for p in declaration.parameters)
        answer = declaration.function(*call, *[None] * (needed - len(call)))
        assert not fault(answer), (call, fault(answer))
