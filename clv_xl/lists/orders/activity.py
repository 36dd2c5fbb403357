"""What customers did period by period: the cohort triangle and the trend. Both add up the same days, so they agree with
the customer table to the cent."""

from __future__ import annotations

import itertools
from enum import StrEnum
from typing import Any

from ...cells.values import Words, words
from ..periods import Period, period_label, period_of
from .cleaning import Orders
from .summary import CENT_FRACTION, customer_days


class Measure(StrEnum):
    CLV = "clv"
    RETENTION = "retention"
    REVENUE = "revenue"


def _days_by_period(orders: Orders, period: Period) -> Any:
    """One row per customer and day: net, purchase, the period it lies in, and the period in which the customer was acquired,
    which is missing where refunds are all there is."""
    import pandas as pd

    days = customer_days(pd.DataFrame({"customer": orders.customer, "day": orders.day, "amount": orders.amount})).to_native()
    numbers = {day: period_of(day, period) for day in set(orders.day)}
    first = days[days["purchase"]].groupby("customer")["day"].min().map(numbers)
    days["period"] = days["day"].map(numbers)
    days["acquired"] = days["customer"].map(first)
    return days


def cohort_rows(orders: Orders, period: Period, measure: Measure, gross_margin: float) -> list[list[Any]]:
    """The triangle with its headings: a row per period of acquisition, then all customers."""
    days = _days_by_period(orders, period)
    last = period_of(orders.as_of or 0, period)
    bought = days[days["acquired"].notna()].astype({"acquired": int})
    bought["age"] = (bought["period"] - bought["acquired"]).clip(lower=0)  # a refund ahead of the first purchase belongs to it
    customers = bought.groupby("acquired")["customer"].nunique().to_dict()
    revenue = bought.groupby(["acquired", "age"])["net"].sum().to_dict()
    active = bought[bought["purchase"]].groupby(["acquired", "age"])["customer"].nunique().to_dict()
    total = days["net"].sum().round(CENT_FRACTION)

    cohorts = {}
    for acquired in sorted(customers):
        ages = range(last - acquired + 1)
        spent = [round(revenue.get((acquired, age), 0.0), CENT_FRACTION) for age in ages]
        cohorts[acquired] = {
            Measure.REVENUE: spent,
            Measure.CLV: [gross_margin * sum_so_far for sum_so_far in itertools.accumulate(spent)],
            Measure.RETENTION: [float(active.get((acquired, age), 0)) for age in ages],
        }
    width = max((len(cohort[measure]) for cohort in cohorts.values()), default=0)
    per_customer = measure != Measure.REVENUE
    rows: list[list[Any]] = []
    for acquired, cohort in cohorts.items():
        cells = [value / customers[acquired] if per_customer else value for value in cohort[measure]]
        own = round(sum(cohort[Measure.REVENUE]), CENT_FRACTION)
        rows.append([period_label(acquired, period), float(customers[acquired]), own, *cells, *[None] * (width - len(cells))])
    if without := days[days["acquired"].isna()]["customer"].nunique():
        rest = days[days["acquired"].isna()]["net"].sum()
        rows.append([Words("No purchase"), float(without), round(rest, CENT_FRACTION), *[None] * width])
    everyone = []
    for age in range(width):
        there = [acquired for acquired, cohort in cohorts.items() if age < len(cohort[measure])]
        value = sum(cohorts[acquired][measure][age] for acquired in there)
        everyone.append(value / sum(customers[acquired] for acquired in there) if per_customer else round(value, CENT_FRACTION))
    rows.append([Words("All customers"), float(len(orders.customers)), total, *everyone])
    return [[*words("Cohort", "Customers", "Revenue"), *map(float, range(width))], *rows]


TREND_HEADINGS = words(
    "Period",
    "Customers",
    "New customers",
    "Purchases",
    "Revenue",
    "Average order",
    "Revenue per customer",
    "Change in revenue",
    "Customers so far",
    "CLV so far",
)


def trend_rows(orders: Orders, period: Period, gross_margin: float) -> list[list[Any]]:
    """A row per period from the first order to the calculation date, without a gap, then all of them."""
    days = _days_by_period(orders, period)
    bought = days[days["purchase"]]
    revenue = days.groupby("period")["net"].sum().to_dict()
    purchases = bought.groupby("period").size().to_dict()
    customers = bought.groupby("period")["customer"].nunique().to_dict()
    new = bought.groupby("customer")["acquired"].first().value_counts().to_dict()
    of_customers = days[days["acquired"].notna()].groupby("period")["net"].sum().to_dict()

    rows: list[list[Any]] = []
    so_far, spent, before = 0, 0.0, 0.0
    for number in range(min(revenue), period_of(orders.as_of or 0, period) + 1):
        own = round(revenue.get(number, 0.0), CENT_FRACTION)
        so_far, spent = so_far + new.get(number, 0), spent + of_customers.get(number, 0.0)
        counts = (customers.get(number, 0), new.get(number, 0), purchases.get(number, 0))
        change = own / before - 1 if rows and before > 0 else None
        rows.append([period_label(number, period), *_figures(*counts, own), change, float(so_far), _per(spent * gross_margin, so_far)])
        before = own
    total = round(days["net"].sum(), CENT_FRACTION)
    figures = _figures(so_far, so_far, len(bought), total)
    rows.append([Words("All"), *figures, None, float(so_far), _per(spent * gross_margin, so_far)])
    return [TREND_HEADINGS, *rows]


def _figures(customers: int, new: int, purchases: int, revenue: float) -> list[Any]:
    return [float(customers), float(new), float(purchases), revenue, _per(revenue, purchases), _per(revenue, customers)]


def _per(money: float, count: int) -> float | None:
    return money / count if count else None
