"""The forms of a workbook: for xlwings Lite (and Excel alone), for the same in Excel 2021, which has no LAMBDA, for Excel on Windows
with Python, for LibreOffice. They differ in how our functions are spelled and in what the file carries; the same cells and values are
in all."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from ..functions import DECLARATIONS
from .lambdas import is_lambda, lambda_of
from .lite import give_lite_parts, take_lite_parts
from .package import Package
from .saving import FORMS

_NAME = "template_host"

CLOSED_FORMS = {declaration.name: declaration for declaration in DECLARATIONS if declaration.native}


def form_of(package: Package) -> str:
    """The form that a workbook has; a workbook that is none of ours is spelled for xlwings Lite."""
    form = package.names.get(_NAME, "").strip('"')
    return form if form in FORMS else "lite"


def live_names(package: Package) -> frozenset[str]:
    """The functions that the workbook holds as LAMBDA names."""
    return frozenset(name.upper() for name, text in package.names.items() if is_lambda(text))


def registered_beside(live: Collection[str]) -> list[str]:
    """The functions that xlwings Lite may register in a workbook with some as LAMBDA names. Where one name is both, Excel runs no
    Python function of the workbook at all."""
    return [declaration.name for declaration in DECLARATIONS if declaration.name not in live]


def is_ours(package: Package) -> bool:
    """Whether a workbook was made from one of our templates."""
    return "template_name" in package.names


def save_form(package: Package, form: str, output: str | Path) -> None:
    """Write a workbook that has a form under the name that goes with it."""
    if form == "windows":
        from ..hosts.windows_files import put_vba_into  # the VBA around the functions is the host's affair

        put_vba_into(package)
    package.save(output)


def give_form(package: Package, form: str) -> None:
    """Let a workbook of ours carry what its form needs, and nothing of the others. Its formulas are spelled by recalculating it."""
    live = {name: lambda_of(declaration) if form == "lite" else None for name, declaration in CLOSED_FORMS.items()}
    package.define({_NAME: f'"{form}"', **live})
    if form in ("lite", "lite-2021"):
        give_lite_parts(package, registered_beside(live_names(package)))
    else:
        take_lite_parts(package)
