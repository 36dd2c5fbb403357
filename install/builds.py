"""Every template built once, and filled with its sample once, for as long as the source stays the same.

What is built is kept in a folder whose name is a hash of all that goes into it: the files of the package, its dependencies, Python.
A changed line is another folder, so nothing old is ever taken for new. Processes that ask at the same time wait for the first.
"""

from __future__ import annotations

import getpass
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))  # this checkout's package, whichever is installed

_KEPT = 6
"""So many sources are remembered; older ones go, unless they are still in use."""
_IN_USE = 3600
"""Seconds for which a folder that was asked for may be in use."""
EVERY = {"transactions": 8, "segments": 4}
"""One of so many customers is in the part of a list; of subscriptions there are few enough."""
_DEPENDENCIES = ("formualizer", "lxml", "narwhals", "numpy", "openpyxl", "pandas", "pyarrow", "python-calamine", "scipy", "xlwings")


def source_key(root: Path = ROOT) -> str:
    """A hash of what a build is made from."""
    made_from = hashlib.sha256(repr([sys.version, *(f"{name} {version(name)}" for name in _DEPENDENCIES)]).encode())
    for path in sorted((root / "clv_xl").rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            content = path.read_bytes()
            made_from.update(f"{path.relative_to(root).as_posix()} {len(content)}\n".encode() + content)
    made_from.update(Path(__file__).read_bytes())
    return made_from.hexdigest()[:20]


@cache
def build_folder() -> Path:
    """Where the builds of this source are kept. The source is read once: what a process has imported does not change either."""
    folder = Path(tempfile.gettempdir()) / f"clv-xl-builds-{getpass.getuser()}"
    found = folder / source_key()
    found.mkdir(parents=True, exist_ok=True)
    os.utime(found)
    by_age = sorted((one for one in folder.iterdir() if one.is_dir()), key=lambda one: one.stat().st_mtime, reverse=True)
    for old in by_age[_KEPT:]:
        if old.stat().st_mtime < found.stat().st_mtime - _IN_USE:
            shutil.rmtree(old, ignore_errors=True)
    return found


def kept(name: str, make: Callable[[Path], object]) -> Path:
    """A file of the build folder, made the first time that it is asked for. It is shared: copy it to change it."""
    path = build_folder() / name
    with _locked(path.with_name(f"{name}.lock")):
        if not path.exists():
            unfinished = path.with_name(f"unfinished-{name}")
            unfinished.unlink(missing_ok=True)
            make(unfinished)
            unfinished.replace(path)
    return path


def built(name: str, language: str) -> Path:
    """A template of a language, as the source makes it."""
    from clv_xl.commands import build_template

    return kept(f"{name}-{language}.xlsx", lambda path: path.write_bytes(build_template(name, language)))


def filled(name: str, language: str, template: Path | None = None, *, some: bool = False) -> Path:
    """A template of a language filled with its first sample; with template, that file of it; with some, with all rows of a part of the
    customers."""
    source = template or built(name, language)
    kind = "some" if some else "filled"
    return kept(f"{name}-{language}-{kind}-{hash_of(source)}.xlsx", lambda path: _fill(source, name, language, path, some))


def hash_of(path: Path) -> str:
    """A hash of a file's content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:20]


def _fill(source: Path, name: str, language: str, path: Path, some: bool) -> None:
    from clv_xl import fill
    from clv_xl.workbook.input_values import without_sample
    from clv_xl.workbook.samples import inputs_in, list_in, sample_of

    sample = sample_of(name)
    rows = list_in(sample, language)
    fill(source, part_of(name, rows) if some else rows, path, **{**without_sample(name), **inputs_in(sample, language)})


def part_of(name: str, rows: Any) -> Any:
    """Of a list of the shop for a template, all rows of a part of its customers: enough for seasons, groups and a forecast."""
    if name not in EVERY:
        return rows
    number = rows.frame["customer"].str[1:].astype(int)
    return replace(rows, frame=rows.frame[number % EVERY[name] == 0])


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One process at a time; the lock goes with its process, however that ends."""
    with path.open("a+b") as file:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield
