"""Subscriptions of which a source says how long each has lasted and whether it has ended, and not when."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..problems import ColumnError
from ..values.expressions import Heading, headings_of
from .look import Look
from .plan import Plan
from .recognising import tier_of
from .words import meaning_of

_WORDS = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"(?<=[a-z])(?=[A-Z])")
_UNITS = {"day": "days", "week": "weeks", "month": "months", "quarter": "quarters", "year": "years"}


def settle_tenure(look: Look, plan: Plan, free: Sequence[str], named: Mapping[str, str]) -> None:
    """Dates count before tenures, and tenures where a date is missing.

    Raises:
        ColumnError: there is a tenure, no start, and nothing that says who has left.
    """
    fields = plan.fields
    for one, other in (("end", "churned"), ("churned", "end")):  # "Opgezegd" is a day, or yes and no
        if one in fields and one not in named and other not in fields:
            heading = headings_of(fields[one])[0]
            if look.is_date(heading) if one == "churned" else _says_who(look, heading):
                fields[other] = fields.pop(one)
    if "churned" not in fields and "tenure" in fields:
        status = [heading for heading in free if tier_of(heading, plan.kind.words("status")) == 0]
        if known := [heading for heading in status if _says_who(look, heading)]:
            fields["churned"] = Heading(known[0])
    if "tenure" not in named and ("tenure" not in fields or {"start", "end"} <= fields.keys()):
        fields.pop("tenure", None)
        return
    if "churned" not in fields:
        if "start" in fields and "tenure" not in named:
            del fields["tenure"]
            return
        tenure = headings_of(fields["tenure"])[0]
        raise ColumnError(f"{tenure} says how long, and no column who has left; name it with --churned COLUMN", ["--churned"])
    fields.pop("start", None)
    fields.pop("end", None)
    plan.tenure_unit = unit_in(headings_of(fields["tenure"]))


def _says_who(look: Look, heading: str) -> bool:
    """Whether words below a heading say who has left."""
    return not look.is_date(heading) and bool({meaning_of("churned", text) for text in look.sample(heading)} & {"yes", "no"})


def unit_in(headings: Sequence[str]) -> str:
    """What a tenure is counted in, where its heading says so."""
    tokens = [word for heading in headings for part in _BETWEEN.split(heading) for word in _WORDS.findall(part)]
    found = {unit for word in tokens if len(word) > 1 and (unit := _UNITS.get(meaning_of("interval", word) or ""))}
    return found.pop() if len(found) == 1 else ""
