"""Taking names out of a whole workbook file: out of texts, values that formulas left, charts, notes, links and caches."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from html import unescape
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from .package import MAIN, Package, to_xml
from .parts import DamagedError, tree_of
from .shared_strings import plain_text, shared_part, shared_texts
from .sheets.cell_xml import plain, text_content

_TOKEN = re.compile(r"\w[\w@.+'-]*\w|\w")
_LITERAL = re.compile(r'"((?:[^"]|"")*)"')
_INLINE = re.compile(r"<((?:\w+:)?)is>(.*?)</(?:\w+:)?is>", re.DOTALL)
_TEXT = re.compile(r"<(?:\w+:)?t\b[^>]*>(.*?)</(?:\w+:)?t>", re.DOTALL)
_SHOWN = re.compile(r'(\bt="str"[^>]*>(?:<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>))?<(?:\w+:)?v\b[^>]*>)([^<]*)(<)')
_FORMULA = re.compile(r"(<(?:\w+:)?(?:f|formula\d?)\b[^>]*>)([^<]+)(<)")
_SPEAKING = ("val", "v", "display", "location", "tooltip", "Target", "descr", "title")
"""Attributes that hold a text of the workbook's."""
_NOT_LOOKED_AT = re.compile(r"webextensions?/|/theme/|styles\.xml$|metadata\.xml$|^\[Content|\.bin$|/media/|\.(?:png|jpe?g|gif|emf|wmf)$")
_LONG_NUMBER = 5
"""Digits that make a number in a sentence an id, and not a count."""


class Names:
    """Names, addresses and ids, each with what takes its place."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = {key: new for name, new in known.items() if (key := _key(name))}
        self._longest = min(6, max((key.count(" ") + 1 for key in self._known), default=1))
        self.without = lru_cache(maxsize=100_000)(self._without)

    def whole(self, text: str) -> str:
        """What takes the place of a text that is a name; any other as it is."""
        return self._known.get(_key(text), text)

    def _without(self, text: str, words: bool = False, numbers: bool = False) -> str:
        """A text without the names in it. words: also those of one word, which could be a word of a sentence; numbers: also ids that
        are long numbers, which could be a figure."""
        tokens = list(_TOKEN.finditer(text))
        done, at, number = [], 0, 0
        while number < len(tokens):
            for length in range(min(self._longest, len(tokens) - number), 0, -1):
                part = " ".join(token[0] for token in tokens[number : number + length]).lower()
                new = self._known.get(part)
                if new is not None and (length > 1 or _tells(part, words, numbers)):
                    done += [text[at : tokens[number].start()], new]
                    number += length
                    at = tokens[number - 1].end()
                    break
            else:
                number += 1
        return "".join(done) + text[at:]


def _key(name: str) -> str:
    """A name as it is compared: its words without capitals and signs between them."""
    return " ".join(_TOKEN.findall(name)).lower()


def _tells(token: str, words: bool, numbers: bool) -> bool:
    """Whether a single word is taken for a name where it stands."""
    digits = sum(letter.isdigit() for letter in token)
    if token.isdigit():
        return numbers and digits >= _LONG_NUMBER
    return "@" in token or digits >= _LONG_NUMBER or (words and len(token) > 2)


def scrub(package: Package, names: Names, ours: Collection[str], pages: Collection[str]) -> None:
    """Take names out of every part.

    Args:
        package: the workbook, with its results calculated.
        names: what is to go.
        ours: texts of the template, which stay.
        pages: sheets of the template; in others, single words go too.
    """

    def without(text: str, words: bool, numbers: bool) -> str:
        return text if text in ours else names.without(text, words, numbers)

    sheets = {sheet.part: sheet.name for sheet in package.sheets}
    shared = shared_part(package)
    for part in list(package.parts):
        if part in sheets:
            package.parts[part] = _sheet(package.parts[part].decode("utf-8"), without, sheets[part] not in pages).encode()
        elif part == shared:
            package.parts[part] = _shared(package.parts[part], without)
        elif part != package.workbook_part and part.endswith((".xml", ".rels", ".vml")) and not _NOT_LOOKED_AT.search(part):
            package.parts[part] = _other(package.parts[part], without)
    for name in package.workbook.iter(f"{{{MAIN}}}definedName"):
        name.text = _LITERAL.sub(lambda found: f'"{without(found[1], False, False)}"', name.text or "")
    package.define({})


def texts_in(package: Package) -> set[str]:
    """The texts that stand in the cells of a workbook."""
    sheets = [package.parts[sheet.part].decode("utf-8") for sheet in package.sheets]
    return {*shared_texts(package), *(_inline_text(found) for sheet in sheets for found in _INLINE.finditer(sheet))}


def _inline_text(found: re.Match[str]) -> str:
    return plain("".join(map(unescape, _TEXT.findall(found[2]))))


Without = Callable[[str, bool, bool], str]


def _sheet(text: str, without: Without, own: bool) -> str:
    def inline(found: re.Match[str]) -> str:
        said = _inline_text(found)
        new = without(said, True, True)
        return (
            found[0] if new == said else f'<{found[1]}is><{found[1]}t xml:space="preserve">{text_content(new)}</{found[1]}t></{found[1]}is>'
        )

    def shown(found: re.Match[str]) -> str:
        said = plain(unescape(found[2]))
        new = without(said, own, own)
        return found[0] if new == said else found[1] + text_content(new) + found[3]

    def formula(found: re.Match[str]) -> str:
        said = unescape(found[2])
        new = _LITERAL.sub(lambda literal: f'"{without(literal[1], own, own)}"', said)
        return found[0] if new == said else found[1] + escape(new) + found[3]

    return _FORMULA.sub(formula, _SHOWN.sub(shown, _INLINE.sub(inline, text)))


def _shared(content: bytes, without: Without) -> bytes:
    tree = tree_of(content)
    changed = False
    for item in tree.iter(f"{{{MAIN}}}si"):
        said = plain_text(item)
        if (new := without(said, True, True)) != said:
            changed = True
            item[:] = []
            etree.SubElement(item, f"{{{MAIN}}}t").text = new
    return to_xml(tree) if changed else content


def _other(content: bytes, without: Without) -> bytes:
    try:
        tree = tree_of(content)
    except DamagedError:  # old drawings are not always XML
        return content
    changed, is_cache = False, etree.QName(tree).localname.startswith("pivotCache")
    for one in tree.iter():
        changed = _element(one, without, is_cache) or changed
    return to_xml(tree) if changed else content


def _element(one: Any, without: Without, numbers: bool) -> bool:
    if not isinstance(one.tag, str):
        return False
    before = one.text, dict(one.attrib)
    if (one.text or "").strip():
        is_formula = etree.QName(one).localname in ("f", "formula", "calculatedColumnFormula")
        text, sub = one.text, lambda found: f'"{without(found[1], True, True)}"'
        one.text = _LITERAL.sub(sub, text) if is_formula else without(text, True, numbers)
    for name in _SPEAKING:
        if name in one.attrib:
            one.set(name, without(one.get(name), True, numbers))
    return before != (one.text, dict(one.attrib))
