"""Bands of money: "Under 15", "15 to 30", "30 and more"."""

from __future__ import annotations

import itertools
import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from ..cells.values import Words


def quarters(values: Iterable[float]) -> list[float]:
    """The figures that cut the values into four parts of about equal size (as Excel's QUARTILE.INC), at two digits."""
    ranked = sorted(values)
    last = len(ranked) - 1
    edges = set()
    for quarter in (1, 2, 3) if ranked else ():
        below, part = divmod(quarter * last, 4)
        value = ranked[below] + (ranked[min(below + 1, last)] - ranked[below]) * part / 4
        edges.add(round(value, 1 - math.floor(math.log10(abs(value)))) if value else 0.0)
    return sorted(edges)


def band_names(edges: Sequence[float]) -> list[str]:
    """What the bands between the edges are called, from the lowest on; an edge belongs to the band that starts there."""
    names = [_figure(edge) for edge in edges]
    between = [Words(f"{low} to {high}") for low, high in itertools.pairwise(names)]
    return [Words(f"Under {names[0]}"), *between, Words(f"{names[-1]} and more")] if names else [Words("All")]


def band_labels(values: Sequence[float | None], edges: Sequence[float]) -> list[str | None]:
    """The band of each value."""
    labels = band_names(edges)
    return [None if value is None else labels[bisect_right(edges, value)] for value in values]


def _figure(edge: float) -> str:
    """At most ten digits, and never 1e+10."""
    return f"{edge:,.10g}" if abs(edge) < 1e9 else f"{edge:,.2f}".removesuffix(".00")
