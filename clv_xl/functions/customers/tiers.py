"""Customers from the best to the worst: tiers, and the share of the value that the best bring."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from typing import Annotated, Any

from ...cells.arguments import BalanceColumn, CountColumn, NumberList, ShareList
from ...cells.registry import excel_function
from ...cells.tables import Column, Label, TableOf
from ...cells.values import Words
from ...lists.bands import band_names
from ...lists.orders.products import whole_share
from .groups import Group, GroupFigures, GroupLabel, row_weights, valued_rows, without_value

TOP = 0.2
"""The share of the best customers where none is given."""


class Tier(Label):
    """What tiers are called where there are three of them."""

    LOW = "Unprofitable", "by column", "The lowest of three tiers."
    MIDDLE = "Profitable", "by column", "The middle one of three tiers."
    HIGH = "Very profitable", "by column", "The highest of three tiers."


@dataclass(frozen=True, slots=True)
class TierLine:
    """The customers of a tier."""

    tier: Annotated[str | Tier | GroupLabel, Column("Tier", "key", "The tier; where there are not three of them, its number from the top.")]
    band: Annotated[str | None, Column("CLV", "text", "From which value to which.")]
    figures: GroupFigures


@dataclass(frozen=True, slots=True)
class ParetoLine:
    """The best customers down to a share of them, and the others."""

    label: Annotated[str | GroupLabel, Column("Customers from the top", "key", "Which customers the row is about.")]
    figures: GroupFigures


_VERY_PROFITABLE = 0.2
"""Without breaks, the share of the profitable customers that counts as very profitable."""


@excel_function(family="Segments")
def CLV_TIERS(
    clvs: BalanceColumn,
    breaks: NumberList = None,  # type: ignore[assignment]
    customers: CountColumn = None,  # type: ignore[assignment]
) -> TableOf[TierLine]:
    """Customers in tiers by what they are worth: unprofitable, profitable, very profitable. The best tier first.

    Customers without a readable value are left out and counted in a last line.

    Args:
        clvs: The lifetime value of each customer, in your currency. With or without a heading.
        breaks: Where one tier ends and the next begins. Left out: 0, and the value that the best 20% of profitable customers have.
        customers: How many customers each row stands for. Left out or blank: one.

    Errors:
        #N/A where clvs has no number; #VALUE! for text in breaks or customers, or ranges that differ in length; #NUM! for a number in
        breaks that is too large, or a negative one in customers. Within the
        table: #DIV/0! where all clvs together are 0.

    Source:
        Customer tiers as in Zeithaml, Rust and Lemon, The Customer Pyramid, 2001; shares and means by definition.

    Examples:
        >>> records(CLV_TIERS([-20, 50, 400, 60, 70], [0, 100]))[0]["CLV"]
        '100 and more'
        >>> CLV_TIERS([-20, 50, 400, 60, 70])[3]
        ['Unprofitable', 'Under 0', 1.0, 0.2, -20.0, -20.0, -0.03571428571428571, -0.17857142857142858]
    """
    if not clvs:
        return TableOf(TierLine, [])
    valued, weights = valued_rows(clvs), row_weights(customers, len(clvs))
    edges = sorted(set(breaks or _default_edges(clvs, valued, weights)))
    base = Group(clvs, None, valued, weights)
    members: list[list[int]] = [[] for _ in range(len(edges) + 1)]
    for i in valued:
        members[bisect_right(edges, clvs[i])].append(i)
    rows = []
    for number, band in reversed(list(enumerate(band_names(edges)))):
        name = list(Tier)[number] if len(edges) == 2 else Words("Tier {1}", len(edges) + 1 - number)
        rows.append(TierLine(name, band, Group(clvs, None, members[number], weights).figures(base)))
    rows.append(TierLine(GroupLabel.ALL, None, base.figures(base)))
    return TableOf(TierLine, rows + [TierLine(GroupLabel.LEFT_OUT, None, missing) for missing in without_value(clvs, valued)])


def _default_edges(clvs: list[Any], valued: list[int], weights: list[float]) -> list[float]:
    """0, and the value of the last of the best customers among the profitable ones."""
    profitable = sorted((i for i in valued if clvs[i] > 0 and weights[i]), key=lambda i: -clvs[i])
    best, _ = _from_the_top(profitable, weights, _VERY_PROFITABLE)
    return [0.0, clvs[best[-1]]] if best else [0.0, 1.0]


def _from_the_top(ranked: list[int], weights: list[float], share: float) -> tuple[list[int], list[float]]:
    """The rows of the best customers, and how many each of them stands for: of the last, only as many as still belong to them."""
    left = float(whole_share(share, round(math.fsum(weights[i] for i in ranked)))) if ranked else 0.0
    best, taken = [], list(weights)
    for i in ranked:
        if left <= 0:
            break
        taken[i] = min(weights[i], left)
        left -= taken[i]
        best.append(i)
    return best, taken


@excel_function(family="Segments")
def CLV_PARETO(
    clvs: BalanceColumn,
    top: ShareList = None,  # type: ignore[assignment]
    customers: CountColumn = None,  # type: ignore[assignment]
) -> TableOf[ParetoLine]:
    """What share of the value the best customers bring, and how far they are above the average.

    Customers are ranked by value; the top is the nearest whole number of customers, at least one. Several shares (10%, 20%, 50%)
    make a curve: each row then holds all customers up to there. "The others" are those below the largest share. Customers without
    a readable value are left out and counted in a last line.

    Args:
        clvs: The lifetime value of each customer, in your currency. With or without a heading.
        top: The share of customers to look at, as a fraction: 20% or 0.2; or a range of several. Left out: 20%.
        customers: How many customers each row stands for. Left out or blank: one.

    Errors:
        #N/A where clvs has no number; #VALUE! for text in top or customers, or ranges that differ in length; #NUM! for a share in top
        outside 0 to 1, or a negative number in customers. Within the table: #DIV/0!
        where all clvs together are 0.

    Source:
        Pareto's 80/20 rule as a cumulative share; index as in lift tables, the group's mean over that of all.

    Examples:
        >>> records(CLV_PARETO([100, 20, 30, 10, 40]))[0]["Share of value"]
        0.5
        >>> CLV_PARETO([100, 20, 30, 10, 40])[1]
        ['Top 20%', 1.0, 0.2, 100.0, 100.0, 0.5, 2.5]
    """
    if not clvs:
        return TableOf(ParetoLine, [])
    weights = row_weights(customers, len(clvs))
    valued = sorted(valued_rows(clvs), key=lambda i: -clvs[i])
    base = Group(clvs, None, valued, weights)
    rows, taken = [], [0.0] * len(clvs)
    for share in sorted(set(top or [TOP])):
        best, taken = _from_the_top(valued, weights, share)
        among = set(best)
        taken = [part if i in among else 0.0 for i, part in enumerate(taken)]
        rows.append(ParetoLine(Words("Top {1}%", f"{100 * share:.4g}"), Group(clvs, None, best, taken).figures(base)))
    others = [whole - part for whole, part in zip(weights, taken)]
    rows.append(ParetoLine(Words("The others"), Group(clvs, None, [i for i in valued if others[i]], others).figures(base)))
    rows.append(ParetoLine(GroupLabel.ALL, base.figures(base)))
    return TableOf(ParetoLine, rows + [ParetoLine(GroupLabel.LEFT_OUT, missing) for missing in without_value(clvs, valued)])
