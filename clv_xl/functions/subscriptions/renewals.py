"""Customers whose leaving is seen: retention and value of subscribers, from how many are left after each renewal."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Annotated, Any

from ...cells.arguments import Argument, CountColumn, SingleMoney, SinglePeriods, SingleRate, SingleShare
from ...cells.errors import CellError, ExcelError
from ...cells.registry import excel_function
from ...cells.tables import Column, Label, TableOf
from ...cells.values import Words
from ...lists.periods import Period, rate_of
from ..orders.fits import AUTO, said
from ..orders.history import PeriodWord
from .survivors import CurveWord, fit_survivors

if TYPE_CHECKING:
    import numpy as np

    from ...models.renewals.choice import Chosen
    from ...models.renewals.curve import RetentionCurve

CohortTable = Annotated[list, Argument("number", "table", unit="one column of numbers of customers, or one per cohort", low=0)]

Figure = float | ExcelError | None


class RetentionFigure(Label):
    """What the fit of retention rests on."""

    CHURN = "Leave at the first renewal", "share", "alpha / (alpha + beta)."
    HALF_LIFE = "Half have left after", "count", "After so many renewals half of the cohort has left; blank beyond twice those seen."
    ALPHA = "alpha", "decimal", "Where alpha + beta is small, customers differ much."
    BETA = "beta", "decimal", "At the limit of 100000 all leave with the same probability."
    C = "c", "decimal", "Above 1 customers leave more readily the longer they have stayed, below 1 less; 1 in sBG."
    LIKELIHOOD = "Log-likelihood", "decimal", "How well the model fits: the higher, the better."
    MODEL = "Model", "text", "sBG or BdW."
    FIT = "Fit", "sentence", "What is special about the fit."


@dataclass(frozen=True, slots=True)
class FitFigures:
    """A figure of the fit, beside the periods."""

    figure: Annotated[RetentionFigure | None, Column("Figure", "key", "Which figure it is.")] = None
    value: Annotated[str | Figure, Column("Value", "by row", "The figure.")] = None
    error: Annotated[Figure, Column("Standard error", "decimal", "How unsure it is.")] = None


@dataclass(frozen=True, slots=True)
class Survival:
    """A period: what was seen, and what the model says."""

    period: Annotated[float | None, Column("Period", "key", "Renewals since the start.")] = None
    customers: Annotated[Figure, Column("Customers", "count", "How many are left of those who came so far.")] = None
    seen: Annotated[Figure, Column("Survival", "share", "The share of the cohort that is left.")] = None
    fitted: Annotated[Figure, Column("Survival fitted", "share", "The same, by the model.")] = None
    low: Annotated[Figure, Column("Lowest", "share", "The lowest that the fitted survival can be, at 90% confidence.")] = None
    high: Annotated[Figure, Column("Highest", "share", "The highest that it can be.")] = None
    retention: Annotated[Figure, Column("Retention", "share", "The share that renewed of those who came to the renewal.")] = None
    retention_fitted: Annotated[Figure, Column("Retention fitted", "share", "The same, by the model.")] = None


@dataclass(frozen=True, slots=True)
class RetentionLine:
    """Periods on the left, figures of the fit on the right."""

    survival: Survival
    figure: FitFigures


@dataclass(frozen=True, slots=True)
class SubscriptionLine:
    """A subscriber, new or about to renew."""

    subscriber: Annotated[str, Column("Subscriber", "key", "New, or after how many renewals.")]
    made: Annotated[float | None, Column("Renewals made", "count", "How many renewals they have made.")]
    renews: Annotated[float | None, Column("Chance to renew", "share", "The probability that they make the next one.")]
    half_life: Annotated[Figure, Column("Half have left after", "count", "After so many more renewals half of them have left.")]
    payments: Annotated[Figure, Column("Payments to come", "decimal", "How many, discounted.")]
    value: Annotated[Figure, Column("Value", "money", "Payments to come x revenue x margin.")]
    lowest: Annotated[Figure, Column("Lowest value", "money", "The lowest that it can be, at 90% confidence.")]
    highest: Annotated[Figure, Column("Highest value", "money", "The highest that it can be.")]
    beyond: Annotated[Figure, Column("Beyond what was seen", "share", "The share of the value after the last renewal seen.")]


@excel_function(family="Subscriptions")
def CLV_RETENTION(
    survivors: CohortTable,
    periods_ahead: SinglePeriods = 12,
    at_risk: CountColumn = None,  # type: ignore[assignment]
    model: CurveWord = AUTO,
) -> TableOf[RetentionLine]:
    """How many subscribers stay, and how many will: survival and retention as seen, as the model fits them, and projected.

    Survivors are the customers of one cohort, who all began in the same period: how many there were at the start, and how many are
    left after each renewal. Survival is the share of the cohort that is left; retention the share of those left one renewal before
    that renewed. Retention rises with time, since those likely to leave do so first: so a survival projected with a steady retention
    is too low. Where customers also change with the time they have stayed, BdW tells by how much; "auto" takes it where that is beyond
    chance, and else sBG, with a range that holds both. Lowest and highest hold the fitted survival with 90% confidence. Where the curve
    lies above the survival seen last, the projection goes on from what was seen, so that it never rises.

    Several cohorts stand in columns beside each other, the younger ones shorter: each counts for the renewals it has come to. Then
    customers are those of all cohorts that made a renewal, retention their share of those who came to it, and survival is the
    product of the retentions so far (Kaplan-Meier). CLV_SURVIVORS makes both columns, renewed and at risk, from dates.

    The last three columns say what the fit rests on: alpha and beta, from which the share that leaves at the first renewal is
    alpha / (alpha + beta), c, after how many renewals half of the cohort has left, and what is special about the fit. Where
    alpha + beta is small, customers differ much; at its limit of 100000 all leave with the same probability. c is 1 in sBG; above 1
    customers leave more readily the longer they have stayed, below 1 less.

    Args:
        survivors: How many customers of a cohort are left after 0, 1, 2, ... renewals, below each other; the first is all who began.
            Several cohorts: a column for each.
        periods_ahead: How many periods to project after the last one seen. Left out: 12.
        at_risk: How many came to each renewal, beside one column of those who made it; for customers of all ages together.
            Left out: those who made the renewal before.
        model: sBG, BdW or auto, in quotes. auto tests whether BdW is needed. Left out: auto.

    Errors:
        #N/A where survivors has fewer than two renewals (for BdW three), a blank between numbers, nobody who left or nobody who stayed;
        #VALUE! for text, at_risk beside several cohorts, or another word for model; #NUM! where survivors rise, are negative or are
        shares (give numbers of customers, from which it follows how sure the fit is), at_risk is less than survivors or more than those
        left before, or periods_ahead is outside 0 to 1000. Within the table: #N/A for figures that the numbers leave open.

    Source:
        The shifted beta-geometric model, sBG: Fader and Hardie, How to Project Customer Retention, 2007. Beta-discrete-Weibull, BdW:
        Fader, Hardie, Liu, Davin and Steenburgh, the same Revisited, 2018; chosen by a likelihood-ratio test at 5%. The likelihoods of
        several cohorts add up. Survival: Kaplan and Meier 1958. Errors from the curvature of the likelihood.

    Examples:
        >>> round(records(CLV_RETENTION([1000, 869, 743, 653, 593, 551, 517, 491], 5, model="sBG"))[12]["Survival fitted"], 3)
        0.378
        >>> round(records(CLV_RETENTION([1000, 869, 743, 653, 593, 551, 517, 491], 5))[12]["Survival fitted"], 3)
        0.404
        >>> records(CLV_RETENTION([[1000, 900], [869, 790], [743, None]], 0))[1]["Survival"]
        0.8731578947368421
        >>> CLV_RETENTION([1, 0.869, 0.743])
        #NUM!
    """
    seen, chosen = fit_survivors(survivors, at_risk, model)
    periods = list(range(len(seen.left) + int(periods_ahead)))
    curve, renewed = chosen.curve.survival(periods), [None, *chosen.curve.retention(periods[1:]).tolist()]
    lower = _goes_on(curve, seen.survival)
    fitted = (lower * curve).tolist()
    band = chosen.interval(lambda curve: curve.survival(periods))
    low, high = ([ExcelError.NA] * len(periods),) * 2 if band is None else ((lower * side).clip(0.0, 1.0).tolist() for side in band)
    later = [None] * (len(periods) - len(seen.left))
    columns = (map(float, periods), [*seen.left, *later], [*seen.survival, *later], fitted, low, high, [*seen.retention, *later], renewed)
    pairs = zip_longest(map(Survival, *columns), _figures(chosen, len(seen.left) - 1))
    return TableOf(RetentionLine, [RetentionLine(one or Survival(), figure or FitFigures()) for one, figure in pairs])


@excel_function(family="Subscriptions")
def CLV_SUBSCRIPTION(
    survivors: CohortTable,
    revenue_per_period: SingleMoney,
    gross_margin: SingleShare = 1,
    annual_discount_rate: SingleRate = 0.1,
    renewals: SinglePeriods = None,  # type: ignore[assignment]
    at_risk: CountColumn = None,  # type: ignore[assignment]
    period: PeriodWord = "month",
    model: CurveWord = AUTO,
) -> TableOf[SubscriptionLine]:
    """What a subscriber is worth: a new one, and those who have stayed so long, with lowest and highest value at 90% confidence.

    A new subscriber pays at once, and that payment counts. The other rows are subscribers about to renew or leave: the payments made
    count no more, and the next one comes at once from those who renew. The longer a subscriber has stayed, the more is still to come.
    Half have left after so many more renewals. Payments to come are discounted; with a rate of 0 they are the expected lifetime in
    periods, which has no end where too many subscribers hardly ever leave (alpha of 1 or less in CLV_RETENTION). Value is payments
    to come x revenue x margin. Lowest and highest come from the uncertainty of the fit, and of the choice between sBG and BdW where both
    may be true: not from that of a single subscriber, nor of a future unlike the past. Beyond what was seen is the share of the value
    that comes after the last renewal in survivors.

    Args:
        survivors: How many customers of a cohort are left after 0, 1, 2, ... renewals, below each other; the first is all who began.
            Several cohorts: a column for each.
        revenue_per_period: What a subscriber pays for each period, in your currency.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. Left out: 1.
        annual_discount_rate: How much less money is worth a year later, as a fraction. Left out: 10%.
        renewals: Up to how many renewals made the table goes. Left out: as many as survivors has.
        at_risk: How many came to each renewal, beside one column of those who made it; for customers of all ages together.
            Left out: those who made the renewal before.
        period: month, quarter or year between renewals, in quotes. Left out: month.
        model: sBG, BdW or auto, in quotes. auto tests whether BdW is needed, as in CLV_RETENTION. Left out: auto.

    Errors:
        #N/A where survivors has fewer than two renewals (for BdW three), a blank between numbers, nobody who left or nobody who stayed,
        or revenue_per_period is blank; #VALUE! for text, or another word for model; #NUM! where survivors rise, are negative or are
        shares (give numbers of customers), where at_risk is less than survivors or more than those left before, for a negative rate or
        revenue, a gross_margin outside 0 to 1, or renewals outside 0 to 1000; #DIV/0! where
        nothing is discounted and payments have no end. Within the table: #N/A for a lowest and highest value that the numbers leave
        open; blank where half of the subscribers are still there after twice as many renewals as were seen.

    Source:
        Discounted expected lifetime and residual lifetime: Fader and Hardie, Customer-Base Valuation in a Contractual Setting, 2010;
        curves as in CLV_RETENTION. Interval: delta method on the logarithm of the value.

    Examples:
        >>> round(records(CLV_SUBSCRIPTION([1000, 869, 743, 653, 593, 551, 517, 491], 100, period="year", model="sBG"))[0]["Value"], 2)
        592.23
        >>> round(records(CLV_SUBSCRIPTION([100, 60, 40], 10, 1, 0))[1]["Payments to come"], 4)
        3.0
        >>> CLV_SUBSCRIPTION([1000, 869, 743, 653, 593, 551, 517, 491], 100, 1, 0)
        #DIV/0!
    """
    import numpy as np

    seen, chosen = fit_survivors(survivors, at_risk, model)
    curve = chosen.curve
    rate, last = rate_of(annual_discount_rate, Period(period)), len(seen.left) - 1
    if math.isinf(curve.discounted_lifetime(rate)):
        raise CellError(
            ExcelError.DIV0,
            "annual_discount_rate is 0, and too many subscribers hardly ever leave for their payments to have an end. Give a rate above 0.",
        )
    made = np.arange(1 + (last if renewals is None else int(renewals)))

    def payments(of: RetentionCurve) -> Any:
        return np.append(of.discounted_lifetime(rate), of.residual_lifetime(made, rate))

    margin = revenue_per_period * gross_margin
    least, most = np.append(1.0, 0.0 * made), (1 + rate) / rate if rate else math.inf
    band = chosen.interval(payments, least, most)
    columns = (
        [Words("New"), *(Words("After 1 renewal") if n == 1 else Words("After {1} renewals", n) for n in made.tolist())],
        [None, *made.astype(float).tolist()],
        [None, *curve.retention(made + 1).tolist()],
        [_half_life(curve, 0, last), *(_half_life(curve, n, last) for n in made.tolist())],
        payments(curve).tolist(),
        [margin * n for n in payments(curve).tolist()],
        *([[ExcelError.NA] * (len(made) + 1)] * 2 if band is None else ([margin * n for n in side.tolist()] for side in band)),
        beyond_last(curve, np.append(-1, made), last, rate, payments(curve)).tolist(),
    )
    return TableOf(SubscriptionLine, list(map(SubscriptionLine, *columns)))


def _goes_on(curve: np.ndarray, seen: list[float | None]) -> np.ndarray:
    """By how much a curve that lies above what was seen last is lowered from then on: it goes on from there, and never rises."""
    import numpy as np

    last, known = len(seen) - 1, seen[-1]
    share = 1.0 if known is None or not curve[last] else min(1.0, known / curve[last])
    return np.where(np.arange(len(curve)) > last, share, 1.0)


def _half_life(curve: RetentionCurve, made: int, last: int) -> float | None:
    """After how many more renewals half have left, where that is within twice the renewals seen; a curve says nothing of later ones."""
    half = float(curve.half_life(made))
    return half if made + half <= 2 * last else None


def beyond_last(curve: RetentionCurve, made: Any, last: int, rate: float, payments: Any) -> Any:
    """The share of payments to come that lies after the last renewal seen, by renewals made; -1 is who has just begun. After the last one
    all lies beyond it."""
    import numpy as np

    made = np.asarray(made)
    before = made < last
    survives = np.asarray(curve.survival(last)) / np.maximum(curve.survival(np.clip(made, 0, last)), 1e-300)
    later = survives * (1 + rate) ** np.minimum(made - last, 0) * curve.residual_lifetime(last, rate) / np.where(before, payments, 1.0)
    return np.where(before, np.minimum(later, 1.0), 1.0)


def _figures(chosen: Chosen, last: int) -> list[FitFigures]:
    """What the fit rests on."""
    curve = chosen.curve
    errors = curve.standard_errors or dict.fromkeys(curve.params, ExcelError.NA)
    alpha, beta = curve.params["alpha"], curve.params["beta"]
    churn = alpha / (alpha + beta)
    error_of_churn: Any = ExcelError.NA
    if curve.log_covariance is not None:
        (of_alpha, both), (_, of_beta) = curve.log_covariance[:2, :2].tolist()
        error_of_churn = churn * (1 - churn) * math.sqrt(max(of_alpha + of_beta - 2 * both, 0.0))
    return [
        FitFigures(RetentionFigure.CHURN, churn, error_of_churn),
        FitFigures(RetentionFigure.HALF_LIFE, _half_life(curve, 0, last)),
        FitFigures(RetentionFigure.ALPHA, alpha, errors["alpha"]),
        FitFigures(RetentionFigure.BETA, beta, errors["beta"]),
        FitFigures(RetentionFigure.C, curve.params.get("c", 1.0), errors.get("c")),
        FitFigures(RetentionFigure.LIKELIHOOD, curve.log_likelihood),
        FitFigures(RetentionFigure.MODEL, str(chosen.name)),
        FitFigures(RetentionFigure.FIT, said(chosen.reasons)),
    ]
