"""What the words of a column say of an amount: whether it is money, and which way it goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from ..values.expressions import plain
from .words import plain_word


@dataclass(frozen=True)
class WordRule:
    """Which words of a column are money, and which are not. Words are compared without capitals and outer blanks.

    Orders that were refunded are money where another column says how much. Without it nothing is left of one that was
    refunded in full, and one that was partly refunded is asked about.
    """

    column: tuple[str, ...]
    money: tuple[str, ...] = ()
    no_money: tuple[str, ...] = ()
    refunded: tuple[str, ...] = ()
    partly_refunded: tuple[str, ...] = ()
    blank: str = "money"
    unknown: str = "ask"

    def judge(self, word: str, refunds: bool = True) -> str:
        """ "money", "no money" or "ask", where a column says what was refunded or none does."""
        if not (word := plain(word)):
            return self.blank
        if among(word, (*self.refunded, *self.partly_refunded)) and refunds:
            return "money"
        if among(word, (*self.no_money, *self.refunded)):
            return "no money"
        return "money" if among(word, self.money) else "ask" if among(word, self.partly_refunded) else self.unknown


@dataclass(frozen=True)
class SignRule:
    """A column whose words say whether an amount comes in (plus), is given back (minus), or is other money (out)."""

    column: tuple[str, ...]
    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    out: tuple[str, ...] = ()

    def judge(self, word: str) -> str:
        """ "plus", "minus", "out" or "ask"."""
        forms = {plain(word), plain_word(word)}
        rules = (("out", self.out), ("minus", self.minus), ("plus", self.plus))
        return next((name for name, words in rules if any(among(form, words) for form in forms)), "ask")


@dataclass(frozen=True)
class Turn:
    """Two columns that some programs fill the other way round, as the words of the first one show."""

    column: str
    other: str
    words: tuple[str, ...]
    usual: tuple[str, ...]

    def applies(self, texts: Iterable[str]) -> bool:
        """Whether more texts of the first column are such as should stand in the other than such as belong there."""
        words = [plain(text) for text in texts]
        return sum(among(word, self.words) for word in words) > sum(among(word, self.usual) for word in words)

    def turned(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The names of columns, the two exchanged."""
        return tuple({self.column: self.other, self.other: self.column}.get(name, name) for name in names)


def among(word: str, words: Iterable[str]) -> bool:
    """Whether a word without capitals is one of these, in which * stands for any letters and ? for one."""
    return any(fnmatchcase(word, one) if "*" in one or "?" in one else word == one for one in words)
