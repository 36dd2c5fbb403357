"""Whether two shares differ beyond chance: of customers who left, say, of those who could.

The interval of the difference is Newcombe's hybrid of the two score intervals, which holds its level for small groups and shares near 0,
where the usual one does not (Newcombe 1998, Interval estimation for the difference between independent proportions, method 10). A
difference is claimed where it excludes 0, so that a claim and its interval never contradict each other.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from .differences import CONFIDENCE

POWER = 0.8
"""The chance with which a difference is to be found."""


@dataclass(frozen=True)
class SharesCompared:
    """The difference b - a of two shares, its interval, and how many customers in both groups together would show it."""

    a: float
    b: float
    low: float
    high: float
    needed: float

    @property
    def difference(self) -> float:
        """By how much the share of the second group is above that of the first, as a fraction; negative where it is below."""
        return self.b - self.a

    @property
    def is_beyond_chance(self) -> bool:
        """Whether the interval excludes 0."""
        return not self.low <= 0 <= self.high


def compare_shares(count_a: float, of_a: float, count_b: float, of_b: float, confidence: float = CONFIDENCE) -> SharesCompared:
    """Compare count_b of of_b with count_a of of_a.

    Args:
        count_a, count_b: how many it happened to. of_a, of_b: of how many, 1 or more.
        confidence: of the interval, between 0 and 1.
    """
    from scipy.special import ndtri

    z = float(ndtri(0.5 + confidence / 2))
    a, b = count_a / of_a, count_b / of_b
    (low_a, high_a), (low_b, high_b) = _score(a, of_a, z), _score(b, of_b, z)
    low = b - a - math.hypot(b - low_b, high_a - a)
    high = b - a + math.hypot(high_b - b, a - low_a)
    return SharesCompared(a, b, low, high, _needed(a, of_a, b, of_b, z, float(ndtri(POWER))))


def _score(share: float, size: float, z: float) -> tuple[float, float]:
    """Wilson's interval of one share."""
    middle = share + z * z / (2 * size)
    away = z * math.sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    whole = 1 + z * z / size
    return max(0.0, (middle - away) / whole), min(1.0, (middle + away) / whole)


def _needed(a: float, of_a: float, b: float, of_b: float, sure: float, found: float) -> float:
    """How many in both groups together, at their present split, would show such a difference (Fleiss, Tytun and Ury 1980); none could
    show one of 0. sure, found: how far out on the normal curve certainty and power lie."""
    if a == b:
        return math.inf
    part = of_a / (of_a + of_b)
    whole = part * a + (1 - part) * b
    none, some = whole * (1 - whole) * (1 / part + 1 / (1 - part)), a * (1 - a) / part + b * (1 - b) / (1 - part)
    return (sure * math.sqrt(none) + found * math.sqrt(some)) ** 2 / (b - a) ** 2
