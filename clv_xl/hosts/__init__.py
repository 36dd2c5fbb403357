"""The places where the functions run besides Python: what `clv-xl install`, `uninstall` and `doctor` do for each.

A host is a package whose module `installing` has a TITLE and four functions:

    files() -> dict[str, bytes]     what it is made of, by the path in a folder; made on any system
    install(dry_run) -> list[str]   put it where the host looks, for this user alone; a sentence per step
    uninstall(dry_run) -> list[str] take away what install put there; a sentence per step
    look() -> list[Finding]         what works here, what is missing, and the one command that mends it

An InstallError says in one sentence what stands in the way and what to do.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Literal

from ..xlsx.saving import WorkbookError

HOSTS = ("lite", "windows", "libreoffice", "server")
"""In the order in which most people need them."""


ENDINGS = {"lite": ".xlsx", "lite-2021": ".xlsx", "windows": ".xlsm", "libreoffice": ".xlsx"}
"""How the file of a workbook ends, by the host that it is for."""


def ending_of(host: str) -> str:
    """How the file of a workbook for a host ends.

    Raises:
        WorkbookError: there is no such host for a workbook.
    """
    if host not in ENDINGS:
        raise WorkbookError(f"{host}: there is no such host; they are {', '.join(ENDINGS)}.")
    return ENDINGS[host]


class InstallError(ValueError):
    """Something stands in the way; the text is one sentence that says what to do."""


@dataclass(frozen=True)
class Finding:
    """What doctor says of one thing: a sentence, and the command that mends it where something is wrong."""

    state: Literal["works", "missing", "wrong", "not here"]
    sentence: str
    fix: str = ""


def host(name: str) -> ModuleType:
    """What installs a host; only the one asked for is loaded."""
    return importlib.import_module(f".{name}.installing", __name__)


def build(name: str, folder: str | Path, dry_run: bool = False) -> list[Path]:
    """Write the files of a host into a folder, and nothing over what is there; the files."""
    files = {Path(folder) / path: content for path, content in host(name).files().items()}
    try:
        if there := [path for path in files if path.exists()]:
            raise InstallError(f"{there[0]} is there already, and nothing is overwritten; name a new folder.")
        for path, content in [] if dry_run else files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600 if path.name == ".env" else 0o666)  # a server's key comes into its .env
            path.write_bytes(content)
    except OSError as error:
        raise InstallError(f"{folder} cannot be written ({error.strerror}); name a folder of your own.") from None
    return list(files)
