"""xlwings Lite: the workbook carries the functions, and a free add-in from the Office store runs them, in Excel for Windows, Mac and
web. Nothing is installed by us."""

from __future__ import annotations

from ...workbook.templates import TEMPLATES, template_path
from ...xlsx.saving import WorkbookError
from .. import Finding
from .parts import REQUIREMENTS, main_py

TITLE = "Excel with xlwings Lite"

_STEPS = [
    "There is nothing to install here: workbooks that clv-xl makes carry the functions.",
    "In Excel, choose Add-ins, search for xlwings Lite, and add it; it is free, also for companies.",
    "Open a workbook of clv-xl (clv-xl new transactions): its formulas calculate while xlwings Lite is open.",
    "For workbooks of your own: put main.py and requirements.txt, which clv-xl install lite --to DIR writes, into its personal module.",
]


def files() -> dict[str, bytes]:
    """The templates, and the Python that xlwings Lite runs, for a personal module."""
    templates = {f"{name}.xlsx": template_path(name).read_bytes() for name in TEMPLATES}
    return {**templates, "main.py": main_py().encode(), "requirements.txt": REQUIREMENTS.encode()}


def install(dry_run: bool = False) -> list[str]:
    """What a person does in Excel."""
    return _STEPS


def uninstall(dry_run: bool = False) -> list[str]:
    """What a person does in Excel."""
    return ["Nothing was installed here. In Excel, remove xlwings Lite under Add-ins > My Add-ins, if no other workbook needs it."]


def look() -> list[Finding]:
    """Whether workbooks can be made here; Excel's add-ins cannot be seen from outside."""
    try:
        for name in TEMPLATES:
            template_path(name)
    except WorkbookError as error:
        return [Finding("wrong", str(error), "pip install --force-reinstall clv_xl")]
    return [Finding("works", "Workbooks made here carry the functions for xlwings Lite; the add-in itself is in Excel's store.")]
