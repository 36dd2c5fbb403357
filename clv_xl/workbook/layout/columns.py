"""How the columns that functions declare look in a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple


@dataclass(frozen=True)
class Column:
    name: str
    kind: str
    repeats: bool = False
    """Whether it stands for as many columns as the arguments bring."""


class Kind(NamedTuple):
    """How cells of a kind look: named styles, and the width of a column of them."""

    style: str
    head: str = "Head number"
    total: str = "Total"
    width: float = 13
    indent: bool = False
    """Whether it is text, which stands a little off figures at its left."""


KINDS = {
    "key": Kind("Text bold", "Head", "Total text", 18),
    "text": Kind("Text", "Head", "Total text", 17, True),
    "note": Kind("Note", "Head", "Total text", 24, True),
    "count": Kind("Number"),
    "number": Kind("Number"),
    "decimal": Kind("Decimal"),
    "index": Kind("Decimal"),
    "money": Kind("Money", total="Total money"),
    "whole money": Kind("Number"),
    "share": Kind("Share", total="Total share"),
    "ratio": Kind("Ratio"),
    "date": Kind("Date", width=14),
    "month": Kind("Month", "Head", "Total text"),
    "change": Kind("Change"),
    "state": Kind("State", "Head centre"),
    "p value": Kind("P value"),
    "dot": Kind("Dot", "Head centre"),
}


class ByName(dict[str, int]):
    """The number of each column or card by its name, which no other has; those without a name are not asked for."""

    def __init__(self, where: str, what: str, numbers: Iterable[tuple[str, int]]) -> None:
        super().__init__()
        self.where, self.what = where, what
        for name, number in numbers:
            if name and name in self:
                raise ValueError(f"{where}: there are two {what}s {name}")
            self[name] = number

    def __missing__(self, name: str) -> int:
        raise LookupError(f"{self.where}: there is no {self.what} {name}; there are {', '.join(filter(None, self))}")


def stand_off(kinds: Iterable[str]) -> list[bool]:
    """Which columns are text that stands a little off what is at its left: figures, or text that does so."""
    off, before = [], "Head"
    for kind in (KINDS[name] for name in kinds):
        off.append(kind.indent and (before == "Head number" or (bool(off) and off[-1])))
        before = kind.head
    return off


def columns_of(function: str, repeated: Sequence[str | int] = (), without: Sequence[str] = ()) -> tuple[Column, ...]:
    """The columns of a function's answer.

    Args:
        repeated: the names of those that the arguments bring.
        without: those that these arguments do not bring.
    """
    check_names(function, without, [column.name for column in _DECLARED[function]])
    columns = [column for column in _DECLARED[function] if column.name not in without]
    return tuple(
        one for column in columns for one in ([replace(column, name=str(name)) for name in repeated] if column.repeats else [column])
    )


def check_names(where: str, names: Iterable[str], known: Sequence[str]) -> None:
    """Refuse names of columns that there are not: what is said of them would be lost without a word."""
    if strangers := [name for name in names if name not in known]:
        raise LookupError(f"{where}: there is no column {', '.join(strangers)}; there are {', '.join(known)}")


def _read(text: str) -> tuple[Column, ...]:
    pairs = [part.strip().rpartition(":") for part in text.split("|")]
    return tuple(Column(name.strip().rstrip("*"), kind.strip(), name.strip().endswith("*")) for name, _, kind in pairs)


# To be replaced by what the functions declare.
_DECLARED = {
    name: _read(text)
    for name, text in {
        "CLV_TREND": "Period:key|Customers:number|New customers:number|Purchases:number|Revenue:number|Average order:money|Revenue per customer:money|Change in revenue:change|Customers so far:number|CLV so far:money",
        "CLV_COHORTS": "Cohort:key|Customers:number|Revenue:number|Age*:decimal",
        "SEGMENT_CLV": "By:key|Segment:text|Customers:number|Share of customers:share|Mean CLV:money|Total CLV:whole money|Share of value:share|Index:index|Mean CAC:money|CLV : CAC:ratio|Net:whole money|Enough data:state",
        "CLV_FORECAST": "Figure:key|Expected:decimal|Estimate, low:decimal|Estimate, high:decimal|Outcome, low:decimal|Outcome, high:decimal",
        "CLV_FIT": "Figure:key|Value:decimal|Standard error:decimal|In words:note",
        "CLV_TRACKING": "Week:number|Until:date|Repeat orders so far:number|Expected so far:decimal|Repeat orders in the week:number|Expected in the week:decimal",
        "CLV_MODELS": "Model:key|r:decimal|alpha:decimal|a or s:decimal|b or beta:decimal|Log-likelihood:decimal|Holdout: total off by:share|Holdout: error per customer:decimal|Choice:state",
        "CLV_HOLDOUT": "Repeat purchases before:key|Customers:number|Orders later:decimal|Forecast:decimal|Own rate goes on:decimal|Everybody average:decimal",
        "CLV_PRODUCTS": "Product:key|Buyers:number|Share of customers:share|Revenue:number|Share of revenue:share|Profit:money|Margin:decimal|Mean CLV of buyers:money|Best customers' index:decimal",
        "CLV_DRIVERS": "Factor:key|Kind:text|Customers:number|Explained:share|Correlation:decimal|p-value:p value|Adjusted p:p value|More than chance:state|Highest:text",
        "CLV_DORMANT": "Customer:key|Last purchase:date|Purchases:number|Usual gap:ratio|Days silent:number|Gaps silent:ratio|Stage:state|Average order:money|Value so far:money|Value at stake:money",
        "CLV_CUSTOMERS": "Customer:key|First purchase:date|Last purchase:date|Purchases:number|Revenue:money|Average order:money|Frequency:number|Recency:number|Age:number|Days silent:number|Stage:state|Value so far:money|First order:money|Group*:text",
        "CLV_PREDICT": "Customer:key|P(alive):share|P(alive), low:share|P(alive), high:share|Expected orders:decimal|Orders, low:decimal|Orders, high:decimal|Expected order value:money|Value so far:money|Future value:money|Future value, low:money|Future value, high:money|Total value:money",
        "CLV_ROWS": "Orders:text|Rows:number|Money:decimal",
        "CLV_TIERS": "Tier:key|CLV:text|Customers:number|Share of customers:share|Mean CLV:money|Total CLV:whole money|Share of value:share|Index:index",
        "CLV_PARETO": "Customers from the top:key|Customers:number|Share of customers:share|Mean CLV:money|Total CLV:whole money|Share of value:share|Index:index",
        "CLV_BUDGET": "By:key|Group:text|Customers:number|Mean CLV:money|Mean CAC:money|CLV : CAC:ratio|Payback:ratio|Net:whole money|May cost:money|Advice:state",
        "CLV_VALUES": "Customer:key|Channel:text|Campaign:text|Segment:text|Value:money|Cost to win:money|Customers:number|Margin a month:money|CLV : CAC:ratio|Payback:ratio|Net:whole money",
        "CLV_SUBSCRIBERS": "Period:key|At start:number|New:number|Left:number|At end:number|Churn:share|Monthly revenue:money|New revenue:money|Lost revenue:money|Revenue churn:share",
        "CLV_RETENTION": "Period:key|Customers:number|Survival:share|Survival fitted:share|Lowest:share|Highest:share|Retention:share|Retention fitted:share|Figure:key|Value:decimal|Standard error:decimal",
        "CLV_SURVIVORS": "Renewals:number|At risk:number|Renewed:number|Left:number|Still there:number|Retention:share|Survival:share",
        "CLV_SUBSCRIBER_COHORTS": "Cohort:key|Started:number|Still there:number|Renewals*:share",
        "CLV_SUBSCRIPTION": "Subscriber:key|Renewals made:number|Chance to renew:decimal|Half have left after:decimal|Payments to come:decimal|Value:decimal|Lowest value:decimal|Highest value:decimal",
        "CLV_PLANS": "Plan:key|Started:number|Subscribers:number|Renewals due:number|Churn:share|Price:money|Monthly revenue:money|CLV:money|Lowest CLV:money|Highest CLV:money|Value to come:whole money",
        "CLV_SUBSCRIPTION_ROWS": "Subscriptions:text|Rows:number",
    }.items()
}
