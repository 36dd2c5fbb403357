"""The figures and sentences of Dashboard: what changed, and the answers above the charts."""

from __future__ import annotations

from dataclasses import dataclass

from .....functions.orders.forecasts.stakes import StakeGroup
from ....layout.tables import Spill
from ....layout.workings import Part
from ....look.style import DATE
from ...shared.comparing import SURE
from ...shared.wording import day_in_words
from ..ahead.prediction import Prediction
from ..past.cohorts import Cohorts
from ..past.overview import Overview
from ..past.trend import Trend
from ..segments import Segments


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

    def note(column: str) -> str:
        """When a figure was counted, and what it was before."""
        before = f"FIXED(N({figure(column, 'period_row-change_back')}),0)"
        return f'=IF(period_before="","in "&last_period,"in "&last_period&"; "&{before}&" in "&period_before)'

    label = trend.periods.column("Period").at
    changed = '"In "&last_period&": revenue "&FIXED(period_revenue,0)&" ("&revenue_points&"), "&period_shown&" In brackets: the change since "&period_before&"."'
    figures = {
        "change_back": "=IF(period_row-12/period_months>=first_complete,12/period_months,IF(period_row>first_complete,1,0))",
        "last_period": f'=IF(period_row<first_complete,"",{label("period_row")}&"")',
        "period_before": f'=IF(change_back=0,"",{label("period_row-change_back")}&"")',
        "period_revenue": f"={figure('Revenue')}",
        "period_buyers": f'=IF(last_period="","",{figure("Customers")})',
        "period_new": f'=IF(last_period="","",{figure("New customers")})',
        "revenue_change": since("Revenue"),
        "buyers_change": since("Customers"),
        "new_change": since("New customers"),
        "buyers_note": note("Customers"),
        "new_note": note("New customers"),
        "revenue_points": points("revenue_change"),
        "buyers_points": points("buyers_change"),
        "new_points": points("new_change"),
        "changes": f"={changed}",
        "what_changed": '=IF(period_before="","Cannot tell yet what changed: it takes two whole periods of orders.",changes)',
        "period_shown": '="customers who bought "&FIXED(N(period_buyers),0)&" ("&buyers_points&"), new customers "&FIXED(N(period_new),0)&" ("&new_points&")."',
    }
    for name, formula in figures.items():
        part.figure(name, formula)


def say_answers(part: Part, sources: Sources) -> None:
    """The answers above the charts, and the figures of the actions."""
    figures = {
        **_revenue_and_stages(),
        **_cohorts(sources.cohorts),
        "next_answer": f'=IF(ISNUMBER(result_predicted_clv),{_NEXT},"Model says why there is no forecast.")',
        **_groups(sources.segments),
        **_stakes(sources.stakes),
    }
    for name, formula in figures.items():
        put = part.verdict if name == "groups_answer" else part.figure
        put(name, formula)
    for name, formula in _deadlines().items():
        part.figure(name, formula, DATE if name in ("month_end", "gap_end") else "")


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


def _cohorts(cohorts: Cohorts) -> dict[str, str]:
    """Which cohorts the chart draws: the newest that has three periods after its first, the oldest and a middle one."""
    name = cohorts.triangle.column("Cohort")
    return {
        "cohorts_compared": f"=MAX(0,COUNT({cohorts.at_age(3)})-1)",
        "newest_cohort": f'=IF(cohorts_compared=0,"–",{name.at("cohorts_compared")}&"")',
        "middle_cohort": f'=IF(cohorts_compared=0,"–",{name.at("INT((1+cohorts_compared)/2)")}&"")',
        "oldest_cohort": f'=IF(cohorts_compared=0,"–",INDEX({name},1)&"")',
    }


def _stakes(stakes: Spill) -> dict[str, str]:
    """What the model expects of groups of which each customer is in one, and what will come in 9 times out of 10."""
    figures = {"is_forecast": f"=N(ISNUMBER({stakes.at('Value at stake', StakeGroup.ALL)}))"}
    for name, group in (("best", StakeGroup.BEST), ("overdue", StakeGroup.OVERDUE), ("once", StakeGroup.ONE_TIME)):
        low, high = (f"N({stakes.at(column, group)})" for column in ("Outcome, low", "Outcome, high"))
        if group is not StakeGroup.OVERDUE:  # Win-back has these
            figures[f"stake_{name}_customers"] = f'=IF(is_forecast,{stakes.at("Customers", group)},"")'
            figures[f"stake_{name}"] = f'=IF(is_forecast,{stakes.at("Value at stake", group)},"")'
        likely = f'input_forecast_months&" months: "&FIXED({low},0)&"–"&FIXED({high},0)&" (90%)"'
        figures[f"stake_{name}_range"] = f'=IF(is_forecast,{likely},"no forecast: see Model")'
    return figures


def _deadlines() -> dict[str, str]:
    """Until when to act. Customers' own rhythm sets it: after one more of their usual gaps most of those who still buy have bought again,
    and who is silent then is one gap further gone. Budgets are set by the month, and nothing waits longer than the next one."""
    gaps = 'result_orders-COUNTIF(customer_purchases,">0")'
    by_gap = f'"by "&{day_in_words("gap_end")}&": one usual gap, "&usual_gap&" days, from now"'
    return {
        "usual_gap": f'=IF(N(result_repeat_customers)=0,"",MAX(1,ROUND(SUM(customer_recency)/({gaps}),0)))',
        "month_end": '=IF(N(result_as_of)=0,"",DATE(YEAR(result_as_of),MONTH(result_as_of)+2,0))',
        "gap_end": '=IF(OR(usual_gap="",month_end=""),"",result_as_of+usual_gap)',
        "by_month": f'=IF(month_end="","","by "&{day_in_words("month_end")}&": the end of next month")',
        "by_gap": f'=IF(gap_end="",by_month,IF(gap_end>month_end,by_month,{by_gap}))',
    }


def _groups(segments: Segments) -> dict[str, str]:
    """Which groups of the grouping on Inputs earn what it costs to win a customer, by the range of their mean value at the same age."""
    compared = segments.compared
    low, high = compared.rows("Mean, low"), compared.rows("Mean, high")
    mean = compared.number("Mean CLV", "earning_row")
    lacking = '"The orders lack this grouping; choose another on Inputs."'
    found = "IF(groups_earning>0,groups_earn,IF(groups_failing>0,groups_fail,IF(groups_judged=0,groups_few,groups_unsure)))"
    more_low, more_high = (f"FIXED(more_size*({compared.number(f'Mean, {edge}', 'more_row')}-N(input_cac)),0)" for edge in ("low", "high"))
    times = f'FIXED({mean}/input_cac,1)&" times "&value_short'
    return {
        "groups_judged": f"=IF({compared.count}=0,0,COUNT({low}))",
        "groups_earning": f'=IF(groups_judged=0,0,COUNTIF({low},">="&N(input_cac)))',
        "groups_failing": f'=IF(groups_judged=0,0,COUNTIF({high},"<"&N(input_cac)))',
        "earning_most": f"=IF(groups_judged=0,0,MAX({low}))",
        "earning_row": f"=IF(groups_judged=0,0,MATCH(earning_most,{low},0))",
        "earning_group": f'=IF(earning_row=0,"",{compared.figure("Group", "earning_row")}&"")',
        "earning_times": f'=IF(OR(earning_row=0,N(input_cac)=0),"",{times})',
        "groups_earn": f'="Yes, "&groups_earning&" of "&groups_judged&", {SURE}. "&earning_group&": "&earning_times&"."',
        "groups_fail": f'="No, "&groups_failing&" of "&groups_judged&" do not, {SURE}. "&earning_group&": "&earning_times&"."',
        "groups_unsure": '="Cannot tell yet: "&earning_group&": "&earning_times&"."',
        "groups_few": f'="Cannot tell yet: "&FIXED({compared.missing},0)&" customers are missing."',
        "groups_found": f"=IF({compared.count}=0,{lacking},{found})",
        "groups_answer": '=IF(N(input_cac)=0,"Cannot tell yet: fill in the cost to win a customer on Inputs.",groups_found)',
        # More of a group: it is worth more than the others, and earns its cost, both beyond chance.
        "more_row": f"=IF(worth_higher=0,0,IF({compared.number('Mean, low', 'worth_higher')}>=N(input_cac),worth_higher,0))",
        "more_group": f'=IF(more_row=0,"",{compared.figure("Group", "more_row")}&"")',
        "more_size": f'=IF(more_row=0,"",{compared.figure("Customers", "more_row")})',
        "more_note": f'=IF(more_row=0,by_month,{more_low}&" to "&{more_high}&" (98% sure), "&by_month)',
        "more_net": f'=IF(more_row=0,"",more_size*({compared.number("Mean CLV", "more_row")}-N(input_cac)))',
    }
