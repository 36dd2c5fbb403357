"""Cohorts: the triangle by period of the start."""

from __future__ import annotations

from typing import Any

from ....functions import CLV_SUBSCRIBER_COHORTS
from ...layout.charts import Bars, drawn
from ...layout.lists import STYLED_AGES, Asked, ask_across, list_page
from ...layout.page import Book
from ...layout.tables import Spill, call
from ...layout.workings import Line, Part, Workings
from ...look.conditional_formats import heat
from ...look.style import ACCENT, COUNT
from ..shared.periods import short_label
from .churn import MONTH_NAME, SMALL, compared, verdict_word
from .lists import CUSTOMERS, DATES

_PRINTED = 17
"""The last renewal that is printed; later ones are on the screen."""
_SHOWN = 18
"""Cohorts that the chart draws."""
_COMPARED = 60
"""The last renewal that cohorts can be compared at."""
_ROWS = 2000


def cohorts_page(book: Book, workings: Workings, banner: tuple[Any, str]) -> Bars:
    """The answer is the chart, which the Dashboard shows too."""
    ages = [str(age) for age in range(STYLED_AGES)]
    page, cohorts = list_page(
        book,
        "Cohorts",
        "Do newer subscribers stay longer?",
        call(CLV_SUBSCRIBER_COHORTS, DATES, "coded_period", '"share"', "input_as_of", CUSTOMERS),
        repeated=ages,
        widths={"Cohort": 14, "Started": 11} | dict.fromkeys(ages, 8.5),
        forms=dict.fromkeys(ages, "0%"),
        head_height=18,
        printed_to=str(_PRINTED),
        banner=banner,
    )
    part = workings.part("Cohorts")
    chart = _chart(part, cohorts)
    _answer(part, workings)
    ask_across(page, Asked("Do newer subscribers stay longer?", "=cohort_answer", chart))
    page.skip(8)
    page.section(
        "Share still there after each renewal",
        "A row for those who started in the same period; column 0 is the start, column 1 the first renewal. A row ends with the last renewal to which all have come.",
    )
    page.put(cohorts)
    page.repeat(cohorts)
    cohorts.rule(heat, cohorts.columns_from("1"))
    cohorts.mark_total(f'{cohorts.any_row["Cohort"]}="All cohorts"', str(_PRINTED))
    found = f"COUNT({cohorts.column('Started')})"
    for name, column in (("check_cohort_started", "Started"), ("check_cohort_there", "Still there")):
        book.name(name, f"IFERROR({cohorts.column(column).at(found)},0)")
    return chart


def _chart(part: Part, cohorts: Spill) -> Bars:
    """The share left of the last cohorts that have come so far."""
    first = cohorts.place_of("0")
    triangle = cohorts.area(1, first, _ROWS, first + _COMPARED)
    part.figure("cohort_age", f"=MIN({_COMPARED},MAX(1,N(input_cohort_renewals)))", COUNT, "Renewals compared")
    known = f"=MAX(0,COUNT(INDEX({triangle},0,cohort_age+1))-1)"
    part.figure("cohorts_known", known, COUNT, "Cohorts that have come so far")
    places = [f"MAX(0,cohorts_known-{_SHOWN})+{step + 1}" for step in range(_SHOWN)]

    def line(label: str, figures: list[str], form: str = "") -> Line:
        return part.line(label, [f'=IF({place}>cohorts_known,"",{figure})' for place, figure in zip(places, figures)], form)

    names = line("Cohort", [cohorts.column("Cohort").at(place) for place in places])
    labels = []
    for step, place in enumerate(places):
        hidden = f"OR({place}>cohorts_known,cohorts_known>9)" if step % 3 else f"{place}>cohorts_known"
        labels.append(f'=IF({hidden},"",{short_label(str(names.at(step)), MONTH_NAME)})')
    steps = part.line("Cohort", labels).values
    share = line("Still there, in %", [f"100*INDEX({triangle},MAX(1,{place}),cohort_age+1)" for place in places], "0.0")
    numbers = line("Number", places, "0")
    started = line("Started", [cohorts.column("Started").at(place) for place in places], COUNT)
    left = line("Still there", [f"{share.at(step)}/100*{started.at(step)}" for step in range(_SHOWN)], "0")
    part.page.book.name_all({"cohort_numbers": numbers.values, "cohort_started": started.values, "cohort_left": left.values})
    return Bars(
        part.text("Title", '="Still there after "&cohort_age&" renewals, in %, by cohort"'),
        steps,
        (drawn(share, ACCENT),),
        plot=(0.06, 0.14, 0.93, 0.72),
        alt="Do newer subscribers stay longer? Columns show the share of each cohort that is left after the same number of renewals.",
    )


def _answer(part: Part, workings: Workings) -> None:
    total = 'SUMIFS({0},cohort_numbers,">"&{1},cohort_numbers,"<="&{2})'.format

    part.figure("cohorts_middle", "=cohorts_known-periods_compared", COUNT, "Number of the last one before them")
    part.figure("cohorts_first", "=cohorts_known-2*periods_compared", COUNT, "And before those before")
    for name, after, until in (("new", "cohorts_middle", "cohorts_known"), ("old", "cohorts_first", "cohorts_middle")):
        of = f"={total('cohort_started', after, until)}"
        part.figure(f"cohort_{name}_of", f"=IF(cohorts_first<0,0,{of[1:]})", COUNT, "Started in them")
        part.figure(
            f"cohort_{name}_left", f"=IF(cohorts_first<0,0,ROUND({total('cohort_left', after, until)},0))", COUNT, "Of them still there"
        )
    compared(part, workings, "cohort", ("Cohorts, compared", "cohort_new_left", "cohort_new_of", "cohort_old_left", "cohort_old_of"))
    part.figure("cohort_new", '=IF(cohort_new_of=0,"",cohort_new_left/cohort_new_of)', "0.0%", "Still there of the last ones")
    part.figure("cohort_old", '=IF(cohort_old_of=0,"",cohort_old_left/cohort_old_of)', "0.0%", "Still there of those before")
    last = 'ROUND(100*cohort_new,1)&"% of the last "&periods_compared&" cohorts are still there after "&cohort_age&" renewals, "'
    words = f'{last}&ROUND(100*cohort_old,1)&"% of those before"'
    part.figure("cohort_words", f'=IF(cohort_beyond="","",{words})', label="Both in words")
    unsure = '"Cannot tell yet: "&cohort_words&". It takes about "&cohort_needed&" who started."'
    sure = 'IF(cohort_beyond>0,"Yes: ","No: ")&cohort_words&", beyond chance (98% sure)."'
    part.figure("cohort_sure", f'=IF(cohort_beyond="","",{sure})', label="Where it is beyond chance")
    part.figure(
        "cohort_even",
        f'=IF(cohort_beyond="","",IF(cohort_small,"No: "&cohort_words&"; {SMALL}.",{unsure}))',
        label="Without a difference that matters",
    )
    part.figure("cohort_lacks", '=IF(cohorts_first<0,"Cannot tell yet: it takes more cohorts.",cohort_few)', label="Where nothing compares")
    said = '=IF(cohort_beyond="",cohort_lacks,IF(cohort_beyond=0,cohort_even,cohort_sure))'
    part.figure("cohort_said", said, label="Where there are dates")
    part.verdict("cohort_answer", "=IF(by_tenure,no_calendar,cohort_said)", label="Answer")
    verdict = verdict_word("cohort", ">0")
    shares = 'ROUND(100*N(cohort_new),1)&"% are still there, "&ROUND(100*N(cohort_old),1)&"% of those before."'
    part.figure("cohort_shares", f"={shares}", label="Both shares")
    part.verdict("cohort_short", f'=IF(OR(by_tenure,cohort_beyond=""),cohort_answer,{verdict}&cohort_shares)', label="The same in short")
