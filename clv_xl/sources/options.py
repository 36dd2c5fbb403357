"""What a caller says about a source, from the command line or from Python."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .problems import OrderFileError

if TYPE_CHECKING:  # the command line asks for the names of options before anything is read
    from .values.amounts import DecimalMark
    from .values.dates import DateOrder

IDENTITIES = ("id", "email", "name")
LINES = ("sum", "first", "repeated")
TENURE_UNITS = ("days", "weeks", "months", "quarters", "years")


@dataclass(frozen=True)
class Options:
    """How a source is to be read, where it does not show it.

    columns: the heading of a field, or for money an expression over headings: {"amount": 'Total - "Refunded Amount"'}.
    decimal: "." or ",". date_order: "dmy", "mdy" or "ymd". encoding: of a text file. sheet: of a workbook.
    where, excluded: the rows that count, or do not: "Status in (paid, completed)".
    currency: the one that counts. rates: what the others are worth in it, {"USD": 0.92}, or a file with columns currency and rate.
    identity: "id", "email" or "name", what a customer is known by. duplicates: "drop" leaves out rows that stand twice, "keep" counts them.
    Of an order in two files, "drop" counts the one in the file named last.
    lines: what the amounts of an order's lines are: "sum" its parts, "first" that of the order on its first line, "repeated" on every line.
    tenure_unit: what a tenure is counted in, such as "months".
    profile: the name or the file of a profile; "none" for none.
    customers: a file or a frame with what is known of the customers, by id or e-mail: channel, segment, country; "none" for none.
    products: the same with what each product costs, by its id, SKU or name.
    strict: rows that cannot be read are a failure.
    as_of: the calculation date. today: the last day that is not in the future; without it no day is.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    decimal: DecimalMark | None = None
    date_order: DateOrder | None = None
    encoding: str | None = None
    sheet: str | None = None
    where: str | None = None
    excluded: str | None = None
    currency: str | None = None
    rates: str | Path | Mapping[str, float] | None = None
    identity: str | None = None
    duplicates: str | None = None
    lines: str | None = None
    tenure_unit: str | None = None
    profile: str | Path | None = None
    customers: Any = None
    products: Any = None
    strict: bool = False
    as_of: dt.date | None = None
    today: dt.date | None = None

    def check(self) -> None:
        """Refuse what is none of the choices.

        Raises:
            OrderFileError: which are there.
        """
        if self.decimal not in (None, ".", ",") or self.date_order not in (None, "dmy", "mdy", "ymd"):
            raise OrderFileError("decimal is . or , and date_order is dmy, mdy or ymd; leave them out where the file shows them.")
        for name, choices in (("identity", IDENTITIES), ("duplicates", ("keep", "drop")), ("lines", LINES), ("tenure_unit", TENURE_UNITS)):
            if getattr(self, name) not in (None, *choices):
                raise OrderFileError(f"{name} is {', '.join(choices)}, not {getattr(self, name)!r}; leave it out where the file shows it.")


_PYTHON = {"dates": "date_order", "except": "excluded"}
_FLAG = re.compile(r"--([a-z][a-z-]*[a-z])(?: ('[^']*'|\"[^\"]*\"|[.,](?=[\s.]|$)|[^\s,;?]*[^\s,;.?]))?")


def in_python(sentence: str) -> str:
    """A sentence with the options of the command line as a caller in Python writes them: amount="COLUMN" for --amount COLUMN."""

    def argument(found: re.Match[str]) -> str:
        name = _PYTHON.get(found[1], found[1].replace("-", "_"))
        value = found[2] or ""
        value = value[1:-1] if value[:1] in ("'", '"') else value
        if found[2] and value in ("and", "or", "names", "for"):
            return f"{name}= {found[2]}"
        mark = "'" if '"' in value else '"'
        return f"{name}={mark}{value}{mark}" if value else f"{name}="

    return _FLAG.sub(argument, sentence)
