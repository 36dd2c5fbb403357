"""All the cells of a sheet at once, as Python values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ...sources.opening.calamine import NoWorkbookError, book_of
from ..saving import WorkbookError


def all_rows(path: str | Path, sheet: str) -> list[list[Any]]:
    """The rows of a sheet from its first one on.

    Raises:
        WorkbookError: they cannot be read.
    """
    try:
        with book_of(path) as book:
            return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except NoWorkbookError as error:
        raise WorkbookError(f"{path}: {error}") from None
