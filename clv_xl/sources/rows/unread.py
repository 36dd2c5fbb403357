"""What stands in a column of money beside the amount and is no amount."""

from __future__ import annotations

from ..columns.plan import Plan
from ..columns.words import word_sql, words_of
from ..opening.raw import Raw, quoted_all
from ..values.expressions import headings_of


def no_amounts(raw: Raw, plan: Plan, name: str, unread: set[str], rows: str) -> tuple[int, str]:
    """How many of the rows that count have something in a column that is no amount, nor a word for nothing, and one such thing.

    unread: the headings under which such things stand; rows: the SQL of which rows are meant.
    """
    if name not in plan.fields or not unread & {*headings_of(plan.fields[name])}:
        return 0, ""
    nothing = f"coalesce({word_sql(f'{name}_word')} IN ({quoted_all(words_of('nothing'))}), false)"
    found = f"SELECT count(*), min({name}_word) FROM judged WHERE reason IS NULL AND {rows} AND {name}_bad AND NOT {nothing}"
    return raw.run(found)[0]
