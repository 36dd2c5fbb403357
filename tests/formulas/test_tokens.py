"""Formulas are taken apart once for a column that was filled down, and as the tokenizer would take each apart."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.formula import Tokenizer

from clv_xl import recalculate
from clv_xl.formulas import spelling
from clv_xl.formulas.spelling import FormulaError, tokens
from tests.conftest import opened


@pytest.mark.parametrize(
    "formula",
    [
        *("CLV(A17,B17,C17)", "CLV($A$17,B$2,$C3)*1E5+1.5E-3-A99", 'IF(A12="A34 B5",LOG10(B22),"""A7""")', "SUM(A10:B20 C15:D25)"),
        *("'Sheet A1'!B22+Sheet2!C33", "Orders[[#This Row],[A17]]*Table12[B44]", "{1,2;3,4}+A15", "LET(_xlpm.x,A77,_xlpm.x+1)"),
        *("SUM(A12:INDEX(B:B,C14))", "[1]!CLV(A55,1)", "MY12+rate_A19", "-A11%", "A11 B12", "#REF!A12+1", "BIN2DEC(A77)"),
    ],
)
def test_the_parts_are_those_of_the_tokenizer(formula: str) -> None:
    """Also where another formula of the column has been seen before."""
    for numbered in (formula.replace("1", "3"), formula):
        wanted = [(part.value, part.type, part.subtype) for part in Tokenizer(f"={numbered}").items]
        assert [(part.value, part.type, part.subtype) for part in tokens(numbered)] == wanted


def test_one_that_cannot_be_taken_apart() -> None:
    with pytest.raises(FormulaError):
        tokens('CLV(A17,"x)')


def test_a_column_is_taken_apart_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = []
    monkeypatch.setattr(spelling, "Tokenizer", lambda text: taken.append(text) or Tokenizer(text))
    book = openpyxl.Workbook()
    for row in range(1, 401):
        book.worksheets[0].append([row, 2, 3, f"=CLV(A{row},B{row},C{row})+0*1234.5"])
    book.save(tmp_path / "book.xlsx")
    recalculate(tmp_path / "book.xlsx")
    values = opened(tmp_path / "book.xlsx").worksheets[0]
    assert [cell.value for cell in values["D"]] == [row * 2 * 3 for row in range(1, 401)]
    assert len(taken) <= 4, taken[:10]
