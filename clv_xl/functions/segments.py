"""Groups of customers beside each other."""

from __future__ import annotations

import math
from typing import Any

from ..excel.arguments import BalanceColumn, MoneyColumn, Table
from ..excel.cells import Cell, text_of
from ..excel.errors import CellError, ExcelError
from ..excel.registry import excel_function

ENOUGH_CUSTOMERS = 100
"""From this many customers on, a segment's mean is taken as more than a hint."""

_HEADINGS = ["Segment", "Customers", "Share of customers", "Mean CLV", "Total CLV", "Share of value", "Index"]
_CAC_HEADINGS = ["Mean CAC", "CLV : CAC", "Net"]


@excel_function(family="Segments")
def SEGMENT_CLV(segments: Table, clvs: BalanceColumn, cacs: MoneyColumn = None) -> list[list[Any]]:  # type: ignore[assignment]
    """A table per segment: customers, mean and total lifetime value, and how far above the average. Largest total first.

    One row of the ranges is one customer. The index is the segment's mean over the mean of all customers: 1 is average,
    2 is worth twice as much. With acquisition costs come the mean cost, the ratio CLV : CAC and the net value. "Enough
    data" says whether the segment has 100 customers or more. Customers without a readable value are left out and counted
    in a last line. Several columns of segments (channel and product, say) make one list, with a first column "By".

    Args:
        segments: The segment of each customer; one column, or several for as many segmentations. With or without a heading.
        clvs: The lifetime value of each customer, in your currency. It may be negative.
        cacs: What each customer cost to win, in the same currency; one cell counts for all. Left out: no cost columns.

    Errors:
        #N/A where no customer has a value; #VALUE! where the ranges differ in length. Within the table: #DIV/0! where
        the total value or a cost is 0, #N/A where a cost is missing.

    Source:
        Means and shares by definition; index as in RFM and lift tables.

    Examples:
        >>> SEGMENT_CLV(["Shop", "Web", "Shop"], [100, 300, 200])[1]
        ['Shop', 2.0, 0.6666666666666666, 150.0, 300.0, 0.5, 0.75, 'No']
    """
    names, columns = segments
    valued = [i for i, clv in enumerate(clvs) if type(clv) is float and math.isfinite(clv)]
    several = len(columns) > 1
    headings = [*(["By"] if several else []), *_HEADINGS, *([] if cacs is None else _CAC_HEADINGS), "Enough data"]
    if not clvs:
        return [headings]
    if not valued:
        raise CellError(ExcelError.NA, "No customer has a value.")

    base = _Group(clvs, cacs, valued)
    rows = []
    for position, column in enumerate(columns):
        if several and all(cell is None for cell in column):
            continue
        by = [text_of(names[position]) if names else f"Column {position + 1}"] if several else []
        groups = _grouped(column, valued)
        figures = [[*by, label, *_Group(clvs, cacs, members).row(base)] for label, members in groups]
        total = len(by) + _HEADINGS.index("Total CLV")
        rows += sorted(figures, key=lambda row: (-row[total], text_of(row[len(by)])))
    pad: list[Any] = [None] if several else []
    rows.append([*pad, "All customers", *base.row(base)])
    if missing := len(clvs) - len(valued):
        rows.append([*pad, "Left out: no value", float(missing), *[None] * (len(headings) - len(pad) - 2)])
    return [headings, *rows]


def _grouped(column: list[Cell], valued: list[int]) -> list[tuple[Cell, list[int]]]:
    """The members of each segment; a segment is known by its text, and shown as it was first written."""
    members: dict[str, list[int]] = {}
    for i in valued:
        members.setdefault(text_of(column[i]), []).append(i)
    return [(column[rows[0]] if text else "(blank)", rows) for text, rows in members.items()]


class _Group:
    """The figures of some of the customers."""

    def __init__(self, clvs: list[Any], cacs: Any, members: list[int]) -> None:
        self.count = len(members)
        self.total = math.fsum(clvs[i] for i in members)
        self.mean = self.total / self.count
        self.cac = None if cacs is None else _mean_cost(cacs, members)

    def row(self, base: _Group) -> list[Any]:
        """From the number of customers to enough data."""
        figures: list[Any] = [float(self.count), self.count / base.count, self.mean, self.total]
        figures += [_ratio(self.total, base.total), _ratio(self.mean, base.mean)]
        if isinstance(self.cac, ExcelError):
            figures += [self.cac] * len(_CAC_HEADINGS)
        elif self.cac is not None:
            figures += [self.cac, _ratio(self.mean, self.cac), self.total - self.cac * self.count]
        return [*figures, "Yes" if self.count >= ENOUGH_CUSTOMERS else "No"]


def _mean_cost(cacs: Any, members: list[int]) -> float | ExcelError:
    if not isinstance(cacs, list):
        return cacs
    for i in members:
        cost = cacs[i]
        if type(cost) is not float:
            return cost if isinstance(cost, ExcelError) else ExcelError.NA if cost is None else ExcelError.VALUE
        if not 0 <= cost < math.inf:
            return ExcelError.NUM
    return math.fsum(cacs[i] for i in members) / len(members)


def _ratio(part: float, whole: float) -> float | ExcelError:
    return part / whole if whole else ExcelError.DIV0
