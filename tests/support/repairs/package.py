"""The package: parts, their kinds, and what points from one to another."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator

from .reading import ID, File

KINDS = {
    "drawing": "/drawing",
    "tablePart": "/table",
    "hyperlink": "/hyperlink",
    "legacyDrawing": "/vmlDrawing",
    "chart": "/chart",
    "sheet": "sheet",
    "webextensionref": "/webextension",
}
"""How the relationship ends that an element asks for."""


def parts_are_there(file: File) -> Iterator[str]:
    """What a part points to is in the file, under an id of its own and of the kind that is asked for."""
    for holder in [name for name in file.entries if name.endswith(".rels")]:
        part = posixpath.join(posixpath.dirname(posixpath.dirname(holder)), posixpath.basename(holder).removesuffix(".rels"))
        relations = file.relations(part)
        if part and part not in file.parts:
            yield f"{holder} is of {part}, which is not there"
        yield from (f"{part} has {one} twice" for one, count in Counter(one.id for one in relations).items() if count > 1)
        yield from (f"{part} points to {one.target}" for one in relations if not one.external and one.target not in file.parts)
    for part in [name for name in file.entries if name.endswith(".xml") and b"r:id=" in file.parts[name]]:
        kinds = {one.id: one.kind for one in file.relations(part)}
        for element in [one for one in file.tree(part).iter("*") if one.get(ID)]:
            wanted, kind = KINDS.get(re.sub("{.*}", "", element.tag), ""), kinds.get(element.get(ID))
            if kind is None or not kind.endswith(wanted):
                yield f"{element.tag} of {part} asks for {element.get(ID)}, which is {kind}"


def kinds_are_told(file: File) -> Iterator[str]:
    """Every part has a content type, and every content type its part."""
    types = file.tree("[Content_Types].xml")
    endings = {one.get("Extension").lower() for one in types if one.get("Extension")}
    told = [one.get("PartName")[1:] for one in types if one.get("PartName")]
    for part in file.entries:
        ending = part.rpartition(".")[2].lower()
        if part != "[Content_Types].xml" and part not in told and (ending not in endings or ending == "xml"):
            yield f"{part} is of no kind"
    yield from (f"{part} has a kind, and is not there" for part in told if part not in file.parts)
    yield from (f"{part} has two kinds" for part, count in Counter(told).items() if count > 1)


def no_part_twice(file: File) -> Iterator[str]:
    yield from (f"{part} is there twice" for part, count in Counter(map(str.lower, file.entries)).items() if count > 1)
