"""Retention: who stays, as seen, as fitted, and projected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ....functions import CLV_RETENTION, CLV_SURVIVORS
from ...layout.charts import Bars, BarsAndLines, drawn
from ...layout.lists import Asked, ask_across, list_page
from ...layout.page import Book
from ...layout.tables import Spill, call
from ...layout.workings import Part, Workings
from ...look.style import ACCENT, COUNT, MID, RANGE, SHARE
from .lists import CUSTOMERS, DATES, TENURES

_STEPS = 24
"""Points of the curve that the chart draws; they divide it evenly."""
_FIRSTS = 12
"""Renewals of the other chart."""
_PLOT = (0.07, 0.2, 0.92, 0.66)


@dataclass(frozen=True)
class Retention:
    """The list of renewals, and the chart of survival, which the Dashboard shows too."""

    renewals: Spill
    survival: BarsAndLines


def retention_page(book: Book, workings: Workings, banner: tuple[Any, str]) -> Retention:
    page, renewals = list_page(
        book,
        "Retention",
        "How long do subscribers stay?",
        call(CLV_RETENTION, "used_renewed", "input_periods_ahead", "used_at_risk"),
        widths={"Period": 10, "Customers": 12, "Figure": 26, "Value": 14, "Standard error": 14} | dict.fromkeys(_SHARES, 11),
        forms={"Period": "0", "Value": "#,##0.000", "Standard error": "#,##0.000"},
        banner=banner,
    )
    _life(book, workings)
    part = workings.part("Retention")
    _figures(part, renewals)
    survival = _survival_chart(part, renewals)
    _answers(part, renewals)
    leaving = _leaving_chart(part, renewals)
    ask_across(page, Asked("How many stay?", "=retention_answer", survival), Asked("When do they leave?", "=leaving_answer", leaving))
    page.skip(8)
    page.section(
        "Renewal by renewal",
        "Customers: those who made the renewal. Only those who have come to it count. Fitted: sBG, or BdW where it is proven better; lowest and highest hold it 9 times out of 10.",
    )
    page.put(renewals)
    page.repeat(renewals)
    renewals.hide_head("NOT(has_counts)")
    return Retention(renewals, survival)


_SHARES = ("Survival", "Survival fitted", "Lowest", "Highest", "Retention", "Retention fitted")


def _life(book: Book, workings: Workings) -> None:
    """How many came to each renewal and made it, of the list; the counts of Survivors take its place where there is none."""
    forms = {"Retention": SHARE, "Survival": SHARE, "number": COUNT}
    life = workings.beside(
        "Renewals of the list", call(CLV_SURVIVORS, DATES, "coded_period", "input_as_of", CUSTOMERS, TENURES), forms=forms
    )
    count = f"COUNT({life.column('Renewals')})"
    names = {"renewals": "Renewals", "at_risk": "At risk", "renewed": "Renewed", "left": "Left", "there": "Still there"}
    life.name_columns({f"life_{name}": column for name, column in names.items()}, count)
    book.name("has_counts", "OR(has_list,COUNT(survivor_counts)>0)")
    book.name("used_renewed", "IF(has_list,life_renewed,survivor_counts)")
    book.name("used_at_risk", 'IF(has_list,life_at_risk,"")')


def _figures(part: Part, renewals: Spill) -> None:
    values, labels = renewals.column("Value"), renewals.column("Figure")

    def fitted(label: str) -> str:
        return f'=IFERROR(INDEX({values},MATCH("{label}",{labels},0)),"")'

    counted = "INDEX(survivor_counts,COUNT(survivor_counts))"
    due = f"IF(has_list,SUM(life_at_risk)-INDEX(life_at_risk,1),SUM(survivor_counts)-{counted})"
    gone = f"IF(has_list,SUM(life_left),INDEX(survivor_counts,1)-{counted})"
    churn = '=IF(result_renewals_due=0,"",result_not_renewed/result_renewals_due)'
    part.figure("curve_periods", f"=MAX(0,COUNT({renewals.column('Survival fitted')})-1)", COUNT, "Last period of the curve")
    part.figure("curve_seen", f"=MAX(0,COUNT({renewals.column('Survival')})-1)", COUNT, "Last renewal seen")
    part.figure("result_first_renewal_churn", fitted("Leave at the first renewal"), SHARE, "Leave at the first renewal")
    part.figure("result_half_life", fitted("Half have left after"), COUNT, "Half have left after")
    part.figure("result_alpha", fitted("alpha"), "0.000", "alpha")
    part.figure("result_beta", fitted("beta"), "0.000", "beta")
    part.figure("result_c", fitted("c"), "0.000", "c")
    part.figure("result_curve_model", fitted("Model"), label="Model of the curve")
    first = "IF(has_list,INDEX(life_at_risk,2),INDEX(survivor_counts,1))"
    part.figure("curve_customers", f"=IF(curve_seen=0,0,N({first}))", COUNT, "Who have come to the first renewal")
    part.figure("result_renewals_due", f"=IF(curve_seen=0,0,{due})", COUNT, "Renewals due")
    part.figure("result_not_renewed", f"=IF(curve_seen=0,0,{gone})", COUNT, "Not renewed")
    part.figure("result_renewal_churn", churn, "0.00%", "Mean churn at a renewal")


def _answers(part: Part, renewals: Spill) -> None:
    def seen(formula: str) -> str:
        return f"=IF(curve_seen<1,0,{formula})"

    survival, retention = renewals.column("Survival"), renewals.column("Retention")
    first_to_last = f"{retention.until('curve_seen+1')}"
    part.figure("survival_seen", seen(survival.at("curve_seen+1")), SHARE, "Survival seen at the last renewal")
    part.figure("survival_product", seen(f"PRODUCT({first_to_last})"), SHARE, "Product of the retentions")
    ahead = renewals.column("Survival fitted").at("curve_periods+1")
    part.figure("survival_ahead", seen(ahead), SHARE, "Survival at the end of the curve")
    last = renewals.column("Retention fitted").at("curve_seen+1")
    part.figure("retention_last", seen(last), SHARE, "Fitted retention at the last renewal seen")
    told = 'IF(curve_seen<1,"Cannot tell yet: it takes two renewals, of some who left and some who stayed.",'
    left = 'ROUND(100*survival_seen,1)&"% are left after "&curve_seen&" renewals; the curve goes on to "'
    goes_on = '&ROUND(100*survival_ahead,1)&"% after "&curve_periods&"."'
    nobody = '"Cannot tell yet: nobody has left so far, so nothing tells how long they stay."'
    part.figure("survival_words", f"={told}{left}{goes_on})", label="The curve in words")
    part.figure(
        "everybody_stays", "=N(AND(N(result_subscribers)>0,SUM(life_left)=0,NOT(COUNT(survivor_counts)>0)))", label="Nobody has left"
    )
    part.figure("retention_answer", f"=IF(IFERROR(everybody_stays,FALSE),{nobody},survival_words)", label="How many stay")
    first = 'ROUND(100*N(result_first_renewal_churn),1)&"% at the first renewal, "'
    part.figure("leaving_answer", f'={told}{first}&ROUND(100*(1-retention_last),1)&"% at the last.")', label="When they leave")


def _survival_chart(part: Part, renewals: Spill) -> BarsAndLines:
    places = [f"ROUND({step}*curve_periods/{_STEPS - 1},0)" for step in range(_STEPS)]
    labels: list[str | None] = []
    for step, place in enumerate(places):
        again = f"{place}={places[step - 3]}" if step >= 3 else "FALSE"
        labels.append(f'=IF({again},"",{place})' if step % 3 == 0 else None)
    steps = part.line("Renewal", labels, "0").values

    def percent(column: str, formula: str) -> list[str]:
        return [formula.format(renewals.column(column).at(f"{place}+1")) for place in places]

    fitted_form = '=IF(curve_periods=0,"",IFERROR(100*{0},""))'
    seen = part.line("Seen", percent("Survival", '=IF(ISNUMBER({0}),100*{0},"")'), "0.0")
    fitted, low, high = (
        part.line(label, percent(column, fitted_form), "0.0")
        for label, column in (("Fitted", "Survival fitted"), ("Range", "Lowest"), ("Highest", "Highest"))
    )
    gaps = [f'=IF({seen.at(step)}="","",ABS({seen.at(step)}-{fitted.at(step)}))' for step in range(_STEPS)]
    gap = part.line("Gap", gaps, "0.0").values
    part.figure("curve_gap", f"=MAX(0,MAX({gap})/100)", "0.0%", "Widest gap of fitted and seen")
    return BarsAndLines(
        part.text("Title", '="Subscribers still there, in %, by renewals made; one for each "&chosen_period'),
        steps,
        (drawn(seen, MID), drawn(fitted, ACCENT), drawn(low, RANGE), drawn(high, RANGE)),
        plot=_PLOT,
        top=100,
        alt="How many stay? Columns show the share of subscribers still there after each renewal, a line the fitted and projected share, dashed lines its range.",
    )


def _leaving_chart(part: Part, renewals: Spill) -> Bars:
    numbers = range(1, _FIRSTS + 1)
    steps = part.line("Renewal", numbers, "0").values

    def leaving(column: str) -> list[str]:
        kept = [(number, renewals.column(column).at(number + 1)) for number in numbers]
        return [f'=IF(AND(curve_periods>={number},ISNUMBER({cell})),100*(1-{cell}),"")' for number, cell in kept]

    seen, fitted = (part.line(label, leaving(column), "0.0") for label, column in (("Seen", "Retention"), ("Fitted", "Retention fitted")))
    return Bars(
        part.text("Title", "Subscribers who leave at each renewal, in %"),
        steps,
        (drawn(seen, MID), drawn(fitted, ACCENT)),
        plot=_PLOT,
        alt="When do they leave? Columns show the share that leaves at each of the first renewals, as seen and as the model has it.",
    )
