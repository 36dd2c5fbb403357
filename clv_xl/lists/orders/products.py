"""Products by what they bring and by what their buyers are worth."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

from ...cells.errors import ExcelError
from ...cells.values import Cell, Words, label_key, text_of, words
from .cleaning import Orders
from .summary import CENT_FRACTION

_HEADINGS = words("Product", "Buyers", "Share of customers", "Revenue", "Share of revenue")
_PROFIT_HEADINGS = words("Profit", "Margin")
_BUYER_HEADINGS = words("Mean CLV of buyers", "Best customers' index")


def product_rows(orders: Orders, products: list[Cell], costs: list[float | None] | None, best_share: float) -> list[list[Any]]:
    """A row per product with the headings and a total; largest revenue first, or largest profit where all costs are known.

    products and costs stand beside the orders. A customer to whom all of a product was refunded is no buyer of it.
    """
    complete = costs is not None and None not in costs
    names: dict[str, Cell] = {}
    revenue: dict[str, list[float]] = defaultdict(list)
    profit: dict[str, list[float]] = defaultdict(list)
    pairs: dict[tuple[str, int], list[float]] = defaultdict(list)
    brought: list[list[float]] = [[] for _ in orders.customers]
    for customer, product, amount, cost in zip(orders.customer, products, orders.amount, costs or [None] * len(products)):
        key = label_key(product)
        names.setdefault(key, product if key else Words("(blank)"))
        revenue[key].append(amount)
        profit[key].append(math.nan if cost is None else amount - cost)
        pairs[key, customer].append(amount)
        brought[customer].append(amount - cost if complete and cost is not None else amount)
    values = [_sum(amounts) for amounts in brought]
    buyers: dict[str, set[int]] = {key: set() for key in names}
    for (key, customer), amounts in pairs.items():
        if min(amounts) >= 0 or _sum(amounts) > 0:
            buyers[key].add(customer)
    ranked = sorted(range(len(values)), key=lambda customer: (-values[customer], text_of(orders.customers[customer])))
    best = set(ranked[: whole_share(best_share, len(ranked))])
    everything = _sum(orders.amount)

    def line(name: Cell, people: set[int], amounts: list[float], profits: list[float]) -> list[Any]:
        total = _sum(amounts)
        figures: list[Any] = [name, float(len(people)), _share(len(people), len(values)), total, _share(total, everything)]
        if costs is not None:
            earned = ExcelError.NA if any(map(math.isnan, profits)) else _sum(profits)
            figures += [earned, earned if isinstance(earned, ExcelError) else _share(earned, total)]
        mean = math.fsum(values[customer] for customer in people) / len(people) if people else None
        return [*figures, mean, _share(len(people & best) / max(1, len(best)), len(people) / max(1, len(values)))]

    headings = [*_HEADINGS, *([] if costs is None else _PROFIT_HEADINGS), *_BUYER_HEADINGS]
    if not names:
        return [headings]
    lines = [line(names[key], buyers[key], revenue[key], profit[key]) for key in names]
    by = (_HEADINGS + _PROFIT_HEADINGS).index("Profit" if complete else "Revenue")
    lines.sort(key=lambda row: (-row[by], text_of(row[0])))
    lines.append(line(Words("All products"), set().union(*buyers.values()), orders.amount, [a for own in profit.values() for a in own]))
    return [headings, *lines]


def _sum(amounts: list[float]) -> float:
    return round(math.fsum(amounts), CENT_FRACTION)


def _share(part: float, whole: float) -> float | ExcelError:
    return part / whole if whole > 0 else ExcelError.DIV0


def whole_share(share: float, count: int) -> int:
    """The nearest whole number of customers that is this share of them, at least one."""
    return max(1, math.floor(share * count + 0.5))
