"""Value: what a new subscriber is worth, what those who have stayed will still bring, and each plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from ....functions import CLV_PLANS, CLV_SUBSCRIPTION
from ...layout.charts import Bars, Series, drawn
from ...layout.page import Book, Lane
from ...layout.tables import Col, Spill, Table, call
from ...layout.workings import Part, Workings
from ...look.conditional_formats import currency_signs
from ...look.style import ACCENT, COUNT, RATIO, SHARE
from ..shared.wording import NO_MARGIN
from .churn import compared
from .lists import CUSTOMERS, DATES, PLANS, PRICES, TENURES

_TENURES = (0, 1, 2, 3, 4, 6, 9, 12, 18, 24)
"""Renewals made, of the rows of the table."""
_SHOWN = 6
"""Plans that the chart draws."""
_MONEY, _WHOLE = "#,##0.00", "#,##0"


@dataclass(frozen=True)
class Value:
    """The list of plans, and the charts."""

    plans: Spill
    tenure_chart: Bars
    plan_chart: Bars


def value_page(book: Book, workings: Workings, banner: tuple[Any, str]) -> Value:
    page = book.page(
        "Value",
        "What is a subscriber worth?",
        f'="Value  ·  "&result_subtitle&IF({NO_MARGIN},"","  ·  gross margin "&ROUND(100*used_margin,1)&"%")',
        [34, *[13] * 7, *[15] * 4],
        link="Dashboard",
        banner=banner,
    )
    plans = page.spill(
        call(CLV_PLANS, DATES, PLANS, PRICES, "used_margin", "N(input_discount_rate)", "coded_period", "input_as_of", CUSTOMERS, TENURES)
    )
    tenures = _by_tenure(workings)
    part = workings.part("Value")
    _used(part, plans)
    _say(part, plans, tenures)
    _worst_plan(part, workings, plans)
    left, right = page.split(7, 4, gap=1)
    costs = f'IF({NO_MARGIN},"before cost of service","after cost of service")'
    left.section("A new subscriber", f'="Money discounted, "&{costs}&". The range holds 9 times out of 10."')
    _figures(left, plans, tenures)
    left.skip(17)
    left.section(
        "The longer they stay, the more is to come",
        "Of one subscriber about to renew or leave, at the average price; one curve for all",
    )
    listed = _tenures(left, tenures)
    tenure_chart, plan_chart = _tenure_chart(part, listed), _plan_chart(part, plans)
    right.section("Does value grow with tenure?", "=tenure_answer")
    right.chart(tenure_chart, 13)
    right.skip(17)
    right.section("Which plan brings the most?", "=plan_answer")
    right.chart(plan_chart, 12)
    page.below(left, right)
    page.skip(17)
    page.section(
        "Plan by plan",
        "A model for each plan; one with too few renewals takes that of all. Churn: of the renewals due. All plans: sums, and the mean CLV of those who started.",
    )
    page.put(plans)
    plans.mark_total(f'{plans.any_row["Plan"]}="All plans"')
    return Value(plans, tenure_chart, plan_chart)


def _by_tenure(workings: Workings) -> Spill:
    """What a new subscriber is worth, and one of each tenure."""
    price = "used_price*months_a_period"
    formula = call(CLV_SUBSCRIPTION, "used_renewed", price, "used_margin", "N(input_discount_rate)", '""', "used_at_risk", "coded_period")
    tenures = workings.beside("Value of a subscriber, by renewals made", formula, forms={"decimal": _MONEY})
    tenures.hide_head("NOT(has_counts)")
    return tenures


def _of_all(plans: Spill, column: str) -> str:
    """The figure of all plans: their last row."""
    return plans.column(column).at("plan_rows+1")


def _used(part: Part, plans: Spill) -> None:
    """What the functions are given."""
    price = _of_all(plans, "Price")
    months = '=IF(chosen_period="year",12,IF(chosen_period="quarter",3,1))'
    part.figure("months_a_period", months, COUNT, "Months in a period")
    part.figure("period_rate", "=(1+N(input_discount_rate))^(months_a_period/12)-1", "0.00%", "Discount rate a period")
    part.figure("used_margin", '=IF(input_gross_margin="",1,input_gross_margin)', SHARE, "Gross margin")
    part.figure("plan_rows", f"=MAX(0,COUNT({plans.column('Started')})-1)", COUNT, "Plans")
    part.figure("used_price", f"=IF(has_list,IF(ISNUMBER({price}),{price},0),N(input_average_price))", _MONEY, "Price a month")
    revenue = _of_all(plans, "Monthly revenue")
    part.figure("revenue_by_tenure", f'=IF(ISNUMBER({revenue}),{revenue},"")', _MONEY, "Monthly revenue of all plans")
    part.figure("has_half_life", "=N(OR(ISNUMBER(result_half_life),NOT(has_counts)))", label="Half-life is known, or nothing is filled in")
    part.figure("beyond_limit", '=IF(input_beyond="",1,input_beyond)', SHARE, "Value beyond what was seen, at most")
    part.figure("target", "=IF(N(input_target_ratio)=0,3,input_target_ratio)", label="Value : cost that is aimed at")


def _say(part: Part, plans: Spill, tenures: Spill) -> None:
    name, to_come = plans.column("Plan"), plans.column("Value to come")
    comings = to_come.until("plan_rows")
    first, last = tenures.at("Value", 1), tenures.column("Value").at("tenure_rows")
    lowest, highest = tenures.column("Lowest value").at("tenure_rows"), tenures.at("Highest value", 1)
    most, least = tenures.column("Highest value").at("tenure_rows"), tenures.at("Lowest value", 1)
    known = f"COUNT({lowest},{highest},{most},{least})=4"
    part.figure("grows", f"=IF({known},N({lowest}>{highest}),0)", label="Ranges apart")
    part.figure("grows_not", f"=IF({known},N({most}<=(1+matters_share)*{least}),0)", label="Ranges within what matters")
    words = f'"from "&FIXED(N({first}),2)&" to "&FIXED(N({last}),2)'
    part.figure("grows_words", f'=IF(tenure_rows<2,"",{words})', label="Both in words")
    apart = 'IF(grows,"Yes: "&grows_words&"; the 90% ranges are apart.","Cannot tell yet: "&grows_words&"; the 90% ranges overlap.")'
    part.figure(
        "grows_little", '=grows_words&", less than "&ROUND(100*matters_share,0)&"% more (90% sure)."', label="The same, with what matters"
    )
    not_more = '"No: "&grows_little'
    grows = f"IF(grows_not,{not_more},{apart})"
    part.figure("tenure_rows", f"=COUNT({tenures.column('Payments to come')})", COUNT, "Tenures")
    part.verdict("tenure_answer", f'=IF(tenure_rows<2,"Cannot tell yet: it takes two renewals of subscribers.",{grows})', label="Who grows")
    best = f"INDEX({name},MATCH(MAX({comings}),{to_come},0))"
    part.figure("best_plan", f'=IF(plan_rows=0,"",IFERROR({best},""))', label="Best plan")
    brings = f'best_plan&": "&FIXED(MAX({comings}),0)&" to come from today\'s subscribers."'
    part.figure("plan_answer", f'=IF(best_plan="","It takes a list with plans to say.",{brings})', label="Answer")


def _worst_plan(part: Part, workings: Workings, plans: Spill) -> None:
    """The plan with the highest churn beside all others: as many could have been the highest, so each is held to more certainty."""
    name, churn, due, to_come = (plans.column(column) for column in ("Plan", "Churn", "Renewals due", "Value to come"))
    churns, dues = churn.until("plan_rows"), due.until("plan_rows")
    worst = f"INDEX({name},MATCH(MAX({churns}),{churn},0))"
    part.figure("worst_plan", f'=IF(plan_rows<2,"",IFERROR({worst},""))', label="Plan with the highest churn")
    part.figure("worst_churn", f'=IF(worst_plan="","",MAX({churns}))', SHARE, "Its churn")
    loses = f'=IF(worst_plan="","",INDEX({to_come},MATCH(worst_plan,{name},0)))'
    part.figure("worst_to_come", loses, _MONEY, "Its value to come")
    part.figure("worst_due", f'=IF(worst_plan="",0,N(INDEX({due},MATCH(worst_plan,{name},0))))', COUNT, "Its renewals due")
    part.figure("worst_gone", "=ROUND(N(worst_churn)*worst_due,0)", COUNT, "Of them not made")
    part.figure("others_due", f"=IF(plan_rows<2,0,SUM({dues})-worst_due)", COUNT, "Renewals due of the other plans")
    gone = f"ROUND(SUMPRODUCT({churns},{dues}),0)-worst_gone"
    part.figure("others_gone", f"=IF(plan_rows<2,0,{gone})", COUNT, "Of them not made")
    sure = "1-2/(100*MAX(1,plan_rows))"
    started = plans.column("Started")
    part.figure("worst_started", f'=IF(worst_plan="",0,N(INDEX({started},MATCH(worst_plan,{name},0))))', COUNT, "Who started with it")
    part.figure("others_started", f"=IF(plan_rows<2,0,SUM({started.until('plan_rows')})-worst_started)", COUNT, "With the others")
    counts = ("worst_gone", "worst_due", "others_gone", "others_due")
    compared(part, workings, "plan", ("Plans, compared", *counts, sure), ("worst_started", "others_started"))


class _Figure(NamedTuple):
    label: str
    name: str
    formula: str
    form: str
    words: str
    is_currency: bool = False


def _new_subscriber(plans: Spill, tenures: Spill) -> list[_Figure]:
    def of_plans(column: str, otherwise: str) -> str:
        cell = _of_all(plans, column)
        return f'=IF(has_list,IF(ISNUMBER({cell}),{cell},""),{otherwise})'

    margin = "used_price*months_a_period*used_margin"
    steady = f'=IF(OR(N(result_renewal_churn)=0,used_price=0),"",{margin}{{}})'.format
    alike = "/result_renewal_churn"
    discounted = "*(1+period_rate)/(period_rate+result_renewal_churn)"
    each = tenures.column("Value").at("tenure_rows")
    counted = f'IFERROR(result_subscribers*{each},"")'
    later = f'IFERROR(0+{tenures.column("Beyond what was seen").at("tenure_rows")},"")'
    ratio = '=IF(OR(N(input_cac)=0,result_clv=""),"",0+_xldudf_CLV_CAC_RATIO(result_clv,input_cac))'
    may_cost = '=IF(result_clv="","",0+_xldudf_CLV_MAX_CAC(result_clv,target))'
    aim = '=IF(N(input_cac)=0,"fill in the cost on Inputs","you aim at "&target&" : 1")'
    falls = '=IF(N(result_first_renewal_churn)=0,"","first "&ROUND(100*N(result_first_renewal_churn),1)&"%, then less and less")'
    return [
        _Figure("Price a month", "price", '=IF(used_price=0,"",used_price)', _MONEY, "of today's subscribers, or of Inputs", True),
        _Figure("CLV, one curve for all", "curve_clv", _known(tenures, "Value"), _MONEY, "", True),
        _Figure("CLV, plan by plan", "clv", of_plans("CLV", "result_curve_clv"), _MONEY, "each plan with its own curve and price", True),
        _Figure("If all left alike: margin ÷ churn", "steady_clv", steady(alike), _MONEY, "not discounted", True),
        _Figure("The same, discounted", "steady_discounted", steady(discounted), _MONEY, "too low: see below", True),
        _Figure("Value : cost (CLV : CAC)", "clv_cac_ratio", ratio, RATIO, aim),
        _Figure("A new subscriber may cost", "max_cac", may_cost, _MONEY, '="for "&target&" : 1"', True),
        _Figure("Half of a cohort has left after", "half_after", '=IF(ISNUMBER(result_half_life),result_half_life,"")', COUNT, '=IF(has_half_life,"renewals, one each "&chosen_period,"cannot tell yet: beyond twice the renewals seen")'),
        _Figure("Of the CLV, beyond what was seen", "beyond", _known(tenures, "Beyond what was seen"), "0%", _beyond("result_beyond")),
        _Figure("Churn at a renewal, of all so far", "mean_churn", "=result_renewal_churn", "0.0%", falls),
        _Figure("Today's subscribers, value to come", "value_to_come", of_plans("Value to come", counted), _WHOLE, "each about to renew or leave", True),
        _Figure("Of it, beyond what was seen", "to_come_beyond", of_plans("Beyond what was seen", later), "0%", _beyond("result_to_come_beyond")),
    ]  # fmt: skip


def _beyond(share: str) -> str:
    """What is said of the share of a value that comes after the last renewal seen."""
    return f'=IF(N({share})>beyond_limit,"more than Inputs allows: the curve alone says so","comes after the last renewal seen")'


def _known(tenures: Spill, column: str) -> str:
    """A figure of the new subscriber, the first of the tenures."""
    cell = tenures.at(column, 0)
    return f'=IF(ISNUMBER({cell}),{cell},"")'


def _figures(lane: Lane, plans: Spill, tenures: Spill) -> None:
    figures = _new_subscriber(plans, tenures)
    numbers = ("Value", "Lowest", "Highest")
    columns = (Col("Figure", "key"), *(Col(name, "number") for name in numbers), Col("", "note", span=3))
    table = lane.table(columns, len(figures))
    for row, figure in enumerate(figures):
        is_curve = figure.name == "curve_clv"
        low, high = (_known(tenures, f"{edge} value") if is_curve else None for edge in numbers[1:])
        table.set(row, (figure.label, figure.formula, low, high, figure.words), dict.fromkeys(numbers, figure.form))
        lane.page.book.name(f"result_{figure.name}", table.at("Value", row))
        if is_curve:
            lane.page.book.name_all({"result_clv_low": table.at("Lowest", row), "result_clv_high": table.at("Highest", row)})
        if figure.is_currency:
            table.rule(currency_signs, table.across("Value", "Highest", row), figure.form)
    lane.text("Margin ÷ churn takes all as alike. In truth those likely to leave go first, and those who remain stay longer,", "Plain note")
    lane.text(
        "so it is too low. This is a contract's model: leaving is seen. For customers who just stop buying, use transactions.", "Plain note"
    )


def _tenures(lane: Lane, tenures: Spill) -> Table:
    columns = (
        Col("Renewals made", "key"),
        Col("Subscribers now", "number"),
        Col("Chance to renew", "share"),
        Col("Half gone after", "number"),
        *(Col(name, "money") for name in ("Value to come", "Lowest", "Highest")),
    )
    sources = ("Chance to renew", "Half have left after", "Value", "Lowest value", "Highest value")
    table = lane.table(columns, len(_TENURES), head_height=32)
    for number, tenure in enumerate(_TENURES):
        following = _TENURES[number + 1] if number + 1 < len(_TENURES) else None
        label = f"{tenure}" if following == tenure + 1 else f"{tenure} to {following - 1}" if following else f"{tenure} and more"
        within = f'SUMIFS(life_there,life_renewals,">={tenure}"' + (f',life_renewals,"<{following}")' if following else ")")
        known = f"tenure_rows-1>{tenure}"
        cells = [tenures.at(source, tenure + 1) for source in sources]
        figures = [f'=IF({known},IF(ISNUMBER({cell}),{cell},""),"")' for cell in cells]
        table.set(number, (label, f'=IF(AND(has_list,{known}),{within},"")', *figures))
    lane.text("Chance, half gone and value are those of the first number of renewals in the row.", "Plain note")
    return table


def _tenure_chart(part: Part, tenures: Table) -> Bars:
    to_come = "Value to come"
    return Bars(
        part.text("Title", '="Value to come of one subscriber, "&result_currency&", by renewals made"'),
        tenures.column("Renewals made"),
        (Series(tenures.head(to_come), tenures.column(to_come), ACCENT),),
        plot=(0.1, 0.14, 0.89, 0.72),
        alt="Does value grow with tenure? Bars show what a subscriber will still bring, by how many renewals they have made.",
    )


def _plan_chart(part: Part, plans: Spill) -> Bars:
    def line(label: str, column: str, form: str = "") -> Any:
        return part.line(label, [f'=IF({n}>plan_rows,"",{plans.at(column, n - 1)})' for n in range(1, _SHOWN + 1)], form)

    names = line("Plan", "Plan")
    return Bars(
        part.text("Title", '="Value to come of today\'s subscribers, "&result_currency'),
        names.values,
        (drawn(line("To come", "Value to come", _WHOLE), ACCENT),),
        plot=(0.2, 0.14, 0.78, 0.82),
        horizontal=True,
        spread=True,
        labels=True,
        alt="Which plan brings the most? Bars show what today's subscribers of each plan will still bring.",
    )
