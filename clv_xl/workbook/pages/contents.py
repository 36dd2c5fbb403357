"""What a template shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..layout.page import Book
from ..layout.workings import Workings


@dataclass(frozen=True)
class Pages:
    build: Callable[[Book, Workings], None]
    """Puts the pages into a book, each after those that it asks for cells."""
    tabs: tuple[str, ...]
    """The pages in the order of their tabs."""
    opens: str
    """The tab that is shown first."""
