"""How long a price is paid for, where an export says no interval but the first and last day of the current period."""

from __future__ import annotations

from collections.abc import Mapping

from ...opening.raw import Raw, quoted
from ...problems import OrderFileError
from ...values.expressions import Expression, written
from ..stage import Stage

PERIOD = ("period_start", "period_end", "trial_end")
_MONTH = 365.25 / 12
_SLACK = 3
"""Days by which some months together are longer or shorter than as many months of the mean length."""


def has_period(fields: Mapping[str, Expression]) -> bool:
    """Whether the days of a period stand in for an interval."""
    return "interval" not in fields and {"period_start", "period_end"} <= fields.keys()


def stage_months(stage: Stage, fields: Mapping[str, Expression], days: Mapping[str, tuple[str, str]]) -> str:
    """The SQL of how many months a price is for, NULL where that is not known: of the row's own period where it is one of whole months
    or weeks and no trial, else of most others of the same plan."""
    start, end = days["period_start"][0], days["period_end"][0]
    length = f"date_diff('day', {start}, {end})"
    months = f"round({length} / {_MONTH})"
    trial = f"coalesce({days['trial_end'][0]} >= {end}, false)" if "trial_end" in days else "false"
    own = (
        f"CASE WHEN {trial} THEN NULL WHEN {months} >= 1 AND abs({length} - {months} * {_MONTH}) <= {_SLACK} THEN {months} "
        f"WHEN {length} > 0 AND {length} % 7 = 0 THEN {length} / 7 * 12 / 52 END"
    )
    plan = f" PARTITION BY {stage.text(fields['plan'])}" if "plan" in fields else ""
    return f"coalesce({own}, mode({own}) OVER ({plan}))"


def ask_unknown(raw: Raw, fields: Mapping[str, Expression]) -> None:
    """Raises OrderFileError where a price is for a time that nothing tells."""
    shown = "plan_text" if "plan" in fields else "price_text"
    found = raw.run(f"SELECT any_value({shown}), count(*) FROM staged WHERE price_unit IS NOT NULL AND price IS NULL")[0]
    if not found[1]:
        return
    between = f"{written(fields['period_start'])} and {written(fields['period_end'])}"
    which = f"'{written(fields['plan'])} = {quoted(str(found[0]))[1:-1]}'" if "plan" in fields and found[0] else "CONDITION"
    raise OrderFileError(
        f"{raw.name}, columns {between}: they do not tell for how long {found[0]} is paid ({found[1]:,} rows); name the column that says "
        f"month or year with --interval, or leave such rows out with --except {which}.",
        ["--interval", "--except"],
    )
