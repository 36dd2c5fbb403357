"""Whether a list begins with its shop, or in the middle of the lives of its customers.

In an export of the last year of an older shop, everybody seems to be new at first: orders are as many as ever, and newcomers far more
than later.
"""

from __future__ import annotations

import numpy as np

from .cleaning import Orders
from .histories import purchase_days

_PARTS = 12
_MORE = 1.5
"""So many times the usual number of newcomers at first are too many."""
_BUSY = 0.5
"""A shop that begins has fewer orders at first: its customers are still to come back."""
_LATE = 0.1
"""Where fewer of all come in the second half, the list is of those who came at a time, as for a study, and tells nothing."""
_SURE = 2.0
"""Standard errors beyond which a number of newcomers is more than chance."""


def older_than_list(orders: Orders) -> float:
    """How many customers who seem to be new at the beginning have probably bought before: those beyond as many as came later; 0 where
    the list begins as a shop does."""
    customer, day = purchase_days(orders)
    if not len(day):
        return 0.0
    start, length = int(day.min()), int(day.max() - day.min()) + 1
    part = (day - start) * _PARTS // length
    first = np.full(int(customer.max()) + 1, _PARTS)
    np.minimum.at(first, customer, part)
    new, bought = np.bincount(first, minlength=_PARTS + 1)[:_PARTS], np.bincount(part, minlength=_PARTS)
    usual = float(np.median(new[_PARTS // 2 :]))
    excess = float(new[0]) - usual
    late = new[_PARTS // 2 :].sum() >= _LATE * new.sum()
    busy = bought[0] >= _BUSY * bought[1:].mean()
    return excess if late and busy and new[0] >= _MORE * usual and excess > _SURE * np.sqrt(new[0] + usual) else 0.0
