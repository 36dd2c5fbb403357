"""What a person fills in on Inputs, besides the list of customers."""

from __future__ import annotations

from ...functions.averages.acquisition import BENCHMARKS
from .input import CURRENCY, ENOUGH, MATTERS, Input, list_order

GROUPINGS = ("Channel", "Campaign", "Segment")
_MONEY = "#,##0.00"

BLOCKS = {
    "Your business": (
        Input("data_name", "Name of the data", "text", "words", "Shown at the top of every page.", "any words"),
        CURRENCY,
        Input("industry", "Industry", "list", "benchmark", "Sets the band that your figures are compared with. Empty: no comparison.", "from the list, or empty", words=tuple(BENCHMARKS)),
        Input("gross_margin", "Gross margin", "number", "of revenue", "What is left of revenue after cost of goods. For payback and computed values; empty: they are of revenue.", "0% to 100%, or empty", None, 0, 1, format="0.0%"),
    ),
    "Targets": (
        Input("target_ratio", "Target value : cost", "number", "ratio", "How often a customer is to earn back the cost. 3 is a common floor.", "above 0", 3.0, 0.01, 1000, format="0.0"),
        Input("target_payback", "Target payback", "number", "months", "The cost is to be earned back by then. Empty: it does not count.", "0 or more, or empty", 12.0, 0, format="0.0"),
        Input("change", "Step of a budget", "number", "of the budget", "How much a budget changes at a time. What is at stake is for one such step.", "0% to 100%", 0.1, 0, 1, format="0%"),
    ),
    "Groups": (
        Input("best_share", "Best customers", "number", "of customers", "Those with the largest value. 20% is Pareto's.", "0% to 100%", 0.2, 0, 1, format="0%"),
        Input("tier_1", "Profitable from", "number", "money", "Both edges empty: from 0, and the best 20% of the profitable.", "a number, or empty", format=_MONEY),
        Input("tier_2", "Very profitable from", "number", "money", "Fill in both edges, or none.", "a number, or empty", format=_MONEY),
        Input("chart_by", "Charts and advice by", "list", "grouping", "What Channels and the Dashboard compare.", "from the list", "Channel", words=GROUPINGS),
        ENOUGH,
        MATTERS,
        Input("largest_share", "One row brings at most", "number", "of the value", "Checks asks about a row that brings more: is it mistyped?", "1% to 100%", 0.25, 0.01, 1, format="0%"),
    ),
    "Order of the lists": (list_order("Values", "largest value first", "Name", "Cost to win", "Customers", "Margin a month", "CLV : CAC", "Payback", "Net"),),
}  # fmt: skip
RANGES = {"tier_1": ("tier_edges", 2)}
