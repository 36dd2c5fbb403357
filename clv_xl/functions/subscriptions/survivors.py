"""Numbers of survivors as cells have them, and the model of those who stay."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from ...cells.arguments import Argument
from ...cells.columns import is_heading
from ...cells.errors import CellError, ExcelError
from ...cells.values import Cell
from ...lists.remembering import remembered
from ...models import CurveModel
from ..orders.fits import AUTO

if TYPE_CHECKING:
    from ...models.renewals.choice import Chosen

_CURVES = ("sBG, unless BdW is proven better", "Customers stay as they are", "Customers change with the time they have stayed")
CurveWord = Annotated[str, Argument("word", "single", unit="word", words=(AUTO, *CurveModel), meanings=_CURVES)]
_SURVIVORS = Argument(unit="number of customers", low=0, high=1e12)
_WHOLE = 1e-6
"""A number of customers may be off a whole number by such a share, as 1000 x 63.1% is."""


@dataclass(frozen=True)
class Seen:
    """What was seen after 0, 1, 2, ... renewals: how many are left of those who came so far, and how many had come."""

    left: list[float]
    at_risk: list[float]

    @property
    def retention(self) -> list[float | None]:
        return [None, *(left / came if came else None for left, came in zip(self.left[1:], self.at_risk[1:]))]

    @property
    def survival(self) -> list[float | None]:
        """The product of the retentions; taken in one division as long as all who were left came to the next renewal."""
        shares: list[float | None] = []
        base, share = self.left[0], 1.0
        for number, (left, came) in enumerate(zip(self.left, self.at_risk)):
            if number and came != self.left[number - 1]:
                share, base = shares[-1], came
            shares.append(share * left / base if base and share is not None else None)
        return shares


def fit_survivors(survivors: Any, at_risk: list[Cell] | None, word: str = AUTO) -> tuple[Seen, Chosen]:
    """What was seen, and its model: the one of that name, or the one to trust. survivors: the headings, if any, and the columns.

    Raises:
        CellError: the cells are no numbers of survivors, or say too little.
    """
    from ...models.fitting import NotEnoughDataError

    cohorts = [_counts(column, "survivors") for column in _columns(survivors[1])]
    cohorts = [counts for counts in cohorts if counts] or [[]]
    length = max(map(len, cohorts))
    left = [math.fsum(counts[n] for counts in cohorts if n < len(counts)) for n in range(length)]
    came = [left[0] if left else 0.0, *(math.fsum(counts[n - 1] for counts in cohorts if n < len(counts)) for n in range(1, length))]
    if at_risk is not None:
        came = _at_risk(at_risk, left, len(cohorts))
    if not left or left[0] == 0:
        raise CellError(ExcelError.NA, "survivors tells too little. There are no customers to begin with.")
    try:
        name = None if word == AUTO else CurveModel(word)
        return Seen(left, came), curve_of(tuple(left[1:]), tuple(n - stayed for n, stayed in zip(came[1:], left[1:])), name)
    except NotEnoughDataError as reason:
        raise CellError(ExcelError.NA, f"survivors tells too little. {reason}") from None


@remembered
def curve_of(stayed: tuple[float, ...], left: tuple[float, ...], name: CurveModel | None = None) -> Chosen:
    """The curve of those who stayed and left at each renewal, fitted once.

    Raises:
        NotEnoughDataError: they say too little.
    """
    from ...models.renewals.choice import fit_curve

    return fit_curve(stayed, left, name)


def _columns(columns: list[list[Cell]]) -> list[list[Cell]]:
    """The cohorts, without headings; one row of cells is one cohort."""
    if columns and len(columns) > 1 and len(columns[0]) == 1:
        columns = [[cell for column in columns for cell in column]]
    headed = columns and len(columns[0]) > 1 and all(column[0] is None or is_heading(column[0]) for column in columns)
    return [column[1:] for column in columns] if headed and any(column[0] for column in columns) else columns


def _counts(cells: list[Cell], name: str) -> list[float]:
    """Numbers of customers that never rise; blanks at the end are renewals to come."""
    known = len(cells)
    while known and cells[known - 1] is None:
        known -= 1
    counts = []
    for cell in cells[:known]:
        value = _SURVIVORS.read(cell)
        if isinstance(value, ExcelError):
            raise CellError(value, f"{name} {_SURVIVORS.why(cell)}.")
        if value is None:
            raise CellError(ExcelError.NA, f"{name} has a blank cell between numbers. Fill it in; only renewals to come are left blank.")
        counts.append(value)
    part = next((n for n in counts if abs(n - round(n)) > _WHOLE * max(n, 1)), None)
    if part is not None:
        raise CellError(
            ExcelError.NUM,
            f"{name} has {part:.6g}, which is no number of customers. Give how many are left, not which share: from that it follows"
            " how sure the fit is.",
        )
    rise = next((i for i in range(1, len(counts)) if counts[i] > counts[i - 1]), None)
    if rise is not None:
        raise CellError(
            ExcelError.NUM,
            f"{name} rises from {counts[rise - 1]:.6g} to {counts[rise]:.6g} at renewal {rise}."
            " Give how many are left of those in the first cell.",
        )
    return counts


def _at_risk(cells: list[Cell], left: list[float], cohorts: int) -> list[float]:
    """How many came to each renewal; before the first, all who began.

    Raises:
        CellError: they do not go with those who are left.
    """
    if cohorts > 1:
        raise CellError(ExcelError.VALUE, "at_risk goes with one column of survivors. Leave it out: each cohort says itself who came.")
    came = _counts([left[0] if left else None, *cells[1:]], "at_risk")
    if len(came) != len(left):
        raise CellError(ExcelError.NA, "at_risk is blank where survivors is not, or the other way round. Fill in both.")
    wrong = next((n for n in range(1, len(came)) if not left[n] <= came[n] <= left[n - 1]), None)
    if wrong is not None:
        raise CellError(
            ExcelError.NUM,
            f"at_risk is {came[wrong]:.6g} at renewal {wrong}."
            f" Give {left[wrong]:.6g} (who made it) to {left[wrong - 1]:.6g} (who were left).",
        )
    return came
