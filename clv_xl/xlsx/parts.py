"""The parts of a workbook in memory. A full sheet has a hundred megabytes of text, of which its cells are a small part."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, MutableMapping
from pathlib import PurePosixPath
from typing import Any

from lxml import etree

_LARGE = 1_000_000
"""Bytes; from here on a part is kept compressed."""


class _Compressed(bytes):
    """A part as zlib keeps it."""


class Parts(MutableMapping[str, bytes]):
    """Parts by name, in the order in which they came."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def __getitem__(self, name: str) -> bytes:
        kept = self._kept[name]
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

    def copy(self) -> Parts:
        """The same parts, whatever becomes of these."""
        other = Parts()
        other._kept = dict(self._kept)
        return other

    def start(self, name: str, length: int = 4000) -> bytes:
        """The first bytes of a part: there a sheet states its extent."""
        kept = self._kept[name]
        return zlib.decompressobj().decompress(kept, length) if type(kept) is _Compressed else kept[:length]


def relations_of(part: str) -> tuple[str, str]:
    """Where a part's relationships stand, and the folder that their targets start from; the package's own for ""."""
    path = PurePosixPath(part)
    return (str(path.parent / "_rels" / f"{path.name}.rels"), str(path.parent)) if part else ("_rels/.rels", ".")


def tree_of(content: bytes) -> Any:
    """A part's XML as a tree."""
    return etree.fromstring(content)
