"""The mark that makes an array formula spill: cell metadata of the type XLDAPR (dynamic array properties)."""

from __future__ import annotations

from typing import Any

from lxml import etree

from ..package import MAIN, Package, to_xml

_PART = "xl/metadata.xml"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheetMetadata+xml"
_RELATION_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sheetMetadata"
_DYNAMIC_ARRAY = "http://schemas.microsoft.com/office/spreadsheetml/2017/dynamicarray"
_EXTENSION = "{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}"
_TYPE_FLAGS = [
    "copy",
    "pasteAll",
    "pasteValues",
    "merge",
    "splitFirst",
    "rowColShift",
    "clearFormats",
    "clearComments",
    "assign",
    "coerce",
    "cellMeta",
]


def dynamic_numbers(package: Package) -> frozenset[str]:
    """The values of a cell's cm attribute that mean "this array formula spills"."""
    if _PART not in package.parts:
        return frozenset()
    tree = package.tree(_PART)
    number = _type_number(tree)
    entries = tree.find(f"{{{MAIN}}}cellMetadata")
    if number is None or entries is None:
        return frozenset()
    return frozenset(str(i) for i, entry in enumerate(entries, start=1) if any(record.get("t") == str(number) for record in entry))


def ensure_dynamic_number(package: Package) -> str:
    """The cm value for a formula that spills; the metadata is added to the package where it is not there."""
    if known := dynamic_numbers(package):
        return min(known, key=int)
    if _PART not in package.parts:
        empty = f'<metadata xmlns="{MAIN}" xmlns:xda="{_DYNAMIC_ARRAY}"/>'.encode()
        package.add_part(_PART, empty, _CONTENT_TYPE, _RELATION_TYPE)
    tree = package.tree(_PART)
    types = _child(tree, "metadataTypes", 0)
    kind = etree.SubElement(types, f"{{{MAIN}}}metadataType", name="XLDAPR", minSupportedVersion="120000")
    for flag in _TYPE_FLAGS:
        kind.set(flag, "1")
    future = etree.Element(f"{{{MAIN}}}futureMetadata", name="XLDAPR", count="1")
    extensions = etree.SubElement(etree.SubElement(future, f"{{{MAIN}}}bk"), f"{{{MAIN}}}extLst")
    extension = etree.SubElement(extensions, f"{{{MAIN}}}ext", uri=_EXTENSION)
    etree.SubElement(extension, f"{{{_DYNAMIC_ARRAY}}}dynamicArrayProperties", fDynamic="1", fCollapsed="0")
    entries = _child(tree, "cellMetadata", len(tree))
    entries.addprevious(future)
    record = etree.SubElement(etree.SubElement(entries, f"{{{MAIN}}}bk"), f"{{{MAIN}}}rc")
    record.set("t", str(_type_number(tree)))
    record.set("v", "0")
    for counted in (types, entries):
        counted.set("count", str(len(counted)))
    package.parts[_PART] = to_xml(tree)
    return str(len(entries))


def _type_number(tree: Any) -> int | None:
    types = tree.find(f"{{{MAIN}}}metadataTypes")
    names = [kind.get("name") for kind in types] if types is not None else []
    return names.index("XLDAPR") + 1 if "XLDAPR" in names else None


def _child(tree: Any, name: str, position: int) -> Any:
    found = tree.find(f"{{{MAIN}}}{name}")
    if found is None:
        found = etree.Element(f"{{{MAIN}}}{name}")
        tree.insert(position, found)
    return found
