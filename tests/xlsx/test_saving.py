"""Whole or not at all: a full disk, a run that is killed, a link that points nowhere, a folder that cannot be written in."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from clv_xl import WorkbookError, new, recalculate
from clv_xl.sources import own_files
from clv_xl.sources.own_files import RunFolder, sweep_folders, sweep_parts
from clv_xl.xlsx.saving import check_output, new_file
from tests.soak.killed import faults

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="there are other permissions and signals there")


def run(*lines: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, timeout=120)


@POSIX
def test_a_full_disk(tmp_path: Path) -> None:
    """The limit of a process on the size of its files ends like a disk that is full; SIGXFSZ is ignored by Python."""
    path = tmp_path / "book.xlsx"
    new("calculator", path)
    before = path.read_bytes()
    done = run(
        "import os, resource",
        "from clv_xl.cli import main",
        "for limit in (0, 5_000, 100_000):",
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))",
        f"    print(limit, main(['recalc', {str(path)!r}]), os.listdir({str(tmp_path)!r}))",
    )
    sentence = "it cannot be written (File too large), and nothing has been changed; make room there, or name another place with -o."
    assert done.stderr == f"clv-xl: {path}: {sentence}\n" * 3
    assert done.stdout == "".join(f"{limit} 1 ['book.xlsx']\n" for limit in (0, 5_000, 100_000))
    assert path.read_bytes() == before


@POSIX
def test_a_disk_that_is_really_full() -> None:
    """/dev/full takes no byte."""
    part = object.__new__(own_files.PartFile)
    part.path, part.file = Path("/dev/full"), open("/dev/full", "w+b")  # noqa: SIM115
    part.file.write(b"x")
    with pytest.raises(OSError, match="No space left"):
        part.move(Path("/nowhere"), None)


@POSIX
def test_a_run_that_is_ended_while_it_writes(tmp_path: Path) -> None:
    """A child of one process for each signal, so that the program is loaded once."""
    codes = {signal.SIGTERM: 143, signal.SIGHUP: 129, signal.SIGINT: 130, signal.SIGKILL: -9}
    paths = {number: tmp_path / number.name / "book.xlsx" for number in codes}
    for path in paths.values():
        path.parent.mkdir()
        new("calculator", path)
    before = {number: path.read_bytes() for number, path in paths.items()}
    lines = (
        "import os, signal, sys",
        "from clv_xl.xlsx.package import Package",
        "from clv_xl.cli import main",
        "signal.signal(signal.SIGINT, signal.default_int_handler)",
        "signal.signal(signal.SIGHUP, signal.SIG_DFL)",  # who runs the tests under nohup has it ignored
        "write = Package.write",
        "Package.write = lambda self, target, *rest, **more: (write(self, target), target.flush(), os.kill(os.getpid(), number))"
        " if hasattr(target, 'name') else write(self, target, *rest, **more)",
        f"for number, path in { {int(number): str(path) for number, path in paths.items()} }.items():",
        "    if not (child := os.fork()):",
        "        sys.exit(main(['recalc', path]))",
        "    print(number, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)",
    )
    assert run(*lines).stdout == "".join(f"{int(number)} {code}\n" for number, code in codes.items())
    for number, path in paths.items():
        assert path.read_bytes() == before[number]
        left = {*path.parent.iterdir()} - {path}
        assert len(left) == (number == signal.SIGKILL)
        recalculate(path)
        assert [*path.parent.iterdir()] == [path]


@POSIX
def test_runs_that_are_killed(tmp_path: Path) -> None:
    """python -m tests.soak.killed kills a hundred."""
    assert list(faults(2, 5, tmp_path)) == []


def test_only_what_nobody_holds_is_swept(tmp_path: Path) -> None:
    of_others = [tmp_path / name for name in (".clv_xl-notes.part", ".clv_xl-0123456789abcdeg.part", ".book.xlsx.x1", "~$book.xlsx")]
    for path in of_others:
        path.write_bytes(b"mine")
    with new_file(tmp_path / "a.xlsx") as first:
        first.write(b"a")
        with new_file(tmp_path / "b.xlsx") as second:  # sweeps
            second.write(b"b")
    assert (tmp_path / "a.xlsx").read_bytes() == b"a" and all(path.exists() for path in of_others)
    left = tmp_path / ".clv_xl-0123456789abcdef.part"
    left.write_bytes(b"c")
    os.utime(left, (time.time() - 200_000,) * 2)
    sweep_parts(tmp_path)
    assert not left.exists() and len([*tmp_path.iterdir()]) == 6


@POSIX
def test_folders_of_copies_are_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    held = RunFolder()
    (held.path / "utf8.csv").write_text("customer")
    killed = run("import os", "from clv_xl.sources.own_files import RunFolder", "folder = RunFolder()", "os.kill(os.getpid(), 9)")
    assert killed.returncode == -9 and len([*tmp_path.iterdir()]) == 2
    sweep_folders()
    assert [*tmp_path.iterdir()] == [held.path] and (held.path / "utf8.csv").exists()
    held.cleanup()
    assert [*tmp_path.iterdir()] == []


@POSIX
@pytest.mark.parametrize("output", ["nowhere/out.xlsx", "gone.xlsx", "loop.xlsx"])
def test_a_link_that_points_nowhere(output: str, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    new("calculator", path)
    link = tmp_path / "loop.xlsx" if output == "loop.xlsx" else tmp_path / "link.xlsx"
    link.symlink_to(tmp_path / output)
    for write in (lambda: check_output(link, force=True), lambda: recalculate(path, link), lambda: recalculate(path, link, force=True)):
        with pytest.raises(WorkbookError, match=r"this is a link to .*, which does not exist; name another file with -o.$"):
            write()
    assert sorted(tmp_path.iterdir()) == sorted([path, link])


@POSIX
def test_a_link_goes_on_pointing_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    target, link = tmp_path / "inner" / "book.xlsx", tmp_path / "link.xlsx"
    new("calculator", target)
    link.symlink_to(target)
    recalculate(link)
    assert link.is_symlink() and sorted(tmp_path.rglob("*")) == sorted([tmp_path / "inner", target, link])


@POSIX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_in(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(WorkbookError, match="nothing can be written in the folder"):
        new("calculator", tmp_path / "a.xlsx")


@POSIX
def test_permissions(tmp_path: Path) -> None:
    """Those of the file that is replaced, of the user's own settings for a new one, of the owner alone for a private one; the settings
    of the process are never changed, which other threads would see."""
    kept = tmp_path / "kept.xlsx"
    kept.write_bytes(b"")
    kept.chmod(0o640)
    done = run(
        "import os",
        "from clv_xl.xlsx.saving import new_file",
        "os.umask(0o027)",
        "changed = os.umask",
        "os.umask = None",
        "for name, private in (('kept', False), ('new', False), ('private', True)):",
        f"    with new_file({str(tmp_path)!r} + '/' + name + '.xlsx', private=private) as file: file.write(b'x')",
    )
    assert done.returncode == 0, done.stderr
    assert {path.stem: oct(path.stat().st_mode & 0o777) for path in tmp_path.iterdir()} == {
        "kept": "0o640",
        "new": "0o640",
        "private": "0o600",
    }
