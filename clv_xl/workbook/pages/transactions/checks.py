"""What Checks checks in a workbook of orders: what was found beside what must be, and where every row went."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ....cells.declaration import Declaration
from ....functions import CLV_ROWS, DECLARATIONS
from ....functions.orders.history import AccountLabel
from ....functions.reference import excel_formula
from ....lists.orders.customers.lifecycle import Stage
from ...composing import compose
from ...layout.entry import EntryTable
from ...layout.page import Book
from ...layout.places import Place
from ...layout.tables import Spill, call
from ...layout.workings import Workings
from ...look.style import COUNT, SHARE
from ..shared.checks import OUTSIDE, Check, checks_page, put_checks, rows_below
from .ahead.model import Model
from .costs import cost_checks, value_checks
from .orders import ORDERS
from .segments import Segments

_CLOSED_FORMS = [declaration for declaration in DECLARATIONS if declaration.native and declaration.answer]
"""Those that answer with a figure."""
_RECALCULATE = "Recalculate the workbook; if it stays, look at the words on Inputs."
_NO_BETTER = "On the time held out the model was no better than a plain rule. See Model."
_MONEY, _CENT = "#,##0.00", 0.005


@dataclass(frozen=True)
class Account:
    """Where every row went."""

    table: Spill

    def rows(self, line: AccountLabel) -> Place:
        return self.table.at("Rows", line)

    def money(self, line: AccountLabel) -> Place:
        return self.table.at("Money", line)

    def left_out(self, column: str, last: AccountLabel = AccountLabel.LATER) -> str:
        """What was left out, for the first reason up to the last."""
        first, end = (self.table.at(column, line) for line in (AccountLabel.NO_CUSTOMER, last))
        return f"SUM({first}:{end})"


def transactions_checks(book: Book, workings: Workings, orders: EntryTable, segments: Segments, model: Model) -> None:
    page = checks_page(book, link="Dashboard")
    account = Account(page.spill(call(CLV_ROWS, ORDERS, "input_as_of"), rows=len(AccountLabel), head_height=18))
    book.name("check_rows_read", account.rows(AccountLabel.READ))
    book.name("check_rows_used", account.rows(AccountLabel.USED))
    checks = (
        *_rows(account, orders),
        *_dates_and_amounts(account),
        OUTSIDE,
        *cost_checks(),
        *_revenue(account),
        *value_checks(_RECALCULATE),
        *_customers(),
        *_groups(segments),
        *_forecast(model),
        *_test(model),
        *(_formula_check(declaration, number) for number, declaration in enumerate(_CLOSED_FORMS)),
    )
    put_checks(page, workings, checks, account.table, ("Where every row went", ""))


def _rows(account: Account, orders: EntryTable) -> Iterator[Check]:
    rows, money = account.rows, account.money
    plain = 'SUMPRODUCT(--((Orders[Customer]<>"")+(Orders[Date]<>"")+(Orders[Amount]<>"")>0))'
    wanting = account.left_out("Rows", AccountLabel.AMOUNT)
    yield Check(
        *(
            "Orders",
            "Rows read = used + left out",
            f"{rows(AccountLabel.READ)}",
            f"{rows(AccountLabel.USED)}+{account.left_out('Rows')}",
            COUNT,
            0,
        ),
        *("Act", "Tell us: a row has disappeared."),
    )
    yield Check(
        *(
            "",
            "Money read = used + left out",
            f"{money(AccountLabel.READ)}",
            f"{money(AccountLabel.USED)}+{account.left_out('Money')}",
            _MONEY,
            _CENT,
        ),
        *("Act", "Tell us: money has disappeared."),
    )
    yield Check(
        *("", "Rows read, by plain Excel formulas", f"{rows(AccountLabel.READ)}", plain, COUNT, 0),
        *("Look", "A row was taken for a heading, or has only blanks in its cells."),
    )
    yield Check(
        *("", "Rows without a customer, date or amount", wanting, "0", COUNT, 0),
        *("Look", "Correct them on Orders; the list below says what is wrong."),
    )
    first, *_, last = (column.heading for column in orders.entries.values())
    yield rows_below(orders.name, f"{orders.below}", first, last)
    yield Check(
        *("", "At least one row can be used", f"MIN(1,{rows(AccountLabel.USED)})", f"MIN(1,{rows(AccountLabel.READ)})", COUNT, 0),
        *("Act", "No row counts: each needs a customer, a date up to the calculation date, and an amount."),
    )


def _dates_and_amounts(account: Account) -> Iterator[Check]:
    rows = account.rows
    early = "PERCENTILE(Orders[Date],0.01)-MIN(Orders[Date])"
    late = "MAX(Orders[Date])-PERCENTILE(Orders[Date],0.99)"
    apart = f"IF(COUNT(Orders[Date])<2,0,MAX({early},{late})/MAX(1,MAX(Orders[Date])-MIN(Orders[Date])))"
    yield Check(
        *("", "Orders of zero amount", f"{rows(AccountLabel.ZERO)}", "0", COUNT, 0),
        *("Look", "Free orders? If a price is missing, correct it on Orders."),
    )
    yield Check(
        *("", "Orders after the calculation date", f"{rows(AccountLabel.LATER)}", "0", COUNT, 0),
        *("Look", "They are left out. Empty the date on Inputs to count all."),
    )
    yield Check(
        *("", "The first and the last orders are near the others", apart, "0", SHARE, 'IF(input_far_date="",1,input_far_date)'),
        *("Look", "One date may be mistyped: a day far from all others makes customers look long gone."),
    )
    yield Check(
        *("", "All value together is above 0", "IF(N(result_customer_equity)>0,1,0)", f"MIN(1,{rows(AccountLabel.USED)})", COUNT, 0),
        *("Look", "Shares of value and indexes then have no meaning: they show #DIV/0!."),
    )


def _revenue(account: Account) -> Iterator[Check]:
    used = f"{account.money(AccountLabel.USED)}"
    yield Check("Totals", "Revenue: customers = orders used", "result_revenue", used, _MONEY, _CENT, "Act", _RECALCULATE)
    yield Check(
        *("", "Revenue: months = customers", "check_month_revenue", "result_revenue", _MONEY, _CENT),
        *("Look", "Some dates on Orders are text; type them as dates."),
    )
    for name, found in (("trend", "check_trend"), ("cohorts", "check_cohort_revenue"), ("products", "check_products")):
        yield Check("", f"Revenue: {name} = customers", found, "result_revenue", _MONEY, _CENT, "Act", _RECALCULATE)


def _customers() -> Iterator[Check]:
    slipped = f'COUNTIF(customer_stage,"{Stage.SLIPPING}")+COUNTIF(customer_stage,"{Stage.DORMANT}")'
    yield Check("", "Customers: cohorts = all", "check_cohort_customers", "result_customers", COUNT, 0, "Act", _RECALCULATE)
    yield Check(
        *("", "Customers to win back = slipping and dormant", "result_winback_customers", slipped, COUNT, 0),
        *("Act", _RECALCULATE),
    )
    yield Check("", "Customers: stages = all", "check_stage_customers", "result_customers", COUNT, 0, "Act", _RECALCULATE)


def _groups(segments: Segments) -> Iterator[Check]:
    """The last row of Segments sorts all customers into the groups of the last grouping."""
    last = f"COUNT({segments.groups.column('Share of customers')})"

    def total(column: str) -> str:
        return f"IF(result_customers=0,0,INDEX({segments.groups.column(column)},{last}))"

    reach = 'customer_revenue,">="&best_edge'  # Overview adds to those above the edge; this takes from those that reach it
    best = f"SUMIF({reach})-(COUNTIF({reach})-best_customers)*best_edge"
    yield Check("", "Customers: segments = all who came early enough", total("Customers"), "aged_customers", COUNT, 0, "Act", _RECALCULATE)
    yield Check(
        *("", "Value at the same age: segments = customers", total("Total CLV"), "SUM(customer_at_age)", _MONEY, _CENT),
        *("Act", _RECALCULATE),
    )
    yield Check(
        *("", "Share of the best customers, by plain Excel", "N(result_top20_share)"),
        *(f"IF(result_revenue>0,({best})/SUM(customer_revenue),0)", "0.0000%", 1e-9, "Act", _RECALCULATE),
    )


def _forecast(model: Model) -> Iterator[Check]:
    known = f"IF({model.is_missing},0,MIN(1,result_customers))"
    bought = f'IF({model.is_missing},0,COUNTIF(customer_purchases,">0"))'
    yield Check(
        *("Forecast", "Customers are enough for a forecast", known, "MIN(1,result_customers)", COUNT, 0),
        *("Look", "Model says why there is no forecast."),
    )
    yield Check(
        *("", "Customers: chances of being one = all who bought", "check_forecast_customers", bought, COUNT, 0),
        *("Act", _RECALCULATE),
    )
    yield Check(
        *("", "The list begins as a shop does", "N(result_older_customers)", "0", COUNT, 0),
        *("Look", "So many may have bought before it begins: add older orders, or take forecasts as a rough guide."),
    )
    beyond = "N(result_predicted_beyond)"
    yield Check(
        *("", "Share of the future value beyond what was seen", beyond, f"MIN({beyond},beyond_limit)", "0%", 1e-9),
        *("Look", "It rests on the model alone: look fewer months ahead, or say so where you show it."),
    )
    yield Check(
        *("", "Future value: customers = total", "check_forecast_value", "N(result_predicted_clv)", _MONEY, _CENT),
        *("Act", _RECALCULATE),
    )


def _test(model: Model) -> Iterator[Check]:
    known = f"IF({model.is_missing},0,MIN(1,result_customers))"
    yield Check(
        *("", "The model can be tested on a time held out", 'IF(result_holdout_orders="",0,1)', known, COUNT, 0),
        *("Look", "Model says why it cannot; choose another day of the test on Inputs."),
    )
    yield Check(
        *("", "Forecasts of the past err less than plain rules", "N(off_past)", 'IF(off_past="",0,MIN(off_past,off_rule))', "0.0%", 1e-9),
        *("Look", "Model shows them: a plain rule was nearer."),
    )
    for rule, error in (("everybody's own", "own_rate"), ("the average customer's", "average")):
        best = f'IF(result_holdout_error="",0,MIN(N(result_holdout_error),N(result_holdout_{error}_error)))'
        text = f"The forecast errs less than {rule} rate"
        yield Check("", text, "N(result_holdout_error)", best, "0.0%", 1e-9, "Look", _NO_BETTER)


_ARGUMENT = re.compile(r'-?\d+(?:\.\d+)?|"[^"]*"')


def _formula_check(declaration: Declaration, number: int) -> Check:
    """A function's first example beside the same formula in Excel's own functions."""
    example = excel_formula(declaration.examples[0])
    values = _ARGUMENT.findall(example.partition("(")[2])
    given = dict(zip((p.name for p in declaration.parameters), values))
    given |= {p.name: '""' if p.default is None else f"{p.default:g}" for p in declaration.parameters[len(values) :]}
    plain = re.sub(r"\b(" + "|".join(given) + r")\b", lambda match: given[match[0]], declaration.native)
    return Check(
        *("Formulas" if number == 0 else "", compose("{1}, by plain Excel formulas", example), f"_xldudf_{example}", plain, _MONEY, 1e-6),
        *("Act", "The add-in is not the one this workbook was made for."),
    )
