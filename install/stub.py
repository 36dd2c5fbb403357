"""What type checkers and editors see of clv_xl.functions, whose names are found at run time: its __init__.pyi, from the declarations."""

from __future__ import annotations

import datetime as dt
import inspect
import textwrap
import typing
from types import NoneType

from clv_xl.cells.declaration import Declaration, Parameter
from clv_xl.cells.errors import ExcelError
from clv_xl.cells.registry import excel_function
from clv_xl.cells.tables import records
from clv_xl.cells.values import Cell
from clv_xl.functions import DECLARATIONS


def _name(kind: type) -> str:
    return {dt.date: "dt.date", NoneType: "None"}.get(kind, kind.__name__)


_HEAD = f'''"""Made from the functions' own declarations by `python install/generate.py`; do not edit."""

import datetime as dt
from typing import Any, overload

from {ExcelError.__module__} import ExcelError
from {Declaration.__module__} import Declaration
from {excel_function.__module__} import FAMILIES as FAMILIES, REGISTRY as REGISTRY
from {records.__module__} import records as records

Cell = {" | ".join(map(_name, typing.get_args(Cell)))}
"""What stands in a cell of an answer."""
Cells = Any
"""One value or many: a number, text or date, a list, rows of lists, an array, a Series or a DataFrame."""

DECLARATIONS: tuple[Declaration, ...]
'''

_ONE = {"number": "float", "date": "dt.date | float | str", "word": "str"}
"""The type of a single value, by the kind of argument."""


def stub() -> str:
    """The text of the stub."""
    return "\n".join([_HEAD, *map(_function, DECLARATIONS)])


def _function(declaration: Declaration) -> str:
    """A function; one that is computed cell by cell answers a single value where it is given single values."""
    if declaration.is_by_cell:
        one = _signature(declaration, False, "float | ExcelError | None" if declaration.answer else "str | None")
        return f"@overload\n{one}\n{_help(declaration)}\n@overload\n{_signature(declaration, True, 'Any')} ...\n"
    if declaration.has_language:
        answer = "list[list[Cell]] | ExcelError"
    elif declaration.answer:
        returned = typing.get_args(typing.get_type_hints(declaration.body)["return"])
        answer = " | ".join(["float", *(["list[list[Cell]]"] if len(returned) > 1 else []), "ExcelError", "None"])
    else:
        answer = "Any"
    return f"{_signature(declaration, True, answer)}\n{_help(declaration)}"


def _signature(declaration: Declaration, many: bool, answer: str) -> str:
    parameters = ", ".join(_parameter(parameter, many) for parameter in declaration.parameters)
    return f"def {declaration.name}({parameters}) -> {answer}:"


def _help(declaration: Declaration) -> str:
    text = textwrap.indent(inspect.cleandoc(declaration.body.__doc__ or ""), "    ").strip()
    return f'    """{text}\n    """\n'


def _parameter(parameter: Parameter, many: bool) -> str:
    whole = parameter.argument.shape == "single" or not many
    kind = _ONE.get(parameter.argument.kind, "Cells") if whole else "Cells"
    if parameter.repeats:
        return f"*{parameter.name}: {kind}"
    if parameter.required:
        return f"{parameter.name}: {kind}"
    if whole and kind != "Cells":
        kind = f"{kind} | None"
    return f"{parameter.name}: {kind} = {parameter.default!r}"
