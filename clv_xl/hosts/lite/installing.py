"""xlwings Lite: the workbook carries the functions, and a free add-in from the Office store runs them, in Excel for Windows, Mac and
web. Nothing is installed by us."""

from __future__ import annotations

from ...formulas.lambdas import typed_lambda
from ...workbook.templates import TEMPLATES, template_path
from ...xlsx.saving import WorkbookError
from .. import Finding
from ..equipment import CLOSED_FORMS, registered_beside
from .code import REQUIREMENTS, WHEEL, functions_py, wheel

TITLE = "Excel with xlwings Lite"

_STEPS = [
    "There is nothing to install here: workbooks that clv-xl makes carry the functions.",
    "In Excel, choose Add-ins, search for xlwings Lite, and add it; it is free, also for companies.",
    "Open a workbook of clv-xl (clv-xl new transactions) and trust it: its formulas calculate while xlwings Lite is open.",
    "For workbooks of your own: clv-xl install lite --to DIR writes personal/clv_functions.py and requirements.txt, for the personal "
    f"module of xlwings Lite; or {WHEEL}, which a requirements.txt names by the address where you put it.",
    f"That module leaves out {', '.join(CLOSED_FORMS)}: workbooks of clv-xl hold these as LAMBDA names, and where a name is a Python "
    "function too, Excel runs none of the Python functions. names.txt has these names for a workbook of your own, as does a copy of the "
    "tab Functions.",
    "Excel 2021 has no LAMBDA: make its workbooks with --host lite-2021, and take personal-excel-2021/clv_functions.py, which has all "
    "functions.",
]


def files() -> dict[str, bytes]:
    """The templates; the functions for a personal module, and as a wheel; and the names that go with them in a workbook of one's own."""
    templates = {f"{name}.xlsx": template_path(name).read_bytes() for name in TEMPLATES}
    modules = {"personal": functions_py(registered_beside(CLOSED_FORMS)), "personal-excel-2021": functions_py(registered_beside(()))}
    names = "\n\n".join(f"{name} = {typed_lambda(declaration)};" for name, declaration in CLOSED_FORMS.items())
    texts = {f"{folder}/clv_functions.py": code for folder, code in modules.items()}
    texts |= {"requirements.txt": REQUIREMENTS, "names.txt": f"{names}\n"}
    return {**templates, WHEEL: wheel(), **{path: text.encode() for path, text in texts.items()}}


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
