"""The template for orders: its pages in order, and what the shared ones say in it."""

from __future__ import annotations

from functools import partial

from ....xlsx.package import MAX_ROWS
from ...inputs.transactions import BLOCKS, RANGES
from .. import about, checks, entry, functions, inputs
from ..page_set import PageSet
from . import cohorts, customers, dashboard, forecast, listing, model, orders, overview, overview_months, prediction, segments, trend
from .banner import BROKEN
from .checks_list import account
from .checks_list import checks as rows

_ABOUT = about.Introduction(
    source="your orders",
    steps=(
        ("1. Inputs", "Fill in the yellow cells."),
        ("2. Orders", "Paste your orders into the yellow table."),
        ("3. Checks", "Look here before you share a figure."),
        ("4. Dashboard", "Read what customers are worth, and what to do."),
        ("5. Prediction", "See what today's customers will bring."),
    ),
    words=(
        ("Purchase", "A day on which a customer bought"),
        ("Value so far", "Revenue of a customer, after cost of goods"),
        ("Frequency", "Purchases after the first one"),
        ("Recency", "Days from the first to the last purchase"),
        ("Age", "Days from the first purchase to the calculation date"),
        ("Usual gap", "The average time between a customer's purchases"),
    ),
    pages=(
        ("Inputs", "What do I need to fill in?"),
        ("Orders", "Which orders count?"),
        ("Overview", "What has happened so far?"),
        ("Trend", "Where are customers and value going?"),
        ("Cohorts", "Do newer customers do better than older ones?"),
        ("Segments", "Which groups deserve more budget?"),
        ("Prediction", "What will today's customers bring?"),
        ("Model", "How far can I trust the forecast?"),
        ("Products", "What do the best customers buy?"),
        ("Drivers", "What moves with the value of a customer?"),
        ("Win-back", "Whom should we win back?"),
        ("Customers", "Who are they, and what is each one worth?"),
        ("Forecast", "What will each customer bring?"),
        ("Dashboard", "What are our customers worth, and what to do next?"),
        ("Checks", "Can I trust these figures?"),
        ("Functions", "Which formulas can I use in my own cells?"),
    ),
    notes={
        "Method": (
            "Value so far is what customers have paid, less refunds, times the gross margin. It is no forecast.",
            "Prediction: BG/NBD, MBG/NBD or Pareto/NBD for purchases, Gamma-Gamma for spend; see Model.",
            "Frequency, recency and age as in Fader, Hardie and Lee (2005); a customer's stage goes by the usual gap.",
        ),
        "Without the add-in": about.WITHOUT_ADD_IN,
        "Data": ('=IF(input_data_name="","There are no orders in this workbook yet.",input_data_name&": "&result_period&".")',),
    },
)

PAGES = PageSet(
    pages=(
        partial(about.build, introduction=_ABOUT, link="Dashboard"),
        partial(inputs.build, blocks=BLOCKS, link="Dashboard", broken=BROKEN, ranges=RANGES),
        *(page.build for page in (orders, overview, trend, cohorts, segments, prediction, model)),
        *(listing.products, listing.drivers, listing.winback, customers.build, forecast.build, dashboard.build),
        partial(checks.build, checks=rows, link="Dashboard", below=account),
        partial(
            functions.build,
            template="transactions",
            link="Dashboard",
        ),
    ),
    alt_texts={
        "Overview": overview_months.ALT_TEXTS,
        "Trend": trend.ALT_TEXTS,
        "Cohorts": cohorts.ALT_TEXTS,
        "Segments": segments.ALT_TEXTS,
        "Prediction": prediction.ALT_TEXTS,
        "Model": model.ALT_TEXTS,
        "Dashboard": dashboard.ALT_TEXTS,
    },
    opens="Dashboard",
    texts=(("Orders", f"B{entry.HEAD_ROW + 1}:B{MAX_ROWS}"), ("Customers", f"B{customers.FIRST_ROW}:B{MAX_ROWS}")),
)
