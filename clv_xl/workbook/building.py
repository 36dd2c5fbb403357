"""The ready-made templates, built from their pages."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lxml import etree
from openpyxl import Workbook

from ..xlsx.package import MAIN, Package, to_xml
from .layout.page import Book
from .layout.workings import Workings
from .look.charts import describe_charts
from .look.row_heights import fit_rows
from .pages import PAGES
from .templates import TEMPLATE_VERSION, TEMPLATES, check_name
from .translation import translate_book

_FIRST_OF_RULES = 1000
"""The number of a format that only rules have; Excel gives cells those from 164 on."""


def build_package(name: str, language: str = "en", pages: Book | None = None) -> Package:
    """The workbook of a template, built from code; its formulas have no values yet. A text that the language has no words for is in
    English. pages: those of the template, where they do not stand as they are laid out."""
    check_name(name, language)
    english = english_book(name, pages)
    book, alt_texts, texts = english.workbook, english.alt_texts, english.texts
    if language != "en":
        translated = translate_book(book, language, TEMPLATES[name], alt_texts)
        alt_texts, texts = translated.alt_texts, [(translated.tabs[tab], area) for tab, area in texts]
    fit_rows(book)
    data = io.BytesIO()
    book.save(data)
    package = Package(data, name)
    describe_charts(package, alt_texts)
    _number_formats(package)
    _settle_dates(package)
    for tab, area in texts:
        _allow_numbers_as_text(package, tab, area)
    return package


class EnglishBook(NamedTuple):
    """alt_texts: by tab, what each chart shows, in their order. texts: tabs and their cells where a number that is text is meant so."""

    workbook: Workbook
    alt_texts: Mapping[str, list[str]]
    texts: Sequence[tuple[str, str]]


def laid_out(name: str) -> Book:
    """The pages of a template with every block in its place, before they are written."""
    book = Book()
    workings = Workings(book)
    PAGES[name].build(book, workings)
    book.name_all(
        {"template_anonymised": "0", "template_version": str(TEMPLATE_VERSION), "template_name": f'"{name}"', "template_language": '"en"'}
    )
    book.settle()
    return book


def english_book(name: str, book: Book | None = None) -> EnglishBook:
    """The pages of a template, as they are written."""
    pages = PAGES[name]
    book = book or laid_out(name)
    workbook = book.write(pages.tabs)
    workbook.active = workbook.sheetnames.index(pages.opens)
    workbook[pages.opens].sheet_view.tabSelected = True
    alt_texts = {page.tab: page.alt_texts for page in book.pages.values() if page.alt_texts}
    return EnglishBook(workbook, alt_texts, [(page.tab, place.plain) for page in book.pages.values() for place in page.text_areas])


def _allow_numbers_as_text(package: Package, name: str, area: str) -> None:
    """Customer 0001 is a text on purpose: no green triangle beside it. The element stands before the drawings and tables."""
    part = next(sheet.part for sheet in package.sheets if sheet.name == name)
    tree = package.tree(part)
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
    element = tree.find(f"{{{MAIN}}}ignoredErrors")
    if element is None:
        followers = [child for child in tree if etree.QName(child).localname in later]
        element = etree.Element(f"{{{MAIN}}}ignoredErrors")
        tree.insert(tree.index(followers[0]) if followers else len(tree), element)
    etree.SubElement(element, f"{{{MAIN}}}ignoredError", sqref=area, numberStoredAsText="1")
    package.parts[part] = to_xml(tree)


def _number_formats(package: Package) -> None:
    """Give each number format one number in the whole workbook, whether cells have it or rules."""
    styles = package.tree("xl/styles.xml")
    numbers: dict[str, str] = {}
    for one in styles.iter(f"{{{MAIN}}}numFmt"):  # those of cells come first, with their numbers
        of_cells = getattr(one.getparent(), "tag", "") == f"{{{MAIN}}}numFmts"
        number = one.get("numFmtId", "") if of_cells else str(_FIRST_OF_RULES + len(numbers))
        one.set("numFmtId", numbers.setdefault(one.get("formatCode", ""), number))
    package.parts["xl/styles.xml"] = to_xml(styles)


def _settle_dates(package: Package) -> None:
    """openpyxl writes the moment of saving; a template built again must not differ by it."""
    core = package.parts["docProps/core.xml"].decode()
    core = re.sub(r"(<dcterms:(?:created|modified)[^>]*>)[^<]*", r"\g<1>2026-01-01T00:00:00Z", core)
    package.parts["docProps/core.xml"] = core.replace("openpyxl", "clv_xl").encode()
