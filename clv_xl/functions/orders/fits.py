"""From cleaned orders to fitted models. All of it is remembered: formulas of one workbook ask for the same fits again and again."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, NamedTuple

from ...cells.arguments import Argument
from ...cells.errors import CellError, ExcelError
from ...cells.values import DAYS_A_MONTH, DAYS_A_YEAR
from ...lists.orders.cleaning import Orders
from ...lists.orders.clock import EVEN, Clock
from ...lists.remembering import remembered
from ...models import PurchaseModel
from ...words import Words, in_a_row

if TYPE_CHECKING:
    from ...lists.orders.histories import Histories
    from ...models.purchases.choice import Compared, Fitted
    from ...models.purchases.holdout import Holdout
    from ...models.purchases.latent_attrition import LatentAttrition
    from ...models.reasons import Reason
    from ...models.spend.gamma_gamma import GammaGamma
    from ...models.spend.independence import CredibilitySpend, Independence

AUTO = "auto"
_MODELS = (
    "The one that fits best",
    "Leaves after a purchase, never before one",
    "May leave after the first purchase too",
    "May leave at any time",
)
ModelWord = Annotated[str, Argument("word", "single", unit="word", words=(AUTO, *PurchaseModel), meanings=_MODELS)]
SingleMonths = Annotated[float, Argument("number", "single", unit="months", low=0, high=1200)]

WEEKS_A_YEAR = DAYS_A_YEAR / 7
WEEKS_A_MONTH = WEEKS_A_YEAR / 12
_ROUNDS = 3


@dataclass(frozen=True)
class Span:
    """The time from the first order to a day that models are told of, what follows it up to an end, and the clock that both go by."""

    told: int
    end: int
    clock: Clock = EVEN

    @property
    def weeks_after(self) -> float:
        """How long what follows is."""
        return float(self.clock.weeks(self.told, self.end))

    def ahead(self, months: float, annual_rate: float) -> tuple[float, float]:
        """So many months after the time that models are told of, in weeks of the clock, and what a rate a year is in one of these."""
        weeks = float(self.clock.weeks(self.told, self.told + months * DAYS_A_MONTH))
        return weeks, math.log1p(annual_rate) / WEEKS_A_YEAR * (months * WEEKS_A_MONTH / weeks if weeks else 1.0)


@contextmanager
def enough_data() -> Iterator[None]:
    """Within it, data that say too little are #N/A, with the reason."""
    from ...models.fitting import NotEnoughDataError

    try:
        yield
    except NotEnoughDataError as reason:
        raise CellError(ExcelError.NA, str(reason)) from None


def said(reasons: Iterable[Reason]) -> str:
    """What a model says of its fit, as text of ours in an answer."""
    return in_a_row(*(Words(text, *parts) for text, parts in reasons))


def whole(orders: Orders) -> Span:
    """All of the time, with nothing after it."""
    last = orders.as_of or 0
    return Span(last, last, season_of(orders, last).clock)


def split(orders: Orders, day: int | None = None, end: int | None = None) -> Span:
    """The time up to a day; without a day, the first half.

    Raises:
        CellError: the day is not between the first order and the end.
    """
    first, last = min(orders.day), (orders.as_of or 0) if end is None else end
    if day is not None and not first <= day < last:
        raise CellError(ExcelError.NUM, "split is not between the first order and the calculation date. Give a day in between.")
    told = first + (last - first) // 2 if day is None else day
    return Span(told, last, season_of(orders, told).clock)


class Season(NamedTuple):
    """How long the days of each month of the year are; and the variance of the logarithm of that, or of what months differ by where nothing
    tells a season."""

    clock: Clock = EVEN
    variance: float = 0.0


@remembered
def season_of(orders: Orders, told: int) -> Season:
    """What the orders up to a day say of the months of the year."""
    import numpy as np

    from ...lists.orders.clock import months_of
    from ...lists.orders.histories import month_ends, repeat_purchases_by
    from ...models.fitting import NotEnoughDataError
    from ...models.purchases.holdout import expected_so_far
    from ...models.purchases.month_factors import LEAST_MONTHS, month_factors

    season, start, ends = Season(), min(orders.day), month_ends(orders, told)
    if len(ends) < LEAST_MONTHS:
        return season
    # The model's rates and the months' lengths each follow from the other.
    for _ in range(_ROUNDS):
        clock = season.clock
        span = Span(told, orders.as_of or told, clock)  # as others have it, so that the fit is remembered
        try:
            model = fit(orders, span, PurchaseModel.BGNBD).model
        except NotEnoughDataError:
            return Season()
        seen = histories_of(orders, span)
        so_far = expected_so_far(model, clock.weeks(start, seen.first), clock.weeks(start, ends))
        begins = np.append(start - 1, ends[:-1])
        even = np.diff(so_far, prepend=0.0) * EVEN.weeks(begins, ends) / clock.weeks(begins, ends)
        found = month_factors(np.diff(repeat_purchases_by(orders, seen, ends), prepend=0.0), even, int(months_of(ends[:1])[0]) % 12)
        if found is None:
            return Season()
        if not found.taken:
            return Season(EVEN, found.spread)
        season = Season(Clock.of(found.factors), found.spread)
    return season


@remembered
def histories_of(orders: Orders, span: Span) -> Histories:
    from ...lists.orders.histories import histories

    return histories(orders, span.told, span.end, span.clock)


@remembered
def fit(orders: Orders, span: Span, name: PurchaseModel, start: LatentAttrition | None = None) -> Fitted:
    """A model fitted to the time it is told of. start: a model that is near, such as that of another span."""
    from ...models.purchases.choice import fit_model

    seen = histories_of(orders, span)
    return fit_model(name, seen.frequency, seen.recency, seen.age, start)


@remembered
def fit_spend_of(orders: Orders, span: Span) -> tuple[GammaGamma | CredibilitySpend, Independence]:
    from ...models.spend.independence import fit_spend

    seen = histories_of(orders, span)
    return fit_spend(seen.frequency, seen.monetary_value, variation=seen.variation)


@remembered
def test(orders: Orders, span: Span, name: PurchaseModel) -> Holdout:
    """A model fitted to the time it is told of, held against what followed."""
    from ...models.purchases.holdout import holdout

    model, customers = fit(orders, span, name)
    return holdout(model, customers, histories_of(orders, span).later, span.weeks_after)


def compare(orders: Orders, span: Span) -> list[Compared]:
    """All models, fitted to the time they are told of, and tested on the second half of that time."""
    from ...models.fitting import NotEnoughDataError
    from ...models.purchases.choice import Compared

    half = split(orders, end=span.told)
    found = []
    for name in PurchaseModel:
        model = fit(orders, span, name).model
        try:
            tested = test(orders, half, name)
        except NotEnoughDataError:
            tested = None
        found.append(Compared(name, model, tested))
    return found


def model_for(orders: Orders, span: Span, word: str) -> PurchaseModel:
    """The model asked for; with "auto" the one to trust."""
    from ...models.purchases.choice import choose

    return choose(compare(orders, span)) if word == AUTO else PurchaseModel(word)
