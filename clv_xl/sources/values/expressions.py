"""Arithmetic over headings, such as `Total - "Refunded Amount"`: read into parts, and written as SQL. It is never run as Python.

    +  -  *  /  ( )     as in a cell
    A | B               the first of them that is filled, row by row
    positive(A)         A where it is more than nothing, else blank
    "Refunded Amount"   a heading; the quotes can be left out where the file has a heading of just these words
    100                 a number

A blank counts as nothing in a sum and a difference, unless both sides are blank; a product with a blank is blank.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..problems import ColumnError, did_you_mean


@dataclass(frozen=True)
class Heading:
    """A column of the source."""

    name: str


@dataclass(frozen=True)
class Number:
    """A number."""

    value: float


@dataclass(frozen=True)
class Operation:
    """Two parts and what is between them."""

    sign: str
    left: Expression
    right: Expression


@dataclass(frozen=True)
class Positive:
    """A part where it is more than nothing, else blank."""

    part: Expression


Expression = Heading | Number | Operation | Positive

_TOKEN = re.compile(r'\s*(?:"((?:[^"]|"")+)"|([-+*/()|])|(\d+(?:\.\d+)?)(?=\s*(?:[-+*/()|]|$))|([^-+*/()|"]+))')
_POSITIVE = re.compile(r"\s*positive\s*\(", re.IGNORECASE)
_BINDING = {"|": 1, "+": 2, "-": 2, "*": 3, "/": 3}


@lru_cache(maxsize=4096)  # the headings of all profiles are compared with those of each row that could be headings
def plain(heading: str) -> str:
    """A heading as it is compared: without capitals, and with one blank where there are several."""
    return " ".join(heading.casefold().split())


def parse_expression(text: str, headings: Sequence[str] | None = None) -> Expression:
    """Read an expression. Without headings, any word is taken for one.

    Raises:
        ColumnError: what is wrong with it.
    """
    known = None if headings is None else {plain(heading): heading for heading in headings}
    if known is not None and plain(text) in known:
        return Heading(known[plain(text)])
    tokens = [*_tokens(text, known)]
    result, rest = _sum(text, tokens, 0)
    if rest:
        raise ColumnError(f"{text!r}: something is missing before {_said(rest[0])}")
    return result


def headings_of(expression: Expression) -> list[str]:
    """The columns that an expression needs, in its order."""
    if isinstance(expression, Heading):
        return [expression.name]
    if isinstance(expression, Operation):
        return [*dict.fromkeys(headings_of(expression.left) + headings_of(expression.right))]
    if isinstance(expression, Positive):
        return headings_of(expression.part)
    return []


def written(expression: Expression) -> str:
    """An expression as a person would type it; one heading alone stays as it is."""
    if isinstance(expression, Heading):
        return expression.name
    return _written(expression)


def _written(expression: Expression, within: int = 0) -> str:
    if isinstance(expression, Heading):
        return expression.name if re.fullmatch(r"\w+", expression.name) else '"' + expression.name.replace('"', '""') + '"'
    if isinstance(expression, Number):
        return f"{expression.value:g}"
    if isinstance(expression, Positive):
        return f"positive({_written(expression.part)})"
    own = _BINDING[expression.sign]
    text = f"{_written(expression.left, own)} {expression.sign} {_written(expression.right, own + 1)}"
    return f"({text})" if own < within else text


def number_sql(expression: Expression, column: Callable[[str], str]) -> str:
    """The SQL of an expression whose columns are numbers."""
    if isinstance(expression, Heading):
        return column(expression.name)
    if isinstance(expression, Number):
        return repr(expression.value)
    if isinstance(expression, Positive):
        part = number_sql(expression.part, column)
        return f"CASE WHEN {part} > 0 THEN {part} END"
    left, right = number_sql(expression.left, column), number_sql(expression.right, column)
    if expression.sign == "|":
        return f"coalesce({left}, {right})"
    if expression.sign in "+-":
        return f"coalesce({left} {expression.sign} {right}, {left}, {expression.sign}{right})"
    return f"({left} * {right})" if expression.sign == "*" else f"({left} / nullif({right}, 0))"


def text_sql(expression: Expression, column: Callable[[str], str]) -> str:
    """The SQL of an expression whose columns are texts: + puts a blank between, | takes the first that is filled.

    Raises:
        ColumnError: it calculates.
    """
    if isinstance(expression, Heading):
        return column(expression.name)
    if not isinstance(expression, Operation) or expression.sign not in "+|":
        raise ColumnError(f"{written(expression)!r} is no text; between texts stand + or |")
    left, right = text_sql(expression.left, column), text_sql(expression.right, column)
    return f"coalesce({left}, {right})" if expression.sign == "|" else f"nullif(concat_ws(' ', {left}, {right}), '')"


_Token = tuple[str, Expression | None]


def _tokens(text: str, known: Mapping[str, str] | None) -> Iterator[_Token]:
    """Signs, and headings or numbers. The longest heading that stands at a place is meant there."""
    longest = sorted(known, key=len, reverse=True) if known else []
    at = 0
    while at < len(text) and text[at:].strip():
        if found := _heading_at(text, at, longest):
            at, name = found
            yield "", Heading((known or {})[name])
            continue
        if match := _POSITIVE.match(text, at):
            at = match.end()
            yield "positive(", None
            continue
        match = _TOKEN.match(text, at)
        if match is None:
            raise ColumnError(f"{text!r}: a quote is opened and not closed")
        at = match.end()
        if match[2]:
            yield match[2], None
        elif match[3]:
            yield "", Number(float(match[3]))
        else:
            name = match[1].replace('""', '"') if match[1] else match[4].strip()
            if known is not None and plain(name) not in known:
                meant = did_you_mean(name, known.values()) or f"; the columns are {listed(known.values())}"
                raise ColumnError(f"there is no column {name!r}{meant}")
            yield "", Heading(known[plain(name)] if known else name)


def listed(headings: Iterable[str], most: int = 40) -> str:
    """Headings in a sentence."""
    names = [*headings]
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def _heading_at(text: str, at: int, longest: Sequence[str]) -> tuple[int, str] | None:
    while at < len(text) and text[at].isspace():
        at += 1
    if text[at : at + 1] == '"':
        return None
    for name in longest:
        end = at + len(name)
        if text[at:end].casefold() == name and (end == len(text) or text[end] in " +-*/()|"):
            return end, name
    return None


def _sum(text: str, tokens: list[_Token], binding: int) -> tuple[Expression, list[_Token]]:
    """An expression whose signs bind more than `binding`, and the tokens behind it."""
    left, tokens = _part(text, tokens)
    while tokens and tokens[0][0] in _BINDING and _BINDING[tokens[0][0]] > binding:
        sign = tokens[0][0]
        right, tokens = _sum(text, tokens[1:], _BINDING[sign])
        left = Operation(sign, left, right)
    return left, tokens


def _part(text: str, tokens: list[_Token]) -> tuple[Expression, list[_Token]]:
    if not tokens:
        raise ColumnError(f"{text!r}: something is missing at the end" if text.strip() else "an expression is empty")
    (sign, value), rest = tokens[0], tokens[1:]
    if value is not None:
        return value, rest
    if sign == "-":
        value, rest = _part(text, rest)
        return Operation("*", Number(-1.0), value), rest
    if sign in ("(", "positive("):
        value, rest = _sum(text, rest, 0)
        if rest and rest[0][0] == ")":
            return value if sign == "(" else Positive(value), rest[1:]
        raise ColumnError(f"{text!r}: a bracket is opened and not closed")
    raise ColumnError(f"{text!r}: something is missing before {sign!r}")


def _said(token: _Token) -> str:
    sign, value = token
    return repr(sign or (written(value) if value is not None else ""))
