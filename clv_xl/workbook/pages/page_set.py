"""What a template shows: its pages, and what is known of them when they are built."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from openpyxl import Workbook


@dataclass(frozen=True)
class PageSet:
    pages: tuple[Callable[[Workbook], None], ...]
    """In the order of the tabs."""
    alt_texts: Mapping[str, list[str]]
    """By tab, what each chart shows, in the order the charts were added."""
    opens: str
    """The tab that is shown first."""
    texts: tuple[tuple[str, str], ...] = ()
    """Tabs and their cells where a number that is text is meant so."""
