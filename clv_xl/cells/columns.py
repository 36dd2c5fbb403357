"""Whole columns as arguments: equal length, an optional heading row, blank rows at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .declaration import Declaration, Parameter
from .errors import CellError, ExcelError
from .values import MONEY_SIGNS, Cell, read_cell, read_label, to_grid


class ReadColumn(list[Cell]):
    """A column of cells that have been read (`read_cell`): several functions share it, and none reads it again or changes it."""


def read_columns(declaration: Declaration, args: Sequence[Any]) -> list[Any]:
    """The arguments of a function that takes them whole, ready for its body.

    A "single" argument comes as its value, a "column" as a list of cells, a "table" as (headings, columns): headings is None
    where the range has none. All columns have the same length, without a heading row and without the rows at the end that are
    blank everywhere; one cell in place of an optional column counts for every row. A "list" comes as its values, without blanks
    and heading. An optional column, table or list that is not given is None.

    Raises:
        CellError: an argument has the wrong shape, or a single one is an error, out of bounds or of another type.
    """
    values = [_read_shape(p, arg) for p, arg in zip(declaration.parameters, args)]
    lists = [(p, v) for p, v in zip(declaration.parameters, values) if isinstance(v, list) and p.argument.shape != "list"]
    if not lists:
        return values
    heights = {p.name: len(rows) for p, rows in lists}
    if len(set(heights.values())) != 1:
        left_out = [p.name for p, rows in lists if p.required and len(rows) == 1 and _is_blank(rows[0])]
        if left_out:
            raise CellError(ExcelError.NA, f"{' and '.join(left_out)} {'is' if len(left_out) == 1 else 'are'} blank. Select the cells.")
        sizes = ", ".join(f"{name} {height}" for name, height in heights.items())
        raise CellError(ExcelError.VALUE, f"The ranges differ in their number of rows ({sizes}). Select the same rows for each.")
    height = next(iter(heights.values()))
    heading = int(height > 1 and _starts_with_heading([(p, rows[0]) for p, rows in lists if p.argument.shape == "column"]))
    end = height
    while end > heading and all(_is_blank(rows[end - 1]) for _, rows in lists):
        end -= 1
    return [_cut(p, _in_every_row(p, value, height), heading, end) for p, value in zip(declaration.parameters, values)]


def _in_every_row(parameter: Parameter, value: Any, height: int) -> Any:
    """One value that stands for a column or a table of one, as a list."""
    if value is None or isinstance(value, list) or parameter.argument.shape not in ("column", "table"):
        return value
    return [[value] if parameter.argument.shape == "table" else value] * height


def _read_shape(parameter: Parameter, arg: Any) -> Any:
    """The raw argument as a value, a list of cells, or a list of rows of cells."""
    argument = parameter.argument
    if isinstance(arg, ReadColumn) and argument.shape == "column" and len(arg) > 1:
        return arg
    grid = to_grid(arg)
    is_one = len(grid) == 1 and len(grid[0]) == 1
    if argument.shape == "single":
        if not is_one:
            raise CellError(ExcelError.VALUE, f"{parameter.name} is a range of cells. Give one cell.")
        return _read_one(parameter, read_cell(grid[0][0]))
    if argument.shape == "list":
        return _read_list(parameter, [read_cell(cell) for row in grid for cell in row])
    if is_one and not parameter.required:
        cell = read_cell(grid[0][0])
        if cell is None or (argument.shape == "table" and (argument.kind == "any" or cell in (0.0, "0"))):
            return None  # a host may hand over an empty cell as 0
        _read_one(parameter, cell)
        return cell  # one value for every row
    read = read_label if argument.kind == "any" else read_cell
    if argument.shape == "table":
        return [[read(cell) for cell in row] for row in grid]
    if not grid or len(grid[0]) == 1:
        return [read(row[0]) for row in grid]
    if len(grid) == 1:
        return [read(cell) for cell in grid[0]]
    raise CellError(ExcelError.VALUE, f"{parameter.name} has {len(grid[0])} columns. Give one.")


def _read_one(parameter: Parameter, cell: Cell) -> Any:
    value = parameter.argument.read(cell)
    if isinstance(value, ExcelError):
        raise CellError(value, f"{parameter.name} {parameter.argument.why(cell)}.")
    if value is None and parameter.required:
        raise CellError(ExcelError.NA, f"{parameter.name} is blank. Fill it in.")
    return parameter.default if value is None else value


def _read_list(parameter: Parameter, cells: list[Cell]) -> list[Any] | None:
    """The values of a list of its own length. Blanks are left out, and a text at the top of numbers is a heading."""
    if len(cells) > 1 and parameter.argument.kind != "any" and is_heading(cells[0]):
        cells = cells[1:]
    filled = [cell for cell in cells if cell is not None]
    values = [_read_one(parameter, cell) for cell in filled]
    return values if values or parameter.required else parameter.default


def is_heading(cell: Cell) -> bool:
    """Whether a text above numbers names them: "Group 1", but not "EUR 12", an amount that cannot be read."""
    return type(cell) is str and not cell.strip()[:1].isdigit() and any(map(str.isalpha, MONEY_SIGNS.sub("", cell)))


def _starts_with_heading(first_cells: list[tuple[Parameter, Cell]]) -> bool:
    """A heading is text where dates and numbers belong, in every such column at once. A text with digits over dates can be a date
    that cannot be read ("31 feb 2024"): it is no heading."""
    measured = [(p.argument.kind, cell) for p, cell in first_cells if p.argument.kind != "any"]
    if not measured or any(type(cell) is not str for _, cell in measured):
        return False
    dates = [cell for kind, cell in measured if kind == "date"]
    if dates:
        return not any(ch.isdigit() for cell in dates for ch in str(cell))
    return all(is_heading(cell) or not any(map(str.isdigit, str(cell))) for _, cell in measured)


def _is_blank(row: Any) -> bool:
    return all(cell is None for cell in row) if isinstance(row, list) else row is None


def _cut(parameter: Parameter, value: Any, heading: int, end: int) -> Any:
    if not isinstance(value, list) or parameter.argument.shape == "list":
        return value
    if parameter.argument.shape == "column":
        return value[heading:end]
    return value[0] if heading else None, [list(column) for column in zip(*value[heading:end])] or [[] for _ in (value[0] if value else [])]
