"""The samples, each of which shows a template at work: the lists of a shop that does not exist, and the real orders of CDNOW."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import shop

Columns = dict[str, list[Any]]


@dataclass(frozen=True)
class Sample:
    """What fills a template, in English."""

    inputs: Mapping[str, Any]
    """By name, without input_. Without a currency it is that of the workbook's language."""
    note: str
    """Where it comes from, in one sentence."""
    name: str = ""
    """What the list is called on the pages."""
    rows: int = 0
    """How many rows the list has."""
    columns: Callable[[], Columns] | None = None
    """The list by heading; none where the inputs are all."""
    words: tuple[str, ...] = ()
    """What stands in the cells of the list and another language says otherwise."""


# The shop: shop.py has the truth, lists.py the lists. numpy is loaded when one is asked for. --------------------------------------------

_SHOP = {"data_name": "Made-up coffee shop", "gross_margin": 0.495}
_SHOP_NAME = "a coffee shop that does not exist"
_MADE_UP = "The figures are made up: they are those of a coffee shop that does not exist."
_GROUPS = (*shop.CHANNELS, *shop.CAMPAIGNS, shop.WELCOME, *shop.SEGMENTS)


def _orders() -> Columns:
    from .lists import orders

    return orders()


def _customers() -> Columns:
    from .lists import customers_in_a_year

    return customers_in_a_year()


def _subscriptions() -> Columns:
    from .lists import subscriptions

    return subscriptions()


SHOP_ORDERS = Sample(
    {**_SHOP, "cac": 18.9, "chart_by": "Channel"},
    _MADE_UP,
    _SHOP_NAME,
    14_475,
    _orders,
    (*_GROUPS, shop.DIRECT, *shop.PRODUCTS),
)
SHOP_CUSTOMERS = Sample(
    {**_SHOP, "industry": "Retail"},
    _MADE_UP,
    _SHOP_NAME,
    2_957,
    _customers,
    _GROUPS,
)
SHOP_SUBSCRIPTIONS = Sample(
    {**_SHOP, "average_price": 33.0, "cac": 45.0, "as_of": shop.LAST.isoformat()},
    _MADE_UP,
    _SHOP_NAME,
    1_585,
    _subscriptions,
    (*shop.PLANS,),
)
AVERAGES = {
    **_SHOP,
    "industry": "Retail",
    "customers": 1_780.0,
    "purchase_value": 42.5,
    "purchase_frequency": 3.2,
    "unit_cost": 21.4,
    "lifespan": 1.9,
    "monthly_churn": 0.043,
    "retention_rate": 0.59,
    "cac": 18.9,
    "service_cost": 6.0,
    "retention_cost": 2.0,
}
"""The last 12 months of the shop, for the calculator. Nobody sees when a customer leaves, but the simulation knows."""
SHOP_AVERAGES = Sample(AVERAGES, _MADE_UP)

# CDNOW: README.md says where it comes from -----------------------------------------------------------------------------------------------

ORDERS = Path(__file__).parent / "cdnow.csv"

INPUTS = {"data_name": "CDNOW sample data", "currency": "USD", "gross_margin": 0.4, "cac": 15.55}
"""How the demo fills the inputs; margin and cost are our own examples, not part of the data."""


def _cdnow() -> Columns:
    headings, *rows = (line.split(",") for line in ORDERS.read_text(encoding="utf-8").splitlines())
    return {heading: list(cells) for heading, cells in zip(headings, zip(*rows))}


CDNOW = Sample(
    INPUTS,
    "The orders are the public CDNOW sample; the margin of 40% and the cost of $15.55 are examples of our own.",
    "the public CDNOW sample",
    6_919,
    _cdnow,
)

SHOP, CDNOW_NAME = "shop", "cdnow"
SAMPLES: Mapping[str, Mapping[str, Sample]] = {
    "calculator": {SHOP: SHOP_AVERAGES},
    "segments": {SHOP: SHOP_CUSTOMERS},
    "transactions": {SHOP: SHOP_ORDERS, CDNOW_NAME: CDNOW},
    "subscriptions": {SHOP: SHOP_SUBSCRIPTIONS},
}
"""The samples of each template, by the word for `clv-xl demo --data`; the first is shown where none is named."""
