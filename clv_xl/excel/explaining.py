"""Why a function answers as it does, in words: the same steps as `calling`, with the reason of each error."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from .arguments import Argument
from .calling import NO_PARTNER, answer_at_once, answer_row, by_cell, read, stretch
from .cells import Cell, is_range, read_cell
from .declaration import Declaration, Parameter
from .errors import CellError, ExcelError


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
        return f"{error.error}: {_reason(declaration, error) or _circumstances(declaration, error.error, given)}"
    if result is None:
        return f"Blank, since nothing is filled in: {declaration.usage}."
    return _meaning(declaration, {p.name: _said(p.argument, value) for p, value in given}, result)


def _reason(declaration: Declaration, error: CellError) -> str:
    return "" if str(error) == str(error.error) else str(error)


def _circumstances(declaration: Declaration, error: ExcelError, given: list[tuple[Parameter, Any]]) -> str:
    """What the function's help says of this error, and the arguments that brought it about."""
    if error == ExcelError.DIV0:
        zeros = [p.name for p, value in given if value == 0] or [p.name for p, value in given if type(value) is float]
        return f"{help_for(declaration, error)} Change {' or '.join(zeros)}."
    largest = max((abs(value), p.name) for p, value in given if type(value) is float)[1]
    return f"The answer is too large for a cell. Check {largest}."


def _explain_at_once(declaration: Declaration, args: Sequence[Any]) -> str:
    try:
        result = answer_at_once(declaration, args)
    except CellError as error:
        return f"{error.error}: {_reason(declaration, error)}"
    if not isinstance(result, list):
        return _meaning(declaration, {}, result)
    headings, *rows = result
    if not rows:
        return f"Only the headings, since nothing is filled in: {declaration.usage}."
    first = ", ".join(f"{_said(None, head)} {_said(None, cell)}" for head, cell in zip(headings, rows[0]) if cell is not None)
    text = f"{declaration.summary} {len(rows)} rows, the first: {first}."
    errors = sorted({cell for row in rows for cell in row if isinstance(cell, ExcelError)})
    return " ".join([text, *(f"{error} in it: {help_for(declaration, error)}" for error in errors)])


def help_for(declaration: Declaration, error: ExcelError) -> str:
    """What the function's docstring says of an error."""
    notes = re.findall(rf"{re.escape(error)},? (.*?)(?=[;.] (?:Within|#)|\.$|$)", declaration.errors)
    if notes:
        return f"{'; '.join(note[:1].upper() + note[1:] for note in notes)}."
    return f"It comes from such a cell in {' or '.join(p.name for p in declaration.parameters if p.argument.shape != 'single')}."


def _meaning(declaration: Declaration, given: dict[str, str], result: Any) -> str:
    said = _said(declaration.answer, result)
    return declaration.in_words.format(**given, answer=said) if declaration.in_words else f"{declaration.summary} Here: {said}."


def _said(argument: Argument | None, value: Cell) -> str:
    """A value with as many digits as a person would say."""
    if type(value) is not float:
        return "nothing" if value is None else str(value)
    unit = argument.unit if argument else ""
    if unit.startswith("fraction"):
        return f"{100 * value:,.4g}%"
    if unit.startswith("money"):
        return f"{value:,.2f}"
    return f"{value:,.0f}" if value.is_integer() else f"{value:,.4g}"
