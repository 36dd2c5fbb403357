"""A source, whatever it is, as raw columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ...words import Words
from ..problems import OrderFileError, damaged
from ..values.expressions import plain
from . import frames, sheets, texts
from .files import kind_of
from .raw import BADLY_PACKED, Kind, Raw, connect, once
from .title_rows import Fit


def open_sources(source: Any, fit: Fit, **said: Any) -> list[Raw]:
    """Open a file, a frame, or several files. Those with the same headings are parts of one list and come as one, such as a file for each
    month; the others come each on its own. As for `open_source`.
    """
    if not isinstance(source, (list, tuple)):
        return [open_source(source, fit, **said)]
    alike: dict[frozenset[str], list[Raw]] = {}
    for number, file in enumerate(source):
        raw = open_source(file, fit, **said)
        raw.files = {number: raw.name}
        alike.setdefault(frozenset(map(plain, raw.headings)), []).append(raw)
    return [_together(parts) if len(parts) > 1 else parts[0] for parts in alike.values()]


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
    if isinstance(source, frames.NamedFrame):
        return frames.read_frame(source.frame, source.name, rows)
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
    except BADLY_PACKED as error:
        raise damaged(name, error) from None
    except PermissionError:
        raise OrderFileError(f"{name}: the file is locked or not yours to read; close it elsewhere and try again.") from None
    raise OrderFileError(f"{name}: {words} is .csv, .xlsx or .parquet, not {path.suffix.lower() or 'a file without an ending'}.")


def _together(parts: list[Raw]) -> Raw:
    """Files with the same headings as one."""
    import pyarrow as pa

    first = parts[0]
    tables = []
    for part in parts:
        own = {plain(heading): heading for heading in part.headings}
        columns = ", ".join(f"{part.text(own[plain(heading)])} AS c{n}" for n, heading in enumerate(first.headings))
        part.load(part.headings)
        number = next(iter(part.files))
        tables.append(part.db.sql(f"SELECT {columns}, {number} AS part FROM {part.relation} ORDER BY rowid").to_arrow_table())
        part.close()
    kinds: dict[str, Kind] = {
        heading: "date" if all(part.kinds.get(heading) == "date" for part in parts) else "text" for heading in first.headings
    }
    db = connect()
    db.register("given", pa.concat_tables(tables))
    raw = Raw(", ".join(part.name for part in parts), db, once("given"), {heading: f"c{n}" for n, heading in enumerate(kinds)}, kinds)
    raw.files = {number: name for part in parts for number, name in part.files.items()}
    raw.above, raw.headless, raw.first_row = first.above, first.headless, first.first_row
    raw.notes += [note for part in parts for note in part.notes]
    raw.half_dates |= {heading for part in parts for heading in part.half_dates}
    return raw
