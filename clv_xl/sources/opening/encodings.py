"""How the letters of a text file are written."""

from __future__ import annotations

import codecs
import gzip
import io
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ...words import Words
from ..problems import OrderFileError

_SAMPLE = 1 << 18
BLANKS = " \t\r\n\u00a0\ufeff"
"""Signs that say nothing at the ends of a cell."""


@dataclass(frozen=True)
class Text:
    """A text file and its encoding."""

    path: Path
    name: str
    encoding: str
    said: bool
    """Whether the caller said it."""

    @property
    def is_utf8(self) -> bool:
        return self.encoding in ("utf-8", "utf-8-sig")

    def open(self) -> IO[str]:
        return io.TextIOWrapper(open_bytes(self.path), encoding=self.encoding, newline="")


def open_bytes(path: Path) -> Any:
    """A file, unpacked where it is packed."""
    return gzip.open(path, "rb") if path.suffix.lower() == ".gz" else path.open("rb")


def decoded(path: Path, name: str, encoding: str | None, words: str, notes: list[str]) -> Text:
    """The file with its encoding: as told, by its mark, UTF-8, or else cp1252."""
    if encoding is not None:
        try:
            return Text(path, name, codecs.lookup(encoding).name.replace("utf-8", "utf-8-sig"), True)
        except LookupError:
            raise OrderFileError(f"{name}: there is no encoding called {encoding}; try utf-8 or cp1252.", ["--encoding"]) from None
    with open_bytes(path) as file:
        start = file.read(_SAMPLE)
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return Text(path, name, "utf-16", False)
    if b"\0" in start:
        raise OrderFileError(f"{name}: this is not a text file; {words} is .csv, .xlsx or .parquet.")
    text = Text(path, name, "utf-8-sig", False)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return as_cp1252(text, notes)
    return text


def as_cp1252(text: Text, notes: list[str]) -> Text:
    """The text in the encoding that Excel writes in Western Europe, which is said."""
    notes.append(Words("The text is not UTF-8; it was read as cp1252, as Excel writes it in Western Europe."))
    return Text(text.path, text.name, "cp1252", False)


def beginning(text: Text) -> str:
    """The first letters."""
    try:
        with text.open() as file:
            return file.read(_SAMPLE)
    except UnicodeError as error:
        raise not_so_written(text, error) from None


def written_in_utf8(text: Text, target: Path) -> Path:
    """The text in UTF-8, in a file of its own."""
    try:
        with text.open() as file, target.open("w", encoding="utf-8", newline="") as copy:
            while part := file.read(1 << 20):
                copy.write(part)
    except UnicodeError as error:
        raise not_so_written(text, error) from None
    return target


@dataclass(frozen=True)
class Signs:
    """What stands in a file in UTF-8: whether it has an even number of quotes, and the blanks that can be in its cells."""

    quotes_close: bool
    blanks: str = BLANKS


def signs_in(path: Path) -> Signs:
    """Look through a file once. Most have few kinds of blanks, and to trim cells of all kinds takes longer than to read them."""
    quotes, seen, ascii_only = 0, b"", True
    with open_bytes(path) as file:
        while part := file.read(1 << 22):
            quotes += part.count(b'"')
            seen += bytes(sign for sign in b" \t\r\n" if sign not in seen and sign in part)
            ascii_only = ascii_only and part.isascii()
    if not ascii_only:
        return Signs(quotes % 2 == 0)
    inside = b" \t\r\n" if quotes else b" \t"  # without quotes, a line ends at every end of a line
    return Signs(quotes % 2 == 0, bytes(sign for sign in inside if sign in seen).decode())


def not_so_written(text: Text, error: UnicodeError) -> OrderFileError:
    """What to say where the letters are not those of the encoding."""
    at = ""
    if isinstance(error, UnicodeDecodeError):
        with open_bytes(text.path) as file:
            data = file.read(1 << 26)
        place = data.find(error.object[error.start : error.start + 24])
        line = data.count(b"\n", 0, place) + 1
        at = f", line {line}" if place >= 0 else ""
    said = text.encoding.removesuffix("-sig")
    sentence = f"{text.name}{at}: the text is not {said}; say what it is, such as --encoding cp1252 (Excel's CSV in Western Europe)."
    return OrderFileError(sentence, ["--encoding"])
