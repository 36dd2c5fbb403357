"""How often customers have bought, beside how often the model of purchases expects it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ....cells.arguments import AnyColumn, BalanceColumn, DateColumn, Day
from ....cells.registry import excel_function
from ....cells.tables import Column, TableOf
from ....cells.values import Words
from ....lists.orders.cleaning import Orders
from ..fits import AUTO, ModelWord, enough_data, fit, histories_of, model_for, whole
from ..history import used_orders


def chances_to_buy(orders: Orders, months: float, word: str) -> list[float]:
    """The probability that a customer buys within the months ahead, for each one with a purchase."""
    span = whole(orders)
    model, customers = fit(orders, span, model_for(orders, span, word))
    return model.probability_of_buying(span.ahead(months, 0)[0], *customers.columns)[customers.inverse].tolist()


@dataclass(frozen=True, slots=True)
class FrequencyLine:
    """Customers with as many repeat purchases."""

    repeats: Annotated[str, Column("Repeat purchases", "key", "Purchases after the first, each day counted once.")]
    customers: Annotated[float, Column("Customers", "count", "How many have made so many.")]
    expected: Annotated[float, Column("Expected", "decimal", "How many the model expects.")]
    lowest: Annotated[float, Column("Expected, low", "decimal", "The fewest that chance alone leaves 9 times out of 10.")]
    highest: Annotated[float, Column("Expected, high", "decimal", "The most that it does.")]


@excel_function(family="Prediction")
def CLV_FREQUENCIES(
    customers: AnyColumn, dates: DateColumn, amounts: BalanceColumn, model: ModelWord = AUTO, as_of: Day = None
) -> TableOf[FrequencyLine]:
    """How many customers have come back so often, really and by the model: whether the model describes the customers that it was fitted to.

    A row for 0, 1, 2, ... repeat purchases, the last one for 7 or more. Expected are the probabilities of so many purchases, each
    customer's for the time since the first one, added up. Low to high holds the number 9 times out of 10 where the model is right. The
    model has been fitted to these customers, so this shows whether its form fits; CLV_HOLDOUT shows how well it forecasts.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        model: BG/NBD, MBG/NBD, Pareto/NBD or auto, in quotes. auto compares them. Left out: auto.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.

    Errors:
        #N/A where no row of customers, dates and amounts can be used, or fewer than 10 customers or 5 who came back are there to
        learn from; #VALUE! where customers, dates and amounts differ in length, as_of is no date or model is another word.

    Source:
        Fader, Hardie and Lee 2005, figure 2; Schmittlein, Morrison and Colombo 1987.

    Examples:
        >>> records(CLV_FREQUENCIES([1,2,3,4,5,6,7,8,9,10,1,2,3,4,1,5,1,3,6,2],[101,102,103,104,105,106,107,108,109,110,115,117,121,125,128,130,160,170,175,200],[20,20,20,20,20,20,20,20,20,20,30,30,30,30,30,30,30,30,30,30]))[0]["Customers"]
        4.0
    """
    from ....models.intervals import LEVEL, z_of
    from ....models.purchases.counts import frequencies
    from ....models.purchases.holdout import HIGHEST_FREQUENCY

    orders = used_orders(customers, dates, amounts, as_of)
    if orders is None:
        return TableOf(FrequencyLine, [])
    span = whole(orders)
    with enough_data():
        fitted = fit(orders, span, model_for(orders, span, model)).model
    seen = histories_of(orders, span)
    actual, expected, spread = frequencies(fitted, seen.frequency, seen.age, HIGHEST_FREQUENCY)
    reach = z_of(LEVEL) * spread
    columns = (
        actual.tolist(),
        expected.tolist(),
        (expected - reach).clip(0.0).tolist(),
        (expected + reach).clip(max=actual.sum()).tolist(),
    )
    names = [*map(str, range(HIGHEST_FREQUENCY)), Words("{1} or more", HIGHEST_FREQUENCY)]
    return TableOf(FrequencyLine, list(map(FrequencyLine, names, *columns)))
