"""A list of customers made ready to count, and where the next euro of a budget goes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from ...cells.arguments import Argument, BalanceColumn, CountColumn, MoneyColumn, SingleShare, Table
from ...cells.errors import CellError, ExcelError
from ...cells.registry import excel_function
from ...cells.tables import Column, ListOf, TableOf
from ...cells.values import Cell, Words, text_of
from ...lists.customers.cleaning import clean_customers
from ...models.differences import CONFIDENCE, level
from .groups import ENOUGH_CUSTOMERS, SingleCount, grouped, row_weights, valued_rows, weighted_sum

SingleRatio = Annotated[float, Argument("number", "single", unit="ratio, such as 3 for 3 : 1", low=0)]
SingleMonths = Annotated[float | None, Argument("number", "single", unit="months", low=0)]

_PURCHASES = ("purchase_value", "purchase_frequency", "lifespan")


@dataclass(frozen=True, slots=True)
class ValueLine:
    """A row of a customer list that counts. All but the net are those of one customer."""

    names: Annotated[tuple[Cell, ...], Column("Name", "text", "What names the row, under the headings of names.", repeats=True)]
    value: Annotated[float, Column("Value", "money", "The lifetime value, as given or computed.")]
    cac: Annotated[float | None, Column("Cost to win", "money", "What a customer cost to win; blank where no cost is known.")]
    customers: Annotated[float, Column("Customers", "count", "How many customers the row stands for.")]
    margin: Annotated[float | None, Column("Margin a month", "money", "What a customer leaves a month, after cost of goods.")]
    ratio: Annotated[float | None, Column("CLV : CAC", "ratio", "Value / cost to win.")]
    payback: Annotated[float | None, Column("Payback", "duration", "Months until the cost to win is earned back.")]
    net: Annotated[float, Column("Net", "whole money", "Value less cost to win, times customers.")]


@excel_function(family="Segments")
def CLV_VALUES(
    names: Table,
    values: BalanceColumn,
    cacs: MoneyColumn = None,  # type: ignore[assignment]
    customers: CountColumn = None,  # type: ignore[assignment]
    monthly_revenues: MoneyColumn = None,  # type: ignore[assignment]
    purchases: Table = None,  # type: ignore[assignment]
    gross_margin: SingleShare = 1,
) -> ListOf[ValueLine]:
    """The rows of a customer list that count, the most valuable first, with their value, cost to win, ratio, payback and net.

    A blank value is computed as CLV does; a blank revenue a month from purchase value and purchases a year. Value, cost and margin
    are those of one customer; the net is that of all customers of the row. Rows without a name or a value, or with a text in place
    of a number, are left out.

    Args:
        names: What names a row: the columns for customer, segment, channel and campaign, or some of them. With or without headings.
        values: The lifetime value of a customer, in your currency. It may be negative; blank where it is to be computed.
        cacs: What a customer cost to win. Blank: nothing, as for those who came by themselves. Blank throughout: not known.
        customers: How many customers the row stands for. Left out or blank: one.
        monthly_revenues: What a customer pays a month.
        purchases: Three columns, for values that are blank: what a customer spends on a purchase, purchases a year, lifespan in years.
        gross_margin: What is left of revenue after cost of goods, as a fraction. For values that are computed, and for payback.

    Errors:
        #N/A where names or values is one blank cell; #VALUE! where the ranges differ in length, purchases has not three columns, or
        gross_margin is text; #NUM! for a gross_margin outside 0 to 1. The answer has headings only where no row counts.

    Source:
        CLV, CLV_MONTHLY_REVENUE, CLV_CAC_RATIO and CLV_PAYBACK, for each row.

    Examples:
        >>> CLV_VALUES(["Ann", "Bo"], [900, 90], [30, 45], [2, 1], [10, 9])[1]
        ['Ann', 900.0, 30.0, 2.0, 10.0, 30.0, 3.0, 1740.0]
    """
    headings, columns = names
    if purchases is not None and len(purchases[1]) != len(_PURCHASES):
        raise CellError(ExcelError.VALUE, f"purchases has {len(purchases[1])} columns. Give three: value, times a year, years.")
    given: dict[str, Any] = {"value": values, "cac": cacs, "customers": customers, "monthly_revenue": monthly_revenues}
    given |= dict(zip(_PURCHASES, purchases[1])) if purchases is not None else {}
    used, _ = clean_customers(columns, {name: column for name, column in given.items() if column is not None}, gross_margin)
    costs = any(row.cac for row in used)
    lines = []
    for row in sorted(used, key=lambda row: -row.value):
        cac, margin = (row.cac if costs else None), row.monthly_margin
        ratio = row.value / cac if cac else None
        payback = cac / margin if cac is not None and margin else None
        net = (row.value - (cac or 0.0)) * row.customers
        names_of_row = tuple(column[row.row] for column in columns)
        lines.append(ValueLine(names_of_row, row.value, cac, row.customers, margin, ratio, payback, net))
    shown = [text_of(heading) for heading in headings] if headings else [Words("Name")] * len(columns)
    return ListOf(ValueLine, lines, {"names": shown})


class Advice(StrEnum):
    """What to do with the money for a group."""

    MORE = "Spend more"
    KEEP = "Keep"
    LESS = "Spend less"
    UNSURE = "Cannot tell yet"
    FEW = "Too few customers"
    FREE = "No cost"


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """What the customers of a group bring and cost."""

    by: Annotated[str, Column("By", "key", "The column of groups that the row belongs to.")]
    group: Annotated[Cell, Column("Group", "text", "The channel, campaign or segment, as first written.")]
    customers: Annotated[float, Column("Customers", "count", "How many customers it has.")]
    clv: Annotated[float, Column("Mean CLV", "money", "What one of them brings, on average.")]
    cac: Annotated[float, Column("Mean CAC", "money", "What one of them cost to win, on average.")]
    ratio: Annotated[float | None, Column("CLV : CAC", "ratio", "Mean CLV / mean CAC.")]
    low: Annotated[float | None, Column("Ratio, low", "ratio", "Where the range of that ratio begins.")]
    high: Annotated[float | None, Column("Ratio, high", "ratio", "Where it ends.")]
    payback: Annotated[float | None, Column("Payback", "duration", "Months until the cost to win is earned back.")]
    net: Annotated[float, Column("Net", "whole money", "Their value less what they cost to win.")]
    limit: Annotated[float | None, Column("May cost", "money", "What a customer may cost to reach the target ratio.")]
    advice: Annotated[Advice, Column("Advice", "state", "Spend more, Keep, Spend less, Cannot tell yet, Too few customers or No cost.")]


@excel_function(family="Segments")
def CLV_BUDGET(
    groups: Table,
    clvs: BalanceColumn,
    cacs: MoneyColumn,
    monthly_margins: BalanceColumn = None,  # type: ignore[assignment]
    customers: CountColumn = None,  # type: ignore[assignment]
    target_ratio: SingleRatio = 3,
    target_payback: SingleMonths = None,
    enough: SingleCount = ENOUGH_CUSTOMERS,
) -> TableOf[BudgetLine]:
    """Where the next euro goes: per channel, campaign or segment what customers bring and cost, and whether to spend more or less.

    The advice goes by the range in which the ratio CLV : CAC of such customers lies; those of a column hold together with 98% certainty.
    Spend more: all of it reaches the target, and the payback too where it is known. Spend less: all of it is below 1, so customers cost
    more than they bring. Keep: all of it is 1 or more; "May cost" says what a customer may cost to reach the target. Cannot tell yet:
    customers may cost more than they bring, or less; rows that stand for several customers do not say how much customers differ. Give
    values of customers of the same age. These are averages of customers won so far: the next ones may cost more and bring less, so change
    a budget in steps and measure again. Blank groups are left out.

    Args:
        groups: The channel of each customer, or another group; one column, or several. With or without a heading.
        clvs: The lifetime value of each customer, in your currency. It may be negative.
        cacs: What each customer cost to win. Blank: nothing.
        monthly_margins: What each customer leaves a month, after cost of goods. Left out: no payback.
        customers: How many customers each row stands for. Left out or blank: one.
        target_ratio: How often a customer is to earn back the cost. Left out: 3, a common floor.
        target_payback: In how many months the cost is to be earned back at the latest. Left out: payback does not count.
        enough: How many customers a group takes for advice. Left out: 100.

    Errors:
        #N/A where clvs has no number; #VALUE! where the ranges differ in length, or cacs or customers have text; #NUM! for a negative
        number in cacs or customers, or one out of bounds in the others.

    Source:
        CLV / CAC, CAC / monthly margin and their targets; Skok, SaaS Metrics, 2010, for 3 : 1 and 12 months. Ranges: Student's t without
        its skewness (Hall 1992), for as many questions as there are groups (Bonferroni).

    Examples:
        >>> CLV_BUDGET(["Ads", "Fair"], [400, 90], [80, 150], [10, 5], [200, 300])[1]
        ['Column 1', 'Ads', 200.0, 400.0, 80.0, 5.0, None, None, 8.0, 64000.0, 133.33333333333334, 'Cannot tell yet']
        >>> records(CLV_BUDGET(["A", "A", "A", "A", "A"], [40, 50, 30, 45, 35], [8, 9, 7, 8, 7], None, None, 3, None, 5))[0]["Advice"]
        'Spend more'
    """
    names, columns = groups
    if not clvs:
        return TableOf(BudgetLine, [])
    valued, weights = valued_rows(clvs), row_weights(customers, len(clvs))
    costs = [0.0 if cost is None else _cost(cost) for cost in cacs]
    targets = _Targets(target_ratio, target_payback, enough)
    rows: list[BudgetLine] = []
    for position, column in enumerate(columns):
        by = text_of(names[position]) if names else Words("Column {1}", position + 1)
        found = [_Group(label, members, clvs, costs, monthly_margins, weights) for label, members in grouped(column, valued)]
        named = [group for group in found if text_of(column[group.members[0]]) and group.count]
        judged = sum(group.cac > 0 and group.count >= enough for group in named)
        lines = [group.line(by, targets, level(CONFIDENCE, judged)) for group in named]
        rows += sorted(lines, key=lambda row: (-row.net, text_of(row.group)))
    return TableOf(BudgetLine, rows)


@dataclass(frozen=True)
class _Targets:
    ratio: float
    payback: float | None
    enough: float


class _Group:
    """The customers of a group, of which a row may stand for several."""

    def __init__(
        self, label: Cell, members: list[int], clvs: list[Any], costs: list[float], margins: list[Any] | None, weights: list[float]
    ) -> None:
        self.label, self.members, self.count = label, members, math.fsum(weights[i] for i in members)
        self.clv, self.cac = (weighted_sum(column, weights, members) / (self.count or 1) for column in (clvs, costs))
        margins = margins or [None] * len(clvs)
        paid = [i for i in members if type(margins[i]) is float and math.isfinite(margins[i])]
        payers = math.fsum(weights[i] for i in paid)
        self.margin = weighted_sum(margins, weights, paid) / payers if payers else None
        # One row a customer tells how much customers differ; one that stands for several does not.
        own = [i for i in members if weights[i]]
        single = all(weights[i] == 1 for i in own)
        self._values = ([clvs[i] for i in own], [costs[i] for i in own]) if single else None
        self._margins = ([margins[i] for i in paid if weights[i]], [costs[i] for i in paid if weights[i]]) if single else None

    @property
    def payback(self) -> float | None:
        return self.cac / self.margin if self.cac and self.margin and self.margin > 0 else None

    def line(self, by: str, targets: _Targets, sure: float) -> BudgetLine:
        """Its figures and the advice, with a range that is so sure."""
        from ...models.means import ratio_interval

        judged = self.cac and self.count >= targets.enough and self._values
        span = ratio_interval(*self._values, sure) if judged and self._values else None
        low, high = span or (None, None)
        ratio = self.clv / self.cac if self.cac else None
        net, limit = (self.clv - self.cac) * self.count, max(0.0, self.clv / targets.ratio) if targets.ratio else None
        advice = self._advice(low, high, targets, sure)
        return BudgetLine(by, self.label, self.count, self.clv, self.cac, ratio, low, high, self.payback, net, limit, advice)

    def _advice(self, low: float | None, high: float | None, targets: _Targets, sure: float) -> Advice:
        if not self.cac:
            return Advice.FREE
        if self.count < targets.enough:
            return Advice.FEW
        if low is None or high is None:
            return Advice.UNSURE
        if high < 1:
            return Advice.LESS
        if low < 1:
            return Advice.UNSURE
        return Advice.MORE if low >= targets.ratio and self._is_early(targets.payback, sure) else Advice.KEEP

    def _is_early(self, latest: float | None, sure: float) -> bool:
        """Whether the cost is earned back in time: by all of the range of the margins, where they vary."""
        from ...models.means import ratio_interval

        if latest is None or self.payback is None or not self._margins:
            return True
        span = ratio_interval(*self._margins, sure)
        return latest * (span.low if span else 1 / self.payback) >= 1


def _cost(cell: Any) -> float:
    if type(cell) is not float:
        raise CellError(
            cell if isinstance(cell, ExcelError) else ExcelError.VALUE, "cacs has a cell that is no number. Give money or blanks."
        )
    if not 0 <= cell < math.inf:
        raise CellError(ExcelError.NUM, "cacs has a negative number. Give 0 or more.")
    return cell
