"""Excel's error values, and how each place that runs us spells them."""

from __future__ import annotations

from enum import StrEnum
from typing import Any


class ExcelError(StrEnum):
    """An error value of a cell. Its text is what Excel shows: ``str(ExcelError.NUM) == "#NUM!"``."""

    NULL = "#NULL!"
    DIV0 = "#DIV/0!"
    VALUE = "#VALUE!"
    REF = "#REF!"
    NAME = "#NAME?"
    NUM = "#NUM!"
    NA = "#N/A"
    GETTING_DATA = "#GETTING_DATA"
    SPILL = "#SPILL!"
    CONNECT = "#CONNECT!"
    BLOCKED = "#BLOCKED!"
    UNKNOWN = "#UNKNOWN!"
    FIELD = "#FIELD!"
    CALC = "#CALC!"
    BUSY = "#BUSY!"

    def __repr__(self) -> str:
        return self.value


NO_RANGE = (ExcelError.NA, ExcelError.NA)
"""The lowest and the highest value where nobody can say them."""

_BY_TEXT = {error.value: error for error in ExcelError}

# What classic xlwings receives through COM for an error cell.
_BY_COM_NUMBER = {
    -2146826288: ExcelError.NULL,
    -2146826281: ExcelError.DIV0,
    -2146826273: ExcelError.VALUE,
    -2146826265: ExcelError.REF,
    -2146826259: ExcelError.NAME,
    -2146826252: ExcelError.NUM,
    -2146826246: ExcelError.NA,
    -2146826245: ExcelError.GETTING_DATA,
    -2146826243: ExcelError.SPILL,
    -2146826242: ExcelError.CONNECT,
    -2146826241: ExcelError.BLOCKED,
    -2146826240: ExcelError.UNKNOWN,
    -2146826239: ExcelError.FIELD,
    -2146826238: ExcelError.CALC,
}


def error_from_text(text: str) -> ExcelError | None:
    """The error that a text spells, or None."""
    return _BY_TEXT.get(text) if text[:1] == "#" else None


def error_from_com(number: int) -> ExcelError | None:
    """The error behind one of COM's integers, or None."""
    return _BY_COM_NUMBER.get(number)


def error_from_officejs(cell: dict[str, Any]) -> ExcelError:
    """The error in an Office.js error object; one we do not know is #VALUE!."""
    return _BY_TEXT.get(str(cell.get("basicValue")), ExcelError.VALUE)


class CellError(Exception):
    """Raised inside a function to answer with an error value and to say why."""

    def __init__(self, error: ExcelError, reason: str = "") -> None:
        super().__init__(reason or str(error))
        self.error = error
        self.reason = reason
