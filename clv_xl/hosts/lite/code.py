"""What xlwings Lite runs: our own package as a wheel, what it needs, and the main.py of a workbook that has the wheel inside."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from textwrap import indent

from ...version import __version__
from ...words import LANGUAGES, answers
from ...workbook.templates import TEMPLATES
from ...workbook.translation import in_language, sample_in

_IN_THE_WHEEL = (
    *("__init__.py", "version.py", "udfs.py", "scripts.py", "cells", "functions", "models", "lists", "words"),
    *("sources/__init__.py", "sources/reasons.py", "sources/problems.py", "sources/values/__init__.py", "sources/values/currencies.py"),
    *(f"sources/columns/{name}" for name in ("__init__.py", "fields.py", "recognising.py", "headings.toml")),
)
"""What the functions need; reading files, workbooks, hosts and the command line stay outside."""

REQUIREMENTS = "xlwings>=0.37.8,<1\nnumpy\npandas\nscipy\nthreadpoolctl\nnarwhals\n"

_MAIN = '''\
"""Customer Lifetime Value for xlwings Lite, clv_xl {version}. Type =CLV and choose; the functions come with this workbook.

A function that the workbook holds as a LAMBDA name must not be registered too: Excel then runs none of the Python functions.
"""

import base64
import sys
import tempfile
from pathlib import Path

import xlwings as xw
from xlwings import script

WHEEL = Path(tempfile.gettempdir()) / "clv_xl-{version}-py3-none-any.whl"
WHEEL.write_bytes(base64.b64decode("{wheel}"))
sys.path.insert(0, str(WHEEL))

from clv_xl import scripts  # noqa: E402
from clv_xl.udfs import (  # noqa: E402, F401
{functions},
)


@script(name="Fill the results")
async def fill_results(book: xw.BookAsync):
    """Calculate everything anew from what stands in the tables, and say which rows count."""
    await scripts.fill_results(book)


@script(name="Remove the sample")
async def remove_sample(book: xw.BookAsync):
    """Empty the tables and the inputs that hold the sample, for your own. Nothing of yours is touched."""
    await scripts.remove_sample(book, rows={rows}, inputs={inputs})
'''
"""The scripts stand here and not only in the package, because xlwings Lite lists those of this file."""


@cache
def wheel() -> bytes:
    """Our package as a wheel, without what only files and the command line need: the same bytes each time."""
    home = Path(__file__).resolve().parents[2]
    sources = [
        path
        for name in _IN_THE_WHEEL
        for path in ([home / name] if name.endswith((".py", ".toml")) else sorted((home / name).rglob("*.py")))
    ]
    info = f"clv_xl-{__version__}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: clv_xl\nVersion: {__version__}\n"
    files = {f"clv_xl/{path.relative_to(home).as_posix()}": path.read_text(encoding="utf-8") for path in sources}
    files |= {f"clv_xl/words/{language}.po": answers(language) for language in LANGUAGES if language != "en"}
    files |= {
        f"{info}/METADATA": metadata,
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: clv_xl\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in [*files.items(), (f"{info}/RECORD", "".join(f"{name},,\n" for name in [*files, f"{info}/RECORD"]))]:
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED, 9)
    return data.getvalue()


def main_py(functions: Sequence[str], template: str = "transactions", language: str = "en") -> str:
    """The Python that xlwings Lite runs in a workbook of a template, and the functions that it registers there."""
    made = TEMPLATES[template]
    data = made.sample_data
    rows = {made.table: len(data.read_text(encoding="utf-8").splitlines()) - 1} if data else {}
    inputs = {name: (value, in_language(made.inputs[name].default, language)) for name, value in sample_in(made, language).items()}
    names = indent(",\n".join(functions), "    ")
    return _MAIN.format(version=__version__, wheel=base64.b64encode(wheel()).decode(), functions=names, rows=rows, inputs=inputs)
