"""What makes a template: its pages, its inputs, the table that a person fills, and its sample."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from ..inputs.input import Input


@dataclass(frozen=True)
class Template:
    blocks: Mapping[str, tuple[Input, ...]]
    """The inputs by heading, as they stand on the page Inputs."""
    pages: tuple[Callable[[Workbook], None], ...]
    """In the order of the tabs."""
    alt_texts: Mapping[str, list[str]]
    """By tab, what each chart shows, in the order the charts were added."""
    opens: str
    """The tab that is shown first."""
    sample: Mapping[str, Any]
    """Sample values of inputs."""
    sample_note: str
    """Where the sample comes from, in one sentence."""
    holds_sample: bool = False
    """Whether the sample stands in the ready-made workbook, marked as such."""
    table: str = ""
    """The Excel Table that a person fills; none where the inputs are all."""
    sample_data: Path | None = None
    """A file of sample rows for the table."""
    texts: tuple[tuple[str, str], ...] = ()
    """Tabs and their cells where a number that is text is meant so."""

    @property
    def inputs(self) -> dict[str, Input]:
        return {field.name: field for fields in self.blocks.values() for field in fields}
