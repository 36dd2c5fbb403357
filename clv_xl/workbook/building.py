"""The ready-made templates, built from their pages."""

from __future__ import annotations

import io
import re

from lxml import etree
from openpyxl import Workbook

from ..xlsx.package import MAIN, Package, to_xml
from .look.charts import describe_charts
from .look.row_heights import fit_rows
from .look.style import new_book, settle_print_area
from .pages import PAGES
from .pages.names import answer_in_its_language, define
from .templates import TEMPLATE_VERSION, TEMPLATES, check_name
from .translation import MissingWordsError, translate_book


def build_package(name: str, language: str = "en") -> Package:
    """The workbook of a template, built from code; its formulas have no values yet.

    Raises:
        MissingWordsError: the language has no words for some of its texts.
    """
    check_name(name, language)
    pages = PAGES[name]
    book, alt_texts, texts = english_book(name), pages.alt_texts, pages.texts
    if language != "en":
        translated = translate_book(book, language, TEMPLATES[name], alt_texts)
        if translated.missing:
            raise MissingWordsError(f"{name} ({language}) has no words for: {'; '.join(translated.missing)}")
        alt_texts, texts = translated.alt_texts, [(translated.tabs[tab], area) for tab, area in texts]
    fit_rows(book)
    data = io.BytesIO()
    book.save(data)
    package = Package(data, name)
    describe_charts(package, alt_texts)
    _settle_dates(package)
    for tab, area in texts:
        _allow_numbers_as_text(package, tab, area)
    return package


def english_book(name: str) -> Workbook:
    """The pages of a template, as they are written."""
    pages = PAGES[name]
    book = new_book()
    for build in pages.pages:
        build(book)
    for sheet in book.worksheets:
        settle_print_area(sheet)
    define(book, "template_version", str(TEMPLATE_VERSION))
    define(book, "template_name", f'"{name}"')
    define(book, "template_language", '"en"')
    answer_in_its_language(book)
    book.active = book.sheetnames.index(pages.opens)
    return book


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
