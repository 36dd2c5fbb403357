"""From cleaned orders to fitted models. All of it is remembered: formulas of one workbook ask for the same fits again and again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from ...cells.arguments import Argument
from ...cells.errors import CellError, ExcelError
from ...lists.orders.cleaning import Orders
from ...lists.remembering import remembered
from ...models import PurchaseModel
from ...words import Words, in_a_row

if TYPE_CHECKING:
    from ...lists.orders.histories import Histories
    from ...models.purchases.choice import Compared, Fitted
    from ...models.purchases.holdout import Holdout
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

WEEKS_A_YEAR = 365.25 / 7
WEEKS_A_MONTH = WEEKS_A_YEAR / 12


@dataclass(frozen=True)
class Span:
    """The time from the first order to a day that models are told of, and what follows it up to an end."""

    told: int
    end: int


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
    return Span(orders.as_of or 0, orders.as_of or 0)


def split(orders: Orders, day: int | None = None, end: int | None = None) -> Span:
    """The time up to a day; without a day, the first half.

    Raises:
        CellError: the day is not between the first order and the end.
    """
    first, last = min(orders.day), (orders.as_of or 0) if end is None else end
    if day is not None and not first <= day < last:
        raise CellError(ExcelError.NUM, "split is not between the first order and the calculation date. Give a day in between.")
    return Span(first + (last - first) // 2 if day is None else day, last)


@remembered
def histories_of(orders: Orders, span: Span) -> Histories:
    from ...lists.orders.histories import histories

    return histories(orders, span.told, span.end)


@remembered
def fit(orders: Orders, span: Span, name: PurchaseModel) -> Fitted:
    """A model fitted to the time it is told of."""
    from ...models.purchases.choice import fit_model

    seen = histories_of(orders, span)
    return fit_model(name, seen.frequency, seen.recency, seen.age)


@remembered
def fit_spend_of(orders: Orders, span: Span) -> tuple[GammaGamma | CredibilitySpend, Independence]:
    from ...models.spend.independence import fit_spend

    seen = histories_of(orders, span)
    return fit_spend(seen.frequency, seen.monetary_value, variation=seen.variation)


@remembered
def test(orders: Orders, span: Span, name: PurchaseModel) -> Holdout:
    """A model fitted to the time it is told of, held against what followed."""
    from ...lists.orders.histories import DAYS_A_WEEK
    from ...models.purchases.holdout import holdout

    model, customers = fit(orders, span, name)
    return holdout(model, customers, histories_of(orders, span).later, (span.end - span.told) / DAYS_A_WEEK)


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
