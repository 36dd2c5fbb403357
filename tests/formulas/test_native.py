"""Each closed form beside the same formula in Excel's own functions, over a grid of arguments, computed by LibreOffice as it
comes."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from clv_xl.cells.declaration import Declaration, Parameter
from clv_xl.cells.errors import ExcelError
from clv_xl.functions import DECLARATIONS
from tests.conftest import opened
from tests.places.libreoffice import convert, make_profile

CLOSED_FORMS = [declaration for declaration in DECLARATIONS if declaration.native]
MOST = 400


def grid_of(parameter: Parameter) -> list[Any]:
    """Arguments inside the bounds, the bounds themselves, and for an optional argument none at all."""
    if parameter.argument.words:
        return [*parameter.argument.words, parameter.argument.words[0].lower(), "another"]
    inside = [0.0, 0.06, 0.5, 1.0] if parameter.argument.high == 1 else [0.0, 0.1, 3.0, 12.5, 2000.0]
    if "periods" in parameter.argument.unit:
        inside = [0.0, 1.0, 10.0, 12.5]  # LibreOffice gives an error where a power is too small for a number
    below = [-40.0] if parameter.argument.low < 0 else []
    return [*below, *inside, *([] if parameter.required else [None])]


def cases(declaration: Declaration) -> list[tuple[Any, ...]]:
    every = list(itertools.product(*map(grid_of, declaration.parameters)))
    return every[:: max(1, len(every) // MOST)]


def test_native_formulas_give_the_same(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for declaration in CLOSED_FORMS:
        sheet = book.create_sheet(declaration.name)
        names = [parameter.name for parameter in declaration.parameters]
        for row, arguments in enumerate(cases(declaration), start=1):
            given = [p.default if a is None else a for p, a in zip(declaration.parameters, arguments)]
            cells = {name: f"{get_column_letter(column)}{row}" for column, name in enumerate(names, start=2)}
            for cell, value in zip(cells.values(), given):
                sheet[cell] = value
            sheet[f"A{row}"] = "=" + re.sub(
                r"\b(" + "|".join(names) + r")\b", lambda match, cells=cells: cells[match[0]], declaration.native
            )
    source = tmp_path / "native.xlsx"
    book.save(source)
    profile = make_profile(tmp_path / "profile", with_functions=True)  # for its setting to calculate on load; nothing of ours is called
    found = opened(convert(profile, source, tmp_path / "out", "xlsx"))
    for declaration in CLOSED_FORMS:
        function = declaration.function
        for row, arguments in enumerate(cases(declaration), start=1):
            ours, native = function(*arguments), found[declaration.name][f"A{row}"].value
            if isinstance(ours, str) and not isinstance(ours, ExcelError):
                assert native == ours, (declaration.name, arguments)
            elif isinstance(ours, ExcelError):
                assert isinstance(native, str) and native.startswith("#"), (declaration.name, arguments, ours, native)
            else:
                assert native == pytest.approx(ours, rel=1e-12, abs=1e-12), (declaration.name, arguments)
