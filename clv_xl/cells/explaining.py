"""Why a function answers as it does, in words: the same steps as `calling`, with the reason of each error."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from .arguments import Argument
from .calling import NO_PARTNER, answer_at_once, answer_row, by_cell, read, stretch
from .declaration import Declaration, Parameter
from .errors import CellError, ExcelError
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
    """What the function's help says of this error, and the arguments that brought it about: those whose change would mend it."""
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
        result = answer_at_once(declaration, args)
    except CellError as error:
        return f"{error.error}: {error.reason}"
    if result is None:
        return f"Blank, since nothing is filled in: {declaration.usage}."
    if not isinstance(result, list):
        return _meaning(declaration, {}, result)
    headings, *rows = result if any(type(cell) is str for cell in result[0]) else [[], *result]
    if not rows:
        return f"Only the headings, since there is nothing to answer about: {declaration.usage}."
    if not headings:
        said = [_said(declaration.answer, cell) for cell in rows[0]]
    elif len(headings) == 2 or headings[0] == "Figure":
        said = [f"{_heading(row[0])} {_said(None, row[1])}" for row in rows]
    else:
        said = [f"{_heading(head)} {_figure(head, cell)}" for head, cell in zip(headings, rows[0]) if cell is not None][:_MOST_SAID]
    begin = (
        ""
        if headings and (len(headings) == 2 or headings[0] == "Figure")
        else "1 row: "
        if len(rows) == 1
        else f"{len(rows):,} rows, the first: "
    )
    text = f"{declaration.summary} {begin}{', '.join(said).removesuffix('.')}."
    errors = sorted({cell for row in rows for cell in row if isinstance(cell, ExcelError)})
    return " ".join([text, *(f"{error} in it: {help_for(declaration, error, in_table=True)}" for error in errors)])


_MOST_SAID = 12
"""Cells of a row; a cohort can have a hundred."""


def _heading(heading: Cell) -> str:
    return f"column {heading:g}" if type(heading) is float else str(heading)


def _figure(heading: Cell, cell: Cell) -> str:
    """A figure under a heading: shares and margins are percentages."""
    if type(cell) is float and str(heading).startswith(("Share", "Margin", "Change", "Explained")):
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
