"""Formats of cells, rules that colour them, and prompts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from .reading import MAIN, File

_LIMITS = {"promptTitle": 32, "prompt": 255, "errorTitle": 32, "error": 255}
_KINDS = {"expression", "cellIs", "colorScale", "dataBar", "iconSet", "top10", "uniqueValues", "duplicateValues", "containsText"}
_KINDS |= {"notContainsText", "beginsWith", "endsWith", "containsBlanks", "notContainsBlanks", "containsErrors", "notContainsErrors"}
_KINDS |= {"timePeriod", "aboveAverage"}


def formats_are_there(file: File) -> Iterator[str]:
    """A format asks for fonts, fills, borders and number formats that are there; styles are of one name each."""
    styles = file.styles
    sizes = {f"{one}Id": len(styles.find(f"{MAIN}{one}s")) for one in ("font", "fill", "border")}
    own = {one.get("numFmtId") for one in styles.iter(f"{MAIN}numFmt")}
    for kind in ("cellXfs", "cellStyleXfs"):
        for number, one in enumerate(styles.find(f"{MAIN}{kind}")):
            for attribute, size in sizes.items():
                if int(one.get(attribute, 0)) >= size:
                    yield f"{kind} {number} asks for {attribute} {one.get(attribute)}"
            if int(one.get("numFmtId", 0)) >= 164 and one.get("numFmtId") not in own:
                yield f"{kind} {number} asks for number format {one.get('numFmtId')}"
            if kind == "cellXfs" and int(one.get("xfId", 0)) >= len(styles.find(f"{MAIN}cellStyleXfs")):
                yield f"{kind} {number} is of style {one.get('xfId')}"
    names = [one.get("name").lower() for one in styles.iter(f"{MAIN}cellStyle")]
    yield from (f"two styles are called {name}" for name in set(names) if names.count(name) > 1)


def number_formats_one_each(file: File) -> Iterator[str]:
    """A number format has one code in the whole workbook, of at most four parts, and none of Excel's own numbers."""
    codes = defaultdict(set)
    for one in file.styles.iter(f"{MAIN}numFmt"):
        codes[int(one.get("numFmtId"))].add(one.get("formatCode"))
    for number, found in codes.items():
        if len(found) > 1:
            yield f"{number} is {' and '.join(sorted(found))}"
        if number < 164 and number not in range(5, 9) and number not in range(41, 45):
            yield f"{number} is one of Excel's own"
        for code in found:
            plain = re.sub(r'"[^"]*"|\\.', "", code)
            if not code or len(code) > 255 or plain.count(";") > 3 or plain.count('"'):
                yield f"{number} is {code}"


def rules_are_whole(file: File) -> Iterator[str]:
    """A rule has what its kind needs, and its look is there; no two rules of a sheet have one rank."""
    looks = len(list(file.styles.iter(f"{MAIN}dxf")))
    for sheet in file.sheets:
        ranks = [one.get("priority") for one in sheet.all("cfRule")]
        yield from (f"{sheet.name}: rank {rank} twice" for rank in set(ranks) if ranks.count(rank) > 1)
        for one in sheet.all("cfRule"):
            needs = {"expression": 1, "cellIs": 2 if one.get("operator", "").endswith("etween") else 1}.get(one.get("type"), 0)
            formulas = [text for text in one.iter(f"{MAIN}formula") if text.text]
            if one.get("type") not in _KINDS or len(formulas) < needs or int(one.get("dxfId") or 0) >= max(looks, 1):
                yield f"{sheet.name}: {one.get('type')} {one.get('dxfId')}"


def prompts_are_short(file: File) -> Iterator[str]:
    """Titles, hints and lists have the length that Excel allows, and a kind has what it needs."""
    for sheet in file.sheets:
        for holder in sheet.all("dataValidations"):
            if int(holder.get("count", len(holder))) != len(holder):
                yield f"{sheet.name}: not {holder.get('count')} prompts"
        for one in sheet.all("dataValidation"):
            first = one.findtext(f"{MAIN}formula1") or ""
            long = [name for name, limit in _LIMITS.items() if len(one.get(name) or "") > limit]
            if long or (first.startswith('"') and len(first) > 257) or not one.get("sqref"):
                yield f"{sheet.name}: {one.get('sqref')} {long or first[:40]}"
            if one.get("type") not in (None, "none") and not first:
                yield f"{sheet.name}: {one.get('sqref')} is {one.get('type')} of nothing"
