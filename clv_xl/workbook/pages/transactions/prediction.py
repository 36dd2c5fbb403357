"""Prediction: what today's customers will bring, from CLV_FORECAST and the list on Forecast."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.chart import Reference
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from ...look.charts import bar_chart
from ...look.conditional_formats import currency_signs
from ...look.style import ACCENT, COUNT, MID, banner, heights, page, protect, put, put_row, section
from ..names import name_cell
from .banner import BROKEN
from .forecast import FIRST_ROW as LIST_FIRST
from .model import TRACKING_ROW
from .orders import column_ranges

BANDS = ((0.8, 1.01, "80 to 100%"), (0.6, 0.8, "60 to 80%"), (0.4, 0.6, "40 to 60%"), (0.2, 0.4, "20 to 40%"), (0, 0.2, "0 to 20%"))
BANDS_ROW = 21
"""Bands of the chance of being a customer, and where their table begins."""
TENTHS = 10
STEPS = 26
"""Columns of the charts over time; each stands for as many weeks as it takes."""
_BEST = 10
_DATA = 17  # column Q: right of what is printed
_SPILL_ROW, _TENTH_ROW, _STEP_ROW = 7, 18, 33

ALT_TEXTS = [
    "Did orders come as expected? Columns show the repeat orders a week, real and expected by the model.",
    "Did it foresee the total? Columns show all repeat orders so far, real and expected by the model.",
    "Who is still a customer? Columns show how many customers have which probability of still being one.",
]

_FORECAST = f"CLV_FORECAST({column_ranges('customer', 'date', 'amount')},input_forecast_months,input_discount_rate,input_gross_margin,input_as_of,coded_model)"


def build(book: Workbook) -> None:
    sheet = page(
        book,
        "Prediction",
        "What will today's customers bring?",
        '="Prediction  ·  "&result_subtitle',
        [2, *[14] * 6, 3, *[14] * 6, 2, 2, *[12] * 8],
        link="Dashboard",
        last_column=14,
    )
    heights(sheet, dict.fromkeys(range(5, 48), 17))
    banner(sheet, *BROKEN)
    _data_behind(sheet)
    _totals(sheet, 5)
    _chances(sheet, BANDS_ROW - 3)
    _best(sheet, 33)
    _charts(sheet)
    protect(sheet)


def _totals(sheet: Worksheet, row: int) -> None:
    section(
        sheet,
        row,
        2,
        '="The next "&input_forecast_months&" months"',
        "Without new customers; money after cost of goods and discounting. The range holds 9 times out of 10.",
        ("Figure", "", "Expected", "Range from", "to", "Estimate, ±"),
        2,
    )
    figures = (
        ("Customers", "", COUNT, 1),
        ("Still customers", "expected_alive", COUNT, 2),
        ("Orders", "expected_orders", COUNT, 3),
        ("Future value", "predicted_clv", "#,##0", 4),
        ("Future value per customer", "predicted_clv_per_customer", "#,##0.00", 5),
        ("Value so far", "", "#,##0", 6),
        ("Total value", "predicted_total", "#,##0", 7),
    )
    for at, (label, name, form, line) in enumerate(figures, start=row + 3):
        source = _SPILL_ROW + line
        cells = [f'=IF(ISNUMBER({letter}{source}),{letter}{source},"")' for letter in "RUV"]
        reach = f'=IF(ISNUMBER(S{source}),(T{source}-S{source})/2/R{source},"")'
        put_row(sheet, at, 2, (label, None, *cells, reach), ("Text bold", "Text", "Number", "Number", "Number", "Share"))
        for column in (4, 5, 6):
            sheet.cell(at, column).number_format = form
        if name:
            name_cell(sheet, f"result_{name}", at, 4)
        if "value" in label.lower():
            currency_signs(sheet, f"D{at}", form)
    name_cell(sheet, "result_predicted_clv_low", _SPILL_ROW + 4, _DATA + 4)
    name_cell(sheet, "result_predicted_clv_high", _SPILL_ROW + 4, _DATA + 5)


def _chances(sheet: Worksheet, row: int) -> None:
    section(
        sheet,
        row,
        2,
        "Chance of still being a customer",
        '=IF(result_model="BG/NBD","This model cannot tell whether one-time buyers have left: it counts them as there.","By what the purchases of each customer suggest")',
        ("Chance", "Customers", "Share", "Value so far", "Future value", "Share"),
        1,
    )
    first = row + 3
    for at, (low, high, label) in enumerate(BANDS, start=first):
        within = f'forecast_alive,">={low}",forecast_alive,"<{high}"'
        values = (
            label,
            f"=COUNTIFS({within})",
            f'=IF(C${first + 5}=0,"",C{at}/C${first + 5})',
            f"=SUMIFS(forecast_value_so_far,{within})",
            f"=SUMIFS(forecast_future_value,{within})",
            f'=IF(F${first + 5}=0,"",F{at}/F${first + 5})',
        )
        put_row(sheet, at, 2, values, ("Text", "Number", "Share", "Number", "Number", "Share"))
    last = first + len(BANDS) - 1
    totals = (
        "All customers",
        *(f"=SUM({c}{first}:{c}{last})" if c in "CEF" else f'=IF(C{last + 1}=0,"",SUM({c}{first}:{c}{last}))' for c in "CDEFG"),
    )
    put_row(sheet, last + 1, 2, totals, ("Total text", "Total", "Total share", "Total", "Total", "Total share"))
    name_cell(sheet, "check_forecast_customers", last + 1, 3)
    name_cell(sheet, "check_forecast_value", last + 1, 6)


def _best(sheet: Worksheet, row: int) -> None:
    section(
        sheet,
        row,
        2,
        "Who will bring the most",
        "The full list is on Forecast",
        ("Customer", "Chance", "Orders", "Order value", "Value so far", "Future value"),
        1,
    )
    letters = ("B", "C", "F", "I", "J", "K")
    for offset in range(_BEST):
        source = LIST_FIRST + offset
        blank = f'=IF(ISNUMBER(Forecast!$K{source}),Forecast!${{}}{source},"")'
        values = [blank.format(letter) for letter in letters]
        put_row(sheet, row + 3 + offset, 2, values, ("Text bold", "Share", "Decimal", "Money", "Number", "Number"))


def _data_behind(sheet: Worksheet) -> None:
    """Right of what is printed: the totals as they spill, and what the charts draw."""
    put(sheet, 5, _DATA, "Data behind this page", "Section")
    for column in range(_DATA, _DATA + 6):
        put(sheet, _SPILL_ROW, column, None, "Head")
        for row in range(_SPILL_ROW + 1, _SPILL_ROW + 8):
            put(sheet, row, column, None, "Plain note", "#,##0.00" if column > _DATA else "")
    sheet[f"Q{_SPILL_ROW}"] = ArrayFormula(f"Q{_SPILL_ROW}", f"=_xldudf_{_FORECAST}")

    put_row(sheet, _TENTH_ROW - 1, _DATA, ("Chance", "Customers", "Customers by their chance of still being one, in tenths"), ("Head",) * 3)
    for tenth in range(TENTHS):
        row, high = _TENTH_ROW + tenth, "1.01" if tenth == TENTHS - 1 else f"{(tenth + 1) / TENTHS:g}"
        put(sheet, row, _DATA, f"{10 * tenth}–{10 * tenth + 10}%", "Plain note")
        put(sheet, row, _DATA + 1, f'=COUNTIFS(forecast_alive,">={tenth / TENTHS:g}",forecast_alive,"<{high}")', "Plain note")

    tracked = f"Model!${{}}${TRACKING_ROW + 1}:${{}}$1048576"
    weeks, step = f"$Q${_STEP_ROW - 3}", f"$Q${_STEP_ROW - 2}"
    for row, formula, note in (
        (_STEP_ROW - 3, f"=COUNT({tracked.format('R', 'R')})", "weeks followed"),
        (_STEP_ROW - 2, f"=MAX(1,ROUNDUP({weeks}/{STEPS},0))", "weeks to a column"),
    ):
        put(sheet, row, _DATA, formula, "Plain note")
        put(sheet, row, _DATA + 1, note, "Plain note")
    heads = (
        "Week",
        "Real",
        "Expected",
        "Real so far",
        "Expected so far",
        f'=IF({step}=1,"Repeat orders a week","Repeat orders a week, averages of "&{step}&" weeks")',
        "All repeat orders so far, by week",
    )
    put_row(sheet, _STEP_ROW - 1, _DATA, heads, ("Head",) * len(heads))
    for number in range(STEPS):
        row = _STEP_ROW + number
        before = f"N(Q{row - 1})" if number else "0"
        put(sheet, row, _DATA, f'=IF({number}*{step}>={weeks},"",MIN({weeks},{number + 1}*{step}))', "Plain note", "0")
        for column, so_far in enumerate("TU", start=_DATA + 1):
            earlier = f"N({so_far}{row - 1})" if number else "0"
            put(sheet, row, column, f'=IF(Q{row}="","",({so_far}{row}-{earlier})/(Q{row}-{before}))', "Plain note", "#,##0.0")
        for column, letter in enumerate("TU", start=_DATA + 3):
            put(sheet, row, column, f'=IF(Q{row}="","",INDEX({tracked.format(letter, letter)},Q{row}))', "Plain note", "#,##0.0")


def _charts(sheet: Worksheet) -> None:
    def column(offset: int, first: int, count: int) -> Reference:
        return Reference(sheet, min_col=_DATA + offset, min_row=first, max_row=first + count - 1)

    weeks, head = column(0, _STEP_ROW, STEPS), _STEP_ROW - 1
    pairs = (
        (
            5,
            "Did orders come as expected?",
            '=IF(result_holdout_error="","It takes more orders to say.","Told of the time up to the test alone, it foresaw "&FIXED(result_holdout_forecast,0)'
            '&" of the "&FIXED(result_holdout_orders,0)&" orders after it.")',
            1,
            "V",
        ),
        (18, "Did it foresee the total?", "From the first week on; the model knows nothing of the time after the test begins.", 3, "W"),
    )
    for row, question, answer, first, title in pairs:
        put(sheet, row, 9, question, "Section")
        put(sheet, row + 1, 9, answer, "Section note")
        bar_chart(
            sheet,
            (row + 2, 9, row + (13 if row == 5 else 15), 15),
            title=f"'Prediction'!${title}${head}",
            categories=weeks,
            series=[
                (f"'Prediction'!${get_column_letter(_DATA + first + i)}${head}", column(first + i, _STEP_ROW, STEPS), colour)
                for i, colour in enumerate((MID, ACCENT))
            ],
            plot=(0.06, 0.2, 0.93, 0.68),
        )
    put(sheet, 33, 9, "Who is still a customer?", "Section")
    put(
        sheet,
        34,
        9,
        '=IF(N(result_expected_alive)=0,"","About "&FIXED(result_expected_alive,0)&" of the "&FIXED(N(R8),0)&" who have bought.")',
        "Section note",
    )
    bar_chart(
        sheet,
        (35, 9, 46, 15),
        title=f"'Prediction'!$S${_TENTH_ROW - 1}",
        categories=column(0, _TENTH_ROW, TENTHS),
        series=[(f"'Prediction'!$R${_TENTH_ROW - 1}", column(1, _TENTH_ROW, TENTHS), ACCENT)],
        plot=(0.06, 0.14, 0.93, 0.74),
    )
