"""Packed files are looked at before they are unpacked: a small one can hold more than fits into any memory."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator

MOST = 4 << 30
"""Bytes of all parts of a workbook together; one with all rows of a sheet filled has less than one GB."""
MOST_OF_A_PART = 2 << 30
_MOST_PARTS = 50_000
_PACKED_SMALL, _TIMES = 32 << 20, 250
"""Parts from this size on are never packed so many times smaller: equal rows of numbers are 14 times smaller (XlsxWriter)."""

NOT_WHOLE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, struct.error, NotImplementedError, RuntimeError, ValueError, OSError)
"""What `zipfile` raises on damaged archives, and on those with a password."""


class TooLargeError(Exception):
    """An archive unpacks to more than it may. The text is what follows the file's name in a sentence."""


def check_sizes(archive: zipfile.ZipFile) -> None:
    """See that what an archive says it unpacks to is of the size of a workbook.

    Raises:
        TooLargeError: it is not.
    """
    parts = archive.infolist()
    if len(parts) > _MOST_PARTS:
        raise TooLargeError(f"it has {len(parts):,} parts, which no workbook has; save it again in Excel.")
    whole = sum(part.file_size for part in parts)
    for part in parts:
        if part.file_size > MOST_OF_A_PART or whole > MOST:
            raise TooLargeError(f"it unpacks to {whole / (1 << 30):,.1f} GB, which is more than fits here; keep fewer rows in it.")
        if part.file_size > _PACKED_SMALL and part.file_size > _TIMES * part.compress_size:
            raise TooLargeError(
                f"{part.filename} in it unpacks to {part.file_size / max(part.compress_size, 1):,.0f} times its size, as no workbook does; "
                "save it again in Excel."
            )


def unpacked(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """The parts of an archive by name, none of them longer than it says to be.

    Raises:
        TooLargeError: they are of no workbook's size.
    """
    check_sizes(archive)
    for part in archive.infolist():
        if not part.is_dir():
            with archive.open(part) as file:
                yield part.filename, file.read(part.file_size + 1)  # without a number, it would unpack whatever comes
