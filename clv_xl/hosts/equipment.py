"""What the file of a workbook carries for its host: xlwings Lite (and Excel alone), the same in Excel 2021, which has no LAMBDA, Excel for
Windows with Python, or LibreOffice. The same cells and values are in all; how our functions are spelled in them is the affair of
formulas/."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from ..formulas.lambdas import lambda_of, live_names
from ..functions import DECLARATIONS
from ..workbook.recalculating import Recalculation, recalculate_package
from ..workbook.templates import host_of, is_ours
from ..xlsx.package import Package
from .lite.parts import give_lite_parts, take_lite_parts, tell_apart


def recalculate_for(package: Package, host: str | None = None, *, static: bool = False) -> Recalculation:
    """Recalculate a workbook for a host, its own where left out. One of ours is given what the host needs."""
    host = host or host_of(package.names)
    if is_ours(package.names):
        equip(package, host)
    return recalculate_package(package, host, static=static)


CLOSED_FORMS = {declaration.name: declaration for declaration in DECLARATIONS if declaration.native}


def registered_beside(live: Collection[str]) -> list[str]:
    """The functions that xlwings Lite may register in a workbook with some as LAMBDA names. Where one name is both, Excel runs no
    Python function of the workbook at all."""
    return [declaration.name for declaration in DECLARATIONS if declaration.name not in live]


def equip(package: Package, host: str) -> None:
    """Let a workbook of ours carry what its host needs, and nothing of the others. Recalculating it spells its formulas."""
    live = {name: lambda_of(declaration) if host == "lite" else None for name, declaration in CLOSED_FORMS.items()}
    package.define({"template_host": f'"{host}"', **live})
    if host in ("lite", "lite-2021"):
        give_lite_parts(package, registered_beside(live_names(package.names)))
    else:
        take_lite_parts(package)


def save_for(package: Package, host: str, output: str | Path) -> None:
    """Write a workbook that is spelled for a host under a name that goes with it: a workbook of its own."""
    tell_apart(package)
    if host == "windows":
        from .windows.files import put_vba_into  # takes a while to load

        put_vba_into(package)
    package.save(output)
