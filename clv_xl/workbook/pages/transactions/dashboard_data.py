"""The figures and sentences of Dashboard: what changed, and the answers above the charts."""

from __future__ import annotations

from dataclasses import dataclass

from ....functions.orders.stakes import StakeGroup
from ...layout.tables import Spill
from ...layout.workings import Part
from .cohorts import Cohorts
from .overview import Overview
from .prediction import Prediction
from .segments import Segments
from .trend import Trend


@dataclass(frozen=True)
class Sources:
    """The pages that Dashboard sums up."""

    overview: Overview
    trend: Trend
    cohorts: Cohorts
    segments: Segments
    prediction: Prediction
    stakes: Spill


def say_changes(part: Part, trend: Trend) -> None:
    """The last whole period, and the same of a year before, or where that was not seen the one before it."""

    def figure(column: str, row: str = "period_row") -> str:
        return f"N({trend.periods.column(column).at(row)})"

    def since(column: str) -> str:
        """The share by which a figure changed in the last complete period; blank where nobody can say."""
        before = figure(column, "period_row-change_back")
        return f'=IF(change_back=0,"",IF({before}<=0,"",ROUND({figure(column)}/{before}-1,3)))'

    def points(change: str) -> str:
        return f'=IF({change}="","–",IF({change}>0,"+","")&ROUND(100*{change},1)&"%")'

    label = trend.periods.column("Period").at
    changed = '"In "&last_period&": revenue "&FIXED(period_revenue,0)&" ("&revenue_points&"), "&period_shown&" In brackets: the change since "&period_before&"."'
    figures = {
        "change_back": "=IF(period_row-12/period_months>=first_complete,12/period_months,IF(period_row>first_complete,1,0))",
        "last_period": f'=IF(period_row<first_complete,"",{label("period_row")}&"")',
        "period_before": f'=IF(change_back=0,"",{label("period_row-change_back")}&"")',
        "period_revenue": f"={figure('Revenue')}",
        "period_buyers": f'=IF(last_period="","",{figure("Customers")})',
        "period_new": f'=IF(last_period="","",{figure("New customers")})',
        "clv_change": since("CLV so far"),
        "revenue_change": since("Revenue"),
        "buyers_change": since("Customers"),
        "new_change": since("New customers"),
        "revenue_points": points("revenue_change"),
        "buyers_points": points("buyers_change"),
        "new_points": points("new_change"),
        "what_changed": f'=IF(period_before="","Cannot tell yet what changed: it takes two whole periods of orders.",{changed})',
        "period_shown": '="customers who bought "&FIXED(N(period_buyers),0)&" ("&buyers_points&"), new customers "&FIXED(N(period_new),0)&" ("&new_points&")."',
    }
    for name, formula in figures.items():
        part.figure(name, formula)


def say_answers(part: Part, sources: Sources) -> None:
    """The answers above the charts, and the figures of the actions."""
    figures = {
        **_revenue_and_stages(),
        **_cohorts(sources.cohorts, sources.trend),
        "next_answer": f'=IF(ISNUMBER(result_predicted_clv),{_NEXT},"Model says why there is no forecast.")',
        **_groups(sources.segments),
        **_stakes(sources.stakes),
    }
    for name, formula in figures.items():
        part.figure(name, formula)


_NEXT = '"About "&FIXED(result_predicted_clv,0)&" in "&input_forecast_months&" months; likely "&FIXED(N(result_predicted_clv_low),0)&" to "&FIXED(N(result_predicted_clv_high),0)&"."'


def _revenue_and_stages() -> dict[str, str]:
    best = '"The best "&best_percent&"% of customers bring "&ROUND(100*result_top20_share,1)&"% of the revenue."'
    active = 'FIXED(result_active_customers,0)&" are active; "&one_time_percent&"% bought only once."'
    return {
        "best_percent": "=ROUND(100*N(input_best_share),0)",
        "best_words": '="The best "&best_percent&"%"',
        "tenths_answer": f'=IF(N(result_top20_share)=0,"There is no revenue yet.",{best})',
        "one_time": "=COUNTIF(customer_purchases,1)",
        "one_time_percent": "=IF(result_customers=0,0,ROUND(100*one_time/result_customers,1))",
        "stages_answer": f'=IF(result_customers=0,"There are no customers yet.",{active})',
    }


def cohort_figure(cohorts: Cohorts, row: str, age: object) -> str:
    """The figure of a cohort, by the number of its row, at an age."""
    return f"INDEX({cohorts.ages},MAX(1,{row}),{age}+1)"


def _cohorts(cohorts: Cohorts, trend: Trend) -> dict[str, str]:
    """The newest cohort that has three periods after its first, beside the oldest at the same age."""
    name = cohorts.triangle.column("Cohort")
    ages = f"COUNT(INDEX({cohorts.ages},MAX(1,cohorts_compared),0))"
    money = 'FIXED(N({0}),IF(chosen_cohort_measure="clv",2,0))'
    words = 'IF(chosen_cohort_measure="retention",ROUND(100*N({0}),1)&"%",' + money + ")"
    said = '"&newest_age&" "&chosen_periods&" on: "&newest_words&" for "&newest_cohort&", "&oldest_words&" for "&oldest_cohort&"."'
    better = "IF(N(newest_figure)>N(oldest_figure),cohorts_better,cohorts_worse)"
    return {
        "cohorts_compared": f"=MAX(0,COUNT({cohorts.at_age(3)})-1)",
        "newest_age": f"=IF(cohorts_compared<2,0,{ages}-IF(period_row<{trend.listed},2,1))",
        "newest_figure": f"={cohort_figure(cohorts, 'cohorts_compared', 'newest_age')}",
        "oldest_figure": f"={cohort_figure(cohorts, '1', 'newest_age')}",
        "newest_cohort": f'=IF(cohorts_compared=0,"–",{name.at("cohorts_compared")}&"")',
        "middle_cohort": f'=IF(cohorts_compared=0,"–",{name.at("INT((1+cohorts_compared)/2)")}&"")',
        "oldest_cohort": f'=IF(cohorts_compared=0,"–",INDEX({name},1)&"")',
        "newest_words": f"={words.format('newest_figure')}",
        "oldest_words": f"={words.format('oldest_figure')}",
        "cohorts_better": f'="Yes, {said}',
        "cohorts_worse": f'="No, {said}',
        "cohorts_answer": f'=IF(cohorts_compared<2,"It takes two groups of new customers and four periods.",{better})',
    }


def _stakes(stakes: Spill) -> dict[str, str]:
    """What the model expects of groups of which each customer is in one, and what will come in 9 times out of 10."""
    figures = {"is_forecast": f"=ISNUMBER({stakes.at('Value at stake', StakeGroup.ALL)})"}
    for name, group in (("best", StakeGroup.BEST), ("overdue", StakeGroup.OVERDUE), ("once", StakeGroup.ONE_TIME)):
        low, high = (f"N({stakes.at(column, group)})" for column in ("Outcome, low", "Outcome, high"))
        if group is not StakeGroup.OVERDUE:  # Win-back has these
            figures[f"stake_{name}_customers"] = f'=IF(is_forecast,{stakes.at("Customers", group)},"")'
            figures[f"stake_{name}"] = f'=IF(is_forecast,{stakes.at("Value at stake", group)},"")'
        likely = f'input_forecast_months&" months: "&FIXED({low},0)&"–"&FIXED({high},0)&" (90%)"'
        figures[f"stake_{name}_range"] = f'=IF(is_forecast,{likely},"no forecast: see Model")'
    return figures


def _groups(segments: Segments) -> dict[str, str]:
    """The groups that Segments draws, beside what it costs to win a customer."""
    worth = segments.worth.values

    def found(column: str) -> str:
        return segments.groups.column(column).at("group_row")

    best = 'best_group&": "&FIXED(group_times,1)&" times their cost."'
    lacking = '"The orders lack this grouping; choose another on Inputs."'
    return {
        "groups_shown": f"=COUNT({worth})",
        "groups_earning": f'=COUNTIF({worth},">="&N(input_cac))',
        "group_row": f"=IF(groups_shown=0,0,grouping_row-1+MATCH(MAX({worth}),{worth},0))",
        "best_group": f'=IF(group_row=0,"",{found("Segment")}&"")',
        "group_size": f'=IF(group_row=0,"",{found("Customers")})',
        "group_net": f'=IF(group_row=0,"",N({found("Net")}))',
        "group_times": f"=IF(N(input_cac)=0,0,MAX({worth})/input_cac)",
        "groups_known": f'=IF(groups_earning=groups_shown,"All do so far. "&{best},groups_earning&" of "&groups_shown&" groups do so far. "&{best})',
        "groups_answer": f'=IF(N(input_cac)=0,"Fill in the cost to win a customer on Inputs.",IF(groups_shown=0,{lacking},groups_known))',
    }
