"""Sheets: the order of what is in them, columns, headers, merged cells."""

from __future__ import annotations

from collections.abc import Iterator

from .reading import MAIN, File, box, meeting

ORDER = [
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr"),
    *("sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews"),
    *("mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins"),
    *("pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors"),
    *("smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects"),
    *("controls", "webPublishItems", "tableParts", "extLst"),
]
"""CT_Worksheet, ECMA-376 part 1, 18.3.1.99."""
_SEVERAL = "conditionalFormatting"


def in_the_order_of_the_schema(file: File) -> Iterator[str]:
    for sheet in file.sheets:
        tags = [child.tag.removeprefix(MAIN) for child in sheet.tree]
        places = [ORDER.index(tag) if tag in ORDER else -1 for tag in tags]
        if places != sorted(places) or -1 in places or any(tags.count(tag) > 1 for tag in tags if tag != _SEVERAL):
            yield f"{sheet.name} has {', '.join(tags)}"


def columns_lie_side_by_side(file: File) -> Iterator[str]:
    for sheet in file.sheets:
        last = 0
        for column in sheet.all("col"):
            first, end = int(column.get("min")), int(column.get("max"))
            if not last < first <= end <= 16_384 or float(column.get("width", 0)) > 255:
                yield f"{sheet.name} has columns {first} to {end}"
            last = end
        yield from (f"{sheet.name} has a row of {row.get('ht')}" for row in sheet.all("row") if float(row.get("ht", 0)) > 409.5)


def headers_are_short(file: File) -> Iterator[str]:
    for sheet in file.sheets:
        for text in (part for one in sheet.all("headerFooter") for part in one):
            if len(text.text or "") > 255:
                yield f"{sheet.name}: {text.text[:40]}"


def merges_apart(file: File) -> Iterator[str]:
    for sheet in file.sheets:
        merged = [(box(one.get("ref")), one.get("ref")) for one in sheet.all("mergeCell")]
        yield from (f"{sheet.name}: {pair}" for pair in meeting(merged))
        yield from (f"{sheet.name}: {name} is one cell" for area, name in merged if area[:2] == area[2:])
