"""An organisation's own server: a ready xlwings-server project with our functions.

xlwings-server, and the part of xlwings that it uses, need a licence for commercial use. Nothing here imports them or copies from
them: what build writes is our own text and settings, and the files of xlwings-server stay in its installed package. Only who
installs the project's requirements takes up that licence.
"""

from __future__ import annotations

import os
import re
import uuid
from importlib import metadata
from pathlib import Path

from ...version import __version__
from .. import Finding, InstallError

TITLE = "Server for an organisation"

OLDEST = (1, 20)
"""The xlwings-server that the project's files are made for."""

_PROJECT = Path(__file__).with_name("project")
_FILES = {
    "README.md": "README.md",
    "requirements.txt": "requirements.txt",
    "pyproject.toml.txt": "pyproject.toml",
    "env.txt": ".env",
    "gitignore.txt": ".gitignore",
    "custom_functions/__init__.py": "custom_functions/__init__.py",
    "custom_scripts/__init__.py": "custom_scripts/__init__.py",
    "lifespan.py": "lifespan.py",
    "routers/custom.py": "routers/custom.py",
    "templates/manifest.xml": "templates/manifest.xml",
    "templates/taskpane.html": "templates/taskpane.html",
    "static/js/main.js": "static/js/main.js",
}
"""From the file in project/ to the file of the project. Names that would mean something to the tools that read our own
folders, or that a packager leaves out, are spelled otherwise there."""


def files() -> dict[str, bytes]:
    """The project; each is an add-in of its own, with ids of its own."""
    texts = {
        "@version@": __version__,
        # Excel takes no version below 1, and a higher one for an update.
        "@manifest_version@": ".".join(["1", *re.findall(r"\d+", __version__)[:3]]),
        "@manifest_ids@": "\n".join(f'manifest_id_{name} = "{uuid.uuid4()}"' for name in ("prod", "staging", "uat", "qa", "dev")),
    }
    return {name: _filled((_PROJECT / source).read_text(encoding="utf-8"), texts).encode() for source, name in _FILES.items()}


def install(dry_run: bool = False) -> list[str]:
    """A server belongs to no user, so there is no place to guess."""
    raise InstallError("A server's files go where you say: clv-xl install server --to DIR")


def uninstall(dry_run: bool = False) -> list[str]:
    """Nothing was put anywhere but in the folder."""
    return ["Stop the server, delete its folder, and remove its manifest where you gave it to Excel; there is nothing else."]


def look() -> list[Finding]:
    """Whether this Python could run a server, and whether it would be allowed to."""
    try:
        version = metadata.version("xlwings-server")
    except metadata.PackageNotFoundError:
        return [Finding("not here", "xlwings-server is not installed in this Python; only a server for an organisation needs it.")]
    return [_about_version(version), _about_licence(os.environ.get("XLWINGS_LICENSE_KEY", ""))]


def _about_version(version: str) -> Finding:
    if tuple(int(part) for part in version.split(".")[:2] if part.isdecimal()) < OLDEST:
        fix = 'python -m pip install "xlwings-server>=1.20,<2"'
        return Finding("wrong", f"xlwings-server {version} is older than the project needs.", fix)
    return Finding("works", f"xlwings-server {version} is installed in this Python.")


def _about_licence(key: str) -> Finding:
    if not key:
        sentence = "XLWINGS_LICENSE_KEY is not set, and a server does not start without it in the environment or in its .env."
        return Finding("missing", sentence, "get a key from https://www.xlwings.org/pricing and write it into .env in the server's folder")
    if key == "noncommercial":
        return Finding("works", "XLWINGS_LICENSE_KEY says noncommercial; commercial use needs a paid licence of xlwings.")
    return Finding("works", "XLWINGS_LICENSE_KEY is set.")


def _filled(text: str, texts: dict[str, str]) -> str:
    for mark, value in texts.items():
        text = text.replace(mark, value)
    return text
