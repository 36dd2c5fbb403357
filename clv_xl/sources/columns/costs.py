"""Which columns say what an order cost: its goods, fees, and what a carrier was paid."""

from __future__ import annotations

from collections.abc import Sequence

from ..values.expressions import Expression, Heading, Operation
from .fields import ORDERS
from .look import Look
from .recognising import tier_of


def is_of_one(cost: Expression | None) -> bool:
    """Whether a cost is that of one piece, by its heading."""
    words = ORDERS.words("cost")
    return isinstance(cost, Heading) and tier_of(cost.name, words) == len(words) - 1


def fees_in(look: Look, headings: Sequence[str]) -> Expression | None:
    """What payments, the marketplace and shipping cost: all fees, or else each kind of them, and what was paid to a carrier."""
    tiers = {
        heading: tier for heading in headings if (tier := tier_of(heading, ORDERS.words("fees"))) is not None and look.is_number(heading)
    }
    own = [heading for heading, tier in tiers.items() if tier == min(tiers.values())]
    own = own[:1] if len(own) > 1 and (min(tiers.values()) == 0 or look.same(own)) else own
    postage = [heading for heading in headings if tier_of(heading, ORDERS.words("postage")) is not None and look.is_number(heading)]
    fees: Expression | None = None
    for heading in (*own, *postage):
        fees = Heading(heading) if fees is None else Operation("+", fees, Heading(heading))
    return fees
