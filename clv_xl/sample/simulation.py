"""Customers of the shop one by one, as shop.py has the truth: when each comes, buys and leaves, and what is in every order.

numpy's RandomState is used because its numbers are promised to stay the same in all versions (NEP 19), which those of Generator are not.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from . import shop

DAY = dt.timedelta(days=1)
_MONTH = 365.25 / 12
BEGINS = np.array([(dt.date(2023 + m // 12, m % 12 + 1, 1) - shop.FIRST).days for m in range(shop.MONTHS + shop.AHEAD + 1)])
"""The day on which each month starts, counted from the first of the lists."""
DAYS = (shop.LAST - shop.FIRST).days + 1
"""So many days are in the lists."""


class Customers(NamedTuple):
    """What is true of each customer, in the order in which they came; campaign -1: none, the last one: the welcome offer."""

    first: Any
    channel: Any
    campaign: Any
    segment: Any
    rate: Any
    """Purchases a month, without the season."""
    leaving: Any
    """The rate of leaving a month."""
    left: Any
    """The day on which they leave, which nobody sees."""
    coffee: Any
    """Further packs of coffee at a time, on average."""


class Lines(NamedTuple):
    """The lines of all orders, and what was given back; also after the last day of the lists."""

    order: Any
    customer: Any
    day: Any
    product: Any
    amount: Any
    cost: Any
    is_first: Any
    """Of a customer's first order."""


@cache
def customers() -> Customers:
    rng = np.random.RandomState(shop.SEED)
    grows = np.linspace(shop.NEW_AT_FIRST, shop.NEW_AT_LAST, shop.MONTHS)
    grows *= np.resize(shop.SEASON, shop.MONTHS)
    campaigns = sum(one.customers for one in shop.CAMPAIGNS.values())
    usual = rng.multinomial(shop.CUSTOMERS - campaigns, grows / grows.sum())
    months = np.repeat(np.arange(shop.MONTHS), usual)
    first = BEGINS[months] + (rng.random_sample(months.size) * np.diff(BEGINS)[months]).astype(int)
    campaign = np.where(rng.random_sample(months.size) < shop.WELCOME_SHARE, len(shop.CAMPAIGNS), -1)
    for number, one in enumerate(shop.CAMPAIGNS.values()):
        begins, ends = BEGINS[one.month] + one.first_day - 1, BEGINS[one.month + 1]
        first = np.concatenate([first, begins + rng.randint(0, ends - begins, one.customers)])
        campaign = np.concatenate([campaign, np.full(one.customers, number)])
    by_day = np.argsort(first, kind="stable")
    first, campaign = first[by_day], campaign[by_day]
    size = first.size
    channel = rng.choice(len(shop.CHANNELS), size, p=[one.share for one in shop.CHANNELS.values()])
    segment = rng.choice(len(shop.SEGMENTS), size, p=[share for share, _ in shop.SEGMENTS.values()])
    likes = np.array([*((one.rate, one.leaving) for one in shop.CAMPAIGNS.values()), (1.0, 1.0), (1.0, 1.0)])[campaign]
    rate = rng.gamma(shop.RATE_SHAPE, shop.RATE_MEAN / shop.RATE_SHAPE, size) * likes[:, 0]
    rate *= np.array([one.rate for one in shop.CHANNELS.values()])[channel]
    leaving = rng.gamma(shop.LEAVING_SHAPE, 1 / shop.LEAVING_SCALE, size) * likes[:, 1]
    left = first + _MONTH * rng.exponential(1, size) / leaving
    coffee = rng.gamma(shop.COFFEE_SHAPE, shop.MORE_COFFEE / shop.COFFEE_SHAPE, size)
    coffee *= np.array([more for _, more in shop.SEGMENTS.values()])[segment]
    return Customers(first, channel, campaign, segment, rate, leaving, left, coffee)


def busy(days: Any) -> Any:
    """How much has been bought up to a day by who buys all the time at a rate of 1 a month, the season counted."""
    by_month = np.concatenate([[0.0], np.cumsum(np.diff(BEGINS) / _MONTH * np.resize(shop.SEASON, BEGINS.size - 1))])
    return np.interp(days, BEGINS, by_month)


def _day_when(bought: Any) -> Any:
    """The day up to which so much has been bought."""
    return np.interp(bought, busy(BEGINS), BEGINS)


@cache
def lines() -> Lines:
    rng = np.random.RandomState(shop.SEED + 1)
    who = customers()
    begin, end = busy(who.first + 1), busy(np.minimum(who.left, BEGINS[-1]))
    count = rng.poisson(who.rate * np.maximum(0, end - begin))
    customer = np.concatenate([np.arange(who.first.size), np.repeat(np.arange(who.first.size), count)])
    span = np.repeat(np.maximum(0, end - begin), count)
    later = np.floor(_day_when(np.repeat(begin, count) + span * rng.random_sample(span.size))).astype(int)
    day, is_first = np.concatenate([who.first, later]), np.arange(customer.size) < who.first.size
    by_day = np.lexsort((customer, day))
    customer, day, is_first = customer[by_day], day[by_day], is_first[by_day]
    size = 1 + rng.poisson(shop.MORE_LINES, customer.size)
    order = np.repeat(np.arange(customer.size), size)
    customer, day, is_first = customer[order], day[order], is_first[order]
    product = _chosen(rng, day)
    amount, cost = _money(rng, who, customer, day, product, is_first)
    return _with_returns(rng, Lines(order, customer, day, product, amount, cost, is_first))


def _chosen(rng: Any, day: Any) -> Any:
    """A product for each line: presents before Christmas."""
    weights = np.array([one.weight for one in shop.PRODUCTS.values()])
    festive = weights * np.where(np.array([*shop.PRODUCTS]) == "Gift box", 4, 1)
    drawn = rng.random_sample(day.size)
    usual, presents = (np.searchsorted(np.cumsum(one / one.sum()), drawn) for one in (weights, festive))
    month = np.searchsorted(BEGINS, day, side="right") - 1
    return np.minimum(np.where(month % 12 == 11, presents, usual), weights.size - 1)


def _money(rng: Any, who: Customers, customer: Any, day: Any, product: Any, is_first: Any) -> tuple[Any, Any]:
    """What each line brings, after its discount, and what the goods cost."""
    sold = [*shop.PRODUCTS.values()]
    price, cost = (np.array([one[place] for one in sold])[product] for place in (0, 1))
    coffee = np.array([one.is_coffee for one in sold])[product]
    packs = 1 + np.where(coffee, rng.poisson(who.coffee[customer]), 0)
    price = np.where(coffee & (day >= _number(shop.PRICE_RISES)), np.round(price * (1 + shop.PRICE_RISE), 1), price)
    cost = np.where(coffee & (day >= _number(shop.COST_RISES)), np.round(cost * (1 + shop.COST_RISE), 2), cost)
    by_campaign = np.array([*(one.discount for one in shop.CAMPAIGNS.values()), shop.WELCOME_DISCOUNT, 0.0])
    discount = np.where(is_first, by_campaign[who.campaign[customer]], 0.0)
    month, day_one = shop.BLACK_WEEK
    black = np.zeros(BEGINS[-1], bool)
    for year in range(shop.FIRST.year, shop.LAST.year + 1):
        begin, end = (_number(one) for one in (dt.date(year, month, day_one), dt.date(year, month + 1, 1)))
        black[begin:end] = True
    discount = np.maximum(discount, np.where(black[np.minimum(day, black.size - 1)], shop.BLACK_WEEK_DISCOUNT, 0.0))
    return np.round(packs * price * (1 - discount), 2), np.round(packs * cost, 2)


def _with_returns(rng: Any, sold: Lines) -> Lines:
    """With a line of the opposite amount for what is given back; goods that can be sold again take their cost back."""
    coffee = np.array([one.is_coffee for one in shop.PRODUCTS.values()])[sold.product]
    back = rng.random_sample(sold.day.size) < np.where(coffee, shop.COFFEE_RETURNED, shop.RETURNED)
    taken = Lines(*(column[back] for column in sold))
    given = taken._replace(
        day=taken.day + 3 + rng.poisson(6, taken.day.size),
        amount=-taken.amount,
        cost=np.where(coffee[back], 0.0, -taken.cost),
    )
    both = Lines(*(np.concatenate(pair) for pair in zip(sold, given)))
    in_order = np.argsort(both.day, kind="stable")
    return Lines(*(column[in_order] for column in both))


def _number(day: dt.date) -> int:
    return (day - shop.FIRST).days
