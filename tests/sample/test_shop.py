"""The made-up shop: its lists are drawn from the truth that shop.py says, the same ones on every machine."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

from clv_xl.sample import AVERAGES, SAMPLES, SHOP, SHOP_ORDERS, lists, shop
from clv_xl.sample.simulation import BEGINS, DAYS, busy, customers, lines

MONTH = 365.25 / 12


@pytest.fixture(scope="module")
def orders() -> pd.DataFrame:
    return pd.DataFrame(lists.orders())


def test_the_lists_are_the_same_on_every_machine(orders: pd.DataFrame) -> None:
    """What xlwings Lite's script looks for counts on the numbers of rows; the sums are those that the first version made."""
    for template, samples in SAMPLES.items():
        columns = samples[SHOP].columns
        assert template == "calculator" or (columns and len(next(iter(columns().values()))) == samples[SHOP].rows)
    assert orders.amount.sum() == pytest.approx(482_196.77, abs=0.005) and orders.customer.nunique() == shop.CUSTOMERS
    assert sum(lists.customers_in_a_year()["value"]) == pytest.approx(140_941.07, abs=0.005)
    assert (orders.date.min(), orders.date.max()) == (shop.FIRST, shop.LAST) and (shop.LAST + dt.timedelta(days=1)).day == 1


@pytest.mark.parametrize("template", [name for name, samples in SAMPLES.items() if samples[SHOP].columns])
def test_every_word_in_a_list_has_other_languages(template: str) -> None:
    sample = SAMPLES[template][SHOP]
    assert sample.columns
    labels = {
        heading: cells for heading, cells in sample.columns().items() if heading in ("product", "channel", "campaign", "segment", "plan")
    }
    assert labels and {cell for cells in labels.values() for cell in cells} - {None} == set(sample.words)


def test_customers_buy_and_leave_as_the_parameters_say() -> None:
    """Given rates and days of leaving, later orders are Poisson with a known mean; those rates and days have the means of their
    distributions, within four standard errors."""
    who, sold = customers(), lines()
    later = len(np.unique(sold.order[(sold.amount > 0) & ~sold.is_first]))
    expected = (who.rate * np.maximum(0, busy(np.minimum(who.left, BEGINS[-1])) - busy(who.first + 1))).sum()
    assert abs(later - expected) < 4 * expected**0.5
    plain = (who.campaign < 0) | (who.campaign == len(shop.CAMPAIGNS))
    for number, one in enumerate(shop.CHANNELS.values()):
        own = who.rate[plain & (who.channel == number)]
        assert abs(own.mean() - shop.RATE_MEAN * one.rate) < 4 * own.std() / own.size**0.5
        assert abs((who.channel == number).mean() - one.share) < 4 * (one.share * (1 - one.share) / who.channel.size) ** 0.5
    for number, one in enumerate(shop.CAMPAIGNS.values()):
        own = who.leaving[who.campaign == number]
        assert own.size == one.customers
        assert abs(own.mean() - one.leaving * shop.LEAVING_SHAPE / shop.LEAVING_SCALE) < 4 * own.std() / own.size**0.5
    lived = who.leaving * (who.left - who.first) / MONTH  # exponential with mean 1
    assert abs(lived.mean() - 1) < 4 / lived.size**0.5


def test_products_prices_discounts_and_what_is_given_back(orders: pd.DataFrame) -> None:
    sold, dates = orders[orders.amount > 0], pd.to_datetime(orders.date)[orders.amount > 0]
    packs = sold[(sold["product"] == "House blend 250 g") & sold.campaign.isna() & ~dates.dt.month.eq(11)]
    before = packs[pd.to_datetime(packs.date) < pd.Timestamp(shop.PRICE_RISES)]
    after = packs[pd.to_datetime(packs.date) >= pd.Timestamp(shop.PRICE_RISES)]
    assert before.amount.min() == 9.5 and after.amount.min() == pytest.approx(round(9.5 * 1.12, 1)), "one pack, before and after the rise"
    assert set((after.amount / 10.6).round(6) % 1) == {0.0}
    given = -orders.amount[orders.amount < 0].sum() / sold.amount.sum()
    assert shop.COFFEE_RETURNED < given < shop.RETURNED
    is_coffee = orders["product"].map({name: one.is_coffee for name, one in shop.PRODUCTS.items()})
    assert (orders.cost[(orders.amount < 0) & is_coffee] == 0).all() and (orders.cost[(orders.amount < 0) & ~is_coffee] < 0).all()
    first_cheap = sold[(sold.campaign == "Black Week") & (sold["product"] == "Filter papers")]
    assert set(first_cheap.amount) == {round(5.5 * 0.75, 2)}


def test_spend_and_touches_are_of_the_same_customers(orders: pd.DataFrame) -> None:
    """What a channel cost a customer is what shop.py says, moved by up to 15% a month; the last touch brought the first order."""
    spent = pd.DataFrame(lists.spend()).groupby("channel")[["spend", "new customers"]].sum()
    assert spent["new customers"].sum() == shop.CUSTOMERS
    for channel, one in shop.CHANNELS.items():
        spend, count = spent.loc[channel]
        assert one.cost * (1 - shop.COSTS_VARY) <= spend / count <= one.cost * (1 + shop.COSTS_VARY)
    last = pd.DataFrame(lists.touches()).groupby("customer").last()
    first = orders[orders.amount > 0].groupby("customer").first()
    assert (last.channel == first.channel).all() and (last.date == first.date).all()


def test_the_averages_are_those_of_the_last_year(orders: pd.DataFrame) -> None:
    """The calculator's figures by pandas and by the truth: who is still there, which only the simulation knows."""
    year = orders[pd.to_datetime(orders.date) > pd.Timestamp(shop.LAST) - pd.DateOffset(years=1)]
    count, who, start = year["order number"].nunique(), customers(), DAYS - 365
    there = (who.first < start) & (who.left >= start)
    lived = (np.minimum(who.left, DAYS) - np.maximum(who.first, start)).clip(0).sum() / 365
    spent = pd.DataFrame(lists.spend())
    churn = 1 - AVERAGES["retention_rate"] ** (1 / 12)
    found: dict[str, tuple[Any, float]] = {
        "customers": (year.customer.nunique(), 1),
        "purchase_value": (year.amount.sum() / count, 0.05),
        "unit_cost": (year.cost.sum() / count, 0.05),
        "gross_margin": (1 - year.cost.sum() / year.amount.sum(), 0.005),
        "purchase_frequency": (count / lived, 0.05),
        "retention_rate": ((who.left[there] >= DAYS).mean(), 0.005),
        "monthly_churn": (churn, 0.0005),
        "lifespan": (1 / churn / 12, 0.05),
        "cac": (spent.spend.sum() / spent["new customers"].sum(), 0.05),
    }
    for name, (value, within) in found.items():
        assert abs(value - AVERAGES[name]) <= within, (name, value)
    assert abs(1 - orders.cost.sum() / orders.amount.sum() - SHOP_ORDERS.inputs["gross_margin"]) < 0.005
