"""The parts of a workbook in memory. A full sheet has a hundred megabytes of text, of which its cells are a small part."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from lxml import etree

from .saving import WorkbookError

_LARGE = 1_000_000
"""Bytes; from here on a part is kept compressed."""

_DECLARED = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"))


class DamagedError(WorkbookError):
    """Something in a workbook is not as its kind of file has it. The text says what; `of_file` says in which file."""


class MissingPartError(DamagedError, KeyError):
    """A part that others refer to is not there."""

    __str__ = Exception.__str__  # that of a KeyError shows quotes


@contextmanager
def of_file(path: str | Path) -> Iterator[None]:
    """Whatever is found to be damaged inside is said of a file."""
    try:
        yield
    except DamagedError as error:
        raise WorkbookError(f"{path}: the workbook is damaged ({error}); let Excel repair it, and save it again.") from None


class _Compressed(bytes):
    """A part as zlib keeps it."""


class Parts(MutableMapping[str, bytes]):
    """Parts by name, in the order in which they came."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def __getitem__(self, name: str) -> bytes:
        kept = self._there(name)
        return zlib.decompress(kept) if type(kept) is _Compressed else kept

    def __setitem__(self, name: str, content: bytes) -> None:
        self._kept[name] = _Compressed(zlib.compress(content, 1)) if len(content) >= _LARGE else content

    def __delitem__(self, name: str) -> None:
        del self._kept[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __contains__(self, name: object) -> bool:
        return name in self._kept

    def __len__(self) -> int:
        return len(self._kept)

    def _there(self, name: str) -> bytes:
        if name not in self._kept:
            raise MissingPartError(f"it has no part {name}")
        return self._kept[name]

    def copy(self) -> Parts:
        """The same parts, whatever becomes of these."""
        other = Parts()
        other._kept = dict(self._kept)
        return other

    def start(self, name: str, length: int = 4000) -> bytes:
        """The first bytes of a part: there a sheet states its extent."""
        kept = self._there(name)
        return zlib.decompressobj().decompress(kept, length) if type(kept) is _Compressed else kept[:length]


def relations_of(part: str) -> tuple[str, str]:
    """Where a part's relationships stand, and the folder that their targets start from; the package's own for ""."""
    path = PurePosixPath(part)
    return (str(path.parent / "_rels" / f"{path.name}.rels"), str(path.parent)) if part else ("_rels/.rels", ".")


def tree_of(content: bytes, part: str = "a part") -> Any:
    """A part's XML as a tree. part: what it is called in a sentence.

    Raises:
        DamagedError: it is no XML, or it declares entities, which no workbook does.
    """
    if any(mark in content for mark in _DECLARED):
        raise DamagedError(f"{part} has a DOCTYPE")
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise DamagedError(f"{part} is no XML: {error.msg}") from None


def check_sheet(content: bytes, part: str) -> None:
    """See that a sheet, which is cut with patterns, is XML in UTF-8 from its start to its end. Of a large one only the ends are looked at:
    whatever has been damaged on its way has a wrong checksum.

    Raises:
        DamagedError: it is not.
    """
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        raise DamagedError(f"{part} is not UTF-8") from None
    if len(content) < _LARGE:
        tree_of(content, part)
    if b"<!DOCTYPE" in content or not content.rstrip().endswith(b"worksheet>"):
        raise DamagedError(f"{part} is no XML")


def whole_number(text: str | int | None) -> int:
    """A number in an attribute.

    Raises:
        DamagedError: it is none.
    """
    try:
        return int("" if text is None else text)
    except ValueError:
        raise DamagedError(f"{text!r} in place of a number") from None
