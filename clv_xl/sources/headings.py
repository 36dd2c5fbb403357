"""Which column is which."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from .lists import ORDERS, DataList

_NOT_LETTERS = re.compile(r"[\W\d_]+")


class ColumnError(ValueError):
    """A column is missing or could be two; the text says which, and what to say."""


def find_columns(headings: Sequence[str], data_list: DataList = ORDERS, but: Collection[str] = ()) -> dict[str, str]:
    """The heading of each field of a list, but for some, that can be told from the words.

    Raises:
        ColumnError: several headings could be the same needed field.
    """
    found = {}
    plain = {heading: _NOT_LETTERS.sub("", heading.lower()) for heading in headings}
    for field in data_list.fields:
        if field.name in but:
            continue
        known = set(field.others.split())
        by_name = [heading for heading in headings if plain[heading] in field.names]
        candidates = by_name or [heading for heading in headings if plain[heading] in known]
        if len(candidates) > 1 and field.name in data_list.needed_fields:
            raise ColumnError(f"several columns could be the {field.said} ({', '.join(candidates)}); say which with {field.option}")
        if len(candidates) == 1:
            found[field.name] = candidates[0]
    return found
