"""Whether spend per order has to do with frequency, and what to expect of a customer's orders where it has.

Gamma-Gamma takes frequency and spend to be independent. Where they are not, a credibility estimate takes its place: a weighted mean
of the customer's own average and of the average of customers of like frequency (Buhlmann 1967, "Experience rating and credibility";
with orders as weights Buhlmann and Straub 1970).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pandas as pd

from ..association import with_numbers
from ..fitting import NotEnoughDataError
from ..reasons import CONVERGED, GIVEN, Reason, message_of
from .gamma_gamma import GammaGamma, columns_of, repeat_spend

LEAST_CORRELATION = 0.1
"""Below this rank correlation frequency explains less than a hundredth of the ranks of spend: harmless, however certain."""
LEAST_PREMIUM = 0.05
"""Below this share of the mean order value, taking frequency and spend for independent misses less than other errors do."""
_CERTAIN = 0.05
_TWO_SIDED = 1.96
_AS_MUCH = 4.0
"""Gamma-Gamma is told of means alone. Where single orders vary so many times more or less than it makes of them, it is not believed."""
_LIKE = 100
"""Customers that an average of customers of like frequency rests on, at least."""


@dataclass(frozen=True)
class Independence:
    """How frequency and mean order value go together among repeat customers.

    correlation and p_value are Spearman's, None where nothing can be said. premium: by how much an average order brings more than
    the average customer spends per order; 0 where frequency has nothing to do with spend. premium_error: its standard error.
    """

    customers: int
    correlation: float | None
    p_value: float | None
    premium: float
    premium_error: float

    @property
    def holds(self) -> bool:
        """Whether Gamma-Gamma may be used.

        The rank correlation alone does not tell: means of few orders have a lower median than those of many, so that in a large
        shop it is certain, and 0.1 to 0.3 where orders of one customer vary much, even if nothing is wrong. The premium is 0 then.
        A few large spenders can make the premium, and do not move the correlation. So both must speak, and in one direction.
        """
        if self.correlation is None or self.p_value is None:
            return True
        correlated = self.p_value < _CERTAIN and abs(self.correlation) >= LEAST_CORRELATION
        matters = abs(self.premium) >= max(LEAST_PREMIUM, _TWO_SIDED * self.premium_error)
        return not (correlated and matters and self.correlation * self.premium > 0)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What was found, in sentences with the figures as parts."""
        if self.correlation is None:
            return (
                Reason("Nothing tells whether spend goes with frequency: too few came back, or all equally often. Taken as independent."),
            )
        if self.holds:
            found = Reason("Spend per order goes with frequency too little, or too uncertainly, to matter.")
        elif self.correlation > 0:
            found = Reason("Frequent customers spend more per order, so customers are compared with those of like frequency.")
        else:
            found = Reason("Frequent customers spend less per order, so customers are compared with those of like frequency.")
        figures = (f"{self.correlation:.2f}", f"{self.premium:+.0%}")
        return found, Reason("Rank correlation {1}; weighted by orders, the mean is {2} off.", figures)

    @property
    def message(self) -> str:
        """The same in one text."""
        return message_of(self.reasons)


def independence(frequency: Any, monetary_value: Any) -> Independence:
    """How frequency and mean order value go together among the customers that Gamma-Gamma would be fitted to."""
    x, money, _, _ = repeat_spend(*columns_of(frequency, monetary_value, None))
    if not len(x):
        return Independence(0, None, None, 0.0, 0.0)
    found = with_numbers(money, x)  # type: ignore[arg-type]
    parts = (x / x.mean() - 1) * (money / money.mean() - 1)
    error = float(parts.std() / math.sqrt(len(x)))
    return Independence(len(x), found and found.correlation, found and found.p_value, float(parts.mean()), error)


@dataclass(frozen=True)
class CredibilitySpend:
    """Spend per order that goes with frequency.

    frequency and means: the mean spend per order of customers of like frequency, at some frequencies. between and within: the
    variances of customers' means, and of the orders of one customer, as shares of the square of that mean.
    """

    frequency: tuple[float, ...]
    means: tuple[float, ...]
    between: float
    within: float
    mean: float
    """The mean over the customers of the fit."""
    level_error: float = 0.0
    """The standard error of the means, all together, as a share of them."""
    reasons: tuple[Reason, ...] = GIVEN
    left_out: int = 0

    @property
    def message(self) -> str:
        """What the estimate has to say of itself, in sentences."""
        return message_of(self.reasons)

    @classmethod
    def fit(cls, frequency: Any, monetary_value: Any, weights: Any = None, variation: float | None = None) -> Self:
        """From the repeat customers. What a mean of x orders varies by is between + within / x, so that few and many orders tell
        the two apart; or variation, that of single orders over their squared mean, tells.

        Raises:
            NotEnoughDataError: nobody has a repeat order of more than 0.
            ValueError: the columns differ in length, or a customer is impossible.
        """
        x, money, weight, left_out = repeat_spend(*columns_of(frequency, monetary_value, weights))
        if not len(x):
            raise NotEnoughDataError(
                "No customer has repeat orders of more than 0, so nothing says what an order brings. Check the amounts."
            )
        weight = np.ones(len(x)) if weight is None else weight
        at, means = _means_by_frequency(x, money, weight)
        off = np.square(money / np.interp(np.log(x), np.log(at), means) - 1)
        total = weight.sum()
        off *= total / max(total - len(at), 1.0)
        if variation is None:
            between, within, is_told = _variances(x, off, weight)
        else:
            of_means = variation * float(weight @ (1 / x)) / float(total)
            between = max((float(weight @ off) / float(total) - of_means) / (1 + of_means), 0.0)
            within, is_told = variation * (1 + between), True
        reasons = [CONVERGED]
        if not is_told:
            reasons = [Reason("The variance of orders cannot be told from that of customers; half of it counts as either's.")]
        if left_out:
            reasons.append(Reason("Left out: {1} with repeat orders whose mean is 0 or less.", (str(left_out),)))
        error = math.sqrt(float(np.square(weight) @ off)) / float(total)
        return cls(
            tuple(at.tolist()), tuple(means.tolist()), between, within, float(weight @ money / total), error, tuple(reasons), left_out
        )

    @property
    def order_variation(self) -> float:
        """The variance of a customer's orders over their squared mean: `within` is over the square of what is like, `between` less."""
        return self.within / (1 + self.between)

    def expected_value(self, frequency: Any, monetary_value: Any) -> Any:
        """The mean order value that a customer is expected to have in the long run. With frequency 0: that of the least frequent.

        A mean of less than 0 counts as 0.
        """
        like, own, credibility = self._parts(frequency, monetary_value)
        answer = like + credibility * (own - like)
        return answer if answer.shape else float(answer)

    def second_moment(self, frequency: Any, monetary_value: Any) -> Any:
        """The expectation of the square of a customer's mean order value."""
        like, _, credibility = self._parts(frequency, monetary_value)
        answer = np.square(self.expected_value(frequency, monetary_value)) + (1 - credibility) * self.between * np.square(like)
        return answer if answer.shape else float(answer)

    def _parts(self, frequency: Any, monetary_value: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The mean of customers of like frequency, the own mean, and the weight of the own one."""
        x, money = np.broadcast_arrays(np.asarray(frequency, dtype=float), np.asarray(monetary_value, dtype=float))
        own = np.where(x > 0, np.maximum(money, 0.0), 0.0)
        if not (np.isfinite(own).all() and (x >= 0).all()):
            raise ValueError("frequency and monetary_value must be numbers, frequency 0 or more.")
        like = np.interp(np.log(np.maximum(x, self.frequency[0])), np.log(self.frequency), self.means)
        apart = x * self.between
        return like, own, apart / np.where(x > 0, apart + self.within, 1.0) if self.between > 0 else np.zeros_like(like)


def fit_spend(
    frequency: Any, monetary_value: Any, weights: Any = None, variation: float | None = None
) -> tuple[GammaGamma | CredibilitySpend, Independence]:
    """Gamma-Gamma, or the credibility estimate where frequency goes with spend, the mean of Gamma-Gamma is not the one seen, or single
    orders vary otherwise than it takes; and what frequency says of spend.

    variation: the variance of single orders over their squared mean, if known.

    Raises:
        NotEnoughDataError: nobody has a repeat order of more than 0.
        ValueError: the columns differ in length, or a customer is impossible.
    """
    check = independence(frequency, monetary_value)
    if check.holds:
        model = GammaGamma.fit(frequency, monetary_value, weights)
        as_much = variation is None or model.p / _AS_MUCH <= 1 / max(variation, 1e-300) <= model.p * _AS_MUCH
        if _has_the_mean(model, frequency, monetary_value, weights) and (as_much or len(np.unique(monetary_value)) < 2):
            return model, check
    return CredibilitySpend.fit(frequency, monetary_value, weights, variation), check


def _has_the_mean(model: GammaGamma, frequency: Any, monetary_value: Any, weights: Any) -> bool:
    """Whether the mean over customers, which is what one-time buyers are expected to spend, is the one that was seen. Its tail is a power:
    where few spend very much, but by another law, it makes several times that of them."""
    if model.mean is None:
        return False
    _, money, weight, _ = repeat_spend(*columns_of(frequency, monetary_value, weights))
    weight = np.ones(len(money)) if weight is None else weight
    mean = float(weight @ money / weight.sum())
    error = math.sqrt(float(np.square(weight) @ np.square(money - mean))) / float(weight.sum())
    return abs(model.mean - mean) <= max(LEAST_PREMIUM * mean, _TWO_SIDED * error)


def _means_by_frequency(x: np.ndarray, money: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean frequencies and mean spend per order of customers of like frequency, the lowest frequency first."""
    codes, levels = pd.factorize(x, sort=True)
    count, spend = np.bincount(codes, weight), np.bincount(codes, weight * money)
    # A group ends with the frequency that fills it up; what is left at the end goes with the last one.
    filled, group, held = [], 0, 0.0
    for of_level in count:
        held += of_level
        filled.append(group)
        if held >= _LIKE:
            group, held = group + 1, 0.0
    groups = np.array(filled)
    if held and group:
        groups = np.minimum(groups, group - 1)
    customers = np.bincount(groups, count)
    return np.bincount(groups, count * np.asarray(levels)) / customers, np.bincount(groups, spend) / customers


def _variances(x: np.ndarray, off: np.ndarray, weight: np.ndarray) -> tuple[float, float, bool]:
    """between and within, such that off is between + within / x on average, and whether the customers tell them apart.

    Weighted least squares, none below 0. Squares vary as their expectation does, so the weights follow from a first round.
    """
    codes, levels = pd.factorize(x)
    count, mean_off = np.bincount(codes, weight), np.bincount(codes, weight * off)
    at = 1 / np.asarray(levels)
    mean_off = mean_off / count
    overall = float(count @ mean_off / count.sum())
    if overall <= 0:
        return 0.0, 0.0, True
    if len(at) == 1:
        return overall / 2, overall / 2 / float(at[0]), False
    from scipy.optimize import nnls

    between = within = overall
    for _ in range(3):
        by = np.sqrt(count) / (between + within * at)
        (between, within), _ = nnls(np.column_stack([by, by * at]), by * mean_off)
        if between + within <= 0:
            return 0.0, 0.0, True
        between, within = max(between, 1e-12 * overall), max(within, 0.0)
    return float(between), float(within), True
