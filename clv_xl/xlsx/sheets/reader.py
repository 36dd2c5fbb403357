"""A worksheet's XML, read row by row and cell by cell.

A worksheet can hold millions of cells, of which we need a few; so its text is cut with patterns. Rows and cells never
hold another of their kind, and text has no bare angle brackets, which makes that safe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from openpyxl.formula.translate import Translator
from openpyxl.utils import column_index_from_string, get_column_letter

from ...cells.errors import ExcelError, error_from_text
from ..package import Area
from ..parts import DamagedError, whole_number
from .cell_xml import plain


@dataclass(frozen=True)
class Formula:
    """A cell with a formula, as it stands in the file."""

    row: int
    column: int
    text: str
    """Without the equals sign."""
    array: Area | None
    dynamic: bool
    """Whether the array formula spills (it carries cell metadata), or is fixed to its area."""
    stored: Any
    """The value beside it; None where there is none."""
    shared: bool = False
    """Whether the text may stand in another cell, which shares its formula with this one."""

    @property
    def place(self) -> tuple[int, int]:
        return self.row, self.column


ROW = re.compile(r"<(?P<prefix>\w+:)?row\b(?P<attributes>[^>]*?)(?:/>|>(?P<cells>.*?)</(?:\w+:)?row>)", re.DOTALL)
_NUMBERED_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"')
CELL = re.compile(r"<(?:\w+:)?c\b(?P<attributes>[^>]*?)(?:/>|>(?P<content>.*?)</(?:\w+:)?c>)", re.DOTALL)
FORMULA = re.compile(r"<(?:\w+:)?f\b(?P<attributes>[^>]*?)(?:/>|>(?P<text>.*?)</(?:\w+:)?f>)", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
DATA = re.compile(r"<(?P<prefix>\w+:)?sheetData\s*(?:/>|>(?P<rows>.*)</(?:\w+:)?sheetData>)", re.DOTALL)
DIMENSION = re.compile(r"<(?:\w+:)?dimension\b[^>]*?/>")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d+)")


def attributes_of(text: str) -> dict[str, str]:
    return {name: first or second for name, first, second in _ATTRIBUTE.findall(text)}


def rows_of(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    """The rows with their numbers; a row without a number follows the one before it."""
    number = 0
    for match in ROW.finditer(text):
        number = whole_number(attributes_of(match["attributes"]).get("r", number + 1))
        yield number, match


def cells_of(text: str) -> Iterator[tuple[int, dict[str, str], str, str]]:
    """The cells of a row: column, attributes, content, and the cell as it stands."""
    column = 0
    for match in CELL.finditer(text):
        attributes = attributes_of(match["attributes"])
        if given := attributes.get("r"):
            reference = _REFERENCE.fullmatch(given)
            if reference is None:
                raise DamagedError(f"{given!r} in place of a cell")
            column = column_index_from_string(reference[1])
        else:
            column += 1
        yield column, attributes, match["content"] or "", match[0]


def find_formulas(xml: bytes, dynamic_metadata: frozenset[str]) -> list[Formula]:
    """All formulas of a sheet. dynamic_metadata are the cell metadata numbers that mean "spills"."""
    if not re.search(rb"<(\w+:)?f\b", xml):
        return []
    found = []
    shared: dict[str, Translator] = {}
    data = DATA.search(xml.decode("utf-8"))
    for row, match in rows_of(data["rows"] or "" if data else ""):
        for column, attributes, content, _ in cells_of(match["cells"] or ""):
            if formula := FORMULA.search(content):
                kind = attributes_of(formula["attributes"])
                text = unescape(formula["text"] or "")
                if kind.get("t") == "shared":
                    text = _share(shared, kind.get("si", ""), text, f"{get_column_letter(column)}{row}")
                array = Area.parse(kind["ref"]) if kind.get("t") == "array" and "ref" in kind else None
                stored = stored_value(attributes.get("t", "n"), content)
                dynamic = attributes.get("cm") in dynamic_metadata
                found.append(Formula(row, column, text, array, dynamic, stored, kind.get("t") == "shared"))
    return found


def _share(shared: dict[str, Translator], group: str, text: str, cell: str) -> str:
    """The text of a cell that shares a formula: the first of the group has it, the others mean the same from their place."""
    if text:
        shared[group] = Translator(f"={text}", cell)
        return text
    return shared[group].translate_formula(cell)[1:] if group in shared else ""


_VALUE = re.compile(r"<(?:\w+:)?v\b[^>]*>(.*?)</(?:\w+:)?v>", re.DOTALL)


def stored_value(kind: str, content: str) -> Any:
    """The value that a formula's cell holds: float, str, bool, ExcelError, or None."""
    found = _VALUE.search(content)
    if found is None:
        return None
    text = unescape(found[1])
    if kind == "b":
        return text == "1"
    if kind == "e":
        return error_from_text(text) or ExcelError.VALUE
    try:
        return text if kind == "str" else float(text)
    except ValueError:
        return None


_TEXT = re.compile(r"<(?:\w+:)?t\b[^>]*>(.*?)</(?:\w+:)?t>", re.DOTALL)
_SOUND = re.compile(r"<(?:\w+:)?rPh\b.*?</(?:\w+:)?rPh>", re.DOTALL)


def cell_value(kind: str, content: str, texts: Sequence[str]) -> Any:
    """What a cell holds or shows: float, str, bool, ExcelError, or None. texts: those that cells share."""
    if kind == "s":
        number = stored_value("n", content)
        if number is not None and not 0 <= number < len(texts):
            raise DamagedError(f"a cell has the text {number:.0f} of {len(texts)}")
        return texts[int(number)] if number is not None else None
    if kind == "inlineStr":
        return plain("".join(map(unescape, _TEXT.findall(_SOUND.sub("", content)))))
    value = stored_value(kind, content)
    return plain(value) if isinstance(value, str) else value


def cells_in(xml: bytes, area: Area) -> dict[tuple[int, int], str]:
    """The cells of an area as they stand, in XML."""
    data = DATA.search(xml.decode("utf-8"))
    rows = rows_of(data["rows"] or "" if data else "")
    near = ((row, match) for row, match in rows if area.top <= row <= area.bottom)
    return {(row, c): whole for row, match in near for c, _, _, whole in cells_of(match["cells"] or "") if (row, c) in area}


def stated_extent(xml: bytes) -> Area | None:
    """The sheet's extent, as the file states it."""
    stated = DIMENSION.search(xml[:4000].decode("utf-8", "ignore"))
    ref = attributes_of(stated[0]).get("ref", "") if stated else ""
    return Area.parse(ref) if ref else None


def last_row(xml: bytes) -> int:
    """The last row of the sheet's extent."""
    stated = stated_extent(xml)
    return stated.bottom if stated else 0


def rows_behind(xml: bytes, last: int) -> tuple[int, int]:
    """From where to where the rows behind the last one of interest stand; nowhere in a sheet that does not state its extent."""
    end = xml.rfind(b"</", 0, max(xml.rfind(b"sheetData>"), 0))
    if end < 0 or not stated_extent(xml):
        return len(xml), len(xml)
    return next((match.start() for match in _NUMBERED_ROW.finditer(xml, 0, end) if int(match[1]) > last), end), end


def is_occupied(xml: bytes, area: Area, but: Area | None = None) -> bool:
    """Whether a cell of the area, but for those of another, holds something that a spill would cover."""
    data = DATA.search(xml.decode("utf-8"))
    for row, match in rows_of(data["rows"] or "" if data else ""):
        if row > area.bottom:
            break
        for column, _, content, _ in cells_of(match["cells"] or "") if row >= area.top else ():
            if content.strip() and (row, column) in area and not (but and (row, column) in but):
                return True
    return False


def hidden_rows(xml: bytes) -> list[int]:
    """The rows that are hidden, by hand or by a filter."""
    if not re.search(rb'\bhidden="(1|true)"', xml):
        return []
    data = DATA.search(xml.decode("utf-8"))
    rows = rows_of(data["rows"] or "" if data else "")
    return [row for row, match in rows if attributes_of(match["attributes"]).get("hidden") in ("1", "true")]
