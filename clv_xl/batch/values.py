"""The values of a column: for a workbook of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..sources.columns.fields import LISTS
from ..sources.columns.profiles import known_profiles
from ..sources.opening.opening import open_sources
from ..sources.options import Options
from ..sources.problems import OrderFileError, did_you_mean
from ..sources.source import fit_of
from ..sources.values.expressions import listed, plain

MOST = 1000
"""A column with more different values is hardly meant."""


@dataclass(frozen=True)
class Values:
    """What stands in a column: its heading as it is written, each value once, and how many rows have none."""

    heading: str
    values: list[str]
    blank: int


def values_of(data: Any, heading: str, options: Options) -> Values:
    """The values of a column, told apart without capitals, the most frequent first.

    Raises:
        OrderFileError: there is no such column, nothing stands in it, or too much.
    """
    fit = fit_of(tuple(LISTS.values()), known_profiles(), {"each": heading})
    raws = open_sources(data, fit, encoding=options.encoding, sheet=options.sheet, rows="lists", words="a data file")
    written, blank, found = heading, 0, dict[str, tuple[str, int]]()
    try:
        for raw in raws:
            own = {plain(one): one for one in raw.headings}
            if plain(heading) not in own:
                meant = did_you_mean(heading, raw.headings) or f"; the columns are {listed(raw.headings)}"
                raise OrderFileError(f"{raw.name}: there is no column {heading!r}{meant}.".replace("?.", "?"), ["--each"])
            written = own[plain(heading)]
            text = raw.text(written)
            for value, count in raw.run(f"SELECT min(trim({text})), count(*) FROM {{rows}} GROUP BY lower(trim({text}))"):
                if not value:
                    blank += count
                    continue
                first, before = found.get(value.casefold(), (value, 0))
                found[value.casefold()] = first, before + count
    finally:
        for raw in raws:
            raw.close()
    if not found:
        raise OrderFileError(f"{raws[0].name}, column {written}: nothing stands in it.", ["--each"])
    if len(found) > MOST:
        raise OrderFileError(
            f"{raws[0].name}, column {written}: {len(found):,} different values; name a column with at most {MOST:,}.", ["--each"]
        )
    return Values(written, [value for value, _ in sorted(found.values(), key=lambda one: (-one[1], one[0]))], blank)
