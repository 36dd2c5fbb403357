"""The places where the functions run besides Python: what `clv-xl install`, `uninstall` and `doctor` do for each.

A host is a module with a TITLE and four functions:

    build(folder) -> list[Path]     make its files in a folder, on any system; the files made
    install(dry_run) -> list[str]   put them where the host looks, for this user alone; a sentence per step
    uninstall(dry_run) -> list[str] take away what install put there; a sentence per step
    look() -> list[Finding]         what works here, what is missing, and the one command that mends it

An InstallError says in one sentence what stands in the way and what to do.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from types import ModuleType
from typing import Literal

HOSTS = ("lite", "windows", "libreoffice", "server")
"""In the order in which most people need them."""


class InstallError(ValueError):
    """Something stands in the way; the text is one sentence that says what to do."""


@dataclass(frozen=True)
class Finding:
    """What doctor says of one thing: a sentence, and the command that mends it where something is wrong."""

    state: Literal["works", "missing", "wrong", "not here"]
    sentence: str
    fix: str = ""


def host(name: str) -> ModuleType:
    """The module of a host; only the one asked for is loaded."""
    return importlib.import_module(f".{name}", __name__)
