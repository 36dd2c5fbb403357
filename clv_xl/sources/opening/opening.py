"""A source, whatever it is, as raw columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ...words import Words
from ..problems import OrderFileError
from ..values.expressions import plain
from . import frames, sheets, texts
from .files import kind_of
from .raw import Kind, Raw
from .title_rows import Fit


def open_source(source: Any, fit: Fit, *, encoding: str | None = None, sheet: str | None = None, rows: str, words: str) -> Raw:
    """Open a file or a frame.

    Args:
        source: a file's name, or a frame.
        fit: how well a row serves as headings.
        encoding: of a text file.
        sheet: of a workbook.
        rows: what it is a list of, and words: what such a file is called, in a sentence.

    Raises:
        OrderFileError: in one sentence, what is wrong with it and what to do.
    """
    if isinstance(source, (list, tuple)) and source and all(isinstance(part, (str, Path)) for part in source):
        return _together([open_source(part, fit, encoding=encoding, sheet=sheet, rows=rows, words=words) for part in source])
    if not isinstance(source, (str, Path)):
        return frames.read_frame(source, Words("the DataFrame"), rows)
    name, path = str(source), Path(source)
    if not name or not path.exists():
        raise OrderFileError(f"{name or 'DATA'}: there is no such file.")
    if path.is_dir():
        raise OrderFileError(f"{name}: this is a folder; name a file in it.")
    try:
        match kind_of(path):
            case "text":
                return texts.read_text(path, name, encoding, fit, words)
            case "sheet":
                return sheets.read_sheet(path, name, sheet, fit)
            case "parquet":
                return frames.read_parquet(path, name)
            case "json":
                return frames.read_json(path, name)
            case None:
                pass
    except PermissionError:
        raise OrderFileError(f"{name}: the file is locked or not yours to read; close it elsewhere and try again.") from None
    raise OrderFileError(f"{name}: {words} is .csv, .xlsx or .parquet, not {path.suffix.lower() or 'a file without an ending'}.")


def _together(parts: list[Raw]) -> Raw:
    """Files that are parts of one list, such as one for each month, as one. They must have the same headings."""
    import pyarrow as pa

    first = parts[0]
    tables = []
    for part in parts:
        if {*map(plain, part.headings)} != {*map(plain, first.headings)}:
            other = [heading for heading in first.headings if plain(heading) not in {*map(plain, part.headings)}] or part.headings
            raise OrderFileError(f"{part.name}: its headings are not those of {first.name} ({other[0]}); inspect the two one by one.")
        own = {plain(heading): heading for heading in part.headings}
        columns = ", ".join(f"{part.text(own[plain(heading)])} AS c{n}" for n, heading in enumerate(first.headings))
        part.load(part.headings)
        tables.append(part.db.sql(f"SELECT {columns} FROM {part.relation}").to_arrow_table())
        part.close()
    kinds: dict[str, Kind] = {
        heading: "date" if all(part.kinds.get(heading) == "date" for part in parts) else "text" for heading in first.headings
    }
    whole = pa.concat_tables(tables).rename_columns(first.headings)
    raw = sheets.raw_table(", ".join(part.name for part in parts), whole, kinds)
    raw.above, raw.headless, raw.first_row = first.above, first.headless, first.first_row
    raw.notes += [note for part in parts for note in part.notes]
    raw.half_dates |= {heading for part in parts for heading in part.half_dates}
    return raw
