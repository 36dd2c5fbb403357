"""From raw arguments to an answer: by cell with broadcasting, or by whole columns."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from ..words import say
from .columns import read_columns
from .declaration import Declaration, Parameter
from .errors import CellError, ExcelError
from .tables import ListOf, TableOf
from .values import Cell, is_range, read_cell, to_grid

NO_PARTNER = object()
"""The place in a smaller range that has no cell for this row or column."""


def answer(declaration: Declaration, args: Sequence[Any]) -> Any:
    """What the function answers for these raw arguments: a value, or rows of values."""
    if declaration.is_raw:
        return declaration.body(*args)
    if not declaration.is_by_cell:
        try:
            return settled(*compute_at_once(declaration, args))
        except CellError as error:
            return error.error
    if not any(map(is_range, args)):
        return _answer_rows(declaration, [[read(p, read_cell(arg))] for p, arg in zip(declaration.parameters, args)], 1)[0]
    return by_cell(args, lambda grids, height, width: _answer_by_cell(declaration, grids, height, width))


def settled(result: Any, language: str) -> Any:
    """What a body has answered, as it may stand in cells."""
    if result is None or type(result) is float:
        return result
    rows = result.cells() if isinstance(result, TableOf) else result
    return [[cell if cell is None or type(cell) is str else _settled_cell(cell, language) for cell in row] for row in rows]


def compute_at_once(declaration: Declaration, args: Sequence[Any]) -> tuple[Any, str]:
    """What the body of a function of whole columns answers, and the language that the answer is to have: a table, rows of values,
    one value, or None for a blank.

    Raises:
        CellError: it answers with an error alone.
    """
    values = read_columns(declaration, args)
    language = values.pop() if declaration.has_language else "en"
    order = values.pop() if declaration.is_list else None
    try:
        result = declaration.body(*values)
    except ArithmeticError:
        result = math.inf
    except ModuleNotFoundError as missing:
        raise CellError(ExcelError.NAME, f"The Python package {missing.name} is missing here. {_BRING}") from None
    if order and isinstance(result, ListOf):
        result = result.sorted_by(order)
    if result is None or isinstance(result, (TableOf, list)):
        return result, language
    if not math.isfinite(result):
        names = " or ".join(p.name for p in declaration.parameters if p.argument.kind == "number")
        raise CellError(ExcelError.NUM, f"The numbers are too large to be added up. Check {names}.")
    return float(result), language


_BRING = "Add it (in xlwings Lite: to requirements.txt) and start again."


def _settled_cell(cell: Any, language: str) -> Any:
    """A cell as it may stand in a table: numbers are floats, one that is none is an error, and words of ours are of the language."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return float(cell) if math.isfinite(cell) else ExcelError.NUM
    return say(cell, language) if isinstance(cell, str) and not isinstance(cell, ExcelError) else cell


def by_cell(args: Sequence[Any], compute: Callable[[list[list[Sequence[Any]]], int, int], list[Any]]) -> Any:
    """The answers of `compute`, which gets the arguments as grids and the size of the answer, in the shape that Excel gives them."""
    grids = [to_grid(arg) for arg in args]
    if not all(grid and len(grid[0]) for grid in grids):
        return []
    height, width = max(map(len, grids)), max(len(grid[0]) for grid in grids)
    cells = compute(grids, height, width)
    if width == 1 and all(_is_flat(arg) for arg in args):
        return cells
    return [cells[start : start + width] for start in range(0, height * width, width)]


def _answer_by_cell(declaration: Declaration, grids: list[list[Sequence[Any]]], height: int, width: int) -> list[Any]:
    columns = [_read_grid(p, grid, height, width) for p, grid in zip(declaration.parameters, grids)]
    return _answer_rows(declaration, columns, height * width)


def _is_flat(arg: Any) -> bool:
    """A single value or a one-dimensional list: a person in Python expects a list back, not rows."""
    return not is_range(arg) or getattr(arg, "ndim", 0) == 1 or (isinstance(arg, (list, tuple)) and not any(map(is_range, arg)))


def _read_grid(parameter: Parameter, grid: list[Sequence[Any]], height: int, width: int) -> list[Any]:
    """A range read as one parameter, in reading order, at the size of the answer."""
    if len(grid) == len(grid[0]) == 1:
        return [read(parameter, read_cell(grid[0][0]))] * (height * width)
    return _read_column(parameter, stretch(grid, height, width))


def stretch(grid: list[Sequence[Any]], height: int, width: int) -> list[Any]:
    """The grid's cells in reading order, repeated as Excel repeats them: one row or one column fits any size."""
    rows, across = len(grid), len(grid[0])
    if width == 1 and rows == height:
        return [row[0] for row in grid]
    gap = [NO_PARTNER] * width
    full = [list(row) * width if across == 1 else [*row, *gap[across:]] for row in grid]
    if rows == 1:
        full *= height
    else:
        full += [gap] * (height - rows)
    return [cell for row in full for cell in row]


def read(parameter: Parameter, cell: Cell) -> Any:
    """The cell as the parameter's value: its default for a blank where it has one."""
    value = parameter.argument.read(cell)
    return parameter.default if value is None and not parameter.required else value


def _read_column(parameter: Parameter, raw: list[Any]) -> list[Any]:
    """A column of raw cells read as one parameter. Clean numbers, the usual case, are checked all at once."""
    argument = parameter.argument
    if argument.kind == "number" and set(map(type, raw)) == {float}:
        low, high = min(raw), max(raw)
        if argument.low <= low and high <= argument.high and math.isfinite(sum(map(abs, raw))):  # a NaN shows in the sum
            return raw
    return [ExcelError.NA if cell is NO_PARTNER else read(parameter, read_cell(cell)) for cell in raw]


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
    return [_answer_row(declaration, row) for row in zip(*columns)]


def _answer_row(declaration: Declaration, values: tuple[Any, ...]) -> Any:
    for value in values:
        if isinstance(value, ExcelError):
            return value
    try:
        return answer_row(declaration, values)
    except CellError as error:
        return error.error


def answer_row(declaration: Declaration, values: Sequence[Any]) -> Any:
    """What a function answers for one row of values, of which none is an error; None where all that it needs is blank.

    Raises:
        CellError: it answers with an error.
    """
    blanks = [p.name for p, value in zip(declaration.parameters, values) if p.required and value is None]
    if blanks:
        if len(blanks) == sum(p.required for p in declaration.parameters):
            return None
        are = "is" if len(blanks) == 1 else "are"
        raise CellError(ExcelError.NA, f"{' and '.join(blanks)} {are} blank. Fill in every cell that is needed.")
    try:
        result = declaration.body(*values)
    except ZeroDivisionError:
        raise CellError(ExcelError.DIV0) from None
    except (ArithmeticError, ValueError):
        raise CellError(ExcelError.NUM) from None
    if isinstance(result, int) and not isinstance(result, bool):
        result = float(result)
    if isinstance(result, float) and not math.isfinite(result):
        raise CellError(ExcelError.NUM)
    return result
