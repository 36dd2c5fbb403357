"""Which files are meant: several, a folder of them, or a pattern such as orders-*.csv."""

from __future__ import annotations

from glob import glob
from pathlib import Path
from typing import Any, Literal

from ..problems import OrderFileError
from . import frames, sheets, texts

FileKind = Literal["text", "json", "sheet", "parquet"]


def files_of(source: Any) -> Any:
    """A source with the files that folders and patterns in it stand for: one file, a list of several, or what is no file as it is.

    Raises:
        OrderFileError: no file is meant, or one is meant twice.
    """
    if isinstance(source, (str, Path)):
        found = _meant(source)
    elif isinstance(source, (list, tuple)) and source and all(isinstance(part, (str, Path)) for part in source):
        found = [file for part in source for file in _meant(part)]
    elif isinstance(source, (list, tuple)) and not source:
        raise OrderFileError("the list of files is empty; name a file.")
    else:
        return source
    places = [Path(file).resolve() for file in found]
    for number, place in enumerate(places):
        if place in places[:number]:
            raise OrderFileError(f"{found[number]}: this file is named twice; name it once.")
    return found[0] if len(found) == 1 else found


def _meant(source: str | Path) -> list[str | Path]:
    path = Path(source)
    if path.is_dir():
        found = sorted(inner for inner in path.iterdir() if _is_data(inner))
        if not found:
            raise OrderFileError(f"{source}: there is no file of data in this folder.")
        return [*found]
    if not path.exists() and any(sign in str(source) for sign in "*?["):
        matching = sorted(glob(str(source)))
        if not matching:
            raise OrderFileError(f"{source}: no file fits this pattern.")
        return [*matching]
    return [source]


def _is_data(path: Path) -> bool:
    return path.is_file() and not path.name.startswith((".", "~$")) and kind_of(path) is not None


def kind_of(path: Path) -> FileKind | None:
    """What a file is by its ending; texts and JSON may be packed as .gz."""
    packed = path.suffix.lower() == ".gz"
    ending = path.with_suffix("").suffix.lower() if packed else path.suffix.lower()
    kinds = {"text": texts.ENDINGS, "json": frames.JSON} | ({} if packed else {"sheet": sheets.ENDINGS, "parquet": {".parquet"}})
    return next((kind for kind, endings in kinds.items() if ending in endings), None)  # type: ignore[return-value]
