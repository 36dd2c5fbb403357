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
    try:
        with open_bytes(path) as file:
            start = file.read(_SAMPLE)
    except (gzip.BadGzipFile, EOFError) as error:
        raise OrderFileError(f"{name}: the file is damaged ({error}); export it again.") from None
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


def quotes_close(path: Path) -> bool:
    """Whether a file in UTF-8 has an even number of quotes."""
    count = 0
    with open_bytes(path) as file:
        while part := file.read(1 << 22):
            count += part.count(b'"')
    return count % 2 == 0


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
