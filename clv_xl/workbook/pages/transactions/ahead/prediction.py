"""Prediction: what today's customers will bring."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from .....functions import CLV_FORECAST, CLV_FORECAST_MONTHS
from ....layout.charts import Bars, BarsAndLines, drawn
from ....layout.page import Book, Lane
from ....layout.places import Place
from ....layout.tables import Col, Spill, Table, call
from ....layout.workings import Part, Workings
from ....look.conditional_formats import currency_signs
from ....look.style import ACCENT, COUNT, MID, RANGE, SHARE
from ..orders import COSTS, ORDERS
from .forecast import ASSUMED
from .model import Model

BANDS = ((0.8, 1.01, "80 to 100%"), (0.6, 0.8, "60 to 80%"), (0.4, 0.6, "40 to 60%"), (0.2, 0.4, "20 to 40%"), (0, 0.2, "0 to 20%"))
"""Bands of the chance of being a customer."""
_TENTHS = 10
_STEPS = 26
"""Columns of the charts over time; each stands for as many weeks as it takes."""
_BEST = 10
_MONTHS = 13
"""Months of the chart: a year ahead, which begins and ends within one."""
_EVERYBODY = 0.995
"""Above this share still there, the rate of leaving is at its limit, 0."""
_FIGURES = (
    ("Customers", "", COUNT),
    ("Still customers", "expected_alive", COUNT),
    ("Orders", "expected_orders", COUNT),
    ("Future value", "predicted_clv", "#,##0"),
    ("Future value per customer", "predicted_clv_per_customer", "#,##0.00"),
    ("Value so far", "", "#,##0"),
    ("Total value", "predicted_total", "#,##0"),
    ("Beyond what was seen", "predicted_beyond", "0%"),
)
"""The lines of CLV_FORECAST in their order: what each is called, its name, its number format."""


@dataclass(frozen=True)
class Prediction:
    """The customers and their value by the chance of being one."""

    chances: Table


def prediction_page(book: Book, workings: Workings, banner: tuple[Place, str], model: Model, customers: Spill) -> Prediction:
    page = book.page(
        "Prediction",
        "What will today's customers bring?",
        '="Prediction  ·  "&result_subtitle',
        [*[14] * 6, 3, *[14] * 6],
        link="Dashboard",
        banner=banner,
    )
    part = workings.part("Prediction")
    totals = workings.beside(
        "Totals",
        call(CLV_FORECAST, ORDERS, ASSUMED, COSTS),
        rows=len(_FIGURES),
        style="Plain note",
        forms={"decimal": "#,##0.00"},
    )
    orders, so_far = _weeks_charts(part, model.tracking)

    left, right = page.split(6, 6, gap=1)
    _put_totals(left, totals)
    part.figure("beyond_limit", '=IF(input_beyond="",1,input_beyond)', SHARE, "Value beyond what was seen, at most")
    beyond = '"Note: "&ROUND(100*result_predicted_beyond,0)&"% of the future value comes later than customers have been followed so far."'
    part.figure("beyond_said", f'=IF(N(result_predicted_beyond)>beyond_limit,{beyond},"")')
    left.text("=beyond_said", "Plain note")
    right.section("How many orders did it foresee?", _FORESAW, height=17)
    right.chart(orders, 11)
    page.below(left, right)
    months = workings.beside(
        "Months ahead", call(CLV_FORECAST_MONTHS, ORDERS, ASSUMED, COSTS), style="Plain note", forms={"decimal": "#,##0.0"}
    )
    page.section("When will they order?", _WHEN, height=17)
    page.chart(_months_chart(part, months), 10)

    left, right = page.split(6, 6, gap=1)
    prediction = Prediction(_put_chances(left))
    right.section(
        "All orders so far, and as foreseen",
        "From the first week on; the model knows nothing of the time after the test begins.",
        height=17,
    )
    right.chart(so_far, 13)
    page.below(left, right)

    left, right = page.split(6, 6, gap=1)
    _put_best(left, part, customers)
    bought = totals.at("Expected", 0)
    about = f'"About "&FIXED(result_expected_alive,0)&" of the "&FIXED(N({bought}),0)&" who have bought."'
    everybody = f"result_expected_alive>={_EVERYBODY}*N({bought})"
    limit = "Cannot tell: by this model nobody has left yet, so the orders do not say when customers leave."
    part.figure("who_about", f'=IF({everybody},"{limit}",{about})')
    part.figure("who_is_still", '=IF(N(result_expected_alive)=0,"Cannot tell yet: Model says why there is no forecast.",who_about)')
    right.section("Who is still a customer?", "=who_is_still", height=17)
    right.chart(_tenths_chart(part), 11)
    return prediction


_FORESAW = (
    '=IF(result_holdout_error="","It takes more orders to say.","Told of the time up to the test alone, it foresaw "'
    '&FIXED(result_holdout_forecast,0)&" of the "&FIXED(result_holdout_orders,0)&" orders after it.")'
)


_WHEN = "=IF(ISNUMBER(result_season_index),months_known,months_unknown)"


def _months_chart(part: Part, months: Spill) -> BarsAndLines:
    """What is foreseen of each month, with its range, beside the same days a year before."""
    known = '"The orders of today\'s customers by month. Month "&IFERROR(N(result_season_month),0)&" of the year is the strongest: a day of it counts "'
    part.figure("months_known", f'={known}&FIXED(IFERROR(N(result_season_index),0),1)&" times an average one."')
    unknown = "The orders of today's customers by month. All days count alike: months differ no more than by chance, or it takes two years to tell."
    part.figure("months_unknown", unknown)

    numbers = range(1, _MONTHS + 1)

    def shown(column: str) -> list[str]:
        cells = map(months.column(column).at, numbers)
        return [f'=IF(ISNUMBER({cell}),{cell},"")' for cell in cells]

    labels = part.line("Month", [f'=IF({cell}="","",{cell})' for cell in map(months.column("Month").at, numbers)])
    before, foreseen, low, high = (
        part.line(label, shown(column), "#,##0.0")
        for label, column in (
            ("A year before", "Orders a year before"),
            ("Foreseen", "Orders"),
            ("Range", "Orders, low"),
            ("Highest", "Orders, high"),
        )
    )
    return BarsAndLines(
        part.text("Title", "Orders by month: a year before by the customers of then, and as foreseen, with the range"),
        labels.values,
        (drawn(before, MID), drawn(foreseen, ACCENT), drawn(low, RANGE), drawn(high, RANGE)),
        (0.06, 0.2, 0.93, 0.68),
        "When will they order? Columns show the orders of each month a year before, a line what is foreseen, dashed lines its range.",
    )


def _put_totals(lane: Lane, totals: Spill) -> None:
    book = lane.page.book
    lane.section(
        '="The next "&input_forecast_months&" months"',
        '="Without new customers; money discounted, "&after_cost&". The range holds 9 times out of 10."',
        height=17,
    )
    columns = (
        Col("Figure", "key", span=2),
        Col("Expected", "number"),
        Col("Range from", "number"),
        Col("to", "number"),
        Col("Estimate, ±", "share"),
    )
    table = lane.table(columns, len(_FIGURES), head_height=17)
    for row, (label, name, form) in enumerate(_FIGURES):
        expected, from_, to = (totals.at(column, row) for column in ("Expected", "Outcome, low", "Outcome, high"))
        shown = [f'=IF(ISNUMBER({figure}),{figure},"")' for figure in (expected, from_, to)]
        low, high = totals.at("Estimate, low", row), totals.at("Estimate, high", row)
        reach = f'=IF(ISNUMBER({low}),({high}-{low})/2/{expected},"")'
        table.set(row, (label, *shown, reach), dict.fromkeys(("Expected", "Range from", "to"), form))
        if name:
            book.name(f"result_{name}", table.at("Expected", row))
        if "value" in label.lower():
            table.rule(currency_signs, table.at("Expected", row), form)
        if name == "predicted_clv":
            book.name_all({"result_predicted_clv_low": from_, "result_predicted_clv_high": to})
    lane.text("=to_come_rule", "Plain note", 17)


def _put_chances(lane: Lane) -> Table:
    lane.section(
        "Chance of still being a customer",
        '=IF(result_model="BG/NBD","This model cannot tell whether one-time buyers have left: it counts them as there.","By what the purchases of each customer suggest")',
        height=17,
    )
    columns = (
        Col("Chance"),
        Col("Customers", "number"),
        Col("Share", "share"),
        Col("Value so far", "number"),
        Col("Future value", "number"),
        Col("Share of future value", "share", head="Share"),
    )
    table = lane.table(columns, len(BANDS), total=True, head_height=17)
    customers, future = table.total("Customers"), table.total("Future value")
    for row, (low, high, label) in zip(table.numbered, BANDS):
        within = _between(low, high)
        values = (
            label,
            f"=COUNTIFS({within})",
            f'=IF({customers}=0,"",{row["Customers"]}/{customers})',
            f"=SUMIFS(forecast_value_so_far,{within})",
            f"=SUMIFS(forecast_future_value,{within})",
            f'=IF({future}=0,"",{row["Future value"]}/{future})',
        )
        table.set(row, values)
    shares, sums = ("Share", "Share of future value"), ("Customers", "Value so far", "Future value")
    totals = {name: f"=SUM({table.column(name)})" for name in sums}
    totals |= {name: f'=IF({customers}=0,"",SUM({table.column(name)}))' for name in shares}
    table.set_total(["All customers", *(totals[column.name] for column in columns[1:])])
    lane.page.book.name_all({"check_forecast_customers": customers, "check_forecast_value": future})
    return table


def _put_best(lane: Lane, part: Part, customers: Spill) -> None:
    """The customers of the largest future value, however the list is sorted; of equals, as they stand there."""
    value, column = "forecast_future_value", customers.column("Future value")
    values = part.line("Largest future values", [f'=IF(COUNT({value})<{n},"",LARGE({value},{n}))' for n in range(1, _BEST + 1)], "#,##0.00")
    found: list[str] = []
    for n, own in enumerate(map(values.at, range(_BEST))):
        first = f"MATCH({own},{value},0)"
        before = part.cell(part.rows, n)  # the place at its left
        next_one = f"{before}+MATCH({own},INDEX({column},{before}+1):INDEX({column},MAX(1,result_customers)),0)"
        found.append(f'=IF({own}="","",{f"IF({own}={values.at(n - 1)},{next_one},{first})" if n else first})')
    rows = part.line("Where they stand on Forecast", found, "0")
    lane.section("Who will bring the most", "The full list is on Forecast", height=17)
    columns = (
        Col("Customer", "key"),
        Col("Chance", "share"),
        Col("Orders", "decimal"),
        Col("Order value", "money"),
        Col("Value so far", "number"),
        Col("Future value", "number"),
    )
    table = lane.table(columns, _BEST, head_height=17)
    listed = ("Customer", "P(alive)", "Expected orders", "Expected order value", "Value so far", "Future value")
    for row in range(_BEST):
        stands = rows.at(row)
        table.set(row, [f'=IF({stands}="","",{customers.column(column).at(stands)})' for column in listed])


def _weeks_charts(part: Part, tracking: Spill) -> tuple[Bars, Bars]:
    """Repeat orders by week, and all so far; a column stands for several weeks where they are many."""
    weeks = part.text("weeks followed", f"=COUNT({tracking.column('Week')})")
    step = part.text("weeks to a column", f"=MAX(1,ROUNDUP({weeks}/{_STEPS},0))")
    ends = part.line("Week", [f'=IF({n}*{step}>={weeks},"",MIN({weeks},{n + 1}*{step}))' for n in range(_STEPS)], "0")

    lines = {}
    for label, column in (("Real", "Repeat orders so far"), ("Expected", "Expected so far")):
        found = [f'=IF({end}="","",INDEX({tracking.column(column)},{end}))' for end in map(ends.at, range(_STEPS))]
        so_far = lines[f"{label} so far"] = part.line(f"{label} so far", found, "#,##0.0")
        rates = []
        for n in range(_STEPS):
            earlier, before = (f"N({so_far.at(n - 1)})", f"N({ends.at(n - 1)})") if n else ("0", "0")
            rates.append(f'=IF({ends.at(n)}="","",({so_far.at(n)}-{earlier})/({ends.at(n)}-{before}))')
        lines[label] = part.line(label, rates, "#,##0.0")
    title = f'=IF({step}=1,"Repeat orders a week","Repeat orders a week, averages of "&{step}&" weeks")'
    plot = (0.06, 0.2, 0.93, 0.68)
    return (
        Bars(
            part.text("Title", title),
            ends.values,
            (drawn(lines["Real"], MID), drawn(lines["Expected"], ACCENT)),
            plot,
            "How many orders did it foresee? Columns show the repeat orders a week, real and expected by the model.",
        ),
        Bars(
            part.text("Title", "All repeat orders so far, by week"),
            ends.values,
            (drawn(lines["Real so far"], MID), drawn(lines["Expected so far"], ACCENT)),
            plot,
            "All orders so far, and as foreseen: columns show all repeat orders so far, real and expected by the model.",
        ),
    )


def _tenths_chart(part: Part) -> Bars:
    bounds = [tenth / _TENTHS for tenth in range(_TENTHS)] + [1.01]
    counts = [f"=COUNTIFS({_between(low, high)})" for low, high in pairwise(bounds)]
    chances = part.line("Chance", [f"{10 * tenth}–{10 * tenth + 10}%" for tenth in range(_TENTHS)])
    customers = part.line("Customers", counts)
    return Bars(
        part.text("Title", "Customers by their chance of still being one, in tenths"),
        chances.values,
        (drawn(customers, ACCENT),),
        (0.06, 0.14, 0.93, 0.74),
        "Who is still a customer? Columns show how many customers have which probability of still being one.",
    )


def _between(low: float, high: float) -> str:
    """The criteria of a chance between two bounds. A bound is joined on as a number: one within a text, ">=0.8", is none where decimals
    have a comma."""
    return f'forecast_alive,">="&{100 * low:.0f}%,forecast_alive,"<"&{100 * high:.0f}%'
