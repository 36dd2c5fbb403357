"""What customers will do: probability models fitted to an order list."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any

from ..cells.arguments import Argument, BalanceColumn, Column, DateColumn, Day, SingleShare
from ..cells.errors import ExcelError
from ..cells.registry import excel_function
from ..cells.values import Words, text_of, words
from ..lists.orders.cleaning import Orders
from ..lists.orders.summary import CENT_FRACTION
from .fits import AUTO, WEEKS_A_MONTH, WEEKS_A_YEAR, ModelWord, SingleMonths, enough_data, fit, fit_spend_of, histories_of, model_for, whole
from .history import used_orders

if TYPE_CHECKING:
    from ..lists.orders.histories import Histories
    from ..models.forecast import Forecast, Total

SingleRate = Annotated[float, Argument("number", "single", unit="fraction a year: 0.1 is 10%", low=0)]

_PREDICTIONS = words(
    "Customer",
    "P(alive)",
    "P(alive), low",
    "P(alive), high",
    "Expected orders",
    "Orders, low",
    "Orders, high",
    "Expected order value",
    "Value so far",
    "Future value",
    "Future value, low",
    "Future value, high",
    "Total value",
)
_FORECAST = words("Figure", "Expected", "Estimate, low", "Estimate, high", "Outcome, low", "Outcome, high")


@excel_function(family="Prediction")
def CLV_PREDICT(
    customers: Column,
    dates: DateColumn,
    amounts: BalanceColumn,
    months: SingleMonths = 12,
    annual_discount_rate: SingleRate = 0,
    gross_margin: SingleShare = 1,
    as_of: Day = None,
    model: ModelWord = AUTO,
) -> list[list[Any]]:
    """What each customer will bring: a row per customer, the largest future value first.

    P(alive) is the probability that a customer is still one. Expected orders are purchase days within the months ahead. Expected
    order value leans from the customer's own average towards that of all, the more so the fewer the orders; refunds lower it by
    the customer's own share, and a little by that of all. Future value is
    expected orders x expected order value x gross margin, discounted to the calculation date; total value adds the value so far. Low
    and high hold 90% of what the expectation can be, as far as the data tell it; what one customer will really do varies far more.
    Under BG/NBD a one-time buyer cannot have left, so P(alive) is 1 there; "auto" may choose a model that can tell.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        months: How many months to look ahead. Left out: 12.
        annual_discount_rate: What money a year from now is worth less, as a fraction: 10% or 0.1. Left out: 0.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. Left out: 1.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.
        model: BG/NBD, MBG/NBD, Pareto/NBD or auto, in quotes. auto compares them. Left out: auto.

    Errors:
        #N/A where no row of customers, dates and amounts can be used, or fewer than 10 customers or 5 who came back are there to
        learn from, or all repeat orders are free; #VALUE! where customers, dates and amounts differ in length, as_of is no date or model is another word; #NUM! for
        months, an annual_discount_rate or a gross_margin out of bounds. Within the table: #N/A for low and high where the data do not
        determine the model.

    Source:
        Fader, Hardie and Lee 2005 (BG/NBD) and 2005 (RFM and CLV); Batislam, Denizel and Filiztekin 2007; Schmittlein, Morrison and
        Colombo 1987; spend after Fader and Hardie 2013 (Gamma-Gamma). Intervals by the delta method.

    Examples:
        >>> CLV_PREDICT([1,2,3,4,5,6,7,8,9,10,1,2,3,4,1,5,1,3,6,2],[101,102,103,104,105,106,107,108,109,110,115,117,121,125,128,130,160,170,175,200],[20,20,20,20,20,20,20,20,20,20,30,30,30,30,30,30,30,30,30,30])[1][8]
        80.0
    """
    orders = used_orders(customers, dates, amounts, as_of)
    if orders is None:
        return [_PREDICTIONS]
    seen, found = _forecast(orders, months, annual_discount_rate, gross_margin, model)
    so_far = _value_so_far(orders, gross_margin)
    unknown = [ExcelError.NA] * len(seen.customer)
    columns = [
        found.alive.tolist(),
        *([c.tolist() for c in found.alive_interval] if found.alive_interval else [unknown, unknown]),
        found.orders.tolist(),
        *([c.tolist() for c in found.orders_interval] if found.orders_interval else [unknown, unknown]),
        found.order_value.tolist(),
        [so_far[code] for code in seen.customer.tolist()],
        found.value.tolist(),
        *([c.tolist() for c in found.value_interval] if found.value_interval else [unknown, unknown]),
    ]
    rows = [[orders.customers[code], *figures, figures[7] + figures[8]] for code, *figures in zip(seen.customer.tolist(), *columns)]
    known = set(seen.customer.tolist())
    rows.sort(key=lambda row: (-row[9], text_of(row[0])))
    refunded = [code for code in range(len(orders.customers)) if code not in known]
    rows += [[orders.customers[code], *[None] * 7, so_far[code], None, None, None, so_far[code]] for code in refunded]
    return [_PREDICTIONS, *rows]


@excel_function(family="Prediction")
def CLV_FORECAST(
    customers: Column,
    dates: DateColumn,
    amounts: BalanceColumn,
    months: SingleMonths = 12,
    annual_discount_rate: SingleRate = 0,
    gross_margin: SingleShare = 1,
    as_of: Day = None,
    model: ModelWord = AUTO,
) -> list[list[Any]]:
    """What all customers together will bring, with how sure that is: the totals of CLV_PREDICT.

    Estimate, low to high, holds the expected total with 90% probability: what it would be if the parameters were known. Outcome,
    low to high, holds the total that will really come in with 90% probability, chance of each customer included, if the model
    fits and nothing changes. New customers are not in it.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        months: How many months to look ahead. Left out: 12.
        annual_discount_rate: What money a year from now is worth less, as a fraction: 10% or 0.1. Left out: 0.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. Left out: 1.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.
        model: BG/NBD, MBG/NBD, Pareto/NBD or auto, in quotes. auto compares them. Left out: auto.

    Errors:
        #N/A where no row of customers, dates and amounts can be used, or fewer than 10 customers or 5 who came back are there to
        learn from, or all repeat orders are free; #VALUE! where customers, dates and amounts differ in length, as_of is no date or model is another word; #NUM! for
        months, an annual_discount_rate or a gross_margin out of bounds. Within the table: #N/A for low and high where the data do not
        determine the model.

    Source:
        As CLV_PREDICT; the variance of purchases by the law of total variance.

    Examples:
        >>> CLV_FORECAST([1,2,3,4,5,6,7,8,9,10,1,2,3,4,1,5,1,3,6,2],[101,102,103,104,105,106,107,108,109,110,115,117,121,125,128,130,160,170,175,200],[20,20,20,20,20,20,20,20,20,20,30,30,30,30,30,30,30,30,30,30])[6][1]
        500.0
    """
    orders = used_orders(customers, dates, amounts, as_of)
    if orders is None:
        return [_FORECAST]
    seen, found = _forecast(orders, months, annual_discount_rate, gross_margin, model)
    so_far = math.fsum(_value_so_far(orders, gross_margin))
    count = float(len(seen.customer))
    future = _total(Words("Future value"), found.total_value)
    per_customer = [cell / count if isinstance(cell, float) else cell for cell in future[1:]]
    return [
        _FORECAST,
        [Words("Customers"), count, *[None] * 4],
        [Words("Customers still there"), found.total_alive, *[None] * 4],
        _total(Words("Orders"), found.total_orders),
        future,
        [Words("Future value per customer"), *per_customer],
        [Words("Value so far"), so_far, *[None] * 4],
        [Words("Total value"), *(cell + so_far if isinstance(cell, float) else cell for cell in future[1:])],
    ]


def _forecast(orders: Orders, months: float, annual_rate: float, gross_margin: float, word: str) -> tuple[Histories, Forecast]:
    from ..models.forecast import forecast

    span = whole(orders)
    seen = histories_of(orders, span)
    with enough_data():
        purchases, customers = fit(orders, span, model_for(orders, span, word))
        spend, _ = fit_spend_of(orders, span)
    rate, horizon = math.log1p(annual_rate) / WEEKS_A_YEAR, months * WEEKS_A_MONTH
    return seen, forecast(purchases, spend, customers, seen.monetary_value, horizon, rate, gross_margin, seen.kept)


def _value_so_far(orders: Orders, gross_margin: float) -> list[float]:
    """Each customer's revenue after refunds and cost of goods, by code."""
    paid: list[list[float]] = [[] for _ in orders.customers]
    for customer, amount in zip(orders.customer, orders.amount):
        paid[customer].append(amount)
    return [round(math.fsum(amounts), CENT_FRACTION) * gross_margin for amounts in paid]


def _total(text: str, total: Total) -> list[Any]:
    estimate, outcome = (list(one) if one else [ExcelError.NA, ExcelError.NA] for one in (total.estimate, total.outcome))
    return [text, total.expected, *estimate, *outcome]
