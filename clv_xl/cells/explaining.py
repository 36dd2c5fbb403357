"""Why a function answers as it does, in words: the same steps as `calling`, with the reason of each error."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import repeat
from typing import Any

from .arguments import Argument
from .calling import NO_PARTNER, answer_row, by_cell, compute_at_once, read, settled, stretch
from .declaration import Declaration, Parameter
from .errors import CellError, ExcelError
from .tables import Kind, TableOf
from .values import Cell, is_range, read_cell


def explain(declaration: Declaration, args: Sequence[Any]) -> Any:
    """A sentence about the function's answer for these raw arguments; for a function by cell, a sentence per cell."""
    if len(args) > declaration.most_arguments:
        return f"{declaration.name} takes {declaration.most_arguments} arguments at the most: {declaration.usage}."
    given = [*args, *[None] * (len(declaration.parameters) - len(args))]
    if not declaration.is_by_cell:
        return _explain_at_once(declaration, given)
    if not any(map(is_range, given)):
        return _explain_row(declaration, given)

    def sentences(grids: list[list[Sequence[Any]]], height: int, width: int) -> list[Any]:
        rows = zip(*(stretch(grid, height, width) for grid in grids))
        return [_explain_row(declaration, row) for row in rows]

    return by_cell(given, sentences)


def _explain_row(declaration: Declaration, raw: Sequence[Any]) -> str:
    for parameter, cell in zip(declaration.parameters, raw):
        if cell is NO_PARTNER:
            return f"#N/A: {parameter.name} has no cell here, since its range is smaller than another. Select the same rows for each."
    cells = [read_cell(cell) for cell in raw]
    values = [read(p, cell) for p, cell in zip(declaration.parameters, cells)]
    for parameter, cell, value in zip(declaration.parameters, cells, values):
        if isinstance(value, ExcelError):
            return f"{value}: {parameter.name} {parameter.argument.why(cell)}."
    given = list(zip(declaration.parameters, values))
    try:
        result = answer_row(declaration, values)
    except CellError as error:
        return f"{error.error}: {error.reason or _circumstances(declaration, error.error, given)}"
    if result is None:
        return f"Blank, since nothing is filled in: {declaration.usage}."
    return _meaning(declaration, {p.name: _said(p.argument, value) for p, value in given}, result)


def _circumstances(declaration: Declaration, error: ExcelError, given: list[tuple[Parameter, Any]]) -> str:
    """What the function's help says of this error, and the arguments that brought it about: those whose change would put it right."""
    values = [value for _, value in given]
    guilty = []
    for position, (parameter, _) in enumerate(given):
        if parameter.argument.kind == "number":
            other = 0.5 if parameter.argument.high == 1 else 1.0
            try:
                answer_row(declaration, [*values[:position], other, *values[position + 1 :]])
                guilty.append(parameter.name)
            except CellError as instead:
                guilty += [parameter.name] if instead.error != error else []
    guilty = guilty or [p.name for p, value in given if value == 0] or [p.name for p, value in given if type(value) is float]
    if error == ExcelError.DIV0:
        return f"{help_for(declaration, error)} Change {' or '.join(guilty)}."
    return f"The answer is too large for a cell. Check {' and '.join(guilty)}."


def _explain_at_once(declaration: Declaration, args: Sequence[Any]) -> str:
    try:
        result, language = compute_at_once(declaration, args)
    except CellError as error:
        return f"{error.error}: {error.reason}"
    if result is None:
        return f"Blank, since nothing is filled in: {declaration.usage}."
    if not isinstance(result, (TableOf, list)):
        return _meaning(declaration, {}, result)
    answer = settled(result, language)
    text = _of_table(declaration, result, answer) if isinstance(result, TableOf) else _of_rows(declaration, answer)
    errors = sorted({cell for row in answer for cell in row if isinstance(cell, ExcelError)})
    return " ".join([text, *(f"{error} in it: {help_for(declaration, error, in_table=True)}" for error in errors)])


def _of_rows(declaration: Declaration, rows: list[list[Any]]) -> str:
    """The first of several answers."""
    return _sentence(declaration, _said_so_many(len(rows)), [_said(declaration.answer, rows[0][0])])


def _of_table(declaration: Declaration, table: TableOf[Any], cells: list[list[Any]]) -> str:
    """The figures of a table that has a row for each; of any other, the first row."""
    columns = list(table.columns.values())
    headings, *rows = cells
    if not rows:
        return f"Only the headings, since there is nothing to answer about: {declaration.usage}."
    if columns[0].kind == "figure" or len(columns) == 2:
        return _sentence(declaration, "", [f"{row[0]} {_said(None, row[1])}" for row in rows])
    repeated = len(headings) - len(columns)
    kinds: list[Kind] = []
    for one in columns:
        kinds.extend(repeat(one.kind, 1 + repeated if one.repeats else 1))
    pairs = zip(headings, rows[0], kinds)
    said = [f"{_heading(heading)} {_figure(kind, cell)}" for heading, cell, kind in pairs if cell is not None]
    return _sentence(declaration, _said_so_many(len(rows)), said[:_MOST_SAID])


def _said_so_many(rows: int) -> str:
    return "1 row: " if rows == 1 else f"{rows:,} rows, the first: "


def _sentence(declaration: Declaration, begin: str, said: list[str]) -> str:
    return f"{declaration.summary} {begin}{', '.join(said).removesuffix('.')}."


_MOST_SAID = 12
"""Cells of a row; a cohort can have a hundred."""


def _heading(heading: Cell) -> str:
    return f"column {heading:g}" if type(heading) is float else str(heading)


def _figure(kind: Kind, cell: Cell) -> str:
    """A figure of a column: shares are percentages."""
    if type(cell) is float and kind in ("share", "change"):
        return f"{100 * cell:,.4g}%"
    return _said(None, cell)


def help_for(declaration: Declaration, error: ExcelError, in_table: bool = False) -> str:
    """What the function's docstring says of an error as the whole answer, or as a cell of a table."""
    whole, _, table = declaration.errors.partition("Within the table:")
    text = table if in_table else whole
    notes = re.findall(rf"{re.escape(error)},? (.*?)(?=[;.] (?:Within|#)|\.$|\. $|$)", text.strip())
    if notes:
        return f"{'; '.join(note[:1].upper() + note[1:] for note in notes)}."
    return f"It comes from such a cell in {' or '.join(p.name for p in declaration.parameters if p.argument.shape != 'single')}."


def _meaning(declaration: Declaration, given: dict[str, str], result: Any) -> str:
    said = _said(declaration.answer, result)
    return declaration.in_words.format(**given, answer=said) if declaration.in_words else f"{declaration.summary} Here: {said}."


def _said(argument: Argument | None, value: Cell) -> str:
    """A value with as many digits as a person would say."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return "nothing" if value is None else str(value)
    unit = argument.unit if argument else ""
    if unit.startswith("fraction"):
        return f"{100 * value:,.4g}%"
    if unit.startswith("money"):
        return f"{value:,.2f}"
    if float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.2f}"
