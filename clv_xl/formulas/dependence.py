"""What a formula rests on: whether its answer can still change while the workbook is computed, and which others rest on it."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Mapping

from ..xlsx.package import Area
from .references import Place, References
from .spelling import called


def rests_on_data(text: str, sheet: str, references: References, formulas: Mapping[str, Iterable[tuple[int, int]]]) -> bool:
    """Whether a call of one function refers to typed values alone.

    Args:
        text: the formula, as formualizer reads it.
        sheet: where it stands.
        references: of the workbook.
        formulas: the places of the formulas on each sheet. One above or left of a range might spill into it.
    """
    if len(called(text)) != 1:
        return False
    places = references.of(text, sheet)
    return places is not None and not any(
        row <= area.bottom and column <= area.right for name, area in places for row, column in formulas[name]
    )


def dependants(
    first: Iterable[int], numbers: Iterable[int], rests_on: Callable[[int], list[Place] | None], fills: Callable[[int], Place]
) -> set[int]:
    """The formulas that rest on some others, directly or not, and these others.

    Args:
        first: the numbers of the others.
        numbers: of all formulas, in the order of the sheets and their rows.
        rests_on: what a formula refers to; None where that cannot be told, which is then anything.
        fills: the cells that a formula may fill.
    """
    found = set(first)
    cells = _Cells()
    for number in found:
        cells.add(*fills(number))
    waiting = [(number, rests_on(number)) for number in numbers if number not in found] if found else []
    before = -1
    while before < len(found):
        before = len(found)
        for number, places in waiting:
            if places is None or any(cells.any_in(*place) for place in places):
                found.add(number)
                cells.add(*fills(number))
        waiting = [one for one in reversed(waiting) if one[0] not in found]  # a chain leads down a sheet, or up
    return found


class _Cells:
    """Cells, to be asked whether some of them are in an area."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[int, list[int]]] = {}
        self._areas: dict[str, list[Area]] = {}

    def add(self, sheet: str, area: Area) -> None:
        if (area.top, area.left) == (area.bottom, area.right):
            insort(self._rows.setdefault(sheet, {}).setdefault(area.left, []), area.top)
        else:
            self._areas.setdefault(sheet, []).append(area)

    def any_in(self, sheet: str, area: Area) -> bool:
        """Whether one of the cells is in the area."""
        if any(area.overlaps(other) for other in self._areas.get(sheet, [])):
            return True
        for column, rows in self._rows.get(sheet, {}).items():
            if area.left <= column <= area.right:
                position = bisect_left(rows, area.top)
                if position < len(rows) and rows[position] <= area.bottom:
                    return True
        return False
