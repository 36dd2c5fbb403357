"""What Checks checks in a workbook of orders: what was found beside what must be, and where every row went."""

from __future__ import annotations

import re

from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from ....cells.declaration import Declaration
from ....functions import DECLARATIONS
from ....functions.reference import excel_formula
from ....lists.orders.lifecycle import Stage
from ...look.style import COUNT, SHARE, put, put_row
from ..charted import FIRST_ROW as SEGMENTS_FIRST
from ..checks import OUTSIDE, Check, rows_below
from ..names import name_cell
from .orders import column_ranges

ACCOUNT_LINES = ("read", "customer", "date", "amount", "later", "used", "same_day", "zero", "refunds")
"""The lines of CLV_ROWS."""
_CLOSED_FORMS = [declaration for declaration in DECLARATIONS if declaration.native and declaration.answer]
"""Those that answer with a figure."""
_RECALCULATE = "Recalculate the workbook; if it stays, look at the words on Inputs."


def checks(account: int) -> list[Check]:
    """account: the row of the headings of the account of rows."""
    line = {name: f"$D${account + 1 + number}" for number, name in enumerate(ACCOUNT_LINES)}
    money = {name: ref.replace("D", "E") for name, ref in line.items()}
    left_out = f"SUM({line['customer']}:{line['later']})"
    total = f"COUNT(Segments!$E${SEGMENTS_FIRST}:$E$1048576)"
    sorted_total = f"INDEX(Segments!${{}}${SEGMENTS_FIRST}:${{}}$1048576,{total})"
    above = '">"&best_edge'
    plain_share = f"(SUMIF(customer_revenue,{above})+(best_customers-COUNTIF(customer_revenue,{above}))*best_edge)/SUM(customer_revenue)"
    if_any = "IF(result_customers=0,{},{})"
    return [
        Check(
            "Orders",
            "Rows read = used + left out",
            line["read"],
            f"{line['used']}+{left_out}",
            COUNT,
            0,
            "Act",
            "Tell us: a row has disappeared.",
        ),
        Check(
            "",
            "Money read = used + left out",
            money["read"],
            f"{money['used']}+SUM({money['customer']}:{money['later']})",
            "#,##0.00",
            0.005,
            "Act",
            "Tell us: money has disappeared.",
        ),
        Check(
            "",
            "Rows read, by plain Excel formulas",
            line["read"],
            'SUMPRODUCT(--((Orders[Customer]<>"")+(Orders[Date]<>"")+(Orders[Amount]<>"")>0))',
            COUNT,
            0,
            "Look",
            "A row was taken for a heading, or has only blanks in its cells.",
        ),
        Check(
            "",
            "Rows without a customer, date or amount",
            f"SUM({line['customer']}:{line['amount']})",
            "0",
            COUNT,
            0,
            "Look",
            "Correct them on Orders; the list below says what is wrong.",
        ),
        rows_below("Orders", "$B$6:$I$1048576", "Customer", "Cost"),
        Check(
            "",
            "At least one row can be used",
            f"MIN(1,{line['used']})",
            f"MIN(1,{line['read']})",
            COUNT,
            0,
            "Act",
            "No row counts: each needs a customer, a date up to the calculation date, and an amount.",
        ),
        Check(
            "", "Orders of zero amount", line["zero"], "0", COUNT, 0, "Look", "Free orders? If a price is missing, correct it on Orders."
        ),
        Check(
            "",
            "Orders after the calculation date",
            line["later"],
            "0",
            COUNT,
            0,
            "Look",
            "They are left out. Empty the date on Inputs to count all.",
        ),
        Check(
            "",
            "The first and the last orders are near the others",
            "IF(COUNT(Orders[Date])<2,0,MAX(PERCENTILE(Orders[Date],0.01)-MIN(Orders[Date]),MAX(Orders[Date])-PERCENTILE(Orders[Date],0.99))"
            "/MAX(1,MAX(Orders[Date])-MIN(Orders[Date])))",
            "0",
            SHARE,
            'IF(input_far_date="",1,input_far_date)',
            "Look",
            "One date may be mistyped: a day far from all others makes customers look long gone.",
        ),
        Check(
            "",
            "All value together is above 0",
            "IF(N(result_customer_equity)>0,1,0)",
            f"MIN(1,{line['used']})",
            COUNT,
            0,
            "Look",
            "Shares of value and indexes then have no meaning: they show #DIV/0!.",
        ),
        OUTSIDE,
        Check(
            "Totals",
            "Revenue: customers = orders used",
            "result_revenue",
            money["used"],
            "#,##0.00",
            0.005,
            "Act",
            _RECALCULATE,
        ),
        Check(
            "",
            "Revenue: months = customers",
            "check_month_revenue",
            "result_revenue",
            "#,##0.00",
            0.005,
            "Look",
            "Some dates on Orders are text; type them as dates.",
        ),
        Check("", "Revenue: trend = customers", "check_trend", "result_revenue", "#,##0.00", 0.005, "Act", _RECALCULATE),
        Check("", "Revenue: cohorts = customers", "check_cohort_revenue", "result_revenue", "#,##0.00", 0.005, "Act", _RECALCULATE),
        Check("", "Revenue: products = customers", "check_products", "result_revenue", "#,##0.00", 0.005, "Act", _RECALCULATE),
        Check("", "Customers: cohorts = all", "check_cohort_customers", "result_customers", COUNT, 0, "Act", _RECALCULATE),
        Check(
            "",
            "Customers to win back = slipping and dormant",
            "result_winback_customers",
            f'COUNTIF(customer_stage,"{Stage.SLIPPING}")+COUNTIF(customer_stage,"{Stage.DORMANT}")',
            COUNT,
            0,
            "Act",
            _RECALCULATE,
        ),
        Check(
            "",
            "Gross margin on Inputs = margin by the costs on Orders",
            "N(input_gross_margin)",
            'IF(AND(Products!$G$9="Profit",ISNUMBER(check_products_margin)),check_products_margin,N(input_gross_margin))',
            "0.0%",
            0.005,
            "Look",
            "The orders have costs; type the margin found by them on Inputs.",
        ),
        Check("", "Customers: stages = all", "check_stage_customers", "result_customers", COUNT, 0, "Act", _RECALCULATE),
        Check(
            "",
            "Customers: segments = all",
            if_any.format(0, sorted_total.format("D", "D")),
            "result_customers",
            COUNT,
            0,
            "Act",
            _RECALCULATE,
        ),
        Check(
            "",
            "Value so far: segments = customers",
            if_any.format(0, sorted_total.format("G", "G")),
            "result_customer_equity",
            "#,##0.00",
            0.005,
            "Act",
            _RECALCULATE,
        ),
        Check(
            "",
            "Share of the best customers, by plain Excel",
            "N(result_top20_share)",
            f"IF(result_revenue>0,{plain_share},0)",
            "0.0000%",
            1e-9,
            "Act",
            _RECALCULATE,
        ),
        Check(
            "Forecast",
            "Customers are enough for a forecast",
            "IF(ISERROR(Model!$B$8),0,MIN(1,result_customers))",
            "MIN(1,result_customers)",
            COUNT,
            0,
            "Look",
            "Model says why there is no forecast.",
        ),
        Check(
            "",
            "Customers: chances of being one = all who bought",
            "check_forecast_customers",
            'IF(ISERROR(Model!$B$8),0,COUNTIF(customer_purchases,">0"))',
            COUNT,
            0,
            "Act",
            _RECALCULATE,
        ),
        Check(
            "",
            "Future value: customers = total",
            "check_forecast_value",
            "N(result_predicted_clv)",
            "#,##0.00",
            0.005,
            "Act",
            _RECALCULATE,
        ),
        Check(
            "",
            "The model can be tested on a time held out",
            'IF(result_holdout_orders="",0,1)',
            "IF(ISERROR(Model!$B$8),0,MIN(1,result_customers))",
            COUNT,
            0,
            "Look",
            "Model says why it cannot; choose another day of the test on Inputs.",
        ),
        Check(
            "",
            "The forecast errs less than everybody's own rate",
            "N(result_holdout_error)",
            'IF(result_holdout_error="",0,MIN(N(result_holdout_error),N(result_holdout_own_rate_error)))',
            "0.0%",
            1e-9,
            "Look",
            "On the time held out the model was no better than a plain rule. See Model.",
        ),
        Check(
            "",
            "The forecast errs less than the average customer's rate",
            "N(result_holdout_error)",
            'IF(result_holdout_error="",0,MIN(N(result_holdout_error),N(result_holdout_average_error)))',
            "0.0%",
            1e-9,
            "Look",
            "On the time held out the model was no better than a plain rule. See Model.",
        ),
        *(_formula_check(declaration, number) for number, declaration in enumerate(_CLOSED_FORMS)),
    ]


_ARGUMENT = re.compile(r'-?\d+(?:\.\d+)?|"[^"]*"')


def _formula_check(declaration: Declaration, number: int) -> Check:
    """A function's first example beside the same formula in Excel's own functions."""
    example = excel_formula(declaration.examples[0])
    values = _ARGUMENT.findall(example.partition("(")[2])
    given = dict(zip((p.name for p in declaration.parameters), values))
    given |= {p.name: '""' if p.default is None else f"{p.default:g}" for p in declaration.parameters[len(values) :]}
    plain = re.sub(r"\b(" + "|".join(given) + r")\b", lambda match: given[match[0]], declaration.native)
    text = f"{example}, by plain Excel formulas"
    return Check(
        "Formulas" if number == 0 else "",
        text,
        f"_xldudf_{example}",
        plain,
        "#,##0.00",
        1e-6,
        "Act",
        "The add-in is not the one this workbook was made for.",
    )


def account(sheet: Worksheet, row: int) -> None:
    """Where every row went, spilled by CLV_ROWS; row is that of its headings."""
    put(sheet, row - 1, 3, "Where every row went", "Section")
    put_row(sheet, row, 3, (None, None, None), ("Head", "Head number", "Head number"))
    sheet[f"C{row}"] = ArrayFormula(f"C{row}", f"=_xldudf_CLV_ROWS({column_ranges('customer', 'date', 'amount')},input_as_of)")
    for at in range(row + 1, row + 10):
        put_row(sheet, at, 3, (None, None, None), ("Text", "Number", "Decimal"))
    name_cell(sheet, "check_rows_read", row + 1, 4)
    name_cell(sheet, "check_rows_used", row + 1 + ACCOUNT_LINES.index("used"), 4)
