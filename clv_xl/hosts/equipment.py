"""The forms of a workbook: for xlwings Lite (and Excel alone), for Excel on Windows with Python, for LibreOffice. They differ in
how our functions are spelled and in what the file carries; the same cells, names and values are in all."""

from __future__ import annotations

from pathlib import Path

from ..formulas.lambdas import is_lambda, lambda_of
from ..functions import DECLARATIONS
from ..xlsx.package import Package
from ..xlsx.saving import FORMS
from .lite.parts import give_lite_parts, take_lite_parts

_NAME = "template_host"


def form_of(package: Package) -> str:
    """The form that a workbook has; a workbook that is none of ours is spelled for xlwings Lite."""
    form = package.names.get(_NAME, "").strip('"')
    return form if form in FORMS else "lite"


def live_names(package: Package) -> frozenset[str]:
    """The functions that the workbook holds as LAMBDA names."""
    return frozenset(name.upper() for name, text in package.names.items() if is_lambda(text))


def is_ours(package: Package) -> bool:
    """Whether a workbook was made from one of our templates."""
    return "template_name" in package.names


def save_form(package: Package, form: str, output: str | Path) -> None:
    """Write a workbook that has a form under the name that goes with it."""
    if form == "windows":
        from .windows.files import put_vba_into  # the VBA around the functions is the host's affair

        put_vba_into(package)
    package.save(output)


def give_form(package: Package, form: str) -> None:
    """Let a workbook of ours carry what its form needs, and nothing of the others. Its formulas are spelled by recalculating it."""
    closed_forms = [declaration for declaration in DECLARATIONS if declaration.native]
    live = {declaration.name: lambda_of(declaration) if form == "lite" else None for declaration in closed_forms}
    package.define({_NAME: f'"{form}"', **live})
    (give_lite_parts if form == "lite" else take_lite_parts)(package)
