"""The module that xlwings loads: every function of the registry, registered with whichever xlwings runtime is there.

Cells come in raw: xlwings' default conversion costs far more than the functions themselves, and the functions read
cells anyway.
"""

from __future__ import annotations

import inspect
from typing import Annotated, Any, Literal

import xlwings

from .cells.declaration import Declaration, Parameter
from .functions import DECLARATIONS


def _register(declaration: Declaration) -> Any:
    function = declaration.function

    def udf(*args: Any) -> Any:
        return function(*map(_as_rows, args))

    udf.__name__ = udf.__qualname__ = declaration.name
    udf.__doc__ = declaration.summary
    udf.__module__ = __name__
    udf.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(p.name, inspect.Parameter.VAR_POSITIONAL)
            if p.repeats
            else inspect.Parameter(p.name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=p.default)
            for p in declaration.parameters
        ]
    )
    udf.__annotations__ = {p.name: _hint(p) for p in declaration.parameters}
    # Classic xlwings knows func only on Windows and hands the function back elsewhere.
    return xlwings.func(udf)


def _hint(parameter: Parameter) -> Any:
    """What xlwings is told of a parameter. Where Office.js runs the functions, one word of a list is chosen from that list."""
    argument = parameter.argument
    if xlwings.on_server and argument.is_one_word and not parameter.repeats:
        tooltips = dict(zip(argument.words, argument.meanings))
        return Annotated[Literal[tuple(map(str, argument.words))], {"doc": parameter.help, "tooltips": tooltips}]  # type: ignore[misc]
    return Annotated[object, {"doc": parameter.help, "convert": "raw"}]


def _as_rows(arg: Any) -> Any:
    """xlwings hands over a range of one row as a flat list; to the functions a flat list is a column."""
    flat = isinstance(arg, (list, tuple)) and not any(isinstance(row, (list, tuple)) for row in arg)
    return [arg] if flat else arg


globals().update({declaration.name: _register(declaration) for declaration in DECLARATIONS})
