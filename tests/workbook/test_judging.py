"""Every sentence that judges says yes, no, and that it cannot tell, each on data where it must; and none stands outside that list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
import words as up_to_date
from openpyxl.worksheet.formula import ArrayFormula

from clv_xl.formulas.spelling import tokens
from clv_xl.workbook.building import english_book, laid_out
from clv_xl.workbook.layout.dashboard import MOST_ACTIONS
from clv_xl.workbook.templates import TEMPLATES
from tests.support.cells import cell_with, values_by_name
from tests.support.judged import CASES, STATES, book_of

_YES_OR_NO = re.compile(r'^"(Yes|No)[,:]')
_QUESTION = re.compile(r"^(Is|Are|Was|Do|Does|Did|Has|Have|Can|Will|Should) .*\?$")


def declared(template: str) -> list[str]:
    return laid_out(template).verdicts


def test_each_has_data_for_yes_no_and_cannot_tell() -> None:
    """A new sentence that judges fails here until it has its line in tests/support/judged.py."""
    assert sorted(CASES) == sorted((template, name) for template in TEMPLATES for name in declared(template))
    assert all(len(set(lists)) == len(STATES) for lists in CASES.values())


@pytest.mark.parametrize(("template", "name", "state"), [(*case, state) for case in CASES for state in STATES], ids=str)
def test_it_says_so(template: str, name: str, state: str) -> None:
    said = values_by_name(book_of(CASES[template, name][STATES.index(state)]))[name]
    others = [other for other in STATES if other != state]
    assert said.startswith(state) and not said.startswith(tuple(others)), said
    assert re.search(r"\d", said) or state == "Cannot tell yet", f"no figure: {said}"
    assert "  " not in said and ".." not in said and "{" not in said, said


@cache
def _formulas(template: str) -> Mapping[str, str]:
    """The formulas of the template by the name of their cell, or by their place where it has none."""
    book = english_book(template).workbook
    places = {name.attr_text.replace("$", "").replace("'", ""): own for own, name in book.defined_names.items()}
    found = {}
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            text = cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value
            if isinstance(text, str) and text.startswith("="):
                place = f"{sheet.title}!{cell.coordinate}"
                found[places.get(place, place)] = text[1:]
    return found


def _asked_by(template: str, names: list[str]) -> set[str]:
    """These names, and those that their formulas ask, and so on."""
    formulas, asked, left = _formulas(template), set(), list(names)
    while left:
        name = left.pop()
        if name not in asked:
            asked.add(name)
            left += [word for word in re.findall(r"[a-z]\w+", formulas.get(name, "")) if word in formulas]
    return asked


@pytest.mark.parametrize("template", TEMPLATES)
def test_nothing_else_says_yes_or_no(template: str) -> None:
    """A text of a formula that begins with Yes or No is part of a sentence that is declared."""
    says = {name for name, text in _formulas(template).items() if any(_YES_OR_NO.match(token.value) for token in tokens(text))}
    assert says and says <= _asked_by(template, declared(template))


def _answers(template: str) -> Iterator[tuple[str, Any]]:
    """The questions above charts and sections that ask whether, and what stands below each."""
    for sheet in english_book(template).workbook.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            asks = cell.style in ("Question", "Section") and isinstance(cell.value, str) and _QUESTION.match(cell.value)
            if asks and sheet.title != "Workings":
                yield f"{sheet.title}: {cell.value}", sheet.cell(cell.row + 1, cell.column).value


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_question_whether_has_an_answer_that_judges(template: str) -> None:
    asked = dict(_answers(template))
    assert asked and set(asked.values()) <= {f"={name}" for name in declared(template)}, asked


@pytest.mark.parametrize("language", ["nl", "de"])
def test_translations_begin_alike(language: str) -> None:
    """The first word of a verdict is what is read: a translation may not turn the sentence around."""
    begins = {"nl": ("Ja", "Nee", "Nog niet te zeggen"), "de": ("Ja", "Nein", "Noch nicht zu sagen")}[language]
    odd = []
    for entry in up_to_date.read(language):
        for state, begin in zip(STATES, begins):
            if re.match(rf"{state}[,:]", entry.msgid) and not entry.msgstr.startswith(begin):
                odd.append((entry.msgid, entry.msgstr))
    assert not odd


def test_actions_have_a_range_and_say_until_when() -> None:
    """Never more than five; each with its date, or what sets the time where a list has no dates."""
    lines = {}
    for data in ("growing", "fewer leave", "more leave", "one period", "one is better", "earns"):
        sheet = _opened(data)["Dashboard"]
        head = cell_with(sheet, "Action")
        rows = [(sheet.cell(head.row + step, head.column).value or "") for step in range(1, 2 * MOST_ACTIONS + 3)]
        lines[data] = [text for text in rows if text]
        assert len(lines[data]) <= 2 * MOST_ACTIONS
    said = {data: "\n".join(texts) for data, texts in lines.items()}
    # 31 March 2025 and 21 days, which is the usual gap; December 2024 and a month; the first of three ends that are announced
    assert (
        "by 21 Apr 2025: one usual gap, 21 days, from now" in said["growing"] and "by 30 Apr 2025: the end of next month" in said["growing"]
    )
    assert re.search(r"\d to [\d,]+ \(98% sure\), by 31 Jan 2025: then all have come to a renewal", said["more leave"])
    assert "by 20 Jan 2025: then the first of them leaves" in said["one period"]
    assert re.search(r"\d to [\d,]+ \(98% sure\), with the next budget", said["one is better"])
    assert "by then, month 5 of each new customer" in said["earns"]


def _opened(data: str) -> Any:
    from tests.conftest import opened

    return opened(book_of(data))
