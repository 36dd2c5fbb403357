"""Values on their way between formualizer and our functions."""

from __future__ import annotations

from typing import Any

import formualizer

from ..cells.errors import ExcelError
from ..cells.values import date_to_serial

_ERRORS = {
    "Div": ExcelError.DIV0,
    "Na": ExcelError.NA,
    "Null": ExcelError.NULL,
    "Num": ExcelError.NUM,
    "Ref": ExcelError.REF,
    "Value": ExcelError.VALUE,
    "Spill": ExcelError.SPILL,
    "Calc": ExcelError.CALC,
}
_KINDS = {error: kind for kind, error in _ERRORS.items()} | {ExcelError.NAME: "Name"}


def settled(value: Any, unknown: Any = ExcelError.VALUE) -> Any:
    """A value as it is written into a cell. A spilled blank is an empty text, in Excel too."""
    if isinstance(value, dict):
        return _ERRORS.get(value.get("kind", ""), unknown)
    return float(value) if type(value) is int else value


def from_engine(value: Any) -> Any:
    """An argument as our functions read cells."""
    if isinstance(value, dict):
        return _ERRORS.get(value.get("kind", ""), ExcelError.VALUE)
    if isinstance(value, list) and any(dict in set(map(type, row if isinstance(row, list) else [row])) for row in value):
        return [[from_engine(cell) for cell in row] if isinstance(row, list) else from_engine(row) for row in value]
    return value


def to_engine(value: Any) -> Any:
    if isinstance(value, list):
        return [list(map(to_engine, row)) if isinstance(row, list) else [to_engine(row)] for row in value]
    if value is None:
        return ""
    if isinstance(value, ExcelError):
        return formualizer.LiteralValue.error(_KINDS.get(value, "Value"), None)
    return date_to_serial(value) if hasattr(value, "toordinal") else value
