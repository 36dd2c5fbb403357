"""Cells in a worksheet's XML: finding formulas, and writing values beside them, without touching anything else.

A worksheet can hold a million cells, of which we change some; so the text is copied row by row and only the rows that
change are taken apart. Tags never nest inside a row, which makes plain patterns a safe way to cut it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape, unescape

from openpyxl.utils import column_index_from_string, get_column_letter

from ..excel.cells import date_to_serial
from ..excel.errors import ExcelError
from .package import Area


@dataclass(frozen=True)
class Formula:
    """A cell with a formula, as it stands in the file."""

    row: int
    column: int
    text: str
    """Without the equals sign; "" for a cell that shares another's formula."""
    array: Area | None
    dynamic: bool
    """Whether the array formula spills (it carries cell metadata), or is fixed to its area."""


@dataclass(frozen=True)
class Patch:
    """What becomes of one cell. Its style always stays."""

    value: Any
    formula: str | None = None
    """The new formula; None leaves a formula that is there, "" takes it away."""
    spill: Area | None = None
    """For a new formula: the area that it fills, as a dynamic array."""


@dataclass
class Block:
    """Many rows of values at once, from a top left cell on. New rows look like the model row."""

    top: int
    left: int
    rows: Sequence[Sequence[Any]]
    model_row: int
    keep_formulas: bool = False
    """Leave a cell alone that has a formula."""

    @property
    def area(self) -> Area:
        width = max(map(len, self.rows), default=0)
        return Area(self.top, self.left, self.top + len(self.rows) - 1, self.left + width - 1)


@dataclass
class Changes:
    """All changes to one sheet. Cells of a cleared area are taken out first, except those of kept_rows, which stay as blanks."""

    patches: dict[tuple[int, int], Patch] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    cleared: list[Area] = field(default_factory=list)
    kept_rows: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.patches or self.blocks or self.cleared)


_ROW = re.compile(r"<(?P<prefix>\w+:)?row\b(?P<attributes>[^>]*?)(?:/>|>(?P<cells>.*?)</(?:\w+:)?row>)", re.DOTALL)
_CELL = re.compile(r"<(?:\w+:)?c\b(?P<attributes>[^>]*?)(?:/>|>(?P<content>.*?)</(?:\w+:)?c>)", re.DOTALL)
_FORMULA = re.compile(r"<(?:\w+:)?f\b(?P<attributes>[^>]*?)(?:/>|>(?P<text>.*?)</(?:\w+:)?f>)", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_DATA = re.compile(r"<(?P<prefix>\w+:)?sheetData\s*(?:/>|>(?P<rows>.*)</(?:\w+:)?sheetData>)", re.DOTALL)
_DIMENSION = re.compile(r"<(?:\w+:)?dimension\b[^>]*?/>")
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")


def _attributes(text: str) -> dict[str, str]:
    return {name: first or second for name, first, second in _ATTRIBUTE.findall(text)}


def _rows(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    """The rows with their numbers; a row without a number follows the one before it."""
    number = 0
    for match in _ROW.finditer(text):
        number = int(_attributes(match["attributes"]).get("r", number + 1))
        yield number, match


def _cells(text: str) -> Iterator[tuple[int, dict[str, str], str, str]]:
    """The cells of a row: column, attributes, content, and the cell as it stands."""
    column = 0
    for match in _CELL.finditer(text):
        attributes = _attributes(match["attributes"])
        reference = _REFERENCE.fullmatch(attributes.get("r", ""))
        column = column_index_from_string(reference[1]) if reference else column + 1
        yield column, attributes, match["content"] or "", match[0]


def find_formulas(xml: bytes, dynamic_metadata: frozenset[str]) -> list[Formula]:
    """All formulas of a sheet. dynamic_metadata are the cell metadata numbers that mean "spills"."""
    if not re.search(rb"<(\w+:)?f\b", xml):
        return []
    found = []
    data = _DATA.search(xml.decode("utf-8"))
    for row, match in _rows(data["rows"] or "" if data else ""):
        for column, attributes, content, _ in _cells(match["cells"] or ""):
            if formula := _FORMULA.search(content):
                kind = _attributes(formula["attributes"])
                array = Area.parse(kind["ref"]) if kind.get("t") == "array" and "ref" in kind else None
                text = unescape(formula["text"] or "", {"&quot;": '"', "&apos;": "'"})
                found.append(Formula(row, column, text, array, attributes.get("cm") in dynamic_metadata))
    return found


def last_row(xml: bytes) -> int:
    """The last row of the sheet's extent, as the file states it."""
    stated = _DIMENSION.search(xml[:4000].decode("utf-8", "ignore"))
    ref = _attributes(stated[0]).get("ref", "") if stated else ""
    return Area.parse(ref).bottom if ref else 0


def is_occupied(xml: bytes, area: Area, anchor: tuple[int, int]) -> bool:
    """Whether a cell of the area, other than the anchor, holds something that a spill would cover."""
    data = _DATA.search(xml.decode("utf-8"))
    for row, match in _rows(data["rows"] or "" if data else ""):
        if row > area.bottom:
            break
        if row >= area.top and any(
            content.strip() and (row, column) in area and (row, column) != anchor for column, _, content, _ in _cells(match["cells"] or "")
        ):
            return True
    return False


def change_sheet(xml: bytes, changes: Changes, dynamic_metadata: str = "1") -> bytes:
    """The sheet with the changes made."""
    if not changes:
        return xml
    text = xml.decode("utf-8")
    data = _DATA.search(text)
    if data is None:
        return xml
    prefix = data["prefix"] or ""
    writer = _Writer(changes, prefix, dynamic_metadata)
    rows = "".join(writer.rows(data["rows"] or ""))
    head = _DIMENSION.sub(lambda _: f'<{prefix}dimension ref="{writer.extent}"/>', text[: data.start()], count=1)
    return f"{head}<{prefix}sheetData>{rows}</{prefix}sheetData>{text[data.end() :]}".encode()


class _Writer:
    """Merges the rows of a sheet with the changes to it."""

    def __init__(self, changes: Changes, prefix: str, dynamic_metadata: str) -> None:
        self.changes = changes
        self.prefix = prefix
        self.dynamic_metadata = dynamic_metadata
        self.patches_by_row: dict[int, dict[int, Patch]] = {}
        for (row, column), patch in changes.patches.items():
            self.patches_by_row.setdefault(row, {})[column] = patch
        self.bottom, self.left, self.right, self.top = 1, 16_384, 1, 0
        self.models: dict[int, tuple[str, dict[int, str]]] = {}

    @property
    def extent(self) -> Area:
        return Area(self.top or 1, min(self.left, self.right), self.bottom, self.right)

    def rows(self, text: str) -> Iterator[str]:
        wanted = self._wanted_rows()
        models = {block.model_row for block in self.changes.blocks}
        if models:
            for number, match in _rows(text):
                if number in models:
                    self.models[number] = _row_model(match)
                    if len(self.models) == len(models):
                        break
        due = next(wanted, None)
        for number, match in _rows(text):
            while due is not None and due < number:
                yield self._row(due, None)
                due = next(wanted, None)
            if due == number:
                due = next(wanted, None)
                yield self._row(number, match)
            elif any(area.top <= number <= area.bottom for area in self.changes.cleared):
                yield self._row(number, match)
            else:
                self._seen(number, match["cells"] or "")
                yield match[0]
        while due is not None:
            yield self._row(due, None)
            due = next(wanted, None)

    def _wanted_rows(self) -> Iterator[int]:
        numbers = set(self.patches_by_row)
        for block in self.changes.blocks:
            numbers.update(range(block.top, block.top + len(block.rows)))
        return iter(sorted(numbers))

    def _row(self, number: int, match: re.Match[str] | None) -> str:
        cells: dict[int, str] = {}
        styles: dict[int, str] = {}
        attributes = match["attributes"] if match else ""
        clears = [area for area in self.changes.cleared if area.top <= number <= area.bottom]
        patches = self.patches_by_row.get(number, {})
        for column, own, content, whole in _cells(match["cells"] or "" if match else ""):
            if "s" in own:
                styles[column] = own["s"]
            if any(area.left <= column <= area.right for area in clears):
                if number in self.changes.kept_rows and "s" in own:
                    cells[column] = self._cell(number, column, own["s"], None)
            elif column not in patches:
                cells[column] = whole
            if column in patches:
                cells[column] = self._patched(number, column, own, content, patches[column])
        for column, patch in patches.items():
            if column not in cells:
                cells[column] = self._patched(number, column, {}, "", patch)
        for block in self.changes.blocks:
            offset = number - block.top
            if not 0 <= offset < len(block.rows):
                continue
            model_attributes, model = self.models.get(block.model_row, ("", {}))
            attributes = attributes or f' r="{number}"{model_attributes}'
            for column, value in enumerate(block.rows[offset], start=block.left):
                if (number, column) not in self.changes.patches and not (block.keep_formulas and _FORMULA.search(cells.get(column, ""))):
                    style = styles.get(column) or model.get(column, "")
                    if value is not None or style:
                        cells[column] = self._cell(number, column, style, value)
        columns = sorted(cells)
        if columns:
            self._extend(number, columns[0], columns[-1])
        attributes = attributes or f' r="{number}"'
        return f"<{self.prefix}row{attributes}>{''.join(map(cells.__getitem__, columns))}</{self.prefix}row>"

    def _cell(self, row: int, column: int, style: str, value: Any) -> str:
        kind, content = cell_content(value, self.prefix)
        style = f' s="{style}"' if style else ""
        return f'<{self.prefix}c r="{_letters(column)}{row}"{style}{kind}>{content}</{self.prefix}c>'

    def _patched(self, row: int, column: int, own: Mapping[str, str], content: str, patch: Patch) -> str:
        p = self.prefix
        attributes = {
            name: value
            for name, value in own.items()
            if name not in ("t", "r") and not (name in ("cm", "vm") and patch.formula is not None)
        }
        formula = ""
        if patch.formula:
            if patch.spill:
                attributes["cm"] = self.dynamic_metadata
            area = f' t="array" ref="{patch.spill}"' if patch.spill else ""
            formula = f"<{p}f{area}>{escape(patch.formula)}</{p}f>"
        elif patch.formula is None and (found := _FORMULA.search(content)):
            formula = found[0]
        kind, value = cell_content(patch.value, p, beside_formula=bool(formula))
        extra = "".join(f' {name}="{value}"' for name, value in attributes.items())
        return f'<{p}c r="{_letters(column)}{row}"{extra}{kind}>{formula}{value}</{p}c>'

    def _seen(self, number: int, cells: str) -> None:
        first = _CELL.search(cells)
        if first is None:
            return
        last = cells.rfind(' r="')
        for text in (first[0], cells[last:]):
            if reference := _REFERENCE.search(_attributes(text).get("r", "")):
                column = column_index_from_string(reference[1])
                self._extend(number, column, column)

    def _extend(self, row: int, first: int, last: int) -> None:
        self.top = self.top or row
        self.bottom = row
        self.left, self.right = min(self.left, first), max(self.right, last)


def _row_model(match: re.Match[str]) -> tuple[str, dict[int, str]]:
    """What a new row takes over from this one: height and format, and the style of each cell."""
    attributes = _attributes(match["attributes"])
    kept = "".join(f' {name}="{attributes[name]}"' for name in ("s", "customFormat", "ht", "customHeight") if name in attributes)
    return kept, {column: own["s"] for column, own, _, _ in _cells(match["cells"] or "") if "s" in own}


_LETTERS = [""] + [get_column_letter(n) for n in range(1, 257)]


def _letters(column: int) -> str:
    return _LETTERS[column] if column < len(_LETTERS) else get_column_letter(column)


_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def _text(value: str) -> str:
    """Text for XML: characters that XML has not are written _x0001_, as Excel does. Text is always text, also "=1+1"."""
    value = _LOOKS_ESCAPED.sub("_x005F_", value)
    return escape(_NOT_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", value))


def cell_content(value: Any, prefix: str = "", beside_formula: bool = False) -> tuple[str, str]:
    """A value as a cell's type attribute and its content."""
    kind = type(value)
    if kind is float:
        number = repr(value)
        return "", f"<{prefix}v>{number[:-2] if number.endswith('.0') else number}</{prefix}v>"
    if value is None:
        return "", ""
    if kind is str:
        if beside_formula:
            return ' t="str"', f"<{prefix}v>{_text(value)}</{prefix}v>"
        space = ' xml:space="preserve"' if value != value.strip() or "\n" in value else ""
        return ' t="inlineStr"', f"<{prefix}is><{prefix}t{space}>{_text(value)}</{prefix}t></{prefix}is>"
    if kind is bool:
        return ' t="b"', f"<{prefix}v>{int(value)}</{prefix}v>"
    if isinstance(value, ExcelError):
        return ' t="e"', f"<{prefix}v>{value}</{prefix}v>"
    if isinstance(value, dt.datetime):
        seconds = (value - dt.datetime(value.year, value.month, value.day, tzinfo=value.tzinfo)).total_seconds()
        return cell_content(date_to_serial(value.date()) + seconds / 86_400, prefix)
    if isinstance(value, dt.date):
        return cell_content(date_to_serial(value), prefix)
    if isinstance(value, int):
        return "", f"<{prefix}v>{value}</{prefix}v>"
    return cell_content(str(value), prefix, beside_formula)
