"""Frames, Parquet and JSON: columns that have a type already."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..problems import OrderFileError
from .cells import arrow_column
from .raw import Kind, Raw, connect, distinct, of_file, quoted
from .sheets import raw_table

JSON = {".json", ".jsonl", ".ndjson"}
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT")


@dataclass(frozen=True)
class NamedFrame:
    """A frame, and what it is called where people read of it."""

    frame: Any
    name: str


def read_frame(frame: Any, name: str, rows: str) -> Raw:
    """A pandas, polars or pyarrow frame, or any other that narwhals knows.

    Raises:
        OrderFileError: it is none.
    """
    if type(frame).__module__.partition(".")[0] == "pandas" and hasattr(frame, "iloc"):
        return _from_pandas(frame, name, rows)
    import narwhals as nw

    try:
        known: Any = nw.from_native(frame)
        if isinstance(known, nw.LazyFrame):
            known = known.collect("pyarrow")
        # Arrow has no type for these: polars would give the addresses of its objects, and refuses the longest whole numbers
        held = {title: known[title].to_list() for title, kind in known.schema.items() if kind in (nw.Object, nw.Int128, nw.UInt128)}
        table = known.drop([*held]).to_arrow()
    except (TypeError, ValueError, AttributeError):
        raise OrderFileError(f"{rows} come as a file or a pandas DataFrame, not as {type(frame).__name__}.") from None
    half = set()
    for at, title in enumerate(known.columns):
        if title in held:
            array, _, some = arrow_column(held[title])
            table = table.add_column(at, title, array)
            half |= {title} if some else set()
    raw = from_arrow(table, name)
    raw.half_dates |= half
    return raw


def _from_pandas(frame: Any, name: str, rows: str) -> Raw:
    import pandas as pd
    import pyarrow as pa

    if not isinstance(frame, pd.DataFrame):
        raise OrderFileError(f"{rows} come as a file or a pandas DataFrame, not as {type(frame).__name__}.")
    if any(title is not None for title in frame.index.names):  # an index with a name holds what a column would
        frame = frame.reset_index()
    headings = distinct([" ".join(map(str, title)).strip() if isinstance(title, tuple) else str(title) for title in frame.columns])
    arrays, kinds, half = {}, dict[str, Kind](), set()
    for at, heading in enumerate(headings):
        series = frame.iloc[:, at]
        array, kinds[heading], some = _series(series, pa)
        arrays[heading] = array
        if some:
            half.add(heading)
    return raw_table(name, pa.table(arrays), kinds, None, half)


def _series(series: Any, pa: Any) -> tuple[Any, Kind, bool]:
    kind = getattr(series.dtype, "kind", "O")
    if kind in "iuf" and type(series.dtype).__name__ != "CategoricalDtype":
        array = pa.Array.from_pandas(series)
        return (array if not isinstance(array, pa.ChunkedArray) else array.combine_chunks()), "number", False
    if kind == "M":
        naive = series.dt.tz_localize(None) if getattr(series.dt, "tz", None) is not None else series
        return (
            pa.Array.from_pandas(naive.dt.strftime("%Y-%m-%d").astype(object).where(naive.notna(), None), type=pa.string()),
            "date",
            False,
        )
    return arrow_column(series.tolist())


def from_arrow(table: Any, name: str) -> Raw:
    """An Arrow table as raw columns."""
    import pyarrow as pa
    import pyarrow.types as types

    headings = distinct([str(heading) for heading in table.column_names])
    arrays, kinds, half = {}, dict[str, Kind](), set()
    for at, heading in enumerate(headings):
        column = table.column(at)
        if types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        if types.is_integer(column.type) or types.is_floating(column.type):
            arrays[heading], kinds[heading] = column, "number"
        elif types.is_string(column.type) or types.is_large_string(column.type) or "string_view" in str(column.type):
            arrays[heading], kinds[heading] = column, "text"
        elif types.is_date(column.type) or types.is_timestamp(column.type):
            arrays[heading], kinds[heading] = _days(column, pa), "date"
        else:
            arrays[heading], kinds[heading], some = arrow_column(_values(column, pa))
            if some:
                half.add(heading)
    return raw_table(name, pa.table(arrays), kinds, None, half)


def _days(column: Any, pa: Any) -> Any:
    """Dates as ISO text, also those for which Python has no year."""
    import pyarrow.compute as pc  # pyarrow alone does not load it

    if pa.types.is_timestamp(column.type) and column.type.tz:
        try:
            column = pc.local_timestamp(column)  # type: ignore[attr-defined]
        except pa.ArrowException:
            column = column.cast(pa.timestamp(column.type.unit))
    return pc.utf8_slice_codeunits(column.cast(pa.string()), 0, 10)  # type: ignore[attr-defined]


def _values(column: Any, pa: Any) -> list[Any]:
    try:
        return column.to_pylist()
    except (ValueError, OverflowError, KeyError, pa.ArrowException):  # bytes or times that Python has not
        try:
            return column.cast(pa.string()).to_pylist()
        except (ValueError, pa.ArrowException):
            return [None] * len(column)


def read_parquet(path: Path, name: str) -> Raw:
    """A Parquet file; what has a plain type stays in the file until it is needed.

    Raises:
        OrderFileError: it is none.
    """
    import pyarrow
    import pyarrow.parquet

    db = connect()
    relation = f"read_parquet({quoted(str(path))})"
    try:
        raw = _described(db, relation, name)
    except Exception:
        raw = None
    if raw is not None:
        return raw
    db.close()
    try:
        return from_arrow(pyarrow.parquet.read_table(path), name)
    except (pyarrow.ArrowException, ValueError, OSError):
        raise OrderFileError(f"{name}: this is not a Parquet file, or it is damaged; export it again.") from None


def read_json(path: Path, name: str) -> Raw:
    """A JSON file: a list of records, or a record a line.

    Raises:
        OrderFileError: it is none.
    """
    import duckdb

    db = connect()
    try:
        relation = f"read_json({quoted(str(path))})"
        return _described(db, relation, name) or from_arrow(db.sql(f"SELECT * FROM {relation}").to_arrow_table(), name)
    except duckdb.Error as error:
        db.close()
        raise OrderFileError(f"{name}: this is not a JSON list of records ({str(error).splitlines()[0]}); export it as .csv.") from None


def _described(db: Any, relation: str, name: str) -> Raw | None:
    """The relation as raw columns, where all of them have types that are read alike from every source."""
    described = db.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    kinds: dict[str, Kind] = {}
    parts, columns = [], {}
    for at, (heading, kind, *_) in enumerate(described):
        own = '"' + heading.replace('"', '""') + '"'
        if kind in _WHOLE:
            kinds[heading], read = "number", own
        elif kind in ("FLOAT", "DOUBLE") or kind.startswith("DECIMAL"):
            kinds[heading], read = "number", f"CAST({own} AS DOUBLE)"
        elif kind in ("DATE", "TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S"):
            kinds[heading], read = "date", f"CAST(CAST({own} AS DATE) AS VARCHAR)"
        elif kind in ("VARCHAR", "BOOLEAN", "UUID") or kind.startswith("ENUM"):
            kinds[heading], read = "text", f"CAST({own} AS VARCHAR)"
        else:
            return None
        columns[heading] = f"c{at}"
        parts.append(f"{read} AS c{at}")
    return Raw(name, db, of_file(f"(SELECT {', '.join(parts)} FROM {relation})", name), columns, kinds)
