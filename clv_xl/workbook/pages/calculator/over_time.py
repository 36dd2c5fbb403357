"""Over time: when a customer has earned back what it cost, month by month."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ...layout.charts import Lines, Series
from ...layout.page import Book
from ...layout.tables import Col, Table
from ...layout.workings import Part, Workings
from ...look.style import ACCENT, MID, MONEY

STEPS = 12
"""Rows after the start: as many months each as there are years to look ahead."""
_TOTALS = {"If nobody left": MID, "As customers leave": ACCENT, "And discounted": "6F91C9"}
"""The running totals, and their colours in the chart."""


def over_time_page(book: Book, workings: Workings, banner: tuple[Any, str]) -> Lines:
    """The answer is the chart of the running totals, which the Dashboard shows too."""
    page = book.page(
        "Over time",
        "When is the cost earned back?",
        '="Over time  ·  "&result_subtitle',
        [16, *[23] * 5],
        link="Dashboard",
        banner=banner,
        row_height=18,
    )
    columns = (
        Col("Month", "key", form="0"),
        Col("Customers still there", "share"),
        *(Col(name, "money", form=MONEY) for name in ("Margin so far", *_TOTALS)),
    )
    months = Table(page, columns, STEPS + 1, head_height=32)
    for step in range(STEPS + 1):
        _month(months, step)
    book.name("check_time_end", months.at("As customers leave", STEPS))
    book.name("check_time_months", months.at("Month", STEPS))
    chart = _running_total(workings.part("Over time"), months)

    page.text("=time_answer", "Section", 22)
    page.text("Running total per customer: margin so far, less the cost to win, serving and keeping.")
    page.chart(replace(chart, plot=(0.05, 0.17, 0.93, 0.72)), 15)
    page.skip(10)
    page.section("Step by step", "Customers pay at the start of each month. Choose on Inputs how many years to look ahead.")
    page.put(months)
    return chart


def _month(months: Table, step: int) -> None:
    row = months.row(step)
    month, so_far = row["Month"], row["Margin so far"]
    there = f"(1-used_monthly_churn)^{month}" if step else "1"
    margin = f"CLV(used_purchase_value,used_purchase_frequency,{month}/12,used_gross_margin+0)"
    alone = f"CLV_NET({so_far},used_cac,used_yearly_cost,{month}/12)"
    paid = f'=IFERROR(0+CLV_DISCOUNTED(net_monthly_margin,1-used_monthly_churn,{{}},{month}-1,0,used_cac),"")'
    start = '=IF(COUNT(net_monthly_margin,used_cac)<2,"",-used_cac)'
    months.set(
        row,
        (
            f'=IF(used_horizon_years="","",{step}*used_horizon_years)' if step else 0,
            f'=IF(ISNUMBER(used_monthly_churn),{there},"")',
            f'=IFERROR(0+{margin},"")',
            f'=IFERROR(0+{alone},"")',
            paid.format(0) if step else start,
            paid.format("monthly_discount") if step else start,
        ),
    )


def _running_total(part: Part, months: Table) -> Lines:
    part.figure(
        "earned_in",
        '="After "&result_breakeven_months&" months as customers leave; after "&ROUND(N(result_payback_months),1)&" if nobody did."',
    )
    part.figure("earned_by", '=ROUND(100*N(result_payback_chance),0)&"% of customers earn it back themselves."')
    known = 'IF(result_breakeven_months="never","Never: customers leave before they have brought what they cost.",earned_in&" "&earned_by)'
    part.figure("time_answer", f'=IF(result_breakeven_months="","Fill in Inputs to see it.",{known})')
    return Lines(
        part.text("Title", '="Running total per customer, "&result_currency&", by month"'),
        months.column("Month"),
        [Series(months.head(name), months.column(name), colour) for name, colour in _TOTALS.items()],
        plot=(0.1, 0.24, 0.88, 0.64),
        alt="When is the cost earned back? Lines show the running total per customer by month: if nobody left, as customers leave, and with later money counted for less.",
    )
