"""A source, whatever it is, as raw columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from . import frames, sheets, texts
from .problems import OrderFileError
from .raw import Raw
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
    if not isinstance(source, (str, Path)):
        return frames.read_frame(source, "the DataFrame", rows)
    name, path = str(source), Path(source)
    if not name or not path.exists():
        raise OrderFileError(f"{name or 'DATA'}: there is no such file.")
    if path.is_dir():
        raise OrderFileError(f"{name}: this is a folder; name a file in it.")
    ending = path.suffix.lower()
    try:
        if texts.is_text(path):
            return texts.read_text(path, name, encoding, fit, words)
        if ending in sheets.ENDINGS:
            return sheets.read_sheet(path, name, sheet, fit)
        if ending == ".parquet":
            return frames.read_parquet(path, name)
        if ending in frames.JSON or (ending == ".gz" and path.with_suffix("").suffix.lower() in frames.JSON):
            return frames.read_json(path, name)
    except PermissionError:
        raise OrderFileError(f"{name}: the file is locked or not yours to read; close it elsewhere and try again.") from None
    raise OrderFileError(f"{name}: {words} is .csv, .xlsx or .parquet, not {ending or 'a file without an ending'}.")
