"""What Checks checks in a workbook of subscriptions, and where every row of the list went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ....functions import CLV_SUBSCRIPTION_ROWS
from ....functions.subscriptions.account import SubscriptionLabel
from ...layout.entry import EntryTable
from ...layout.page import Book
from ...layout.tables import Spill, call
from ...layout.workings import Workings
from ...look.style import COUNT
from ..shared.checks import OUTSIDE, Check, checks_page, margin_is_known, put_checks, rows_below
from .lists import COLUMNS, CUSTOMERS, DATES, PRICES, TABLE, TENURES

_RECALCULATE = "Recalculate the workbook; if it stays, look at the words on Inputs."
_START, _END = f"{TABLE}[Start]", f"{TABLE}[End]"


@dataclass(frozen=True)
class Tables:
    """The lists of other pages that are checked."""

    subscriptions: EntryTable
    periods: Spill
    renewals: Spill
    plans: Spill


def subscriptions_checks_page(book: Book, workings: Workings, tables: Tables) -> None:
    page = checks_page(book, link="Dashboard")
    formula = call(CLV_SUBSCRIPTION_ROWS, DATES, "input_as_of", CUSTOMERS, PRICES, TENURES)
    account = page.spill(formula, rows=len(SubscriptionLabel), head_height=18)
    for name, line in (
        ("result_rows_read", SubscriptionLabel.READ),
        ("result_rows_used", SubscriptionLabel.USED),
        ("result_announced", SubscriptionLabel.ENDS_LATER),
    ):
        book.name(name, account.at("Rows", line))
    first, *_, last = COLUMNS.values()
    below = rows_below(TABLE, str(tables.subscriptions.below), first.heading, last.heading)
    lines = {line: f"N({account.at('Rows', line)})" for line in SubscriptionLabel}
    checks = [
        OUTSIDE,
        margin_is_known("MIN(1,N(result_subscribers))"),
        below,
        *_list(account, lines),
        *_totals(tables, lines),
        *_curve(tables),
    ]
    put_checks(page, workings, checks, account, ("Where every row went", ""))


def _checks(*rows: tuple[Any, ...]) -> list[Check]:
    return [Check(*row) for row in rows]


def _list(account: Spill, line: Mapping[SubscriptionLabel, str]) -> list[Check]:
    left_out = f"SUM({account.at('Rows', SubscriptionLabel.START)}:{account.at('Rows', SubscriptionLabel.CHURNED)})"
    if_list = "IF(has_list,{},0)".format
    return _checks(
        ("List", "Rows read = used + left out", line[SubscriptionLabel.READ], f"{line[SubscriptionLabel.USED]}+{left_out}", COUNT, 0, "Act", "Tell us: a row has disappeared."),
        ("", "Rows read, by plain Excel", line[SubscriptionLabel.READ], f'IF(by_tenure,SUMPRODUCT(--(({TABLE}[Tenure]<>"")+({TABLE}[Churned]<>"")+({TABLE}[Customer]<>"")>0)),SUMPRODUCT(--(({_START}<>"")+({_END}<>"")+({TABLE}[Customer]<>"")>0)))', COUNT, 0, "Look", "A row was taken for a heading, or has only blanks in its cells."),
        ("", "At least one row can be used", f"MIN(1,{line[SubscriptionLabel.USED]})", f"MIN(1,{line[SubscriptionLabel.READ]})", COUNT, 0, "Act", "No row counts: each needs a start up to the calculation date, or a tenure."),
        ("", "Rows without a start or end that can be read", f"{line[SubscriptionLabel.START]}+{line[SubscriptionLabel.END]}", "0", COUNT, 0, "Look", "Correct them on Subscriptions; they are left out."),
        ("", "Rows without a tenure, or without yes or no", f"{line[SubscriptionLabel.TENURE]}+{line[SubscriptionLabel.CHURNED]}", "0", COUNT, 0, "Look", "Correct them on Subscriptions; they are left out."),
        ("", "Tenures and starts are not both filled", f"IF(COUNTA({_START})=0,0,MIN(1,COUNTA({TABLE}[Tenure])))", "0", COUNT, 0, "Look", "The starts count; Tenure and Churned are not used."),
        ("", "Rows that end before they start", line[SubscriptionLabel.ORDER], "0", COUNT, 0, "Look", "Correct them on Subscriptions; they are left out."),
        ("", "Starts after the calculation date", line[SubscriptionLabel.LATER], "0", COUNT, 0, "Look", "They are left out. Empty the date on Inputs to count all."),
        ("", "Ends after the calculation date", "N(result_announced)", "0", COUNT, 0, "Look", "They count as subscribers until then. Have these days come? Type today's date on Inputs."),
        ("", "Rows without a price", if_list(f"IF(COUNT({TABLE}[Price])=0,0,{line[SubscriptionLabel.NO_PRICE]})"), "0", COUNT, 0, "Look", "Fill in Average price on Inputs; else the mean of the others counts."),
        ("", "Rows without a customer", line[SubscriptionLabel.NO_CUSTOMER], "0", COUNT, 0, "Look", "They count; a name tells who came back."),
        ("", "A price is known", if_list("IF(used_price>0,1,0)"), f"MIN(1,{line[SubscriptionLabel.USED]})", COUNT, 0, "Act", "Fill in Average price on Inputs, or Price on Subscriptions."),
        ("", "The list and Survivors are not both filled", "IF(AND(has_list,COUNT(survivor_counts)>0),1,0)", "0", COUNT, 0, "Look", "The list counts; Survivors is not used."),
    )  # fmt: skip


def _totals(tables: Tables, line: Mapping[SubscriptionLabel, str]) -> list[Check]:
    periods, plans = tables.periods, tables.plans
    begun = f'({_START}<>"")*({_START}<=N(result_as_of))'
    there = f'SUMPRODUCT({begun}*(({_END}="")+({_END}>N(result_as_of))>0))'
    if_list = "IF(has_list,{},0)".format
    by_date = "IF(by_tenure,0,{})".format
    goes_on = line[SubscriptionLabel.GOES_ON]
    return _checks(
        ("Totals", "Subscribers at the end = rows still there", if_list("N(result_subscribers)"), line[SubscriptionLabel.THERE], COUNT, 0, "Act", _RECALCULATE),
        ("", "Subscribers now, by plain Excel", if_list(by_date("N(result_subscribers)")), if_list(by_date(there)), COUNT, 0, "Look", "Some dates are text, or some rows cannot be used; see below."),
        ("", "New, and rows that go on from another = rows used", f"SUM({periods.column('New')})+{goes_on}", by_date(line[SubscriptionLabel.USED]), COUNT, 0, "Act", _RECALCULATE),
        ("", "Left, and rows that others go on from = rows that left", f"SUM({periods.column('Left')})+{goes_on}", by_date(line[SubscriptionLabel.LEFT]), COUNT, 0, "Act", _RECALCULATE),
        ("", "Cohorts: started, and rows that go on = rows used", f"N(check_cohort_started)+{goes_on}", by_date(line[SubscriptionLabel.USED]), COUNT, 0, "Act", _RECALCULATE),
        ("", "Cohorts: still there = subscribers", "N(check_cohort_there)", by_date(line[SubscriptionLabel.THERE]), COUNT, 0, "Act", _RECALCULATE),
        ("", "Renewals: still there = subscribers", if_list("IF(ISERROR(INDEX(life_there,1)),0,SUM(life_there))"), line[SubscriptionLabel.THERE], COUNT, 0, "Act", _RECALCULATE),
        ("", "Plans: monthly revenue = that of the last period", if_list(f"N({plans.column('Monthly revenue').at('plan_rows+1')})"), if_list("N(result_monthly_revenue)"), "#,##0.00", 0.005, "Act", _RECALCULATE),
        ("", "Churn of the last period, by plain Excel", "N(result_churn)", f"IF(OR(result_churn=\"\",N(churn_at_start)=0,{goes_on}>0),N(result_churn),plain_churn/churn_at_start)", "0.0000%", 1e-9, "Look", "Some dates are text; type them as dates."),
    )  # fmt: skip


def _curve(tables: Tables) -> list[Check]:
    due, started = (tables.plans.column(column).until("plan_rows") for column in ("Renewals due", "Started"))
    small = f'plan_rows-COUNTIFS({due},">="&enough_customers,{started},">="&enough_customers)'
    enough = "MIN(enough_customers,curve_customers)"
    fitted = tables.renewals.at("Survival fitted", 1)
    return _checks(
        ("Curve", "Subscribers are enough for a curve", enough, f"IF(N(result_subscribers)=0,{enough},enough_customers)", COUNT, 0, "Look", "The curve rests on few who have come to a renewal; look at its range."),
        ("", "Plans with fewer subscribers or renewals than are enough", f"IF(plan_rows<2,0,{small})", "0", COUNT, 0, "Look", "Their values are guesses, and CLV adds them up. Give small plans one name."),
        ("", "Share of the CLV beyond what was seen", "N(result_beyond)", "MIN(N(result_beyond),beyond_limit)", "0%", 1e-9, "Look", "It rests on the curve alone: say so where you show the value."),
        ("", "Somebody left and somebody stayed", "IF(result_subscribers=\"\",0,IF(curve_seen>0,1,0))", "IF(result_subscribers=\"\",0,1)", COUNT, 0, "Act", "Without both there is no curve; Retention says why."),
        ("", "Fitted and seen survival, widest gap", "curve_gap", "0", "0.0%", "N(input_fit_within)", "Look", "The curve misses what was seen: read Retention before using the value."),
        ("", "Survival seen = product of the retentions", "survival_product", "survival_seen", "0.0000%", 1e-9, "Act", _RECALCULATE),
        ("", "Fitted survival at the first renewal = beta ÷ (alpha + beta)", f"IF(curve_seen<1,0,{fitted})", 'IF(curve_seen<1,0,result_beta/(result_alpha+result_beta))', "0.0000%", 1e-9, "Act", _RECALCULATE),
        ("", "The value hangs little on the far future", 'IF(N(result_alpha)=0,0,IF(N(input_discount_rate)>0,0,1))', "0", COUNT, 0, "Act", "Give a discount rate above 0%: else the value may have no end."),
        ("", "CLV is not below that of steady churn", 'IF(result_curve_clv="",0,MIN(0,ROUND(result_curve_clv-N(result_steady_discounted),2)))', "0", "#,##0.00", 0, "Look", "Retention falls with time here: ask why long subscribers leave."),
    )  # fmt: skip
