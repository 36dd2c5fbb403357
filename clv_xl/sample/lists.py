"""The lists of the shop as its owner could bring them out of his programs: columns by heading, in English, up to the last day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from . import shop
from .simulation import BEGINS, DAY, DAYS, Customers, customers, lines

Columns = dict[str, list[Any]]
YEAR = 365


def orders() -> Columns:
    """Every line of every order, and of what was given back. An order that is not the first came directly or as the first did."""
    who, all_lines = customers(), lines()
    seen = np.flatnonzero(all_lines.day < DAYS)
    customer = all_lines.customer[seen]
    rng = np.random.RandomState(shop.SEED + 2)
    direct = (rng.random_sample(all_lines.order.max() + 1) < shop.COMES_DIRECT)[all_lines.order[seen]]
    channel = np.where(direct & ~all_lines.is_first[seen], len(shop.CHANNELS), who.channel[customer])
    campaign = np.where(all_lines.is_first[seen], who.campaign[customer], -1)
    return {
        "order number": [f"B{number:06}" for number in all_lines.order[seen] + 1],
        "customer": _numbers(customer),
        "date": _days(all_lines.day[seen]),
        "product": _words([*shop.PRODUCTS], all_lines.product[seen]),
        "channel": _words([*shop.CHANNELS, shop.DIRECT], channel),
        "campaign": _words(_CAMPAIGNS, campaign),
        "segment": _words([*shop.SEGMENTS], who.segment[customer]),
        "amount": all_lines.amount[seen].tolist(),
        "cost": all_lines.cost[seen].tolist(),
    }


def customers_in_a_year() -> Columns:
    """What each customer brought in the first 12 months, after the cost of goods, of those who came 12 months ago or earlier."""
    who, all_lines = customers(), lines()
    old = np.flatnonzero(who.first <= DAYS - YEAR)
    early = all_lines.day - who.first[all_lines.customer] < YEAR

    def brought(money: Any) -> Any:
        return np.bincount(all_lines.customer, np.where(early, money, 0.0), who.first.size)[old]

    revenue = brought(all_lines.amount)
    cost = _costs(who)[old]
    return {
        "customer": _numbers(old),
        "channel": _words([*shop.CHANNELS], who.channel[old]),
        "campaign": _words(_CAMPAIGNS, who.campaign[old]),
        "segment": _words([*shop.SEGMENTS], who.segment[old]),
        "value": np.round(revenue - brought(all_lines.cost), 2).tolist(),
        "acquisition cost": [float(one) if one else None for one in cost],
        "monthly revenue": np.round(np.maximum(revenue, 0) / 12, 2).tolist(),
    }


def subscriptions() -> Columns:
    """Who takes its coffee by subscription. Most cancel some days before the renewal at which they leave."""
    rng = np.random.RandomState(shop.SEED + 3)
    plans = [*shop.PLANS.values()]
    new = rng.poisson(np.linspace(shop.SUBSCRIBERS_AT_FIRST, shop.SUBSCRIBERS_AT_LAST, shop.MONTHS))
    months = np.repeat(np.arange(shop.MONTHS), new)
    start = np.sort(BEGINS[months] + (rng.random_sample(months.size) * np.diff(BEGINS)[months]).astype(int))
    plan = rng.choice(len(plans), start.size, p=[one.share for one in plans])
    alpha, beta = (np.array([getattr(one, name) for one in plans])[plan] for name in ("alpha", "beta"))
    renewals = rng.geometric(rng.beta(alpha, beta))
    early = rng.poisson(2, start.size)
    starts = _days(start)
    ends = [_left(day, int(after), int(days)) for day, after, days in zip(starts, renewals, early)]
    return {
        "customer": [f"S{number:04}" for number in range(1, start.size + 1)],
        "start": starts,
        "end": [day if day and day <= shop.LAST else None for day in ends],
        "plan": _words([*shop.PLANS], plan),
        "price": [plans[one].price for one in plan],
    }


def spend() -> Columns:
    """What each channel cost in each month."""
    who = customers()
    month = np.searchsorted(BEGINS, who.first, side="right") - 1
    found: Columns = {"month": [], "channel": [], "spend": [], "new customers": []}
    cost = _costs(who)
    for number in range(shop.MONTHS):
        for place, channel in enumerate(shop.CHANNELS):
            there = (month == number) & (who.channel == place)
            line = (shop.FIRST + int(BEGINS[number]) * DAY, channel, round(float(cost[there].sum()), 2), int(there.sum()))
            for column, value in zip(found.values(), line):
                column.append(value)
    return found


def touches() -> Columns:
    """By what a customer met the shop before the first order, the last touch being the one that brought the order."""
    who = customers()
    rng = np.random.RandomState(shop.SEED + 5)
    earlier = rng.poisson(shop.EARLIER_TOUCHES, who.first.size)
    customer = np.concatenate([np.repeat(np.arange(who.first.size), earlier), np.arange(who.first.size)])
    before = np.concatenate([1 + rng.poisson(9, earlier.sum()), np.zeros(who.first.size, int)])
    shares = [one.share for one in shop.CHANNELS.values()]
    channel = np.concatenate([rng.choice(len(shares), earlier.sum(), p=shares), who.channel])
    by_day = np.lexsort((who.first[customer] - before, customer))
    return {
        "customer": _numbers(customer[by_day]),
        "date": _days((who.first[customer] - before)[by_day]),
        "channel": _words([*shop.CHANNELS], channel[by_day]),
    }


_CAMPAIGNS = [*shop.CAMPAIGNS, shop.WELCOME, None]


def _costs(who: Customers) -> Any:
    """What it cost to win each customer: that of the channel, in the month."""
    rng = np.random.RandomState(shop.SEED + 4)
    moves = 1 + shop.COSTS_VARY * (2 * rng.random_sample((shop.MONTHS, len(shop.CHANNELS))) - 1)
    month = np.searchsorted(BEGINS, who.first, side="right") - 1
    return np.round(np.array([one.cost for one in shop.CHANNELS.values()])[who.channel] * moves[month, who.channel], 2)


def _left(start: dt.date, renewals: int, early: int) -> dt.date | None:
    """The day on which somebody leaves; none where it is too far away to matter."""
    month = 12 * start.year + start.month - 1 + renewals
    if month > 12 * (shop.LAST.year + 2):
        return None
    after = dt.date((month + 1) // 12, (month + 1) % 12 + 1, 1) - DAY
    renewal = after.replace(day=min(start.day, after.day))
    return max(start, renewal - early * DAY)


def _numbers(customer: Any) -> list[str]:
    return [f"C{number:04}" for number in customer + 1]


def _days(day: Any) -> list[dt.date]:
    return [shop.FIRST + int(number) * DAY for number in day]


def _words(words: list[Any], places: Any) -> list[Any]:
    return [words[place] for place in places]
