"""An .xlsx file as the package of parts that it is. What we do not touch stays, byte for byte."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import IO, Any

from lxml import etree

from ..sources.opening.unpacking import NOT_WHOLE, TooLargeError, unpacked
from .parts import DamagedError, Parts, check_sheet, relations_of, tree_of, whole_number
from .saving import WorkbookError, new_file

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384


@dataclass(frozen=True)
class Sheet:
    name: str
    part: str


@dataclass(frozen=True)
class Area:
    """A rectangle of cells, 1-based, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def parse(cls, ref: str) -> Area:
        from openpyxl.utils import range_boundaries

        try:
            left, top, right, bottom = range_boundaries(ref.replace("$", ""))
        except (ValueError, TypeError):
            raise DamagedError(f"{ref!r} in place of cells") from None
        return cls(top or 1, left or 1, bottom or MAX_ROWS, right or MAX_COLUMNS)

    def __str__(self) -> str:
        from openpyxl.utils import get_column_letter

        first = f"{get_column_letter(self.left)}{self.top}"
        last = f"{get_column_letter(self.right)}{self.bottom}"
        return first if first == last else f"{first}:{last}"

    def overlaps(self, other: Area) -> bool:
        return self.top <= other.bottom and other.top <= self.bottom and self.left <= other.right and other.left <= self.right

    def __contains__(self, cell: tuple[int, int]) -> bool:
        return self.top <= cell[0] <= self.bottom and self.left <= cell[1] <= self.right


def quoted(sheet: str) -> str:
    """A sheet's name as a formula spells it."""
    doubled = sheet.replace("'", "''")
    return f"'{doubled}'"


@dataclass(frozen=True)
class TablePart:
    """An Excel Table: its name, where it stands, and its headings."""

    name: str
    part: str
    sheet: Sheet
    area: Area
    headings: tuple[str, ...]
    totals: int = 0
    """How many rows of totals stand at its end."""

    @property
    def last_row(self) -> int:
        """The last row of its body."""
        return self.area.bottom - self.totals


class Package:
    """The parts of a workbook in memory; `save` writes them to a new file that takes its place whole."""

    def __init__(self, source: str | Path | IO[bytes], name: str | None = None) -> None:
        self.name = name or str(source)
        try:
            self._open(source)
        except FileNotFoundError:
            raise WorkbookError(f"{self.name}: there is no such file.") from None
        except IsADirectoryError:
            raise WorkbookError(f"{self.name}: this is a folder; name a workbook in it.") from None
        except PermissionError:
            raise WorkbookError(f"{self.name}: the file is locked or not yours to read; close it elsewhere and try again.") from None
        except TooLargeError as error:
            raise WorkbookError(f"{self.name}: {error}") from None
        except DamagedError as error:
            raise WorkbookError(f"{self.name}: the workbook is damaged ({error}); save it again in Excel.") from None

    def _open(self, source: str | Path | IO[bytes]) -> None:
        """Unpack it, and look at all that is read later, so that what is damaged shows here."""
        self.parts = Parts()
        try:
            with zipfile.ZipFile(source) as archive:
                self.parts.update(unpacked(archive))
        except (FileNotFoundError, IsADirectoryError, PermissionError):
            raise
        except NOT_WHOLE:
            raise self._is_none() from None
        if "[Content_Types].xml" not in self.parts:
            raise self._is_none()
        self.tree("[Content_Types].xml")
        parts = self.relations("").values()
        self.workbook_part = next((part for kind, part in parts if kind.endswith("/officeDocument")), "xl/workbook.xml")
        self.workbook: Any = self.tree(self.workbook_part)
        if etree.QName(self.workbook).namespace != MAIN:
            raise WorkbookError(f"{self.name}: it is saved as Strict Open XML; save it as an ordinary Excel workbook (.xlsx).")
        for sheet in self.sheets:
            check_sheet(self.parts[sheet.part], sheet.part)
        self.tables  # noqa: B018

    def _is_none(self) -> WorkbookError:
        return WorkbookError(f"{self.name}: this is not an .xlsx workbook, or it is damaged or has a password; save it again in Excel.")

    # Reading --------------------------------------------------------------------------------------------------------

    def tree(self, part: str) -> Any:
        """A part's XML; a DamagedError where there is none."""
        return tree_of(self.parts[part], part)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """A part's relationships: id -> (type, part it points to)."""
        path = PurePosixPath(part)
        holder = relations_of(part)[0]
        if holder not in self.parts:
            return {}
        found = {}
        for relation in self.tree(holder):
            if not isinstance(relation.tag, str) or relation.get("TargetMode") == "External":
                continue
            target = relation.get("Target", "")
            resolved = target.lstrip("/") if target.startswith("/") else os.path.normpath(str(path.parent / target)).replace(os.sep, "/")
            found[relation.get("Id", "")] = (relation.get("Type", ""), resolved)
        return found

    @cached_property
    def sheets(self) -> list[Sheet]:
        """The worksheets in the order of their tabs; chart sheets are no worksheets."""
        relations = self.relations(self.workbook_part)
        found = []
        for sheet in self.workbook.iter(f"{{{MAIN}}}sheet"):
            kind, part = relations.get(sheet.get(f"{{{RELATION}}}id", ""), ("", ""))
            if kind.endswith("/worksheet"):
                found.append(Sheet(sheet.get("name", ""), part))
        return found

    @cached_property
    def names(self) -> dict[str, str]:
        """The workbook's defined names and what they stand for."""
        names = self.workbook.iter(f"{{{MAIN}}}definedName")
        return {name.get("name", ""): (name.text or "").strip() for name in names if name.get("localSheetId") is None}

    @property
    def local_names(self) -> set[str]:
        """Names that mean something on one sheet alone, in lower case."""
        names = self.workbook.iter(f"{{{MAIN}}}definedName")
        return {name.get("name", "").lower() for name in names if name.get("localSheetId") is not None}

    @property
    def tables(self) -> dict[str, TablePart]:
        found = {}
        for sheet in self.sheets:
            for kind, part in self.relations(sheet.part).values():
                if kind.endswith("/table"):
                    table = self.tree(part)
                    headings = tuple(column.get("name", "") for column in table.iter(f"{{{MAIN}}}tableColumn"))
                    name = table.get("displayName") or table.get("name") or ""
                    totals = whole_number(table.get("totalsRowCount", "0"))
                    area = Area.parse(table.get("ref", "A1"))
                    if len(headings) != area.right - area.left + 1:
                        raise DamagedError(f"{part} has {len(headings)} headings for {area}")
                    found[name] = TablePart(name, part, sheet, area, headings, totals)
        return found

    @property
    def counts_from_1904(self) -> bool:
        """Whether the workbook's day 0 is 1 January 1904, as on old Macs."""
        return any(settings.get("date1904") in ("1", "true") for settings in self.workbook.iter(f"{{{MAIN}}}workbookPr"))

    def area_of(self, name: str) -> tuple[Sheet, Area] | None:
        """Where a defined name points, if it points to cells."""
        sheet_name, _, ref = self.names.get(name, "").rpartition("!")
        if not re.fullmatch(r"\$?[A-Z]{1,3}\$?\d+(:\$?[A-Z]{1,3}\$?\d+)?", ref):
            return None
        sheet_name = sheet_name[1:-1].replace("''", "'") if sheet_name.startswith("'") else sheet_name
        sheet = next((sheet for sheet in self.sheets if sheet.name == sheet_name), None)
        return sheet and (sheet, Area.parse(ref))

    def cell_of(self, name: str) -> tuple[Sheet, int, int] | None:
        """Where a defined name points, if it points to a single cell."""
        sheet, area = self.area_of(name) or (None, Area(1, 1, 0, 0))
        return (sheet, area.top, area.left) if sheet and (area.top, area.left) == (area.bottom, area.right) else None

    # Changing -------------------------------------------------------------------------------------------------------

    def resize_table(self, table: TablePart, area: Area) -> None:
        """Give a table and its filter another extent."""
        tree = self.tree(table.part)
        tree.set("ref", str(area))
        for element in tree.iter(f"{{{MAIN}}}autoFilter"):  # without the totals
            element.set("ref", str(Area(area.top, area.left, area.bottom - table.totals, area.right)))
        self.parts[table.part] = to_xml(tree)

    def define(self, names: Mapping[str, str | None]) -> None:
        """Give names what they stand for, or (None) take them away."""
        holder = self.workbook.find(f"{{{MAIN}}}definedNames")
        if holder is None:  # only workbooks of ours, which have names, are given others
            return
        known = {one.get("name"): one for one in holder if one.get("localSheetId") is None}
        for name, text in names.items():
            if text is not None:
                one = known[name] if name in known else etree.SubElement(holder, f"{{{MAIN}}}definedName", name=name)
                one.text = text
            elif name in known:
                holder.remove(known[name])
        vars(self).pop("names", None)
        self.parts[self.workbook_part] = to_xml(self.workbook)

    def add_part(self, part: str, content: bytes, content_type: str, relation_type: str, owner: str | None = None) -> None:
        """A part that another one refers to, the workbook where no owner is named and the whole package for ""; an existing one is
        replaced."""
        known = part in self.parts
        self.parts[part] = content
        if known:
            return
        self.declare(part, content_type)
        holder, folder = relations_of(self.workbook_part if owner is None else owner)
        if holder not in self.parts:
            self.parts[holder] = f'<Relationships xmlns="{PACKAGE_RELATION}"/>'.encode()
        rels = self.tree(holder)
        taken = {relation.get("Id") for relation in rels}
        free = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        target = os.path.relpath(part, folder).replace(os.sep, "/")
        etree.SubElement(rels, f"{{{PACKAGE_RELATION}}}Relationship", Id=free, Type=relation_type, Target=target)
        self.parts[holder] = to_xml(rels)

    def declare(self, part: str, content_type: str) -> None:
        """Say of what type a part is."""
        types = self.tree("[Content_Types].xml")
        etree.SubElement(types, f"{{{CONTENT_TYPES}}}Override", PartName=f"/{part}", ContentType=content_type)
        self.parts["[Content_Types].xml"] = to_xml(types)

    def drop_part(self, part: str, owner: str | None = None) -> None:
        """Take a part out, with its content type, its own relationships and the relationship to it."""
        if self.parts.pop(part, None) is None:
            return
        self.parts.pop(relations_of(part)[0], None)
        holder, folder = relations_of(self.workbook_part if owner is None else owner)
        for tree_part, attribute, target in (
            ("[Content_Types].xml", "PartName", f"/{part}"),
            (holder, "Target", os.path.relpath(part, folder).replace(os.sep, "/")),
        ):
            if tree_part in self.parts:
                tree = self.tree(tree_part)
                for element in list(tree):
                    if element.get(attribute) in (target, f"/{part}"):
                        tree.remove(element)
                self.parts[tree_part] = to_xml(tree)

    # Writing --------------------------------------------------------------------------------------------------------

    def write(self, target: IO[bytes], compression: int = 4, content: Callable[[str], bytes] | None = None) -> None:
        """Write the parts in their order, with other content where told. The same parts give the same bytes."""
        content = content or self.parts.__getitem__
        with zipfile.ZipFile(target, "w") as archive:
            for name in self.parts:
                info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                archive.writestr(info, content(name), zipfile.ZIP_DEFLATED, compression)

    def save(self, path: str | Path) -> None:
        """Write beside the target and move into place, so that the target is always a whole file."""
        with new_file(path) as target:
            self.write(target)


def to_xml(tree: Any) -> bytes:
    """A part as the bytes that stand in the file."""
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
