"""What a new customer will bring, of all customers and by group: what winning one is worth."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from ....cells.arguments import AnyColumn, BalanceColumn, Costs, DateColumn, Day, SingleRate, SingleShare
from ....cells.errors import ExcelError
from ....cells.registry import excel_function
from ....cells.tables import Column, Label, TableOf
from ....cells.values import Cell, text_of
from ....lists.orders.cleaning import Orders
from ....lists.orders.customers.table import first_known
from ....lists.orders.earnings import earnings_of
from ...customers.groups import ENOUGH_CUSTOMERS, SingleCount
from ..fits import AUTO, ModelWord, SingleMonths, enough_data, fit, fit_spend_of, histories_of, model_for, whole
from ..history import used_orders

if TYPE_CHECKING:
    from ....lists.orders.histories import Histories
    from ....models import PurchaseModel
    from ....models.new_customer import Figure, Newcomers

Amount = float | ExcelError | None


class NewcomerLabel(Label):
    """The rows that are no group."""

    NONE = "No group", "by column", "Customers without a group."
    ALL = "All customers", "by column", "All of them together."


@dataclass(frozen=True, slots=True)
class NewcomerLine:
    """What a new customer of a group will bring. Low and high hold 90% of what the expectation can be."""

    group: Annotated[str | NewcomerLabel, Column("New customer of", "key", "The group of their first order; the last row is of all.")]
    customers: Annotated[float, Column("Customers", "count", "The customers so far, from whom it is learnt.")]
    buys: Annotated[Amount, Column("Comes back", "share", "The probability of a repeat purchase within the months ahead.")] = None
    orders: Annotated[Amount, Column("Repeat orders", "decimal", "How many are expected within the months ahead.")] = None
    first_order: Annotated[Amount, Column("First order", "money", "What the first order brings, on average.")] = None
    repeat_order: Annotated[Amount, Column("Repeat order", "money", "What a repeat order brings.")] = None
    value: Annotated[Amount, Column("Value", "money", "The first order and the repeat orders, after cost of goods, discounted.")] = None
    low: Annotated[Amount, Column("Value, low", "money", "The lowest that it can be.")] = None
    high: Annotated[Amount, Column("Value, high", "money", "The highest that it can be.")] = None
    endless: Annotated[Amount, Column("Without end", "money", "The same without an end to the time ahead.")] = None
    endless_low: Annotated[Amount, Column("Without end, low", "money", "The lowest that it can be.")] = None
    endless_high: Annotated[Amount, Column("Without end, high", "money", "The highest that it can be.")] = None
    beyond: Annotated[
        Amount,
        Column("Beyond what was seen", "share", "Of the value without end, the share that comes later than anybody has been followed."),
    ] = None


@excel_function(family="Prediction")
def CLV_NEW_CUSTOMER(
    customers: AnyColumn,
    dates: DateColumn,
    amounts: BalanceColumn,
    months: SingleMonths = 12,
    annual_discount_rate: SingleRate = 0.1,
    gross_margin: SingleShare = 1,
    as_of: Day = None,
    model: ModelWord = AUTO,
    costs: Costs = None,  # type: ignore[assignment]
    groups: AnyColumn = None,  # type: ignore[assignment]
    enough: SingleCount = ENOUGH_CUSTOMERS,
) -> TableOf[NewcomerLine]:
    """What a new customer will bring: the first order and the repeat orders to come, within some months and without end.

    The time begins with the first order, which counts in full; repeat orders are expected by the model of purchases, and what each brings
    by the model of spend. Refunds lower both by the share that they take of all orders. Value within the months ahead is what a new
    customer may cost at most to be earned back by then. Without end is the value of the whole relationship; how much of that comes later
    than anybody has been followed is said beside it. Low and high hold 90% of what the expectation can be, as far as the data tell
    it: what one customer really brings varies far more.

    With groups, such as the channel of each order, a row for each group, fitted alone; a customer is in the group of the first order that names
    one. The figures of a group with fewer customers than enough says are #N/A. Largest value first; the last row is of all customers.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        months: How many months to look ahead. Left out: 12.
        annual_discount_rate: How much less money is worth a year later, as a fraction. Left out: 10%.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. Left out: 1.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.
        model: BG/NBD, MBG/NBD, Pareto/NBD or auto, in quotes. auto compares them. Left out: auto.
        costs: What the goods of each order cost you; fees and what shipping costs you in further columns. An order with a cost counts with
            it, any other with gross_margin. Left out: gross_margin for all.
        groups: The channel, campaign or country of each order. Left out: all customers alone.
        enough: From how many customers on a group has a row of figures. Left out: 100.

    Errors:
        #N/A where no row of customers, dates and amounts can be used, or fewer than 10 customers or 5 who came back are there to
        learn from, or all repeat orders are free; #VALUE! where the columns differ in length, as_of is no date or model is another word;
        #NUM! for months, an annual_discount_rate, a gross_margin or enough out of bounds. Within the table: #N/A for a group with too few,
        and for low and high where the data do not determine the model; #DIV/0! without end where nothing is discounted and some
        customers buy for ever.

    Source:
        Discounted expected transactions of a new customer: Fader and Hardie, Simple Probability Models for Computing CLV and CE, 2014;
        money after Fader, Hardie and Lee 2005 (RFM and CLV). Intervals by the delta method.

    Examples:
        >>> records(CLV_NEW_CUSTOMER([1,2,3,4,5,6,7,8,9,10,1,2,3,4,1,5,1,3,6,2],[101,102,103,104,105,106,107,108,109,110,115,117,121,125,128,130,160,170,175,200],[20,20,20,20,20,20,20,20,20,20,30,30,30,30,30,30,30,30,30,30]))[0]["First order"]
        20.0
    """
    orders = used_orders(customers, dates, amounts, as_of)
    if orders is None:
        return TableOf(NewcomerLine, [])
    margin, span = earnings_of(orders, costs, gross_margin).margin, whole(orders)
    ahead = (*span.ahead(months, annual_discount_rate), margin)
    with enough_data():
        name = model_for(orders, span, model)
        purchases, (spend, _) = fit(orders, span, name).model, fit_spend_of(orders, span)
    seen = histories_of(orders, span)
    lines = []
    for group, codes in _groups(orders, groups).items():
        theirs = seen.of(codes)
        found = _learnt(theirs, name) if len(theirs.customer) >= enough else None
        count = float(len(theirs.customer))
        if count:
            lines.append(_line(group, theirs, found, ahead) if found else NewcomerLine(group, count, *[ExcelError.NA] * 11))
    lines.sort(key=lambda line: (-line.value if isinstance(line.value, float) else math.inf, line.group))
    return TableOf(NewcomerLine, [*lines, _line(NewcomerLabel.ALL, seen, _newcomers(seen, purchases, spend), ahead)])


def _groups(orders: Orders, groups: list[Cell] | None) -> dict[str | NewcomerLabel, list[int]]:
    """The codes of the customers of each group: that of the first order that names one."""
    found: dict[str | NewcomerLabel, list[int]] = {}
    if groups is not None:
        for code, group in enumerate(first_known(orders, [groups])[0]):
            found.setdefault(NewcomerLabel.NONE if group is None else text_of(group), []).append(code)
    return found


def _learnt(seen: Histories, name: PurchaseModel) -> Newcomers | None:
    """What the customers of a group teach; None where they are too few."""
    from ....models.fitting import NotEnoughDataError
    from ....models.purchases.choice import fit_model
    from ....models.spend.independence import fit_spend

    try:
        purchases = fit_model(name, seen.frequency, seen.recency, seen.age).model
        spend, _ = fit_spend(seen.frequency, seen.monetary_value, variation=seen.variation)
    except NotEnoughDataError:
        return None
    return _newcomers(seen, purchases, spend)


def _newcomers(seen: Histories, purchases: object, spend: object) -> Newcomers:
    from ....models.new_customer import Newcomers

    repeats = float(seen.frequency.sum())
    return Newcomers(purchases, spend, seen.opening, float(seen.frequency @ seen.monetary_value) / repeats)  # type: ignore[arg-type]


def _line(group: str | NewcomerLabel, seen: Histories, of: Newcomers, ahead: tuple[float, float, float]) -> NewcomerLine:
    horizon, rate, margin = ahead
    kept = _kept(seen)
    within, endless, followed = (of.value(time, rate, margin * kept) for time in (horizon, math.inf, float(seen.age.max())))
    known = math.isfinite(endless.expected) and endless.expected > 0
    return NewcomerLine(
        group,
        float(len(seen.customer)),
        of.purchases.probability_of_buying(horizon),
        of.purchases.expected_purchases(horizon),
        kept * float(seen.opening.mean()),
        kept * of.order_value(),
        *_three(within),
        *_three(endless),
        max(0.0, 1 - followed.expected / endless.expected) if known else None,
    )


def _kept(seen: Histories) -> float:
    """The share of all orders that refunds leave: what a customer without any would be counted with."""
    spent = seen.opening + seen.frequency * seen.monetary_value
    weights = spent + spent.sum() / (1 + seen.frequency).sum()
    return float(seen.kept @ weights / weights.sum()) if weights.sum() > 0 else 1.0


def _three(figure: Figure) -> tuple[Amount, Amount, Amount]:
    """What is expected, low and high."""
    if math.isinf(figure.expected):
        return ExcelError.DIV0, ExcelError.DIV0, ExcelError.DIV0
    low, high = figure.interval or (ExcelError.NA, ExcelError.NA)
    return figure.expected, low, high
