"""A source with one answer: a table with our columns, and the account of every row and cent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath
from typing import Any

from .columns.fields import DataList
from .columns.plan import Plan
from .opening.raw import Raw
from .output import sheet_columns, used_rows
from .problems import OrderFileError
from .rows.account import Account, Cleaned
from .rows.beside import Beside
from .rows.customers.known import Recognised


def without_folders(name: str) -> str:
    """The name of a source, or of several, without the folders."""
    return ", ".join(PurePath(part).name for part in name.split(", "))


@dataclass
class FileRead:
    """One file of a source."""

    name: str
    profile: str | None
    headings: dict[str, str]
    not_used: list[str]
    account: Account


@dataclass
class Source:
    """What was read, how, and what of it counts."""

    name: str
    kind: DataList
    plan: Plan
    cleaned: Cleaned
    raw: Raw
    headings: dict[str, str]
    """Where each field came from: a heading of the source, or an expression over its headings."""
    not_used: list[str]
    notes: list[str] = field(default_factory=list)
    files: list[FileRead] = field(default_factory=list)
    """Each of several; none where it is one alone."""
    joined: list[Beside] = field(default_factory=list)
    """Files beside it that say more of its rows."""
    recognised: Recognised = field(default_factory=Recognised)
    """Who its customers are, where they are to be remembered."""

    @property
    def account(self) -> Account:
        return self.cleaned.account

    @property
    def profile(self) -> str | None:
        own = [self.plan.profile.program] if self.plan.profile else []
        return ", ".join(dict.fromkeys([*own, *(file.profile for file in self.files if file.profile)])) or None

    @property
    def vat(self) -> str:
        """ "with" or "without", where the profile or the heading says whether VAT is in the money; else nothing."""
        return self.plan.vat

    @property
    def as_of(self) -> dt.date | None:
        return self.cleaned.as_of

    @cached_property
    def table(self) -> Any:
        """The rows that count, as an Arrow table of our columns."""
        return self.raw.db.sql(used_rows(self.raw, self.kind, self.plan)[1]).to_arrow_table()

    def first_rows(self, most: int) -> tuple[list[str], list[tuple[Any, ...]]]:
        """The names of the columns and the first rows of the table."""
        names, sql = used_rows(self.raw, self.kind, self.plan)
        return names, self.raw.run(f"{sql} LIMIT {most}")

    @cached_property
    def columns(self) -> dict[str, list[Any]]:
        """The rows that a workbook shows, as columns of cells: those that count, and those that it leaves out itself, as they were."""
        return sheet_columns(self.raw, self.kind, self.plan)

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), []))

    def needs_some(self) -> None:
        """Raises OrderFileError where no row can be used."""
        if self.account.used.rows == 0:
            reasons = ", ".join(f"{rows:,} {reason}" for reason, rows in self.account.rows_left_out.items())
            raise OrderFileError(f"{self.name}: no row of the {self.kind.rows} can be used ({reasons or 'there is none'}).", ["--where"])

    def close(self) -> None:
        self.raw.close()
