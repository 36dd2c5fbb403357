"""Changing cells in a worksheet's XML, without touching anything else.

Rows behind the last change are copied in one go; of the others only those that change are taken apart.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from openpyxl.utils import column_index_from_string, get_column_letter

from ..package import Area
from .cell_xml import cell_content
from .changes import Block, Changes, Patch
from .reader import DATA, DIMENSION, FORMULA, attributes_of, cells_of, rows_behind, rows_of, stated_extent


def change_sheet(xml: bytes, changes: Changes, dynamic_metadata: str = "1") -> bytes:
    """The sheet with the changes made."""
    if not changes:
        return xml
    start, end = rows_behind(xml, changes.last_row)
    text = (xml[:start] + xml[end:]).decode("utf-8")
    data = DATA.search(text)
    if data is None:
        return xml
    prefix, rows = data["prefix"] or "", bytearray()
    writer = _Writer(changes, prefix, dynamic_metadata)
    for row in writer.rows(data["rows"] or ""):
        rows += row.encode()
    if start < end:
        writer.see_behind(xml[start:end], stated_extent(xml))
        rows += memoryview(xml)[start:end]
    del xml  # a full sheet has a hundred megabytes: no copy of it stays longer than needed
    head = DIMENSION.sub(lambda _: f'<{prefix}dimension ref="{writer.extent}"/>', text[: data.start()], count=1)
    return b"".join([f"{head}<{prefix}sheetData>".encode(), rows, f"</{prefix}sheetData>{text[data.end() :]}".encode()])


class _Writer:
    """Merges the rows of a sheet with the changes to it."""

    def __init__(self, changes: Changes, prefix: str, dynamic_metadata: str) -> None:
        self.changes = changes
        self.prefix = prefix
        self.dynamic_metadata = dynamic_metadata
        self.patches: dict[int, dict[int, Patch]] = {}
        for (row, column), patch in changes.patches.items():
            self.patches.setdefault(row, {})[column] = patch
        self.restored: dict[int, dict[int, str]] = {}
        for (row, column), text in changes.restored.items():
            self.restored.setdefault(row, {})[column] = text
        self.blocks = sorted(changes.blocks, key=lambda block: block.left)
        self.models: dict[int, tuple[str, dict[int, str]]] = {}
        self.ready: dict[int, tuple[int, list[str]]] = {}
        self.first_row = self.last_row = 0
        self.first_column, self.last_column = 16_384, 1

    @property
    def extent(self) -> Area:
        if not self.first_row:
            return Area(1, 1, 1, 1)
        return Area(self.first_row, self.first_column, self.last_row, self.last_column)

    def rows(self, text: str) -> Iterator[str]:
        self._find_models(text)
        wanted = set(self.patches) | set(self.restored)
        for block in self.blocks:
            wanted.update(range(block.top, block.top + len(block.rows)))
        due_rows = iter(sorted(wanted))
        due = next(due_rows, None)
        for number, match in rows_of(text):
            while due is not None and due < number:
                yield self._new_row(due)
                due = next(due_rows, None)
            if due == number:
                due = next(due_rows, None)
                yield self._changed_row(number, match)
            elif any(area.top <= number <= area.bottom for area in self.changes.cleared):
                yield self._changed_row(number, match)
            else:
                self._see(number, match["cells"] or "")
                yield match[0]
        while due is not None:
            yield self._new_row(due)
            due = next(due_rows, None)

    def _find_models(self, text: str) -> None:
        """The look of the rows that new ones are to resemble: attributes, and the style of each column."""
        wanted = {row for block in self.blocks for row in (block.model_row, block.model_row - 1)}
        for number, match in rows_of(text) if wanted else ():
            if number in wanted:
                own = attributes_of(match["attributes"])
                kept = "".join(f' {name}="{own[name]}"' for name in ("s", "customFormat", "ht", "customHeight") if name in own)
                self.models[number] = kept, {column: a["s"] for column, a, _, _ in cells_of(match["cells"] or "") if "s" in a}
            if number >= max(wanted):
                break

    def _model(self, block: Block) -> tuple[str, dict[int, str]]:
        return self.models.get(block.model_row) or self.models.get(block.model_row - 1) or ("", {})

    # Rows -----------------------------------------------------------------------------------------------------------

    def _new_row(self, number: int) -> str:
        """A row that the sheet does not have yet."""
        attributes, cells = "", []
        for block in self._blocks_at(number):
            attributes = attributes or self._model(block)[0]
            cells.append(self._block_cells(block, number))
        patches = self.patches.get(number, {})
        if patches or number in self.restored:
            return self._merged(number, f' r="{number}"{attributes}', "", patches)
        return f'<{self.prefix}row r="{number}"{attributes}>{"".join(cells)}</{self.prefix}row>'

    def _changed_row(self, number: int, match: re.Match[str]) -> str:
        """A row that the sheet has. Cells that only follow the last one are put behind it, whatever stands before."""
        cells = match["cells"] or ""
        patches = self.patches.get(number, {})
        blocks = self._blocks_at(number)
        cleared = any(area.top <= number <= area.bottom for area in self.changes.cleared)
        if not patches and not cleared and number not in self.restored and blocks and blocks[0].left > _last_column(cells):
            self._see(number, cells)
            added = "".join(self._block_cells(block, number) for block in blocks)
            return f"<{self.prefix}row{match['attributes']}>{cells}{added}</{self.prefix}row>"
        return self._merged(number, match["attributes"], cells, patches)

    def _merged(self, number: int, attributes: str, text: str, patches: Mapping[int, Patch]) -> str:
        """A row taken apart and put together again."""
        cells: dict[int, str] = {}
        styles: dict[int, str] = {}
        kept: set[int] = set()
        clears = [area for area in self.changes.cleared if area.top <= number <= area.bottom]
        for column, own, content, whole in cells_of(text):
            if "s" in own:
                styles[column] = own["s"]
            if column in patches:
                cells[column] = self._patched(number, column, own, content, patches[column])
            elif not any(area.left <= column <= area.right for area in clears):
                cells[column] = whole
                if FORMULA.search(content):
                    kept.add(column)
            elif number in self.changes.kept_rows and "s" in own:
                cells[column] = self._cell(number, column, own["s"], None)
        for column, patch in patches.items():
            if column not in cells:
                cells[column] = self._patched(number, column, {}, "", patch)
        kept |= set(patches)
        for block in self._blocks_at(number):
            model = self._model(block)[1]
            for column, value in enumerate(block.rows[number - block.top], start=block.left):
                if column not in kept:
                    style = styles.get(column) or model.get(column, "")
                    cells[column] = self._cell(number, column, style, value, spilled=block.spilled)
        cells |= self.restored.get(number, {})
        columns = sorted(cells)
        if columns:
            self._extend(number, columns[0], columns[-1])
        return f"<{self.prefix}row{attributes}>{''.join(map(cells.__getitem__, columns))}</{self.prefix}row>"

    # Cells ----------------------------------------------------------------------------------------------------------

    def _blocks_at(self, number: int) -> list[Block]:
        return [block for block in self.blocks if block.top <= number < block.top + len(block.rows)]

    def _block_cells(self, block: Block, number: int) -> str:
        """One row of a block as cells, in the styles of its model row. They are made for many rows at once."""
        first, ready = self.ready.get(id(block), (0, []))
        if not first <= number < first + len(ready):
            first, rows = number, block.rows[number - block.top : number - block.top + _AT_ONCE]
            ready = list(map("".join, zip(*self._columns(block, number, rows))))
            self.ready[id(block)] = first, ready
        self._extend(number, block.left, block.left + len(block.rows[0]) - 1)
        return ready[number - first]

    def _columns(self, block: Block, number: int, rows: Sequence[Sequence[Any]]) -> Iterator[list[str]]:
        """Rows of a block, from a row number on, as cells: a list for each column. Mostly its values are of one kind, often equal."""
        p, model = self.prefix, self._model(block)[1]
        for column, values in enumerate(zip(*rows), start=block.left):
            style = f'" s="{model[column]}"' if model.get(column) else '"'
            start, kinds = f'<{p}c r="{_letters(column)}', set(map(type, values))
            if kinds == {float} and math.isfinite(sum(values)):
                numbers = (repr(value).removesuffix(".0") for value in values)
                yield [f"{start}{row}{style}><{p}v>{text}</{p}v></{p}c>" for row, text in enumerate(numbers, number)]
                continue
            known = (
                {value: cell_content(value, p, block.spilled) for value in set(values)}
                if len(kinds) == 1 and kinds <= {str, dt.date}
                else {}
            )
            contents = (known.get(value) or cell_content(value, p, block.spilled) for value in values)
            cells = (f"{start}{row}{style}{kind}>{content}</{p}c>" for row, (kind, content) in enumerate(contents, number))
            yield [cell if value is not None or len(style) > 1 else "" for cell, value in zip(cells, values)]

    def _cell(self, row: int, column: int, style: str, value: Any, spilled: bool = False) -> str:
        kind, content = cell_content(value, self.prefix, spilled)
        style = f' s="{style}"' if style else ""
        return f'<{self.prefix}c r="{_letters(column)}{row}"{style}{kind}>{content}</{self.prefix}c>'

    def _patched(self, row: int, column: int, own: Mapping[str, str], content: str, patch: Patch) -> str:
        p = self.prefix
        dropped = ("t", "r") if patch.formula is None else ("t", "r", "cm", "vm")
        attributes = {name: value for name, value in own.items() if name not in dropped}
        formula = ""
        if patch.formula:
            if patch.spill:
                attributes["cm"] = self.dynamic_metadata
            area = f' t="array" ref="{patch.spill}"' if patch.spill else ""
            formula = f"<{p}f{area}>{escape(patch.formula)}</{p}f>"
        elif patch.formula is None and (found := FORMULA.search(content)):
            formula = found[0]
        kind, value = cell_content(patch.value, p, of_formula=bool(formula))
        extra = "".join(f' {name}="{value}"' for name, value in attributes.items())
        return f'<{p}c r="{_letters(column)}{row}"{extra}{kind}>{formula}{value}</{p}c>'

    # Extent ---------------------------------------------------------------------------------------------------------

    def _see(self, number: int, cells: str) -> None:
        """Count a row that is copied as it is."""
        first = _REFERENCE.search(cells)
        if first:
            self._extend(number, column_index_from_string(first[1]), _last_column(cells))

    def see_behind(self, rows: bytes, stated: Area | None) -> None:
        """Count the rows behind the last change. How wide they are, the sheet states."""
        cell = rows.rfind(f"<{self.prefix}c ".encode())
        if cell >= 0 and stated:
            found = re.search(rb'\br="[A-Z]+(\d+)"', rows[cell : rows.find(b">", cell)])
            self.first_row = self.first_row or stated.top
            self._extend(int(found[1]) if found else stated.bottom, stated.left, stated.right)

    def _extend(self, row: int, first: int, last: int) -> None:
        self.first_row = self.first_row or row
        self.last_row = row
        self.first_column, self.last_column = min(self.first_column, first), max(self.last_column, last)


_REFERENCE = re.compile(r'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)\d+"')
_AT_ONCE = 1000
"""Rows of a block whose cells are made together."""
_LETTERS = ["", *map(get_column_letter, range(1, 257))]


def _letters(column: int) -> str:
    return _LETTERS[column] if column < len(_LETTERS) else get_column_letter(column)


def _last_column(cells: str) -> int:
    """The column of the last cell of a row: 0 in an empty one, beyond all where cells leave their numbers out."""
    start = max(cells.rfind("<c "), cells.rfind(":c "))
    if start < 0:
        return 0 if not cells.strip() else 16_384
    found = re.search(r'\br="([A-Z]+)\d+"', cells[start : cells.find(">", start)])
    return column_index_from_string(found[1]) if found else 16_384
