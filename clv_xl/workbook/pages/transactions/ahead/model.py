"""Model: what the forecast rests on, and how far to trust it."""

from __future__ import annotations

from dataclasses import dataclass

from .....functions import CLV_BACKTEST, CLV_FIT, CLV_FREQUENCIES, CLV_HOLDOUT, CLV_MODELS, CLV_TRACKING
from .....models import PurchaseModel
from ....layout.charts import Bars, drawn
from ....layout.page import Book, Page
from ....layout.places import Place
from ....layout.tables import Spill, call
from ....layout.workings import Line, Part, Workings
from ....look.style import ACCENT, DATE, MID
from ..orders import ORDERS

_LEAST_PAST = 3
"""Fewer forecasts of the past tell nothing of the next."""
_FIT_LINES, _HOLDOUT_LINES, _BACKTEST_LINES = 16, 12, 7
_GROUPS = ("0", "1", "2", "3", "4", "5", "6", "7 or more")
_FORMS = {"decimal": "[>=1000]#,##0;[<=-1000]-#,##0.0;0.0000"}
_TEST = "input_holdout_from,result_model,input_as_of"
"""What the test of a model goes by, besides the orders."""


@dataclass(frozen=True)
class Model:
    """The fit, whose heading shows an error where there is none, and week by week what was and what was expected."""

    fit: Spill
    tracking: Spill

    @property
    def is_missing(self) -> str:
        """A formula: whether there is no model."""
        return self.fit.is_missing


def model_page(book: Book, workings: Workings, banner: tuple[Place, str]) -> Model:
    page = book.page("Model", "How far can I trust the forecast?", '="Model  ·  "&result_subtitle', [25, *[12.8] * 13], link="Prediction")
    fit = page.spill(call(CLV_FIT, ORDERS, "coded_model", "input_as_of"), rows=_FIT_LINES, forms=_FORMS, head_height=18, lined=True)
    models = page.spill(call(CLV_MODELS, ORDERS, "input_as_of"), rows=len(PurchaseModel), forms=_FORMS)
    often = page.spill(call(CLV_FREQUENCIES, ORDERS, "result_model,input_as_of"), rows=len(_GROUPS), forms={"decimal": "#,##0"})
    holdout = page.spill(call(CLV_HOLDOUT, ORDERS, _TEST), rows=_HOLDOUT_LINES, forms=_FORMS)
    past = page.spill(
        call(CLV_BACKTEST, ORDERS, "input_forecast_months,result_model,input_as_of"), rows=_BACKTEST_LINES, forms={"decimal": "#,##0"}
    )
    page.banner = (*banner, "no_model")

    page.skip(8)
    page.section(
        "What the data say", "Time in weeks. The first five values are what CLV_ALIVE and CLV_PURCHASES take as parameters.", height=17
    )
    page.put(fit)
    page.skip(17)
    page.section(
        "Which model fits best",
        "The highest log-likelihood; within 2 of it the smallest error per customer on the time held out",
        height=17,
    )
    page.put(models)
    page.skip(17)
    part = workings.part("Model")
    _explain(part)
    why = f'IF({fit.is_missing},no_forecast,IF({holdout.is_missing},no_test,""))'
    part.figure("no_model", f'=IF(result_customers=0,"",{why})', label="What is missing")
    _put_often(page, part, often)
    page.skip(17)
    _put_holdout(page, part, holdout)
    page.skip(17)
    _put_past(page, part, past)

    fit.form_where("Value", "Value", f'OR({fit.any_row["Figure"]}="Strongest month",{fit.any_row["Figure"]}="Older than the list")', "0")
    models.colour("Choice", {"chosen": "good"})
    _name_parameters(book, models)
    book.name("result_model", fit.at("Value", 0))
    book.name_all({f"result_season_{name}": fit.at("Value", _FIT_LINES - back) for name, back in (("month", 2), ("index", 1))})
    book.name("result_older_customers", fit.at("Value", _FIT_LINES - 3))
    tracking = workings.beside(
        "Repeat orders a week", call(CLV_TRACKING, ORDERS, _TEST), style="Plain note", forms={"date": DATE, **_FORMS}
    )
    return Model(fit, tracking)


def _name_parameters(book: Book, models: Spill) -> None:
    for row, name in enumerate(("bgnbd", "mbgnbd", "pareto_nbd")):
        third, fourth = ("s", "beta") if name == "pareto_nbd" else ("a", "b")
        columns = {"r": "r", "alpha": "alpha", third: "a or s", fourth: "b or beta", "log_likelihood": "Log-likelihood"}
        for parameter, column in columns.items():
            book.name(f"result_{name}_{parameter}", models.at(column, row))


def _put_often(page: Page, part: Part, often: Spill) -> None:
    """How many customers have come back so often, and how many the model expects; beside it the chart."""
    names = ("Customers", "Expected", "Expected, low", "Expected, high")
    rows = range(len(_GROUPS))
    lines = {name: part.line(name, [f'=IFERROR({often.at(name, row)},"")' for row in rows], "#,##0") for name in names}
    inside = "SUMPRODUCT(({0}>={1})*({0}<={2}))".format(*(lines[name].values for name in ("Customers", "Expected, low", "Expected, high")))
    part.figure("often_inside", f'=IF(COUNT({lines["Customers"].values})=0,"",{inside})', "0", "Groups within their range")
    said = f'often_inside&" of {len(_GROUPS)} groups are as large as the model expects, as far as chance goes; 9 in 10 should be."'
    wide = often.columns + 1
    left, right = page.split(wide, page.columns - wide)
    left.section(
        "How often customers came back", "Repeat purchases so far, and how many customers the model expects to have so many", height=17
    )
    left.put(often)
    right.section("Real beside expected", f'=IF(often_inside="","",{said})', height=17)
    right.chart(_often_chart(part, lines["Customers"], lines["Expected"]), often.rows)
    page.below(left, right)


def _often_chart(part: Part, real: Line, expected: Line) -> Bars:
    return Bars(
        part.text("Title", '="Customers by their repeat purchases, real and expected"'),
        part.line("Repeat purchases", _GROUPS).values,
        (drawn(real, MID), drawn(expected, ACCENT)),
        (0.06, 0.2, 0.93, 0.68),
        "Does the model describe how often customers came back? Columns show how many made so many repeat purchases, and how many it expects.",
    )


def _put_holdout(page: Page, part: Part, holdout: Spill) -> None:
    """The list, and beside it the chart of orders by those before."""
    chart = _holdout_chart(part, holdout)
    wide = holdout.columns + 1
    left, right = page.split(wide, page.columns - wide)
    left.section(
        "What it would have foreseen", '="Mean orders per customer after the day of the test on Inputs, by "&result_model', height=17
    )
    left.put(holdout)
    _say_known(part, holdout)
    right.section("Did it know who would come back?", "=knew_answer", height=17)
    right.chart(chart, holdout.rows)
    page.below(left, right)
    first = holdout.any_row["Repeat purchases before"]
    is_share = f'OR({first}="Total off by",{first}="Share of the top 20%")'
    holdout.form_where("Repeat purchases before", holdout.cols[-1].name, is_share, "0.0%")
    holdout.mark_total(f'{first}="All orders"')


def _put_past(page: Page, part: Part, past: Spill) -> None:
    """Forecasts of the past beside what came, whether plain rules were nearer, and whether their ranges held."""
    page.section("Was it nearer than plain rules before?", "=rules_answer", height=17)
    page.text("=ranges_said", "Plain note", 17)
    page.put(past)
    is_share = f'{past.any_row["From"]}="Off by, on average"'
    past.form_where("From", past.cols[-1].name, is_share, "0.0%")
    past.mark_total(is_share)
    for column in ("Held", "Revenue held"):
        past.colour(column, {"yes": "good", "no": "bad"})
    for name, column in (("past", "Foreseen"), ("before", "The time before again"), ("year", "The same days a year before")):
        found = f'INDEX({past.column(column)},MATCH("Off by, on average",{past.column("From")},0))'
        part.figure(f"off_{name}", f'=IFERROR(IF(ISNUMBER({found}),{found},""),"")', "0%", f"Off by, on average: {column}")
    part.figure("off_rule", "=MIN(off_before,off_year)", "0%", "That of the better plain rule")
    held = past.column("Held")
    part.figure("ranges_known", f'=COUNTIF({held},"yes")+COUNTIF({held},"no")', "0", "Ranges of forecasts of the past")
    ends, foreseen, orders = (past.column(name) for name in ("To", "Foreseen", "Orders"))
    above = [f"=IF(ISNUMBER({ends.at(row)}),N({foreseen.at(row)}>{orders.at(row)}),0)" for row in range(1, _BACKTEST_LINES)]
    part.figure("too_high", f"=SUM({part.line('Too high', above, '0').values})", "0", "Forecasts of the past that were too high")
    part.figure("past_forecasts", f'=IF(off_past="",0,COUNT({past.column("To")}))', "0", "Forecasts of the past")
    _say_past(part, f'COUNTIF({held},"yes")')


def _say_past(part: Part, held: str) -> None:
    words = '"forecasts of the past were off by "&ROUND(100*N(off_past),0)&"% on average, the better of two plain rules by "&ROUND(100*N(off_rule),0)&"%"'
    part.figure("off_words", f"={words}")
    part.figure("off_better", "=N(N(off_past)<=(1-matters_share)*N(off_rule))", label="By as much as matters it is nearer")
    part.figure("off_worse", "=N(N(off_past)>=(1+matters_share)*N(off_rule))", label="By as much as matters it is further off")
    judged = 'IF(off_better,"Yes: "&off_words&".",IF(off_worse,"No: "&off_words&".","Cannot tell yet: "&off_words&", too close."))'
    few = '"Cannot tell yet: it takes more time to make forecasts of the past."'
    part.verdict("rules_answer", f"=IF(past_forecasts<{_LEAST_PAST},{few},{judged})")
    each = 'IF(too_high=past_forecasts,"The forecast was too high each time.",IF(too_high=0,"The forecast was too low each time.",""))'
    count = f'{held}&" of "&ranges_known&" ranges held the orders that came; 9 in 10 should."'
    part.figure("one_sided", f"={each}", label="Forecast of the past")
    part.figure("ranges_said", f'=IF(past_forecasts<{_LEAST_PAST},"",{count}&IF(one_sided="",""," "&one_sided))')


def _say_known(part: Part, holdout: Spill) -> None:
    """Whether the model's error for a customer is smaller than that of the better plain rule, by as much as matters."""
    lines = holdout.column("Repeat purchases before")
    for name, column in (("", "Forecast"), ("own_rate_", "Own rate goes on"), ("average_", "Everybody average")):
        found = f'INDEX({holdout.column(column)},MATCH("Error per customer",{lines},0))'
        part.figure(f"{name}error_each", f'=IFERROR({found},"")', "0.00", f"Error per customer: {column}")
    part.figure("rule_error", '=IF(error_each="","",MIN(own_rate_error_each,average_error_each))', "0.00", "That of the better plain rule")
    part.figure("knew_words", '=FIXED(N(error_each),2)&" orders off for a customer; the better of two plain rules "&FIXED(N(rule_error),2)')
    yes, no = (f'"{word}: "&knew_words&", in one test."' for word in ("Yes", "No"))
    even = '"Cannot tell yet: "&knew_words&": too close."'
    part.figure("knew_better", "=N(N(error_each)<=(1-matters_share)*N(rule_error))", label="By as much as matters it is nearer")
    part.figure("knew_worse", "=N(N(error_each)>=(1+matters_share)*N(rule_error))", label="By as much as matters it is further off")
    judged = f"IF(knew_better,{yes},IF(knew_worse,{no},{even}))"
    part.verdict("knew_answer", f'=IF(N(rule_error)=0,"Cannot tell yet: it takes more orders.",{judged})')


def _holdout_chart(part: Part, holdout: Spill) -> Bars:
    lines = holdout.column("Repeat purchases before")

    def found(word: str, column: str) -> str:
        return f'=IFERROR(INDEX({holdout.column(column)},MATCH("{word}",{lines},0)),"")'

    figures = (
        ("orders", "All orders", "Orders later"),
        ("forecast", "All orders", "Forecast"),
        ("error", "Total off by", "Forecast"),
        ("own_rate_error", "Total off by", "Own rate goes on"),
        ("average_error", "Total off by", "Everybody average"),
    )
    for name, word, column in figures:
        part.figure(f"result_holdout_{name}", found(word, column), "0.000" if "error" in name else "#,##0")
    groups = part.line("Before", _GROUPS)
    real = part.line("Real", [found(group, "Orders later") for group in _GROUPS], "0.00")
    forecast = part.line("Forecast", [found(group, "Forecast") for group in _GROUPS], "0.00")
    return Bars(
        part.text("Title", '="Orders per customer in the time held out, by repeat purchases before"'),
        groups.values,
        (drawn(real, MID), drawn(forecast, ACCENT)),
        (0.06, 0.2, 0.93, 0.68),
        "Did the model know who would come back? Columns show orders per customer in the time held out, real and forecast, by their orders before.",
    )


def _explain(part: Part) -> None:
    """Why there is no forecast, or no test of it, from what there is and what it takes."""
    from .....models.purchases.choice import LEAST_CUSTOMERS, LEAST_REPEATING  # it brings numpy, which only building needs

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
    for label, name, value in cells:
        part.figure(name, value, DATE if name == "test_day" else "", label)
