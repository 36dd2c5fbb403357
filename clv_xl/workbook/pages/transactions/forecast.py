"""Forecast: what each customer will bring, spilled by CLV_PREDICT."""

from __future__ import annotations

from openpyxl import Workbook

from ...look.style import heights, page, protect, put, spill
from ..names import name_list
from .orders import column_ranges

HEAD_ROW = 6
FIRST_ROW = HEAD_ROW + 1

# Style, width and defined name of each column, in the order of CLV_PREDICT.
_FORM = (
    ("Text bold", 18, ""),
    ("Share", 11, "forecast_alive"),
    ("Share", 10, ""),
    ("Share", 10, ""),
    ("Decimal", 11, ""),
    ("Decimal", 10, ""),
    ("Decimal", 10, ""),
    ("Money", 13, ""),
    ("Money", 13, "forecast_value_so_far"),
    ("Money", 13, "forecast_future_value"),
    ("Money", 12, ""),
    ("Money", 12, ""),
    ("Money", 13, ""),
)


def build(book: Workbook) -> None:
    sheet = page(
        book,
        "Forecast",
        "What will each customer bring?",
        '="Forecast  ·  next "&input_forecast_months&" months  ·  "&result_subtitle',
        [2, *(width for _, width, _ in _FORM), 2],
        link="Prediction",
        list_head=HEAD_ROW,
        freeze=f"C{FIRST_ROW}",
    )
    put(
        sheet,
        4,
        2,
        "Largest future value first, after cost of goods and discounting. Low and high hold 90% of what the expectation can be; what one customer will do varies far more.",
        "Plain note",
    )
    heights(sheet, {4: 17, 5: 6, HEAD_ROW: 32, FIRST_ROW: 16})
    figures = "input_forecast_months,input_discount_rate,input_gross_margin,input_as_of,coded_model"
    spill(sheet, HEAD_ROW, [style for style, _, _ in _FORM], f"CLV_PREDICT({column_ranges('customer', 'date', 'amount')},{figures})")
    for column, (_, _, name) in enumerate(_FORM, start=2):
        if name:
            name_list(sheet, name, FIRST_ROW, column, "result_customers")
    protect(sheet)
