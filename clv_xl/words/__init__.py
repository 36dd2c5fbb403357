"""Texts of ours, and what they are in other languages: a PO file per language.

A text may have places, {1} and {2}, for what is put into it; a translation has the same ones, in the order of its language. An entry
with a context (msgctxt) is for the text in that sense alone: what a Words names as its context, or the tab of a workbook.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache

LANGUAGES = {"en": "English", "nl": "Nederlands", "de": "Deutsch"}
ANSWER = "#: answers/"
"""How the line of an entry begins that says where functions answer with it."""

_PLACE = re.compile(r"\{(\d+)\}")
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})*|\d+)(?:\.\d+)?%?")
_SWAPPED = str.maketrans(",.", ".,")


class Words(str):
    """Text of ours in an answer, such as a heading or a stage, which another language says otherwise. What a person typed is a
    plain str and stays as it is.

    Words("{1} to {2}", low, high) remembers what it was made from, so that nothing else is taken for it. The context tells the senses
    of a word apart that another language has two words for.
    """

    text: str
    parts: tuple[object, ...]
    context: str

    def __new__(cls, text: str, *parts: object, context: str = "") -> Words:
        made = super().__new__(cls, fill_in(text, [str(part) for part in parts]) if parts else text)
        made.text, made.parts, made.context = text, parts, context
        return made


def words(*texts: str, context: str = "") -> list[str]:
    """Headings, or other texts of ours."""
    return [Words(text, context=context) for text in texts]


def in_a_row(*texts: str, between: str = " ") -> str:
    """Texts, each of which another language says by itself."""
    return Words(between.join(f"{{{number}}}" for number in range(1, len(texts) + 1)), *texts)


def say(text: str, language: str, place: str = ANSWER) -> str:
    """A text of ours in a language; as it is where that language has no words for it. place: where its entry says that it is used; ""
    for anywhere, which takes longer to read the first time."""
    if language == "en":
        return str(text)
    if not isinstance(text, Words):
        return _look_up(str(text), "", language, place)
    said = _look_up(text.text, text.context, language, place)
    return fill_in(said, [_say_part(part, language, place) for part in text.parts]) if text.parts else said


def fill_in(text: str, parts: Sequence[str]) -> str:
    """A text with its places filled."""
    return _PLACE.sub(lambda place: parts[int(place[1]) - 1], text)


def _look_up(text: str, context: str, language: str, place: str) -> str:
    known = catalogue(language, place)
    return known.get(context, {}).get(text) or known[""].get(text, text)


def _say_part(part: object, language: str, place: str) -> str:
    """A part of ours in a language; a number as the language writes it; any other text as it is."""
    if isinstance(part, str) and type(part) is not str:
        return say(part, language, place)
    return str(part).translate(_SWAPPED) if _NUMBER.fullmatch(str(part)) else str(part)


@cache
def catalogue(language: str, place: str = "") -> Mapping[str, Mapping[str, str]]:
    """The translations of a language by context, those for any context under ""; with a place, such as ANSWER, those used there."""
    known: dict[str, dict[str, str]] = {"": {}}
    for entry in _entries(language, place) if language != "en" else ():
        context, text, said = _read(entry)
        if text and said:
            known.setdefault(context, {})[text] = said
    return known


def answers(language: str) -> str:
    """The part of a language's file that functions need."""
    return "\n\n".join(_entries(language, ANSWER)) + "\n"


def _entries(language: str, place: str) -> list[str]:
    from importlib.resources import files  # not needed for an answer in English

    entries = (files(__name__) / f"{language}.po").read_text(encoding="utf-8").split("\n\n")
    return [entry for entry in entries if place in entry]


def _read(entry: str) -> tuple[str, str, str]:
    """The context, the text and the translation of an entry of a PO file; nothing for one that is marked as old.

    A reader of our own, since a cell waits for it: PO files are read by few libraries, and by none as fast.
    """
    fields = {"msgctxt": "", "msgid": "", "msgstr": ""}
    field = "msgid"
    for line in entry.splitlines():
        if line.startswith("#, ") and "fuzzy" in line:
            return "", "", ""
        if line and not line.startswith("#"):
            if not line.startswith('"'):
                field, line = line.split(" ", 1)
            fields[field] += json.loads(line)
    return fields["msgctxt"], fields["msgid"], fields["msgstr"]
