"""The Dutch and German words: all are there, formulas stay formulas, and what a person typed stays as it is."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import openpyxl
import pytest

from clv_xl import functions
from clv_xl.functions import CLV_CUSTOMERS, CLV_ROWS, CLV_TREND, SEGMENT_CLV
from clv_xl.words import LANGUAGES, catalogue, say
from clv_xl.workbook.templates import TEMPLATES
from clv_xl.workbook.translation import Translator
from tests.conftest import filled

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "install"))

from words import missing_and_unused

OTHERS = [language for language in LANGUAGES if language != "en"]


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_lacks_a_translation_and_none_is_left_over(language: str) -> None:
    assert missing_and_unused(language) == ({}, [])


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_places_of_its_text(language: str) -> None:
    for section in ("answers", "functions", "workbooks"):
        for text, said in catalogue(language)[section].items():
            assert sorted(re.findall(r"\{\d\}", text)) == sorted(re.findall(r"\{\d\}", said)), text
            assert said.strip() and text[0].isspace() == said[0].isspace() and text[-1].isspace() == said[-1].isspace(), text


@pytest.mark.parametrize("language", OTHERS)
def test_words_that_a_person_chooses_between_differ(language: str) -> None:
    translator = Translator(language)
    for template in TEMPLATES.values():
        for field in template.inputs.values():
            if field.kind == "list":
                own = [translator.say(word, field.name).lower() for word in field.words]
                assert len(set(own)) == len(own) and not any(re.search('[,"]', word) for word in own), field.name


class Turned(Translator):
    """A language in which every text is known: the same, with its places turned round and a mark."""

    def __init__(self) -> None:
        super().__init__("nl")
        self.tabs, self.headings = {"Over time": "Zeit's"}, {"Amount": "Betrag"}

    def say(self, text: str, where: str = "") -> str:
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
    assert CLV_TREND(*orders, language="nl")[0][0] == catalogue("nl")["answers"]["Period"]
    assert CLV_ROWS(*orders, None, "de")[1][0] == catalogue("de")["answers"]["Read"]
    rows = CLV_CUSTOMERS(*orders, language="nl")
    assert {row[0] for row in rows[1:]} == {"Ann", "Bo", "New"}, "a customer called New is still called so"
    assert "New" not in [row[10] for row in rows]
    assert SEGMENT_CLV(["Active", "Active", "Web"], [1, 2, 3], language="de")[1][0] in ("Active", "Web")
    assert str(CLV_TREND(*orders, language="fr")) == "#VALUE!"


def test_numbers_and_sentences_in_an_answer() -> None:
    known = catalogue("nl")["answers"]
    assert say("1,234.5 or more", "nl") == known["{1} or more"].replace("{1}", "1.234,5")
    assert say("Converged. Left out: 3 with repeat orders whose mean is 0 or less.", "nl").startswith(known["Converged."] + " ")
    assert say("nothing of ours", "nl") == "nothing of ours" and say("Converged.", "en") == "Converged."


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", TEMPLATES)
def test_the_filled_sample_has_the_same_figures_and_no_english(name: str, language: str) -> None:
    """Cell by cell: what is a number in the English workbook is the same one, and what is a text is said in the language."""
    sheets = {one: openpyxl.load_workbook(filled(name, one), data_only=True).worksheets for one in ("en", language)}
    sections = catalogue(language)
    english = {text for part in ("answers", "functions", "workbooks") for text, said in sections[part].items() if text != said}
    german_or_dutch = {said for part in ("answers", "functions", "workbooks") for said in sections[part].values()}
    for ours, theirs in list(zip(*sheets.values(), strict=True))[:-1]:  # Functions answers examples as they are typed
        assert ours.dimensions == theirs.dimensions
        for row, other in zip(ours.iter_rows(), theirs.iter_rows()):
            for cell, same in zip(row, other):
                where = (theirs.title, same.coordinate, cell.value, same.value)
                if isinstance(cell.value, str):
                    assert isinstance(same.value, str) or not cell.value, where
                    assert same.value not in english - german_or_dutch or cell.style == "Code", where
                else:
                    assert cell.value == same.value, where


def test_every_function_with_a_table_has_a_language() -> None:
    tables = [one for one in functions.DECLARATIONS if one.has_language]
    assert len(tables) >= 20 and all(one.parameters[-1].name == "language" for one in tables)
