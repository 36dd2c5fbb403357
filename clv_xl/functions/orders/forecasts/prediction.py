"""What customers will do: probability models fitted to an order list."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from ....cells.arguments import AnyColumn, BalanceColumn, Costs, DateColumn, Day, SingleRate, SingleShare
from ....cells.errors import CellError, ExcelError
from ....cells.registry import excel_function
from ....cells.tables import Column, Label, ListOf, TableOf
from ....cells.values import Cell, text_of
from ....lists.orders.cleaning import Orders
from ....lists.orders.customers.table import left_by_customer
from ....lists.orders.earnings import earnings_of
from ....lists.remembering import remembered
from ..fits import AUTO, WEEKS_A_MONTH, ModelWord, SingleMonths, enough_data, fit, fit_spend_of, histories_of, model_for, whole
from ..history import used_orders
from ..past_forecasts import with_past_misses
from .frequencies import chances_to_buy

if TYPE_CHECKING:
    import numpy as np

    from ....lists.orders.histories import Histories
    from ....models.forecast import Forecast, Total


Figure = float | ExcelError | None


@dataclass(frozen=True, slots=True)
class PredictionLine:
    """What a customer will bring; one with refunds alone has no forecast. Low and high hold 90% of what the expectation can be."""

    customer: Annotated[Cell, Column("Customer", "key", "The customer, as first written.")]
    alive: Annotated[Figure, Column("P(alive)", "share", "The probability that they are still a customer.")] = None
    alive_low: Annotated[Figure, Column("P(alive), low", "share", "The lowest that it can be.")] = None
    alive_high: Annotated[Figure, Column("P(alive), high", "share", "The highest that it can be.")] = None
    buys: Annotated[Figure, Column("P(buys)", "share", "The probability that they buy within the months ahead.")] = None
    orders: Annotated[Figure, Column("Expected orders", "decimal", "Purchase days within the months ahead.")] = None
    orders_low: Annotated[Figure, Column("Orders, low", "decimal", "The lowest that they can be.")] = None
    orders_high: Annotated[Figure, Column("Orders, high", "decimal", "The highest that they can be.")] = None
    order_value: Annotated[Figure, Column("Expected order value", "money", "What one of them will bring.")] = None
    so_far: Annotated[float, Column("Value so far", "money", "Revenue so far x gross margin, or less the costs of the orders.")] = 0.0
    value: Annotated[Figure, Column("Future value", "money", "Orders x order value x what is left of revenue, discounted.")] = None
    value_low: Annotated[Figure, Column("Future value, low", "money", "The lowest that it can be.")] = None
    value_high: Annotated[Figure, Column("Future value, high", "money", "The highest that it can be.")] = None
    total: Annotated[float, Column("Total value", "money", "Value so far + future value.")] = 0.0


class ForecastFigure(Label):
    """What a forecast says of all customers together."""

    CUSTOMERS = "Customers", "count", "Those with a purchase so far."
    ALIVE = "Customers still there", "decimal", "The probabilities that they are still customers, added up."
    ORDERS = "Orders", "decimal", "Purchase days within the months ahead."
    VALUE = "Future value", "whole money", "What they will bring, after cost of goods, discounted."
    PER_CUSTOMER = "Future value per customer", "money", "Future value / customers."
    SO_FAR = "Value so far", "whole money", "Revenue so far x gross margin, or less the costs of the orders."
    TOTAL = "Total value", "whole money", "Value so far + future value."
    BEYOND = "Beyond what was seen", "share", "The share of the future value that comes later than customers have been followed so far."


@dataclass(frozen=True, slots=True)
class ForecastLine:
    """A figure of all customers, with how sure it is."""

    figure: Annotated[ForecastFigure, Column("Figure", "figure", "Which figure it is.")]
    expected: Annotated[Figure, Column("Expected", "by row", "The figure.")]
    estimate_low: Annotated[Figure, Column("Estimate, low", "by row", "The lowest that the expectation can be.")] = None
    estimate_high: Annotated[Figure, Column("Estimate, high", "by row", "The highest that the expectation can be.")] = None
    outcome_low: Annotated[Figure, Column("Outcome, low", "by row", "The lowest that will really come in.")] = None
    outcome_high: Annotated[Figure, Column("Outcome, high", "by row", "The highest that will really come in.")] = None


@excel_function(family="Prediction")
def CLV_PREDICT(
    customers: AnyColumn,
    dates: DateColumn,
    amounts: BalanceColumn,
    months: SingleMonths = 12,
    annual_discount_rate: SingleRate = 0,
    gross_margin: SingleShare = 1,
    as_of: Day = None,
    model: ModelWord = AUTO,
    costs: Costs = None,  # type: ignore[assignment]
) -> ListOf[PredictionLine]:
    """What each customer will bring: a row per customer, the largest future value first.

    P(alive) is the probability that a customer is still one, P(buys) that they buy within the months ahead. Expected orders are purchase days within the months ahead. Expected
    order value leans from the customer's own average towards that of all, the more so the fewer the orders; refunds lower it by
    the customer's own share, and a little by that of all. Future value is
    expected orders x expected order value x gross margin (with costs: what all orders so far left of their revenue), discounted to the
    calculation date; total value adds the value so far. Low and high hold 90% of what the expectation can be, as far as the data tell it; what one customer will really do varies far more.
    Under BG/NBD a one-time buyer cannot have left, so P(alive) is 1 there; "auto" may choose a model that can tell.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        months: How many months to look ahead. Left out: 12.
        annual_discount_rate: How much less money is worth a year later, as a fraction: 10% or 0.1. Left out: 0.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. Left out: 1.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.
        model: BG/NBD, MBG/NBD, Pareto/NBD or auto, in quotes. auto compares them. Left out: auto.
        costs: What the goods of each order cost you; fees and what shipping costs you in further columns. An order with a cost counts with
            it, any other with gross_margin. Left out: gross_margin for all.

    Errors:
        #N/A where no row of customers, dates and amounts can be used, or fewer than 10 customers or 5 who came back are there to
        learn from, or all repeat orders are free; #VALUE! where customers, dates and amounts differ in length, as_of is no date or model is another word; #NUM! for
        months, an annual_discount_rate or a gross_margin out of bounds. Within the table: #N/A for low and high where the data do not
        determine the model.

    Source:
        Fader, Hardie and Lee 2005 (BG/NBD) and 2005 (RFM and CLV); Batislam, Denizel and Filiztekin 2007; Schmittlein, Morrison and
        Colombo 1987; spend after Fader and Hardie 2013 (Gamma-Gamma). Intervals by the delta method.

    Examples:
        >>> records(CLV_PREDICT([1,2,3,4,5,6,7,8,9,10,1,2,3,4,1,5,1,3,6,2],[101,102,103,104,105,106,107,108,109,110,115,117,121,125,128,130,160,170,175,200],[20,20,20,20,20,20,20,20,20,20,30,30,30,30,30,30,30,30,30,30]))[0]["Value so far"]
        80.0
    """
    orders = used_orders(customers, dates, amounts, as_of)
    if orders is None:
        return ListOf(PredictionLine, [])
    earnings = earnings_of(orders, costs, gross_margin)
    seen, found = forecast_of(orders, months, annual_discount_rate, earnings.margin, model)
    so_far = left_by_customer(orders, earnings)
    codes, future = seen.customer.tolist(), found.value.tolist()
    names, past = [orders.customers[code] for code in codes], [so_far[code] for code in codes]
    columns = (
        names,
        found.alive.tolist(),
        *_bounds(found.alive_interval, len(codes)),
        chances_to_buy(orders, months, model),
        found.orders.tolist(),
        *_bounds(found.orders_interval, len(codes)),
        found.order_value.tolist(),
        past,
        future,
        *_bounds(found.value_interval, len(codes)),
        [one + other for one, other in zip(past, future)],
    )
    rows = list(map(PredictionLine, *columns))
    ordered = [rows[place] for place in sorted(range(len(rows)), key=lambda place: (-future[place], text_of(names[place])))]
    refunded = sorted(set(range(len(orders.customers))) - set(codes))
    ordered += [PredictionLine(orders.customers[code], so_far=so_far[code], total=so_far[code]) for code in refunded]
    return ListOf(PredictionLine, ordered)


def _bounds(interval: tuple[np.ndarray, np.ndarray] | None, count: int) -> list[list[Figure]]:
    """The lowest and the highest of each; not available where the data do not determine them."""
    return [side.tolist() for side in interval] if interval else [[ExcelError.NA] * count] * 2


@excel_function(family="Prediction")
def CLV_FORECAST(
    customers: AnyColumn,
    dates: DateColumn,
    amounts: BalanceColumn,
    months: SingleMonths = 12,
    annual_discount_rate: SingleRate = 0,
    gross_margin: SingleShare = 1,
    as_of: Day = None,
    model: ModelWord = AUTO,
    costs: Costs = None,  # type: ignore[assignment]
) -> TableOf[ForecastLine]:
    """What all customers together will bring, with how sure that is: the totals of CLV_PREDICT.

    Estimate, low to high, holds the expected total with 90% probability: what it would be if the parameters were known. Outcome,
    low to high, holds the total that will really come in with 90% probability, chance of each customer included, if the model
    fits and nothing changes. New customers are not in it. Beyond what was seen is the share of the future value that comes after as
    much time as has passed since the first purchase: nobody has been followed for so long.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        months: How many months to look ahead. Left out: 12.
        annual_discount_rate: How much less money is worth a year later, as a fraction: 10% or 0.1. Left out: 0.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. Left out: 1.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.
        model: BG/NBD, MBG/NBD, Pareto/NBD or auto, in quotes. auto compares them. Left out: auto.
        costs: What the goods of each order cost you; fees and what shipping costs you in further columns. An order with a cost counts with
            it, any other with gross_margin. Left out: gross_margin for all.

    Errors:
        #N/A where no row of customers, dates and amounts can be used, or fewer than 10 customers or 5 who came back are there to
        learn from, or all repeat orders are free; #VALUE! where customers, dates and amounts differ in length, as_of is no date or model is another word; #NUM! for
        months, an annual_discount_rate or a gross_margin out of bounds. Within the table: #N/A for low and high where the data do not
        determine the model.

    Source:
        As CLV_PREDICT; the variance of purchases by the law of total variance.

    Examples:
        >>> records(CLV_FORECAST([1,2,3,4,5,6,7,8,9,10,1,2,3,4,1,5,1,3,6,2],[101,102,103,104,105,106,107,108,109,110,115,117,121,125,128,130,160,170,175,200],[20,20,20,20,20,20,20,20,20,20,30,30,30,30,30,30,30,30,30,30]))[5]["Expected"]
        500.0
    """
    orders = used_orders(customers, dates, amounts, as_of)
    if orders is None:
        return TableOf(ForecastLine, [])
    earnings = earnings_of(orders, costs, gross_margin)
    seen, found = forecast_of(orders, months, annual_discount_rate, earnings.margin, model)
    found = with_past_misses(orders, months, model, found)
    so_far = math.fsum(left_by_customer(orders, earnings))
    count = float(len(seen.customer))
    value = _line(ForecastFigure.VALUE, found.total_value)
    lines = [
        ForecastLine(ForecastFigure.CUSTOMERS, count),
        _line(ForecastFigure.ALIVE, found.total_alive),
        _line(ForecastFigure.ORDERS, found.total_orders),
        value,
        _changed(ForecastFigure.PER_CUSTOMER, value, lambda figure: figure / count),
        ForecastLine(ForecastFigure.SO_FAR, so_far),
        _changed(ForecastFigure.TOTAL, value, lambda figure: figure + so_far),
        ForecastLine(ForecastFigure.BEYOND, _beyond(orders, months, (annual_discount_rate, gross_margin, model))),
    ]
    return TableOf(ForecastLine, lines)


def _beyond(orders: Orders, months: float, given: tuple[float, float, str]) -> Figure:
    """The share of the future value that comes later from now than the first purchase lies back."""
    seen, found = forecast_of(orders, months, *given)
    followed, all_of_it = float(seen.age.max()) / WEEKS_A_MONTH, found.total_value.expected
    if months <= followed or not all_of_it:
        return 0.0
    _, within = forecast_of(orders, followed, *given)
    return max(0.0, 1 - within.total_value.expected / all_of_it)


@remembered
def forecast_of(
    orders: Orders, months: float, annual_rate: float, margin: float, word: str, among: tuple[int, ...] | None = None
) -> tuple[Histories, Forecast]:
    """What customers will bring, by the models fitted to all of them; with among, of those codes alone.

    Raises:
        CellError: the data say too little.
    """
    from ....models.forecast import forecast
    from ....models.purchases.latent_attrition import customers_of

    span = whole(orders)
    seen = histories_of(orders, span)
    with enough_data():
        purchases, customers = fit(orders, span, model_for(orders, span, word))
        spend, _ = fit_spend_of(orders, span)
    if among is not None:
        seen = seen.of(among)
        customers = customers_of(seen.frequency, seen.recency, seen.age)
    horizon, rate = span.ahead(months, annual_rate)
    return seen, forecast(purchases, spend, customers, seen.monetary_value, horizon, rate, margin, seen.kept)


def expected_by_code(orders: Orders, months: float, annual_rate: float, margin: float, word: str) -> dict[int, tuple[float, float]]:
    """The chance of still being a customer, and the future value, of each one with a purchase; nobody where the data say too little."""
    try:
        seen, found = forecast_of(orders, months, annual_rate, margin, word)
    except CellError:
        return {}
    return dict(zip(seen.customer.tolist(), zip(found.alive.tolist(), found.value.tolist())))


def _line(figure: ForecastFigure, total: Total) -> ForecastLine:
    unknown = (ExcelError.NA, ExcelError.NA)
    return ForecastLine(figure, total.expected, *(total.estimate or unknown), *(total.outcome or unknown))


def _changed(figure: ForecastFigure, line: ForecastLine, change: Callable[[float], float]) -> ForecastLine:
    """Another figure from the same expectation and the same bounds."""
    names = ("expected", "estimate_low", "estimate_high", "outcome_low", "outcome_high")
    known = {name: cell for name in names if isinstance(cell := getattr(line, name), float)}
    return replace(line, figure=figure, **{name: change(cell) for name, cell in known.items()})
