"""The functions in words: for the command line and the reference page, from the declarations."""

from __future__ import annotations

from ..excel.declaration import Declaration, Parameter
from . import DECLARATIONS, FAMILIES


def overview() -> str:
    """Every function with its one line, by family."""
    lines = []
    for family in FAMILIES:
        lines.append(f"{family}")
        lines += [f"  {d.usage}\n      {d.summary}" for d in DECLARATIONS if d.family == family]
    return "\n".join(lines)


def describe(declaration: Declaration) -> str:
    """One function, whole, as plain text."""
    width = max(len(_name(p)) for p in declaration.parameters)
    arguments = [f"  {_name(p):<{width}}  {p.help} ({_unit(p)})" for p in declaration.parameters]
    parts = [declaration.usage, declaration.summary, declaration.notes, "\n".join(arguments)]
    parts += [f"Errors: {declaration.errors}", f"Source: {declaration.source}"]
    if declaration.native:
        parts.append(f"In Excel's own functions: ={declaration.native}")
    sign = "In Python: " if declaration.is_table else "Example: ="
    parts.append("\n".join(f"{sign}{example}" for example in declaration.examples))
    return "\n\n".join(filter(None, parts))


def page() -> str:
    """The reference page, in Markdown."""
    parts = ["# Functions\n\nMade from the functions' own declarations by `python install/generate.py`; do not edit."]
    for family in FAMILIES:
        parts.append(f"## {family}")
        for declaration in (d for d in DECLARATIONS if d.family == family):
            parts += [f"### {declaration.name}", f"`={declaration.usage}`", declaration.summary, declaration.notes]
            rows = [f"| `{_name(p)}` | {p.help} | {_unit(p)} |" for p in declaration.parameters]
            parts.append("\n".join(["| argument | what it is | unit |", "|---|---|---|", *rows]))
            parts.append(f"**Errors.** {declaration.errors}")
            parts.append(f"**Source.** {declaration.source}")
            if declaration.native:
                parts.append(f"**In Excel's own functions.** `={declaration.native}`")
            parts.append("\n".join(["```python", *(f">>> {example}" for example in declaration.examples), "```"]))
    return "\n\n".join(filter(None, parts)) + "\n"


def _name(parameter: Parameter) -> str:
    return parameter.name if parameter.required else f"[{parameter.name}]"


def _unit(parameter: Parameter) -> str:
    return ", ".join(filter(None, (parameter.argument.unit, parameter.argument.bounds)))
