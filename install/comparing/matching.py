"""Which cell of the new workbook is which cell of the old one, wherever it has gone.

Cells that are alone in what they say (with their neighbours, then by themselves) are found again first, in their tab and then in others.
The others follow the nearest of those. What then stands where a cell should have come is that cell, changed.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator
from typing import Any

from .formulas import Area, Piece, Place, pieces, same_formula
from .reading import Book

Move = tuple[str, int, int]
"""The tab that a cell is in now, and how many rows and columns it went."""
_TRIED = 12
"""So many of a tab's moves are tried for a cell whose nearest one does not fit."""
_ROUND = ((0, -1), (0, 1), (-1, 0), (1, 0))


class Match:
    def __init__(self, old: Book, new: Book) -> None:
        self.old, self.new = old, new
        self.there: dict[Place, Place] = {}
        self.back: dict[Place, Place] = {}
        self._nearest: dict[str, dict[tuple[int, int], Move]] = {}
        self._moves: dict[str, list[Move]] = {}
        self._areas: dict[tuple[bool, Area], set[Place]] = {}
        self._marks = [_marks(book) for book in (old, new)]
        self._whole_tabs()
        self._by_name(alike=True)
        for with_tab in (True, False):
            for sign in (self._with_neighbours, self._alone):
                self._by_sign(sign, with_tab)
        for tab in old.tabs:
            self._spread(tab)
        self._follow()
        self._by_name(alike=False)
        self._take_changed()
        self._blanks()

    # Finding ----------------------------------------------------------------------------------------------------

    def _pair(self, old: Place, new: Place) -> None:
        self.there[old], self.back[new] = new, old

    def _free(self, old: Place, new: Place) -> bool:
        return old not in self.there and new not in self.back

    def _whole_tabs(self) -> None:
        """A tab that says the same in the same places has not moved."""
        said: list[dict[str, dict[Place, Any]]] = [{}, {}]
        for marks, tabs in zip(self._marks, said):
            for place, mark in marks.items():
                tabs.setdefault(place[0], {})[place] = mark
        for tab in self.old.tabs.keys() & self.new.tabs.keys():
            if said[0].get(tab) == said[1].get(tab):
                for cell in self.old.tabs[tab].keys() & self.new.tabs[tab].keys():
                    self._pair((tab, *cell), (tab, *cell))

    def _by_name(self, alike: bool) -> None:
        before, after = self._marks
        for name, area in self.old.named.items():
            other = self.new.named.get(name)
            if other is None or other.shape != area.shape or area.shape[0] * area.shape[1] == 0:
                continue
            for cell in _cells(area):
                old = (area.tab, *cell)
                new = (other.tab, cell[0] + other.top - area.top, cell[1] + other.left - area.left)
                if old in before and new in after and self._free(old, new) and (before[old] == after[new] or not alike):
                    self._pair(old, new)

    def _by_sign(self, sign: Callable[[dict[Place, Any], Place], Any], with_tab: bool) -> None:
        """Pair the cells whose sign is the only one of its kind on both sides."""
        found: list[dict[Any, Place | None]] = []
        for marks, done in zip(self._marks, (self.there, self.back)):
            places: dict[Any, Place | None] = {}
            for place in marks:
                if place not in done and (key := sign(marks, place)) is not None:
                    key = (place[0], key) if with_tab else key
                    places[key] = None if key in places else place
            found.append(places)
        for key, old in found[0].items():
            new = found[1].get(key)
            if old and new:
                self._pair(old, new)

    @staticmethod
    def _with_neighbours(marks: dict[Place, Any], place: Place) -> Any:
        tab, row, column = place
        return marks[place], *(marks.get((tab, row + down, column + right)) for down, right in _ROUND)

    @staticmethod
    def _alone(marks: dict[Place, Any], place: Place) -> Any:
        said = marks[place][1]
        return marks[place] if isinstance(said, str) and len(said) > 3 else None

    def _spread(self, tab: str) -> None:
        """For every cell of a tab, and one row and column around, the move of the nearest cell that has been found."""
        known = {(row, column): _move((tab, row, column), new) for (one, row, column), new in self.there.items() if one == tab}
        self._moves[tab] = [move for move, _ in Counter(known.values()).most_common(_TRIED)]
        if len(self._moves[tab]) < 2:  # all went the same way
            self._nearest[tab] = {}
            return
        cells = self.old.tabs[tab]
        bottom, right = (max(cell[axis] for cell in cells) + 1 for axis in (0, 1))
        nearest, queue = dict(known), deque(known)
        while queue:
            row, column = queue.popleft()
            for down, aside in _ROUND:
                cell = (row + down, column + aside)
                if cell not in nearest and 1 <= cell[0] <= bottom and 1 <= cell[1] <= right:
                    nearest[cell] = nearest[(row, column)]
                    queue.append(cell)
        self._nearest[tab] = nearest

    def _tries(self, place: Place) -> Iterator[Place]:
        """Where a cell may have gone, the likeliest first."""
        tab, row, column = place
        first = self._nearest[tab].get((row, column))
        for move in ([first] if first else []) + [move for move in self._moves[tab] if move != first]:
            yield move[0], row + move[1], column + move[2]
        if not self._moves[tab]:
            yield place

    def _follow(self) -> None:
        """A formula that stands in many cells goes where the cells that it refers to went."""
        before, after = self._marks
        for formulas in (False, True):
            for old in before:
                if old in self.there or (before[old][0] == "=") != formulas:
                    continue
                fit = [new for new in self._tries(old) if new not in self.back and after.get(new) == before[old]]
                if len(fit) > 1 and formulas:
                    fit = [new for new in fit if self._refers_alike(old, new)] or fit
                if fit:
                    self._pair(old, fit[0])

    def _refers_alike(self, old: Place, new: Place) -> bool:
        texts = [book.tabs[place[0]][place[1:]].content for book, place in ((self.old, old), (self.new, new))]
        areas = [[part for part in pieces(text, place[0]) if isinstance(part, Area)] for text, place in zip(texts, (old, new))]
        return len(areas[0]) == len(areas[1]) and all(self.place((a.tab, a.top, a.left)) == (b.tab, b.top, b.left) for a, b in zip(*areas))

    def _take_changed(self) -> None:
        before, after = self._marks
        for old in before:
            if old not in self.there:
                new = next(self._tries(old))
                if new in after and new not in self.back:
                    self._pair(old, new)

    def _blanks(self) -> None:
        """Cells with a style alone: where one of the same style came, or where it should have come."""
        _, after = self._marks
        for tab, cells in self.old.tabs.items():
            for place, cell in cells.items():
                old = (tab, *place)
                if cell.content is not None or old in self.there:
                    continue
                free = [new for new in self._tries(old) if new not in self.back and new not in after]
                same = (new for new in free if (at := self.new.tabs.get(new[0], {}).get(new[1:])) and at.style == cell.style)
                new = next(same, free[0] if free else None)
                if new and new[0] in self.new.tabs and new[1:] in self.new.tabs[new[0]]:
                    self._pair(old, new)

    # Asking -----------------------------------------------------------------------------------------------------

    def place(self, old: Place) -> Place:
        """Where a cell is now, or would be if there were one."""
        return self.there.get(old) or next(self._tries(old)) if old[0] in self.old.tabs else old

    def same_area(self, old: Area, new: Area, *, loose: bool = False) -> bool:
        """Whether an area has the same cells in it as before; loose: it may have more or fewer blank ones."""
        if old.tab not in self.old.tabs or new.tab not in self.new.tabs:
            return (old.tab, str(old)) == (new.tab, str(new))
        if not loose and old.shape != new.shape:
            return False
        before, after = self._filled(self.old, old), self._filled(self.new, new)
        if not before and not after:
            return old.shape == new.shape and (not old.is_cell or self._blank_stays(old, new))
        return {self.there.get(cell) for cell in before} == after

    def _filled(self, book: Book, area: Area) -> set[Place]:
        key = (book is self.new, area)
        if key not in self._areas:
            self._areas[key] = {(area.tab, *cell) for cell in _inside(book, area)}
        return self._areas[key]

    def _blank_stays(self, old: Area, new: Area) -> bool:
        """Nothing stands in either cell: it is the same one where one of the moves near it leads there."""
        return (new.tab, new.top, new.left) in set(self._tries((old.tab, old.top, old.left)))

    def same_piece(self, old: Piece, new: Piece) -> bool:
        """Whether two references mean the same, by address or by name."""
        before = self.old.named.get(old.casefold()) if isinstance(old, str) else old
        after = self.new.named.get(new.casefold()) if isinstance(new, str) else new
        if before is None or after is None:
            return isinstance(old, str) and isinstance(new, str) and old.casefold() == new.casefold()
        return self.same_area(before, after)

    def same_formula(self, old: str, old_tab: str, new: str, new_tab: str) -> bool:
        return same_formula(pieces(old, old_tab), pieces(new, new_tab), self.same_piece)


def _marks(book: Book) -> dict[Place, Any]:
    return {
        (tab, *place): book.mark(tab, cell) for tab, cells in book.tabs.items() for place, cell in cells.items() if cell.content is not None
    }


def _move(old: Place, new: Place) -> Move:
    return new[0], new[1] - old[1], new[2] - old[2]


def _cells(area: Area) -> Iterator[tuple[int, int]]:
    return ((row, column) for row in range(area.top, area.bottom + 1) for column in range(area.left, area.right + 1))


def _inside(book: Book, area: Area) -> list[tuple[int, int]]:
    """The cells with something in them."""
    cells = book.tabs[area.tab]
    if not area.open_down and (area.bottom - area.top + 1) * (area.right - area.left + 1) < len(cells):
        return [place for place in _cells(area) if place in cells and cells[place].content is not None]
    return [place for place, cell in cells.items() if cell.content is not None and place in area]
