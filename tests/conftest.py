"""Shared parts of the tests. xlwings' server runtime must be told before it is first imported."""

from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

os.environ.setdefault("XLWINGS_ON_SERVER", "true")
os.environ.setdefault("XLWINGS_LICENSE_KEY", "noncommercial")  # these are the project's own tests

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "install"))

import builds

from clv_xl import template_path
from tests.support import on_demand

gc.set_threshold(50_000, 10, 5)
"""An open workbook is hundreds of thousands of objects, none of them garbage: looking through them takes up to a third of the reading."""
settings.register_profile("default", deadline=None, max_examples=60, derandomize=bool(os.environ.get("CI")))
settings.load_profile("default")


FIRST = ("tests/hosts/", "tests/workbook/test_demo.py", "tests/xlsx/test_saving.py")
"""What takes longest. It begins first, so that no process is left with it while the others have nothing to do, and so that what a file
makes once is not made again by a process that has taken over its last tests."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(FIRST))


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()  # what has been imported stays, and need not be looked through again


@pytest.fixture(scope="session")
def demo() -> Path:
    """The transactions template filled with the CDNOW sample, whose figures are published, by `clv-xl demo --data cdnow`."""
    return demonstrated("cdnow").path


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """A folder that goes when the tests end."""
    return tempfile.TemporaryDirectory(prefix="clv-xl-")


class Demonstration(NamedTuple):
    """The workbook that `clv-xl demo` makes of orders, and how its process ended."""

    path: Path
    code: int
    said: str
    complained: str


@cache
def demonstrated(data: str | None = None) -> Demonstration:
    """Of a sample, the first where data names none; run once for all processes and sessions of the same source."""
    name = f"demo-{data}-{builds.hash_of(template_path('transactions'))}.xlsx"
    told = builds.build_folder() / f"{name}.json"

    def run(path: Path) -> None:
        command = [sys.executable, "-m", "clv_xl.cli", "demo", *(["--data", data] if data else []), "-o", str(path)]
        done = subprocess.run(command, capture_output=True, text=True)
        told.write_text(json.dumps([done.returncode, done.stdout, done.stderr]))
        assert path.exists(), done.stderr

    made = builds.kept(name, run)
    return Demonstration(_copy(f"demo-{data}.xlsx", made), *json.loads(told.read_text()))


@cache
def filled(name: str, language: str) -> Path:
    """A ready-made template of a language, filled with its first sample; made once for all processes and sessions of the same source."""
    return _copy(f"{name}-{language}.xlsx", builds.filled(name, language, template_path(name, language)))


@cache
def some(name: str, language: str) -> Path:
    """The same with a part of the customers: every page is filled, and it takes a fifth of the time."""
    if name not in builds.EVERY:
        return filled(name, language)
    return _copy(f"{name}-{language}-some.xlsx", builds.filled(name, language, template_path(name, language), some=True))


def _copy(name: str, path: Path) -> Path:
    """A copy of a build with this name, which changes nothing of the build where a test changes it."""
    copy = Path(_folder().name) / name
    shutil.copyfile(path, copy)
    return copy


def opened(path: Path, *, formulas: bool = False) -> Any:
    """The values of a workbook, or its formulas, to read and not to change; read once for as long as the file is the same."""
    return _opened(path, formulas, path.stat().st_mtime_ns, path.stat().st_size)


@lru_cache(maxsize=8)
def _opened(path: Path, formulas: bool, _changed: int, _size: int) -> Any:
    return on_demand.read(path, formulas=formulas)


@pytest.fixture(scope="session")
def office_profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A LibreOffice profile that knows our functions and recalculates on load."""
    from tests.places.libreoffice import make_profile

    return make_profile(tmp_path_factory.mktemp("profile"), with_functions=True)


@pytest.fixture(scope="session")
def stock_profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """LibreOffice as it comes, without our functions."""
    from tests.places.libreoffice import make_profile

    return make_profile(tmp_path_factory.mktemp("stock"))
