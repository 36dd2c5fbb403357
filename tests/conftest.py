"""Shared parts of the tests. xlwings' server runtime must be told before it is first imported."""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path

os.environ.setdefault("XLWINGS_ON_SERVER", "true")
os.environ.setdefault("XLWINGS_LICENSE_KEY", "noncommercial")  # these are the project's own tests

import pytest
from hypothesis import settings

settings.register_profile("default", deadline=None, max_examples=150, derandomize=bool(os.environ.get("CI")))
settings.load_profile("default")


@pytest.fixture(scope="session")
def demo() -> Path:
    """The transactions template filled with the CDNOW sample, as `clv-xl demo` fills it."""
    return filled("transactions", "en")


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """A folder that goes when the tests end."""
    return tempfile.TemporaryDirectory(prefix="clv-xl-")


@cache
def filled(name: str, language: str) -> Path:
    """A template of a language, filled with its sample."""
    from clv_xl import fill
    from clv_xl.workbook.templates import TEMPLATES
    from clv_xl.workbook.translation import sample_in

    path, template = Path(_folder().name) / f"{name}-{language}.xlsx", TEMPLATES[name]
    fill(name, template.sample_data, path, language=language, **sample_in(template, language))
    return path


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
