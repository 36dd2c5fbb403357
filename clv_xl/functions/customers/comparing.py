"""Groups of customers compared at the same age: which are worth more than the others, beyond chance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from ...cells.arguments import Argument, BalanceColumn, CountColumn, SingleShare, Table
from ...cells.errors import CellError, ExcelError
from ...cells.registry import excel_function
from ...cells.tables import Column, TableOf
from ...cells.values import DAYS_A_MONTH, Cell, Words, text_of
from ...models.differences import CONFIDENCE, each_beside_the_rest, level, needed_for
from .groups import ENOUGH_CUSTOMERS, SingleCount, grouped, row_weights

AgeColumn = Annotated[list, Argument("number", "column", unit="one column of days")]
Months = Annotated[float, Argument(unit="months", low=0)]

MATTERS = 0.05
"""A smaller difference, as a share of the mean of the others, is of no use to anybody."""
MOST_COMPARED = 50
"""Groups of a column that are compared, the largest ones."""
AGES = (12, 6, 3, 2, 1)
"""Months at which customers are compared."""


class Verdict(StrEnum):
    """What a comparison says of a group."""

    HIGHER = "Higher"
    LOWER = "Lower"
    ALIKE = "No difference yet"
    UNKNOWN = "Cannot tell yet"


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """A group beside all customers of the other groups of its column."""

    by: Annotated[str, Column("By", "key", "The column of groups that the row belongs to.")]
    group: Annotated[Cell, Column("Group", "text", "The group, as first written.")]
    customers: Annotated[float, Column("Customers", "count", "How many of its customers have a value.")]
    missing: Annotated[float, Column("Missing", "count", "How many more it takes for a comparison.")]
    mean: Annotated[float | None, Column("Mean CLV", "money", "The value of one of them, on average.")] = None
    low: Annotated[float | None, Column("Mean, low", "money", "Where the range of that mean begins.")] = None
    high: Annotated[float | None, Column("Mean, high", "money", "Where it ends.")] = None
    others: Annotated[float | None, Column("Mean of the others", "money", "The mean of all customers of the other groups.")] = None
    difference: Annotated[float | None, Column("Difference", "money", "The group's mean less that of the others.")] = None
    least: Annotated[float | None, Column("Difference, low", "money", "Where the range of the difference begins.")] = None
    most: Annotated[float | None, Column("Difference, high", "money", "Where it ends.")] = None
    needed: Annotated[
        float | None, Column("Customers needed", "count", "In all groups together, to show such a difference with a chance of 80%.")
    ] = None
    verdict: Annotated[Verdict, Column("Verdict", "state", "Higher, Lower, No difference yet or Cannot tell yet.")] = Verdict.UNKNOWN


@excel_function(family="Segments")
def CLV_COMPARE(
    groups: Table,
    clvs: BalanceColumn,
    customers: CountColumn = None,  # type: ignore[assignment]
    enough: SingleCount = ENOUGH_CUSTOMERS,
    matters: SingleShare = MATTERS,
    confidence: SingleShare = CONFIDENCE,
) -> TableOf[ComparedLine]:
    """Which groups are worth more than the others, beyond chance: each beside all customers of the other groups.

    Values must be of customers of the same age: CLV_VALUE_AT_AGE makes them. Higher and Lower are said where the difference is more
    than chance and matters. No difference yet: chance alone may show as much, or it does not matter. "Customers needed" would show a
    difference as large as the one seen, or the smallest one that matters. Cannot tell yet: the group, or all others together, have too
    few customers with a value; rows that stand for several customers do not say how much customers differ; only the 50 largest groups of
    a column are compared. The ranges and the verdicts of a column hold together with the certainty given. Blank groups are left out.

    Args:
        groups: The group of each customer; one column, or several for as many groupings. With or without a heading.
        clvs: The value of each customer at one age, in your currency; blank for who is younger.
        customers: How many customers each row stands for. Left out or blank: one.
        enough: How many customers with a value a group takes. Left out: 100.
        matters: The smallest difference that matters, as a share of the mean of the others. Left out: 5%.
        confidence: How sure all that is said of a column is to be, as a fraction. Left out: 98%.

    Errors:
        #VALUE! where the ranges differ in length, or customers has text; #NUM! for an enough below 5, a negative number in customers, or
        a matters or confidence outside 0 to 1, and a confidence of 0 or 1.

    Source:
        Welch's t without its skewness (Hall 1992), judged by dealing customers out again at random, as CLV_AB_TEST; for as many questions
        as there are groups (Bonferroni). Its false alarms and its power are measured in docs/measurements.md.

    Examples:
        >>> records(CLV_COMPARE(["S", "W", "S", "W", "S", "W", "S", "W", "S", "W"], [1, 9, 1, 8, 2, 9, 1, 8, 2, 9], None, 5))[0]["Verdict"]
        'Higher'
    """
    if not 0 < confidence < 1:
        raise CellError(ExcelError.NUM, "confidence is 0 or 1. Give a fraction between, such as 98%.")
    names, columns = groups
    weights = row_weights(customers, len(clvs))
    rows: list[ComparedLine] = []
    for position, column in enumerate(columns):
        by = text_of(names[position]) if names else Words("Column {1}", position + 1)
        every = [i for i, cell in enumerate(column) if text_of(cell)]
        found = sorted(grouped(column, every), key=lambda pair: text_of(pair[0]))
        known = [[i for i in members if _is_value(clvs[i]) and weights[i]] for _, members in found]
        rows += _compared(by, [label for label, _ in found], [[clvs[i] for i in own] for own in known],
                          [[weights[i] for i in own] for own in known], (enough, matters, confidence))  # fmt: skip
    return TableOf(ComparedLine, rows)


def _is_value(cell: Any) -> bool:
    return type(cell) is float and math.isfinite(cell)


def _compared(
    by: str, labels: Sequence[Cell], values: list[list[float]], weights: list[list[float]], asked: tuple[float, float, float]
) -> list[ComparedLine]:
    """A line for each group of a column, the highest mean first."""
    from ...models.means import mean_interval

    enough, matters, confidence = asked
    counts = [math.fsum(own) for own in weights]
    total, single = math.fsum(counts), all(weight == 1 for own in weights for weight in own)
    large = [i for i, count in enumerate(counts) if count >= enough and single]
    ranked = sorted(large, key=lambda i: -counts[i])[:MOST_COMPARED]
    able = [i for i in ranked if total - counts[i] >= enough]
    compared = each_beside_the_rest(values, able, confidence) if able else {}
    lines = []
    for i, (label, own, count) in enumerate(zip(labels, values, counts)):
        mean = math.fsum(map(math.prod, zip(own, weights[i]))) / count if count else None
        line = {"by": by, "group": label, "customers": count, "missing": max(0.0, math.ceil(enough - count)), "mean": mean}
        if i in ranked and (span := mean_interval(own, level(confidence, len(ranked)))):
            line |= {"low": span.low, "high": span.high}
        if (pair := compared.get(i)) is not None:
            smallest = matters * abs(pair.mean_a)
            claimed = not pair.low <= 0 <= pair.high and abs(pair.difference) >= smallest
            shown = max(abs(pair.difference), smallest)
            needed = float(math.ceil(needed_for(pair, round(total), shown))) if shown else None
            verdict = (Verdict.HIGHER if pair.difference > 0 else Verdict.LOWER) if claimed else Verdict.ALIKE
            line |= {"others": pair.mean_a, "difference": pair.difference, "least": pair.low, "most": pair.high}
            line |= {"needed": needed, "verdict": verdict}
        lines.append(ComparedLine(**line))
    return sorted(lines, key=lambda row: (row.mean is None, -(row.mean or 0.0), text_of(row.group)))


@excel_function(family="Segments")
def CLV_COMMON_AGE(groups: Table, ages: AgeColumn, enough: SingleCount = ENOUGH_CUSTOMERS) -> Months:
    """At which age to compare groups of customers: the most months that enough customers of each group have been customers.

    It is one of 12, 6, 3, 2 and 1 months, or 0, which is the first day. Groups that have too few customers at any age do not count,
    nor do blank groups. Where no group has enough, it is the age that half of all customers have reached.

    Args:
        groups: The group of each customer; one column or several. With or without a heading.
        ages: Days from the first purchase of each customer to the calculation date, as CLV_CUSTOMERS has them.
        enough: How many customers a group takes. Left out: 100.

    Errors:
        #N/A where ages has no number; #VALUE! where groups and ages differ in length; #NUM! for an enough below 5.

    Source:
        Cohorts compared at the same age, as in Fader and Hardie 2009.

    In words:
        Compare these groups by what customers brought in their first {answer} months.

    Examples:
        >>> CLV_COMMON_AGE(["W", "F", "W", "F", "W", "F", "W", "F", "W", "F"], [900, 130, 800, 100, 700, 95, 600, 99, 500, 93], 5)
        3.0
    """
    known = [i for i, age in enumerate(ages) if _is_value(age)]
    if not known:
        raise CellError(ExcelError.NA, "ages has no number. Give the days since the first purchase of each customer.")
    _, columns = groups
    members = [rows for column in columns for label, rows in grouped(column, known) if text_of(column[rows[0]])]
    needed = [(rows, enough) for rows in members if len(rows) >= enough] or [(known, len(known) / 2)]
    reached = (age for age in AGES if all(sum(ages[i] >= days_of(age) for i in rows) >= count for rows, count in needed))
    return float(next(reached, 0))


def days_of(months: float) -> int:
    """How many days after the first purchase an age is reached."""
    return math.ceil(months * DAYS_A_MONTH)
