"""What Checks checks in a list of customers: where every row went, and each figure beside the same in plain Excel."""

from __future__ import annotations

from ...layout.entry import EntryTable
from ...layout.page import Book, Page
from ...layout.places import Place
from ...layout.tables import Col, Table
from ...layout.workings import Workings
from ...look.style import COUNT
from ..shared.checks import OUTSIDE, Check, checks_page, margin_is_known, put_checks, rows_below
from .channels import Channels
from .customers import COLUMNS, NAMES, PURCHASES, TABLE, column

_MONEY = "#,##0.00"
_AGAIN = "Recalculate the workbook; if it stays, look at the words on Inputs."
_NAMED = "(" + "+".join(f'({column(name)}<>"")' for name in NAMES) + ">0)"
_GIVEN = "+".join(f'({column(name)}<>"")' for name in ("value", *PURCHASES))
_LACKS = "+".join(f'({column(name)}="")' for name in PURCHASES)


def segments_checks_page(book: Book, workings: Workings, customers: EntryTable, channels: Channels) -> None:
    page = checks_page(book, link="Dashboard")
    account = _account(page)
    put_checks(
        page, workings, [*_rows(customers.below), *_inputs(), *_totals(channels), *_formulas()], account, ("Where every row went", "")
    )


def _rows(below: Place) -> list[Check]:
    first, *_, last = COLUMNS.values()
    return [
        Check("Customers", "Rows read = used + left out", "result_rows_read", "result_rows_used+SUM(rows_left_out)", COUNT, 0, "Act", "Tell us: a row has disappeared."),
        Check("", "Rows without a name, a value or a readable number", "SUM(rows_left_out)", "0", COUNT, 0, "Look", "Correct them on Customers; the list below says what is wrong."),
        rows_below(TABLE, str(below), first.heading, last.heading),
        Check("", "At least one row can be used", "IF(result_customers>0,1,0)", "MIN(1,result_rows_read)", COUNT, 0, "Act", "No row counts: each needs a name, a value or its parts, and a customer at least."),
        Check("", "Customers are enough for a mean", "MIN(enough_customers,result_customers)", "IF(result_customers=0,0,enough_customers)", COUNT, 0, "Look", "With few customers the means are a hint, no more."),
        Check("", "Customers without a cost to win", 'IF(COUNT(list_cac)=0,0,SUMIF(list_cac,0,list_count))', "0", COUNT, 0, "Look", "They count with 0: right for those who came by themselves."),
        Check("", "Costs to win are there", "MIN(1,COUNT(list_cac))", "MIN(1,result_rows_used)", COUNT, 0, "Look", "Without costs there is no ratio, no payback and no advice: fill them in on Customers."),
        Check("", "No customer stands out beyond belief", 'IF(N(result_customer_equity)<=0,0,MAX(list_clv)/result_customer_equity)', "0", "0.0%", 'IF(input_largest_share="",1,input_largest_share)', "Look", "One row brings more than Inputs expects. Is it mistyped?"),
        Check("", "All value together is above 0", "IF(N(result_customer_equity)>0,1,0)", "MIN(1,result_rows_used)", COUNT, 0, "Look", "Shares of value and indexes then have no meaning: they show #DIV/0!."),
    ]  # fmt: skip


def _inputs() -> list[Check]:
    ordered = "AND(COUNT(tier_edges)=2,N(input_tier_1)<N(input_tier_2))"
    return [
        OUTSIDE,
        margin_is_known("MIN(1,COUNT(list_margin))", "Computed values and payback are of revenue until you type it on Inputs."),
        Check("", "Both edges of the tiers, or none, in order", "COUNT(tier_edges)", f'IF(COUNT(tier_edges)=0,0,IF({ordered},2,"two, the lower first"))', COUNT, 0, "Look", "Fill in both edges on Inputs, the lower first, or none."),
    ]  # fmt: skip


def _totals(channels: Channels) -> list[Check]:
    groups = channels.groups
    of_channels = f'SUMIF({groups.column("By")},"Channel",{groups.column("Customers")})'
    return [
        Check("Totals", "Customers: segments = all", "check_segment_customers", "result_customers", COUNT, 1e-6, "Act", _AGAIN),
        Check("", "Value: segments = all", "check_segment_value", "result_customer_equity", _MONEY, 0.005, "Act", _AGAIN),
        Check("", "Customers: tiers = all", "check_tier_customers", "result_customers", COUNT, 1e-6, "Act", _AGAIN),
        Check("", "Customers: channels = all who have one", of_channels, 'IF(rows_used=0,0,SUMIF(list_channel,"?*",list_count))', COUNT, 1e-6, "Act", _AGAIN),
        Check("", "Net: rows = value less cost to win", "SUM(list_net)", "result_customer_equity-N(total_cac)", _MONEY, 0.005, "Act", _AGAIN),
    ]  # fmt: skip


def _formulas() -> list[Check]:
    above = '">"&best_edge'
    best = f"SUMIF(list_clv,{above})+(best_customers-COUNTIF(list_clv,{above}))*best_edge"
    many = "OR(rows_used=0,rows_used<>result_customers,MAX(list_count)>1)"
    return [
        Check("Formulas", "Value : cost, by plain Excel", "N(result_clv_cac_ratio)", "IF(N(result_mean_cac)=0,0,result_mean_clv/result_mean_cac)", "#,##0.0000", 1e-6, "Act", _AGAIN),
        Check("", "Months to earn back the cost, by plain Excel", "N(result_payback_months)", "IF(OR(N(result_mean_cac)=0,N(mean_margin)=0),0,result_mean_cac/mean_margin)", "#,##0.0000", 1e-6, "Act", _AGAIN),
        Check("", "A customer may cost, by plain Excel", "N(result_max_cac)", "IF(N(result_mean_clv)<=0,0,result_mean_clv/wanted_ratio)", _MONEY, 1e-6, "Act", _AGAIN),
        Check("", "Value of the best, by plain Excel", "best_value", f"IF({many},best_value,{best})", _MONEY, 0.005, "Act", _AGAIN),
    ]  # fmt: skip


def _account(page: Page) -> Table:
    """Where every row went."""
    lines = ("Read", "Left out: no customer, segment, channel or campaign", "Left out: no value", "Left out: a number not readable", "Used")
    more = ("With a customer, segment, channel or campaign", "Value of the last of the best customers")
    table = Table(page, (Col("Rows"), Col("Number", "number")), len(lines) + len(more))
    number = [table.at("Number", row) for row in range(len(lines) + len(more))]
    unnamed, valueless = number[1:3]
    last_of_best = "LARGE(list_clv,MIN(rows_used,ROUND(best_customers,0)))"
    formulas = (
        f"=rows_named+{unnamed}",
        f"=SUMPRODUCT((1-{_NAMED})*(({_GIVEN})>0))",
        f'=SUMPRODUCT({_NAMED}*({column("value")}="")*(({_LACKS})>0))',
        f"=MAX(0,rows_named-{valueless}-result_rows_used)",
        "=rows_used",
        f"=SUMPRODUCT(--{_NAMED})",
        f"=IF(OR(rows_used=0,best_customers<1),0,{last_of_best})",
    )
    for row, (label, formula) in enumerate(zip((*lines, *more), formulas)):
        table.set(row, (label, formula))
    names = {"result_rows_read": 0, "result_rows_used": 4, "rows_named": 5, "best_edge": 6}
    page.book.name_all({name: number[row] for name, row in names.items()})
    page.book.name("rows_left_out", table.column("Number").cells(1, 3))
    return table
