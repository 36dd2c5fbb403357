"""Inputs: what the reader fills in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from ...functions.fits import AUTO
from ...models import PurchaseModel
from ...orders.activity import Measure
from ...orders.periods import Period
from ..look import CURRENCIES, DATE, INPUT_EDGE, align, banner, heights, page, protect, put, put_row
from .names import define, name_cell


@dataclass(frozen=True)
class Input:
    """One input: its name for scripts (without input_), its label, and what it may be."""

    name: str
    label: str
    kind: Literal["text", "list", "number", "date"]
    unit: str
    help: str
    allowed: str
    default: Any = None
    low: float | None = None
    high: float | None = None
    words: tuple[str, ...] = ()
    format: str = "General"


GROUPINGS = ("Channel", "Campaign", "Product", "Segment", "First order size", "Acquired")
"""How customers are grouped on Segments, in the order of the columns on Customers."""

BUSINESS = (
    Input("data_name", "Name of the data", "text", "words", "Shown at the top of every page.", "any words"),
    Input(
        "currency",
        "Currency",
        "list",
        "code",
        "The currency of the orders. Nothing is converted.",
        "from the list",
        "USD",
        words=tuple(CURRENCIES),
    ),
    Input(
        "gross_margin",
        "Gross margin",
        "number",
        "of revenue",
        "What is left of revenue after cost of goods: (price - cost) / price.",
        "0% to 100%",
        1.0,
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
    Input(
        "discount_rate",
        "Discount rate",
        "number",
        "a year",
        "What money a year from now is worth less. 0%: nothing.",
        "0% to 100%",
        0.1,
        0,
        1,
        format="0.0%",
    ),
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
BLOCKS = (("Your business", BUSINESS), ("Time", TIME), ("Customers", CUSTOMERS), ("Forecast", FORECAST))
INPUTS = {field.name: field for _, fields in BLOCKS for field in fields}


def build(book: Workbook) -> None:
    sheet = page(
        book,
        "Inputs",
        "What do I need to fill in?",
        "Inputs  ·  Yellow cells with blue figures are yours. Everything else is calculated.",
        [2, 34, 22, 24, 70, 24, 2],
        colour=INPUT_EDGE,
        link="Overview",
        freeze="A5",
    )
    banner(sheet)
    row = 5
    for title, fields in BLOCKS:
        put(sheet, row, 2, title, "Section")
        put_row(sheet, row + 1, 2, ("Input", "Value", "Unit", "What it does", "Allowed"), ("Head", "Head number", "Head", "Head", "Head"))
        align(sheet.cell(row + 1, 4), indent=1)
        heights(sheet, {row: 22, row + 1: 18})
        for field in fields:
            row += 1
            put_row(
                sheet,
                row + 1,
                2,
                (field.label, field.default, field.unit, field.help, field.allowed),
                ("Text", "Input", "Note", "Note wrap", "Note wrap"),
            )
            sheet.cell(row + 1, 3).number_format = field.format
            heights(sheet, {row + 1: 21})
            name_cell(sheet, f"input_{field.name}", row + 1, 3)
            validation = _validation(field)
            validation.add(sheet.cell(row + 1, 3))
            sheet.add_data_validation(validation)
            if field.name == "break_1":
                define(book, "first_order_breaks", f"'Inputs'!$C${row + 1}:$C${row + 3}")
        heights(sheet, {row + 2: 14})
        row += 3
    protect(sheet)


def _validation(field: Input) -> DataValidation:
    if field.kind == "list":
        rule = DataValidation("list", formula1=f'"{",".join(field.words)}"')
    elif field.kind == "date":
        rule = DataValidation("date", operator="between", formula1="1", formula2="2958465")
    elif field.kind == "text":
        rule = DataValidation("textLength", operator="lessThanOrEqual", formula1="60")
    elif field.high is not None:
        rule = DataValidation("decimal", operator="between", formula1=str(field.low), formula2=str(field.high))
    elif field.low is not None:
        rule = DataValidation("decimal", operator="greaterThanOrEqual", formula1=str(field.low))
    else:
        rule = DataValidation("decimal", operator="between", formula1="-1E+15", formula2="1E+15")
    rule.allow_blank = True
    rule.showInputMessage = rule.showErrorMessage = True
    rule.promptTitle = rule.errorTitle = field.label[:32]
    rule.prompt = f"{field.help} Allowed: {field.allowed}."
    rule.error = f"Allowed here: {field.allowed}."
    return rule
