"""CLV_EXPLAIN: a sentence for every error of every function that names the argument, and words for good answers."""

from __future__ import annotations

import datetime as dt
import random
import re
from typing import Any

import pytest

from clv_xl.cells.declaration import Declaration
from clv_xl.cells.errors import ExcelError
from clv_xl.cells.values import read_cell
from clv_xl.functions import CLV_EXPLAIN, DECLARATIONS
from tests.soak.calls import make_call

EXPLAINED = [d for d in DECLARATIONS if not d.is_raw]
every_function = pytest.mark.parametrize("declaration", EXPLAINED, ids=lambda d: d.name)
CALLS = 6000


def cells_of(answer: Any) -> list[Any]:
    rows = answer if isinstance(answer, list) else [answer]
    return [cell for row in rows for cell in (row if isinstance(row, list) else [row])]


def test_what_a_person_reads() -> None:
    assert CLV_EXPLAIN("CHURN_CLV", 200, 0.3, 0) == (
        "#DIV/0!: Where nobody leaves and nothing is discounted: the value has no end. Change monthly_churn or annual_discount_rate."
    )
    assert CLV_EXPLAIN("clv", 100, "four", 8) == '#VALUE!: purchase_frequency is the text "four". Give a number (times a year).'
    assert CLV_EXPLAIN("CLV", 100, 4) == "#N/A: lifespan is blank. Fill in every cell that is needed."
    assert CLV_EXPLAIN("CLV", 100, 4, 8, 40) == "#NUM!: gross_margin is 40. Give 0 to 1 (fraction: 0.06 is 6%)."
    assert CLV_EXPLAIN("CLV", "#REF!", 4, 8) == "#REF!: purchase_value is the error #REF!. Correct the cell that it comes from."
    assert CLV_EXPLAIN("CLV", 100, 4, 8).startswith("A customer brings 3,200.00 in all: 100.00 a purchase, 4 times a year, for 8 years")
    assert CLV_EXPLAIN("CLV_CHURN_RATE", 20, 30).startswith("#NUM!: customers_lost is more than customers_at_start.")
    assert CLV_EXPLAIN("CLV_BENCHMARK", 4, "banks").endswith("Give one of SaaS, Retail, B2B services, Subscription.")
    assert CLV_EXPLAIN("SEGMENT_CLV", ["a", "b"], [1]) == (
        "#VALUE!: The ranges differ in their number of rows (segments 2, clvs 1). Select the same rows for each."
    )
    assert (
        CLV_EXPLAIN("CLV", 1e308, 1e308, 8)
        == "#NUM!: The answer is too large for a cell. Check purchase_value and purchase_frequency and lifespan."
    )
    assert "1 rows" not in CLV_EXPLAIN("CLV_EQUITY", [1, 2])


def test_a_sentence_per_cell() -> None:
    sentences = CLV_EXPLAIN("CLV", [[100], [None], [20]], [[4], [None]], [[8]])
    assert sentences[0][0].startswith("A customer brings 3,200.00") and sentences[1][0].startswith("#N/A: purchase_value and")
    assert sentences[2][0].startswith("#N/A: purchase_frequency has no cell here")


def test_a_name_that_is_none() -> None:
    assert CLV_EXPLAIN("CLV_PAYBAK", 1) == "There is no function called CLV_PAYBAK to explain; do you mean CLV_PAYBACK?"
    for nothing in (None, "", ExcelError.NAME, "#NAME?", []):
        assert CLV_EXPLAIN(nothing, 1).startswith("Type the name of the function in quotes")
    assert CLV_EXPLAIN("CLV", 1, 2, 3, 1, 5).startswith("CLV takes 4 arguments at the most")


RARE = {
    "CLV_COHORTS": [["Ann", "Bo"], [dt.date(2024, 1, 1), dt.date(9999, 1, 1)], [1.0, 1.0]],
    "CLV_SUBSCRIBER_COHORTS": [[dt.date(2024, 1, 1)], [None], "month", "share", dt.date(9999, 1, 1)],
    "CLV_HISTORICAL": [["Ann"], [-5.0]],
    "CLV_NEW_CUSTOMER": [
        [n for n in range(20) for _ in range(3 if n > 5 else 21)],
        [45_000 + n % 7 + 10 * k for n in range(20) for k in range(3 if n > 5 else 21)],
        *([10.0] * 168, 12, 0, 1, None, "BG/NBD"),
    ],
}
"""Calls of a kind that is hardly ever generated: dates far apart, nothing but refunds, customers who never leave."""


@every_function
def test_every_error_of_every_function_is_stated_and_explained(declaration: Declaration) -> None:
    """Each error that generated calls bring about is in the function's help, each in the help is brought about, and each sentence
    says the error and names an argument."""
    stated = set(re.findall(r"#[A-Z/0]+[!?A]", declaration.errors))
    function = declaration.function
    rng = random.Random(7)
    seen: set[str] = set()
    for number in range(CALLS):
        call = RARE[declaration.name] if not number and declaration.name in RARE else make_call(declaration, rng)
        if len(call) < sum(p.required for p in declaration.parameters):
            continue
        answer, sentence = function(*call), CLV_EXPLAIN(declaration.name, *call)
        pairs = list(zip(cells_of(answer), cells_of(sentence))) if declaration.is_by_cell else [(c, sentence) for c in cells_of(answer)]
        given = {cell for arg in call for cell in map(read_cell, cells_of(arg)) if isinstance(cell, ExcelError)}
        for cell, words in pairs:
            assert isinstance(words, str) and words.endswith(".") and len(words) > 15, (call, words)
            if isinstance(cell, ExcelError):
                assert cell in words and any(p.name in words for p in declaration.parameters), (call, words)
                if cell not in given:
                    assert cell.value in stated, (cell, call, words)
                    seen.add(cell.value)
        if seen == stated:
            break
    assert seen == stated
