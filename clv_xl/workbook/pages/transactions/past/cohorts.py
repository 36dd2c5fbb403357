"""Cohorts: the triangle by period of the first purchase."""

from __future__ import annotations

from dataclasses import dataclass

from .....functions import CLV_COHORTS
from ....layout.charts import Bars, drawn
from ....layout.lists import STYLED_AGES, Asked, ask_across, list_page
from ....layout.page import Book
from ....layout.places import Place
from ....layout.tables import Spill, call
from ....layout.workings import Part, Workings
from ....look.conditional_formats import format_where, heat
from ....look.style import ACCENT, COUNT
from ..orders import COSTS, ORDERS

AGES = 18
"""Columns that are printed and drawn; older ones are on the screen."""
_AGE_WIDTH = 8.5
_QUESTION = "What happens as customers grow older?"
_MEANINGS = (
    ("clv", '"Value per customer, added up so far, "&after_cost'),
    ("retention", '"% of customers who bought in that very period"'),
    ("revenue", '"Revenue in that very period"'),
)


@dataclass(frozen=True)
class Cohorts:
    triangle: Spill

    @property
    def ages(self) -> Place:
        """The figures at the ages that are printed."""
        return self.triangle.columns_to("0", str(AGES - 1))

    def at_age(self, age: int) -> Place:
        return self.triangle.column(str(age))


def cohorts_page(book: Book, workings: Workings) -> Cohorts:
    ages = [str(age) for age in range(STYLED_AGES)]
    page, triangle = list_page(
        book,
        "Cohorts",
        "Do newer customers do better than older ones?",
        call(CLV_COHORTS, ORDERS, "coded_period", "coded_cohort_measure", "input_as_of", "input_gross_margin", COSTS),
        repeated=ages,
        widths={"Cohort": 14, "Customers": 11, **dict.fromkeys(ages, _AGE_WIDTH)},
        head_height=18,
        printed_to=str(AGES - 1),
    )
    cohorts = Cohorts(triangle)
    part = workings.part("Cohorts")
    _say_measure(part)
    ask_across(page, Asked(_QUESTION, "=cohorts_grow", _chart(part, cohorts)))
    page.skip(8)
    page.section("Are newer customers better?", "=newer_answer")
    page.skip(8)
    page.section(
        "=cohort_figures",
        '="A row per "&chosen_period&" of the first purchase; column 0 is that one, column 1 the next. The last one of each row may not be over. Choose another view on Inputs."',
    )
    page.put(triangle)
    page.repeat(triangle)
    _mark(triangle)
    found = f"COUNT({triangle.column('Customers')})"
    for name, column in (("check_cohort_revenue", "Revenue"), ("check_cohort_customers", "Customers")):
        book.name(name, f"IFERROR({triangle.column(column).at(found)},0)")
    return cohorts


def _mark(triangle: Spill) -> None:
    ages = triangle.columns_from("0")
    triangle.rule(format_where, ages, 'chosen_cohort_measure="retention"', "0%")
    triangle.rule(format_where, ages, 'chosen_cohort_measure="revenue"', COUNT)
    triangle.rule(heat, ages)
    triangle.mark_total(f'{triangle.any_row["Cohort"]}="All customers"')


def _say_measure(part: Part) -> None:
    words = ",".join(f'IF(chosen_cohort_measure="{word}",{meaning}' for word, meaning in _MEANINGS)
    part.figure("cohort_figures", f'={words},""{")" * len(_MEANINGS)}', label="Cohorts show")


def _chart(part: Part, cohorts: Cohorts) -> Bars:
    """The row of all customers, which is the last one, and the sentence above its chart."""
    row = part.text("row of all customers", f"=COUNT({cohorts.triangle.column('Customers')})")

    def figure(age: int) -> str:
        total = cohorts.at_age(age).at(row)
        return f'=IF({row}=0,"",IF({total}="","",{total}*IF(chosen_cohort_measure="retention",100,1)))'

    ages = part.line("Age", range(AGES), "0")
    everyone = part.line("All customers", map(figure, range(AGES)), "#,##0.00")
    count = part.text("periods drawn", f"=COUNT({everyone.values})")
    shares = f'"Of those who have been customers long enough, "&ROUND(N({everyone.at(1)}),0)&"% bought again 1 "&chosen_period&" after their first purchase."'
    part.figure("cohorts_share", f"={shares}")
    values = f'"From "&FIXED(N({everyone.at(0)}),2)&" in column 0 to "&FIXED(N({everyone.values.at(count)}),2)&" in column "&({count}-1)&", each over the customers who are old enough."'
    part.figure("cohorts_value", f"={values}")
    said = 'IF(chosen_cohort_measure="retention",cohorts_share,cohorts_value)'
    part.figure("cohorts_grow", f'=IF({count}<2,"It takes two periods of orders to say.",{said})', label=_QUESTION)
    return Bars(
        part.text("Title", '=cohort_figures&", all customers, by "&chosen_periods&" since the first purchase"'),
        ages.values,
        (drawn(everyone, ACCENT),),
        (0.06, 0.14, 0.93, 0.72),
        "What happens as customers grow older? Columns show the figure of all customers in each period since their first purchase.",
    )
