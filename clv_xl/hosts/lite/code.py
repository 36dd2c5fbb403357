"""What xlwings Lite runs: our own package as a wheel, what it needs, and the main.py of a workbook that has the wheel inside."""

from __future__ import annotations

import base64
import bz2
import io
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from textwrap import indent

from ...version import __version__
from ...words import LANGUAGES, answers
from ...workbook.inputs.input import default_in
from ...workbook.samples import inputs_in
from ...workbook.templates import TEMPLATES
from ...workbook.translation import in_language

_IN_THE_WHEEL = ("__init__.py", "version.py", "udfs.py", "scripts.py", "cells", "functions", "lists", "models", "sources")
"""What the functions and the scripts need; workbooks, hosts and the command line stay outside."""
_NOT_IN_IT = ("sources/command.py", "sources/progress.py")

_PACKAGES = ("xlwings>=0.37.8,<1", "numpy", "pandas", "scipy", "threadpoolctl", "narwhals")
REQUIREMENTS = "".join(f"{package}\n" for package in _PACKAGES)
_FOR_FILES = ("duckdb", "pyarrow", "python-calamine")
WHEEL = f"clv_xl_lite-{__version__}-py3-none-any.whl"
"""A distribution of its own: that of all of clv_xl needs what no browser has."""

_FUNCTIONS = '''\
"""Customer Lifetime Value for xlwings Lite, clv_xl {version}. Type =CLV and choose; the functions come with this file.

A function that a workbook holds as a LAMBDA name must not be registered too: Excel then runs none of the Python functions.
"""

import base64
import bz2
import io
import sys
import tempfile
import zipfile
from pathlib import Path

HOME = Path(tempfile.gettempdir()) / "clv_xl-{version}"
zipfile.ZipFile(io.BytesIO(bz2.decompress(base64.b64decode("{packed}")))).extractall(HOME)
sys.path.insert(0, str(HOME))

from clv_xl.udfs import (  # noqa: E402, F401
{functions},
)
'''

_SCRIPTS = '''
import xlwings as xw  # noqa: E402
from clv_xl import scripts  # noqa: E402
from xlwings import script  # noqa: E402


@script(name="Fill the results")
async def fill_results(book: xw.BookAsync):
    """Calculate everything anew from what stands in the tables, and say which rows count."""
    await scripts.fill_results(book)


@script(name="Bring in a file")
async def import_file(book: xw.BookAsync):
    """Read the file that you have imported under Files into the empty table. Of several, select a cell with the name of one."""
    await scripts.bring_in(book)


@script(name="Remove the sample")
async def remove_sample(book: xw.BookAsync):
    """Empty the tables and the inputs that hold the sample, for your own. Nothing of yours is touched."""
    await scripts.remove_sample(book, {samples})
'''
"""They stand here and not only in the package, because xlwings Lite lists those of this file: by their Python names, and its button runs
the first."""


@cache
def _files() -> dict[str, str]:
    """What the wheel holds, by name: the package, and what is known of it."""
    home = Path(__file__).resolve().parents[2]
    paths = [path for name in _IN_THE_WHEEL for path in ([home / name] if name.endswith(".py") else sorted((home / name).rglob("*.*")))]
    kept = [path for path in paths if path.suffix in (".py", ".toml") and path.relative_to(home).as_posix() not in _NOT_IN_IT]
    files = {f"clv_xl/{path.relative_to(home).as_posix()}": path.read_text(encoding="utf-8") for path in kept}
    files["clv_xl/words/__init__.py"] = (home / "words" / "__init__.py").read_text(encoding="utf-8")
    files |= {f"clv_xl/words/{language}.po": answers(language) for language in LANGUAGES if language != "en"}
    info = f"clv_xl_lite-{__version__}.dist-info"
    needs = [*(f"Requires-Dist: {one}" for one in _PACKAGES), "Provides-Extra: files"]
    needs += [f'Requires-Dist: {one}; extra == "files"' for one in _FOR_FILES]
    about = [f"Name: clv_xl_lite\nVersion: {__version__}", "Summary: The functions of clv_xl, for xlwings Lite.", "Requires-Python: >=3.11"]
    files[f"{info}/METADATA"] = "\n".join(["Metadata-Version: 2.1", *about, *needs, ""])
    files[f"{info}/WHEEL"] = "Wheel-Version: 1.0\nGenerator: clv_xl\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    return {**files, f"{info}/RECORD": "".join(f"{name},,\n" for name in [*files, f"{info}/RECORD"])}


@cache
def wheel() -> bytes:
    """Our package as a wheel that needs nothing compiled of ours: the same bytes each time."""
    return _zipped(zipfile.ZIP_DEFLATED)


@cache
def packed() -> bytes:
    """The same files, for a main.py: as small as they get, since Office keeps them in the workbook's settings."""
    return bz2.compress(_zipped(zipfile.ZIP_STORED), 9)


def _zipped(how: int) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in _files().items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text, how, 9)
    return data.getvalue()


def functions_py(functions: Sequence[str]) -> str:
    """The Python that registers these functions, with our package inside: a personal module of xlwings Lite."""
    names = indent(",\n".join(functions), "    ")
    return _FUNCTIONS.format(version=__version__, packed=base64.b64encode(packed()).decode(), functions=names)


def main_py(functions: Sequence[str], template: str = "transactions", language: str = "en") -> str:
    """The Python that xlwings Lite runs in a workbook of a template: the functions that it registers there, and the scripts."""
    made = TEMPLATES[template]
    samples = []
    for sample in made.samples.values():
        given = inputs_in(sample, language)
        inputs = {name: (value, in_language(default_in(made.inputs[name], language), language)) for name, value in given.items()}
        samples.append(({made.table: sample.rows} if made.table else {}, inputs))
    return functions_py(functions) + _SCRIPTS.format(samples=samples)
