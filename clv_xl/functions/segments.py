"""Groups of customers beside each other."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from ..excel.arguments import (
    BalanceColumn,
    Column,
    CountColumn,
    DateColumn,
    Day,
    MoneyColumn,
    NumberList,
    ShareList,
    SingleShare,
    Table,
    read_number,
)
from ..excel.cells import Cell, text_of
from ..excel.errors import CellError, ExcelError
from ..excel.registry import excel_function
from ..orders.bands import band_names
from ..orders.cleaning import clean_orders, clean_sales, counted
from ..orders.products import product_rows, whole_share

ENOUGH_CUSTOMERS = 100
"""From this many customers on, a segment's mean is taken as more than a hint."""

_HEADINGS = ["Segment", "Customers", "Share of customers", "Mean CLV", "Total CLV", "Share of value", "Index"]
_CAC_HEADINGS = ["Mean CAC", "CLV : CAC", "Net"]


@excel_function(family="Segments")
def SEGMENT_CLV(
    segments: Table,
    clvs: BalanceColumn,
    cacs: MoneyColumn = None,  # type: ignore[assignment]
    customers: CountColumn = None,  # type: ignore[assignment]
) -> list[list[Any]]:
    """A table per segment: customers, mean and total lifetime value, and how far above the average. Largest total first.

    One row of the ranges is one customer, or as many as customers says. The index is the segment's mean over the mean of all
    customers: 1 is average, 2 is worth twice as much. With acquisition costs come the mean cost, the ratio CLV : CAC and the net
    value. "Enough data" says whether the segment has 100 customers or more. Customers without a readable value are left out and counted
    in a last line. Several columns of segments (channel and product, say) make one list, with a first column "By".

    Args:
        segments: The segment of each customer; one column, or several for as many segmentations. With or without a heading.
        clvs: The lifetime value of each customer, in your currency. It may be negative.
        cacs: What each customer cost to win, in the same currency; one cell counts for all. Left out, or blank throughout:
            no cost columns.
        customers: How many customers each row stands for; its value and cost are those of one of them. Left out or blank: one.

    Errors:
        #N/A where clvs has no number; #VALUE! where the ranges differ in length, one cost is text, or customers has text; #NUM! where
        one cost or a number in customers is negative. Within the table: #DIV/0! where all clvs together, or a segment's cacs, are 0 or
        less; #N/A where a customer has no cost in cacs; #VALUE! for text in cacs; #NUM! for a negative number in cacs.

    Source:
        Means and shares by definition; index as in RFM and lift tables.

    Examples:
        >>> SEGMENT_CLV(["Shop", "Web", "Shop"], [100, 300, 200])[1]
        ['Shop', 2.0, 0.6666666666666666, 150.0, 300.0, 0.5, 0.75, 'No']
    """
    names, columns = segments
    several = len(columns) > 1
    cacs = None if cacs is not None and all(cost is None for cost in cacs) else cacs  # type: ignore[assignment]
    headings = [*(["By"] if several else []), *_HEADINGS, *([] if cacs is None else _CAC_HEADINGS), "Enough data"]
    if not clvs:
        return [headings]
    valued, weights = valued_rows(clvs), row_weights(customers, len(clvs))
    base = _Group(clvs, cacs, valued, weights)
    rows = []
    for position, column in enumerate(columns):
        if several and all(cell is None for cell in column):
            continue
        by = [text_of(names[position]) if names else f"Column {position + 1}"] if several else []
        groups = grouped(column, valued)
        figures = [[*by, label, *_Group(clvs, cacs, members, weights).row(base)] for label, members in groups]
        total = len(by) + _HEADINGS.index("Total CLV")
        rows += sorted(figures, key=lambda row: (-row[total], text_of(row[len(by)])))
    pad: list[Any] = [None] if several else []
    rows.append([*pad, "All customers", *base.row(base)])
    return [headings, *rows, *_left_out(clvs, valued, len(headings), pad)]


def valued_rows(clvs: list[Cell]) -> list[int]:
    """The rows of the customers that have a value."""
    valued = [i for i, clv in enumerate(clvs) if type(clv) is float and math.isfinite(clv)]
    if not valued:
        raise CellError(ExcelError.NA, "clvs has no number. Fill in the value of at least one customer.")
    return valued


def row_weights(customers: list[Cell] | None, height: int) -> list[float]:
    """How many customers each row stands for; a blank stands for one."""
    if customers is None:
        return [1.0] * height
    weights = [1.0 if cell is None else read_number(cell, "customers") for cell in customers]
    if any(weight < 0 for weight in weights):
        raise CellError(ExcelError.NUM, "customers has a negative number. Give 0 or more.")
    return weights


def weighted_sum(values: list[Any], weights: list[float], members: list[int]) -> float:
    """Over some of the rows, each as often as it stands for a customer."""
    products = [values[i] * weights[i] for i in members]
    if not all(map(math.isfinite, products)):
        raise CellError(ExcelError.NUM, "customers has a number too large for the values beside it. Give a smaller one.")
    return math.fsum(products)


def _left_out(clvs: list[Cell], valued: list[int], width: int, pad: Sequence[Any] = ()) -> list[list[Any]]:
    """The line that counts customers without a value, where there are any."""
    missing = len(clvs) - len(valued)
    return [[*pad, "Left out: no value", float(missing), *[None] * (width - len(pad) - 2)]] if missing else []


def grouped(column: list[Cell], valued: list[int]) -> list[tuple[Cell, list[int]]]:
    """The members of each segment; a segment is known by its text, and shown as it was first written."""
    members: dict[str, list[int]] = {}
    for i in valued:
        members.setdefault(text_of(column[i]), []).append(i)
    return [(column[rows[0]] if text else "(blank)", rows) for text, rows in members.items()]


_TIER_HEADINGS = ["Tier", "CLV", *_HEADINGS[1:]]
_TIERS = ("Unprofitable", "Profitable", "Very profitable")
_VERY_PROFITABLE = 0.2
"""Without breaks, the share of the profitable customers that counts as very profitable."""


@excel_function(family="Segments")
def CLV_TIERS(
    clvs: BalanceColumn,
    breaks: NumberList = None,  # type: ignore[assignment]
    customers: CountColumn = None,  # type: ignore[assignment]
) -> list[list[Any]]:
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
        >>> CLV_TIERS([-20, 50, 400, 60, 70], [0, 100])[1][1]
        '100 and more'
        >>> CLV_TIERS([-20, 50, 400, 60, 70])[3]
        ['Unprofitable', 'Under 0', 1.0, 0.2, -20.0, -20.0, -0.03571428571428571, -0.17857142857142858]
    """
    if not clvs:
        return [_TIER_HEADINGS]
    valued, weights = valued_rows(clvs), row_weights(customers, len(clvs))
    edges = sorted(set(breaks or _default_edges(clvs, valued, weights)))
    base = _Group(clvs, None, valued, weights)
    members: list[list[int]] = [[] for _ in range(len(edges) + 1)]
    for i in valued:
        members[bisect_right(edges, clvs[i])].append(i)
    rows = []
    for number, label in reversed(list(enumerate(band_names(edges)))):
        name = _TIERS[number] if len(edges) == 2 else f"Tier {len(edges) + 1 - number}"
        rows.append([name, label, *_Group(clvs, None, members[number], weights).row(base)[:-1]])
    rows.append(["All customers", None, *base.row(base)[:-1]])
    return [_TIER_HEADINGS, *rows, *([[line[0], None, *line[1:-1]] for line in _left_out(clvs, valued, len(_TIER_HEADINGS))])]


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
) -> list[list[Any]]:
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
        >>> CLV_PARETO([100, 20, 30, 10, 40])[1][5]
        0.5
        >>> CLV_PARETO([100, 20, 30, 10, 40])[1]
        ['Top 20%', 1.0, 0.2, 100.0, 100.0, 0.5, 2.5]
    """
    headings = ["Customers from the top", *_HEADINGS[1:]]
    if not clvs:
        return [headings]
    weights = row_weights(customers, len(clvs))
    valued = sorted(valued_rows(clvs), key=lambda i: -clvs[i])
    base = _Group(clvs, None, valued, weights)
    rows, taken = [], [0.0] * len(clvs)
    for share in sorted(set(top or [_TOP])):
        best, taken = _from_the_top(valued, weights, share)
        taken = [taken[i] if i in set(best) else 0.0 for i in range(len(clvs))]
        rows.append([f"Top {100 * share:.4g}%", *_Group(clvs, None, best, taken).row(base)[:-1]])
    others = [whole - part for whole, part in zip(weights, taken)]
    rows.append(["The others", *_Group(clvs, None, [i for i in valued if others[i]], others).row(base)[:-1]])
    rows.append(["All customers", *base.row(base)[:-1]])
    return [headings, *rows, *_left_out(clvs, valued, len(headings))]


_TOP = 0.2


@excel_function(family="Segments")
def CLV_PRODUCTS(
    customers: Column,
    products: Column,
    amounts: BalanceColumn,
    costs: MoneyColumn = None,  # type: ignore[assignment]
    best_share: SingleShare = _TOP,
    dates: DateColumn = None,  # type: ignore[assignment]
    as_of: Day = None,
) -> list[list[Any]]:
    """What the best customers buy and which products earn: a row per product, largest revenue (or profit) first.

    The CLV of a product's buyers is what they have brought with all products: revenue, or profit where every row has a cost. The
    index of the best customers is the share of them who bought the product, over the share of all customers who did: above 1 the
    best prefer it. A customer to whom a product was refunded is no buyer of it. A product with a cost missing has no profit.
    Rows without a customer or a readable amount are left out and counted in a last line.

    Args:
        customers: The customer of each order row: number, name or e-mail address. With or without a heading.
        products: What was bought, beside each customer.
        amounts: What the row brought, in your currency; a refund is negative.
        costs: What the goods of the row cost you. Left out: no profit columns.
        best_share: The share of customers that counts as the best, by value, as a fraction. Left out: 20%.
        dates: The day of each row. Left out: all rows count, whatever their day.
        as_of: The day to calculate for; rows after it are left out. It needs dates.

    Errors:
        #N/A where no row of customers and amounts can be used; #VALUE! where customers, products, amounts, costs and dates differ in
        length, as_of is no date or has no dates; #NUM! for a best_share outside 0 to 1. Within the table: #N/A for a product with
        a cost missing in costs; #DIV/0! for a share where all amounts together are 0 or less.

    Source:
        Shares and means by definition; index as in lift tables.

    Examples:
        >>> CLV_PRODUCTS(["Ann", "Bo", "Ann"], ["Tea", "Tea", "Cups"], [40, 25, 20])[1]
        ['Tea', 2.0, 1.0, 65.0, 0.7647058823529411, 42.5, 1.0]
    """
    if as_of is not None and dates is None:
        raise CellError(ExcelError.VALUE, "as_of needs dates. Give the day of each row, or leave as_of out.")
    if dates is None:
        orders = counted(clean_sales(customers, amounts), "customers and amounts")
    else:
        orders = counted(clean_orders(customers, dates, amounts, as_of), "customers, dates and amounts")
    spent = None
    if costs is not None and any(cost is not None for cost in costs):
        spent = [costs[row] if type(costs[row]) is float and math.isfinite(costs[row]) else None for row in orders.row]
    headings, *lines = product_rows(orders, [products[row] for row in orders.row], spent, best_share)
    if orders.unreadable:
        lines.append(["Left out: not readable", float(orders.unreadable), *[None] * (len(headings) - 2)])
    return [headings, *lines]


class _Group:
    """The figures of some of the customers."""

    def __init__(self, clvs: list[Any], cacs: Any, members: list[int], weights: list[float]) -> None:
        self.count = math.fsum(weights[i] for i in members)
        self.total = weighted_sum(clvs, weights, members)
        self.mean = self.total / self.count if self.count else None
        self.has_costs = cacs is not None
        self.cac = _mean_cost(cacs, members, weights) if self.has_costs else None

    def row(self, base: _Group) -> list[Any]:
        """From the number of customers to enough data."""
        figures: list[Any] = [self.count, _ratio(self.count, base.count), self.mean, self.total]
        figures += [_ratio(self.total, base.total), None if self.mean is None else _ratio(self.mean, base.mean)]
        if isinstance(self.cac, ExcelError):
            figures += [self.cac] * len(_CAC_HEADINGS)
        elif self.cac is not None and self.mean is not None:
            figures += [self.cac, _ratio(self.mean, self.cac), self.total - self.cac * self.count]
        elif self.has_costs:
            figures += [None] * len(_CAC_HEADINGS)
        return [*figures, "Yes" if self.count >= ENOUGH_CUSTOMERS else "No"]


def _mean_cost(cacs: Any, members: list[int], weights: list[float]) -> float | ExcelError | None:
    for i in members:
        cost = cacs[i]
        if type(cost) is not float:
            return cost if isinstance(cost, ExcelError) else ExcelError.NA if cost is None else ExcelError.VALUE
        if not 0 <= cost < math.inf:
            return ExcelError.NUM
    count = math.fsum(weights[i] for i in members)
    return weighted_sum(cacs, weights, members) / count if count else None


def _ratio(part: float, whole: float | None) -> float | ExcelError:
    return part / whole if whole and whole > 0 else ExcelError.DIV0
