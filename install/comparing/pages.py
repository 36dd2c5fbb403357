"""What belongs to a tab and not to a cell: widths, rules, validation, tables, links, print set-up and view."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter

from .formulas import LAST_COLUMN, LAST_ROW, Area, Piece, pieces, read_area, read_link, same_formula
from .matching import Match
from .reading import flatten, told

Found = tuple[str, str, str]
"""moved, changed, gone or new; which thing; how."""


def page_differences(match: Match, tab: str, other: str) -> Iterator[Found]:
    """The differences of a tab of the old workbook and its counterpart in the new one."""
    old, new = match.old.book[tab], match.new.book[other]
    yield from _sizes(match, tab, other)
    for kind, things in (("conditional format", _rules), ("validation", _validations), ("link", _links), ("merged cells", _merged)):
        yield from _pair_things(match, kind, things(old), things(new))
    yield from _tables(match, old, new)
    yield from _print_areas(match, old, new)
    yield from _view(match, old, new)
    for what, before, after in zip(SETTINGS, _settings(old), _settings(new), strict=True):
        if before != after:
            yield "changed", what, told(before, after)


# Widths and heights -------------------------------------------------------------------------------------------------


def _sizes(match: Match, tab: str, other: str) -> Iterator[Found]:
    """Widths of columns and heights of rows follow the cells in them, where these stay on the tab."""
    for axis, kind in ((0, "row"), (1, "column")):
        went: dict[int, Counter[int]] = {}
        for place, there in match.there.items():
            if place[0] == tab and there[0] == other:
                went.setdefault(place[1:][axis], Counter())[there[1:][axis]] += 1
        sizes = [_lines(book.book[name], kind) for book, name in ((match.old, tab), (match.new, other))]
        for line in sorted(went):
            there = went[line].most_common(1)[0][0]
            if sizes[0].get(line) != sizes[1].get(there):
                name = get_column_letter(line) if kind == "column" else line
                yield "changed", f"{kind} {name}", told(sizes[0].get(line, ()), sizes[1].get(there, ()))


def _lines(sheet: Any, kind: str) -> dict[int, tuple[tuple[str, str], ...]]:
    found: dict[int, tuple[tuple[str, str], ...]] = {}
    lines = sheet.row_dimensions if kind == "row" else sheet.column_dimensions
    for line in list(lines.values()):
        size = line.height if kind == "row" else line.width if line.customWidth else None
        said = (("height" if kind == "row" else "width", size), ("hidden", line.hidden or None), ("outline", line.outlineLevel or None))
        first, last = (line.index, line.index) if kind == "row" else (line.min or 0, line.max or 0)
        for number in range(first, min(last, LAST_COLUMN) + 1) if any(value for _, value in said) else ():
            found[number] = tuple((key, str(value)) for key, value in said if value)
    return found


# Things that stand on cells -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Thing:
    """Something laid over areas of a tab, with formulas and settings."""

    areas: tuple[Area, ...]
    formulas: tuple[tuple[Piece, ...], ...] = ()
    says: tuple[tuple[str, str], ...] = ()

    @property
    def where(self) -> str:
        return " ".join(map(str, self.areas))


def _areas(sheet: Any, cells: Any) -> tuple[Area, ...]:
    return tuple(read_area(part, sheet.title) for part in str(cells).split())


def _rules(sheet: Any) -> list[Thing]:
    """In the order in which they win."""
    found: list[tuple[int, Thing]] = []
    for ruled in sheet.conditional_formatting:
        for rule in ruled.rules:
            says = [part for key in (*rule.__attrs__, "colorScale", "dataBar", "iconSet") for part in flatten(getattr(rule, key), key)]
            says = [part for part in says if part[0] not in ("priority", "dxfId")] + flatten(rule.dxf, "format")
            formulas = tuple(pieces(text, sheet.title) for text in rule.formula)
            found.append((rule.priority, Thing(_areas(sheet, ruled.sqref), formulas, tuple(sorted(says)))))
    return [thing for _, thing in sorted(found, key=lambda one: one[0])]


def _validations(sheet: Any) -> list[Thing]:
    found = []
    for one in sheet.data_validations.dataValidation:
        formulas = tuple(pieces(text or "", sheet.title) for text in (one.formula1, one.formula2))
        says = [part for key in one.__attrs__ if key not in ("sqref", "count") for part in flatten(getattr(one, key), key)]
        found.append(Thing(_areas(sheet, one.sqref), formulas, tuple(sorted(says))))
    return found


def _links(sheet: Any) -> list[Thing]:
    found = []
    for cell in list(sheet._cells.values()):
        if link := cell.hyperlink:
            target = read_link(link.location or "", sheet.title)
            says = flatten({"target": link.target, "tooltip": link.tooltip}.items(), "link") + (
                [] if target else flatten(link.location, "to")
            )
            found.append(Thing(_areas(sheet, link.ref), ((target,) if target else (),), tuple(says)))
    return found


def _merged(sheet: Any) -> list[Thing]:
    return [Thing(_areas(sheet, area)) for area in sheet.merged_cells.ranges]


def _pair_things(match: Match, kind: str, old: list[Thing], new: list[Thing]) -> Iterator[Found]:
    """Things that say the same on the same cells go together; then those on the same cells, which have changed; then the same elsewhere."""
    left, order = list(new), []
    rest: list[Thing] = []
    for thing in old:
        same = next((one for one in left if _same_cells(match, thing, one) and _same_words(match, thing, one)), None)
        if same is None:
            rest.append(thing)
        else:
            left.remove(same)
            order.append(new.index(same))
    for thing in rest:
        other = next((one for one in left if _same_cells(match, thing, one)), None)
        if other is None:
            other = next((one for one in left if one.says == thing.says and _same_words(match, thing, one)), None)
        if other is None:
            yield "gone", f"{kind} on {thing.where}", _told(thing)
            continue
        left.remove(other)
        how = [told(thing.says, other.says)] if thing.says != other.says else []
        how += [f"{_said(a)} -> {_said(b)}" for a, b in zip(thing.formulas, other.formulas) if not same_formula(a, b, match.same_piece)]
        how += [] if _same_cells(match, thing, other) else [f"stands on {other.where}"]
        yield "changed", f"{kind} on {thing.where}", "; ".join(how) or f"{len(thing.formulas)} -> {len(other.formulas)} formulas"
    for thing in left:
        yield "new", f"{kind} on {thing.where}", _told(thing)
    if kind == "conditional format" and order != sorted(order):
        yield "changed", "order of the conditional formats", "another one wins"


def _same_cells(match: Match, old: Thing, new: Thing) -> bool:
    return len(old.areas) == len(new.areas) and all(match.same_area(a, b) for a, b in zip(old.areas, new.areas))


def _same_words(match: Match, old: Thing, new: Thing) -> bool:
    def same(a: Piece, b: Piece) -> bool:
        fixed = not isinstance(a, Area) or not isinstance(b, Area) or a.fixed == b.fixed  # a rule stands for many cells
        return fixed and match.same_piece(a, b)

    pairs = list(zip(old.formulas, new.formulas))
    return old.says == new.says and len(old.formulas) == len(new.formulas) and all(same_formula(a, b, same) for a, b in pairs)


def _told(thing: Thing) -> str:
    return "; ".join([*(_said(formula) for formula in thing.formulas if formula), *(f"{key} {value}" for key, value in thing.says)])[:160]


def _said(formula: tuple[Piece, ...]) -> str:
    return "".join(part if isinstance(part, str) else f"{part.tab}!{part}" for part in formula)[:160]


def _tables(match: Match, old: Any, new: Any) -> Iterator[Found]:
    before, after = dict(old.tables), dict(new.tables)
    for name in before.keys() | after.keys():
        if name not in after or name not in before:
            yield "gone" if name in before else "new", f"table {name}", ""
            continue
        one, other = before[name], after[name]
        areas = [read_area(table.ref, sheet.title) for table, sheet in ((one, old), (other, new))]
        if not match.same_area(areas[0], areas[1]):
            yield "changed", f"table {name}", f"{areas[0]} -> {areas[1]}"
        says = [_table_says(table) for table in (one, other)]
        if difference := told(*says):
            yield "changed", f"table {name}", difference


def _table_says(table: Any) -> list[tuple[str, str]]:
    formulas = [(column.name, column.calculatedColumnFormula and column.calculatedColumnFormula.attr_text) for column in table.tableColumns]
    return [*flatten(table.tableStyleInfo, "style"), ("columns", str(formulas)), ("filter", str(bool(table.autoFilter)))]


# Print set-up and view ----------------------------------------------------------------------------------------------

SETTINGS = ("print set-up", "tab colour", "tab's state", "tab's view", "tab's protection", "default sizes")


def _settings(sheet: Any) -> tuple[list[tuple[str, str]], ...]:
    view, setup = sheet.sheet_view, sheet.page_setup
    printed = [part for name in ("print_options", "page_margins", "HeaderFooter") for part in flatten(getattr(sheet, name), name)]
    printed += [part for key in setup.__attrs__ if key != "id" for part in flatten(getattr(setup, key), key)]
    printed += flatten(sheet.sheet_properties.pageSetUpPr, "page")
    seen = [("zoom", str(view.zoomScale)), ("grid lines", str(view.showGridLines)), ("headings", str(view.showRowColHeaders))]
    return (
        printed,
        flatten(sheet.sheet_properties.tabColor, "colour"),
        [("state", sheet.sheet_state)],
        seen,
        [part for key in sheet.protection.__attrs__ for part in flatten(getattr(sheet.protection, key), key)],
        [("height", str(sheet.sheet_format.defaultRowHeight)), ("width", str(sheet.sheet_format.defaultColWidth))],
    )


def _print_areas(match: Match, old: Any, new: Any) -> Iterator[Found]:
    before, after = ([read_area(part.rpartition("!")[2], sheet.title) for part in _parts(sheet.print_area)] for sheet in (old, new))
    same = len(before) == len(after) and all(
        match.same_area(a, b, loose=True) and _edges(match.old, a) == _edges(match.new, b) for a, b in zip(before, after)
    )
    if not same:
        yield "changed", "print area", f"{' '.join(map(str, before)) or '(none)'} -> {' '.join(map(str, after)) or '(none)'}"
    for which in ("print_title_rows", "print_title_cols"):
        titles = [getattr(sheet, which) for sheet in (old, new)]
        areas = [read_area(title, sheet.title) if title else None for title, sheet in zip(titles, (old, new))]
        if (areas[0] is None) != (areas[1] is None) or (areas[0] and areas[1] and not match.same_area(areas[0], areas[1], loose=True)):
            yield "changed", which.replace("_", " "), f"{titles[0]} -> {titles[1]}"
    for axis, kind in ((0, "row_breaks"), (1, "col_breaks")):
        breaks = [{one.id for one in getattr(sheet, kind).brk} for sheet in (old, new)]
        moved = {_line(match, old.title, number, axis) for number in breaks[0]}
        if moved != breaks[1]:
            yield "changed", kind.replace("_", " "), f"{sorted(breaks[0])} -> {sorted(breaks[1])}"


def _parts(areas: Any) -> list[str]:
    return [part for part in str(areas or "").split(",") if part]


def _edges(book: Any, area: Area) -> tuple[int, int]:
    """How many rows and columns of an area are left blank behind its last cell."""
    cells = [place for place in book.tabs[area.tab] if place in area]
    if not cells:
        return 0, 0
    return min(area.bottom, LAST_ROW) - max(row for row, _ in cells), area.right - max(column for _, column in cells)


def _line(match: Match, tab: str, number: int, axis: int) -> int:
    """Where a row or column with cells in it has gone."""
    went = Counter(there[1:][axis] for place, there in match.there.items() if place[0] == there[0] == tab and place[1:][axis] == number)
    return went.most_common(1)[0][0] if went else number


def _view(match: Match, old: Any, new: Any) -> Iterator[Found]:
    before, after = old.freeze_panes, new.freeze_panes
    if before != after:
        cells = [read_area(text, sheet.title) if text else None for text, sheet in ((before, old), (after, new))]
        if not all(cells) or not _same_split(match, *[cell for cell in cells if cell]):
            yield "changed", "frozen panes", f"{before or '(none)'} -> {after or '(none)'}"


def _same_split(match: Match, old: Area, new: Area) -> bool:
    """The rows and columns before the split are those that were."""
    return all(
        match.same_area(Area(old.tab, 1, 1, *ends[0]), Area(new.tab, 1, 1, *ends[1]), loose=True)
        for ends in (
            ((max(1, old.top - 1), LAST_COLUMN), (max(1, new.top - 1), LAST_COLUMN)),
            ((LAST_ROW, max(1, old.left - 1)), (LAST_ROW, max(1, new.left - 1))),
        )
    )
