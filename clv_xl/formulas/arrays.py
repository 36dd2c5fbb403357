"""Where a formula gives several values to a function that takes one at a time, as in SUMPRODUCT(--(LEFT(A1:A9)="x")): Excel answers
for each of them, formualizer for the first alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from openpyxl.formula.tokenizer import Token

from ..functions import REGISTRY
from .references import References
from .spelling import plain_name, tokens

_FOR_EACH = {"IF", "IFERROR", "IFNA"}
"""Functions that formualizer answers for each value."""

_FEW = (
    "SUM SUMSQ PRODUCT AVERAGE AVERAGEA COUNT COUNTA COUNTBLANK MAX MAXA MIN MINA MEDIAN MODE STDEV STDEVA STDEVP VAR VARA VARP DEVSQ "
    "AVEDEV GEOMEAN HARMEAN SKEW KURT SUMPRODUCT SUMX2MY2 SUMX2PY2 SUMXMY2 CORREL PEARSON RSQ SLOPE INTERCEPT STEYX COVAR COVARIANCE "
    "FREQUENCY SUBTOTAL AGGREGATE AND OR XOR CONCAT TEXTJOIN NPV IRR MIRR XNPV XIRR ROWS COLUMNS GCD LCM MULTINOMIAL ISREF AREAS LET "
    "LARGE SMALL PERCENTILE QUARTILE PERCENTRANK TRIMMEAN RANK FORECAST INDEX MATCH XMATCH LOOKUP VLOOKUP HLOOKUP XLOOKUP COUNTIF SUMIF "
    "AVERAGEIF COUNTIFS SUMIFS AVERAGEIFS MAXIFS MINIFS NETWORKDAYS WORKDAY"
)
_TAKE_MANY = {*_FEW.split()}
"""Functions of many values with one answer; those with a point in their name, such as STDEV.S, go with the part before it."""

_ANSWER_MANY = {"TRANSPOSE", "MMULT", "FILTER", "SORT", "SORTBY", "UNIQUE", "SEQUENCE", "LINEST", "TREND", "GROWTH", "CHOOSE", "OFFSET"}

_ONE_AT_A_TIME: dict[str, Callable[[int], bool]] = {
    **dict.fromkeys(("MATCH", "XMATCH", "LOOKUP", "VLOOKUP", "HLOOKUP", "XLOOKUP", "RANK", "FORECAST", "CHOOSE"), lambda place: place == 0),
    **dict.fromkeys(("COUNTIF", "SUMIF", "AVERAGEIF", "LARGE", "SMALL", "PERCENTILE", "QUARTILE", "PERCENTRANK"), lambda place: place == 1),
    "COUNTIFS": lambda place: place % 2 == 1,
    **dict.fromkeys(("SUMIFS", "AVERAGEIFS", "MAXIFS", "MINIFS"), lambda place: place > 0 and place % 2 == 0),
    **dict.fromkeys(("INDEX", "OFFSET"), lambda place: place > 0),
    **dict.fromkeys(("NETWORKDAYS", "WORKDAY"), lambda place: place < 2),
}
"""The arguments of functions of many values that are one value, by their place from 0 on."""


class _SpreadError(Exception):
    """A function of one value got several."""


def needs_each(text: str, sheet: str, for_each: Collection[str], references: References) -> bool:
    """Whether a function in the formula, given without its equals sign, gets several values where it takes one.

    Args:
        text: the formula.
        sheet: where it stands.
        for_each: functions besides formualizer's own that answer for each value.
        references: of the workbook.
    """
    try:
        _Reader(sheet, _FOR_EACH | {*for_each}, references).read("", iter(tokens(text)))
    except _SpreadError:
        return True
    return False


@dataclass(frozen=True)
class _Reader:
    sheet: str
    for_each: Collection[str]
    references: References

    def read(self, name: str, rest: Iterator[Token]) -> bool:
        """Whether a function, or what else stands between two brackets, answers with several values."""
        many = [False]
        for token in rest:
            if token.subtype == Token.OPEN:
                function = token.value[:-1].upper() if token.type == Token.FUNC else ""
                inner = function.rpartition(":")[2].removeprefix("_XLFN.").removeprefix("_XLWS.")
                many[-1] |= self.read(inner, rest) or token.type == Token.ARRAY or ":" in function  # A1:INDEX(.. is a range
            elif token.subtype == Token.CLOSE:
                break
            elif token.type == Token.SEP:
                many.append(False)
            elif token.type == Token.OPERAND and token.subtype == Token.RANGE:
                many[-1] |= self._is_many(token.value)
        return _answers_many(name, many, self.for_each)

    def _is_many(self, reference: str) -> bool:
        definition = self.references.names.get(reference.lower()) or ""
        return self.read("", iter(tokens(definition))) if "(" in definition else self.references.is_many(reference, self.sheet)


def _answers_many(name: str, many: list[bool], for_each: Collection[str]) -> bool:
    if not name or name in for_each:
        return any(many)
    if ours := plain_name(name, REGISTRY):
        return any(many) or bool(REGISTRY[ours].columns)
    short = name.partition(".")[0]
    takes_many = short in _TAKE_MANY or name in _ANSWER_MANY
    if takes_many:
        single = _ONE_AT_A_TIME.get(short, lambda place: False)
        many = [one for place, one in enumerate(many) if single(place)]
    if any(many):
        raise _SpreadError
    return name in _ANSWER_MANY
