"""Whether two shares differ beyond chance."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

from ..cells.arguments import Argument, SingleShare
from ..cells.errors import CellError, ExcelError
from ..cells.registry import excel_function
from ..cells.tables import Column, Label, TableOf
from ..cells.values import Words
from ..models.differences import CONFIDENCE

SingleCount = Annotated[float, Argument("number", "single", unit="number of customers", low=0)]


class ShareFigure(Label):
    """What a comparison of two shares says."""

    VERDICT = "Verdict", "state", "Higher, Lower, or Cannot tell yet."
    SHARE = "Share", "share", "The share of the first group."
    BEFORE = "Share before", "share", "That of the group it is compared with."
    DIFFERENCE = "Difference", "change", "How much higher the first is, as a fraction: 0.01 is a point."
    LOW = "Lowest difference", "change", "Where the interval of the true difference begins."
    HIGH = "Highest difference", "change", "Where it ends."
    NEEDED = "Customers needed", "count", "In both groups together, to show such a difference; blank where there is none."


@dataclass(frozen=True, slots=True)
class ShareLine:
    """A figure of a comparison."""

    figure: Annotated[ShareFigure, Column("Shares", "figure", "Which figure it is.")]
    answer: Annotated[str | float | None, Column("Answer", "by row", "The figure.")]


@excel_function(family="Decisions")
def CLV_COMPARE_SHARES(
    count: SingleCount,
    customers: SingleCount,
    count_before: SingleCount,
    customers_before: SingleCount,
    confidence: SingleShare = CONFIDENCE,
) -> TableOf[ShareLine]:
    """Whether a share differs from another beyond chance: churn of this month and of those before, say, with what would settle it.

    Higher and Lower are said only where the interval of the difference excludes 0; otherwise it is "Cannot tell yet", and Customers
    needed says how many in both groups together, at their present split, would show a difference such as this with a chance of 80%. The
    groups must be different customers, or the same ones at different renewals. One in fifty comparisons without any difference claims
    one, at a confidence of 98%.

    Args:
        count: How many it happened to in the first group, such as subscribers who left.
        customers: Of how many, such as subscribers at the start.
        count_before: How many it happened to in the group that it is compared with.
        customers_before: Of how many.
        confidence: How sure the answer is to be, as a fraction. Left out: 98%.

    Errors:
        #N/A where customers or customers_before is 0; #NUM! where a count is more than its customers, one of them is negative, or
        confidence is outside 0 to 1, or 0 or 1 itself; #VALUE! for text.

    Source:
        Newcombe 1998, Interval Estimation for the Difference between Independent Proportions, method 10.

    Examples:
        >>> records(CLV_COMPARE_SHARES(42, 780, 102, 2300))[0]["Answer"]
        'Cannot tell yet'
        >>> records(CLV_COMPARE_SHARES(70, 780, 102, 2300))[0]["Answer"]
        'Higher'
    """
    from ..models.proportions import compare_shares

    if not 0 < confidence < 1:
        raise CellError(ExcelError.NUM, "confidence is 0 or 1. Give a fraction between, such as 98%.")
    for name, part, whole in (("count", count, customers), ("count_before", count_before, customers_before)):
        if part > whole:
            raise CellError(ExcelError.NUM, f"{name} is {part:g} of {whole:g} customers. Give no more than there were.")
        if whole == 0:
            raise CellError(ExcelError.NA, f"{name} is of no customers. There is nothing to compare.")
    found = compare_shares(count_before, customers_before, count, customers, confidence)
    verdict = ("Higher" if found.difference > 0 else "Lower") if found.is_beyond_chance else "Cannot tell yet"
    figures: dict[ShareFigure, str | float | None] = {
        ShareFigure.VERDICT: Words(verdict),
        ShareFigure.SHARE: found.b,
        ShareFigure.BEFORE: found.a,
        ShareFigure.DIFFERENCE: found.difference,
        ShareFigure.LOW: found.low,
        ShareFigure.HIGH: found.high,
        ShareFigure.NEEDED: float(math.ceil(found.needed)) if math.isfinite(found.needed) else None,
    }
    return TableOf(ShareLine, [ShareLine(*pair) for pair in figures.items()])
