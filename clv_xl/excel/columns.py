"""Whole columns as arguments: equal length, an optional heading row, blank rows at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .cells import Cell, is_range, read_cell, read_label, to_grid
from .declaration import Declaration, Parameter
from .errors import CellError, ExcelError


def read_columns(declaration: Declaration, args: Sequence[Any]) -> list[Any]:
    """The arguments of a table function, ready for its body.

    A "single" argument comes as its value, a "column" as a list of cells, a "table" as (headings, columns): headings
    is None where the range has none. All columns have the same length, without a heading row and without the rows at
    the end that are blank everywhere. An optional column or table that is not given is None.

    Raises:
        CellError: an argument has the wrong shape, or a single one is an error, out of bounds or of another type.
    """
    values = [_read_shape(p, arg) for p, arg in zip(declaration.parameters, args)]
    lists = [(p, v) for p, v in zip(declaration.parameters, values) if isinstance(v, list) and p.argument.shape != "list"]
    heights = {len(rows) for _, rows in lists}
    if len(heights) != 1:
        raise CellError(ExcelError.VALUE, "The columns do not have the same number of rows.")
    height = heights.pop()
    heading = int(height > 1 and _starts_with_heading([(p, rows[0]) for p, rows in lists if p.argument.shape == "column"]))
    required = [rows for p, rows in lists if p.required]
    end = height
    while end > heading and all(_is_blank(rows[end - 1]) for rows in required):
        end -= 1
    return [_cut(p, value, heading, end) for p, value in zip(declaration.parameters, values)]


def _read_shape(parameter: Parameter, arg: Any) -> Any:
    """The raw argument as a value, a list of cells, or a list of rows of cells."""
    argument = parameter.argument
    if argument.shape == "single":
        if is_range(arg):
            grid = to_grid(arg)
            if len(grid) != 1 or len(grid[0]) != 1:
                raise CellError(ExcelError.VALUE, f"{parameter.name} takes one cell.")
            arg = grid[0][0]
        value = argument.read(read_cell(arg))
        if isinstance(value, ExcelError):
            raise CellError(value, f"{parameter.name}: {argument.unit} {argument.bounds}".strip())
        return parameter.default if value is None else value
    grid = to_grid(arg)
    if not parameter.required and len(grid) == 1 and len(grid[0]) == 1:
        cell = read_cell(grid[0][0])
        if cell is None or argument.shape == "table":
            return None
        if argument.shape == "list":
            return [cell]
        if isinstance(value := argument.read(cell), ExcelError):
            raise CellError(value, f"{parameter.name}: {argument.unit}")
        return value  # one value for every row
    read = read_label if argument.kind == "any" else read_cell
    if argument.shape == "list":
        return [read(cell) for row in grid for cell in row]
    if argument.shape == "table":
        return [[read(cell) for cell in row] for row in grid]
    if not grid or len(grid[0]) == 1:
        return [read(row[0]) for row in grid]
    if len(grid) == 1:
        return [read(cell) for cell in grid[0]]
    raise CellError(ExcelError.VALUE, f"{parameter.name} takes one column.")


def _starts_with_heading(first_cells: list[tuple[Parameter, Cell]]) -> bool:
    """A heading is text where dates and numbers belong, in every such column at once. A text with digits can be a date or a
    number that cannot be read ("31/02/2024"): it is no heading over dates, nor over numbers where there are no dates."""
    measured = [(p.argument.kind, cell) for p, cell in first_cells if p.argument.kind != "any"]
    if not measured or any(type(cell) is not str for _, cell in measured):
        return False
    dates = [cell for kind, cell in measured if kind == "date"]
    return not any(ch.isdigit() for cell in dates or [cell for _, cell in measured] for ch in str(cell))


def _is_blank(row: Any) -> bool:
    return all(cell is None for cell in row) if isinstance(row, list) else row is None


def _cut(parameter: Parameter, value: Any, heading: int, end: int) -> Any:
    if not isinstance(value, list) or parameter.argument.shape == "list":
        return value
    if parameter.argument.shape == "column":
        return value[heading:end]
    return value[0] if heading else None, [list(column) for column in zip(*value[heading:end])] or [[] for _ in (value[0] if value else [])]
