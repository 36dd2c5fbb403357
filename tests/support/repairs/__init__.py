"""What Excel repairs in a workbook when it opens one, or refuses: found in the file alone, with nothing of what has made it.

No Excel runs where the tests run, so these rules are written down from ECMA-376 part 1, [MS-OI29500], Microsoft's page "Excel
specifications and limits" and what XlsxWriter's documentation says that Excel complains about. A rule that none of our workbooks breaks
says little by itself: test_repairs.py makes one fault for each, which must be found.
"""

from __future__ import annotations

from pathlib import Path

from . import cells, formats, names, package, sheets, tables
from .reading import File

RULES = [
    *(package.parts_are_there, package.kinds_are_told, package.no_part_twice),
    *(names.names_are_names, names.names_are_one_each, names.names_point_somewhere, names.sheets_have_names),
    *(sheets.in_the_order_of_the_schema, sheets.columns_lie_side_by_side, sheets.headers_are_short, sheets.merges_apart),
    *(cells.cells_in_order, cells.values_are_of_their_type, cells.formulas_can_be_read, cells.arrays_have_room),
    *(tables.tables_are_whole, tables.headings_are_cells, tables.tables_are_alone),
    *(formats.formats_are_there, formats.number_formats_one_each, formats.rules_are_whole, formats.prompts_are_short),
]


def faults(path: Path) -> list[str]:
    """Each fault as "rule: what is wrong where"."""
    file = File(path)
    return [f"{rule.__name__}: {what}" for rule in RULES for what in rule(file)]
