"""From raw arguments to an answer: by cell with broadcasting, or by whole columns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from .cells import Cell, is_range, read_cell, to_grid
from .columns import read_columns
from .declaration import Declaration, Parameter
from .errors import CellError, ExcelError

_NO_PARTNER = object()  # the place in a smaller range that has no cell for this row or column


def answer(declaration: Declaration, args: Sequence[Any]) -> Any:
    """What the function answers for these raw arguments: a value, or rows of values."""
    if declaration.is_table:
        return _answer_table(declaration, args)
    if not any(map(is_range, args)):
        return _answer_rows(declaration, [[_read(p, read_cell(arg))] for p, arg in zip(declaration.parameters, args)], 1)[0]
    return _answer_by_cell(declaration, args)


def _answer_table(declaration: Declaration, args: Sequence[Any]) -> Any:
    try:
        table = declaration.body(*read_columns(declaration, args))
    except CellError as error:
        return error.error
    except ArithmeticError:  # amounts so large that their sum is none
        return ExcelError.NUM
    for row in table:
        if any(type(cell) is float and not math.isfinite(cell) for cell in row):
            row[:] = [ExcelError.NUM if type(cell) is float and not math.isfinite(cell) else cell for cell in row]
    return table


def _answer_by_cell(declaration: Declaration, args: Sequence[Any]) -> Any:
    grids = [to_grid(arg) for arg in args]
    if not all(grid and len(grid[0]) for grid in grids):
        return []
    height, width = max(map(len, grids)), max(len(grid[0]) for grid in grids)
    columns = [_read_grid(p, grid, height, width) for p, grid in zip(declaration.parameters, grids)]
    cells = _answer_rows(declaration, columns, height * width)
    if width == 1 and all(_is_flat(arg) for arg in args):
        return cells
    return [cells[start : start + width] for start in range(0, height * width, width)]


def _is_flat(arg: Any) -> bool:
    """A single value or a one-dimensional list: a person in Python expects a list back, not rows."""
    return not is_range(arg) or getattr(arg, "ndim", 0) == 1 or (isinstance(arg, (list, tuple)) and not any(map(is_range, arg)))


def _read_grid(parameter: Parameter, grid: list[Sequence[Any]], height: int, width: int) -> list[Any]:
    """A range read as one parameter, in reading order, at the size of the answer."""
    if len(grid) == len(grid[0]) == 1:
        return [_read(parameter, read_cell(grid[0][0]))] * (height * width)
    return _read_column(parameter, _stretch(grid, height, width))


def _stretch(grid: list[Sequence[Any]], height: int, width: int) -> list[Any]:
    """The grid's cells in reading order, repeated as Excel repeats them: one row or one column fits any size."""
    rows, across = len(grid), len(grid[0])
    if width == 1 and rows == height:
        return [row[0] for row in grid]
    gap = [_NO_PARTNER] * width
    full = [list(row) * width if across == 1 else [*row, *gap[across:]] for row in grid]
    if rows == 1:
        full *= height
    else:
        full += [gap] * (height - rows)
    return [cell for row in full for cell in row]


def _read(parameter: Parameter, cell: Cell) -> Any:
    value = parameter.argument.read(cell)
    return parameter.default if value is None and not parameter.required else value


def _read_column(parameter: Parameter, raw: list[Any]) -> list[Any]:
    """A column of raw cells read as one parameter. Clean numbers, the usual case, are checked all at once."""
    argument = parameter.argument
    if argument.kind == "number" and set(map(type, raw)) == {float}:
        low, high = min(raw), max(raw)
        if argument.low <= low and high <= argument.high and math.isfinite(sum(map(abs, raw))):  # a NaN shows in the sum
            return raw
    return [ExcelError.NA if cell is _NO_PARTNER else _read(parameter, read_cell(cell)) for cell in raw]


def _answer_rows(declaration: Declaration, columns: list[list[Any]], count: int) -> list[Any]:
    """The answer to each row of arguments. Clean rows are computed in one go; any other row is judged alone."""
    body = declaration.body
    if all(set(map(type, column)) <= {float, int} for column in columns):
        try:
            results = list(map(body, *columns))
            if set(map(type, results)) == {float} and math.isfinite(sum(map(abs, results))):
                return results
        except (ArithmeticError, ValueError, CellError):
            pass
    required = [i for i, p in enumerate(declaration.parameters) if p.required]
    return [_answer_row(body, row, required) for row in zip(*columns)]


def _answer_row(body: Any, row: tuple[Any, ...], required: list[int]) -> Any:
    for value in row:
        if isinstance(value, ExcelError):
            return value
    blanks = sum(row[i] is None for i in required)
    if blanks:
        return None if blanks == len(required) else ExcelError.NA
    try:
        result = body(*row)
    except CellError as error:
        return error.error
    except ZeroDivisionError:
        return ExcelError.DIV0
    except (ArithmeticError, ValueError):
        return ExcelError.NUM
    if isinstance(result, int) and not isinstance(result, bool):
        result = float(result)
    if isinstance(result, float) and not math.isfinite(result):
        return ExcelError.NUM
    return result
