"""Bringing a workbook of an earlier version to today's pages, functions and names, with all that is the person's own.

Today's template of the same kind and language takes what the workbook holds: its inputs by name, the rows of its Tables with columns of
one's own, names, whole sheets, and cells beside our own. Formulas follow what they refer to (references.py). What cannot come along is
told, so that nothing goes unnoticed; the texts and looks of our pages are today's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from ...words import LANGUAGES
from ...xlsx.carrying import Carrier
from ...xlsx.package import MAIN, MAX_ROWS, RELATION, Area, Package, Sheet
from ...xlsx.sheets.changes import Changes, Patch
from ...xlsx.sheets.editor import change_sheet
from ..page_cells import BookCells, PageCells, Place
from ..templates import TEMPLATE_VERSION, host_of, language_of, template_of, template_path
from ..translation import Translator
from . import EarlierPage, EarlierTemplate, drawings_on, earlier
from .moved_references import MovedReferences
from .table_rows import add_own_columns, carry_rows

_GONE = {"input_enough_renewals": (200, "input_enough counts subscribers in its place")}
"""Inputs of earlier versions that no page asks any more: what they began with, and what there is instead."""
_SAID = 5
"""So many things that stay behind are named."""


@dataclass
class Upgrade:
    """A workbook in today's form, and what of the old one is not in it."""

    package: Package
    name: str
    rows: dict[str, int] = field(default_factory=dict)
    """How many rows each Table has brought."""
    sheets: list[str] = field(default_factory=list)
    """Sheets of the person's own."""
    behind: list[str] = field(default_factory=list)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was done, and what could not come along."""
        return (self._done, f"Not brought to today's form, and not in it: {self.lost}.") if self.behind else (self._done,)

    @property
    def _done(self) -> str:
        rows = [f"{count:,} rows of {table}" for table, count in self.rows.items() if count]
        sheets = [f"the sheet{'s'[: len(self.sheets) != 1]} {', '.join(self.sheets)}"] if self.sheets else []
        parts = ["its inputs", *rows, *sheets]
        return f"{self.name} is of an earlier version; {', '.join(parts)} stand in today's form."

    @property
    def lost(self) -> str:
        """What cannot come along, in a row."""
        more = f" and {len(self.behind) - _SAID} more" if len(self.behind) > _SAID else ""
        return f"{'; '.join(self.behind[:_SAID])}{more}"


def rebuilt(package: Package) -> Upgrade | None:
    """A workbook of an earlier version in today's form; None where it is not of one, or holds values alone."""
    version = package.names.get("template_version", "")
    if not version.isdigit() or int(version) >= TEMPLATE_VERSION or not template_of(package.names):
        return None
    cells = BookCells(package)
    pages = _pages(cells)
    there = sum(len(page.formulas & cells.on(name).formulas.keys()) for name, page in pages.items())
    return _upgraded(cells, pages) if there > sum(len(page.formulas) for page in pages.values()) / 2 else None


def _upgraded(cells: BookCells, found: Mapping[str, EarlierPage]) -> Upgrade:
    old = cells.package
    language = language_of(old.names)
    new = Package(template_path(template_of(old.names), language if language in LANGUAGES else "en"), old.name)
    result = Upgrade(new, old.name)
    today = Translator(language)
    tabs = {sheet.name for sheet in new.sheets}
    pages = {name: tab if (tab := today.say(page.tabs["en"])) in tabs else None for name, page in found.items()}
    own = {sheet.name: _own_cells(cells, sheet, found[sheet.name]) for sheet in old.sheets if sheet.name in found}
    references = MovedReferences(cells, BookCells(new), pages, own)
    carrier = Carrier(old, new, references.moved)
    result.behind += _not_followed(cells, found)
    result.behind += _inputs_gone(cells)
    places = add_own_columns(old, new, carrier)
    _carry_names(old, new, references)
    _carry_inputs(cells, new, references)
    result.rows = carry_rows(old, new, places, references.moved)
    _carry_sheets(old, new, pages, carrier, result)
    _carry_cells(old, new, pages, own, carrier, result)
    carrier.finish()
    result.behind += carrier.behind + [f"what refers to {text}" for text in references.gone]
    return result


def _earlier(package: Package) -> EarlierTemplate:
    return earlier(package.names.get("template_version", ""), template_of(package.names))


# Which sheets are ours -----------------------------------------------------------------------------------------------------


def _pages(cells: BookCells) -> dict[str, EarlierPage]:
    """The sheets that are pages of the template, also those that a person has given another name."""
    package = cells.package
    known = _earlier(package).pages
    language = language_of(package.names)
    by_tab = {page.tabs.get(language, page.tabs["en"]).lower(): page for page in known}
    found = {sheet.name: by_tab[sheet.name.lower()] for sheet in package.sheets if sheet.name.lower() in by_tab}
    left = [page for page in known if page not in found.values()]
    for sheet in package.sheets:
        if sheet.name not in found and left:
            there = cells.on(sheet.name).formulas.keys()
            page = max(left, key=lambda one: len(one.formulas & there))
            if len(page.formulas & there) > len(page.formulas) / 2:
                found[sheet.name] = page
                left.remove(page)
    return found


def _own_cells(cells: BookCells, sheet: Sheet, page: EarlierPage) -> set[Place]:
    """Cells of a page that hold something where the template had nothing, and that none of our answers fills."""
    package, there = cells.package, cells.on(sheet.name)
    taken = [formula.array for formula in there.lists if formula.array and formula.place in page.formulas]
    taken += [table.area for table in there.tables]
    taken += [place[1] for name in package.names if (place := package.area_of(name)) and place[0] == sheet]
    more = there.values.keys() - page.formulas - page.values
    return {place for place in more if not any(place in area for area in taken)}


def _not_followed(cells: BookCells, pages: Mapping[str, EarlierPage]) -> list[str]:
    """What a person has put upon our pages, and over our formulas, that does not come along."""
    package = cells.package
    behind = [f"the row of totals of {table.name}" for table in package.tables.values() if table.totals and table.sheet.name in pages]
    inputs = {place for name in package.names if name.startswith("input_") and (place := package.cell_of(name))}
    for sheet in package.sheets:
        if (page := pages.get(sheet.name)) is None:
            continue
        there = cells.on(sheet.name)
        for row, column in sorted((page.formulas - there.formulas.keys()) & there.values.keys()):
            behind.append(f"what is typed over our formula in {sheet.name}!{Area(row, column, row, column)}")
        for row, column in sorted(page.values & there.formulas.keys()):
            if (sheet, row, column) not in inputs:
                behind.append(f"the formula in {sheet.name}!{Area(row, column, row, column)}")
        if more := drawings_on(package, sheet) - page.drawings:
            behind.append(f"{more} of the charts and pictures on {sheet.name}" if more > 0 else f"that charts were taken off {sheet.name}")
        if any(kind.endswith(("/comments", "/threadedComment")) for kind, _ in package.relations(sheet.part).values()):
            behind.append(f"the notes on cells of {sheet.name}")
    if any(part.endswith("vbaProject.bin") for part in package.parts) and host_of(package.names) != "windows":
        behind.append("its macros")
    if any(part.startswith("xl/externalLinks/") for part in package.parts):
        behind.append("links to other workbooks")
    return behind


# What comes along ----------------------------------------------------------------------------------------------------------


def _carry_names(old: Package, new: Package, references: MovedReferences) -> None:
    """Names of the person's own, and what the template keeps of the last fill."""
    settled = ("template_version", "template_name", "template_language")
    ours = {name for name in old.names if name.startswith("template_") and name not in settled}
    given = {*new.names, *_earlier(old).names}
    own = {name for name in old.names if name not in given and not name.startswith(("_xlnm.", "template_"))}
    new.define({name: old.names[name] for name in ours} | {name: references.moved(old.names[name], "") for name in own})


def _carry_inputs(cells: BookCells, new: Package, references: MovedReferences) -> None:
    """What stands in the inputs, also formulas, and in the cells beside the list that say where it comes from."""
    old = cells.package
    changes: dict[str, dict[Place, Patch]] = {}
    for name in old.names:
        here, there = old.area_of(name), new.area_of(name)
        if not name.startswith(("input_", "source_")) or here is None or there is None:
            continue
        page = cells.on(here[0].name)
        for number in range(min(here[1].bottom - here[1].top, there[1].bottom - there[1].top) + 1):
            place = here[1].top + number, here[1].left
            formula = page.formulas.get(place)
            if formula and name.startswith("source_"):
                continue
            text = references.moved(formula.text, here[0].name) if formula else ""
            changes.setdefault(there[0].name, {})[there[1].top + number, there[1].left] = Patch(page.values.get(place), text)
    for sheet in new.sheets:
        if sheet.name in changes:
            new.parts[sheet.part] = change_sheet(new.parts[sheet.part], Changes(changes[sheet.name]))


def _inputs_gone(cells: BookCells) -> list[str]:
    """What a person has typed in inputs that are no more."""
    said = []
    for name, (began, instead) in _GONE.items():
        if place := cells.package.cell_of(name):
            value = cells.on(place[0].name).values.get(place[1:])
            said += [] if value in (None, began) else [f"{name} of {value:g} ({instead})" if isinstance(value, float) else name]
    return said


def _carry_sheets(old: Package, new: Package, pages: Mapping[str, str | None], carrier: Carrier, result: Upgrade) -> None:
    """Sheets of the person's own, each behind the one that it stood behind."""
    relations = old.relations(old.workbook_part)
    taken = {sheet.name.lower() for sheet in new.sheets}
    before = None
    for number, element in enumerate(list(old.workbook.iter(f"{{{MAIN}}}sheet"))):
        name = element.get("name")
        if name in pages:
            before = pages[name] or before
            continue
        kind, part = relations.get(element.get(f"{{{RELATION}}}id", ""), ("", ""))
        if not kind.endswith(("/worksheet", "/chartsheet")) or name.lower() in taken:
            result.behind.append(f"the sheet {name}")
            continue
        carrier.sheet(element, kind, part, before)
        _carry_local_names(old, new, number, name, carrier)
        result.sheets.append(name)
        before = name


def _carry_local_names(old: Package, new: Package, number: int, sheet: str, carrier: Carrier) -> None:
    place = [one.get("name") for one in new.workbook.iter(f"{{{MAIN}}}sheet")].index(sheet)
    holder = new.workbook.find(f"{{{MAIN}}}definedNames")
    for one in old.workbook.iter(f"{{{MAIN}}}definedName"):
        if one.get("localSheetId") == str(number):
            own = etree.SubElement(holder, f"{{{MAIN}}}definedName", attrib={**one.attrib, "localSheetId": str(place)})
            own.text = carrier.moved(one.text or "", sheet)
    new.define({})


def _carry_cells(
    old: Package, new: Package, pages: Mapping[str, str | None], own: Mapping[str, set[Place]], carrier: Carrier, result: Upgrade
) -> None:
    """Cells of the person's own on our pages, where their place is still free."""
    for sheet in old.sheets:
        cells = own.get(sheet.name, set())
        target = next((one for one in new.sheets if one.name == pages.get(sheet.name)), None)
        taken = _taken(PageCells(new, target.name)) if target and cells else None
        free = {place for place in cells if taken is not None and not any(place in area for area in taken)}
        result.behind += [f"{sheet.name}!{Area(row, column, row, column)}" for row, column in sorted(cells - free)]
        if target and free:
            texts = carrier.cells(sheet, lambda row, column, content, free=free: (row, column) in free)
            new.parts[target.part] = change_sheet(new.parts[target.part], Changes(restored=texts))


def _taken(page: PageCells) -> list[Area]:
    """Where a page has something, or lists that get longer and wider may have."""
    lists = [Area(one.row, one.array.left, MAX_ROWS, one.array.right) for one in page.lists if one.array]
    tables = [Area(table.area.top, table.area.left, MAX_ROWS, table.area.right) for table in page.tables]
    return [*lists, *tables, *(Area(row, column, row, column) for row, column in page.values)]
