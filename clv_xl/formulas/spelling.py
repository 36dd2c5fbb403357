"""How our functions are spelled in a file. It depends on where they live: the same formula is `_xldudf_CLV(..)` for an
Office.js add-in, `[1]!CLV(..)` for an .xlam, `ORG.CLVXL.FUNCTIONS.CLV(..)` for Calc's extension, and `CLV(..)` where the workbook has
the function itself."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection, Mapping

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError

from ..cells.declaration import Declaration

PREFIXES = {"lite": "_xldudf_", "lite-2021": "_xldudf_", "windows": "", "libreoffice": "ORG.CLVXL.FUNCTIONS."}
"""What stands before a function's name, by host."""

_ROW_NUMBER = re.compile(r"(?<=[A-Z$])\d+(?![\w(])")
_OTHER_BOOK = re.compile(r"\[\d+\]!")


def plain_name(name: str, functions: Collection[str]) -> str | None:
    """Which of the functions is meant, however it is spelled; None where none is."""
    bare = _OTHER_BOOK.sub("", name).upper().removeprefix(PREFIXES["libreoffice"])
    if bare.startswith("_XLDUDF_"):
        bare = bare.removeprefix("_XLDUDF_")
        if bare not in functions:  # _xldudf_NS_CLV: the add-in has a namespace
            bare = bare.partition("_")[2]
    return bare if bare in functions else None


def uses(formula: str, functions: Collection[str]) -> bool:
    """Whether the formula calls one of these functions."""
    return _mentions(formula, functions) and any(
        _opens_function(token) and plain_name(token.value[:-1], functions) for token in tokens(formula)
    )


def spell(formula: str, functions: Collection[str], host: str, live: Collection[str] = ()) -> str:
    """The formula with these functions spelled for a host. Those that are live, as names of the workbook, have their plain name."""

    def respell(token: Token) -> str:
        if _opens_function(token) and (name := plain_name(token.value[:-1], functions)):
            return f"{'' if name in live else PREFIXES[host]}{name}("
        return token.value

    return rewrite(formula, respell) if _mentions(formula, functions) else formula


def _mentions(formula: str, functions: Collection[str]) -> bool:
    """A quick look before the formula is taken apart."""
    upper = formula.upper()
    return any(name in upper for name in functions)


def rewrite(formula: str, replace: Callable[[Token], str]) -> str:
    """The formula, given and returned without its equals sign, with each token replaced."""
    return "".join(map(replace, tokens(formula)))


def with_language(call: str, functions: Mapping[str, Declaration]) -> str:
    """A call of a function whose answer has a language, with that of the workbook as its last argument; any other formula as it is."""
    parts = tokens(call)
    name = plain_name(parts[0].value[:-1], functions) if _opens_function(parts[0]) else None
    if name is None or not functions[name].has_language:
        return call
    depth = given = 0
    for token in parts:
        depth += {Token.OPEN: 1, Token.CLOSE: -1}.get(token.subtype, 0)
        given += depth == 1 and token.type == Token.SEP
    blanks = ',""' * (len(functions[name].parameters) - 2 - given)  # Calc does not hand over a gap between commas as blank
    return f"{call[:-1]}{blanks},template_language)"


class FormulaError(ValueError):
    """A formula that cannot be taken apart, such as one with a bracket too many."""


def shape_of(formula: str) -> str:
    """What a formula has in common with those of a column that was filled down: all but its row numbers."""
    return _ROW_NUMBER.sub("1", formula)


@functools.lru_cache(maxsize=50_000)  # several look at each formula of a workbook, one after the other
def tokens(formula: str) -> tuple[Token, ...]:
    """The parts of a formula given without its equals sign."""
    shape = shape_of(formula)
    if shape == formula:
        return _tokens(shape)
    # a column that was filled down is taken apart once, and its parts get their row numbers again
    parts, numbers = _tokens(shape), iter(_ROW_NUMBER.findall(formula))
    found = tuple(Token(_ROW_NUMBER.sub(lambda _: next(numbers, ""), part.value), part.type, part.subtype) for part in parts)
    return found if "".join(part.value for part in found) == formula else _tokens(formula)


@functools.lru_cache(maxsize=10_000)
def _tokens(formula: str) -> tuple[Token, ...]:
    try:
        return tuple(Tokenizer(f"={formula}").items)
    except (TokenizerError, IndexError) as error:
        raise FormulaError(formula) from error


def called(formula: str) -> set[str]:
    """The names of the functions that a formula calls, in capitals, as they are spelled."""
    # The tokenizer leaves the colon of INDEX(..):INDEX(..) on the second name.
    return {token.value[:-1].lstrip(":").upper() for token in tokens(formula) if _opens_function(token)}


def _opens_function(token: Token) -> bool:
    return token.type == Token.FUNC and token.subtype == Token.OPEN
