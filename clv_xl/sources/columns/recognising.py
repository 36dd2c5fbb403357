"""Which column is which: headings as the words they may be known by."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from ..problems import ColumnError
from ..values.currencies import CODES
from .fields import ORDERS, DataList, Words, bare, known_words

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")
_WITH = re.compile(r"\b(?:incl\w*|inkl\w*|inc|with|mit|met|avec|con|ttc|tvac|brutto|bruto|gross)\b", re.IGNORECASE)
_WITHOUT = re.compile(r"\b(?:excl\w*|exkl\w*|ex|without|ohne|zonder|sans|sin|hors|ht|htva|netto|net|zzgl)\b", re.IGNORECASE)
_VAT = re.compile(r"\b(?:btw|vat|mwst|ust|tax(?:es)?|gst|tva|iva|ttc|ht|tvac|htva|brutto|bruto|netto|gross|net)\b", re.IGNORECASE)

_ENDS = re.compile(r"(?:\b|_|(?<=[a-z])(?=[EI]))(?:in|ex)[ck]l\.?\W*$", re.IGNORECASE)
"""A heading that says with or without, and no more: Price incl., priceExcl."""


@lru_cache(maxsize=4096)
def forms(heading: str) -> tuple[str, ...]:
    """A heading as the words it may be known by, the most literal first."""
    found = dict.fromkeys([bare(heading), bare(_BRACKETS.sub(" ", heading))])
    tokens = [token for token in map(bare, re.split(r"[^\w]|_|(?<=[a-z])(?=[A-Z])", _BRACKETS.sub(" ", heading))) if token]
    small, in_or_out = _beside("small"), _beside("in_or_out")
    taxes = _beside("taxes") if any(token in in_or_out for token in tokens) else frozenset()  # else it is the tax itself
    units = _beside("units") | in_or_out | taxes
    for kept in (tokens, [token for token in tokens if token not in units and token.upper() not in CODES]):
        found["".join(kept)] = None
        some = [token for token in kept if token not in small]
        found["".join(some)] = None
        if 1 < len(some) <= 4:
            found.update(dict.fromkeys(map("".join, itertools.permutations(some))))
    return tuple(form for form in found if form)


def bare_heading(heading: str) -> str:
    """A heading as two lists that have the same are compared: letters and figures."""
    return "".join(ch for ch in heading.casefold() if ch.isalnum())


def _beside(name: str) -> frozenset[str]:
    return frozenset(known_words()["beside", name][0])


def vat_in(heading: str) -> str:
    """ "with" or "without", where a heading says whether VAT is in it."""
    if end := _ENDS.search(heading):
        return "with" if "in" in end[0].casefold() else "without"
    if not _VAT.search(heading):
        return ""
    return "without" if _WITHOUT.search(heading) else "with" if _WITH.search(heading) else ""


@lru_cache(maxsize=1)
def _fields_by_word() -> dict[str, list[tuple[str, str]]]:
    """By word, the sections of headings.toml and the fields in them that it may mean."""
    found: dict[str, list[tuple[str, str]]] = {}
    for (section, name), tiers in known_words().items():
        if section != "beside":
            for word in {word for tier in tiers for word in tier}:
                found.setdefault(word, []).append((section, name))
    return found


def fields_of(heading: str, data_list: DataList) -> set[str]:
    """The fields of a list, and the columns beside them, that a heading may mean."""
    found = set()
    for form in forms(heading) if len(heading) <= 60 else ():
        for section, name in _fields_by_word().get(form, ()):
            if section == "customer" and name not in ("first", "last"):
                found.add("customer")
            elif section in (data_list.section, "shared") and name not in ("cancelled", "paid"):  # they are words of rows too
                found.add(name)
    return found


def tier_of(heading: str, words: Words) -> int | None:
    """In which tier of words a heading is."""
    for form in forms(heading):
        for tier, known in enumerate(words):
            if form in known:
                return tier
    return None


def find_columns(headings: Sequence[str], data_list: DataList = ORDERS, but: Collection[str] = ()) -> dict[str, str]:
    """The heading of each field of a Table, but for some, that can be told from the words.

    Raises:
        ColumnError: several headings could be the same needed field.
    """
    found = {}
    for field in data_list.fields:
        if field.name in but:
            continue
        tiers = {heading: tier for heading in headings if (tier := tier_of(heading, data_list.words(field.name))) is not None}
        best = [heading for heading, tier in tiers.items() if tier == 0] or [*tiers]
        if len(best) > 1 and field.name in data_list.needed_fields:
            raise ColumnError(
                f"several columns could be the {field.said} ({', '.join(best)}); say which with {field.option}", [field.option]
            )
        if len(best) == 1:
            found[field.name] = best[0]
    return found
