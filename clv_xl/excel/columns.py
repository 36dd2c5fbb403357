"""Whole columns as arguments: equal length, an optional heading row, blank rows at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .cells import Cell, is_range, read_cell, to_grid
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
    columns = [(p, v) for p, v in zip(declaration.parameters, values) if isinstance(v, list) and p.argument.shape == "column"]
    tables = [v for p, v in zip(declaration.parameters, values) if isinstance(v, list) and p.argument.shape == "table"]
    first_column = next((v for p, v in columns if p.required), None)
    heights = {len(v) for _, v in columns}
    if len(heights) > 1:
        raise CellError(ExcelError.VALUE, "The columns do not have the same number of rows.")
    height = heights.pop() if heights else len(tables[0])

    heading = first_column is not None and height > 1 and _starts_with_heading(columns)
    table_heights = {len(table) for table in tables}
    if table_heights - {height, height + 1} or (heading and table_heights - {height}):
        raise CellError(ExcelError.VALUE, "The columns do not have the same number of rows.")

    required = [v for p, v in zip(declaration.parameters, values) if p.required and isinstance(v, list)]
    end = height
    while end > heading and all(_is_blank_row(v, end - 1 + len(v) - height) for v in required):
        end -= 1
    return [_cut(p, v, height, int(heading), end) for p, v in zip(declaration.parameters, values)]


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
    if not parameter.required and not is_range(arg):
        cell = read_cell(arg)
        if cell is None or argument.shape == "table":
            return None
        if isinstance(value := argument.read(cell), ExcelError):
            raise CellError(value, f"{parameter.name}: {argument.unit}")
        return value  # one value for every row
    grid = to_grid(arg)
    if argument.shape == "list":
        return [read_cell(cell) for row in grid for cell in row]
    if argument.shape == "table":
        return [[read_cell(cell) for cell in row] for row in grid]
    if grid and len(grid[0]) == 1:
        return [read_cell(row[0]) for row in grid]
    if len(grid) == 1:
        return [read_cell(cell) for cell in grid[0]]
    raise CellError(ExcelError.VALUE, f"{parameter.name} takes one column.")


def _starts_with_heading(columns: list[tuple[Parameter, list[Cell]]]) -> bool:
    """A heading is words where numbers and dates belong, in every such column at once: "Amount", not "31/02/2024"."""
    measured = [values[0] for p, values in columns if p.argument.kind != "any"]
    return bool(measured) and all(_is_words(cell) for cell in measured)


def _is_words(cell: Cell) -> bool:
    return type(cell) is str and not any(ch.isdigit() for ch in cell)


def _is_blank_row(values: list[Any], row: int) -> bool:
    cell = values[row]
    return all(c is None for c in cell) if isinstance(cell, list) else cell is None


def _cut(parameter: Parameter, value: Any, height: int, heading: int, end: int) -> Any:
    if not isinstance(value, list) or parameter.argument.shape == "list":
        return value
    if parameter.argument.shape == "column":
        return value[heading:end]
    own_heading = heading or len(value) - height
    headings = value[0] if own_heading else None
    rows = value[own_heading : end + len(value) - height]
    return headings, [list(column) for column in zip(*rows)]
