"""Closed forms without any add-in: names of the workbook that hold them as LAMBDA, for Excel 2024, 365, Mac and web.

A name stands for the function's own native expression, inside the same judgement of cells that the Python functions make: text
is #VALUE!, a number outside the bounds #NUM!, a blank among filled cells #N/A, nothing at all a blank.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..cells.declaration import Declaration, Parameter
from ..functions import REGISTRY

# As Excel writes them into a file: [optional] parameters are declared with _xlop. and used with _xlpm., like the others.
_NEEDED, _OPTIONAL = "_xlpm.", "_xlop."


def lambda_of(declaration: Declaration) -> str:
    """The text of the name for a closed form."""
    parameters = declaration.parameters
    heads = [f"{_NEEDED if p.required else _OPTIONAL}{_own_name(p)}" for p in parameters]
    values = {p.name: f"{_NEEDED}{_own_name(p)}{'' if p.required else '_'}" for p in parameters}
    defaults = [f"{values[p.name]},{_or_default(p)}" for p in parameters if not p.required]
    needed = [values[p.name] for p in parameters if p.required]
    blanks = "+".join(["0", *(f'({value}="")' for value in needed)])
    wrong = "+".join(_is_wrong(p, values[p.name]) for p in parameters)
    outside = "+".join(filter(None, (_is_outside(p, values[p.name]) for p in parameters)))
    native = re.sub(r"\b(" + "|".join(values) + r")\b(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", lambda match: values[match[0]], declaration.native)
    body = f'IF({blanks}={len(needed)},"",IF({blanks}>0,#N/A,{native}))'
    body = f"IF({outside}>0,#NUM!,{body})" if outside else body
    body = f"IF({wrong}>0,#VALUE!,{body})"
    if defaults:
        body = f"_xlfn.LET({','.join(defaults)},{body})"
    return f"_xlfn.LAMBDA({','.join(heads)},{body})"


def typed_lambda(declaration: Declaration) -> str:
    """The same as a person types it, in the Name Manager of an English Excel, or a module of Excel Labs."""
    text = re.sub(rf"{_OPTIONAL}(\w+)", r"[\1]", lambda_of(declaration))
    return text.replace(_NEEDED, "").replace("_xlfn.", "")


def is_lambda(text: str) -> bool:
    """Whether a name's text is a LAMBDA."""
    return text.startswith("_xlfn.LAMBDA(")


def live_names(names: Mapping[str, str]) -> frozenset[str]:
    """The functions that a workbook with these defined names holds as LAMBDA names."""
    return frozenset(name.upper() for name, text in names.items() if is_lambda(text))


def _own_name(parameter: Parameter) -> str:
    """A parameter called clv would be the function CLV to some programs: names know no case."""
    return f"{parameter.name}_value" if parameter.name.upper() in REGISTRY else parameter.name


def _or_default(parameter: Parameter) -> str:
    default = '""' if parameter.default is None else f"{parameter.default:g}"
    name = f"{_NEEDED}{_own_name(parameter)}"
    return f'IF(_xlfn.ISOMITTED({name}),{default},IF({name}="",{default},{name}))'


def _is_wrong(parameter: Parameter, value: str) -> str:
    """1 where the value is neither blank nor of the right kind; an error passes on as itself."""
    if words := parameter.argument.words:
        known = ",".join(f'"{word}"' for word in words)
        return f'({value}<>"")*ISERROR(MATCH({value},{{{known}}},0))'
    return f'({value}<>"")*(1-ISNUMBER({value}))'


def _is_outside(parameter: Parameter, value: str) -> str:
    low, high = parameter.argument.low, parameter.argument.high
    terms = [f"({value}<{low:g})"] if low > float("-inf") else []
    terms += [f"({value}>{high:g})"] if high < float("inf") else []
    return f'({value}<>"")*({"+".join(terms)})' if terms else ""
