"""Files beside the orders, which say more of their customers or products."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from ...words import Words
from ..opening.files import files_of
from ..opening.opening import open_source
from ..opening.raw import Raw
from ..opening.title_rows import Fit
from ..problems import OrderFileError


@dataclass
class Beside:
    """What such a file brought.

    of: "customers" or "products". headings: what was taken of it. matched: its rows that are of one in the orders. without: those in the
    orders of whom it says nothing.
    """

    of: str
    name: str
    headings: dict[str, str]
    not_used: list[str]
    rows: int
    matched: int = 0
    without: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def file(self) -> str:
        """Its name without the folder."""
        return PurePath(self.name).name

    @property
    def text(self) -> str:
        """How many of its rows, and of those in the orders, have a partner."""
        figures = (self.file, f"{self.matched:,}", f"{self.rows:,}", f"{self.without:,}")
        if self.of == "products" and "cost" not in self.headings:
            return Words("{1}: {2} of {3} rows are of products in the orders; {4} products in the orders are not in it", *figures)
        if self.of == "products":
            return Words("{1}: {2} of {3} rows are of products in the orders; {4} products in the orders have no cost in it", *figures)
        return Words("{1}: {2} of {3} rows are of customers in the orders; {4} customers in the orders are not in it", *figures)


def is_named(given: Any) -> bool:
    """Whether there is such a file: "none" says that there is none, where a workbook keeps one."""
    return given is not None and not (isinstance(given, str) and given == "none")


def open_beside(given: Any, fit: Fit, of: str) -> Raw:
    """Open such a file, or a frame.

    Raises:
        OrderFileError: it cannot be read, or is more than one.
    """
    files = files_of(given)
    if isinstance(files, list):
        raise OrderFileError(f"--{of} takes one file, and these are {len(files)}.", [f"--{of}"])
    raw = open_source(files, fit, rows=of, words=f"a file of {of}")
    if not isinstance(files, (str, Path)):
        raw.name = Words("the DataFrame of customers") if of == "customers" else Words("the DataFrame of products")
    return raw
