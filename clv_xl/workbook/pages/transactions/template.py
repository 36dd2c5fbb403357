"""The template for orders: its pages, and what the shared ones say in it."""

from __future__ import annotations

from ....functions import CLV_STAKES
from ....functions.orders.forecasts.stakes import StakeGroup
from ...inputs.transactions import BLOCKS, RANGES
from ...layout.page import Book
from ...layout.tables import call
from ...layout.workings import Workings
from ..contents import Pages
from ..shared.about import WITHOUT_ADD_IN, Introduction, about_page, about_people
from ..shared.functions import functions_page
from ..shared.inputs import OUT_OF_DATE, inputs_page
from .ahead.forecast import ASSUMED, forecast_page
from .ahead.model import model_page
from .ahead.prediction import prediction_page
from .checks import transactions_checks
from .comparison import put_comparison
from .customers import customers_page
from .dashboard.data import Sources
from .dashboard.page import dashboard_page
from .listing import drivers_page, products_page, winback_page
from .orders import COSTS, ORDERS, orders_page
from .past.cohorts import cohorts_page
from .past.overview import overview_page
from .past.trend import trend_page
from .segments import segments_page

_ORDER_NUMBERS = (
    '=IF(template_anonymised=1,"Order numbers are codes too, made with a secret that the key keeps.",'
    '"Order numbers stand in the table too, where your list has them (for --add).")'
)
_ABOUT = Introduction(
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
        ("Value so far", "Revenue of a customer, after costs"),
        ("Frequency", "Purchases after the first one"),
        ("Recency", "Days from the first to the last purchase"),
        ("Age", "Days from the first purchase to the calculation date"),
        ("Usual gap", "The average time between a customer's purchases"),
    ),
    pages=(
        ("Dashboard", "What are our customers worth, and what to do next?"),
        ("Inputs", "What do I need to fill in?"),
        ("Orders", "Which orders count?"),
        ("Overview", "What has happened so far?"),
        ("Trend", "Where are customers and value going?"),
        ("Cohorts", "Do newer customers do better than older ones?"),
        ("Segments", "Which groups deserve more budget?"),
        ("Prediction", "What will today's customers bring?"),
        ("Model", "How far can I trust the forecast?"),
        ("Customers", "Who are they, and what is each one worth?"),
        ("Forecast", "What will each customer bring?"),
        ("Win-back", "Whom should we win back?"),
        ("Products", "What do the best customers buy?"),
        ("Drivers", "What moves with the value of a customer?"),
        ("Checks", "Can I trust these figures?"),
        ("Functions", "Which formulas can I use in my own cells?"),
    ),
    notes={
        "Method": (
            "Value so far is what customers have paid, less refunds, costs and fees: see Inputs. It is no forecast.",
            "Prediction: BG/NBD, MBG/NBD or Pareto/NBD for purchases, Gamma-Gamma for spend; see Model.",
            "Frequency, recency and age as in Fader, Hardie and Lee (2005); a customer's stage goes by the usual gap.",
        ),
        "Without the add-in": WITHOUT_ADD_IN,
        "People": about_people(_ORDER_NUMBERS),
        "Data": ('=IF(input_data_name="","There are no orders in this workbook yet.",input_data_name&": "&result_period&".")',),
    },
)


def build(book: Book, workings: Workings) -> None:
    """Each page after those whose cells it asks for."""
    customers = customers_page(book)
    banner = (customers.head(), OUT_OF_DATE)
    about_page(book, _ABOUT, link="Dashboard")
    inputs_page(book, workings, BLOCKS, link="Dashboard", banner=banner, ranges=RANGES, said={"Your business": "=value_rule"})
    orders = orders_page(book, workings)
    overview = overview_page(book, workings, banner, customers)
    trend = trend_page(book, workings)
    cohorts = cohorts_page(book, workings)
    comparison = put_comparison(book, workings)
    segments = segments_page(book, workings, comparison)
    model = model_page(book, workings, banner)
    forecast = forecast_page(book)
    prediction = prediction_page(book, workings, banner, model, forecast)
    products_page(book, workings)
    drivers_page(book, workings)
    winback_page(book, workings)
    stakes = workings.beside(
        "At stake", call(CLV_STAKES, ORDERS, ASSUMED, "input_best_share", COSTS), rows=len(StakeGroup), style="Plain note"
    )
    dashboard_page(book, workings, banner, Sources(overview, trend, cohorts, segments, prediction, stakes))
    transactions_checks(book, workings, orders, segments, model)
    functions_page(book, link="Dashboard")


PAGES = Pages(
    build=build,
    tabs=(
        *("Dashboard", "Inputs", "Orders", "Overview", "Trend", "Cohorts", "Segments", "Prediction", "Model", "Customers", "Forecast"),
        *("Win-back", "Products", "Drivers", "Checks", "About", "Functions", "Workings"),
    ),
    opens="Inputs",
)
