"""Trend: customers, purchases and value over time."""

from __future__ import annotations

from dataclasses import dataclass

from .....functions import CLV_TREND
from ....layout.charts import Bars, Series, drawn
from ....layout.lists import Asked, ask_across, list_page
from ....layout.page import Book
from ....layout.places import Place
from ....layout.tables import Spill, call
from ....layout.workings import Part, Workings
from ....look.conditional_formats import lighter
from ....look.style import ACCENT, LIGHT
from ...shared.periods import short_label
from ..orders import COSTS, ORDERS

SHOWN = 18
"""Periods that the charts draw, the last ones."""
_QUESTIONS = ("How much has a customer brought?", "Do we win more new customers?")
_STARTS = "AND(DAY({0})=1,MOD(MONTH({0})-1,period_months)=0)"
"""Whether a period starts on a day."""
_COMPARED = 3
"""Periods that are compared with as many earlier ones."""


@dataclass(frozen=True)
class Trend:
    """The list, and how many periods are in it."""

    periods: Spill
    listed: Place


def trend_page(book: Book, workings: Workings) -> Trend:
    page, periods = list_page(
        book,
        "Trend",
        "Where are customers and value going?",
        call(CLV_TREND, ORDERS, "coded_period", "input_as_of", "input_gross_margin", COSTS),
        widths={"Period": 14, "Revenue": 16, "Revenue per customer": 16, "CLV so far": 16},
    )
    part = workings.part("Trend")
    trend = Trend(periods, part.text("periods listed", f"=MAX(0,COUNT({periods.column('Customers')})-1)"))
    _find_whole(part, trend)
    _say_worth(part, trend)
    _say_won(part, trend)
    ask_across(page, *map(Asked, _QUESTIONS, ("=trend_worth", "=trend_won"), _charts(part, trend)))
    page.skip(8)
    page.section(
        "Period by period",
        '="Revenue after refunds. CLV so far: all value up to then, "&after_cost&", per customer won up to then. "&period_open',
    )
    page.put(periods)
    page.repeat(periods)
    periods.mark_total(f'{periods.any_row["Period"]}="All"')
    periods.rule(
        lighter, periods.body, f"AND(period_row<{trend.listed},{periods.any_row['Period']}={periods.column('Period').at(trend.listed)})"
    )
    found = periods.column("Revenue").at(f"COUNT({periods.column('Customers')})")
    book.name("check_trend", f"IFERROR({found},0)")
    return trend


def _find_whole(part: Part, trend: Trend) -> None:
    """Which periods are over, and were seen from their first day on: no other one is compared."""
    last = trend.periods.column("Period").at(trend.listed)
    figures = {
        "period_months": '=IF(chosen_period="month",1,IF(chosen_period="quarter",3,12))',
        "first_complete": f'=IF(result_first_day="",1,IF({_STARTS.format("result_first_day")},1,2))',
        "period_row": f'=IF(result_as_of="",0,{trend.listed}-IF({_STARTS.format("(result_as_of+1)")},0,1))',
        "period_open": f'=IF(period_row<{trend.listed},{last}&" is not over: it is compared with nothing.","")',
    }
    for name, formula in figures.items():
        part.figure(name, formula)


_LABELS = {"trend_now": "CLV so far, in the last whole period", "trend_earlier": "CLV so far, three periods earlier"}


def _say_worth(part: Part, trend: Trend) -> None:
    """What customers had brought by the end of the last whole period; no verdict, since it grows with their age alone."""
    worth, label = trend.periods.column("CLV so far"), trend.periods.column("Period")
    now, earlier = "FIXED(trend_now,2)", "FIXED(trend_earlier,2)"
    for name, row in (("trend_now", "period_row"), ("trend_earlier", f"period_row-{_COMPARED}")):
        part.figure(name, f"=N({worth.at(row)})", "#,##0.00", _LABELS[name])
    said = f'{now}&" per customer by "&{label.at("period_row")}&", "&{earlier}&" by "&{label.at(f"period_row-{_COMPARED}")}&"."'
    short = "It takes four whole periods of orders to say."
    part.figure("trend_said", f'=IF(period_row-{_COMPARED}<first_complete,"",{said})')
    part.figure("trend_worth", f'=IF(trend_said="","{short}",trend_said)', label=_QUESTIONS[0])


def _say_won(part: Part, trend: Trend) -> None:
    """New customers of the last whole periods beside the same a year before, where there are as many; they come by chance, so the logarithm
    of the ratio of two counts has the variance 1/a + 1/b, with half a customer added to each (Haldane 1956, Anscombe 1956)."""
    new = trend.periods.column("New customers")
    span = _COMPARED - 1
    last, before = (f"SUM({new.at(f'{row}-{span}')}:{new.at(row)})" for row in ("period_row", "period_row-won_back"))
    bound = "EXP(LN((won_last+0.5)/(won_before+0.5)){0}1.96*SQRT(1/(won_last+0.5)+1/(won_before+0.5)))-1".format
    signed = 'IF({0}>0,"+","")&FIXED(100*{0},0)&"%"'.format
    year = "MAX(3,12/period_months)"
    known = "won_last+won_before>=10"
    figures = {
        "won_back": f"=IF(period_row-{span}-{year}>=first_complete,{year},IF(period_row-{span}-{_COMPARED}>=first_complete,{_COMPARED},0))",
        "won_last": f"=IF(won_back=0,0,{last})",
        "won_before": f"=IF(won_back=0,0,{before})",
        "won_low": f'=IF({known},{bound("-")},"")',
        "won_high": f'=IF({known},{bound("+")},"")',
        "won_basis": f'=IF(AND(won_back>{_COMPARED},period_months<12),"a year before","in the 3 before")',
        "won_said": '=FIXED(won_last,0)&" in the last 3 whole "&chosen_periods&", "&FIXED(won_before,0)&" "&won_basis&" "&won_range&"."',
        "won_range": f'=IF(won_low="","(too few)","(95%: "&{signed("won_low")}&" to "&{signed("won_high")}&")")',
        "won_word": '=IF(won_low="","Cannot tell yet: ",IF(won_low>0,"Yes: ",IF(won_high<0,"No: ","Cannot tell yet: ")))',
    }
    for name, formula in figures.items():
        part.figure(name, formula)
    short = "Cannot tell yet: it takes six whole periods of orders."
    part.verdict("trend_won", f'=IF(won_back=0,"{short}",won_word&won_said)', label=_QUESTIONS[1])


def _charts(part: Part, trend: Trend) -> tuple[Bars, Bars]:
    listed, periods = trend.listed, trend.periods
    skipped = part.text("of them before the charts begin", f"=MAX(0,{listed}-{SHOWN})")

    def figures(column: str) -> list[str]:
        found = [(f"{skipped}+{step}", periods.column(column).at(f"{skipped}+{step}")) for step in range(1, SHOWN + 1)]
        return [f'=IF({number}>{listed},"",{figure})' for number, figure in found]

    names = part.line("Period", figures("Period"))
    labels = part.line("Shown", [_label(names.at(step), listed, step) for step in range(SHOWN)])
    plot = (0.09, 0.2, 0.9, 0.66)

    def series(column: str, form: str) -> tuple[Series, Series]:
        """Whole periods, and lighter the one that is not over."""
        whole, still = [], []
        for step, figure in enumerate(figures(column), start=1):
            is_whole = f"AND({skipped}+{step}>=first_complete,{skipped}+{step}<=period_row)"
            whole.append(f'=IF({is_whole},{figure[1:]},"")')
            still.append(f'=IF({is_whole},"",{figure[1:]})')
        return drawn(part.line(column, whole, form), ACCENT), drawn(part.line("Part of a period", still, form), LIGHT)

    return (
        Bars(
            part.text("Title", '="Value so far per customer, "&result_currency&", by "&chosen_period'),
            labels.values,
            series("CLV so far", "#,##0.00"),
            plot,
            "How much has a customer brought? Columns show the value so far per customer at the end of each of the last 18 periods, one that is not over in a lighter colour.",
            overlap=100,
        ),
        Bars(
            part.text("Title", '="New customers by "&chosen_period'),
            labels.values,
            series("New customers", "#,##0"),
            plot,
            "Do we win more new customers? Columns show the customers who bought for the first time in each of the last 18 periods, one that is not over in a lighter colour.",
            overlap=100,
        ),
    )


def _label(period: Place, listed: Place, step: int) -> str:
    """Every third period has its name where they are many."""
    hidden = f'{period}=""' if step % 3 == 0 else f'OR({period}="",{listed}>9)'
    return f'=IF({hidden},"",{short_label(str(period), "INDEX(month_names,{0})")})'
