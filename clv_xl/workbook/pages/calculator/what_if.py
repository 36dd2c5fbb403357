"""What-if: what each lever is worth. Each row of the calculation changes one input, and leaves the others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ...layout.charts import Bars, drawn
from ...layout.page import Book, Page
from ...layout.tables import Col, Row, Table
from ...layout.workings import Line, Part, Workings
from ...look.conditional_formats import format_where
from ...look.style import ACCENT, MID, MONEY

_LEVERS = {
    "Purchase value": "Purchase value",
    "Purchases a year": "Purchases",
    "Gross margin": "Gross margin",
    "Customers who leave": "Monthly churn",
    "Cost to win": "Cost to win",
    "Serving and keeping": "Serving, keeping",
}
"""The column of the calculation in which each lever moves."""
_SHARES = ("Gross margin", "Customers who leave")
"""Levers that are shares."""
_BASE = {
    "Purchase value": ("purchase_value", MONEY),
    "Purchases": ("purchase_frequency", "#,##0.00"),
    "Gross margin": ("gross_margin", "0.0%"),
    "Monthly churn": ("monthly_churn", "0.00%"),
    "Lifespan": ("lifespan", "#,##0.00"),
    "Retention": ("retention_rate", "0.0%"),
    "Cost to win": ("cac", MONEY),
    "Serving, keeping": ("yearly_cost", MONEY),
}
"""The columns of the calculation: the figure of Methods that each starts from, and its form."""
_CHANGE = "ROUND(100*N(input_change),1)"


@dataclass(frozen=True)
class _Levers:
    """The levers on Workings, in the order of the calculation, and the place of each among them."""

    names: Line
    now: Line
    lower: Line
    higher: Line
    gain: Line
    place: Line

    def sorted(self, line: Line, number: int) -> str:
        """A formula for the figure of the lever at a place, from 1 on."""
        return f"INDEX({line.values},MATCH({number},{self.place.values},0))"


def what_if_page(book: Book, workings: Workings, banner: tuple[Any, str]) -> Bars:
    """The answer is the chart of the levers, which the Dashboard shows too."""
    page = book.page(
        "What-if",
        "Which lever matters most?",
        '="What-if  ·  "&result_subtitle',
        [34, *[13.5] * 11],
        link="Dashboard",
        banner=banner,
        row_height=20,
    )
    counted = _calculation(page)
    part = workings.part("What-if")
    levers = _levers(part, counted)
    listed = _strongest_first(page, levers)
    chart = _tornado(part, levers, listed)

    page.text("=lever_answer", "Section", 20)
    page.text("Each bar moves one figure and leaves the others. Profit: value less cost to win, serving and keeping.")
    left, right = page.split(5, 6, gap=1)
    left.chart(replace(chart, plot=(0.28, 0.19, 0.66, 0.78)), 12)
    right.put(listed)
    right.text("Customers who leave: the monthly churn. Now is before the change.", "Plain note", 20)
    page.below(left, right)
    page.section(
        "How it is counted",
        "Fewer customers who leave means less churn, a longer lifespan and more retention, all three in the same proportion.",
    )
    page.put(counted)
    return chart


def _calculation(page: Page) -> Table:
    """The figures as they are, and with each lever moved down and up."""
    columns = (
        Col("What moves"),
        *(Col(name, "number", form=form) for name, (_, form) in _BASE.items()),
        *(Col(name, "number", form=MONEY) for name in ("Value", "Profit", "Change")),
    )
    table = Table(page, columns, 1 + 2 * len(_LEVERS), head_height=32)
    base, *moved = table.numbered
    table.set(base, ("As it is", *(f"=used_{name}" for name, _ in _BASE.values()), *_results(table, base)), as_total=True)
    page.book.name("what_if_profit", table.at("Profit", 0))
    unmoved = {name: str(table.at(name, 0)) for name in _BASE}
    for number, row in enumerate(moved):
        lever = list(_LEVERS)[number // 2]
        sign, word = (("-", "lower"), ("+", "higher"))[number % 2]
        cells = unmoved | _moved(unmoved, _LEVERS[lever], f"(1{sign}input_change)")
        label = f'="{lever}, "&{_CHANGE}&"% {word}"'
        table.set(row, (label, *(f"={cells[name]}" for name in _BASE), *_results(table, row)))
    return table


def _moved(unmoved: dict[str, str], column: str, factor: str) -> dict[str, str]:
    """The cells of a lever that is moved by a factor; no share is above 100%, and churn is one lever in three measures."""

    def where_known(name: str, formula: str) -> str:
        return f'IF(ISNUMBER({unmoved[name]}),{formula},"")'

    own = f"{unmoved[column]}*{factor}"
    cells = {column: where_known(column, f"MIN(1,{own})" if column in ("Gross margin", "Monthly churn") else own)}
    if column == "Monthly churn":
        cells["Lifespan"] = where_known("Lifespan", f"{unmoved['Lifespan']}/{factor}")
        cells["Retention"] = where_known("Retention", f"1-MIN(1,(1-{unmoved['Retention']})*{factor})")
    return cells


def _results(table: Table, row: Row) -> tuple[str, str, str]:
    """Value, profit and change of a row, by the method that is chosen: its number in WAYS, from 1."""
    value, frequency, margin, years = row["Purchase value"], row["Purchases"], row["Gross margin"], row["Lifespan"]
    profit, base = row["Profit"], table.at("Profit", 0)
    lifespan = f"CLV({value},{frequency},{years},{margin})"
    retention = f'CLV_DISCOUNTED(CLV({value},{frequency},1,{margin}),{row["Retention"]},used_discount_rate,"",0,0)'
    monthly = f"CLV_MONTHLY_REVENUE({value},{frequency})"
    churn = f"CHURN_CLV({monthly},{margin},{row['Monthly churn']},IF(value_way=2,0,used_discount_rate))"
    return (
        f'=IFERROR(0+IF(value_way=1,{lifespan},IF(value_way=4,{retention},{churn})),"")',
        f'=IFERROR(0+CLV_NET({row["Value"]},{row["Cost to win"]},{row["Serving, keeping"]},{years}),"")',
        f'=IF(OR({profit}="",{base}=""),"",{profit}-{base})',
    )


def _levers(part: Part, counted: Table) -> _Levers:
    steps = range(len(_LEVERS))
    names = part.line("Lever", _LEVERS)
    now = part.line("Now", [f"={counted.at(column, 0)}" for column in _LEVERS.values()])
    lower, higher = (
        part.line(label, [f"={counted.at('Change', 2 * step + row)}" for step in steps]) for label, row in (("Lower", 1), ("Higher", 2))
    )
    both = [(lower.at(step), higher.at(step)) for step in steps]
    gain = part.line("Gain", [f'=IF(OR({low}="",{high}=""),"",ROUND(MAX({low},{high}),6))' for low, high in both])
    places = []
    for step in steps:
        own, seen = gain.at(step), gain.values.cells(0, step + 1)
        rank = f"SUMPRODUCT(--({gain.values}>{own}))+SUMPRODUCT(--({seen}={own}))"
        places.append(f'=IF({own}="",{step + 1},{rank})')
    return _Levers(names, now, lower, higher, gain, part.line("Place", places))


def _strongest_first(page: Page, levers: _Levers) -> Table:
    columns = (
        Col("Lever", "key", span=2),
        Col("Now", "money"),
        Col("Lower", "money", head='="Profit, "&lever_lower'),
        Col("Higher", "money", head='="Profit, "&lever_higher'),
        Col("Gain", "money"),
    )
    table = Table(page, columns, len(_LEVERS), total=True, head_height=32)
    for number, row in enumerate(table.numbered, start=1):
        lower, higher = (levers.sorted(line, number) for line in (levers.lower, levers.higher))
        profits = [f'=IF({change}="","",{change}+what_if_profit)' for change in (lower, higher)]
        table.set(
            row,
            (
                f"={levers.sorted(levers.names, number)}",
                f"={levers.sorted(levers.now, number)}",
                *profits,
                f"={levers.sorted(levers.gain, number)}",
            ),
        )
    table.set_total(("As it is", None, "=what_if_profit", "=what_if_profit", None))
    lever = next(table.numbered)["Lever"]
    shares = ",".join(f'{lever}="{name}"' for name in _SHARES)
    table.rule(format_where, table.column("Now"), f"OR({shares})", "0.0%")
    return table


def _tornado(part: Part, levers: _Levers, listed: Table) -> Bars:
    numbers = range(1, len(_LEVERS) + 1)
    title = part.figure("lever_title", '="Change in profit per customer, "&result_currency')
    part.figure("lever_higher", f'={_CHANGE}&"% higher"')
    part.figure("lever_lower", f'={_CHANGE}&"% lower"')
    signed = "+#,##0.00;-#,##0.00;0"
    lower = part.line("=lever_lower", [f"={levers.sorted(levers.lower, number)}" for number in numbers], signed)
    higher = part.line("=lever_higher", [f"={levers.sorted(levers.higher, number)}" for number in numbers], signed)
    room = 'REPT(" ",12)'  # for the figure at the end of a long bar
    names = part.line("Names of the bars", [f"={levers.sorted(levers.names, number)}&{room}" for number in numbers])
    part.figure("result_best_lever", f"={listed.at('Lever', 0)}")
    part.figure("result_best_lever_gain", f"={listed.at('Gain', 0)}")
    way = f"IF(N({lower.at(0)})>N({higher.at(0)}),lever_lower,lever_higher)"
    said = f'result_best_lever&", "&{way}&": "&FIXED(result_best_lever_gain,2)&" more profit per customer."'
    part.figure("lever_answer", f'=IF(result_best_lever_gain="","Fill in Inputs to see it.",{said})')
    return Bars(
        title,
        names.values,
        (drawn(higher, ACCENT), drawn(lower, MID)),
        plot=(0.36, 0.2, 0.58, 0.78),
        horizontal=True,
        labels=True,
        overlap=100,
        signed=True,
        alt="Which lever matters most? Bars show by how much the profit per customer changes when one figure rises or falls, the strongest lever on top.",
    )
