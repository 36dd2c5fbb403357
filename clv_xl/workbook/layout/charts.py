"""Charts of a page: what each draws, and where it stands."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..look.charts import bar_chart, bars_with_lines, line_chart
from .blocks import Block
from .places import Place
from .workings import Line

Plot = tuple[float, float, float, float]
"""Where in the chart its plot stands: x, y, width and height as shares."""


@dataclass(frozen=True)
class Series:
    """name is the cell that says what the values are."""

    name: Place
    values: Place
    colour: str

    @property
    def said(self) -> tuple[str, str, str]:
        return self.name.reference, self.values.reference, self.colour


def drawn(line: Line, colour: str) -> Series:
    """A row of Workings as a series."""
    return Series(line.label, line.values, colour)


@dataclass(frozen=True)
class _Chart(ABC):
    """alt: what a person who cannot see the chart is told: the question that it answers, and what it shows."""

    title: Place
    steps: Place
    series: Sequence[Series]
    plot: Plot
    alt: str

    def draw_on(self, block: Block) -> None:
        """Let a block show the chart; the same chart may stand on several pages."""

        def write(sheet: Any, _: Any) -> None:
            anchor = (block.top, block.left, block.top + block.rows, block.left + block.columns)
            self._draw(sheet, anchor)
            block.page.alt_texts.append(self.alt)

        block.later(write)

    @abstractmethod
    def _draw(self, sheet: Any, anchor: tuple[int, int, int, int]) -> None:
        """Draw it on a sheet, from the upper left cell to the one beyond the lower right."""


@dataclass(frozen=True)
class Bars(_Chart):
    """Bars or columns; the rest as `bar_chart` takes it."""

    horizontal: bool = False
    labels: bool | int = False
    overlap: int = 0
    stacked: bool = False
    signed: bool = False
    legend: bool | None = None

    def _draw(self, sheet: Any, anchor: tuple[int, int, int, int]) -> None:
        bar_chart(
            sheet,
            anchor,
            title=self.title.reference,
            categories=self.steps.reference,
            series=[one.said for one in self.series],
            plot=self.plot,
            horizontal=self.horizontal,
            labels=self.labels,
            overlap=self.overlap,
            stacked=self.stacked,
            signed=self.signed,
            legend=self.legend,
        )


@dataclass(frozen=True)
class Lines(_Chart):
    """Lines over even steps."""

    def _draw(self, sheet: Any, anchor: tuple[int, int, int, int]) -> None:
        series = [one.said for one in self.series]
        line_chart(sheet, anchor, title=self.title.reference, steps=self.steps.reference, series=series, plot=self.plot)


@dataclass(frozen=True)
class BarsAndLines(_Chart):
    """Columns of what was seen, the line of what is expected, and its range: series in this order."""

    top: float | None = None

    def _draw(self, sheet: Any, anchor: tuple[int, int, int, int]) -> None:
        bars, line, *range_lines = (one.said for one in self.series)
        bars_with_lines(
            sheet,
            anchor,
            title=self.title.reference,
            steps=self.steps.reference,
            bars=bars,
            line=line,
            range_lines=range_lines,
            plot=self.plot,
            top=self.top,
        )
