"""Charts by what they show: their series, titles, axes and look, the cells they stand on, and their alternative text."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

from .formulas import Area, pieces
from .matching import Match

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FORMULA = "f"
_WORDS = {"val": "values", "cat": "categories", "tx": "name", "xVal": "x values", "yVal": "y values", "catAx": "category axis",
          "valAx": "value axis", "dateAx": "date axis", "ser": "series"}  # fmt: skip
"""The elements that a report calls by what they are."""


@dataclass(frozen=True)
class Chart:
    tab: str
    text: str
    """The alternative text."""
    top: int
    left: int
    size: tuple[str, ...]
    """Where it ends, counted from where it begins, or its measures."""
    says: dict[str, str]
    """What is set in it, by the way to it; formulas too."""

    @property
    def title(self) -> str:
        words = [value for key, value in self.says.items() if key.startswith("chart/title") and key.endswith("/t")]
        return " ".join(words) or self.text[:40]

    @property
    def place(self) -> str:
        return str(Area(self.tab, self.top, self.left, self.top, self.left))


def read_charts(path: Path) -> list[Chart]:
    """The charts of a workbook file, tab by tab."""
    found: list[Chart] = []
    with ZipFile(path) as archive:
        sheets = _relations(archive, "xl/workbook.xml")
        for sheet in _parsed(archive, "xl/workbook.xml").findall(".//{*}sheet"):
            part = sheets[sheet.get(f"{_RELATION}id", "")]
            drawings = [target for target in _relations(archive, part).values() if "/drawings/drawing" in target]
            for drawing in drawings:
                found += _drawn(archive, drawing, sheet.get("name", ""))
    return found


def _drawn(archive: ZipFile, part: str, tab: str) -> Iterator[Chart]:
    targets = _relations(archive, part)
    for anchor in _parsed(archive, part):
        chart = anchor.find(".//{*}chart")
        if chart is None:
            continue
        properties, start = anchor.find(".//{*}cNvPr"), anchor.find("{*}from")
        corner = {_local(child): int(child.text or 0) for child in start} if start is not None else {}
        end, extent = anchor.find("{*}to"), anchor.find("{*}ext")
        size: list[str] = [f"offset {corner.get('rowOff', 0)}, {corner.get('colOff', 0)}"]
        if end is not None:
            size += [
                f"{_local(child)} {int(child.text or 0) - corner.get(_local(child), 0) if _local(child) in ('row', 'col') else child.text}"
                for child in end
            ]
        if extent is not None:
            size += [f"{key} {value}" for key, value in extent.attrib.items()]
        text = properties.get("descr", "") if properties is not None else ""
        says = dict(_said(_parsed(archive, targets[chart.get(f"{_RELATION}id", "")]), ""))
        yield Chart(tab, text, corner.get("row", 0) + 1, corner.get("col", 0) + 1, tuple(size), says)


def _said(element: ElementTree.Element, way: str) -> Iterator[tuple[str, str]]:
    """The settings of a chart, each with the way to it; values that a program kept beside a reference are not the chart's own."""
    numbers: Counter[str] = Counter()
    for key, value in element.attrib.items():
        yield f"{way}@{key}", value
    if element.text and element.text.strip():
        yield way, element.text.strip()
    for child in element:
        name = _local(child)
        if name in ("numCache", "strCache", "multiLvlStrCache"):
            continue
        numbers[name] += 1
        alone = sum(_local(other) == name for other in element) == 1
        said = _WORDS.get(name, name)
        yield from _said(child, f"{way}/{said}".lstrip("/") if alone else f"{way}/{said} {numbers[name]}".lstrip("/"))


def chart_differences(match: Match) -> Iterator[tuple[str, str, str, str]]:
    """Tab, kind, which chart, and how it differs."""
    left = read_charts(match.new.path)
    pairs: list[tuple[Chart, Chart]] = []
    old = read_charts(match.old.path)
    for sign in (
        lambda one: (one.tab, one.text, one.title),
        lambda one: one.text,
        lambda one: (one.tab, one.title),
        lambda one: (one.tab, one.place),
    ):
        for chart in [one for one in old if all(one is not before for before, _ in pairs)]:
            other = next((one for one in left if sign(one) == sign(chart) and sign(chart) not in ("", (chart.tab, ""))), None)
            if other:
                left.remove(other)
                pairs.append((chart, other))
    for chart in [one for one in old if all(one is not before for before, _ in pairs)]:
        yield chart.tab, "gone", f"chart {chart.title!r} at {chart.place}", ""
    for chart in left:
        yield chart.tab, "new", f"chart {chart.title!r} at {chart.place}", ""
    for before, after in pairs:
        yield from ((before.tab, *found) for found in _chart_differences(match, before, after))


def _chart_differences(match: Match, old: Chart, new: Chart) -> Iterator[tuple[str, str, str]]:
    name = f"chart {old.title!r} at {old.place}"
    if (old.tab, old.place) != (new.tab, new.place):
        with_cells = (new.tab, new.top, new.left) == match.place((old.tab, old.top, old.left))
        where = f"{old.place} -> {new.place}" if old.tab == new.tab else f"{old.place} -> {new.tab}: {new.place}"
        yield "moved", f"chart {old.title!r} {where}", "" if with_cells else "not with the cells around it"
    if old.size != new.size:
        yield "changed", name, f"size: {', '.join(old.size)} -> {', '.join(new.size)}"
    if old.text != new.text:
        yield "changed", name, f"alternative text: {old.text} -> {new.text}"
    for way in [*old.says, *(way for way in new.says if way not in old.says)]:
        before, after = old.says.get(way), new.says.get(way)
        if before != after or way.endswith(f"/{_FORMULA}"):
            same = before and after and way.endswith(f"/{_FORMULA}") and match.same_formula(before, old.tab, after, new.tab)
            if not same:
                yield "changed", name, f"{_plain(way)}: {_shown(before)} -> {_shown(after)}"


def _plain(way: str) -> str:
    """The way to a setting without the elements that say nothing."""
    return re.sub(r"chart/plotArea/|/(?:numRef|strRef)|/f$|(?:/name/rich)?/p(?: \d+)?/r(?: \d+)?/t$", "", way)


def _shown(text: str | None) -> str:
    return "(none)" if text is None else "".join(f"{part.tab}!{part}" if isinstance(part, Area) else part for part in pieces(text, ""))


def _relations(archive: ZipFile, part: str) -> dict[str, str]:
    folder, name = posixpath.split(part)
    path = f"{folder}/_rels/{name}.rels"
    if path not in archive.namelist():
        return {}
    return {
        one.get("Id", ""): posixpath.normpath(
            posixpath.join("/" if one.get("Target", "").startswith("/") else folder, one.get("Target", ""))
        ).lstrip("/")
        for one in _parsed(archive, path)
    }


def _parsed(archive: ZipFile, part: str) -> ElementTree.Element:
    return ElementTree.fromstring(archive.read(part))


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
