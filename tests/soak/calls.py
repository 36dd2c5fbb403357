"""Calls of a function as people might make them: most of them sensible, many with something odd in them, some absurd."""

from __future__ import annotations

import datetime as dt
import math
import random
from typing import Any

from clv_xl.cells.arguments import Argument
from clv_xl.cells.declaration import Declaration, Parameter
from clv_xl.cells.errors import ExcelError
from clv_xl.functions import REGISTRY

ODD = [None, "", " ", "text", "12", "31/02/2024", True, False, *ExcelError, {"type": "Error", "basicValue": "#NUM!"}]
ODD += [math.nan, math.inf, -math.inf, 0, -0.0, 1, -1, 1e-320, 1e-9, 1e15, 1e308, -1e308, 10**400, -2146826246, dt.date(2024, 2, 29)]


def make_call(declaration: Declaration, rng: random.Random) -> list[Any]:
    """Raw arguments for one call."""
    if declaration.is_raw:
        name = rng.choice([*REGISTRY, "CLV", "clv", "NO_SUCH", None, "#NAME?", 3])
        other = REGISTRY.get(name) if isinstance(name, str) else None
        return [name, *(make_call(other, rng) if other and not other.is_raw else [rng.choice(ODD)])]
    odd = rng.choice([0, 0, 0.03, 0.3])
    height = rng.choice([0, 1, 2, 3, 8, 40])
    args = [_argument(parameter, rng, height, odd) for parameter in declaration.parameters]
    given = len(args)
    while given > 0 and not declaration.parameters[given - 1].required and rng.random() < 0.3:
        given -= 1
    return args[:given]


def _argument(parameter: Parameter, rng: random.Random, height: int, odd: float) -> Any:
    argument = parameter.argument
    if not parameter.required and rng.random() < 0.3:
        return None

    def cell() -> Any:
        return rng.choice(ODD) if rng.random() < odd else _good(parameter.name, argument, rng)

    if argument.shape == "single" or (argument.shape == "cell" and rng.random() < 0.6):
        return cell() if rng.random() < 0.9 else [[cell()]]
    if argument.shape == "cell":
        return [[cell() for _ in range(rng.choice([1, 1, 3]))] for _ in range(max(1, min(height, 4)))]
    if not parameter.required and rng.random() < 0.3:
        return cell()
    rows = rng.choice([0, 1, 2, 5, 60]) if argument.shape == "list" else height if rng.random() < 1 - odd / 3 else height + 1
    width = rng.choice([1, 1, 2, 3]) if argument.shape == "table" else 1
    lines = [[cell() for _ in range(width)] for _ in range(rows)]
    if parameter.name == "survivors" and rng.random() < 0.8:
        columns = [_falling(list(column), rng) for column in zip(*lines)]
        lines = [list(line) for line in zip(*columns)]
    if rng.random() < 0.3:
        lines = [[f"Head {chr(65 + n)}" for n in range(width)], *lines, *[[None] * width] * rng.choice([0, 2])]
    return lines if width > 1 or rng.random() < 0.5 else [line[0] for line in lines]


def _falling(cells: list[Any], rng: random.Random) -> list[Any]:
    """Sensible numbers replaced by whole ones that fall, ever more slowly; what is odd stays."""
    left, hazard = float(rng.randrange(1, 10_000)), rng.uniform(0.05, 1.0)
    falling = []
    for period, cell in enumerate(cells):
        falling.append(left if type(cell) is float and abs(cell) <= 1000 else cell)
        left = float(round(left * (1 - hazard / (1 + period))))
    return falling


def _good(name: str, argument: Argument, rng: random.Random) -> Any:
    if argument.kind == "word":
        return rng.choice([rng.choice(argument.words), rng.choice(argument.words).upper()])
    if argument.kind == "date":
        return rng.choice([dt.date(2023, 12, 31) + dt.timedelta(rng.randrange(900)), float(rng.randrange(45000, 46000)), "2024-02-29"])
    if argument.kind == "any":
        return rng.choice(["Ann", "Bo", "Cy", 4, 17.0] if name == "customers" else ["Web", "Shop", 1, 2.5, None, dt.date(2024, 1, 1)])
    low, high = max(argument.low, -100.0), min(argument.high, 1000.0)
    return rng.choice([rng.uniform(low, high), round(rng.uniform(low, high), 2), float(max(low, 0.0)), high, rng.choice([1.0, 0.5])])


def fault(answer: Any) -> str:
    """What is wrong with an answer: nothing, or what a cell cannot hold."""
    rows = answer if isinstance(answer, list) else [answer]
    lines = [row if isinstance(row, list) else [row] for row in rows]
    if len({len(line) for line in lines}) > 1:
        return "the rows differ in length"
    for line in lines:
        for cell in line:
            number = type(cell) is float and math.isfinite(cell)
            if not (cell is None or number or isinstance(cell, (str, bool, dt.date))):
                return f"{cell!r} of {type(cell).__name__}"
    return ""
