"""Profiles: how the exports of programs are read, one small file per export in `profiles/`; README.md there describes the format."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any

from ..options import TENURE_UNITS
from ..problems import ColumnError, OrderFileError, did_you_mean
from ..values.expressions import headings_of, parse_expression, plain
from .profile import FIELDS, IDENTITIES, NEEDED, Profile
from .rules import SignRule, Turn, WordRule

HOME = Path(__file__).parent.parent / "profiles"


def load_profile(path: str | Path) -> Profile:
    """Read a profile.

    Raises:
        OrderFileError: what is wrong with it, in one sentence.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            given = tomllib.load(file)
    except OSError:
        raise OrderFileError(f"{path}: there is no such profile that can be read.", ["--profile"]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise OrderFileError(f"{path}: this is not a TOML file ({problem}).", ["--profile"]) from None
    try:
        return _profile(path.stem, given)
    except ValueError as problem:
        raise OrderFileError(f"{path}: {problem}.", ["--profile"]) from None


@lru_cache(maxsize=1)
def known_profiles() -> tuple[Profile, ...]:
    """The profiles that come with the package, by name."""
    return tuple(load_profile(path) for path in sorted(HOME.glob("*.toml")))


def find_profile(headings: Sequence[str], profiles: Sequence[Profile] | None = None) -> Profile | None:
    """The profile that most headings show.

    Raises:
        ColumnError: two profiles are shown by as many.
    """
    fits = [(profile.match(headings), profile) for profile in (known_profiles() if profiles is None else profiles)]
    most = max((count for count, _ in fits), default=0)
    best = [profile for count, profile in fits if count == most and count]
    if len(best) > 1:
        names = " or ".join(profile.program for profile in best)
        raise ColumnError(f"the headings are those of {names}; say which with --profile", ["--profile"])
    return best[0] if best else None


# Checking what a file says ------------------------------------------------------------------------------------------

_TOP = {
    **dict.fromkeys(
        ("program", "template", "lines", "vat", "currency", "dates", "decimal", "where", "except", "negative", "tenure_unit"), str
    ),
    **dict.fromkeys(("no_customer", "no_money", "found", "money", "layout", "note"), str),
    **{"headings": list, "without": list, "customer": dict, "columns": dict, "status": list, "sign": dict, "turn": dict},
}
_CHOICES = {
    "template": tuple(FIELDS),
    "lines": ("sum", "first", "repeated"),
    "vat": ("", "with", "without"),
    "dates": ("", "dmy", "mdy", "ymd"),
    "decimal": ("", ".", ","),
    "negative": ("", "out"),
    "tenure_unit": ("", *TENURE_UNITS),
    "blank": ("money", "no money", "ask"),
    "unknown": ("ask", "money", "no money"),
}
_SAID = ("lines", "vat", "dates", "decimal", "negative", "tenure_unit")


def _profile(key: str, given: dict[str, Any]) -> Profile:
    _check_keys("", given, _TOP)
    for name in ("program", "template", "headings"):
        if name not in given:
            raise ValueError(f"it has no {name!r}")
    template = _choice(given, "template", "")
    headings = tuple(_texts(f"headings {n}", group) for n, group in enumerate(given["headings"], 1))
    if not headings:
        raise ValueError("'headings' must name one heading at least that shows the export")
    customer, given_back, guests = _customer(given.get("customer", {}))
    columns = {name: _expressions(f"columns.{name}", value) for name, value in _fields(given.get("columns", {}), template).items()}
    if not (given.get("no_customer") or given.get("no_money")):
        if missing := [name for name in NEEDED[template] if name not in columns]:
            raise ValueError(f"[columns] does not say what is the {' and the '.join(missing)}")
        if template == "subscriptions" and "start" not in columns and not {"tenure", "churned"} <= columns.keys():
            raise ValueError("[columns] does not say what is the start, or the tenure and churned")
        if not customer:
            raise ValueError("[customer] names no column; give id, email or name, or say with 'no_customer' why there is none")
    names = ("program", "where", "no_customer", "no_money", "found", "money", "layout", "note", "currency")
    texts = {name: given.get(name, "") for name in names}
    choices = {name: _choice(given, name, "sum" if name == "lines" else "") for name in _SAID}
    if choices["lines"] != "sum" and "order" not in columns:
        raise ValueError(f"lines = {choices['lines']!r} needs the column of the order in [columns]")
    return Profile(
        key=key,
        template=template,
        headings=headings,
        without=_texts("without", given.get("without", [])),
        customer=customer,
        given_back=given_back,
        guests=guests,
        columns=columns,
        status=tuple(_word_rule(rule) for rule in given.get("status", [])),
        sign=_sign_rule(given["sign"]) if "sign" in given else None,
        turn=_turn(given["turn"]) if "turn" in given else None,
        excluded=given.get("except", ""),
        **texts,
        **choices,
    )


def _check_keys(place: str, given: Any, allowed: Mapping[str, type]) -> None:
    if not isinstance(given, dict):
        raise ValueError(f"{place} must be a table of names and values")
    for name, value in given.items():
        said = f"{place}.{name}" if place else name
        if name not in allowed:
            raise ValueError(f"{said!r} is not known{did_you_mean(name, allowed) or '; known are ' + ', '.join(allowed)}")
        if not isinstance(value, allowed[name]):
            kind = {str: "a text", list: "a list", dict: "a table"}[allowed[name]]
            raise ValueError(f"{said!r} must be {kind}")


def _choice(given: Mapping[str, Any], name: str, default: str) -> str:
    value = given.get(name, default)
    if value not in _CHOICES[name]:
        raise ValueError(f"{name!r} is {value!r}; it must be {', '.join(choice for choice in _CHOICES[name] if choice)}")
    return value


def _texts(place: str, value: Any) -> tuple[str, ...]:
    texts = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else ()
    if not all(isinstance(text, str) and (text.strip()) for text in texts) or (not texts and value != []):
        raise ValueError(f"{place!r} must be a text or a list of texts")
    return texts


def _expressions(place: str, value: Any) -> tuple[str, ...]:
    texts = _texts(place, value)
    for text in texts:
        if '"' not in text:  # it may be one heading, whatever signs it has
            continue
        try:
            if not headings_of(parse_expression(text)):
                raise ValueError(f"{place!r} names no heading")
        except ColumnError as problem:
            raise ValueError(f"{place!r}: {problem}") from None
    return texts


def _fields(given: Any, template: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise ValueError("[columns] must be a table of names and values")
    for name in given:
        if name not in FIELDS[template]:
            known = FIELDS[template]
            raise ValueError(f"columns.{name!r} is no field of {template}{did_you_mean(name, known) or '; they are ' + ', '.join(known)}")
    return given


def _customer(given: dict[str, Any]) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]], tuple[str, ...]]:
    for name in given:
        if name not in (*IDENTITIES, "given_back", "guests"):
            raise ValueError(f"customer.{name!r} is not known; known are id, email, name, given_back and guests")
    back = given.get("given_back", {})
    _check_keys("customer.given_back", back, dict.fromkeys(IDENTITIES, object))
    named = {name: _expressions(f"customer.{name}", given[name]) for name in IDENTITIES if name in given}
    named_back = {name: _expressions(f"customer.given_back.{name}", value) for name, value in back.items()}
    return named, named_back, _words("customer.guests", given.get("guests", []))


def _words(place: str, value: Any) -> tuple[str, ...]:
    return tuple(plain(text) for text in _texts(place, value))


def _word_rule(given: Any) -> WordRule:
    lists = ("money", "no_money", "refunded", "partly_refunded")
    _check_keys("status", given, {"column": object, **dict.fromkeys(lists, list), "blank": str, "unknown": str})
    if "column" not in given:
        raise ValueError("[[status]] has no 'column'")
    words = {name: _words(f"status.{name}", given.get(name, [])) for name in lists}
    for name, other in combinations(lists, 2):
        if both := sorted({*words[name]} & {*words[other]}):
            raise ValueError(f"[[status]] has {both[0]!r} as {name} and as {other}")
    column = _texts("status.column", given["column"])
    return WordRule(column, blank=_choice(given, "blank", "money"), unknown=_choice(given, "unknown", "ask"), **words)


def _sign_rule(given: Any) -> SignRule:
    _check_keys("sign", given, {"column": object, "plus": list, "minus": list, "out": list})
    if "column" not in given:
        raise ValueError("[sign] has no 'column'")
    words = {name: _words(f"sign.{name}", given.get(name, [])) for name in ("plus", "minus", "out")}
    if not words["plus"]:
        raise ValueError("[sign] has no words for 'plus'")
    return SignRule(_texts("sign.column", given["column"]), **words)


def _turn(given: Any) -> Turn:
    _check_keys("turn", given, {"column": str, "other": str, "words": list, "usual": list})
    return Turn(given.get("column", ""), given.get("other", ""), _words("turn.words", given["words"]), _words("turn.usual", given["usual"]))
