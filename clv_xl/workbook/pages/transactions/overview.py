"""Overview: what has happened so far. The results that scripts read are defined here."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ....lists.orders.lifecycle import ACTIVE_GAPS, DORMANT_GAPS, Stage
from ...look.conditional_formats import currency_signs
from ...look.style import COUNT, SHARE, banner, heights, page, protect, put_row, section
from ..names import name_cell
from .banner import BROKEN
from .overview_months import data_behind, growth_chart, months

STAGES_ROW, TENTHS_ROW = 25, 36
"""Where the stages and the tenths of the customers begin."""


def build(book: Workbook) -> None:
    sheet = page(
        book,
        "Overview",
        "What has happened so far?",
        '="Overview  ·  "&result_subtitle',
        [2, *[14] * 6, 3, *[14] * 6, 2, 2, *[12] * 6],
        link="Dashboard",
        last_column=14,
    )
    heights(sheet, dict.fromkeys(range(5, 48), 17))
    banner(sheet, *BROKEN)
    data_behind(sheet)
    _key_figures(sheet, 5)
    _stages(sheet, STAGES_ROW - 3)
    _tenths(sheet, TENTHS_ROW - 3)
    months(sheet, 5)
    growth_chart(sheet, 33)
    protect(sheet)


def _key_figures(sheet: Worksheet, row: int) -> None:
    per_customer = 'IF(result_customers=0,"",{}/result_customers)'
    figures = (
        ("Order rows read", "rows_read", "=check_rows_read", COUNT, ""),
        (
            "Order rows used",
            "rows_used",
            "=check_rows_used",
            COUNT,
            '=IF(result_rows_used=result_rows_read,"all of them","the others are counted on Checks")',
        ),
        ("Customers", "customers", "=COUNT(Customers!$E$7:$E$1048576)", COUNT, "in the orders used"),
        (
            "Came back at least once",
            "repeat_customers",
            '=COUNTIF(customer_purchases,">1")',
            COUNT,
            '=IF(result_customers=0,"",ROUND(100*result_repeat_customers/result_customers,1)&"% of customers")',
        ),
        ("Purchases", "orders", "=SUM(customer_purchases)", COUNT, "days on which a customer bought"),
        ("Revenue", "revenue", "=SUM(customer_revenue)", "#,##0.00", "after refunds"),
        (
            "Average order",
            "average_order_value",
            '=IF(result_orders=0,"",result_revenue/result_orders)',
            "#,##0.00",
            "revenue per purchase",
        ),
        ("Purchases per customer", "orders_per_customer", f"={per_customer.format('result_orders')}", "#,##0.00", ""),
        (
            "Lifespan",
            "lifespan_years",
            f"={per_customer.format('SUM(customer_recency)/365.25')}",
            "#,##0.00",
            "years from first to last purchase",
        ),
        ("Value so far per customer", "mean_clv", f"={per_customer.format('result_customer_equity')}", "#,##0.00", "after cost of goods"),
        ("All customers together", "customer_equity", "=SUM(customer_value)", "#,##0.00", "value so far, after cost of goods"),
        (
            "Best customers' share of revenue",
            "top20_share",
            '=IF(result_revenue>0,SUM(INDEX(customer_revenue,1):INDEX(customer_revenue,MAX(1,best_customers)))/result_revenue,"")',
            SHARE,
            '=IF(result_customers=0,"",FIXED(best_customers,0)&" of "&FIXED(result_customers,0)&" customers")',
        ),
        (
            "Value : cost (CLV : CAC)",
            "clv_cac_ratio",
            '=IF(OR(input_cac="",result_customers=0),"",_xldudf_CLV_CAC_RATIO(result_mean_clv,input_cac))',
            '0.0" : 1"',
            '=IF(input_cac="","fill in the cost on Inputs","so far; 3 is a common floor")',
        ),
    )
    section(sheet, row, 2, "Key figures", "From the first order to the calculation date", ("Figure", "", "", "Value", "", ""), 1)
    for offset, (label, name, formula, form, note) in enumerate(figures, start=row + 3):
        put_row(sheet, offset, 2, (label, None, None, formula, note, None), ("Text", "Text", "Text", "Number", "Note", "Text"))
        sheet.cell(offset, 5).number_format = form
        name_cell(sheet, f"result_{name}", offset, 5)
        if name in ("revenue", "average_order_value", "mean_clv", "customer_equity"):
            currency_signs(sheet, f"E{offset}")


def _stages(sheet: Worksheet, row: int) -> None:
    few, many = ACTIVE_GAPS, DORMANT_GAPS
    rules = {
        Stage.NEW: "1 purchase, recent",
        Stage.ACTIVE: f"up to {few} usual gaps",
        Stage.SLIPPING: f"{few} to {many} usual gaps",
        Stage.DORMANT: f"over {many} usual gaps",
        Stage.ONE_TIME: "1 purchase, long ago",
        Stage.REFUNDED: "refunds only",
    }
    section(
        sheet,
        row,
        2,
        "Where customers stand",
        "By days since the last purchase, beside each customer's own usual gap",
        ("Stage", "Silent for", "", "Customers", "Share", "Value so far"),
        3,
    )
    first = row + 3
    for offset, (stage, rule) in enumerate(rules.items(), start=first):
        values = (
            str(stage),
            rule,
            None,
            f"=COUNTIF(customer_stage,$B{offset})",
            f'=IF(result_customers=0,"",E{offset}/result_customers)',
            f"=SUMIFS(customer_value,customer_stage,$B{offset})",
        )
        put_row(sheet, offset, 2, values, ("Text bold", "Text", "Text", "Number", "Share", "Number"))
    last = first + len(rules) - 1
    totals = (
        "All customers",
        None,
        None,
        f"=SUM(E{first}:E{last})",
        f'=IF(result_customers=0,"",SUM(F{first}:F{last}))',
        f"=SUM(G{first}:G{last})",
    )
    put_row(sheet, last + 1, 2, totals, ("Total text", "Total text", "Total text", "Total", "Total share", "Total"))
    name_cell(sheet, "result_active_customers", first + 1, 5)
    name_cell(sheet, "check_stage_customers", last + 1, 5)


def _tenths(sheet: Worksheet, row: int) -> None:
    section(
        sheet,
        row,
        2,
        "Who brings the revenue",
        "Customers from largest to smallest, in ten groups of equal size",
        ("Tenth", "Customers", "Revenue", "Share", "Share so far", "Per customer"),
        1,
    )
    first = row + 3
    names = ("Best", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th", "Last")
    for tenth, name in enumerate(names):
        at = first + tenth
        start, end = f"ROUND({tenth}*result_customers/10,0)+1", f"ROUND({tenth + 1}*result_customers/10,0)"
        values = (
            name,
            f"={end}-({start})+1",
            f"=IF(C{at}=0,0,SUM(INDEX(customer_revenue,{start}):INDEX(customer_revenue,{end})))",
            f'=IF(result_revenue>0,D{at}/result_revenue,"")',
            f'=IF(result_revenue>0,SUM(E${first}:E{at}),"")',
            f'=IF(C{at}=0,"",D{at}/C{at})',
        )
        put_row(sheet, at, 2, values, ("Text", "Number", "Number", "Share", "Share", "Money"))
    last = first + 9
    totals = (
        "All customers",
        f"=SUM(C{first}:C{last})",
        f"=SUM(D{first}:D{last})",
        f'=IF(result_revenue>0,SUM(E{first}:E{last}),"")',
        None,
        f'=IF(result_customers=0,"",D{last + 1}/C{last + 1})',
    )
    put_row(sheet, last + 1, 2, totals, ("Total text", "Total", "Total", "Total share", "Total", "Total money"))
