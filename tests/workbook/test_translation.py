"""The Dutch and German workbooks: formulas stay formulas, and what a person typed stays as it is."""

from __future__ import annotations

import re

import pytest

from clv_xl import functions, template_path
from clv_xl.functions import CLV_CUSTOMERS, CLV_ROWS, CLV_TREND, SEGMENT_CLV
from clv_xl.sources.columns.fields import LISTS
from clv_xl.sources.columns.recognising import find_columns
from clv_xl.words import LANGUAGES, Words, catalogue, in_a_row, say
from clv_xl.workbook.composing import compose
from clv_xl.workbook.templates import TEMPLATES
from clv_xl.workbook.translation import INPUTS, Translator
from clv_xl.xlsx.package import Package
from tests.conftest import filled, opened, some
from tests.support.cells import listed, named
from tests.tables import column

OTHERS = [language for language in LANGUAGES if language != "en"]


def test_a_text_in_a_sense_of_its_own() -> None:
    """ "Left" is those who have gone, also beside "Still there"."""
    for language, gone, there in (("nl", "Vertrokken", "Nog abonnee"), ("de", "Abgewandert", "Noch da")):
        translator = Translator(language)
        assert (say(Words("Left"), language), translator.say("Left", "Churn"), translator.say("Still there", "Workings")) == (
            gone,
            gone,
            there,
        )
    known = catalogue("de")
    assert say(Words("within", context="variance"), "de") == known["variance"]["within"] != known[""]["within"]


def test_a_text_is_put_together_only_where_it_was_made_so() -> None:
    """A sentence that looks like a text with places is no such text."""
    assert say(Words("{1} to {2}", "1,000", "2,500.5"), "nl") == "1.000 tot 2.500,5"
    for like in ("Add it up to here", "Left out: all of it", "Top ten%"):
        assert say(Words(like), "nl") == like and Translator("nl").say(like, "Checks") == like
    assert Translator("nl").say(compose("{1}  →", "Checks"), "About") == "Controles  →"
    assert say(in_a_row(Words("Converged."), Words("See a.")), "nl") == "Geconvergeerd. Zie a."


@pytest.mark.parametrize("language", OTHERS)
def test_words_that_a_person_chooses_between_differ(language: str) -> None:
    translator = Translator(language)
    for template in TEMPLATES.values():
        for field in template.inputs.values():
            if field.kind == "list":
                own = [translator.say(word, INPUTS).lower() for word in field.words]
                assert len(set(own)) == len(own) and not any(re.search('[,"]', word) for word in own), field.name
                for word in field.words:
                    assert not any(word in texts for tab, texts in catalogue(language).items() if tab), "formulas on any tab compare it"


STAY = {"nl": r"\bover\b|\ber nog|nog (is|zijn|abonnee)\b|blij[fv]|overgebleven", "de": r"\bnoch (da|vorhanden|laufend)|bleib|verblieb"}
LEAVE = {"nl": r"vertr[oe]k|\bweg\b|verloop", "de": r"gegangen|\bging|\bgeht|\bgehen|abwander|abgewander|beendet|kündig"}
"""How those who are still there, and those who are gone, are spoken of."""


@pytest.mark.parametrize("language", OTHERS)
def test_who_is_still_there_and_who_has_left_are_not_confused(language: str) -> None:
    """English says left of both. Of customers it is left for those who are gone, and are left or still there for the others."""
    seen = {"stay": 0, "leave": 0}
    for texts in catalogue(language).values():
        for text, said in texts.items():
            if re.search("[Ll]eft out|left off|left empty|[Ww]hat is left|is left of", text):
                continue  # nobody of them
            stay, leave = re.search(r"[Ss]till there|(are|is) left", text), re.search(r"\b([Ll]eft|gone after)\b", text)
            if stay or leave:
                seen["stay" if stay else "leave"] += 1
                own, other = (STAY, LEAVE) if stay else (LEAVE, STAY)
                assert re.search(own[language], said, re.IGNORECASE), (text, said)
                if len(text) < 40 and "stayed" not in text:  # a heading or a label has one sense
                    assert not re.search(other[language], said, re.IGNORECASE), (text, said)
    assert seen["stay"] > 15 and seen["leave"] > 12


@pytest.mark.parametrize(
    ("language", "there", "left"), [("en", "Still there", "Left"), ("nl", "Nog abonnee", "Vertrokken"), ("de", "Noch da", "Abgewandert")]
)
def test_the_headings_of_who_is_still_there(language: str, there: str, left: str) -> None:
    """Churn tells of those who left, Cohorts of those who are there; the renewals behind Retention have a column of each."""
    tabs = [sheet.title for sheet in opened(filled("subscriptions", "en"))]
    book = opened(filled("subscriptions", language))
    churn, cohorts, workings = (
        {cell.value for row in book.worksheets[tabs.index(tab)].iter_rows() for cell in row} for tab in ("Churn", "Cohorts", "Workings")
    )
    assert left in churn and there not in churn
    assert there in cohorts and left not in cohorts
    assert {left, there} <= workings
    renewals = [number for (number,) in listed(book.worksheets[tabs.index("Workings")], there)]
    assert sum(renewals) == 796, "the subscribers of the sample"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name, template in TEMPLATES.items() if template.table])
def test_the_headings_of_the_yellow_tables_are_known_when_they_are_filled(name: str, language: str) -> None:
    """A column whose heading is not recognised would stay empty."""
    package, kind = Package(template_path(name, language)), LISTS[TEMPLATES[name].table]
    assert find_columns(package.tables[kind.table].headings, kind).keys() == kind.by_name.keys()


class Turned(Translator):
    """A language in which every text is known: the same, with its places turned round and a mark."""

    def __init__(self) -> None:
        super().__init__("nl")
        self.tabs, self.headings = {"Over time": "Zeit's"}, {"Amount": "Betrag"}

    def say(self, text: str, tab: str = "") -> str:
        turned = re.sub(r"\{(\d)\}", lambda place: f"{{{3 - int(place[1])}}}", text) if "{2}" in text else text
        return f"§{turned}" if re.search("[a-z]", text) else text


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('"From "&A1&" to "&B2', '"§From "&B2&" to "&A1'),
        ('IF(A1="yes","Up by "&ROUND(B1,1)&" ""points""","")', 'IF(A1="§yes","§Up by "&ROUND(B1,1)&" ""points""","")'),
        ('_xldudf_CLV_TREND(A1,IF(B1="month","year","month"))', '_xldudf_CLV_TREND(A1,IF(B1="month","year","month"))'),
        ("SUM('Over time'!$C$9:$C$12,Orders[Amount])", "SUM('Zeit''s'!$C$9:$C$12,Orders[Betrag])"),
        ('MATCH(A1,{"one","two"},0)', 'MATCH(A1,{"§one","§two"},0)'),
        ('COUNTIF(A:A,">0")&" OK"', 'COUNTIF(A:A,">0")&" OK"'),
        ("'Over time'!$A$1:INDEX('Over time'!$A$1:$A$9,2)", "'Zeit''s'!$A$1:INDEX('Zeit''s'!$A$1:$A$9,2)"),
        ("1+2*-A1%", "1+2*-A1%"),
    ],
)
def test_formulas_in_another_language(formula: str, expected: str) -> None:
    assert Turned().formula(formula, "") == expected


def test_the_language_of_an_answer() -> None:
    orders = [["Ann", "Bo", "New"], ["2024-01-01", "2024-01-05", "2024-01-31"], [40, 25, 20]]
    assert CLV_TREND(*orders, language="nl")[0][0] == catalogue("nl")[""]["Period"]
    assert CLV_ROWS(*orders, None, "de")[1][0] == catalogue("de")[""]["Read"]
    rows = CLV_CUSTOMERS(*orders, language="nl")
    known = catalogue("nl")[""]
    assert set(column(rows, known["Customer"])) == {"Ann", "Bo", "New"}, "a customer called New is still called so"
    assert "New" not in column(rows, known["Stage"])
    assert {"Active", "Web"} < set(column(SEGMENT_CLV(["Active", "Active", "Web"], [1, 2, 3], language="de"), "Segment"))
    assert str(CLV_TREND(*orders, language="fr")) == "#VALUE!"


BROKEN = ("source_columns", "source_not_used", "source_left_out", "source_notes")
"""Texts with words of the person's own file, which each language breaks into lines elsewhere; test_source_texts reads them."""


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", TEMPLATES)
def test_the_filled_sample_has_the_same_figures_and_no_english(name: str, language: str) -> None:
    """Cell by cell: what is a number in the English workbook is the same one, and what is a text is said in the language."""
    books = {one: opened(some(name, one)) for one in ("en", language)}
    sheets = {one: book.worksheets for one, book in books.items()}
    broken = {cell for one in BROKEN if one in books["en"].defined_names for row in named(books["en"], one) for cell in row}
    known = [(text, said) for texts in catalogue(language).values() for text, said in texts.items()]
    english, german_or_dutch = {text for text, said in known if text != said}, {said for _, said in known}
    for ours, theirs in zip(*sheets.values(), strict=True):
        if ours.title == "Functions":
            continue  # it answers examples as they are typed
        assert ours.dimensions == theirs.dimensions
        for row, other in zip(ours.iter_rows(), theirs.iter_rows()):
            for cell, same in zip(row, other):
                where = (theirs.title, same.coordinate, cell.value, same.value)
                if cell in broken:
                    continue
                if isinstance(cell.value, str):
                    assert isinstance(same.value, str) or not cell.value, where
                    assert same.value not in english - german_or_dutch or cell.style == "Code", where
                else:
                    assert cell.value == same.value, where


def test_every_function_with_a_table_has_a_language() -> None:
    tables = [one for one in functions.DECLARATIONS if one.has_language]
    assert len(tables) >= 20 and all(one.parameters[-1].name == "language" for one in tables)
