"""Which lever is worth most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ...cells.arguments import SingleMoney, SinglePerYear, SingleShare, SingleYears
from ...cells.errors import CellError, ExcelError
from ...cells.registry import excel_function
from ...cells.tables import Column, Label, TableOf
from .inputs import CLV_LIFESPAN_FROM_CHURN
from .value import CLV, CLV_NET


class Lever(Label):
    """The inputs that can change, and the row without a change."""

    PURCHASE_VALUE = "Purchase value", "money", "What a customer spends on an average purchase."
    PURCHASE_FREQUENCY = "Purchase frequency", "decimal", "Times a year."
    LIFESPAN = "Lifespan", "decimal", "In years; where one is given."
    CHURN = "Monthly churn", "share", "Where no lifespan is given."
    MARGIN = "Gross margin", "share", "What is left of revenue after the cost of goods."
    CAC = "Cost to win", "money", "What it costs to win a customer."
    NONE = "As it is", "money", "The value without a change."


@dataclass(frozen=True, slots=True)
class LeverLine:
    """The value of a customer, less the cost to win one, when an input changes."""

    lever: Annotated[Lever, Column("Lever", "key", "The input that changes.")]
    now: Annotated[float | None, Column("Now", "by row", "The input as it is.")]
    lower: Annotated[float, Column("Net CLV at -{1}%", "money", "The value with the input so much lower.")]
    higher: Annotated[float, Column("Net CLV at +{1}%", "money", "The value with the input so much higher.")]
    gain: Annotated[float | None, Column("Gain", "money", "What the better direction brings.")]
    gain_share: Annotated[float | None, Column("Gain in %", "share", "The gain as a share of the value as it is.")]


@excel_function(family="Decisions")
def CLV_SENSITIVITY(
    purchase_value: SingleMoney,
    purchase_frequency: SinglePerYear,
    lifespan: SingleYears = None,
    gross_margin: SingleShare = 1,
    cac: SingleMoney = 0,
    change: SingleShare = 0.1,
    monthly_churn: SingleShare = None,  # type: ignore[assignment]
) -> TableOf[LeverLine]:
    """Which lever is worth most: the value of a customer, after the cost to win one, when each input changes a little.

    Each row changes one input, by 10% unless told otherwise, and leaves the others. Gain is what the better direction brings:
    more value, frequency, lifespan and margin, less churn and cost. The largest gain stands first; the last row is the value as
    it is. Give the lifespan, or the churn in its place. A margin or a churn stays within 100%.

    Args:
        purchase_value: What a customer spends on an average purchase, in your currency.
        purchase_frequency: How often an average customer buys, times a year.
        lifespan: How long an average customer stays, in years. Left out: from monthly_churn.
        gross_margin: What is left of revenue after the cost of goods, as a fraction: 40% or 0.4. Left out: 1.
        cac: What it costs to win a customer, in your currency. Left out: 0.
        change: By how much each input changes, as a fraction. Left out: 10%.
        monthly_churn: Share of customers who leave in a month, as a fraction, in place of a lifespan.

    Errors:
        #N/A where purchase_value or purchase_frequency is blank, or lifespan and monthly_churn both are; #VALUE! for text, or
        both a lifespan and a monthly_churn; #NUM! for a negative number, a fraction above 1 or a change of 100%, or numbers too
        large; #DIV/0! for a monthly_churn of 0.

    Source:
        CLV as in the function CLV, less CAC; one input at a time.

    Examples:
        >>> records(CLV_SENSITIVITY(100, 4, 8, 0.5, 200, 0.25))[4]["Gain"]
        50.0
        >>> CLV_SENSITIVITY(100, 4, 8, 0.5, 200, 0.25)[1]
        ['Purchase value', 100.0, 1000.0, 1800.0, 400.0, 0.2857142857142857]
    """
    if (lifespan is None) == (monthly_churn is None):
        error = ExcelError.NA if lifespan is None else ExcelError.VALUE
        raise CellError(error, f"lifespan and monthly_churn are both {'blank' if lifespan is None else 'given'}. Fill in one of them.")
    if change >= 1:
        raise CellError(ExcelError.NUM, "change is 100%. Give less, such as 10%.")
    now = {Lever.PURCHASE_VALUE: purchase_value, Lever.PURCHASE_FREQUENCY: purchase_frequency, Lever.MARGIN: gross_margin, Lever.CAC: cac}
    now |= {Lever.CHURN: monthly_churn} if lifespan is None else {Lever.LIFESPAN: lifespan}
    base = _net_value(now)
    rows = []
    for lever, value in now.items():
        lower, higher = (_net_value(now | {lever: _changed(lever, value, factor)}) for factor in (1 - change, 1 + change))
        gain = max(lower, higher) - base
        rows.append(LeverLine(lever, value, lower, higher, gain, gain / abs(base) if base else None))
    rows.sort(key=lambda row: -(row.gain or 0.0))
    rows.append(LeverLine(Lever.NONE, None, base, base, None, None))
    percent = [f"{100 * change:g}"]
    return TableOf(LeverLine, rows, {"lower": percent, "higher": percent})


def _changed(lever: Lever, value: float, factor: float) -> float:
    return min(1.0, value * factor) if lever in (Lever.MARGIN, Lever.CHURN) else value * factor


def _net_value(inputs: dict[Lever, float]) -> float:
    years = CLV_LIFESPAN_FROM_CHURN(inputs[Lever.CHURN]) if Lever.CHURN in inputs else inputs[Lever.LIFESPAN]
    if isinstance(years, ExcelError):
        raise CellError(years, "monthly_churn is 0: customers who never leave are worth more than any number. Give a churn above 0.")
    value = CLV(inputs[Lever.PURCHASE_VALUE], inputs[Lever.PURCHASE_FREQUENCY], years, inputs[Lever.MARGIN])
    net = value if isinstance(value, ExcelError) else CLV_NET(value, inputs[Lever.CAC])
    if isinstance(net, ExcelError):
        raise CellError(net, "The answer is too large for a cell. Check purchase_value, purchase_frequency and lifespan.")
    return net
