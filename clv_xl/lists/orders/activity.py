"""What customers did period by period: the cohort triangle and the trend. Both add up the same days, so they agree with
the customer table to the cent."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from ...cells.tables import Column, Label
from ..periods import Period, check_across, period_label, period_of
from .cleaning import Orders
from .earnings import Earnings
from .summary import CENT_FRACTION, customer_days


class Measure(StrEnum):
    """What the triangle of cohorts shows."""

    CLV = "clv"
    RETENTION = "retention"
    REVENUE = "revenue"


def _days_by_period(orders: Orders, period: Period, earnings: Earnings) -> Any:
    """One row per customer and day: net, own (of `Earnings`), purchase, the period it lies in, and the period in which the customer was
    acquired, which is missing where refunds are all there is."""
    import pandas as pd

    days = customer_days(pd.DataFrame({"customer": orders.customer, "day": orders.day, "amount": orders.amount})).to_native()
    if earnings.own is orders.amount:
        days["own"] = days["net"]
    else:
        left = pd.DataFrame({"customer": orders.customer, "day": orders.day, "own": earnings.own})
        days = days.merge(left.groupby(["customer", "day"], as_index=False)["own"].sum(), on=["customer", "day"])
    numbers = {day: period_of(day, period) for day in set(orders.day)}
    first = days[days["purchase"]].groupby("customer")["day"].min().map(numbers)
    days["period"] = days["day"].map(numbers)
    days["acquired"] = days["customer"].map(first)
    return days


class CohortLabel(Label):
    """The rows that are no cohort."""

    NO_PURCHASE = "No purchase", "by column", "Customers with refunds alone."
    ALL = "All customers", "by column", "In each column those cohorts that are old enough."


@dataclass(frozen=True, slots=True)
class CohortLine:
    """The customers of a period of acquisition."""

    cohort: Annotated[str | CohortLabel, Column("Cohort", "key", "The period of the first purchase.")]
    customers: Annotated[float, Column("Customers", "count", "Customers who were acquired in it.")]
    revenue: Annotated[float, Column("Revenue", "whole money", "All that they have paid so far, before cost of goods.")]
    ages: Annotated[
        tuple[float | None, ...],
        Column("0, 1, 2, ...", "by argument", "What they did so many periods later, as the measure says.", repeats=True),
    ]


def cohort_rows(orders: Orders, period: Period, measure: Measure, earnings: Earnings) -> list[CohortLine]:
    """The triangle: a row per period of acquisition, then all customers."""
    days = _days_by_period(orders, period, earnings)
    last = period_of(orders.as_of or 0, period)
    bought = days[days["acquired"].notna()].astype({"acquired": int})
    bought["age"] = (bought["period"] - bought["acquired"]).clip(lower=0)  # a refund ahead of the first purchase belongs to it
    customers = bought.groupby("acquired")["customer"].nunique().to_dict()
    revenue = bought.groupby(["acquired", "age"])["net"].sum().to_dict()
    left = bought.groupby(["acquired", "age"])["own"].sum().to_dict()
    active = bought[bought["purchase"]].groupby(["acquired", "age"])["customer"].nunique().to_dict()
    total = days["net"].sum().round(CENT_FRACTION)

    check_across(last - min(customers, default=last) + 1, "dates")
    cohorts = {}
    for acquired in sorted(customers):
        ages = range(last - acquired + 1)
        spent, own = ([round(sums.get((acquired, age), 0.0), CENT_FRACTION) for age in ages] for sums in (revenue, left))
        cohorts[acquired] = {
            Measure.REVENUE: spent,
            Measure.CLV: [earnings.share * sum_so_far for sum_so_far in itertools.accumulate(own)],
            Measure.RETENTION: [float(active.get((acquired, age), 0)) for age in ages],
        }
    width = max((len(cohort[measure]) for cohort in cohorts.values()), default=0)
    per_customer = measure != Measure.REVENUE
    rows = []
    for acquired, cohort in cohorts.items():
        cells = [value / customers[acquired] if per_customer else value for value in cohort[measure]]
        own = round(sum(cohort[Measure.REVENUE]), CENT_FRACTION)
        ages = (*cells, *[None] * (width - len(cells)))
        rows.append(CohortLine(period_label(acquired, period), float(customers[acquired]), own, ages))
    if without := days[days["acquired"].isna()]["customer"].nunique():
        rest = days[days["acquired"].isna()]["net"].sum()
        rows.append(CohortLine(CohortLabel.NO_PURCHASE, float(without), round(rest, CENT_FRACTION), (None,) * width))
    everyone = []
    for age in range(width):
        there = [acquired for acquired, cohort in cohorts.items() if age < len(cohort[measure])]
        value = sum(cohorts[acquired][measure][age] for acquired in there)
        everyone.append(value / sum(customers[acquired] for acquired in there) if per_customer else round(value, CENT_FRACTION))
    rows.append(CohortLine(CohortLabel.ALL, float(len(orders.customers)), total, tuple(everyone)))
    return rows


class TrendLabel(Label):
    """The row that is no period."""

    ALL = "All", "by column", "All periods together."


@dataclass(frozen=True, slots=True)
class TrendLine:
    """What customers did in a period."""

    period: Annotated[str | TrendLabel, Column("Period", "key", "The month, quarter or year.")]
    customers: Annotated[float, Column("Customers", "count", "Customers with a purchase in the period.")]
    new: Annotated[float, Column("New customers", "count", "Customers whose first purchase lies in the period.")]
    purchases: Annotated[float, Column("Purchases", "count", "Purchases in the period.")]
    revenue: Annotated[float, Column("Revenue", "whole money", "What the period brought, with refunds taken off.")]
    average_order: Annotated[float | None, Column("Average order", "money", "Revenue / purchases.")]
    per_customer: Annotated[float | None, Column("Revenue per customer", "money", "Revenue / customers.")]
    change: Annotated[float | None, Column("Change in revenue", "change", "From the period before.")]
    so_far: Annotated[float, Column("Customers so far", "count", "Customers won up to the end of the period.")]
    clv: Annotated[float | None, Column("CLV so far", "money", "Value up to then, after cost of goods, per customer so far.")]


def trend_rows(orders: Orders, period: Period, earnings: Earnings) -> list[TrendLine]:
    """A row per period from the first order to the calculation date, without a gap, then all of them."""
    days = _days_by_period(orders, period, earnings)
    bought = days[days["purchase"]]
    revenue = days.groupby("period")["net"].sum().to_dict()
    purchases = bought.groupby("period").size().to_dict()
    customers = bought.groupby("period")["customer"].nunique().to_dict()
    new = bought.groupby("customer")["acquired"].first().value_counts().to_dict()
    of_customers = days[days["acquired"].notna()].groupby("period")["own"].sum().to_dict()

    rows: list[TrendLine] = []
    so_far, left, before = 0, 0.0, 0.0
    for number in range(min(revenue), period_of(orders.as_of or 0, period) + 1):
        own = round(revenue.get(number, 0.0), CENT_FRACTION)
        so_far, left = so_far + new.get(number, 0), left + of_customers.get(number, 0.0)
        counts = (customers.get(number, 0), new.get(number, 0), purchases.get(number, 0))
        change = own / before - 1 if rows and before > 0 else None
        rows.append(_trend_line(period_label(number, period), *counts, own, change, so_far, left * earnings.share))
        before = own
    total = round(days["net"].sum(), CENT_FRACTION)
    rows.append(_trend_line(TrendLabel.ALL, so_far, so_far, len(bought), total, None, so_far, left * earnings.share))
    return rows


def _trend_line(
    period: str, customers: int, new: int, purchases: int, revenue: float, change: float | None, so_far: int, value: float
) -> TrendLine:
    return TrendLine(
        period=period,
        customers=float(customers),
        new=float(new),
        purchases=float(purchases),
        revenue=revenue,
        average_order=_per(revenue, purchases),
        per_customer=_per(revenue, customers),
        change=change,
        so_far=float(so_far),
        clv=_per(value, so_far),
    )


def _per(money: float, count: int) -> float | None:
    return money / count if count else None
