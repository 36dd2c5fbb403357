"""Groups of customers beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ...cells.arguments import (
    AnyColumn,
    BalanceColumn,
    Costs,
    CountColumn,
    DateColumn,
    Day,
    MoneyColumn,
    SingleShare,
    Table,
)
from ...cells.errors import CellError, ExcelError
from ...cells.registry import excel_function
from ...cells.tables import Column, ListOf, TableOf
from ...cells.values import Cell, Words, text_of
from ...lists.orders.cleaning import clean_orders, clean_sales, counted
from ...lists.orders.earnings import profits_of
from ...lists.orders.products import ProductLabel, ProductLine, product_rows
from .groups import (
    ENOUGH_CUSTOMERS,
    Group,
    GroupCosts,
    GroupFigures,
    GroupLabel,
    SingleCount,
    grouped,
    row_weights,
    valued_rows,
    without_value,
)
from .tiers import TOP


@dataclass(frozen=True, slots=True)
class SegmentLine:
    """What a segment is worth."""

    by: Annotated[str | None, Column("By", "key", "The column of segments that the row belongs to.", "with several columns of segments")]
    segment: Annotated[Cell | GroupLabel, Column("Segment", "text", "The segment, as first written.")]
    figures: GroupFigures
    costs: GroupCosts
    enough: Annotated[str | None, Column("Enough data", "state", "Yes from enough customers on; with fewer, the mean is a hint, no more.")]


@excel_function(family="Segments")
def SEGMENT_CLV(
    segments: Table,
    clvs: BalanceColumn,
    cacs: MoneyColumn = None,  # type: ignore[assignment]
    customers: CountColumn = None,  # type: ignore[assignment]
    enough: SingleCount = ENOUGH_CUSTOMERS,
) -> TableOf[SegmentLine]:
    """A table per segment: customers, mean and total lifetime value, and how far above the average. Largest total first.

    One row of the ranges is one customer, or as many as customers says. The index is the segment's mean over the mean of all
    customers: 1 is average, 2 is worth twice as much. With acquisition costs come the mean cost, the ratio CLV : CAC and the net
    value. "Enough data" says whether the segment has as many customers as enough says. Customers without a readable value are left out
    and counted in a last line. Several columns of segments (channel and product, say) make one list, with a first column "By".

    Args:
        segments: The segment of each customer; one column, or several for as many segmentations. With or without a heading.
        clvs: The lifetime value of each customer, in your currency. It may be negative.
        cacs: What each customer cost to win, in the same currency; one cell counts for all. Left out, or blank throughout:
            no cost columns.
        customers: How many customers each row stands for; its value and cost are those of one of them. Left out or blank: one.
        enough: From how many customers on a segment's mean is more than a hint. Left out: 100.

    Errors:
        #N/A where clvs has no number; #VALUE! where the ranges differ in length, one cost is text, or customers has text; #NUM! where
        one cost or a number in customers is negative, or enough is below 5. Within the table:
        #DIV/0! where all clvs together, or a segment's cacs, are 0 or less; #N/A where a customer has no cost in cacs; #VALUE! for text
        in cacs; #NUM! for a negative number in cacs.

    Source:
        Means and shares by definition; index as in RFM and lift tables.

    Examples:
        >>> SEGMENT_CLV(["Shop", "Web", "Shop"], [100, 300, 200])[1]
        ['Shop', 2.0, 0.6666666666666666, 150.0, 300.0, 0.5, 0.75, 'No']
    """
    names, columns = segments
    several = len(columns) > 1
    cacs = None if cacs is not None and all(cost is None for cost in cacs) else cacs  # type: ignore[assignment]
    without = [*(["costs"] if cacs is None else []), *([] if several else ["by"])]
    if not clvs:
        return TableOf(SegmentLine, [], without=without)
    valued, weights = valued_rows(clvs), row_weights(customers, len(clvs))
    base = Group(clvs, cacs, valued, weights)

    def line(by: str | None, label: Cell, group: Group) -> SegmentLine:
        return SegmentLine(by, label, group.figures(base), group.costs, group.has(enough))

    rows: list[SegmentLine] = []
    for position, column in enumerate(columns):
        if several and all(cell is None for cell in column):
            continue
        by = text_of(names[position]) if names else Words("Column {1}", position + 1)
        lines = [line(by, label, Group(clvs, cacs, members, weights)) for label, members in grouped(column, valued)]
        rows += sorted(lines, key=lambda row: (-(row.figures.total or 0.0), text_of(row.segment)))
    rows.append(line(None, GroupLabel.ALL, base))
    rows += [SegmentLine(None, GroupLabel.LEFT_OUT, missing, GroupCosts(), None) for missing in without_value(clvs, valued)]
    return TableOf(SegmentLine, rows, without=without)


@excel_function(family="Segments")
def CLV_PRODUCTS(
    customers: AnyColumn,
    products: AnyColumn,
    amounts: BalanceColumn,
    costs: Costs = None,  # type: ignore[assignment]
    best_share: SingleShare = TOP,
    dates: DateColumn = None,  # type: ignore[assignment]
    as_of: Day = None,
) -> ListOf[ProductLine]:
    """What the best customers buy and which products earn: a row per product, largest revenue (or profit) first.

    The CLV of a product's buyers is what they have brought with all products: revenue, or profit where every row has a cost. The
    index of the best customers is the share of them who bought the product, over the share of all customers who did: above 1 the
    best prefer it. A customer to whom a product was refunded is no buyer of it. A product with a cost missing has no profit.
    Rows without a customer or a readable amount are left out and counted in a last line.

    Args:
        customers: The customer of each order row: number, name or e-mail address. With or without a heading.
        products: What was bought, beside each customer.
        amounts: What the row brought, in your currency; a refund is negative.
        costs: What the goods of the row cost you; fees and what shipping costs you in further columns. Left out: no profit columns.
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
    left = profits_of(orders, costs)
    lines = product_rows(orders, [products[row] for row in orders.row], left, best_share)
    if orders.unreadable:
        lines.append(ProductLine(ProductLabel.LEFT_OUT, float(orders.unreadable)))
    totals = sum(isinstance(line.product, ProductLabel) for line in lines)
    return ListOf(ProductLine, lines, without=["profit", "margin"] if left is None else [], totals=totals)
