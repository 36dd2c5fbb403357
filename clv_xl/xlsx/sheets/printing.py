"""What of a sheet is printed: as far as its content goes, and of a long list the first page."""

from __future__ import annotations

import re
from typing import Any

from openpyxl.utils import column_index_from_string

from ..package import MAIN, MAX_ROWS, Area, Package, Sheet
from ..parts import Parts
from .reader import last_row

FIRST_PAGE = "rows_on_first_page"
"""The name on a sheet of a list that says how many rows its first printed page has."""

_FILLED = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)(\d+)"[^>]*?(?<!/)>(?=<(?:\w+:)?(?:f|v|is)\b)')


def extend_print_area(package: Package, sheet: Sheet, before: Parts) -> None:
    """Let a printed area that ended with the sheet's content end with it again. before: the parts as they were."""
    names = _names_of(package, sheet)
    printed = names.get("_xlnm.Print_Area")
    reference = (printed.text or "") if printed is not None else ""
    if printed is None or "," in reference or ":" not in reference:
        return
    first_page = names.get(FIRST_PAGE)
    most = int(first_page.text) if first_page is not None and (first_page.text or "").isdigit() else MAX_ROWS
    area = Area.parse(reference.rpartition("!")[2])
    stated = last_row(package.parts.start(sheet.part))
    if area.bottom not in (last_row(before.start(sheet.part)), most) and area.bottom != _last_filled(before[sheet.part], area):
        return
    bottom = most if stated >= most else _last_filled(package.parts[sheet.part], area) or stated
    printed.text = f"{reference.rstrip('0123456789')}{bottom}"


def _names_of(package: Package, sheet: Sheet) -> dict[str, Any]:
    """The names that a sheet alone has."""
    position = next(i for i, element in enumerate(package.workbook.iter(f"{{{MAIN}}}sheet")) if element.get("name") == sheet.name)
    names = package.workbook.iter(f"{{{MAIN}}}definedName")
    return {name.get("name", ""): name for name in names if name.get("localSheetId") == str(position)}


def _last_filled(xml: bytes, area: Area) -> int:
    """The last row with something in the columns of an area; 0 where there is none."""
    rows = (int(row) for column, row in _FILLED.findall(xml) if area.left <= column_index_from_string(column.decode()) <= area.right)
    return max(rows, default=0)
