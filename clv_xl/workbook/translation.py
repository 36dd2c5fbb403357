"""A finished English workbook in another language: texts, the texts in formulas, number formats, tabs, prompts and footers.

The pages are written in English alone. A chain such as ="From "&A1&" to "&A2 is one message, From {1} to {2}, so that a translation can
put its parts in another order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.formula.tokenizer import Token
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from ..formulas.spelling import plain_name, tokens
from ..functions import REGISTRY
from ..words import catalogue, fill_in
from .composing import made_of
from .inputs.input import chosen, coded, default_in
from .look.style import CODE, CURRENCIES, HIDDEN_TITLE
from .templates import Template

_PLACE = re.compile(r"(\{\d+\})")
_CALL = re.compile(r"[A-Z_]+\([\d.,]*\)")
_AS_TYPED = str.maketrans(",.", ";,")
"""What Excel takes between arguments and before decimals, in Dutch and in German."""
_COMPARES = {"=", "<>", "<", ">", "<=", ">="}
_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|(?<![\w.\]])([A-Za-z][\w.]*))!")
_HEADING = re.compile(r"\[([^\[\]#@]+)\]")
_QUOTED = re.compile(r'"([^"]*)"')
FORMAT = "number format"
"""The context of number formats that a language writes otherwise."""
MONEY = "{1}{2}"
"""The text that stands for the sign of a currency, {1}, and its number, {2}."""
INPUTS = "Inputs"
"""The context of the words that a person chooses between: the tab where they stand."""
_LONGEST_TITLE, _LONGEST_PROMPT = 32, 255
"""What Excel has room for beside an input."""


class Translator:
    """Says texts and formulas in a language. A text's context is the tab that it stands on, by its English name; an entry of the language
    without a context counts for all tabs."""

    def __init__(self, language: str, tabs: Sequence[str] = (), headings: Mapping[str, str] = {}) -> None:
        self.language, self.known = language, catalogue(language)
        self.met: dict[tuple[str, str], None] = {}
        """The contexts and texts that were asked for, in their order."""
        self.alt_texts: dict[str, list[str]] = {}
        """By tab, what each chart shows."""
        self.tabs = {tab: self.say(tab) for tab in tabs}
        self.headings = {heading: self.say(heading, tab) for heading, tab in headings.items()}

    def say(self, text: str, tab: str = "") -> str:
        """A text in the language; in English where it has no words for it."""
        if made := made_of(text):
            frame, parts = made
            return fill_in(self.say(frame, tab), [self.say(part, tab) for part in parts])
        if self.language != "en" and _CALL.fullmatch(text):
            return text.translate(_AS_TYPED)
        self.met[tab, text] = None
        return self.known.get(tab, {}).get(text) or self.known[""].get(text, text)

    def format(self, code: str, tab: str = "") -> str:
        """A number format: dates as the language writes them, words in quotes, the sign of a currency on its side of the number."""
        own = self.known.get(FORMAT, {})
        self.met |= {(FORMAT, code): None, (FORMAT, MONEY): None}
        if code in own:
            return own[code]
        sign = next((sign for _, sign in CURRENCIES.values() if code.startswith(sign)), None)
        if sign:
            is_after = own.get(MONEY, MONEY).startswith("{2}")
            return f'{code.removeprefix(sign)}" {sign.strip(chr(34)).strip()}"' if is_after else code
        return _QUOTED.sub(lambda quoted: f'"{self.say(quoted[1], tab)}"', code)

    def reference(self, text: str) -> str:
        """A reference to a tab or a column of a table."""
        text = _SHEET.sub(lambda found: f"{quoted(self.tabs.get(found[1] or found[2], found[1] or found[2]))}!", text)
        return _HEADING.sub(lambda found: f"[{self.headings.get(found[1], found[1])}]", text)

    def formula(self, text: str, tab: str = "") -> str:
        """A formula without its equals sign. What one of our functions is given stays: its words are the same in every language."""
        return self._level(iter(tokens(text)), tab, keep=False)

    def _level(self, items: Iterator[Token], tab: str, keep: bool) -> str:
        """The formula up to the bracket that closes it, with that bracket."""
        done: list[str] = []
        chain: list[list[tuple[str, bool]]] = [[]]  # operands between &, each of pieces, which may be texts

        def settle() -> None:
            done.append(self._chain(chain, tab, keep))
            chain[:] = [[]]

        for token in items:
            if token.subtype == Token.OPEN:
                ours = token.type == Token.FUNC and plain_name(token.value[:-1].lstrip(":"), REGISTRY) is not None
                chain[-1].append((self.reference(token.value) + self._level(items, tab, keep or ours), False))  # A1:INDEX( is one
            elif token.subtype == Token.CLOSE or token.type == Token.SEP or (token.type == Token.OP_IN and token.value in _COMPARES):
                settle()
                done.append(token.value)
                if token.subtype == Token.CLOSE:
                    break
            elif token.type == Token.OP_IN and token.value == "&":
                chain.append([])
            elif token.type == Token.OPERAND and token.subtype == Token.TEXT:
                is_place = token.value.startswith("\"#'")  # where a link leads
                chain[-1].append((self.reference(token.value), False) if is_place else (token.value, True))
            else:
                is_reference = token.type == Token.OPERAND and token.subtype == Token.RANGE
                chain[-1].append((self.reference(token.value) if is_reference else token.value, False))
        else:
            settle()
        return "".join(done)

    def _chain(self, chain: Sequence[Sequence[tuple[str, bool]]], tab: str, keep: bool) -> str:
        operands = ["".join(piece for piece, _ in pieces) for pieces in chain]
        texts = [len(pieces) == 1 and pieces[0][1] for pieces in chain]
        if keep or not any(texts):
            return "&".join(operands)
        places: list[str] = []
        message = ""
        for operand, is_text in zip(operands, texts):
            if is_text:
                message += operand[1:-1].replace('""', '"')
            else:
                places.append(operand)
                message += f"{{{len(places)}}}"
        parts = [part for part in _PLACE.split(self.say(message, tab)) if part]
        return "&".join(places[int(part[1:-1]) - 1] if _PLACE.fullmatch(part) else _text(part) for part in parts) or '""'


def in_language(value: Any, language: str) -> Any:
    """A value of an input in the words of a language; anything but a text is the same in all of them."""
    return Translator(language).say(value, INPUTS) if isinstance(value, str) and language != "en" else value


def translate_book(book: Workbook, language: str, template: Template, alt_texts: Mapping[str, Sequence[str]]) -> Translator:
    """Change a workbook of English pages into another language. The answer knows the texts that it met."""
    tables = [(sheet, table.ref) for sheet in book.worksheets for table in sheet.tables.values()]
    headings = {str(heading): sheet.title for sheet, area in tables for heading in _headings(sheet, area)}
    translator = Translator(language, book.sheetnames, headings)
    for name, one in book.defined_names.items():
        if not name.startswith("template_"):
            one.attr_text = translator.formula(one.attr_text or "")
    book.defined_names["template_language"].attr_text = f'"{language}"'
    for name, field in template.inputs.items():
        if field.kind == "list":
            cell = book.defined_names[f"input_{name}"].attr_text or ""
            own = [translator.say(word, INPUTS) for word in field.words]
            starts = default_in(field, language) or ""
            if starts != (field.default or ""):
                book[INPUTS][cell.rpartition("!")[2].replace("$", "")].value = starts
            default = translator.say(starts, INPUTS) if starts else ""
            book.defined_names[f"chosen_{name}"].attr_text = chosen(cell, default, field.words, own)
            book.defined_names[f"coded_{name}"].attr_text = coded(cell, starts, field.words, own)
    codes = book._number_formats  # type: ignore[attr-defined]  # cells and styles know them by their place in this list
    codes[:] = [translator.format(code) for code in codes]
    for sheet in book.worksheets:
        _sheet(sheet, translator)
    for sample in template.samples.values():
        for value in (*sample.inputs.values(), sample.name, *sample.words):
            if isinstance(value, str):
                translator.say(value, INPUTS)
    for tab, texts in alt_texts.items():
        translator.alt_texts[translator.tabs[tab]] = [translator.say(text, tab) for text in texts]
    for sheet in book.worksheets:
        sheet.title = translator.tabs[sheet.title]
    return translator


def _headings(sheet: Worksheet, area: str) -> Sequence[Any]:
    left, top, right, _ = range_boundaries(area)
    return next(sheet.iter_rows(top, top, left, right, values_only=True))


def _sheet(sheet: Worksheet, translator: Translator) -> None:
    tab = sheet.title
    for row in sheet.iter_rows():
        for cell in row:
            _cell(cell, translator, tab)
    title, subtitle = sheet["B2"].value, sheet["B3"].value
    sheet["A1"] = title if str(subtitle).startswith("=") else f"{title} {subtitle}"
    for rules in sheet.conditional_formatting:
        for rule in rules.rules:
            rule.formula = [translator.formula(text, tab) for text in rule.formula]
            if rule.dxf is not None and rule.dxf.numFmt is not None:
                rule.dxf.numFmt.formatCode = translator.format(rule.dxf.numFmt.formatCode, tab)
    for rule in sheet.data_validations.dataValidation:
        _validation(rule, translator, tab)
    for chart in sheet._charts:  # type: ignore[attr-defined]
        for reference in _references(chart):
            reference.f = translator.reference(reference.f)
    for part in (getattr(sheet.oddFooter, side) for side in ("left", "center", "right")):
        if part.text:
            part.text = translator.say(part.text, tab)


def _cell(cell: Any, translator: Translator, tab: str) -> None:
    value: Any = cell.value
    if value is None or cell.style in (CODE, HIDDEN_TITLE):
        return
    if isinstance(value, ArrayFormula):
        value.text = f"={translator.formula((value.text or '')[1:], tab)}"
    elif cell.data_type == "f":
        cell.value = f"={translator.formula(value[1:], tab)}"
    elif isinstance(value, str):
        cell.value = translator.say(value, tab)
    if cell.hyperlink is not None and cell.hyperlink.location:
        cell.hyperlink.location = translator.reference(cell.hyperlink.location)
        cell.hyperlink.display = str(cell.value)


def _validation(rule: DataValidation, translator: Translator, tab: str) -> None:
    for field, longest in (("promptTitle", _LONGEST_TITLE), ("errorTitle", _LONGEST_TITLE), ("prompt", _LONGEST_PROMPT), ("error", 225)):
        if text := getattr(rule, field):
            setattr(rule, field, translator.say(text, tab)[:longest])
    if rule.type == "list" and str(rule.formula1).startswith('"'):
        rule.formula1 = f'"{",".join(translator.say(word, tab) for word in str(rule.formula1)[1:-1].split(","))}"'


def _references(chart: Any) -> Iterator[Any]:
    """The references to cells of a chart, and of those laid over it."""
    for part in (chart, *chart._charts[1:]):
        for series in part.series:
            for source in (series.tx, series.cat, series.val, getattr(series, "xVal", None), getattr(series, "yVal", None)):
                yield from (one for name in ("strRef", "numRef") if (one := getattr(source, name, None)) is not None)
    if chart.title is not None and chart.title.tx is not None and chart.title.tx.strRef is not None:
        yield chart.title.tx.strRef


def quoted(tab: str) -> str:
    """A tab's name as it stands in a formula."""
    return "'" + tab.replace("'", "''") + "'"


def _text(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
