"""How value is counted: after the orders' own costs, at the gross margin, or as revenue; the figures, and what pages say of it."""

from __future__ import annotations

from collections.abc import Iterator

from ....functions import CLV_COSTS
from ....functions.orders.costs import CostFigure
from ...layout.tables import call
from ...layout.workings import Part, Workings
from ...look.style import COUNT, MONEY, SHARE
from ..shared.checks import Check
from ..shared.wording import NO_MARGIN, SHORT_OF_IT, SINCE_NO_MARGIN
from .orders import COSTS, ORDERS

BY_REVENUE, BY_MARGIN, BY_BOTH, BY_COSTS = range(4)
"""value_by: value is revenue; all orders count at the margin; those with a cost count with it; all of them do."""
_GIVEN = "&ROUND(100*{0},1)&".format
_MONEY, _CENT = "#,##0.00", 0.005


def put_costs(part: Part, workings: Workings) -> None:
    """The figures of CLV_COSTS by name, and the sentences: the subtitle's, the notes', the card's and the rule itself."""
    costs = workings.beside(
        "Costs", call(CLV_COSTS, ORDERS, COSTS, "input_gross_margin", "input_as_of"), rows=len(CostFigure), style="Plain note"
    )
    for name, line, form in (
        ("orders_above_zero", CostFigure.ORDERS, COUNT),
        ("orders_with_cost", CostFigure.WITH_COST, COUNT),
        ("orders_own_cost", CostFigure.OWN_COST, COUNT),
        ("result_revenue_with_cost", CostFigure.COVERED, SHARE),
        ("result_margin_by_costs", CostFigure.COST_MARGIN, SHARE),
        ("result_fees", CostFigure.FEES, MONEY),
        ("value_of_orders", CostFigure.VALUE, MONEY),
        ("result_margin_used", CostFigure.MARGIN, SHARE),
        ("costs_unread", CostFigure.UNREAD, COUNT),
    ):
        figure = costs.at("Value", line)
        part.figure(name, f'=IF(ISNUMBER({figure}),{figure},"")', form, str(line))
    own = f"IF(orders_own_cost<orders_above_zero,{BY_BOTH},{BY_COSTS})"
    part.figure("value_by", f"=IF(N(orders_own_cost)=0,IF({NO_MARGIN},{BY_REVENUE},{BY_MARGIN}),{own})", "0", "Value is counted by")
    part.figure("has_fees", "=N(ROUND(N(result_fees),2)<>0)", "0", "Orders have fees")
    _say(part)


def _say(part: Part) -> None:
    margin, used = _GIVEN("input_gross_margin"), _GIVEN("N(result_margin_used)")
    covered, found = _GIVEN("N(result_revenue_with_cost)"), _GIVEN("N(result_margin_by_costs)")
    by_costs = f'"value after the costs of each order: "{used}"% of revenue"'
    by_both = f'"value after costs where orders have them, else at a margin of "{margin}"%"'
    by_margin = f'"gross margin "{margin}"%"&IF(has_fees,", less fees","")'
    by_part = f'"value is revenue, since only "{covered}"% of it has a cost"'
    by_fees = f'IF(has_fees,"value is revenue less fees: no gross margin yet","{SINCE_NO_MARGIN}")'
    ways = {
        "words_revenue": f"IF(N(orders_with_cost)>0,{by_part},{by_fees})",
        "words_margin": by_margin,
        "words_both": by_both,
        "words_costs": by_costs,
    }
    for name, words in ways.items():
        part.figure(name, f"={words}", label="One of the ways")
    part.figure("margin_words", f"={_by(*ways)}", label="Gross margin")
    after = 'IF(has_fees,"after costs and fees","after costs")'
    goods = 'IF(has_fees,"after cost of goods and fees","after cost of goods")'
    before = 'IF(has_fees,"after fees, before cost of goods","before cost of goods")'
    for name, words in (("after_nothing", before), ("after_goods", goods), ("after_costs", after)):
        part.figure(name, f"={words}", label="One of the ways")
    part.figure("after_cost", f"={_by('after_nothing', 'after_goods', 'after_costs', 'after_costs')}", label="Value is")
    part.figure("after_cost_short", f'=IF(value_by={BY_REVENUE},"{SHORT_OF_IT}",after_cost)', label="Value is, on a card")
    _say_rule(part, covered, found, used)


def _say_rule(part: Part, covered: str, found: str, used: str) -> None:
    """value_rule: the rule in a sentence. to_come_rule: what it means for a forecast."""
    rules = {
        "rule_costs": '="Every order has a cost, so each counts as amount less cost; the gross margin is not used. "&rule_fees',
        "rule_both": f'="Orders with a cost ("{covered}"% of revenue, margin "{found}"%) count as amount less cost, the others at the gross margin. "&rule_fees',
        "rule_margin": '="Orders have no costs: value is revenue times the gross margin. "&rule_fees',
        "rule_part": f'="Value is revenue: only "{covered}"% of it has a cost (margin "{found}"%). For the rest, type a gross margin or fill in costs. "&rule_fees',
        "rule_revenue": '="Value is revenue: there are no costs on Orders and no gross margin here. "&rule_fees',
    }
    part.figure("rule_fees", '=IF(has_fees,"Fees come off too.","")', label="Fees")
    for name, formula in rules.items():
        part.figure(name, formula, label="One of the ways")
    by_revenue = "IF(N(orders_with_cost)>0,rule_part,rule_revenue)"
    part.figure("value_rule", f"={_by(by_revenue, 'rule_margin', 'rule_both', 'rule_costs')}", label="How value is counted")
    to_come = f'"What is to come leaves "{used}"% of its revenue, as all orders so far did."'
    part.figure("to_come_rule", f'=IF(OR(value_by>{BY_MARGIN},has_fees),{to_come},"")', label="The margin of what is to come")


def _by(*formulas: str) -> str:
    """A formula for each way of counting."""
    revenue, margin, both, costs = formulas
    return f"IF(value_by={BY_REVENUE},{revenue},IF(value_by={BY_MARGIN},{margin},IF(value_by={BY_BOTH},{both},{costs})))"


def cost_checks() -> Iterator[Check]:
    """What stands on Checks of how value is counted."""
    yield Check(
        *("", "Costs or a gross margin are known", f"IF(value_by={BY_REVENUE},0,MIN(1,result_customers))", "MIN(1,result_customers)"),
        *(COUNT, 0, "Look", "Value is revenue: type the gross margin on Inputs, or fill in the costs on Orders."),
    )
    yield Check(
        *("", "Revenue with a cost on Orders, where any has one", "N(result_revenue_with_cost)", "MIN(1,N(orders_with_cost))"),
        *("0.0%", 5e-7, "Look", "The others count at the gross margin on Inputs; without one no cost counts."),
    )
    by_costs = f"IF(OR({NO_MARGIN},N(orders_with_cost)=0),N(input_gross_margin),N(result_margin_by_costs))"
    yield Check(
        *("", "Gross margin on Inputs = margin by the costs on Orders", "N(input_gross_margin)", by_costs, "0.0%", _CENT),
        *("Look", "Orders count with their own costs; the margin is for those without one."),
    )
    yield Check(
        *("", "Costs and fees that are no number", "N(costs_unread)", "0", COUNT, 0),
        *("Look", "They count as if the cells were empty: correct them on Orders."),
    )


def value_checks(recalculate: str) -> Iterator[Check]:
    """Whether pages agree on the value of the orders."""
    yield Check("", "Value: customers = orders", "N(result_customer_equity)", "N(value_of_orders)", _MONEY, _CENT, "Act", recalculate)
    profit = f"IF(value_by={BY_COSTS},N(check_products_profit),N(value_of_orders))"
    yield Check("", "Value: products = orders, where all have a cost", profit, "N(value_of_orders)", _MONEY, _CENT, "Act", recalculate)
