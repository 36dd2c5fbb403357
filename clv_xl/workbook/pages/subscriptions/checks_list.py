"""What Checks checks in a workbook of subscriptions, and where every row of the list went."""

from __future__ import annotations

from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from ...look.style import COUNT, put, put_row
from ..checks import OUTSIDE, Check, rows_below
from ..names import name_cell
from .lists import CUSTOMERS, DATES, PRICES, TABLE
from .value import PLANS_ROW

LINES = ("read", "start", "end", "order", "later", "used", "there", "left", "ends_later", "nameless", "repeated", "priceless")
"""The lines of CLV_SUBSCRIPTION_ROWS."""
_RECALCULATE = "Recalculate the workbook; if it stays, look at the words on Inputs."
_START, _END = f"{TABLE}[Start]", f"{TABLE}[End]"


def checks(account: int) -> list[Check]:
    """account: the row of the headings of the account of rows."""
    line = {name: f"N($D${account + 1 + number})" for number, name in enumerate(LINES)}
    left_out = f"SUM($D${account + 2}:$D${account + 5})"
    begun = f'({_START}<>"")*({_START}<=N(result_as_of))'
    there = f'SUMPRODUCT({begun}*(({_END}="")+({_END}>N(result_as_of))>0))'
    if_list = "IF(has_list,{},0)".format
    small = f"Value!$E${PLANS_ROW + 1}:INDEX(Value!$E${PLANS_ROW + 1}:$E$1048576,MAX(1,plan_rows))"
    rows = (
        ("List", "Rows read = used + left out", line["read"], f"{line['used']}+{left_out}", COUNT, 0, "Act", "Tell us: a row has disappeared."),
        ("", "Rows read, by plain Excel", line["read"], f'SUMPRODUCT(--(({_START}<>"")+({_END}<>"")+({TABLE}[Customer]<>"")>0))', COUNT, 0, "Look", "A row was taken for a heading, or has only blanks in its cells."),
        ("", "At least one row can be used", f"MIN(1,{line['used']})", f"MIN(1,{line['read']})", COUNT, 0, "Act", "No row counts: each needs a start up to the calculation date."),
        ("", "Rows without a start or end that can be read", f"{line['start']}+{line['end']}", "0", COUNT, 0, "Look", "Correct them on Subscriptions; they are left out."),
        ("", "Rows that end before they start", line["order"], "0", COUNT, 0, "Look", "Correct them on Subscriptions; they are left out."),
        ("", "Starts after the calculation date", line["later"], "0", COUNT, 0, "Look", "They are left out. Empty the date on Inputs to count all."),
        ("", "Ends after the calculation date", "N(result_announced)", "0", COUNT, 0, "Look", "They count as subscribers until then; Dashboard says what is at stake."),
        ("", "Rows without a price", if_list(f"IF(COUNT({TABLE}[Price])=0,0,{line['priceless']})"), "0", COUNT, 0, "Look", "Fill in Average price on Inputs; else the mean of the others counts."),
        ("", "Rows without a customer", line["nameless"], "0", COUNT, 0, "Look", "They count; a name tells who came back."),
        ("", "A price is known", if_list("IF(used_price>0,1,0)"), f"MIN(1,{line['used']})", COUNT, 0, "Act", "Fill in Average price on Inputs, or Price on Subscriptions."),
        ("", "The list and Survivors are not both filled", "IF(AND(has_list,COUNT(survivor_counts)>0),1,0)", "0", COUNT, 0, "Look", "The list counts; Survivors is not used."),
        ("Totals", "Subscribers at the end = rows still there", if_list("N(result_subscribers)"), line["there"], COUNT, 0, "Act", _RECALCULATE),
        ("", "Subscribers now, by plain Excel", if_list("N(result_subscribers)"), if_list(there), COUNT, 0, "Look", "Some dates are text, or some rows cannot be used; see below."),
        ("", "New in all periods = rows used", "SUM(Churn!$D$21:$D$1048576)", line["used"], COUNT, 0, "Act", _RECALCULATE),
        ("", "Left in all periods = rows that left", "SUM(Churn!$E$21:$E$1048576)", line["left"], COUNT, 0, "Act", _RECALCULATE),
        ("", "Cohorts: started = rows used", "N(check_cohort_started)", line["used"], COUNT, 0, "Act", _RECALCULATE),
        ("", "Cohorts: still there = subscribers", "N(check_cohort_there)", line["there"], COUNT, 0, "Act", _RECALCULATE),
        ("", "Renewals: still there = subscribers", if_list("IF(ISERROR(INDEX(life_there,1)),0,SUM(life_there))"), line["there"], COUNT, 0, "Act", _RECALCULATE),
        ("", "Plans: monthly revenue = that of the last period", if_list(f"N(INDEX(Value!$H${PLANS_ROW + 1}:$H$1048576,plan_rows+1))"), if_list("N(result_monthly_revenue)"), "#,##0.00", 0.005, "Act", _RECALCULATE),
        ("", "Churn of the last period, by plain Excel", "N(result_churn)", "IF(OR(result_churn=\"\",N(churn_at_start)=0),N(result_churn),plain_churn/churn_at_start)", "0.0000%", 1e-9, "Look", "Some dates are text; type them as dates."),
        ("Curve", "Renewals are enough for a curve", "MIN(N(input_enough_renewals),N(result_renewals_due))", "IF(N(result_subscribers)=0,MIN(N(input_enough_renewals),N(result_renewals_due)),N(input_enough_renewals))", COUNT, 0, "Look", "The curve rests on few renewals; look at its range."),
        ("", "Plans with fewer renewals than are enough", f'IF(plan_rows<2,0,COUNTIF({small},"<"&N(input_enough_renewals)))', "0", COUNT, 0, "Look", "Their values are guesses, and CLV adds them up. Give small plans one name."),
        ("", "Somebody left and somebody stayed", "IF(result_subscribers=\"\",0,IF(curve_seen>0,1,0))", "IF(result_subscribers=\"\",0,1)", COUNT, 0, "Act", "Without both there is no curve; Retention says why."),
        ("", "Fitted and seen survival, widest gap", "curve_gap", "0", "0.0%", "N(input_fit_within)", "Look", "The curve misses what was seen: read Retention before using the value."),
        ("", "Survival seen = product of the retentions", "survival_product", "survival_seen", "0.0000%", 1e-9, "Act", _RECALCULATE),
        ("", "Fitted survival at the first renewal = beta ÷ (alpha + beta)", 'IF(curve_seen<1,0,Retention!$E$22)', 'IF(curve_seen<1,0,result_beta/(result_alpha+result_beta))', "0.0000%", 1e-9, "Act", _RECALCULATE),
        ("", "The value hangs little on the far future", 'IF(N(result_alpha)=0,0,IF(N(input_discount_rate)>0,0,1))', "0", COUNT, 0, "Act", "Give a discount rate above 0%: else the value may have no end."),
        ("", "CLV is not below that of steady churn", 'IF(result_curve_clv="",0,MIN(0,ROUND(result_curve_clv-N(result_steady_discounted),2)))', "0", "#,##0.00", 0, "Look", "Retention falls with time here: ask why long subscribers leave."),
    )  # fmt: skip
    return [OUTSIDE, rows_below(TABLE, "$B$6:$F$1048576", "Customer", "Price"), *(Check(*row) for row in rows)]


def account(sheet: Worksheet, row: int) -> None:
    """Where every row went, spilled by CLV_SUBSCRIPTION_ROWS; row is that of its headings."""
    put(sheet, row - 1, 3, "Where every row went", "Section")
    put_row(sheet, row, 3, (None, None), ("Head", "Head number"))
    sheet[f"C{row}"] = ArrayFormula(f"C{row}", f"=_xldudf_CLV_SUBSCRIPTION_ROWS({DATES},input_as_of,{CUSTOMERS},{PRICES})")
    for at in range(row + 1, row + 1 + len(LINES)):
        put_row(sheet, at, 3, (None, None), ("Text", "Number"))
    for name, key in (("result_rows_read", "read"), ("result_rows_used", "used"), ("result_announced", "ends_later")):
        name_cell(sheet, name, row + 1 + LINES.index(key), 4)
