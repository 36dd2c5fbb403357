"""The ready-made templates: where they are, and how they are built."""

from __future__ import annotations

import io
import re
from pathlib import Path

from lxml import etree
from openpyxl import Workbook

from ..words import LANGUAGES
from .charts import describe_charts
from .forms import save_form
from .package import MAIN, Package, to_xml
from .pages import TEMPLATES
from .saving import WorkbookError, ending_of, new_file

TEMPLATE_VERSION = 1
"""Counts up when a script or a fill that worked with the old form would not work with the new one."""

_HERE = Path(__file__).resolve().parent.parent
_FOLDERS = (_HERE / "workbook_templates", _HERE.parent / "workbook_templates")
"""Beside the package's modules where it is installed, beside the package in a checkout."""


def template_path(name: str, language: str = "en") -> Path:
    """The file of a ready-made template.

    Raises:
        WorkbookError: there is no such template; the text names those there are.
    """
    _check_name(name, language)
    found = [folder / language / f"{name}.xlsx" for folder in _FOLDERS if (folder / language / f"{name}.xlsx").exists()]
    if not found:
        raise WorkbookError(f"{name}: the template is missing from the installation; install clv_xl again.")
    return found[0]


def new(name: str, output: str | Path, language: str = "en", host: str = "lite", *, empty: bool = False) -> Path:
    """A copy of a template, to fill in by hand or by a script; with empty, without the sample that some templates hold."""
    source = template_path(name, language)
    ending_of(host)  # a host that is none
    if host == "lite" and not empty:
        with new_file(output) as target:
            target.write(source.read_bytes())
    else:
        from .giving import take_sample_out
        from .recalculating import recalculate_package

        package = Package(source)
        if empty:
            take_sample_out(package, name)
        recalculate_package(package, host=host)
        save_form(package, host, output)
    return Path(output)


def build_template(name: str, language: str = "en") -> bytes:
    """The workbook file of a template, built from code: the same bytes each time.

    Raises:
        MissingWordsError: the language has no words for some of its texts.
    """
    from .fitting import fit_rows
    from .recalculating import recalculate_package
    from .translating import MissingWordsError, translate_book

    _check_name(name, language)
    template = TEMPLATES[name]
    book, alt_texts, texts = english_book(name), template.alt_texts, template.texts
    if language != "en":
        translated = translate_book(book, language, template)
        if translated.missing:
            missing = "; ".join(translated.missing)
            raise MissingWordsError(f"{name} ({language}) has no words for: {missing}. Give them in words/{language}.toml.")
        alt_texts, texts = translated.alt_texts, [(translated.tabs[tab], area) for tab, area in texts]
    fit_rows(book)
    data = io.BytesIO()
    book.save(data)
    package = Package(data, name)
    describe_charts(package, alt_texts)
    _settle_dates(package)
    for tab, area in texts:
        _allow_numbers_as_text(package, tab, area)
    recalculate_package(package)
    result = io.BytesIO()
    package.write(result, compression=9)
    return result.getvalue()


def english_book(name: str) -> Workbook:
    """The pages of a template, as they are written."""
    from .look import new_book, settle_print_area
    from .pages.names import answer_in_its_language, define

    template = TEMPLATES[name]
    book = new_book()
    for build in template.pages:
        build(book)
    for sheet in book.worksheets:
        settle_print_area(sheet)
    define(book, "template_version", str(TEMPLATE_VERSION))
    define(book, "template_name", f'"{name}"')
    define(book, "template_language", '"en"')
    answer_in_its_language(book)
    book.active = book.sheetnames.index(template.opens)
    return book


def _check_name(name: str, language: str) -> None:
    if name not in TEMPLATES or language not in LANGUAGES:
        raise WorkbookError(
            f"{name} ({language}): there is no such template; "
            f"the templates are {', '.join(TEMPLATES)}, the languages {', '.join(LANGUAGES)}."
        )


def _allow_numbers_as_text(package: Package, name: str, area: str) -> None:
    """Customer 0001 is a text on purpose: no green triangle beside it. The element stands before the drawings and tables."""
    part = next(sheet.part for sheet in package.sheets if sheet.name == name)
    tree = etree.fromstring(package.parts[part])
    later = (
        "smartTags",
        "drawing",
        "legacyDrawing",
        "legacyDrawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
    )
    followers = [child for child in tree if etree.QName(child).localname in later]
    element = etree.Element(f"{{{MAIN}}}ignoredErrors")
    etree.SubElement(element, f"{{{MAIN}}}ignoredError", sqref=area, numberStoredAsText="1")
    tree.insert(tree.index(followers[0]) if followers else len(tree), element)
    package.parts[part] = to_xml(tree)


def _settle_dates(package: Package) -> None:
    """openpyxl writes the moment of saving; a template built again must not differ by it."""
    core = package.parts["docProps/core.xml"].decode()
    core = re.sub(r"(<dcterms:(?:created|modified)[^>]*>)[^<]*", r"\g<1>2026-01-01T00:00:00Z", core)
    package.parts["docProps/core.xml"] = core.replace("openpyxl", "clv_xl").encode()
