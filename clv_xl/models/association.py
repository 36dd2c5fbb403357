"""Whether a quantity moves with others: rank correlation for numbers, the share explained by groups for categories.

Both work on ranks, so that a few very large values do not decide. For groups, eta squared of the ranks is H / (n - 1) with H of
Kruskal and Wallis (1952); for numbers it is the square of Spearman's rho (1904), so that the two can be set beside each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

LEAST_VALUES = 5
"""Below this many values there is nothing to say."""


@dataclass(frozen=True)
class Association:
    """explained is the share of the ranks' variance; correlation is None for categories."""

    explained: float
    p_value: float
    correlation: float | None = None


def with_numbers(values: Sequence[float], factor: Sequence[float]) -> Association | None:
    """Spearman's rank correlation; None where there are too few values or one side is constant."""
    from scipy import stats

    if len(values) < LEAST_VALUES or len(set(values)) == 1 or len(set(factor)) == 1:
        return None
    statistic, p_value = stats.spearmanr(values, factor)
    correlation = min(1.0, max(-1.0, float(statistic)))  # type: ignore[arg-type]
    return Association(correlation**2, float(p_value), correlation)  # type: ignore[arg-type]


def with_groups(values: Sequence[float], groups: Sequence[Any]) -> Association | None:
    """Kruskal and Wallis; None where there are too few values, one group, or as many groups as values."""
    from scipy import stats

    members: dict[Any, list[float]] = {}
    for value, group in zip(values, groups):
        members.setdefault(group, []).append(value)
    if len(values) < LEAST_VALUES or len(set(values)) == 1 or not 1 < len(members) < len(values):
        return None
    found = stats.kruskal(*members.values())
    return Association(min(1.0, max(0.0, float(found.statistic) / (len(values) - 1))), float(found.pvalue))


def adjusted(p_values: Sequence[float]) -> list[float]:
    """Holm's p-values (1979): with as many questions asked at once, chance alone answers some."""
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    result = [0.0] * len(p_values)
    highest = 0.0
    for rank, position in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[position]))
        result[position] = highest
    return result
