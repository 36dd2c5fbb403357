"""Shared parts of the tests. xlwings' server runtime must be told before it is first imported."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

os.environ.setdefault("XLWINGS_ON_SERVER", "true")
os.environ.setdefault("XLWINGS_LICENSE_KEY", "noncommercial")  # these are the project's own tests

import openpyxl
import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "install"))

import builds

from clv_xl import template_path

gc.set_threshold(50_000, 10, 5)
"""An open workbook is hundreds of thousands of objects, none of them garbage: looking through them takes up to a third of the reading."""
settings.register_profile("default", deadline=None, max_examples=60, derandomize=bool(os.environ.get("CI")))
settings.load_profile("default")


@pytest.fixture(scope="session")
def demo() -> Path:
    """The transactions template filled with the CDNOW sample, whose figures are published, as `clv-xl demo --data cdnow` fills it."""
    return filled("transactions", "en", "cdnow")


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """A folder that goes when the tests end."""
    return tempfile.TemporaryDirectory(prefix="clv-xl-")


@cache
def filled(name: str, language: str, data: str | None = None) -> Path:
    """A ready-made template of a language, filled with a sample, its first where data names none; made once for all processes and
    sessions of the same source."""
    return _copy(f"{name}-{language}-{data}.xlsx", builds.filled(name, language, template_path(name, language), data))


@cache
def some(name: str, language: str) -> Path:
    """The same, of the orders those of a part of the customers: every page is filled, and it takes a fifth of the time."""
    if name != "transactions":
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
    return openpyxl.load_workbook(path, data_only=not formulas)


@pytest.fixture(scope="session")
def demo_in_libreoffice(demo: Path) -> Path:
    """The same workbook spelled for LibreOffice."""
    from clv_xl.hosts.equipment import recalculate_for
    from clv_xl.xlsx.package import Package

    package = Package(demo)
    recalculate_for(package, "windows")
    path = demo.with_name("demo_libreoffice.xlsx")
    package.save(path)
    return path


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
