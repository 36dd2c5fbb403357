"""Which rows count, as a person writes it: `Status in (paid, completed) and Total > 0`. Written as SQL, never run as Python.

    =  !=  <  <=  >  >=      with a word, a number or a date such as 2024-01-31
    in (a, b)  not in (a, b)
    is blank  is not blank
    and  or  not  ( )

Texts are compared without capitals and outer blanks. A heading, or a word with commas or brackets, can stand in quotes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..columns.plan import Plan
from ..opening.raw import Raw, quoted
from ..options import Options
from ..problems import ColumnError, did_you_mean
from ..values.expressions import Heading, listed, plain
from .stage import Stage


@dataclass(frozen=True)
class Test:
    """A column compared with values."""

    heading: str
    sign: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Joined:
    """Conditions joined by and or or, or one turned round by not."""

    word: str
    parts: tuple[Condition, ...]


Condition = Test | Joined

_SIGN = re.compile(r"\s*(not\s+in\b|in\b|is\s+not\s+blank\b|is\s+blank\b|!=|<>|<=|>=|=|<|>)", re.IGNORECASE)
_QUOTED = re.compile(r"\s*(?:\"((?:[^\"]|\"\")*)\"|'((?:[^']|'')*)')")
_VALUE = re.compile(r"\s*([^,()]+?)\s*(?=[,)]|$)")
_WORD = re.compile(r"\s*(.+?)\s*(?=\)|$|\s+(?:and|or)\s)", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


class _Reader:
    """Reads a condition from left to right."""

    def __init__(self, text: str, headings: Sequence[str]) -> None:
        self.text, self.at = text, 0
        self.known = {plain(heading): heading for heading in headings}

    def wrong(self, what: str) -> ColumnError:
        return ColumnError(f"{self.text!r}: {what}; write it as \"Status in (paid, completed)\" or 'Total > 0'")

    def take(self, pattern: str | re.Pattern[str]) -> re.Match[str] | None:
        compiled = re.compile(pattern, re.IGNORECASE) if isinstance(pattern, str) else pattern
        found = compiled.match(self.text, self.at)
        if found:
            self.at = found.end()
        return found

    def either(self) -> Condition:
        parts = [self.both()]
        while self.take(r"\s*or\b"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Joined("OR", tuple(parts))

    def both(self) -> Condition:
        parts = [self.single()]
        while self.take(r"\s*and\b"):
            parts.append(self.single())
        return parts[0] if len(parts) == 1 else Joined("AND", tuple(parts))

    def single(self) -> Condition:
        if self.take(r"\s*not\b(?!\s+in\b)"):
            return Joined("NOT", (self.single(),))
        heading = self.heading()
        if heading is None and self.take(r"\s*\("):
            inside = self.either()
            if not self.take(r"\s*\)"):
                raise self.wrong("a bracket is opened and not closed")
            return inside
        if heading is None:
            word = self.text[self.at :].strip().split("  ")[0]
            name = re.split(r"\s*(?:!=|<|>|=|\bin\b|\bis\b)", word)[0].strip(' "')
            meant = did_you_mean(name, self.known.values()) or f"; the columns are {listed(self.known.values())}"
            raise ColumnError(f"there is no column {name!r}{meant}" if name else f"{self.text!r}: a condition is missing")
        sign = self.take(_SIGN)
        if not sign:
            raise self.wrong(f"nothing is said of {heading}")
        word = " ".join(sign[1].casefold().split()).replace("<>", "!=")
        if word.startswith("is"):
            return Test(heading, word)
        return Test(heading, word, self.values() if word.endswith("in") else (self.value(_WORD),))

    def heading(self) -> str | None:
        start = self.at
        if found := self.take(_QUOTED):
            name = plain(found[1].replace('""', '"') if found[1] is not None else found[2])
            if name in self.known:
                return self.known[name]
            self.at = start
            return None
        self.take(r"\s*")
        for name in sorted(self.known, key=len, reverse=True):
            end = self.at + len(name)
            if self.text[self.at : end].casefold() == name and re.match(r"\s|[=!<>]|$", self.text[end:]):
                self.at = end
                return self.known[name]
        self.at = start
        return None

    def values(self) -> tuple[str, ...]:
        if not self.take(r"\s*\("):
            raise self.wrong("'in' needs values in brackets")
        found = [self.value(_VALUE)]
        while self.take(r"\s*,"):
            found.append(self.value(_VALUE))
        if not self.take(r"\s*\)"):
            raise self.wrong("a bracket is opened and not closed")
        return tuple(found)

    def value(self, pattern: re.Pattern[str]) -> str:
        if found := self.take(_QUOTED):
            return found[1].replace('""', '"') if found[1] is not None else found[2].replace("''", "'")
        found = self.take(pattern)
        if not found:
            raise self.wrong("a value is missing")
        return found[1]


def parse_condition(text: str, headings: Sequence[str]) -> Condition:
    """Read a condition.

    Raises:
        ColumnError: what is wrong with it.
    """
    reader = _Reader(text, headings)
    condition = reader.either()
    if text[reader.at :].strip():
        raise reader.wrong(f"{text[reader.at :].strip()!r} is not understood")
    return condition


def conditions_of(raw: Raw, plan: Plan, options: Options) -> list[tuple[Condition, bool]]:
    """What the caller says and then what the plan says of rows, and whether those that fulfil it are kept or left out."""
    said = ((options.where, True), (options.excluded, False), (plan.where, True), (plan.excluded, False))
    return [(parse_condition(text, raw.headings), keep) for text, keep in said if text]


def stage_kept(stage: Stage, conditions: Sequence[tuple[Condition, bool]]) -> None:
    """The column `kept` of the stage: whether a row fulfils them all."""
    kept = [condition_sql(condition, stage) if keep else f"(NOT {condition_sql(condition, stage)})" for condition, keep in conditions]
    stage.columns["kept"] = " AND ".join(kept) or "true"


@dataclass(frozen=True)
class Told:
    """What the caller says of columns of words: those of which all words that count are named, and by column the words of those of which
    some that do not count are."""

    all_of: frozenset[str] = frozenset()
    some_of: Mapping[str, frozenset[str]] = field(default_factory=dict)


def told_by(raw: Raw, options: Options) -> Told:
    """What --where and --except say of columns of words: a column is settled by the words that count. Where only words that do not are
    named, the others mean what they say."""
    all_of: set[str] = set()
    some_of: dict[str, frozenset[str]] = {}
    for text, keeps in ((options.where, True), (options.excluded, False)):
        for test, straight in _turned(parse_condition(text, raw.headings), keeps) if text else ():
            if (test.sign in ("=", "in")) == straight and test.sign in ("=", "in", "!=", "not in"):
                all_of.add(test.heading)
            else:
                words = frozenset(value.strip().lower() for value in test.values) or frozenset([""])
                some_of[test.heading] = some_of.get(test.heading, frozenset()) | words
    return Told(frozenset(all_of), {heading: words for heading, words in some_of.items() if heading not in all_of})


def _turned(condition: Condition, straight: bool) -> list[tuple[Test, bool]]:
    """The comparisons of a condition, and whether a row that fulfils each one counts."""
    if isinstance(condition, Test):
        return [(condition, straight)]
    return [found for part in condition.parts for found in _turned(part, straight != (condition.word == "NOT"))]


def headings_tested(conditions: Sequence[tuple[Condition, bool]]) -> list[str]:
    """The columns that they compare."""
    return [test.heading for condition, _ in conditions for test in tests_of(condition)]


def tests_of(condition: Condition) -> list[Test]:
    """The comparisons in a condition."""
    return [condition] if isinstance(condition, Test) else [test for part in condition.parts for test in tests_of(part)]


def condition_sql(condition: Condition, stage: Stage) -> str:
    """The SQL of a condition, true or false for every row."""
    numbers = [Heading(test.heading) for test in tests_of(condition) if _is_number(test)]
    stage.read_numbers(numbers)
    dates = {test.heading: Heading(test.heading) for test in tests_of(condition) if _is_date(test)}
    return _sql(condition, stage, stage.read_dates(dates) if dates else {})


def _is_number(test: Test) -> bool:
    return test.sign in ("<", "<=", ">", ">=") and bool(_NUMBER.fullmatch(test.values[0]))


def _is_date(test: Test) -> bool:
    return test.sign in ("<", "<=", ">", ">=") and bool(_DATE.fullmatch(test.values[0]))


def _sql(condition: Condition, stage: Stage, dates: dict[str, tuple[str, str]]) -> str:
    if isinstance(condition, Joined):
        parts = [_sql(part, stage, dates) for part in condition.parts]
        return f"(NOT {parts[0]})" if condition.word == "NOT" else "(" + f" {condition.word} ".join(parts) + ")"
    text = stage.raw.text(condition.heading)
    if condition.sign.startswith("is"):
        return f"({text} IS {'NOT ' if 'not' in condition.sign else ''}NULL)"
    if _is_number(condition):
        return f"coalesce({stage.number(Heading(condition.heading))[0]} {condition.sign} {condition.values[0]}, false)"
    if _is_date(condition):
        return f"coalesce({dates[condition.heading][0]} {condition.sign} DATE '{condition.values[0]}', false)"
    values = ", ".join(quoted(value.strip().lower()) for value in condition.values)
    if condition.sign in ("=", "in", "!=", "not in"):
        inside = f"coalesce(lower({text}) IN ({values}), false)"
        return inside if condition.sign in ("=", "in") else f"(NOT {inside})"
    return f"coalesce(lower({text}) {condition.sign} {values}, false)"
