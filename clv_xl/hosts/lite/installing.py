"""xlwings Lite: the workbook carries the functions, and a free add-in from the Office store runs them, in Excel for Windows, Mac and
web. Nothing is installed by us."""

from __future__ import annotations

from ...workbook.templates import TEMPLATES, template_path
from ...xlsx.saving import WorkbookError
from .. import Finding
from ..equipment import CLOSED_FORMS, registered_beside
from .code import REQUIREMENTS, main_py

TITLE = "Excel with xlwings Lite"

_STEPS = [
    "There is nothing to install here: workbooks that clv-xl makes carry the functions.",
    "In Excel, choose Add-ins, search for xlwings Lite, and add it; it is free, also for companies.",
    "Open a workbook of clv-xl (clv-xl new transactions): its formulas calculate while xlwings Lite is open.",
    "For workbooks of your own: put main.py and requirements.txt, which clv-xl install lite --to DIR writes, into its personal module.",
    f"That main.py leaves out {', '.join(CLOSED_FORMS)}: workbooks of clv-xl hold these as LAMBDA names, and where a name is a Python "
    "function too, Excel runs none of the Python functions. A copy of the tab Functions in a workbook of your own brings the names along.",
    "Excel 2021 has no LAMBDA: make its workbooks with --host lite-2021, and take excel-2021/main.py, which has all functions, for its "
    "personal module.",
]


def files() -> dict[str, bytes]:
    """The templates, and the Python that xlwings Lite runs, for a personal module."""
    templates = {f"{name}.xlsx": template_path(name).read_bytes() for name in TEMPLATES}
    codes = {"main.py": main_py(registered_beside(CLOSED_FORMS)), "excel-2021/main.py": main_py(registered_beside(()))}
    return {**templates, **{path: code.encode() for path, code in codes.items()}, "requirements.txt": REQUIREMENTS.encode()}


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
