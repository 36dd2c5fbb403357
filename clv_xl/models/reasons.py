"""What a model says of its fit, in sentences that can be told apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple


class Reason(NamedTuple):
    """A sentence with places, {1} and {2}, and what stands in them."""

    text: str
    parts: tuple[str, ...] = ()

    def __str__(self) -> str:
        return re.sub(r"\{(\d)\}", lambda place: self.parts[int(place[1]) - 1], self.text)


GIVEN = (Reason("The parameters were given."),)
CONVERGED = Reason("Converged.")


def message_of(reasons: Iterable[Reason]) -> str:
    """The sentences one after the other."""
    return " ".join(map(str, reasons))
