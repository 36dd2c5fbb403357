"""Workbooks as calamine reads them: fast, and all the cells of a sheet at once, from the first filled one to the last. A single cell in the
last corner of a sheet would take half a terabyte then, and end the program; so sheets are measured before."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .unpacking import NOT_WHOLE, TooLargeError, check_sizes

MOST_CELLS = 50_000_000
"""Of a sheet, filled or not: all its rows, 47 columns wide."""

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_NOT_FAR = 99_999
_PLACE = re.compile(rb'"[A-Z]{1,3}(\d{1,7})"')
_FAR_RIGHT = re.compile(rb'"([A-Z]{2,3})\d{1,7}"')
_FAR_DOWN = re.compile(rb'"[A-Z]{1,3}(\d{6,7})"')
_PIECE = 1 << 22


class NoWorkbookError(Exception):
    """It is no workbook that can be read. The text is what follows the file's name in a sentence."""


@contextmanager
def book_of(path: str | Path) -> Iterator[Any]:
    """A workbook that can be read inside.

    Raises:
        NoWorkbookError: it is none, or it is damaged or too large; PermissionError: it is locked.
    """
    import python_calamine

    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                check_sizes(archive)
                _check_extents(archive)
        yield python_calamine.CalamineWorkbook.from_path(str(path))
    except PermissionError:
        raise
    except TooLargeError as error:
        raise NoWorkbookError(str(error)) from None
    except BaseException as error:  # what is wrong enough for Rust to panic is no Exception
        if type(error).__name__ == "PanicException" or isinstance(error, (python_calamine.CalamineError, *_OF_FILES)):
            raise NoWorkbookError("this is not a workbook, or it is damaged or has a password; save it again as .xlsx.") from None
        raise


_OF_FILES = tuple(kind for kind in NOT_WHOLE if kind is not ValueError and kind is not RuntimeError)


def _check_extents(archive: zipfile.ZipFile) -> None:
    for part in archive.infolist():
        if not _SHEET.fullmatch(part.filename):
            continue
        right = max([b"Z", *_found(archive, part, _FAR_RIGHT)], key=lambda letters: (len(letters), letters))
        columns = sum((letter - 64) * 26**place for place, letter in enumerate(reversed(right)))
        down = max([_NOT_FAR, *map(int, _found(archive, part, _FAR_DOWN))])
        if columns * down > MOST_CELLS and down == _NOT_FAR:
            down = max(map(int, _found(archive, part, _PLACE)))
        if columns * down > MOST_CELLS:
            raise TooLargeError(
                f"a sheet in it reaches to {right.decode()}{down}; delete the columns and rows behind its last filled cell, which Ctrl+End "
                "shows, and save it."
            )


def _found(archive: zipfile.ZipFile, part: zipfile.ZipInfo, pattern: re.Pattern[bytes]) -> Iterator[bytes]:
    """What a pattern finds in a part, each once in a piece of it."""
    with archive.open(part) as file:
        rest = b""
        while piece := file.read(_PIECE):
            yield from {*pattern.findall(rest + piece)}
            rest = piece[-32:]
