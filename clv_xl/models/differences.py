"""Which of several groups of customers differ from all the others, beyond chance: each is compared by `comparison` with the rest.

As many questions are asked as there are groups, and chance alone would answer some of them. So each is held to that many times the
certainty (Bonferroni), for its interval as for its p-value: the interval excludes 0 exactly where a difference is claimed. Of two
groups each is the rest of the other, and the question is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .comparison import Comparison, compare_means

CONFIDENCE = 0.98
"""How sure all claims about one set of groups are together. A page makes several: at 95%, one in twenty would be chance."""


def each_beside_the_rest(groups: Sequence[Any], compared: Sequence[int], confidence: float = CONFIDENCE) -> dict[int, Comparison]:
    """The comparison of each of these groups (b) with all customers of the other ones (a), at the certainty that so many of them take.

    Args:
        groups: for each group a value of each customer.
        compared: which of them to compare, by their position; the others count among the rest only.
        confidence: how sure all of the answers are to be together.

    Returns:
        By position; without those where neither side varies.
    """
    import numpy as np

    questions = 1 if len(groups) == 2 else max(1, len(compared))
    found: dict[int, Comparison] = {}
    for position in compared:
        if len(groups) == 2 and found:
            found[position] = found[1 - position].turned()
            continue
        rest = np.concatenate([np.asarray(group, dtype=float) for other, group in enumerate(groups) if other != position])
        try:
            found[position] = compare_means(rest, groups[position], level(confidence, questions))
        except ValueError:
            continue
    return found


def level(confidence: float, questions: int) -> float:
    """The certainty of each of several answers that makes them this sure together."""
    return 1 - (1 - confidence) / max(1, questions)


def needed_for(comparison: Comparison, customers: int, difference: float) -> float:
    """How many customers in both groups together, at their present split, would show a difference with a chance of 80%."""
    return customers * (comparison.detectable / difference) ** 2
