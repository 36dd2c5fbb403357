"""Names: of sheets, and those that are defined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from openpyxl.formula.tokenizer import Token

from .cells import readable
from .reading import MAIN, File

_NAME = re.compile(r"[^\W\d][\w.?\\]*|\\[\w.?\\]*")
_CELL = re.compile(r"([A-Za-z]{1,3})(\d{1,7})|[Rr]\d*([Cc]\d*)?|[Cc]\d*")
_LOCAL = ("_xlnm.Print_Area", "_xlnm.Print_Titles", "_xlnm._FilterDatabase")


def names_are_names(file: File) -> Iterator[str]:
    """A name begins with a letter, has no blank and is no cell; those of Excel itself are of one sheet."""
    for name, sheet, _ in file.names:
        if name in _LOCAL:
            if sheet is None:
                yield f"{name} is of no sheet"
        elif len(name) > 255 or not _NAME.fullmatch(name) or _is_cell(name):
            yield name
        if sheet is not None and int(sheet) >= len(list(file.workbook.iter(f"{MAIN}sheet"))):
            yield f"{name} is of sheet {sheet}, which is not there"


def _is_cell(name: str) -> bool:
    found = _CELL.fullmatch(name)
    return bool(found) and (not found[1] or ((len(found[1]) < 3 or found[1].upper() <= "XFD") and 0 < int(found[2]) <= 1_048_576))


def names_are_one_each(file: File) -> Iterator[str]:
    """Tables count as names of the workbook."""
    given = [(name.lower(), sheet) for name, sheet, _ in file.names] + [(one.get("displayName").lower(), None) for _, one in file.tables]
    yield from (f"{name} twice" for (name, _), count in Counter(given).items() if count > 1)


def names_point_somewhere(file: File) -> Iterator[str]:
    """What a name stands for can be read, and its sheets are there."""
    known = {one.get("name").lower() for one in file.workbook.iter(f"{MAIN}sheet")}
    for name, _, text in file.names:
        tokens = readable(text)
        if not text or isinstance(tokens, str):
            yield f"{name} stands for {text[:60]}: {tokens or 'nothing'}"
            continue
        places = [token.value.rpartition("!")[0] for token in tokens if token.subtype == Token.RANGE and "!" in token.value]
        sheets = [place[1:-1].replace("''", "'") if place.startswith("'") else place for place in places]
        yield from (f"{name} is on {sheet}" for sheet in sheets if sheet.lower() not in known and not sheet.startswith("["))


def sheets_have_names(file: File) -> Iterator[str]:
    """Names and numbers of sheets are one each, and short; one that is shown is there, and the open one is."""
    sheets = list(file.workbook.iter(f"{MAIN}sheet"))
    for name in (one.get("name") for one in sheets):
        if not 0 < len(name) <= 31 or re.search(r"[\[\]:*?/\\]|^'|'$", name) or name.lower() == "history":
            yield name
    for attribute in ("name", "sheetId"):
        yield from (f"{one} twice" for one, count in Counter(s.get(attribute).lower() for s in sheets).items() if count > 1)
    shown = [number for number, one in enumerate(sheets) if one.get("state", "visible") == "visible"]
    opened = [int(view.get("activeTab", 0)) for view in file.workbook.iter(f"{MAIN}workbookView")] or [0]
    yield from (f"{number} is open, and not shown" for number in opened if number not in shown)
