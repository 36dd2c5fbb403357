"""How good forecasts are: fitted to the time before a day, held against what customers bought after it.

A model is worth its name where it errs less than two rules that need no model: every customer goes on at the own rate so far, and
every customer buys what the average customer bought.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .distinct import Distinct
from .latent_attrition import LatentAttrition

TOP_SHARE = 0.2
HIGHEST_FREQUENCY = 7
"""Customers with this many repeat purchases or more are one group."""


class Errors(NamedTuple):
    """Of one way to forecast: all purchases, by how much that is off as a share of the real ones, the mean distance per customer,
    and the share of the real purchases that the 20% of customers ranked highest made."""

    predicted: float
    total_error: float | None
    mean_error: float
    top_share: float | None


class Group(NamedTuple):
    """Customers of one frequency: how many, and what they bought later on average, really and by each way to forecast."""

    frequency: int
    customers: int
    actual: float
    predicted: float
    own_rate: float
    average: float


@dataclass(frozen=True)
class Holdout:
    """What customers bought after a day, all together, and how far the model and two plain rules were off; and group by group."""

    actual: float
    model: Errors
    own_rate: Errors
    average: Errors
    groups: list[Group]


def holdout(model: LatentAttrition, customers: Distinct, later: np.ndarray, horizon: float) -> Holdout:
    """A model fitted to customers, beside what each of them bought in the time after, up to the horizon.

    Args:
        model: fitted to the time before.
        customers: its customers, as `customers_of` gives them.
        later: how many purchases each of them made in the time after, an array.
        horizon: how long that time is, in the model's unit.
    """
    each = customers.inverse
    frequency, _, age = (column[each] for column in customers.columns)
    predicted = model.conditional_expected_purchases(horizon, *customers.columns)[each]
    own_rate = horizon * np.divide(frequency, age, out=np.zeros_like(age), where=age > 0)
    average = np.full(len(each), horizon * frequency.sum() / max(age.sum(), 1e-12))
    group = np.minimum(frequency, HIGHEST_FREQUENCY).astype(int)
    counts = np.bincount(group, minlength=HIGHEST_FREQUENCY + 1)
    means = [np.bincount(group, values, len(counts)) / np.maximum(counts, 1) for values in (later, predicted, own_rate, average)]
    return Holdout(
        actual=float(later.sum()),
        model=errors(predicted, later),
        own_rate=errors(own_rate, later),
        average=errors(average, later),
        groups=[Group(i, int(counts[i]), *(float(mean[i]) for mean in means)) for i in range(len(counts)) if counts[i]],
    )


def errors(predicted: np.ndarray, actual: np.ndarray) -> Errors:
    """How far forecasts for customers are from what they bought: arrays with a number of purchases of each."""
    bought = float(actual.sum())
    count = max(1, round(TOP_SHARE * len(actual)))
    # Customers with the same forecast share the places that they take together.
    edge = np.partition(predicted, len(predicted) - count)[len(predicted) - count]
    above, at_edge = predicted > edge, predicted == edge
    best = float(actual[above].sum()) + float(actual[at_edge].mean()) * (count - int(above.sum()))
    return Errors(
        predicted=float(predicted.sum()),
        total_error=abs(float(predicted.sum()) - bought) / bought if bought else None,
        mean_error=float(np.abs(predicted - actual).mean()),
        top_share=best / bought if bought else None,
    )


def expected_so_far(model: LatentAttrition, first: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Repeat purchases that customers with these first purchases are expected to have made by each end, all together.

    first and ends are moments in the model's unit of time.
    """
    moments, counts = np.unique(first, return_counts=True)
    ages = np.maximum(ends[:, None] - moments[None, :], 0)
    return model.expected_purchases(ages) @ counts
