"""What the subscribers of each plan are worth."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from ...cells.arguments import AnyColumn, DateColumn, Day, MoneyColumn, SingleRate, SingleShare
from ...cells.errors import NO_RANGE, ExcelError
from ...cells.registry import excel_function
from ...cells.tables import Column, Label, TableOf
from ...cells.values import Cell, text_of
from ...lists.orders.summary import CENT_FRACTION
from ...lists.periods import MONTHS, Period, rate_of
from ..orders.history import PeriodWord
from .reading import TenureColumn, by_tenure, followed_in, found_in, prices_of, tenures_in
from .renewals import beyond_last
from .survivors import curve_of

if TYPE_CHECKING:
    import numpy as np

    from ...lists.subscriptions.cleaning import Subscriptions
    from ...lists.subscriptions.tenures import Tenures
    from ...models.renewals.choice import Chosen


class PlanLabel(Label):
    """The rows that are no plan."""

    NONE = "No plan", "by column", "Subscriptions without a plan."
    ALL = "All plans", "by column", "All of them together; its CLV is the average over those who started."


@dataclass(frozen=True, slots=True)
class PlanCounts:
    """The subscribers of a plan, and what they pay."""

    started: Annotated[float, Column("Started", "count", "Subscriptions so far.")]
    subscribers: Annotated[float, Column("Subscribers", "count", "Those that go on today.")]
    due: Annotated[float, Column("Renewals due", "count", "Renewals that they have come to.")]
    churn: Annotated[float | None, Column("Churn", "share", "The share of these that were not made.")]
    price: Annotated[float | None, Column("Price", "money", "What today's subscribers pay a month, on average.")]
    revenue: Annotated[float | None, Column("Monthly revenue", "money", "What they pay a month together.")]


@dataclass(frozen=True, slots=True)
class PlanWorth:
    """What the subscribers of a plan are worth."""

    clv: Annotated[float | ExcelError | None, Column("CLV", "money", "What a new subscriber is worth.")]
    lowest: Annotated[float | ExcelError | None, Column("Lowest CLV", "money", "The lowest that it can be, at 90% confidence.")]
    highest: Annotated[float | ExcelError | None, Column("Highest CLV", "money", "The highest that it can be, at 90% confidence.")]
    to_come: Annotated[float | ExcelError | None, Column("Value to come", "whole money", "What today's subscribers will still bring.")]
    beyond: Annotated[float | ExcelError | None, Column("Beyond what was seen", "share", "The share of that after the last renewal seen.")]


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan."""

    plan: Annotated[str | PlanLabel, Column("Plan", "key", "The plan.")]
    counts: PlanCounts
    worth: PlanWorth


@excel_function(family="Subscriptions")
def CLV_PLANS(
    starts: DateColumn,
    ends: DateColumn,
    plans: AnyColumn,
    prices: MoneyColumn = None,  # type: ignore[assignment]
    gross_margin: SingleShare = 1,
    annual_discount_rate: SingleRate = 0.1,
    period: PeriodWord = "month",
    as_of: Day = None,
    customers: AnyColumn = None,  # type: ignore[assignment]
    tenures: TenureColumn = None,  # type: ignore[assignment]
    churned: AnyColumn = None,  # type: ignore[assignment]
) -> TableOf[PlanLine]:
    """What the subscribers of each plan are worth: how many, churn, price, CLV of a new one, and what today's will still bring.

    Churn is the share of all renewals due that were not made. Price is the average of today's subscribers. CLV and value to come are
    those of CLV_SUBSCRIPTION, fitted for each plan alone, with the lowest and highest CLV at 90% confidence; value to come counts
    each of today's subscribers as about to renew. A plan with too few renewals takes the model of all subscribers, and then has no
    lowest and highest. Beyond what was seen is the share of the value to come that comes after the last renewal that the model knows.
    The last row is of all plans; its CLV is the average over those who started. Largest monthly revenue first.

    Where customers is given, subscriptions of the same customer that follow each other in the same plan are one, pauses within; who
    goes on in another plan has not left the first, and counts in both: once among all plans. A list without dates has tenures and
    churned instead, with starts left blank, as CLV_SURVIVORS takes them.

    Args:
        starts: The day on which each subscription began. With or without a heading.
        ends: The day on which each ended; blank for those that go on.
        plans: The plan of each subscription; blank ones are a group of their own.
        prices: What each pays a month, in your currency; blank for the average of the others.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. Left out: 1.
        annual_discount_rate: How much less money is worth a year later, as a fraction. Left out: 10%.
        period: month, quarter or year between renewals, in quotes. Left out: month.
        as_of: The day to calculate for; later starts are left out, later ends have not come yet. Left out: the day of the last start.
        customers: The customer of each; who goes on with another plan or comes back after a pause is then one. Left out: each row is one.
        tenures: For a list without starts: how many months each has been there. Left out: starts and ends count.
        churned: Beside tenures: whether each has left; yes or no, 1 or 0. Left out: starts and ends count.

    Errors:
        #N/A where no row of starts and ends can be used; #VALUE! where the columns differ in length, as_of is no date, or period is
        another word; #NUM! for a gross_margin outside 0 to 1, or a negative rate. Within the table: #N/A where
        starts and ends tell of too few renewals for a model, or prices of none; #DIV/0! for money without an end where nothing is
        discounted.

    Source:
        Fader and Hardie, Customer-Base Valuation in a Contractual Setting, 2010; curves as in CLV_RETENTION.

    Examples:
        >>> records(CLV_PLANS(["2024-01-31", "2024-01-10", "2024-02-15"], [None, "2024-02-10", None], ["A", "B", "A"], 10))[0]["Started"]
        2.0
    """
    import numpy as np

    unit = Period(period)
    rows, everyone, found = _subscribers(starts, ends, as_of, plans, customers, tenures, churned)
    if not len(found):
        return TableOf(PlanLine, [])
    paid = prices_of(prices, found, rows)
    groups: dict[str, list[int]] = {}
    for position, row in enumerate(found.row.tolist()):
        groups.setdefault(text_of(plans[row]), []).append(position)

    whole, rate = _model(everyone, unit), rate_of(annual_discount_rate, unit)
    lines = []
    for name, positions in groups.items():
        chosen = np.array(positions)
        plan, theirs = found.only(chosen), paid[chosen]
        worth = _worth(plan, theirs, _model(plan, unit), whole, unit, gross_margin, rate)
        lines.append(PlanLine(name or PlanLabel.NONE, _counts(plan, theirs, unit), worth))
    lines.sort(key=lambda row: (-(row.counts.revenue or 0.0), -row.counts.subscribers, row.plan))
    of_all = _counts(everyone, prices_of(prices, everyone, rows), unit)
    return TableOf(PlanLine, [*lines, PlanLine(PlanLabel.ALL, of_all, _worth_of_all(lines, whole is not None))])


def _subscribers(
    starts: list[Cell],
    ends: list[Cell],
    as_of: int | None,
    plans: list[Cell],
    customers: list[Cell] | None,
    tenures: list[Cell] | None,
    churned: list[Cell] | None,
) -> tuple[Subscriptions | Tenures, ...]:
    """The rows, all subscribers, and the same plan by plan, where who moved to another plan counts in both."""
    from ...lists.subscriptions.following import joined

    if tenures is not None and by_tenure(starts, tenures):
        found = tenures_in(tenures, churned)
        return found, found, found
    rows = found_in(starts, ends, as_of)
    followed = followed_in(rows, customers)
    return rows, joined(rows, followed), joined(rows, followed, [text_of(plans[row]) for row in rows.row.tolist()])


def _worth_of_all(lines: list[PlanLine], known: bool) -> PlanWorth:
    """known: whether there is a model of all subscribers."""
    missing = next((row.worth.clv for row in lines if not isinstance(row.worth.clv, float)), None)
    if missing is not None or not known:
        return PlanWorth(missing, None, None, missing, missing)
    value = math.fsum(row.counts.started * row.worth.clv for row in lines if isinstance(row.worth.clv, float))
    comings = [(row.worth.to_come, row.worth.beyond or 0.0) for row in lines if isinstance(row.worth.to_come, float)]
    to_come = math.fsum(each for each, _ in comings)
    beyond = math.fsum(each * float(share) for each, share in comings) / to_come if to_come > 0 else None
    return PlanWorth(value / math.fsum(row.counts.started for row in lines), None, None, to_come, beyond)


def _model(found: Subscriptions | Tenures, period: Period) -> tuple[Chosen, int] | None:
    """The model of the renewals, and the last that somebody came to; None where they say too little."""
    from ...lists.subscriptions.retention import renewals
    from ...models.fitting import NotEnoughDataError

    at_risk, renewed = renewals(found, period)
    try:
        return curve_of(tuple(renewed[1:].tolist()), tuple((at_risk[1:] - renewed[1:]).tolist())), len(at_risk) - 1
    except NotEnoughDataError:
        return None


def _counts(found: Subscriptions | Tenures, prices: np.ndarray, period: Period) -> PlanCounts:
    """How many subscribers there are, and what they pay."""
    from ...lists.subscriptions.retention import renewals

    at_risk, renewed = renewals(found, period)
    due, there = float(at_risk[1:].sum()), found.there
    price, revenue = _average_price(found, prices), round(float(prices[there].sum()), CENT_FRACTION)
    return PlanCounts(
        started=float(len(found)),
        subscribers=float(there.sum()),
        due=due,
        churn=1 - float(renewed[1:].sum()) / due if due else None,
        price=None if math.isnan(price) else price,
        revenue=None if math.isnan(revenue) else revenue,
    )


def _average_price(found: Subscriptions | Tenures, prices: np.ndarray) -> float:
    """That of today's subscribers; where there are none, of all that were."""
    return float(prices[found.there].mean() if found.there.any() else prices.mean())


def _worth(
    found: Subscriptions | Tenures,
    prices: np.ndarray,
    own: tuple[Chosen, int] | None,
    whole: tuple[Chosen, int] | None,
    period: Period,
    margin: float,
    rate: float,
) -> PlanWorth:
    """CLV, its lowest and highest, the value to come, and how much of it is beyond what was seen."""
    known, price = own or whole, _average_price(found, prices)
    if known is None or math.isnan(price):
        return PlanWorth(*[ExcelError.NA] * 5)
    chosen, last = known
    payment, made, curve = price * MONTHS[period] * margin, found.made(period)[found.there], chosen.curve
    most = (1 + rate) / rate if rate else math.inf
    band = chosen.interval(lambda of: of.discounted_lifetime(rate), 1.0, most) if own else None
    low, high = NO_RANGE if band is None else (payment * float(side) for side in band)
    payments = curve.residual_lifetime(made, rate) if len(made) else made.astype(float)
    to_come = float(payments.sum())
    beyond: float | ExcelError | None = ExcelError.DIV0 if math.isinf(to_come) else None
    if beyond is None and to_come > 0:
        beyond = float(payments @ beyond_last(curve, made, last, rate, payments)) / to_come
    values = (payment * curve.discounted_lifetime(rate), low, high, payment * to_come)
    clv, low, high, coming = (n if not isinstance(n, float) or math.isfinite(n) else ExcelError.DIV0 for n in values)
    return PlanWorth(clv, low, high, coming, beyond)
