"""What the words in columns mean; words.toml lists them."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files


def plain_word(text: str) -> str:
    """A word as it is compared: small letters without accents, one blank where signs stand between words."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(ch for ch in letters if not unicodedata.combining(ch))
    return " ".join(bare.replace("_", " ").split())


def word_sql(text: str) -> str:
    """The SQL of the same; the longer way is only for texts that need it."""
    longer = f"contains({text}, '_') OR length({text}) <> strlen({text})"
    return f"CASE WHEN {longer} THEN strip_accents(lower(replace({text}, '_', ' '))) ELSE lower({text}) END"


@lru_cache(maxsize=1)
def _file() -> dict[str, dict[str, frozenset[str]]]:
    given = tomllib.loads(files(__package__ or "").joinpath("words.toml").read_text(encoding="utf-8"))  # also from a packed wheel
    return {
        kind: {
            meaning: frozenset(plain_word(word) for line in text.splitlines() for word in line.split("|"))
            for meaning, text in table.items()
        }
        for kind, table in given.items()
    }


def words_of(kind: str, meaning: str = "words") -> frozenset[str]:
    """The words of a kind that mean something."""
    return _file()[kind][meaning]


def meaning_of(kind: str, text: str) -> str | None:
    """What a text means among the words of a kind; of "open-ended" and "open ended", one is enough in the list, and
    wc- is what WooCommerce writes before its own."""
    word = plain_word(text)
    for form in (word, word.replace("-", " ").strip() or word, word.rstrip(".:").strip() or word, word.removeprefix("wc-")):
        for meaning, words in _file()[kind].items():
            if form in words:
                return meaning
    return None
