"""Trend: customers, purchases and value over time."""

from __future__ import annotations

from dataclasses import dataclass

from ....functions import CLV_TREND
from ...layout.charts import Bars, drawn
from ...layout.lists import Asked, ask_across, list_page
from ...layout.page import Book
from ...layout.places import Place
from ...layout.tables import Spill, call
from ...layout.workings import Part, Workings
from ...look.style import ACCENT
from ..shared.periods import short_label
from .orders import ORDERS

SHOWN = 18
"""Periods that the charts draw, the last ones."""
_QUESTIONS = ("Are customers worth more?", "Do we win enough new customers?")


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
        call(CLV_TREND, ORDERS, "coded_period", "input_as_of", "input_gross_margin"),
        widths={"Period": 14, "Revenue": 14, "Revenue per customer": 14},
    )
    part = workings.part("Trend")
    trend = Trend(periods, part.text("periods listed", f"=MAX(0,COUNT({periods.column('Customers')})-1)"))
    _say(part, trend)
    ask_across(page, *map(Asked, _QUESTIONS, ("=trend_worth", "=trend_won"), _charts(part, trend)))
    page.skip(8)
    page.section(
        "Period by period",
        '="Revenue after refunds. CLV so far: all revenue up to then, "&after_cost&", per customer won up to then. The last period may not be over."',
    )
    page.put(periods)
    page.repeat(periods)
    periods.mark_total(f'{periods.any_row["Period"]}="All"')
    found = periods.column("Revenue").at(f"COUNT({periods.column('Customers')})")
    book.name("check_trend", f"IFERROR({found},0)")
    return trend


def _say(part: Part, trend: Trend) -> None:
    """The sentences above the charts, and the figures in them."""
    listed, worth, new = trend.listed, trend.periods.column("CLV so far"), trend.periods.column("New customers")
    now = part.text("CLV so far", f"={worth.at(listed)}")
    earlier = worth.at(f"{listed}-3")
    change = part.text("Change", f"=IF({listed}<4,0,IF(N({earlier})<=0,0,ROUND(N({now})/{earlier}-1,3)))")
    last, before = (
        part.text(label, f"=SUM({new.at(f'{listed}-{first}')}:{new.at(f'{listed}-{end}')})")
        for label, first, end in (("New customers in the last three", 2, 0), ("Three before", 5, 3))
    )
    points = f'IF({change}>0,"+","")&ROUND(100*{change},1)'
    said = f'FIXED(N({now}),2)&" per customer so far, "&{points}&"% against three "&chosen_periods&" earlier."'
    part.figure("trend_worth", f'=IF({listed}<4,"It takes four periods of orders to say.",{said})', label=_QUESTIONS[0])
    said = f'FIXED({last},0)&" in the last three "&chosen_periods&", "&FIXED({before},0)&" in the three before."'
    part.figure("trend_won", f'=IF({listed}<6,"It takes six periods of orders to say.",{said})', label=_QUESTIONS[1])


def _charts(part: Part, trend: Trend) -> tuple[Bars, Bars]:
    listed, periods = trend.listed, trend.periods
    skipped = part.text("of them before the charts begin", f"=MAX(0,{listed}-{SHOWN})")

    def figures(column: str) -> list[str]:
        found = [(f"{skipped}+{step}", periods.column(column).at(f"{skipped}+{step}")) for step in range(1, SHOWN + 1)]
        return [f'=IF({number}>{listed},"",{figure})' for number, figure in found]

    names = part.line("Period", figures("Period"))
    labels = part.line("Shown", [_label(names.at(step), listed, step) for step in range(SHOWN)])
    worth = part.line("CLV so far", figures("CLV so far"), "#,##0.00")
    won = part.line("New customers", figures("New customers"), "#,##0")
    plot = (0.09, 0.14, 0.9, 0.72)
    return (
        Bars(
            part.text("Title", '="Value so far per customer, "&result_currency&", by "&chosen_period'),
            labels.values,
            (drawn(worth, ACCENT),),
            plot,
            "Are customers worth more? Columns show the value so far per customer at the end of each of the last 18 periods.",
        ),
        Bars(
            part.text("Title", '="New customers by "&chosen_period'),
            labels.values,
            (drawn(won, ACCENT),),
            plot,
            "Do we win enough new customers? Columns show the customers who bought for the first time in each of the last 18 periods.",
        ),
    )


def _label(period: Place, listed: Place, step: int) -> str:
    """Every third period has its name where they are many."""
    hidden = f'{period}=""' if step % 3 == 0 else f'OR({period}="",{listed}>9)'
    return f'=IF({hidden},"",{short_label(str(period), "INDEX(month_names,{0})")})'
