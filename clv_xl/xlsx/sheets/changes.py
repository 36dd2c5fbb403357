"""What is to become of the cells of a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..package import Area


@dataclass(frozen=True)
class Patch:
    """What becomes of one cell. Its style always stays."""

    value: Any
    formula: str | None = None
    """The new formula; None leaves a formula that is there, "" takes it away."""
    spill: Area | None = None
    """For a new formula: the area that it fills, as a dynamic array."""


@dataclass
class Block:
    """Many rows of values at once, from a top left cell on. A new row looks like the model row, or like the row above it
    where there is no such row. A cell that has a formula stays."""

    top: int
    left: int
    rows: Sequence[Sequence[Any]]
    model_row: int
    spilled: bool = False
    """Whether a formula fills it: its texts are then the values of a formula."""

    @property
    def area(self) -> Area:
        width = max(map(len, self.rows), default=0)
        return Area(self.top, self.left, self.top + len(self.rows) - 1, self.left + width - 1)


@dataclass
class Changes:
    """All changes to one sheet. Cells of a cleared area are taken out first, except those of kept_rows, which stay as
    blanks; formulas that are patched stay too."""

    patches: dict[tuple[int, int], Patch] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    restored: dict[tuple[int, int], str] = field(default_factory=dict)
    """Cells to put back as they stood, in XML."""
    cleared: list[Area] = field(default_factory=list)
    kept_rows: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.patches or self.restored or self.blocks or self.cleared)

    @property
    def last_row(self) -> int:
        """The last row that they touch or look at."""
        touched = [row for row, _ in (*self.patches, *self.restored)]
        touched += [row for block in self.blocks for row in (block.area.bottom, block.model_row)]
        return max([*touched, *(area.bottom for area in self.cleared)])
