"""Looks of cells carried from one workbook into another: each is added to the other's styles once."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from lxml import etree

from .package import MAIN, Package, to_xml
from .parts import whole_number

_FIRST_OWN_FORMAT = 164
"""Number formats below are Excel's own and not in the file."""
_PARTS_OF_A_LOOK = (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"))


class CarriedLooks:
    """Numbers of looks in one workbook as numbers in another; `save` puts what was added into its styles."""

    def __init__(self, source: Package, target: Package) -> None:
        self.target = target
        self.source_tree, _ = _styles(source)
        self.tree, self.part = _styles(target)
        self._cells: dict[int, int] = {}
        self._rules: dict[int, int] = {}

    def cell(self, number: int) -> int:
        """The look of a cell, a row or a column."""
        if number not in self._cells:
            xf = deepcopy(self._source("cellXfs")[number])
            for attribute, group in _PARTS_OF_A_LOOK:
                own = self._source(group)[whole_number(xf.get(attribute, 0))]
                xf.set(attribute, str(self._add(group, own)))
            xf.set("numFmtId", str(self._format(whole_number(xf.get("numFmtId", 0)))))
            xf.set("xfId", str(self._named(whole_number(xf.get("xfId", 0)))))
            self._cells[number] = self._add("cellXfs", xf)
        return self._cells[number]

    def rule(self, number: int) -> int:
        """The look that a rule or a table gives."""
        if number not in self._rules:
            look = deepcopy(self._source("dxfs")[number])
            for form in look.iter(f"{{{MAIN}}}numFmt"):
                form.set("numFmtId", str(self._format(whole_number(form.get("numFmtId", 0)), form.get("formatCode"))))
            self._rules[number] = self._add("dxfs", look)
        return self._rules[number]

    def save(self) -> None:
        self.target.parts[self.part] = to_xml(self.tree)

    def _source(self, group: str) -> Any:
        return self.source_tree.find(f"{{{MAIN}}}{group}")

    def _format(self, number: int, code: str | None = None) -> int:
        """The number of a number format of the source, of one that only a rule has with its code."""
        if number < _FIRST_OWN_FORMAT:
            return number
        own = {whole_number(one.get("numFmtId", 0)): one.get("formatCode") for one in self.source_tree.iter(f"{{{MAIN}}}numFmt")}
        code = code or own.get(number, "General")
        holder: Any = self.tree.find(f"{{{MAIN}}}numFmts")
        if holder is None:
            holder = etree.Element(f"{{{MAIN}}}numFmts")
            self.tree.insert(0, holder)
        there = {one.get("formatCode"): whole_number(one.get("numFmtId", 0)) for one in holder}
        if code not in there:
            there[code] = max([_FIRST_OWN_FORMAT - 1, *there.values()]) + 1
            etree.SubElement(holder, f"{{{MAIN}}}numFmt", numFmtId=str(there[code]), formatCode=code or "")
            holder.set("count", str(len(holder)))
        return there[code]

    def _named(self, number: int) -> int:
        """The named style of the same name; the first, which all cells without one have, where there is none."""
        names = {whole_number(one.get("xfId", 0)): one.get("name") for one in self.source_tree.iter(f"{{{MAIN}}}cellStyle")}
        there = {one.get("name"): whole_number(one.get("xfId", 0)) for one in self.tree.iter(f"{{{MAIN}}}cellStyle")}
        return there.get(names.get(number), 0)

    def _add(self, group: str, element: Any) -> int:
        """The place of an equal element in a group; the element is added where there is none."""
        holder = self.tree.find(f"{{{MAIN}}}{group}")
        wanted = etree.tostring(element, method="c14n", exclusive=True, with_tail=False)
        for number, one in enumerate(holder):
            if etree.tostring(one, method="c14n", exclusive=True, with_tail=False) == wanted:
                return number
        holder.append(deepcopy(element))
        holder.set("count", str(len(holder)))
        return len(holder) - 1


def _styles(package: Package) -> tuple[Any, str]:
    part = next(part for kind, part in package.relations(package.workbook_part).values() if kind.endswith("/styles"))
    return package.tree(part), part
