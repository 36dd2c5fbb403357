"""Whether a file asks Excel to calculate it anew when it is opened."""

from __future__ import annotations

from pathlib import PurePosixPath

from lxml import etree

from .package import MAIN, Package, to_xml
from .parts import whole_number

CALCULATED_BY = 191029
"""The calcId that Excel 2019 to 365 write: Excel recalculates a file that an older Excel calculated."""

_BEFORE = ("definedNames", "externalReferences", "sheets")
"""What may stand before the settings of calculation, the last first."""


def settle_calculation(package: Package, *, complete: bool = True) -> None:
    """Let a file ask for it only where not all the values in it are current. Excel rebuilds its calculation chain."""
    workbook = package.workbook
    if not complete and workbook.find(f"{{{MAIN}}}calcPr") is None:
        before = next(element for name in _BEFORE for element in workbook.iter(f"{{{MAIN}}}{name}"))
        before.addnext(etree.Element(f"{{{MAIN}}}calcPr"))
    for settings in workbook.iter(f"{{{MAIN}}}calcPr"):
        settings.set("calcId", str(max(whole_number(settings.get("calcId", 0)), CALCULATED_BY)))
        for attribute in ("fullCalcOnLoad", "forceFullCalc"):
            if attribute in settings.attrib:
                del settings.attrib[attribute]
        if not complete:
            settings.set("fullCalcOnLoad", "1")
    package.parts[package.workbook_part] = to_xml(workbook)
    package.drop_part(str(PurePosixPath(package.workbook_part).parent / "calcChain.xml"))
