"""Which sheet of a workbook is seen first."""

from __future__ import annotations

import re

from .package import MAIN, Package, to_xml

_SELECTED = re.compile(rb'(<(?:\w+:)?sheetView\b[^>]*?) tabSelected="[^"]*"')
_VIEW = re.compile(rb"<(?:\w+:)?sheetView\b")


def open_on_first_sheet(package: Package) -> None:
    """Let a workbook open on its first sheet, and none other be selected: Excel would type into all that are."""
    for view in package.workbook.iter(f"{{{MAIN}}}workbookView"):
        view.set("activeTab", "0")
        view.set("firstSheet", "0")
    package.parts[package.workbook_part] = to_xml(package.workbook)
    for number, sheet in enumerate(package.sheets):
        if number == 0 or b"tabSelected" in package.parts.start(sheet.part):
            xml = _SELECTED.sub(rb"\1", package.parts[sheet.part], count=1)
            package.parts[sheet.part] = _VIEW.sub(rb'\g<0> tabSelected="1"', xml, count=1) if number == 0 else xml
