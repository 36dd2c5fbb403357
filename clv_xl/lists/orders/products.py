"""Products by what they bring and by what their buyers are worth."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from dataclasses import dataclass
from typing import Annotated

from ...cells.errors import ExcelError
from ...cells.tables import Column, Label
from ...cells.values import Cell, Words, label_key, text_of
from .cleaning import Orders
from .summary import CENT_FRACTION


class ProductLabel(Label):
    """The rows that are no product."""

    ALL = "All products", "by column", "All of them together."
    LEFT_OUT = "Left out: not readable", "by column", "How many rows have no customer or no readable amount."


@dataclass(frozen=True, slots=True)
class ProductLine:
    """What a product brought, and who bought it."""

    product: Annotated[Cell | ProductLabel, Column("Product", "key", "The product, as first written.")]
    buyers: Annotated[float, Column("Buyers", "count", "Customers who bought it and kept it.")]
    share: Annotated[float | ExcelError | None, Column("Share of customers", "share", "Buyers / all customers.")] = None
    revenue: Annotated[float | None, Column("Revenue", "whole money", "What it brought, with refunds taken off.")] = None
    share_of_revenue: Annotated[float | ExcelError | None, Column("Share of revenue", "share", "Its revenue / all revenue.")] = None
    profit: Annotated[float | ExcelError | None, Column("Profit", "money", "Revenue less costs and fees.", "with costs")] = None
    margin: Annotated[float | ExcelError | None, Column("Margin", "share", "Profit / revenue.", "with costs")] = None
    mean_clv: Annotated[float | None, Column("Mean CLV of buyers", "money", "What its buyers have brought with all products.")] = None
    index: Annotated[
        float | ExcelError | None,
        Column("Best customers' index", "index", "Above 1: the best customers buy it more often than all do."),
    ] = None


def product_rows(orders: Orders, products: list[Cell], left: list[float | None] | None, best_share: float) -> list[ProductLine]:
    """A row per product and a total; largest revenue first, or largest profit where all costs are known.

    products and left, what each order leaves where that is known, stand beside the orders.
    A customer to whom all of a product was refunded is no buyer of it.
    """
    complete = left is not None and None not in left
    names: dict[str, Cell] = {}
    revenue: dict[str, list[float]] = defaultdict(list)
    profit: dict[str, list[float]] = defaultdict(list)
    pairs: dict[tuple[str, int], list[float]] = defaultdict(list)
    brought: list[list[float]] = [[] for _ in orders.customers]
    for customer, product, amount, own in zip(orders.customer, products, orders.amount, left or [None] * len(products)):
        key = label_key(product)
        names.setdefault(key, product if key else Words("(blank)"))
        revenue[key].append(amount)
        profit[key].append(math.nan if own is None else own)
        pairs[key, customer].append(amount)
        brought[customer].append(own if complete and own is not None else amount)
    values = [_sum(amounts) for amounts in brought]
    buyers: dict[str, set[int]] = {key: set() for key in names}
    for (key, customer), amounts in pairs.items():
        if min(amounts) >= 0 or _sum(amounts) > 0:
            buyers[key].add(customer)
    ranked = sorted(range(len(values)), key=lambda customer: (-values[customer], text_of(orders.customers[customer])))
    best = set(ranked[: whole_share(best_share, len(ranked))])
    everything = _sum(orders.amount)

    def line(name: Cell, people: set[int], amounts: list[float], profits: list[float]) -> ProductLine:
        total = _sum(amounts)
        unknown = any(map(math.isnan, profits))
        earned = ExcelError.NA if unknown else _sum(profits)
        return ProductLine(
            product=name,
            buyers=float(len(people)),
            share=_share(len(people), len(values)),
            revenue=total,
            share_of_revenue=_share(total, everything),
            profit=earned,
            margin=earned if isinstance(earned, ExcelError) else _share(earned, total),
            mean_clv=math.fsum(values[customer] for customer in people) / len(people) if people else None,
            index=_share(len(people & best) / max(1, len(best)), len(people) / max(1, len(values))),
        )

    if not names:
        return []
    earning = profit if complete else revenue
    ordered = sorted(names, key=lambda key: (-_sum(earning[key]), text_of(names[key])))
    lines = [line(names[key], buyers[key], revenue[key], profit[key]) for key in ordered]
    return [*lines, line(ProductLabel.ALL, set().union(*buyers.values()), orders.amount, list(itertools.chain(*profit.values())))]


def _sum(amounts: list[float]) -> float:
    return round(math.fsum(amounts), CENT_FRACTION)


def _share(part: float, whole: float) -> float | ExcelError:
    return part / whole if whole > 0 else ExcelError.DIV0


def whole_share(share: float, count: int) -> int:
    """The nearest whole number of customers that is this share of them, at least one."""
    return max(1, math.floor(share * count + 0.5))
