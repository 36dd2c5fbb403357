"""The virtual environment of a checkout. Standard library only: it runs before anything is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"


def python_of(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def prepare(extra: str = "") -> Path:
    """Make .venv where it is not there, install this checkout into it, and give its Python."""
    if sys.version_info < (3, 11):
        sys.exit(f"clv_xl needs Python 3.11 or newer; this is {sys.version.split()[0]}. Get it from python.org.")
    python = python_of(FOLDER)
    uv = shutil.which("uv")
    if not python.exists():
        print("Making .venv ...", flush=True)
        if uv:
            run([uv, "venv", "--quiet", "--python", sys.executable, str(FOLDER)])
        else:
            venv.create(FOLDER, with_pip=True)
    print("Installing what is needed ...", flush=True)
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    if uv:
        run([uv, "pip", "install", "--quiet", "--python", str(python), "--editable", target])
    else:
        run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", target])
    return python


def run(command: list[str], **more: object) -> None:
    """Run a command; where it fails, end with its exit code and say which it was."""
    code = subprocess.call(command, cwd=ROOT, **more)  # type: ignore[arg-type]
    if code:
        print(f"Failed ({code}): {' '.join(command)}", file=sys.stderr)
        sys.exit(code)
