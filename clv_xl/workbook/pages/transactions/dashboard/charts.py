"""The charts of Dashboard, each with what it draws."""

from __future__ import annotations

from .....lists.orders.customers.lifecycle import Stage
from ....layout.charts import Bars, drawn
from ....layout.workings import Part
from ....look.style import ACCENT, LIGHT, MID
from ..ahead.prediction import BANDS, Prediction
from ..past.cohorts import Cohorts
from ..past.overview import Overview
from ..past.overview_months import MONTHS, open_month
from ..segments import SHOWN, Segments
from .data import cohort_figure

OLDEST, MIDDLE = "8CA6D6", "4B6FB0"
"""The older cohorts; the newest has the accent."""
_COMPARED = 6
"""Ages at which cohorts are compared."""
_UPRIGHT, _WORDS = (0.09, 0.24, 0.9, 0.6), (0.24, 0.13, 0.66, 0.85)
"""Where the plot stands in a chart of columns, and in one of bars with words at their left."""


def months_chart(part: Part, overview: Overview) -> Bars:
    labels: list[str | None] = []
    earlier, last, still = [], [], []
    for step in range(MONTHS):
        month, revenue = overview.months.at("Month", 1 + step), overview.months.at("Revenue", 1 + step)
        label = f'=IF({month}="","",INDEX(month_names,MONTH({month}))&" "&RIGHT(YEAR({month}),2))'
        labels.append(label if step % 3 == 0 else None)
        shown = f'=IF({month}="","",IF({{}},{revenue},""))'.format
        late, is_open = f"AND(ISNUMBER(growth_from),{month}>=growth_from)", open_month(month)
        earlier.append(shown(f"NOT(OR({late},{is_open}))"))
        last.append(shown(f"AND({late},NOT({is_open}))"))
        still.append(shown(is_open))
    months = part.line("Month", labels)
    series = (
        drawn(part.line("Earlier", earlier, "#,##0"), MID),
        drawn(part.line("Last three whole months", last, "#,##0"), ACCENT),
        drawn(part.line("Part of a month", still, "#,##0"), LIGHT),
    )
    return Bars(
        part.text("Title", '="Revenue per month, "&result_currency'),
        months.values,
        series,
        _UPRIGHT,
        "Is revenue growing? Columns show the revenue of each of the last 18 months, the last three whole ones in another colour, one that is not over in a lighter one.",
        overlap=100,
    )


def tenths_chart(part: Part, overview: Overview) -> Bars:
    names, rest, best = [], [], []
    for row in range(overview.tenths.count):
        share, is_best = f"N({overview.tenths.at('Share', row)})", f"{row}<MAX(1,best_percent/10-0.01)"
        names.append(f"={overview.tenths.at('Tenth', row)}")
        rest.append(f"=IF({is_best},0,{share})")
        best.append(f"=IF({is_best},{share},0)")
    tenths = part.line("Tenth", names)
    series = (drawn(part.line("The rest", rest, "0%;;"), MID), drawn(part.line("=best_words", best, "0%;;"), ACCENT))
    return Bars(
        part.text("Title", "Share of revenue, by tenth of customers"),
        tenths.values,
        series,
        (0.02, 0.24, 0.97, 0.62),
        "Who brings the revenue? Columns show the share of each tenth of the customers, from the largest to the smallest.",
        overlap=100,
        labels=True,
    )


def stages_chart(part: Part, overview: Overview) -> Bars:
    rows = range(overview.stages.count)
    counts = [f"={overview.stages.at('Customers', row)}" for row in rows]
    is_active = [stage == Stage.ACTIVE for stage in Stage]
    stages = part.line("Stage", [f"={overview.stages.at('Stage', row)}" for row in rows])
    others = part.line("Others", [0 if active else count for active, count in zip(is_active, counts, strict=True)], "#,##0;;")
    active_ones = part.line("Active", [count if active else 0 for active, count in zip(is_active, counts)], "#,##0;;")
    return Bars(
        part.text("Title", "Customers by stage"),
        stages.values,
        (drawn(others, MID), drawn(active_ones, ACCENT)),
        _WORDS,
        "Where do customers stand? Bars show how many customers are in each stage, by the time since their last purchase.",
        overlap=100,
        labels=True,
        horizontal=True,
        legend=False,
    )


def cohorts_chart(part: Part, cohorts: Cohorts) -> Bars:
    """The ages are spread evenly over those of the oldest cohort."""
    oldest = f"COUNT(INDEX({cohorts.ages},1,0))-1"
    steps = [f"{step}*MAX(1,INT(({oldest})/{_COMPARED - 1}))" for step in range(_COMPARED)]
    ages = part.line("Periods", [f'=IF({age}>{oldest},"",{age})' for age in steps])
    every = [ages.at(step) for step in range(_COMPARED)]
    labels = part.line("Age", [f'=IF({age}="","",{age}&" "&IF({age}=1,chosen_period,chosen_periods))' for age in every])
    series = []
    for name, row, colour in (
        ("=oldest_cohort", "1", OLDEST),
        ("=middle_cohort", "INT((1+cohorts_compared)/2)", MIDDLE),
        ("=newest_cohort", "cohorts_compared", ACCENT),
    ):
        figures = [(age, cohort_figure(cohorts, row, age)) for age in every]
        values = [f'=IF({age}="","",IF({figure}="","",{figure}))' for age, figure in figures]
        series.append(drawn(part.line(name, values, "#,##0.00"), colour))
    retention = '"Share of customers who bought in that period"'
    other = f'IF(chosen_cohort_measure="retention",{retention},"Revenue in that period, "&result_currency)'
    return Bars(
        part.text("Title", f'=IF(chosen_cohort_measure="clv","Value so far per customer, "&result_currency,{other})'),
        labels.values,
        series,
        _UPRIGHT,
        "Are newer customers better? Columns compare the oldest, a middle and the newest group of customers at the same ages.",
    )


def chances_chart(part: Part, prediction: Prediction) -> Bars:
    rows = range(len(BANDS))
    chances = part.line("Chance", [f"={prediction.chances.at('Chance', row)}" for row in rows])
    value = part.line("Value to come", [f"={prediction.chances.at('Future value', row)}" for row in rows], "#,##0")
    return Bars(
        part.text("Title", '="Value to come, "&result_currency&", by chance of staying"'),
        chances.values,
        (drawn(value, ACCENT),),
        _WORDS,
        "What comes next? Bars show the value to come, by the chance that a customer is still one.",
        labels=True,
        horizontal=True,
    )


def groups_chart(part: Part, segments: Segments) -> Bars:
    names = [segments.names.at(group) for group in range(SHOWN)]
    groups = part.line("Group", [f"={name}" for name in names])
    worth = part.line("Value", [f"={segments.worth.at(group)}" for group in range(SHOWN)], "#,##0.00")
    cost = part.line("Cost to win", [f'=IF(OR({name}="",input_cac=""),"",input_cac)' for name in names], "#,##0.00")
    return Bars(
        part.text("Title", '="Value "&value_when&" and cost to win, per customer, "&result_currency'),
        groups.values,
        (drawn(worth, ACCENT), drawn(cost, MID)),
        (0.24, 0.22, 0.7, 0.64),
        "Who pays back their cost? Bars compare the value per customer at the same age with the cost to win one, by group.",
        labels=0,
        horizontal=True,
        spread=True,
    )
