"""Subscriptions from their start and end dates: who is there, and who stays, by month and by cohort."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from ...cells.arguments import AnyColumn, Argument, DateColumn, Day, MoneyColumn
from ...cells.registry import excel_function
from ...cells.tables import Column, Label, TableOf
from ...cells.values import Cell, Words, label_key
from ...lists.orders.cleaning import read_amount
from ...lists.periods import Period
from ...lists.subscriptions.lines import MovementLine, NoSubscription, SubscriberCohortLine
from ..orders.history import PeriodWord

if TYPE_CHECKING:
    import numpy as np

    from ...lists.subscriptions.cleaning import Subscriptions

COHORT_MEASURES = ("share", "customers")
_MEANINGS = ("The share that still subscribes", "How many still subscribe")
CohortMeasureWord = Annotated[str, Argument("word", "single", unit="word", words=COHORT_MEASURES, meanings=_MEANINGS)]


class SubscriptionLabel(Label):
    """What became of the rows."""

    READ = "Read", "by column", "All rows that are not blank."
    START = Words("Left out: {1}", NoSubscription.START), "by column", "Rows without a start, or with a text that is none."
    END = Words("Left out: {1}", NoSubscription.END), "by column", "Rows with an end that is no date."
    ORDER = Words("Left out: {1}", NoSubscription.ORDER), "by column", "Rows whose end lies before their start."
    LATER = Words("Left out: {1}", NoSubscription.LATER), "by column", "Rows that start after as_of."
    USED = "Used", "by column", "The rows that count."
    THERE = "Used, still subscribers", "by column", "Those of them that go on."
    LEFT = "Used, left", "by column", "Those of them that have ended."
    ENDS_LATER = "Used, end after the calculation date", "by column", "Those of them that are known to end; they are still there."
    NO_CUSTOMER = "Used, without a customer", "by column", "Blank where customers is left out."
    SEVERAL = "Used, customer more than once", "by column", "Blank where customers is left out."
    NO_PRICE = "Used, without a price", "by column", "Blank where prices is left out; the average price counts."


@dataclass(frozen=True, slots=True)
class SubscriptionRowsLine:
    """How many rows."""

    label: Annotated[SubscriptionLabel, Column("Subscriptions", "text", "What became of the rows.")]
    rows: Annotated[float | None, Column("Rows", "count", "How many they are.")]


@excel_function(family="Subscriptions")
def CLV_SUBSCRIPTION_ROWS(
    starts: DateColumn,
    ends: DateColumn,
    as_of: Day = None,
    customers: AnyColumn = None,  # type: ignore[assignment]
    prices: MoneyColumn = None,  # type: ignore[assignment]
) -> TableOf[SubscriptionRowsLine]:
    """Which rows of a list of subscriptions count, and why the others do not, line by line.

    Rows read = used + left out, and used = still subscribers + left. The last lines say what is special about the used rows: an end
    after the calculation date (still there then), no customer, a customer with more rows than one (each row is a subscription of
    its own), no readable price (the average price counts).

    Args:
        starts: The day on which each subscription began. With or without a heading.
        ends: The day on which each ended; blank for those that go on.
        as_of: The day to calculate for; later starts are left out, later ends have not come yet. Left out: the day of the last start.
        customers: The customer of each subscription: number, name or e-mail address. Left out: not counted.
        prices: What each pays a month. Left out: not counted.

    Errors:
        #VALUE! where the columns differ in length or as_of is no date. A bad row is counted, never an error.

    Source:
        The rules of CLV_SUBSCRIBERS.

    Examples:
        >>> CLV_SUBSCRIPTION_ROWS(["2024-01-31", "2024-02-10"], [None, "2024-02-01"])[4]
        ['Left out: ends before it starts', 1.0]
    """
    from ...lists.subscriptions.cleaning import read_subscriptions

    found = read_subscriptions(starts, ends, as_of, customers)
    rows = found.row.tolist()
    names = [] if customers is None else [label_key(customers[row]) for row in rows]
    known = [name for name in names if name]
    figures: dict[SubscriptionLabel, int | None] = {
        SubscriptionLabel.READ: found.read,
        **{SubscriptionLabel(f"Left out: {reason}"): count for reason, count in found.left_out.items()},
        SubscriptionLabel.USED: len(found),
        SubscriptionLabel.THERE: int(found.there.sum()),
        SubscriptionLabel.LEFT: int((~found.there).sum()),
        SubscriptionLabel.ENDS_LATER: found.ends_later,
        SubscriptionLabel.NO_CUSTOMER: None if customers is None else len(names) - len(known),
        SubscriptionLabel.SEVERAL: None if customers is None else len(known) - len(set(known)),
        SubscriptionLabel.NO_PRICE: None if prices is None else sum(_price(prices[row]) is None for row in rows),
    }
    lines = [SubscriptionRowsLine(label, None if count is None else float(count)) for label, count in figures.items()]
    return TableOf(SubscriptionRowsLine, lines)


@excel_function(family="Subscriptions")
def CLV_SUBSCRIBERS(
    starts: DateColumn,
    ends: DateColumn,
    prices: MoneyColumn = None,  # type: ignore[assignment]
    period: PeriodWord = "month",
    as_of: Day = None,
) -> TableOf[MovementLine]:
    """Subscribers and their monthly revenue over time: at the start, new, left, at the end, and churn, period by period.

    At end = at start + new - left. Churn is the share of those there at the start who have left by the end: who came and left within
    the period is in new and in left, not in churn. Revenue churn is the same for their revenue. Neither is given for a period that
    is not over. Monthly revenue is what those there at the end pay a month. A subscription is there at the end of a day unless it
    ended on that day or before. Rows that cannot be used are left out: CLV_SUBSCRIPTION_ROWS counts them.

    Args:
        starts: The day on which each subscription began. With or without a heading.
        ends: The day on which each ended; blank for those that go on.
        prices: What each pays a month, in your currency; blank for the average of the others.
        period: month, quarter or year, in quotes. Left out: month.
        as_of: The day to calculate for; later starts are left out, later ends have not come yet. Left out: the day of the last start.

    Errors:
        #N/A where no row of starts and ends can be used; #VALUE! where the columns differ in length, as_of is no date, or period is
        another word. Within the table: blank revenue where no price is known.

    Source:
        Sums by definition; a customer churn rate as in CLV_CHURN_RATE.

    Examples:
        >>> records(CLV_SUBSCRIBERS(["2024-01-31", "2024-01-10", "2024-02-29"], [None, "2024-02-10", None], 10))[1]["Churn"]
        0.5
    """
    from ...lists.subscriptions.retention import movement

    found = found_in(starts, ends, as_of)
    return TableOf(MovementLine, movement(found, prices_of(prices, found), Period(period)) if len(found) else [])


@dataclass(frozen=True, slots=True)
class SurvivorLine:
    """The subscribers at a renewal."""

    renewals: Annotated[float, Column("Renewals", "count", "Which renewal; 0 is the start.")]
    at_risk: Annotated[float, Column("At risk", "count", "How many came to it.")]
    renewed: Annotated[float, Column("Renewed", "count", "How many of them made it.")]
    left: Annotated[float, Column("Left", "count", "At risk - renewed.")]
    there: Annotated[float, Column("Still there", "count", "Today's subscribers who have made so many renewals.")]
    retention: Annotated[float, Column("Retention", "share", "Renewed / at risk.")]
    survival: Annotated[float, Column("Survival", "share", "The product of the retentions so far.")]


@excel_function(family="Subscriptions")
def CLV_SURVIVORS(starts: DateColumn, ends: DateColumn, period: PeriodWord = "month", as_of: Day = None) -> TableOf[SurvivorLine]:
    """How many subscribers came to each renewal, and how many made it: the columns that CLV_RETENTION and CLV_SUBSCRIPTION take.

    A subscription renews a period after it began, and again after each further one. Who has not been there long enough for a renewal
    is not at risk at it. A renewal counts once its day has come, also for those who left before it; who ends on the very day does
    not make it. Renewal 0 is the start. Retention is renewed / at risk, survival the product of the retentions so far. Still there
    says how many renewals today's subscribers have made.

    Args:
        starts: The day on which each subscription began. With or without a heading.
        ends: The day on which each ended; blank for those that go on.
        period: month, quarter or year between renewals, in quotes. Left out: month.
        as_of: The day to calculate for; later starts are left out, later ends have not come yet. Left out: the day of the last start.

    Errors:
        #N/A where no row of starts and ends can be used; #VALUE! where the columns differ in length, as_of is no date, or period is
        another word.

    Source:
        Kaplan and Meier, Nonparametric Estimation from Incomplete Observations, 1958.

    Examples:
        >>> CLV_SURVIVORS(["2024-01-31", "2024-01-10", "2024-02-15"], [None, "2024-02-10", None], "month", "2024-03-01")[2]
        [1.0, 2.0, 1.0, 1.0, 1.0, 0.5, 0.5]
    """
    import numpy as np

    from ...lists.subscriptions.retention import renewals

    found, unit = found_in(starts, ends, as_of), Period(period)
    if not len(found):
        return TableOf(SurvivorLine, [])
    at_risk, renewed = renewals(found, unit)
    there = np.bincount(found.made(unit)[found.there], minlength=len(renewed))
    retention = renewed / at_risk
    columns = (
        np.arange(len(renewed), dtype=float),
        at_risk,
        renewed,
        at_risk - renewed,
        there.astype(float),
        retention,
        retention.cumprod(),
    )
    return TableOf(SurvivorLine, list(map(SurvivorLine, *(column.tolist() for column in columns))))


@excel_function(family="Subscriptions")
def CLV_SUBSCRIBER_COHORTS(
    starts: DateColumn,
    ends: DateColumn,
    period: PeriodWord = "month",
    measure: CohortMeasureWord = "share",
    as_of: Day = None,
) -> TableOf[SubscriberCohortLine]:
    """A triangle: subscribers by the month, quarter or year of their start, and how many are left after each renewal.

    AnyColumn 0 is the start, column 1 the first renewal. A row goes as far as all of the cohort have come. The last row holds all
    cohorts: for each column, those that have come so far.

    Args:
        starts: The day on which each subscription began. With or without a heading.
        ends: The day on which each ended; blank for those that go on.
        period: month, quarter or year, of the cohorts and between renewals, in quotes. Left out: month.
        measure: share or customers, in quotes. Left out: share.
        as_of: The day to calculate for; later starts are left out, later ends have not come yet. Left out: the day of the last start.

    Errors:
        #N/A where no row of starts and ends can be used; #VALUE! where the columns differ in length, as_of is no date, or period or
        measure is another word; #NUM! for dates that lie more periods apart than a sheet has columns.

    Source:
        Cohorts as in Fader and Hardie, Customer-Base Valuation in a Contractual Setting, 2010, table 1.

    Examples:
        >>> CLV_SUBSCRIBER_COHORTS(["2024-01-31", "2024-01-10"], [None, "2024-02-10"], "month", "customers", "2024-03-01")[1]
        ['2024-01', 2.0, 1.0, 2.0, 1.0]
    """
    from ...lists.subscriptions.retention import cohort_triangle

    found = found_in(starts, ends, as_of)
    rows = cohort_triangle(found, Period(period), measure == "share") if len(found) else []
    return TableOf(SubscriberCohortLine, rows, {"left": [float(age) for age in range(len(rows[0].left) if rows else 0)]})


def found_in(starts: list[Cell], ends: list[Cell], as_of: int | None) -> Subscriptions:
    """The subscriptions that count.

    Raises:
        CellError: there are rows, and none counts.
    """
    from ...lists.subscriptions.cleaning import counted, read_subscriptions

    return counted(read_subscriptions(starts, ends, as_of))


def _price(cell: Cell) -> float | None:
    price = read_amount(cell)
    return price if price is not None and price >= 0 else None


def prices_of(cells: list[Cell] | None, found: Subscriptions) -> np.ndarray:
    """The price of each subscription; nan where none is known."""
    import numpy as np

    given = [None if cells is None else _price(cells[row]) for row in found.row.tolist()]
    known = [price for price in given if price is not None]
    average = math.fsum(known) / len(known) if known else math.nan
    return np.array([average if price is None else price for price in given])
