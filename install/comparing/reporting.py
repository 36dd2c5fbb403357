"""The report: what happened to each tab, then the differences; those that several workbooks have in common once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from .differing import Difference, Outcome

_KINDS = ("moved", "changed", "gone", "new")
_SHOWN = 6
"""So many differences of a tab and kind are shown without --details."""


def report(
    outcomes: Mapping[str, Outcome], alone: Mapping[str, str], english: Mapping[str, Mapping[str, str]], *, details: bool
) -> Iterator[str]:
    """The lines of the report.

    Args:
        outcomes: by workbook, such as nl/segments-filled.
        alone: workbooks of one side only, and which: gone or new.
        english: by workbook, what its tabs are called in English.
        details: show every difference.
    """
    for name, kind in sorted(alone.items()):
        yield f"{name}: {kind}"
    same = [name for name, outcome in outcomes.items() if not outcome.differences]
    yield f"{len(same)} of {len(outcomes)} workbooks are the same" + (f": {', '.join(same)}" if same and len(same) < len(outcomes) else "")
    yield from _summary(outcomes, english)
    yield from _details(outcomes, english, details)


def _tab(english: Mapping[str, Mapping[str, str]], name: str, tab: str) -> str:
    return english.get(name, {}).get(tab, tab)


def _summary(outcomes: Mapping[str, Outcome], english: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """A line per tab: the cells of all workbooks that differ, and how many of them."""
    cells: dict[tuple[str, str], Counter[str]] = {}
    books: Counter[tuple[str, str]] = Counter()
    for name, outcome in outcomes.items():
        others = Counter(one.tab for one in outcome.differences)
        for tab in {*outcome.cells, *others} if outcome.differences else ():
            key = (_template(name), _tab(english, name, tab) or "(workbook)")
            counted = outcome.cells.get(tab, Counter())
            cells.setdefault(key, Counter()).update(counted)
            if others[tab] or any(kind != "same" for kind in counted):
                books[key] += 1
            cells[key]["differences"] += others[tab]
    if any(books.values()):
        yield "\nCells by tab, all workbooks of a template together"
    for (template, tab), counted in cells.items():
        if books[template, tab]:
            said = [f"{counted[kind]:,} {kind}" for kind in ("same", *_KINDS, "gone (only styled)", "new (only styled)") if counted[kind]]
            number = f"{counted['differences']:,} differences" if counted["differences"] else "moved along"
            yield f"  {f'{template}: {tab}':<32} {', '.join(said) or 'no cells'}; {number} in {books[template, tab]} workbooks"


def _template(name: str) -> str:
    """The template that a workbook was made from."""
    return name.rpartition("/")[2].removesuffix("-filled")


def _details(outcomes: Mapping[str, Outcome], english: Mapping[str, Mapping[str, str]], everything: bool) -> Iterator[str]:
    found: dict[tuple[str, Difference], list[str]] = {}
    for name, outcome in outcomes.items():
        for one in outcome.differences:
            said = Difference(_tab(english, name, one.tab), one.kind, _in_english(one.where, english.get(name, {})), one.what)
            found.setdefault((_template(name), said), []).append(name)
    groups: dict[tuple[str, str], list[tuple[Difference, list[str]]]] = {}
    for (template, one), names in found.items():
        groups.setdefault((template, one.tab), []).append((one, names))
    for (template, tab), listed in groups.items():
        yield f"\n{template}: {tab or '(workbook)'}"
        for kind in _KINDS:
            of_kind = [(one, names) for one, names in listed if one.kind == kind]
            for one, names in of_kind if everything else of_kind[:_SHOWN]:
                yield f"  {kind:<8}{one.where}{f': {one.what}' if one.what else ''}   [{_which(names)}]"
            if not everything and len(of_kind) > _SHOWN:
                yield f"  {kind:<8}... and {len(of_kind) - _SHOWN:,} more; --details shows them"


def _in_english(where: str, tabs: Mapping[str, str]) -> str:
    """A place on another tab, by the tab's English name."""
    before, arrow, after = where.partition(" -> ")
    tab, colon, cells = after.partition(": ")
    return f"{before}{arrow}{tabs.get(f'new {tab}', tab)}{colon}{cells}" if arrow and colon else where


def _which(names: list[str]) -> str:
    """Workbooks by language, empty and filled."""
    languages: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        folder, _, file = name.rpartition("/")
        languages.setdefault("filled" if file.endswith("-filled") else "empty", []).append(folder or file)
    return "; ".join(f"{form} {' '.join(listed)}" for form, listed in languages.items())
