"""Forecast: what each customer will bring."""

from __future__ import annotations

from .....functions import CLV_PREDICT
from ....layout.lists import list_page
from ....layout.page import Book
from ....layout.tables import Spill, call
from ...shared.wording import order_said
from ..orders import COSTS, ORDERS

ASSUMED = "input_forecast_months,input_discount_rate,input_gross_margin,input_as_of,coded_model"
"""What a forecast goes by, besides the orders."""
_WIDTHS = {
    "P(alive)": 12,
    "P(alive), low": 12,
    "P(alive), high": 12,
    "P(buys)": 11,
    "Expected orders": 11,
    "Orders, low": 10,
    "Orders, high": 10,
    "Future value, low": 12,
    "Future value, high": 12,
}


def forecast_page(book: Book) -> Spill:
    page, forecast = list_page(
        book,
        "Forecast",
        "What will each customer bring?",
        call(CLV_PREDICT, ORDERS, ASSUMED, COSTS, "input_sort_forecast"),
        widths=_WIDTHS,
        subtitle='="Forecast  ·  next "&input_forecast_months&" months  ·  "&result_subtitle',
        link="Prediction",
        head_height=46,
        row_height=16,
    )
    order = order_said("sort_forecast", "Largest future value first")
    note = f'={order}&". Discounted, "&after_cost&". Low and high hold 90% of what the expectation can be; what one customer will do varies far more."'
    page.under_head((0, note))
    page.text("=to_come_rule", "Plain note", 15)
    page.put(forecast)
    page.freeze(forecast.at(1, 0))
    page.repeat(forecast, whole_head=True)
    names = {"forecast_alive": "P(alive)", "forecast_value_so_far": "Value so far", "forecast_future_value": "Future value"}
    forecast.name_columns(names, "result_customers")
    return forecast
