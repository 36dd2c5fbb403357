"""The registry of functions. ``@excel_function(...)`` reads a function's declaration, lists it here and gives it the
behaviour of a cell. The add-in, the documentation, the Functions tab and the tests all read the registry; nothing says the
same thing twice.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from .calling import answer
from .declaration import Declaration, read_declaration

Body = TypeVar("Body", bound=Callable[..., Any])

REGISTRY: dict[str, Declaration] = {}


def excel_function(*, family: str, native: str = "") -> Callable[[Body], Body]:
    """Declare a function.

    Args:
        family: the heading under which people look for it.
        native: for a closed form, the same formula in Excel's own functions, in terms of the parameters.
    """

    def declare(body: Body) -> Body:
        declaration = REGISTRY[body.__name__] = read_declaration(body, family, native)
        signature = _signature(body, declaration)

        @wraps(body)
        def call(*args: Any, **kwargs: Any) -> Any:
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            return answer(declaration, bound.args)

        call.__signature__ = signature  # type: ignore[attr-defined]
        return cast(Body, call)

    return declare


def _signature(body: Callable[..., Any], declaration: Declaration) -> inspect.Signature:
    """The body's own, and the language where the answer has one."""
    own = inspect.signature(body)
    if not declaration.has_language:
        return own
    language = inspect.Parameter("language", inspect.Parameter.POSITIONAL_OR_KEYWORD, default="en", annotation=str)
    return own.replace(parameters=[*own.parameters.values(), language])
