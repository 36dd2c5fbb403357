"""What the templates of earlier versions had in their cells, and which names, so that what a person has added to a workbook is told from
what was ours.

A file for each version, named by its number in `template_version`: install/keep_version.py writes it when a version is released.
Cells are told by column, as `f` formulas or `v` values: "fE8:13 vC7" is formulas in E8 to E13 and a value in C7.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from openpyxl.utils import column_index_from_string

from ...xlsx.package import Package, Sheet

_ANCHOR = re.compile(rb"<(?:\w+:)?(?:twoCell|oneCell|absolute)Anchor\b")
_RUN = re.compile(r"([fv])([A-Z]+)(\d+)(?::(\d+))?")


@dataclass(frozen=True)
class EarlierPage:
    """A page as a version had it, the same in every language but for its texts."""

    tabs: dict[str, str]
    """What its tab is called, by language."""
    formulas: frozenset[tuple[int, int]]
    values: frozenset[tuple[int, int]]
    drawings: int
    """How many charts and pictures stand on it."""


@dataclass(frozen=True)
class EarlierTemplate:
    """A template as a version had it; without pages and names where the version is not an earlier one."""

    pages: tuple[EarlierPage, ...] = ()
    names: frozenset[str] = frozenset()


@cache
def earlier(version: str, template: str) -> EarlierTemplate:
    """A template of a version, which is a number."""
    file = files(__package__ or "").joinpath(f"{version}.json")
    if not version.isdigit() or not file.is_file():
        return EarlierTemplate()
    kept = json.loads(file.read_text(encoding="utf-8"))[template]
    return EarlierTemplate(tuple(_page(**page) for page in kept["pages"]), frozenset(kept["names"].split()))


def _page(tabs: dict[str, str], cells: str, drawings: int) -> EarlierPage:
    found: dict[str, set[tuple[int, int]]] = {"f": set(), "v": set()}
    for kind, letters, first, last in _RUN.findall(cells):
        column = column_index_from_string(letters)
        found[kind].update((row, column) for row in range(int(first), int(last or first) + 1))
    return EarlierPage(tabs, frozenset(found["f"]), frozenset(found["v"]), drawings)


def drawings_on(package: Package, sheet: Sheet) -> int:
    """How many charts and pictures stand on a sheet."""
    return sum(
        len(_ANCHOR.findall(package.parts[part])) for kind, part in package.relations(sheet.part).values() if kind.endswith("/drawing")
    )
