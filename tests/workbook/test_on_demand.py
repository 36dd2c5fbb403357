"""What tests read sheet by sheet is what openpyxl reads at once."""

from __future__ import annotations

from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from clv_xl import template_path
from tests.support import on_demand


def told(sheet: Worksheet) -> dict[str, Any]:
    cells = (cell for row in sheet.iter_rows() for cell in row)
    values = [(str(getattr(cell.value, "text", cell.value)), cell.style, cell.number_format, str(cell.hyperlink)) for cell in cells]
    return {
        "place": (sheet.title, sheet.dimensions, sheet.print_area, sheet.print_title_rows, sheet.freeze_panes, sheet.sheet_state),
        "cells": values,
        "tables": dict(sheet.tables.items()),
        "widths": {name: column.width for name, column in sheet.column_dimensions.items()},
        "rules": [(str(rules.sqref), len(rules.rules)) for rules in sheet.conditional_formatting],
        "prompts": [str(prompt.sqref) for prompt in sheet.data_validations.dataValidation],
        "charts": len(sheet._charts),  # type: ignore[attr-defined]
        "merged": sorted(map(str, sheet.merged_cells.ranges)),
    }


@pytest.mark.parametrize("formulas", [False, True])
def test_the_last_sheet_first(formulas: bool) -> None:
    path = template_path("segments", "nl")
    ours, theirs = on_demand.read(path, formulas=formulas), openpyxl.load_workbook(path, data_only=not formulas)
    assert ours.sheetnames == theirs.sheetnames and set(ours.defined_names) == set(theirs.defined_names)
    for title in reversed(theirs.sheetnames):
        assert told(ours[title]) == told(theirs[title])
        assert len(told(ours[title])["cells"]) > 20
