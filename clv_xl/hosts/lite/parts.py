"""What a workbook carries for xlwings Lite, the free add-in of the Office store: a main.py with our own wheel inside, and the list
of packages that it needs. With them the formulas calculate in Excel for Windows, Mac and web without any Python installed.

The parts are those of workbooks that xlwings Lite itself has saved, of the year 2026; their schema is [MS-OWEXML].
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from ...workbook.templates import language_of, template_of
from ...xlsx.package import Package
from .code import REQUIREMENTS, main_py

_PANES, _EXTENSION = "xl/webextensions/taskpanes.xml", "xl/webextensions/webextension1.xml"
_RELATION = "http://schemas.microsoft.com/office/2011/relationships/webextension"
_CONTENT = "application/vnd.ms-office.webextension"
_WORKBOOK_ID = "xlwingsWorkbookId"
STORE_ID = "wa200008175"
"""xlwings Lite in the Office store."""
_ADDIN = "1.0.0.0-78"
"""The add-in whose form of the properties this is."""
_SETTINGS = {"startupBehavior": "taskpane", "workbookMode": "developer", "pyodideVersion": "314.0.0"}
"""Its pane opens with the workbook, so that the first question, whether to trust it, is seen."""


def give_lite_parts(package: Package, functions: Sequence[str]) -> None:
    """Put the add-in's parts, with these functions, into a workbook. Older ones of ours are replaced; who it is stays."""
    template, language = template_of(package.names) or "transactions", language_of(package.names)
    workbook, instance = _ids(package) or _fixed_ids(template, language)
    take_lite_parts(package)
    package.add_part(_PANES, _panes(), f"{_CONTENT}taskpanes+xml", f"{_RELATION}taskpanes", owner="")
    extension = _extension(main_py(functions, template, language), functions, workbook, instance)
    package.add_part(_EXTENSION, extension, f"{_CONTENT}+xml", _RELATION, owner=_PANES)


def take_lite_parts(package: Package) -> None:
    """Take the add-in's parts out."""
    package.drop_part(_EXTENSION, owner=_PANES)
    package.drop_part(_PANES, owner="")


def tell_apart(package: Package) -> None:
    """Let a workbook that carries the add-in's parts be another than the one it was made from: the add-in keeps what it knows of a
    workbook under its id."""
    if known := _ids(package):
        text = package.parts[_EXTENSION].decode()
        for old in known:
            text = text.replace(old, str(uuid.uuid4()))
        package.parts[_EXTENSION] = text.encode()


def _ids(package: Package) -> tuple[str, str] | None:
    """The id of the workbook and that of the add-in in it, if it has them."""
    if _EXTENSION not in package.parts:
        return None
    tree = package.tree(_EXTENSION)
    known = [one.get("value", "null") for one in tree.iter("{*}property") if one.get("name") == _WORKBOOK_ID]
    return (json.loads(known[0]), tree.get("id", "").strip("{}")) if known and json.loads(known[0]) else None


def _fixed_ids(template: str, language: str) -> tuple[str, str]:
    """Those of a ready-made template, whose file is the same each time that it is built."""
    return str(_named(template, language, "workbook")), str(_named(template, language, "add-in"))


def _named(*words: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, " ".join(("clv_xl", *words)))


def _panes() -> bytes:
    return (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        b'<wetp:taskpanes xmlns:wetp="http://schemas.microsoft.com/office/webextensions/taskpanes/2010/11">'
        b'<wetp:taskpane dockstate="right" visibility="0" width="350" row="0">'
        b'<wetp:webextensionref xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"/>'
        b"</wetp:taskpane></wetp:taskpanes>"
    )


def _extension(code: str, functions: Sequence[str], workbook: str, instance: str) -> bytes:
    values = {
        "xlwingsSettingsWorkbook": _SETTINGS,
        _WORKBOOK_ID: workbook,
        "addinVersion": _ADDIN,
        "main.py": code,
        "requirements.txt": REQUIREMENTS,
    }
    properties = "".join(f"<we:property name={quoteattr(name)} value={quoteattr(json.dumps(value))}/>" for name, value in values.items())
    ids = "".join(f"<we:customFunctionIds>_xldudf_{name}</we:customFunctionIds>" for name in functions)
    reference = f'<we:reference id="{STORE_ID}" version="1.0.0.0" store="{{}}" storeType="OMEX"/>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<we:webextension xmlns:we="http://schemas.microsoft.com/office/webextensions/webextension/2010/11" '
        f'id="{{{instance}}}">{reference.format("en-US")}'
        f"<we:alternateReferences>{reference.format(STORE_ID.upper())}</we:alternateReferences>"
        f"<we:properties>{properties}</we:properties><we:bindings/>"
        '<we:snapshot xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/><we:extLst>'
        f"{_more('D87F86FE-615C-45B5-9D79-34F1136793EB', '<we:containsCustomFunctions/>')}"
        f"{_more('7C84B067-C214-45C3-A712-C9D94CD141B2', f'<we:customFunctionIdList>{ids}</we:customFunctionIdList>')}"
        f"{_more('0858819E-0033-43BF-8937-05EC82904868', _BACKGROUND)}</we:extLst></we:webextension>"
    ).encode()


_BACKGROUND = '<we:backgroundApp state="1" runtimeId="Taskpane.Url"/>'
"""Office's own mark that the add-in starts with the workbook."""


def _more(uri: str, content: str) -> str:
    return f'<a:ext xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" uri="{{{uri}}}">{content}</a:ext>'
