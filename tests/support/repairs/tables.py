"""Excel Tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from .reading import MAIN, File, Sheet, box, meet, meeting


def tables_are_whole(file: File) -> Iterator[str]:
    """As many columns as it is wide, each of another name, a row below the headings, a filter inside, an id of its own."""
    for _, table in file.tables:
        name, area = table.get("displayName"), box(table.get("ref"))
        columns = _headings(table)
        if len(columns) != area[2] - area[0] + 1 or int(table.find(f"{MAIN}tableColumns").get("count", len(columns))) != len(columns):
            yield f"{name} has {len(columns)} columns in {table.get('ref')}"
        if "" in columns or max(Counter(map(str.lower, columns)).values()) > 1:
            yield f"{name} has a column without a name, or one twice"
        if area[3] <= area[1]:
            yield f"{name} has no row"
        for one in table.iter(f"{MAIN}autoFilter"):
            inside = box(one.get("ref"))
            if inside[:3] != area[:3] or inside[3] > area[3]:
                yield f"{name} filters {one.get('ref')}"
    ids = Counter(table.get("id") for _, table in file.tables)
    yield from (f"two tables are {number}" for number, count in ids.items() if count > 1)


def _headings(table: Any) -> list[str]:
    return [_decoded(column.get("name")) for column in table.iter(f"{MAIN}tableColumn")]


def _decoded(text: str) -> str:
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def headings_are_cells(file: File) -> Iterator[str]:
    """What stands in the row of headings is what the table calls its columns, as text."""
    for sheet, table in file.tables:
        left, top, _, _ = box(table.get("ref"))
        stands = {column: _text(cell, file) for row, column, cell in sheet.cells if row == top}
        for number, heading in enumerate(_headings(table)):
            if stands.get(left + number) != heading:
                yield f"{table.get('displayName')} calls {heading} what is {stands.get(left + number)}"


def _text(cell: Any, file: File) -> str | None:
    match cell.get("t"):
        case "s":
            return file.texts[int(cell.findtext(f"{MAIN}v"))]
        case "inlineStr":
            return "".join(cell.find(f"{MAIN}is").itertext())
        case "str":
            return cell.findtext(f"{MAIN}v")
    return None


def tables_are_alone(file: File) -> Iterator[str]:
    """No table lies over another, over a merged cell or over an array."""
    for sheet in file.sheets:
        mine = [(box(table.get("ref")), table.get("displayName")) for owner, table in file.tables if owner.part == sheet.part]
        yield from meeting(mine)
        yield from (f"{name} and {area}" for table, name in mine for area in _others(sheet) if meet(table, area))


def _others(sheet: Sheet) -> Iterator[Any]:
    yield from (box(one.get("ref")) for one in sheet.all("mergeCell"))
    yield from (area for _, _, area in sheet.arrays if area[:2] != area[2:])
