"""What the models make of an order list: their parameters, and which one fits best."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from ...cells.arguments import AnyColumn, BalanceColumn, DateColumn, Day
from ...cells.errors import ExcelError
from ...cells.registry import excel_function
from ...cells.tables import Column, Label, TableOf
from ...cells.values import Words
from ...lists.orders.cleaning import Orders
from ...models import PurchaseModel
from .fits import AUTO, ModelWord, Season, compare, enough_data, fit, fit_spend_of, histories_of, model_for, said, season_of, whole
from .history import used_orders

if TYPE_CHECKING:
    from ...models.spend.gamma_gamma import GammaGamma
    from ...models.spend.independence import CredibilitySpend

Figure = float | ExcelError | None


class FitFigure(Label):
    """What a fit rests on. Which parameters there are depends on the models."""

    MODEL = "Model", "text", "The model of purchases."
    R = "r", "decimal", Words("How alike customers are in how often they buy: the higher, the more alike.")
    ALPHA = "alpha", "decimal", Words("Weeks between purchases, roughly, divided by r: r / alpha is the mean number of purchases a week.")
    A = "a", "decimal", Words("How customers leave: a / (a + b) is the mean probability of leaving after a purchase.")
    B = "b", "decimal", Words("See a.")
    S = "s", "decimal", Words("How alike customers are in how long they stay: the higher, the more alike.")
    BETA = "beta", "decimal", Words("s / beta is the mean rate of leaving a week.")
    LIKELIHOOD = "Log-likelihood", "decimal", "How well the model fits: the higher, the better."
    CUSTOMERS = "Customers", "count", "Those with a purchase."
    SPEND = "Model of spend", "text", "The model of what an order brings."
    P = "p", "decimal", Words("How alike the orders of one customer are: the higher, the more alike.")
    Q = "q", "decimal", Words("How alike customers are in what they spend: the higher, the more alike.")
    V = "v", "decimal", Words("The scale of spend: p v / (q - 1) is the mean order value.")
    BETWEEN = (
        Words("between", context="variance"),
        "decimal",
        Words("The variance of customers' own means, as a share of the square of the mean of customers who buy as often."),
    )
    WITHIN = (
        Words("within", context="variance"),
        "decimal",
        Words("The variance of the orders of one customer, as a share of the square of their mean."),
    )
    MEAN = Words("mean", context="variance"), "decimal", Words("The mean repeat order over customers.")
    SPEND_LIKELIHOOD = "Spend log-likelihood", "decimal", "How well the model of spend fits."
    CORRELATION = "Frequency and order value", "decimal", "Their correlation over customers who came back."
    OLDER = (
        "Older than the list",
        "count",
        "Customers who seem new at its beginning, beyond as many as came later; 0 where it begins as a shop does.",
    )
    STRONGEST = "Strongest month", "count", "The month of the year in which customers buy most: 1 to 12."
    INDEX = "Strongest month, index", "index", "How often a day of it counts what an average day does."


@dataclass(frozen=True, slots=True)
class FitLine:
    """A figure of a fit."""

    figure: Annotated[FitFigure, Column("Figure", "figure", "Which figure it is.")]
    value: Annotated[str | Figure, Column("Value", "by row", "The figure.")]
    error: Annotated[Figure, Column("Standard error", "decimal", "How unsure it is.")]
    words: Annotated[str, Column("In words", "sentence", "What it says.")]


@excel_function(family="Prediction")
def CLV_FIT(
    customers: AnyColumn, dates: DateColumn, amounts: BalanceColumn, model: ModelWord = AUTO, as_of: Day = None
) -> TableOf[FitLine]:
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
        >>> records(CLV_FIT([1,2,3,4,5,6,7,8,9,10,1,2,3,4,1,5,1,3,6,2],[101,102,103,104,105,106,107,108,109,110,115,117,121,125,128,130,160,170,175,200],[20,20,20,20,20,20,20,20,20,20,30,30,30,30,30,30,30,30,30,30]))[6]["Value"]
        10.0
    """
    orders = used_orders(customers, dates, amounts, as_of)
    if orders is None:
        return TableOf(FitLine, [])
    span = whole(orders)
    with enough_data():
        name = model_for(orders, span, model)
        purchases = fit(orders, span, name).model
        spend, independence = fit_spend_of(orders, span)
    frequency = histories_of(orders, span).frequency
    repeating = int((frequency > 0).sum())
    lines = [
        FitLine(FitFigure.MODEL, str(name), None, _ABOUT[name]),
        *_parameter_lines(purchases),
        FitLine(FitFigure.LIKELIHOOD, purchases.log_likelihood, None, said(purchases.reasons)),
        FitLine(FitFigure.CUSTOMERS, float(len(frequency)), None, Words("{1} of them came back.", f"{repeating:,}")),
        *_spend_lines(spend),
        FitLine(FitFigure.CORRELATION, independence.correlation, None, said(independence.reasons)),
        _older_line(orders),
        *_season_lines(season_of(orders, span.told)),
    ]
    return TableOf(FitLine, lines)


_ABOUT = {
    PurchaseModel.BGNBD: Words("Customers may leave after a repeat purchase. A one-time buyer cannot have left: P(alive) is 1."),
    PurchaseModel.MBGNBD: Words("Customers may leave after any purchase, the first one too."),
    PurchaseModel.PARETO_NBD: Words("Customers may leave at any time."),
}


def _spend_lines(spend: GammaGamma | CredibilitySpend) -> list[FitLine]:
    """As many lines for either model of spend."""
    from ...models.spend.gamma_gamma import GammaGamma

    if isinstance(spend, GammaGamma):
        lines, likelihood = _parameter_lines(spend), spend.log_likelihood
    else:
        figures = ((FitFigure.BETWEEN, spend.between), (FitFigure.WITHIN, spend.within), (FitFigure.MEAN, spend.mean))
        lines, likelihood = [FitLine(figure, value, None, figure.help) for figure, value in figures], None
    name = Words("Gamma-Gamma" if isinstance(spend, GammaGamma) else "Credibility")
    told = Words("Of the mean repeat order of each customer." if likelihood is not None else "This estimate has none.")
    return [
        FitLine(FitFigure.SPEND, name, None, said(spend.reasons)),
        *lines,
        FitLine(FitFigure.SPEND_LIKELIHOOD, likelihood, None, told),
    ]


def _older_line(orders: Orders) -> FitLine:
    """Whether the list begins in the middle of the lives of its customers, whom the models then take for younger than they are."""
    from ...lists.orders.beginning import older_than_list

    older = older_than_list(orders)
    cut = Words("The list may begin in the middle of customers' lives: who seems new at first may have bought before. Give older orders.")
    return FitLine(FitFigure.OLDER, older, None, cut if older else Words("Customers came as they did later."))


def _season_lines(season: Season) -> list[FitLine]:
    """How far the months of the year differ, as the forecast takes them."""
    factors = season.clock.factors
    if not factors:
        told = Words("All days count alike: months of the year differ no more than by chance, or it takes two years of orders to tell.")
        return [FitLine(figure, None, None, told) for figure in (FitFigure.STRONGEST, FitFigure.INDEX)]
    index = max(factors)
    return [
        FitLine(FitFigure.STRONGEST, factors.index(index) + 1.0, None, Words("Months differ by as much as the years agree in.")),
        FitLine(FitFigure.INDEX, index, math.sqrt(season.variance) * index, Words("Time is in weeks of average days.")),
    ]


def _parameter_lines(model: Any) -> list[FitLine]:
    errors = model.standard_errors or {}
    figures = ((FitFigure(name), value) for name, value in model.params.items())
    return [FitLine(figure, value, errors.get(figure, ExcelError.NA), figure.help) for figure, value in figures]


@dataclass(frozen=True, slots=True)
class ModelLine:
    """A model of purchases."""

    model: Annotated[str, Column("Model", "key", "The model.")]
    r: Annotated[float, Column("r", "decimal", "Its first parameter; CLV_FIT says what they mean.")]
    alpha: Annotated[float, Column("alpha", "decimal", "Its second parameter.")]
    third: Annotated[float, Column("a or s", "decimal", "Its third parameter: s of Pareto/NBD, a of the others.")]
    fourth: Annotated[float, Column("b or beta", "decimal", "Its fourth parameter: beta of Pareto/NBD, b of the others.")]
    likelihood: Annotated[Figure, Column("Log-likelihood", "decimal", "How well it fits: the higher, the better.")]
    total_error: Annotated[Figure, Column("Holdout: total off by", "share", "By how much its forecast of all later orders is off.")]
    mean_error: Annotated[
        Figure, Column("Holdout: error per customer", "decimal", "By how many orders it is off for a customer, on average.")
    ]
    choice: Annotated[str | None, Column("Choice", "state", "Which one is chosen.")]


@excel_function(family="Prediction")
def CLV_MODELS(customers: AnyColumn, dates: DateColumn, amounts: BalanceColumn, as_of: Day = None) -> TableOf[ModelLine]:
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
        >>> records(CLV_MODELS([1,2,3,4,5,6,7,8,9,10,1,2,3,4,1,5,1,3,6,2],[101,102,103,104,105,106,107,108,109,110,115,117,121,125,128,130,160,170,175,200],[20,20,20,20,20,20,20,20,20,20,30,30,30,30,30,30,30,30,30,30]))[0]["Model"]
        'BG/NBD'
    """
    from ...models.purchases.choice import choose

    orders = used_orders(customers, dates, amounts, as_of)
    if orders is None:
        return TableOf(ModelLine, [])
    with enough_data():
        compared = compare(orders, whole(orders))
    chosen = choose(compared)
    lines = []
    for one in compared:
        total = mean = ExcelError.NA
        if one.tested:
            total = ExcelError.NA if one.tested.model.total_error is None else one.tested.model.total_error
            mean = one.tested.model.mean_error
        r, alpha, third, fourth = one.model.params.values()
        choice = Words("chosen") if one.name == chosen else None
        lines.append(ModelLine(str(one.name), r, alpha, third, fourth, one.model.log_likelihood, total, mean, choice))
    return TableOf(ModelLine, lines)
