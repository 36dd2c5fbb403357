"""Tenures as months, and whether each has left, of subscriptions without dates."""

from __future__ import annotations

from ....words import Words
from ...columns.plan import Plan
from ...columns.words import meaning_of
from ...opening.raw import Raw, quoted
from ...options import TENURE_UNITS, Options
from ...problems import OrderFileError
from ...reasons import CHURNED, TENURE
from ...values.expressions import written
from ..stage import Stage

_MONTHS = {"days": 12 / 365.25, "weeks": 12 * 7 / 365.25, "months": 1.0, "quarters": 3.0, "years": 12.0}
_DAYS_OFF = 1.5
"""Days by which a tenure in days may be off a whole month, whose length is a mean one."""


def stage_tenure(raw: Raw, plan: Plan, stage: Stage, options: Options) -> None:
    """The columns of tenure in months, and of what stood there; NULL in a list of dates.

    Raises:
        OrderFileError: nothing tells what the tenures are counted in.
    """
    if "tenure" not in plan.fields:
        stage.columns |= {"months": "CAST(NULL AS DOUBLE)", "months_text": "CAST(NULL AS VARCHAR)"}
        return
    expression = plan.fields["tenure"]
    unit = options.tenure_unit or plan.tenure_unit
    if not unit:
        choices = ", ".join(TENURE_UNITS[:-1]) + " or " + TENURE_UNITS[-1]
        raise OrderFileError(
            f"{raw.name}, column {written(expression)}: it does not tell whether it is {choices}; say which with --tenure-unit.",
            ["--tenure-unit"],
        )
    value, _ = stage.number(expression)
    months = f"({value} * {_MONTHS[unit]!r})"
    if unit in ("days", "weeks"):
        off = _DAYS_OFF * _MONTHS["days"]
        months = f"(CASE WHEN abs({months} - round({months})) <= {off!r} THEN round({months}) ELSE {months} END)"
    stage.columns |= {"months": f"round({months}, 6)", "months_text": stage.cell(expression)}


def stage_churned(raw: Raw, plan: Plan, stage: Stage) -> None:
    """The column of whether each has left; NULL where it is blank.

    Raises:
        OrderFileError: a word says neither.
    """
    if "churned" not in plan.fields:
        stage.columns |= {"churned": "CAST(NULL AS BOOLEAN)", "churned_text": "CAST(NULL AS VARCHAR)"}
        return
    text, heading = stage.text(plan.fields["churned"]), written(plan.fields["churned"])
    words = [word for (word,) in raw.run(f"SELECT DISTINCT {text} AS t FROM {{rows}} WHERE t IS NOT NULL ORDER BY 1")]
    meanings = {word: meaning_of("churned", word.removesuffix(".0")) for word in words}
    if unknown := [word for word, meaning in meanings.items() if meaning is None]:
        raise OrderFileError(
            f"{raw.name}, column {heading}: {unknown[0]!r} does not tell who has left, as yes and no do; "
            f"leave such rows out with --except '\"{heading}\" = {unknown[0]}', or name another column with --churned.",
            ["--except", "--churned"],
        )
    cases = " ".join(f"WHEN {quoted(word)} THEN {meaning == 'yes'}" for word, meaning in meanings.items())
    stage.columns["churned"] = f"CASE {text} {cases} END" if cases else "CAST(NULL AS BOOLEAN)"
    stage.columns["churned_text"] = text


def count_from_the_middle(raw: Raw, plan: Plan, options: Options) -> str:
    """Where somebody who left has a tenure of 0, tenures are whole months (quarters, years) completed: who left did so in the one that
    followed, and half of it is added to theirs in `judged`. What is said of that."""
    unit = options.tenure_unit or plan.tenure_unit
    at_once, parts = raw.run(
        "SELECT count(*) FILTER (churned AND months = 0), count(*) FILTER (months % 1 <> 0) FROM judged WHERE reason IS NULL"
    )[0]
    if not at_once or parts or unit in ("days", "weeks"):
        return ""
    raw.make("whole", f"SELECT * REPLACE (CASE WHEN churned THEN months + {_MONTHS[unit] / 2} ELSE months END AS months) FROM judged")
    raw.view("judged", "SELECT * FROM whole")
    return Words("{1} who left have a tenure of 0, so tenures are {2} completed: who left did so half of one later.", f"{at_once:,}", unit)


CASES = (f"WHEN months IS NULL OR months < 0 THEN {quoted(TENURE)}", f"WHEN churned IS NULL THEN {quoted(CHURNED)}")
"""Why rows of tenures are left out, in SQL."""
