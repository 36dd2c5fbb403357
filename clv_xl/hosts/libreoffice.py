"""LibreOffice Calc: an extension whose functions ask a worker process with this Python.

The .oxt is made from the registry. `functions.idl` gives LibreOffice the types (it reads the plain text), `CalcAddIns.xcu` the
names and the help of the function wizard, `worker.json` which Python to start.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from ..excel.declaration import Declaration
from ..functions import DECLARATIONS
from ..version import __version__
from ..workbook.spelling import PREFIXES
from . import Finding, InstallError

TITLE = "LibreOffice Calc"
FILE = "clv_xl.oxt"
IDENTIFIER = "org.clvxl"
SERVICE = f"{IDENTIFIER}.Functions"
PREFIX = PREFIXES["libreoffice"]
"""Before a function's name in a file. LibreOffice 7.4 knows the plain name where a person types it, but not in an .xlsx."""

_FIX = "clv-xl install libreoffice"
_SECONDS = 120
_FOLDERS = (
    "/usr/lib/libreoffice/program",
    "/usr/lib64/libreoffice/program",
    "/opt/libreoffice/program",
    "/Applications/LibreOffice.app/Contents/MacOS",
    r"C:\Program Files\LibreOffice\program",
    r"C:\Program Files (x86)\LibreOffice\program",
)


def build(folder: Path, python: str | None = None) -> list[Path]:
    """Write the extension. Its functions are answered by `python`: where it is left out, the one that runs this."""
    path = Path(folder) / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    settings = {
        "python": python or sys.executable,
        "version": __version__,
        "service": SERVICE,
        "implementation": f"{SERVICE}.python",
        "functions": [declaration.name for declaration in DECLARATIONS],
        "words": [d.name for d in DECLARATIONS if _answers(d) == "any"],
        "sentences": [d.name for d in DECLARATIONS if d.is_raw],
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("META-INF/manifest.xml", _MANIFEST)
        package.writestr("description.xml", _DESCRIPTION)
        package.writestr("functions.idl", _idl())
        package.writestr("CalcAddIns.xcu", _help())
        package.writestr("functions.components", _COMPONENTS)
        package.writestr("functions.py", Path(__file__).with_name("libreoffice_addin.py").read_text(encoding="utf-8"))
        package.writestr("worker.json", json.dumps(settings, indent=1))
    return [path]


def install(dry_run: bool = False, *, profile: Path | None = None) -> list[str]:
    """Add the extension to this user's LibreOffice."""
    unopkg = _unopkg()
    program = _program(unopkg)
    if program and not any((program / place / "pythonloader.py").exists() for place in (".", "../Resources")):
        raise InstallError("This LibreOffice cannot run Python; install its Python part (Debian and Ubuntu: sudo apt install python3-uno).")
    if dry_run:
        return [f"Would add the extension clv_xl {__version__} to LibreOffice with {unopkg}."]
    with tempfile.TemporaryDirectory() as folder:
        _run(unopkg, "add", "--force", str(build(Path(folder))[0]), profile=profile)
    return [
        f"Added the extension clv_xl {__version__} to LibreOffice. Start LibreOffice Calc again and type =CLV(100;4;8).",
        f"Its functions are calculated by the Python at {sys.executable}.",
    ]


def uninstall(dry_run: bool = False, *, profile: Path | None = None) -> list[str]:
    """Take the extension out of this user's LibreOffice."""
    unopkg = _unopkg()
    if _installed(unopkg, profile) is None:
        return ["LibreOffice has no extension clv_xl."]
    if dry_run:
        return [f"Would remove the extension clv_xl from LibreOffice with {unopkg}."]
    _run(unopkg, "remove", IDENTIFIER, profile=profile)
    for copy in _copies(profile):  # LibreOffice would take them away at its next start
        shutil.rmtree(copy.parent, ignore_errors=True)
    return ["Removed the extension clv_xl from LibreOffice."]


def look(*, profile: Path | None = None) -> list[Finding]:
    """LibreOffice, the extension in it, and the Python that answers for it."""
    try:
        unopkg = _unopkg()
    except InstallError:
        return [Finding("not here", "LibreOffice is not on this computer.")]
    found = [Finding("works", f"{_version(unopkg)} is at {_program(unopkg) or unopkg}.")]
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
    for python in (settings["python"] for settings in copies[:1]):
        command = [python, "-c", "import clv_xl.hosts.libreoffice_worker"]
        try:
            works = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=_SECONDS).returncode == 0
        except (OSError, subprocess.TimeoutExpired):
            works = False
        if works:
            found.append(Finding("works", f"The functions are calculated by the Python at {python}."))
        else:
            found.append(Finding("wrong", f"The Python at {python}, which LibreOffice asks, cannot run clv_xl.", _FIX))
    return found


def _unopkg() -> Path:
    """LibreOffice's own command for extensions."""
    names = ("unopkg.com", "unopkg.exe") if os.name == "nt" else ("unopkg",)
    places = [shutil.which(name) for name in names] + [os.path.join(folder, name) for folder in _FOLDERS for name in names]
    for place in places:
        if place and Path(place).exists():
            return Path(place)
    raise InstallError("LibreOffice was not found on this computer; install it from https://www.libreoffice.org, then run this again.")


def _program(unopkg: Path) -> Path | None:
    """The folder of LibreOffice's programs; a command on the path may be a script that starts one there."""
    folders = [unopkg.resolve().parent, *map(Path, _FOLDERS)]
    return next((folder for folder in folders if any((folder / name).exists() for name in ("soffice.bin", "pythonloader.py"))), None)


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
            raise InstallError("LibreOffice is running; close all its windows, the Quickstarter too, and run this again.")
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
    return kept if os.name == "nt" else {**kept, "PATH": os.defpath}


def _installed(unopkg: Path, profile: Path | None) -> str | None:
    """The version of our extension in LibreOffice."""
    lines = [line.strip() for line in _run(unopkg, "list", profile=profile).split("\n")]
    if f"Identifier: {IDENTIFIER}" not in lines:
        return None
    rest = lines[lines.index(f"Identifier: {IDENTIFIER}") :]
    return next((line.partition(": ")[2] for line in rest if line.startswith("Version: ")), "")


def _version(unopkg: Path) -> str:
    office = unopkg.with_name("soffice.com" if os.name == "nt" else "soffice")
    try:
        done = subprocess.run(
            [str(office), "--version"], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=_SECONDS, env=_environment()
        )
    except (OSError, subprocess.TimeoutExpired):
        return "LibreOffice"
    return " ".join(done.stdout.split()[:2]) or "LibreOffice"


def _copies(profile: Path | None) -> list[Path]:
    """The folders in which LibreOffice keeps the extension, the one in use first."""
    if profile is None:
        if os.name == "nt":
            profile = Path(os.environ.get("APPDATA", "")) / "LibreOffice" / "4"
        elif sys.platform == "darwin":
            profile = Path.home() / "Library" / "Application Support" / "LibreOffice" / "4"
        else:
            profile = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "libreoffice" / "4"
    places = ("user/uno_packages/cache/uno_packages", "user/extensions/tmp/extensions")
    return [copy for place in places for copy in sorted(profile.glob(f"{place}/*/{FILE}"))]


def _parameters(declaration: Declaration) -> Iterator[tuple[str, str, str, bool]]:
    """Each argument: its name among LibreOffice's types, its name and help in the wizard, and whether it is required."""
    for parameter in declaration.parameters:
        first, *words = parameter.name.split("_")
        plain = "".join([first, *map(str.capitalize, words)])
        if not parameter.repeats:
            yield plain, parameter.name, parameter.help, parameter.required
            continue
        for number in range(1, declaration.most_arguments - len(declaration.parameters) + 2):
            yield f"{plain}{number}", f"{parameter.name} {number}", parameter.help, False


def _answers(declaration: Declaration) -> str:
    """LibreOffice's type of the answer: rows of cells, a single one included, because PyUNO cannot say of an `any` that it holds rows.

    LibreOffice 7.4 does not find a text in rows of `any` equal to the same text elsewhere (`=A1="within"` is FALSE). So sentences come
    as rows of texts, which cannot hold an error, and words that may be an error as a single `any`. Tables have no such way out.
    """
    if declaration.is_raw:
        return "sequence< sequence< string > >"
    return "any" if declaration.is_by_cell and declaration.answer is None else "sequence< sequence< any > >"


def _idl() -> str:
    """An optional argument is an `any`; a required one comes as rows of cells, and LibreOffice insists on it."""
    lines = []
    for declaration in DECLARATIONS:
        types = ", ".join(
            f"[in] {'sequence< sequence< any > >' if required else 'any'} {name}" for name, _, _, required in _parameters(declaration)
        )
        lines.append(f"{_answers(declaration)} {declaration.name}({types});")
    return "module org { module clvxl { interface XFunctions {\n" + "\n".join(lines) + "\n}; }; };\n"


def _help() -> str:
    functions = []
    for d in DECLARATIONS:
        nodes = [_node(name, _text("DisplayName", shown) + _text("Description", text)) for name, shown, text, _ in _parameters(d)]
        inner = [_text("DisplayName", d.name), _text("Description", d.summary), _text("CompatibilityName", d.name)]
        inner += ['<prop oor:name="Category"><value>Add-In</value></prop>', f'<node oor:name="Parameters">{"".join(nodes)}</node>']
        functions.append(_node(d.name, "".join(inner)))
    return _ADDINS.format(functions=_node(SERVICE, '<node oor:name="AddInFunctions">' + "\n".join(functions) + "</node>"))


def _node(name: str, inner: str) -> str:
    return f'<node oor:name={quoteattr(name)} oor:op="replace">{inner}</node>'


def _text(name: str, text: str) -> str:
    return f'<prop oor:name="{name}"><value xml:lang="en-US">{escape(text)}</value></prop>'


_ADDINS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 oor:name="CalcAddIns" oor:package="org.openoffice.Office"><node oor:name="AddInInfo">
{functions}
</node></oor:component-data>
"""
_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">
<manifest:file-entry manifest:media-type="application/vnd.sun.star.uno-typelibrary;type=RDB" manifest:full-path="functions.idl"/>
<manifest:file-entry manifest:media-type="application/vnd.sun.star.uno-components" manifest:full-path="functions.components"/>
<manifest:file-entry manifest:media-type="application/vnd.sun.star.configuration-data" manifest:full-path="CalcAddIns.xcu"/>
</manifest:manifest>
"""
_COMPONENTS = f"""<?xml version="1.0" encoding="UTF-8"?>
<components xmlns="http://openoffice.org/2010/uno-components">
<component loader="com.sun.star.loader.Python" uri="./functions.py">
<implementation name="{SERVICE}.python"><service name="{SERVICE}"/></implementation>
</component>
</components>
"""
_DESCRIPTION = f"""<?xml version="1.0" encoding="UTF-8"?>
<description xmlns="http://openoffice.org/extensions/description/2006">
<identifier value="{IDENTIFIER}"/>
<version value="{__version__}"/>
<display-name><name lang="en">clv_xl: Customer Lifetime Value</name></display-name>
</description>
"""
