"""LibreOffice Calc: an extension whose functions ask a worker process with this Python."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from ...version import __version__
from .. import Finding, InstallError
from .extension import FILE, IDENTIFIER, SERVICE, make_oxt

TITLE = "LibreOffice Calc"
_FIX = "clv-xl install libreoffice"
_PYTHON_FIX = "sudo apt-get install python3-uno" if sys.platform == "linux" else "install LibreOffice again, with all its parts"
_NO_PYTHON = "This LibreOffice lacks its Python part, which the extension needs."
_LOADERS = ("pythonloader.py", "../Resources/pythonloader.py")
"""LibreOffice's Python part beside its programs; on a Mac it lies elsewhere."""
_SECONDS = 120
_FOLDERS = (
    "/usr/lib/libreoffice/program",
    "/usr/lib64/libreoffice/program",
    "/opt/libreoffice/program",
    "/Applications/LibreOffice.app/Contents/MacOS",
    r"C:\Program Files\LibreOffice\program",
    r"C:\Program Files (x86)\LibreOffice\program",
)


def files() -> dict[str, bytes]:
    """The extension; its functions are answered by the Python that runs this."""
    return {FILE: make_oxt()}


def install(dry_run: bool = False, *, profile: Path | None = None) -> list[str]:
    """Add the extension to this user's LibreOffice, over an older one."""
    unopkg = _unopkg()
    if unopkg is None:
        raise InstallError("LibreOffice was not found on this computer; install it from https://www.libreoffice.org, then run this again.")
    if not _runs_python(unopkg):
        raise InstallError(f"{_NO_PYTHON} Fix: {_PYTHON_FIX}")
    steps = [
        f"Add the extension clv_xl {__version__} to LibreOffice, with {unopkg}.",
        f"Its functions are calculated by the Python at {sys.executable}.",
        "Start LibreOffice Calc again and type =CLV(100;4;8).",
    ]
    if not dry_run:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / FILE
            file.write_bytes(make_oxt())
            _run(unopkg, "add", "--force", str(file), profile=profile)
    return steps


def uninstall(dry_run: bool = False, *, profile: Path | None = None) -> list[str]:
    """Take the extension out of this user's LibreOffice."""
    unopkg = _unopkg()
    if unopkg is None or _installed(unopkg, profile) is None:
        return ["LibreOffice has no extension clv_xl; there is nothing to remove."]
    if not dry_run:
        _run(unopkg, "remove", IDENTIFIER, profile=profile)
        for copy in _copies(profile):  # LibreOffice would take them away at its next start
            shutil.rmtree(copy.parent, ignore_errors=True)
    return [f"Remove the extension clv_xl from LibreOffice, with {unopkg}."]


def look(*, profile: Path | None = None) -> list[Finding]:
    """LibreOffice, the extension in it, and the Python that answers for it."""
    unopkg = _unopkg()
    if unopkg is None:
        return [Finding("not here", "LibreOffice is not on this computer.")]
    found = [Finding("works", f"{_version(unopkg)} is at {_program(unopkg) or unopkg}.")]
    if not _runs_python(unopkg):
        return [*found, Finding("missing", _NO_PYTHON, _PYTHON_FIX)]
    copies = [json.loads(file.read_text(encoding="utf-8")) for copy in _copies(profile) if (file := copy / "worker.json").exists()]
    try:
        version = _installed(unopkg, profile)
    except InstallError as error:
        if not copies:
            return [*found, Finding("wrong", str(error))]
        version = copies[0]["version"]  # LibreOffice is running, and so the extension is in it
    if version is None:
        return [*found, Finding("missing", "LibreOffice has no extension clv_xl.", _FIX)]
    if version != __version__:
        return [*found, Finding("wrong", f"LibreOffice has the extension clv_xl {version}, but this is {__version__}.", _FIX)]
    found.append(Finding("works", f"LibreOffice has the extension clv_xl {version}."))
    found += [_look_at_python(settings["python"]) for settings in copies[:1]]
    return found if found[-1].state != "works" else [*found, *(_look_at_a_formula(unopkg, settings["python"]) for settings in copies[:1])]


def _look_at_python(python: str) -> Finding:
    """Whether the Python that the extension starts has clv_xl, wherever it is started."""
    command = [python, "-P", "-c", "import clv_xl.hosts.libreoffice.worker"]
    try:
        works = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=_SECONDS).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        works = False
    if works:
        return Finding("works", f"The functions are calculated by the Python at {python}.")
    return Finding("wrong", f"The Python at {python}, which LibreOffice asks, cannot run clv_xl.", _FIX)


def _look_at_a_formula(unopkg: Path, python: str) -> Finding:
    """What a LibreOffice that is started from here makes of a formula of ours. Its Python is part of it, but takes the first python3 on the
    path for its home; where that is another one, it does not find its own modules, and no extension in Python starts. It is tried with
    settings of its own, as a person's may be in use, and a LibreOffice that crashes leaves them locked."""
    with tempfile.TemporaryDirectory() as folder:
        extension, profile = Path(folder) / FILE, Path(folder) / "profile"
        extension.write_bytes(make_oxt(python))
        try:
            _run(unopkg, "add", "--force", str(extension), profile=profile)
        except InstallError as error:
            return Finding("wrong", str(error))
        if _calculates(unopkg, profile, dict(os.environ)):
            return Finding("works", "LibreOffice, started from here, calculates =CLV(100;4;8).")
        profile.joinpath(".lock").unlink(missing_ok=True)
        if _calculates(unopkg, profile, _environment()):
            said = f"LibreOffice, started from here, takes {shutil.which('python3')} for its own Python, and formulas give Err:504."
            return Finding("wrong", f"{said} From its menu it works.", f"PATH={os.defpath} soffice")
    return Finding("wrong", "LibreOffice does not calculate =CLV(100;4;8), though all parts are there.", _FIX)


def _calculates(unopkg: Path, profile: Path, environment: dict[str, str]) -> bool:
    """Whether LibreOffice brings the answer of a formula, in a process of its own."""
    sheet = profile.with_name("asked.fods")
    sheet.write_text(_ASKED, encoding="utf-8")
    command = [str(_soffice(unopkg)), f"-env:UserInstallation={profile.resolve().as_uri()}", "--headless", "--convert-to", "csv"]
    command += ["--outdir", str(sheet.parent), str(sheet)]
    try:
        subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=_SECONDS, env=environment)
        return sheet.with_suffix(".csv").read_text(encoding="utf-8").strip() == "3200"
    except (OSError, subprocess.TimeoutExpired):
        return False


_ASKED = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet><table:table>
<table:table-row><table:table-cell table:formula="of:={SERVICE.upper()}.CLV(100;4;8)"/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document>
"""


def _unopkg() -> Path | None:
    """LibreOffice's own command for extensions."""
    names = ("unopkg.com", "unopkg.exe") if sys.platform == "win32" else ("unopkg",)
    places = [shutil.which(name) for name in names] + [os.path.join(folder, name) for folder in _FOLDERS for name in names]
    return next((Path(place) for place in places if place and Path(place).exists()), None)


def _program(unopkg: Path) -> Path | None:
    """The folder of LibreOffice's programs; a command on the path may be a script that starts one there."""
    folders = [unopkg.resolve().parent, *map(Path, _FOLDERS)]
    return next((folder for folder in folders if any((folder / name).exists() for name in ("soffice.bin", *_LOADERS))), None)


def _runs_python(unopkg: Path) -> bool:
    """Whether LibreOffice has the part that loads extensions in Python; taken for granted where its folder cannot be told."""
    program = _program(unopkg)
    return program is None or any((program / loader).exists() for loader in _LOADERS)


def _run(unopkg: Path, *arguments: str, profile: Path | None) -> str:
    """What unopkg prints.

    Raises:
        InstallError: it could not do it.
    """
    where = [f"-env:UserInstallation={profile.resolve().as_uri()}"] if profile else []
    command = [*_as_a_user(), str(unopkg), *arguments, *where]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL, timeout=_SECONDS, env=_environment()
        )
    except subprocess.TimeoutExpired:
        raise InstallError("LibreOffice's unopkg did not finish in two minutes; close LibreOffice and run this again.") from None
    except OSError as error:
        raise InstallError(f"{unopkg} could not be started: {error.strerror or error}.") from None
    said = f"{done.stdout}\n{done.stderr}".strip()
    if done.returncode:
        if "lock file" in said or "already running" in said:
            left = f" Where it has crashed, delete {said.splitlines()[-1]} first." if said.endswith(".lock") else ""
            raise InstallError(f"LibreOffice is running; close all its windows, the Quickstarter too, and run this again.{left}")
        if "as root" in said or "unshare" in said:
            raise InstallError("LibreOffice adds extensions for people, not for root; run this again as yourself, without sudo.")
        line = next((line.removeprefix("ERROR: ").strip() for line in said.split("\n") if "ERROR" in line), said)
        raise InstallError(f"LibreOffice's unopkg could not do it: {line}")
    return done.stdout


def _as_a_user() -> list[str]:
    """unopkg refuses to work for root, who is the only user in a container; as another user it writes to the same folder."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and (unshare := shutil.which("unshare")):
        return [unshare, "--map-user=1000", "--map-group=1000"]
    return []


def _environment() -> dict[str, str]:
    """LibreOffice's own Python takes the first python3 on the path for its home, so the path must not show it another one."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "LD_", "DYLD_"))}
    return kept if sys.platform == "win32" else {**kept, "PATH": os.defpath}


def _installed(unopkg: Path, profile: Path | None) -> str | None:
    """The version of our extension in LibreOffice."""
    lines = [line.strip() for line in _run(unopkg, "list", profile=profile).split("\n")]
    if f"Identifier: {IDENTIFIER}" not in lines:
        return None
    rest = lines[lines.index(f"Identifier: {IDENTIFIER}") :]
    return next((line.partition(": ")[2] for line in rest if line.startswith("Version: ")), "")


def _soffice(unopkg: Path) -> Path:
    return unopkg.with_name("soffice.com" if sys.platform == "win32" else "soffice")


def _version(unopkg: Path) -> str:
    try:
        done = subprocess.run(
            [str(_soffice(unopkg)), "--version"],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=_SECONDS,
            env=_environment(),
        )
    except (OSError, subprocess.TimeoutExpired):
        return "LibreOffice"
    return " ".join(done.stdout.split()[:2]) or "LibreOffice"


def _copies(profile: Path | None) -> list[Path]:
    """The folders in which LibreOffice keeps the extension, the one in use first."""
    if profile is None:
        if sys.platform == "win32":
            profile = Path(os.environ.get("APPDATA", "")) / "LibreOffice" / "4"
        elif sys.platform == "darwin":
            profile = Path.home() / "Library" / "Application Support" / "LibreOffice" / "4"
        else:
            profile = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "libreoffice" / "4"
    places = ("user/uno_packages/cache/uno_packages", "user/extensions/tmp/extensions")
    return [copy for place in places for copy in sorted(profile.glob(f"{place}/*/{FILE}"))]
