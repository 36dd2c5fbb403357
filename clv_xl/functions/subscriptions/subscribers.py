"""Subscriptions from their start and end dates, or from tenures: who is there, and who stays, by month and by cohort."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ...cells.arguments import AnyColumn, Argument, DateColumn, Day, MoneyColumn
from ...cells.registry import excel_function
from ...cells.tables import Column, TableOf
from ...lists.periods import Period
from ...lists.subscriptions.lines import MovementLine, SubscriberCohortLine
from ..orders.history import PeriodWord
from .reading import TenureColumn, by_tenure, followed_in, found_in, joined_in, prices_of, tenures_in

COHORT_MEASURES = ("share", "customers")
_MEANINGS = ("The share that still subscribes", "How many still subscribe")
CohortMeasureWord = Annotated[str, Argument("word", "single", unit="word", words=COHORT_MEASURES, meanings=_MEANINGS)]


@excel_function(family="Subscriptions")
def CLV_SUBSCRIBERS(
    starts: DateColumn,
    ends: DateColumn,
    prices: MoneyColumn = None,  # type: ignore[assignment]
    period: PeriodWord = "month",
    as_of: Day = None,
    customers: AnyColumn = None,  # type: ignore[assignment]
) -> TableOf[MovementLine]:
    """Subscribers and their monthly revenue over time: at the start, new, left, at the end, and churn, period by period.

    At end = at start + new + returned - left - paused. Churn is the share of those there at the start who have left by the end: who
    came and left within the period is in new and in left, not in churn. Revenue churn is the same for their revenue. Neither is given
    for a period that is not over. Monthly revenue is what those there at the end pay a month. A subscription is there at the end of a
    day unless it ended on that day or before. Rows that cannot be used are left out: CLV_SUBSCRIPTION_ROWS counts them.

    Where customers is given, a subscription that begins when another of the same customer has ended goes on from it: nobody has left
    and nobody is new. A day or less between them is a change of plan, and moves nothing but revenue; more is a pause, which shows
    in paused and then in returned. Who has not come back by the calculation date has left. Subscriptions side by side are one each.

    Args:
        starts: The day on which each subscription began. With or without a heading.
        ends: The day on which each ended; blank for those that go on.
        prices: What each pays a month, in your currency; blank for the average of the others.
        period: month, quarter or year, in quotes. Left out: month.
        as_of: The day to calculate for; later starts are left out, later ends have not come yet. Left out: the day of the last start.
        customers: The customer of each; who goes on with another plan or comes back after a pause is then one. Left out: each row is one.

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
    if not len(found):
        return TableOf(MovementLine, [])
    followed = followed_in(found, customers)
    return TableOf(MovementLine, movement(found, followed.former, followed.gap, prices_of(prices, found), Period(period)))


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
def CLV_SURVIVORS(
    starts: DateColumn,
    ends: DateColumn,
    period: PeriodWord = "month",
    as_of: Day = None,
    customers: AnyColumn = None,  # type: ignore[assignment]
    tenures: TenureColumn = None,  # type: ignore[assignment]
    churned: AnyColumn = None,  # type: ignore[assignment]
) -> TableOf[SurvivorLine]:
    """How many subscribers came to each renewal, and how many made it: the columns that CLV_RETENTION and CLV_SUBSCRIPTION take.

    A subscription renews a period after it began, and again after each further one. Who has not been there long enough for a renewal
    is not at risk at it. A renewal counts once its day has come, also for those who left before it; who ends on the very day does
    not make it. Renewal 0 is the start. Retention is renewed / at risk, survival the product of the retentions so far. Still there
    says how many renewals today's subscribers have made.

    Where customers is given, subscriptions of the same customer that follow each other are one, from the first start to the last end:
    a change of plan is no leaving, and neither is a pause, which counts as time that the customer stayed. Subscriptions side by side
    are one each.

    A list without dates has tenures and churned instead, with starts left blank. A tenure is as exact as a date: who is there
    after 3.5 months has made 3 monthly renewals, as has who left after 3.5; who left after 3 did not make the third. Where tenures
    are whole months completed, add half a month to those who left.

    Args:
        starts: The day on which each subscription began. With or without a heading.
        ends: The day on which each ended; blank for those that go on.
        period: month, quarter or year between renewals, in quotes. Left out: month.
        as_of: The day to calculate for; later starts are left out, later ends have not come yet. Left out: the day of the last start.
        customers: The customer of each; who goes on with another plan or comes back after a pause is then one. Left out: each row is one.
        tenures: For a list without starts: how many months each has been there. Left out: starts and ends count.
        churned: Beside tenures: whether each has left; yes or no, 1 or 0. Left out: starts and ends count.

    Errors:
        #N/A where no row of starts and ends, or of tenures and churned, can be used; #VALUE! where the columns differ in length, as_of
        is no date, or period is another word.

    Source:
        Kaplan and Meier, Nonparametric Estimation from Incomplete Observations, 1958.

    Examples:
        >>> CLV_SURVIVORS(["2024-01-31", "2024-01-10", "2024-02-15"], [None, "2024-02-10", None], "month", "2024-03-01")[2]
        [1.0, 2.0, 1.0, 1.0, 1.0, 0.5, 0.5]
        >>> CLV_SURVIVORS([None, None], [None, None], tenures=[1, 3], churned=["yes", "no"])[2]
        [1.0, 2.0, 1.0, 1.0, 0.0, 0.5, 0.5]
    """
    import numpy as np

    from ...lists.subscriptions.retention import renewals

    unit = Period(period)
    if tenures is not None and by_tenure(starts, tenures):
        found = tenures_in(tenures, churned)
    else:
        found = joined_in(starts, ends, as_of, customers)
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
    customers: AnyColumn = None,  # type: ignore[assignment]
) -> TableOf[SubscriberCohortLine]:
    """A triangle: subscribers by the month, quarter or year of their start, and how many are left after each renewal.

    Column 0 is the start, column 1 the first renewal. A row goes as far as all of the cohort have come. The last row holds all
    cohorts: for each column, those that have come so far. Where customers is given, subscriptions of the same customer that follow
    each other are one, as in CLV_SURVIVORS.

    Args:
        starts: The day on which each subscription began. With or without a heading.
        ends: The day on which each ended; blank for those that go on.
        period: month, quarter or year, of the cohorts and between renewals, in quotes. Left out: month.
        measure: share or customers, in quotes. Left out: share.
        as_of: The day to calculate for; later starts are left out, later ends have not come yet. Left out: the day of the last start.
        customers: The customer of each; who goes on with another plan or comes back after a pause is then one. Left out: each row is one.

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

    found = joined_in(starts, ends, as_of, customers)
    rows = cohort_triangle(found, Period(period), measure == "share") if len(found) else []
    return TableOf(SubscriberCohortLine, rows, {"left": [float(age) for age in range(len(rows[0].left) if rows else 0)]})
