"""What Checks checks in a calculator: the inputs, whether they agree, and each closed form beside the same in plain Excel."""

from __future__ import annotations

from dataclasses import replace

from ...layout.page import Book
from ...layout.tables import Row, Table
from ...layout.workings import Workings
from ...look.style import COUNT
from ..shared.checks import OUTSIDE, Check, checks_page, put_checks
from .over_time import STEPS

_MONEY = "#,##0.00"
_FORMULA = "The functions are not those this workbook was made for: run clv-xl recalc."


def _near(row: Row) -> str:
    """How far two figures that say the same thing may differ."""
    return f"input_tolerance*ABS(N({row['Expected']}))+1E-9"


_INPUTS = (
    Check("Inputs", "Purchase value, purchases, margin and cost to win", "COUNT(input_purchase_value,input_purchase_frequency,input_gross_margin,input_cac)", "4", COUNT, 0, "Act", "Fill in all four on Inputs; 0 where winning costs nothing."),
    Check("", "Lifespan, churn or retention: one is enough", "MIN(1,COUNT(input_lifespan,input_monthly_churn,input_retention_rate))", "1", COUNT, 0, "Act", "Fill in how long customers stay, on Inputs."),
    Check("", "Settings under How to count", 'COUNT(input_discount_rate,input_horizon_years,input_target_ratio,input_change,input_tolerance)+IF(input_value_by="",0,1)', "6", COUNT, 0, "Act", "Fill in all six on Inputs."),
    replace(OUTSIDE, group=""),
    Check("", "Values that are still the sample's", "result_sample_inputs", "0", COUNT, 0, "Look", "Type your own over those marked sample on Inputs."),
    Check("", "The values have an end", "IF(used_monthly_churn=\"\",1,--(used_monthly_churn>0))", "1", COUNT, 0, "Act", "Nobody leaves: give a churn above 0%, or a lifespan."),
)  # fmt: skip
_PLAUSIBLE = (
    Check("Plausible", "Lifespan in years = 1 ÷ churn ÷ 12", 'N(used_lifespan)', 'IF(N(used_monthly_churn)=0,N(used_lifespan),1/used_monthly_churn/12)', "#,##0.00", _near, "Look", "Lifespan and churn tell two stories. Correct one, or leave it empty."),
    Check("", "Retention a year = (1 - monthly churn)^12", "N(used_retention_rate)", 'IF(used_monthly_churn="",N(used_retention_rate),(1-used_monthly_churn)^12)', "0.0%", _near, "Look", "Retention and churn tell two stories. Correct one, or leave it empty."),
    Check("", "Gross margin = (price - cost of goods) ÷ price", "N(used_gross_margin)", 'IFERROR(0+IF(input_unit_cost="",N(used_gross_margin),CLV_GROSS_MARGIN(used_purchase_value,input_unit_cost)),"")', "0.0%", _near, "Look", "The costs on Inputs give another margin."),
    Check("", "Gross margin is not the mark-up on cost", 'IF(OR(N(input_unit_cost)=0,N(used_gross_margin)=0),0,IF(ABS(N(used_purchase_value)/input_unit_cost-1-used_gross_margin)<=input_tolerance*used_gross_margin,1,0))', "0", COUNT, 0, "Look", "That is the mark-up. The margin is (price - cost) / price, which is less."),
    Check("", "Discount rate is below the retention", "used_discount_rate", "MIN(used_discount_rate,IF(used_retention_rate=\"\",1,used_retention_rate))", "0.0%", 1e-9, "Look", "Were the two typed in each other's place?"),
    Check("", "Cost to win is earned back before customers leave", "result_breakeven_months", 'IF(ISNUMBER(result_breakeven_months),MIN(result_breakeven_months,12*N(used_lifespan)),IF(result_breakeven_months="","","in time"))', "#,##0.0", 1e-9, "Look", "Customers leave, on average, before they have earned back what they cost."),
    Check("", "Profit per customer is not negative", "N(result_profit)", "MAX(0,N(result_profit))", _MONEY, 1e-9, "Look", "Each new customer loses money: see What-if for the strongest lever."),
)  # fmt: skip


_SERIES = "LN(1-used_cac*used_monthly_churn/net_monthly_margin)/LN(1-used_monthly_churn)"
_MONTHS = f'IF(used_monthly_churn=0,used_cac/net_monthly_margin,IF(used_monthly_churn=1,IF(used_cac<=net_monthly_margin,1,""),{_SERIES}))'
_EARNED_IN = 'IF(used_cac=0,0,IF(check_months="","never",ROUNDUP(ROUND(check_months,9),0)))'
_FIGURES = "used_cac,net_monthly_margin,used_monthly_churn"


def calculator_checks_page(book: Book, workings: Workings, bands: Table) -> None:
    workings.part("Checks").figure(
        "check_months", f'=IFERROR(IF(net_monthly_margin<=0,"",{_MONTHS}),"")', label="Months until it is earned"
    )
    put_checks(checks_page(book, link="Dashboard"), workings, [*_INPUTS, *_PLAUSIBLE, *_formulas(bands)])


def _formulas(bands: Table) -> list[Check]:
    """The closed forms with the figures of the workbook, beside formulas that owe them nothing."""
    product = "used_purchase_value*used_purchase_frequency*{}"
    margin = "used_monthly_revenue*used_gross_margin"
    stay, rate = "used_retention_rate", "(1+used_discount_rate)"
    low, high = (f"INDEX({bands.column(edge)},MATCH(chosen_industry,{bands.column('Industry')},0))" for edge in ("From", "To"))
    last = "(used_horizon_years*12)"
    rows = (
        ("Value over the lifespan", "result_clv", product.format("used_lifespan*used_gross_margin"), _MONEY),
        ("Revenue a month", "used_monthly_revenue", product.format("1/12"), _MONEY),
        ("Value from churn", "result_churn_clv", f"{margin}/used_monthly_churn", _MONEY),
        ("Value from churn, discounted", "result_churn_clv_discounted", f"{margin}/(1-(1-used_monthly_churn)/{rate}^(1/12))", _MONEY),
        ("Present value from retention", "result_clv_discounted", f"used_annual_margin*{rate}/({rate}-{stay})", _MONEY),
        ("Present value in the years ahead", "result_clv_in_horizon", f"result_clv_discounted*(1-({stay}/{rate})^used_horizon_years)", _MONEY),
        ("Present value after all costs", "result_clv_after_costs", f"((used_annual_margin-used_service_cost)*{rate}-used_retention_cost*SQRT{rate})/({rate}-{stay})-used_cac", _MONEY),
        ("Profit after all costs", "result_profit", "result_value-used_cac-used_yearly_cost*used_lifespan", _MONEY),
        ("Value : cost", "result_clv_cac_ratio", "result_value/used_cac", "#,##0.0000"),
        ("Months to earn back the cost", "result_payback_months", f"used_cac/({margin})", "#,##0.0000"),
        ("Months to earn it back as customers leave", "result_breakeven_months", f'IF(COUNT({_FIGURES})<3,"",{_EARNED_IN})', "0"),
        ("Years until costs eat the value", "result_service_years", "(result_value-used_cac)/used_yearly_cost", "#,##0.0000"),
        ("A new customer may cost", "result_max_cac", "result_value/input_target_ratio", _MONEY),
        ("Beside the usual band", "result_benchmark", f'IF(benchmark_figure<{low},"below",IF(benchmark_figure>{high},"above","within"))', "General"),
        ("What-if starts from the profit", "what_if_profit", "result_profit", _MONEY),
        ("Over time ends where a series of payments does", "check_time_end", f"net_monthly_margin*(1-(1-used_monthly_churn)^{last})/used_monthly_churn-used_cac", _MONEY),
        ("Over time looks as far as it should", "check_time_months", f"{STEPS}*used_horizon_years", COUNT),
    )  # fmt: skip
    made = []
    for number, (text, found, expected, form) in enumerate(rows):
        made.append(Check("Formulas" if number == 0 else "", f"{text}, by plain Excel" if number < 14 else text, found, f'IFERROR({expected},"")', form, 1e-6, "Act", _FORMULA))  # fmt: skip
    return made
