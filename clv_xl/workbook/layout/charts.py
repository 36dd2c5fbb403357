"""Charts of a page: what each draws, and where it stands."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ..look.charts import bar_chart, bars_with_lines, line_chart
from ..look.sheets import hide_zeros
from .blocks import Block
from .places import Place
from .workings import Line, Part

Plot = tuple[float, float, float, float]
"""Where in the chart its plot stands: x, y, width and height as shares."""


@dataclass(frozen=True)
class Series:
    """name is the cell that says what the values are."""

    name: Place
    values: Place
    colour: str
    form: str = ""

    @property
    def said(self) -> tuple[str, str, str]:
        return self.name.reference, self.values.reference, self.colour


def drawn(line: Line, colour: str) -> Series:
    """A row of Workings as a series."""
    return Series(line.label, line.values, colour, line.form)


@dataclass(frozen=True)
class _Chart(ABC):
    """alt: what a person who cannot see the chart is told: the question that it answers, and what it shows."""

    title: Place
    """A cell of the Workings of its page."""
    steps: Place
    series: Sequence[Series]
    plot: Plot
    alt: str

    @cached_property
    def as_drawn(self) -> list[Series]:
        """The series as they are drawn, where Excel would take an empty text for 0: a line ends where its values do, and a bar without
        a value has no label."""
        part = self.title.block
        if not isinstance(part, Part):
            raise TypeError(f"the title of a chart stands on Workings, not on {self.title.tab}")
        return [self._with_gaps(part, number, one) for number, one in enumerate(self._to_draw)]

    @property
    def _to_draw(self) -> Sequence[Series]:
        return self.series

    def _with_gaps(self, part: Part, number: int, one: Series) -> Series:
        """One of the series, by its number from 0 on, as it is drawn."""
        return one

    def draw_on(self, block: Block) -> None:
        """Let a block show the chart; the same chart may stand on several pages."""

        def write(sheet: Any, _: Any) -> None:
            anchor = (block.top, block.left, block.top + block.rows, block.left + block.columns)
            self._draw(sheet, anchor)
            block.page.alt_texts.append(self.alt)

        block.later(write)
        self.as_drawn  # noqa: B018  adds to Workings, before all is placed

    @abstractmethod
    def _draw(self, sheet: Any, anchor: tuple[int, int, int, int]) -> None:
        """Draw it on a sheet, from the upper left cell to the one beyond the lower right."""


def _line_with_gaps(part: Part, one: Series) -> Series:
    """A series with #N/A for what is no number; both Excel and Calc leave it out of a line."""
    values = part.line(f"={one.name}", [f"=IF(ISNUMBER({cell}),{cell},NA())" for cell in one.values.each()]).values
    return Series(one.name, values, one.colour)


def _spread(part: Part, steps: Place, series: Sequence[Series]) -> tuple[Place, list[Series]]:
    """Groups that are fewer than the places of their chart, at even distances over all of it, so that no part of it stays empty. That is
    done by formulas: a chart whose range is as long as the list would not show what is chosen later."""
    count = len(steps.each())
    groups = part.text("Groups drawn", f'=SUMPRODUCT(({steps}<>"")*1)', "0")
    apart = part.text("From one to the next", f"=MAX(1,INT({count}/MAX(1,{groups})))", "0")
    ahead = part.text("Places ahead of the first", f"=INT(({count}-({groups}-1)*{apart}-1)/2)", "0")
    reached = [f"({place}-{ahead})/{apart}" for place in range(count)]
    which = part.line("Group at each place", [f"=IF(AND({at}>=0,{at}<{groups},{at}=INT({at})),{at}+1,0)" for at in reached], "0")

    def placed(label: str, values: Place, form: str = "") -> Place:
        return part.line(label, [f'=IF({group}=0,"",INDEX({values},{group}))' for group in which.values.each()], form).values

    return placed("Groups", steps), [replace(one, values=placed(f"={one.name}", one.values, one.form)) for one in series]


@dataclass(frozen=True)
class Bars(_Chart):
    """Bars or columns; the rest as `bar_chart` takes it. spread: whether there may be fewer groups than places for them."""

    horizontal: bool = False
    labels: bool | int = False
    overlap: int = 0
    stacked: bool = False
    signed: bool = False
    legend: bool | None = None
    spread: bool = False

    @cached_property
    def _placed(self) -> tuple[Place, Sequence[Series]]:
        part = self.title.block
        return _spread(part, self.steps, self.series) if self.spread and isinstance(part, Part) else (self.steps, self.series)

    @property
    def _to_draw(self) -> Sequence[Series]:
        return self._placed[1]

    def _with_gaps(self, part: Part, number: int, one: Series) -> Series:
        if self.labels is True or (self.labels is not False and self.labels == number):
            if not isinstance(one.values.block, Part):
                raise TypeError(f"labelled bars stand on Workings, not on {one.values.tab}")
            one.values.block.rule(hide_zeros, one.values)  # a label has the format of its cell
        return one

    def _draw(self, sheet: Any, anchor: tuple[int, int, int, int]) -> None:
        bar_chart(
            sheet,
            anchor,
            title=self.title.reference,
            categories=self._placed[0].reference,
            series=[one.said for one in self.as_drawn],
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

    def _with_gaps(self, part: Part, number: int, one: Series) -> Series:
        return _line_with_gaps(part, one)

    def _draw(self, sheet: Any, anchor: tuple[int, int, int, int]) -> None:
        series = [one.said for one in self.as_drawn]
        line_chart(sheet, anchor, title=self.title.reference, steps=self.steps.reference, series=series, plot=self.plot)


@dataclass(frozen=True)
class BarsAndLines(_Chart):
    """Columns of what was seen, the line of what is expected, and its range: series in this order."""

    top: float | None = None

    def _with_gaps(self, part: Part, number: int, one: Series) -> Series:
        return _line_with_gaps(part, one) if number else one

    def _draw(self, sheet: Any, anchor: tuple[int, int, int, int]) -> None:
        bars, line, *range_lines = (one.said for one in self.as_drawn)
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
