"""What a workbook says of the file that filled it: which it was, how it was read, and what of it counts."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..sources.columns.fields import DataList
from ..sources.report import page_texts
from ..sources.understood import Source
from ..words import say
from ..xlsx.package import Package
from ..xlsx.shared_strings import shared_texts
from ..xlsx.sheets.changes import Changes, Patch
from ..xlsx.sheets.editor import change_sheet
from ..xlsx.sheets.reader import cell_value, cells_in, cells_of
from .look.row_heights import broken
from .templates import language_of

_ROOM = 33.0
"""The width of a line on the page, in em of its letters."""


def source_changes(
    package: Package, source: Source, columns: Mapping[str, list[Any]], options: str, day: dt.date
) -> dict[str, dict[tuple[int, int], Patch]]:
    """The cells to set, by sheet: all of them, so that nothing of an earlier file stays. A copy made from an older template has none.
    columns: those that the table then has; options: how the file was read."""
    language = language_of(package.names)
    changes: dict[str, dict[tuple[int, int], Patch]] = {}
    given: Mapping[str, list[Any]] = {
        **{name: [say(text, language, "") for text in texts] for name, texts in page_texts(source).items()},
        "source_options": [options],
        "source_filled": [day],
        "source_entries": [_entries(source.kind, columns)],
        "source_sum": [_sum(source.kind, columns)],
    }
    for name, values in given.items():
        if (place := package.area_of(name)) is None:
            continue
        sheet, area = place
        lines = _fitted(values, area.bottom - area.top + 1)
        for row, line in enumerate(lines, start=area.top):
            changes.setdefault(sheet.name, {})[row, area.left] = Patch(line, "")
    return changes


def change_lines(package: Package, change: Callable[[str], str]) -> None:
    """Change what is said on several lines, of which one may end within a name."""
    for name in (name for name in package.names if name.startswith("source_")):
        if (place := package.area_of(name)) is None:
            continue
        sheet, area = place
        cells = cells_in(package.parts[sheet.part], area)
        texts = shared_texts(package)
        lines = [_line(cells.get((row, area.left)), texts) for row in range(area.top, area.bottom + 1)]
        said = " ".join(line for line in lines if isinstance(line, str))
        if said and (new := change(said)) != said:
            fitted = enumerate(_fitted([new], len(lines)), start=area.top)
            changes = Changes({(row, area.left): Patch(line, "") for row, line in fitted})
            package.parts[sheet.part] = change_sheet(package.parts[sheet.part], changes)


def _line(cell: str | None, texts: Sequence[str]) -> Any:
    for _, own, content, _ in cells_of(cell or ""):
        return cell_value(own.get("t", "n"), content, texts)


def _fitted(values: list[Any], room: int) -> list[Any]:
    """Values on so many lines, blank ones after the last; what does not fit is told by a sign."""
    lines = [line for value in values for line in (broken(value, _ROOM) if isinstance(value, str) else [value])]
    if len(lines) > room:
        lines = [*lines[: room - 1], f"{lines[room - 1]} …"]
    return [*lines, *[None] * (room - len(lines))]


# By these two the page knows whether the table still holds what the file brought ------------------------------------------


def _entries(kind: DataList, columns: Mapping[str, list[Any]]) -> float:
    """How many cells are filled in the columns that a row needs."""
    return float(sum(cell is not None for name in kind.needed_fields for cell in columns.get(name, ())))


def _sum(kind: DataList, columns: Mapping[str, list[Any]]) -> float:
    """The numbers in the column of money."""
    return math.fsum(cell for cell in columns.get(kind.money, ()) if isinstance(cell, (int, float)))
