"""What to do next: what moves value, whom to win back, whether a change worked."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace
from typing import Annotated

from ..cells.arguments import (
    AnyColumn,
    BalanceColumn,
    BalanceList,
    Costs,
    DateColumn,
    Day,
    SingleShare,
    Table,
)
from ..cells.errors import CellError, ExcelError
from ..cells.registry import excel_function
from ..cells.tables import Column, Label, ListOf, TableOf
from ..cells.values import Cell, Words, date_to_serial, text_of
from ..lists.orders.customers.winback import WinbackLine, winback_rows
from ..lists.orders.earnings import earnings_of
from ..models.differences import CONFIDENCE
from .customers.groups import valued_rows
from .orders.fits import AUTO, ModelWord, SingleMonths
from .orders.forecasts.prediction import SingleRate, expected_by_code
from .orders.history import used_orders

LEAST_CUSTOMERS = 5
"""In each group of an A/B test; with fewer, chance can hardly be told apart."""
SURE = round(1 - CONFIDENCE, 9)
"""An adjusted p-value below this is taken as more than chance, as wherever groups are compared."""


@dataclass(frozen=True, slots=True)
class DriverLine:
    """How far a factor goes with value."""

    factor: Annotated[str, Column("Factor", "key", "The factor, as its column is headed.")]
    kind: Annotated[str, Column("Kind", "text", "Number or Category.")]
    customers: Annotated[float, Column("Customers", "count", "Customers whose value and factor are known.")]
    explained: Annotated[float | ExcelError, Column("Explained", "share", "The share of the differences in rank that go with it.")]
    correlation: Annotated[float | ExcelError | None, Column("Correlation", "decimal", "Of ranks, -1 to 1; none for a category.")]
    p_value: Annotated[float | ExcelError, Column("p-value", "p value", "How likely chance alone shows so much.")]
    adjusted: Annotated[float | ExcelError, Column("Adjusted p", "p value", "The same, where several factors are looked at.")]
    sure: Annotated[str | ExcelError, Column("More than chance", "state", "Yes where adjusted p is below 2%, else No.")]
    highest: Annotated[str | None, Column("Highest", "text", "Where value is highest: the category, or higher or lower numbers.")]


@excel_function(family="Decisions")
def CLV_DRIVERS(clvs: BalanceColumn, factors: Table) -> TableOf[DriverLine]:
    """Which columns move with lifetime value: a row per factor, those beyond chance first. Correlation is not causation.

    One row of the ranges is one customer. A column of numbers or dates is a number; one with a text in it is a category.
    Explained is the share of the differences in rank that go with the factor, 0 to 1: the square of the rank correlation, or eta
    squared of the ranks for categories. A category with many values explains much by chance alone, and of several factors some
    look strong; the adjusted p-value makes up for both (Holm). Highest is the category with the highest mean value, or whether
    higher or lower numbers go with higher value. A factor that moves with value need not bring it about: a channel may only
    attract customers who buy more anyway. An experiment (CLV_AB_TEST) can tell.

    Args:
        clvs: The lifetime value of each customer, in your currency. With or without a heading.
        factors: What is known of each customer, a column per factor, with or without headings. Blank columns are left out.

    Errors:
        #N/A where clvs has no number; #VALUE! where clvs and factors differ in length. Within the table: #N/A where a column of
        factors has fewer than 5 values beside a value, or only one value, or as many categories as customers.

    Source:
        Spearman 1904; Kruskal and Wallis 1952, eta squared as H / (n - 1); p-values adjusted after Holm 1979.

    Examples:
        >>> records(CLV_DRIVERS([10, 20, 30, 40, 50], [1, 2, 4, 3, 5]))[0]["Highest"]
        'higher'
    """
    from ..models.association import adjusted, with_groups, with_numbers

    names, columns = factors
    valued = valued_rows(clvs) if clvs else []
    rows: list[DriverLine] = []
    for position, column in enumerate(columns):
        used = [i for i in valued if column[i] is not None and not isinstance(column[i], ExcelError)]
        if not used:
            continue
        name = text_of(names[position]) if names and names[position] is not None else Words("Factor {1}", position + 1)
        values = [clvs[i] for i in used]
        numbers = [_as_number(column[i]) for i in used]
        if None not in numbers:
            found = with_numbers(values, numbers)  # type: ignore[arg-type]
            highest = None if found is None or not found.correlation else Words("higher" if found.correlation > 0 else "lower")
            kind = Words("Number")
        else:
            labels = [text_of(column[i]) for i in used]
            found, highest, kind = with_groups(values, labels), _highest(values, labels), Words("Category")
        unknown = ExcelError.NA
        explained, correlation, p_value = (unknown,) * 3 if found is None else (found.explained, found.correlation, found.p_value)
        rows.append(DriverLine(name, kind, float(len(used)), explained, correlation, p_value, unknown, unknown, highest))
    known = [number for number, row in enumerate(rows) if not isinstance(row.p_value, ExcelError)]
    for number, p_value in zip(known, adjusted([rows[number].p_value for number in known])):  # type: ignore[misc]
        rows[number] = replace(rows[number], adjusted=p_value, sure=Words("Yes" if p_value < SURE else "No"))
    rows.sort(key=lambda row: (row.sure == "Yes", -1.0 if isinstance(row.explained, ExcelError) else row.explained), reverse=True)
    return TableOf(DriverLine, rows)


def _as_number(cell: Cell) -> float | None:
    if type(cell) is float:
        return cell if math.isfinite(cell) else None
    return date_to_serial(cell) if isinstance(cell, dt.date) else None


def _highest(values: list[float], labels: list[str]) -> str:
    """The category with the highest mean."""
    groups: dict[str, list[float]] = {}
    for value, label in zip(values, labels):
        groups.setdefault(label, []).append(value)
    return max(groups, key=lambda label: (math.fsum(groups[label]) / len(groups[label]), label))


@excel_function(family="Decisions")
def CLV_DORMANT(
    customers: AnyColumn,
    dates: DateColumn,
    amounts: BalanceColumn,
    as_of: Day = None,
    gross_margin: SingleShare = 1,
    months: SingleMonths = 12,
    annual_discount_rate: SingleRate = 0,
    model: ModelWord = AUTO,
    costs: Costs = None,  # type: ignore[assignment]
) -> ListOf[WinbackLine]:
    """Customers to win back: those silent for longer than their own rhythm explains, those first with whom acting can change most.

    Each customer's own usual gap between purchases counts, as in CLV_CUSTOMERS: silent for more than 2 of them is slipping, for more than
    4 dormant. Value at stake is what the model expects of the customer within the months ahead, the future value of CLV_PREDICT: the
    chance of still being a customer is in it, and all together is never more than CLV_FORECAST. Acting can change little for those who
    will come anyway, and for those who are gone: value at stake x (1 - P(alive)) is largest in between, and gives the order. Customers
    with one purchase have no rhythm of their own and are not listed. The last row adds up.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. Left out: 1.
        months: How many months to look ahead. Left out: 12.
        annual_discount_rate: How much less money is worth a year later, as a fraction: 10% or 0.1. Left out: 0.
        model: BG/NBD, MBG/NBD, Pareto/NBD or auto, in quotes. auto compares them. Left out: auto.
        costs: What the goods of each order cost you; fees and what shipping costs you in further columns. An order with a cost counts with
            it, any other with gross_margin. Left out: gross_margin for all.

    Errors:
        #N/A where no row of customers, dates and amounts can be used; #VALUE! where customers, dates and amounts differ in length,
        as_of is no date or model is another word; #NUM! for a gross_margin, months or an annual_discount_rate out of bounds. Within the
        table: #N/A for P(alive) and what follows from it where the orders are too few for a model; the most valuable then come first.

    Source:
        The stages of CLV_CUSTOMERS and the models of CLV_PREDICT; the chance times its complement as what is not decided yet.

    Examples:
        >>> records(CLV_DORMANT(["Ann", "Ann", "Bo"], ["2024-01-01", "2024-01-31", "2024-07-01"], [40, 25, 20]))[0]["Stage"]
        'Dormant'
    """
    orders = used_orders(customers, dates, amounts, as_of)
    if orders is None:
        return ListOf(WinbackLine, [])
    earnings = earnings_of(orders, costs, gross_margin)
    expected = expected_by_code(orders, months, annual_discount_rate, earnings.margin, model)
    return ListOf(WinbackLine, winback_rows(orders, earnings, expected), totals=1)


class TestFigure(Label):
    """What a test says."""

    VERDICT = "Verdict", "state", "B is higher, A is higher, or Not settled."
    MEAN_A = "Mean of A", "money", "What a customer of A brought, on average."
    MEAN_B = "Mean of B", "money", "What a customer of B brought, on average."
    DIFFERENCE = "Difference B - A", "money", "By how much B is higher."
    CHANGE = "Difference in %", "change", "The same, as a share of the mean of A; blank where that is 0 or less."
    LOW = "Lowest difference", "money", "Where the interval of the true difference begins."
    HIGH = "Highest difference", "money", "Where it ends."
    P_VALUE = "p-value", "p value", "How likely chance alone shows so large a difference."
    POWER = "Power", "share", "The chance that a test of this size finds a difference as large as the one seen."
    NOW = "Customers now", "count", "In both groups together."
    NEEDED = "Customers needed", "count", "In both groups together, to find such a difference with a chance of 80%."
    SMALLEST = "Smallest difference to be found", "money", "By a test of this size, with a chance of 80%."


@dataclass(frozen=True, slots=True)
class TestLine:
    """A figure of a test."""

    figure: Annotated[TestFigure, Column("A/B test", "figure", "Which figure it is.")]
    answer: Annotated[str | float | None, Column("Answer", "by row", "The figure.")]


@excel_function(family="Decisions")
def CLV_AB_TEST(clvs_a: BalanceList, clvs_b: BalanceList, confidence: SingleShare = 0.95) -> TableOf[TestLine]:
    """Did the change raise lifetime value: the difference B - A of the means, its interval, and how sure that is.

    The two groups may differ in size, and the money may be skewed, with many zeros. Customers who brought nothing must be in the
    lists with 0: a blank is left out. The interval holds the true difference with the given confidence. Power is the chance that
    a test of this size finds a difference as large as the one seen. "Customers needed" are those in both groups together, shared
    out as now, for such a difference to be found with a chance of 80%. Both go by the difference seen, which is itself uncertain:
    a rough guide, and on very skewed money the true number can be a few times larger. The interval can be too narrow where the
    two groups differ wildly in shape.

    Args:
        clvs_a: What each customer of group A (as before) brought, in your currency; zeros included. With or without a heading.
        clvs_b: What each customer of group B (with the change) brought.
        confidence: How sure the interval is to be, as a fraction. Left out: 95%.

    Errors:
        #N/A where clvs_a or clvs_b has fewer than 5 values, or all values are alike; #VALUE! for text in clvs_a or clvs_b; #NUM! for a
        confidence outside 0 to 1, and not 0 or 1 itself.

    Source:
        Welch's t without its skewness (Hall 1992; Zhou and Dinh 2005), judged by dealing the customers out again at random (Janssen
        1997). Its false alarms and its coverage are measured in docs/measurements.md.

    Examples:
        >>> records(CLV_AB_TEST([0, 10, 0, 12, 9, 0, 14, 11], [0, 16, 12, 15, 0, 18, 11, 13]))[3]["Answer"]
        3.625
    """
    from ..models.comparison import compare_means

    if not 0 < confidence < 1:
        raise CellError(ExcelError.NUM, "confidence is 0 or 1. Give a fraction between, such as 95%.")
    for name, values in (("clvs_a", clvs_a), ("clvs_b", clvs_b)):
        if len(values) < LEAST_CUSTOMERS:
            raise CellError(
                ExcelError.NA, f"{name} has {len(values)} of the {LEAST_CUSTOMERS} values that it takes. Zeros count, blanks do not."
            )
    try:
        found = compare_means(clvs_a, clvs_b, confidence)
    except ValueError:
        raise CellError(ExcelError.NA, "All values of clvs_a and all values of clvs_b are alike. There is nothing to compare.") from None
    sure = found.p_value < 1 - confidence
    verdict = Words(("B is higher" if found.difference > 0 else "A is higher") if sure else "Not settled")
    figures: dict[TestFigure, str | float | None] = {
        TestFigure.VERDICT: verdict,
        TestFigure.MEAN_A: found.mean_a,
        TestFigure.MEAN_B: found.mean_b,
        TestFigure.DIFFERENCE: found.difference,
        TestFigure.CHANGE: found.difference / found.mean_a if found.mean_a > 0 else None,
        TestFigure.LOW: found.low,
        TestFigure.HIGH: found.high,
        TestFigure.P_VALUE: found.p_value,
        TestFigure.POWER: found.power,
        TestFigure.NOW: float(len(clvs_a) + len(clvs_b)),
        TestFigure.NEEDED: found.needed and float(math.ceil(found.needed)),
        TestFigure.SMALLEST: found.detectable,
    }
    return TableOf(TestLine, [TestLine(*pair) for pair in figures.items()])
