"""The functions in words: for the command line and the reference page, from the declarations."""

from __future__ import annotations

import ast

from ..cells.declaration import Declaration, Example, Parameter
from ..cells.registry import FAMILIES, REGISTRY, declarations
from ..cells.tables import Column


def overview() -> str:
    """Every function with its one line, by family."""
    lines = []
    for family in FAMILIES:
        lines.append(f"{family}")
        lines += [f"  {d.usage}\n      {d.summary}" for d in declarations() if d.family == family]
    return "\n".join(lines)


def describe(declaration: Declaration) -> str:
    """One function, whole, as plain text."""
    width = max(len(_name(p)) for p in declaration.parameters)
    arguments = [f"  {_name(p):<{width}}  {p.help} ({p.argument.in_short})" for p in declaration.parameters]
    width = max((len(one.name) for one in declaration.columns), default=0)
    columns = [f"  {one.name:<{width}}  {_meaning(one)}" for one in declaration.columns]
    parts = [declaration.usage, declaration.summary, declaration.notes, "\n".join(arguments)]
    parts.append("\n".join(["It answers with a table:", *columns]) if columns else "")
    parts += [f"Errors: {declaration.errors}", f"Source: {declaration.source}"]
    if declaration.native:
        parts.append(f"In Excel's own functions: ={declaration.native}")
    parts.append("\n".join(f"Example: ={excel_formula(example)} gives {_shown(example)}" for example in declaration.examples))
    return "\n\n".join(filter(None, parts))


def page() -> str:
    """The reference page, in Markdown."""
    parts = ["# Functions\n\nMade from the functions' own declarations by `python install/generate.py`; do not edit."]
    for family in FAMILIES:
        parts.append(f"## {family}")
        for declaration in (d for d in declarations() if d.family == family):
            parts += [f"### {declaration.name}", f"`={declaration.usage}`", declaration.summary, declaration.notes]
            rows = [f"| `{_name(p)}` | {p.help} | {p.argument.in_short} |" for p in declaration.parameters]
            parts.append("\n".join(["| argument | what it is | unit |", "|---|---|---|", *rows]))
            if declaration.columns:
                rows = [f"| {one.name} | {_meaning(one)} |" for one in declaration.columns]
                parts.append("\n".join(["| column of the answer | what it says |", "|---|---|", *rows]))
            if declaration.labels:
                rows = [f"| {one} | {one.help} |" for one in declaration.labels]
                parts.append("\n".join(["| row of its own | what it says |", "|---|---|", *rows]))
            parts.append(f"**Errors.** {declaration.errors}")
            parts.append(f"**Source.** {declaration.source}")
            if declaration.native:
                parts.append(f"**In Excel's own functions.** `={declaration.native}`")
            parts += [f"`={excel_formula(example)}` gives {_shown(example)}" for example in declaration.examples]
    return "\n\n".join(filter(None, parts)) + "\n"


def _name(parameter: Parameter) -> str:
    return parameter.name if parameter.required else f"[{parameter.name}]"


def _meaning(column: Column) -> str:
    return f"{column.help} Only {column.when}." if column.when else column.help


def excel_formula(example: Example) -> str:
    """An example as it is typed into a cell, without its equals sign: lists become array constants, and what Python picks from a
    table INDEX picks in Excel."""
    return _spelled(ast.parse(example.call, mode="eval").body)


def _spelled(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        return f"{ast.unparse(node.func).upper()}({','.join(map(_spelled, _in_place(node)))})"
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Subscript):  # records(table)[row][column]
        table = _called(_called(node.value.value, "records").args[0])
        row, name = ast.literal_eval(node.value.slice), ast.literal_eval(node.slice)
        return f"INDEX({_spelled(table)},{row + 2},{_position(ast.unparse(table.func), name)})"
    if isinstance(node, ast.Subscript):
        return f"INDEX({_spelled(node.value)},{ast.literal_eval(node.slice) + 1},0)"
    return _constant(ast.literal_eval(node))


def _in_place(call: ast.Call) -> list[ast.expr]:
    """The arguments of a call in the order that a cell has them: one given by name at its place, blanks before it."""
    if not call.keywords:
        return call.args
    names = [p.name for p in REGISTRY[ast.unparse(call.func)].parameters]
    given = {names.index(str(one.arg)): one.value for one in call.keywords} | dict(enumerate(call.args))
    return [given.get(place, ast.Constant(None)) for place in range(max(given) + 1)]


def _called(node: ast.expr, name: str = "") -> ast.Call:
    if not isinstance(node, ast.Call) or (name and ast.unparse(node.func) != name):
        raise ValueError(f"An example picks a cell of a table as records(CLV_...(...))[0]['Column'], not as {ast.unparse(node)}.")
    return node


def _position(function: str, name: str) -> int:
    """The number of a column, which arguments must not move."""
    for number, column in enumerate(REGISTRY[function].columns, start=1):
        if column.name == name:
            return number
        if column.when or column.repeats:
            break
    raise ValueError(f"{function} has no column {name} that stands in the same place whatever the arguments.")


def _constant(value: object) -> str:
    if isinstance(value, list):
        rows = [",".join(map(_constant, row)) if isinstance(row, list) else _constant(row) for row in value]
        return f"{{{';'.join(rows)}}}"
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return '""' if value is None else f"{value}"


def _shown(example: Example) -> str:
    """The answer as a cell shows it."""
    if example.answer.startswith("#"):
        return example.answer
    value = ast.literal_eval(example.answer)
    cells = value if isinstance(value, list) else [value]
    return "  ".join("" if cell is None else f"{cell:.10g}" if isinstance(cell, float) else str(cell) for cell in cells)
