"""What a person fills in on Inputs, besides the orders."""

from __future__ import annotations

from ...functions.orders.fits import AUTO
from ...lists.orders.activity import Measure
from ...lists.periods import Period
from ...models import PurchaseModel
from ..look.style import DATE
from .input import BEYOND, CURRENCY, DISCOUNT_RATE, ENOUGH, MATTERS, Input, list_order

HALVES = "Newer or older"
GROUPINGS = ("Channel", "Campaign", "Product", "Segment", "First order size", "Acquired", HALVES)
"""How customers are grouped on Segments, in the order of the columns on Customers."""

BUSINESS = (
    Input("data_name", "Name of the data", "text", "words", "Shown at the top of every page.", "any words"),
    CURRENCY,
    Input(
        "gross_margin",
        "Gross margin",
        "number",
        "of revenue",
        "(Price - cost) / price, for orders that have no cost on Orders. Empty: value is revenue.",
        "0% to 100%, or empty",
        None,
        0,
        1,
        format="0.0%",
    ),
    Input(
        "cac",
        "Cost to win a customer",
        "number",
        "money per customer",
        "Advertising and sales divided by new customers. Empty: not known.",
        "0 or more, or empty",
        None,
        0,
        format="#,##0.00",
    ),
)
TIME = (
    Input(
        "as_of",
        "Calculate as of",
        "date",
        "date",
        "Later orders are left out. Empty: the day of the last order.",
        "a date, or empty",
        format=DATE,
    ),
    Input(
        "far_date",
        "Gap that makes a date odd",
        "number",
        "of the time",
        "Checks asks about a first or last order that is this far from the others.",
        "1% to 100%",
        0.4,
        0.01,
        1,
        format="0%",
    ),
    Input(
        "period",
        "Trend and cohorts by",
        "list",
        "period",
        "How long a step is on Trend, and on Cohorts.",
        "from the list",
        "month",
        words=tuple(Period),
    ),
    Input(
        "cohort_measure",
        "Cohorts show",
        "list",
        "measure",
        "clv: value per customer so far; retention: who bought; revenue: money.",
        "from the list",
        "clv",
        words=tuple(Measure),
    ),
)
CUSTOMERS = (
    Input(
        "best_share",
        "Best customers",
        "number",
        "of customers",
        "Their share of revenue is on Overview, their favourites on Products.",
        "1% to 50%",
        0.2,
        0.01,
        0.5,
        format="0%",
    ),
    Input(
        "chart_by",
        "Charts on Segments show",
        "list",
        "grouping",
        "A grouping that the orders have; the list shows them all.",
        "from the list",
        "First order size",
        words=GROUPINGS,
    ),
    Input(
        "compare_months",
        "Compare customers at",
        "number",
        "months",
        "By their value in so many months. Empty: the most that enough of each group have been customers.",
        "0 to 120, or empty",
        None,
        0,
        120,
        format="0",
    ),
    ENOUGH,
    MATTERS,
    Input(
        "break_1",
        "First order: small up to",
        "number",
        "money",
        "Groups customers by the size of their first order.",
        "a number, or empty",
        format="#,##0.00",
    ),
    Input(
        "break_2",
        "First order: medium up to",
        "number",
        "money",
        "Empty: three figures that cut customers into quarters.",
        "a number, or empty",
        format="#,##0.00",
    ),
    Input(
        "break_3",
        "First order: large up to",
        "number",
        "money",
        "Above it: the largest first orders.",
        "a number, or empty",
        format="#,##0.00",
    ),
)
FORECAST = (
    Input(
        "forecast_months",
        "Months to look ahead",
        "number",
        "months",
        "How far Prediction and Forecast look beyond the calculation date.",
        "1 to 120",
        12,
        1,
        120,
        format="0",
    ),
    DISCOUNT_RATE,
    BEYOND,
    Input(
        "model",
        "Model of purchases",
        "list",
        "model",
        "auto: the one that fits these customers best; Model compares them.",
        "from the list",
        AUTO,
        words=(AUTO, *PurchaseModel),
    ),
    Input(
        "holdout_from",
        "Test the model on orders after",
        "date",
        "date",
        "The model is fitted up to it and tested after it. Empty: half of the time.",
        "a date, or empty",
        format=DATE,
    ),
)
LISTS = (
    list_order("Customers", "largest revenue first", "Customer", "First purchase", "Last purchase", "Purchases", "Average order", "Days silent", "Stage"),
    list_order("Forecast", "largest future value first", "Customer", "P(alive)", "Expected orders", "Expected order value", "Value so far", "Total value"),
    list_order("Win-back", "where acting can change most", "Customer", "Last purchase", "Days silent", "Gaps silent", "Value so far", "P(alive)", "Value at stake"),
    list_order("Products", "largest profit or revenue first", "Product", "Buyers", "Revenue", "Mean CLV of buyers", "Best customers' index"),
)  # fmt: skip
BLOCKS = {"Your business": BUSINESS, "Time": TIME, "Customers": CUSTOMERS, "Forecast": FORECAST, "Order of the lists": LISTS}
RANGES = {"break_1": ("order_breaks", 3)}
"""Names for the cells of inputs that stand below each other, by the first of them."""
