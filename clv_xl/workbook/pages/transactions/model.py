"""Model: what the forecast rests on, and how far to trust it; spilled by CLV_FIT, CLV_MODELS, CLV_HOLDOUT and CLV_TRACKING."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.chart import Reference
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from ....models import PurchaseModel
from ...look.charts import bar_chart
from ...look.conditional_formats import format_where, total_row, word_colours
from ...look.style import ACCENT, DATE, MID, align, heights, page, protect, put, put_row
from ..names import name_cell
from .banner import BROKEN
from .orders import column_ranges

FIT_ROW, FIT_ROWS = 8, 14
MODELS_ROW = FIT_ROW + FIT_ROWS + 3
HOLDOUT_ROW, HOLDOUT_ROWS = MODELS_ROW + len(PurchaseModel) + 4, 13
TRACKING_ROW, TRACKING_COLUMN = 20, 18
"""Where CLV_TRACKING stands, right of what is printed; Prediction draws it."""
_DATA_ROW = 6
_GROUPS = ("0", "1", "2", "3", "4", "5", "6", "7 or more")
_FIGURE = "[>=1000]#,##0;[<=-1000]-#,##0.0;0.0000"

ALT_TEXTS = [
    "Did the model know who would come back? Columns show orders per customer in the time held out, real and forecast, by their orders before.",
]

_ORDERS = column_ranges("customer", "date", "amount")


def build(book: Workbook) -> None:
    sheet = page(
        book,
        "Model",
        "How far can I trust the forecast?",
        '="Model  ·  "&result_subtitle',
        [2, 25, *[12] * 13, 2, 2, *[12] * 7],
        link="Prediction",
        last_column=15,
    )
    heights(sheet, dict.fromkeys(range(5, HOLDOUT_ROW + HOLDOUT_ROWS + 2), 17))
    heights(sheet, {4: 16, FIT_ROW - 3: 8, FIT_ROW: 18, MODELS_ROW: 32, HOLDOUT_ROW: 32})
    put(sheet, 4, 2, f'=IF(ISERROR({BROKEN[0]}),"{BROKEN[1]}",IF(result_customers=0,"",R{_DATA_ROW}))', "Banner")

    _head(
        sheet,
        FIT_ROW - 2,
        "What the data say",
        "Time in weeks. The first five values are what CLV_ALIVE and CLV_PURCHASES take as parameters.",
    )
    _table(sheet, FIT_ROW, FIT_ROWS - 1, ("Text bold", "Decimal", "Decimal", "Note"), f"CLV_FIT({_ORDERS},coded_model,input_as_of)")
    align(sheet.cell(FIT_ROW, 5), indent=1)
    for row in range(FIT_ROW, FIT_ROW + FIT_ROWS):
        for column in range(6, 16):
            put(sheet, row, column, None, "Head" if row == FIT_ROW else "Text")

    _head(
        sheet,
        MODELS_ROW - 2,
        "Which model fits best",
        "The highest log-likelihood; within 2 of it the smallest error per customer on the time held out",
    )
    form = ("Text bold", *["Decimal"] * 5, "Share", "Decimal", "State")
    _table(sheet, MODELS_ROW, len(PurchaseModel), form, f"CLV_MODELS({_ORDERS},input_as_of)")
    word_colours(sheet, f"J{MODELS_ROW + 1}:J{MODELS_ROW + 3}", {"chosen": "good"})

    told = "input_holdout_from,result_model,input_as_of"
    _head(
        sheet,
        HOLDOUT_ROW - 2,
        "What it would have foreseen",
        '="Mean orders per customer after the day of the test on Inputs, by "&result_model',
    )
    _table(sheet, HOLDOUT_ROW, HOLDOUT_ROWS - 1, ("Text bold", "Number", *["Decimal"] * 4), f"CLV_HOLDOUT({_ORDERS},{told})")
    lines = f"B{HOLDOUT_ROW + 1}:G{HOLDOUT_ROW + HOLDOUT_ROWS}"
    format_where(sheet, lines, f'OR($B{HOLDOUT_ROW + 1}="Total off by",$B{HOLDOUT_ROW + 1}="Share of the top 20%")', "0.0%")
    total_row(sheet, lines, f'$B{HOLDOUT_ROW + 1}="All orders"')

    _table(
        sheet,
        TRACKING_ROW,
        1,
        ("Number", "Date", "Number", "Decimal", "Number", "Decimal"),
        f"CLV_TRACKING({_ORDERS},{told})",
        TRACKING_COLUMN,
    )
    _data_behind(sheet)
    for row, name in enumerate(("bgnbd", "mbgnbd", "pareto_nbd"), start=MODELS_ROW + 1):
        letters = ("r", "alpha", "s", "beta") if name == "pareto_nbd" else ("r", "alpha", "a", "b")
        for column, letter in enumerate((*letters, "log_likelihood"), start=3):
            name_cell(sheet, f"result_{name}_{letter}", row, column)
    name_cell(sheet, "result_model", FIT_ROW + 1, 3)
    protect(sheet)


def _head(sheet: Worksheet, row: int, title: str, note: str) -> None:
    put(sheet, row, 2, title, "Section")
    put(sheet, row + 1, 2, note, "Section note")


def _table(sheet: Worksheet, row: int, rows: int, styles: tuple[str, ...], formula: str, column: int = 2) -> None:
    """A table that a function of ours spills into a place with room for so many rows below its headings."""
    heads = {"Text bold": "Head", "Note": "Head", "State": "Head centre"}
    for at, style in enumerate(styles, start=column):
        put(sheet, row, at, None, heads.get(style, "Head number"))
        for below in range(row + 1, row + 1 + rows):
            put(sheet, below, at, None, style, _FIGURE if style == "Decimal" else "")
    cell = sheet.cell(row, column).coordinate
    sheet[cell] = ArrayFormula(cell, f"=_xldudf_{formula}")


def _data_behind(sheet: Worksheet) -> None:
    """Right of what is printed: what is wrong, the figures of the holdout, and what the chart draws."""
    column = TRACKING_COLUMN
    put(sheet, _DATA_ROW - 1, column, "Data behind the charts", "Section")
    put(sheet, _DATA_ROW, column, f'=IF(ISERROR(B{FIT_ROW}),no_forecast,IF(ISERROR(B{HOLDOUT_ROW}),no_test,""))', "Plain note")
    _problems(sheet, _DATA_ROW, column + 8)
    lines = f"$B${HOLDOUT_ROW + 1}:$B${HOLDOUT_ROW + HOLDOUT_ROWS - 1}"

    def found(word: str, letter: str) -> str:
        return f'=IFERROR(INDEX({lines.replace("$B", f"${letter}")},MATCH("{word}",{lines},0)),"")'

    figures = (
        ("holdout_orders", found("All orders", "D")),
        ("holdout_forecast", found("All orders", "E")),
        ("holdout_error", found("Total off by", "E")),
        ("holdout_own_rate_error", found("Total off by", "F")),
        ("holdout_average_error", found("Total off by", "G")),
    )
    for at, (name, formula) in enumerate(figures, start=column):
        put(sheet, _DATA_ROW + 1, at, name.replace("_", " "), "Plain note")
        put(sheet, _DATA_ROW + 2, at, formula, "Plain note", "0.000" if "error" in name else "#,##0")
        name_cell(sheet, f"result_{name}", _DATA_ROW + 2, at)
    head = _DATA_ROW + 3
    put_row(
        sheet,
        head,
        column,
        ("Before", "Real", "Forecast", '="Orders per customer in the time held out, by repeat purchases before"'),
        ("Head",) * 4,
    )
    for row, group in enumerate(_GROUPS, start=head + 1):
        put(sheet, row, column, group, "Plain note")
        for at, letter in ((column + 1, "D"), (column + 2, "E")):
            put(sheet, row, at, found(group, letter), "Plain note", "0.00")
    names, real, forecast = (Reference(sheet, min_col=column + i, min_row=head + 1, max_row=head + len(_GROUPS)) for i in range(3))
    top = HOLDOUT_ROW - 2
    put(sheet, top, 9, "Did it know who would come back?", "Section")
    off = "ROUND(100*result_holdout_{}error,1)".format
    answer = (
        f'=IF(result_holdout_error="","It takes more orders to say.","All together "&{off("")}&"% off; own rates "'
        f'&{off("own_rate_")}&"%, the average rate "&{off("average_")}&"%.")'
    )
    put(sheet, top + 1, 9, answer, "Section note")
    bar_chart(
        sheet,
        (top + 2, 9, HOLDOUT_ROW + HOLDOUT_ROWS, 16),
        title=f"'Model'!$U${head}",
        categories=names,
        series=[(f"'Model'!$S${head}", real, MID), (f"'Model'!$T${head}", forecast, ACCENT)],
        plot=(0.06, 0.2, 0.93, 0.68),
    )


def _problems(sheet: Worksheet, row: int, column: int) -> None:
    """Why there is no forecast, or no test of it, from what there is and what it takes."""
    from ....models.choice import LEAST_CUSTOMERS, LEAST_REPEATING  # it brings numpy, which only building needs

    half = "result_first_day+INT((result_as_of-result_first_day)/2)"
    between = "IF(AND(N(test_day)>=N(result_first_day),N(test_day)<N(result_as_of)),1,0)"
    cells = (
        ("Customers it takes", "customers_needed", LEAST_CUSTOMERS),
        ("Customers who bought", "customers_bought", '=COUNTIF(customer_purchases,">0")'),
        ("Who must have come back", "repeating_needed", LEAST_REPEATING),
        ("Day of the test", "test_day", f'=IF(result_first_day="","",IF(input_holdout_from="",{half},input_holdout_from))'),
        ("It lies between first and last day", "test_day_fits", f"={between}"),
        ("Too few customers", "few_customers", '="No forecast: it takes "&customers_needed&" customers who bought; here are "&customers_bought&"."'),
        ("Too few came back", "few_repeating", '="No forecast: it takes "&repeating_needed&" customers who came back; here are "&result_repeat_customers&"."'),
        ("Something else", "odd_orders", "No forecast: look at the amounts on Orders and the model on Inputs."),
        ("No forecast", "no_forecast", "=IF(customers_bought<customers_needed,few_customers,IF(result_repeat_customers<repeating_needed,few_repeating,odd_orders))"),
        ("Too few before the test", "few_before", '="No test: before its day it takes "&customers_needed&" customers, "&repeating_needed&" of whom came back."'),
        ("Not between", "day_outside", "No test: its day on Inputs is not between the first order and the calculation date."),
        ("No test", "no_test", "=IF(test_day_fits=1,few_before,day_outside)"),
    )  # fmt: skip
    put(sheet, row - 1, column, "Why there is no forecast, or no test", "Section")
    for at, (label, name, value) in enumerate(cells, start=row):
        put(sheet, at, column, label, "Plain note")
        put(sheet, at, column + 2, value, "Plain note", DATE if name == "test_day" else "")
        name_cell(sheet, name, at, column + 2)
