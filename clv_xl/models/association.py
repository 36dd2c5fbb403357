"""Whether a quantity moves with others: rank correlation for numbers, the share explained by groups for categories.

Both work on ranks, so that a few very large values do not decide. For groups, eta squared of the ranks is H / (n - 1) with H of
Kruskal and Wallis (1952); for numbers it is the square of Spearman's rho (1904). Where values are few, the formulas for the p-values
do not hold; there the values are dealt out again at random and counted.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

LEAST_VALUES = 5
"""Below this many values there is nothing to say."""
FEW_VALUES = 100
"""Below this many values the p-value is counted over deals."""
DEALS = 9_999
SEED = 19_521_904


@dataclass(frozen=True)
class Association:
    """explained is the share of the ranks' variance; correlation is None for categories."""

    explained: float
    p_value: float
    correlation: float | None = None


def with_numbers(values: Sequence[float], factor: Sequence[float]) -> Association | None:
    """Spearman's rank correlation; None where there are too few values or one side is constant."""
    import numpy as np
    from scipy.special import betainc

    if len(values) < LEAST_VALUES or len(set(values)) == 1 or len(set(factor)) == 1:
        return None
    ranks = _ranks(factor)
    along = (ranks / np.linalg.norm(ranks))[:, None]
    own = _ranks(values)
    correlation = float(min(1.0, max(-1.0, (own @ along).item() / np.linalg.norm(own))))
    if len(values) < FEW_VALUES:
        p_value = _counted(values, factor, along)
    else:
        p_value = float(betainc(len(values) / 2 - 1, 0.5, 1 - correlation**2))  # of Student's t on both sides
    return Association(correlation**2, p_value, correlation)


def with_groups(values: Sequence[float], groups: Sequence[str]) -> Association | None:
    """Kruskal and Wallis; None where there are too few values, one group, or as many groups as values."""
    import numpy as np
    from scipy.special import chdtrc

    names, group = np.unique(groups, return_inverse=True)
    if len(values) < LEAST_VALUES or len(set(values)) == 1 or not 1 < len(names) < len(values):
        return None
    ranks = _ranks(values)
    sizes = np.bincount(group)
    explained = math.fsum(np.bincount(group, ranks) ** 2 / sizes) / float(ranks @ ranks)  # the same however the groups are called
    if len(values) < FEW_VALUES:
        p_value = _counted(values, groups, (group[:, None] == np.arange(len(names))) / np.sqrt(sizes))
    else:
        p_value = float(chdtrc(len(names) - 1, explained * (len(values) - 1)))
    return Association(min(1.0, explained), p_value)


def _ranks(values: Sequence[float]) -> Any:
    """Ranks less their mean; equal values share theirs."""
    import numpy as np

    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (counts.cumsum() - (counts - 1) / 2)[place] - (len(values) + 1) / 2


def _counted(values: Sequence[float], labels: Sequence[Any], directions: Any) -> float:
    """The share of random deals of the ranks that explain as much as the real one. The same for any order of the rows."""
    import numpy as np

    order = sorted(range(len(values)), key=lambda i: (labels[i], values[i]))
    ranks, directions = _ranks(values)[order], directions[order]
    deals = np.random.default_rng(SEED).permuted(np.tile(ranks, (DEALS, 1)), axis=1)
    found, explained = float(((ranks @ directions) ** 2).sum()), ((deals @ directions) ** 2).sum(axis=1)
    return float((1 + (explained >= found * (1 - 1e-9)).sum()) / (DEALS + 1))


def adjusted(p_values: Sequence[float]) -> list[float]:
    """Holm's p-values (1979): with as many questions asked at once, chance alone answers some."""
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    result = [0.0] * len(p_values)
    highest = 0.0
    for rank, position in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[position]))
        result[position] = highest
    return result
