"""The words of answers and workbooks in other languages: a file per language, each line an English text and its translation.

A text may have places, {1} and {2}, for what is put into it; a translation has the same ones, in the order of its language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

LANGUAGES = {"en": "English", "nl": "Nederlands", "de": "Deutsch"}

_PLACE = re.compile(r"\\\{(\d)\\\}")
_NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})*(?:\.\d+)?%?|-?\d+(?:\.\d+)?%?")
_SWAPPED = str.maketrans(",.", ".,")


@cache
def catalogue(language: str) -> Mapping[str, Mapping[str, str]]:
    """The translations of a language by section: "answers" of functions, "functions" in their help, "workbooks", "formats"."""
    import tomllib

    return tomllib.loads((files(__name__) / f"{language}.toml").read_text(encoding="utf-8"))


def answers(language: str) -> str:
    """The part of a language's file that functions need."""
    return (files(__name__) / f"{language}.toml").read_text(encoding="utf-8").partition("\n[functions]")[0]


@lru_cache(maxsize=10_000)
def say(text: str, language: str) -> str:
    """A text of ours in an answer, in another language; as it is where that language has no words for it."""
    if language == "en":
        return text
    known = catalogue(language)["answers"]
    if text in known:
        return known[text]
    for pattern, translation in _patterns(language):
        if found := pattern.fullmatch(text):
            return fill_in(translation, {name[1:]: _say_part(part, language) for name, part in found.groupdict().items()})
    sentences = re.split(r"(?<=\.) ", text)
    return " ".join(say(sentence, language) for sentence in sentences) if len(sentences) > 1 else text


def fill_in(template: str, parts: Mapping[str, str]) -> str:
    """A text with its places filled."""
    return re.sub(r"\{(\d)\}", lambda place: parts[place[1]], template)


def _say_part(part: str, language: str) -> str:
    return part.translate(_SWAPPED) if _NUMBER.fullmatch(part) else say(part, language)


@cache
def _patterns(language: str) -> list[tuple[re.Pattern[str], str]]:
    """The texts with places, those with most text of their own first."""
    texts = {text: said for text, said in catalogue(language)["answers"].items() if "{1}" in text}
    longest = sorted(texts, key=lambda text: -len(_PLACE.sub("", re.escape(text))))
    return [(re.compile(_PLACE.sub(r"(?P<p\1>.+?)", re.escape(text)), re.DOTALL), texts[text]) for text in longest]
