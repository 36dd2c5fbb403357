"""What a caller says of several files holds for those that have the columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from ...words import Words
from ..opening.raw import Raw
from ..options import Options
from ..problems import ColumnError
from ..rows.conditions import parse_condition
from ..values.expressions import parse_expression


def said_of(raw: Raw, raws: Sequence[Raw], options: Options, named: dict[str, str]) -> tuple[Options, dict[str, str]]:
    """The options and the named columns for one of several files, without those whose columns only others have."""
    if len(raws) < 2:
        return options, named
    kept = {name: text for name, text in named.items() if _holds(parse_expression, text, raw, raws)}
    for option, attribute in (("--where", "where"), ("--except", "excluded")):
        text = getattr(options, attribute)
        if text and not _holds(parse_condition, text, raw, raws):
            raw.notes.append(Words("{1} is not about this file, which has no such column.", option))
            options = replace(options, **{attribute: None})
    return options, kept


def _holds(parse: Callable[[str, Sequence[str]], Any], text: str, raw: Raw, raws: Sequence[Raw]) -> bool:
    """Whether it is for this file. What no file has is for all, so that it is asked about."""
    return _has(parse, text, raw) or not any(_has(parse, text, other) for other in raws)


def _has(parse: Callable[[str, Sequence[str]], Any], text: str, raw: Raw) -> bool:
    try:
        parse(text, raw.headings)
    except ColumnError:
        return False
    return True
