"""What the models make of an order list, and how far to trust them: parameters, comparison, holdout, tracking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..cells.arguments import BalanceColumn, Column, DateColumn, Day
from ..cells.errors import ExcelError
from ..cells.registry import excel_function
from ..cells.values import Words, day_to_date, words
from ..models import PurchaseModel
from .fits import AUTO, ModelWord, compare, enough_data, fit, fit_spend_of, histories_of, model_for, test, whole
from .fits import split as split_time
from .history import used_orders

if TYPE_CHECKING:
    from ..models.gamma_gamma import GammaGamma
    from ..models.spend import CredibilitySpend

_FIT = words("Figure", "Value", "Standard error", "In words")
_MODELS = words(
    "Model", "r", "alpha", "a or s", "b or beta", "Log-likelihood", "Holdout: total off by", "Holdout: error per customer", "Choice"
)
_HOLDOUT = words("Repeat purchases before", "Customers", "Orders later", "Forecast", "Own rate goes on", "Everybody average")
_TRACKING = words("Week", "Until", "Repeat orders so far", "Expected so far", "Repeat orders in the week", "Expected in the week")

_MEANING = {
    "r": Words("How alike customers are in how often they buy: the higher, the more alike."),
    "alpha": Words("Weeks between purchases, roughly, divided by r: r / alpha is the mean number of purchases a week."),
    "a": Words("How customers leave: a / (a + b) is the mean probability of leaving after a purchase."),
    "b": Words("See a."),
    "s": Words("How alike customers are in how long they stay: the higher, the more alike."),
    "beta": Words("s / beta is the mean rate of leaving a week."),
    "p": Words("How alike the orders of one customer are: the higher, the more alike."),
    "q": Words("How alike customers are in what they spend: the higher, the more alike."),
    "v": Words("The scale of spend: p v / (q - 1) is the mean order value."),
    "between": Words("The variance of customers' own means, as a share of the square of the mean of customers who buy as often."),
    "within": Words("The variance of the orders of one customer, as a share of the square of their mean."),
    "mean": Words("The mean repeat order over customers."),
}


@excel_function(family="Prediction")
def CLV_FIT(customers: Column, dates: DateColumn, amounts: BalanceColumn, model: ModelWord = AUTO, as_of: Day = None) -> list[list[Any]]:
    """The parameters of the models behind a forecast, how sure they are, and what they say.

    The first five rows of the column Value are what CLV_ALIVE and CLV_PURCHASES take. Time is in weeks. Then come the likelihood, the
    customers, and the model of spend: Gamma-Gamma where spend has little to do with how often people buy, else a weighted mean of
    a customer's own average and that of customers who buy as often.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        model: BG/NBD, MBG/NBD, Pareto/NBD or auto, in quotes. auto compares them. Left out: auto.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.

    Errors:
        #N/A where no row of customers, dates and amounts can be used, or fewer than 10 customers or 5 who came back are there to
        learn from, or all repeat orders are free; #VALUE! where customers, dates and amounts differ in length, as_of is no date or model is another word.
        Within the table: #N/A for a standard error that the data do not give.

    Source:
        Fader, Hardie and Lee 2005; Batislam, Denizel and Filiztekin 2007; Schmittlein, Morrison and Colombo 1987; Fader and Hardie
        2013. Standard errors from the curvature of the likelihood.

    Examples:
        >>> CLV_FIT([1,2,3,4,5,6,7,8,9,10,1,2,3,4,1,5,1,3,6,2],[101,102,103,104,105,106,107,108,109,110,115,117,121,125,128,130,160,170,175,200],[20,20,20,20,20,20,20,20,20,20,30,30,30,30,30,30,30,30,30,30])[7][1]
        10.0
    """
    orders = used_orders(customers, dates, amounts, as_of)
    if orders is None:
        return [_FIT]
    span = whole(orders)
    with enough_data():
        name = model_for(orders, span, model)
        purchases = fit(orders, span, name).model
        spend, independence = fit_spend_of(orders, span)
    frequency = histories_of(orders, span).frequency
    repeating = int((frequency > 0).sum())
    return [
        _FIT,
        [Words("Model"), str(name), None, _ABOUT[name]],
        *_parameter_rows(purchases),
        [Words("Log-likelihood"), purchases.log_likelihood, None, Words(purchases.message)],
        [Words("Customers"), float(len(frequency)), None, Words(f"{repeating:,} of them came back.")],
        *_spend_rows(spend),
        [Words("Frequency and order value"), independence.correlation, None, Words(independence.message)],
    ]


_ABOUT = {
    PurchaseModel.BGNBD: Words("Customers may leave after a repeat purchase. A one-time buyer cannot have left: P(alive) is 1."),
    PurchaseModel.MBGNBD: Words("Customers may leave after any purchase, the first one too."),
    PurchaseModel.PARETO_NBD: Words("Customers may leave at any time."),
}


def _spend_rows(spend: GammaGamma | CredibilitySpend) -> list[list[Any]]:
    """As many rows for either model of spend."""
    from ..models.gamma_gamma import GammaGamma

    if isinstance(spend, GammaGamma):
        rows, likelihood = _parameter_rows(spend), spend.log_likelihood
    else:
        figures = zip(words("between", "within", "mean"), (spend.between, spend.within, spend.mean))
        rows, likelihood = [[name, value, None, _MEANING[name]] for name, value in figures], None
    name = Words("Gamma-Gamma" if isinstance(spend, GammaGamma) else "Credibility")
    told = Words("Of the mean repeat order of each customer." if likelihood is not None else "This estimate has none.")
    return [
        [Words("Model of spend"), name, None, Words(spend.message)],
        *rows,
        [Words("Spend log-likelihood"), likelihood, None, told],
    ]


def _parameter_rows(model: Any) -> list[list[Any]]:
    errors = model.standard_errors or {}
    return [[name, value, errors.get(name, ExcelError.NA), _MEANING[name]] for name, value in model.params.items()]


@excel_function(family="Prediction")
def CLV_MODELS(customers: Column, dates: DateColumn, amounts: BalanceColumn, as_of: Day = None) -> list[list[Any]]:
    """The models of purchases side by side: parameters, likelihood, error on a time held out, and the one to trust.

    All have four parameters, so the highest log-likelihood fits best; within 2 of it models are as good, and the smaller error per
    customer decides. For the holdout they are fitted to the first half of the time and forecast the second (CLV_HOLDOUT).

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.

    Errors:
        #N/A where no row of customers, dates and amounts can be used, or fewer than 10 customers or 5 who came back are there to
        learn from; #VALUE! where customers, dates and amounts differ in length or as_of is no date. Within the table: #N/A for the
        holdout where the first half of the time has too few of them.

    Source:
        As CLV_FIT; models within 4 of AIC as in Burnham and Anderson 2002.

    Examples:
        >>> CLV_MODELS([1,2,3,4,5,6,7,8,9,10,1,2,3,4,1,5,1,3,6,2],[101,102,103,104,105,106,107,108,109,110,115,117,121,125,128,130,160,170,175,200],[20,20,20,20,20,20,20,20,20,20,30,30,30,30,30,30,30,30,30,30])[1][0]
        'BG/NBD'
    """
    from ..models.choice import choose

    orders = used_orders(customers, dates, amounts, as_of)
    if orders is None:
        return [_MODELS]
    with enough_data():
        compared = compare(orders, whole(orders))
    chosen = choose(compared)
    rows = []
    for one in compared:
        off = [ExcelError.NA, ExcelError.NA]
        if one.tested:
            total = one.tested.model.total_error
            off = [ExcelError.NA if total is None else total, one.tested.model.mean_error]
        choice = Words("chosen") if one.name == chosen else None
        rows.append([str(one.name), *one.model.params.values(), one.model.log_likelihood, *off, choice])
    return [_MODELS, *rows]


@excel_function(family="Prediction")
def CLV_HOLDOUT(
    customers: Column,
    dates: DateColumn,
    amounts: BalanceColumn,
    split: Day = None,
    model: ModelWord = AUTO,
    as_of: Day = None,
) -> list[list[Any]]:
    """How good the forecast would have been: fitted to the time up to a day, held against what customers bought after it.

    A row for customers by the number of their repeat purchases before, with the mean number of orders later: real, by the model, and
    by two rules that need none: everybody goes on at the own rate so far, or buys what the average customer bought. Then totals, by
    how much they are off, the mean error per customer, and the share of later orders that the 20% of customers ranked highest
    placed (a random 20% place 20%).

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        split: The last day that the model is told of. Left out: half of the time.
        model: BG/NBD, MBG/NBD, Pareto/NBD or auto, in quotes. auto compares them. Left out: auto.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.

    Errors:
        #N/A where no row of customers, dates and amounts can be used, or fewer than 10 customers or 5 who came back are there before
        split to learn from; #VALUE! where customers, dates and amounts differ in length, split or as_of is no date or model is
        another word; #NUM! where split is not between the first order and as_of. Shares are blank where nobody ordered after
        split.

    Source:
        Fader, Hardie and Lee 2005, conditional expectations; baselines as in Wuebben and von Wangenheim 2008.

    Examples:
        >>> CLV_HOLDOUT([1,2,3,4,5,6,7,8,9,10,1,2,3,4,1,5,1,3,6,2],[101,102,103,104,105,106,107,108,109,110,115,117,121,125,128,130,160,170,175,200],[20,20,20,20,20,20,20,20,20,20,30,30,30,30,30,30,30,30,30,30])[1][1]
        5.0
    """
    from ..models.holdout import HIGHEST_FREQUENCY

    orders = used_orders(customers, dates, amounts, as_of)
    if orders is None:
        return [_HOLDOUT]
    span = split_time(orders, split)
    with enough_data():
        found = test(orders, span, model_for(orders, span, model))
    ways = (found.model, found.own_rate, found.average)
    count = float(sum(group.customers for group in found.groups))
    rows: list[list[Any]] = []
    for group in found.groups:
        label = Words(f"{group.frequency} or more") if group.frequency == HIGHEST_FREQUENCY else f"{group.frequency}"
        rows.append([label, float(group.customers), group.actual, group.predicted, group.own_rate, group.average])
    return [
        _HOLDOUT,
        *rows,
        [Words("All orders"), count, found.actual, *(way.predicted for way in ways)],
        [Words("Total off by"), None, None, *(way.total_error for way in ways)],
        [Words("Error per customer"), None, None, *(way.mean_error for way in ways)],
        [Words("Share of the top 20%"), None, None, *(way.top_share for way in ways)],
    ]


@excel_function(family="Prediction")
def CLV_TRACKING(
    customers: Column,
    dates: DateColumn,
    amounts: BalanceColumn,
    split: Day = None,
    model: ModelWord = AUTO,
    as_of: Day = None,
) -> list[list[Any]]:
    """Repeat orders week by week, real and expected: a row per week, by a model that is told of the time up to a day.

    Expected are the repeat orders of all customers who came up to that day, from the day each came. Real are those of the same
    customers. The first orders are in neither.

    Args:
        customers: The customer of each order: number, name or e-mail address. With or without a heading.
        dates: The day of each order.
        amounts: What each order brought, in your currency; a refund is negative.
        split: The last day that the model is told of. Left out: half of the time.
        model: BG/NBD, MBG/NBD, Pareto/NBD or auto, in quotes. auto compares them. Left out: auto.
        as_of: The day to calculate for; later orders are left out. Left out: the day of the last order.

    Errors:
        #N/A where no row of customers, dates and amounts can be used, or fewer than 10 customers or 5 who came back are there before
        split to learn from; #VALUE! where customers, dates and amounts differ in length, split or as_of is no date or model is
        another word; #NUM! where split is not between the first order and as_of.

    Source:
        Fader, Hardie and Lee 2005, figures 3 and 4.

    Examples:
        >>> CLV_TRACKING([1,2,3,4,5,6,7,8,9,10,1,2,3,4,1,5,1,3,6,2],[101,102,103,104,105,106,107,108,109,110,115,117,121,125,128,130,160,170,175,200],[20,20,20,20,20,20,20,20,20,20,30,30,30,30,30,30,30,30,30,30])[4][2]
        5.0
    """
    import numpy as np

    from ..lists.orders.histories import DAYS_A_WEEK, repeat_purchases_by
    from ..models.holdout import expected_so_far

    orders = used_orders(customers, dates, amounts, as_of)
    if orders is None:
        return [_TRACKING]
    span = split_time(orders, split)
    with enough_data():
        fitted = fit(orders, span, model_for(orders, span, model)).model
    seen = histories_of(orders, span)
    start = min(orders.day)
    ends = np.arange(start + DAYS_A_WEEK - 1, (orders.as_of or 0) + 1, DAYS_A_WEEK)
    real = repeat_purchases_by(orders, seen, ends)
    expected = expected_so_far(fitted, seen.first / DAYS_A_WEEK, ends / DAYS_A_WEEK)
    steps = [np.diff(so_far, prepend=0.0).tolist() for so_far in (real, expected)]
    columns = (ends.tolist(), real.tolist(), expected.tolist(), *steps)
    return [_TRACKING, *([float(i), day_to_date(int(end)), *figures] for i, (end, *figures) in enumerate(zip(*columns), start=1))]
