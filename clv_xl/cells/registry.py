"""The registry of functions. ``@excel_function(...)`` reads a function's declaration, lists it here and gives it the
behaviour of a cell. The add-in, the documentation, the Functions tab and the tests all read the registry; nothing says the
same thing twice.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, Literal, TypeVar, cast, get_args

from .calling import answer
from .declaration import Declaration, read_declaration

Body = TypeVar("Body", bound=Callable[..., Any])

Family = Literal["Value", "Acquisition", "Inputs", "Segments", "History", "Decisions", "Prediction", "Subscriptions", "Help"]
FAMILIES: tuple[Family, ...] = get_args(Family)
"""The headings under which people look for functions, in that order."""

REGISTRY: dict[str, Declaration] = {}


def declarations() -> tuple[Declaration, ...]:
    """All functions, by family."""
    return tuple(sorted(REGISTRY.values(), key=lambda declaration: FAMILIES.index(declaration.family)))  # type: ignore[arg-type]


def excel_function(*, family: Family, native: str = "") -> Callable[[Body], Body]:
    """Declare a function; nothing else is needed for it to be known everywhere.

    Args:
        family: the heading under which people look for it.
        native: for a closed form, the same formula in Excel's own functions, in terms of the parameters.

    Raises:
        TypeError: the declaration lacks something, or another function has that name.
    """

    def declare(body: Body) -> Body:
        name = body.__name__
        if family not in FAMILIES:
            raise TypeError(f"{name}: there is no family {family}. Take one of {', '.join(FAMILIES)}, or add it to {__name__}.Family.")
        if name in REGISTRY and REGISTRY[name].body.__module__ != body.__module__:
            raise TypeError(f"{name} is declared twice: in {REGISTRY[name].body.__module__} and in {body.__module__}.")
        declaration = read_declaration(body, family, native)
        signature = _signature(body, declaration)

        @wraps(body)
        def call(*args: Any, **kwargs: Any) -> Any:
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            return answer(declaration, bound.args)

        call.__signature__ = signature  # type: ignore[attr-defined]
        declaration = REGISTRY[name] = replace(declaration, function=call)
        return cast(Body, call)

    return declare


def _signature(body: Callable[..., Any], declaration: Declaration) -> inspect.Signature:
    """The body's own, and what every table or list takes: the column that it is sorted by, the language of the answer."""
    own = inspect.signature(body)
    more = [
        inspect.Parameter(one.name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=one.default, annotation=str)
        for one in declaration.parameters
        if one.name not in own.parameters
    ]
    return own.replace(parameters=[*own.parameters.values(), *more])
