"""What a workbook carries for xlwings Lite, the free add-in of the Office store: a main.py with our own wheel inside, and the list
of packages that it needs. With them the formulas calculate in Excel for Windows, Mac and web without any Python installed.

The parts are those of workbooks that xlwings Lite itself has saved; their schema is [MS-OWEXML].
"""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from textwrap import indent
from xml.sax.saxutils import quoteattr

from ...version import __version__
from ...words import LANGUAGES, answers
from ...workbook.templates import TEMPLATES, language_of, template_of
from ...workbook.translation import in_language, sample_in
from ...xlsx.package import Package

_PANES, _EXTENSION = "xl/webextensions/taskpanes.xml", "xl/webextensions/webextension1.xml"
_RELATION = "http://schemas.microsoft.com/office/2011/relationships/webextension"
_CONTENT = "application/vnd.ms-office.webextension"
STORE_ID = "wa200008175"
"""xlwings Lite in the Office store."""
_PYODIDE, _ADDIN = "0.27.5", "1.0.0.0-35"  # what a workbook of xlwings Lite says of the versions that saved it
_INSTANCE = "{6C0A3F0E-3D0B-4B58-9E7C-2B6B1F0C7A51}"

_IN_THE_WHEEL = (
    *("__init__.py", "version.py", "udfs.py", "scripts.py", "cells", "functions", "models", "lists", "words"),
    *(
        f"sources/{name}"
        for name in ("__init__.py", "fields.py", "recognising.py", "reasons.py", "problems.py", "currencies.py", "headings.toml")
    ),
)
"""What the functions need; reading files, workbooks, hosts and the command line stay outside."""

REQUIREMENTS = "xlwings>=0.37.8\nnumpy\npandas\nscipy\nthreadpoolctl\nnarwhals\n"

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


def give_lite_parts(package: Package, functions: Sequence[str]) -> None:
    """Put the add-in's parts, with these functions, into a workbook; older ones of ours are replaced."""
    take_lite_parts(package)
    package.add_part(_PANES, _panes(), f"{_CONTENT}taskpanes+xml", f"{_RELATION}taskpanes", owner="")
    code = main_py(functions, template_of(package.names) or "transactions", language_of(package.names))
    package.add_part(_EXTENSION, _extension(code, functions), f"{_CONTENT}+xml", _RELATION, owner=_PANES)


def take_lite_parts(package: Package) -> None:
    """Take the add-in's parts out."""
    package.drop_part(_EXTENSION, owner=_PANES)
    package.drop_part(_PANES, owner="")


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


def _panes() -> bytes:
    return (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        b'<wetp:taskpanes xmlns:wetp="http://schemas.microsoft.com/office/webextensions/taskpanes/2010/11">'
        b'<wetp:taskpane dockstate="right" visibility="0" width="350" row="0">'
        b'<wetp:webextensionref xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"/>'
        b"</wetp:taskpane></wetp:taskpanes>"
    )


def _extension(code: str, functions: Sequence[str]) -> bytes:
    values = {"main.py": code, "requirements.txt": REQUIREMENTS, "pyodideVersion": _PYODIDE, "addinVersion": _ADDIN}
    properties = "".join(f"<we:property name={quoteattr(name)} value={quoteattr(json.dumps(text))}/>" for name, text in values.items())
    ids = "".join(f"<we:customFunctionIds>_xldudf_{name}</we:customFunctionIds>" for name in functions)
    drawing = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<we:webextension xmlns:we="http://schemas.microsoft.com/office/webextensions/webextension/2010/11" id="{_INSTANCE}">'
        f'<we:reference id="{STORE_ID}" version="1.0.0.0" store="en-US" storeType="OMEX"/><we:alternateReferences/>'
        f"<we:properties>{properties}</we:properties><we:bindings/>"
        f'<we:extLst><a:ext {drawing} uri="{{D87F86FE-615C-45B5-9D79-34F1136793EB}}"><we:containsCustomFunctions/></a:ext>'
        f'<a:ext {drawing} uri="{{7C84B067-C214-45C3-A712-C9D94CD141B2}}"><we:customFunctionIdList>{ids}</we:customFunctionIdList></a:ext>'
        "</we:extLst></we:webextension>"
    ).encode()
