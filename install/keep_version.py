"""Keep what the templates of a version have in their cells, and their names, when it is released: python install/keep_version.py [FOLDER]

FOLDER holds the ready-made templates of the version, by default those of this checkout. Afterwards TEMPLATE_VERSION counts up by one,
and a workbook of each template, filled with its sample, goes to tests/workbook/versions.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

from builds import ROOT
from openpyxl.utils import get_column_letter

from clv_xl.words import LANGUAGES
from clv_xl.workbook.templates import TEMPLATES
from clv_xl.workbook.versions import drawings_on
from clv_xl.xlsx.package import Package, Sheet
from clv_xl.xlsx.sheets.reader import DATA, FORMULA, cells_of, find_formulas, rows_of


def cells(package: Package, sheet: Sheet) -> str:
    """Which cells have a formula of their own, and which a value, by column and in runs of rows."""
    xml = package.parts[sheet.part]
    filled = [formula.array for formula in find_formulas(xml, frozenset()) if formula.array]
    data = DATA.search(xml.decode("utf-8"))
    rows: dict[tuple[int, str], list[int]] = defaultdict(list)
    for row, match in rows_of(data["rows"] or "" if data else ""):
        for column, _, content, _ in cells_of(match["cells"] or ""):
            is_formula = bool(FORMULA.search(content))
            if content.strip() and (is_formula or not any((row, column) in area for area in filled)):
                rows[column, "f" if is_formula else "v"].append(row)
    return " ".join(
        f"{kind}{get_column_letter(column)}{first}" + (f":{last}" if last > first else "")
        for (column, kind), places in sorted(rows.items())
        for first, last in _runs(places)
    )


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Numbers that rise, as first and last of those that follow each other."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = runs[-1][0], number
        else:
            runs.append((number, number))
    return runs


def kept(folder: Path, template: str) -> dict[str, object]:
    books = {language: Package(folder / language / f"{template}.xlsx") for language in LANGUAGES}
    english = books["en"]
    pages = [
        {
            "tabs": {language: book.sheets[number].name for language, book in books.items()},
            "cells": cells(english, sheet),
            "drawings": drawings_on(english, sheet),
        }
        for number, sheet in enumerate(english.sheets)
    ]
    return {"names": " ".join(sorted(english.names)), "pages": pages}


def main(folder: str = str(ROOT / "workbook_templates")) -> int:
    version = Package(Path(folder) / "en" / "calculator.xlsx").names["template_version"]
    path = ROOT / "clv_xl" / "workbook" / "versions" / f"{version}.json"
    templates = {template: kept(Path(folder), template) for template in TEMPLATES}
    path.write_text(json.dumps(templates, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"Wrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
