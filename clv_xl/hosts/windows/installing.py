"""Excel for Windows: an add-in made from xlwings' own add-in file and our generated VBA, placed for this user alone.

The add-in reaches the Python that installed it. Excel's Trust Center settings stay as they are.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from ...version import __version__
from ...xlsx.saving import WorkbookError, new_file
from .. import Finding, InstallError
from .files import ADDIN, PROJECT, make_xlam

TITLE = "Excel for Windows"
_NOT_HERE = "Excel for Windows is not on this system, or was never started by this user."
_EXCEL_IS_OPEN = "Excel is running; close it and run this again."
_FIX = "clv-xl install windows"


@dataclass(frozen=True)
class Place:
    """Where a user's Excel looks."""

    addins: Path
    settings: Path
    """A folder for the settings of workbooks with the functions inside."""
    options: MutableMapping[str, str]
    """Excel's options in the registry, of which OPEN, OPEN1, OPEN2.. name the add-ins to open."""

    @property
    def addin(self) -> Path:
        return self.addins / ADDIN

    @property
    def config(self) -> Path:
        return self.settings / f"{PROJECT}.conf"


def files() -> dict[str, bytes]:
    """The add-in. Made elsewhere than on Windows it uses the Python on the path."""
    return {ADDIN: make_xlam(sys.executable if sys.platform == "win32" else "pythonw")}


def install(dry_run: bool = False) -> list[str]:
    """Place the add-in for this user and have Excel open it."""
    place = _place()
    if place is None:
        raise InstallError(
            f"{_NOT_HERE} On a Mac and in the browser: clv-xl install lite. The files alone: clv-xl install windows --to DIR"
        )
    return install_at(place, sys.executable, dry_run=dry_run, running=_excel_is_running())


def uninstall(dry_run: bool = False) -> list[str]:
    """Take away what install put there."""
    place = _place()
    return uninstall_at(place, dry_run=dry_run, running=_excel_is_running()) if place else [f"{_NOT_HERE} There is nothing to remove."]


def look() -> list[Finding]:
    """Whether the add-in is there and reaches this Python."""
    place = _place()
    return [*look_at(place, sys.executable), *_look_at_python(Path(sys.prefix))] if place else [Finding("not here", _NOT_HERE)]


# The steps, for any place -----------------------------------------------------------------------------------------------


def install_at(place: Place, interpreter: str, *, dry_run: bool = False, running: bool = False) -> list[str]:
    """Place the add-in and the settings, then name the add-in among those that Excel opens."""
    known = registered(place.options, place.addin)
    entry = known or free_name(place.options)
    steps = [
        f"Write {place.addin}, which uses {interpreter}.",
        f"Write {place.config}, by which workbooks with the functions inside find this Python.",
        f"Excel opens the add-in already ({known})." if known else f"Name the add-in in Excel's options in the registry ({entry}).",
        "Start Excel: the ribbon has a tab CLV; type =CLV(100,4,8).",
    ]
    if dry_run:
        return steps
    if running:  # it holds the file, and writes its own list of add-ins when it closes
        raise InstallError(_EXCEL_IS_OPEN)
    lines = f'"INTERPRETER_WIN","{interpreter}"\r\n"ADD_WORKBOOK_TO_PYTHONPATH","false"\r\n'
    try:  # VBA reads files and starts programs in the code page of Windows
        settings = lines.encode("mbcs" if sys.platform == "win32" else "utf-8")
    except UnicodeEncodeError:
        raise InstallError(
            f"Excel cannot start {interpreter}, whose name has letters of another language than this Windows; "
            "make a virtual environment in a folder with plain letters, and install clv_xl there."
        ) from None
    _write(place.addin, make_xlam(interpreter))
    _write(place.config, settings)
    place.options[entry] = f'"{place.addin}"'
    return steps


def uninstall_at(place: Place, *, dry_run: bool = False, running: bool = False) -> list[str]:
    """Take away the add-in, its settings and its name in the registry; the names of the others close up."""
    entry = registered(place.options, place.addin)
    steps = [f"Remove {path}." for path in (place.addin, place.config) if path.exists()]
    steps += [f"Remove the add-in from Excel's options in the registry ({entry})."] if entry else []
    if dry_run or not steps:
        return steps or ["The add-in is not installed; there is nothing to remove."]
    if running:
        raise InstallError(_EXCEL_IS_OPEN)
    try:
        place.addin.unlink(missing_ok=True)
        place.config.unlink(missing_ok=True)
    except OSError as error:
        raise InstallError(f"{error.filename} cannot be removed ({error.strerror}); close Excel and run this again.") from None
    if place.settings.is_dir() and not any(place.settings.iterdir()):
        place.settings.rmdir()
    forget(place.options, place.addin)
    return steps


def look_at(place: Place, interpreter: str) -> list[Finding]:
    """Whether the add-in stands in a place, whether Excel opens it, and whether it is the one that install would put there."""
    if not place.addin.exists():
        return [Finding("missing", "The add-in is not installed for this user.", _FIX)]
    if not registered(place.options, place.addin):
        return [Finding("wrong", f"{place.addin} is there, but Excel does not open it.", _FIX)]
    if place.addin.read_bytes() != make_xlam(interpreter):
        return [Finding("wrong", f"{place.addin} is of another clv_xl than {__version__}, or uses another Python than this.", _FIX)]
    return [Finding("works", f"Excel opens {place.addin} of clv_xl {__version__}.")]


def _look_at_python(prefix: Path) -> list[Finding]:
    """Whether xlwings can start this Python from Excel."""
    if find_spec("pythoncom") is None:
        fix = f'"{sys.executable}" -m pip install pywin32'
        return [Finding("missing", "This Python has no pywin32, which xlwings needs to talk with Excel.", fix)]
    if not any(prefix.glob("xlwings64-*.dll")):
        elsewhere = sysconfig.get_path("data", sysconfig.get_preferred_scheme("user"))
        sentence = f"xlwings' library is not in {prefix}, where Excel looks for it (it may be in {elsewhere}); use a virtual environment."
        fix = "python -m venv clv && clv\\Scripts\\pip install clv_xl && clv\\Scripts\\clv-xl install windows"
        return [Finding("wrong", sentence, fix)]
    return [Finding("works", f"xlwings can start {sys.executable} from Excel.")]


# Excel's list of add-ins ------------------------------------------------------------------------------------------------


def open_names(options: MutableMapping[str, str]) -> list[str]:
    """OPEN, OPEN1, OPEN2.. as far as they are there, in the order in which Excel opens them."""
    numbers = {int(match[1] or 0): name for name in options if (match := re.fullmatch(r"OPEN(\d*)", name, re.IGNORECASE))}
    return [numbers[number] for number in sorted(numbers)]


def free_name(options: MutableMapping[str, str]) -> str:
    """The next name that is not taken."""
    taken = {name.upper() for name in open_names(options)}
    return next(name for n in range(len(taken) + 1) if (name := f"OPEN{n or ''}") not in taken)


def registered(options: MutableMapping[str, str], addin: Path) -> str:
    """Under which name Excel opens the add-in; nothing where it does not. Excel leaves out the folder where it is its own."""
    return next((name for name in open_names(options) if _names(options[name], addin)), "")


def forget(options: MutableMapping[str, str], addin: Path) -> None:
    """Take the add-in from the list; those after it move up, since Excel stops at a gap."""
    names = open_names(options)
    kept = [options[name] for name in names if not _names(options[name], addin)]
    for name, value in zip(names, kept):
        if options[name] != value:
            options[name] = value
    for name in names[len(kept) :]:
        del options[name]


def _names(value: str, addin: Path) -> bool:
    path = re.sub(r"^/\w\s+", "", value.strip()).strip('"').casefold()
    return path in (str(addin).casefold(), addin.name.casefold())


# This Windows -----------------------------------------------------------------------------------------------------------


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with new_file(path) as target:
            target.write(content)
    except (OSError, WorkbookError):
        raise InstallError(f"{path} cannot be written; close Excel and run this again.") from None


def _excel_is_running() -> bool:
    command = ["tasklist", "/FI", "IMAGENAME eq EXCEL.EXE", "/NH"]
    return b"EXCEL.EXE" in subprocess.run(command, capture_output=True, check=False).stdout.upper()


def _place() -> Place | None:
    """Where this user's Excel looks; nothing where there is no Excel for Windows."""
    if sys.platform != "win32" or not os.environ.get("APPDATA"):
        return None
    try:
        options = _Registry(r"Software\Microsoft\Office\16.0\Excel\Options")
    except FileNotFoundError:
        return None
    return Place(Path(os.environ["APPDATA"]) / "Microsoft" / "AddIns", Path.home() / f".{PROJECT}", options)


class _Registry(MutableMapping[str, str]):
    """The texts of a key of this user in the registry, which must be there: Excel makes its own when it is first started."""

    def __init__(self, key: str) -> None:
        if sys.platform == "win32":
            import winreg

            self._key = winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_READ | winreg.KEY_WRITE)

    def _values(self) -> dict[str, str]:
        found: dict[str, str] = {}
        if sys.platform == "win32":
            import winreg

            for position in range(winreg.QueryInfoKey(self._key)[1]):
                name, value, _ = winreg.EnumValue(self._key, position)
                if isinstance(value, str):
                    found[name] = value
        return found

    def __getitem__(self, name: str) -> str:
        return self._values()[name]

    def __setitem__(self, name: str, value: str) -> None:
        if sys.platform == "win32":
            import winreg

            winreg.SetValueEx(self._key, name, 0, winreg.REG_SZ, value)

    def __delitem__(self, name: str) -> None:
        if sys.platform == "win32":
            import winreg

            winreg.DeleteValue(self._key, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._values())

    def __len__(self) -> int:
        return len(self._values())
