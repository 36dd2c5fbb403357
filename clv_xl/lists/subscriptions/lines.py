"""What is said of a list of subscriptions: why rows are left out, and the rows of tables. Their arithmetic needs numpy and is elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from ...cells.tables import Column, Label
from ...sources import reasons


class NoSubscription(StrEnum):
    """Why a row is left out."""

    START = reasons.START
    END = reasons.END
    ORDER = reasons.END_BEFORE_START
    LATER = reasons.STARTS_LATER
    TENURE = reasons.TENURE
    CHURNED = reasons.CHURNED


@dataclass(frozen=True, slots=True)
class MovementLine:
    """Who came and left in a period, and what they pay."""

    period: Annotated[str, Column("Period", "key", "The month, quarter or year.")]
    at_start: Annotated[float, Column("At start", "count", "Subscribers at the start of the period.")]
    new: Annotated[float, Column("New", "count", "Subscribers who began in it.")]
    returned: Annotated[float, Column("Returned", "count", "Subscribers who came back in it after a pause.")]
    left: Annotated[float, Column("Left", "count", "Subscribers who ended in it, and have not come back.")]
    paused: Annotated[float, Column("Paused", "count", "Subscribers who ended in it, and have come back since.")]
    at_end: Annotated[float, Column("At end", "count", "At start + new + returned - left - paused.")]
    churn: Annotated[float | None, Column("Churn", "share", "Those at the start who have left by the end, as a share of them.")]
    revenue: Annotated[float | None, Column("Monthly revenue", "money", "What those at the end pay a month.")]
    new_revenue: Annotated[float | None, Column("New revenue", "money", "What those who began pay a month.")]
    lost_revenue: Annotated[float | None, Column("Lost revenue", "money", "What those who ended paid a month.")]
    revenue_churn: Annotated[float | None, Column("Revenue churn", "share", "Churn of the revenue of those at the start.")]


class SubscriberCohortLabel(Label):
    """The row that is no cohort."""

    ALL = "All cohorts", "by column", "In each column those cohorts that have come so far."


@dataclass(frozen=True, slots=True)
class SubscriberCohortLine:
    """The subscribers who began in a period."""

    cohort: Annotated[str | SubscriberCohortLabel, Column("Cohort", "key", "The period in which they began.")]
    started: Annotated[float, Column("Started", "count", "How many began in it.")]
    there: Annotated[float, Column("Still there", "count", "How many of them are subscribers today.")]
    left: Annotated[
        tuple[float | None, ...],
        Column("0, 1, 2, ...", "by argument", "How many are left after so many renewals, or which share.", repeats=True),
    ]
