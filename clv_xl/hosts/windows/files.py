"""The files for Excel on Windows, made without Excel: xlwings' own add-in or workbook VBA, and ours beside it."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree
from pyopenvba import ExcelFile, VBAModuleKind

from ...xlsx.asking import settle_calculation
from ...xlsx.package import CONTENT_TYPES, MAIN, Package, to_xml
from .. import InstallError
from . import vba

ADDIN = "clv_xl.xlam"
PROJECT = "clv_xl"
"""As xlwings' VBA calls the project: it reads the sheet clv_xl.conf, then the user's .clv_xl/clv_xl.conf."""

_MACRO_WORKBOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_MACRO = re.compile(r"^\s*(?:(?:Public|Private|Friend|Static)\s+)*(?:Sub|Function|Property)\b", re.MULTILINE | re.IGNORECASE)
_XLWINGS_SETTING = re.compile(r'GetConfig\("([A-Z_ ]+)"')


def make_xlam(interpreter: str = "pythonw") -> bytes:
    """The add-in for a Python program; by default the one on the path. The same bytes each time."""
    package = Package(io.BytesIO(_of_xlwings("quickstart_addin_ribbon.xlam")), ADDIN)
    main_module = _for_project(*_modules("quickstart_addin_ribbon.xlam", "xlwings"))

    def change(book: ExcelFile) -> None:
        book.set_module("xlwings", main_module)
        project = book.vba_project()
        project.delete_module("RibbonMyAddin")
        for name, source in vba.in_addin().items():
            project.add_module(name, _windows_lines(source))

    _change_vba(package, ".xlam", change)
    package.parts["customUI/customUI.xml"] = vba.ribbon_xml().encode()
    _write_settings(package, _settings(main_module, interpreter))
    _describe(package)
    return _bytes_of(package)


def put_vba_into(package: Package) -> None:
    """Make one of our workbooks, spelled for Windows already, an .xlsm with the functions inside; without Python it shows the values
    that it holds.

    It finds Python by the user's own settings, which `clv-xl install windows` writes, or else on the path.
    """
    types = package.tree("[Content_Types].xml")
    for element in types.iter(f"{{{CONTENT_TYPES}}}Override"):
        if element.get("PartName") == f"/{package.workbook_part}":
            element.set("ContentType", _MACRO_WORKBOOK)
    package.parts["[Content_Types].xml"] = to_xml(types)
    main_module, dictionary = _modules("quickstart_standalone.xlsm", "xlwings", "Dictionary")

    def change(book: ExcelFile) -> None:
        project = book.add_vba_project()
        project.add_module("xlwings", _for_project(main_module))
        project.add_module("Dictionary", dictionary, kind=VBAModuleKind.other)
        for name, source in vba.in_workbook().items():
            project.add_module(name, _windows_lines(source))

    _change_vba(package, ".xlsm", change)


def own_modules(package: Package) -> list[str]:
    """The modules of a workbook's VBA that have macros and are none of those that we put into it."""
    if not any(part.endswith("vbaProject.bin") for part in package.parts):
        return []
    ours = {"xlwings", "Dictionary", *vba.in_workbook()}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsm"
        package.save(path)
        with ExcelFile(path) as book:
            return [name for name in book.module_names() if name not in ours and _MACRO.search(book.get_module(name))]


def _of_xlwings(name: str) -> bytes:
    return files("xlwings").joinpath(name).read_bytes()


def _modules(name: str, *modules: str) -> list[str]:
    """The source of modules in one of xlwings' own files."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / name
        copy.write_bytes(_of_xlwings(name))
        with ExcelFile(copy) as book:
            return [book.get_module(module) for module in modules]


def _change_vba(package: Package, suffix: str, change: Callable[[ExcelFile], None]) -> None:
    """Let a function change the VBA of a package."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"book{suffix}"
        with path.open("wb") as target:
            package.write(target)
        with ExcelFile(path) as book:
            change(book)
            book.save()
        package.parts = Package(path).parts


def _for_project(main_module: str) -> str:
    """xlwings' module, reading the settings of our project and not those of others."""
    changed, count = re.subn(r'(PROJECT_NAME As String = )"\w+"', rf'\1"{PROJECT}"', main_module)
    if count != 1:
        raise InstallError("This xlwings is not one that clv_xl knows; run: pip install -U clv_xl")
    return changed


def _windows_lines(source: str) -> str:
    return source.replace("\r\n", "\n").replace("\n", "\r\n")


def _settings(main_module: str, interpreter: str) -> dict[str, str | bool]:
    """Every setting that xlwings' VBA reads to start Python, so that none comes from a file beside someone's workbook."""
    start = main_module[main_module.index("Function XLPyCommand()") : main_module.index("Function NDims(")]
    names = [name for name in dict.fromkeys(_XLWINGS_SETTING.findall(start)) if name != "INTERPRETER"]
    switches = dict.fromkeys(["DEBUG UDFS", "SHOW CONSOLE"], False)
    known = {"INTERPRETER_WIN": interpreter, "ADD_WORKBOOK_TO_PYTHONPATH": "false", **switches}
    return {**known, **{name: "" for name in names if name not in known}}


def _write_settings(package: Package, settings: dict[str, str | bool]) -> None:
    """The settings as the sheet that xlwings' VBA reads in an add-in."""
    for sheet in package.workbook.iter(f"{{{MAIN}}}sheet"):
        sheet.set("name", f"{PROJECT}.conf")
    for element in package.workbook.findall("{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"):
        package.workbook.remove(element)  # the folder where xlwings made the file
    settle_calculation(package)
    part = package.sheets[0].part
    tree = package.tree(part)
    rows = "".join(
        f'<row r="{n}">{_text_cell(f"A{n}", name)}'
        + (f'<c r="B{n}" t="b"><v>{int(value)}</v></c>' if isinstance(value, bool) else _text_cell(f"B{n}", value) if value else "")
        + "</row>"
        for n, (name, value) in enumerate(settings.items(), 1)
    )
    for old in tree.findall(f"{{{MAIN}}}sheetData"):
        tree.replace(old, etree.fromstring(f'<sheetData xmlns="{MAIN}">{rows}</sheetData>'))
    for extent in tree.iter(f"{{{MAIN}}}dimension"):
        extent.set("ref", f"A1:B{len(settings)}")
    package.parts[part] = to_xml(tree)


def _text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def _describe(package: Package) -> None:
    """What Excel's list of add-ins shows: the title as a name, the description below it."""
    core = package.parts["docProps/core.xml"].decode()
    core = core.replace("<dc:title />", "<dc:title>CLV: Customer Lifetime Value</dc:title>")
    core = core.replace("<dc:description />", "<dc:description>Customer Lifetime Value functions, calculated by Python.</dc:description>")
    package.parts["docProps/core.xml"] = core.encode()


def _bytes_of(package: Package) -> bytes:
    target = io.BytesIO()
    package.write(target)
    return target.getvalue()
