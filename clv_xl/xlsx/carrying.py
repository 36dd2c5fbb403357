"""Sheets and cells carried from one workbook into another: with their looks, texts, tables, charts and pictures."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from .looks import CarriedLooks
from .package import CONTENT_TYPES, MAIN, RELATION, Package, Sheet, to_xml
from .parts import relations_of, tree_of, whole_number
from .shared_strings import shared_items
from .sheets.dynamic_arrays import dynamic_numbers, ensure_dynamic_number
from .sheets.reader import DATA, FORMULA, Formula, cells_of, find_formulas, rows_of

_HOLD_FORMULAS = ("f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula")
_STAY_BEHIND = {"pivotTable": "a pivot table", "slicer": "a slicer", "timeline": "a timeline", "queryTable": "a query"}
"""Kinds of parts that hang on others of the workbook; what they are called in a sentence."""
_VALUE = re.compile(r"<(?:\w+:)?v\b[^>]*>(.*?)</(?:\w+:)?v>", re.DOTALL)
_ROW_LOOK = re.compile(r'(\bs=")(\d+)(")')
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

Moved = Callable[[str, str], str]
"""A formula as the other workbook has it: its text, and the sheet on which it stands."""


class Carrier:
    """Carries from a source to a target. `behind` says what cannot be; `finish` is the last call."""

    def __init__(self, source: Package, target: Package, moved: Moved) -> None:
        self.source, self.target, self.moved = source, target, moved
        self.behind: list[str] = []
        self._looks = CarriedLooks(source, target)
        self._texts = shared_items(source)
        self._dynamic = dynamic_numbers(source)
        self._carried: dict[str, str] = {}

    def finish(self) -> None:
        self._looks.save()

    # Cells ----------------------------------------------------------------------------------------------------------

    def cells(self, sheet: Sheet, wanted: Callable[[int, int, str], bool]) -> dict[tuple[int, int], str]:
        """Cells of a sheet, in XML, as they stand in the target: those that are wanted by place and content."""
        xml = self.source.parts[sheet.part]
        formulas = self._formulas(xml)
        data = DATA.search(xml.decode("utf-8"))
        return {
            (row, column): self._cell("", sheet.name, row, column, own, content, formulas.get((row, column)))
            for row, match in rows_of(data["rows"] or "" if data else "")
            for column, own, content, _ in cells_of(match["cells"] or "")
            if wanted(row, column, content)
        }

    def _formulas(self, xml: bytes) -> dict[tuple[int, int], Formula]:
        return {formula.place: formula for formula in find_formulas(xml, self._dynamic)}

    def _cell(self, prefix: str, sheet: str, row: int, column: int, given: dict[str, str], content: str, formula: Formula | None) -> str:
        from openpyxl.utils import get_column_letter

        own = {name: value for name, value in given.items() if name in ("s", "t")}
        content = FORMULA.sub("", content)
        if "s" in own:
            own["s"] = str(self._looks.cell(whole_number(own["s"])))
        if own.get("t") == "s" and (number := _VALUE.search(content)):
            own["t"] = "inlineStr"
            runs = "".join(etree.tostring(run, encoding="unicode", with_tail=False) for run in self._texts[whole_number(number[1])])
            content = f"<{prefix}is>{runs}</{prefix}is>"
        if formula and formula.text:
            area = f' t="array" ref="{formula.array}"' if formula.array else ""
            content = f"<{prefix}f{area}>{escape(self.moved(formula.text, sheet))}</{prefix}f>{content}"
            if formula.dynamic:
                own["cm"] = ensure_dynamic_number(self.target)
        attributes = "".join(f' {name}="{value}"' for name, value in own.items())
        return f'<{prefix}c r="{get_column_letter(column)}{row}"{attributes}>{content}</{prefix}c>'

    # Sheets ---------------------------------------------------------------------------------------------------------

    def sheet(self, element: Any, kind: str, part: str, after: str | None) -> None:
        """A whole sheet, behind another one of the target, or as the first. element: as the source's workbook lists it."""
        name = element.get("name")
        xml = self.source.parts[part]
        rows, prefix = b"", ""
        if data := DATA.search(xml.decode("utf-8")):
            prefix = data["prefix"] or ""
            rows = self._rows(name, prefix, data["rows"] or "", self._formulas(xml)).encode()
            text = xml.decode("utf-8")
            xml = f"{text[: data.start()]}<{prefix}sheetData/>{text[data.end() :]}".encode()
        tree = tree_of(xml)
        self._settle(tree, name)
        for view in tree.iter(f"{{{MAIN}}}sheetView"):
            view.attrib.pop("tabSelected", None)
        for one in tree.iter(f"{{{MAIN}}}col"):
            if "style" in one.attrib:
                one.set("style", str(self._looks.cell(whole_number(one.get("style")))))
        new = self._free(part)
        kept = self._relations(part, new, name)
        for one in [one for one in tree.iter() if isinstance(one.tag, str) and one.get(f"{{{RELATION}}}id", kept[0]) not in kept]:
            one.getparent().remove(one)
        whole = to_xml(tree)
        if rows:
            filled = f"<{prefix}sheetData>".encode() + rows + f"</{prefix}sheetData>".encode()
            whole = re.sub(rb"<(\w+:)?sheetData\s*/>", lambda _: filled, whole)
        plain_kind = kind.rpartition("/")[2]
        self.target.add_part(new, whole, f"{_SHEET_TYPE}.{plain_kind}+xml", kind)
        insert_sheet(self.target, new, element, after)
        vars(self.target).pop("sheets", None)

    def _rows(self, sheet: str, prefix: str, text: str, formulas: dict[tuple[int, int], Formula]) -> str:
        done = []
        for number, match in rows_of(text):
            own = _ROW_LOOK.sub(lambda found: f"{found[1]}{self._looks.cell(whole_number(found[2]))}{found[3]}", match["attributes"])
            cells = "".join(
                self._cell(prefix, sheet, number, column, given, content, formulas.get((number, column)))
                for column, given, content, _ in cells_of(match["cells"] or "")
            )
            done.append(f"<{prefix}row{own}>{cells}</{prefix}row>")
        return "".join(done)

    def _settle(self, tree: Any, sheet: str) -> None:
        """Formulas and numbers of looks in a part of a sheet."""
        for one in tree.iter():
            if not isinstance(one.tag, str):
                continue
            if etree.QName(one).localname in _HOLD_FORMULAS and (one.text or "").strip():
                one.text = self.moved(one.text, sheet)
            if location := one.get("location"):
                one.set("location", self.moved(location, sheet))
            for name in [name for name in one.attrib if name == "dxfId" or name.endswith("DxfId")]:
                one.set(name, str(self._looks.rule(whole_number(one.get(name)))))

    # Parts ----------------------------------------------------------------------------------------------------------

    def _relations(self, part: str, new: str, sheet: str) -> list[str]:
        """Carry what a part refers to. Returns the ids of what came along, first the id that no part has."""
        holder = relations_of(part)[0]
        kept = [""]
        if holder not in self.source.parts:
            return kept
        tree = self.source.tree(holder)
        inner = self.source.relations(part)
        for relation in list(tree):
            kind = relation.get("Type", "").rpartition("/")[2]
            if kind in _STAY_BEHIND:
                self.behind.append(f"{_STAY_BEHIND[kind]} on {sheet}")
                tree.remove(relation)
                continue
            kept.append(relation.get("Id"))
            if relation.get("TargetMode") != "External":
                target = self._part(inner[relation.get("Id")][1], sheet)
                relation.set("Target", os.path.relpath(target, PurePosixPath(new).parent).replace(os.sep, "/"))
        if len(tree):
            self.target.parts[relations_of(new)[0]] = to_xml(tree)
        return kept

    def _part(self, part: str, sheet: str) -> str:
        if part in self._carried:
            return self._carried[part]
        new = self._carried[part] = self._free(part)
        content = self.source.parts[part]
        if part.endswith(".xml"):
            tree = tree_of(content)
            self._settle(tree, sheet)
            if tree.tag == f"{{{MAIN}}}table":
                tree.set("id", str(1 + max(_table_numbers(self.target), default=0)))
            content = to_xml(tree)
        self.target.parts[new] = content
        self.target.declare(new, self._type_of(part))
        self._relations(part, new, sheet)
        return new

    def _type_of(self, part: str) -> str:
        types = self.source.tree("[Content_Types].xml")
        own = {one.get("PartName"): one.get("ContentType") for one in types.iter(f"{{{CONTENT_TYPES}}}Override")}
        by_ending = {one.get("Extension").lower(): one.get("ContentType") for one in types.iter(f"{{{CONTENT_TYPES}}}Default")}
        return own.get(f"/{part}") or by_ending.get(part.rpartition(".")[2].lower(), "application/octet-stream")

    def _free(self, part: str) -> str:
        """The name of a part, with another number where the target has one of that name."""
        stem, dot, ending = part.rpartition(".")
        stem = stem.rstrip("0123456789")
        return (
            part
            if part not in self.target.parts
            else next(name for number in range(1, 100_000) if (name := f"{stem}{number}{dot}{ending}") not in self.target.parts)
        )


def _table_numbers(package: Package) -> Iterator[int]:
    for part in package.parts:
        if re.fullmatch(r"xl/tables/[^/]+\.xml", part):
            yield whole_number(package.tree(part).get("id", "0"))


def insert_sheet(package: Package, part: str, model: Any, after: str | None) -> None:
    """List a sheet in the workbook. What counts by the places of sheets goes on meaning the same."""
    holder = package.workbook.find(f"{{{MAIN}}}sheets")
    listed = [one.get("name") for one in holder]
    place = listed.index(after) + 1 if after in listed else 0
    number = max(whole_number(one.get("sheetId", 0)) for one in holder) + 1
    new = etree.Element(f"{{{MAIN}}}sheet", name=model.get("name"), sheetId=str(number))
    if model.get("state", "visible") != "visible":
        new.set("state", model.get("state"))
    new.set(f"{{{RELATION}}}id", next(own for own, (_, target) in package.relations(package.workbook_part).items() if target == part))
    holder.insert(place, new)
    counted = [(name, "localSheetId") for name in package.workbook.iter(f"{{{MAIN}}}definedName")]
    for view in package.workbook.iter(f"{{{MAIN}}}workbookView"):
        counted += [(view, "activeTab"), (view, "firstSheet")]
    for one, attribute in counted:
        if whole_number(one.get(attribute, -1)) >= place:
            one.set(attribute, str(whole_number(one.get(attribute)) + 1))
    package.parts[package.workbook_part] = to_xml(package.workbook)
