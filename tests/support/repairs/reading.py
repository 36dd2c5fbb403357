"""A workbook's file as the rules read it: parts, relationships, sheets and cells."""

from __future__ import annotations

import posixpath
import string
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import etree
from openpyxl.utils import column_index_from_string, range_boundaries

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Box = tuple[int, int, int, int]
"""Left, top, right, bottom; both ends included."""


@dataclass(frozen=True)
class Relation:
    id: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True)
class Sheet:
    name: str
    part: str
    tree: Any

    def all(self, tag: str) -> Iterator[Any]:
        return self.tree.iter(f"{MAIN}{tag}")

    @cached_property
    def cells(self) -> list[tuple[int, int, Any]]:
        """Row, column and element of every cell, in the file's order."""
        found = []
        for cell in self.all("c"):
            letters, number = cell.get("r").rstrip(string.digits), cell.get("r").lstrip(string.ascii_uppercase)
            found.append((int(number), column_index_from_string(letters), cell))
        return found

    @cached_property
    def arrays(self) -> list[tuple[int, int, Box]]:
        """Row and column of every array formula, and the area that it fills."""
        formulas = [(row, column, cell.find(f"{MAIN}f")) for row, column, cell in self.cells]
        return [(row, column, box(f.get("ref"))) for row, column, f in formulas if f is not None and f.get("t") == "array"]


class File:
    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self.entries = archive.namelist()
            self.parts = {name: archive.read(name) for name in self.entries}
        (self.workbook_part,) = [one.target for one in self.relations("") if one.kind.endswith("/officeDocument")]
        self.workbook = self.tree(self.workbook_part)

    def tree(self, part: str) -> Any:
        return etree.fromstring(self.parts[part])

    def relations(self, part: str) -> list[Relation]:
        folder, name = posixpath.split(part)
        holder = posixpath.join(folder, "_rels", f"{name}.rels")
        found = []
        for one in self.tree(holder) if holder in self.parts else []:
            target, external = one.get("Target"), one.get("TargetMode") == "External"
            inside = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found.append(Relation(one.get("Id"), one.get("Type"), target if external else inside, external))
        return found

    @cached_property
    def sheets(self) -> list[Sheet]:
        targets = {one.id: one.target for one in self.relations(self.workbook_part)}
        found = [(one.get("name"), targets[one.get(ID)]) for one in self.workbook.iter(f"{MAIN}sheet")]
        return [Sheet(name, part, self.tree(part)) for name, part in found if part in self.parts]

    @cached_property
    def names(self) -> list[tuple[str, str | None, str]]:
        """Defined names: the name, the number of its sheet where it means something there alone, and what it stands for."""
        return [(one.get("name"), one.get("localSheetId"), one.text or "") for one in self.workbook.iter(f"{MAIN}definedName")]

    @cached_property
    def tables(self) -> list[tuple[Sheet, Any]]:
        found = []
        for sheet in self.sheets:
            targets = {one.id: one.target for one in self.relations(sheet.part)}
            found += [(sheet, self.tree(targets[one.get(ID)])) for one in sheet.all("tablePart")]
        return found

    @cached_property
    def styles(self) -> Any:
        (part,) = [one.target for one in self.relations(self.workbook_part) if one.kind.endswith("/styles")]
        return self.tree(part)

    @cached_property
    def texts(self) -> list[str]:
        """The shared strings."""
        parts = [one.target for one in self.relations(self.workbook_part) if one.kind.endswith("/sharedStrings")]
        return ["".join(one.itertext()) for part in parts for one in self.tree(part).iter(f"{MAIN}si")]


def box(ref: str) -> Box:
    left, top, right, bottom = range_boundaries(ref.replace("$", ""))
    return left or 1, top or 1, right or 16_384, bottom or 1_048_576


def meet(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def meeting(boxes: list[tuple[Box, str]]) -> Iterator[str]:
    """The pairs of areas that lie over each other; one that begins below the end of another cannot, so few are compared."""
    open_ones: list[tuple[Box, str]] = []
    for area, name in sorted(boxes, key=lambda one: one[0][1]):
        open_ones = [one for one in open_ones if one[0][3] >= area[1]]
        yield from (f"{other} and {name}" for before, other in open_ones if meet(before, area))
        open_ones.append((area, name))
