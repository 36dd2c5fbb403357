"""What a person fills in on Inputs, besides the subscriptions."""

from __future__ import annotations

from ....orders.periods import Period
from ...look import DATE
from ..inputs import CURRENCY, OUT_OF_DATE, Input

_MONEY = "#,##0.00"

BUSINESS = (
    Input("data_name", "Name of your business", "text", "words", "Shown at the top of every page.", "any words"),
    CURRENCY,
    Input(
        "gross_margin",
        "Gross margin",
        "number",
        "of revenue",
        "What is left of revenue after the cost of service: (price - cost) / price.",
        "0% to 100%",
        1.0,
        0,
        1,
        format="0.0%",
    ),
    Input(
        "average_price",
        "Average price",
        "number",
        "money a month",
        "Counts where a subscription has no price of its own, and for Survivors.",
        "0 or more, or empty",
        None,
        0,
        format=_MONEY,
    ),
    Input(
        "cac",
        "Cost to win a subscriber",
        "number",
        "money per subscriber",
        "Advertising and sales divided by new subscribers. Empty: not known.",
        "0 or more, or empty",
        None,
        0,
        format=_MONEY,
    ),
    Input(
        "target_ratio",
        "Value : cost you aim at",
        "number",
        "to 1",
        "How often a subscriber is to earn back the cost to win one. 3 is a common floor.",
        "0.1 to 100",
        3,
        0.1,
        100,
        format="0.0",
    ),
)
TIME = (
    Input(
        "as_of",
        "Calculate as of",
        "date",
        "date",
        "Later starts are left out; later ends have not come yet. Empty: the day of the last start.",
        "a date, or empty",
        format=DATE,
    ),
    Input(
        "period",
        "A subscription renews every",
        "list",
        "period",
        "The step of all pages: renewals, cohorts, and the movement of subscribers.",
        "from the list",
        "month",
        words=tuple(Period),
    ),
    Input(
        "periods_ahead",
        "Periods to project",
        "number",
        "periods",
        "How far Retention looks beyond the last renewal seen.",
        "1 to 240",
        24,
        1,
        240,
        format="0",
    ),
    Input(
        "discount_rate",
        "Discount rate",
        "number",
        "a year",
        "What money a year from now is worth less. Above 0%, so that the value has an end.",
        "0.1% to 100%",
        0.1,
        0.001,
        1,
        format="0.0%",
    ),
)
COMPARING = (
    Input(
        "compare_periods",
        "Compare with the mean of",
        "number",
        "periods before",
        "Dashboard sets the churn of the last period beside theirs; Cohorts compares as many.",
        "1 to 9",
        3,
        1,
        9,
        format="0",
    ),
    Input(
        "cohort_renewals",
        "Compare cohorts after",
        "number",
        "renewals",
        "Cohorts shows the share of each cohort that is left after so many renewals.",
        "1 to 60",
        3,
        1,
        60,
        format="0",
    ),
    Input(
        "enough_renewals",
        "Renewals that are enough",
        "number",
        "renewals due",
        "Checks says so where the retention curve rests on fewer.",
        "10 or more",
        200,
        10,
        format="#,##0",
    ),
    Input(
        "fit_within",
        "Curve and survival agree within",
        "number",
        "of the subscribers",
        "Checks lets the fitted survival differ so much from the one seen.",
        "0.1% to 20%",
        0.03,
        0.001,
        0.2,
        format="0.0%",
    ),
)
BLOCKS = {"Your business": BUSINESS, "Time": TIME, "Comparing": COMPARING}
BROKEN = (
    "Churn!$B$20",
    OUT_OF_DATE,
)
"""A cell that shows an error where the functions are needed and not there, and what the pages say then."""
