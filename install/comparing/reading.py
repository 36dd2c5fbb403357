"""A workbook as it is compared: its cells with their content, computed value and style, and its names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.formula import ArrayFormula

from .formulas import Area, pieces, skeleton

Style = tuple[tuple[str, str], ...]
ASPECTS = ("font", "fill", "border", "number_format", "alignment", "protection")


@dataclass(frozen=True)
class Cell:
    content: Any
    """A constant, or a formula as a text that begins with an equals sign; None for a cell that is only styled."""
    value: Any
    style: Style
    spill: tuple[int, int] = (0, 0)
    """Rows and columns of an array formula."""

    @property
    def is_formula(self) -> bool:
        return isinstance(self.content, str) and self.content.startswith("=")


class Book:
    """A workbook of a build."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book: Any = openpyxl.load_workbook(path)
        values: Any = openpyxl.load_workbook(path, data_only=True)
        self._styles: dict[tuple[int, ...], Style] = {}
        self.tabs = {sheet.title: self._cells(sheet, values[sheet.title]) for sheet in self.book.worksheets}
        values.close()

    @cached_property
    def names(self) -> dict[str, str]:
        """What each defined name says; those of one tab with the tab before them."""
        found = {name: one.attr_text or "" for name, one in self.book.defined_names.items()}
        for sheet in self.book.worksheets:
            found |= {f"{sheet.title}!{name}": one.attr_text or "" for name, one in sheet.defined_names.items()}
        return found

    @cached_property
    def named(self) -> dict[str, Area]:
        """The areas that have a name and are no more than an area, by the name in small letters."""
        found: dict[str, Area] = {}
        for name, text in self.names.items():
            parts = pieces(text, "")
            if len(parts) == 1 and isinstance(parts[0], Area):
                found[name.casefold()] = parts[0]
        return found

    @cached_property
    def names_of(self) -> dict[tuple[str, str], str]:
        """The first name of an area, by its tab and address."""
        return {(area.tab, str(area)): name for name, area in reversed(self.named.items())}

    def mark(self, tab: str, cell: Cell) -> Any:
        """What tells a cell from others, wherever it stands."""
        if cell.is_formula:
            return ("=", skeleton(cell.content, tab, self.names_of).casefold())
        return (type(cell.content).__name__, cell.content)

    def _cells(self, sheet: Any, values: Any) -> dict[tuple[int, int], Cell]:
        found: dict[tuple[int, int], Cell] = {}
        for place, cell in sheet._cells.items():
            content, spill = cell.value, (0, 0)
            if isinstance(content, ArrayFormula):
                (area,) = pieces(content.ref or "A1", "")
                content, spill = f"={(content.text or '').removeprefix('=')}", area.shape if isinstance(area, Area) else spill
            if content is not None or cell.has_style:
                known = values._cells.get(place)
                found[place] = Cell(content, None if known is None else known.value, self._style(cell), spill)
        return found

    def _style(self, cell: Any) -> Style:
        key = tuple(cell._style)
        if key not in self._styles:
            said: list[tuple[str, str]] = []
            for aspect in ASPECTS:
                said += flatten(getattr(cell, aspect), aspect.replace("_", " "))
            self._styles[key] = tuple(sorted(said))
        return self._styles[key]


def flatten(thing: Any, path: str) -> list[tuple[str, str]]:
    """What is set in an object of openpyxl, each with the way to it; an empty element says nothing."""
    if thing is None or isinstance(thing, (str, int, float, bool)):
        return [] if thing is None or thing is False else [(path, str(thing))]
    if isinstance(thing, (list, tuple)):
        return [part for number, one in enumerate(thing, start=1) for part in flatten(one, f"{path} {number}")]
    found: list[tuple[str, str]] = []
    for field in (*getattr(thing, "__attrs__", ()), *getattr(thing, "__elements__", ())):
        found += flatten(getattr(thing, field, None), f"{path} {field}")
    return found


def told(old: Any, new: Any) -> str:
    """What two flattened things differ in."""
    before, after = dict(old), dict(new)
    keys = sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
    return "; ".join(f"{key} {before.get(key, '(none)')} -> {after.get(key, '(none)')}" for key in keys)
