"""Customers with several subscriptions, one after the other: who changes a plan or comes back after a pause has not left.

A subscription goes on from another of the same customer that ended before it began, or on that day. A day or less between them is a
change at once, such as an upgrade; more is a pause. Subscriptions side by side are one each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .cleaning import Subscriptions

AT_ONCE = 1
"""Days from the end of one to the start of the next that are no pause: the end may be the last day that was paid for."""


@dataclass(frozen=True)
class Following:
    """For each subscription the position of the one that it goes on from, -1 where there is none, and the days between them."""

    former: np.ndarray
    gap: np.ndarray


def following(found: Subscriptions, customers: list[str] | None) -> Following:
    """Which goes on from which. customers: of each subscription, "" where it is not known, whose subscriptions are one each."""
    former, gap = np.full(len(found), -1), np.zeros(len(found), dtype=np.int64)
    open_ends: dict[str, list[int]] = {}
    start, end = found.start.tolist(), found.end.tolist()
    for at in _in_turn(found, np.arange(len(found))):
        if not (name := customers[at] if customers else ""):
            continue
        theirs = open_ends.setdefault(name, [])
        before = [other for other in theirs if end[other] <= start[at]]
        if before:
            former[at] = last = max(before, key=lambda other: end[other])
            gap[at] = start[at] - end[last]
            theirs.remove(last)
        theirs.append(at)
    return Following(former, gap)


def _in_turn(found: Subscriptions, of: np.ndarray) -> list[int]:
    """Positions so that each comes after the one that it goes on from, which may have ended on the day that both began."""
    return of[np.lexsort((found.end[of], found.start[of]))].tolist()


def joined(found: Subscriptions, followed: Following, groups: Sequence[str] | None = None) -> Subscriptions:
    """Subscriptions that go on from each other as one, from the first start to the last end, pauses within; with the row of the last.

    groups: of each subscription; then only those of the same group are one, and who goes on in another has moved there.
    """
    goes_on = np.flatnonzero(followed.former >= 0)
    first, is_last, moved = np.arange(len(found)), np.ones(len(found), dtype=bool), np.zeros(len(found), dtype=bool)
    for at in _in_turn(found, goes_on):
        other = int(followed.former[at])
        if groups is None or groups[at] == groups[other]:
            first[at], is_last[other] = first[other], False
        else:
            moved[other] = True
    start = found.start[first]
    whole = Subscriptions(start, found.end, found.row, moved, found.read, found.left_out, found.ends_later, found.as_of)
    return whole.only(np.flatnonzero(is_last))
