"""The texts that the cells of a workbook share: a cell of type s has the number of its text in this part."""

from __future__ import annotations

from typing import Any

from .package import MAIN, Package
from .sheets.cell_xml import plain

_KIND = "/sharedStrings"


def shared_part(package: Package) -> str | None:
    """The part that holds the texts; None where the workbook has none."""
    return next((part for kind, part in package.relations(package.workbook_part).values() if kind.endswith(_KIND)), None)


def shared_items(package: Package) -> list[Any]:
    """The texts as elements `si`, with the looks of their letters."""
    part = shared_part(package)
    return list(package.tree(part).iter(f"{{{MAIN}}}si")) if part else []


def plain_text(item: Any) -> str:
    """What an element `si` or `is` says, without its looks and without what it sounds like."""
    return plain("".join(run.text or "" for run in item.iter(f"{{{MAIN}}}t") if run.getparent().tag != f"{{{MAIN}}}rPh"))


def shared_texts(package: Package) -> list[str]:
    """The texts as they read."""
    return [plain_text(item) for item in shared_items(package)]
