"""xlwings Lite: the workbook carries the functions, and a free add-in from the Office store runs them, in Excel for Windows, Mac and
web. Nothing is installed by us."""

from __future__ import annotations

from pathlib import Path

from ..workbook.lite import REQUIREMENTS, main_py
from ..workbook.templates import TEMPLATES, new
from . import Finding

TITLE = "Excel with xlwings Lite"

_STEPS = [
    "Nothing needs to be installed here: workbooks that clv-xl makes carry the functions.",
    "In Excel, choose Add-ins, search for xlwings Lite, and add it; it is free, also for companies.",
    "Open a workbook of clv-xl (clv-xl new transactions): its formulas calculate while xlwings Lite is open.",
    "For all workbooks: put main.py and requirements.txt, which --to DIR writes, into the personal module of xlwings Lite.",
]


def build(folder: str | Path) -> list[Path]:
    """The templates, and the Python that xlwings Lite runs, for a personal module."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    made = [new(name, folder / f"{name}.xlsx") for name in TEMPLATES]
    for name, text in (("main.py", main_py()), ("requirements.txt", REQUIREMENTS)):
        (folder / name).write_text(text, encoding="utf-8")
        made.append(folder / name)
    return made


def install(dry_run: bool = False) -> list[str]:
    return _STEPS


def uninstall(dry_run: bool = False) -> list[str]:
    return ["Nothing was installed here. In Excel, remove xlwings Lite under Add-ins > My Add-ins, if no other workbook needs it."]


def look() -> list[Finding]:
    return [Finding("works", "Workbooks made here carry the functions for xlwings Lite; the add-in itself is in Excel's store.")]
