"""What Checks checks in a list of customers: where every row went, and each figure beside the same in plain Excel."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from ...look.style import COUNT, put, put_row
from ..checks import OUTSIDE, Check, rows_below
from ..names import define, name_cell

_MONEY = "#,##0.00"
_AGAIN = "Recalculate the workbook; if it stays, look at the words on Inputs."
_NAMES = ("Customer", "Channel", "Campaign", "Segment")
_NAMED = "(" + "+".join(f'(Customers[{name}]<>"")' for name in _NAMES) + ">0)"
_PURCHASES = ("Purchase value", "Purchases a year", "Lifespan")
_GIVEN = "+".join(f'(Customers[{name}]<>"")' for name in ("Value", *_PURCHASES))
_LACKS = "+".join(f'(Customers[{name}]="")' for name in _PURCHASES)


def checks(_: int) -> list[Check]:
    plain_share = 'SUMIF(list_clv,">"&best_edge)+(best_customers-COUNTIF(list_clv,">"&best_edge))*best_edge'
    return [
        Check("Customers", "Rows read = used + left out", "result_rows_read", "result_rows_used+SUM(rows_left_out)", COUNT, 0, "Act", "Tell us: a row has disappeared."),
        Check("", "Rows without a name, a value or a readable number", "SUM(rows_left_out)", "0", COUNT, 0, "Look", "Correct them on Customers; the list below says what is wrong."),
        rows_below("Customers", "$B$6:$L$1048576", "Customer", "Lifespan"),
        Check("", "At least one row can be used", "IF(result_customers>0,1,0)", "MIN(1,result_rows_read)", COUNT, 0, "Act", "No row counts: each needs a name, a value or its parts, and a customer at least."),
        Check("", "Customers are enough for a mean: 100 or more", "MIN(100,result_customers)", "IF(result_customers=0,0,100)", COUNT, 0, "Look", "With few customers the means are a hint, no more."),
        Check("", "Customers without a cost to win", 'IF(COUNT(list_cac)=0,0,SUMIF(list_cac,0,list_count))', "0", COUNT, 0, "Look", "They count with 0: right for those who came by themselves."),
        Check("", "Costs to win are there", "MIN(1,COUNT(list_cac))", "MIN(1,result_rows_used)", COUNT, 0, "Look", "Without costs there is no ratio, no payback and no advice: fill them in on Customers."),
        Check("", "No customer stands out beyond belief", 'IF(N(result_customer_equity)<=0,0,MAX(list_clv)/result_customer_equity)', "0", "0.0%", 'IF(input_largest_share="",1,input_largest_share)', "Look", "One row brings more than Inputs expects. Is it mistyped?"),
        Check("", "All value together is above 0", "IF(N(result_customer_equity)>0,1,0)", "MIN(1,result_rows_used)", COUNT, 0, "Look", "Shares of value and indexes then have no meaning: they show #DIV/0!."),
        OUTSIDE,
        Check("", "Both edges of the tiers, or none, in order", "COUNT(tier_edges)", 'IF(COUNT(tier_edges)=0,0,IF(AND(COUNT(tier_edges)=2,N(input_tier_1)<N(input_tier_2)),2,"two, the lower first"))', COUNT, 0, "Look", "Fill in both edges on Inputs, the lower first, or none."),
        Check("Totals", "Customers: segments = all", "check_segment_customers", "result_customers", COUNT, 1e-6, "Act", _AGAIN),
        Check("", "Value: segments = all", "check_segment_value", "result_customer_equity", _MONEY, 0.005, "Act", _AGAIN),
        Check("", "Customers: tiers = all", "check_tier_customers", "result_customers", COUNT, 1e-6, "Act", _AGAIN),
        Check("", "Customers: channels = all who have one", 'SUMIF(Channels!$B$22:$B$1048576,"Channel",Channels!$D$22:$D$1048576)', 'IF(rows_used=0,0,SUMIF(list_channel,"?*",list_count))', COUNT, 1e-6, "Act", _AGAIN),
        Check("", "Net: rows = value less cost to win", 'SUM(list_net)', 'result_customer_equity-N(total_cac)', _MONEY, 0.005, "Act", _AGAIN),
        Check("Formulas", "Value : cost, by plain Excel", "N(result_clv_cac_ratio)", "IF(N(result_mean_cac)=0,0,result_mean_clv/result_mean_cac)", "#,##0.0000", 1e-6, "Act", _AGAIN),
        Check("", "Months to earn back the cost, by plain Excel", "N(result_payback_months)", "IF(OR(N(result_mean_cac)=0,N(mean_margin)=0),0,result_mean_cac/mean_margin)", "#,##0.0000", 1e-6, "Act", _AGAIN),
        Check("", "A customer may cost, by plain Excel", "N(result_max_cac)", "IF(N(result_mean_clv)<=0,0,result_mean_clv/wanted_ratio)", _MONEY, 1e-6, "Act", _AGAIN),
        Check("", "Value of the best, by plain Excel", "best_value", f"IF(OR(rows_used=0,rows_used<>result_customers,MAX(list_count)>1),best_value,{plain_share})", _MONEY, 0.005, "Act", _AGAIN),
    ]  # fmt: skip


def account(sheet: Worksheet, row: int) -> None:
    """Where every row went; row is that of the headings."""
    put(sheet, row - 1, 3, "Where every row went", "Section")
    put_row(sheet, row, 3, ("Rows", "Number"), ("Head", "Head number"))
    unnamed = f"=SUMPRODUCT((1-{_NAMED})*(({_GIVEN})>0))"
    valueless = f'=SUMPRODUCT({_NAMED}*(Customers[Value]="")*(({_LACKS})>0))'
    lines = (
        ("Read", "result_rows_read", "=rows_named+D{at}"),
        ("Left out: no customer, segment, channel or campaign", "", unnamed),
        ("Left out: no value", "", valueless),
        ("Left out: a number not readable", "", "=MAX(0,rows_named-D{before}-result_rows_used)"),
        ("Used", "result_rows_used", "=rows_used"),
        ("With a customer, segment, channel or campaign", "rows_named", f"=SUMPRODUCT(--{_NAMED})"),
        ("Value of the last of the best customers", "best_edge", "=IF(OR(rows_used=0,best_customers<1),0,LARGE(list_clv,MIN(rows_used,ROUND(best_customers,0))))"),
    )  # fmt: skip
    for at, (label, name, formula) in enumerate(lines, start=row + 1):
        put_row(sheet, at, 3, (label, formula.format(at=row + 2, before=at - 1) if "{" in formula else formula), ("Text", "Number"))
        if name:
            name_cell(sheet, name, at, 4)
    define(sheet.parent, "rows_left_out", f"'Checks'!$D${row + 2}:$D${row + 4}")
