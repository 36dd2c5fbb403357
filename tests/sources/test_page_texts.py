"""What is said of a source on a page, in parts that other languages know."""

from __future__ import annotations

from pathlib import Path

import pytest

from clv_xl.sources.report import page_texts
from clv_xl.sources.source import read_list
from clv_xl.words import say

FILES = Path(__file__).parent / "files"


def test_a_bank_statement() -> None:
    """Five payments that went out, of 540 together, are no revenue."""
    texts = page_texts(read_list(FILES / "bank_ing.csv"))
    assert texts["source_file"] == ["bank_ing.csv"] and texts["source_profile"] == ["ING bank statement"]
    assert texts["source_left_out"] == ["5 × money out: Af (540.00)"] and texts["source_vat"] == ["with VAT"]
    assert texts["source_money"] == ["2,190.00 read, 1,650.00 used"]
    assert [say(text, "de", "") for text in texts["source_left_out"]] == ["5 × Zahlungsausgang: Af (540,00)"]


def test_rows_that_stand_twice_are_said_in_a_language() -> None:
    (note,) = page_texts(read_list(FILES / "x_dup_rows.csv"))["source_notes"]
    assert note.startswith("All 3 rows stand twice or more (3 copies)") and note.endswith("says that they are meant.")
    said = say(note, "nl", "")
    assert said.startswith("Alle 3 rijen komen twee keer") and "--duplicates drop laat de kopieën weg" in said


@pytest.mark.parametrize("file", ["bank_ing.csv", "x_dup_rows.csv", "y_cover_first.xlsx", "kunden.csv", "abos.csv", "title_semicolon.csv"])
@pytest.mark.parametrize("language", ["nl", "de"])
def test_no_sentence_stays_english(file: str, language: str) -> None:
    """What is no name of the file's own has other words in another language."""
    texts = page_texts(read_list(FILES / file))
    names = {"source_file", "source_profile", "source_not_used", "source_currency"}
    for name in texts.keys() - names:
        for text in texts[name]:
            assert say(text, language, "") != text or not any(letter.islower() for letter in text), (name, text)


def test_several_files_are_named_without_their_folders(tmp_path: Path) -> None:
    copy = tmp_path / "x_dup_rows.csv"
    copy.write_bytes((FILES / "x_dup_rows.csv").read_bytes())
    source = read_list([FILES / "x_dup_rows.csv", copy], duplicates="keep")
    assert page_texts(source)["source_file"] == ["x_dup_rows.csv, x_dup_rows.csv"]
