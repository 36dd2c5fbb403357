"""The truth about a coffee shop on the web that does not exist: what its lists are drawn from (simulation.py), and pages are checked by.

Words are in English; the workbooks have them in their language. Money is in the currency of the workbook.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

SEED = 20230101
FIRST, LAST = dt.date(2023, 1, 1), dt.date(2026, 9, 30)
"""The days that the lists have. The simulation goes on for AHEAD months, which only tests see."""
MONTHS, AHEAD = 45, 12

SEASON = (1.0, 0.95, 0.95, 0.9, 0.9, 0.85, 0.8, 0.8, 0.95, 1.05, 1.35, 1.5)
"""How much is bought in each month of the year, the mean being 1; as many come new."""

# Who comes, by what ----------------------------------------------------------------------------------------------------------


class Channel(NamedTuple):
    share: float
    """Of new customers."""
    rate: float
    """How often its customers buy, beside the others."""
    cost: float
    """To win a customer."""


CHANNELS = {
    "Search ads": Channel(0.34, 1.0, 29.0),
    "Social ads": Channel(0.26, 1.0, 24.0),
    "Organic search": Channel(0.22, 1.0, 0.0),
    "Referrals": Channel(0.18, 1.7, 15.0),
}
"""One is better; search and social ads win the same customers, at different costs."""
DIRECT, COMES_DIRECT = "Direct visit", 0.7
"""How most later orders come."""


class Campaign(NamedTuple):
    month: int
    """Counted from the first one, 0; it adds customers to those of that month."""
    customers: int
    first_day: int
    discount: float
    """On the first order."""
    rate: float
    leaving: float
    """How often its customers buy, and how soon they leave, beside the others."""


CAMPAIGNS = {
    "Open roastery": Campaign(16, 200, 10, 0.0, 1.5, 0.5),
    "Black Week": Campaign(22, 420, 22, 0.25, 0.5, 2.5),
}
"""May 2024 brought good customers, November 2024 bad ones, through all channels alike."""
WELCOME, WELCOME_SHARE, WELCOME_DISCOUNT = "Welcome offer", 0.2, 0.1
"""A campaign that runs all the time, and changes nothing but the first order."""
CUSTOMERS = 4000
NEW_AT_FIRST, NEW_AT_LAST = 62.0, 92.0
"""How the new customers without a campaign are spread over the months, beside the season."""

# How they buy, and for how long: Pareto/NBD (Schmittlein, Morrison, Colombo 1987), in months -------------------------------------------

RATE_SHAPE, RATE_MEAN = 1.1, 0.18
LEAVING_SHAPE, LEAVING_SCALE = 1.3, 14.0

# What they buy -----------------------------------------------------------------------------------------------------------------------


class Product(NamedTuple):
    price: float
    cost: float
    weight: float
    """How often it is chosen."""
    is_coffee: bool = False
    """Several at a time; dearer in 2025; it cannot be sold again when it comes back."""


PRODUCTS = {
    "House blend 250 g": Product(9.5, 4.1, 0.30, True),
    "House blend 1 kg": Product(31.0, 14.9, 0.16, True),
    "Espresso 1 kg": Product(33.0, 15.5, 0.15, True),
    "Decaf 250 g": Product(10.5, 4.9, 0.12, True),
    "Filter papers": Product(5.5, 1.9, 0.10),
    "Gift box": Product(39.0, 20.0, 0.08),
    "French press": Product(35.0, 18.5, 0.06),
    "Hand grinder": Product(79.0, 47.0, 0.03),
}
SEGMENTS = {"Household": (0.82, 1.0), "Office": (0.18, 2.4)}
"""Their share of customers, and how much coffee they take beside the others."""
MORE_LINES = 0.15
"""Further products in an order, on average."""
MORE_COFFEE, COFFEE_SHAPE = 0.7, 2.0
"""Further packs of a coffee, on average, and the shape of the gamma distribution of customers around it."""

COST_RISES, COST_RISE = dt.date(2025, 1, 1), 0.15
PRICE_RISES, PRICE_RISE = dt.date(2025, 4, 1), 0.12
"""Coffee alone."""
BLACK_WEEK, BLACK_WEEK_DISCOUNT = (11, 22), 0.15
"""From this day on to the end of the month, each year, all orders; who comes by the campaign has its discount instead."""
RETURNED, COFFEE_RETURNED = 0.07, 0.02
"""The share of lines that is given back in full, some days later."""

# Its coffee by subscription: shifted beta-geometric (Fader and Hardie 2007) -------------------------------------------------------------


class Plan(NamedTuple):
    price: float
    """A month."""
    share: float
    alpha: float
    beta: float
    """Of the chance to leave at a renewal."""


PLANS = {
    "Small bag": Plan(14.0, 0.5, 0.9, 8.0),
    "Large bag": Plan(26.0, 0.34, 0.9, 14.0),
    "Office box": Plan(69.0, 0.16, 1.0, 32.0),
}
SUBSCRIBERS_AT_FIRST, SUBSCRIBERS_AT_LAST = 22.0, 44.0
"""New ones a month."""

# What it costs to bring them -----------------------------------------------------------------------------------------------------------

COSTS_VARY = 0.15
"""How far the cost of a channel moves from month to month, up and down."""
EARLIER_TOUCHES = 0.8
"""Touches before the one that brought a customer, on average."""
