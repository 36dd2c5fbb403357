"""Columns of Python values, of a sheet or a frame, as one of Arrow's types."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from numbers import Real
from typing import Any

from .raw import Kind


def arrow_column(values: Sequence[Any]) -> tuple[Any, Kind, bool]:
    """The values as an Arrow array, what they are, and whether only some of them are dates.

    Numbers alone stay numbers and dates alone dates; whole numbers stay whole. Everything else becomes text: 12.0 reads 12, a date is ISO.
    """
    import pyarrow as pa

    cleaned = [_plain(value) for value in values]
    kinds = {type(value) for value in cleaned if value is not None}
    if kinds <= {int, float} and kinds:
        if kinds == {int} and all(value is None or abs(value) < 1 << 62 for value in cleaned):
            return pa.array(cleaned, pa.int64()), "number", False
        if not any(type(value) is int and abs(value) >= 1 << 53 for value in cleaned):
            return pa.array([None if value is None else float(value) for value in cleaned], pa.float64()), "number", False
    if kinds == {dt.date}:
        return pa.array([value.isoformat() if value else None for value in cleaned], pa.string()), "date", False
    return pa.array([_as_text(value) for value in cleaned], pa.string()), "text", dt.date in kinds


def _plain(value: Any) -> Any:
    """A value as None, int, float, date or str. NaN and NaT are blanks, as pandas means them."""
    kind = type(value)
    if value is None or kind is str:
        return value or None
    if kind is float:
        return value if value == value else None
    if kind is bool or kind is int:
        return ("TRUE" if value else "FALSE") if kind is bool else value
    if isinstance(value, dt.datetime):
        return value.date() if value == value else None
    if isinstance(value, dt.date):
        return value
    if type(value).__name__ in ("NAType", "NaTType", "JsNull"):
        return None
    if type(value).__name__ == "Period":
        return value.start_time.date()
    if type(value).__name__ == "datetime64":
        return _plain(value.astype("datetime64[us]").item())
    if type(value).__name__ == "Decimal":
        return float(value) if value.is_finite() else None
    item = value.item() if hasattr(value, "item") else value
    if type(item) is not kind:
        return _plain(item)
    return float(item) if isinstance(item, Real) else str(item)


def _as_text(value: Any) -> str | None:
    if type(value) is float:
        return str(int(value)) if math.isfinite(value) and value.is_integer() and abs(value) < 1e15 else repr(value)
    return None if value is None else value.isoformat() if isinstance(value, dt.date) else str(value)
