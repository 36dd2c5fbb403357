"""The differences of two workbooks, found from which cell is which."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .charts import chart_differences
from .formulas import Area, pieces
from .matching import Match
from .pages import page_differences
from .reading import Book, Cell, told

SIGNS = 90
"""So many characters of a text are shown."""


@dataclass(frozen=True)
class Difference:
    """One line of the report."""

    tab: str
    kind: str
    """moved, changed, gone or new."""
    where: str
    what: str = ""


@dataclass
class Outcome:
    """What became of a workbook: its differences, and per tab how many cells are the same, moved, changed, gone and new."""

    differences: list[Difference] = field(default_factory=list)
    cells: dict[str, Counter[str]] = field(default_factory=dict)


def compare_files(old: Path, new: Path) -> Outcome:
    """Compare two workbook files."""
    if old.read_bytes() == new.read_bytes():
        return Outcome()
    before, after = Book(old), Book(new)
    match, outcome = Match(before, after), Outcome()
    _moved(match, outcome)
    _changed(match, outcome)
    _alone(match, outcome)
    partners = _partners(match, outcome)
    outcome.differences += [Difference("", *found) for found in _names(match)]
    for tab, other in partners.items():
        outcome.differences += [Difference(tab, *found) for found in page_differences(match, tab, other)]
    outcome.differences += [Difference(tab, *found) for tab, *found in chart_differences(match)]
    return outcome


def _count(outcome: Outcome, tab: str, kind: str) -> None:
    outcome.cells.setdefault(tab, Counter())[kind] += 1


# Cells --------------------------------------------------------------------------------------------------------------


def _moved(match: Match, outcome: Outcome) -> None:
    """A line for each block that went the same way."""
    ways: dict[tuple[str, str, int, int], set[tuple[int, int]]] = {}
    for (tab, row, column), (other, below, beside) in match.there.items():
        if (tab, row, column) != (other, below, beside):
            ways.setdefault((tab, other, below - row, beside - column), set()).add((row, column))
    for (tab, other, down, right), cells in ways.items():
        for block in blocks(cells, gap=3):
            old = Area(tab, *block)
            new = Area(other, old.top + down, old.left + right, old.bottom + down, old.right + right)
            outcome.differences.append(Difference(tab, "moved", f"{old} -> {new}" if other == tab else f"{old} -> {other}: {new}"))


def _changed(match: Match, outcome: Outcome) -> None:
    """Cells that say, show or look something else; neighbours with the same difference are one line."""
    alike: dict[tuple[str, str], dict[tuple[int, int], str]] = {}
    for old, new in match.there.items():
        before, after = match.old.tabs[old[0]][old[1:]], match.new.tabs[new[0]][new[1:]]
        found = list(_cell_differences(match, old[0], before, new[0], after))
        _count(outcome, old[0], "changed" if found else "same" if old == new else "moved")
        for group, what in found:
            alike.setdefault((old[0], group), {})[old[1:]] = what
    for (tab, _), cells in alike.items():
        for block in blocks(cells):
            place = min(cell for cell in cells if cell in Area(tab, *block))
            outcome.differences.append(Difference(tab, "changed", str(Area(tab, *block)), cells[place]))


def _cell_differences(match: Match, old_tab: str, old: Cell, new_tab: str, new: Cell) -> Iterator[tuple[str, str]]:
    """What differs, with what neighbours must have in common to be told together."""
    if old.is_formula and new.is_formula:
        if not match.same_formula(old.content, old_tab, new.content, new_tab):
            said = changed_part(old.content, new.content)
            yield "formula", f"formula {said}" if old.content != new.content else f"formula {new.content[:SIGNS]} refers to other cells"
        if old.spill != new.spill:
            yield "spill", f"spills over {old.spill[0]} x {old.spill[1]} -> {new.spill[0]} x {new.spill[1]}"
        if not same_value(old.value, new.value):
            yield "value", f"computed value {shown(old.value)} -> {shown(new.value)}"
    elif old.is_formula or new.is_formula or not same_value(old.content, new.content):
        yield "content", f"value {changed_part(shown(old.content), shown(new.content))}"
    if old.style != new.style:
        style = told(old.style, new.style)
        yield style, f"style: {style}"


def same_value(old: Any, new: Any) -> bool:
    """Whether two values are the same, but for the last digit of a computed one."""
    if type(old) in (int, float) and type(new) in (int, float):
        return old == new or math.isclose(old, new, rel_tol=1e-12)
    return type(old) is type(new) and old == new


def shown(value: Any) -> str:
    return "(blank)" if value is None else str(value)


def changed_part(old: str, new: str) -> str:
    """Two texts where they part: what they begin with in common is left out of long ones."""
    start = next((at for at, (a, b) in enumerate(zip(old, new)) if a != b), min(len(old), len(new)))
    start = max(0, start - 20) if max(len(old), len(new)) > SIGNS else 0
    first, second = (
        f"{'…' if start else ''}{text[start : start + SIGNS]}{'…' if len(text) > start + SIGNS else ''}" for text in (old, new)
    )
    return f"{first} -> {second}"


def _alone(match: Match, outcome: Outcome) -> None:
    """Cells of one side only; a tab of one side is one line."""
    sides = ((match.old, match.there, match.new, "gone"), (match.new, match.back, match.old, "new"))
    for book, done, other, kind in sides:
        for tab, cells in book.tabs.items():
            left = {place for place in cells if (tab, *place) not in done}
            for place in left:
                _count(outcome, tab, kind if cells[place].content is not None else f"{kind} (only styled)")
            whole = tab not in other.tabs and len(left) == len(cells)
            for block in blocks(left, gap=3) if not whole else ():
                inside = [cells[place] for place in sorted(left) if place in Area(tab, *block)]
                first = next((cell.content for cell in inside if cell.content is not None), None)
                what = "only styled" if first is None else f"begins with {shown(first)[:SIGNS]}"
                outcome.differences.append(Difference(tab, kind, str(Area(tab, *block)), what))


def blocks(cells: Iterable[tuple[int, int]], gap: int = 1) -> list[tuple[int, int, int, int]]:
    """Cells as the areas around those that touch, or nearly: top, left, bottom, right."""
    left, found = set(cells), []
    while left:
        queue = [left.pop()]
        rows, columns = [queue[0][0]] * 2, [queue[0][1]] * 2
        while queue:
            row, column = queue.pop()
            rows, columns = [min(rows[0], row), max(rows[1], row)], [min(columns[0], column), max(columns[1], column)]
            for down in range(-gap, gap + 1):
                for right in range(-gap, gap + 1):
                    near = (row + down, column + right)
                    if near in left:
                        left.remove(near)
                        queue.append(near)
        found.append((rows[0], columns[0], rows[1], columns[1]))
    return sorted(found)


# Tabs and names -----------------------------------------------------------------------------------------------------


def _partners(match: Match, outcome: Outcome) -> dict[str, str]:
    """The tabs of both sides; one that most of another's cells have gone to is that tab under another name."""
    old, new = list(match.old.tabs), list(match.new.tabs)
    partners = {tab: tab for tab in old if tab in new}
    for tab in (tab for tab in old if tab not in new):
        went = Counter(there[0] for one, there in match.there.items() if one[0] == tab)
        other = next((name for name, count in went.most_common(1) if name not in old and 2 * count > len(match.old.tabs[tab])), None)
        if other:
            partners[tab] = other
        found = ("changed", "tab", f"is called {other} now") if other else ("gone", "tab")
        outcome.differences.append(Difference(tab, *found))
    for tab in (tab for tab in new if tab not in partners.values()):
        outcome.differences.append(Difference(tab, "new", "tab"))
    before = [partners[tab] for tab in old if tab in partners]
    if before != (after := [tab for tab in new if tab in before]):
        outcome.differences.append(Difference("", "changed", "order of the tabs", f"{', '.join(before)} -> {', '.join(after)}"))
    opens = [book.book.active.title for book in (match.old, match.new)]
    if partners.get(opens[0]) != opens[1]:
        outcome.differences.append(Difference("", "changed", "tab that opens", f"{opens[0]} -> {opens[1]}"))
    return partners


def _names(match: Match) -> Iterator[tuple[str, str, str]]:
    old, new = match.old.names, match.new.names
    for name in sorted(old.keys() | new.keys(), key=str.casefold):
        if name not in new:
            yield "gone", f"name {name}", old[name][:SIGNS]
        elif name not in old:
            yield "new", f"name {name}", new[name][:SIGNS]
        elif not match.same_formula(old[name], "", new[name], ""):
            yield "changed", f"name {name}", f"{_said(old[name])} -> {_said(new[name])}"


def _said(text: str) -> str:
    """What a name says; an area with its tab."""
    parts = pieces(text, "")
    if len(parts) == 1 and isinstance(parts[0], Area):
        return f"{parts[0].tab}!{parts[0]}"
    return text[:SIGNS]
