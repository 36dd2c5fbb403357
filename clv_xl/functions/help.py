"""Why a formula answers as it does."""

from __future__ import annotations

import difflib
from typing import Any

from ..cells.arguments import Anything
from ..cells.errors import ExcelError
from ..cells.explaining import explain
from ..cells.registry import REGISTRY, excel_function
from ..cells.values import is_range, read_cell, text_of


@excel_function(family="Help")
def CLV_EXPLAIN(function_name: Anything, *arguments: Anything) -> Any:
    """In words: what is wrong with a formula's arguments, or what its answer means.

    Type the name of the function in quotes, then its arguments as they stand in the formula. Ranges give a sentence per cell for
    functions that are calculated by cell, one sentence for the others.

    Args:
        function_name: The name of a function of clv_xl, in quotes: "CLV".
        arguments: The arguments as they stand in the formula, in the same order.

    Errors:
        None: it answers with a sentence.

    Source:
        The declarations of the functions.

    Examples:
        >>> CLV_EXPLAIN("CLV", 100, 4, -8)
        '#NUM!: lifespan is -8. Give 0 or more (years).'
        >>> CLV_EXPLAIN("CLV_CAC_RATIO", 3200, 800)
        'A customer brings 4 times what it cost to win: 3,200.00 for 800.00.'
    """
    name = read_cell(_first(function_name))
    if name is None or isinstance(name, ExcelError) or not text_of(name):
        return 'Type the name of the function in quotes, such as CLV_EXPLAIN("CLV",B2,B3,B4).'
    declaration = REGISTRY.get(text_of(name).upper())
    if declaration is None or declaration.is_raw:
        near = difflib.get_close_matches(text_of(name).upper(), REGISTRY, 1)
        return f"There is no function called {text_of(name)} to explain{f'; do you mean {near[0]}?' if near else '.'}"
    given = list(arguments)
    while given and given[-1] is None:  # some hosts hand over what was left out
        given.pop()
    return explain(declaration, given)


def _first(value: Any) -> Any:
    while is_range(value):
        value = next(iter(value), None)
    return value
