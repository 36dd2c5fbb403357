"""Which sheet of a workbook is seen first."""

from __future__ import annotations

import re

from ..package import MAIN, Package, to_xml

_SELECTED = re.compile(rb'(<(?:\w+:)?sheetView\b[^>]*?) tabSelected="[^"]*"')
_VIEW = re.compile(rb"<(?:\w+:)?sheetView\b")


def open_on(package: Package, tab: str) -> None:
    """Let a workbook open on a sheet where it has it, and select no other: Excel would type into all that are."""
    names = [sheet.get("name") for sheet in package.workbook.iter(f"{{{MAIN}}}sheet")]
    if tab not in names:
        return
    for view in package.workbook.iter(f"{{{MAIN}}}workbookView"):
        view.set("activeTab", str(names.index(tab)))
    package.parts[package.workbook_part] = to_xml(package.workbook)
    for sheet in package.sheets:
        if sheet.name == tab or b"tabSelected" in package.parts.start(sheet.part):
            xml = _SELECTED.sub(rb"\1", package.parts[sheet.part], count=1)
            package.parts[sheet.part] = _VIEW.sub(rb'\g<0> tabSelected="1"', xml, count=1) if sheet.name == tab else xml
