"""Installing as a person meets it, by the command line: every host, bad input, and other systems. Windows and a Mac are stood in for
by their folders and by commands of the names that are asked for; the registry is an object with winreg's functions."""

from __future__ import annotations

import codecs
import os
import sys
import types
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from clv_xl.cli import main
from clv_xl.hosts import HOSTS, host
from clv_xl.hosts.libreoffice import installing as libreoffice
from clv_xl.version import __version__

FOLDER = "Größe & Maß"
FILES = {"lite": "personal/clv_functions.py", "windows": "clv_xl.xlam", "libreoffice": "clv_xl.oxt", "server": "pyproject.toml"}
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the commands that stand in are shell scripts")


def command(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def doctor(capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, list[str]]]:
    """What it answers, and its lines by host."""
    code = main(["doctor"])
    lines: dict[str, list[str]] = {}
    for line in capsys.readouterr().out.splitlines():
        lines[line] = [] if not line.startswith(" ") else lines.setdefault(next(reversed(lines)), [])
        if line.startswith(" "):
            del lines[line]
            lines[next(reversed(lines))].append(line.strip())
    return code, lines


@pytest.mark.parametrize("name", HOSTS)
def test_the_files_of_a_host_are_written_once(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["install", name, "--to", FOLDER, "--dry-run"]) == 0 and not Path(FOLDER).exists()
    planned = capsys.readouterr().out.splitlines()
    assert planned.pop() == "Nothing has been changed: this was a dry run."
    assert main(["install", name, "--to", FOLDER]) == 0
    assert capsys.readouterr().out.splitlines() == planned
    written = {path: path.read_bytes() for path in Path(FOLDER).rglob("*") if path.is_file()}
    assert {f"Write {path}" for path in written} == set(planned) and Path(FOLDER, FILES[name]) in written
    for folder, reason in ((FOLDER, "is there already, and nothing is overwritten"), (f"{FOLDER}/{FILES[name]}", "cannot be written")):
        assert main(["install", name, "--to", folder]) == 1
        sentence = capsys.readouterr().err
        assert reason in sentence and sentence.count("\n") == 1 and "name a" in sentence
    assert written == {path: path.read_bytes() for path in Path(FOLDER).rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", HOSTS)
def test_a_folder_that_nobody_can_write(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["install", name, "--to", "/proc/clv"]) == 1
    assert "clv-xl: /proc/clv cannot be written" in capsys.readouterr().err


def test_a_host_that_is_none_and_one_that_is_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    for wrong in (["install", "mac"], ["install"], ["uninstall", "excel"]):
        with pytest.raises(SystemExit) as caught:
            main(wrong)
        assert caught.value.code == 2 and "usage: clv-xl" in capsys.readouterr().err
    assert main(["install", "windows"]) == 1
    assert "On a Mac and in the browser: clv-xl install lite." in capsys.readouterr().err
    assert main(["uninstall", "windows"]) == 0 and "There is nothing to remove." in capsys.readouterr().out
    assert main(["install", "server"]) == 1 and "clv-xl install server --to DIR" in capsys.readouterr().err


def test_every_host_answers_in_sentences() -> None:
    for name in HOSTS:
        module = host(name)
        findings = module.look()
        assert findings and all(finding.sentence.endswith(".") for finding in findings)
        assert all(finding.fix for finding in findings if finding.state == "missing")


# On Windows -------------------------------------------------------------------------------------------------------------


class Winreg(types.ModuleType):
    """winreg's functions for one key, by its values; without values there is no such key."""

    HKEY_CURRENT_USER, KEY_READ, KEY_WRITE, REG_SZ = "HKCU", 1, 2, 1

    def __init__(self, values: dict[str, object] | None) -> None:
        super().__init__("winreg")
        self.values = values

    def OpenKey(self, root: str, key: str, reserved: int, access: int) -> dict[str, object]:
        assert (root, key, access) == ("HKCU", r"Software\Microsoft\Office\16.0\Excel\Options", 3)
        if self.values is None:
            raise FileNotFoundError
        return self.values

    def QueryInfoKey(self, key: dict[str, object]) -> tuple[int, int]:
        return 0, len(key)

    def EnumValue(self, key: dict[str, object], position: int) -> tuple[str, object, int]:
        return (*list(key.items())[position], 1)

    def SetValueEx(self, key: dict[str, object], name: str, reserved: int, kind: int, value: str) -> None:
        key[name] = value

    def DeleteValue(self, key: dict[str, object], name: str) -> None:
        del key[name]


@pytest.fixture
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Winreg]:
    registry = Winreg({"Options": 95, "OPEN": '"other.xlam"'})
    appdata = tmp_path / "Benutzer Jörg" / "AppData"
    (appdata / "Microsoft" / "AddIns").mkdir(parents=True)
    command(tmp_path / "bin" / "tasklist", 'cat "$(dirname "$0")/running" 2>/dev/null || echo \'INFO: No tasks are running\'')
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "pythoncom.py").touch()
    (tmp_path / "xlwings64-0.37.8.dll").touch()
    monkeypatch.setitem(sys.modules, "winreg", registry)
    monkeypatch.syspath_prepend(tmp_path / "modules")
    monkeypatch.setenv("APPDATA", str(appdata))
    monkeypatch.setenv("HOME", str(tmp_path / "Benutzer Jörg"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    monkeypatch.setattr(libreoffice, "_FOLDERS", ())
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "Jörg" / "python.exe"))
    monkeypatch.setattr(sys, "platform", "win32")

    def code_page(name: str) -> codecs.CodecInfo | None:
        return codecs.lookup("cp1252") if name == "mbcs" else None

    codecs.register(code_page)
    yield registry
    codecs.unregister(code_page)


def test_windows_from_nothing_to_the_addin_and_back(windows: Winreg, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = dict(windows.values or {}), sorted(tmp_path.rglob("*"))
    code, found = doctor(capsys)
    assert code == 0 and found["Excel for Windows"] == [
        "missing:  The add-in is not installed for this user. Fix: clv-xl install windows",
        f"works:    xlwings can start {sys.executable} from Excel.",
    ]
    assert found["LibreOffice Calc"] == ["not here: LibreOffice is not on this computer."]
    assert main(["install", "windows"]) == 0 and "Write " in capsys.readouterr().out
    assert "OPEN1" in (windows.values or {})
    config = Path.home() / ".clv_xl" / "clv_xl.conf"
    assert sys.executable in config.read_text(encoding="cp1252")
    assert doctor(capsys)[1]["Excel for Windows"][0].startswith("works:    Excel opens ")
    assert main(["uninstall", "windows"]) == 0
    assert (windows.values, sorted(tmp_path.rglob("*"))) == before


def test_windows_where_excel_is_open(windows: Winreg, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bin" / "running").write_text("EXCEL.EXE   4711 Console   1   200,000 K\n")
    assert main(["install", "windows"]) == 1
    assert capsys.readouterr().err == "clv-xl: Excel is running; close it and run this again.\n"
    assert main(["install", "windows", "--dry-run"]) == 0
    assert list(windows.values or {}) == ["Options", "OPEN"]


def test_windows_without_excel_or_before_its_first_start(windows: Winreg, capsys: pytest.CaptureFixture[str]) -> None:
    windows.values = None
    code, found = doctor(capsys)
    assert code == 0 and len(found) == len(HOSTS)
    assert found["Excel for Windows"] == ["not here: Excel for Windows is not on this system, or was never started by this user."]
    assert main(["uninstall", "windows"]) == 0 and main(["install", "windows"]) == 1


def test_windows_with_a_python_that_excel_cannot_start(
    windows: Winreg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "modules" / "pythoncom.py").unlink()
    assert doctor(capsys)[1]["Excel for Windows"][1].endswith(f'Fix: "{sys.executable}" -m pip install pywin32')
    (tmp_path / "modules" / "pythoncom.py").touch()
    (tmp_path / "xlwings64-0.37.8.dll").unlink()
    code, found = doctor(capsys)
    assert code == 1 and "use a virtual environment. Fix: python -m venv" in found["Excel for Windows"][1]
    monkeypatch.setattr(sys, "executable", r"C:\日本\python.exe")
    assert main(["install", "windows"]) == 1
    assert "letters of another language than this Windows" in capsys.readouterr().err and list(windows.values or {}) == ["Options", "OPEN"]


# LibreOffice elsewhere --------------------------------------------------------------------------------------------------

UNOPKG = f"""case "$1" in
list) cat "$(dirname "$0")/list" 2>/dev/null || true ;;
add) printf 'Identifier: org.clvxl\\n  Version: {__version__}\\n' > "$(dirname "$0")/list" ;;
remove) rm "$(dirname "$0")/list" ;;
esac"""


SOFFICE = """case "$1" in
--version) echo LibreOffice 25.2.1.2 abc ;;
*) while [ "$1" != --outdir ]; do shift; done; echo 3200 > "$2/asked.csv" ;;
esac"""
"""A LibreOffice that calculates the formula it is asked for: 100 x 4 x 8."""


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_libreoffice_on_a_mac_and_on_windows(
    system: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if system == "darwin":
        program, ending = tmp_path / "LibreOffice.app" / "Contents" / "MacOS", ""
        profile, loader = tmp_path / "Library" / "Application Support" / "LibreOffice" / "4", "../Resources/pythonloader.py"
    else:
        program, ending = tmp_path / "Program Files" / "LibreOffice" / "program", ".com"
        profile, loader = tmp_path / "LibreOffice" / "4", "pythonloader.py"
    command(program / f"unopkg{ending}", UNOPKG)
    command(program / f"soffice{ending}", SOFFICE)
    monkeypatch.setattr(libreoffice, "_FOLDERS", (str(program),))
    monkeypatch.setattr(libreoffice.shutil, "which", lambda name: None)
    monkeypatch.setattr(libreoffice, "_as_a_user", lambda: [])
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("APPDATA", str(tmp_path))
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setitem(sys.modules, "winreg", Winreg(None))
    if system == "win32":  # a Mac's LibreOffice always has its Python part
        (program / "soffice.bin").touch()
        assert "This LibreOffice lacks its Python part" in doctor(capsys)[1]["LibreOffice Calc"][1]
        assert main(["install", "libreoffice"]) == 1 and "This LibreOffice lacks its Python part" in capsys.readouterr().err
    (program / loader).parent.mkdir(exist_ok=True)
    (program / loader).touch()
    assert doctor(capsys)[1]["LibreOffice Calc"] == [
        f"works:    LibreOffice 25.2.1.2 is at {program}.",
        "missing:  LibreOffice has no extension clv_xl. Fix: clv-xl install libreoffice",
    ]
    assert main(["install", "libreoffice"]) == 0
    copy = profile / "user" / "uno_packages" / "cache" / "uno_packages" / "lu1.tmp_" / "clv_xl.oxt"
    copy.mkdir(parents=True)
    with zipfile.ZipFile(program / "made.oxt", "w") as made:
        for name, content in libreoffice.files().items():
            made.writestr(name, content)
    with zipfile.ZipFile(program / "made.oxt") as made, zipfile.ZipFile(made.open("clv_xl.oxt")) as extension:
        extension.extractall(copy)
    code, found = doctor(capsys)
    assert code == 0 and found["LibreOffice Calc"][1:] == [
        f"works:    LibreOffice has the extension clv_xl {__version__}.",
        f"works:    The functions are calculated by the Python at {sys.executable}.",
        "works:    LibreOffice, started from here, calculates =CLV(100;4;8).",
    ]
    assert main(["uninstall", "libreoffice"]) == 0
    assert not copy.exists() and doctor(capsys)[1]["LibreOffice Calc"][1].startswith("missing:")
