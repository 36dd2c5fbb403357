"""The words of the other languages: all are there, in step with the texts in the code, and true to the glossary."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.resources import files
from pathlib import Path

import polib
import pytest

from clv_xl.lists.orders.cleaning import LeftOut
from clv_xl.words import LANGUAGES, Words, _read, catalogue, say

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "install"))

import words as up_to_date
from words import read, settle

OTHERS = [language for language in LANGUAGES if language != "en"]
GLOSSARY = tomllib.loads((files("clv_xl.words") / "glossary.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_lacks_a_translation_and_none_is_old_or_left_over(language: str) -> None:
    assert settle(read(language)) == ([], [], [])


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_places_of_its_text(language: str) -> None:
    for entry in read(language):
        text, said = entry.msgid, entry.msgstr
        assert sorted(re.findall(r"\{\d+\}", text)) == sorted(re.findall(r"\{\d+\}", said)), text
        assert said.strip() and text[0].isspace() == said[0].isspace() and text[-1].isspace() == said[-1].isspace(), text


@pytest.mark.parametrize("language", OTHERS)
def test_our_reader_reads_what_polib_reads(language: str) -> None:
    entries = {(entry.msgctxt or "", entry.msgid): entry.msgstr for entry in read(language) if entry.msgstr and not entry.fuzzy}
    assert entries == {(context, text): said for context, known in catalogue(language).items() for text, said in known.items()}


OLD = """#: transactions/Trend
#, fuzzy
#| msgid "From {1} to {2}"
msgid "From {1} up to {2}"
msgstr "Von {1} bis {2}"
"""
WRAPPED = r"""#: answers/retention
msgctxt "Cohorts"
msgid ""
"Left, "
"in \"all\"\n"
"groups"
msgstr "Noch da"
"""


@pytest.mark.parametrize(
    ("entry", "expected"), [(OLD, ("", "", "")), (WRAPPED, ("Cohorts", 'Left, in "all"\ngroups', "Noch da")), ("", ("", "", ""))]
)
def test_an_entry_as_other_editors_write_it(entry: str, expected: tuple[str, str, str]) -> None:
    assert _read(entry) == expected


def test_a_changed_text_is_english_until_its_translation_is_made_right(monkeypatch: pytest.MonkeyPatch) -> None:
    """The text of the page has changed from what the entry is for, and a new one is like none."""
    changed, new = "Paste all of your orders into the yellow table.", "Quite another sentence."
    monkeypatch.setattr(up_to_date, "pages", lambda: {("About", changed): "transactions/About", ("Trend", new): "transactions/Trend"})
    monkeypatch.setattr(up_to_date, "answers", dict)
    monkeypatch.setattr(up_to_date, "reports", dict)
    po = polib.POFile()
    po.append(polib.POEntry(msgid="Paste your orders into the yellow table.", msgstr="Plak je bestellingen in de gele tabel."))
    po.append(polib.POEntry(msgid="Something gone", msgstr="Iets"))
    assert settle(po) == ([new], [changed], ["Something gone"])
    entry = next(entry for entry in po if entry.msgid == changed)
    assert entry.fuzzy and entry.previous_msgid == "Paste your orders into the yellow table." and entry.msgstr.startswith("Plak")
    assert settle(po, remove=True) == ([new], [changed], ["Something gone"]) and len(po) == 2
    assert all(_read(text) == ("", "", "") for text in str(po).split("\n\n") if changed in text)


TERMS = [(language, name) for language, terms in GLOSSARY.items() for name in terms]


@pytest.mark.parametrize(("language", "name"), TERMS)
def test_the_words_obey_the_glossary(language: str, name: str) -> None:
    term = GLOSSARY[language][name]

    def whole(words: list[str]) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)

    ours, never = whole([form for word in term["english"] for form in (word, f"{word}s")]), whole(term["never"])
    theirs = [(entry.msgid, entry.msgstr) for entry in read(language) if ours.search(entry.msgid)]
    assert theirs, "no text has the term"
    for text, said in theirs:
        assert any(word.lower() in said.lower() for word in term["say"]), (text, said)
        assert not never.search(said), (text, said)


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_half_english(language: str) -> None:
    english = re.compile(r"\b(?:the|and|to|with|which|than|their|who|what|matter|left|leave)\b", re.IGNORECASE)
    assert not [entry.msgstr for entry in read(language) if english.search(entry.msgstr)]


def test_numbers_and_sentences_in_an_answer() -> None:
    known = catalogue("nl")[""]
    assert say(Words("{1} or more", "1,234.5"), "nl") == known["{1} or more"].replace("{1}", "1.234,5")
    assert say(Words("Left out: {1}", LeftOut.NO_CUSTOMER), "nl") == f"Weggelaten: {known[LeftOut.NO_CUSTOMER]}"
    assert say("nothing of ours", "nl") == "nothing of ours" and say("Converged.", "en") == "Converged."
